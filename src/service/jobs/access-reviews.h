/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access reviews of all workspaces: opened, reminded of and ended when it is time. */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

gboolean reeve_access_reviews_run (ReeveInstallation *installation,
                                   const ReeveNews *news,
                                   gint64 now,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
