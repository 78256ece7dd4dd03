/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One long answer, read line by line. The service says at least a comment every 15 seconds: silence of three
 * times that means a connection that died without a word. Whatever breaks it, it is opened again, later and
 * later; only the end of the session stops it. */

#include "config.h"

#include "console/client/feed.h"

#include <string.h>

#include "common/error.h"
#include "common/json.h"
#include "console/client/client-private.h"

#define SILENCE_S         45
#define FIRST_BACKOFF_MS  250
#define LAST_BACKOFF_MS   30000
#define CHUNK_BYTES       4096
#define MAX_PENDING_BYTES (64 * 1024)

static const ReeveJsonLimits event_limits = { MAX_PENDING_BYTES, 4 };

struct _ReeveFeed
{
  GObject parent_instance;

  /* owned */
  ReeveClient *client;
  char *path;
  GCancellable *cancellable; /* (nullable): of the connection under way; NULL when there is none */
  GInputStream *stream;      /* (nullable) */
  GString *pending;          /* a line that has not ended yet */
  GString *event;            /* (the data of) an event that has not ended yet */
  char *event_name;          /* (nullable) */

  guint silence_id;
  guint reopen_id;
  guint backoff_ms;
  gboolean wanted;
  gboolean connected;
};

G_DEFINE_FINAL_TYPE (ReeveFeed, reeve_feed, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_CONNECTED,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_TOLD,
  SIGNAL_CONNECTED,
  SIGNAL_DISCONNECTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_connected (ReeveFeed *self, gboolean connected)
{
  if (self->connected == connected)
    return;
  self->connected = connected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTED]);
  g_signal_emit (self, signals[connected ? SIGNAL_CONNECTED : SIGNAL_DISCONNECTED], 0);
}

static void
drop_connection (ReeveFeed *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->stream);
  g_clear_handle_id (&self->silence_id, g_source_remove);
  g_clear_handle_id (&self->reopen_id, g_source_remove);
  g_string_truncate (self->pending, 0);
  g_string_truncate (self->event, 0);
  g_clear_pointer (&self->event_name, g_free);
}

static void open_stream (ReeveFeed *self);

static gboolean
on_reopen_due_cb (gpointer user_data)
{
  ReeveFeed *self = user_data;

  self->reopen_id = 0;
  open_stream (self);
  return G_SOURCE_REMOVE;
}

static void
reopen_later (ReeveFeed *self)
{
  drop_connection (self);
  set_connected (self, FALSE);
  if (!self->wanted)
    return;
  self->reopen_id = g_timeout_add (self->backoff_ms, on_reopen_due_cb, self);
  self->backoff_ms = MIN (self->backoff_ms * 2, LAST_BACKOFF_MS);
}

static gboolean
on_silence_cb (gpointer user_data)
{
  ReeveFeed *self = user_data;

  self->silence_id = 0;
  reopen_later (self);
  return G_SOURCE_REMOVE;
}

static void
watch_silence (ReeveFeed *self)
{
  g_clear_handle_id (&self->silence_id, g_source_remove);
  self->silence_id = g_timeout_add_seconds (SILENCE_S, on_silence_cb, self);
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static void
tell_other (ReeveFeed *self)
{
  g_autofree char *name = g_steal_pointer (&self->event_name);
  g_autofree char *data = g_strdup (self->event->str);

  g_string_truncate (self->event, 0);
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, name, data);
}

/* An event that cannot be read is left out: a newer service may say more than we know. */
static void
tell_event (ReeveFeed *self)
{
  g_autoptr (JsonObject) object = NULL;
  JsonNode *version;
  const char *noun;

  if (self->event_name != NULL && !g_str_equal (self->event_name, "changed") && self->event->len > 0)
    {
      tell_other (self);
      return;
    }
  if (g_strcmp0 (self->event_name, "changed") == 0 && self->event->len > 0)
    object = reeve_json_parse_object (self->event->str, self->event->len, &event_limits, NULL);
  g_string_truncate (self->event, 0);
  g_clear_pointer (&self->event_name, g_free);
  noun = object != NULL ? get_text (object, "noun") : NULL;
  if (noun == NULL)
    return;
  version = json_object_get_member (object, "version");
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, noun, get_text (object, "id"),
                 version != NULL && JSON_NODE_HOLDS_VALUE (version) ? json_node_get_int (version)
                                                                    : (gint64) 0);
}

static void
read_line (ReeveFeed *self, const char *line)
{
  if (*line == '\0')
    tell_event (self);
  else if (g_str_has_prefix (line, "event:"))
    g_set_str (&self->event_name, line + strlen ("event:") + (line[strlen ("event:")] == ' '));
  else if (g_str_has_prefix (line, "data:"))
    g_string_append (self->event, line + strlen ("data:") + (line[strlen ("data:")] == ' '));
}

