/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A batch of one workspace's: events go into the files of their days, then everything that is new into the
 * tree. The two cannot be one commit: what the tree did not learn of, because the process ended in between,
 * stands in its day with a leaf that the tree does not have, and is put in before anything else. */

#include "config.h"

#include "service/store/access-writer.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/store/access-blocks.h"

#define AUDIT_BATCH 1000
#define DEADLINE    (30 * G_TIME_SPAN_SECOND)
#define FILL_STEP   (20 * G_TIME_SPAN_MILLISECOND)
#define FILL_EVENTS 20000 /* of a step: Reeve's own are passed over */
#define MOST_TRIES  3     /* to write to a day: it left, it was sealed, it is damaged */

struct _ReeveAccessWriter
{
  /* owned */
  GHashTable *checked; /* logs whose days were compared with the tree since it was opened */
  GHashTable *failing; /* logs whose tree does not grow, which was said */
  /* borrowed */
  ReeveAccessFiles *files;
  ReeveAccessLogAuditFunc list_audit;
  gpointer data;

  GMutex listener_lock; /* guards these, and is held while one runs */
  GArray *listeners;    /* of Listener */
};

typedef struct
{
  ReeveAccessLogListener listen;
  gpointer data;      /* borrowed */
  gboolean directory; /* hears the directory's lines, and no workspace's; else the other way round */
} Listener;

/* What a tree is to grow by. */
typedef struct
{
  const char *workspace; /* (nullable), borrowed */
  guint64 next;          /* number of the next leaf */
  GArray *leaves;        /* borrowed: of ReeveMerkleHash */
} Growth;

static const char *
name_log (const char *workspace)
{
  return workspace != NULL ? workspace : "directory";
}

/* --- The tree --- */

/* The entries that are to come into the tree with this batch; where there are many, all before them are in
 * it. (transfer full) (element-type ReeveLedgerEntry) */
static GArray *
list_audit (ReeveAccessWriter *self, const char *workspace, ReeveLedger *ledger, GError **error)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));

  if (self->list_audit == NULL)
    return g_array_new (FALSE, FALSE, sizeof (ReeveLedgerEntry));
  while (TRUE)
    {
      g_autoptr (GArray) entries =
        self->list_audit (workspace, reeve_ledger_get_audited (ledger), AUDIT_BATCH, self->data, error);

      if (entries == NULL || entries->len < AUDIT_BATCH)
        return g_steal_pointer (&entries);
      if (!reeve_ledger_append (ledger, entries, none, reeve_clock_now (), error))
        return NULL;
    }
}

/* Adds what of a day stands not in the tree. A day that cannot be read adds nothing, and keeps nobody else's
 * lines out: what it did not tell the tree is lost to the record with it. */
