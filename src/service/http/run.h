/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One exchange through its steps, on whatever thread the dispatcher chose. */

#pragma once

#include "service/http/authentication.h"
#include "service/http/flow.h"
#include "service/http/live-feed.h"
#include "service/rules/rate-limit.h"
#include "service/web/web.h"

G_BEGIN_DECLS

/* What every run shares; borrowed. */
typedef struct _ReeveRunContext ReeveRunContext;
struct _ReeveRunContext
{
  ReeveInstallation *installation;
  ReeveTokenSigner *signer;
  ReeveAuthentication *authentication;
  ReeveRateLimit *account_limit;
  ReeveLiveFeed *feed;
  ReeveFlows *flows;
  ReeveWeb *web;
  GBytes *setup_token_hash; /* (nullable) */
  ReeveOpenId *openid;      /* (nullable) */
};

/* Answers @exchange, one way or the other. @deadline: monotonic microseconds. */
void reeve_run (const ReeveRunContext *context, ReeveExchange *exchange, gint64 deadline);

/* The same for a page, which has found out whose browser it is: @caller's session and key take the place of a
 * token and its proof, and everything else is judged. A refusal is answered, too, and handed on. */
gboolean reeve_run_for (const ReeveRunContext *context,
                        ReeveExchange *exchange,
                        const ReeveCaller *caller,
                        gint64 deadline,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
