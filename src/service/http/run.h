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
typedef struct
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
} ReeveRunContext;

/* Answers @exchange, one way or the other. @deadline: monotonic microseconds. */
void reeve_run (const ReeveRunContext *context, ReeveExchange *exchange, gint64 deadline);

G_END_DECLS
