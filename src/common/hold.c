/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of a hold's fields. */

#include "config.h"

#include "common/hold.h"

const char *const reeve_hold_sorts[] = { "created", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveHold, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveHold, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "1: a hold never changes." },
  { "since", REEVE_FIELD_TIME, offsetof (ReeveHold, since), REEVE_REQUIRED,
    .summary = "Events of this moment or later stay." },
  { "until", REEVE_FIELD_TIME, offsetof (ReeveHold, until), REEVE_REQUIRED,
    .summary = "And before this; not after the hold itself ends." },
  { "account", REEVE_FIELD_ID, offsetof (ReeveHold, account), REEVE_FIELD_PLAIN,
    .summary = "Only what this account did or tried to, what was done to it, and what names it by its e-mail "
               "address, that of now or of the day; absent: everything." },
  { "account-name", REEVE_FIELD_TEXT, offsetof (ReeveHold, account_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Its name, where the workspace knows it." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveHold, reason), REEVE_REQUIRED, .min = 1,
    .max = REEVE_HOLD_REASON_MAX, .summary = "Why they are kept." },
  { "ticket", REEVE_FIELD_TEXT, offsetof (ReeveHold, ticket), REEVE_FIELD_PLAIN, .max = 100,
    .summary = "What it belongs to elsewhere." },
  { "ends", REEVE_FIELD_TIME, offsetof (ReeveHold, ends), REEVE_REQUIRED,
    .summary = "When the hold itself is over, at most 366 days ahead; what is too old then goes." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveHold, created), REEVE_READ_ONLY,
    .summary = "When it was made." },
  { "created-by", REEVE_FIELD_ID, offsetof (ReeveHold, created_by), REEVE_READ_ONLY,
    .summary = "The account that made it." },
  { "created-by-name", REEVE_FIELD_TEXT, offsetof (ReeveHold, created_by_name), REEVE_READ_ONLY, .max = 500,
    .summary = "The name of who made it." },
};
REEVE_DEFINE_RECORD (ReeveHold, reeve_hold, "hold", "holds", fields)

gboolean
reeve_hold_is_in_force (ReeveHold *self, gint64 now)
{
  return self->ends > now;
}
