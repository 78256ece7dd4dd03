/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Directory to workspaces. Each account carries a mark that grows with what workspaces show of it; an account
 * is done when the mark that was read is the mark that is noted, so a change in between only means another
 * round. No writer is held over another: read the directory, write one workspace, note in the directory. */

#include "config.h"

#include "service/jobs/mirror.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/jobs/case-letter.h"
#include "service/jobs/lock-notice.h"
#include "service/jobs/walk.h"
#include "service/store/accounts.h"
#include "service/store/users.h"

/* Accounts whose changes go to their workspaces in one transaction each. */
#define CHUNK 200

typedef struct
{
  char *id;
  GStrv workspaces;
  GStrv informed; /* of them */
  ReeveAccountMirror mirror;
} Account;

static void
free_account (gpointer data)
{
  Account *account = data;

  g_free (account->id);
  g_strfreev (account->workspaces);
  g_strfreev (account->informed);
  reeve_account_mirror_clear (&account->mirror);
  g_free (account);
}

/* TRUE if a field was another. Only who is informed learns when the person signed in, and from where. */
static gboolean
fill (ReeveUser *user, const ReeveAccountMirror *mirror, gboolean informed)
{
  gint64 last_sign_in = informed ? mirror->last_sign_in : 0;
  gboolean differs = g_strcmp0 (user->lock, mirror->lock) != 0 || user->lock_ends != mirror->lock_ends ||
                     g_strcmp0 (user->second_factor, mirror->second_factor) != 0 ||
                     user->has_password != mirror->has_password || user->last_sign_in != last_sign_in;

  user->lock = g_intern_string (mirror->lock);
  user->lock_ends = mirror->lock_ends;
  user->second_factor = g_intern_string (mirror->second_factor);
  user->has_password = mirror->has_password;
  user->last_sign_in = last_sign_in;
  differs |= g_set_str (&user->last_sign_in_address, informed ? mirror->last_sign_in_address : NULL);

  return differs;
}

/* The accounts of one round. (element-type Account) */
static GPtrArray *
read_accounts (ReeveInstallation *installation, gint64 now, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_READ,
                                           reeve_job_deadline (), error);
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (free_account);
  g_auto (GStrv) ids = NULL;

  if (tx == NULL)
    return NULL;
  ids = reeve_accounts_get_unmirrored (tx, error);
  if (ids == NULL)
    return NULL;

  for (guint i = 0; ids[i] != NULL && accounts->len < CHUNK; i++)
    {
      Account *account = g_new0 (Account, 1);

      g_ptr_array_add (accounts, account);
      account->id = g_strdup (ids[i]);
      account->workspaces = reeve_accounts_get_memberships (tx, ids[i], error);
      account->informed = reeve_accounts_get_informed (tx, ids[i], error);
      if (account->workspaces == NULL || account->informed == NULL ||
          !reeve_accounts_get_mirror (tx, ids[i], NULL, now, &account->mirror, error))
        return NULL;
    }

  return g_steal_pointer (&accounts);
}

/* What is said is read while the workspace is held: a report (api/breach.c) holds it too, from counting its
 * administrators to the lock, and what was read before would take that lock away from where the next count
 * looks. */
static gboolean
tell_user (ReeveTx *tx,
           Account *account,
           const ReeveAccountMirror *mirror,
           const char *workspace,
           const char *desk,
           GPtrArray *changed,
           gboolean *cases,
           GError **error)
{
  ReeveLockNotice notice = { .locked = TRUE, .desk = desk, .now = reeve_clock_now () };
  gboolean was_locked;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (ReeveUser) user = reeve_users_get (tx, account->id, &local_error);

  if (user == NULL && g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  if (user == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  was_locked = g_strcmp0 (user->lock, "breach") == 0;
  notice.informed = g_strv_contains ((const char *const *) account->informed, workspace);
  if (!fill (user, mirror, notice.informed))
    return TRUE;

  g_ptr_array_add (changed, account->id);
  if (!reeve_users_mirror (tx, user, error))
    return FALSE;
  if (was_locked || g_strcmp0 (user->lock, "breach") != 0)
    return TRUE;
  *cases |= notice.informed;
  return reeve_lock_notice_put (tx, user, &notice, error);
}

static gboolean
tell_workspace (ReeveInstallation *installation,
                const ReeveNews *news,
                const char *id,
                GPtrArray *accounts,
                gint64 now,
                GError **error)
{
  ReeveDb *db = reeve_installation_get_workspace (installation, id);
  g_autofree char *desk = reeve_case_letter_make_desk (installation, id);
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveTx) directory = NULL;
  gboolean cases = FALSE;

  if (db == NULL)
    return TRUE;
  tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  if (tx == NULL)
    return FALSE;
  directory = reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_READ,
                              reeve_job_deadline (), error);
  if (directory == NULL)
    return FALSE;

  for (guint i = 0; i < accounts->len; i++)
    {
      Account *account = g_ptr_array_index (accounts, i);

      g_auto (ReeveAccountMirror) mirror = { 0 };

      if (g_strv_contains ((const char *const *) account->workspaces, id) &&
          (!reeve_accounts_get_mirror (directory, account->id, id, now, &mirror, error) ||
           !tell_user (tx, account, &mirror, id, desk, changed, &cases, error)))
        return FALSE;
    }
  g_clear_pointer (&directory, reeve_tx_end);
  if (!reeve_tx_commit (tx, error))
    return FALSE;

  reeve_news_tell (news, id, "user", changed);
  if (cases)
    reeve_news_tell_many (news, id, "case");
  return TRUE;
}

static gboolean
note_told (ReeveInstallation *installation, GPtrArray *accounts, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_WRITE,
                                           reeve_job_deadline (), error);

  if (tx == NULL)
    return FALSE;

  for (guint i = 0; i < accounts->len; i++)
    {
      Account *account = g_ptr_array_index (accounts, i);

      if (!reeve_accounts_set_mirrored (tx, account->id, account->mirror.mark, error))
        return FALSE;
    }

  return reeve_tx_commit (tx, error);
}

gboolean
reeve_mirror_fill (ReeveTx *directory, ReeveUser *user, const char *workspace, gint64 now, GError **error)
{
  g_auto (ReeveAccountMirror) mirror = { 0 };
  g_auto (GStrv) informed = reeve_accounts_get_informed (directory, user->id, error);

  if (informed == NULL || !reeve_accounts_get_mirror (directory, user->id, workspace, now, &mirror, error))
    return FALSE;

  fill (user, &mirror, workspace == NULL || g_strv_contains ((const char *const *) informed, workspace));
  return TRUE;
}

gboolean
reeve_mirror_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  while (TRUE)
    {
      g_autoptr (GPtrArray) accounts = read_accounts (installation, now, error);
      g_autoptr (GHashTable) workspaces = NULL;
      GHashTableIter iter;
      gpointer id;

      if (accounts == NULL)
        return FALSE;
      if (accounts->len == 0)
        return TRUE;

      workspaces = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; i < accounts->len; i++)
        {
          Account *account = g_ptr_array_index (accounts, i);

          for (guint j = 0; account->workspaces[j] != NULL; j++)
            g_hash_table_add (workspaces, account->workspaces[j]);
        }
      g_hash_table_iter_init (&iter, workspaces);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        if (!tell_workspace (installation, news, id, accounts, now, error))
          return FALSE;
      if (!note_told (installation, accounts, error))
        return FALSE;
    }
}
