/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The steps of opening, in order down the page: root key, local service, device key, the service's word,
 * refresh token. Each looks whether it is done already, so that a second try goes on where the first one
 * stopped. A root key is made only for a folder without data, and kept before anything is written under it.
 */

#include "config.h"

#include "console/client/connection.h"

#include <glib/gi18n.h>

#include "common/error.h"

#define ROOT_KEY_BYTES 32
#define ROOT_KEY       "root-key"
#define DEVICE_KEY     "device-key"
#define REFRESH_TOKEN  "refresh-token"

struct _ReeveConnection
{
  GObject parent_instance;

  /* owned */
  char *site;
  char *origin; /* (nullable): local */
  char *data_folder;
  char *fingerprint;          /* (nullable) */
  ReeveLocalService *service; /* (nullable) */
  ReeveKey *device_key;       /* (nullable) */
  ReeveClient *client;        /* (nullable) */
  ReevePasswordTerms *policy; /* (nullable) */
  ReeveSecret *making;        /* (nullable): a key on its way into the keyring */

  /* borrowed */
  ReeveKeyring *keyring; /* the one of the process */

  const char *progress;
  gboolean waiting;
  gboolean opening;
  gboolean without_keyring;
  gboolean has_session;
};

G_DEFINE_FINAL_TYPE (ReeveConnection, reeve_connection, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_PROGRESS,
  PROP_WAITING,
  N_PROPS
};

enum
{
  SIGNAL_RESTARTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_progress (ReeveConnection *self, const char *progress)
{
  if (self->progress == progress)
    return;
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static void
set_waiting (ReeveConnection *self, gboolean waiting)
{
  if (self->waiting == waiting)
    return;
  self->waiting = waiting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

static void
on_keyring_state_changed_cb (ReeveConnection *self)
{
  set_waiting (self, self->opening && reeve_keyring_get_state (self->keyring) == REEVE_KEYRING_WAITING);
}

/* (transfer full) both */
static void
end_failed (GTask *task, GError *error)
{
  g_autoptr (GTask) owned = task;
  ReeveConnection *self = g_task_get_source_object (owned);

  self->opening = FALSE;
  set_waiting (self, FALSE);
  set_progress (self, NULL);
  g_task_return_error (owned, error);
}

static void
end_opened (GTask *task)
{
  g_autoptr (GTask) owned = task;
  ReeveConnection *self = g_task_get_source_object (owned);

  self->opening = FALSE;
  set_waiting (self, FALSE);
  set_progress (self, NULL);
  g_task_return_pointer (owned, g_object_ref (self->policy), g_object_unref);
}

static void
on_refresh_token_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ReeveConnection *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (ReeveSecret) token = reeve_keyring_lookup_finish (REEVE_KEYRING (source), result, &error);

  if (error != NULL)
    {
      end_failed (task, error);
      return;
    }
  if (token != NULL && self->client != NULL)
    {
      reeve_client_set_refresh_token (self->client, token);
      self->has_session = TRUE;
    }
  end_opened (task);
}

static void
find_refresh_token (GTask *task)
{
  ReeveConnection *self = g_task_get_source_object (task);

  if (self->without_keyring || !self->policy->set_up)
    {
      end_opened (task);
      return;
    }
  set_progress (self, "keyring");
  reeve_keyring_lookup_async (self->keyring, self->site, REFRESH_TOKEN, NULL, on_refresh_token_found_cb,
                              task);
}

static void
on_policy_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ReeveConnection *self = g_task_get_source_object (task);
  GError *error = NULL;
  ReevePasswordTerms *policy = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (policy == NULL)
    {
      end_failed (task, error);
      return;
    }
  g_clear_object (&self->policy);
  self->policy = policy;
  find_refresh_token (task);
}

static void
load_policy (GTask *task)
{
  ReeveConnection *self = g_task_get_source_object (task);

  if (self->origin == NULL && self->service == NULL)
    {
      end_failed (task, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "closed meanwhile"));
      return;
    }
  if (self->client == NULL)
    {
      self->client = reeve_client_new (self->service != NULL ? reeve_local_service_get_origin (self->service)
                                                             : self->origin,
                                       self->device_key, NULL);
      if (self->fingerprint != NULL)
        reeve_client_pin (self->client, self->fingerprint);
    }
  set_progress (self, "connecting");
  reeve_client_load_async (self->client, reeve_password_terms_get_type (), "/v1/password-policy", NULL,
                           on_policy_loaded_cb, task);
}

static void
on_device_key_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ReeveConnection *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!reeve_keyring_store_finish (REEVE_KEYRING (source), result, &error))
    {
      g_clear_pointer (&self->device_key, reeve_key_unref);
      end_failed (task, error);
      return;
    }
  load_policy (task);
}

