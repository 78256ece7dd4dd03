/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* `reeved reset-link EMAIL`: a new password for somebody whose mail does not come, made by who owns the
 * machine: who can read the data folder and has the root key, and so could do anything with them. The service
 * has to be stopped for it: a way in while it runs would be one more way in, and another process that writes
 * its database a second owner. What is printed is a link as a mail would carry it: good once, for 30 minutes,
 * audited, and no way around the second factor or a breach lock. A password is never an argument. */

#pragma once

#include "service/config.h"

G_BEGIN_DECLS

/* Errors: BUSY (reason "in_use": the service runs), INVALID (reasons "not_found": no such account;
 * "breach_locked"; "public_uri": nowhere for the link to lead). */
gboolean reeve_reset_link (ReeveConfig *config, const char *email, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