static gboolean
recover_day (ReeveAccessWriter *self, Growth *growth, gint64 number, guint64 size, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveAccessDay) day =
    reeve_access_files_open_day (self->files, growth->workspace, number, FALSE, &local);

  if (day != NULL && (!reeve_access_day_is_ahead (day, size) ||
                      reeve_access_day_number_again (day, size, &growth->next, growth->leaves, &local)))
    return TRUE;
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  if (reeve_access_files_is_damage (local))
    {
      g_message ("a day of the record of %s cannot be read: %s", name_log (growth->workspace),
                 local->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* What stands in the days and not in the tree, oldest day first. */
static gboolean
recover (ReeveAccessWriter *self, const char *workspace, ReeveLedger *ledger, GError **error)
{
  g_autoptr (GArray) days = reeve_access_files_list_days (self->files, workspace);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (ReeveLedgerEntry));
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  guint64 size = reeve_ledger_get_size (ledger);
  Growth growth = { workspace, size, leaves };

  if (g_hash_table_contains (self->checked, name_log (workspace)))
    return TRUE;
  for (guint i = days->len; i > 0; i--)
    if (!recover_day (self, &growth, g_array_index (days, gint64, i - 1), size, error))
      return FALSE;
  if (!reeve_ledger_append (ledger, none, leaves, reeve_clock_now (), error))
    return FALSE;
  g_hash_table_add (self->checked, g_strdup (name_log (workspace)));
  return TRUE;
}

/* --- A batch --- */

/* As reeve_access_day_append(). */
static gboolean
try_to_append (ReeveAccessWriter *self,
               Growth *growth,
               gint64 number,
               GPtrArray *events,
               guint *known,
               GPtrArray *lines,
               GError **error)
{
  g_autoptr (ReeveAccessDay) day =
    reeve_access_files_open_day (self->files, growth->workspace, number, TRUE, error);

  if (day == NULL ||
      !reeve_access_day_append (day, events, &growth->next, growth->leaves, known, lines, error))
    return FALSE;
  reeve_access_files_note_held (self->files, growth->workspace, number, NULL);
  return TRUE;
}

/* Whether it may go better the next time: the day left between its opening and its turn; or its file is
 * damaged, which must not lose what happens on the rest of the day. */
static gboolean
may_try_again (ReeveAccessWriter *self, const char *workspace, gint64 number, const GError *error)
{
  g_autoptr (GError) local = NULL;

  if (g_strcmp0 (reeve_error_get_reason (error), "gone") == 0)
    return TRUE;
  /* Looked at whole when it is opened. */
  if (g_strcmp0 (reeve_error_get_reason (error), "sealed") == 0)
    {
      reeve_access_files_close_day (self->files, workspace, number);
      return TRUE;
    }
  if (!reeve_access_files_is_damage (error))
    return FALSE;
  if (!reeve_access_files_set_aside (self->files, workspace, number, &local))
    g_message ("a damaged day of the access log stays: %s", local->message);
  return local == NULL;
}

/* As reeve_access_day_append(); again where that may help. */
static gboolean
append_to_day (ReeveAccessWriter *self,
               Growth *growth,
               gint64 number,
               GPtrArray *events,
               guint *known,
               GPtrArray *lines,
               GError **error)
{
  for (guint tries = 1;; tries++)
    {
      g_autoptr (GError) local = NULL;

      if (try_to_append (self, growth, number, events, known, lines, &local))
        return TRUE;
      if (tries == MOST_TRIES || !may_try_again (self, growth->workspace, number, local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
}

/* With their lock held. */
static gboolean
is_listened_to (ReeveAccessWriter *self, const char *workspace)
{
  for (guint i = 0; i < self->listeners->len; i++)
    if (g_array_index (self->listeners, Listener, i).directory == (workspace == NULL))
      return TRUE;
  return FALSE;
}

/* With their lock held. */
static void
tell_listeners (ReeveAccessWriter *self, const char *workspace, GPtrArray *lines)
{
  for (guint i = 0; i < self->listeners->len; i++)
    {
      const Listener *each = &g_array_index (self->listeners, Listener, i);

      if (each->directory == (workspace == NULL))
        each->listen (workspace, lines, each->data);
    }
}

/* @events: (element-type ReeveAccessEvent): of one day. Adds to @intake. */
static void
write_day (ReeveAccessWriter *self,
           Growth *growth,
           gint64 number,
           GPtrArray *events,
           ReeveAccessIntake *intake)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMutexLocker) listening = g_mutex_locker_new (&self->listener_lock);
  g_autoptr (GPtrArray) lines =
    is_listened_to (self, growth->workspace) ? g_ptr_array_new_with_free_func (g_object_unref) : NULL;
  guint known;

  if (append_to_day (self, growth, number, events, &known, lines, &error))
    {
      if (lines != NULL && lines->len > 0)
        tell_listeners (self, growth->workspace, lines);
      intake->taken += events->len - known;
      intake->known += known;
      return;
    }
  g_warning ("%u access events were lost: %s", events->len, error->message);
  /* A sealed file is looked at again. */
  reeve_access_files_close_day (self->files, growth->workspace, number);
  intake->lost += events->len;
}

/* (element-type gint64 GPtrArray): by day */
static GHashTable *
sort_by_day (GPtrArray *events)
{
  GHashTable *days =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < events->len; i++)
    {
      ReeveAccessEvent *event = events->pdata[i];
      gint64 day = reeve_access_day_of (event->time);
      GPtrArray *same = g_hash_table_lookup (days, &day);

      if (same == NULL)
        {
          same = g_ptr_array_new ();
          g_hash_table_insert (days, g_memdup2 (&day, sizeof day), same);
        }
      g_ptr_array_add (same, event);
    }
  return days;
}

/* Events go on being written where the tree cannot be: they are numbered again when it can. */
static void
write_events (ReeveAccessWriter *self, Growth *growth, GPtrArray *events, ReeveAccessIntake *intake)
{
  g_autoptr (GHashTable) days = sort_by_day (events);
  GHashTableIter iter;
  gpointer day;
  gpointer same;

  g_hash_table_iter_init (&iter, days);
  while (g_hash_table_iter_next (&iter, &day, &same))
    write_day (self, growth, *(const gint64 *) day, same, intake);
}

guint
reeve_access_writer_write (ReeveAccessWriter *self,
                           const char *workspace,
                           GPtrArray *events,
                           GPtrArray *taken,
                           ReeveAccessIntake *intake)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveLedger) ledger = reeve_access_files_open_ledger (self->files, workspace, &error);
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  g_autoptr (GArray) entries = NULL;
  gboolean whole = ledger != NULL && recover (self, workspace, ledger, &error) &&
                   (entries = list_audit (self, workspace, ledger, &error)) != NULL;
  /* Where there is no tree, beyond whatever it has: to be numbered again. */
  Growth growth = { workspace, whole ? reeve_ledger_get_size (ledger) + entries->len : G_MAXINT64 / 2,
                    leaves };
  ReeveAccessIntake own = { 0 };

  write_events (self, &growth, events, &own);
  if (taken != NULL)
    write_events (self, &growth, taken, intake);
  if (whole && reeve_ledger_append (ledger, entries, leaves, reeve_clock_now (), &error))
    {
      g_hash_table_remove (self->failing, name_log (workspace));
      return own.lost;
    }
  if (!g_error_matches (error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND) &&
      g_hash_table_add (self->failing, g_strdup (name_log (workspace))))
    g_warning ("the record of %s does not grow: %s", name_log (workspace), error->message);
  g_hash_table_remove (self->checked, name_log (workspace));
  reeve_access_files_close_ledger (self->files, workspace);
  return own.lost;
}

