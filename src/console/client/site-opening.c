/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Opening a site, and finding it again when it was lost: from the connection to the first state that stays.
 */

#include "config.h"

#include "common/account.h"
#include "common/error.h"
#include "console/client/site-private.h"

#define LAST_PROBE_S 30

static gboolean
has_reason (const GError *error, const char *reason)
{
  return g_strcmp0 (reeve_error_get_reason (error), reason) == 0;
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
  g_autoptr (ReevePasswordTerms) policy = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

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
  reeve_client_load_async (self->client, reeve_password_terms_get_type (), "/v1/password-policy", NULL,
                           on_probe_answered_cb, question);
}

static gboolean
on_probe_due_cb (gpointer user_data)
{
  ReeveSite *self = user_data;

  self->probe_id = 0;
  if (self->state == REEVE_SITE_FAILED)
    reeve_site_begin_opening (self);
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
  self->probe_s = REEVE_SITE_FIRST_PROBE_S;
  reeve_site_set_online (self, TRUE);
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
  reeve_site_set_online (self, FALSE);
  reeve_witness_suspect (self->witness);
  self->probe_s = REEVE_SITE_FIRST_PROBE_S;
  probe_later (self);
}

static void
on_service_restarted_cb (ReeveSite *self)
{
  if (self->state != REEVE_SITE_READY)
    return;
  reeve_witness_suspect (self->witness);
  reconnect (self);
}

static void
on_service_failed_cb (ReeveSite *self, GError *error)
{
  if (!self->wanted)
    return;
  reeve_site_end_session (self, REEVE_SITE_FAILED, error);
}

static gboolean
on_code_asked_cb (ReeveSite *self)
{
  gboolean shown = FALSE;

  g_signal_emit_by_name (self, "code-asked", &shown);
  return shown;
}

static gboolean
on_approval_asked_cb (ReeveSite *self)
{
  gboolean shown = FALSE;

  g_signal_emit_by_name (self, "approval-asked", &shown);
  return shown;
}

static void
on_witness_changed_cb (ReeveSite *self)
{
  g_signal_emit_by_name (self, "record-changed");
}

static void
use_witness (ReeveSite *self, ReeveClient *client)
{
  if (self->witness != NULL)
    g_signal_handlers_disconnect_by_data (self->witness, self);
  g_clear_object (&self->witness);
  self->witness =
    reeve_witness_new (client, self->id, !reeve_connection_is_without_keyring (self->connection));
  g_signal_connect_object (self->witness, "changed", G_CALLBACK (on_witness_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
use_client (ReeveSite *self)
{
  ReeveClient *client = reeve_connection_get_client (self->connection);

  if (client == NULL || !g_set_object (&self->client, client))
    return;
  use_witness (self, client);
  g_signal_connect_object (client, "notify::reachable", G_CALLBACK (on_reachable_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "tokens-changed", G_CALLBACK (reeve_site_keep_tokens), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (reeve_client_get_step_up (client), "asked", G_CALLBACK (on_code_asked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (reeve_client_get_approval_hold (client), "asked",
                           G_CALLBACK (on_approval_asked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "signed-out", G_CALLBACK (reeve_site_on_signed_out_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "enrol", G_CALLBACK (reeve_site_on_enrol_cb), self, G_CONNECT_SWAPPED);
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
        reeve_site_enter_ready (self, identity);
    }
  else if (question->serial == self->serial && identity != NULL)
    reeve_site_use_identity (self, identity);
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
  g_autoptr (ReevePasswordTerms) policy =
    reeve_connection_open_finish (REEVE_CONNECTION (source), result, &has_session, &error);

  if (source != G_OBJECT (self->connection))
    return;
  self->connecting = FALSE;
  if (!self->wanted)
    return;
  use_client (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* closed and opened again meanwhile */
    reeve_site_begin_opening (self);
  else if (policy == NULL)
    fail_opening (self, error);
  else if (!policy->set_up)
    reeve_site_set_state (self, REEVE_SITE_NEEDS_SETUP, NULL);
  else if (!has_session)
    reeve_site_set_state (self, REEVE_SITE_SIGNED_OUT, NULL);
  else
    reeve_site_load_identity (self, TRUE, NULL);
}

void
reeve_site_begin_opening (ReeveSite *self)
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
  g_object_notify (G_OBJECT (self), "progress");
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

void
reeve_site_use_connection (ReeveSite *self, ReeveConnection *connection)
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
