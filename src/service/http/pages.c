/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A page's name is its only path segment; a second one is a token, which goes into the visit and nowhere
 * else.
 */

#include "config.h"

#include "service/http/pages.h"

#include "service/http/access-note.h"

#include <gio/gio.h>
#include <string.h>

#include "common/clock.h"
#include "service/http/page-calls.h"
#include "service/http/problem.h"
#include "service/web/pages.h"

#define FOLDER     "/p/"
#define STYLE_PATH "/p/style.css"
#define STYLE      "/io/github/reeve/service/web/style.css"

static gboolean
reads (ReeveExchange *exchange)
{
  return g_str_equal (exchange->method, "GET") || g_str_equal (exchange->method, "HEAD");
}

gboolean
reeve_pages_answer_style (ReeveExchange *exchange)
{
  if (!g_str_equal (exchange->path, STYLE_PATH) || !reads (exchange))
    return FALSE;
  exchange->known_method = TRUE;
  exchange->keeping = "public, max-age=3600";
  reeve_exchange_answer (exchange, 200, "text/css; charset=utf-8",
                         g_resources_lookup_data (STYLE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL));
  return TRUE;
}

gboolean
reeve_pages_begin (ReeveWeb *web, ReeveExchange *exchange)
{
  if (!g_str_has_prefix (exchange->path, FOLDER))
    return FALSE;
  exchange->web = web;
  return TRUE;
}

static const ReevePage *
find_by_name (const char *name, gsize length)
{
  for (const ReevePage *page = reeve_pages; page->name != NULL; page++)
    if (strlen (page->name) == length && strncmp (page->name, name, length) == 0)
      return page;
  return NULL;
}

gboolean
reeve_pages_find (ReeveExchange *exchange, GError **error)
{
  const char *name = exchange->path + strlen (FOLDER);
  const char *end = strchrnul (name, '/');
  const ReevePage *page = find_by_name (name, (gsize) (end - name));
  gboolean with_token = *end == '/';

  if (page == NULL || (with_token && (page->flags & REEVE_PAGE_TAKES_LINK) == 0))
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such page");
      return FALSE;
    }
  exchange->page = page;
  exchange->token = with_token ? g_strdup (end + 1) : NULL;
  if (reads (exchange))
    return TRUE;
  exchange->match.allow = g_strdup (with_token || page->submit == NULL ? "GET, HEAD" : "GET, HEAD, POST");
  if (!g_str_equal (exchange->method, "POST") || with_token || page->submit == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_METHOD, NULL, "the method is not possible here");
      return FALSE;
    }
  g_clear_pointer (&exchange->match.allow, g_free);
  exchange->body_limit = REEVE_FORM_BYTES;
  return TRUE;
}

gboolean
reeve_pages_is_slow (ReeveExchange *exchange)
{
  return (exchange->page->flags & REEVE_PAGE_SLOW_HASH) != 0 && g_str_equal (exchange->method, "POST");
}

gboolean
reeve_pages_is_outside (ReeveExchange *exchange)
{
  return (exchange->page->flags & REEVE_PAGE_OUTSIDE) != 0 && exchange->query != NULL &&
         exchange->token == NULL && reads (exchange);
}

static void
tell_feed (const ReeveRunContext *context, ReeveCall *call)
{
  for (guint i = 0; i < call->ended_sessions->len; i++)
    reeve_live_feed_end_session (context->feed, call->ended_sessions->pdata[i]);
  for (guint i = 0; i < call->changes->len; i++)
    {
      const ReeveChange *change = call->changes->pdata[i];
      const char *workspace = change->workspace != NULL ? change->workspace : call->workspace;

      if (workspace != NULL)
        reeve_live_feed_publish (context->feed, workspace, change);
    }
}

static void
answer (ReeveExchange *exchange, ReeveVisit *visit)
{
  exchange->language = reeve_words_get_language (visit->words);
  exchange->location = g_steal_pointer (&visit->location);
  exchange->file_name = g_steal_pointer (&visit->reply_file);
  const char *type = visit->reply_type != NULL ? visit->reply_type : REEVE_HTML_TYPE;
  if (visit->reply == NULL)
    type = NULL;
  reeve_exchange_answer (exchange, visit->status, type, g_steal_pointer (&visit->reply));
}

void
reeve_pages_run (const ReeveRunContext *context, ReeveExchange *exchange, gint64 deadline)
{
  g_autoptr (ReeveCall) call = reeve_call_new (context->installation, context->signer);
  g_autoptr (ReeveVisit) visit =
    reeve_visit_new (context->web, exchange->page, call, exchange->accept_language);
  ReevePageCalls calls = { context, exchange };
  g_autoptr (GError) error = NULL;

  call->audit_action = exchange->page->audit_action;
  call->source.address = (char *) exchange->address;
  call->source.local = exchange->local;
  call->openid = context->openid;
  call->now = reeve_clock_now ();
  call->deadline = deadline;
  visit->origin = exchange->origin;
  visit->token = exchange->token;
  visit->query = exchange->query;
  visit->cookies = exchange->cookies;
  visit->asked_from = exchange->asked_from;
  visit->fetch_site = exchange->fetch_site;
  visit->content_type = exchange->content_type;
  visit->body = exchange->body_bytes;
  visit->submitted = g_str_equal (exchange->method, "POST");
  visit->ask = reeve_page_calls_ask;
  visit->ask_data = &calls;
  if (reeve_visit_run (visit, &error))
    answer (exchange, visit);
  else
    reeve_problem_answer (exchange, error);
  exchange->set = g_steal_pointer (&visit->set);
  visit->set = g_ptr_array_new ();
  tell_feed (context, call);
  if (call->proved != NULL)
    {
      g_set_str (&exchange->account, call->proved->account);
      g_set_str (&exchange->account_name, call->proved->account_name);
      g_set_str (&exchange->session, call->proved->session);
    }
  reeve_access_note_gather (context->installation, exchange, call);
}
