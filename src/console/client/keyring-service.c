/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The few calls of the Secret Service's own interface that the keyring needs beside libsecret: ReadAlias,
 * Locked, Unlock and Prompt. One chain of steps; "look" is the same chain and stops before unlocking.
 *
 * No call here has a timeout or a cancellable: gnome-keyring-daemon aborts, for the whole desktop, when a
 * caller goes away while its prompt is open. */

#include "config.h"

#include "console/client/keyring-service.h"

#include <libsecret/secret.h>

#include "common/error.h"

#define SERVICE_NAME         "org.freedesktop.secrets"
#define SERVICE_PATH         "/org/freedesktop/secrets"
#define SERVICE_INTERFACE    "org.freedesktop.Secret.Service"
#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"
#define PROMPT_INTERFACE     "org.freedesktop.Secret.Prompt"
#define NOTHING              "/" /* the service's word for "no such object" */

typedef struct
{
  gboolean only_look;
  GDBusConnection *bus; /* owned */
  char *collection;     /* owned (nullable) */
  char *prompt;         /* owned (nullable) */
  guint completed_id;   /* of the prompt's signal, 0 none */
  gboolean locked;
} Look;

static void
look_free (Look *look)
{
  if (look->completed_id != 0)
    g_dbus_connection_signal_unsubscribe (look->bus, look->completed_id);
  g_clear_object (&look->bus);
  g_free (look->collection);
  g_free (look->prompt);
  g_free (look);
}

static void
call_service (GTask *task,
              const char *path,
              const char *interface,
              const char *method,
              GVariant *parameters,
              const char *reply_type,
              GAsyncReadyCallback callback)
{
  Look *look = g_task_get_task_data (task);

  g_dbus_connection_call (look->bus, SERVICE_NAME, path, interface, method, parameters,
                          G_VARIANT_TYPE (reply_type), G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, callback,
                          g_object_ref (task));
}

/* The reply of the step before, or NULL and the task has its error. */
static GVariant *
get_reply (GTask *task, GObject *source, GAsyncResult *result)
{
  GError *error = NULL;
  GVariant *reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL)
    g_task_return_error (task, reeve_keyring_service_translate (error));
  return reply;
}

static void
return_locked (GTask *task)
{
  g_task_return_error (task, reeve_error_new (REEVE_ERROR_LOCKED, "keyring_locked", "the keyring is locked"));
}

static void
on_prompt_completed_cb (GDBusConnection *bus,
                        const char *sender,
                        const char *path,
                        const char *interface,
                        const char *signal,
                        GVariant *parameters,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Look *look = g_task_get_task_data (task);
  gboolean dismissed = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(bv)")))
    g_variant_get (parameters, "(bv)", &dismissed, NULL);
  g_dbus_connection_signal_unsubscribe (bus, look->completed_id);
  look->completed_id = 0;
  look->locked = dismissed;
  if (dismissed)
    return_locked (task);
  else
    g_task_return_boolean (task, TRUE);
}

/* Only a failure matters here; success is told by the signal. */
static void
on_prompt_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL || look->completed_id == 0)
    return;
  g_dbus_connection_signal_unsubscribe (look->bus, look->completed_id);
  look->completed_id = 0;
  return_locked (task);
}

static void
on_unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);
  g_autoptr (GVariant) reply = get_reply (task, source, result);

  if (reply == NULL)
    return;
  g_variant_get (reply, "(@aoo)", NULL, &look->prompt);
  if (g_str_equal (look->prompt, NOTHING))
    {
      look->locked = FALSE;
      g_task_return_boolean (task, TRUE);
      return;
    }
  look->completed_id = g_dbus_connection_signal_subscribe (
    look->bus, SERVICE_NAME, PROMPT_INTERFACE, "Completed", look->prompt, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
    on_prompt_completed_cb, g_object_ref (task), g_object_unref);
  call_service (task, look->prompt, PROMPT_INTERFACE, "Prompt", g_variant_new ("(s)", ""), "()",
                on_prompt_opened_cb);
}

