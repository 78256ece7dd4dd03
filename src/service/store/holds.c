/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/holds.h"

#include "common/error.h"
#include "service/store/rows.h"

#define TABLE "holds"

static const ReeveSort sorts[] = { { "created", "created", TRUE }, { NULL, NULL, FALSE } };

ReeveListing *
reeve_holds_list (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_hold_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  g_autoptr (ReeveListing) listing = NULL;

  if (asked->sort == NULL)
    asked->descending = TRUE;
  listing = reeve_rows_list (tx, &spec, asked, NULL, NULL, error);
  if (listing == NULL)
    return NULL;
  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  return g_steal_pointer (&listing);
}

ReeveHold *
reeve_holds_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_hold_get_type (), id, error);
}

GPtrArray *
reeve_holds_read (ReeveTx *tx, gint64 now, gboolean in_force, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " WHERE ends %s $1 ORDER BY created, id",
                                          reeve_rows_columns (reeve_hold_get_type ()), in_force ? ">" : "<=");
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, now);
  return reeve_rows_read_all (statement, reeve_hold_get_type (), error);
}

gboolean
reeve_holds_insert (ReeveTx *tx, ReeveHold *hold, GError **error)
{
  gint64 count;

  if (!reeve_statement_read_int (reeve_tx_prepare (tx, "SELECT count(*) FROM " TABLE, error), &count, error))
    return FALSE;
  if (count >= REEVE_HOLDS)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "too_many_holds", "there are %d holds", REEVE_HOLDS);
      return FALSE;
    }
  return reeve_rows_insert (tx, TABLE, hold, NULL, error);
}

gboolean
reeve_holds_delete (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM " TABLE " WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, NULL, error);
}
