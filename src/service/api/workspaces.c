/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Workspaces. Their rows are in the directory; what is in them is in a database of their own. Whoever is no
 * member of one is told that there is none: the dispatcher answers NOT_FOUND before these handlers run, and
 * so do they. */

#include "config.h"

#include "service/api/workspaces.h"

#include "common/clock.h"
#include "common/log-action.h"
#include "common/user.h"
#include "service/api/memberships.h"
#include "service/jobs/mirror.h"
#include "service/store/accounts.h"
#include "service/store/confirmations.h"
#include "service/store/rows.h"
#include "service/store/users.h"

static void
set_callers_own (ReeveCall *call, ReeveWorkspace *workspace)
{
  reeve_set_texts (&workspace->roles, (const char *const *) call->caller->roles);
  g_strfreev (workspace->capabilities);
  workspace->capabilities = reeve_capabilities_to_wire (call->caller->capabilities | call->caller->scoped);
  g_strfreev (workspace->bound);
  workspace->bound = reeve_capabilities_to_wire (call->caller->scoped);
  workspace->grant_ends = call->caller->grant != NULL ? call->caller->grant->ends : 0;
}

static ReeveWorkspace *
read_workspace (ReeveCall *call, ReeveTx *directory, GError **error)
{
  if (call->workspace == NULL || call->caller == NULL || call->caller->roles == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such workspace");
      return NULL;
    }

  return reeve_rows_get (directory, "workspaces", reeve_workspace_get_type (), call->workspace, error);
}

static ReeveUser *
make_first_administrator (ReeveCall *call, ReeveTx *directory, const char *account, GError **error)
{
  const char *const roles[] = { REEVE_ROLE_ADMINISTRATOR, NULL };
  g_autoptr (ReeveAccount) person = reeve_accounts_get (directory, account, error);
  g_autoptr (ReeveUser) user = NULL;

  if (person == NULL)
    return NULL;

  user = reeve_user_new ();
  user->id = g_strdup (account);
  user->version = 1;
  user->email = g_strdup (person->email);
  user->display_name = g_strdup (person->display_name);
  reeve_set_texts (&user->roles, roles);
  user->state = reeve_user_states[0];
  user->created = call->now;
  if (!reeve_mirror_fill (directory, user, NULL, call->now, error))
    return NULL;

  return g_steal_pointer (&user);
}

/* The workspace's own side, committed first: without the directory's row it does not exist. */
static gboolean
furnish (ReeveCall *call, ReeveDb *db, ReeveWorkspace *workspace, ReeveUser *user, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, call->deadline, error);

  return tx != NULL && reeve_users_insert (tx, user, error) &&
         reeve_call_audit (call, tx, NULL, "workspace", workspace->id, workspace->name, NULL, workspace, NULL,
                           NULL, error) &&
         reeve_call_audit (call, tx, "user.create", "user", user->id, user->display_name, NULL, user, NULL,
                           NULL, error) &&
         reeve_tx_commit (tx, error);
}

gboolean
reeve_workspace_make (ReeveCall *call,
                      ReeveTx *directory,
                      ReeveWorkspace *workspace,
                      const char *account,
                      GError **error)
{
  g_autoptr (ReeveUser) user = make_first_administrator (call, directory, account, error);
  ReeveDb *db;

  if (user == NULL)
    return FALSE;

  workspace->created = call->now;
  call->wakes_jobs = TRUE; /* its first review of the log opens */
  db = reeve_installation_create_workspace (call->installation, directory, workspace, error);
  if (db == NULL)
    return FALSE;

  reeve_call_came_to_in (call, workspace->id, REEVE_LOG_RIGHTS_GIVEN);
  return furnish (call, db, workspace, user, error) &&
         reeve_accounts_add_membership (directory, account, workspace->id, error) &&
         reeve_confirmations_settle (directory, account, workspace->id, error) && /* by who makes it */
         reeve_call_audit (call, directory, NULL, "workspace", workspace->id, workspace->name, NULL,
                           workspace, NULL, NULL, error);
}

gboolean
workspaces_list (ReeveCall *call, GError **error)
{
  g_autoptr (GPtrArray) workspaces =
    reeve_memberships_list (call->installation, call->caller->account, NULL, call->deadline, error);
  g_autoptr (ReeveTx) tx = NULL;

  if (workspaces == NULL)
    return FALSE;
  tx = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_READ, call->deadline,
                       error);
  if (tx == NULL || !reeve_memberships_keep_for (tx, workspaces, call->caller, error))
    return FALSE;
  reeve_memberships_veil (workspaces);

  call->listing = reeve_listing_new ();
  call->listing->total = workspaces->len;
  for (guint i = 0; i < workspaces->len; i++)
    g_ptr_array_add (call->listing->items, g_object_ref (g_ptr_array_index (workspaces, i)));

  return TRUE;
}

gboolean
workspaces_create (ReeveCall *call, GError **error)
{
  ReeveWorkspace *body = REEVE_WORKSPACE (call->body);
  const char *const roles[] = { REEVE_ROLE_ADMINISTRATOR, NULL };
  g_autoptr (ReeveWorkspace) workspace = reeve_workspace_new ();

  /* It would be shut out of what it made: nobody trusts its provider there. */
  if (call->caller->federation != NULL)
    {
      reeve_set_error (error, REEVE_ERROR_DENIED, "federated", "the session began through a provider");
      return FALSE;
    }
  workspace->name = g_strdup (body->name);
  if (!reeve_workspace_make (call, call->tx, workspace, call->caller->account, error))
    return FALSE;

  reeve_set_texts (&workspace->roles, roles);
  workspace->capabilities = reeve_capabilities_to_wire (reeve_roles_get_capabilities (roles));
  reeve_call_changed (call, "workspace", workspace->id, workspace->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&workspace));
  return TRUE;
}

gboolean
workspaces_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                           REEVE_TX_READ, call->deadline, error);
  g_autoptr (ReeveWorkspace) workspace = NULL;

  if (tx == NULL)
    return FALSE;
  workspace = read_workspace (call, tx, error);
  if (workspace == NULL)
    return FALSE;

  set_callers_own (call, workspace);
  call->reply = REEVE_RECORD (g_steal_pointer (&workspace));
  return TRUE;
}

/* The name is the directory's: it changes there, with an entry in the directory's trail, and the workspace's
 * own trail tells its administrators. */
gboolean
workspaces_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveTx) directory = NULL;
  g_autoptr (ReeveWorkspace) before = NULL;
  g_autoptr (ReeveWorkspace) after = NULL;

  directory = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_WRITE,
                              call->deadline, error);
  if (directory == NULL)
    return FALSE;
  before = read_workspace (call, directory, error);
  if (before == NULL)
    return FALSE;

  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error) ||
      !reeve_rows_update (directory, "workspaces", after, call->if_match, NULL, error) ||
      !reeve_call_audit (call, NULL, NULL, "workspace", after->id, after->name, before, after, NULL, NULL,
                         error))
    return FALSE;
  if (!call->nothing_changed && (!reeve_call_audit (call, directory, NULL, "workspace", after->id,
                                                    after->name, before, after, NULL, NULL, error) ||
                                 !reeve_tx_commit (directory, error)))
    return FALSE;

  set_callers_own (call, call->nothing_changed ? before : after);
  reeve_call_changed (call, "workspace", after->id, after->version);
  call->reply = REEVE_RECORD (g_object_ref (call->nothing_changed ? before : after));
  return TRUE;
}
