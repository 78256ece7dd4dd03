/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* In force at the very request after the date: a session that was begun with a password alone is asked for
 * more from then on, whatever it was told when it began. */

#include "config.h"

#include "service/api/second-factor-demands.h"

#include "common/log-action.h"
#include "common/second-factor-demand.h"
#include "common/user.h"
#include "service/store/accounts.h"
#include "service/store/roles.h"
#include "service/store/second-factor-demands.h"

/* --- Holding to it --- */

gboolean
reeve_second_factor_is_demanded (ReeveTx *workspace,
                                 const char *const *roles,
                                 ReeveCapabilities held,
                                 gint64 now,
                                 gboolean *demanded,
                                 GError **error)
{
  *demanded = reeve_capabilities_demand_second_factor (held);
  return *demanded || reeve_second_factor_demands_apply (workspace, roles, now, demanded, error);
}

gboolean
reeve_second_factor_check_caller (ReeveTx *workspace, const ReeveCaller *caller, gint64 now, GError **error)
{
  gboolean demanded;

  if (caller->factor_proved)
    return TRUE;
  if (!reeve_second_factor_is_demanded (workspace, (const char *const *) caller->roles,
                                        caller->capabilities | caller->scoped | caller->ungranted, now,
                                        &demanded, error))
    return FALSE;
  if (!demanded)
    return TRUE;
  if (caller->has_factor)
    reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "session_ended",
                     "the session began without the second factor that is demanded now");
  else
    reeve_set_error (error, REEVE_ERROR_SECOND_FACTOR, "enrol", "enrol a second factor first");
  return FALSE;
}

/* --- What is demanded --- */

static gboolean
check_role (ReeveCall *call, GPtrArray *demands, guint index, GError **refusal, GError **error)
{
  const char *role = ((ReeveSecondFactorDemand *) demands->pdata[index])->role;
  g_autofree char *pointer = g_strdup_printf ("/demands/%u/role", index);
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveRole) found = reeve_roles_get (call->tx, role, &local);

  if (found == NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (found == NULL)
    reeve_error_add_member (refusal, pointer, "unknown_role", "there is no such role");
  for (guint i = 0; i < index; i++)
    if (g_str_equal (((ReeveSecondFactorDemand *) demands->pdata[i])->role, role))
      reeve_error_add_member (refusal, pointer, "duplicate", "is there already");
  return TRUE;
}

/* (nullable): nothing is demanded */
static gboolean
check_demands (ReeveCall *call, GPtrArray *demands, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  for (guint i = 0; demands != NULL && i < demands->len; i++)
    if (!check_role (call, demands, i, &refusal, error))
      return FALSE;
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
second_factor_demands_get (ReeveCall *call, GError **error)
{
  ReeveSecondFactorDemands *demands = reeve_second_factor_demands_get (call->tx, error);

  call->reply = REEVE_RECORD (demands);
  return demands != NULL;
}

/* Of some role it is asked later than before, or not at all. */
static gboolean
ask_less (ReeveSecondFactorDemands *before, ReeveSecondFactorDemands *after)
{
  for (guint i = 0; before->demands != NULL && i < before->demands->len; i++)
    {
      ReeveSecondFactorDemand *old = before->demands->pdata[i];
      gboolean kept = FALSE;

      for (guint j = 0; after->demands != NULL && j < after->demands->len && !kept; j++)
        {
          ReeveSecondFactorDemand *new = after->demands->pdata[j];

          kept = g_str_equal (new->role, old->role) && new->since <= old->since;
        }
      if (!kept)
        return TRUE;
    }
  return FALSE;
}

gboolean
second_factor_demands_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveSecondFactorDemands) before = reeve_second_factor_demands_get (call->tx, error);
  g_autoptr (ReeveSecondFactorDemands) after = NULL;

  if (before == NULL)
    return FALSE;
  if (call->if_match != before->version)
    {
      reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the demands were changed since they were read");
      return FALSE;
    }
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error) ||
      !check_demands (call, after->demands, error))
    return FALSE;
  if (reeve_record_equal (before, after))
    {
      reeve_call_nothing_changed (call);
      call->reply = REEVE_RECORD (g_steal_pointer (&before));
      return TRUE;
    }

  after->changed = call->now;
  if (!reeve_second_factor_demands_update (call->tx, after, before->version, error) ||
      !reeve_call_audit (call, NULL, NULL, "second-factor-demands", after->id, NULL, before, after, NULL,
                         NULL, error))
    return FALSE;
  if (ask_less (before, after))
    reeve_call_came_to (call, REEVE_LOG_WEAKENED);
  reeve_call_changed (call, "second-factor-demands", after->id, after->version);
  call->wakes_jobs = TRUE;
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

