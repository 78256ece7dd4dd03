/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Every workspace of an installation in turn, for jobs. */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

typedef gboolean (*ReeveWalkStep) (ReeveInstallation *installation,
                                   const ReeveNews *news,
                                   const char *workspace,
                                   ReeveDb *db,
                                   gint64 now,
                                   GError **error);

/* One that fails keeps no other from its turn; the first error is returned after the last. */
gboolean reeve_walk_workspaces (ReeveInstallation *installation,
                                const ReeveNews *news,
                                ReeveWalkStep step,
                                gint64 now,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keeps the first of several errors in *@first. @error: (transfer full) */
void reeve_walk_note (GError **first, const char *workspace, GError *error);

/* The deadline for one transaction of a job. */
gint64 reeve_job_deadline (void);

G_END_DECLS
