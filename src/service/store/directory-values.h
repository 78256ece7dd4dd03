/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the installation as a whole keeps under a name: rows of the directory's `settings`. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

/* *@value: (out) (transfer full) (nullable): there is none yet. Errors: BUSY, INTERNAL */
gboolean reeve_directory_value_read (ReeveTx *directory, const char *name, GBytes **value, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_directory_value_write (ReeveTx *directory, const char *name, GBytes *value, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
