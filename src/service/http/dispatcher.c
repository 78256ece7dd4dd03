/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which thread an exchange runs on, and what bounds the waiting. Inline: the event loop's. Everything else:
 * workers, or the password pool, whose threads yield to all others so that a storm of sign-ins slows nobody
 * who is signed in already. */

#include "config.h"

#include "service/http/dispatcher.h"

#include "service/http/access-note.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "service/http/openapi.h"
#include "service/http/pages.h"
#include "service/http/preconditions.h"
#include "service/http/problem.h"
#include "service/http/run.h"
#include "service/rules/lockout.h"

#define MAX_RATE_KEYS   50000
#define INLINE_DEADLINE (2 * G_TIME_SPAN_SECOND)
#define OPENAPI_PATH    "/openapi.json"

struct _ReeveDispatcher
{
  ReeveRunContext context;
  /* owned */
  ReeveRouter *router;
  ReeveRateLimit *address_limit;
  GThreadPool *workers;
  GThreadPool *hashers;
  GThreadPool *askers; /* of servers elsewhere */
  GBytes *openapi;
  GMutex lock; /* over `stopping` and pushing, so that nothing is pushed into a pool that is gone */
  gboolean stopping;
};

static void
answer_error (ReeveExchange *exchange, GError *error)
{
  reeve_problem_answer (exchange, error);
  g_error_free (error);
}

static void
run_on_worker (gpointer data, gpointer user_data)
{
  ReeveDispatcher *self = user_data;
  ReeveExchange *exchange = data;
  /* A file takes its time to arrive. */
  gint64 deadline =
    (exchange->is_file ? g_get_monotonic_time () : exchange->started) + REEVE_REQUEST_DEADLINE;

  if (g_get_monotonic_time () >= deadline)
    reeve_dispatcher_refuse (self, exchange, REEVE_ERROR_BUSY, "deadline", "waited too long for its turn");
  else if (exchange->page != NULL)
    reeve_pages_run (&self->context, exchange, deadline);
  else
    reeve_run (&self->context, exchange, deadline);
  exchange->done (exchange);
}

/* A thread of the password pool gives way to everybody; it stays in its pool for ever. */
static void
run_on_hasher (gpointer data, gpointer user_data)
{
  static GPrivate yielded = G_PRIVATE_INIT (NULL);

  if (g_private_get (&yielded) == NULL)
    {
      g_private_set (&yielded, &yielded);
      if (setpriority (PRIO_PROCESS, (id_t) gettid (), 19) != 0)
        g_message ("the password pool runs at normal priority");
    }
  run_on_worker (data, user_data);
}

static GThreadPool *
start_pool (GFunc func, gpointer self, int n_threads)
{
  g_autoptr (GError) error = NULL;
  GThreadPool *pool = g_thread_pool_new (func, self, n_threads, TRUE, &error);

  if (error != NULL)
    g_error ("failed to start a pool: %s", error->message);
  return pool;
}

static void
on_lines_cb (const char *workspace, GPtrArray *lines, gpointer data)
{
  reeve_live_feed_publish_lines (data, workspace, lines);
}

ReeveDispatcher *
reeve_dispatcher_new (ReeveInstallation *installation, ReeveTokenSigner *signer, GBytes *setup_token_hash)
{
  ReeveDispatcher *self = g_new0 (ReeveDispatcher, 1);
  int cores = (int) g_get_num_processors ();

  g_mutex_init (&self->lock);
  self->context.installation = installation;
  self->context.signer = signer;
  self->context.authentication = reeve_authentication_new (signer);
  self->context.account_limit =
    reeve_rate_limit_new (REEVE_RATE_ACCOUNT_BURST, REEVE_RATE_ACCOUNT_INTERVAL, MAX_RATE_KEYS);
  self->context.feed = reeve_live_feed_new (installation);
  reeve_access_log_add_listener (reeve_installation_get_access_log (installation), on_lines_cb,
                                 self->context.feed);
  self->context.flows = reeve_flows_new (installation);
  self->context.web = reeve_web_new (installation, signer);
  self->context.setup_token_hash = setup_token_hash != NULL ? g_bytes_ref (setup_token_hash) : NULL;
  self->router = reeve_router_new (reeve_routes, reeve_n_routes);
  self->address_limit =
    reeve_rate_limit_new (REEVE_RATE_ADDRESS_BURST, REEVE_RATE_ADDRESS_INTERVAL, MAX_RATE_KEYS);
  self->openapi = reeve_openapi_build (reeve_routes, reeve_n_routes);
  self->workers = start_pool (run_on_worker, self, MAX (4, 2 * cores));
  self->hashers = start_pool (run_on_hasher, self, cores);
  self->askers = start_pool (run_on_worker, self, REEVE_OUTSIDE_THREADS);
  return self;
}

