/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A mute: findings that are expected for a while, with who answers for that, why, and until when. What it
 * covers is raised all the same, stands in the list as muted, and tells nobody. */

#pragma once

#include "common/finding.h"

G_BEGIN_DECLS

#define REEVE_MUTES           500 /* of one workspace */
#define REEVE_MUTE_DAYS       366 /* that it lasts at most */
#define REEVE_MUTE_RULE_DAYS  28  /* the same of one that covers everything a rule raises */
#define REEVE_MUTE_REASON_MAX 500

REEVE_DECLARE_RECORD (ReeveMute, reeve_mute, MUTE)
struct _ReeveMute
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *rule;   /* (nullable): any */
  char *person; /* (nullable): any; as findings have it. One of the three is set */
  char *person_name;
  char *network; /* (nullable): any; "192.0.2.44", "192.0.2.0/24" */
  char *reason;
  char *owner; /* a user's id: who answers for it */
  char *owner_name;
  gint64 ends;
  gint64 created;
  char *created_by;
  char *created_by_name;
  gint64 count; /* findings that it covered so far */
};

extern const char *const reeve_mute_sorts[];

/* What is never muted but for somebody or somewhere: a rule whose findings are too bad to be usual. */
gboolean reeve_mute_is_too_wide (ReeveMute *self);
/* Whether it covers @finding, and is in force at @now. What is about whoever made it is covered only by one
 * that names them: nobody takes it from the others by a network that they come from. */
gboolean reeve_mute_covers (ReeveMute *self, ReeveFinding *finding, gint64 now);

G_END_DECLS
