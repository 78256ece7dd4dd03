/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How many over time. What asks for no more than actions and results is answered by the table of hours; one
 * person or one address by their indexes alone, of which one has all and one what went wrong: the rows
 * themselves lie scattered, and each would cost a page. */

#include "config.h"

#include "service/store/access-read.h"

#include "common/clock.h"

typedef struct
{
  gint64 from; /* of the first bar */
  gint64 bucket;
  guint n_bars;
  gint64 (*bars)[REEVE_ACCESS_RESULTS]; /* owned */
  ReeveAccessPatience patience;
  gint64 counted_from; /* what is older was not looked at */
} Counting;

static void
add (Counting *self, gint64 bar, gint64 result, gint64 n)
{
  if (bar >= 0 && bar < self->n_bars && result >= 0 && result < REEVE_ACCESS_RESULTS)
    self->bars[bar][result] += n;
}

/* @statement: bar, result, how many. @bad: they were counted as if they had gone well. */
static gboolean
add_rows (Counting *self, ReeveStatement *statement, gboolean bad, GError **error)
{
  gboolean row = TRUE;

  while (TRUE)
    {
      gint64 bar;
      gint64 n;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      bar = reeve_statement_get_int (statement, 0);
      n = reeve_statement_get_int (statement, 2);
      add (self, bar, reeve_statement_get_int (statement, 1), n);
      if (bad)
        add (self, bar, REEVE_ACCESS_OK, -n);
    }
}

/* @result: an expression. Of the rows between $1 and $2 the bar is (id - $3) / $4. */
static gboolean
count_rows (Counting *self,
            ReeveTx *tx,
            const ReeveAccessFilter *filter,
            const char *table,
            const char *result,
            gint64 from,
            gint64 to,
            GError **error)
{
  gboolean bad = g_str_has_prefix (table, "events AS e INDEXED BY events_bad");
  g_autofree char *sql = g_strdup_printf (
    "SELECT (e.id - $3) / $4, %s, count(*) FROM %s WHERE e.id >= $1 AND e.id < $2 AND %s%s GROUP BY 1, 2",
    result, table, reeve_access_filter_get_where (filter), bad ? " AND e.result > 0" : "");
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, from);
  reeve_statement_bind_int (statement, 2, to);
  reeve_statement_bind_int (statement, 3, self->from);
  reeve_statement_bind_int (statement, 4, self->bucket);
  reeve_access_filter_bind (filter, statement);
  return add_rows (self, statement, bad, error);
}

static gboolean
count_hours (Counting *self,
             ReeveTx *tx,
             const ReeveAccessFilter *filter,
             gint64 from,
             gint64 to,
             GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT (e.hour * 3600000000 - $3) / $4, e.result, sum (e.n) FROM hours AS e WHERE "
                     "e.hour >= $1 AND e.hour < $2 AND %s GROUP BY 1, 2",
                     reeve_access_filter_get_where (filter));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, from / REEVE_HOUR);
  reeve_statement_bind_int (statement, 2, to / REEVE_HOUR);
  reeve_statement_bind_int (statement, 3, self->from);
  reeve_statement_bind_int (statement, 4, self->bucket);
  reeve_access_filter_bind (filter, statement);
  return add_rows (self, statement, FALSE, error);
}

static gboolean
count_stretch (Counting *self,
               ReeveTx *tx,
               const ReeveAccessFilter *filter,
               gint64 from,
               gint64 to,
               GError **error)
{
  ReeveAccessCount how = reeve_access_filter_get_count (filter);
  gboolean whole = from % REEVE_HOUR == 0 && to % REEVE_HOUR == 0 && self->from % REEVE_HOUR == 0 &&
                   self->bucket % REEVE_HOUR == 0;

  if (how == REEVE_ACCESS_COUNT_HOURS && whole)
    return count_hours (self, tx, filter, from, to, error);
  if (how == REEVE_ACCESS_COUNT_BAD)
    {
      g_autofree char *all = reeve_access_filter_make_count_from (filter, FALSE);
      g_autofree char *bad = reeve_access_filter_make_count_from (filter, TRUE);

      return count_rows (self, tx, filter, all, "0", from, to, error) &&
             count_rows (self, tx, filter, bad, "e.result", from, to, error);
    }
  return count_rows (self, tx, filter, reeve_access_filter_get_from (filter), "e.result", from, to, error);
}

static gboolean
count_day_cb (ReeveTx *tx,
              const ReeveAccessFilter *filter,
              gint64 from,
              gint64 to,
              gboolean *stop,
              gpointer data,
              GError **error)
{
  Counting *self = data;
  gint64 stretch = reeve_access_filter_get_stretch (filter);

  for (gint64 begin; to > from; to = begin)
    {
      *stop = reeve_access_patience_is_over (&self->patience);
      if (*stop)
        {
          self->counted_from = to;
          return TRUE;
        }
      begin = MAX ((to - 1) / stretch * stretch, from);
      if (!count_stretch (self, tx, filter, begin, to, error))
        return FALSE;
    }
  return TRUE;
}

static ReeveAccessHistogram *
make_histogram (const Counting *self)
{
  ReeveAccessHistogram *histogram = reeve_access_histogram_new ();

  histogram->from = self->from;
  histogram->to = self->from + self->n_bars * self->bucket;
  histogram->bucket = self->bucket;
  histogram->counted_from = self->counted_from;
  histogram->bars = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->n_bars; i++)
    {
      const gint64 *n = self->bars[i];
      ReeveAccessBar *bar;

      if (n[0] + n[1] + n[2] + n[3] == 0)
        continue;
      bar = reeve_access_bar_new ();
      bar->time = self->from + i * self->bucket;
      bar->ok = n[REEVE_ACCESS_OK];
      bar->failed = n[REEVE_ACCESS_FAILED];
      bar->refused = n[REEVE_ACCESS_REFUSED];
      bar->error = n[REEVE_ACCESS_ERROR];
      histogram->total += n[0] + n[1] + n[2] + n[3];
      g_ptr_array_add (histogram->bars, bar);
    }
  return histogram;
}

ReeveAccessHistogram *
reeve_access_count (ReeveAccessFiles *files,
                    const ReeveAccessQuestion *question,
                    gint64 bucket,
                    GError **error)
{
  Counting counting = {
    .from = question->from,
    .bucket = bucket,
    .patience = reeve_access_patience_begin (question),
    .counted_from = question->from,
    .n_bars = (guint) ((question->to - question->from + bucket - 1) / bucket),
  };
  ReeveAccessHistogram *histogram = NULL;

  counting.bars = g_malloc0_n (counting.n_bars, sizeof *counting.bars);
  if (reeve_access_visit (files, question, FALSE, count_day_cb, &counting, error))
    histogram = make_histogram (&counting);
  g_free (counting.bars);
  return histogram;
}
