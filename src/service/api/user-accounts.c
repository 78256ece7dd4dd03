/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users' accounts. See the header for the order of the two commits: whatever a crash leaves between them is
 * either without meaning or brought in line by jobs/mirror. */

#include "config.h"

#include "service/api/user-accounts.h"

#include "common/encoding.h"
#include "service/api/memberships.h"
#include "service/api/sessions.h"
#include "service/jobs/mirror.h"
#include "service/jobs/post.h"
#include "service/store/accounts.h"
#include "service/store/addresses.h"
#include "service/store/case-locks.h"
#include "service/store/intents.h"
#include "service/store/sessions.h"

gboolean
reeve_user_ensure_account (ReeveCall *call,
                           ReeveTx *directory,
                           ReeveTx *workspace,
                           ReeveUser *user,
                           GError **error)
{
  g_autoptr (ReeveCredentials) known = NULL;
  g_autoptr (ReeveAccount) account = NULL;
  g_autoptr (GError) local_error = NULL;

  known = reeve_accounts_find_credentials (directory, user->email, &local_error);
  if (known == NULL && !g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  account = reeve_accounts_ensure (directory, user->email, user->display_name, error);
  if (account == NULL)
    return FALSE;
  g_set_str (&user->id, account->id);
  if (known == NULL && !reeve_call_audit (call, directory, "account.create", "account", account->id,
                                          account->display_name, NULL, account, NULL, NULL, error))
    return FALSE;
  return reeve_accounts_add_membership (directory, account->id, call->workspace, error) &&
         reeve_case_locks_follow (directory, workspace, call->workspace, account->id, call->now, error) &&
         reeve_mirror_fill (directory, user, call->workspace, call->now, error);
}

/* A second factor must not be carried to the mailbox of somebody who does not have it, and who could then
 * never get in; nor may the reset of another's be got round by giving them one's own address. */
static gboolean
check_second_factor (ReeveCall *call, ReeveUser *user, const char *old, GError **error)
{
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autofree char *before = reeve_fold (old);
  g_autofree char *after = reeve_fold (user->email);

  if (g_str_equal (before, after) || !reeve_post_can_send (call->installation))
    return TRUE;
  credentials = reeve_accounts_get_credentials (call->directory, user->id, error);
  if (credentials == NULL || credentials->totp_sealed == NULL)
    return credentials != NULL;
  refusal = reeve_error_new (REEVE_ERROR_CONFLICT, "second_factor_on",
                             "the second factor belongs to the old address: reset it first");
  reeve_error_add_member (&refusal, "/email", "second_factor_on", "the account has a second factor");
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
set_address (ReeveCall *call, ReeveUser *user, GError **error)
{
  g_autoptr (GPtrArray) ended = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;

  if (reeve_addresses_change (call->directory, user->id, user->email, call->now, ended, &local_error))
    {
      for (guint i = 0; i < ended->len; i++)
        reeve_call_session_ended (call, ended->pdata[i]);
      return TRUE;
    }
  if (g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    reeve_error_add_member (&local_error, "/email", "email_taken", "another account has this address");
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
rename_account (ReeveCall *call, ReeveUser *user, GError **error)
{
  g_autoptr (ReeveAccount) old = reeve_accounts_get (call->directory, user->id, error);
  g_autoptr (ReeveAccount) renamed = NULL;

  if (old == NULL)
    return FALSE;
  if (g_strcmp0 (old->email, user->email) != 0 &&
      (!check_second_factor (call, user, old->email, error) || !set_address (call, user, error)))
    return FALSE;
  if (g_strcmp0 (old->display_name, user->display_name) != 0 &&
      !reeve_accounts_set_display_name (call->directory, user->id, user->display_name, error))
    return FALSE;

  renamed = reeve_accounts_get (call->directory, user->id, error);
  return renamed != NULL && reeve_call_audit (call, call->directory, "account.save", "account", renamed->id,
                                              renamed->display_name, old, renamed, NULL, NULL, error);
}

gboolean
reeve_user_rename_account (ReeveCall *call, ReeveUser *before, ReeveUser *after, GError **error)
{
  gboolean address = g_strcmp0 (before->email, after->email) != 0;
  gboolean name = g_strcmp0 (before->display_name, after->display_name) != 0;
  gboolean shared;

  if (!address && !name)
    return TRUE;
  if (!reeve_call_begin_directory (call, error) ||
      !reeve_memberships_shared (call->installation, after->id, call->workspace, call->deadline, &shared,
                                 error))
    return FALSE;
  if (shared && address)
    {
      reeve_set_error (error, REEVE_ERROR_DENIED, "shared_account",
                       "the account belongs to other workspaces too");
      return FALSE;
    }
  if (shared)
    return TRUE; /* known here by another name than elsewhere */

  return rename_account (call, after, error) &&
         reeve_intents_put (call->tx, REEVE_INTENT_PROFILE, after->id, NULL, error);
}

gboolean
reeve_user_put_out (ReeveCall *call, const char *account, GError **error)
{
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (GPtrArray) others = NULL;

  if (!reeve_call_begin_directory (call, error))
    return FALSE;
  sessions = reeve_sessions_list (call->directory, account, call->now, error);
  if (sessions == NULL)
    return FALSE;
  if (sessions->len == 0)
    return TRUE;

  others = reeve_memberships_list (call->installation, account, call->workspace, call->deadline, error);
  if (others == NULL)
    return FALSE;
  if (others->len == 0)
    return reeve_session_end_all (call, call->directory, account, NULL, error);

  for (guint i = 0; i < sessions->len; i++)
    reeve_call_session_ended (call, REEVE_SESSION (g_ptr_array_index (sessions, i))->id);
  return TRUE;
}
