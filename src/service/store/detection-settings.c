/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/detection-settings.h"

#include "common/detection-site.h"
#include "service/store/rows.h"

#define TABLE "detection_settings"
#define SITES "detection_sites"

ReeveDetectionSettings *
reeve_detection_settings_get (ReeveTx *tx, GError **error)
{
  g_autoptr (ReeveDetectionSettings) settings =
    reeve_rows_get (tx, TABLE, reeve_detection_settings_get_type (), REEVE_DETECTION_SETTINGS_ID, error);
  ReeveStatement *statement =
    settings != NULL
      ? reeve_tx_prepare (tx, "SELECT name, networks, place FROM " SITES " ORDER BY name", error)
      : NULL;
  g_autoptr (GPtrArray) sites =
    statement != NULL ? reeve_rows_read_all (statement, reeve_detection_site_get_type (), error) : NULL;

  if (sites == NULL)
    return NULL;
  if (sites->len > 0)
    settings->sites = g_steal_pointer (&sites);
  return g_steal_pointer (&settings);
}

gboolean
reeve_detection_settings_get_version (ReeveTx *tx, gint64 *version, GError **error)
{
  return reeve_statement_read_int (reeve_tx_prepare (tx, "SELECT version FROM " TABLE, error), version,
                                   error);
}

static gboolean
write_sites (ReeveTx *tx, GPtrArray *sites, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM " SITES, error);

  if (statement == NULL || !reeve_statement_run (statement, NULL, error))
    return FALSE;
  for (guint i = 0; sites != NULL && i < sites->len; i++)
    if (!reeve_rows_insert (tx, SITES, sites->pdata[i], NULL, error))
      return FALSE;
  return TRUE;
}

gboolean
reeve_detection_settings_update (ReeveTx *tx,
                                 ReeveDetectionSettings *settings,
                                 gint64 version,
                                 GError **error)
{
  return reeve_rows_update (tx, TABLE, settings, version, NULL, error) &&
         write_sites (tx, settings->sites, error);
}
