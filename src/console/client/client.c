/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The verbs: records to requests, answers to records. Each verb is a GTask that ends in one callback, which
 * reads the answer as the verb expects it; what cannot be read is UNREACHABLE, reason "answer". Signing and
 * sending are the transport's, tokens the authorizer's. */

#include "config.h"

#include "console/client/client.h"

#include <string.h>

#include "common/clock.h"
#include "common/json-tree.h"
#include "common/json.h"
#include "console/client/approval-hold.h"
#include "console/client/authorizer.h"
#include "console/client/client-private.h"
#include "console/client/person-names.h"
#include "console/client/pinned-database.h"
#include "console/client/record-gate.h"
#include "console/client/step-up.h"

/* The six suites with authenticated encryption that any profile of the service accepts (STACK, TLS). GnuTLS
 * has two names for a signature by ECDSA, for TLS 1.3 and for 1.2, and one number on the wire: with the
 * second name alone it offers 1.3 what it then refuses. */
#define TLS_PRIORITY                                                                                \
  "NONE:+VERS-TLS1.3:+VERS-TLS1.2:+CTYPE-X509:+ECDHE-RSA:+ECDHE-ECDSA:+AES-128-GCM:+AES-256-GCM:"   \
  "+CHACHA20-POLY1305:+AEAD:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:"                       \
  "+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-RSA-PSS-RSAE-SHA384:+SIGN-RSA-PSS-RSAE-SHA512:+SIGN-RSA-SHA256:" \
  "+SIGN-RSA-SHA384:+SIGN-RSA-SHA512:+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SECP384R1-SHA384:"    \
  "+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SHA384:+SIGN-EDDSA-ED25519"

#define FETCH_MAX_BYTES (256 * 1024 * 1024)

static const ReeveJsonLimits reply_limits = { 8 * 1024 * 1024, 32 };

struct _ReeveClient
{
  GObject parent_instance;

  /* owned */
  char *origin;
  ReeveTransport *transport;
  ReeveAuthorizer *authorizer;
  ReeveStepUp *step_up;
  ReeveApprovalHold *approval_hold;
  ReeveRecordGate *record_gate;

  guint deadline_ms; /* 0: the usual ones */
};

G_DEFINE_FINAL_TYPE (ReeveClient, reeve_client, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_REACHABLE,
  N_PROPS
};

