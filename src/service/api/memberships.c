/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Memberships of an account, read from the directory's index and from each workspace. An index entry that a
 * crash left behind is no membership: the users table has the last word. */

#include "config.h"

#include "service/api/memberships.h"

#include "common/capability.h"
#include "common/clock.h"
#include "common/error.h"
#include "service/api/identity-provider.h"
#include "service/api/scope.h"
#include "service/api/second-factor-demands.h"
#include "service/api/support-standing.h"
#include "service/store/accounts.h"
#include "service/store/confirmations.h"
#include "service/store/identity-providers.h"
#include "service/store/roles.h"
#include "service/store/rows.h"
#include "service/store/users.h"

/* The workspaces that the index names, without roles. */
static GPtrArray *
read_index (ReeveInstallation *installation,
            const char *account,
            const char *except,
            gint64 deadline,
            GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GPtrArray) workspaces = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) unconfirmed = NULL;

  tx = reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_READ, deadline, error);
  if (tx == NULL)
    return NULL;
  ids = reeve_accounts_get_memberships (tx, account, error);
  unconfirmed = ids != NULL ? reeve_confirmations_get_unconfirmed (tx, account, error) : NULL;
  if (unconfirmed == NULL)
    return NULL;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      ReeveWorkspace *workspace;

      if (g_strcmp0 (ids[i], except) == 0)
        continue;
      workspace = reeve_rows_get (tx, "workspaces", reeve_workspace_get_type (), ids[i], error);
      if (workspace == NULL)
        return NULL;
      workspace->unconfirmed = g_strv_contains ((const char *const *) unconfirmed, ids[i]);
      g_ptr_array_add (workspaces, workspace);
    }

  return g_steal_pointer (&workspaces);
}

/* Fills in the account's roles; *@member is FALSE for a suspended or binned user and for nobody at all. */
static gboolean
read_roles (ReeveInstallation *installation,
            ReeveWorkspace *workspace,
            const char *account,
            gint64 deadline,
            gboolean *member,
            GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GError) local_error = NULL;
  g_auto (ReeveSupportStanding) support = { FALSE, 0, 0, NULL };
  ReeveDb *db = reeve_installation_get_workspace (installation, workspace->id);
  ReeveCapabilities held;
  ReeveCapabilities scoped;

  *member = FALSE;
  if (db == NULL)
    return TRUE;

  tx = reeve_db_begin (db, REEVE_TX_READ, deadline, error);
  if (tx == NULL)
    return FALSE;
  if (!reeve_users_check_membership (tx, account, &workspace->roles, &local_error))
    {
      if (g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!reeve_scope_split (tx, account, (const char *const *) workspace->roles, &held, &scoped, error) ||
      !reeve_support_standing_read (tx, account, (const char *const *) workspace->roles, reeve_clock_now (),
                                    &support, error))
    return FALSE;
  held |= scoped;
  if (!reeve_second_factor_is_demanded (tx, (const char *const *) workspace->roles, held | support.role,
                                        reeve_clock_now (), &workspace->demands_second_factor, error))
    return FALSE;
  workspace->grant_required = reeve_support_standing_is_closed (&support);
  workspace->grant_ends = support.grant != NULL ? support.grant->ends : 0;
  workspace->capabilities = reeve_capabilities_to_wire (held);
  workspace->bound = reeve_capabilities_to_wire (scoped);
  *member = TRUE;
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const ReeveWorkspace *first = *(ReeveWorkspace *const *) a;
  const ReeveWorkspace *second = *(ReeveWorkspace *const *) b;
  int order = g_utf8_collate (first->name, second->name);

  return order != 0 ? order : g_strcmp0 (first->id, second->id);
}

GPtrArray *
reeve_memberships_list (ReeveInstallation *installation,
                        const char *account,
                        const char *except,
                        gint64 deadline,
                        GError **error)
{
  g_autoptr (GPtrArray) workspaces = read_index (installation, account, except, deadline, error);
  g_autoptr (GPtrArray) active = g_ptr_array_new_with_free_func (g_object_unref);

  if (workspaces == NULL)
    return NULL;

  for (guint i = 0; i < workspaces->len; i++)
    {
      ReeveWorkspace *workspace = g_ptr_array_index (workspaces, i);
      gboolean member;

      if (!read_roles (installation, workspace, account, deadline, &member, error))
        return NULL;
      if (member)
        g_ptr_array_add (active, g_object_ref (workspace));
    }

  g_ptr_array_sort (active, compare_names);
  return g_steal_pointer (&active);
}

