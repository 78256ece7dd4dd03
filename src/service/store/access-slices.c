/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-slices.h"

#include "common/access-event.h"
#include "common/error.h"

char *
reeve_access_slice_name (const char *action, const char *result)
{
  return g_strdup_printf ("%s %s", action != NULL ? action : "", result);
}

static void
add (GHashTable *slices, const char *action, const char *result, gint64 n)
{
  g_autofree char *name = reeve_access_slice_name (action, result);
  ReeveLogSlice *slice = g_hash_table_lookup (slices, name);

  if (slice == NULL)
    {
      slice = reeve_log_slice_new ();
      slice->id = g_strdup (name);
      slice->version = 1;
      slice->action = g_strdup (action);
      slice->result = result;
      g_hash_table_insert (slices, slice->id, slice);
    }
  slice->events += n;
}

static gboolean
read_day (ReeveAccessDay *day, gint64 deadline, GHashTable *slices, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_access_day_get_db (day), REEVE_TX_READ, deadline, error);
  ReeveStatement *statement =
    tx != NULL
      ? reeve_tx_prepare (tx,
                          "SELECT w.word, h.result, sum (h.n) FROM hours AS h LEFT JOIN words AS w ON "
                          "w.number = h.action GROUP BY h.action, h.result",
                          error)
      : NULL;
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      gint64 result;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        break;
      result = reeve_statement_get_int (statement, 1);
      add (slices, reeve_statement_get_text (statement, 0),
           reeve_access_result_to_wire ((ReeveAccessResult) CLAMP (result, 0, REEVE_ACCESS_RESULTS - 1)),
           reeve_statement_get_int (statement, 2));
    }
  return TRUE;
}

static gboolean
try_day (ReeveAccessFiles *files,
         const char *workspace,
         gint64 number,
         gint64 deadline,
         GHashTable *slices,
         GArray *unread,
         GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveAccessDay) day = reeve_access_files_open_day (files, workspace, number, FALSE, &local);

  if (day != NULL && read_day (day, deadline, slices, &local))
    {
      if (reeve_access_files_was_damaged (files, workspace, number))
        g_array_append_val (unread, number);
      return TRUE;
    }
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  if (reeve_access_files_is_damage (local))
    {
      g_array_append_val (unread, number);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const ReeveLogSlice *one = a;
  const ReeveLogSlice *other = b;

  if (one->events != other->events)
    return one->events > other->events ? -1 : 1;
  return g_strcmp0 (one->id, other->id);
}

GPtrArray *
reeve_access_slices (ReeveAccessFiles *files,
                     const char *workspace,
                     gint64 from,
                     gint64 to,
                     gint64 deadline,
                     GArray *unread,
                     GError **error)
{
  g_autoptr (GArray) days = reeve_access_files_list_days (files, workspace);
  g_autoptr (GHashTable) slices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  GPtrArray *sorted;

  for (guint i = 0; i < days->len; i++)
    {
      gint64 day = g_array_index (days, gint64, i);

      if (day >= from && day < to && !try_day (files, workspace, day, deadline, slices, unread, error))
        return NULL;
    }
  sorted = g_hash_table_steal_all_values (slices);
  g_ptr_array_set_free_func (sorted, g_object_unref);
  g_ptr_array_sort_values (sorted, compare);
  return sorted;
}
