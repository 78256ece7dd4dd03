/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Intents: the bridge between a workspace's commits and the directory's; the header says how. */

#include "config.h"

#include "service/store/intents.h"

#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "service/store/accounts.h"
#include "service/store/addresses.h"
#include "service/store/case-locks.h"
#include "service/store/leavings.h"
#include "service/store/session-uses.h"
#include "service/store/sessions.h"
#include "service/store/users.h"

#define BATCH 500

void
reeve_intent_free (ReeveIntent *self)
{
  g_free (self->id);
  g_free (self->kind);
  g_free (self->account);
  g_free (self);
}

gboolean
reeve_intents_put (ReeveTx *workspace, const char *kind, const char *account, char **id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    workspace, "INSERT INTO intents (id, kind, account, created) VALUES ($1, $2, $3, $4)", error);
  g_autofree char *made = reeve_id_new ();

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, made);
  reeve_statement_bind_text (statement, 2, kind);
  reeve_statement_bind_text (statement, 3, account);
  reeve_statement_bind_int (statement, 4, reeve_clock_now ());
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = g_steal_pointer (&made);
  return TRUE;
}

GPtrArray *
reeve_intents_list (ReeveTx *workspace, GError **error)
{
  g_autoptr (GPtrArray) intents = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_intent_free);
  ReeveStatement *statement = reeve_tx_prepare (
    workspace, "SELECT id, kind, account, created FROM intents ORDER BY id LIMIT $1", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, BATCH);
  while (TRUE)
    {
      ReeveIntent *intent;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&intents);
      intent = g_new0 (ReeveIntent, 1);
      intent->id = g_strdup (reeve_statement_get_text (statement, 0));
      intent->kind = g_strdup (reeve_statement_get_text (statement, 1));
      intent->account = g_strdup (reeve_statement_get_text (statement, 2));
      intent->created = reeve_statement_get_int (statement, 3);
      g_ptr_array_add (intents, intent);
    }
}

