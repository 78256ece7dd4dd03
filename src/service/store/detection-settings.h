/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What one workspace set of its detections: a row that a migration made, and
 * one for each of its sites. */

#pragma once

#include "common/detection-settings.h"
#include "service/store/db.h"

G_BEGIN_DECLS

ReeveDetectionSettings *reeve_detection_settings_get (ReeveTx *tx, GError **error); /* (transfer full) */
/* Which version they are, without reading them. */
gboolean
reeve_detection_settings_get_version (ReeveTx *tx, gint64 *version, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Saves them, which become the next version, where the stored version is @version. STALE */
gboolean reeve_detection_settings_update (ReeveTx *tx,
                                          ReeveDetectionSettings *settings,
                                          gint64 version,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
