/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Makes another workspace of the same service, and opens it. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_WORKSPACE_DIALOG (reeve_workspace_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveWorkspaceDialog, reeve_workspace_dialog, REEVE, WORKSPACE_DIALOG, AdwDialog)

AdwDialog *reeve_workspace_dialog_new (ReeveSite *site);

G_END_DECLS
