/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The steps, in order down the page: who, member and capability, what was sent, transaction, a kept answer,
 * approvals, a fresh code, the handler, audit rule, answer, commit, live feed. A step that fails ends the
 * run; what it began is rolled back. */

#include "config.h"

#include "service/http/run.h"

#include "common/clock.h"
#include "common/json-tree.h"
#include "service/api/access-log.h"
#include "service/api/approval-gate.h"
#include "service/api/deeds.h"
#include "service/api/identity-provider.h"
#include "service/api/memberships.h"
#include "service/api/resumption.h"
#include "service/api/scope.h"
#include "service/api/sessions.h"
#include "service/api/step-up.h"
#include "service/http/access-note.h"
#include "service/http/answer.h"
#include "service/http/approval.h"
#include "service/http/preconditions.h"
#include "service/http/problem.h"
#include "service/jobs/deliveries.h"
#include "service/jobs/post.h"
#include "service/store/idempotency.h"

/* Where other requests wait for this one, it waits so long for the turn to write. */
#define INLINE_PATIENCE (100 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  const ReeveRunContext *context;
  ReeveExchange *exchange;
  const ReeveRoute *route;
  /* owned */
  ReeveCall *call;
  ReeveCaller *caller; /* (nullable) */
  ReeveCredentials credentials;
  ReeveTx *tx;          /* (nullable) */
  GBytes *digest;       /* (nullable): with an Idempotency-Key that counts */
  GPtrArray *approvals; /* (nullable): what lets it through */
  gboolean answered;
  gboolean vouched; /* a page knows whose they are */
} Run;

static ReeveTx *
begin (Run *run, ReeveTxMode mode, GError **error)
{
  ReeveInstallation *installation = run->context->installation;
  ReeveDb *database = run->call->workspace != NULL
                        ? reeve_installation_get_workspace (installation, run->call->workspace)
                        : reeve_installation_get_directory (installation);

  if (database == NULL)
    {
      reeve_authentication_set_no_workspace (error);
      return NULL;
    }
  g_clear_pointer (&run->tx, reeve_tx_end);
  run->tx = reeve_db_begin (database, mode, run->call->deadline, error);
  return run->tx;
}

static gboolean
find_caller (Run *run, GError **error)
{
  ReeveExchange *exchange = run->exchange;

  if ((run->route->flags & REEVE_ROUTE_PUBLIC) != 0)
    return TRUE;
  if (!run->vouched &&
      !reeve_authentication_verify (run->context->authentication, exchange, &run->credentials, error))
    return FALSE;
  run->call->source.thumbprint = run->credentials.thumbprint;
  if (!run->credentials.has_token)
    return TRUE;
  if (begin (run, REEVE_TX_READ, error) == NULL)
    return FALSE;
  run->caller =
    reeve_authentication_find_caller (run->tx, &run->credentials, run->route,
                                      reeve_match_get (&exchange->match, "workspace"), run->call->now, error);
  if (run->caller == NULL)
    return FALSE;
  run->call->caller = run->caller;
  g_set_str (&exchange->account, run->caller->account);
  g_set_str (&exchange->account_name, run->caller->account_name);
  g_set_str (&exchange->session, run->caller->session);
  return exchange->local || reeve_rate_limit_take (run->context->account_limit, run->caller->account,
                                                   g_get_monotonic_time (), error);
}

/* What concerns the installation is for who may do it in one of its workspaces. */
static gboolean
check_anywhere (Run *run, GError **error)
{
  ReeveCapability capability = run->route->capability;
  gboolean may;

  if (capability == REEVE_CAPABILITY_NONE)
    return TRUE;
  if (!reeve_memberships_may_anywhere (run->context->installation, run->caller, capability,
                                       run->call->deadline, &may, error))
    return FALSE;
  if (!may)
    reeve_authentication_set_denied (capability, error);
  return may;
}

/* What support was not let do is in the workspace's log, though to them it looked as if there were no such
 * workspace. */
static void
note_hidden (Run *run, const char *workspace, const GError *error)
{
  if (!run->caller->support_alone || reeve_error_get_code (error) != REEVE_ERROR_NOT_FOUND)
    return;
  run->exchange->hidden = TRUE;
  run->exchange->workspace = workspace;
}

