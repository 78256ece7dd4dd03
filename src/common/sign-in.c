/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of the bodies of signing in. None of them is stored. */

#include "config.h"

#include "common/sign-in.h"

#include "common/password-policy.h"

const char *const reeve_sign_in_stages[] = { "code", "enrol", "complete", NULL };

/* A password is never cut or normalised; 1024 bytes keep PBKDF2's input bounded. */
#define PASSWORD_MAX 1024

static const ReeveField sign_in_fields[] = {
  { "email", REEVE_FIELD_TEXT, offsetof (ReeveSignIn, email), REEVE_REQUIRED, .max = 254,
    .summary = "Any text: a wrong address gets the same answer as a wrong password." },
  { "password", REEVE_FIELD_SECRET, offsetof (ReeveSignIn, password), REEVE_REQUIRED, .min = 1,
    .max = PASSWORD_MAX, .summary = "The password." },
  { "device", REEVE_FIELD_TEXT, offsetof (ReeveSignIn, device), REEVE_FIELD_PLAIN, .max = 100,
    .summary = "What the list of sessions calls this device." },
};
REEVE_DEFINE_RECORD (ReeveSignIn, reeve_sign_in, "sign-in", NULL, sign_in_fields)

static const ReeveField sign_in_code_fields[] = {
  { "challenge", REEVE_FIELD_SECRET, offsetof (ReeveSignInCode, challenge), REEVE_REQUIRED, .min = 1,
    .max = 128, .summary = "From the answer to the password." },
  { "code", REEVE_FIELD_SECRET, offsetof (ReeveSignInCode, code), REEVE_REQUIRED, .min = 1, .max = 64,
    .summary = "Six digits from the authenticator app, or a recovery code." },
};
REEVE_DEFINE_RECORD (ReeveSignInCode, reeve_sign_in_code, "sign-in-code", NULL, sign_in_code_fields)

static const ReeveField refresh_fields[] = {
  { "refresh-token", REEVE_FIELD_SECRET, offsetof (ReeveRefresh, refresh_token), REEVE_REQUIRED, .min = 1,
    .max = 128, .summary = "Serves once; a second use ends the session." },
};
REEVE_DEFINE_RECORD (ReeveRefresh, reeve_refresh, "refresh", NULL, refresh_fields)

static const ReeveField tokens_fields[] = {
  { "stage", REEVE_FIELD_CHOICE, offsetof (ReeveTokens, stage), REEVE_READ_ONLY,
    .choices = reeve_sign_in_stages,
    .summary = "What comes next: a code, enrolment of the second factor, or nothing." },
  { "challenge", REEVE_FIELD_SECRET, offsetof (ReeveTokens, challenge), REEVE_READ_ONLY,
    .summary = "To be sent back with the code." },
  { "access-token", REEVE_FIELD_SECRET, offsetof (ReeveTokens, access_token), REEVE_READ_ONLY,
    .summary = "For `Authorization: DPoP`." },
  { "access-expires", REEVE_FIELD_TIME, offsetof (ReeveTokens, access_expires), REEVE_READ_ONLY,
    .summary = "When the access token ends." },
  { "refresh-token", REEVE_FIELD_SECRET, offsetof (ReeveTokens, refresh_token), REEVE_READ_ONLY,
    .summary = "For the next pair of tokens." },
};
REEVE_DEFINE_RECORD (ReeveTokens, reeve_tokens, "tokens", NULL, tokens_fields)

