/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What every handler needs of its call: path parameters, audit entries in the caller's name, changes to tell
 * of, and the commit of a change that touches a workspace and the directory. Made by the dispatcher, and by
 * tests. */

#include "config.h"

#include "service/api/call.h"

#include "common/clock.h"
#include "common/log-action.h"
#include "service/jobs/jobs.h"
#include "service/store/audit.h"
#include "service/store/outbox.h"

static void
free_change (gpointer data)
{
  ReeveChange *change = data;

  g_free (change->noun);
  g_free (change->id);
  g_free (change->workspace);
  g_free (change);
}

static ReeveAuditEntry *
begin_entry (ReeveCall *self,
             const char *action,
             const char *object_type,
             const char *object_id,
             const char *object_name,
             const char *reason)
{
  const ReeveCaller *actor = self->caller != NULL ? self->caller : self->proved;
  ReeveAuditEntry *entry = reeve_audit_entry_new ();

  entry->id = reeve_id_new ();
  entry->time = self->now;
  if (actor != NULL)
    {
      entry->actor = g_strdup (actor->account);
      entry->actor_name = g_strdup (actor->account_name);
      entry->session = g_strdup (actor->session);
    }
  entry->address = g_strdup (self->source.address);
  entry->action = g_strdup (action != NULL ? action : self->audit_action);
  entry->object_type = g_strdup (object_type);
  entry->object_id = g_strdup (object_id);
  entry->object_name = g_strdup (object_name);
  entry->reason = g_strdup (reason);

  return entry;
}

static gboolean
append_entry (ReeveCall *self, ReeveTx *tx, ReeveAuditEntry *entry, GError **error)
{
  gboolean own = g_strcmp0 (entry->action, self->audit_action) == 0;

  if (!reeve_audit_append (tx != NULL ? tx : self->tx, entry, error))
    return FALSE;

  if (self->n_audited == 0 || (own && !self->audited_own))
    {
      g_set_str (&self->audited_object, entry->object_id);
      g_set_str (&self->audited_name, entry->object_name);
    }
  self->audited_own |= own;
  self->n_audited++;
  self->nothing_changed = FALSE;
  return TRUE;
}

const char *
reeve_call_get_path (ReeveCall *self, const char *name)
{
  const char *value = g_hash_table_lookup (self->path, name);

  g_return_val_if_fail (value != NULL, "");
  return value;
}

void
reeve_call_concerns (ReeveCall *self, const char *account, const char *email, const char *display_name)
{
  g_set_str (&self->concerned, account);
  g_free (self->concerned_name);
  self->concerned_name = g_strdup_printf ("%s <%s>", display_name, email);
}

static guint
rank_what (const char *what)
{
  static const char *const ranks[] = { REEVE_LOG_RIGHTS_TAKEN, REEVE_LOG_RIGHTS_GIVEN, REEVE_LOG_WEAKENED };

  for (guint i = 0; i < G_N_ELEMENTS (ranks); i++)
    if (g_strcmp0 (what, ranks[i]) == 0)
      return i + 1;
  return 0;
}

void
reeve_call_came_to (ReeveCall *self, const char *what)
{
  if (rank_what (what) > rank_what (self->came_to))
    self->came_to = what;
}

void
reeve_call_came_to_in (ReeveCall *self, const char *workspace, const char *what)
{
  reeve_call_came_to (self, what);
  g_set_str (&self->came_to_in, workspace);
}

void
reeve_call_is_about (ReeveCall *self, const char *object, const char *name)
{
  g_set_str (&self->about, object);
  g_set_str (&self->about_name, name);
}

void
reeve_call_changed (ReeveCall *self, const char *noun, const char *id, gint64 version)
{
  ReeveChange *change = g_new0 (ReeveChange, 1);

  change->noun = g_strdup (noun);
  change->id = g_strdup (id);
  change->version = version;
  g_ptr_array_add (self->changes, change);
}

void
reeve_call_changed_in (ReeveCall *self, const char *workspace, const char *noun, const char *id)
{
  ReeveChange *change;

  reeve_call_changed (self, noun, id, 0);
  change = self->changes->pdata[self->changes->len - 1];
  change->workspace = g_strdup (workspace);
}

char *
reeve_call_make_uri (ReeveCall *self, const char *page, const ReeveSecret *token)
{
  return g_strconcat (reeve_installation_get_web_origin (self->installation), "/p/", page, "/",
                      reeve_secret_get_text (token), NULL);
}

void
reeve_call_session_ended (ReeveCall *self, const char *session)
{
  g_ptr_array_add (self->ended_sessions, g_strdup (session));
}

