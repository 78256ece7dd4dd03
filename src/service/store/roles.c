/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A workspace has a handful of roles and maybe a hundred thousand people who hold them: roles are read whole,
 * people are counted by SQL. */

#include "config.h"

#include "service/store/roles.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "common/user.h"
#include "service/store/rows.h"

static gboolean
count_holders (ReeveTx *tx, ReeveRole *role, GError **error)
{
  /* The bin is small: a walk over an index without looking at users, less a few. */
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT (SELECT count(*) FROM user_roles WHERE role = $1) - "
                      "(SELECT count(*) FROM users AS u CROSS JOIN user_roles AS r WHERE u.deleted <> 0 "
                      "AND r.role = $1 AND r.number = u.number)",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, role->id);
  return reeve_statement_read_int (statement, &role->holders, error);
}

GPtrArray *
reeve_roles_list_custom (ReeveTx *tx, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM roles ORDER BY name_key, id",
                                          reeve_rows_columns (reeve_role_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  return statement != NULL ? reeve_rows_read_all (statement, reeve_role_get_type (), error) : NULL;
}

GPtrArray *
reeve_roles_list (ReeveTx *tx, GError **error)
{
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *custom = reeve_roles_list_custom (tx, error);

  if (custom == NULL)
    return NULL;

  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    g_ptr_array_add (roles, reeve_role_new_built_in (reeve_built_in_roles[i]));
  g_ptr_array_extend_and_steal (roles, custom);
  for (guint i = 0; i < roles->len; i++)
    if (!count_holders (tx, g_ptr_array_index (roles, i), error))
      return NULL;
  return g_steal_pointer (&roles);
}

ReeveRole *
reeve_roles_get (ReeveTx *tx, const char *id, GError **error)
{
  g_autoptr (ReeveRole) role = NULL;

  role = reeve_role_is_built_in (id) ? reeve_role_new_built_in (id)
                                     : reeve_rows_get (tx, "roles", reeve_role_get_type (), id, error);
  if (role == NULL || !count_holders (tx, role, error))
    return NULL;
  return g_steal_pointer (&role);
}

static gboolean
explain_conflict (GError *local, GError **error)
{
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    {
      g_error_free (local);
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "name_taken", "another role has this name");
    }
  else
    g_propagate_error (error, local);
  return FALSE;
}

gboolean
reeve_roles_insert (ReeveTx *tx, ReeveRole *role, GError **error)
{
  g_autofree char *key = reeve_role_name_key (role->name);
  const char *extra[] = { "name_key", key, NULL };
  g_autoptr (GError) local = NULL;

  if (role->id == NULL)
    role->id = reeve_id_new ();
  if (role->version == 0)
    role->version = 1;
  if (role->created == 0)
    role->created = reeve_clock_now ();
  return reeve_rows_insert (tx, "roles", role, extra, &local) ||
         explain_conflict (g_steal_pointer (&local), error);
}

gboolean
reeve_roles_update (ReeveTx *tx, ReeveRole *role, gint64 version, GError **error)
{
  g_autofree char *key = reeve_role_name_key (role->name);
  const char *extra[] = { "name_key", key, NULL };
  g_autoptr (GError) local = NULL;

  return reeve_rows_update (tx, "roles", role, version, extra, &local) ||
         explain_conflict (g_steal_pointer (&local), error);
}

gboolean
reeve_roles_delete (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM roles WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, NULL, error);
}

