/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/password-reset.h"

#include "common/password-policy.h"

#define MAX_TOKEN    128
#define MAX_PASSWORD 1024

static const ReeveField token_fields[] = {
  { "token", REEVE_FIELD_SECRET, offsetof (ReevePasswordResetToken, token), REEVE_REQUIRED, .min = 1,
    .max = MAX_TOKEN, .summary = "From the link." },
};
REEVE_DEFINE_RECORD (ReevePasswordResetToken,
                     reeve_password_reset_token,
                     "password-reset-token",
                     NULL,
                     token_fields)

static const ReeveField view_fields[] = {
  { "email", REEVE_FIELD_EMAIL, offsetof (ReevePasswordResetView, email), REEVE_READ_ONLY, .max = 254,
    .summary = "Whose password it is." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReevePasswordResetView, display_name), REEVE_READ_ONLY,
    .max = 200, .summary = "Their name, which the password must not contain." },
  { "password-profile", REEVE_FIELD_CHOICE, offsetof (ReevePasswordResetView, password_profile),
    REEVE_READ_ONLY, .choices = reeve_password_profiles, .summary = "Which rules a new password meets." },
  { "password-min-length", REEVE_FIELD_INTEGER, offsetof (ReevePasswordResetView, password_min_length),
    REEVE_READ_ONLY, .min = 8, .max = 128, .summary = "In characters." },
};
REEVE_DEFINE_RECORD (ReevePasswordResetView,
                     reeve_password_reset_view,
                     "password-reset-view",
                     NULL,
                     view_fields)

static const ReeveField reset_fields[] = {
  { "token", REEVE_FIELD_SECRET, offsetof (ReevePasswordReset, token), REEVE_REQUIRED, .min = 1,
    .max = MAX_TOKEN, .summary = "From the link." },
  { "password", REEVE_FIELD_SECRET, offsetof (ReevePasswordReset, password), REEVE_REQUIRED, .min = 1,
    .max = MAX_PASSWORD, .summary = "The next one; judged by the password policy." },
};
REEVE_DEFINE_RECORD (ReevePasswordReset, reeve_password_reset, "password-reset", NULL, reset_fields)
