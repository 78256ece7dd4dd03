/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace set of its detections, as the rules know them: whether it can be, what it comes to, and
 * whether less is found than before. */

#pragma once

#include "common/detection-settings.h"
#include "service/detect/watch.h"

G_BEGIN_DECLS

/* Names rules and numbers that there are, each once, within what they may be, and sites as they can be.
 * Errors: INVALID (pointers "/switchedOff/N", "/numbers/N", reasons "unknown_rule", "unknown_number",
 * "duplicate", "range"; of sites detection-site.h) */
gboolean reeve_settings_check (ReeveDetectionSettings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Names no more what is as usual, and the rest in order. They were checked. */
void reeve_settings_tidy (ReeveDetectionSettings *settings);
/* Tells what there is, as it is in force. */
void reeve_settings_describe (ReeveDetectionSettings *settings);
/* A detection is off that was on, or a number or the sites find less. */
gboolean reeve_settings_find_less (ReeveDetectionSettings *before, ReeveDetectionSettings *after);

/* From now on; what @watch knows stays. What another version of the service named, and this one does not
 * have, is left out. */
void reeve_settings_apply (ReeveDetectionSettings *settings, ReeveWatch *watch);

G_END_DECLS
