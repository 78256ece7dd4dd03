/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Notification rules: who is told of findings, by mail or by a webhook, and whether that works. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean notification_rules_list (ReeveCall *call, GError **error);
gboolean notification_rules_create (ReeveCall *call, GError **error);
gboolean notification_rules_get (ReeveCall *call, GError **error);
gboolean notification_rules_save (ReeveCall *call, GError **error);
gboolean notification_rules_delete (ReeveCall *call, GError **error);
gboolean notification_rules_history (ReeveCall *call, GError **error);
gboolean notification_rules_renew_secret (ReeveCall *call, GError **error);
gboolean notification_rules_test (ReeveCall *call, GError **error);

G_END_DECLS