enum
{
  SIGNAL_TOKENS_CHANGED,
  SIGNAL_SIGNED_OUT,
  SIGNAL_ENROL,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

typedef enum
{
  ANSWER_RECORD,
  ANSWER_NOTHING,
  ANSWER_LISTING,
  ANSWER_BYTES,
  ANSWER_STREAM,
  ANSWER_VERSION,
} Answer;

typedef struct
{
  Answer answer;
  GType type;
  ReeveWireRequest *request; /* owned */
} Verb;

static void
verb_free (Verb *verb)
{
  g_clear_pointer (&verb->request, reeve_wire_request_unref);
  g_free (verb);
}

/* A service that answers what cannot be read is as good as none. */
static GError *
make_unreadable (GError *error)
{
  g_autoptr (GError) cause = error;

  return reeve_error_new (REEVE_ERROR_UNREACHABLE, "answer", "failed to read the answer: %s", cause->message);
}

static gpointer
read_record (JsonObject *object, GType type, GError **error)
{
  g_autoptr (GObject) record = g_object_new (type, NULL);

  if (!reeve_record_read_json (record, object, REEVE_READ_REPLY, "", error))
    return NULL;
  return g_steal_pointer (&record);
}

/* Whoever shows a history is glad of them. */
static void
keep_names (const Verb *verb, gpointer value)
{
  GPtrArray *people = verb->answer == ANSWER_LISTING ? ((ReeveListing *) value)->items : NULL;

  if (people == NULL)
    reeve_person_names_keep (value);
  for (guint i = 0; people != NULL && i < people->len; i++)
    reeve_person_names_keep (people->pdata[i]);
}

static void
return_answer (GTask *task, const Verb *verb, GBytes *body)
{
  g_autoptr (JsonObject) object = NULL;
  GError *error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  gpointer value;

  object = reeve_json_parse_object (data, length, &reply_limits, &error);
  if (object == NULL)
    value = NULL;
  else if (verb->answer == ANSWER_LISTING)
    value = reeve_listing_from_json (object, verb->type, &error);
  else
    value = read_record (object, verb->type, &error);
  reeve_json_tree_wipe (object);
  if (value != NULL && verb->type == reeve_user_get_type ())
    keep_names (verb, value);
  if (value == NULL)
    g_task_return_error (task, make_unreadable (error));
  else
    g_task_return_pointer (
      task, value, verb->answer == ANSWER_LISTING ? (GDestroyNotify) reeve_listing_free : g_object_unref);
}

/* Of whatever is there: its kind is not known, and does not matter. */
static void
return_version (GTask *task, GBytes *body)
{
  g_autoptr (JsonObject) object = NULL;
  GError *error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (body, &length);

  object = reeve_json_parse_object (data, length, &reply_limits, &error);
  if (object == NULL)
    g_task_return_error (task, make_unreadable (error));
  else
    g_task_return_int (task, json_object_get_int_member_with_default (object, "version", -1));
  reeve_json_tree_wipe (object);
}

static void
on_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveClient *self = g_task_get_source_object (task);
  const Verb *verb = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GInputStream) stream = NULL;

  if (verb->answer == ANSWER_STREAM)
    stream = reeve_authorizer_stream_finish (REEVE_AUTHORIZER (source), result, &error);
  else
    body = reeve_authorizer_send_finish (REEVE_AUTHORIZER (source), result, &error);
  if (reeve_step_up_take (self->step_up, task, verb->request, error) ||
      reeve_approval_hold_take (self->approval_hold, task, verb->request, error))
    {
      g_clear_error (&error);
      g_steal_pointer (&task);
      return;
    }
  if (reeve_error_get_code (error) == REEVE_ERROR_SECOND_FACTOR &&
      g_strcmp0 (reeve_error_get_reason (error), "enrol") == 0)
    g_signal_emit (self, signals[SIGNAL_ENROL], 0);
  if (stream != NULL)
    g_task_return_pointer (task, g_steal_pointer (&stream), g_object_unref);
  else if (body == NULL)
    g_task_return_error (task, error);
  else if (verb->answer == ANSWER_NOTHING)
    g_task_return_pointer (task, NULL, NULL);
  else if (verb->answer == ANSWER_VERSION)
    return_version (task, body);
  else if (verb->answer == ANSWER_BYTES)
    g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) g_bytes_unref);
  else
    return_answer (task, verb, body);
}

static GTask *
new_task (ReeveClient *self,
          gpointer tag,
          Answer answer,
          GType type,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Verb *verb = g_new0 (Verb, 1);

  verb->answer = answer;
  verb->type = type;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, verb, (GDestroyNotify) verb_free);
  return task;
}

/* @task: (transfer full) */
static void
put_on_wire (GTask *task, ReeveWireRequest *request)
{
  ReeveClient *self = g_task_get_source_object (task);
  const Verb *verb = g_task_get_task_data (task);
  guint deadline_ms =
    verb->answer == ANSWER_BYTES ? REEVE_CLIENT_FETCH_DEADLINE_MS : REEVE_CLIENT_DEADLINE_MS;

  reeve_authorizer_send_async (self->authorizer, reeve_wire_request_ref (request),
                               self->deadline_ms != 0 ? self->deadline_ms : deadline_ms,
                               g_task_get_cancellable (task), on_sent_cb, task);
}

/* @task: (transfer full) */
static void
send_again (GTask *task, ReeveWireRequest *request)
{
  ReeveClient *self = g_task_get_source_object (task);

  if (!reeve_record_gate_take (self->record_gate, task, request))
    put_on_wire (task, request);
}

/* (transfer full) both */
static void
send (GTask *task, ReeveWireRequest *request)
{
  ((Verb *) g_task_get_task_data (task))->request = request;
  send_again (task, request);
}

static GBytes *
make_body (ReeveSecret *wire)
{
  gsize length;
  gconstpointer data = reeve_secret_get_data (wire, &length);

  return g_bytes_new_with_free_func (data, length, (GDestroyNotify) reeve_secret_unref,
                                     reeve_secret_ref (wire));
}