gboolean
reeve_intents_done (ReeveTx *workspace, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (workspace, "DELETE FROM intents WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, NULL, error);
}

/* *@user: NULL when the workspace has none. */
static gboolean
find_user (ReeveTx *workspace, const char *id, ReeveUser **user, GError **error)
{
  g_autoptr (GError) local = NULL;

  *user = reeve_users_get (workspace, id, &local);
  if (*user != NULL || g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
apply_profile (ReeveTx *directory, ReeveUser *user, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveAccount) account = reeve_accounts_get (directory, user->id, error);

  if (account == NULL)
    return FALSE;
  if (g_strcmp0 (account->display_name, user->display_name) != 0 &&
      !reeve_accounts_set_display_name (directory, user->id, user->display_name, error))
    return FALSE;
  if (g_strcmp0 (account->email, user->email) == 0 ||
      reeve_addresses_change (directory, user->id, user->email, reeve_clock_now (), NULL, &local))
    return TRUE;
  /* Then the mirror job gives the workspace the account's address back. */
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    return reeve_accounts_mark (directory, user->id, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
end_sessions (ReeveTx *directory, const char *workspace_id, const ReeveIntent *intent, GError **error)
{
  ReeveSessionEnd which = { .workspace = workspace_id, .begun = intent->created };

  if (g_str_equal (intent->kind, REEVE_INTENT_END_SESSION))
    which.session = intent->account;
  else if (g_str_equal (intent->kind, REEVE_INTENT_END_SESSIONS_OF))
    which.account = intent->account;
  else
    which.except = intent->account;
  return reeve_session_uses_end (directory, &which, reeve_clock_now (), NULL, NULL, error);
}

/* Nothing of an account whose second factor is off already, or was set up since. */
static gboolean
reset_second_factor (ReeveTx *directory, const ReeveIntent *intent, GError **error)
{
  g_autoptr (ReeveCredentials) credentials =
    reeve_accounts_get_credentials (directory, intent->account, error);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  gint64 since;

  if (credentials == NULL ||
      !reeve_accounts_get_second_factor_since (directory, intent->account, &since, error))
    return FALSE;
  return credentials->totp_sealed == NULL || since >= intent->created ||
         (reeve_accounts_set_totp (directory, intent->account, NULL, 0, error) &&
          reeve_accounts_set_recovery_codes (directory, intent->account, none, error) &&
          reeve_sessions_end_begun (directory, intent->account, intent->created, reeve_clock_now (), error));
}

gboolean
reeve_intents_apply (ReeveTx *directory,
                     ReeveTx *workspace,
                     const char *workspace_id,
                     const ReeveIntent *intent,
                     GError **error)
{
  g_autoptr (ReeveUser) user = NULL;
  gboolean member;

  if (g_str_has_prefix (intent->kind, "end-"))
    return end_sessions (directory, workspace_id, intent, error);
  if (g_str_equal (intent->kind, REEVE_INTENT_SECOND_FACTOR))
    return reset_second_factor (directory, intent, error);
  if (g_str_equal (intent->kind, REEVE_INTENT_CASE))
    return reeve_case_locks_apply (directory, workspace, workspace_id, intent->account, reeve_clock_now (),
                                   NULL, error);
  if (!find_user (workspace, intent->account, &user, error))
    return FALSE;
  member = user != NULL && user->deleted == 0;
  if (g_str_equal (intent->kind, REEVE_INTENT_LEAVE))
    return member ||
           reeve_leavings_end_links (directory, workspace_id, intent->account, reeve_clock_now (), error);
  if (member)
    {
      g_autoptr (ReeveAccount) account = reeve_accounts_get (directory, intent->account, error);

      if (account == NULL)
        return FALSE;
    }
  if (g_str_equal (intent->kind, REEVE_INTENT_MEMBERSHIP))
    return member ? reeve_accounts_add_membership (directory, intent->account, workspace_id, error) &&
                      reeve_case_locks_follow (directory, workspace, workspace_id, intent->account,
                                               reeve_clock_now (), error)
                  : reeve_accounts_remove_membership (directory, intent->account, workspace_id, error);
  if (g_str_equal (intent->kind, REEVE_INTENT_PROFILE))
    return !member || apply_profile (directory, user, error);
  g_warning ("an intent of an unknown kind was left aside: %s", intent->kind);
  return TRUE;
}

static gboolean
apply_all (ReeveDb *directory,
           ReeveDb *workspace,
           const char *workspace_id,
           gint64 deadline,
           GPtrArray **intents,
           GError **error)
{
  g_autoptr (ReeveTx) read = reeve_db_begin (workspace, REEVE_TX_READ, deadline, error);
  g_autoptr (ReeveTx) write = NULL;
  g_autoptr (GPtrArray) found = read != NULL ? reeve_intents_list (read, error) : NULL;

  if (found == NULL)
    return FALSE;
  if (found->len > 0)
    {
      write = reeve_db_begin (directory, REEVE_TX_WRITE, deadline, error);
      if (write == NULL)
        return FALSE;
      for (guint i = 0; i < found->len; i++)
        {
          g_autoptr (GError) local = NULL;

          if (reeve_intents_apply (write, read, workspace_id, found->pdata[i], &local))
            continue;
          /* An account that is gone needs no membership. */
          if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
            continue;
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!reeve_tx_commit (write, error))
        return FALSE;
    }
  *intents = g_steal_pointer (&found);
  return TRUE;
}

gboolean
reeve_intents_settle (ReeveDb *directory,
                      ReeveDb *workspace,
                      const char *workspace_id,
                      gint64 deadline,
                      GError **error)
{
  while (TRUE)
    {
      g_autoptr (GPtrArray) intents = NULL;
      g_autoptr (ReeveTx) write = NULL;

      if (!apply_all (directory, workspace, workspace_id, deadline, &intents, error))
        return FALSE;
      if (intents->len == 0)
        return TRUE;
      write = reeve_db_begin (workspace, REEVE_TX_WRITE, deadline, error);
      if (write == NULL)
        return FALSE;
      for (guint i = 0; i < intents->len; i++)
        if (!reeve_intents_done (write, ((ReeveIntent *) intents->pdata[i])->id, error))
          return FALSE;
      if (!reeve_tx_commit (write, error))
        return FALSE;
    }
}
