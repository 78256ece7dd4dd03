/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Enrolling, replacing and renewing, for the API and for the web page: in a transaction of the caller's on
 * the directory. */

#pragma once

#include "common/sign-in.h"
#include "service/api/call.h"
#include "service/store/accounts.h"

G_BEGIN_DECLS

/* Whether the account may have a second factor: where mail can be sent, only once its address is proven
 * (store/confirmations.h). One that is on already may be replaced. */
gboolean reeve_second_factor_is_open (ReeveCall *call, const ReeveCredentials *credentials);
/* A key that counts for nothing until a code made with it has come back. Where a second factor is on, it will
 * replace that: whoever begins has to have proved the old one. Errors: DENIED (reason "address_unproven") */
ReeveEnrolment *reeve_second_factor_begin (ReeveCall *call,
                                           ReeveTx *directory,
                                           const ReeveCredentials *credentials,
                                           GError **error);
/* The one that was begun. Errors: CONFLICT (reason "enrolment_expired") */
ReeveEnrolment *
reeve_second_factor_read (ReeveCall *call, const ReeveCredentials *credentials, GError **error);
/* Puts it in force. Returns: (transfer full): the recovery codes. Errors: DENIED (reason "address_unproven"),
 * CONFLICT (reason "enrolment_expired"), SECOND_FACTOR (those of reeve_code_match()) */
ReeveSecret *reeve_second_factor_confirm (ReeveCall *call,
                                          ReeveTx *directory,
                                          const ReeveCredentials *credentials,
                                          const ReeveSecret *code,
                                          GError **error);

/* Ten new recovery codes instead of those that are left; the person is told by mail. (transfer full) */
ReeveSecret *reeve_second_factor_renew_codes (ReeveCall *call,
                                              ReeveTx *directory,
                                              const ReeveCredentials *credentials,
                                              GError **error);

G_END_DECLS