gboolean
reeve_memberships_shared (ReeveInstallation *installation,
                          const char *account,
                          const char *workspace,
                          gint64 deadline,
                          gboolean *shared,
                          GError **error)
{
  g_autoptr (GPtrArray) others = read_index (installation, account, workspace, deadline, error);

  *shared = FALSE;
  if (others == NULL)
    return FALSE;

  for (guint i = 0; i < others->len && !*shared; i++)
    {
      ReeveWorkspace *other = g_ptr_array_index (others, i);
      ReeveDb *db = reeve_installation_get_workspace (installation, other->id);
      g_autoptr (ReeveTx) tx = NULL;
      g_autoptr (ReeveUser) user = NULL;
      g_autoptr (GError) local_error = NULL;

      if (db == NULL)
        continue;
      tx = reeve_db_begin (db, REEVE_TX_READ, deadline, error);
      if (tx == NULL)
        return FALSE;
      user = reeve_users_get (tx, account, &local_error);
      if (user == NULL && !g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      *shared = user != NULL;
    }

  return TRUE;
}

gboolean
reeve_memberships_keep_trusting (ReeveTx *directory,
                                 GPtrArray *workspaces,
                                 const ReeveFederation *federation,
                                 GError **error)
{
  for (guint i = workspaces->len; i > 0; i--)
    {
      ReeveWorkspace *workspace = g_ptr_array_index (workspaces, i - 1);
      gboolean may;

      if (!reeve_federation_may_enter (directory, federation, workspace->id, &may, error))
        return FALSE;
      if (!may)
        g_ptr_array_remove_index (workspaces, i - 1);
      else if (federation != NULL)
        workspace->unconfirmed = FALSE; /* it has its own provider's word */
    }
  return TRUE;
}

void
reeve_memberships_veil (GPtrArray *workspaces)
{
  for (guint i = 0; i < workspaces->len; i++)
    {
      ReeveWorkspace *workspace = g_ptr_array_index (workspaces, i);

      if (!workspace->unconfirmed)
        continue;
      g_clear_pointer (&workspace->roles, g_strfreev);
      g_clear_pointer (&workspace->capabilities, g_strfreev);
      g_clear_pointer (&workspace->bound, g_strfreev);
      workspace->provider_required = FALSE;
      workspace->grant_required = FALSE;
      workspace->grant_ends = 0;
      workspace->created = 0;
      workspace->version = 0;
    }
}

/* --- What a session may --- */

/* Those that @caller's session may enter only as whoever can turn that off. */
static GStrv
read_required (ReeveTx *directory, const ReeveCaller *caller, GError **error)
{
  g_autoptr (ReeveAccount) account = NULL;

  if (caller->federation != NULL)
    return g_new0 (char *, 1);
  account = reeve_accounts_get (directory, caller->account, error);
  return account != NULL
           ? reeve_identity_providers_get_required (directory, account->id, account->email, error)
           : NULL;
}

static gboolean
is_in (GStrv ids, ReeveWorkspace *workspace)
{
  return g_strv_contains ((const char *const *) ids, workspace->id);
}

/* The same as http/authentication asks at the way in. */
static gboolean
is_bypassed (const ReeveCaller *caller, ReeveWorkspace *workspace)
{
  ReeveCapabilities held = reeve_capabilities_from_wire ((const char *const *) workspace->capabilities) &
                           ~reeve_capabilities_from_wire ((const char *const *) workspace->bound);

  return reeve_identity_provider_is_bypassed (held, caller->factor_proved);
}

gboolean
reeve_memberships_keep_for (ReeveTx *directory,
                            GPtrArray *workspaces,
                            const ReeveCaller *caller,
                            GError **error)
{
  g_auto (GStrv) required = read_required (directory, caller, error);

  if (required == NULL || !reeve_memberships_keep_trusting (directory, workspaces, caller->federation, error))
    return FALSE;
  for (guint i = 0; i < workspaces->len; i++)
    {
      ReeveWorkspace *workspace = workspaces->pdata[i];

      workspace->provider_required = is_in (required, workspace) && !is_bypassed (caller, workspace);
    }
  return TRUE;
}

gboolean
reeve_memberships_may_anywhere (ReeveInstallation *installation,
                                const ReeveCaller *caller,
                                ReeveCapability capability,
                                gint64 deadline,
                                gboolean *may,
                                GError **error)
{
  g_autoptr (GPtrArray) workspaces =
    reeve_memberships_list (installation, caller->account, NULL, deadline, error);
  g_autoptr (ReeveTx) tx = NULL;

  if (workspaces == NULL)
    return FALSE;
  tx = reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_READ, deadline, error);
  if (tx == NULL || !reeve_memberships_keep_for (tx, workspaces, caller, error))
    return FALSE;
  for (guint i = workspaces->len; i > 0; i--)
    if (((ReeveWorkspace *) workspaces->pdata[i - 1])->demands_second_factor && !caller->factor_proved)
      g_ptr_array_remove_index (workspaces, i - 1);
  *may = reeve_workspaces_give (workspaces, capability);
  return TRUE;
}

/* --- Who is covered --- */

