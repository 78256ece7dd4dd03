/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of their fields. */

#include "config.h"

#include "common/leaving.h"

#include "common/user-bulk.h"
#include "common/user.h"

const char *const reeve_leaving_kinds[] = { "session",
                                            "role",
                                            "group",
                                            "grant",
                                            "group-administration",
                                            "invitation-sent",
                                            "invitation-waiting",
                                            "link",
                                            "second-factor-reset",
                                            "approval",
                                            "contact",
                                            "reviewed-right",
                                            "bulk-job",
                                            "mail",
                                            "mute",
                                            "rotation",
                                            NULL };

static const ReeveField item_fields[] = {
  { "kind", REEVE_FIELD_CHOICE, offsetof (ReeveLeavingItem, kind), REEVE_READ_ONLY,
    .choices = reeve_leaving_kinds,
    .summary =
      "What goes: signed-in devices, roles, groups, grants on folders, groups administered, invitations that "
      "the person "
      "sent, invitations to them, links mailed to them, second-factor resets that wait, approvals that they "
      "asked for and did not use, contacts whom they asked and who have not answered, "
      "rights in access reviews that nobody decided on, bulk jobs that are not over, mails that wait, mutes "
      "of findings that name the person or that they "
      "answer for; or "
      "comes: rotations of secrets that they knew." },
  { "count", REEVE_FIELD_INTEGER, offsetof (ReeveLeavingItem, count), REEVE_READ_ONLY,
    .summary = "How many." },
  { "names", REEVE_FIELD_TEXTS, offsetof (ReeveLeavingItem, names), REEVE_READ_ONLY,
    .max = REEVE_LEAVING_NAMES,
    .summary = "What the first of them are called: ids of roles; absent where the caller may not see them." },
};
REEVE_DEFINE_RECORD (ReeveLeavingItem, reeve_leaving_item, "leaving-item", NULL, item_fields)

static const ReeveField leave_fields[] = {
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveLeave, reason), REEVE_REQUIRED, .min = 3, .max = 500,
    .summary = "Why the person leaves; kept with every entry of the audit trail that it makes." },
};
REEVE_DEFINE_RECORD (ReeveLeave, reeve_leave, "leave", NULL, leave_fields)

static const ReeveField fields[] = {
  { "user", REEVE_FIELD_RECORD, offsetof (ReeveLeaving, user), REEVE_READ_ONLY,
    .record_type = reeve_user_get_type, .summary = "The user." },
  { "items", REEVE_FIELD_RECORDS, offsetof (ReeveLeaving, items), REEVE_READ_ONLY, .max = 20,
    .record_type = reeve_leaving_item_get_type, .summary = "What goes, kind by kind." },
};
REEVE_DEFINE_RECORD (ReeveLeaving, reeve_leaving, "leaving", NULL, fields)

static const ReeveField leavers_fields[] = {
  { "ids", REEVE_FIELD_TEXTS, offsetof (ReeveLeavers, ids), REEVE_REQUIRED, .max = REEVE_LEAVING_MAX,
    .summary = "Ids of users." },
};
REEVE_DEFINE_RECORD (ReeveLeavers, reeve_leavers, "leavers", NULL, leavers_fields)

static const ReeveField many_fields[] = {
  { "ids", REEVE_FIELD_TEXTS, offsetof (ReeveLeaveMany, ids), REEVE_REQUIRED, .max = REEVE_LEAVING_MAX,
    .summary = "Ids of the users who leave." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveLeaveMany, reason), REEVE_REQUIRED, .min = 3, .max = 500,
    .summary = "Why they leave; kept with every entry of the audit trail that it makes." },
};
REEVE_DEFINE_RECORD (ReeveLeaveMany, reeve_leave_many, "leave-many", NULL, many_fields)

static const ReeveField leavings_fields[] = {
  { "total", REEVE_FIELD_INTEGER, offsetof (ReeveLeavings, total), REEVE_READ_ONLY,
    .summary = "How many were named." },
  { "changed", REEVE_FIELD_INTEGER, offsetof (ReeveLeavings, changed), REEVE_READ_ONLY,
    .summary = "How many of them leave, or would." },
  { "items", REEVE_FIELD_RECORDS, offsetof (ReeveLeavings, items), REEVE_READ_ONLY, .max = 20,
    .record_type = reeve_leaving_item_get_type,
    .summary = "What goes of all of these together, kind by kind; a rotation counts once." },
  { "refused", REEVE_FIELD_RECORDS, offsetof (ReeveLeavings, refused), REEVE_READ_ONLY,
    .max = REEVE_LEAVING_MAX, .record_type = reeve_user_refusal_get_type,
    .summary = "Who is left out, and why." },
};
REEVE_DEFINE_RECORD (ReeveLeavings, reeve_leavings, "leavings", NULL, leavings_fields)
