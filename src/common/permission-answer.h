/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A question about somebody and a folder, and its answer, as they travel. */

#pragma once

#include "common/permission-change.h"

G_BEGIN_DECLS

/* A grant that has to do with the answer. */
REEVE_DECLARE_RECORD (ReevePermissionReason, reeve_permission_reason, PERMISSION_REASON)
struct _ReevePermissionReason
{
  ReeveRecord parent_instance;

  const char *state; /* of reeve_permission_reason_states */
  char *grant;
  char *folder; /* that it is on */
  const char *principal_kind;
  char *principal;
  GStrv chain; /* (nullable): ids of the groups from the one that the person was put into to the principal */
  GStrv verbs; /* what it gives, with what that implies */
  gint64 expires;   /* 0: never */
  char *stopped_at; /* (nullable): id of the folder that does not inherit */
  /* names, for people: set by the service */
  char *folder_path;
  char *principal_name;
  GStrv chain_names;
  char *grant_reason;
  char *stopped_at_path;
};

/* "decides"; "stopped": a folder below it does not inherit; "expired" */
extern const char *const reeve_permission_reason_states[];

/* Changes that, done together, turn the answer round. */
REEVE_DECLARE_RECORD (ReevePermissionFlip, reeve_permission_flip, PERMISSION_FLIP)
struct _ReevePermissionFlip
{
  ReeveRecord parent_instance;

  GPtrArray *changes; /* of ReevePermissionChange */
};

/* POST …/permissions/why */
REEVE_DECLARE_RECORD (ReevePermissionQuestion, reeve_permission_question, PERMISSION_QUESTION)
struct _ReevePermissionQuestion
{
  ReeveRecord parent_instance;

  char *subject;              /* id of a user, a contact, a group or a role */
  const char *principal_kind; /* of reeve_principal_kinds, (nullable): a user or a contact */
  char *folder;
  const char *verb;
};

REEVE_DECLARE_RECORD (ReevePermissionAnswer, reeve_permission_answer, PERMISSION_ANSWER)
struct _ReevePermissionAnswer
{
  ReeveRecord parent_instance;

  gboolean allowed;
  GStrv verbs;        /* (nullable) all that they may do there */
  GStrv binned;       /* (nullable): ids of folders, it or above it, that are in the bin */
  GPtrArray *reasons; /* of ReevePermissionReason, the nearest folder's first */
  /* of ReevePermissionFlip, the best first; all of the same, smallest, size. The service offers a contact
   * what they can be given alone, which may be nothing. */
  GPtrArray *flips;
};

G_END_DECLS
