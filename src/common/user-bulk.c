/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of a bulk change of users. */

#include "config.h"

#include "common/user-bulk.h"

const char *const reeve_user_bulk_actions[] = {
  "suspend",       "reactivate",         "delete", "restore", "unlock", "set-roles",
  "add-to-groups", "remove-from-groups", "undo",   NULL
};

static const ReeveField fields[] = {
  { "action", REEVE_FIELD_CHOICE, offsetof (ReeveUserBulk, action), REEVE_REQUIRED,
    .choices = reeve_user_bulk_actions, .summary = "What to do with them." },
  { "ids", REEVE_FIELD_TEXTS, offsetof (ReeveUserBulk, ids), REEVE_FIELD_PLAIN, .max = 500,
    .summary = "These users; or give a query." },
  { "query", REEVE_FIELD_TEXT, offsetof (ReeveUserBulk, query), REEVE_FIELD_PLAIN, .max = 2000,
    .summary = "All users that a list with this query string would hold." },
  { "batch", REEVE_FIELD_ID, offsetof (ReeveUserBulk, batch), REEVE_FIELD_PLAIN,
    .summary = "For undo: the batch of the change to turn back." },
  { "expected-total", REEVE_FIELD_INTEGER, offsetof (ReeveUserBulk, expected_total), REEVE_FIELD_PLAIN,
    .min = 0, .max = G_MAXINT32,
    .summary = "Refuse if another number of users matches the query than the preview said." },
  { "roles", REEVE_FIELD_TEXTS, offsetof (ReeveUserBulk, roles), REEVE_FIELD_PLAIN, .max = 16,
    .summary = "For set-roles: ids of roles." },
  { "groups", REEVE_FIELD_TEXTS, offsetof (ReeveUserBulk, groups), REEVE_FIELD_PLAIN, .max = 16,
    .summary = "For add-to-groups and remove-from-groups: ids of groups." },
  { "dry-run", REEVE_FIELD_BOOLEAN, offsetof (ReeveUserBulk, dry_run), REEVE_FIELD_PLAIN,
    .summary = "Only answer what would happen." },
};
REEVE_DEFINE_RECORD (ReeveUserBulk, reeve_user_bulk, "user-bulk", NULL, fields)

static const ReeveField refusal_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveUserRefusal, id), REEVE_READ_ONLY, .summary = "The user left out." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveUserRefusal, display_name), REEVE_READ_ONLY, .max = 200,
    .summary = "Their name." },
  { "email", REEVE_FIELD_TEXT, offsetof (ReeveUserRefusal, email), REEVE_READ_ONLY, .max = 254,
    .summary = "Their address." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveUserRefusal, reason), REEVE_READ_ONLY, .max = 64,
    .summary = "A stable word that says why." },
};
REEVE_DEFINE_RECORD (ReeveUserRefusal, reeve_user_refusal, "user-refusal", NULL, refusal_fields)

static const ReeveField result_fields[] = {
  { "total", REEVE_FIELD_INTEGER, offsetof (ReeveUserBulkResult, total), REEVE_READ_ONLY, .max = G_MAXINT32,
    .summary = "How many were selected or match." },
  { "changed", REEVE_FIELD_INTEGER, offsetof (ReeveUserBulkResult, changed), REEVE_READ_ONLY,
    .max = G_MAXINT32, .summary = "How many were changed, or would be." },
  { "unchanged", REEVE_FIELD_INTEGER, offsetof (ReeveUserBulkResult, unchanged), REEVE_READ_ONLY,
    .max = G_MAXINT32, .summary = "How many are so already." },
  { "refused", REEVE_FIELD_RECORDS, offsetof (ReeveUserBulkResult, refused), REEVE_READ_ONLY, .max = 100,
    .record_type = reeve_user_refusal_get_type, .summary = "The first hundred that the change leaves out." },
  { "n-refused", REEVE_FIELD_INTEGER, offsetof (ReeveUserBulkResult, n_refused), REEVE_READ_ONLY,
    .max = G_MAXINT32, .summary = "How many the change leaves out." },
  { "batch", REEVE_FIELD_ID, offsetof (ReeveUserBulkResult, batch), REEVE_READ_ONLY,
    .summary = "Give it to undo." },
};
REEVE_DEFINE_RECORD (ReeveUserBulkResult, reeve_user_bulk_result, "user-bulk-result", NULL, result_fields)
