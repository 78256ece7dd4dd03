/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The page "Changes": the audit trail of the whole workspace, newest first, kept for good. */

#pragma once

#include "console/pages/list-page.h"

G_BEGIN_DECLS

#define REEVE_TYPE_AUDIT_PAGE (reeve_audit_page_get_type ())
G_DECLARE_FINAL_TYPE (ReeveAuditPage, reeve_audit_page, REEVE, AUDIT_PAGE, ReeveListPage)

G_END_DECLS
