/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The token that lets a person far away make the first administrator: printed once by `reeved init`, kept in
 * the data folder by its hash only, useless as soon as there is an account. */

#pragma once

#include "common/secret.h"

G_BEGIN_DECLS

/* Replaces an earlier one. (transfer full). Errors: INVALID. */
ReeveSecret *reeve_setup_token_make (const char *data_folder, GError **error);
GBytes *reeve_setup_token_read_hash (const char *data_folder); /* (transfer full) (nullable): none */

G_END_DECLS
