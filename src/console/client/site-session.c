/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Being signed in: who, in which workspace, the feed of its changes; and the end of it. */

#include "config.h"

#include "common/account.h"
#include "console/client/recents.h"
#include "console/client/site-private.h"
#include "console/client/undo.h"

static void
set_name (ReeveSite *self, const char *name)
{
  if (name != NULL && g_set_str (&self->name, name))
    g_object_notify (G_OBJECT (self), "name");
}

void
reeve_site_set_online (ReeveSite *self, gboolean online)
{
  if (self->online == online)
    return;
  self->online = online;
  g_object_notify (G_OBJECT (self), "online");
}

/* --- Being signed in: workspace and feed --- */

static void
on_changed_cb (ReeveSite *self, const char *noun, const char *id, gint64 version)
{
  ReeveAccount *own = self->identity != NULL ? REEVE_ACCOUNT (self->identity->account) : NULL;
  gboolean role = g_strcmp0 (noun, "role") == 0;

  if (role)
    reeve_site_load_roles (self);
  if (g_strcmp0 (noun, "group") == 0)
    reeve_site_learn_group_again (self, id);
  /* Then the person may do more or less than before. */
  if (role || (g_strcmp0 (noun, "user") == 0 &&
               (id == NULL || (version != 0 && own != NULL && g_strcmp0 (id, own->id) == 0))))
    reeve_site_reload_identity (self);
  if (self->witness != NULL)
    reeve_witness_look_soon (self->witness);
  g_signal_emit_by_name (self, "changed", noun, id, version);
}

/* Whatever changed while nobody listened is not known: the pages load again. A first connection missed
 * nothing. */
static void
on_feed_connected_cb (ReeveSite *self)
{
  if (self->feed_was_connected)
    {
      reeve_site_load_roles (self);
      reeve_site_reload_identity (self);
    }
  if (self->feed_was_connected)
    g_signal_emit_by_name (self, "reconnected");
  self->feed_was_connected = TRUE;
}

void
reeve_site_stop_feed (ReeveSite *self)
{
  if (self->feed == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->feed, self);
  reeve_feed_stop (self->feed);
  g_clear_object (&self->feed);
}

/* The service ends the stream of who was let in by a support grant as soon as that is over: nothing of what
 * they saw is to stay on screen until somebody asks for something. */
static void
on_feed_disconnected_cb (ReeveSite *self)
{
  if (self->workspace != NULL && self->workspace->grant_ends != 0)
    reeve_site_reload_identity (self);
}

