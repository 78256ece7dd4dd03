/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The forest: rows, and for every pair of a group and one above it a row of group_tree. Changes are set-wise:
 * moving a company with fifty thousand people is four statements. */

#include "config.h"

#include "service/store/groups.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/store/groups-private.h"
#include "service/store/rows.h"
#include "service/store/user-search.h"

#define TABLE "groups"

static const ReeveSort sorts[] = {
  { "path", "path_key", FALSE },
  { "name", "name_key", FALSE },
  { "members", "members", TRUE },
  { NULL, NULL, FALSE },
};

gboolean
reeve_groups_run (ReeveTx *tx, const char *sql, gint64 a, gint64 b, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, a);
  if (strstr (sql, "$2") != NULL)
    reeve_statement_bind_int (statement, 2, b);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
count_one (ReeveTx *tx, const char *sql, const char *id, const char *scope, gint64 *n, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement != NULL)
    {
      reeve_statement_bind_text (statement, 1, id);
      if (scope != NULL)
        reeve_statement_bind_text (statement, 2, scope);
    }
  return reeve_statement_read_int (statement, n, error);
}

gboolean
reeve_groups_find_number (ReeveTx *tx, const char *id, const char *scope, gint64 *number, GError **error)
{
  gboolean has = TRUE;

  if (!count_one (tx, "SELECT number FROM groups WHERE id = $1", id, NULL, number, error) ||
      (scope != NULL && *number != 0 && !reeve_scope_has_group (tx, scope, id, &has, error)))
    return FALSE;
  *number = has ? *number : 0;
  return TRUE;
}

/* --- Showing --- */

/* A group administrator is told nothing of what is above the groups they administer. */
static gboolean
cut_path (ReeveTx *tx, ReeveGroup *group, const char *scope, GError **error)
{
  guint length = group->path != NULL ? g_strv_length (group->path) : 0;
  gint64 n;

  if (!count_one (tx,
                  "SELECT count(*) FROM groups AS g CROSS JOIN group_tree AS t WHERE g.id = $1 "
                  "AND t.below = g.number AND EXISTS (" REEVE_SCOPE_OVER ("t.above", "$2") ")",
                  group->id, scope, &n, error))
    return FALSE;
  if (n <= 1)
    g_clear_pointer (&group->parent, g_free);
  if (n < length)
    {
      g_auto (GStrv) whole = g_steal_pointer (&group->path);

      group->path = g_strdupv (whole + length - n);
    }
  return TRUE;
}

static gboolean
complete (ReeveTx *tx, ReeveGroup *group, const char *scope, GError **error)
{
  return count_one (
           tx,
           "SELECT count(*) FROM groups AS g CROSS JOIN group_administrators AS a CROSS JOIN users AS u "
           "WHERE g.id = $1 AND a.grp = g.number AND u.number = a.number AND u.deleted = 0",
           group->id, NULL, &group->administrators, error) &&
         (scope == NULL || cut_path (tx, group, scope, error));
}

ReeveGroup *
reeve_groups_get (ReeveTx *tx, const char *id, const char *scope, GError **error)
{
  g_autoptr (ReeveGroup) group = reeve_rows_get (tx, TABLE, reeve_group_get_type (), id, error);
  gboolean has = TRUE;

  if (group == NULL || (scope != NULL && !reeve_scope_has_group (tx, scope, id, &has, error)))
    return NULL;
  if (!has)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such row");
      return NULL;
    }
  return complete (tx, group, scope, error) ? g_steal_pointer (&group) : NULL;
}

static void
append_condition (GString *where, GPtrArray *values, const char *start, const char *value, const char *end)
{
  g_ptr_array_add (values, g_strdup (value));
  g_string_append_printf (where, "%s%s$%u%s", where->len > 0 ? " AND " : "", start, values->len, end);
}