static gboolean
check_member (Run *run, GError **error)
{
  const char *workspace = reeve_match_get (&run->exchange->match, "workspace");

  if (workspace == NULL)
    return check_anywhere (run, error);
  run->call->workspace = workspace;
  if (begin (run, REEVE_TX_READ, error) == NULL)
    return FALSE;
  if (!reeve_authentication_check_member (run->tx, run->caller, run->route, error))
    {
      note_hidden (run, workspace, *error);
      return FALSE;
    }
  run->exchange->workspace = workspace;
  gboolean is_inline = (run->route->flags & REEVE_ROUTE_INLINE) != 0;
  gint64 deadline = is_inline ? g_get_monotonic_time () + INLINE_PATIENCE : run->call->deadline;
  if (!reeve_identity_provider_note_bypass (run->call, run->tx, MIN (deadline, run->call->deadline), error))
    return FALSE;
  /* Not where other requests wait for this one. */
  if (!is_inline)
    reeve_session_note_use (run->call);
  return TRUE;
}

/* @directory: (nullable): a failed begin */
static gboolean
is_still_signed_in (Run *run, ReeveTx *directory, GError **error)
{
  g_autoptr (ReeveCaller) again = NULL;

  if (directory != NULL)
    again = reeve_authentication_find_caller (directory, &run->credentials, run->route, run->call->workspace,
                                              run->call->now, error);
  if (again != NULL)
    {
      run->caller->needs_provider = again->needs_provider;
      run->caller->unconfirmed = again->unconfirmed;
    }
  return again != NULL;
}

/* Others may have written while this waited for its turn: what was decided on is read once more, now that it
 * stands still. */
static gboolean
begin_write (Run *run, GError **error)
{
  ReeveDb *directory = reeve_installation_get_directory (run->context->installation);

  if (begin (run, REEVE_TX_WRITE, error) == NULL)
    return FALSE;
  if (run->caller == NULL)
    return TRUE;
  if (run->call->workspace == NULL)
    return is_still_signed_in (run, run->tx, error) && check_anywhere (run, error);
  g_autoptr (ReeveTx) tx = reeve_db_begin (directory, REEVE_TX_READ, run->call->deadline, error);
  return is_still_signed_in (run, tx, error) &&
         reeve_authentication_check_member (run->tx, run->caller, run->route, error);
}

/* A read keeps the transaction in which the caller was found. */
static gboolean
begin_transaction (Run *run, GError **error)
{
  if ((run->route->flags & REEVE_ROUTE_OWN_TX) != 0)
    {
      g_clear_pointer (&run->tx, reeve_tx_end);
      return TRUE;
    }
  if ((run->route->flags & REEVE_ROUTE_WRITES) != 0
        ? !begin_write (run, error)
        : run->tx == NULL && begin (run, REEVE_TX_READ, error) == NULL)
    return FALSE;
  run->call->tx = run->tx;
  return TRUE;
}

static const char *
get_keeper (Run *run)
{
  return run->caller != NULL ? run->caller->account : run->credentials.thumbprint;
}

static gboolean
find_kept_answer (Run *run, GError **error)
{
  const char *key = run->exchange->idempotency_key;
  g_autoptr (GBytes) kept = NULL;
  unsigned status = 0;

  if (key == NULL || (run->route->flags & REEVE_ROUTE_WRITES) == 0)
    return TRUE;
  run->digest = reeve_answer_digest_request (run->exchange);
  if (!reeve_idempotency_find (run->tx, get_keeper (run), key, run->digest, &status, &kept, error))
    return FALSE;
  if (kept != NULL)
    {
      reeve_answer_unpack (run->exchange, status, kept);
      run->answered = TRUE;
    }
  return TRUE;
}

/* Before the code, which is used up whatever becomes of the call; after the kept answer, for which an
 * approval was used already. */
static gboolean
find_approvals (Run *run, GError **error)
{
  if (run->answered || run->route->operation == NULL || reeve_resumption_check (run->call))
    return TRUE;
  return reeve_exchange_find_approvals (run->exchange, run->call, &run->approvals, error);
}

/* After the kept answer: a call that is repeated because its answer got lost has used its code up. The
 * directory is written while the workspace's write is held, in the order that all of them keep. */
static gboolean
check_step_up (Run *run, GError **error)
{
  const ReeveRoute *route = run->route;

  if (run->answered || ((route->flags & REEVE_ROUTE_STEP_UP) == 0 &&
                        (route->wants_code == NULL || !route->wants_code (run->call))))
    return TRUE;
  if (reeve_resumption_check (run->call))
    return TRUE;
  return reeve_step_up (run->call, run->exchange->code, error);
}

