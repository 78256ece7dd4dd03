/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The state machine of one service as the console knows it. Below it: the connection (keyring, local service,
 * client) and the feed. Every answer that comes late is measured against `serial`, which moves on with the
 * session: what was asked in an earlier one changes nothing any more. The steps of signing in stand in
 * site-sign-in.c. */

#include "config.h"

#include "console/client/site.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "common/error.h"
#include "console/client/recents.h"
#include "console/client/site-private.h"
#include "console/client/undo.h"

#define FIRST_PROBE_S 1
#define LAST_PROBE_S  30

G_DEFINE_FINAL_TYPE (ReeveSite, reeve_site, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (ReeveSiteState,
                    reeve_site_state,
                    G_DEFINE_ENUM_VALUE (REEVE_SITE_CLOSED, "closed"),
                    G_DEFINE_ENUM_VALUE (REEVE_SITE_OPENING, "opening"),
                    G_DEFINE_ENUM_VALUE (REEVE_SITE_KEYRING, "keyring"),
                    G_DEFINE_ENUM_VALUE (REEVE_SITE_NEEDS_SETUP, "needs-setup"),
                    G_DEFINE_ENUM_VALUE (REEVE_SITE_CERTIFICATE, "certificate"),
                    G_DEFINE_ENUM_VALUE (REEVE_SITE_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (REEVE_SITE_NEEDS_CODE, "needs-code"),
                    G_DEFINE_ENUM_VALUE (REEVE_SITE_NEEDS_ENROLMENT, "needs-enrolment"),
                    G_DEFINE_ENUM_VALUE (REEVE_SITE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (REEVE_SITE_FAILED, "failed"))

enum
{
  PROP_0,
  PROP_STATE,
  PROP_ERROR,
  PROP_PROGRESS,
  PROP_ONLINE,
  PROP_BUSY,
  PROP_IDENTITY,
  PROP_WORKSPACE,
  PROP_NAME,
  PROP_LOCAL,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_RECONNECTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* --- What a window shows --- */

static void
notify (ReeveSite *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* @error: (nullable) copied. Both are told after both have changed. */
void
reeve_site_set_state (ReeveSite *self, ReeveSiteState state, const GError *error)
{
  gboolean had_error = self->error != NULL;

  g_object_freeze_notify (G_OBJECT (self));
  if (error != self->error)
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
    }
  if (had_error || error != NULL)
    notify (self, PROP_ERROR);
  if (self->state != state)
    {
      self->state = state;
      notify (self, PROP_STATE);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
set_online (ReeveSite *self, gboolean online)
{
  if (self->online == online)
    return;
  self->online = online;
  notify (self, PROP_ONLINE);
}

static void
set_name (ReeveSite *self, const char *name)
{
  if (name != NULL && g_set_str (&self->name, name))
    notify (self, PROP_NAME);
}

void
reeve_site_step_begins (ReeveSite *self)
{
  if (self->n_steps++ == 0)
    notify (self, PROP_BUSY);
}

void
reeve_site_step_ends (ReeveSite *self)
{
  if (--self->n_steps == 0)
    notify (self, PROP_BUSY);
}

static gboolean
has_reason (const GError *error, const char *reason)
{
  return g_strcmp0 (reeve_error_get_reason (error), reason) == 0;
}

/* --- Being signed in: workspace and feed --- */

static void
on_changed_cb (ReeveSite *self, const char *noun, const char *id, gint64 version)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, noun, id, version);
}

/* Whatever changed while nobody listened is not known: the pages load again. A first connection missed
 * nothing. */
static void
on_feed_connected_cb (ReeveSite *self)
{
  if (self->feed_was_connected)
    g_signal_emit (self, signals[SIGNAL_RECONNECTED], 0);
  self->feed_was_connected = TRUE;
}

static void
stop_feed (ReeveSite *self)
{
  if (self->feed == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->feed, self);
  reeve_feed_stop (self->feed);
  g_clear_object (&self->feed);
}

static void
start_feed (ReeveSite *self)
{
  stop_feed (self);
  if (self->workspace == NULL)
    return;
  self->feed_was_connected = FALSE;
  self->feed = reeve_feed_new (self->client, self->workspace->id);
  g_signal_connect_object (self->feed, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "connected", G_CALLBACK (on_feed_connected_cb), self,
                           G_CONNECT_SWAPPED);
  reeve_feed_start (self->feed);
}

/* @workspace: (nullable) */
static void
use_workspace (ReeveSite *self, ReeveWorkspace *workspace)
{
  gboolean other = g_strcmp0 (self->workspace != NULL ? self->workspace->id : NULL,
                              workspace != NULL ? workspace->id : NULL) != 0;

  if (!g_set_object (&self->workspace, workspace))
    return;
  self->capabilities = workspace != NULL && workspace->capabilities != NULL
                         ? reeve_capabilities_from_wire ((const char *const *) workspace->capabilities)
                         : 0;
  if (workspace != NULL)
    set_name (self, workspace->name);
  if (other)
    {
      /* What the last person did, or what was done elsewhere, is not to be taken back from here. */
      reeve_undo_forget (reeve_undo_of (G_OBJECT (self)));
      start_feed (self);
    }
  notify (self, PROP_WORKSPACE);
}

static ReeveWorkspace *
choose_workspace (ReeveSite *self, ReeveIdentity *identity)
{
  GPtrArray *workspaces = identity->workspaces;

  for (guint i = 0; workspaces != NULL && self->workspace != NULL && i < workspaces->len; i++)
    {
      ReeveWorkspace *workspace = g_ptr_array_index (workspaces, i);

      if (g_strcmp0 (workspace->id, self->workspace->id) == 0)
        return workspace;
    }
  return workspaces != NULL && workspaces->len > 0 ? g_ptr_array_index (workspaces, 0) : NULL;
}

static void
use_identity (ReeveSite *self, ReeveIdentity *identity)
{
  if (!g_set_object (&self->identity, identity))
    return;
  use_workspace (self, identity != NULL ? choose_workspace (self, identity) : NULL);
  notify (self, PROP_IDENTITY);
}

static void
forget_session (ReeveSite *self)
{
  self->serial++;
  g_clear_handle_id (&self->probe_id, g_source_remove);
  g_clear_pointer (&self->challenge, reeve_secret_unref);
  stop_feed (self);
  use_identity (self, NULL);
  set_online (self, TRUE);
}

/* Nobody sees a READY site without an identity, not even who hears of the undo stack on the way. */
void
reeve_site_end_session (ReeveSite *self, ReeveSiteState state, const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  reeve_site_set_state (self, state, error);
  forget_session (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
enter_ready (ReeveSite *self, ReeveIdentity *identity)
{
  g_object_freeze_notify (G_OBJECT (self));
  use_identity (self, identity);
  set_online (self, TRUE);
  reeve_site_set_state (self, REEVE_SITE_READY, NULL);
  g_object_thaw_notify (G_OBJECT (self));
  if (self->origin != NULL)
    reeve_recents_add (reeve_recents_get_default (), self->origin,
                       self->workspace != NULL ? self->workspace->name : NULL, self->fingerprint);
}

/* --- Offline and back --- */

typedef struct
{
  ReeveSite *site; /* owned */
  GTask *task;     /* owned (nullable): the step of signing in that waits for it */
  guint serial;
  gboolean decides; /* the state depends on it */
} Question;

static void
question_free (Question *question)
{
  g_clear_object (&question->task);
  g_object_unref (question->site);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void begin_opening (ReeveSite *self);
static gboolean on_probe_due_cb (gpointer user_data);

static void
probe_later (ReeveSite *self)
{
  if (self->probe_id == 0)
    self->probe_id = g_timeout_add_seconds (self->probe_s, on_probe_due_cb, self);
  self->probe_s = MIN (self->probe_s * 2, LAST_PROBE_S);
}

/* Any answer makes the client reachable, and that is all that was asked. But who shows another certificate
 * than before is not the service that went away: the person must know before anything else is tried. */
static void
on_probe_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  ReeveSite *self = question->site;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePolicy) policy = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (question->serial != self->serial || self->state != REEVE_SITE_READY || error == NULL ||
      reeve_site_judge_failure (error) != REEVE_SITE_CERTIFICATE)
    return;
  reeve_site_end_session (self, REEVE_SITE_CERTIFICATE, error);
}

static void
probe (ReeveSite *self)
{
  Question *question = g_new0 (Question, 1);

  question->site = g_object_ref (self);
  question->serial = self->serial;
  reeve_client_load_async (self->client, reeve_policy_get_type (), "/v1/password-policy", NULL,
                           on_probe_answered_cb, question);
}

static gboolean
on_probe_due_cb (gpointer user_data)
{
  ReeveSite *self = user_data;

  self->probe_id = 0;
  if (self->state == REEVE_SITE_FAILED)
    begin_opening (self);
  else if (self->state == REEVE_SITE_READY && !self->online)
    {
      probe (self);
      probe_later (self);
    }
  return G_SOURCE_REMOVE;
}

static void
reconnect (ReeveSite *self)
{
  g_clear_handle_id (&self->probe_id, g_source_remove);
  self->probe_s = FIRST_PROBE_S;
  set_online (self, TRUE);
  reeve_site_load_identity (self, FALSE, NULL);
  /* at once, not at its next try; with "connected" comes "reconnected" */
  if (self->feed != NULL)
    reeve_feed_start (self->feed);
}

static void
on_reachable_changed_cb (ReeveSite *self)
{
  if (self->state != REEVE_SITE_READY)
    return;
  if (reeve_client_get_reachable (self->client))
    {
      reconnect (self);
      return;
    }
  set_online (self, FALSE);
  self->probe_s = FIRST_PROBE_S;
  probe_later (self);
}

static void
on_service_restarted_cb (ReeveSite *self)
{
  if (self->state == REEVE_SITE_READY)
    reconnect (self);
}

static void
on_service_failed_cb (ReeveSite *self, GError *error)
{
  if (!self->wanted)
    return;
  reeve_site_end_session (self, REEVE_SITE_FAILED, error);
}

/* --- The session's end, and its tokens --- */

static void
on_signed_out_cb (ReeveSite *self, GError *error)
{
  if (!self->wanted)
    return;
  reeve_connection_drop_refresh_token (self->connection);
  reeve_site_end_session (self, REEVE_SITE_SIGNED_OUT, error);
}

void
reeve_site_keep_tokens (ReeveSite *self, ReeveTokens *tokens)
{
  self->must_enrol = g_strcmp0 (tokens->stage, "enrol") == 0;
  if (tokens->refresh_token != NULL)
    reeve_connection_keep_refresh_token (self->connection, tokens->refresh_token);
}

static void
use_client (ReeveSite *self)
{
  ReeveClient *client = reeve_connection_get_client (self->connection);

  if (client == NULL || !g_set_object (&self->client, client))
    return;
  g_signal_connect_object (client, "notify::reachable", G_CALLBACK (on_reachable_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "tokens-changed", G_CALLBACK (reeve_site_keep_tokens), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "signed-out", G_CALLBACK (on_signed_out_cb), self, G_CONNECT_SWAPPED);
}

/* --- Opening --- */

/* One function says which state a failure to open is. */
ReeveSiteState
reeve_site_judge_failure (const GError *error)
{
  if (has_reason (error, "keyring_locked") || has_reason (error, "keyring_missing") ||
      has_reason (error, "keyring"))
    return REEVE_SITE_KEYRING;
  if (has_reason (error, "certificate") || has_reason (error, "certificate_changed"))
    return REEVE_SITE_CERTIFICATE;
  return REEVE_SITE_FAILED;
}

static void
fail_opening (ReeveSite *self, const GError *error)
{
  reeve_site_set_state (self, reeve_site_judge_failure (error), error);
  if (self->state == REEVE_SITE_FAILED && self->origin != NULL &&
      reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE)
    probe_later (self);
}

static void
on_identity_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  ReeveSite *self = question->site;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveIdentity) identity = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (question->serial == self->serial && identity != NULL && question->decides)
    {
      if (self->must_enrol)
        reeve_site_set_state (self, REEVE_SITE_NEEDS_ENROLMENT, NULL);
      else
        enter_ready (self, identity);
    }
  else if (question->serial == self->serial && identity != NULL)
    use_identity (self, identity);
  else if (question->serial == self->serial && question->decides)
    fail_opening (self, error);

  if (question->task == NULL)
    return;
  reeve_site_step_ends (self);
  if (identity != NULL)
    g_task_return_boolean (question->task, TRUE);
  else
    g_task_return_error (question->task, g_steal_pointer (&error));
}

void
reeve_site_load_identity (ReeveSite *self, gboolean decides, GTask *task)
{
  Question *question = g_new0 (Question, 1);

  question->site = g_object_ref (self);
  question->task = task != NULL ? g_object_ref (task) : NULL;
  question->serial = self->serial;
  question->decides = decides;
  reeve_client_load_async (self->client, reeve_identity_get_type (), "/v1/me", NULL, on_identity_loaded_cb,
                           question);
}

static void
on_connection_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSite) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean has_session = FALSE;
  g_autoptr (ReevePolicy) policy =
    reeve_connection_open_finish (REEVE_CONNECTION (source), result, &has_session, &error);

  if (source != G_OBJECT (self->connection))
    return;
  self->connecting = FALSE;
  if (!self->wanted)
    return;
  use_client (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* closed and opened again meanwhile */
    begin_opening (self);
  else if (policy == NULL)
    fail_opening (self, error);
  else if (!policy->set_up)
    reeve_site_set_state (self, REEVE_SITE_NEEDS_SETUP, NULL);
  else if (!has_session)
    reeve_site_set_state (self, REEVE_SITE_SIGNED_OUT, NULL);
  else
    reeve_site_load_identity (self, TRUE, NULL);
}

static void
begin_opening (ReeveSite *self)
{
  g_clear_handle_id (&self->probe_id, g_source_remove);
  self->wanted = TRUE;
  if (self->connecting) /* its answer is still wanted; asking twice would prompt twice */
    return;
  reeve_site_end_session (self, REEVE_SITE_OPENING, NULL);
  self->connecting = TRUE;
  reeve_connection_open_async (self->connection, on_connection_opened_cb, g_object_ref (self));
}

static void
on_progress_changed_cb (ReeveSite *self)
{
  notify (self, PROP_PROGRESS);
}

/* Past its patience the window says what it waits for; the keyring's answer is used all the same. */
static void
on_waiting_changed_cb (ReeveSite *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->connecting || !self->wanted)
    return;
  if (reeve_connection_get_waiting (self->connection))
    {
      error = reeve_error_new (REEVE_ERROR_LOCKED, "keyring_waiting", "the keyring has not answered yet");
      reeve_site_set_state (self, REEVE_SITE_KEYRING, error);
    }
  else
    reeve_site_set_state (self, REEVE_SITE_OPENING, NULL);
}

static void
use_connection (ReeveSite *self, ReeveConnection *connection)
{
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_set_object (&self->connection, connection);
  self->connecting = FALSE;
  if (self->fingerprint != NULL)
    reeve_connection_pin (connection, self->fingerprint);
  g_signal_connect_object (connection, "notify::progress", G_CALLBACK (on_progress_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify::waiting", G_CALLBACK (on_waiting_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "restarted", G_CALLBACK (on_service_restarted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "failed", G_CALLBACK (on_service_failed_cb), self, G_CONNECT_SWAPPED);
}

/* --- The object --- */

static void
reeve_site_dispose (GObject *object)
{
  ReeveSite *self = REEVE_SITE (object);

  g_clear_handle_id (&self->probe_id, g_source_remove);
  stop_feed (self);
  if (self->connection != NULL)
    reeve_connection_close (self->connection);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (reeve_site_parent_class)->dispose (object);
}

static void
reeve_site_finalize (GObject *object)
{
  ReeveSite *self = REEVE_SITE (object);

  g_clear_object (&self->client);
  g_clear_object (&self->identity);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->challenge, reeve_secret_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (reeve_site_parent_class)->finalize (object);
}

static void
reeve_site_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ReeveSite *self = REEVE_SITE (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_PROGRESS:
      g_value_set_string (value, reeve_connection_get_progress (self->connection));
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, self->online);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->n_steps > 0);
      break;
    case PROP_IDENTITY:
      g_value_set_object (value, self->identity);
      break;
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_LOCAL:
      g_value_set_boolean (value, self->origin == NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_site_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_WORKSPACE:
      reeve_site_set_workspace (REEVE_SITE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_site_class_init (ReeveSiteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = reeve_site_dispose;
  object_class->finalize = reeve_site_finalize;
  object_class->get_property = reeve_site_get_property;
  object_class->set_property = reeve_site_set_property;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, REEVE_TYPE_SITE_STATE, REEVE_SITE_CLOSED, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_PROGRESS] = g_param_spec_string ("progress", NULL, NULL, NULL, flags);
  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, TRUE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_IDENTITY] = g_param_spec_object ("identity", NULL, NULL, reeve_identity_get_type (), flags);
  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, reeve_workspace_get_type (),
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_LOCAL] = g_param_spec_boolean ("local", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_INT64);
  signals[SIGNAL_RECONNECTED] =
    g_signal_new ("reconnected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
reeve_site_init (ReeveSite *self)
{
  self->online = TRUE;
  self->probe_s = FIRST_PROBE_S;
}

ReeveSite *
reeve_site_new_local (void)
{
  return reeve_site_new_local_in (NULL);
}

ReeveSite *
reeve_site_new_local_in (const char *data_folder)
{
  ReeveSite *self = g_object_new (REEVE_TYPE_SITE, NULL);
  g_autoptr (ReeveConnection) connection = NULL;

  self->id = g_strdup ("local");
  /* Translators: the name of the workspace on this computer, before it has one of its own. */
  self->name = g_strdup (_ ("On This Computer"));
  connection = reeve_connection_new (self->id, NULL, data_folder);
  use_connection (self, connection);
  return self;
}

ReeveSite *
reeve_site_new_remote (const char *origin, const char *fingerprint)
{
  ReeveSite *self;
  g_autoptr (ReeveConnection) connection = NULL;
  ReeveRecent *recent;

  g_return_val_if_fail (origin != NULL, NULL);

  self = g_object_new (REEVE_TYPE_SITE, NULL);
  recent = reeve_recents_find (reeve_recents_get_default (), origin);
  self->id = g_strdup (origin);
  self->origin = g_strdup (origin);
  self->fingerprint = g_strdup (fingerprint);
  self->name = g_strdup (recent != NULL ? reeve_recent_get_name (recent) : origin);
  connection = reeve_connection_new (self->id, origin, NULL);
  use_connection (self, connection);
  return self;
}

const char *
reeve_site_get_id (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->id;
}

ReeveSiteState
reeve_site_get_state (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), REEVE_SITE_CLOSED);

  return self->state;
}

const GError *
reeve_site_get_error (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->error;
}

gboolean
reeve_site_get_online (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), FALSE);

  return self->online;
}

