/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of the file's fields. */

#include "config.h"

#include "common/personal-export.h"

#include "common/account.h"
#include "common/approval-rule.h"
#include "common/approval.h"
#include "common/finding.h"
#include "common/session.h"
#include "common/user.h"

const char *const reeve_personal_authors[] = { "you", "somebody-else", "service", NULL };

static const ReeveField entry_fields[] = {
  { "time", REEVE_FIELD_TIME, offsetof (ReevePersonalEntry, time), REEVE_READ_ONLY, .summary = "When." },
  { "action", REEVE_FIELD_TEXT, offsetof (ReevePersonalEntry, action), REEVE_READ_ONLY, .max = 100,
    .summary = "What was done." },
  { "by", REEVE_FIELD_CHOICE, offsetof (ReevePersonalEntry, by), REEVE_READ_ONLY,
    .choices = reeve_personal_authors,
    .summary = "Who did it: the person, somebody else, or the service by itself." },
  { "before", REEVE_FIELD_TEXT, offsetof (ReevePersonalEntry, before), REEVE_READ_ONLY,
    .summary = "What changed, as it was." },
  { "after", REEVE_FIELD_TEXT, offsetof (ReevePersonalEntry, after), REEVE_READ_ONLY,
    .summary = "What changed, as it is since." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReevePersonalEntry, reason), REEVE_READ_ONLY, .summary = "Why." },
};
REEVE_DEFINE_RECORD (ReevePersonalEntry, reeve_personal_entry, "personal-entry", NULL, entry_fields)

static const ReeveField approval_fields[] = {
  { "time", REEVE_FIELD_TIME, offsetof (ReevePersonalApproval, time), REEVE_READ_ONLY,
    .summary = "When it was asked for." },
  { "kind", REEVE_FIELD_CHOICE, offsetof (ReevePersonalApproval, kind), REEVE_READ_ONLY,
    .choices = reeve_approval_kinds,
    .summary = "A change of a folder, an operation (route), or a rule that was to demand less." },
  { "operation", REEVE_FIELD_CHOICE, offsetof (ReevePersonalApproval, operation), REEVE_READ_ONLY,
    .choices = reeve_approval_operations, .summary = "Which operation." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReevePersonalApproval, state), REEVE_READ_ONLY,
    .choices = reeve_approval_states, .summary = "What became of it." },
  { "because", REEVE_FIELD_CHOICE, offsetof (ReevePersonalApproval, because), REEVE_READ_ONLY,
    .choices = reeve_approval_ends, .summary = "Why it ended undone." },
  { "reason", REEVE_FIELD_LINES, offsetof (ReevePersonalApproval, reason), REEVE_READ_ONLY,
    .summary = "What the person wrote, asking." },
  { "decided", REEVE_FIELD_TIME, offsetof (ReevePersonalApproval, decided), REEVE_READ_ONLY,
    .summary = "When it was decided." },
  { "by", REEVE_FIELD_CHOICE, offsetof (ReevePersonalApproval, by), REEVE_READ_ONLY,
    .choices = reeve_personal_authors, .summary = "Who decided: the person, or somebody else." },
  { "note", REEVE_FIELD_LINES, offsetof (ReevePersonalApproval, note), REEVE_READ_ONLY,
    .summary = "What was written, deciding." },
  { "used", REEVE_FIELD_TIME, offsetof (ReevePersonalApproval, used), REEVE_READ_ONLY,
    .summary = "When it was done." },
};
REEVE_DEFINE_RECORD (ReevePersonalApproval,
                     reeve_personal_approval,
                     "personal-approval",
                     NULL,
                     approval_fields)

static const ReeveField finding_fields[] = {
  { "time", REEVE_FIELD_TIME, offsetof (ReevePersonalFinding, time), REEVE_READ_ONLY,
    .summary = "When it was raised." },
  { "rule", REEVE_FIELD_TEXT, offsetof (ReevePersonalFinding, rule), REEVE_READ_ONLY, .max = 64,
    .summary = "Which detection raised it." },
  { "severity", REEVE_FIELD_CHOICE, offsetof (ReevePersonalFinding, severity), REEVE_READ_ONLY,
    .choices = reeve_finding_severities, .summary = "How much it would have mattered." },
  { "address", REEVE_FIELD_LINES, offsetof (ReevePersonalFinding, address), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 4096, .summary = "From where, where the person did it." },
  { "numbers", REEVE_FIELD_TEXTS, offsetof (ReevePersonalFinding, numbers), REEVE_READ_ONLY,
    .max = REEVE_FINDING_NUMBERS,
    .summary = "The numbers that raised it, each as name=value; durations are microseconds." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReevePersonalFinding, state), REEVE_READ_ONLY,
    .choices = reeve_finding_states, .summary = "What it was found to be: expected, muted or done." },
  { "decided", REEVE_FIELD_TIME, offsetof (ReevePersonalFinding, decided), REEVE_READ_ONLY,
    .summary = "When that was." },
  { "by", REEVE_FIELD_CHOICE, offsetof (ReevePersonalFinding, by), REEVE_READ_ONLY,
    .choices = reeve_personal_authors, .summary = "Who decided: the person, or somebody else." },
};
REEVE_DEFINE_RECORD (ReevePersonalFinding, reeve_personal_finding, "personal-finding", NULL, finding_fields)

