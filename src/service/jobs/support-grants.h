/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Support grants whose time has passed, or that ended with something else: written so, and told. */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

gboolean reeve_support_grants_run (ReeveInstallation *installation,
                                   const ReeveNews *news,
                                   gint64 now,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
