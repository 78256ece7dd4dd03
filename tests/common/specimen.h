/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A record with a field of every type, and one within it, for the tests of the record. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReevePart, reeve_part, PART)
struct _ReevePart
{
  ReeveRecord parent_instance;
  char *name;
  ReeveSecret *pin;
  gint64 made; /* read-only */
};

REEVE_DECLARE_RECORD (ReeveSpecimen, reeve_specimen, SPECIMEN)
struct _ReeveSpecimen
{
  ReeveRecord parent_instance;
  char *id;         /* read-only */
  char *owner_id;   /* an id or "nobody" */
  char *short_name; /* required, 2 bytes to 10 characters */
  char *notes;
  char *file; /* as it is */
  char *email;
  gboolean active;
  gint64 size; /* -5 to 1000 */
  gint64 seen;
  const char *colour; /* "red" or "blue" */
  GStrv tags;         /* at most 3 */
  GStrv colours;      /* of "red" and "blue" */
  ReeveRecord *part;
  GPtrArray *parts;       /* at most 2 */
  ReeveSecret *pass_word; /* 4 to 16 bytes */
  gint64 visits;          /* read-only, not audited */
};

G_END_DECLS
