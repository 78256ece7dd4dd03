/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Workspaces to directory: takes away the intents that were done with the commit of their change, and does
 * those that were not (store/intents.h). */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

gboolean reeve_follow_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