/* *@found is FALSE for one that there is not. */
static gboolean
resolve_one (ReeveTx *tx, const char *role, gboolean *found, ReeveCapabilities *held, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT capabilities FROM roles WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, role);
  if (!reeve_statement_step (statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;

  g_auto (GStrv) wires = reeve_rows_split (reeve_statement_get_text (statement, 0));
  *held |= reeve_capabilities_from_wire ((const char *const *) wires);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_roles_resolve (ReeveTx *tx,
                     const char *const *roles,
                     ReeveCapabilities *held,
                     char **unknown,
                     GError **error)
{
  *held = reeve_roles_get_capabilities (roles);
  if (unknown != NULL)
    *unknown = NULL;

  for (guint i = 0; roles != NULL && roles[i] != NULL; i++)
    {
      gboolean found;

      if (reeve_role_is_built_in (roles[i]))
        continue;
      if (!resolve_one (tx, roles[i], &found, held, error))
        {
          if (unknown != NULL)
            g_clear_pointer (unknown, g_free);
          return FALSE;
        }
      if (!found && unknown != NULL && *unknown == NULL)
        *unknown = g_strdup (roles[i]);
    }
  return TRUE;
}

static void
free_group (gpointer data)
{
  ReeveRoleGroup *group = data;

  g_strfreev (group->roles);
  g_free (group);
}

GPtrArray *
reeve_roles_tally (ReeveTx *tx, const char *role, GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (free_group);
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT u.roles, count(*) FROM user_roles AS r CROSS JOIN users AS u "
                      "WHERE r.role = $1 AND u.number = r.number AND u.deleted = 0 GROUP BY u.roles",
                      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, role);
  while (TRUE)
    {
      ReeveRoleGroup *group;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&groups);
      group = g_new0 (ReeveRoleGroup, 1);
      group->roles = reeve_rows_split (reeve_statement_get_text (statement, 0));
      group->people = reeve_statement_get_int (statement, 1);
      g_ptr_array_add (groups, group);
    }
}

GPtrArray *
reeve_roles_list_people (ReeveTx *tx, const char *role, const char *const *roles, guint limit, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *joined = g_strjoinv ("\x1f", (char **) roles);
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT u.id, u.display_name, u.email FROM user_roles AS r CROSS JOIN users AS u "
                      "WHERE r.role = $1 AND u.number = r.number AND u.deleted = 0 AND u.roles = $2 "
                      "ORDER BY u.name_key, u.id LIMIT $3",
                      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, role);
  reeve_statement_bind_text (statement, 2, joined);
  reeve_statement_bind_int (statement, 3, limit);
  while (TRUE)
    {
      ReeveRolePerson *person;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&people);
      person = reeve_role_person_new ();
      g_ptr_array_add (people, person);
      person->id = g_strdup (reeve_statement_get_text (statement, 0));
      person->display_name = g_strdup (reeve_statement_get_text (statement, 1));
      person->email = g_strdup (reeve_statement_get_text (statement, 2));
    }
}

static gboolean
add_able (ReeveTx *tx, const char *role, guint limit, GHashTable *seen, GPtrArray *people, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT u.id, u.display_name, u.email FROM user_roles AS r CROSS JOIN users AS u "
                      "WHERE r.role = $1 AND u.number = r.number AND u.deleted = 0 AND u.state = 'active' "
                      "AND u.lock <> 'breach' ORDER BY r.number LIMIT $2",
                      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, role);
  reeve_statement_bind_int (statement, 2, limit);
  while (TRUE)
    {
      ReeveRolePerson *person;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      if (!g_hash_table_add (seen, g_strdup (reeve_statement_get_text (statement, 0))))
        continue;
      person = reeve_role_person_new ();
      g_ptr_array_add (people, person);
      person->id = g_strdup (reeve_statement_get_text (statement, 0));
      person->display_name = g_strdup (reeve_statement_get_text (statement, 1));
      person->email = g_strdup (reeve_statement_get_text (statement, 2));
    }
}

GPtrArray *
reeve_roles_list_able (ReeveTx *tx, ReeveCapability capability, guint limit, GError **error)
{
  g_autoptr (GPtrArray) roles = reeve_roles_list_custom (tx, error);
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (roles == NULL)
    return NULL;
  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    {
      const char *const role[] = { reeve_built_in_roles[i], NULL };

      if (reeve_capabilities_have (reeve_roles_get_capabilities (role), capability) &&
          !add_able (tx, role[0], limit, seen, people, error))
        return NULL;
    }
  for (guint i = 0; i < roles->len; i++)
    {
      ReeveRole *role = g_ptr_array_index (roles, i);
      ReeveCapabilities held = reeve_capabilities_from_wire ((const char *const *) role->capabilities);

      if (reeve_capabilities_have (held, capability) && !add_able (tx, role->id, limit, seen, people, error))
        return NULL;
    }
  return g_steal_pointer (&people);
}

GPtrArray *
reeve_roles_list_holders (ReeveTx *tx, const char *role, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT u.id FROM user_roles AS r CROSS JOIN users AS u WHERE r.role = $1 AND u.number = r.number",
    error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, role);
  while (TRUE)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
    }
}