static gint64
get_version (gpointer record)
{
  const ReeveField *field =
    reeve_record_class_find_field (reeve_record_class_of (G_OBJECT_TYPE (record)), "version");

  return field != NULL ? *(gint64 *) reeve_record_field (record, field) : -1;
}

static gpointer
finish (ReeveClient *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
finish_nullable (ReeveClient *self, GAsyncResult *result, gpointer tag, gpointer *reply, GError **error)
{
  GError *failure = NULL;
  gpointer value;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  value = g_task_propagate_pointer (G_TASK (result), &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (reply != NULL)
    *reply = value;
  else
    g_clear_object (&value);
  return TRUE;
}

static void
on_reachable_changed_cb (ReeveClient *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REACHABLE]);
}

static void
on_tokens_changed_cb (ReeveClient *self, ReeveTokens *tokens)
{
  g_signal_emit (self, signals[SIGNAL_TOKENS_CHANGED], 0, tokens);
}

static void
on_signed_out_cb (ReeveClient *self, GError *error)
{
  g_signal_emit (self, signals[SIGNAL_SIGNED_OUT], 0, error);
}

static void
reeve_client_finalize (GObject *object)
{
  ReeveClient *self = REEVE_CLIENT (object);

  g_clear_object (&self->record_gate);
  g_clear_object (&self->approval_hold);
  g_clear_object (&self->step_up);
  g_clear_object (&self->authorizer);
  g_clear_object (&self->transport);
  g_clear_pointer (&self->origin, g_free);
  G_OBJECT_CLASS (reeve_client_parent_class)->finalize (object);
}