static void
on_device_key_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ReeveConnection *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (ReeveSecret) kept = reeve_keyring_lookup_finish (REEVE_KEYRING (source), result, &error);
  g_autoptr (ReeveSecret) made = NULL;

  if (error != NULL)
    {
      end_failed (task, error);
      return;
    }
  /* one that cannot be read is worth no more than none: the person signs in again */
  if (kept != NULL)
    self->device_key = reeve_key_new_private (REEVE_JWS_ES256, kept, NULL);
  if (self->device_key != NULL)
    {
      load_policy (task);
      return;
    }
  self->device_key = reeve_key_generate (REEVE_JWS_ES256);
  made = reeve_key_to_private (self->device_key);
  /* Translators: seen in the system's list of passwords; the key says which device is signed in. */
  reeve_keyring_store_async (self->keyring, self->site, DEVICE_KEY, _ ("Reeve: key of this device"), made,
                             NULL, on_device_key_kept_cb, task);
}

static void
find_device_key (GTask *task)
{
  ReeveConnection *self = g_task_get_source_object (task);

  if (self->device_key == NULL && self->without_keyring)
    self->device_key = reeve_key_generate (REEVE_JWS_ES256);
  if (self->device_key != NULL)
    {
      load_policy (task);
      return;
    }
  set_progress (self, "keyring");
  reeve_keyring_lookup_async (self->keyring, self->site, DEVICE_KEY, NULL, on_device_key_found_cb, task);
}

static void
on_service_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (reeve_local_service_start_finish (REEVE_LOCAL_SERVICE (source), result, &error))
    find_device_key (task);
  else
    end_failed (task, error);
}

static void
on_service_restarted_cb (ReeveConnection *self)
{
  g_signal_emit (self, signals[SIGNAL_RESTARTED], 0);
}

static void
on_service_failed_cb (ReeveConnection *self, GError *error)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void
start_service (GTask *task, ReeveSecret *root_key)
{
  ReeveConnection *self = g_task_get_source_object (task);

  if (reeve_secret_get_length (root_key) != ROOT_KEY_BYTES)
    {
      end_failed (task, reeve_error_new (REEVE_ERROR_INVALID, "wrong_key", "the kept root key is damaged"));
      return;
    }
  set_progress (self, "service");
  self->service = reeve_local_service_new (self->data_folder, root_key);
  g_signal_connect_object (self->service, "restarted", G_CALLBACK (on_service_restarted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->service, "failed", G_CALLBACK (on_service_failed_cb), self,
                           G_CONNECT_SWAPPED);
  reeve_local_service_start_async (self->service, NULL, on_service_started_cb, task);
}

static void
on_root_key_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ReeveConnection *self = g_task_get_source_object (task);
  g_autoptr (ReeveSecret) made = g_steal_pointer (&self->making);
  GError *error = NULL;

  if (reeve_keyring_store_finish (REEVE_KEYRING (source), result, &error))
    start_service (task, made);
  else
    end_failed (task, error);
}

static void
make_root_key (GTask *task)
{
  ReeveConnection *self = g_task_get_source_object (task);

  g_clear_pointer (&self->making, reeve_secret_unref);
  self->making = reeve_secret_new_random (ROOT_KEY_BYTES);
  reeve_keyring_store_async (
    self->keyring, self->site, ROOT_KEY,
    /* Translators: seen in the system's list of passwords; without this key all data is unreadable. */
    _ ("Reeve: root key of the workspace on this computer"), self->making, NULL, on_root_key_kept_cb, task);
}

static void
on_root_key_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ReeveConnection *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (ReeveSecret) root_key = reeve_keyring_lookup_finish (REEVE_KEYRING (source), result, &error);
  gboolean has_data = reeve_local_service_has_data (self->data_folder);

  if (error != NULL && (has_data || !reeve_keyring_can_create (self->keyring)))
    end_failed (task, error);
  else if (root_key != NULL)
    start_service (task, root_key);
  else if (has_data)
    end_failed (task, reeve_error_new (REEVE_ERROR_INVALID, "root_key_lost",
                                       "there is data, and the keyring holds no key to it"));
  else
    {
      /* nothing there yet, and perhaps not even a keyring: storing asks the person to make one */
      g_clear_error (&error);
      make_root_key (task);
    }
}

static void
begin (GTask *task)
{
  ReeveConnection *self = g_task_get_source_object (task);

  self->opening = TRUE;
  self->has_session = FALSE;
  if (self->origin != NULL || (self->service != NULL && reeve_local_service_get_running (self->service)))
    {
      find_device_key (task);
      return;
    }
  g_clear_object (&self->service);
  set_progress (self, "keyring");
  reeve_keyring_lookup_async (self->keyring, self->site, ROOT_KEY, NULL, on_root_key_found_cb, task);
}

/* A refresh token that could not be kept is no reason to stop anybody: the person signs in again next time.
 */
static void
on_refresh_token_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!reeve_keyring_store_finish (REEVE_KEYRING (source), result, &error))
    g_info ("the session is not kept: %s", error->message);
}

static void
on_refresh_token_dropped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!reeve_keyring_clear_finish (REEVE_KEYRING (source), result, &error))
    g_info ("the ended session's token stays in the keyring: %s", error->message);
}

