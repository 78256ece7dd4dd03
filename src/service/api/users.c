/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users of a workspace, one at a time. Every change goes the same way: read, change a copy, ask the rules,
 * store, audit, let the account follow. */

#include "config.h"

#include "service/api/contacts.h"
#include "service/api/users.h"

#include "service/api/scope.h"
#include "service/api/user-accounts.h"
#include "service/api/user-rules.h"
#include "service/jobs/jobs.h"
#include "service/store/accounts.h"
#include "service/store/audit.h"
#include "service/store/failures.h"
#include "service/store/groups.h"
#include "service/store/users.h"

static ReeveUser *
get_user (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "user");

  return reeve_scope_check_user (call, id, error) ? reeve_users_get (call->tx, id, error) : NULL;
}

static gboolean
answer (ReeveCall *call, ReeveUser *user)
{
  reeve_call_changed (call, "user", user->id, user->version);
  call->reply = g_object_ref (REEVE_RECORD (user));
  return TRUE;
}

static gboolean
refuse_stale (ReeveCall *call, ReeveUser *user, GError **error)
{
  if (call->if_match == user->version)
    return TRUE;

  reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the user was changed since it was read");
  return FALSE;
}

/* Is the address free in this workspace, the bin included? */
static gboolean
check_address (ReeveCall *call, ReeveUser *user, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (ReeveUser) there = reeve_users_find_by_email (call->tx, user->email, &local_error);
  gboolean in_bin;

  if (there == NULL && g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  if (there == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (g_strcmp0 (there->id, user->id) == 0)
    return TRUE;

  /* Somebody has the address; who, and where they are, is told to those who may see everybody. */
  in_bin = there->deleted != 0 && call->scope == NULL;
  reeve_set_error (&local_error, REEVE_ERROR_CONFLICT, in_bin ? "email_in_bin" : "email_taken",
                   in_bin ? "a user in the bin has this address: restore them"
                          : "another user has this address");
  reeve_error_add_member (&local_error, "/email", reeve_error_get_reason (local_error), "taken");
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* From @before to @after, which nobody has changed meanwhile: the common end of all changes of one user. */
static gboolean
store_change (ReeveCall *call, ReeveUser *before, ReeveUser *after, GError **error)
{
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);

  if (reeve_record_equal (before, after))
    {
      reeve_call_nothing_changed (call);
      call->reply = g_object_ref (REEVE_RECORD (before));
      return TRUE;
    }

  if (!reeve_user_rules_allow (&rules, before, after, error) ||
      !reeve_users_update (call->tx, after, before->version, error) ||
      !reeve_call_audit (call, NULL, reeve_user_name_change (before, after), "user", after->id,
                         after->display_name, before, after, NULL, NULL, error) ||
      !reeve_user_note_rights (call, before, after, error) ||
      !reeve_user_rename_account (call, before, after, error) ||
      (g_strcmp0 (before->email, after->email) != 0 &&
       !reeve_contact_end_joined (call, call->tx, after->email, error)))
    return FALSE;
  if (reeve_user_is_member (before) && !reeve_user_is_member (after) &&
      !reeve_user_put_out (call, after->id, error))
    return FALSE;
  if (after->groups != NULL || before->groups != NULL)
    reeve_call_changed (call, "group", NULL, 0);

  return answer (call, after);
}

gboolean
users_list (ReeveCall *call, GError **error)
{
  /* Of what is written already nothing can be hidden any more. */
  call->listing = call->scope == NULL ? reeve_users_list_written (call->tx, call->query, error)
                                      : reeve_users_list (call->tx, call->query, error);
  return call->listing != NULL;
}

gboolean
users_get (ReeveCall *call, GError **error)
{
  ReeveUser *user = get_user (call, error);

  call->reply = REEVE_RECORD (user);
  return user != NULL;
}

static gboolean
ensure_account (ReeveCall *call, ReeveUser *user, GError **error)
{
  g_autoptr (ReeveTx) directory = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                                  REEVE_TX_WRITE, call->deadline, error);

  return directory != NULL && reeve_user_ensure_account (call, directory, call->tx, user, error) &&
         reeve_tx_commit (directory, error);
}

gboolean
users_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveUser) user = reeve_record_copy (call->body);
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);

  reeve_user_default_roles (user);
  if (user->state == NULL)
    user->state = reeve_user_states[0];
  user->version = 1;
  user->created = call->now;
  if (!reeve_user_rules_check_roles (&rules, (const char *const *) user->roles, error) ||
      !reeve_user_rules_check_groups (&rules, (const char *const *) user->groups, error) ||
      !reeve_user_rules_allow (&rules, NULL, user, error) || !check_address (call, user, error) ||
      !ensure_account (call, user, error) || !reeve_users_insert (call->tx, user, error) ||
      !reeve_call_audit (call, NULL, NULL, "user", user->id, user->display_name, NULL, user, NULL, NULL,
                         error) ||
      !reeve_user_note_rights (call, NULL, user, error) ||
      !reeve_contact_end_joined (call, call->tx, user->email, error))
    return FALSE;

  if (user->groups != NULL)
    reeve_call_changed (call, "group", NULL, 0);
  return answer (call, user);
}

