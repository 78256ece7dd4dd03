/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Findings: the queue of a reviewer, and what is made of each. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean findings_list (ReeveCall *call, GError **error);
gboolean findings_groups (ReeveCall *call, GError **error);
gboolean findings_get (ReeveCall *call, GError **error);
gboolean findings_save (ReeveCall *call, GError **error);
gboolean findings_bulk (ReeveCall *call, GError **error);
gboolean findings_history (ReeveCall *call, GError **error);

/* Nobody decides on what is about themselves, or has it muted, while there is somebody else to do it.
 * *@reason: (out) (nullable): what the audit entry says where there is nobody else. Errors: DENIED (reason
 * "own_finding") */
gboolean
reeve_findings_check_own (ReeveCall *call, const char **reason, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
