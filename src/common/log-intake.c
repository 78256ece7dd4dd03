/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of the two records. */

#include "config.h"

#include "common/log-intake.h"

static const ReeveField refusal_fields[] = {
  { "line", REEVE_FIELD_INTEGER, offsetof (ReeveLogRefusal, line), REEVE_READ_ONLY,
    .summary = "Its number, from 1." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveLogRefusal, reason), REEVE_READ_ONLY, .max = 64,
    .summary = "A stable word that says why." },
  { "pointer", REEVE_FIELD_TEXT, offsetof (ReeveLogRefusal, pointer), REEVE_READ_ONLY,
    .summary = "The member that is wrong (RFC 6901), where it is one." },
  { "message", REEVE_FIELD_TEXT, offsetof (ReeveLogRefusal, message), REEVE_READ_ONLY,
    .summary = "The same in English." },
};
REEVE_DEFINE_RECORD (ReeveLogRefusal, reeve_log_refusal, "log-refusal", NULL, refusal_fields)

static const ReeveField intake_fields[] = {
  { "taken", REEVE_FIELD_INTEGER, offsetof (ReeveLogIntake, taken), REEVE_READ_ONLY,
    .summary = "How many events are new. They are durable." },
  { "known", REEVE_FIELD_INTEGER, offsetof (ReeveLogIntake, known), REEVE_READ_ONLY,
    .summary = "How many were there already, by source and the id that it gave them." },
  { "refused", REEVE_FIELD_INTEGER, offsetof (ReeveLogIntake, refused), REEVE_READ_ONLY,
    .summary = "How many lines were not taken in." },
  { "sources", REEVE_FIELD_TEXTS, offsetof (ReeveLogIntake, sources), REEVE_READ_ONLY,
    .max = REEVE_LOG_INTAKE_SOURCES, .summary = "Whose events they were; the first twenty." },
  { "refusals", REEVE_FIELD_RECORDS, offsetof (ReeveLogIntake, refusals), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .max = REEVE_LOG_INTAKE_REFUSALS, .record_type = reeve_log_refusal_get_type,
    .summary = "The lines that were not taken in; the first hundred." },
};
REEVE_DEFINE_RECORD (ReeveLogIntake, reeve_log_intake, "log-intake", NULL, intake_fields)
