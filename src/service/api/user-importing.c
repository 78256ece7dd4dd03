/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users of a file. Done again after a crash it makes no doubles: an account that is there is taken, and a
 * user who is there is not made. */

#include "config.h"

#include "service/api/user-importing.h"

#include "common/user-import.h"
#include "service/api/contacts.h"
#include "service/api/deeds.h"
#include "service/api/user-accounts.h"
#include "service/jobs/mirror.h"
#include "service/store/accounts.h"
#include "service/store/django-table.h"
#include "service/store/users.h"

#define HASH "reeve-imported-hash"

gboolean
reeve_user_importing_open (char **content, GError **error)
{
  char *csv;

  if (!g_str_has_prefix (*content, REEVE_USER_IMPORT_DATABASE))
    return TRUE;
  csv = reeve_django_table_read (*content, REEVE_USER_IMPORT_MAX_FILE, error);
  if (csv == NULL)
    return FALSE;
  g_free (*content);
  *content = csv;
  return TRUE;
}

gboolean
reeve_user_importing_judge (ReeveUserRules *rules, ReeveUser *user, const char **reason, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (ReeveUser) there = reeve_users_find_by_email (rules->call->tx, user->email, &local_error);

  *reason = there != NULL ? "exists" : NULL;
  if (there != NULL)
    return TRUE;
  if (!g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_clear_error (&local_error);

  reeve_user_default_roles (user);
  if (reeve_user_rules_allow (rules, NULL, user, &local_error))
    return TRUE;
  if (!g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_DENIED) &&
      !g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  *reason = g_intern_string (reeve_error_get_reason (local_error));
  return TRUE;
}

void
reeve_user_importing_set_hash (ReeveUser *user, const char *hash)
{
  g_object_set_data_full (G_OBJECT (user), HASH, g_strdup (hash), g_free);
}

/* The account is made here and now, or its password stays as it is: who imports a table must not get into
 * what is somebody's already. */
static gboolean
ensure_account (ReeveCall *call, ReeveTx *directory, ReeveUser *user, GError **error)
{
  const char *hash = g_object_get_data (G_OBJECT (user), HASH);
  g_autoptr (ReeveCredentials) known = NULL;
  g_autoptr (GError) missing = NULL;

  if (hash != NULL)
    known = reeve_accounts_find_credentials (directory, user->email, &missing);
  if (missing != NULL && !g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (!reeve_user_ensure_account (call, directory, call->tx, user, error))
    return FALSE;
  if (hash == NULL || known != NULL)
    return TRUE;
  return reeve_accounts_set_password_hash (directory, user->id, hash, error) &&
         reeve_call_audit_fact (call, directory, "account.password", "account", user->id, user->display_name,
                                "imported from a Django user table", error) &&
         reeve_mirror_fill (directory, user, call->workspace, call->now, error);
}

static gboolean
ensure_accounts (ReeveCall *call, GPtrArray *users, GError **error)
{
  g_autoptr (ReeveTx) directory = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                                  REEVE_TX_WRITE, call->deadline, error);

  if (directory == NULL)
    return FALSE;
  for (guint i = 0; i < users->len; i++)
    {
      ReeveUser *user = g_ptr_array_index (users, i);

      if (user->state == NULL)
        user->state = reeve_user_states[0];
      user->version = 1;
      user->created = call->now;
      if (!ensure_account (call, directory, user, error))
        return FALSE;
    }
  return reeve_tx_commit (directory, error);
}

gboolean
reeve_user_importing_make (ReeveCall *call, GPtrArray *users, const char *batch, GError **error)
{
  if (users->len == 0)
    return TRUE;
  if (!ensure_accounts (call, users, error))
    return FALSE;
  for (guint i = 0; i < users->len; i++)
    {
      ReeveUser *user = g_ptr_array_index (users, i);

      if (!reeve_users_insert (call->tx, user, error) ||
          !reeve_call_audit (call, NULL, "user.create", "user", user->id, user->display_name, NULL, user,
                             batch, NULL, error) ||
          !reeve_deeds_add_user (call, NULL, NULL, user, error) ||
          !reeve_contact_end_joined (call, call->tx, user->email, error))
        return FALSE;
    }
  return TRUE;
}

const char *
reeve_user_importing_explain (const char *reason)
{
  if (g_strcmp0 (reason, "unknown_role") == 0)
    return "a role is gone";
  if (g_strcmp0 (reason, "unknown_group") == 0)
    return "a group is gone";
  if (g_strcmp0 (reason, "group_scope") == 0)
    return "the user would be in none of the caller's groups";
  return "the roles give more than the caller holds";
}
