/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Changing many users at once: on a selection or on all that match a query, previewed first, undone in one
 * step. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

/* POST …/users/bulk */
REEVE_DECLARE_RECORD (ReeveUserBulk, reeve_user_bulk, USER_BULK)
struct _ReeveUserBulk
{
  ReeveRecord parent_instance;
  const char *action; /* one of reeve_user_bulk_actions */
  GStrv ids;          /* either these, up to 500 … */
  char *query;        /* … or all that match this query string ("" = everyone) … */
  char *batch;        /* … or, for "undo", the batch of an earlier result */
  gint64
    expected_total; /* with `query`: CONFLICT ("matches_changed") unless so many match; 0 = not checked */
  GStrv roles;      /* for "set-roles" */
  GStrv groups;     /* for "add-to-groups" and "remove-from-groups" */
  gboolean dry_run; /* answers what would happen; changes nothing */
};

extern const char *const reeve_user_bulk_actions[]; /* suspend reactivate delete restore unlock set-roles
                                                  add-to-groups remove-from-groups undo */

/* One user that the change leaves out, and why. */
REEVE_DECLARE_RECORD (ReeveUserRefusal, reeve_user_refusal, USER_REFUSAL)
struct _ReeveUserRefusal
{
  ReeveRecord parent_instance;
  char *id;
  char *display_name;
  char *email;
  char *reason; /* "self", "last_administrator", "breach_locked", "changed_since" */
};

REEVE_DECLARE_RECORD (ReeveUserBulkResult, reeve_user_bulk_result, USER_BULK_RESULT)
struct _ReeveUserBulkResult
{
  ReeveRecord parent_instance;
  gint64 total;       /* selected or matching */
  gint64 changed;     /* changed, or would be */
  gint64 unchanged;   /* already so */
  GPtrArray *refused; /* of ReeveUserRefusal, the first 100 */
  gint64 n_refused;
  char *batch; /* (nullable): for undo; absent in a dry run */
};

G_END_DECLS
