/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One approval that was asked for: what it lets through, what that would do now, and what became of it. Who
 * may decide does so here, with a code; who asked takes it back, or does what was approved. */

#pragma once

#include <adwaita.h>

#include "common/approval.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_APPROVAL_DIALOG (reeve_approval_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveApprovalDialog, reeve_approval_dialog, REEVE, APPROVAL_DIALOG, AdwDialog)

/* Signal: "done" (char *): it was decided, taken back or used; what is to be said of that. */
AdwDialog *reeve_approval_dialog_new (ReeveSite *site, ReeveApproval *approval);

G_END_DECLS
