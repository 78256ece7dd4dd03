/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The window in which it is said who is told of findings, and where a webhook's secret is shown, once. */

#pragma once

#include <adwaita.h>

#include "common/notification-rule.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_NOTIFICATION_RULE_DIALOG (reeve_notification_rule_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveNotificationRuleDialog,
                      reeve_notification_rule_dialog,
                      REEVE,
                      NOTIFICATION_RULE_DIALOG,
                      AdwDialog)

/* @rule: (nullable): a new one. Signal: "saved": made, changed or deleted. */
AdwDialog *reeve_notification_rule_dialog_new (ReeveSite *site, ReeveNotificationRule *rule);

G_END_DECLS
