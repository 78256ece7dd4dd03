/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Others are in the trails by name; here they are only "somebody else" (GDPR, Article 15(4)). */

#include "config.h"

#include "service/api/personal-export.h"

#include "common/email-name.h"
#include "common/group.h"
#include "common/role.h"
#include "common/workspace.h"
#include "service/api/memberships.h"
#include "service/store/accounts.h"
#include "service/store/approvals.h"
#include "service/store/audit.h"
#include "service/store/findings.h"
#include "service/store/groups.h"
#include "service/store/identity-providers.h"
#include "service/store/mutes.h"
#include "service/store/roles.h"
#include "service/store/sessions.h"
#include "service/store/users.h"

static ReevePersonalEntry *
make_entry (const ReeveAuditEntry *from, const char *account)
{
  ReevePersonalEntry *entry = reeve_personal_entry_new ();

  entry->time = from->time;
  entry->action = g_strdup (from->action);
  entry->by = reeve_personal_authors[from->actor == NULL ? 2 : g_strcmp0 (from->actor, account) == 0 ? 0 : 1];
  entry->before = g_strdup (from->before);
  entry->after = g_strdup (from->after);
  entry->reason = g_strdup (from->reason);
  return entry;
}

static GPtrArray *
read_history (ReeveTx *tx, const char *type, const char *account, GError **error)
{
  g_autoptr (GPtrArray) entries =
    reeve_audit_list_object (tx, type, account, REEVE_PERSONAL_EXPORT_ENTRIES, error);
  g_autoptr (GPtrArray) history = g_ptr_array_new_with_free_func (g_object_unref);

  if (entries == NULL)
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (history, make_entry (entries->pdata[i], account));
  return g_steal_pointer (&history);
}

/* Their words, and what was written to them; not the words of who asked them. */
static ReevePersonalApproval *
make_approval (const ReeveApproval *from, const char *account)
{
  ReevePersonalApproval *approval = reeve_personal_approval_new ();

  approval->time = from->created;
  approval->kind = from->kind;
  approval->operation = from->operation;
  approval->state = from->state;
  approval->because = from->because;
  approval->reason = g_strdup (g_strcmp0 (from->requester, account) == 0 ? from->reason : NULL);
  approval->decided = from->decided;
  if (from->decided_by != NULL)
    approval->by = reeve_personal_authors[g_strcmp0 (from->decided_by, account) == 0 ? 0 : 1];
  approval->note = g_strdup (from->note);
  approval->used = from->used;
  return approval;
}

static GPtrArray *
read_approvals (ReeveTx *tx, const char *account, gboolean decided, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) all =
    reeve_approvals_list_about (tx, account, decided, REEVE_PERSONAL_EXPORT_ENTRIES, now, error);
  g_autoptr (GPtrArray) approvals = g_ptr_array_new_with_free_func (g_object_unref);

  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    g_ptr_array_add (approvals, make_approval (all->pdata[i], account));
  return g_steal_pointer (&approvals);
}

static gboolean
is_settled (ReeveFinding *finding)
{
  static const char *const settled[] = { "expected", "muted", "done", NULL };

  return g_strv_contains (settled, finding->state);
}

/* Who else it is about, or did it, is not told. */
static ReevePersonalFinding *
make_finding (const ReeveFinding *from, const ReeveUser *user, const char *addresses)
{
  ReevePersonalFinding *finding = reeve_personal_finding_new ();

  finding->time = from->raised;
  finding->rule = g_strdup (from->rule);
  finding->severity = from->severity;
  if (g_strcmp0 (from->person, user->id) == 0 || reeve_email_name_is_in (addresses, from->person) ||
      reeve_email_name_is_in (addresses, from->person_name))
    finding->address = g_strdup (from->address);
  finding->numbers = g_strdupv (from->numbers);
  finding->state = from->state;
  finding->decided = from->decided;
  if (from->decided_by != NULL)
    finding->by = reeve_personal_authors[g_strcmp0 (from->decided_by, user->id) == 0 ? 0 : 1];
  return finding;
}

static GPtrArray *
read_findings (ReeveTx *tx, const ReeveUser *user, const char *addresses, GError **error)
{
  g_autoptr (GPtrArray) all =
    reeve_findings_list_about (tx, user->id, addresses, REEVE_PERSONAL_EXPORT_ENTRIES, error);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);

  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    if (is_settled (all->pdata[i]))
      g_ptr_array_add (findings, make_finding (all->pdata[i], user, addresses));
  return g_steal_pointer (&findings);
}

static GPtrArray *
read_mutes (ReeveTx *tx, const ReeveUser *user, const char *addresses, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) all = reeve_mutes_list_about (tx, user->id, addresses, error);
  g_autoptr (GPtrArray) mutes = g_ptr_array_new_with_free_func (g_object_unref);

  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    {
      const ReeveMute *from = all->pdata[i];
      ReevePersonalMute *mute;

      if (from->ends > now)
        continue;
      mute = reeve_personal_mute_new ();
      g_ptr_array_add (mutes, mute);
      mute->time = from->created;
      mute->by = reeve_personal_authors[g_strcmp0 (from->created_by, user->id) == 0 ? 0 : 1];
      mute->rule = g_strdup (from->rule);
      mute->network = g_strdup (from->network);
      mute->ends = from->ends;
      mute->count = from->count;
    }
  return g_steal_pointer (&mutes);
}

