/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/case-locks.h"

#include "common/error.h"
#include "service/store/accounts.h"
#include "service/store/cases.h"
#include "service/store/links.h"
#include "service/store/outbox.h"
#include "service/store/session-uses.h"
#include "service/store/sessions.h"

static gboolean
end_everywhere (ReeveTx *directory, const char *account, gint64 now, GPtrArray *ended, GError **error)
{
  g_autoptr (GPtrArray) sessions = reeve_sessions_list (directory, account, now, error);

  for (guint i = 0; sessions != NULL && ended != NULL && i < sessions->len; i++)
    g_ptr_array_add (ended, g_strdup (((ReeveSession *) sessions->pdata[i])->id));
  return sessions != NULL && reeve_sessions_end_all (directory, account, NULL, now, NULL, error) &&
         reeve_sessions_drop_challenges_of (directory, account, error) &&
         reeve_links_end (directory, NULL, account, now, error) &&
         reeve_links_end_below (directory, REEVE_LINK_BREACH_REPORT, account, now, error) &&
         reeve_outbox_withdraw_of (directory, REEVE_LINK_PASSWORD_RESET, account, error) &&
         reeve_outbox_withdraw_of (directory, REEVE_LINK_SECOND_FACTOR_RESET, account, error) &&
         reeve_outbox_withdraw_of (directory, "security-notice", account, error);
}

gboolean
reeve_case_locks_shut_out (ReeveTx *directory,
                           const char *workspace_id,
                           const char *account,
                           gboolean wide,
                           gint64 now,
                           GPtrArray *ended,
                           gint64 *n_sessions,
                           GError **error)
{
  const ReeveSessionEnd which = { .workspace = workspace_id, .account = account, .begun = now };

  return reeve_session_uses_end (directory, &which, now, ended, n_sessions, error) &&
         (!wide || end_everywhere (directory, account, now, ended, error));
}

static gboolean
shut (ReeveTx *directory,
      const char *workspace_id,
      ReeveCasePerson *person,
      gint64 now,
      GPtrArray *ended,
      gint64 *n_sessions,
      GError **error)
{
  return reeve_accounts_set_workspace_lock (directory, person->id, workspace_id, now, error) &&
         (!person->wide || reeve_accounts_set_breach_lock (directory, person->id, now, error)) &&
         reeve_case_locks_shut_out (directory, workspace_id, person->id, person->wide, now, ended, n_sessions,
                                    error);
}

/* The account is locked still: so nothing of this was done yet, and no password was chosen since. One that is
 * gone has nothing to open. */
static gboolean
open_account (ReeveTx *directory, ReeveCasePerson *person, GError **error)
{
  g_autoptr (GError) gone = NULL;
  g_autoptr (ReeveCredentials) credentials = reeve_accounts_get_credentials (directory, person->id, &gone);

  if (credentials == NULL)
    {
      if (g_error_matches (gone, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&gone));
      return FALSE;
    }
  if (credentials->breach_locked == 0)
    return TRUE;
  return (g_strcmp0 (person->state, REEVE_CASE_RELEASED) == 0 || credentials->password_hash == NULL ||
          reeve_accounts_set_password_hash (directory, person->id, NULL, error)) &&
         reeve_accounts_set_breach_lock (directory, person->id, 0, error);
}

gboolean
reeve_case_locks_apply_to (ReeveTx *directory,
                           ReeveTx *workspace,
                           const char *workspace_id,
                           ReeveCasePerson *person,
                           gint64 now,
                           GPtrArray *ended,
                           gint64 *n_sessions,
                           GError **error)
{
  gint64 locked;
  ReeveCaseLock lock;

  if (!reeve_accounts_get_workspace_lock (directory, person->id, workspace_id, &locked, error) ||
      !reeve_case_people_read_lock (workspace, person->id, &lock, error))
    return FALSE;
  if (lock.here)
    return locked != 0 || shut (directory, workspace_id, person, now, ended, n_sessions, error);
  if (locked != 0 && !reeve_accounts_set_workspace_lock (directory, person->id, workspace_id, 0, error))
    return FALSE;
  return !person->wide || !reeve_case_state_ends (person->state) || open_account (directory, person, error);
}

gboolean
reeve_case_locks_apply (ReeveTx *directory,
                        ReeveTx *workspace,
                        const char *workspace_id,
                        const char *breach_case,
                        gint64 now,
                        GPtrArray *ended,
                        GError **error)
{
  g_autoptr (GPtrArray) people = reeve_case_people_read (workspace, breach_case, NULL, NULL, error);

  for (guint i = 0; people != NULL && i < people->len; i++)
    if (!reeve_case_locks_apply_to (directory, workspace, workspace_id, people->pdata[i], now, ended, NULL,
                                    error))
      return FALSE;
  return people != NULL;
}

gboolean
reeve_case_locks_follow (ReeveTx *directory,
                         ReeveTx *workspace,
                         const char *workspace_id,
                         const char *account,
                         gint64 now,
                         GError **error)
{
  g_autoptr (ReeveCasePerson) person = reeve_case_person_new ();
  ReeveCaseLock lock;
  gint64 locked;

  if (!reeve_case_people_read_lock (workspace, account, &lock, error))
    return FALSE;
  if (!lock.here)
    return TRUE;
  person->id = g_strdup (account);
  person->wide = lock.wide;
  return reeve_accounts_get_workspace_lock (directory, account, workspace_id, &locked, error) &&
         (locked != 0 || shut (directory, workspace_id, person, now, NULL, NULL, error));
}