ReeveClient *
reeve_site_get_client (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->client;
}

ReeveIdentity *
reeve_site_get_identity (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->identity;
}

ReeveWorkspace *
reeve_site_get_workspace (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->workspace;
}

gboolean
reeve_site_may (ReeveSite *self, ReeveCapability capability)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), FALSE);

  return self->state == REEVE_SITE_READY && reeve_capabilities_have (self->capabilities, capability);
}

char *
reeve_site_path (ReeveSite *self, const char *below)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);
  g_return_val_if_fail (self->workspace != NULL, NULL);

  path = reeve_client_path ("/v1/workspaces/%s", self->workspace->id);
  return *below != '\0' ? g_strconcat (path, "/", below, NULL) : g_steal_pointer (&path);
}

void
reeve_site_open (ReeveSite *self)
{
  g_return_if_fail (REEVE_IS_SITE (self));

  self->probe_s = FIRST_PROBE_S;
  begin_opening (self);
}

void
reeve_site_close (ReeveSite *self)
{
  g_return_if_fail (REEVE_IS_SITE (self));

  self->wanted = FALSE;
  g_object_freeze_notify (G_OBJECT (self));
  reeve_site_end_session (self, REEVE_SITE_CLOSED, NULL);
  if (self->client != NULL)
    reeve_client_set_tokens (self->client, NULL);
  reeve_connection_close (self->connection);
  g_object_thaw_notify (G_OBJECT (self));
}

