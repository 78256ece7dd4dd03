/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace set of its own places: its one form, and whether less is found than
 * before. */

#pragma once

#include "common/detection-settings.h"

G_BEGIN_DECLS

/* Sites by name, networks and places in their shortest form. They were checked. */
void reeve_site_settings_tidy (ReeveDetectionSettings *settings);

/* Networks have become one place that were several, of two places it is not known any more how far they are
 * from each other, or they are nearer; or two places are judged by their distance that is too small for that
 * to find all that two networks without places do. @speed: km/h, @apart: minutes, as they are in force */
gboolean reeve_site_settings_find_less (ReeveDetectionSettings *before,
                                        ReeveDetectionSettings *after,
                                        gint64 speed,
                                        gint64 apart);

G_END_DECLS
