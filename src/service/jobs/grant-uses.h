/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Writes which grants were used, as it was gathered while people looked at folders. */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

gboolean reeve_grant_uses_run (ReeveInstallation *installation,
                               const ReeveNews *news,
                               gint64 now,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