/* --- What it would do --- */

static GStrv
list_roles (GPtrArray *demands)
{
  g_autoptr (GStrvBuilder) roles = g_strv_builder_new ();

  for (guint i = 0; demands != NULL && i < demands->len; i++)
    g_strv_builder_add (roles, ((ReeveSecondFactorDemand *) demands->pdata[i])->role);
  return g_strv_builder_end (roles);
}

static gboolean
count_role (ReeveCall *call, const char *role, GPtrArray *counts, GError **error)
{
  const char *const roles[] = { role, NULL };
  ReeveSecondFactorCount *count = reeve_second_factor_count_new ();
  gint64 never;

  g_ptr_array_add (counts, count);
  count->role = g_strdup (role);
  return reeve_second_factor_demands_count (call->tx, roles, &count->without, &never, error) &&
         reeve_second_factor_demands_count_people (call->tx, role, &count->people, error);
}

/* Said of those only who use this workspace themselves: that an address is known elsewhere is nothing to
 * learn by making a user of it. */
static gboolean
read_several (ReeveCall *call, ReeveTx *directory, ReeveSecondFactorLack *lack, GError **error)
{
  g_auto (GStrv) all = reeve_accounts_get_memberships (directory, lack->id, error);
  g_auto (GStrv) informed = all != NULL ? reeve_accounts_get_informed (directory, lack->id, error) : NULL;

  if (informed == NULL)
    return FALSE;
  lack->several_workspaces =
    g_strv_length (all) > 1 && g_strv_contains ((const char *const *) informed, call->workspace);
  return TRUE;
}

static gboolean
describe (ReeveCall *call,
          ReeveTx *directory,
          ReeveUser *user,
          gint64 administrators,
          GPtrArray *people,
          GError **error)
{
  ReeveSecondFactorLack *lack = reeve_second_factor_lack_new ();
  ReeveCapabilities held;

  g_ptr_array_add (people, lack);
  lack->id = g_strdup (user->id);
  lack->display_name = g_strdup (user->display_name);
  lack->email = g_strdup (user->email);
  lack->never_signed_in = user->last_sign_in == 0;
  if (!reeve_roles_resolve (call->tx, (const char *const *) user->roles, &held, NULL, error))
    return FALSE;
  lack->only_administrator = held == REEVE_CAPABILITIES_ALL && administrators == 1 && user->has_password;
  return read_several (call, directory, lack, error);
}

static gboolean
list_people (ReeveCall *call,
             const char *const *roles,
             const char *after,
             ReeveSecondFactorPreview *preview,
             GError **error)
{
  g_autoptr (GPtrArray) users =
    reeve_second_factor_demands_list_without (call->tx, roles, after, REEVE_SECOND_FACTOR_PAGE + 1, error);
  g_autoptr (ReeveTx) directory = NULL;
  gint64 administrators;

  if (users == NULL || !reeve_roles_count_administrators (call->tx, call->now, &administrators, error))
    return FALSE;
  directory = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_READ,
                              call->deadline, error);
  if (directory == NULL)
    return FALSE;
  for (guint i = 0; i < MIN (users->len, REEVE_SECOND_FACTOR_PAGE); i++)
    if (!describe (call, directory, users->pdata[i], administrators, preview->people, error))
      return FALSE;
  if (users->len > REEVE_SECOND_FACTOR_PAGE)
    preview->next = g_strdup (((ReeveUser *) users->pdata[REEVE_SECOND_FACTOR_PAGE - 1])->id);
  return TRUE;
}

gboolean
second_factor_demands_preview (ReeveCall *call, GError **error)
{
  ReeveSecondFactorPlan *plan = REEVE_SECOND_FACTOR_PLAN (call->body);
  g_autoptr (ReeveSecondFactorPreview) preview = reeve_second_factor_preview_new ();
  g_auto (GStrv) roles = list_roles (plan->demands);
  const char *const *wanted = (const char *const *) roles;

  preview->roles = g_ptr_array_new_with_free_func (g_object_unref);
  preview->people = g_ptr_array_new_with_free_func (g_object_unref);
  if (!check_demands (call, plan->demands, error) ||
      !reeve_second_factor_demands_count (call->tx, wanted, &preview->without, &preview->never_signed_in,
                                          error) ||
      !list_people (call, wanted, plan->after, preview, error))
    return FALSE;
  for (guint i = 0; wanted[i] != NULL; i++)
    if (!count_role (call, wanted[i], preview->roles, error))
      return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&preview));
  return TRUE;
}
