/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of a mute's fields. */

#include "config.h"

#include "common/mute.h"

#include "common/log-query-address.h"

const char *const reeve_mute_sorts[] = { "ends", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveMute, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveMute, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change; sent as ETag." },
  { "rule", REEVE_FIELD_TEXT, offsetof (ReeveMute, rule), REEVE_FIELD_PLAIN, .max = 64,
    .summary = "Findings of this detection only. One of rule, person and network has to be there." },
  { "person", REEVE_FIELD_LINES, offsetof (ReeveMute, person), REEVE_FIELD_PLAIN, .max = 4096,
    .summary = "Findings of this person only, as they name them." },
  { "person-name", REEVE_FIELD_LINES, offsetof (ReeveMute, person_name), REEVE_FIELD_PLAIN, .max = 4096,
    .summary = "Their name, for who reads it." },
  { "network", REEVE_FIELD_TEXT, offsetof (ReeveMute, network), REEVE_FIELD_PLAIN, .max = 100,
    .summary = "Findings from this address or network only: 192.0.2.44, 192.0.2.0/24." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveMute, reason), REEVE_REQUIRED, .min = 1,
    .max = REEVE_MUTE_REASON_MAX, .summary = "Why it is expected." },
  { "owner", REEVE_FIELD_ID, offsetof (ReeveMute, owner), REEVE_FIELD_PLAIN,
    .summary = "The user who answers for it; whoever makes it, unless said." },
  { "owner-name", REEVE_FIELD_TEXT, offsetof (ReeveMute, owner_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name." },
  { "ends", REEVE_FIELD_TIME, offsetof (ReeveMute, ends), REEVE_REQUIRED,
    .summary = "When it is over: at most 366 days ahead, 28 of one that covers all of a detection." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveMute, created), REEVE_READ_ONLY,
    .summary = "When it was made." },
  { "created-by", REEVE_FIELD_ID, offsetof (ReeveMute, created_by), REEVE_READ_ONLY,
    .summary = "The account that made it." },
  { "created-by-name", REEVE_FIELD_TEXT, offsetof (ReeveMute, created_by_name), REEVE_READ_ONLY, .max = 500,
    .summary = "The name of who made it." },
  { "count", REEVE_FIELD_INTEGER, offsetof (ReeveMute, count), REEVE_READ_ONLY,
    .summary = "Findings that it has covered so far." },
};
REEVE_DEFINE_RECORD (ReeveMute, reeve_mute, "mute", "mutes", fields)

gboolean
reeve_mute_is_too_wide (ReeveMute *self)
{
  static const char *const grave[] = { "impairment",  "privilege-escalation", "success-after-attack",
                                       "token-theft", "use-after-breach",     NULL };

  return self->person == NULL && self->network == NULL && self->rule != NULL &&
         g_strv_contains (grave, self->rule);
}

static gboolean
covers_network (const char *network, const char *address)
{
  ReeveLogAddresses range;

  return address != NULL && (reeve_log_addresses_read (network, &range) == REEVE_LOG_ADDRESS_OK
                               ? reeve_log_addresses_contain (&range, address)
                               : g_str_equal (network, address));
}

gboolean
reeve_mute_covers (ReeveMute *self, ReeveFinding *finding, gint64 now)
{
  if (self->ends <= now || (self->rule == NULL && self->person == NULL && self->network == NULL))
    return FALSE;
  if (self->created_by != NULL && g_strcmp0 (self->person, self->created_by) != 0 &&
      reeve_finding_is_about (finding, self->created_by))
    return FALSE;
  return (self->rule == NULL || g_strcmp0 (self->rule, finding->rule) == 0) &&
         (self->person == NULL || g_strcmp0 (self->person, finding->person) == 0) &&
         (self->network == NULL || covers_network (self->network, finding->address));
}
