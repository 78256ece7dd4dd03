/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The state machine of one service as the console knows it. Below it: the connection (keyring, local service,
 * client) and the feed. Every answer that comes late is measured against `serial`, which moves on with the
 * session: what was asked in an earlier one changes nothing any more. Here is what others see of it; opening,
 * the session and the steps of signing in have files of their own. */

#include "config.h"

#include "console/client/site.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "console/client/recents.h"
#include "console/client/site-private.h"

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

/* --- The object --- */

static void
reeve_site_dispose (GObject *object)
{
  ReeveSite *self = REEVE_SITE (object);

  g_clear_handle_id (&self->probe_id, g_source_remove);
  reeve_site_stop_feed (self);
  if (self->connection != NULL)
    reeve_connection_close (self->connection);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (reeve_site_parent_class)->dispose (object);
}

static void
reeve_site_finalize (GObject *object)
{
  ReeveSite *self = REEVE_SITE (object);

  g_clear_object (&self->witness);
  g_clear_object (&self->client);
  g_clear_object (&self->identity);
  reeve_site_forget_roles (self);
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
  g_signal_new ("code-asked", type, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled, NULL, NULL,
                G_TYPE_BOOLEAN, 0);
  g_signal_new ("approval-asked", type, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled, NULL, NULL,
                G_TYPE_BOOLEAN, 0);
  g_signal_new ("group-named", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("person-named", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("record-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("roles-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
reeve_site_init (ReeveSite *self)
{
  self->online = TRUE;
  self->probe_s = REEVE_SITE_FIRST_PROBE_S;
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
  reeve_site_use_connection (self, connection);
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
  reeve_site_use_connection (self, connection);
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

ReeveWitness *
reeve_site_get_witness (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->witness;
}

ReeveIdentity *
reeve_site_get_identity (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->identity;
}

const char *
reeve_site_get_account (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->identity != NULL && self->identity->account != NULL
           ? REEVE_ACCOUNT (self->identity->account)->id
           : NULL;
}

ReeveWorkspace *
reeve_site_get_workspace (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), NULL);

  return self->workspace;
}

gboolean
reeve_site_is_of_support (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), FALSE);

  return self->workspace != NULL && self->workspace->roles != NULL &&
         g_strv_contains ((const char *const *) self->workspace->roles, REEVE_ROLE_SUPPORT_AGENT);
}

gboolean
reeve_site_is_closed (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), FALSE);

  return self->workspace != NULL && self->workspace->grant_required;
}

const char *
reeve_site_get_root_name (ReeveSite *self)
{
  return self != NULL && self->workspace != NULL ? self->workspace->name : "/";
}

gboolean
reeve_site_may (ReeveSite *self, ReeveCapability capability)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), FALSE);

  return self->state == REEVE_SITE_READY && reeve_capabilities_have (self->capabilities, capability);
}

gboolean
reeve_site_may_everywhere (ReeveSite *self, ReeveCapability capability)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), FALSE);

  return reeve_site_may (self, capability) && !reeve_capabilities_have (self->bound, capability);
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

  self->probe_s = REEVE_SITE_FIRST_PROBE_S;
  reeve_site_begin_opening (self);
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
  reeve_site_use_connection (self, connection);
  reeve_site_begin_opening (self);
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
  reeve_site_begin_opening (self);
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
    reeve_site_use_workspace (self, workspace);
}

void
reeve_site_reload_identity (ReeveSite *self)
{
  g_return_if_fail (REEVE_IS_SITE (self));

  if (self->state == REEVE_SITE_READY)
    reeve_site_load_identity (self, FALSE, NULL);
}
