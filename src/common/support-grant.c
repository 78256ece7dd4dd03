/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of a support grant and of an answer to who asks for one. */

#include "config.h"

#include "common/support-grant.h"

const char *const reeve_support_grant_states[] = { "waiting", "active", "refused", "ended", "expired", NULL };
const char *const reeve_support_grant_ends[] = { "time",      "case",   "replaced", "left",
                                                 "suspended", "locked", "role",     NULL };
const char *const reeve_support_grant_sorts[] = { "asked", NULL };
const char *const reeve_support_grant_filters[] = { "state", "agent", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveSupportGrant, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveSupportGrant, version),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "Grows with every change." },
  { "number", REEVE_FIELD_INTEGER, offsetof (ReeveSupportGrant, number), REEVE_READ_ONLY,
    .summary = "What people call it: 1, 2, …" },
  { "agent", REEVE_FIELD_ID, offsetof (ReeveSupportGrant, agent), REEVE_READ_ONLY,
    .summary = "The account that asks, and alone is let in." },
  { "agent-name", REEVE_FIELD_TEXT, offsetof (ReeveSupportGrant, agent_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name as it was then." },
  { "ticket", REEVE_FIELD_TEXT, offsetof (ReeveSupportGrant, ticket), REEVE_REQUIRED, .min = 1,
    .max = REEVE_SUPPORT_TICKET_MAX, .summary = "Where support keeps it; without spaces." },
  { "reason", REEVE_FIELD_LINES, offsetof (ReeveSupportGrant, reason), REEVE_REQUIRED, .min = 3,
    .max = REEVE_SUPPORT_REASON_MAX, .summary = "What is to be done, for who approves it." },
  { "capabilities", REEVE_FIELD_TEXTS, offsetof (ReeveSupportGrant, capabilities), REEVE_FIELD_PLAIN,
    .max = REEVE_N_CAPABILITIES, .choices = reeve_capability_wires,
    .summary = "What of the role is needed for it; all of it, when absent." },
  { "folders", REEVE_FIELD_TEXTS, offsetof (ReeveSupportGrant, folders), REEVE_FIELD_PLAIN,
    .max = REEVE_SUPPORT_FOLDERS,
    .summary = "Ids of folders: what is in these and below may be read. Absent: in none." },
  { "minutes", REEVE_FIELD_INTEGER, offsetof (ReeveSupportGrant, minutes), REEVE_REQUIRED,
    .min = REEVE_SUPPORT_MINUTES_MIN, .max = REEVE_SUPPORT_MINUTES_MAX,
    .summary = "For how long, from the approval on; once approved, how long it was given." },
  { "breach-case", REEVE_FIELD_ID, offsetof (ReeveSupportGrant, breach_case), REEVE_FIELD_PLAIN,
    .summary = "The breach case that it is about: with which it ends, if it has not before." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveSupportGrant, state), REEVE_READ_ONLY,
    .choices = reeve_support_grant_states,
    .summary = "waiting; active: in force; refused; ended; expired: nobody answered within twelve hours." },
  { "asked", REEVE_FIELD_TIME, offsetof (ReeveSupportGrant, asked), REEVE_READ_ONLY,
    .summary = "When it was asked for." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReeveSupportGrant, expires), REEVE_READ_ONLY,
    .summary = "Until when it can be approved." },
  { "answered", REEVE_FIELD_TIME, offsetof (ReeveSupportGrant, answered), REEVE_READ_ONLY,
    .summary = "When it was approved or refused." },
  { "answered-by", REEVE_FIELD_ID, offsetof (ReeveSupportGrant, answered_by), REEVE_READ_ONLY,
    .summary = "The account that did." },
  { "answered-by-name", REEVE_FIELD_TEXT, offsetof (ReeveSupportGrant, answered_by_name), REEVE_READ_ONLY,
    .max = 500, .summary = "Their name as it was then." },
  { "note", REEVE_FIELD_LINES, offsetof (ReeveSupportGrant, note), REEVE_READ_ONLY,
    .max = REEVE_SUPPORT_NOTE_MAX, .summary = "What they wrote." },
  { "ends", REEVE_FIELD_TIME, offsetof (ReeveSupportGrant, ends), REEVE_READ_ONLY,
    .summary = "Until when it is in force, unless it is ended before." },
  { "ended", REEVE_FIELD_TIME, offsetof (ReeveSupportGrant, ended), REEVE_READ_ONLY,
    .summary = "When it was over." },
  { "ended-by", REEVE_FIELD_ID, offsetof (ReeveSupportGrant, ended_by), REEVE_READ_ONLY,
    .summary = "The account that ended it; absent: it ended by itself." },
  { "ended-by-name", REEVE_FIELD_TEXT, offsetof (ReeveSupportGrant, ended_by_name), REEVE_READ_ONLY,
    .max = 500, .summary = "Their name as it was then." },
  { "because", REEVE_FIELD_CHOICE, offsetof (ReeveSupportGrant, because), REEVE_READ_ONLY,
    .choices = reeve_support_grant_ends,
    .summary = "Why it is over: its time, its case is closed, the next one replaced it, or its agent has "
               "left, was suspended, locked, or lost the role. Absent where somebody ended it." },
  { "reads", REEVE_FIELD_INTEGER, offsetof (ReeveSupportGrant, reads), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "How many requests were made under it." },
};
REEVE_DEFINE_RECORD (ReeveSupportGrant, reeve_support_grant, "support-grant", "support-grants", fields)

static const ReeveField answer_fields[] = {
  { "minutes", REEVE_FIELD_INTEGER, offsetof (ReeveSupportAnswer, minutes), REEVE_FIELD_PLAIN,
    .max = REEVE_SUPPORT_MINUTES_MAX,
    .summary = "For how long, not longer than was asked for; as long, when absent or 0." },
  { "note", REEVE_FIELD_LINES, offsetof (ReeveSupportAnswer, note), REEVE_FIELD_PLAIN,
    .max = REEVE_SUPPORT_NOTE_MAX, .summary = "A few words to who asked; needed to refuse." },
};
REEVE_DEFINE_RECORD (ReeveSupportAnswer, reeve_support_answer, "support-answer", NULL, answer_fields)

/* Never more than has gone by since: where the machine was started anew, that was after the approval. */
static gint64
get_steady_age (ReeveSupportGrant *self, gint64 steady)
{
  return steady >= self->steady ? steady - self->steady : steady;
}

gboolean
reeve_support_grant_is_in_force (ReeveSupportGrant *self, gint64 now, gint64 steady)
{
  return g_strcmp0 (self->state, "active") == 0 && now >= self->answered && now < self->ends &&
         get_steady_age (self, steady) < self->ends - self->answered;
}

ReeveCapabilities
reeve_support_grant_get_capabilities (ReeveSupportGrant *self)
{
  static const char *const role[] = { REEVE_ROLE_SUPPORT_AGENT, NULL };

  return reeve_capabilities_from_wire ((const char *const *) self->capabilities) &
         reeve_roles_get_capabilities (role);
}

/* Not what is of their account, nor that they looked at how far their request is. */
char *
reeve_support_grant_make_query (ReeveSupportGrant *self)
{
  return g_strdup_printf ("who:=\"%s\" route:\"/v1/workspaces/{workspace}\" -route:\"/support-grants\"",
                          self->agent);
}
