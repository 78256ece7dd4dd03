/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What one workspace set of its breach desk: a row that a migration made. */

#pragma once

#include "common/case-settings.h"
#include "service/store/db.h"

G_BEGIN_DECLS

ReeveCaseSettings *reeve_case_settings_get (ReeveTx *tx, GError **error); /* (transfer full) */
/* Saves them, which become the next version, where the stored version is @version. STALE */
gboolean reeve_case_settings_update (ReeveTx *tx, ReeveCaseSettings *settings, gint64 version, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
