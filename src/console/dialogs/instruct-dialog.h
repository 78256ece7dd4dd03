/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What becomes of those of a case who wait for it. Of two who say it at once the first one is obeyed: the
 * second is shown what was decided, and by whom. */

#pragma once

#include <adwaita.h>

#include "common/case.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_INSTRUCT_DIALOG (reeve_instruct_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveInstructDialog, reeve_instruct_dialog, REEVE, INSTRUCT_DIALOG, AdwDialog)

/* Signal "instructed" (ReeveCase): what has become of it. */
AdwDialog *reeve_instruct_dialog_new (ReeveSite *site, ReeveCase *breach_case);

G_END_DECLS
