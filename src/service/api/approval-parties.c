/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/approval-parties.h"

#include "common/permission-model.h"
#include "common/user.h"
#include "service/store/accounts.h"
#include "service/store/approval-rules.h"
#include "service/store/permissions.h"
#include "service/store/users.h"

static gboolean
names_nobody (ReeveApprovalRule *rule)
{
  return rule->approvers == NULL || rule->approvers[0] == NULL;
}

static ReevePermissionModel *
enter (const ReeveApprovalPlace *place, GError **error)
{
  return reeve_permissions_enter (reeve_installation_get_permissions (place->installation, place->workspace),
                                  place->tx, error);
}

static void
leave (const ReeveApprovalPlace *place)
{
  reeve_permissions_leave (reeve_installation_get_permissions (place->installation, place->workspace));
}

static gboolean
may_approve (const ReeveApprovalPlace *place,
             ReevePermissionModel *model,
             ReeveApprovalRule *rule,
             const char *account)
{
  guint32 subject = reeve_permission_model_find_subject (model, account);
  guint32 folder = reeve_permission_model_find_folder (model, rule->folder);

  return subject != REEVE_NO_NUMBER && folder != REEVE_NO_NUMBER &&
         !reeve_permission_model_is_contact (model, subject) &&
         (reeve_permission_check (model, subject, folder, place->now) & REEVE_VERB_APPROVE) != 0;
}

gboolean
reeve_approval_may_decide (const ReeveApprovalPlace *place,
                           ReeveApprovalRule *rule,
                           const char *account,
                           gboolean *may,
                           GError **error)
{
  ReevePermissionModel *model;

  *may = reeve_approval_rule_names (rule, account);
  if (*may || !names_nobody (rule) || rule->folder == NULL)
    return TRUE;
  model = enter (place, error);
  if (model == NULL)
    return FALSE;
  *may = may_approve (place, model, rule, account);
  leave (place);
  return TRUE;
}

GStrv
reeve_approval_list_decidable (const ReeveApprovalPlace *place, const char *account, GError **error)
{
  g_autoptr (GPtrArray) rules = reeve_approval_rules_read (place->tx, FALSE, error);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  ReevePermissionModel *model = NULL;

  if (rules == NULL)
    return NULL;
  for (guint i = 0; i < rules->len; i++)
    {
      ReeveApprovalRule *rule = rules->pdata[i];

      if (names_nobody (rule) && rule->folder != NULL && model == NULL)
        {
          model = enter (place, error);
          if (model == NULL)
            return NULL;
        }
      if (reeve_approval_rule_names (rule, account) ||
          (names_nobody (rule) && rule->folder != NULL && may_approve (place, model, rule, account)))
        g_strv_builder_add (ids, rule->id);
    }
  if (model != NULL)
    leave (place);
  return g_strv_builder_end (ids);
}

/* --- Who they are --- */

/* Ids of those who may approve in the rule's folder. (transfer full) */
static GStrv
list_holders (const ReeveApprovalPlace *place, ReeveApprovalRule *rule, GError **error)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  ReevePermissionModel *model = enter (place, error);
  g_autofree guint8 *verbs = NULL;
  guint32 folder;
  guint32 n;

  if (model == NULL)
    return NULL;
  folder = reeve_permission_model_find_folder (model, rule->folder);
  n = folder != REEVE_NO_NUMBER ? reeve_permission_model_get_n_subjects (model) : 0;
  verbs = g_new0 (guint8, MAX (n, 1));
  if (n > 0)
    reeve_permission_who (model, folder, place->now, verbs);
  for (guint32 i = 0, found = 0; i < n && found < REEVE_APPROVAL_APPROVERS; i++)
    if ((verbs[i] & REEVE_VERB_APPROVE) != 0 && reeve_permission_model_has_subject (model, i) &&
        !reeve_permission_model_is_contact (model, i))
      {
        g_strv_builder_add (ids, reeve_permission_model_get_subject_id (model, i));
        found++;
      }
  leave (place);
  return g_strv_builder_end (ids);
}

