/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The window in which detections are switched off and on, and their numbers set. */

#pragma once

#include <adwaita.h>

#include "common/detection-settings.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_DETECTIONS_DIALOG (reeve_detections_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveDetectionsDialog, reeve_detections_dialog, REEVE, DETECTIONS_DIALOG, AdwDialog)

/* @settings: as the service told them. Signal: "saved" (ReeveDetectionSettings *saved) */
AdwDialog *reeve_detections_dialog_new (ReeveSite *site, ReeveDetectionSettings *settings);

G_END_DECLS
