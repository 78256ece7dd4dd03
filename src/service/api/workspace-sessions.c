/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sessions in a workspace. They are the directory's, what is done to them the workspace's: its commit, with
 * an intent, comes first, so that no crash leaves a session alive that was said to be ended. */

#include "config.h"

#include "service/api/workspace-sessions.h"

#include "common/session.h"
#include "service/api/scope.h"
#include "service/api/user-rules.h"
#include "service/store/intents.h"
#include "service/store/session-uses.h"
#include "service/store/users.h"

static ReeveTx *
begin_directory (ReeveCall *call, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_READ, call->deadline,
                         error);
}

/* (nullable) without an error: everybody. (element-type utf8) */
static gboolean
find_accounts (ReeveCall *call, GPtrArray **accounts, GError **error)
{
  g_autoptr (ReeveQuery) people = NULL;

  *accounts = NULL;
  if (call->query->text == NULL && call->scope == NULL)
    return TRUE;
  people = reeve_query_new ();
  people->text = g_strdup (call->query->text);
  people->scope = g_strdup (call->scope);
  *accounts = reeve_users_list_ids (call->tx, people, error);
  return *accounts != NULL;
}

gboolean
workspace_sessions_list (ReeveCall *call, GError **error)
{
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (ReeveTx) directory = NULL;

  if (!find_accounts (call, &accounts, error))
    return FALSE;
  directory = begin_directory (call, error);
  if (directory == NULL)
    return FALSE;
  call->listing =
    reeve_session_uses_list (directory, call->query, call->workspace, accounts, call->now, error);
  if (call->listing == NULL)
    return FALSE;

  for (guint i = 0; i < call->listing->items->len; i++)
    {
      ReeveSession *session = call->listing->items->pdata[i];

      session->current = g_strcmp0 (session->id, call->caller->session) == 0;
    }
  return TRUE;
}

/* (transfer full): whose sessions the caller may end */
static ReeveUser *
get_user (ReeveCall *call, const char *id, GError **error)
{
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);
  g_autoptr (ReeveUser) user = NULL;

  if (!reeve_scope_check_user (call, id, error))
    return NULL;
  user = reeve_users_get (call->tx, id, error);
  if (user == NULL || (call->scope != NULL && !reeve_user_rules_check_reach (&rules, user, error)))
    return NULL;
  return g_steal_pointer (&user);
}

/* Ends them with the call's commit, and by the intent should the service die in the middle of it. */
static gboolean
end (ReeveCall *call, const ReeveSessionEnd *which, gint64 *n_seen, GError **error)
{
  const char *kind = which->session != NULL   ? REEVE_INTENT_END_SESSION
                     : which->account != NULL ? REEVE_INTENT_END_SESSIONS_OF
                                              : REEVE_INTENT_END_ALL_SESSIONS;
  const char *subject = which->session != NULL   ? which->session
                        : which->account != NULL ? which->account
                                                 : which->except;
  g_autoptr (GPtrArray) ended = g_ptr_array_new_with_free_func (g_free);

  if (!reeve_call_begin_directory (call, error) ||
      !reeve_session_uses_end (call->directory, which, call->now, ended, n_seen, error) ||
      (ended->len > 0 && !reeve_intents_put (call->tx, kind, subject, NULL, error)))
    return FALSE;
  for (guint i = 0; i < ended->len; i++)
    reeve_call_session_ended (call, ended->pdata[i]);
  reeve_call_changed (call, "session", which->session, 0);
  return TRUE;
}

gboolean
workspace_sessions_end (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "session");
  g_autoptr (ReeveTx) directory = begin_directory (call, error);
  g_autoptr (ReeveSession) session = NULL;
  g_autoptr (ReeveUser) user = NULL;
  ReeveSessionEnd which = { .workspace = call->workspace, .session = id, .begun = call->now };

  if (directory == NULL)
    return FALSE;
  session = reeve_session_uses_get (directory, call->workspace, id, call->now, error);
  if (session == NULL)
    return FALSE;
  g_clear_pointer (&directory, reeve_tx_end);
  user = get_user (call, session->account, error);
  return user != NULL && end (call, &which, NULL, error) &&
         reeve_call_audit_fact (call, NULL, NULL, "user", user->id, user->display_name, NULL, error);
}

static gboolean
answer (ReeveCall *call, gint64 n)
{
  ReeveSessionsEnded *reply = reeve_sessions_ended_new ();

  reply->ended = n;
  call->reply = REEVE_RECORD (reply);
  return TRUE;
}

gboolean
reeve_workspace_sessions_end_of (ReeveCall *call, const char *account, gint64 *n_seen, GError **error)
{
  ReeveSessionEnd which = { .workspace = call->workspace, .account = account, .begun = call->now };

  return end (call, &which, n_seen, error);
}

gboolean
workspace_sessions_end_of_user (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveUser) user = get_user (call, reeve_call_get_path (call, "user"), error);
  gint64 n;

  if (user == NULL)
    return FALSE;
  return reeve_workspace_sessions_end_of (call, user->id, &n, error) &&
         reeve_call_audit_fact (call, NULL, NULL, "user", user->id, user->display_name, NULL, error) &&
         answer (call, n);
}

gboolean
workspace_sessions_end_all (ReeveCall *call, GError **error)
{
  ReeveSessionEnd which = { .workspace = call->workspace,
                            .except = call->caller->session,
                            .begun = call->now };
  gint64 n;

  return end (call, &which, &n, error) &&
         reeve_call_audit_fact (call, NULL, NULL, "workspace", call->workspace, NULL, NULL, error) &&
         answer (call, n);
}