static GStrv
list_ids (const ReeveApprovalPlace *place, ReeveApprovalRule *rule, GError **error)
{
  static const char *const none[] = { NULL };

  if (!names_nobody (rule))
    return g_strdupv (rule->approvers);
  return rule->folder != NULL ? list_holders (place, rule, error) : g_strdupv ((char **) none);
}

static gboolean
is_there (ReeveUser *user)
{
  return user->deleted == 0 && g_strcmp0 (user->state, "active") == 0 &&
         g_strcmp0 (user->lock, "breach") != 0;
}

/* NULL without an error where they are gone, suspended or locked. */
static ReeveUser *
find_user (const ReeveApprovalPlace *place, const char *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveUser) user = reeve_users_get (place->tx, id, &local);

  if (user == NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));
  return user != NULL && is_there (user) ? g_steal_pointer (&user) : NULL;
}

GPtrArray *
reeve_approval_list_approvers (const ReeveApprovalPlace *place, ReeveApprovalRule *rule, GError **error)
{
  g_auto (GStrv) ids = list_ids (place, rule, error);
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_autoptr (GError) local = NULL;
      ReeveUser *user = find_user (place, ids[i], &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (user != NULL)
        g_ptr_array_add (users, user);
    }
  return ids != NULL ? g_steal_pointer (&users) : NULL;
}

/* The workspace's own word for it may be a moment old: the directory is asked. */
static gboolean
has_factor (ReeveTx *directory, const char *id, gboolean *has, GError **error)
{
  g_autoptr (ReeveCredentials) credentials = reeve_accounts_get_credentials (directory, id, error);

  *has = credentials != NULL && credentials->totp_sealed != NULL;
  return credentials != NULL;
}

gboolean
reeve_approval_check_ready (const ReeveApprovalPlace *place,
                            ReeveApprovalRule *rule,
                            const char *account,
                            GStrv *unready,
                            gboolean *anybody,
                            GError **error)
{
  g_auto (GStrv) ids = list_ids (place, rule, error);
  g_autoptr (ReeveTx) directory = NULL;
  g_autoptr (GStrvBuilder) others = g_strv_builder_new ();
  guint n = 0;

  *anybody = FALSE;
  if (ids == NULL)
    return FALSE;
  directory = reeve_db_begin (reeve_installation_get_directory (place->installation), REEVE_TX_READ,
                              g_get_monotonic_time () + 5 * G_USEC_PER_SEC, error);
  if (directory == NULL)
    return FALSE;
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (ReeveUser) user = find_user (place, ids[i], &local);
      gboolean has = FALSE;

      if (local != NULL || (user != NULL && !has_factor (directory, user->id, &has, &local)))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (has)
        *anybody |= g_strcmp0 (ids[i], account) != 0;
      else
        {
          g_strv_builder_add (others, ids[i]);
          n++;
        }
    }
  if (unready != NULL)
    *unready = n > 0 ? g_strv_builder_end (others) : NULL;
  return TRUE;
}

/* --- Who may know of it --- */

gboolean
reeve_approval_sees_all (ReeveCapabilities held)
{
  return reeve_capabilities_have (held, REEVE_CAPABILITY_POLICY_WRITE) ||
         (reeve_capabilities_have (held, REEVE_CAPABILITY_USERS_READ) &&
          reeve_capabilities_have (held, REEVE_CAPABILITY_PERMISSIONS_READ));
}

gboolean
reeve_approval_is_party (const ReeveApprovalPlace *place,
                         ReeveApproval *approval,
                         const char *account,
                         gboolean *is,
                         GError **error)
{
  g_autoptr (GError) gone = NULL;
  g_autoptr (ReeveApprovalRule) rule = NULL;

  *is = g_strcmp0 (approval->requester, account) == 0 || g_strcmp0 (approval->decided_by, account) == 0;
  if (*is)
    return TRUE;
  rule = reeve_approval_rules_get (place->tx, approval->rule, &gone);
  if (rule != NULL)
    return reeve_approval_may_decide (place, rule, account, is, error);
  if (g_error_matches (gone, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&gone));
  return FALSE;
}
