/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reviews of the access log in all workspaces: opened and reminded of when it is time. */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

gboolean reeve_log_reviews_run (ReeveInstallation *installation,
                                const ReeveNews *news,
                                gint64 now,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