static void
reeve_client_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ReeveClient *self = REEVE_CLIENT (object);

  switch (prop_id)
    {
    case PROP_REACHABLE:
      g_value_set_boolean (value, reeve_client_get_reachable (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_client_class_init (ReeveClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = reeve_client_finalize;
  object_class->get_property = reeve_client_get_property;
  properties[PROP_REACHABLE] =
    g_param_spec_boolean ("reachable", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_TOKENS_CHANGED] =
    g_signal_new ("tokens-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, reeve_tokens_get_type ());
  signals[SIGNAL_SIGNED_OUT] = g_signal_new ("signed-out", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_ENROL] =
    g_signal_new ("enrol", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
reeve_client_init (ReeveClient *self)
{
  self->step_up = reeve_step_up_new (send_again);
  self->approval_hold = reeve_approval_hold_new (send_again);
  self->record_gate = reeve_record_gate_new (put_on_wire);
}

ReeveClient *
reeve_client_new (const char *origin, ReeveKey *device_key, GTlsCertificate *pinned)
{
  ReeveClient *self;

  g_return_val_if_fail (origin != NULL, NULL);
  g_return_val_if_fail (device_key != NULL, NULL);

  self = g_object_new (REEVE_TYPE_CLIENT, NULL);
  self->origin = g_strdup (origin);
  self->transport = reeve_transport_new (origin, device_key);
  self->authorizer = reeve_authorizer_new (self->transport);
  g_signal_connect_object (self->transport, "notify::reachable", G_CALLBACK (on_reachable_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->authorizer, "tokens-changed", G_CALLBACK (on_tokens_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->authorizer, "signed-out", G_CALLBACK (on_signed_out_cb), self,
                           G_CONNECT_SWAPPED);
  if (pinned != NULL)
    {
      g_autofree char *fingerprint = reeve_certificate_fingerprint (pinned);

      reeve_client_pin (self, fingerprint);
    }
  return self;
}

void
reeve_client_pin (ReeveClient *self, const char *fingerprint)
{
  g_return_if_fail (REEVE_IS_CLIENT (self));

  reeve_transport_pin (self->transport, fingerprint);
}

GTlsCertificate *
reeve_client_get_certificate (ReeveClient *self)
{
  g_return_val_if_fail (REEVE_IS_CLIENT (self), NULL);

  return reeve_transport_get_certificate (self->transport);
}

GTlsProtocolVersion
reeve_client_get_tls_version (ReeveClient *self)
{
  g_return_val_if_fail (REEVE_IS_CLIENT (self), G_TLS_PROTOCOL_VERSION_UNKNOWN);

  return reeve_transport_get_tls_version (self->transport);
}

void
reeve_client_choose_tls (void)
{
  g_setenv ("G_TLS_GNUTLS_PRIORITY", TLS_PRIORITY, TRUE);
}

char *
reeve_client_fingerprint (GTlsCertificate *certificate)
{
  return reeve_certificate_fingerprint (certificate);
}

ReeveStepUp *
reeve_client_get_step_up (ReeveClient *self)
{
  g_return_val_if_fail (REEVE_IS_CLIENT (self), NULL);

  return self->step_up;
}

ReeveApprovalHold *
reeve_client_get_approval_hold (ReeveClient *self)
{
  g_return_val_if_fail (REEVE_IS_CLIENT (self), NULL);

  return self->approval_hold;
}

ReeveRecordGate *
reeve_client_get_record_gate (ReeveClient *self)
{
  g_return_val_if_fail (REEVE_IS_CLIENT (self), NULL);

  return self->record_gate;
}

const char *
reeve_client_get_origin (ReeveClient *self)
{
  g_return_val_if_fail (REEVE_IS_CLIENT (self), NULL);

  return self->origin;
}

gboolean
reeve_client_get_reachable (ReeveClient *self)
{
  g_return_val_if_fail (REEVE_IS_CLIENT (self), FALSE);

  return reeve_transport_get_reachable (self->transport);
}

void
reeve_client_set_tokens (ReeveClient *self, ReeveTokens *tokens)
{
  g_return_if_fail (REEVE_IS_CLIENT (self));

  reeve_authorizer_set_tokens (self->authorizer, tokens);
}

void
reeve_client_set_refresh_token (ReeveClient *self, const ReeveSecret *refresh)
{
  g_return_if_fail (REEVE_IS_CLIENT (self));

  reeve_authorizer_set_refresh_token (self->authorizer, refresh);
}

GTlsCertificate *
reeve_client_get_refused_certificate (ReeveClient *self)
{
  g_return_val_if_fail (REEVE_IS_CLIENT (self), NULL);

  return reeve_transport_get_refused_certificate (self->transport);
}

void
reeve_client_sign_out_async (ReeveClient *self,
                             const char *path,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (ReeveAuthorizer) former = NULL;
  ReeveWireRequest *request;
  GTask *task;

  g_return_if_fail (REEVE_IS_CLIENT (self));

  former = reeve_authorizer_take_session (self->authorizer);
  request = reeve_wire_request_new ("POST", path);
  request->idempotency_key = reeve_id_new ();
  task = new_task (self, reeve_client_sign_out_async, ANSWER_NOTHING, G_TYPE_NONE, NULL, callback, user_data);
  ((Verb *) g_task_get_task_data (task))->request = reeve_wire_request_ref (request);
  reeve_authorizer_send_async (former, request, REEVE_CLIENT_DEADLINE_MS, NULL, on_sent_cb, task);
}

gboolean
reeve_client_sign_out_finish (ReeveClient *self, GAsyncResult *result, GError **error)
{
  return finish_nullable (self, result, reeve_client_sign_out_async, NULL, error);
}

void
reeve_client_set_deadline_for_tests (ReeveClient *self, guint milliseconds)
{
  g_return_if_fail (REEVE_IS_CLIENT (self));

  self->deadline_ms = milliseconds;
}

char *
reeve_client_path (const char *format, ...)
{
  GString *path = g_string_new (NULL);
  va_list args;

  va_start (args, format);
  for (const char *at = format; *at != '\0'; at++)
    {
      if (at[0] == '%' && at[1] == 's')
        {
          g_string_append_uri_escaped (path, va_arg (args, const char *), NULL, FALSE);
          at++;
        }
      else
        {
          g_assert (*at != '%'); /* only %s */
          g_string_append_c (path, *at);
        }
    }
  va_end (args);
  return g_string_free_and_steal (path);
}

void
reeve_client_load_async (ReeveClient *self,
                         GType type,
                         const char *path,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (REEVE_IS_CLIENT (self));
  g_return_if_fail (g_type_is_a (type, REEVE_TYPE_RECORD));

  send (new_task (self, reeve_client_load_async, ANSWER_RECORD, type, cancellable, callback, user_data),
        reeve_wire_request_new ("GET", path));
}

gpointer
reeve_client_load_finish (ReeveClient *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, reeve_client_load_async, error);
}

void
reeve_client_list_async (ReeveClient *self,
                         GType item_type,
                         const char *path,
                         const ReeveQuery *query,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  ReeveWireRequest *request;

  g_return_if_fail (REEVE_IS_CLIENT (self));
  g_return_if_fail (g_type_is_a (item_type, REEVE_TYPE_RECORD));

  request = reeve_wire_request_new ("GET", path);
  request->query = query != NULL ? reeve_query_to_string (query, TRUE) : NULL;
  send (new_task (self, reeve_client_list_async, ANSWER_LISTING, item_type, cancellable, callback, user_data),
        request);
}

ReeveListing *
reeve_client_list_finish (ReeveClient *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, reeve_client_list_async, error);
}

void
reeve_client_save_async (ReeveClient *self,
                         const char *path,
                         gpointer before,
                         gpointer after,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (ReeveSecret) patch = NULL;
  ReeveWireRequest *request;
  GTask *task;

  g_return_if_fail (REEVE_IS_CLIENT (self));
  g_return_if_fail (REEVE_IS_RECORD (before) && REEVE_IS_RECORD (after));

  task = new_task (self, reeve_client_save_async, ANSWER_RECORD, G_OBJECT_TYPE (after), cancellable, callback,
                   user_data);
  patch = reeve_record_to_patch (before, after);
  if (patch == NULL) /* nothing to say: what is there is what was wanted */
    {
      g_task_return_pointer (task, reeve_record_copy (before), g_object_unref);
      g_object_unref (task);
      return;
    }
  request = reeve_wire_request_new ("PATCH", path);
  request->body = make_body (patch);
  request->version = get_version (before);
  send (task, request);
}

gpointer
reeve_client_save_finish (ReeveClient *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, reeve_client_save_async, error);
}

/* @key: (transfer full) */
static void
post (ReeveClient *self,
      const char *path,
      char *key,
      gpointer body,
      GType reply_type,
      gint64 version,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  ReeveWireRequest *request = reeve_wire_request_new ("POST", path);

  request->idempotency_key = key;
  request->version = version;
  if (body != NULL)
    {
      g_autoptr (ReeveSecret) wire = reeve_record_to_create (body);

      request->body = make_body (wire);
    }
  send (new_task (self, reeve_client_post_async,
                  reply_type != G_TYPE_NONE && reply_type != G_TYPE_INVALID ? ANSWER_RECORD : ANSWER_NOTHING,
                  reply_type, cancellable, callback, user_data),
        request);
}

void
reeve_client_post_async (ReeveClient *self,
                         const char *path,
                         gpointer body,
                         GType reply_type,
                         gint64 version,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (REEVE_IS_CLIENT (self));
  g_return_if_fail (body == NULL || REEVE_IS_RECORD (body));

  post (self, path, reeve_id_new (), body, reply_type, version, cancellable, callback, user_data);
}

void
reeve_client_post_once_async (ReeveClient *self,
                              const char *path,
                              const char *key,
                              gpointer body,
                              GType reply_type,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (REEVE_IS_CLIENT (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (body == NULL || REEVE_IS_RECORD (body));

  post (self, path, g_strdup (key), body, reply_type, -1, cancellable, callback, user_data);
}

gboolean
reeve_client_post_finish (ReeveClient *self, GAsyncResult *result, gpointer *reply, GError **error)
{
  return finish_nullable (self, result, reeve_client_post_async, reply, error);
}

void
reeve_client_bring_async (ReeveClient *self,
                          const char *path,
                          const char *query,
                          GBytes *lines,
                          GType reply_type,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  ReeveWireRequest *request;

  g_return_if_fail (REEVE_IS_CLIENT (self));
  g_return_if_fail (lines != NULL && g_type_is_a (reply_type, REEVE_TYPE_RECORD));

  request = reeve_wire_request_new ("POST", path);
  request->query = g_strdup (query);
  request->body = g_bytes_ref (lines);
  request->lines = TRUE;
  request->idempotency_key = reeve_id_new ();
  send (
    new_task (self, reeve_client_bring_async, ANSWER_RECORD, reply_type, cancellable, callback, user_data),
    request);
}

gpointer
reeve_client_bring_finish (ReeveClient *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, reeve_client_bring_async, error);
}

static void
on_version_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveWireRequest *request = ((Verb *) g_task_get_task_data (task))->request;
  GError *error = NULL;

  request->version = g_task_propagate_int (G_TASK (result), &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    send_again (g_steal_pointer (&task), request);
}

void
reeve_client_repeat_async (ReeveClient *self,
                           const char *method,
                           const char *path,
                           const char *body,
                           const char *approvals,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  ReeveWireRequest *request;
  GTask *task;

  g_return_if_fail (REEVE_IS_CLIENT (self));
  g_return_if_fail (method != NULL && path != NULL);

  request = reeve_wire_request_new (g_intern_string (method), path);
  request->body = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  request->approvals = g_strdup (approvals);
  task =
    new_task (self, reeve_client_repeat_async, ANSWER_NOTHING, G_TYPE_NONE, cancellable, callback, user_data);
  if (g_str_equal (method, "POST"))
    {
      request->idempotency_key = reeve_id_new ();
      send (task, request);
      return;
    }
  ((Verb *) g_task_get_task_data (task))->request = request;
  send (new_task (self, on_version_cb, ANSWER_VERSION, G_TYPE_INT64, cancellable, on_version_cb, task),
        reeve_wire_request_new ("GET", request->path));
}

gboolean
reeve_client_repeat_finish (ReeveClient *self, GAsyncResult *result, GError **error)
{
  return finish_nullable (self, result, reeve_client_repeat_async, NULL, error);
}

void
reeve_client_delete_async (ReeveClient *self,
                           const char *path,
                           gint64 version,
                           GType reply_type,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  ReeveWireRequest *request;

  g_return_if_fail (REEVE_IS_CLIENT (self));

  request = reeve_wire_request_new ("DELETE", path);
  request->version = version;
  send (new_task (self, reeve_client_delete_async,
                  reply_type != G_TYPE_NONE && reply_type != G_TYPE_INVALID ? ANSWER_RECORD : ANSWER_NOTHING,
                  reply_type, cancellable, callback, user_data),
        request);
}

gboolean
reeve_client_delete_finish (ReeveClient *self, GAsyncResult *result, gpointer *reply, GError **error)
{
  return finish_nullable (self, result, reeve_client_delete_async, reply, error);
}

void
reeve_client_fetch_async (ReeveClient *self,
                          const char *path,
                          const ReeveQuery *query,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  ReeveWireRequest *request;

  g_return_if_fail (REEVE_IS_CLIENT (self));

  request = reeve_wire_request_new ("GET", path);
  request->query = query != NULL ? reeve_query_to_string (query, FALSE) : NULL;
  request->max_bytes = FETCH_MAX_BYTES;
  send (
    new_task (self, reeve_client_fetch_async, ANSWER_BYTES, G_TYPE_BYTES, cancellable, callback, user_data),
    request);
}

GBytes *
reeve_client_fetch_finish (ReeveClient *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, reeve_client_fetch_async, error);
}

void
reeve_client_stream_async (ReeveClient *self,
                           const char *path,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  ReeveWireRequest *request = reeve_wire_request_new ("GET", path);

  request->stream = TRUE;
  send (new_task (self, reeve_client_stream_async, ANSWER_STREAM, G_TYPE_INPUT_STREAM, cancellable, callback,
                  user_data),
        request);
}

GInputStream *
reeve_client_stream_finish (ReeveClient *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, reeve_client_stream_async, error);
}

void
reeve_client_open_async (ReeveClient *self,
                         const char *path,
                         const ReeveQuery *query,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  ReeveWireRequest *request = reeve_wire_request_new ("GET", path);

  request->query = query != NULL ? reeve_query_to_string (query, FALSE) : NULL;
  request->stream = TRUE;
  request->accept = "*/*";
  send (new_task (self, reeve_client_open_async, ANSWER_STREAM, G_TYPE_INPUT_STREAM, cancellable, callback,
                  user_data),
        request);
}

GInputStream *
reeve_client_open_finish (ReeveClient *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, reeve_client_open_async, error);
}
