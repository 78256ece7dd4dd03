/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is mailed about support grants. Put into the outbox of the transaction that changes the grant. */

#pragma once

#include "common/support-grant.h"
#include "service/store/db.h"

G_BEGIN_DECLS

#define REEVE_SUPPORT_MAILS 100 /* people who are told, at most */

/* To all who may approve it. */
gboolean
reeve_support_mail_asked (ReeveTx *tx, ReeveSupportGrant *grant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* To who asked: approved, refused, or left without an answer. To nobody where they are gone. */
gboolean
reeve_support_mail_answered (ReeveTx *tx, ReeveSupportGrant *grant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* To all who may approve, but who ended it: nobody of support is there any more by it. */
gboolean
reeve_support_mail_ended (ReeveTx *tx, ReeveSupportGrant *grant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
