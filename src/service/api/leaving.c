/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Leaving is more than the bin, which keeps what somebody had for when they are restored. Here it goes: the
 * row goes into the bin as a plain member's, and whatever else hangs on the person with it. An account that
 * other workspaces have too goes on there; nothing is told of them. A breach lock stays as it is.
 *
 * No version is asked for: whatever somebody has by now goes, and who is in a hurry is not to be told that
 * another administrator changed a name. Users.write is enough, because the caller holds at least what the
 * person does (api/user-rules), and all that is done is to take away. */

#include "config.h"

#include "service/api/leaving.h"

#include <string.h>

#include "common/leaving.h"
#include "service/api/approvals.h"
#include "service/api/rotations.h"
#include "service/api/user-rules.h"
#include "service/api/workspace-sessions.h"
#include "service/store/groups.h"
#include "service/store/intents.h"
#include "service/store/leavings.h"
#include "service/store/roles.h"
#include "service/store/rotations.h"
#include "service/store/session-uses.h"
#include "service/store/users.h"

/* More things of one kind than this are one entry of the audit trail. */
#define AUDITED_ONE_BY_ONE 200

/* What one must be able to see elsewhere to be told the names. */
static ReeveCapability
get_capability (const char *kind)
{
  if (strcmp (kind, "session") == 0)
    return REEVE_CAPABILITY_SESSIONS_READ;
  if (strcmp (kind, "second-factor-reset") == 0)
    return REEVE_CAPABILITY_USERS_CREDENTIALS;
  if (strcmp (kind, "rotation") == 0)
    return REEVE_CAPABILITY_POLICY_WRITE;
  if (strcmp (kind, "grant") == 0 || strcmp (kind, "contact") == 0)
    return REEVE_CAPABILITY_PERMISSIONS_READ;
  if (strcmp (kind, "mute") == 0)
    return REEVE_CAPABILITY_LOG_READ;
  return REEVE_CAPABILITY_USERS_READ;
}

static gboolean
count_sessions (ReeveCall *call, ReeveUser *user, ReeveLeavingItem *item, GError **error)
{
  g_autoptr (ReeveTx) directory = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                                  REEVE_TX_READ, call->deadline, error);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (ReeveListing) listing = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);

  if (directory == NULL)
    return FALSE;
  query->limit = REEVE_LEAVING_NAMES;
  reeve_query_set_filter (query, "account", user->id);
  listing = reeve_session_uses_list (directory, query, call->workspace, NULL, call->now, error);
  if (listing == NULL)
    return FALSE;
  item->count = listing->total;
  for (guint i = 0; i < listing->items->len; i++)
    {
      ReeveSession *session = listing->items->pdata[i];

      if (g_hash_table_add (named, session->device != NULL ? session->device : session->id))
        g_strv_builder_add (names, session->device != NULL ? session->device : session->id);
    }
  item->names = listing->items->len > 0 ? g_strv_builder_end (names) : NULL;
  return TRUE;
}

/* All that is more than a member's. */
static void
count_roles (ReeveUser *user, ReeveLeavingItem *item)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; user->roles != NULL && user->roles[i] != NULL; i++)
    {
      if (strcmp (user->roles[i], REEVE_ROLE_MEMBER) == 0)
        continue;
      item->count++;
      g_strv_builder_add (names, user->roles[i]);
    }
  item->names = item->count > 0 ? g_strv_builder_end (names) : NULL;
}

static gboolean
count_groups (ReeveCall *call, ReeveUser *user, ReeveLeavingItem *item, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; user->groups != NULL && user->groups[i] != NULL; i++)
    {
      g_autoptr (ReeveGroup) group = NULL;

      if (++item->count > REEVE_LEAVING_NAMES)
        continue;
      group = reeve_groups_get (call->tx, user->groups[i], NULL, error);
      if (group == NULL)
        return FALSE;
      g_strv_builder_add (names, group->name);
    }
  item->names = item->count > 0 ? g_strv_builder_end (names) : NULL;
  return TRUE;
}