/* --- Lines of before there were blocks --- */

/* Whoever holds the day meanwhile is not waited for: it is asked again. */
static gboolean
fill_step (ReeveAccessDay *day, gboolean *done, GError **error)
{
  gint64 until = g_get_monotonic_time () + FILL_STEP;
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_access_day_get_db (day), REEVE_TX_WRITE, until, error);

  *done = reeve_access_day_is_gone (day);
  if (tx == NULL || *done)
    return tx != NULL;
  /* A statement that is cut off in the middle would end the step without what it did. */
  reeve_tx_set_deadline (tx, until + DEADLINE);
  return reeve_access_blocks_fill (tx, FILL_EVENTS, until, done, error) && reeve_tx_commit (tx, error);
}

gboolean
reeve_access_writer_fill (ReeveAccessWriter *self)
{
  ReeveAccessFill *fill = reeve_access_files_get_fill (self->files);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessDay) day = NULL;
  g_autofree char *workspace = NULL;
  gint64 number;
  gboolean done = FALSE;

  if (!reeve_access_fill_take (fill, &workspace, &number))
    return FALSE;
  day = reeve_access_files_open_day (self->files, workspace, number, FALSE, &error);
  if (day != NULL && fill_step (day, &done, &error) && !done)
    reeve_access_fill_ask (fill, workspace, number);
  if (error != NULL && error->code != REEVE_ERROR_BUSY && error->code != REEVE_ERROR_NOT_FOUND)
    g_message ("a day of the record of %s has no blocks: %s", name_log (workspace), error->message);
  return TRUE;
}

/* --- Beginning and end --- */

ReeveAccessWriter *
reeve_access_writer_new (ReeveAccessFiles *files, ReeveAccessLogAuditFunc list_audit_cb, gpointer data)
{
  ReeveAccessWriter *self = g_new0 (ReeveAccessWriter, 1);

  self->files = files;
  self->list_audit = list_audit_cb;
  self->data = data;
  self->checked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->failing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->listener_lock);
  self->listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
  return self;
}

void
reeve_access_writer_free (ReeveAccessWriter *self)
{
  g_hash_table_unref (self->checked);
  g_hash_table_unref (self->failing);
  g_mutex_clear (&self->listener_lock);
  g_array_unref (self->listeners);
  g_free (self);
}

void
reeve_access_writer_add_listener (ReeveAccessWriter *self,
                                  ReeveAccessLogListener listener,
                                  gpointer data,
                                  gboolean directory)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->listener_lock);
  const Listener added = { listener, data, directory };

  g_array_append_val (self->listeners, added);
}

void
reeve_access_writer_remove_listener (ReeveAccessWriter *self, ReeveAccessLogListener listener, gpointer data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->listener_lock);

  for (guint i = self->listeners->len; i > 0; i--)
    {
      const Listener *each = &g_array_index (self->listeners, Listener, i - 1);

      if (each->listen == listener && each->data == data)
        g_array_remove_index (self->listeners, i - 1);
    }
}
