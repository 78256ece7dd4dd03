/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One sign-in through an identity provider, from the press of a button to what follows a password: our own
 * code, enrolment or being signed in. It listens on loopback, asks the service for the provider's URL, has it
 * opened, waits for the browser and hands over what it brought. Main thread only. */

#pragma once

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PROVIDER_TRIP (reeve_provider_trip_get_type ())
G_DECLARE_FINAL_TYPE (ReeveProviderTrip, reeve_provider_trip, REEVE, PROVIDER_TRIP, GObject)

/* Signal "open" (string): show this URL in the person's browser: https, or http on loopback. Signal "back":
 * the browser has been here. */
ReeveProviderTrip *reeve_provider_trip_new (ReeveSite *site, const char *provider);
/* Once. Finish: TRUE, and the site's state has moved on already. */
void reeve_provider_trip_go_async (ReeveProviderTrip *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean reeve_provider_trip_go_finish (ReeveProviderTrip *self, GAsyncResult *result, GError **error);
void reeve_provider_trip_open_again (ReeveProviderTrip *self); /* "open" once more, while it waits */

/* Whether a browser may be sent there: a service could name a file, or a program by its scheme. */
gboolean reeve_provider_trip_may_open (const char *url);

G_END_DECLS