gboolean
reeve_call_put_mail (ReeveCall *self, ReeveTx *tx, ReeveMail *mail, GError **error)
{
  g_autoptr (ReeveMail) owned = mail;

  self->has_mail = TRUE;
  return reeve_outbox_put (tx != NULL ? tx : self->tx, owned, error);
}

gboolean
reeve_call_begin_directory (ReeveCall *self, GError **error)
{
  ReeveDb *db;

  if (self->directory != NULL)
    return TRUE;

  db = reeve_installation_get_directory (self->installation);
  self->directory = reeve_db_begin (db, REEVE_TX_WRITE, self->deadline, error);
  return self->directory != NULL;
}

gboolean
reeve_call_commit (ReeveCall *self, GError **error)
{
  g_autoptr (ReeveTx) directory = g_steal_pointer (&self->directory);
  g_autoptr (GError) local_error = NULL;

  if (self->tx != NULL && !reeve_tx_commit (self->tx, error))
    return FALSE;

  if (directory != NULL && !reeve_tx_commit (directory, &local_error) && self->needs_directory)
    {
      reeve_jobs_wake (self->installation);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (local_error != NULL)
    g_warning ("the directory did not take a change of its workspace, and will be told again: %s",
               local_error->message);

  if (directory != NULL || self->wakes_jobs)
    reeve_jobs_wake (self->installation);

  return TRUE;
}

void
reeve_call_nothing_changed (ReeveCall *self)
{
  self->nothing_changed = TRUE;
}

gboolean
reeve_call_audit (ReeveCall *self,
                  ReeveTx *tx,
                  const char *action,
                  const char *object_type,
                  const char *object_id,
                  const char *object_name,
                  gpointer before,
                  gpointer after,
                  const char *batch,
                  const char *reason,
                  GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;

  if (!reeve_record_difference (before, after, &old, &new))
    {
      /* One of many that differs in nothing does not undo what the others write. */
      if (self->n_audited == 0)
        reeve_call_nothing_changed (self);
      return TRUE;
    }

  entry = begin_entry (self, action, object_type, object_id, object_name, reason);
  entry->before = g_steal_pointer (&old);
  entry->after = g_steal_pointer (&new);
  entry->batch = g_strdup (batch);

  return append_entry (self, tx, entry, error);
}

gboolean
reeve_call_audit_fact (ReeveCall *self,
                       ReeveTx *tx,
                       const char *action,
                       const char *object_type,
                       const char *object_id,
                       const char *object_name,
                       const char *reason,
                       GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = begin_entry (self, action, object_type, object_id, object_name, reason);

  return append_entry (self, tx, entry, error);
}

ReeveCall *
reeve_call_new (ReeveInstallation *installation, ReeveTokenSigner *signer)
{
  ReeveCall *self = g_new0 (ReeveCall, 1);

  self->installation = installation;
  self->signer = signer;
  self->if_match = -1;
  self->changes = g_ptr_array_new_with_free_func (free_change);
  self->ended_sessions = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
reeve_call_free (ReeveCall *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->directory, reeve_tx_end);
  g_clear_pointer (&self->proved, reeve_caller_free);
  g_clear_object (&self->reply);
  g_clear_pointer (&self->listing, reeve_listing_free);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_clear_pointer (&self->pieces, reeve_pieces_free);
  g_free (self->snapshot);
  g_free (self->ticket);
  g_free (self->concerned);
  g_free (self->stranger);
  g_free (self->concerned_name);
  g_free (self->came_to_in);
  g_free (self->about);
  g_free (self->about_name);
  g_clear_pointer (&self->deeds, g_ptr_array_unref);
  g_free (self->audited_object);
  g_free (self->audited_name);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->ended_sessions, g_ptr_array_unref);
  g_free (self);
}

ReeveCaller *
reeve_caller_new (const char *account,
                  const char *account_name,
                  const char *session,
                  const char *thumbprint,
                  const char *stage)
{
  ReeveCaller *self = g_new0 (ReeveCaller, 1);

  self->account = g_strdup (account);
  self->account_name = g_strdup (account_name);
  self->session = g_strdup (session);
  self->thumbprint = g_strdup (thumbprint);
  self->stage = g_intern_string (stage);

  return self;
}

void
reeve_call_target_clear (ReeveCallTarget *self)
{
  g_clear_pointer (&self->path, g_hash_table_unref);
}

void
reeve_caller_free (ReeveCaller *self)
{
  if (self == NULL)
    return;

  g_free (self->account);
  g_free (self->account_name);
  g_free (self->session);
  g_free (self->thumbprint);
  g_strfreev (self->roles);
  g_clear_object (&self->grant);
  g_clear_pointer (&self->federation, reeve_federation_free);
  g_free (self);
}
