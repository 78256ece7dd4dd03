/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Showing that whoever signs in is the person at the account's address (store/confirmations.h): with a link
 * that is mailed there and the password, at once. Either alone is what somebody else may have. Who has no
 * password, but comes by a provider, is mailed a link to set one. */

#pragma once

#include "service/api/call.h"
#include "service/store/sessions.h"

G_BEGIN_DECLS

#define REEVE_CONFIRMATION_LIFE G_TIME_SPAN_DAY

/* The mail is not sent again so soon: its link still works. */
#define REEVE_CONFIRMATION_PAUSE (5 * G_TIME_SPAN_MINUTE)

/* May this session enter the workspace that it was checked for? One that began with a provider has come by
 * its word, which is only heard where it is trusted. Errors: DENIED (reason "unconfirmed") */
gboolean reeve_confirmation_check (const ReeveSessionCheck *check, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_confirmation_refuse (GError **error); /* FALSE, and that error */

/* POST /v1/me/confirmation */
gboolean me_ask_confirmation (ReeveCall *call, GError **error);
/* The same for @account, whose right to ask was seen elsewhere: mails the link, if there is anything to
 * confirm, and not again at once. */
gboolean
reeve_confirmation_ask (ReeveCall *call, const char *account, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whose link it is: *@email. Uses nothing up. Errors: NOT_FOUND (reason "link") for every link that does not
 * work, and for a locked account. */
gboolean reeve_confirmation_look (ReeveCall *call, const ReeveSecret *token, char **email, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Uses the link up, if @password is the account's; tries are counted as at sign-in. Errors: NOT_FOUND as
 * above, SIGNED_OUT (pointer "/password", reason "password_wrong"), LOCKED */
gboolean reeve_confirmation_give (ReeveCall *call,
                                  const ReeveSecret *token,
                                  const ReeveSecret *password,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