static void
tell_feed (Run *run)
{
  ReeveCall *call = run->call;

  if (call->has_mail)
    reeve_post_wake (call->installation, call->mail_at_once);
  if (call->has_deliveries)
    reeve_deliveries_wake (call->installation);
  for (guint i = 0; call->ended_sessions != NULL && i < call->ended_sessions->len; i++)
    reeve_live_feed_end_session (run->context->feed, call->ended_sessions->pdata[i]);
  for (guint i = 0; call->workspace != NULL && call->changes != NULL && i < call->changes->len; i++)
    reeve_live_feed_publish (run->context->feed, call->workspace, call->changes->pdata[i]);
}

static gboolean
commit (Run *run, GError **error)
{
  ReeveCall *call = run->call;

  if ((run->route->flags & REEVE_ROUTE_WRITES) != 0)
    {
      if (call->n_audited == 0 && call->nothing_changed)
        return TRUE;
      if (call->n_audited == 0)
        {
          reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "%s made no audit entry",
                           run->route->audit_action);
          return FALSE;
        }
      if (run->digest != NULL && reeve_answer_may_be_kept (call))
        {
          g_autoptr (GBytes) packed = reeve_answer_pack (run->exchange);
          if (!reeve_idempotency_put (run->tx, get_keeper (run), run->exchange->idempotency_key, run->digest,
                                      run->exchange->status, packed, call->now, error))
            return FALSE;
        }
      if (!reeve_call_commit (call, error))
        return FALSE;
    }
  return TRUE;
}

/* A wrong code stays counted although the call fails with it. */
static void
keep_failure (Run *run)
{
  g_autoptr (GError) error = NULL;

  if (!run->call->keep_on_failure)
    return;
  if (run->tx == NULL) /* the handler committed it: a refresh token seen twice ends its session */
    {
      tell_feed (run);
      return;
    }
  if (reeve_tx_get_mode (run->tx) != REEVE_TX_WRITE)
    return;
  if (reeve_tx_commit (run->tx, &error))
    tell_feed (run);
  else
    g_warning ("failed to keep what a refused call noted: %s", error->message);
}

/* The access event names who an open route found its caller to be. */
static void
note_proved (Run *run)
{
  const ReeveCaller *proved = run->call->proved;

  if (proved == NULL)
    return;
  g_set_str (&run->exchange->account, proved->account);
  g_set_str (&run->exchange->account_name, proved->account_name);
  g_set_str (&run->exchange->session, proved->session);
}

/* Of a call that wrote elsewhere than in its transaction, which gives them back by being rolled back. */
static void
give_back_approvals (Run *run)
{
  g_autoptr (GError) error = NULL;

  if (!reeve_approval_gate_settle (run->call, run->approvals, FALSE, &error))
    g_warning ("failed to give an approval back: %s", error->message);
}

/* Before the commit: what cannot be answered now was not done. */
static gboolean
start_flow (Run *run, GError **error)
{
  ReeveCall *call = run->call;

  if (call->pieces == NULL)
    return TRUE;
  run->exchange->flow = reeve_flow_start (run->context->flows, call->workspace, call->caller,
                                          g_steal_pointer (&call->pieces), error);
  return run->exchange->flow != NULL;
}

static gboolean
handle (Run *run, GError **error)
{
  gboolean handled;

  if (run->answered)
    return TRUE;
  if (!reeve_approval_gate_take (run->call, run->approvals, error))
    return FALSE;
  handled = run->route->handler (run->call, error);
  note_proved (run);
  if (!handled)
    {
      give_back_approvals (run);
      keep_failure (run);
      return FALSE;
    }
  if (!reeve_approval_gate_settle (run->call, run->approvals, TRUE, error) ||
      !reeve_scope_hide (run->call, error))
    return FALSE;
  reeve_answer_from_call (run->exchange, run->call);
  if (!start_flow (run, error) || !commit (run, error))
    return FALSE;
  g_clear_pointer (&run->tx, reeve_tx_end);
  reeve_deeds_tell (run->call);
  tell_feed (run);
  return TRUE;
}

static gboolean
open_stream (Run *run, GError **error)
{
  g_clear_pointer (&run->tx, reeve_tx_end);
  if ((run->route->flags & REEVE_ROUTE_QUERY) != 0)
    {
      ReeveLogQuery *query = access_log_read_query (run->call, run->call->now, error);

      if (query == NULL)
        return FALSE;
      run->exchange->subscriber =
        reeve_live_feed_subscribe_log (run->context->feed, run->call->workspace, run->caller, query, error);
    }
  else
    run->exchange->subscriber =
      reeve_live_feed_subscribe (run->context->feed, run->call->workspace, run->caller, error);
  if (run->exchange->subscriber == NULL)
    return FALSE;
  reeve_exchange_answer (run->exchange, 200, "text/event-stream", NULL);
  return TRUE;
}

