/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of a rule's fields. */

#include "config.h"

#include "common/approval-rule.h"

#include "common/folder.h"

const char *const reeve_approval_operations[] = {
  "users.export",     "permissions.export", "log.export",          "users.remove",
  "users.release",    "policy.save",        "provider.save",       "roles.save",
  "sessions.end-all", "contacts.create",    "second-factor.reset", NULL
};
const char *const reeve_approval_rule_sorts[] = { "created", NULL };
const char *const reeve_approval_rule_filters[] = { "folder", "operation", "holds", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveApprovalRule, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveApprovalRule, version),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "Grows with every change; sent as ETag." },
  { "folder", REEVE_FIELD_ID, offsetof (ReeveApprovalRule, folder), REEVE_FIELD_PLAIN,
    .choices = reeve_folder_ids,
    .summary = "Changes of this folder and of all below it need an approval; this or an operation." },
  { "operation", REEVE_FIELD_CHOICE, offsetof (ReeveApprovalRule, operation), REEVE_FIELD_PLAIN,
    .choices = reeve_approval_operations, .summary = "What needs an approval; this or a folder." },
  { "approvers", REEVE_FIELD_TEXTS, offsetof (ReeveApprovalRule, approvers), REEVE_FIELD_PLAIN,
    .max = REEVE_APPROVAL_APPROVERS,
    .summary = "Ids of the users who may decide, one of them and never who asks; of a folder, when none is "
               "named, whoever may approve there." },
  { "hours", REEVE_FIELD_INTEGER, offsetof (ReeveApprovalRule, hours), REEVE_FIELD_PLAIN, .min = 0,
    .max = REEVE_APPROVAL_HOURS_MAX,
    .summary = "Until when a request is decided and used; 72 when absent or 0." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveApprovalRule, created), REEVE_READ_ONLY,
    .summary = "When it was made." },
  { "created-by", REEVE_FIELD_ID, offsetof (ReeveApprovalRule, created_by), REEVE_READ_ONLY,
    .summary = "The account that made it." },
  { "created-by-name", REEVE_FIELD_TEXT, offsetof (ReeveApprovalRule, created_by_name), REEVE_READ_ONLY,
    .max = 500, .summary = "The name of who made it." },
  { "unready", REEVE_FIELD_TEXTS, offsetof (ReeveApprovalRule, unready),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary =
      "Of the approvers, those who could not decide now: gone, suspended, locked, or without a second "
      "factor; of one rule at a time." },
  { "approver-names", REEVE_FIELD_TEXTS, offsetof (ReeveApprovalRule, approver_names),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "The names of those who may decide, 20 at most; of one rule at a time." },
  { "folder-path", REEVE_FIELD_TEXTS, offsetof (ReeveApprovalRule, folder_path),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .summary = "Where its folder is." },
};
REEVE_DEFINE_RECORD (ReeveApprovalRule, reeve_approval_rule, "approval-rule", "approval-rules", fields)

gboolean
reeve_approval_rule_names (ReeveApprovalRule *self, const char *account)
{
  return self->approvers != NULL && g_strv_contains ((const char *const *) self->approvers, account);
}

gboolean
reeve_approval_rule_is_loosened (ReeveApprovalRule *before, ReeveApprovalRule *after)
{
  const ReeveField *approvers =
    reeve_record_class_find_field (reeve_record_class_of (reeve_approval_rule_get_type ()), "approvers");

  return after == NULL || after->hours > before->hours ||
         !reeve_record_field_equal (before, after, approvers);
}
