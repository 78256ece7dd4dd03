/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* `reeved reset-link EMAIL`: a new password for somebody whose mail does not come, or where no mail can be
 * sent, made by who owns the machine: who can read the data folder and has the root key, and so could do
 * anything with them. One process owns the databases: where a service runs, it is asked (owner.h). What is
 * printed is a link as a mail would carry it: good once, for 30 minutes, audited, and no way around a breach
 * lock, nor around the second factor, but for one of an address that was never proven (api/password-reset.h).
 * A password is never an argument. */

#pragma once

#include "service/config.h"

G_BEGIN_DECLS

/* Prints one. Errors: those of making it, and BUSY (reason "in_use": somebody else has the data folder, and
 * is no service or does not answer), INVALID (reasons "public_uri": no service runs and nothing says where
 * the link leads; "wrong_key"). */
gboolean reeve_reset_link (ReeveConfig *config, const char *email, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
