/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/case-settings.h"

#include "service/store/rows.h"

#define TABLE "case_settings"

ReeveCaseSettings *
reeve_case_settings_get (ReeveTx *tx, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_case_settings_get_type (), REEVE_CASE_SETTINGS_ID, error);
}

gboolean
reeve_case_settings_update (ReeveTx *tx, ReeveCaseSettings *settings, gint64 version, GError **error)
{
  return reeve_rows_update (tx, TABLE, settings, version, NULL, error);
}
