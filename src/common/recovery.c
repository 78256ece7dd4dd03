/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of a recovery and of who asks for one. */

#include "config.h"

#include "common/recovery.h"

#include "common/case.h"

const char *const reeve_recovery_states[] = { "asked", "waiting", "done", "stopped", NULL };
const char *const reeve_recovery_sorts[] = { "asked", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveRecovery, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveRecovery, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every step." },
  { "breach-case", REEVE_FIELD_ID, offsetof (ReeveRecovery, breach_case), REEVE_READ_ONLY,
    .summary = "The case that locks the account." },
  { "person", REEVE_FIELD_ID, offsetof (ReeveRecovery, person), REEVE_READ_ONLY, .summary = "The account." },
  { "person-name", REEVE_FIELD_TEXT, offsetof (ReeveRecovery, person_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name as it was then." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveRecovery, state), REEVE_READ_ONLY,
    .choices = reeve_recovery_states,
    .summary = "asked: by one; waiting: a second one confirmed it, and the day has begun; done: new "
               "credentials were given out; stopped." },
  { "ticket", REEVE_FIELD_TEXT, offsetof (ReeveRecovery, ticket), REEVE_READ_ONLY,
    .max = REEVE_CASE_TICKET_MAX, .summary = "Where support keeps it." },
  { "contact", REEVE_FIELD_TEXT, offsetof (ReeveRecovery, contact), REEVE_READ_ONLY,
    .max = REEVE_RECOVERY_CONTACT_MAX,
    .summary = "With whom was talked, and how it is known that it was them." },
  { "reason", REEVE_FIELD_LINES, offsetof (ReeveRecovery, reason), REEVE_READ_ONLY,
    .max = REEVE_CASE_REASON_MAX, .summary = "Why." },
  { "asked", REEVE_FIELD_TIME, offsetof (ReeveRecovery, asked), REEVE_READ_ONLY, .summary = "When." },
  { "asked-by", REEVE_FIELD_ID, offsetof (ReeveRecovery, asked_by), REEVE_READ_ONLY,
    .summary = "The account that asked." },
  { "asked-by-name", REEVE_FIELD_TEXT, offsetof (ReeveRecovery, asked_by_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name as it was then." },
  { "confirmed", REEVE_FIELD_TIME, offsetof (ReeveRecovery, confirmed), REEVE_READ_ONLY,
    .summary = "When a second one did." },
  { "confirmed-by", REEVE_FIELD_ID, offsetof (ReeveRecovery, confirmed_by), REEVE_READ_ONLY,
    .summary = "The account that did." },
  { "confirmed-by-name", REEVE_FIELD_TEXT, offsetof (ReeveRecovery, confirmed_by_name), REEVE_READ_ONLY,
    .max = 500, .summary = "Their name as it was then." },
  { "confirmed-contact", REEVE_FIELD_TEXT, offsetof (ReeveRecovery, confirmed_contact), REEVE_READ_ONLY,
    .max = REEVE_RECOVERY_CONTACT_MAX, .summary = "With whom they talked." },
  { "due", REEVE_FIELD_TIME, offsetof (ReeveRecovery, due), REEVE_READ_ONLY,
    .summary = "From when on it can be carried out." },
  { "ended", REEVE_FIELD_TIME, offsetof (ReeveRecovery, ended), REEVE_READ_ONLY,
    .summary = "When it was done, or stopped." },
  { "ended-by", REEVE_FIELD_ID, offsetof (ReeveRecovery, ended_by), REEVE_READ_ONLY,
    .summary = "The account that did." },
  { "ended-by-name", REEVE_FIELD_TEXT, offsetof (ReeveRecovery, ended_by_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name as it was then." },
};
REEVE_DEFINE_RECORD (ReeveRecovery, reeve_recovery, "recovery", "recoveries", fields)

static const ReeveField ask_fields[] = {
  { "email", REEVE_FIELD_EMAIL, offsetof (ReeveRecoveryAsk, email), REEVE_REQUIRED, .max = 254,
    .summary = "The address of whose account it is." },
  { "ticket", REEVE_FIELD_TEXT, offsetof (ReeveRecoveryAsk, ticket), REEVE_REQUIRED, .min = 1,
    .max = REEVE_CASE_TICKET_MAX, .summary = "Where support keeps it." },
  { "contact", REEVE_FIELD_TEXT, offsetof (ReeveRecoveryAsk, contact), REEVE_REQUIRED, .min = 3,
    .max = REEVE_RECOVERY_CONTACT_MAX,
    .summary = "With whom was talked, and how it is known that it was them." },
  { "reason", REEVE_FIELD_LINES, offsetof (ReeveRecoveryAsk, reason), REEVE_REQUIRED, .min = 3,
    .max = REEVE_CASE_REASON_MAX, .summary = "Why." },
};
REEVE_DEFINE_RECORD (ReeveRecoveryAsk, reeve_recovery_ask, "recovery-ask", NULL, ask_fields)

/* Where the machine was started anew since, the second clock says nothing. */
gboolean
reeve_recovery_is_ready (ReeveRecovery *self, gint64 now, gint64 steady)
{
  return g_strcmp0 (self->state, "waiting") == 0 && now >= self->due &&
         (steady < self->steady || steady - self->steady >= REEVE_RECOVERY_WAIT);
}