static const ReeveField mute_fields[] = {
  { "time", REEVE_FIELD_TIME, offsetof (ReevePersonalMute, time), REEVE_READ_ONLY,
    .summary = "When it was made." },
  { "by", REEVE_FIELD_CHOICE, offsetof (ReevePersonalMute, by), REEVE_READ_ONLY,
    .choices = reeve_personal_authors, .summary = "Who made it." },
  { "rule", REEVE_FIELD_TEXT, offsetof (ReevePersonalMute, rule), REEVE_READ_ONLY, .max = 64,
    .summary = "Of which detection the findings were expected; absent: of any." },
  { "network", REEVE_FIELD_TEXT, offsetof (ReevePersonalMute, network), REEVE_READ_ONLY, .max = 100,
    .summary = "From where they were; absent: from anywhere." },
  { "ends", REEVE_FIELD_TIME, offsetof (ReevePersonalMute, ends), REEVE_READ_ONLY,
    .summary = "When it was over." },
  { "count", REEVE_FIELD_INTEGER, offsetof (ReevePersonalMute, count), REEVE_READ_ONLY,
    .summary = "How many findings it covered." },
};
REEVE_DEFINE_RECORD (ReevePersonalMute, reeve_personal_mute, "personal-mute", NULL, mute_fields)

static const ReeveField membership_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReevePersonalMembership, id), REEVE_READ_ONLY,
    .summary = "Of the workspace." },
  { "name", REEVE_FIELD_TEXT, offsetof (ReevePersonalMembership, name), REEVE_READ_ONLY, .max = 100,
    .summary = "What it is called." },
  { "user", REEVE_FIELD_RECORD, offsetof (ReevePersonalMembership, user), REEVE_READ_ONLY,
    .record_type = reeve_user_get_type, .summary = "The person, as the workspace has them." },
  { "role-names", REEVE_FIELD_TEXTS, offsetof (ReevePersonalMembership, role_names), REEVE_READ_ONLY,
    .summary = "What the roles are called." },
  { "group-names", REEVE_FIELD_TEXTS, offsetof (ReevePersonalMembership, group_names), REEVE_READ_ONLY,
    .summary = "What the groups are called." },
  { "history", REEVE_FIELD_RECORDS, offsetof (ReevePersonalMembership, history), REEVE_READ_ONLY,
    .record_type = reeve_personal_entry_get_type,
    .summary = "What was done to the user there, newest first." },
  { "asked", REEVE_FIELD_RECORDS, offsetof (ReevePersonalMembership, asked), REEVE_READ_ONLY,
    .record_type = reeve_personal_approval_get_type,
    .summary = "What the person asked to be approved there, newest first." },
  { "decided", REEVE_FIELD_RECORDS, offsetof (ReevePersonalMembership, decided), REEVE_READ_ONLY,
    .record_type = reeve_personal_approval_get_type,
    .summary = "What they decided there of what others asked, newest first." },
  { "findings", REEVE_FIELD_RECORDS, offsetof (ReevePersonalMembership, findings), REEVE_READ_ONLY,
    .record_type = reeve_personal_finding_get_type,
    .summary = "What the access log raised about the person there and is settled, newest first." },
  { "mutes", REEVE_FIELD_RECORDS, offsetof (ReevePersonalMembership, mutes), REEVE_READ_ONLY,
    .record_type = reeve_personal_mute_get_type,
    .summary = "Times, over by now, in which that was expected of the person." },
};
REEVE_DEFINE_RECORD (ReevePersonalMembership,
                     reeve_personal_membership,
                     "personal-membership",
                     NULL,
                     membership_fields)

static const ReeveField fields[] = {
  { "format", REEVE_FIELD_INTEGER, offsetof (ReevePersonalExport, format), REEVE_READ_ONLY,
    .summary = "Grows when a member changes its meaning." },
  { "made", REEVE_FIELD_TIME, offsetof (ReevePersonalExport, made), REEVE_READ_ONLY, .summary = "When." },
  { "account", REEVE_FIELD_RECORD, offsetof (ReevePersonalExport, account), REEVE_READ_ONLY,
    .record_type = reeve_account_get_type, .summary = "The account." },
  { "sessions", REEVE_FIELD_RECORDS, offsetof (ReevePersonalExport, sessions), REEVE_READ_ONLY,
    .record_type = reeve_session_get_type, .summary = "Where it is signed in." },
  { "workspaces", REEVE_FIELD_RECORDS, offsetof (ReevePersonalExport, workspaces), REEVE_READ_ONLY,
    .record_type = reeve_personal_membership_get_type, .summary = "Those that the person is a member of." },
  { "history", REEVE_FIELD_RECORDS, offsetof (ReevePersonalExport, history), REEVE_READ_ONLY,
    .record_type = reeve_personal_entry_get_type, .summary = "What was done to the account, newest first." },
};
REEVE_DEFINE_RECORD (ReevePersonalExport, reeve_personal_export, "personal-export", NULL, fields)
