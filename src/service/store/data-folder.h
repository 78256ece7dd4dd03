/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The folder that an installation lives in: its own, closed to all others, used by one process at a time. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean reeve_data_folder_has_databases (const char *path);
/* Makes it with what belongs in it, each with mode 0700. Errors: INVALID (reason "data_folder") when it
 * cannot be made, is another user's, or open to others. */
gboolean reeve_data_folder_make (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A descriptor that holds the lock until it is closed; -1: INVALID (reason "data_folder"), BUSY (reason
 * "in_use"). */
int reeve_data_folder_lock (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
