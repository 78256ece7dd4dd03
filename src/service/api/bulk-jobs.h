/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Bulk jobs: begun, looked at, cancelled, forgotten. The work itself is api/bulk-work.h. */

#pragma once

#include "common/bulk-job.h"
#include "service/api/call.h"

G_BEGIN_DECLS

gboolean users_import_job (ReeveCall *call, GError **error);
gboolean users_bulk_job (ReeveCall *call, GError **error);
gboolean invitations_import_job (ReeveCall *call, GError **error);

gboolean bulk_jobs_list (ReeveCall *call, GError **error);
gboolean bulk_jobs_get (ReeveCall *call, GError **error);
gboolean bulk_jobs_rows (ReeveCall *call, GError **error);
gboolean bulk_jobs_export (ReeveCall *call, GError **error);
gboolean bulk_jobs_cancel (ReeveCall *call, GError **error);
gboolean bulk_jobs_delete (ReeveCall *call, GError **error);

/* What doing a job of @kind takes, at every step, and cancelling or deleting it. */
ReeveCapability reeve_bulk_job_get_capability (const char *kind);

G_END_DECLS
