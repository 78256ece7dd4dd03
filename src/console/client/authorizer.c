/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Tokens and their renewal. The path of a request: wait for tokens if they are about to end; send; on "not
 * signed in" renew once and send again. Only the service's own "no" ends the session here: whatever is wrong
 * with the network keeps the tokens. */

#include "config.h"

#include "console/client/authorizer.h"

#include "common/clock.h"
#include "common/json-tree.h"
#include "common/json.h"

#define RENEW_BEFORE        (20 * REEVE_SECOND)
#define RENEWAL_DEADLINE_MS 30000 /* a lost answer costs the session: give it time */

struct _ReeveAuthorizer
{
  GObject parent_instance;

  /* owned */
  ReeveTransport *transport;
  ReeveSecret *access_token;  /* (nullable) */
  ReeveSecret *refresh_token; /* (nullable) */
  GQueue waiting;             /* of GTask: behind the renewal */

  gint64 renew_at;
  gboolean renewing;
  guint serial; /* of the session: an answer of an earlier one must not end or renew this one */
};

G_DEFINE_FINAL_TYPE (ReeveAuthorizer, reeve_authorizer, G_TYPE_OBJECT)

enum
{
  SIGNAL_TOKENS_CHANGED,
  SIGNAL_SIGNED_OUT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  ReeveWireRequest *request;
  guint deadline_ms;
  guint serial; /* of the session it was sent in */
  gboolean renewed;
} Call;

typedef struct
{
  ReeveAuthorizer *self; /* owned */
  ReeveWireRequest *request;
  guint serial;
} Renewal;

static void
call_free (Call *call)
{
  reeve_wire_request_unref (call->request);
  g_free (call);
}

static void
renewal_free (Renewal *renewal)
{
  g_object_unref (renewal->self);
  reeve_wire_request_unref (renewal->request);
  g_free (renewal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Renewal, renewal_free)

/* How long an access token lives, by its own two times: the difference holds whatever this computer's clock
 * says. */
static gint64
get_life (const ReeveSecret *access_token, gint64 expires)
{
  g_autoptr (JsonObject) header = NULL;
  g_autoptr (JsonObject) payload = NULL;

  if (reeve_jws_split (reeve_secret_get_text (access_token), &header, &payload, NULL) &&
      json_object_has_member (payload, "exp") && json_object_has_member (payload, "iat"))
    return (json_object_get_int_member (payload, "exp") - json_object_get_int_member (payload, "iat")) *
           REEVE_SECOND;
  return expires - reeve_clock_now ();
}

/* Routes that need no session refuse a proof that speaks of a token. */
static gboolean
needs_session (const ReeveWireRequest *request)
{
  static const char *const open[] = { "/v1/sign-in", "/v1/setup", "/v1/password-policy",
                                      "/v1/password-resets/", "/v1/invitations/" };

  for (guint i = 0; i < G_N_ELEMENTS (open); i++)
    if (g_str_has_prefix (request->path, open[i]))
      return FALSE;
  return TRUE;
}

static void
forget (ReeveAuthorizer *self)
{
  g_clear_pointer (&self->access_token, reeve_secret_unref);
  g_clear_pointer (&self->refresh_token, reeve_secret_unref);
  self->serial++;
}

static void
keep (ReeveAuthorizer *self, ReeveTokens *tokens)
{
  g_clear_pointer (&self->access_token, reeve_secret_unref);
  if (tokens->access_token != NULL)
    {
      self->access_token = reeve_secret_ref (tokens->access_token);
      self->renew_at =
        reeve_clock_now () + get_life (tokens->access_token, tokens->access_expires) - RENEW_BEFORE;
    }
  if (tokens->refresh_token != NULL)
    {
      g_clear_pointer (&self->refresh_token, reeve_secret_unref);
      self->refresh_token = reeve_secret_ref (tokens->refresh_token);
    }
}

static void
end_session (ReeveAuthorizer *self, const GError *error)
{
  forget (self);
  g_signal_emit (self, signals[SIGNAL_SIGNED_OUT], 0, error);
}

static void send_call (GTask *task);

static void
end_renewal (ReeveAuthorizer *self, const GError *error)
{
  GQueue waiting = self->waiting;
  GTask *next;

  g_queue_init (&self->waiting);
  self->renewing = FALSE;
  while ((next = g_queue_pop_head (&waiting)) != NULL)
    {
      g_autoptr (GTask) task = next;

      if (g_task_return_error_if_cancelled (task))
        continue;
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        send_call (task);
    }
}

static ReeveTokens *
read_tokens (GBytes *body, GError **error)
{
  g_autoptr (ReeveTokens) tokens = reeve_tokens_new ();
  g_autoptr (JsonObject) object = NULL;
  gsize length;
  const char *data = g_bytes_get_data (body, &length);

  object = reeve_json_parse_object (data, length, &reeve_json_sign_in, error);
  if (object == NULL)
    return NULL;
  gboolean good = reeve_record_read_json (tokens, object, REEVE_READ_REPLY, "", error);
  reeve_json_tree_wipe (object);
  if (!good)
    return NULL;
  if (tokens->access_token == NULL || tokens->refresh_token == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "answer", "the service renewed no tokens");
      return NULL;
    }
  return g_steal_pointer (&tokens);
}