static gboolean
take_steps (Run *run, GError **error)
{
  if (!find_caller (run, error) || !check_member (run, error) ||
      !reeve_preconditions_read (run->exchange, run->call, error))
    return FALSE;
  if ((run->route->flags & REEVE_ROUTE_STREAM) != 0)
    return open_stream (run, error);
  if (!begin_transaction (run, error))
    return FALSE;
  if (run->call->workspace != NULL)
    reeve_scope_begin (run->call, run->route->capability);
  return find_kept_answer (run, error) && find_approvals (run, error) && check_step_up (run, error) &&
         handle (run, error);
}

/* As the access log calls it. */
static const char *
name_route (const ReeveRoute *route)
{
  g_autofree char *name = g_strconcat (route->method, " ", route->path, NULL);

  return g_intern_string (name);
}

static ReeveCall *
make_call (const ReeveRunContext *context, ReeveExchange *exchange, gint64 deadline)
{
  ReeveCall *call = reeve_call_new (context->installation, context->signer);
  const ReeveMatch *match = &exchange->match;

  call->openid = context->openid;
  call->audit_action = match->route->audit_action;
  call->route = name_route (match->route);
  call->source.address = (char *) exchange->address;
  call->source.local = exchange->local;
  call->setup_token_hash = context->setup_token_hash;
  call->find_target = reeve_routes_find_target;
  call->path = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < match->n_parameters; i++)
    g_hash_table_insert (call->path, (gpointer) match->parameters[i].name, match->parameters[i].value);
  call->if_match = -1;
  call->now = reeve_clock_now ();
  call->deadline = deadline;
  return call;
}

/* The given half of a call is ours; reeve_call_free() frees the answered half. */
static void
free_call (ReeveCall *call)
{
  g_clear_pointer (&call->path, g_hash_table_unref);
  g_clear_pointer (&call->query, reeve_query_free);
  g_clear_object (&call->body);
  g_clear_pointer (&call->lines, g_bytes_unref);
  reeve_json_tree_wipe (call->patch);
  g_clear_pointer (&call->patch, json_object_unref);
  reeve_call_free (call);
}

/* Takes back what a call that failed meant to answer. */
static void
answer_problem (ReeveExchange *exchange, GError *error)
{
  g_clear_pointer (&exchange->etag, g_free);
  g_clear_pointer (&exchange->location, g_free);
  g_clear_pointer (&exchange->file_name, g_free);
  g_clear_pointer (&exchange->snapshot, g_free);
  exchange->keeping = NULL;
  g_clear_pointer (&exchange->ticket, g_free);
  g_clear_pointer (&exchange->flow, reeve_flow_release);
  reeve_problem_answer (exchange, error);
}

static void
run_through (Run *run, gint64 deadline, GError **error)
{
  ReeveExchange *exchange = run->exchange;

  run->route = exchange->match.route;
  run->call = make_call (run->context, exchange, deadline);
  if (!take_steps (run, error))
    answer_problem (exchange, *error);
  g_clear_pointer (&run->tx, reeve_tx_end);
  reeve_access_note_gather (run->context->installation, exchange, run->call);
  free_call (run->call);
  g_clear_pointer (&run->caller, reeve_caller_free);
  reeve_credentials_clear (&run->credentials);
  g_clear_pointer (&run->digest, g_bytes_unref);
  g_clear_pointer (&run->approvals, g_ptr_array_unref);
}

void
reeve_run (const ReeveRunContext *context, ReeveExchange *exchange, gint64 deadline)
{
  Run run = { .context = context, .exchange = exchange };
  g_autoptr (GError) error = NULL;

  run_through (&run, deadline, &error);
}

gboolean
reeve_run_for (const ReeveRunContext *context,
               ReeveExchange *exchange,
               const ReeveCaller *caller,
               gint64 deadline,
               GError **error)
{
  Run run = { .context = context, .exchange = exchange, .vouched = TRUE };
  g_autoptr (GError) refusal = NULL;

  run.credentials.thumbprint = g_strdup (caller->thumbprint);
  run.credentials.claims.account = g_strdup (caller->account);
  run.credentials.claims.session = g_strdup (caller->session);
  run.credentials.claims.thumbprint = g_strdup (caller->thumbprint);
  run.credentials.has_token = TRUE;
  run_through (&run, deadline, &refusal);
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