static gboolean
write_conditions (const ReeveQuery *query, GString *where, GPtrArray *values, GError **error)
{
  const char *parent = reeve_query_get_filter (query, "parent");
  const char *administrators = reeve_query_get_filter (query, "administrators");
  g_auto (GStrv) words = reeve_user_search_words (query->text);

  if (query->scope != NULL)
    append_condition (where, values, "EXISTS (" REEVE_SCOPE_OVER_START ("groups.number"), query->scope, "))");
  if (parent != NULL)
    append_condition (where, values, "parent = ", parent, "");
  if (administrators != NULL && strcmp (administrators, "none") != 0)
    {
      reeve_error_add_member (error, "?administrators", "choice", "is not none");
      return FALSE;
    }
  if (administrators != NULL)
    g_string_append_printf (where, "%s%s", where->len > 0 ? " AND " : "", REEVE_GROUPS_ALONE);
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_autofree char *pattern = reeve_user_search_pattern (words[i]);

      append_condition (where, values, "name_key LIKE ", pattern, " ESCAPE '\\'");
    }
  g_ptr_array_add (values, NULL);
  return TRUE;
}

ReeveListing *
reeve_groups_list (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  static const ReeveListSpec plain = { TABLE, 0, sorts, FALSE };
  ReeveListSpec spec = plain;
  g_autoptr (GString) where = g_string_new (NULL);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ReeveListing) listing = NULL;
  g_autofree char *count = NULL;
  ReeveStatement *statement;

  spec.type = reeve_group_get_type ();
  if (!write_conditions (query, where, values, error))
    return NULL;
  listing = reeve_rows_list (tx, &spec, query, where->len > 0 ? where->str : NULL,
                             (const char *const *) values->pdata, error);
  if (listing == NULL)
    return NULL;
  for (guint i = 0; i < listing->items->len; i++)
    if (!complete (tx, listing->items->pdata[i], query->scope, error))
      return NULL;

  count = g_strconcat ("SELECT count(*) FROM " TABLE, where->len > 0 ? " WHERE " : "", where->str, NULL);
  statement = reeve_tx_prepare (tx, count, error);
  for (guint i = 0; statement != NULL && values->pdata[i] != NULL; i++)
    reeve_statement_bind_text (statement, i + 1, values->pdata[i]);
  return reeve_statement_read_int (statement, &listing->total, error) ? g_steal_pointer (&listing) : NULL;
}

/* --- The forest --- */

/* *@above: NULL at the top. */
static gboolean
find_parent (ReeveTx *tx, ReeveGroup *group, ReeveGroup **above, GError **error)
{
  g_autoptr (GError) local = NULL;

  *above = NULL;
  if (group->parent == NULL)
    return TRUE;
  *above = reeve_rows_get (tx, TABLE, reeve_group_get_type (), group->parent, &local);
  if (*above != NULL)
    return TRUE;
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    reeve_error_add_member (error, "/parent", "unknown_group", "there is no such group");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
set_path (ReeveGroup *group, ReeveGroup *above)
{
  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();

  if (above != NULL)
    g_strv_builder_addv (path, (const char **) above->path);
  g_strv_builder_add (path, group->name);
  g_strfreev (group->path);
  group->path = g_strv_builder_end (path);
}

/* "vallis\x1fresearch": below everything of "vallis", above "vallis 2" */
static char *
make_path_key (ReeveGroup *group)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; group->path[i] != NULL; i++)
    g_strv_builder_take (keys, reeve_group_name_key (group->path[i]));
  all = g_strv_builder_end (keys);
  return g_strjoinv ("\x1f", all);
}

static gboolean
explain_conflict (GError *local, GError **error)
{
  g_autoptr (GError) owned = local;
  g_autoptr (GError) refusal = NULL;

  if (!g_error_matches (local, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&owned));
      return FALSE;
    }
  reeve_set_error (&refusal, REEVE_ERROR_CONFLICT, "name_taken", "another group has this name");
  reeve_error_add_member (&refusal, "/name", "name_taken", "another group has this name");
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
refuse_depth (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_CONFLICT, "group_depth", "groups are nested %d deep at most",
                   REEVE_GROUP_MAX_DEPTH);
  return FALSE;
}