static gboolean
has_reason (const GError *error, const char *const *reasons)
{
  const char *reason = reeve_error_get_reason (error);

  return reason != NULL && g_strv_contains (reasons, reason);
}

/* The service's own "no" to the refresh token, and not to the proof beside it. */
static gboolean
is_refused (const GError *error)
{
  static const char *const proof_reasons[] = { "proof", "use_nonce", "clock_skew", NULL };

  return g_error_matches (error, REEVE_ERROR, REEVE_ERROR_LOCKED) ||
         (g_error_matches (error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT) && !has_reason (error, proof_reasons));
}

static void
on_renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Renewal) renewal = user_data;
  ReeveAuthorizer *self = renewal->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = reeve_transport_send_finish (REEVE_TRANSPORT (source), result, &error);
  g_autoptr (ReeveTokens) tokens = body != NULL ? read_tokens (body, &error) : NULL;

  /* signed out, or signed in anew, while it was under way */
  if (renewal->serial != self->serial)
    {
      if (error == NULL)
        error = reeve_error_new (REEVE_ERROR_SIGNED_OUT, "session_ended", "signed out meanwhile");
    }
  else if (tokens != NULL)
    {
      keep (self, tokens);
      g_signal_emit (self, signals[SIGNAL_TOKENS_CHANGED], 0, tokens);
    }
  else if (is_refused (error))
    end_session (self, error);
  end_renewal (self, error);
}

static void
begin_renewal (ReeveAuthorizer *self)
{
  g_autoptr (ReeveRefresh) refresh = reeve_refresh_new ();
  g_autoptr (ReeveSecret) wire = NULL;
  Renewal *renewal = g_new0 (Renewal, 1);
  gsize length;
  gconstpointer data;

  refresh->refresh_token = reeve_secret_ref (self->refresh_token);
  wire = reeve_record_to_wire (refresh);
  data = reeve_secret_get_data (wire, &length);
  renewal->self = g_object_ref (self);
  renewal->serial = self->serial;
  renewal->request = reeve_wire_request_new ("POST", "/v1/sign-in/refresh");
  renewal->request->body =
    g_bytes_new_with_free_func (data, length, (GDestroyNotify) reeve_secret_unref, reeve_secret_ref (wire));
  self->renewing = TRUE;
  reeve_transport_send_async (self->transport, renewal->request, RENEWAL_DEADLINE_MS, NULL, on_renewed_cb,
                              renewal);
}

static void
wait_for_tokens (GTask *task)
{
  ReeveAuthorizer *self = g_task_get_source_object (task);

  g_queue_push_tail (&self->waiting, g_object_ref (task));
  if (!self->renewing)
    begin_renewal (self);
}

/* Whether other tokens may help. A locked account is asked about with the refresh token: its own answer tells
 * whether it is this account that is locked, or the one that the call was about. */
static gboolean
is_about_tokens (const GError *error)
{
  static const char *const token_reasons[] = { "token", "token_expired", NULL };
  static const char *const lock_reasons[] = { "breach", NULL };

  return (g_error_matches (error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT) &&
          (reeve_error_get_reason (error) == NULL || has_reason (error, token_reasons))) ||
         (g_error_matches (error, REEVE_ERROR, REEVE_ERROR_LOCKED) && has_reason (error, lock_reasons));
}

static gboolean
is_session_over (const GError *error)
{
  static const char *const reasons[] = { "session_ended", "refresh_reused", NULL };

  return g_error_matches (error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT) && has_reason (error, reasons);
}

