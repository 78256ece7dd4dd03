/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of their fields. */

#include "config.h"

#include "common/permission-answer.h"

#include "common/capability.h"
#include "common/folder.h"
#include "common/permission-model.h"

const char *const reeve_permission_reason_states[] = { "decides", "stopped", "expired", NULL };

static const ReeveField reason_fields[] = {
  { "state", REEVE_FIELD_CHOICE, offsetof (ReevePermissionReason, state), REEVE_READ_ONLY,
    .choices = reeve_permission_reason_states,
    .summary = "decides: it gives the verb; stopped: a folder below it does not inherit; expired." },
  { "grant", REEVE_FIELD_ID, offsetof (ReevePermissionReason, grant), REEVE_READ_ONLY,
    .summary = "The grant." },
  { "folder", REEVE_FIELD_ID, offsetof (ReevePermissionReason, folder), REEVE_READ_ONLY,
    .choices = reeve_folder_ids, .summary = "The folder that it is on." },
  { "principal-kind", REEVE_FIELD_CHOICE, offsetof (ReevePermissionReason, principal_kind), REEVE_READ_ONLY,
    .choices = reeve_principal_kinds, .summary = "What its principal is." },
  { "principal", REEVE_FIELD_ID, offsetof (ReevePermissionReason, principal), REEVE_READ_ONLY,
    .summary = "To whom it was given." },
  { "chain", REEVE_FIELD_TEXTS, offsetof (ReevePermissionReason, chain), REEVE_READ_ONLY,
    .summary = "Ids of the groups from the one that the person was put into up to the principal." },
  { "verbs", REEVE_FIELD_TEXTS, offsetof (ReevePermissionReason, verbs), REEVE_READ_ONLY,
    .choices = reeve_verb_wires, .summary = "What it gives, with what that implies." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReevePermissionReason, expires), REEVE_READ_ONLY,
    .summary = "When it ends or ended." },
  { "stopped-at", REEVE_FIELD_ID, offsetof (ReevePermissionReason, stopped_at), REEVE_READ_ONLY,
    .summary = "The folder that does not inherit." },
  { "folder-path", REEVE_FIELD_TEXT, offsetof (ReevePermissionReason, folder_path), REEVE_READ_ONLY,
    .summary = "Where the grant's folder is." },
  { "principal-name", REEVE_FIELD_TEXT, offsetof (ReevePermissionReason, principal_name), REEVE_READ_ONLY,
    .summary = "The principal's name." },
  { "chain-names", REEVE_FIELD_TEXTS, offsetof (ReevePermissionReason, chain_names), REEVE_READ_ONLY,
    .summary = "Names of the groups of the chain." },
  { "grant-reason", REEVE_FIELD_TEXT, offsetof (ReevePermissionReason, grant_reason), REEVE_READ_ONLY,
    .summary = "Why it was given." },
  { "stopped-at-path", REEVE_FIELD_TEXT, offsetof (ReevePermissionReason, stopped_at_path), REEVE_READ_ONLY,
    .summary = "Where the folder is that does not inherit." },
};
REEVE_DEFINE_RECORD (ReevePermissionReason, reeve_permission_reason, "permission-reason", NULL, reason_fields)

static const ReeveField flip_fields[] = {
  { "changes", REEVE_FIELD_RECORDS, offsetof (ReevePermissionFlip, changes), REEVE_READ_ONLY,
    .record_type = reeve_permission_change_get_type,
    .summary = "Done together, they turn the answer round." },
};
REEVE_DEFINE_RECORD (ReevePermissionFlip, reeve_permission_flip, "permission-flip", NULL, flip_fields)

static const ReeveField question_fields[] = {
  { "subject", REEVE_FIELD_ID, offsetof (ReevePermissionQuestion, subject), REEVE_REQUIRED,
    .choices = reeve_built_in_roles, .summary = "Who: the id of a user, a contact, a group or a role." },
  { "principal-kind", REEVE_FIELD_CHOICE, offsetof (ReevePermissionQuestion, principal_kind),
    REEVE_FIELD_PLAIN, .choices = reeve_principal_kinds,
    .summary = "What that is; a user or a contact when it is not given." },
  { "folder", REEVE_FIELD_ID, offsetof (ReevePermissionQuestion, folder), REEVE_REQUIRED,
    .choices = reeve_folder_ids, .summary = "Where." },
  { "verb", REEVE_FIELD_CHOICE, offsetof (ReevePermissionQuestion, verb), REEVE_REQUIRED,
    .choices = reeve_verb_wires, .summary = "What they may, or may not, do." },
};
REEVE_DEFINE_RECORD (ReevePermissionQuestion,
                     reeve_permission_question,
                     "permission-question",
                     NULL,
                     question_fields)

static const ReeveField answer_fields[] = {
  { "allowed", REEVE_FIELD_BOOLEAN, offsetof (ReevePermissionAnswer, allowed), REEVE_READ_ONLY,
    .summary = "Whether they may." },
  { "verbs", REEVE_FIELD_TEXTS, offsetof (ReevePermissionAnswer, verbs), REEVE_READ_ONLY,
    .choices = reeve_verb_wires, .summary = "All that they may do there." },
  { "binned", REEVE_FIELD_TEXTS, offsetof (ReevePermissionAnswer, binned), REEVE_READ_ONLY,
    .summary = "Ids of the folders, it or above it, that are in the bin." },
  { "reasons", REEVE_FIELD_RECORDS, offsetof (ReevePermissionAnswer, reasons), REEVE_READ_ONLY,
    .record_type = reeve_permission_reason_get_type,
    .summary = "The grants that have to do with it, the nearest folder's first." },
  { "flips", REEVE_FIELD_RECORDS, offsetof (ReevePermissionAnswer, flips), REEVE_READ_ONLY,
    .record_type = reeve_permission_flip_get_type,
    .summary = "The smallest sets of changes that would turn the answer round, the best first." },
};
REEVE_DEFINE_RECORD (ReevePermissionAnswer, reeve_permission_answer, "permission-answer", NULL, answer_fields)
