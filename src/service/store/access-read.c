/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-read.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/store/access-names.h"

/* Days that are gone through one by one are not gone through for ever. */
#define LONG G_TIME_SPAN_SECOND

/* --- Days --- */

GStrv
reeve_access_name_days (GArray *days)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < days->len; i++)
    g_strv_builder_take (names, reeve_access_name_new_date (g_array_index (days, gint64, i)));
  return days->len > 0 ? g_strv_builder_end (names) : NULL;
}

ReeveAccessPatience
reeve_access_patience_begin (const ReeveAccessQuestion *question)
{
  return (ReeveAccessPatience) {
    .end = question->patience > 0 ? g_get_monotonic_time () + question->patience : G_MAXINT64,
  };
}

gboolean
reeve_access_patience_is_over (ReeveAccessPatience *self)
{
  gboolean looked = self->looked;

  self->looked = TRUE;
  return looked && g_get_monotonic_time () >= self->end;
}

/* (transfer full) (nullable): @day is NULL without an error: it went meanwhile. Where it gave way to what is
 * held of it, that is the day. */
static ReeveTx *
begin_day (ReeveAccessFiles *files,
           const ReeveAccessQuestion *question,
           gint64 number,
           ReeveAccessDay **day,
           GError **error)
{
  g_autoptr (GError) local = NULL;
  ReeveTx *tx = NULL;

  for (gboolean again = TRUE; again;)
    {
      g_clear_pointer (day, reeve_access_day_unref);
      g_clear_error (&local);
      *day = reeve_access_files_open_day (files, question->workspace, number, FALSE, &local);
      if (*day != NULL)
        tx = reeve_db_begin (reeve_access_day_get_db (*day), REEVE_TX_READ, question->deadline, &local);
      again = *day != NULL && tx == NULL && reeve_access_day_is_gone (*day);
    }
  if (*day == NULL && g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return NULL;
  if (tx == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return tx;
}

static gboolean
visit_stretches (ReeveTx *tx,
                 const ReeveAccessFilter *filter,
                 GArray *stretches,
                 gboolean oldest_first,
                 ReeveAccessDayFunc visit,
                 gboolean *stop,
                 gpointer data,
                 GError **error)
{
  for (guint i = 0; i < stretches->len && !*stop; i++)
    {
      const ReeveAccessStretch *stretch =
        &g_array_index (stretches, ReeveAccessStretch, oldest_first ? i : stretches->len - 1 - i);

      if (!visit (tx, filter, stretch->from, stretch->to, stop, data, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
visit_day (ReeveAccessFiles *files,
           const ReeveAccessQuestion *question,
           gint64 number,
           gint64 from,
           gint64 to,
           gboolean oldest_first,
           ReeveAccessDayFunc visit,
           gboolean *stop,
           gpointer data,
           GError **error)
{
  g_autoptr (ReeveAccessDay) day = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveTx) tx = begin_day (files, question, number, &day, &local);
  g_autoptr (ReeveAccessFilter) filter = NULL;
  g_autoptr (GArray) stretches = NULL;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (tx == NULL)
    return TRUE;
  filter = reeve_access_filter_new (day, tx, question->query, question->wanted, error);
  if (filter == NULL)
    return FALSE;
  if (reeve_access_filter_lacks_blocks (filter))
    reeve_access_fill_ask (reeve_access_files_get_fill (files), question->workspace, number);
  if (reeve_access_filter_is_empty (filter))
    return TRUE;
  stretches = reeve_access_filter_list_stretches (filter, from, to);
  return visit_stretches (tx, filter, stretches, oldest_first, visit, stop, data, error);
}

static void
note_unread (const ReeveAccessQuestion *question, gint64 number)
{
  for (guint i = 0; i < question->unread->len; i++)
    if (g_array_index (question->unread, gint64, i) == number)
      return;
  g_array_append_val (question->unread, number);
}

/* One damaged day must not hide the others, and nobody is to believe that there was nothing in it. */
static gboolean
visit_if_whole (ReeveAccessFiles *files,
                const ReeveAccessQuestion *question,
                gint64 number,
                gboolean oldest_first,
                ReeveAccessDayFunc visit,
                gint64 from,
                gint64 to,
                gboolean *stop,
                gpointer data,
                GError **error)
{
  g_autoptr (GError) local = NULL;

  if (question->unread != NULL && reeve_access_files_was_damaged (files, question->workspace, number))
    note_unread (question, number);
  if (visit_day (files, question, number, from, to, oldest_first, visit, stop, data, &local))
    return TRUE;
  if (question->unread == NULL || !reeve_access_files_is_damage (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  note_unread (question, number);
  return TRUE;
}

gboolean
reeve_access_visit (ReeveAccessFiles *files,
                    const ReeveAccessQuestion *question,
                    gboolean oldest_first,
                    ReeveAccessDayFunc visit,
                    gpointer data,
                    GError **error)
{
  g_autoptr (GArray) days = reeve_access_files_list_days (files, question->workspace);
  gboolean stop = FALSE;
  gint64 from;
  gint64 to;

  reeve_log_query_get_time (question->query, &from, &to);
  from = MAX (from, question->from);
  to = MIN (to, question->to);
  for (guint i = 0; i < days->len && !stop; i++)
    {
      gint64 number = g_array_index (days, gint64, oldest_first ? days->len - 1 - i : i);

      if (from >= to || number > reeve_access_day_of (to - 1) || (number + 1) * REEVE_DAY <= from)
        continue;
      if (!visit_if_whole (files, question, number, oldest_first, visit, MAX (from, number * REEVE_DAY),
                           MIN (to, (number + 1) * REEVE_DAY), &stop, data, error))
        return FALSE;
    }
  return TRUE;
}

/* --- Events --- */

typedef struct
{
  GPtrArray *lines; /* of ReeveAccessLine */
  gboolean oldest_first;
  guint limit;
  gint64 begun; /* monotonic */
  gboolean stopped;
  gint64 reached; /* where it stopped */
} Reading;

static ReeveStatement *
ask (const Reading *self,
     ReeveTx *tx,
     const ReeveAccessFilter *filter,
     gint64 from,
     gint64 to,
     GError **error)
{
  const char *order = self->oldest_first ? "" : "DESC";
  g_autofree char *sql = g_strdup_printf (
    "SELECT " REEVE_ACCESS_COLUMNS " FROM (SELECT e.id AS hit FROM %s WHERE e.id >= $1 AND e.id < $2 AND %s "
    "ORDER BY e.id %s LIMIT $3 - $4) AS h CROSS JOIN " REEVE_ACCESS_FROM
    " WHERE e.id = h.hit ORDER BY h.hit %s",
    reeve_access_filter_get_from (filter), reeve_access_filter_get_where (filter), order, order);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, from);
  reeve_statement_bind_int (statement, 2, to);
  reeve_statement_bind_int (statement, 3, self->limit);
  reeve_statement_bind_int (statement, 4, self->lines->len);
  reeve_access_filter_bind (filter, statement);
  return statement;
}

static gboolean
read_day_cb (ReeveTx *tx,
             const ReeveAccessFilter *filter,
             gint64 from,
             gint64 to,
             gboolean *stop,
             gpointer data,
             GError **error)
{
  Reading *self = data;
  ReeveStatement *statement = ask (self, tx, filter, from, to, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  self->reached = self->oldest_first ? to : from;
  while (TRUE)
    {
      g_autoptr (ReeveAccessEvent) event = NULL;
      gint64 leaf;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        break;
      event = reeve_access_day_read_event (statement, &leaf);
      g_ptr_array_add (self->lines, reeve_access_line_new_from_event (event, leaf));
      if (self->lines->len == self->limit)
        self->reached = self->oldest_first ? event->time + 1 : event->time;
    }
  self->stopped = self->lines->len == self->limit || g_get_monotonic_time () - self->begun > LONG;
  *stop = self->stopped;
  return TRUE;
}

GPtrArray *
reeve_access_read (ReeveAccessFiles *files,
                   const ReeveAccessQuestion *question,
                   gboolean oldest_first,
                   guint limit,
                   gint64 *reached,
                   GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  ReeveAccessQuestion asked = *question;
  Reading reading = {
    .lines = lines,
    .oldest_first = oldest_first,
    .limit = limit,
    .begun = g_get_monotonic_time (),
  };

  asked.wanted = limit;
  if (!reeve_access_visit (files, &asked, oldest_first, read_day_cb, &reading, error))
    return NULL;
  *reached = reading.stopped ? reading.reached : oldest_first ? question->to : question->from;
  return g_steal_pointer (&lines);
}
