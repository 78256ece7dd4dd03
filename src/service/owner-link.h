/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A link for a new password, made for who owns the machine. */

#pragma once

#include "service/store/installation.h"

G_BEGIN_DECLS

/* For the account with @email, audited. Any thread. Errors: INVALID (reasons "not_found": no such account;
 * "breach_locked"), BUSY, INTERNAL. (transfer full) */
char *reeve_owner_link_make (ReeveInstallation *installation,
                             const char *email,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
