/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which findings are expected for a while, and who answers for it; whoever may, lifts mutes here. */

#pragma once

#include "console/dialogs/list-dialog.h"

G_BEGIN_DECLS

#define REEVE_TYPE_MUTES_DIALOG (reeve_mutes_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveMutesDialog, reeve_mutes_dialog, REEVE, MUTES_DIALOG, ReeveListDialog)

AdwDialog *reeve_mutes_dialog_new (ReeveSite *site);

G_END_DECLS
