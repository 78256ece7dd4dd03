/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of the second factor's records. */

#include "config.h"

#include "common/second-factor.h"

#include "common/user.h"

const char *const reeve_second_factor_reset_states[] = { "waiting", "done", "declined", "expired", NULL };
const char *const reeve_proofings[] = { "in-person", "video-call", "known-number", "colleague", NULL };
const char *const reeve_second_factor_reset_filters[] = { "state", NULL };

static const ReeveField reset_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveSecondFactorReset, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveSecondFactorReset, version),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "Grows with every change." },
  { "account", REEVE_FIELD_ID, offsetof (ReeveSecondFactorReset, account), REEVE_READ_ONLY,
    .summary = "Whose second factor it is." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveSecondFactorReset, display_name), REEVE_READ_ONLY,
    .max = 200, .summary = "The person's name, as it was then." },
  { "email", REEVE_FIELD_EMAIL, offsetof (ReeveSecondFactorReset, email), REEVE_READ_ONLY, .max = 254,
    .summary = "The person's address, as it was then." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveSecondFactorReset, reason), REEVE_REQUIRED, .min = 3,
    .max = 500, .summary = "Why it is reset." },
  { "proofing", REEVE_FIELD_CHOICE, offsetof (ReeveSecondFactorReset, proofing), REEVE_REQUIRED,
    .choices = reeve_proofings,
    .summary = "How it was checked that the person is who they say: in person, in a video call, by calling a "
               "number known before, or by a colleague who knows them and vouches for them." },
  { "proofing-note", REEVE_FIELD_TEXT, offsetof (ReeveSecondFactorReset, proofing_note), REEVE_FIELD_PLAIN,
    .max = 500, .summary = "What was seen, or who vouched." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveSecondFactorReset, state), REEVE_READ_ONLY,
    .choices = reeve_second_factor_reset_states,
    .summary = "Waiting for another administrator, done, declined, or left undecided for too long." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveSecondFactorReset, created), REEVE_READ_ONLY,
    .summary = "When it was asked for." },
  { "created-by", REEVE_FIELD_ID, offsetof (ReeveSecondFactorReset, created_by), REEVE_READ_ONLY,
    .summary = "The account that asked for it." },
  { "created-by-name", REEVE_FIELD_TEXT, offsetof (ReeveSecondFactorReset, created_by_name), REEVE_READ_ONLY,
    .max = 460, .summary = "Its name." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReeveSecondFactorReset, expires), REEVE_READ_ONLY,
    .summary = "Until when another administrator can decide; absent where none had to." },
  { "decided", REEVE_FIELD_TIME, offsetof (ReeveSecondFactorReset, decided), REEVE_READ_ONLY,
    .summary = "When it was done or declined." },
  { "decided-by", REEVE_FIELD_ID, offsetof (ReeveSecondFactorReset, decided_by), REEVE_READ_ONLY,
    .summary = "The account that did or declined it." },
  { "decided-by-name", REEVE_FIELD_TEXT, offsetof (ReeveSecondFactorReset, decided_by_name), REEVE_READ_ONLY,
    .max = 460, .summary = "Its name." },
};
REEVE_DEFINE_RECORD (ReeveSecondFactorReset,
                     reeve_second_factor_reset,
                     "second-factor-reset",
                     "second-factor-resets",
                     reset_fields)

static const ReeveField fields[] = {
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveSecondFactor, state), REEVE_READ_ONLY,
    .choices = reeve_user_second_factors, .summary = "Whether the person signs in with a code." },
  { "since", REEVE_FIELD_TIME, offsetof (ReeveSecondFactor, since), REEVE_READ_ONLY,
    .summary = "When the authenticator app was set up." },
  { "recovery-codes-left", REEVE_FIELD_INTEGER, offsetof (ReeveSecondFactor, recovery_codes_left),
    REEVE_READ_ONLY, .summary = "How many of the ten are unused." },
  { "demanded", REEVE_FIELD_BOOLEAN, offsetof (ReeveSecondFactor, demanded), REEVE_READ_ONLY,
    .summary = "Whether the person's roles in this workspace demand one." },
  { "reset", REEVE_FIELD_RECORD, offsetof (ReeveSecondFactor, reset), REEVE_READ_ONLY,
    .record_type = reeve_second_factor_reset_get_type,
    .summary = "A reset that waits for another administrator." },
};
REEVE_DEFINE_RECORD (ReeveSecondFactor, reeve_second_factor, "second-factor", NULL, fields)