static const ReeveField setup_fields[] = {
  { "workspace-name", REEVE_FIELD_TEXT, offsetof (ReeveSetup, workspace_name), REEVE_REQUIRED, .max = 100,
    .summary = "What people call the first workspace." },
  { "email", REEVE_FIELD_EMAIL, offsetof (ReeveSetup, email), REEVE_REQUIRED, .max = 254,
    .summary = "The first administrator's address." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveSetup, display_name), REEVE_REQUIRED, .max = 200,
    .summary = "The first administrator's name." },
  { "password", REEVE_FIELD_SECRET, offsetof (ReeveSetup, password), REEVE_REQUIRED, .min = 1,
    .max = PASSWORD_MAX, .summary = "Judged by the password policy." },
  { "device", REEVE_FIELD_TEXT, offsetof (ReeveSetup, device), REEVE_FIELD_PLAIN, .max = 100,
    .summary = "What the list of sessions calls this device." },
  { "setup-token", REEVE_FIELD_SECRET, offsetof (ReeveSetup, setup_token), REEVE_FIELD_PLAIN, .max = 128,
    .summary = "Printed by `reeved init`." },
};
REEVE_DEFINE_RECORD (ReeveSetup, reeve_setup, "setup", NULL, setup_fields)

static const ReeveField password_change_fields[] = {
  { "current", REEVE_FIELD_SECRET, offsetof (ReevePasswordChange, current), REEVE_REQUIRED, .min = 1,
    .max = PASSWORD_MAX, .summary = "The password in force." },
  { "password", REEVE_FIELD_SECRET, offsetof (ReevePasswordChange, password), REEVE_REQUIRED, .min = 1,
    .max = PASSWORD_MAX, .summary = "The next one; judged by the password policy." },
};
REEVE_DEFINE_RECORD (ReevePasswordChange,
                     reeve_password_change,
                     "password-change",
                     NULL,
                     password_change_fields)

static const ReeveField enrolment_fields[] = {
  { "key", REEVE_FIELD_SECRET, offsetof (ReeveEnrolment, key), REEVE_READ_ONLY,
    .summary = "The shared key in base32." },
  { "uri", REEVE_FIELD_SECRET, offsetof (ReeveEnrolment, uri), REEVE_READ_ONLY,
    .summary = "The same for a QR code (Key URI format)." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReeveEnrolment, expires), REEVE_READ_ONLY,
    .summary = "Until when a code can confirm it." },
};
REEVE_DEFINE_RECORD (ReeveEnrolment, reeve_enrolment, "enrolment", NULL, enrolment_fields)

static const ReeveField enrolment_code_fields[] = {
  { "code", REEVE_FIELD_SECRET, offsetof (ReeveEnrolmentCode, code), REEVE_REQUIRED, .min = 1, .max = 64,
    .summary = "Six digits from the authenticator app." },
};
REEVE_DEFINE_RECORD (ReeveEnrolmentCode, reeve_enrolment_code, "enrolment-code", NULL, enrolment_code_fields)

static const ReeveField enrolled_fields[] = {
  { "recovery-codes", REEVE_FIELD_SECRET, offsetof (ReeveEnrolled, recovery_codes), REEVE_READ_ONLY,
    .summary = "Ten codes, one a line, shown this once." },
  { "tokens", REEVE_FIELD_RECORD, offsetof (ReeveEnrolled, tokens), REEVE_READ_ONLY,
    .record_type = reeve_tokens_get_type, .summary = "Tokens of the session, which is complete now." },
};
REEVE_DEFINE_RECORD (ReeveEnrolled, reeve_enrolled, "enrolled", NULL, enrolled_fields)

static const ReeveField password_terms_fields[] = {
  { "password-profile", REEVE_FIELD_CHOICE, offsetof (ReevePasswordTerms, password_profile), REEVE_READ_ONLY,
    .choices = reeve_password_profiles, .summary = "Which rules a new password meets." },
  { "password-min-length", REEVE_FIELD_INTEGER, offsetof (ReevePasswordTerms, password_min_length),
    REEVE_READ_ONLY, .min = 8, .max = 128, .summary = "In characters." },
  { "set-up", REEVE_FIELD_BOOLEAN, offsetof (ReevePasswordTerms, set_up), REEVE_READ_ONLY,
    .summary = "Whether the installation has its first administrator." },
};
REEVE_DEFINE_RECORD (ReevePasswordTerms, reeve_password_terms, "password-terms", NULL, password_terms_fields)
