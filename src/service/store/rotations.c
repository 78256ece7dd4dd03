/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/rotations.h"

#include "common/encoding.h"
#include "common/error.h"
#include "service/store/rows.h"

#define TABLE "rotations"
#define DUE   "due <= $1 AND reminded <> due"

static const ReeveSort sorts[] = { { "due", "due", TRUE },
                                   { "name", "name_key", FALSE },
                                   { NULL, NULL, FALSE } };

static gboolean
explain_conflict (GError *local, GError **error)
{
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    {
      g_error_free (local);
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "name_taken", "another rotation has this name");
      reeve_error_add_member (error, "/name", "name_taken", "another rotation has this name");
    }
  else
    g_propagate_error (error, local);
  return FALSE;
}

/* @where: (out) (nullable) */
static gboolean
read_state (const ReeveQuery *query, const char **where, GError **error)
{
  const char *state = reeve_query_get_filter (query, "state");

  *where = NULL;
  if (state != NULL && !g_strv_contains (reeve_rotation_states, state))
    {
      reeve_error_add_member (error, "?state", "choice", "is none of the states");
      return FALSE;
    }
  if (state != NULL)
    *where = g_str_equal (state, "due") ? "due <= $1" : "due > $1";
  return TRUE;
}

static gboolean
count (ReeveTx *tx, const char *where, gint64 now, gint64 *total, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT count(*) FROM " TABLE " WHERE %s", where != NULL ? where : "$1 > 0");
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement != NULL)
    reeve_statement_bind_int (statement, 1, now);
  return reeve_statement_read_int (statement, total, error);
}

ReeveListing *
reeve_rotations_list (ReeveTx *tx, const ReeveQuery *query, gint64 now, GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_rotation_get_type (), sorts, FALSE };
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, now);
  const char *const bind[] = { time, NULL };
  const char *where;
  g_autoptr (ReeveListing) listing = NULL;

  if (!read_state (query, &where, error))
    return NULL;
  listing = reeve_rows_list (tx, &spec, query, where, where != NULL ? bind : NULL, error);
  if (listing == NULL || !count (tx, where, now, &listing->total, error))
    return NULL;
  return g_steal_pointer (&listing);
}

ReeveRotation *
reeve_rotations_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_rotation_get_type (), id, error);
}

gboolean
reeve_rotations_insert (ReeveTx *tx, ReeveRotation *rotation, GError **error)
{
  g_autofree char *key = reeve_fold (rotation->name);
  const char *extra[] = { "name_key", key, NULL };
  g_autoptr (GError) local = NULL;

  return reeve_rows_insert (tx, TABLE, rotation, extra, &local) ||
         explain_conflict (g_steal_pointer (&local), error);
}

gboolean
reeve_rotations_update (ReeveTx *tx, ReeveRotation *rotation, gint64 version, GError **error)
{
  g_autofree char *key = reeve_fold (rotation->name);
  const char *extra[] = { "name_key", key, NULL };
  g_autoptr (GError) local = NULL;

  return reeve_rows_update (tx, TABLE, rotation, version, extra, &local) ||
         explain_conflict (g_steal_pointer (&local), error);
}

gboolean
reeve_rotations_delete (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM " TABLE " WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, NULL, error);
}

static GPtrArray *
read_where (ReeveTx *tx, const char *where, gint64 now, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " WHERE %s ORDER BY name_key, id",
                                          reeve_rows_columns (reeve_rotation_get_type ()), where);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, now);
  return reeve_rows_read_all (statement, reeve_rotation_get_type (), error);
}

static gboolean
knows (ReeveUser *user, ReeveRotation *rotation)
{
  if (rotation->users != NULL && g_strv_contains ((const char *const *) rotation->users, user->id))
    return TRUE;
  for (guint i = 0; rotation->roles != NULL && user->roles != NULL && user->roles[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) rotation->roles, user->roles[i]))
      return TRUE;
  return FALSE;
}

GPtrArray *
reeve_rotations_list_known (ReeveTx *tx, ReeveUser *user, GError **error)
{
  g_autoptr (GPtrArray) all = read_where (tx, "created >= $1", 0, error);
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_object_unref);

  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    if (knows (user, all->pdata[i]))
      g_ptr_array_add (known, g_object_ref (all->pdata[i]));
  return g_steal_pointer (&known);
}

gboolean
reeve_rotations_any_due (ReeveTx *tx, gint64 now, gboolean *any, GError **error)
{
  g_autoptr (GPtrArray) due = read_where (tx, DUE, now, error);

  *any = due != NULL && due->len > 0;
  return due != NULL;
}

GPtrArray *
reeve_rotations_take_due (ReeveTx *tx, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) due = read_where (tx, DUE, now, error);
  ReeveStatement *statement;

  if (due == NULL || due->len == 0)
    return g_steal_pointer (&due);
  statement = reeve_tx_prepare (tx, "UPDATE " TABLE " SET reminded = due WHERE " DUE, error);
  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, now);
  return reeve_statement_run (statement, NULL, error) ? g_steal_pointer (&due) : NULL;
}
