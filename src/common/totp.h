/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Time-based one-time passwords: RFC 6238 over RFC 4226, SHA-1, 6 digits, 30 seconds, as every authenticator
 * app has them; and recovery codes. Pure. */

#pragma once

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_TOTP_STEP_SECONDS 30
#define REEVE_TOTP_SECRET_BYTES 20
#define REEVE_RECOVERY_CODES    10

gint64 reeve_totp_step (gint64 microseconds);
void reeve_totp_code (const ReeveSecret *secret, gint64 step, char code[7]);

/* Finds the step within +-@window of @step whose code is @code and which is later than @last_step (replays
 * are refused). Constant time in the code, in which spaces are forgiven. Returns TRUE and the step; FALSE
 * otherwise. */
gboolean reeve_totp_match (const ReeveSecret *secret,
                           const char *code,
                           gint64 step,
                           guint window,
                           gint64 last_step,
                           gint64 *matched_step);

/* otpauth://totp/Reeve:ada%40example.org?secret=…&issuer=…&algorithm=SHA1&digits=6&period=30 (Key URI
 * format). */
ReeveSecret *reeve_totp_uri (const ReeveSecret *secret, const char *issuer, const char *account);

/* "abcd-efgh-jkmn": 60 random bits in Crockford's alphabet; reading forgives case, spaces, dashes, and O/I/L.
 */
ReeveSecret *reeve_recovery_code_new (void);
ReeveSecret *reeve_recovery_code_normalise (const char *text); /* (nullable): it cannot be one */

G_END_DECLS