/* --- Administrators --- */

#define CAN_ADMINISTER                                                                    \
  "u.state = 'active' AND u.deleted = 0 AND u.has_password <> 0 AND (u.lock = 'none' OR " \
  "(u.lock = 'cooling-off' AND u.lock_ends <= $2))"

/* Who holds the custom @role and could administer, with all their roles: into @found, by id. */
static gboolean
find_candidates (ReeveTx *tx, const char *role, gint64 now, GHashTable *found, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT u.id, u.roles FROM user_roles AS r CROSS JOIN users AS u "
                      "WHERE r.role = $1 AND u.number = r.number AND " CAN_ADMINISTER,
                      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, role);
  reeve_statement_bind_int (statement, 2, now);
  while (TRUE)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      g_hash_table_insert (found, g_strdup (reeve_statement_get_text (statement, 0)),
                           reeve_rows_split (reeve_statement_get_text (statement, 1)));
    }
}

/* Whom custom roles make administrators without the built-in one: one of them has to give what no other
 * built-in role does. */
static gboolean
count_by_custom_roles (ReeveTx *tx, gint64 now, gint64 *count, GError **error)
{
  g_autoptr (GPtrArray) custom = reeve_roles_list_custom (tx, error);
  g_autoptr (GHashTable) found =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  GHashTableIter iter;
  gpointer roles;

  if (custom == NULL)
    return FALSE;

  for (guint i = 0; i < custom->len; i++)
    {
      ReeveRole *role = g_ptr_array_index (custom, i);
      ReeveCapabilities held = reeve_capabilities_from_wire ((const char *const *) role->capabilities);

      if (reeve_capabilities_have (held, REEVE_CAPABILITY_WORKSPACE_WRITE) &&
          !find_candidates (tx, role->id, now, found, error))
        return FALSE;
    }

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, NULL, &roles))
    {
      ReeveCapabilities held;

      if (g_strv_contains (roles, REEVE_ROLE_ADMINISTRATOR))
        continue; /* counted already */
      if (!reeve_roles_resolve (tx, roles, &held, NULL, error))
        return FALSE;
      *count += held == REEVE_CAPABILITIES_ALL;
    }
  return TRUE;
}

gboolean
reeve_roles_count_administrators (ReeveTx *tx, gint64 now, gint64 *count, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT count(*) FROM user_roles AS r CROSS JOIN users AS u "
                      "WHERE r.role = $1 AND u.number = r.number AND " CAN_ADMINISTER,
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, REEVE_ROLE_ADMINISTRATOR);
  reeve_statement_bind_int (statement, 2, now);
  return reeve_statement_read_int (statement, count, error) && count_by_custom_roles (tx, now, count, error);
}

static gboolean
add_person (ReeveTx *tx, const char *id, GPtrArray *people, GError **error)
{
  g_autoptr (ReeveUser) user = reeve_rows_get (tx, "users", reeve_user_get_type (), id, error);
  ReeveRolePerson *person;

  if (user == NULL)
    return FALSE;
  person = reeve_role_person_new ();
  person->id = g_strdup (user->id);
  person->display_name = g_strdup (user->display_name);
  person->email = g_strdup (user->email);
  g_ptr_array_add (people, person);
  return TRUE;
}

GPtrArray *
reeve_roles_list_administrators (ReeveTx *tx, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) roles = reeve_roles_list (tx, error);
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) found =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  GHashTableIter iter;
  gpointer id, held;

  if (roles == NULL)
    return NULL;
  for (guint i = 0; i < roles->len; i++)
    {
      ReeveRole *role = g_ptr_array_index (roles, i);
      ReeveCapabilities given = reeve_capabilities_from_wire ((const char *const *) role->capabilities);

      if (reeve_capabilities_have (given, REEVE_CAPABILITY_WORKSPACE_WRITE) &&
          !find_candidates (tx, role->id, now, found, error))
        return NULL;
    }

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &id, &held))
    {
      ReeveCapabilities all;

      if (!reeve_roles_resolve (tx, held, &all, NULL, error) ||
          (all == REEVE_CAPABILITIES_ALL && !add_person (tx, id, people, error)))
        return NULL;
    }
  return g_steal_pointer (&people);
}
