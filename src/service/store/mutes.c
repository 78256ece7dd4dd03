/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/mutes.h"

#include "common/email-name.h"
#include "common/error.h"
#include "service/store/rows.h"

#define TABLE "mutes"

static const ReeveSort sorts[] = { { "ends", "ends", TRUE }, { NULL, NULL, FALSE } };

ReeveListing *
reeve_mutes_list (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_mute_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveListing) listing = reeve_rows_list (tx, &spec, query, NULL, NULL, error);

  if (listing == NULL)
    return NULL;
  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  return g_steal_pointer (&listing);
}

ReeveMute *
reeve_mutes_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_mute_get_type (), id, error);
}

static GPtrArray *
read_by_end (ReeveTx *tx, const char *sign, gint64 time, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " WHERE ends %s $1 ORDER BY created, id",
                                          reeve_rows_columns (reeve_mute_get_type ()), sign);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, time);
  return reeve_rows_read_all (statement, reeve_mute_get_type (), error);
}

GPtrArray *
reeve_mutes_read_in_force (ReeveTx *tx, gint64 now, GError **error)
{
  return read_by_end (tx, ">", now, error);
}

GPtrArray *
reeve_mutes_read_ended (ReeveTx *tx, gint64 before, GError **error)
{
  return read_by_end (tx, "<", before, error);
}

GPtrArray *
reeve_mutes_list_about (ReeveTx *tx, const char *account, const char *addresses, GError **error)
{
  g_autoptr (GPtrArray) all = read_by_end (tx, ">", G_MININT64, error);

  for (guint i = all != NULL ? all->len : 0; i > 0; i--)
    {
      ReeveMute *mute = all->pdata[i - 1];

      if (g_strcmp0 (mute->person, account) != 0 &&
          (addresses == NULL || (!reeve_email_name_is_in (addresses, mute->person) &&
                                 !reeve_email_name_is_in (addresses, mute->person_name))))
        g_ptr_array_remove_index (all, i - 1);
    }
  return g_steal_pointer (&all);
}

gboolean
reeve_mutes_insert (ReeveTx *tx, ReeveMute *mute, GError **error)
{
  gint64 count;

  if (!reeve_statement_read_int (reeve_tx_prepare (tx, "SELECT count(*) FROM " TABLE, error), &count, error))
    return FALSE;
  if (count >= REEVE_MUTES)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "too_many_mutes", "there are %d mutes", REEVE_MUTES);
      return FALSE;
    }
  return reeve_rows_insert (tx, TABLE, mute, NULL, error);
}

gboolean
reeve_mutes_update (ReeveTx *tx, ReeveMute *stored, ReeveMute *mute, gint64 version, GError **error)
{
  return reeve_rows_change (tx, TABLE, stored, mute, version, NULL, error);
}

static gboolean
run_on (ReeveTx *tx, const char *sql, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_mutes_delete (ReeveTx *tx, const char *id, GError **error)
{
  return run_on (tx, "DELETE FROM " TABLE " WHERE id = $1", id, error);
}

gboolean
reeve_mutes_note (ReeveTx *tx, const char *id, GError **error)
{
  return run_on (tx, "UPDATE " TABLE " SET count = count + 1 WHERE id = $1", id, error);
}
