/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The bodies of signing in: password, code, tokens, setting up the first administrator, passwords. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

/* POST /v1/sign-in */
REEVE_DECLARE_RECORD (ReeveSignIn, reeve_sign_in, SIGN_IN)
struct _ReeveSignIn
{
  ReeveRecord parent_instance;
  char *email;
  ReeveSecret *password;
  char *device; /* what the session list calls this device: "Reeve on hana-laptop" */
};

/* POST /v1/sign-in/code */
REEVE_DECLARE_RECORD (ReeveSignInCode, reeve_sign_in_code, SIGN_IN_CODE)
struct _ReeveSignInCode
{
  ReeveRecord parent_instance;
  ReeveSecret *challenge;
  ReeveSecret *code; /* six digits, or a recovery code */
};

/* POST /v1/sign-in/refresh */
REEVE_DECLARE_RECORD (ReeveRefresh, reeve_refresh, REFRESH)
struct _ReeveRefresh
{
  ReeveRecord parent_instance;
  ReeveSecret *refresh_token;
};

/* What signing in answers. Stage "code": only `challenge` is set, send it back with a code. Stage "enrol":
 * the tokens open nothing but enrolment of the second factor, which a role demands. Stage "complete": signed
 * in. */
REEVE_DECLARE_RECORD (ReeveTokens, reeve_tokens, TOKENS)
struct _ReeveTokens
{
  ReeveRecord parent_instance;
  const char *stage;
  ReeveSecret *challenge;
  ReeveSecret *access_token;
  gint64 access_expires;
  ReeveSecret *refresh_token;
};

extern const char *const reeve_sign_in_stages[]; /* "code", "enrol", "complete" */

/* POST /v1/setup: the first workspace and its first administrator, in an installation that has no account
 * yet. */
REEVE_DECLARE_RECORD (ReeveSetup, reeve_setup, SETUP)
struct _ReeveSetup
{
  ReeveRecord parent_instance;
  char *workspace_name;
  char *email;
  char *display_name;
  ReeveSecret *password;
  char *device;
  ReeveSecret *setup_token; /* (nullable): printed by `reeved init`; not needed over the Unix socket of the
                               same person */
};

/* POST /v1/me/password */
REEVE_DECLARE_RECORD (ReevePasswordChange, reeve_password_change, PASSWORD_CHANGE)
struct _ReevePasswordChange
{
  ReeveRecord parent_instance;
  ReeveSecret *current;
  ReeveSecret *password;
};

/* POST /v1/me/second-factor: what an authenticator app needs; not in force until a code confirms it. */
REEVE_DECLARE_RECORD (ReeveEnrolment, reeve_enrolment, ENROLMENT)
struct _ReeveEnrolment
{
  ReeveRecord parent_instance;
  ReeveSecret *key; /* base32 */
  ReeveSecret *uri; /* otpauth://… for the QR code */
  gint64 expires;
};

/* POST /v1/me/second-factor/confirm */
REEVE_DECLARE_RECORD (ReeveEnrolmentCode, reeve_enrolment_code, ENROLMENT_CODE)
struct _ReeveEnrolmentCode
{
  ReeveRecord parent_instance;
  ReeveSecret *code;
};

/* Its answer: the ten recovery codes, one a line, shown this once; and tokens of a complete session. */
REEVE_DECLARE_RECORD (ReeveEnrolled, reeve_enrolled, ENROLLED)
struct _ReeveEnrolled
{
  ReeveRecord parent_instance;
  ReeveSecret *recovery_codes;
  ReeveRecord *tokens; /* (nullable) ReeveTokens, when the session was in stage "enrol" */
};

/* GET /v1/password-policy: the first thing a console asks. */
REEVE_DECLARE_RECORD (ReevePasswordTerms, reeve_password_terms, PASSWORD_TERMS)
struct _ReevePasswordTerms
{
  ReeveRecord parent_instance;
  const char *password_profile; /* "default" or "seed" */
  gint64 password_min_length;
  gboolean set_up; /* FALSE: no account yet, POST /v1/setup is open */
};

G_END_DECLS