void
reeve_site_go_on_without_keyring (ReeveSite *self)
{
  g_autoptr (ReeveConnection) connection = NULL;

  g_return_if_fail (REEVE_IS_SITE (self));
  g_return_if_fail (self->origin != NULL);

  /* the one that waits is left to end by itself; nobody listens to it any more */
  connection = reeve_connection_new (self->id, self->origin, NULL);
  reeve_connection_go_without_keyring (connection);
  use_connection (self, connection);
  begin_opening (self);
}

void
reeve_site_trust_certificate (ReeveSite *self)
{
  GTlsCertificate *refused;

  g_return_if_fail (REEVE_IS_SITE (self));

  refused = reeve_site_get_refused_certificate (self);
  g_return_if_fail (refused != NULL);
  g_free (self->fingerprint);
  self->fingerprint = reeve_client_fingerprint (refused);
  reeve_connection_pin (self->connection, self->fingerprint);
  begin_opening (self);
}

GTlsCertificate *
reeve_site_get_refused_certificate (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->client != NULL ? reeve_client_get_refused_certificate (self->client) : NULL;
}

const char *
reeve_site_get_fingerprint (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->fingerprint;
}

void
reeve_site_set_workspace (ReeveSite *self, ReeveWorkspace *workspace)
{
  g_return_if_fail (REEVE_IS_SITE (self));
  g_return_if_fail (REEVE_IS_WORKSPACE (workspace));

  if (self->state == REEVE_SITE_READY)
    use_workspace (self, workspace);
}

void
reeve_site_reload_identity (ReeveSite *self)
{
  g_return_if_fail (REEVE_IS_SITE (self));

  if (self->state == REEVE_SITE_READY)
    reeve_site_load_identity (self, FALSE, NULL);
}
