/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "blocks.h"

#include "scratch.h"
#include "service/store/access-grams.h"

/* How many lines there are from @first on, before @end; their bits are added to @bits, and *@last is the last
 * of them. */
static gint64
add_lines (ReeveTx *tx, gint64 first, gint64 end, guint8 bits[REEVE_ACCESS_GRAM_BYTES], gint64 *last)
{
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT text, source_id, id FROM events WHERE source IS NOT NULL AND id >= $1 AND id < $2 ORDER BY id",
    &error);
  gboolean row;

  g_assert_no_error (error);
  reeve_statement_bind_int (statement, 1, first);
  reeve_statement_bind_int (statement, 2, end);
  for (gint64 n = 0;; n++)
    {
      g_assert_true (reeve_statement_step (statement, &row, &error));
      if (!row)
        return n;
      reeve_access_grams_add (bits, reeve_statement_get_text (statement, 0));
      reeve_access_grams_add (bits, reeve_statement_get_text (statement, 1));
      *last = reeve_statement_get_int (statement, 2);
    }
}

guint
assert_blocks (ReeveAccessDay *day)
{
  g_autoptr (ReeveTx) tx = begin (reeve_access_day_get_db (day), REEVE_TX_READ);
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT first, n, bits, lead (first, 1, $1) OVER (ORDER BY first), last FROM blocks ORDER BY first",
    &error);
  gint64 in_blocks = query_int (tx, "SELECT in_blocks FROM day");
  gint64 n_lines = 0;
  gint64 last = 0;
  gboolean row;

  g_assert_no_error (error);
  reeve_statement_bind_int (statement, 1, in_blocks);
  for (guint n_blocks = 0;; n_blocks++)
    {
      guint8 bits[REEVE_ACCESS_GRAM_BYTES] = { 0 };
      gconstpointer kept;
      gsize length;

      g_assert_true (reeve_statement_step (statement, &row, &error));
      if (!row)
        {
          g_assert_cmpint (n_lines, ==,
                           query_int (tx, "SELECT count(*) FROM events WHERE source IS NOT NULL AND "
                                          "id < (SELECT in_blocks FROM day)"));
          return n_blocks;
        }
      if (n_blocks == 0)
        g_assert_cmpint (reeve_statement_get_int (statement, 0), ==, 0);
      kept = reeve_statement_get_blob (statement, 2, &length);
      g_assert_cmpint (add_lines (tx, reeve_statement_get_int (statement, 0),
                                  reeve_statement_get_int (statement, 3), bits, &last),
                       ==, reeve_statement_get_int (statement, 1));
      g_assert_cmpint (last, ==, reeve_statement_get_int (statement, 4));
      g_assert_cmpmem (kept, length, bits, sizeof bits);
      n_lines += reeve_statement_get_int (statement, 1);
    }
}