static void
on_locked_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);
  g_autoptr (GVariant) reply = get_reply (task, source, result);
  g_autoptr (GVariant) value = NULL;
  const char *collections[2] = { look->collection, NULL };

  if (reply == NULL)
    return;
  g_variant_get (reply, "(v)", &value);
  look->locked = g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
  if (look->only_look || !look->locked)
    g_task_return_boolean (task, TRUE);
  else
    call_service (task, SERVICE_PATH, SERVICE_INTERFACE, "Unlock", g_variant_new ("(^ao)", collections),
                  "(aoo)", on_unlocked_cb);
}

static void
on_alias_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);
  g_autoptr (GVariant) reply = get_reply (task, source, result);
  g_autofree char *path = NULL;

  if (reply == NULL)
    return;
  g_variant_get (reply, "(o)", &path);
  if (g_str_equal (path, NOTHING))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  look->collection = g_steal_pointer (&path);
  call_service (task, look->collection, "org.freedesktop.DBus.Properties", "Get",
                g_variant_new ("(ss)", COLLECTION_INTERFACE, "Locked"), "(v)", on_locked_read_cb);
}

static void
on_bus_got_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);
  GError *error = NULL;

  look->bus = g_bus_get_finish (result, &error);
  if (look->bus == NULL)
    {
      g_error_free (error);
      g_task_return_error (
        task, reeve_error_new (REEVE_ERROR_UNREACHABLE, "keyring_missing", "there is no session bus"));
      return;
    }
  call_service (task, SERVICE_PATH, SERVICE_INTERFACE, "ReadAlias", g_variant_new ("(s)", "default"), "(o)",
                on_alias_read_cb);
}

static void
begin (gboolean only_look, gpointer tag, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Look *look = g_new0 (Look, 1);

  g_task_set_source_tag (task, tag);
  look->only_look = only_look;
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  g_bus_get (G_BUS_TYPE_SESSION, NULL, on_bus_got_cb, task);
}

gboolean
reeve_keyring_service_is_used (void)
{
  return !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) && g_getenv ("SNAP") == NULL &&
         g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") != 0;
}

void
reeve_keyring_service_unlock_async (GAsyncReadyCallback callback, gpointer user_data)
{
  begin (FALSE, reeve_keyring_service_unlock_async, callback, user_data);
}

gboolean
reeve_keyring_service_unlock_finish (GAsyncResult *result, gboolean *found, GError **error)
{
  Look *look;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_keyring_service_unlock_async), FALSE);

  look = g_task_get_task_data (G_TASK (result));
  *found = look->collection != NULL;
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
reeve_keyring_service_look_async (GAsyncReadyCallback callback, gpointer user_data)
{
  begin (TRUE, reeve_keyring_service_look_async, callback, user_data);
}

gboolean
reeve_keyring_service_look_finish (GAsyncResult *result, gboolean *locked, GError **error)
{
  Look *look;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_keyring_service_look_async), FALSE);

  look = g_task_get_task_data (G_TASK (result));
  *locked = look->locked;
  return g_task_propagate_boolean (G_TASK (result), error);
}

GError *
reeve_keyring_service_translate (GError *error)
{
  g_autoptr (GError) foreign = error;

  if (g_error_matches (foreign, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return reeve_error_new (REEVE_ERROR_LOCKED, "keyring_locked", "the keyring is locked");
  if (g_error_matches (foreign, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (foreign, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
      g_error_matches (foreign, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND) ||
      g_error_matches (foreign, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches (foreign, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED) ||
      g_error_matches (foreign, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
      g_error_matches (foreign, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
      g_error_matches (foreign, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) ||
      g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return reeve_error_new (REEVE_ERROR_UNREACHABLE, "keyring_missing", "no keyring answers: %s",
                            foreign->message);
  return reeve_error_new (REEVE_ERROR_INTERNAL, "keyring", "the keyring failed: %s", foreign->message);
}