/* TRUE if the call goes on with other tokens. */
static gboolean
try_again (GTask *task, const GError *error)
{
  ReeveAuthorizer *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  if (call->request->access_token == NULL || call->serial != self->serial)
    return FALSE;
  if (is_session_over (error))
    {
      end_session (self, error);
      return FALSE;
    }
  if (!is_about_tokens (error) || call->renewed || self->refresh_token == NULL)
    return FALSE;
  call->renewed = TRUE;
  /* another call may have renewed them since this one was sent */
  if (self->access_token != NULL && !reeve_secret_equal (self->access_token, call->request->access_token))
    send_call (task);
  else
    wait_for_tokens (task);
  return TRUE;
}

static void
on_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) body = NULL;

  if (call->request->stream)
    stream = reeve_transport_stream_finish (REEVE_TRANSPORT (source), result, &error);
  else
    body = reeve_transport_send_finish (REEVE_TRANSPORT (source), result, &error);
  if (stream != NULL)
    g_task_return_pointer (task, g_steal_pointer (&stream), g_object_unref);
  else if (body != NULL)
    g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) g_bytes_unref);
  else if (!try_again (task, error))
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
send_call (GTask *task)
{
  ReeveAuthorizer *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  g_clear_pointer (&call->request->access_token, reeve_secret_unref);
  if (self->access_token != NULL && needs_session (call->request))
    call->request->access_token = reeve_secret_ref (self->access_token);
  call->serial = self->serial;
  reeve_transport_send_async (self->transport, call->request, call->deadline_ms,
                              g_task_get_cancellable (task), on_sent_cb, g_object_ref (task));
}

static void
reeve_authorizer_finalize (GObject *object)
{
  ReeveAuthorizer *self = REEVE_AUTHORIZER (object);

  forget (self);
  g_clear_object (&self->transport);
  G_OBJECT_CLASS (reeve_authorizer_parent_class)->finalize (object);
}

static void
reeve_authorizer_class_init (ReeveAuthorizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_authorizer_finalize;
  signals[SIGNAL_TOKENS_CHANGED] =
    g_signal_new ("tokens-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, reeve_tokens_get_type ());
  signals[SIGNAL_SIGNED_OUT] = g_signal_new ("signed-out", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
reeve_authorizer_init (ReeveAuthorizer *self)
{
  g_queue_init (&self->waiting);
}

ReeveAuthorizer *
reeve_authorizer_new (ReeveTransport *transport)
{
  ReeveAuthorizer *self;

  g_return_val_if_fail (REEVE_IS_TRANSPORT (transport), NULL);

  self = g_object_new (REEVE_TYPE_AUTHORIZER, NULL);
  self->transport = g_object_ref (transport);
  return self;
}

void
reeve_authorizer_set_tokens (ReeveAuthorizer *self, ReeveTokens *tokens)
{
  g_return_if_fail (REEVE_IS_AUTHORIZER (self));

  forget (self);
  if (tokens != NULL)
    keep (self, tokens);
}

void
reeve_authorizer_set_refresh_token (ReeveAuthorizer *self, const ReeveSecret *refresh)
{
  g_return_if_fail (REEVE_IS_AUTHORIZER (self));
  g_return_if_fail (refresh != NULL);

  forget (self);
  self->refresh_token = reeve_secret_ref ((ReeveSecret *) refresh);
}

ReeveAuthorizer *
reeve_authorizer_take_session (ReeveAuthorizer *self)
{
  ReeveAuthorizer *former;

  g_return_val_if_fail (REEVE_IS_AUTHORIZER (self), NULL);

  former = reeve_authorizer_new (self->transport);
  former->access_token = g_steal_pointer (&self->access_token);
  former->refresh_token = g_steal_pointer (&self->refresh_token);
  former->renew_at = self->renew_at;
  forget (self);
  return former;
}

void
reeve_authorizer_send_async (ReeveAuthorizer *self,
                             ReeveWireRequest *request,
                             guint deadline_ms,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Call *call;

  g_return_if_fail (REEVE_IS_AUTHORIZER (self));
  g_return_if_fail (request != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, reeve_authorizer_send_async);
  call = g_new0 (Call, 1);
  call->request = request;
  call->deadline_ms = deadline_ms;
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  if (self->refresh_token != NULL && needs_session (request) &&
      (self->renewing || self->access_token == NULL || reeve_clock_now () >= self->renew_at))
    wait_for_tokens (task);
  else
    send_call (task);
}

GBytes *
reeve_authorizer_send_finish (ReeveAuthorizer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_authorizer_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GInputStream *
reeve_authorizer_stream_finish (ReeveAuthorizer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_authorizer_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
