/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/detection-settings.h"

#include "service/store/rows.h"

#define TABLE "detection_settings"

ReeveDetectionSettings *
reeve_detection_settings_get (ReeveTx *tx, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_detection_settings_get_type (), REEVE_DETECTION_SETTINGS_ID, error);
}

gboolean
reeve_detection_settings_get_version (ReeveTx *tx, gint64 *version, GError **error)
{
  return reeve_statement_read_int (reeve_tx_prepare (tx, "SELECT version FROM " TABLE, error), version,
                                   error);
}

gboolean
reeve_detection_settings_update (ReeveTx *tx,
                                 ReeveDetectionSettings *settings,
                                 gint64 version,
                                 GError **error)
{
  return reeve_rows_update (tx, TABLE, settings, version, NULL, error);
}
