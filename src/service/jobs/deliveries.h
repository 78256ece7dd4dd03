/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sends what notification rules have to tell. Mails go to the outbox; a rule writes so many an hour
 * (REEVE_NOTIFICATION_MAILS), and what comes then is told together when the hour is over. Webhooks are asked
 * one at a time by a thread of its own, since a receiver may take seconds; one that fails is left alone with
 * all that waits for it, and after three days its rule is paused. */

#pragma once

#include "service/jobs/news.h"
#include "service/openid/fetch.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

/* How long a delivery is kept once it is done. */
#define REEVE_DELIVERIES_KEEP (30 * G_TIME_SPAN_DAY)

typedef struct _ReeveDeliveries ReeveDeliveries;

/* @installation is borrowed, @options and @news (nullable) are copied. */
ReeveDeliveries *reeve_deliveries_new (ReeveInstallation *installation,
                                       const ReeveFetchOptions *options,
                                       const ReeveNews *news);
void reeve_deliveries_start (ReeveDeliveries *self); /* its thread */
void reeve_deliveries_free (ReeveDeliveries *self);  /* waits for the request that is under way */

/* Sends what is due, in the calling thread; for the thread and for tests. *@next: when there is more to do */
gboolean reeve_deliveries_run (ReeveDeliveries *self, gint64 *next, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* There is something new. Any thread; after the commit. */
void reeve_deliveries_wake (ReeveInstallation *installation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveDeliveries, reeve_deliveries_free)

G_END_DECLS
