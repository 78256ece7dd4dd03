/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Demands are a handful of rows, people maybe a hundred thousand: these are counted and paged by SQL, in the
 * order of their numbers, which is the order of user_roles. */

#include "config.h"

#include "service/store/second-factor-demands.h"

#include "common/capability.h"
#include "common/user.h"
#include "service/store/rows.h"

#define SET     "second_factor_demand_set"
#define ACTIVE  "u.deleted = 0 AND u.state = 'active'"
#define WITHOUT ACTIVE " AND u.second_factor = 'off'"

ReeveSecondFactorDemands *
reeve_second_factor_demands_get (ReeveTx *tx, GError **error)
{
  g_autoptr (ReeveSecondFactorDemands) demands =
    reeve_rows_get (tx, SET, reeve_second_factor_demands_get_type (), REEVE_SECOND_FACTOR_DEMANDS_ID, error);
  ReeveStatement *statement;

  if (demands == NULL)
    return NULL;
  statement = reeve_tx_prepare (tx, "SELECT role, since FROM second_factor_demands ORDER BY role", error);
  if (statement == NULL)
    return NULL;
  g_autoptr (GPtrArray) rows = reeve_rows_read_all (statement, reeve_second_factor_demand_get_type (), error);
  if (rows == NULL)
    return NULL;
  if (rows->len > 0)
    demands->demands = g_steal_pointer (&rows);
  return g_steal_pointer (&demands);
}

static gboolean
insert_demand (ReeveTx *tx, ReeveSecondFactorDemand *demand, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "INSERT INTO second_factor_demands (role, since) VALUES ($1, $2)", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, demand->role);
  reeve_statement_bind_int (statement, 2, demand->since);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_second_factor_demands_update (ReeveTx *tx,
                                    ReeveSecondFactorDemands *demands,
                                    gint64 version,
                                    GError **error)
{
  ReeveStatement *statement;

  if (!reeve_rows_update (tx, SET, demands, version, NULL, error))
    return FALSE;
  statement = reeve_tx_prepare (tx, "DELETE FROM second_factor_demands", error);
  if (statement == NULL || !reeve_statement_run (statement, NULL, error))
    return FALSE;
  for (guint i = 0; demands->demands != NULL && i < demands->demands->len; i++)
    if (!insert_demand (tx, demands->demands->pdata[i], error))
      return FALSE;
  /* whoever was reminded of another date is reminded again */
  statement = reeve_tx_prepare (
    tx, "DELETE FROM second_factor_reminders WHERE since NOT IN (SELECT since FROM second_factor_demands)",
    error);
  return statement != NULL && reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_second_factor_demands_forget_role (ReeveTx *tx, const char *role, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "DELETE FROM second_factor_demands WHERE role = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, role);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_second_factor_demands_apply (ReeveTx *tx,
                                   const char *const *roles,
                                   gint64 now,
                                   gboolean *apply,
                                   GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT role FROM second_factor_demands WHERE since <= $1", error);
  gboolean row = TRUE;

  *apply = FALSE;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  while (row)
    {
      const char *role;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      role = row ? reeve_statement_get_text (statement, 0) : NULL;
      *apply |= g_strcmp0 (role, REEVE_ROLE_MEMBER) == 0 ||
                (role != NULL && roles != NULL && g_strv_contains (roles, role));
    }
  return TRUE;
}

/* --- People --- */

/* "… AND u.number IN (…)", or nothing for everybody; binds its parameters from $@first on. (transfer full) */
static char *
write_holders (const char *const *roles, guint first)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  if (g_strv_contains (roles, REEVE_ROLE_MEMBER))
    return g_strdup ("");
  g_string_append (sql, " AND u.number IN (SELECT r.number FROM user_roles AS r WHERE r.role IN (");
  for (guint i = 0; roles[i] != NULL; i++)
    g_string_append_printf (sql, "%s$%u", i > 0 ? ", " : "", first + i);
  g_string_append (sql, "))");
  return g_string_free_and_steal (g_steal_pointer (&sql));
}