/* FALSE if what came is no event stream. */
static gboolean
read_bytes (ReeveFeed *self, const char *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (data[i] != '\n')
        {
          g_string_append_c (self->pending, data[i]);
          continue;
        }
      if (self->pending->len > 0 && self->pending->str[self->pending->len - 1] == '\r')
        g_string_truncate (self->pending, self->pending->len - 1);
      read_line (self, self->pending->str);
      g_string_truncate (self->pending, 0);
    }
  return self->pending->len + self->event->len <= MAX_PENDING_BYTES;
}

static void
on_bytes_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFeed) self = user_data;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (self->stream != G_INPUT_STREAM (source))
    return;
  if (length == 0 || !read_bytes (self, data, length))
    {
      reopen_later (self);
      return;
    }
  /* whoever heard of a change may have stopped us */
  if (self->stream != G_INPUT_STREAM (source))
    return;
  watch_silence (self);
  g_input_stream_read_bytes_async (self->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, self->cancellable,
                                   on_bytes_read_cb, g_object_ref (self));
}

static void
on_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFeed) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = reeve_client_stream_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->wanted)
    return;
  if (stream == NULL)
    {
      if (reeve_error_get_code (error) == REEVE_ERROR_SIGNED_OUT)
        self->wanted = FALSE;
      reopen_later (self);
      return;
    }
  g_set_object (&self->stream, stream);
  self->backoff_ms = FIRST_BACKOFF_MS;
  watch_silence (self);
  g_input_stream_read_bytes_async (self->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, self->cancellable,
                                   on_bytes_read_cb, g_object_ref (self));
  set_connected (self, TRUE);
}

static void
open_stream (ReeveFeed *self)
{
  drop_connection (self);
  self->cancellable = g_cancellable_new ();
  reeve_client_stream_async (self->client, self->path, self->cancellable, on_opened_cb, g_object_ref (self));
}

static void
reeve_feed_dispose (GObject *object)
{
  ReeveFeed *self = REEVE_FEED (object);

  self->wanted = FALSE;
  drop_connection (self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (reeve_feed_parent_class)->dispose (object);
}

static void
reeve_feed_finalize (GObject *object)
{
  ReeveFeed *self = REEVE_FEED (object);

  g_clear_pointer (&self->path, g_free);
  g_string_free (g_steal_pointer (&self->pending), TRUE);
  g_string_free (g_steal_pointer (&self->event), TRUE);
  G_OBJECT_CLASS (reeve_feed_parent_class)->finalize (object);
}

static void
reeve_feed_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ReeveFeed *self = REEVE_FEED (object);

  switch (prop_id)
    {
    case PROP_CONNECTED:
      g_value_set_boolean (value, self->connected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_feed_class_init (ReeveFeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = reeve_feed_dispose;
  object_class->finalize = reeve_feed_finalize;
  object_class->get_property = reeve_feed_get_property;
  properties[PROP_CONNECTED] =
    g_param_spec_boolean ("connected", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_INT64);
  signals[SIGNAL_TOLD] = g_signal_new ("told", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                       G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_CONNECTED] =
    g_signal_new ("connected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DISCONNECTED] =
    g_signal_new ("disconnected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
reeve_feed_init (ReeveFeed *self)
{
  self->pending = g_string_new (NULL);
  self->event = g_string_new (NULL);
  self->backoff_ms = FIRST_BACKOFF_MS;
}

ReeveFeed *
reeve_feed_new (ReeveClient *client, const char *workspace)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (workspace != NULL, NULL);

  path = reeve_client_path ("/v1/workspaces/%s/live", workspace);
  return reeve_feed_new_at (client, path);
}

ReeveFeed *
reeve_feed_new_at (ReeveClient *client, const char *path)
{
  ReeveFeed *self;

  g_return_val_if_fail (REEVE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (REEVE_TYPE_FEED, NULL);
  self->client = g_object_ref (client);
  self->path = g_strdup (path);
  return self;
}

void
reeve_feed_start (ReeveFeed *self)
{
  g_return_if_fail (REEVE_IS_FEED (self));

  self->wanted = TRUE;
  self->backoff_ms = FIRST_BACKOFF_MS;
  if (self->cancellable == NULL) /* neither open nor opening */
    open_stream (self);
}

void
reeve_feed_stop (ReeveFeed *self)
{
  g_return_if_fail (REEVE_IS_FEED (self));

  self->wanted = FALSE;
  drop_connection (self);
  set_connected (self, FALSE);
}

gboolean
reeve_feed_get_connected (ReeveFeed *self)
{
  g_return_val_if_fail (REEVE_IS_FEED (self), FALSE);

  return self->connected;
}
