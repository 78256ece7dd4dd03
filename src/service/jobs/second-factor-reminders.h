/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Seven, three and one day before a second factor is demanded, whoever has none gets a mail. */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

gboolean reeve_second_factor_reminders_run (ReeveInstallation *installation,
                                            const ReeveNews *news,
                                            gint64 now,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
