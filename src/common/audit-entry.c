/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of an audit entry's fields. */

#include "config.h"

#include "common/audit-entry.h"

const char *const reeve_audit_entry_filters[] = { "objectType", "object", "actor", "session", "action",
                                                  "batch",      "since",  "until", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveAuditEntry, id), REEVE_READ_ONLY,
    .summary = "UUIDv7, so that ids sort by time." },
  { "time", REEVE_FIELD_TIME, offsetof (ReeveAuditEntry, time), REEVE_READ_ONLY, .summary = "When." },
  { "actor", REEVE_FIELD_ID, offsetof (ReeveAuditEntry, actor), REEVE_READ_ONLY,
    .summary = "Whose account; absent for the service itself." },
  { "actor-name", REEVE_FIELD_TEXT, offsetof (ReeveAuditEntry, actor_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name as it was then." },
  { "session", REEVE_FIELD_ID, offsetof (ReeveAuditEntry, session), REEVE_READ_ONLY,
    .summary = "The session that made the change." },
  { "address", REEVE_FIELD_TEXT, offsetof (ReeveAuditEntry, address), REEVE_READ_ONLY, .max = 64,
    .summary = "Where from." },
  { "action", REEVE_FIELD_TEXT, offsetof (ReeveAuditEntry, action), REEVE_READ_ONLY, .max = 64,
    .summary = "What was done, as `noun.verb`." },
  { "object-type", REEVE_FIELD_TEXT, offsetof (ReeveAuditEntry, object_type), REEVE_READ_ONLY, .max = 64,
    .summary = "The noun." },
  { "object-id", REEVE_FIELD_TEXT, offsetof (ReeveAuditEntry, object_id), REEVE_READ_ONLY, .max = 64,
    .summary = "Which one." },
  { "object-name", REEVE_FIELD_TEXT, offsetof (ReeveAuditEntry, object_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Its name as it was then." },
  { "before", REEVE_FIELD_LINES, offsetof (ReeveAuditEntry, before), REEVE_READ_ONLY, .max = 65536,
    .summary = "The fields that differ, as they were: a JSON object." },
  { "after", REEVE_FIELD_LINES, offsetof (ReeveAuditEntry, after), REEVE_READ_ONLY, .max = 65536,
    .summary = "The same fields, as they became." },
  { "reason", REEVE_FIELD_LINES, offsetof (ReeveAuditEntry, reason), REEVE_READ_ONLY, .max = 2000,
    .summary = "Why, in the actor's words." },
  { "batch", REEVE_FIELD_ID, offsetof (ReeveAuditEntry, batch), REEVE_READ_ONLY,
    .summary = "Shared by the entries of one bulk change." },
};

REEVE_DEFINE_PROVED_RECORD (ReeveAuditEntry, reeve_audit_entry, "audit-entry", fields)
