/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The console's secrets in the system keyring. Jobs go through one queue, because libsecret's file backend
 * loses items when two write at once (FLATPAK 6). Each job: see that the keyring is open; do it; after a
 * store read it back; after a lookup that found nothing look again, since a keyring that was locked meanwhile
 * answers "nothing" too. Nothing is ever cancelled. */

#include "config.h"

#include "console/client/keyring.h"

#include <libsecret/secret.h>

#include "common/error.h"
#include "console/client/keyring-service.h"

#define WAITING_AFTER_MS 3000

typedef enum
{
  JOB_LOOKUP,
  JOB_STORE,
  JOB_CLEAR,
} JobVerb;

typedef struct
{
  JobVerb verb;
  char *site;
  char *kind;
  char *label;         /* (nullable) */
  ReeveSecret *secret; /* (nullable): what to store */
} Job;

struct _ReeveKeyring
{
  GObject parent_instance;

  /* owned */
  GQueue queue; /* of GTask; the head is under way */

  ReeveKeyringState state;
  guint waiting_id;
  guint watch_id; /* of the Secret Service's bus name */
  gboolean can_create;
};

G_DEFINE_FINAL_TYPE (ReeveKeyring, reeve_keyring, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (ReeveKeyringState,
                    reeve_keyring_state,
                    G_DEFINE_ENUM_VALUE (REEVE_KEYRING_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (REEVE_KEYRING_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (REEVE_KEYRING_LOCKED, "locked"),
                    G_DEFINE_ENUM_VALUE (REEVE_KEYRING_MISSING, "missing"))

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const SecretSchema schema = {
  REEVE_APPLICATION_ID,
  SECRET_SCHEMA_NONE,
  { { "site", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

static void
job_free (Job *job)
{
  g_free (job->site);
  g_free (job->kind);
  g_free (job->label);
  g_clear_pointer (&job->secret, reeve_secret_unref);
  g_free (job);
}

static void
set_state (ReeveKeyring *self, ReeveKeyringState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static gboolean
on_waited_cb (gpointer user_data)
{
  ReeveKeyring *self = user_data;

  self->waiting_id = 0;
  set_state (self, REEVE_KEYRING_WAITING);
  return G_SOURCE_REMOVE;
}

static GHashTable *
make_attributes (const Job *job)
{
  return secret_attributes_build (&schema, "site", job->site, "kind", job->kind, NULL);
}

/* The keyring keeps text: the secret in base64 within libsecret's own locked memory. */
static SecretValue *
encode (const ReeveSecret *secret)
{
  gsize length;
  gconstpointer data = reeve_secret_get_data (secret, &length);
  char *text = g_base64_encode (data, length);

  return secret_value_new_full (text, -1, "text/plain", (GDestroyNotify) secret_password_free);
}

static ReeveSecret *
decode (const char *text)
{
  g_autoptr (ReeveSecret) copy = reeve_secret_new_text (text);
  gsize length = reeve_secret_get_length (copy);

  /* in place, so that no copy is left which nobody wipes; GLib refuses a single character */
  if (length > 1)
    g_base64_decode_inplace ((char *) reeve_secret_get_text (copy), &length);
  return reeve_secret_new (reeve_secret_get_text (copy), length);
}

static void begin_next (ReeveKeyring *self);

/* The end of every job: the state says how it went, the caller gets the answer, the next one begins. */
static void
end_job (GTask *task, ReeveSecret *found, GError *error)
{
  ReeveKeyring *self = g_task_get_source_object (task);
  ReeveKeyringState state = REEVE_KEYRING_IDLE;

  g_clear_handle_id (&self->waiting_id, g_source_remove);
  if (reeve_error_get_code (error) == REEVE_ERROR_LOCKED && error != NULL)
    state = REEVE_KEYRING_LOCKED;
  else if (reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE && error != NULL)
    state = REEVE_KEYRING_MISSING;
  set_state (self, state);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, found, (GDestroyNotify) reeve_secret_unref);
  g_object_unref (g_queue_pop_head (&self->queue));
  begin_next (self);
}

static void
on_looked_again_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean locked = FALSE;

  if (!reeve_keyring_service_look_finish (result, &locked, &error))
    end_job (task, NULL, error);
  else if (locked)
    end_job (task, NULL,
             reeve_error_new (REEVE_ERROR_LOCKED, "keyring_locked", "the keyring was locked meanwhile"));
  else
    end_job (task, NULL, NULL);
}

static void
on_looked_up_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *text = secret_password_lookup_finish (result, &error);
  ReeveSecret *found = NULL;

  if (error != NULL)
    {
      end_job (task, NULL, reeve_keyring_service_translate (error));
      return;
    }
  if (text == NULL && reeve_keyring_service_is_used ())
    {
      reeve_keyring_service_look_async (on_looked_again_cb, g_steal_pointer (&task));
      return;
    }
  if (text != NULL)
    found = decode (text);
  secret_password_free (text);
  end_job (task, found, NULL);
}

static void
on_read_back_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  char *text = secret_password_lookup_finish (result, &error);
  g_autoptr (ReeveSecret) found = text != NULL ? decode (text) : NULL;

  secret_password_free (text);
  if (error != NULL)
    end_job (task, NULL, reeve_keyring_service_translate (error));
  else if (found == NULL || !reeve_secret_equal (found, job->secret))
    end_job (task, NULL,
             reeve_error_new (REEVE_ERROR_INTERNAL, "keyring", "the keyring did not keep what was stored"));
  else
    end_job (task, NULL, NULL);
}

static void
on_stored_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GHashTable) attributes = make_attributes (g_task_get_task_data (task));
  GError *error = NULL;

  if (!secret_password_store_finish (result, &error))
    end_job (task, NULL, reeve_keyring_service_translate (error));
  else
    secret_password_lookupv (&schema, attributes, NULL, on_read_back_cb, g_steal_pointer (&task));
}

static void
on_cleared_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error); /* FALSE without an error: there was none */
  end_job (task, NULL, error != NULL ? reeve_keyring_service_translate (error) : NULL);
}

