/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* See api.h. */

#include "config.h"

#include "tests/service/web/api.h"

#include "service/http/page-calls.h"
#include "service/http/run.h"

gpointer
visitor_api_new (ReeveInstallation *installation, ReeveTokenSigner *signer)
{
  ReeveRunContext *self = g_new0 (ReeveRunContext, 1);

  self->installation = installation;
  self->signer = signer;
  self->account_limit = reeve_rate_limit_new (REEVE_RATE_ACCOUNT_BURST, REEVE_RATE_ACCOUNT_INTERVAL, 1000);
  self->feed = reeve_live_feed_new (installation);
  self->flows = reeve_flows_new (installation);
  return self;
}

void
visitor_api_free (gpointer data)
{
  ReeveRunContext *self = data;

  reeve_rate_limit_free (self->account_limit);
  reeve_live_feed_free (self->feed);
  reeve_flows_stop (self->flows);
  reeve_flows_free (self->flows);
  g_free (self);
}

gboolean
visitor_api_ask (gpointer self,
                 ReeveVisit *visit,
                 const ReeveVisitCall *asked,
                 JsonObject **answer,
                 GError **error)
{
  ReevePageCalls calls = { self, NULL };

  return reeve_page_calls_ask (&calls, visit, asked, answer, error);
}
