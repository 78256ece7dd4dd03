/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Functions of ours that SQL calls. */

#pragma once

#include "service/store/db-private.h"

G_BEGIN_DECLS

/* reeve_log_matches (MATCH, FOLDED, TEXT): does a text match a value of a query of the access log
 * (reeve_log_value_matches_text())? reeve_names_email (ADDRESSES, TEXT): reeve_email_name_is_in(). Errors:
 * INTERNAL. */
gboolean reeve_functions_add (ReeveConnection *connection, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
