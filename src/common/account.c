/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of an account's fields. */

#include "config.h"

#include "common/account.h"

#include "common/user.h"

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveAccount, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveAccount, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change." },
  { "email", REEVE_FIELD_EMAIL, offsetof (ReeveAccount, email), REEVE_REQUIRED, .max = 254,
    .summary = "What the person signs in with." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveAccount, display_name), REEVE_REQUIRED, .max = 200,
    .summary = "The person's name as they write it." },
  { "second-factor", REEVE_FIELD_CHOICE, offsetof (ReeveAccount, second_factor), REEVE_READ_ONLY,
    .choices = reeve_user_second_factors, .summary = "Whether the person signs in with a code." },
  { "recovery-codes-left", REEVE_FIELD_INTEGER, offsetof (ReeveAccount, recovery_codes_left),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED | REEVE_NOT_STORED,
    .summary = "How many of the ten recovery codes are unused." },
  { "last-sign-in", REEVE_FIELD_TIME, offsetof (ReeveAccount, last_sign_in),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "Absent for a person who never signed in." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveAccount, created), REEVE_READ_ONLY,
    .summary = "When the account was made." },
};

REEVE_DEFINE_RECORD (ReeveAccount, reeve_account, "account", NULL, fields)