static void
do_job (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (job);

  if (job->verb == JOB_STORE)
    {
      SecretValue *value = encode (job->secret);

      secret_password_storev_binary (&schema, attributes, SECRET_COLLECTION_DEFAULT, job->label, value, NULL,
                                     on_stored_cb, g_object_ref (task));
      secret_value_unref (value);
    }
  else if (job->verb == JOB_LOOKUP)
    secret_password_lookupv (&schema, attributes, NULL, on_looked_up_cb, g_object_ref (task));
  else
    secret_password_clearv (&schema, attributes, NULL, on_cleared_cb, g_object_ref (task));
}

static void
on_opened_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveKeyring *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean found = FALSE;

  self->can_create = FALSE;
  if (!reeve_keyring_service_unlock_finish (result, &found, &error))
    {
      end_job (task, NULL, error);
      return;
    }
  /* without a keyring there is nothing to find or to clear; a store asks the person to make one */
  if (!found && job->verb != JOB_STORE)
    {
      self->can_create = TRUE;
      end_job (
        task, NULL,
        reeve_error_new (REEVE_ERROR_UNREACHABLE, "keyring_missing", "the Secret Service has no keyring"));
      return;
    }
  do_job (task);
}

static void
begin_next (ReeveKeyring *self)
{
  GTask *task = g_queue_peek_head (&self->queue);

  if (task == NULL)
    return;
  self->waiting_id = g_timeout_add (WAITING_AFTER_MS, on_waited_cb, self);
  if (reeve_keyring_service_is_used ())
    reeve_keyring_service_unlock_async (on_opened_cb, g_object_ref (task));
  else
    do_job (task);
}

static void
queue_job (ReeveKeyring *self,
           JobVerb verb,
           const char *site,
           const char *kind,
           const char *label,
           ReeveSecret *secret,
           gpointer tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->verb = verb;
  job->site = g_strdup (site);
  job->kind = g_strdup (kind);
  job->label = g_strdup (label);
  job->secret = secret != NULL ? reeve_secret_ref (secret) : NULL;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_queue_push_tail (&self->queue, task);
  if (g_queue_get_length (&self->queue) == 1)
    begin_next (self);
}

