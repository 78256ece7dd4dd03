/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Another address is another mailbox, and may be another person's: whatever was proved by the old one, or
 * went there and still works, must not reach what the new one is trusted with. In the directory. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

/* Gives @account the address @email, and ends its links, the mails that bring them, and the sessions that a
 * provider began by vouching for the old address; passwords and sessions of a password stay. @ended:
 * (nullable) (element-type utf8): ids of the sessions. Errors: CONFLICT (reason "email_taken"), NOT_FOUND */
gboolean reeve_addresses_change (ReeveTx *directory,
                                 const char *account,
                                 const char *email,
                                 gint64 now,
                                 GPtrArray *ended,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
