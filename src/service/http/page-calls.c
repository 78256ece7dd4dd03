/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An exchange within an exchange. The page's own says that it was opened; this one, what was done. */

#include "config.h"

#include "service/http/page-calls.h"

#include "common/json.h"
#include "service/http/access-note.h"
#include "service/http/run.h"

static GBytes *
write_body (ReeveRecord *body)
{
  ReeveSecret *wire = reeve_record_to_create (body);
  gsize length;
  gconstpointer data = reeve_secret_get_data (wire, &length);

  return g_bytes_new_with_free_func (data, length, (GDestroyNotify) reeve_secret_unref, wire);
}

static ReeveExchange *
make_exchange (const ReevePageCalls *self, ReeveVisit *visit, const ReeveVisitCall *asked)
{
  g_autofree char *target =
    asked->query != NULL ? g_strconcat (asked->path, "?", asked->query, NULL) : g_strdup (asked->path);
  ReeveExchange *exchange = reeve_exchange_new (target);

  exchange->method = asked->method;
  exchange->known_method = TRUE;
  exchange->origin = visit->origin;
  exchange->address = visit->call->source.address;
  exchange->local = visit->call->source.local;
  exchange->user_agent = self->exchange != NULL ? self->exchange->user_agent : NULL;
  exchange->code = asked->code;
  exchange->idempotency_key = asked->key;
  if (asked->body != NULL)
    {
      exchange->content_type = "application/json";
      exchange->body_bytes = write_body (asked->body);
    }
  return exchange;
}

static gboolean
read_answer (ReeveExchange *exchange, JsonObject **answer, GError **error)
{
  gsize length = 0;
  const char *data = exchange->reply != NULL ? g_bytes_get_data (exchange->reply, &length) : NULL;

  *answer = NULL;
  if (length == 0)
    return TRUE;
  *answer = reeve_json_parse_object (data, length, &reeve_json_body, error);
  return *answer != NULL;
}

gboolean
reeve_page_calls_ask (gpointer data,
                      ReeveVisit *visit,
                      const ReeveVisitCall *asked,
                      JsonObject **answer,
                      GError **error)
{
  const ReevePageCalls *self = data;
  g_autoptr (ReeveExchange) exchange = make_exchange (self, visit, asked);
  gboolean good;

  g_return_val_if_fail (visit->call->proved != NULL && visit->call->proved->session != NULL, FALSE);
  *answer = NULL;
  if (!reeve_router_find (reeve_router_get_default (), exchange->method, exchange->path, &exchange->match,
                          error))
    return FALSE;
  good = reeve_run_for (self->context, exchange, visit->call->proved, visit->call->deadline, error) &&
         read_answer (exchange, answer, error);
  reeve_access_note_write (self->context->installation, exchange);
  return good;
}
