/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Approvals whose time has passed, or whose requester is gone: written so, and told. */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

gboolean reeve_approvals_run (ReeveInstallation *installation,
                              const ReeveNews *news,
                              gint64 now,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
