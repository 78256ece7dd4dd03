/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Notification rules: their rows, and whom they are about. There are few (REEVE_NOTIFICATION_RULES). A
 * webhook's secret is sealed above. */

#pragma once

#include "common/notification-rule.h"
#include "common/query.h"
#include "common/role.h"
#include "service/store/db.h"

G_BEGIN_DECLS

ReeveListing *
reeve_notification_rules_list (ReeveTx *tx, const ReeveQuery *query, GError **error); /* by name */
ReeveNotificationRule *
reeve_notification_rules_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
/* (element-type ReeveNotificationRule) */
GPtrArray *reeve_notification_rules_read (ReeveTx *tx, GError **error);

/* The caller has judged it, and makes the audit entry. CONFLICT (reason "name_taken", "too_many_rules") */
gboolean reeve_notification_rules_insert (ReeveTx *tx,
                                          ReeveNotificationRule *rule,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @stored: what is there now. STALE, NOT_FOUND, CONFLICT (reason "name_taken") */
gboolean reeve_notification_rules_update (ReeveTx *tx,
                                          ReeveNotificationRule *stored,
                                          ReeveNotificationRule *rule,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* With what waits to be delivered by it. */
gboolean
reeve_notification_rules_delete (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean reeve_notification_rules_set_secret (ReeveTx *tx, const char *id, GBytes *sealed, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* *@sealed: (out) (transfer full) (nullable): it has none */
gboolean reeve_notification_rules_get_secret (ReeveTx *tx, const char *id, GBytes **sealed, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* How it fares: failing_since, last_sent and last_answer of @rule; its version stays. */
gboolean reeve_notification_rules_note (ReeveTx *tx,
                                        ReeveNotificationRule *rule,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Who is written to: active people whom a rule of mail names or whose role it names, each once, at most
 * REEVE_NOTIFICATION_RECIPIENTS. (element-type ReeveRolePerson) */
GPtrArray *
reeve_notification_rules_list_recipients (ReeveTx *tx, ReeveNotificationRule *rule, GError **error);
/* @person: (out) (transfer full) (nullable): nobody of that id who is active */
gboolean reeve_notification_rules_find_person (ReeveTx *tx,
                                               const char *id,
                                               ReeveRolePerson **person,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
