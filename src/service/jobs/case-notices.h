/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Notices: the customer, who is whoever may instruct on a case and whom the workspace named besides
 * (common/case-settings.h), is told of a possible leak at once, and of a vulnerability when it was not closed
 * in time. By when stands with the case, so no restart delays it. A wall clock that is set forward makes it
 * early; one that is set back makes it no later, by the clock that nobody sets while the machine runs, and at
 * once where it is earlier than the report. */

#pragma once

#include "common/case.h"
#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

/* Sends what is due; it is never later than the minute before. */
gboolean reeve_case_notices_run (ReeveInstallation *installation,
                                 const ReeveNews *news,
                                 gint64 now,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes to everybody who is to be told of @self, which is changed and to be stored after, and puts it before
 * the webhooks (reeve_deliveries_wake() after the commit). @more: (nullable): what there is to say beside the
 * notice. @actor, @actor_name: (nullable): Reeve itself. *@n: (out): how many were told; where there is
 * nobody, it is still due. */
gboolean reeve_case_notice_send (ReeveTx *workspace,
                                 ReeveCase *self,
                                 const char *workspace_name,
                                 const char *more,
                                 const char *actor,
                                 const char *actor_name,
                                 gint64 now,
                                 guint *n,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the workspace is called. (transfer full) */
char *
reeve_case_notice_name_workspace (ReeveInstallation *installation, const char *workspace, GError **error);

G_END_DECLS
