/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Second-factor codes: from the authenticator app or from the list of recovery codes. */

#pragma once

#include "service/api/call.h"
#include "service/store/accounts.h"

G_BEGIN_DECLS

/* Accepts @code of @credentials once, in either form. Errors: SECOND_FACTOR with reason "code_wrong",
 * "code_replayed" or "clock_skew"; then the bad member "/code" says how many seconds the device's clock is
 * ahead
 * ("90", "-60"). */
gboolean reeve_code_use (ReeveCall *call,
                         ReeveTx *directory,
                         const ReeveCredentials *credentials,
                         const ReeveSecret *code,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, of six digits alone; *@step is what they matched. */
gboolean reeve_code_use_digits (ReeveCall *call,
                                ReeveTx *directory,
                                const ReeveCredentials *credentials,
                                const ReeveSecret *code,
                                gint64 *step,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Matches @code against @key alone, for enrolment; *@step is what it matched. Errors as above. */
gboolean reeve_code_match (const ReeveSecret *key,
                           const ReeveSecret *code,
                           gint64 last_step,
                           gint64 now,
                           gint64 *step,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The sealed form of an authenticator's key, bound to its account; @purpose: "totp" or "enrolment". */
GBytes *
reeve_code_seal_key (ReeveCall *call, const char *purpose, const char *account, const ReeveSecret *key);
ReeveSecret *reeve_code_unseal_key (ReeveCall *call,
                                    const char *purpose,
                                    const char *account,
                                    GBytes *sealed,
                                    GError **error);

/* Ten fresh recovery codes replace the old ones; the text has one a line. (transfer full) */
ReeveSecret *
reeve_code_renew_recovery (ReeveCall *call, ReeveTx *directory, const char *account, GError **error);

G_END_DECLS