static gboolean
count_rotations (ReeveCall *call, ReeveUser *user, ReeveLeavingItem *item, GError **error)
{
  g_autoptr (GPtrArray) known = reeve_rotations_list_known (call->tx, user, error);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (known == NULL)
    return FALSE;
  item->count = known->len;
  for (guint i = 0; i < MIN (known->len, REEVE_LEAVING_NAMES); i++)
    g_strv_builder_add (names, REEVE_ROTATION (known->pdata[i])->name);
  item->names = known->len > 0 ? g_strv_builder_end (names) : NULL;
  return TRUE;
}

static gboolean
look_at (ReeveCall *call, ReeveUser *user, ReeveLeavingItem *item, GError **error)
{
  if (strcmp (item->kind, "session") == 0)
    return count_sessions (call, user, item, error);
  if (strcmp (item->kind, "group") == 0)
    return count_groups (call, user, item, error);
  if (strcmp (item->kind, "role") == 0)
    {
      count_roles (user, item);
      return TRUE;
    }
  if (strcmp (item->kind, "rotation") == 0)
    return count_rotations (call, user, item, error);
  return reeve_leavings_look (call->tx, user, item->kind, &item->count, &item->names, error);
}

GPtrArray *
reeve_leaving_look (ReeveCall *call, ReeveUser *user, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; reeve_leaving_kinds[i] != NULL; i++)
    {
      g_autoptr (ReeveLeavingItem) item = reeve_leaving_item_new ();

      item->kind = reeve_leaving_kinds[i];
      if (!look_at (call, user, item, error))
        return NULL;
      if (item->count == 0)
        continue;
      if (!reeve_capabilities_have (call->caller->capabilities, get_capability (item->kind)))
        g_clear_pointer (&item->names, g_strfreev);
      g_ptr_array_add (items, g_steal_pointer (&item));
    }
  return g_steal_pointer (&items);
}

/* The groups are judged as kept: the bin ends what they give in any case. */
ReeveUser *
reeve_leaving_judge (ReeveUserRules *rules, ReeveUser *user, GError **error)
{
  g_autoptr (ReeveUser) after = reeve_record_copy (user);
  const char *const member[] = { REEVE_ROLE_MEMBER, NULL };

  if (user->deleted != 0)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "in_bin", "the user is in the bin");
      return NULL;
    }
  reeve_set_texts (&after->roles, member);
  after->deleted = rules->call->now;
  if (!reeve_user_rules_allow (rules, user, after, error))
    return NULL;
  g_clear_pointer (&after->groups, g_strfreev);
  return g_steal_pointer (&after);
}

