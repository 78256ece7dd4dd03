/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A workspace's own places in the window of the detections: a row for each, and the way to add one, to change
 * it and to remove it. It changes the settings that it was given, and saves nothing. */

#pragma once

#include <adwaita.h>

#include "common/detection-settings.h"

G_BEGIN_DECLS

#define REEVE_TYPE_DETECTION_SITES_GROUP (reeve_detection_sites_group_get_type ())
G_DECLARE_FINAL_TYPE (ReeveDetectionSitesGroup,
                      reeve_detection_sites_group,
                      REEVE,
                      DETECTION_SITES_GROUP,
                      AdwPreferencesGroup)

/* Signal: "changed" (): the sites of @settings are others now */
void reeve_detection_sites_group_show (ReeveDetectionSitesGroup *self,
                                       ReeveDetectionSettings *settings,
                                       gboolean may_write);

G_END_DECLS