gboolean
reeve_groups_insert (ReeveTx *tx, ReeveGroup *group, GError **error)
{
  g_autofree char *key = reeve_group_name_key (group->name);
  g_autofree char *path_key = NULL;
  g_autoptr (ReeveGroup) above = NULL;
  g_autoptr (GError) local = NULL;
  gint64 number;
  gint64 parent = 0;

  if (!find_parent (tx, group, &above, error))
    return FALSE;
  set_path (group, above);
  if (g_strv_length (group->path) > REEVE_GROUP_MAX_DEPTH)
    return refuse_depth (error);
  if (group->id == NULL)
    group->id = reeve_id_new ();
  if (group->version == 0)
    group->version = 1;
  if (group->created == 0)
    group->created = reeve_clock_now ();
  path_key = make_path_key (group);
  const char *extra[] = { "name_key", key, "path_key", path_key, NULL };

  if (!reeve_rows_insert (tx, TABLE, group, extra, &local))
    return explain_conflict (g_steal_pointer (&local), error);
  return reeve_groups_find_number (tx, group->id, NULL, &number, error) &&
         (above == NULL || reeve_groups_find_number (tx, above->id, NULL, &parent, error)) &&
         reeve_groups_run (
           tx,
           "INSERT INTO group_tree (above, below) SELECT CAST ($1 AS BIGINT), CAST ($1 AS BIGINT) "
           "UNION ALL SELECT above, CAST ($1 AS BIGINT) FROM group_tree WHERE below = $2",
           number, parent, error);
}