/* One entry each for what has a trail of its own. */
static gboolean
audit_kind (ReeveCall *call,
            ReeveUser *user,
            const char *kind,
            const char *action,
            const char *type,
            const char *reason,
            GError **error)
{
  g_autoptr (GPtrArray) things = reeve_leavings_list (call->tx, user, kind, AUDITED_ONE_BY_ONE + 1, error);

  if (things == NULL)
    return FALSE;
  if (things->len > 0)
    reeve_call_changed (call, type, NULL, 0);
  if (things->len > AUDITED_ONE_BY_ONE)
    return reeve_call_audit_fact (call, NULL, action, "user", user->id, user->display_name, reason, error);
  for (guint i = 0; i < things->len; i++)
    {
      ReeveLeavingThing *thing = things->pdata[i];

      /* A grant is told by whom it is for, with its folder. */
      if (!reeve_call_audit_fact (call, NULL, action, type, thing->id,
                                  strcmp (kind, "grant") == 0 ? user->display_name : thing->name, reason,
                                  error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_things (ReeveCall *call, ReeveUser *user, const char *reason, GError **error)
{
  return audit_kind (call, user, "grant", "grant.revoke", "grant", reason, error) &&
         audit_kind (call, user, "invitation-sent", "invitation.revoke", "invitation", reason, error) &&
         audit_kind (call, user, "invitation-waiting", "invitation.revoke", "invitation", reason, error) &&
         audit_kind (call, user, "second-factor-reset", "second-factor.decline-reset", "second-factor-reset",
                     reason, error) &&
         audit_kind (call, user, "approval", "approval.end", "approval", reason, error) &&
         audit_kind (call, user, "contact-grant", "grant.revoke", "grant", reason, error) &&
         audit_kind (call, user, "contact", "contact.revoke", "contact", reason, error) &&
         audit_kind (call, user, "bulk-job", "bulk-job.cancel", "bulk-job", reason, error) &&
         audit_kind (call, user, "group-administration", "group.administrators", "group", reason, error) &&
         audit_kind (call, user, "mute", "mute.delete", "mute", reason, error) &&
         reeve_leavings_take (call->tx, user, call->caller->account, call->caller->account_name, call->now,
                              error);
}

gboolean
reeve_leaving_take (ReeveCall *call, ReeveUser *before, ReeveUser *after, const char *reason, GError **error)
{
  if (!take_things (call, before, reason, error) || !reeve_rotations_raise (call, before, reason, error) ||
      !reeve_approval_rules_forget (call, before, reason, error) ||
      !reeve_users_update (call->tx, after, before->version, error) ||
      !reeve_call_audit (call, NULL, "user.leave", "user", after->id, after->display_name, before, after,
                         NULL, reason, error) ||
      !reeve_user_note_rights (call, before, after, error))
    return FALSE;
  reeve_call_changed (call, "user", after->id, after->version);
  if (before->groups != NULL)
    reeve_call_changed (call, "group", NULL, 0);
  return TRUE;
}

/* With the call's commit; the intents do it should that not come. */
gboolean
reeve_leaving_take_account (ReeveCall *call, ReeveUser *user, GError **error)
{
  return reeve_intents_put (call->tx, REEVE_INTENT_LEAVE, user->id, NULL, error) &&
         reeve_workspace_sessions_end_of (call, user->id, NULL, error) &&
         reeve_leavings_end_links (call->directory, call->workspace, user->id, call->now, error);
}

static void
answer (ReeveCall *call, ReeveUser *user, GPtrArray *items)
{
  ReeveLeaving *leaving = reeve_leaving_new ();

  leaving->user = g_object_ref (REEVE_RECORD (user));
  leaving->items = g_ptr_array_ref (items);
  call->reply = REEVE_RECORD (leaving);
}

gboolean
leaving_get (ReeveCall *call, GError **error)
{
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);
  g_autoptr (ReeveUser) user = reeve_users_get (call->tx, reeve_call_get_path (call, "user"), error);
  g_autoptr (ReeveUser) after = user != NULL ? reeve_leaving_judge (&rules, user, error) : NULL;
  g_autoptr (GPtrArray) items = after != NULL ? reeve_leaving_look (call, user, error) : NULL;

  if (items == NULL)
    return FALSE;
  answer (call, user, items);
  return TRUE;
}

gboolean
leaving_create (ReeveCall *call, GError **error)
{
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);
  g_autoptr (ReeveUser) before = reeve_users_get (call->tx, reeve_call_get_path (call, "user"), error);
  g_autoptr (ReeveUser) after = before != NULL ? reeve_leaving_judge (&rules, before, error) : NULL;
  g_autoptr (GPtrArray) items = after != NULL ? reeve_leaving_look (call, before, error) : NULL;

  if (items == NULL || !reeve_leaving_take (call, before, after, REEVE_LEAVE (call->body)->reason, error) ||
      !reeve_leaving_take_account (call, after, error))
    return FALSE;
  answer (call, after, items);
  return TRUE;
}
