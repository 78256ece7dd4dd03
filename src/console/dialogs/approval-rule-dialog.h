/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A rule that demands approval: made, changed or taken away. What it is about stays; another one is another
 * rule. */

#pragma once

#include <adwaita.h>

#include "common/approval-rule.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_APPROVAL_RULE_DIALOG (reeve_approval_rule_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveApprovalRuleDialog,
                      reeve_approval_rule_dialog,
                      REEVE,
                      APPROVAL_RULE_DIALOG,
                      AdwDialog)

/* @rule: (nullable): a new one. Signal: "saved". */
AdwDialog *reeve_approval_rule_dialog_new (ReeveSite *site, ReeveApprovalRule *rule);

G_END_DECLS
