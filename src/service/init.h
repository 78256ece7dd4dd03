/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* `reeved init`: what a new installation needs before its first start. */

#pragma once

#include "service/config.h"

G_BEGIN_DECLS

/* Makes the data folder (0700) and, if the configuration names one that is missing, the root key file (0400);
 * prints a set-up token. Never makes a key beside databases that another key opened. Errors: INVALID. */
gboolean reeve_init (ReeveConfig *config, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
