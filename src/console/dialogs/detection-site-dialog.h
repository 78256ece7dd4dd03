/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The form of one of a workspace's own places. It saves nothing: what is said goes into the window of the
 * detections, which saves all of them. */

#pragma once

#include <adwaita.h>

#include "common/detection-site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_DETECTION_SITE_DIALOG (reeve_detection_site_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveDetectionSiteDialog,
                      reeve_detection_site_dialog,
                      REEVE,
                      DETECTION_SITE_DIALOG,
                      AdwDialog)

/* @site: (nullable): a new one; @others: (element-type ReeveDetectionSite): what it has to go together with.
 * Signal: "done" (ReeveDetectionSite *site), NULL where it is to be removed */
AdwDialog *reeve_detection_site_dialog_new (ReeveDetectionSite *site, GPtrArray *others);

G_END_DECLS