static void
reeve_connection_dispose (GObject *object)
{
  reeve_connection_close (REEVE_CONNECTION (object));
  G_OBJECT_CLASS (reeve_connection_parent_class)->dispose (object);
}

static void
reeve_connection_finalize (GObject *object)
{
  ReeveConnection *self = REEVE_CONNECTION (object);

  g_clear_pointer (&self->site, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->data_folder, g_free);
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_pointer (&self->device_key, reeve_key_unref);
  g_clear_pointer (&self->making, reeve_secret_unref);
  g_clear_object (&self->client);
  g_clear_object (&self->policy);
  G_OBJECT_CLASS (reeve_connection_parent_class)->finalize (object);
}

static void
reeve_connection_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ReeveConnection *self = REEVE_CONNECTION (object);

  switch (prop_id)
    {
    case PROP_PROGRESS:
      g_value_set_string (value, self->progress);
      break;
    case PROP_WAITING:
      g_value_set_boolean (value, self->waiting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_connection_class_init (ReeveConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = reeve_connection_dispose;
  object_class->finalize = reeve_connection_finalize;
  object_class->get_property = reeve_connection_get_property;
  properties[PROP_PROGRESS] =
    g_param_spec_string ("progress", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WAITING] =
    g_param_spec_boolean ("waiting", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_RESTARTED] =
    g_signal_new ("restarted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
reeve_connection_init (ReeveConnection *self)
{
  self->keyring = reeve_keyring_get_default ();
  g_signal_connect_object (self->keyring, "notify::state", G_CALLBACK (on_keyring_state_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

ReeveConnection *
reeve_connection_new (const char *site, const char *origin, const char *data_folder)
{
  ReeveConnection *self;

  g_return_val_if_fail (site != NULL, NULL);

  self = g_object_new (REEVE_TYPE_CONNECTION, NULL);
  self->site = g_strdup (site);
  self->origin = g_strdup (origin);
  self->data_folder =
    data_folder != NULL ? g_strdup (data_folder) : reeve_local_service_get_default_folder ();
  return self;
}

void
reeve_connection_go_without_keyring (ReeveConnection *self)
{
  g_return_if_fail (REEVE_IS_CONNECTION (self));
  g_return_if_fail (self->origin != NULL);

  self->without_keyring = TRUE;
}

gboolean
reeve_connection_is_without_keyring (ReeveConnection *self)
{
  g_return_val_if_fail (REEVE_IS_CONNECTION (self), FALSE);

  return self->without_keyring;
}

void
reeve_connection_pin (ReeveConnection *self, const char *fingerprint)
{
  g_return_if_fail (REEVE_IS_CONNECTION (self));

  g_set_str (&self->fingerprint, fingerprint);
  if (self->client != NULL)
    reeve_client_pin (self->client, fingerprint);
}

void
reeve_connection_open_async (ReeveConnection *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (REEVE_IS_CONNECTION (self));
  g_return_if_fail (!self->opening);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, reeve_connection_open_async);
  begin (task);
}

ReevePasswordTerms *
reeve_connection_open_finish (ReeveConnection *self,
                              GAsyncResult *result,
                              gboolean *has_session,
                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_connection_open_async), NULL);

  *has_session = self->has_session;
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
reeve_connection_close (ReeveConnection *self)
{
  g_return_if_fail (REEVE_IS_CONNECTION (self));

  if (self->service != NULL)
    reeve_local_service_stop (self->service);
  g_clear_object (&self->service);
}

ReeveClient *
reeve_connection_get_client (ReeveConnection *self)
{
  g_return_val_if_fail (REEVE_IS_CONNECTION (self), NULL);

  return self->client;
}

ReeveLocalService *
reeve_connection_get_service (ReeveConnection *self)
{
  g_return_val_if_fail (REEVE_IS_CONNECTION (self), NULL);

  return self->service;
}

const char *
reeve_connection_get_progress (ReeveConnection *self)
{
  g_return_val_if_fail (REEVE_IS_CONNECTION (self), NULL);

  return self->progress;
}

gboolean
reeve_connection_get_waiting (ReeveConnection *self)
{
  g_return_val_if_fail (REEVE_IS_CONNECTION (self), FALSE);

  return self->waiting;
}

void
reeve_connection_keep_refresh_token (ReeveConnection *self, ReeveSecret *refresh_token)
{
  g_return_if_fail (REEVE_IS_CONNECTION (self));
  g_return_if_fail (refresh_token != NULL);

  if (!self->without_keyring)
    /* Translators: seen in the system's list of passwords; it keeps a person signed in. */
    reeve_keyring_store_async (self->keyring, self->site, REFRESH_TOKEN, _ ("Reeve: signed-in session"),
                               refresh_token, NULL, on_refresh_token_kept_cb, NULL);
}

void
reeve_connection_drop_refresh_token (ReeveConnection *self)
{
  g_return_if_fail (REEVE_IS_CONNECTION (self));

  if (!self->without_keyring)
    reeve_keyring_clear_async (self->keyring, self->site, REFRESH_TOKEN, NULL, on_refresh_token_dropped_cb,
                               NULL);
}