/* What counts of the directory, for one question. */
typedef struct
{
  GStrv joined;   /* by the account in question */
  GStrv closed;   /* to the caller, who so does nothing in them */
  GStrv required; /* as read_required() has them */
} Standing;

static void
standing_clear (Standing *self)
{
  g_clear_pointer (&self->joined, g_strfreev);
  g_clear_pointer (&self->closed, g_strfreev);
  g_clear_pointer (&self->required, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Standing, standing_clear)

/* TRUE for a workspace that does not have the account. @bypasses: only whoever may bypass its provider counts
 */
static gboolean
is_covered (ReeveTx *tx,
            const ReeveCaller *caller,
            const char *account,
            ReeveCapability capability,
            gboolean bypasses,
            gboolean *covered,
            GError **error)
{
  g_autoptr (ReeveUser) user = NULL;
  g_auto (GStrv) roles = NULL;
  g_autoptr (GError) missing = NULL;
  ReeveCapabilities theirs;
  ReeveCapabilities held;
  ReeveCapabilities scoped; /* says nothing of somebody who may be in no group of the caller's */

  *covered = TRUE;
  user = reeve_users_get (tx, account, &missing);
  if (user == NULL && g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  *covered = FALSE;
  if (user != NULL && !reeve_users_check_membership (tx, caller->account, &roles, &missing) &&
      g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  if (missing != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (!reeve_scope_split (tx, caller->account, (const char *const *) roles, &held, &scoped, error) ||
      !reeve_roles_resolve (tx, (const char *const *) user->roles, &theirs, NULL, error))
    return FALSE;
  *covered = reeve_capabilities_have (held, capability) && (theirs & ~held) == 0 &&
             (!bypasses || reeve_identity_provider_is_bypassed (held, caller->factor_proved));
  return TRUE;
}

static gboolean
read_standing (ReeveInstallation *installation,
               const ReeveCaller *caller,
               const char *account,
               gint64 deadline,
               Standing *standing,
               GError **error)
{
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_READ, deadline, error);

  standing->joined = tx != NULL ? reeve_accounts_get_informed (tx, account, error) : NULL;
  standing->closed =
    standing->joined != NULL ? reeve_confirmations_get_unconfirmed (tx, caller->account, error) : NULL;
  standing->required = standing->closed != NULL ? read_required (tx, caller, error) : NULL;
  return standing->required != NULL;
}

static gboolean
check_covered (ReeveInstallation *installation,
               const ReeveCaller *caller,
               const char *account,
               const char *except,
               ReeveCapability capability,
               gint64 deadline,
               gboolean *covered,
               GError **error)
{
  g_autoptr (GPtrArray) others = read_index (installation, account, except, deadline, error);
  g_auto (Standing) standing = { NULL };

  *covered = TRUE;
  if (others == NULL || !read_standing (installation, caller, account, deadline, &standing, error))
    return FALSE;
  for (guint i = 0; i < others->len && *covered; i++)
    {
      ReeveWorkspace *other = g_ptr_array_index (others, i);
      ReeveDb *db = reeve_installation_get_workspace (installation, other->id);
      g_autoptr (ReeveTx) tx = NULL;

      if (!is_in (standing.joined, other))
        continue;
      *covered = db != NULL && !is_in (standing.closed, other);
      if (!*covered)
        continue;
      tx = reeve_db_begin (db, REEVE_TX_READ, deadline, error);
      if (tx == NULL ||
          !is_covered (tx, caller, account, capability, is_in (standing.required, other), covered, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
reeve_memberships_covered (ReeveInstallation *installation,
                           const ReeveCaller *caller,
                           const char *account,
                           const char *except,
                           gint64 deadline,
                           gboolean *covered,
                           GError **error)
{
  return check_covered (installation, caller, account, except, REEVE_CAPABILITY_USERS_CREDENTIALS, deadline,
                        covered, error);
}

gboolean
reeve_memberships_may_release (ReeveInstallation *installation,
                               const ReeveCaller *caller,
                               const char *account,
                               const char *except,
                               gint64 deadline,
                               gboolean *may,
                               GError **error)
{
  return check_covered (installation, caller, account, except, REEVE_CAPABILITY_BREACH_RELEASE, deadline, may,
                        error);
}

gboolean
reeve_memberships_demand_second_factor (GPtrArray *workspaces)
{
  for (guint i = 0; i < workspaces->len; i++)
    {
      ReeveWorkspace *workspace = g_ptr_array_index (workspaces, i);

      if (workspace->demands_second_factor)
        return TRUE;
    }

  return FALSE;
}

GStrv
reeve_memberships_get_informed (ReeveInstallation *installation,
                                const char *account,
                                gint64 deadline,
                                GError **error)
{
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_READ, deadline, error);

  return tx != NULL ? reeve_accounts_get_informed (tx, account, error) : NULL;
}
