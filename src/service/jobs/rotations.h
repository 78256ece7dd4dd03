/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Writes to the administrators of a workspace about secrets that are to be changed: once for each time that
 * one falls due. */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

gboolean reeve_rotations_run (ReeveInstallation *installation,
                              const ReeveNews *news,
                              gint64 now,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
