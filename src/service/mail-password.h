/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The password for the mail server: from a file of the service's own, or a systemd credential; never from the
 * configuration, the command line or the environment. */

#pragma once

#include "common/secret.h"

G_BEGIN_DECLS

/* One line. @path: (nullable): the systemd credential smtp-password. Errors: INVALID "mail_password". */
ReeveSecret *reeve_mail_password_read (const char *path, GError **error);

G_END_DECLS
