/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Forgetting: sessions that ended long ago. Challenges, replies kept under an Idempotency-Key and failure
 * counters go by themselves as new ones come (store/). */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

gboolean reeve_clean_up_run (ReeveInstallation *installation,
                             const ReeveNews *news,
                             gint64 now,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
