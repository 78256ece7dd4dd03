/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who is in groups, who administers them, and whom these reach. group_reach follows group_members in the same
 * transaction: it has a row for a user and a group exactly when the user was put into one at or below it. */

#include "config.h"

#include "service/store/groups.h"

#include "common/error.h"
#include "common/user.h"
#include "service/store/groups-private.h"
#include "service/store/rows.h"

static ReeveStatement *
prepare_text (ReeveTx *tx, const char *sql, const char *first, const char *second, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, first);
  if (second != NULL)
    reeve_statement_bind_text (statement, 2, second);
  return statement;
}

GPtrArray *
reeve_groups_list_put (ReeveTx *tx, const char *id, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  ReeveStatement *statement =
    prepare_text (tx,
                  "SELECT u.id FROM groups AS g CROSS JOIN group_members AS m CROSS JOIN users AS u "
                  "WHERE g.id = $1 AND m.grp = g.number AND u.number = m.number",
                  id, NULL, error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
    }
}

static gboolean
insert_member (ReeveTx *tx, gint64 number, const char *group, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "INSERT INTO group_members (grp, number) SELECT g.number, "
                                                "CAST ($1 AS BIGINT) FROM groups AS g WHERE g.id = $2 "
                                                "ON CONFLICT (grp, number) DO NOTHING",
                                                error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, number);
  reeve_statement_bind_text (statement, 2, group);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_groups_put_user (ReeveTx *tx, gint64 number, const char *const *groups, GError **error)
{
  if (!reeve_groups_run (tx, "DELETE FROM group_members WHERE number = $1", number, 0, error))
    return FALSE;
  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    if (!insert_member (tx, number, groups[i], error))
      return FALSE;

  return reeve_groups_run (tx,
                           "DELETE FROM group_reach WHERE number = $1 AND grp NOT IN (SELECT t.above "
                           "FROM group_members AS m CROSS JOIN group_tree AS t WHERE m.number = $1 "
                           "AND t.below = m.grp)",
                           number, 0, error) &&
         reeve_groups_run (
           tx,
           "INSERT INTO group_reach (grp, number) SELECT t.above, m.number FROM group_members "
           "AS m CROSS JOIN group_tree AS t WHERE m.number = $1 AND t.below = m.grp "
           "ON CONFLICT (grp, number) DO NOTHING",
           number, 0, error);
}

/* --- Administrators --- */

GPtrArray *
reeve_groups_list_administrators (ReeveTx *tx, const char *id, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM users WHERE deleted = 0 AND number IN (SELECT a.number FROM groups AS g "
                     "CROSS JOIN group_administrators AS a WHERE g.id = $1 AND a.grp = g.number) "
                     "ORDER BY name_key, id",
                     reeve_rows_columns (reeve_user_get_type ()));
  ReeveStatement *statement = prepare_text (tx, sql, id, NULL, error);

  return statement != NULL ? reeve_rows_read_all (statement, reeve_user_get_type (), error) : NULL;
}

gboolean
reeve_groups_set_administrator (ReeveTx *tx,
                                const char *group,
                                const char *user,
                                gboolean is_one,
                                gboolean *changed,
                                GError **error)
{
  const char *sql = is_one ? "INSERT INTO group_administrators (number, grp) SELECT u.number, g.number "
                             "FROM groups AS g CROSS JOIN users AS u WHERE g.id = $1 AND u.id = $2 "
                             "ON CONFLICT (number, grp) DO NOTHING"
                           : "DELETE FROM group_administrators WHERE grp IN (SELECT number FROM groups "
                             "WHERE id = $1) AND number IN (SELECT number FROM users WHERE id = $2)";
  ReeveStatement *statement = prepare_text (tx, sql, group, user, error);
  gint64 n = 0;

  if (statement == NULL || !reeve_statement_run (statement, &n, error))
    return FALSE;
  *changed = n > 0;
  return TRUE;
}

gboolean
reeve_groups_count_administered (ReeveTx *tx, const char *user, gint64 *n, GError **error)
{
  ReeveStatement *statement =
    prepare_text (tx,
                  "SELECT count(*) FROM users AS u CROSS JOIN group_administrators AS a "
                  "WHERE u.id = $1 AND a.number = u.number",
                  user, NULL, error);

  return reeve_statement_read_int (statement, n, error);
}

gboolean
reeve_groups_forget_administrator (ReeveTx *tx, gint64 number, GError **error)
{
  return reeve_groups_run (tx, "DELETE FROM group_administrators WHERE number = $1", number, 0, error);
}

/* --- What a group administrator reaches --- */

GArray *
reeve_scope_list_tops (ReeveTx *tx, const char *scope, GError **error)
{
  g_autoptr (GArray) tops = g_array_new (FALSE, FALSE, sizeof (gint64));
  ReeveStatement *statement =
    prepare_text (tx,
                  "SELECT a.grp FROM users AS me CROSS JOIN group_administrators AS a WHERE me.id = $1 "
                  "AND a.number = me.number AND NOT EXISTS (SELECT 1 FROM group_tree AS t "
                  "CROSS JOIN group_administrators AS other WHERE t.below = a.grp AND t.above <> a.grp "
                  "AND other.number = a.number AND other.grp = t.above)",
                  scope, NULL, error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      gint64 number;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&tops);
      number = reeve_statement_get_int (statement, 0);
      g_array_append_val (tops, number);
    }
}

static gboolean
ask (ReeveTx *tx, const char *sql, const char *first, const char *second, gboolean *yes, GError **error)
{
  ReeveStatement *statement = prepare_text (tx, sql, first, second, error);
  gint64 n;

  *yes = FALSE;
  if (!reeve_statement_read_int (statement, &n, error))
    return FALSE;
  *yes = n > 0;
  return TRUE;
}

gboolean
reeve_scope_has_user (ReeveTx *tx, const char *scope, const char *user, gboolean *has, GError **error)
{
  return ask (tx,
              "SELECT 1 FROM users AS me CROSS JOIN group_administrators AS a CROSS JOIN users AS u "
              "CROSS JOIN group_reach AS r WHERE me.id = $1 AND a.number = me.number AND u.id = $2 "
              "AND r.number = u.number AND r.grp = a.grp LIMIT 1",
              scope, user, has, error);
}

gboolean
reeve_scope_has_group (ReeveTx *tx, const char *scope, const char *group, gboolean *has, GError **error)
{
  return ask (tx,
              "SELECT 1 FROM users AS me CROSS JOIN group_administrators AS a CROSS JOIN groups AS g "
              "CROSS JOIN group_tree AS t WHERE me.id = $1 AND a.number = me.number AND g.id = $2 "
              "AND t.below = g.number AND t.above = a.grp LIMIT 1",
              scope, group, has, error);
}

GPtrArray *
reeve_groups_list_reach (ReeveTx *tx, gint64 number, guint limit, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT u.id FROM group_reach AS r CROSS JOIN users AS u WHERE "
                      "r.grp = $1 AND u.number = r.number AND u.deleted = 0 "
                      "ORDER BY r.number LIMIT $2",
                      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, number);
  reeve_statement_bind_int (statement, 2, limit);
  while (TRUE)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
    }
}
