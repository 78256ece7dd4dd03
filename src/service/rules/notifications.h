/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What notification rules say: the mails, a webhook's message and its signature (Standard Webhooks 1.0), and
 * when what failed is tried again. */

#pragma once

#include "common/finding.h"
#include "common/notification-rule.h"
#include "service/store/deliveries.h"

G_BEGIN_DECLS

#define REEVE_NOTIFICATION_FIRST_DELAY G_TIME_SPAN_MINUTE
#define REEVE_NOTIFICATION_MOST_DELAY  G_TIME_SPAN_HOUR
#define REEVE_NOTIFICATION_GIVE_UP     (3 * G_TIME_SPAN_DAY)
#define REEVE_NOTIFICATION_OLD_SECRET  G_TIME_SPAN_DAY /* it signs besides for so long */
#define REEVE_NOTIFICATION_MAILS       10 /* of a rule within an hour; what comes then is told of together */

/* How long after the @tries-th try it is tried again: a minute, two, four, … at most an hour. */
gint64 reeve_notification_get_delay (gint64 tries);

/* A new secret: 32 random bytes. (transfer full) */
ReeveSecret *reeve_notification_make_secret (void);
/* As a receiver's library takes it: "whsec_" and base64. (transfer full) */
ReeveSecret *reeve_notification_show_secret (const ReeveSecret *secret);
/* What is kept of a rule's secrets, once @secret takes the place of what is kept now (nullable): the last one
 * signs as well, until @until. (transfer full) */
ReeveSecret *reeve_notification_renew (const ReeveSecret *kept, const ReeveSecret *secret, gint64 until);
/* With what a rule's secret is sealed. (transfer full) */
char *reeve_notification_get_context (const char *workspace, const char *rule);

/* The body of @delivery: canonical JSON of its kind, its time, the workspace and the finding. The same at
 * every try. (transfer full) */
char *reeve_notification_write_body (const ReeveDelivery *delivery,
                                     const char *workspace,
                                     const char *workspace_name);
/* The headers "webhook-id", "webhook-timestamp" and "webhook-signature", which has one for each secret that
 * is good at @now. @kept: a secret, or what reeve_notification_renew() made. (transfer full) */
GStrv reeve_notification_sign (const ReeveSecret *kept, const char *id, gint64 now, const char *body);

/* Writes to everybody whom @rule names, of @deliveries (element-type ReeveDelivery): of one finding, of
 * several together, or that this is a test. *@n: (out): how many mails */
gboolean reeve_notification_mail (ReeveTx *tx,
                                  ReeveNotificationRule *rule,
                                  GPtrArray *deliveries,
                                  guint *n,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Tells the rule's owner that it was paused, since nothing was delivered for so long; where they are gone,
 * the administrators. *@told: (out): whether there is anybody */
gboolean reeve_notification_mail_paused (ReeveTx *tx,
                                         ReeveNotificationRule *rule,
                                         gint64 now,
                                         gboolean *told,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