/* The chain that would be closed: from @group down to what it is to be put into, and round to itself. */
static gboolean
refuse_cycle (ReeveGroup *group, ReeveGroup *above, GError **error)
{
  g_autofree char *chain = g_strjoinv (" \u203a ", above->path + g_strv_length (group->path) - 1);
  g_autoptr (GError) refusal = NULL;

  reeve_set_error (&refusal, REEVE_ERROR_CONFLICT, "group_cycle",
                   "the group would be below itself: %s \u203a %s", chain, group->name);
  reeve_error_add_member (&refusal, "/parent", "group_cycle", "%s \u203a %s", chain, group->name);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* May @stored be put into @above, with all that is below it? */
static gboolean
check_place (ReeveTx *tx, ReeveGroup *stored, gint64 number, ReeveGroup *above, gint64 parent, GError **error)
{
  g_autofree char *inside = g_strdup_printf ("SELECT count(*) FROM group_tree WHERE above = %" G_GINT64_FORMAT
                                             " AND below = %" G_GINT64_FORMAT,
                                             number, parent);
  g_autofree char *height = g_strdup_printf (
    "SELECT max(n) FROM (SELECT count(*) AS n FROM group_tree AS t CROSS JOIN group_tree AS i "
    "WHERE t.above = %" G_GINT64_FORMAT " AND i.below = t.below AND EXISTS (SELECT 1 FROM group_tree AS w "
    "WHERE w.above = t.above AND w.below = i.above) GROUP BY t.below)",
    number);
  gint64 n;

  if (above == NULL)
    return TRUE;
  if (!reeve_statement_read_int (reeve_tx_prepare (tx, inside, error), &n, error))
    return FALSE;
  if (n > 0)
    return refuse_cycle (stored, above, error);
  if (!reeve_statement_read_int (reeve_tx_prepare (tx, height, error), &n, error))
    return FALSE;
  return n + g_strv_length (above->path) <= REEVE_GROUP_MAX_DEPTH || refuse_depth (error);
}

/* What is above a group changes for it and all below it; who is in one of them comes into what is above now
 * and stays in what was above only by another way. */
static gboolean
move_tree (ReeveTx *tx, gint64 number, gint64 parent, GError **error)
{
  return reeve_groups_run (
           tx,
           "DELETE FROM group_tree WHERE below IN (SELECT below FROM group_tree WHERE above = $1) "
           "AND above NOT IN (SELECT below FROM group_tree WHERE above = $1)",
           number, 0, error) &&
         reeve_groups_run (
           tx,
           "INSERT INTO group_tree (above, below) SELECT a.above, b.below "
           "FROM group_tree AS b CROSS JOIN group_tree AS a WHERE b.above = $1 AND a.below = $2",
           number, parent, error);
}

static gboolean
leave_above (ReeveTx *tx, gint64 number, gint64 old_parent, GError **error)
{
  return reeve_groups_run (
    tx,
    "DELETE FROM group_reach WHERE number IN (SELECT number FROM group_reach WHERE grp = $1) "
    "AND grp IN (SELECT above FROM group_tree WHERE below = $2) AND NOT EXISTS (SELECT 1 FROM group_members "
    "AS m "
    "CROSS JOIN group_tree AS t WHERE m.number = group_reach.number AND t.below = m.grp "
    "AND t.above = group_reach.grp)",
    number, old_parent, error);
}

static gboolean
enter_above (ReeveTx *tx, gint64 number, GError **error)
{
  return reeve_groups_run (
    tx,
    "INSERT INTO group_reach (grp, number) SELECT t.above, r.number FROM group_tree AS t "
    "CROSS JOIN group_reach AS r WHERE t.below = $1 AND t.above <> $1 AND r.grp = $1 "
    "ON CONFLICT (grp, number) DO NOTHING",
    number, 0, error);
}

static gboolean
move (ReeveTx *tx, ReeveGroup *stored, ReeveGroup *group, ReeveGroup *above, GError **error)
{
  gint64 number;
  gint64 parent = 0;
  gint64 old_parent = 0;

  if (g_strcmp0 (stored->parent, group->parent) == 0)
    return TRUE;
  return reeve_groups_find_number (tx, group->id, NULL, &number, error) &&
         (above == NULL || reeve_groups_find_number (tx, above->id, NULL, &parent, error)) &&
         (stored->parent == NULL ||
          reeve_groups_find_number (tx, stored->parent, NULL, &old_parent, error)) &&
         check_place (tx, stored, number, above, parent, error) && move_tree (tx, number, parent, error) &&
         leave_above (tx, number, old_parent, error) && enter_above (tx, number, error);
}

/* The paths of what is below begin with another one now. */
static gboolean
rename_below (ReeveTx *tx, ReeveGroup *stored, ReeveGroup *group, GError **error)
{
  g_autofree char *old_path = g_strjoinv ("\x1f", stored->path);
  g_autofree char *path = g_strjoinv ("\x1f", group->path);
  g_autofree char *old_key = make_path_key (stored);
  g_autofree char *key = make_path_key (group);
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "UPDATE groups SET path = CAST ($1 AS TEXT) || substr (path, length (CAST ($2 AS TEXT)) + 1), "
    "path_key = CAST ($3 AS TEXT) || substr (path_key, length (CAST ($4 AS TEXT)) + 1) WHERE number IN "
    "(SELECT t.below FROM groups AS g CROSS JOIN group_tree AS t WHERE g.id = $5 AND t.above = g.number "
    "AND t.below <> g.number)",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, path);
  reeve_statement_bind_text (statement, 2, old_path);
  reeve_statement_bind_text (statement, 3, key);
  reeve_statement_bind_text (statement, 4, old_key);
  reeve_statement_bind_text (statement, 5, group->id);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_groups_update (ReeveTx *tx, ReeveGroup *stored, ReeveGroup *group, GError **error)
{
  g_autofree char *key = reeve_group_name_key (group->name);
  g_autofree char *path_key = NULL;
  g_autoptr (ReeveGroup) above = NULL;
  g_autoptr (GError) local = NULL;

  if (!find_parent (tx, group, &above, error) || !move (tx, stored, group, above, error))
    return FALSE;
  set_path (group, above);
  path_key = make_path_key (group);
  const char *extra[] = { "name_key", key, "path_key", path_key, NULL };

  /* Triggers keep the number of members; it is never written from a record. */
  group->members = stored->members;
  if (!reeve_rows_change (tx, TABLE, stored, group, stored->version, extra, &local))
    return explain_conflict (g_steal_pointer (&local), error);
  return rename_below (tx, stored, group, error);
}

gboolean
reeve_groups_delete (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement;
  gint64 below;

  if (!count_one (tx, "SELECT count(*) FROM groups WHERE parent = $1", id, NULL, &below, error))
    return FALSE;
  if (below > 0)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "groups_below", "there are groups in it");
      return FALSE;
    }
  statement = reeve_tx_prepare (tx, "DELETE FROM groups WHERE id = $1", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, NULL, error);
}
