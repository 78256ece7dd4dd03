/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A rotation: a secret that people know and that is changed every so many days. What it is for and who knows
 * it; never the secret. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_ROTATION_DAYS     90
#define REEVE_ROTATION_DAYS_MAX 1100
#define REEVE_ROTATION_KNOWERS  100
#define REEVE_ROTATION_LEAVERS  10 /* by name */

REEVE_DECLARE_RECORD (ReeveRotation, reeve_rotation, ROTATION)
struct _ReeveRotation
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *name;
  char *place; /* (nullable): where it is kept, or used */
  gint64 every_days;
  GStrv users; /* (nullable): ids of those who know it … */
  GStrv roles; /* (nullable): … or who hold one of these */
  gint64 last_rotated;
  gint64 due;
  GStrv leavers; /* (nullable): who knew it and left since, by name: it is due before its time */
  gboolean more_leavers;
  gint64 created;
};

gboolean reeve_rotation_has_leavers (ReeveRotation *self);
/* When it is due by its age alone. */
gint64 reeve_rotation_get_due (ReeveRotation *self);

extern const char *const reeve_rotation_sorts[];
extern const char *const reeve_rotation_filters[]; /* "state": one of the next */
extern const char *const reeve_rotation_states[];  /* "due": is to be changed now; "waiting": not yet */

G_END_DECLS
