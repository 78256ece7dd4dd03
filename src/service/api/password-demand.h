/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is demanded of a new password. An account has one password for all its workspaces, so it keeps to what
 * each of them demands, and to all of it at once. */

#pragma once

#include "common/password-policy.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

/* What every workspace demands that @account (nullable) belongs to and has joined, suspended or in the bin
 * too, for one may come back; and @joining (nullable), a workspace that it is about to enter. The standard's
 * own where there is none. Begins read transactions of its own. Errors: BUSY, INTERNAL. */
gboolean reeve_password_demand_find (ReeveInstallation *installation,
                                     const char *account,
                                     const char *joining,
                                     gint64 deadline,
                                     ReevePasswordPolicy *policy,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