/* libsecret goes on using its session with a daemon that is gone: the next one knows nothing of it and
 * refuses every store and lookup. Nothing is blocked or cancelled by this, it only forgets. */
static void
on_service_vanished_cb (GDBusConnection *bus G_GNUC_UNUSED,
                        const char *name G_GNUC_UNUSED,
                        gpointer user_data G_GNUC_UNUSED)
{
  secret_service_disconnect ();
}

static void
reeve_keyring_dispose (GObject *object)
{
  g_clear_handle_id (&REEVE_KEYRING (object)->watch_id, g_bus_unwatch_name);
  G_OBJECT_CLASS (reeve_keyring_parent_class)->dispose (object);
}

static void
reeve_keyring_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ReeveKeyring *self = REEVE_KEYRING (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_keyring_class_init (ReeveKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = reeve_keyring_dispose;
  object_class->get_property = reeve_keyring_get_property;
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, REEVE_TYPE_KEYRING_STATE,
                                              REEVE_KEYRING_IDLE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

/* Every queued task holds a reference, so the queue is empty when the last one goes. */
static void
reeve_keyring_init (ReeveKeyring *self)
{
  g_queue_init (&self->queue);
  if (reeve_keyring_service_is_used ())
    self->watch_id =
      g_bus_watch_name (G_BUS_TYPE_SESSION, "org.freedesktop.secrets", G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                        on_service_vanished_cb, NULL, NULL);
}

ReeveKeyring *
reeve_keyring_get_default (void)
{
  static ReeveKeyring *keyring;

  if (g_once_init_enter_pointer (&keyring))
    g_once_init_leave_pointer (&keyring, g_object_new (REEVE_TYPE_KEYRING, NULL));
  return keyring;
}

ReeveKeyringState
reeve_keyring_get_state (ReeveKeyring *self)
{
  g_return_val_if_fail (REEVE_IS_KEYRING (self), REEVE_KEYRING_IDLE);

  return self->state;
}

gboolean
reeve_keyring_can_create (ReeveKeyring *self)
{
  g_return_val_if_fail (REEVE_IS_KEYRING (self), FALSE);

  return self->can_create;
}

void
reeve_keyring_lookup_async (ReeveKeyring *self,
                            const char *site,
                            const char *kind,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (REEVE_IS_KEYRING (self));
  g_return_if_fail (site != NULL && kind != NULL);

  queue_job (self, JOB_LOOKUP, site, kind, NULL, NULL, reeve_keyring_lookup_async, cancellable, callback,
             user_data);
}

ReeveSecret *
reeve_keyring_lookup_finish (ReeveKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_keyring_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
reeve_keyring_store_async (ReeveKeyring *self,
                           const char *site,
                           const char *kind,
                           const char *label,
                           ReeveSecret *secret,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (REEVE_IS_KEYRING (self));
  g_return_if_fail (site != NULL && kind != NULL && label != NULL && secret != NULL);

  queue_job (self, JOB_STORE, site, kind, label, secret, reeve_keyring_store_async, cancellable, callback,
             user_data);
}

gboolean
reeve_keyring_store_finish (ReeveKeyring *self, GAsyncResult *result, GError **error)
{
  GError *failure = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_keyring_store_async), FALSE);

  g_task_propagate_pointer (G_TASK (result), &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

void
reeve_keyring_clear_async (ReeveKeyring *self,
                           const char *site,
                           const char *kind,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (REEVE_IS_KEYRING (self));
  g_return_if_fail (site != NULL && kind != NULL);

  queue_job (self, JOB_CLEAR, site, kind, NULL, NULL, reeve_keyring_clear_async, cancellable, callback,
             user_data);
}

gboolean
reeve_keyring_clear_finish (ReeveKeyring *self, GAsyncResult *result, GError **error)
{
  GError *failure = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_keyring_clear_async), FALSE);

  g_task_propagate_pointer (G_TASK (result), &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}