static gboolean
is_gone (GError **local_error, GError **error)
{
  if (g_error_matches (*local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_clear_error (local_error);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (local_error));
  return FALSE;
}

/* What there is no more is left out. */
static GStrv
name_roles (ReeveTx *tx, GStrv ids, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (ReeveRole) role = reeve_roles_get (tx, ids[i], &local_error);

      if (role != NULL)
        g_strv_builder_add (names, role->name);
      else if (!is_gone (&local_error, error))
        return NULL;
    }
  return g_strv_builder_end (names);
}

static GStrv
name_groups (ReeveTx *tx, GStrv ids, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (ReeveGroup) group = reeve_groups_get (tx, ids[i], NULL, &local_error);

      if (group != NULL)
        g_strv_builder_add (names, group->name);
      else if (!is_gone (&local_error, error))
        return NULL;
    }
  return g_strv_builder_end (names);
}

static gboolean
read_desk (ReeveTx *tx,
           ReevePersonalMembership *membership,
           const ReeveUser *user,
           gint64 now,
           GError **error)
{
  g_autofree char *addresses = g_utf8_casefold (user->email, -1);

  membership->findings = read_findings (tx, user, addresses, error);
  membership->mutes = membership->findings != NULL ? read_mutes (tx, user, addresses, now, error) : NULL;
  return membership->mutes != NULL;
}

static ReevePersonalMembership *
read_membership (ReeveCall *call, const ReeveWorkspace *workspace, const char *account, GError **error)
{
  ReeveDb *db = reeve_installation_get_workspace (call->installation, workspace->id);
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (ReevePersonalMembership) membership = reeve_personal_membership_new ();

  if (db == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such workspace");
      return NULL;
    }
  tx = reeve_db_begin (db, REEVE_TX_READ, call->deadline, error);
  user = tx != NULL ? reeve_users_get (tx, account, error) : NULL;
  if (user == NULL)
    return NULL;
  membership->id = g_strdup (workspace->id);
  membership->name = g_strdup (workspace->name);
  membership->role_names = name_roles (tx, user->roles, error);
  membership->group_names = membership->role_names != NULL ? name_groups (tx, user->groups, error) : NULL;
  membership->history = membership->group_names != NULL ? read_history (tx, "user", account, error) : NULL;
  membership->asked =
    membership->history != NULL ? read_approvals (tx, account, FALSE, call->now, error) : NULL;
  membership->decided =
    membership->asked != NULL ? read_approvals (tx, account, TRUE, call->now, error) : NULL;
  if (membership->decided == NULL || !read_desk (tx, membership, user, call->now, error))
    return NULL;
  membership->user = REEVE_RECORD (g_steal_pointer (&user));
  return g_steal_pointer (&membership);
}

/* @required: (out): the workspaces that want their provider's word of whoever reads what is in them; whoever
 * asks here has given a password. */
static gboolean
read_directory (ReeveCall *call,
                ReevePersonalExport *file,
                const char *account,
                GStrv *required,
                GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                           REEVE_TX_READ, call->deadline, error);

  if (tx == NULL)
    return FALSE;
  file->account = REEVE_RECORD (reeve_accounts_get (tx, account, error));
  file->sessions = file->account != NULL ? reeve_sessions_list (tx, account, call->now, error) : NULL;
  file->history = file->sessions != NULL ? read_history (tx, "account", account, error) : NULL;
  if (file->history == NULL)
    return FALSE;
  *required =
    reeve_identity_providers_get_required (tx, account, REEVE_ACCOUNT (file->account)->email, error);
  return *required != NULL;
}

/* Somebody may be taken out of a workspace meanwhile: then it is none of theirs. */
static gboolean
read_memberships (ReeveCall *call,
                  ReevePersonalExport *file,
                  const char *account,
                  GStrv required,
                  GError **error)
{
  g_autoptr (GPtrArray) workspaces =
    reeve_memberships_list (call->installation, account, NULL, call->deadline, error);

  file->workspaces = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; workspaces != NULL && i < workspaces->len; i++)
    {
      ReeveWorkspace *workspace = workspaces->pdata[i];
      g_autoptr (GError) local_error = NULL;
      ReevePersonalMembership *membership;

      if (workspace->unconfirmed || g_strv_contains ((const char *const *) required, workspace->id))
        continue;
      membership = read_membership (call, workspace, account, &local_error);
      if (membership != NULL)
        g_ptr_array_add (file->workspaces, membership);
      else if (!is_gone (&local_error, error))
        return FALSE;
    }
  return workspaces != NULL;
}

ReevePersonalExport *
reeve_personal_export_make (ReeveCall *call, const char *account, GError **error)
{
  g_autoptr (ReevePersonalExport) file = reeve_personal_export_new ();
  g_auto (GStrv) required = NULL;

  file->format = REEVE_PERSONAL_EXPORT_VERSION;
  file->made = call->now;
  if (!read_directory (call, file, account, &required, error) ||
      !read_memberships (call, file, account, required, error))
    return NULL;
  return g_steal_pointer (&file);
}
