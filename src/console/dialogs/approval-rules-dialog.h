/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What demands an approval in this workspace, and whose: a list, to which rules are added, and from which
 * each is opened. */

#pragma once

#include "console/dialogs/list-dialog.h"

G_BEGIN_DECLS

#define REEVE_TYPE_APPROVAL_RULES_DIALOG (reeve_approval_rules_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveApprovalRulesDialog,
                      reeve_approval_rules_dialog,
                      REEVE,
                      APPROVAL_RULES_DIALOG,
                      ReeveListDialog)

AdwDialog *reeve_approval_rules_dialog_new (ReeveSite *site);

G_END_DECLS
