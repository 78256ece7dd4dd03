/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A day has no index of leaves, which would cost each event twenty bytes for who comes back after a stop:
 * that one looks at all of a day, in pieces that are as large as memory allows. */

#include "config.h"

#include "service/store/access-follow.h"

#include "common/error.h"

static int
compare_leaves (gconstpointer a, gconstpointer b)
{
  const ReeveAccessLine *one = a;
  const ReeveAccessLine *other = b;

  return one->leaf < other->leaf ? -1 : one->leaf > other->leaf;
}

static gboolean
read_lines (ReeveStatement *statement, GPtrArray *lines, GError **error)
{
  gboolean row = TRUE;

  while (row)
    {
      g_autoptr (ReeveAccessEvent) event = NULL;
      gint64 leaf;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        break;
      event = reeve_access_day_read_event (statement, &leaf);
      g_ptr_array_add (lines, reeve_access_line_new_from_event (event, leaf));
    }
  return TRUE;
}

static gboolean
read_day (ReeveAccessDay *day, gint64 from, gint64 to, gint64 deadline, GPtrArray *lines, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_access_day_get_db (day), REEVE_TX_READ, deadline, error);
  ReeveStatement *statement = tx != NULL
                                ? reeve_tx_prepare (tx,
                                                    "SELECT " REEVE_ACCESS_COLUMNS " FROM " REEVE_ACCESS_FROM
                                                    " WHERE e.leaf >= $1 AND e.leaf < $2",
                                                    error)
                                : NULL;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, from);
  reeve_statement_bind_int (statement, 2, to);
  return read_lines (statement, lines, error);
}

/* A day that is gone or damaged keeps nobody from the others. */
static gboolean
follow_day (ReeveAccessFiles *files,
            const char *workspace,
            gint64 number,
            gint64 from,
            gint64 to,
            gint64 deadline,
            GPtrArray *lines,
            GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveAccessDay) day = reeve_access_files_open_day (files, workspace, number, FALSE, &local);
  guint before = lines->len;

  if (day != NULL &&
      (!reeve_access_day_is_ahead (day, (guint64) from) || read_day (day, from, to, deadline, lines, &local)))
    return TRUE;
  g_ptr_array_set_size (lines, (int) before);
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  if (reeve_access_files_is_damage (local))
    {
      g_message ("a day of the access log of %s cannot be followed: %s", workspace, local->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

GPtrArray *
reeve_access_follow (ReeveAccessFiles *files,
                     const char *workspace,
                     gint64 from,
                     gint64 to,
                     gint64 deadline,
                     GError **error)
{
  g_autoptr (GArray) days = reeve_access_files_list_days (files, workspace);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < days->len; i++)
    if (!follow_day (files, workspace, g_array_index (days, gint64, i), from, to, deadline, lines, error))
      return NULL;
  g_ptr_array_sort_values (lines, compare_leaves);
  return g_steal_pointer (&lines);
}
