/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Mails that tell a person what happened to their account, put in the transaction in which it happens. */

#pragma once

#include "service/api/call.h"
#include "service/mail/letter.h"

G_BEGIN_DECLS

/* A link with which whoever gets it reports a breach of @account, once and within a day. (transfer full) */
char *reeve_notice_make_report_uri (ReeveCall *call, ReeveTx *directory, const char *account, GError **error);

/* @device: (nullable): what the device called itself */
gboolean reeve_notice_put (ReeveCall *call,
                           ReeveTx *directory,
                           ReeveNotice notice,
                           const char *account,
                           const char *email,
                           const char *display_name,
                           const char *device,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tells of a new device: one of an account that other devices have signed in to, and this one never. To be
 * asked before the session is made. */
gboolean reeve_notice_put_if_new_device (ReeveCall *call,
                                         ReeveTx *directory,
                                         const char *account,
                                         const char *email,
                                         const char *display_name,
                                         const char *device,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
