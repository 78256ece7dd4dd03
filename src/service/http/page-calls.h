/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a page asks of the API (web/api.h): a row of THE table, gone through as a request for it would be, and
 * noted in the access log as what it is. */

#pragma once

#include "service/http/exchange.h"

G_BEGIN_DECLS

typedef struct _ReeveRunContext ReeveRunContext;

typedef struct
{
  const ReeveRunContext *context; /* borrowed */
  const ReeveExchange *exchange;  /* (nullable) borrowed: the page's: where it is asked from */
} ReevePageCalls;

/* A ReeveVisitAsk; @data: a ReevePageCalls. */
gboolean reeve_page_calls_ask (gpointer data,
                               ReeveVisit *visit,
                               const ReeveVisitCall *asked,
                               JsonObject **answer,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