/* A group administrator does not see the groups outside that somebody is in, and so does not take them out.
 */
static gboolean
keep_hidden_groups (ReeveCall *call, ReeveUser *before, ReeveUser *after, GError **error)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  guint n = after->groups != NULL ? g_strv_length (after->groups) : 0;

  if (call->scope == NULL)
    return TRUE;
  if (n > 0)
    g_strv_builder_addv (all, (const char **) after->groups);
  for (guint i = 0; before->groups != NULL && before->groups[i] != NULL; i++)
    {
      gboolean has;

      if (!reeve_scope_has_group (call->tx, call->scope, before->groups[i], &has, error))
        return FALSE;
      if (has)
        continue;
      g_strv_builder_add (all, before->groups[i]);
      n++;
    }
  g_strfreev (after->groups);
  after->groups = n > 0 ? g_strv_builder_end (all) : NULL;
  return TRUE;
}

gboolean
users_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveUser) before = get_user (call, error);
  g_autoptr (ReeveUser) after = NULL;
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);

  if (before == NULL || !refuse_stale (call, before, error))
    return FALSE;
  if (before->deleted != 0)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "in_bin", "restore the user first");
      return FALSE;
    }

  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error))
    return FALSE;
  if (json_object_has_member (call->patch, "roles") &&
      !reeve_user_rules_check_roles (&rules, (const char *const *) after->roles, error))
    return FALSE;
  if (json_object_has_member (call->patch, "groups") &&
      (!reeve_user_rules_check_groups (&rules, (const char *const *) after->groups, error) ||
       !keep_hidden_groups (call, before, after, error)))
    return FALSE;
  reeve_user_default_roles (after);
  if (after->state == NULL)
    after->state = reeve_user_states[0];

  return check_address (call, after, error) && store_change (call, before, after, error);
}

gboolean
users_delete (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveUser) before = get_user (call, error);
  g_autoptr (ReeveUser) after = NULL;

  if (before == NULL || !refuse_stale (call, before, error))
    return FALSE;

  after = reeve_record_copy (before);
  if (after->deleted == 0)
    after->deleted = call->now;
  return store_change (call, before, after, error);
}

gboolean
users_restore (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveUser) before = get_user (call, error);
  g_autoptr (ReeveUser) after = NULL;

  if (before == NULL || !refuse_stale (call, before, error))
    return FALSE;

  after = reeve_record_copy (before);
  after->deleted = 0;
  return store_change (call, before, after, error);
}

gboolean
users_unlock (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveUser) user = get_user (call, error);
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);

  if (user == NULL || !reeve_user_rules_check_reach (&rules, user, error))
    return FALSE;
  if (g_strcmp0 (user->lock, "breach") == 0)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "breach_locked", "a breach lock ends by a release only");
      return FALSE;
    }

  user->lock = reeve_user_locks[0];
  user->lock_ends = 0;
  if (!reeve_users_update (call->tx, user, user->version, error) ||
      !reeve_call_begin_directory (call, error) ||
      !reeve_failures_clear (call->directory, user->id, NULL, error) ||
      !reeve_accounts_mark (call->directory, user->id, error) ||
      !reeve_call_audit_fact (call, NULL, NULL, "user", user->id, user->display_name, NULL, error))
    return FALSE;

  return answer (call, user);
}

gboolean
users_history (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "user");

  if (!reeve_scope_check_user (call, id, error))
    return FALSE;
  call->listing = reeve_audit_list (call->tx, "user", id, call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->items->len == 0)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such user");
      return FALSE;
    }
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;

  return TRUE;
}