static void
bind_holders (ReeveStatement *statement, const char *const *roles, guint first)
{
  if (g_strv_contains (roles, REEVE_ROLE_MEMBER))
    return;
  for (guint i = 0; roles[i] != NULL; i++)
    reeve_statement_bind_text (statement, (int) (first + i), roles[i]);
}

gboolean
reeve_second_factor_demands_count (ReeveTx *tx,
                                   const char *const *roles,
                                   gint64 *without,
                                   gint64 *never_signed_in,
                                   GError **error)
{
  g_autofree char *holders = write_holders (roles, 1);
  g_autofree char *sql = g_strconcat (
    "SELECT count(*), count(CASE WHEN u.last_sign_in = 0 THEN 1 END) FROM users AS u WHERE " WITHOUT, holders,
    NULL);
  ReeveStatement *statement;
  gboolean row;

  *without = *never_signed_in = 0;
  if (roles[0] == NULL)
    return TRUE;
  statement = reeve_tx_prepare (tx, sql, error);
  if (statement == NULL)
    return FALSE;
  bind_holders (statement, roles, 1);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  *without = reeve_statement_get_int (statement, 0);
  *never_signed_in = reeve_statement_get_int (statement, 1);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_second_factor_demands_count_people (ReeveTx *tx, const char *role, gint64 *people, GError **error)
{
  const char *const roles[] = { role, NULL };
  g_autofree char *holders = write_holders (roles, 1);
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM users AS u WHERE " ACTIVE, holders, NULL);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  bind_holders (statement, roles, 1);
  return reeve_statement_read_int (statement, people, error);
}

GPtrArray *
reeve_second_factor_demands_list_without (ReeveTx *tx,
                                          const char *const *roles,
                                          const char *after,
                                          guint limit,
                                          GError **error)
{
  g_autofree char *holders = write_holders (roles, 3);
  g_autofree char *sql =
    g_strconcat ("SELECT ", reeve_rows_columns (reeve_user_get_type ()),
                 " FROM users AS u WHERE u.number > COALESCE ((SELECT o.number FROM users AS o "
                 "WHERE o.id = $1), 0) AND " WITHOUT,
                 holders, " ORDER BY u.number LIMIT $2", NULL);
  ReeveStatement *statement;

  if (roles[0] == NULL)
    return g_ptr_array_new_with_free_func (g_object_unref);
  statement = reeve_tx_prepare (tx, sql, error);
  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, after);
  reeve_statement_bind_int (statement, 2, limit);
  bind_holders (statement, roles, 3);
  return reeve_rows_read_all (statement, reeve_user_get_type (), error);
}

/* --- Reminders --- */

GPtrArray *
reeve_second_factor_demands_list_unreminded (ReeveTx *tx,
                                             const char *role,
                                             gint64 since,
                                             gint64 days,
                                             guint limit,
                                             GError **error)
{
  const char *const roles[] = { role, NULL };
  g_autofree char *holders = write_holders (roles, 4);
  g_autofree char *sql =
    g_strconcat ("SELECT ", reeve_rows_columns (reeve_user_get_type ()),
                 " FROM users AS u WHERE NOT EXISTS (SELECT 1 FROM second_factor_reminders AS m "
                 "WHERE m.account = u.id AND (m.since < $1 OR (m.since = $1 AND m.days <= $2))) AND " WITHOUT,
                 " AND u.has_password <> 0", holders, " ORDER BY u.number LIMIT $3", NULL);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, since);
  reeve_statement_bind_int (statement, 2, days);
  reeve_statement_bind_int (statement, 3, limit);
  bind_holders (statement, roles, 4);
  return reeve_rows_read_all (statement, reeve_user_get_type (), error);
}

gboolean
reeve_second_factor_demands_note_reminded (ReeveTx *tx,
                                           const char *account,
                                           gint64 since,
                                           gint64 days,
                                           GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "INSERT INTO second_factor_reminders (account, since, days) VALUES ($1, $2, $3)", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_int (statement, 2, since);
  reeve_statement_bind_int (statement, 3, days);
  return reeve_statement_run (statement, NULL, error);
}