static void
start_feed (ReeveSite *self)
{
  reeve_site_stop_feed (self);
  if (self->workspace == NULL || self->workspace->grant_required)
    return;
  self->feed_was_connected = FALSE;
  self->feed = reeve_feed_new (self->client, self->workspace->id);
  g_signal_connect_object (self->feed, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "connected", G_CALLBACK (on_feed_connected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "disconnected", G_CALLBACK (on_feed_disconnected_cb), self,
                           G_CONNECT_SWAPPED);
  reeve_feed_start (self->feed);
}

/* Before anybody asks for anything else. */
static void
watch_record (ReeveSite *self)
{
  if (self->witness != NULL)
    reeve_witness_watch (self->witness, self->workspace,
                         reeve_capabilities_have (self->capabilities, REEVE_CAPABILITY_LOG_READ) &&
                           !reeve_capabilities_have (self->bound, REEVE_CAPABILITY_LOG_READ));
}

/* The same workspace, and yet not: it has opened to the person, or closed. */
static gboolean
is_turned (ReeveWorkspace *before, ReeveWorkspace *after)
{
  return (before->unconfirmed && !after->unconfirmed) || before->grant_required != after->grant_required;
}

/* @workspace: (nullable) */
void
reeve_site_use_workspace (ReeveSite *self, ReeveWorkspace *workspace)
{
  gboolean other = g_strcmp0 (self->workspace != NULL ? self->workspace->id : NULL,
                              workspace != NULL ? workspace->id : NULL) != 0;
  gboolean turned = !other && workspace != NULL && is_turned (self->workspace, workspace);

  if (!g_set_object (&self->workspace, workspace))
    return;
  self->capabilities = workspace != NULL && workspace->capabilities != NULL
                         ? reeve_capabilities_from_wire ((const char *const *) workspace->capabilities)
                         : 0;
  self->bound = workspace != NULL && workspace->bound != NULL
                  ? reeve_capabilities_from_wire ((const char *const *) workspace->bound)
                  : 0;
  watch_record (self);
  if (workspace != NULL)
    set_name (self, workspace->name);
  if (other || turned)
    {
      /* What the last person did, or what was done elsewhere, is not to be taken back from here. */
      reeve_undo_forget (reeve_undo_of (G_OBJECT (self)));
      start_feed (self);
      reeve_site_forget_roles (self);
      reeve_site_load_roles (self);
    }
  g_object_notify (G_OBJECT (self), "workspace");
}

void
reeve_site_use_identity (ReeveSite *self, ReeveIdentity *identity)
{
  const char *present = self->workspace != NULL ? self->workspace->id : NULL;

  if (!g_set_object (&self->identity, identity))
    return;
  reeve_site_use_workspace (self, identity != NULL ? reeve_workspaces_choose (identity->workspaces, present)
                                                   : NULL);
  g_object_notify (G_OBJECT (self), "identity");
}

void
reeve_site_forget_session (ReeveSite *self)
{
  self->serial++;
  g_clear_handle_id (&self->probe_id, g_source_remove);
  g_clear_pointer (&self->challenge, reeve_secret_unref);
  if (self->client != NULL)
    {
      reeve_step_up_cancel (reeve_client_get_step_up (self->client));
      reeve_approval_hold_cancel (reeve_client_get_approval_hold (self->client));
    }
  reeve_site_stop_feed (self);
  reeve_site_use_identity (self, NULL);
  reeve_site_set_online (self, TRUE);
}

/* Nobody sees a READY site without an identity, not even who hears of the undo stack on the way. */
void
reeve_site_end_session (ReeveSite *self, ReeveSiteState state, const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  reeve_site_set_state (self, state, error);
  reeve_site_forget_session (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
reeve_site_enter_ready (ReeveSite *self, ReeveIdentity *identity)
{
  g_object_freeze_notify (G_OBJECT (self));
  reeve_site_use_identity (self, identity);
  reeve_site_set_online (self, TRUE);
  reeve_site_set_state (self, REEVE_SITE_READY, NULL);
  g_object_thaw_notify (G_OBJECT (self));
  if (self->origin != NULL)
    reeve_recents_add (reeve_recents_get_default (), self->origin,
                       self->workspace != NULL ? self->workspace->name : NULL, self->fingerprint);
}

/* --- The session's end, and its tokens --- */

void
reeve_site_on_signed_out_cb (ReeveSite *self, GError *error)
{
  if (!self->wanted)
    return;
  reeve_connection_drop_refresh_token (self->connection);
  reeve_site_end_session (self, REEVE_SITE_SIGNED_OUT, error);
}

/* A second factor is demanded since the session began: every call is refused until there is one.
 */
void
reeve_site_on_enrol_cb (ReeveSite *self)
{
  if (!self->wanted || self->state != REEVE_SITE_READY)
    return;
  self->must_enrol = TRUE;
  reeve_site_set_state (self, REEVE_SITE_NEEDS_ENROLMENT, NULL);
}

void
reeve_site_keep_tokens (ReeveSite *self, ReeveTokens *tokens)
{
  self->must_enrol = g_strcmp0 (tokens->stage, "enrol") == 0;
  if (tokens->refresh_token != NULL)
    reeve_connection_keep_refresh_token (self->connection, tokens->refresh_token);
}
