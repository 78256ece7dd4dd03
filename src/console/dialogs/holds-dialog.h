/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What holds keep in the access log; whoever may, lifts them here. */

#pragma once

#include "console/dialogs/list-dialog.h"

G_BEGIN_DECLS

#define REEVE_TYPE_HOLDS_DIALOG (reeve_holds_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveHoldsDialog, reeve_holds_dialog, REEVE, HOLDS_DIALOG, ReeveListDialog)

AdwDialog *reeve_holds_dialog_new (ReeveSite *site);

G_END_DECLS