/* TRUE if it was set before. */
static gboolean
set_stopping (ReeveDispatcher *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean before = self->stopping;

  self->stopping = TRUE;
  return before;
}

static gboolean
is_stopping (ReeveDispatcher *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->stopping;
}

void
reeve_dispatcher_stop (ReeveDispatcher *self)
{
  if (set_stopping (self))
    return;
  reeve_live_feed_end_all (self->context.feed);
  reeve_flows_stop (self->context.flows);
  g_thread_pool_free (g_steal_pointer (&self->hashers), FALSE, TRUE);
  g_thread_pool_free (g_steal_pointer (&self->askers), FALSE, TRUE);
  g_thread_pool_free (g_steal_pointer (&self->workers), FALSE, TRUE);
  reeve_web_stop (self->context.web);
}

void
reeve_dispatcher_free (ReeveDispatcher *self)
{
  if (self == NULL)
    return;
  reeve_dispatcher_stop (self);
  reeve_access_log_remove_listener (reeve_installation_get_access_log (self->context.installation),
                                    on_lines_cb, self->context.feed);
  reeve_live_feed_free (self->context.feed);
  reeve_flows_free (self->context.flows);
  reeve_web_free (self->context.web);
  reeve_rate_limit_free (self->context.account_limit);
  reeve_rate_limit_free (self->address_limit);
  reeve_authentication_free (self->context.authentication);
  reeve_router_free (self->router);
  g_clear_pointer (&self->context.setup_token_hash, g_bytes_unref);
  g_bytes_unref (self->openapi);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
reeve_dispatcher_set_openid (ReeveDispatcher *self, ReeveOpenId *openid)
{
  self->context.openid = openid;
}

ReeveLiveFeed *
reeve_dispatcher_get_feed (ReeveDispatcher *self)
{
  return self->context.feed;
}

/* Work that anybody can ask for without a session: more than an answer that is ready. */
static gboolean
costs_unsigned (const ReeveRoute *route)
{
  return (route->flags & REEVE_ROUTE_OPEN) != 0 ||
         ((route->flags & REEVE_ROUTE_PUBLIC) != 0 && (route->flags & REEVE_ROUTE_INLINE) == 0);
}

static gboolean
take_from_address (ReeveDispatcher *self, ReeveExchange *exchange, GError **error)
{
  g_autofree char *source = exchange->local ? NULL : reeve_lockout_get_source (exchange->address);

  return source == NULL || reeve_rate_limit_take (self->address_limit, source, exchange->started, error);
}

static gboolean
find_page (ReeveDispatcher *self, ReeveExchange *exchange, GError **error)
{
  exchange->known_method = reeve_router_knows_method (self->router, exchange->method);
  return take_from_address (self, exchange, error) && reeve_pages_find (exchange, error);
}

/* More than others may send is taken from whoever has a token of ours, before it is read, and from a few at a
 * time: nobody else can fill the memory, nor keep the few from it. */
static gboolean
admit_file (ReeveDispatcher *self, ReeveExchange *exchange, GError **error)
{
  gsize most = reeve_route_get_file_limit (exchange->match.route);

  if ((exchange->match.route->flags & REEVE_ROUTE_FILE) == 0 || exchange->announced <= REEVE_BODY_BYTES ||
      exchange->announced > most)
    return TRUE;
  if (!reeve_authentication_check_token (self->context.authentication, exchange, error))
    return FALSE;
  if (!reeve_exchange_take_file (exchange))
    {
      GError *busy = reeve_error_new (REEVE_ERROR_BUSY, "queue", "too many files are being sent");

      reeve_error_set_retry_after_ms (busy, 5000);
      g_propagate_error (error, busy);
      return FALSE;
    }
  exchange->body_limit = most;
  return TRUE;
}

static gboolean
find_route (ReeveDispatcher *self, ReeveExchange *exchange, GError **error)
{
  const ReeveRoute *route;

  exchange->known_method = reeve_router_knows_method (self->router, exchange->method);
  if (!reeve_router_find (self->router, exchange->method, exchange->path, &exchange->match, error))
    return FALSE;
  route = exchange->match.route;
  exchange->body_limit = reeve_route_get_body_limit (route);
  if (costs_unsigned (route) && !take_from_address (self, exchange, error))
    return FALSE;
  return reeve_authentication_has_credentials (exchange, route, error) && admit_file (self, exchange, error);
}

gboolean
reeve_dispatcher_begin (ReeveDispatcher *self, ReeveExchange *exchange)
{
  g_autoptr (GError) error = NULL;

  if (is_stopping (self))
    {
      exchange->close = TRUE;
      reeve_dispatcher_refuse (self, exchange, REEVE_ERROR_BUSY, "stopping", "the service is stopping");
      return FALSE;
    }
  if (g_str_equal (exchange->path, OPENAPI_PATH) && g_str_equal (exchange->method, "GET"))
    {
      exchange->known_method = TRUE;
      reeve_exchange_answer (exchange, 200, "application/json", g_bytes_ref (self->openapi));
      return FALSE;
    }
  if (reeve_pages_answer_style (exchange))
    return FALSE;
  gboolean found = reeve_pages_begin (self->context.web, exchange) ? find_page (self, exchange, &error)
                                                                   : find_route (self, exchange, &error);
  if (!found)
    {
      reeve_problem_answer (exchange, error);
      return FALSE;
    }
  return TRUE;
}

gboolean
reeve_dispatcher_is_inline (ReeveExchange *exchange)
{
  return exchange->page == NULL && (exchange->match.route->flags & REEVE_ROUTE_INLINE) != 0;
}

void
reeve_dispatcher_run (ReeveDispatcher *self, ReeveExchange *exchange)
{
  reeve_run (&self->context, exchange, g_get_monotonic_time () + INLINE_DEADLINE);
}

/* FALSE if the queue is full. */
static gboolean
push_if_room (ReeveDispatcher *self, ReeveExchange *exchange, gboolean slow)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean outside = exchange->page != NULL ? reeve_pages_is_outside (exchange)
                                            : (exchange->match.route->flags & REEVE_ROUTE_OUTSIDE) != 0;
  GThreadPool *pool = outside ? self->askers : slow ? self->hashers : self->workers;

  if (self->stopping || g_thread_pool_unprocessed (pool) >=
                          (slow || outside ? REEVE_PASSWORD_QUEUE_LIMIT : REEVE_WORKER_QUEUE_LIMIT))
    return FALSE;
  g_thread_pool_push (pool, exchange, NULL);
  return TRUE;
}

void
reeve_dispatcher_push (ReeveDispatcher *self, ReeveExchange *exchange)
{
  gboolean slow = exchange->page != NULL ? reeve_pages_is_slow (exchange)
                                         : (exchange->match.route->flags & REEVE_ROUTE_SLOW_HASH) != 0;

  if (push_if_room (self, exchange, slow))
    return;
  GError *error = reeve_error_new (REEVE_ERROR_BUSY, "queue", "too many requests are waiting");
  reeve_error_set_retry_after_ms (error, slow ? 5000 : 1000);
  answer_error (exchange, error);
  exchange->done (exchange);
}

void
reeve_dispatcher_refuse (ReeveDispatcher *self G_GNUC_UNUSED,
                         ReeveExchange *exchange,
                         ReeveErrorCode code,
                         const char *reason,
                         const char *message)
{
  answer_error (exchange, reeve_error_new (code, reason, "%s", message));
}

void
reeve_dispatcher_note (ReeveDispatcher *self, ReeveExchange *exchange)
{
  reeve_access_note_write (self->context.installation, exchange);
}
