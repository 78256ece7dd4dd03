/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A bounded queue and one thread that writes it (access-writer.h). Whoever waits for events of another system
 * to be durable stands in a queue of their own, of which each batch takes the first. */

#include "config.h"

#include "service/store/access-log.h"

#include <string.h>

#include "common/clock-watch.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/log-source.h"
#include "service/store/access-writer.h"

#define MOST_WAITING 20000
#define MOST_OF_MANY (MOST_WAITING / 2) /* that wait before the next of many, who may wait themselves */
#define MOST_TAKING  (2 * REEVE_ACCESS_LOG_INTAKE)
#define GATHER       (50 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  char *workspace;         /* (nullable) */
  ReeveAccessEvent *event; /* (nullable): only to catch up */
} Waiting;

/* Somebody who waits, in whose hands it stays. */
typedef struct
{
  const char *workspace;
  GPtrArray *events; /* of ReeveAccessEvent, inside of what is kept */
  ReeveAccessIntake *intake;
  gboolean begun;
  gboolean settled;
} Taking;

struct _ReeveAccessLog
{
  /* owned */
  ReeveAccessFiles *files;
  ReeveAccessWriter *writer;
  GThread *thread;

  GMutex lock; /* guards what follows */
  GCond changed;
  GPtrArray *waiting; /* of Waiting */
  GQueue takings;     /* of Taking, borrowed: none of them is begun */
  guint n_taking;     /* events of these */
  guint64 appended;
  guint64 settled; /* written or lost, of the appended */
  gint64 lost;
  guint n_flushing;
  gboolean filling; /* days may lack blocks */
  gboolean stopping;
  ReeveClockWatch clock;
  gint64 newest_day; /* when the log was opened; does not change */
};

static void
waiting_free (Waiting *self)
{
  g_clear_pointer (&self->event, reeve_access_event_free);
  g_free (self->workspace);
  g_free (self);
}

/* --- A batch --- */

/* (transfer none) (element-type ReeveAccessEvent): those of one log. @workspace: (nullable), borrowed */
static GPtrArray *
get_events (GHashTable *logs, const char *workspace)
{
  const char *name = workspace != NULL ? workspace : "";
  GPtrArray *events = g_hash_table_lookup (logs, name);

  if (events == NULL)
    {
      events = g_ptr_array_new ();
      g_hash_table_insert (logs, (gpointer) name, events);
    }
  return events;
}

/* (element-type utf8 GPtrArray): events by log */
static GHashTable *
sort_by_log (GPtrArray *batch, Taking *taking)
{
  GHashTable *logs =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < batch->len; i++)
    {
      Waiting *each = batch->pdata[i];
      GPtrArray *events = get_events (logs, each->workspace);

      if (each->event != NULL)
        g_ptr_array_add (events, each->event);
    }
  if (taking != NULL)
    get_events (logs, taking->workspace);
  return logs;
}

/* How many of @batch were lost. */
static guint
write_batch (ReeveAccessLog *self, GPtrArray *batch, Taking *taking)
{
  g_autoptr (GHashTable) logs = sort_by_log (batch, taking);
  GHashTableIter iter;
  gpointer name;
  gpointer events;
  guint lost = 0;

  g_hash_table_iter_init (&iter, logs);
  while (g_hash_table_iter_next (&iter, &name, &events))
    {
      const char *workspace = *(const char *) name != '\0' ? name : NULL;
      const gboolean takes = taking != NULL && g_str_equal (taking->workspace, name);

      lost += reeve_access_writer_write (self->writer, workspace, events, takes ? taking->events : NULL,
                                         takes ? taking->intake : NULL);
    }
  return lost;
}

/* With the lock held. A commit seals whole pages, whatever is on them: events that come one by one would cost
 * more than the requests they are of. Nobody waits for an event to be durable, except who flushes and who
 * brings those of another system. */
static void
gather (ReeveAccessLog *self)
{
  gint64 end = g_get_monotonic_time () + GATHER;

  while (!self->stopping && self->n_flushing == 0 && self->takings.length == 0 &&
         self->waiting->len < MOST_OF_MANY)
    if (!g_cond_wait_until (&self->changed, &self->lock, end))
      return;
}

/* With the lock held, which is given back meanwhile. */
static void
write_next (ReeveAccessLog *self)
{
  g_autoptr (GPtrArray) batch = g_steal_pointer (&self->waiting);
  Taking *taking = g_queue_pop_head (&self->takings);
  guint lost;

  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) waiting_free);
  if (taking != NULL)
    taking->begun = TRUE;
  g_mutex_unlock (&self->lock);
  lost = write_batch (self, batch, taking);
  g_mutex_lock (&self->lock);
  self->settled += batch->len;
  self->lost += lost;
  if (taking != NULL)
    {
      self->n_taking -= taking->events->len;
      taking->settled = TRUE;
    }
  g_cond_broadcast (&self->changed);
}

/* With the lock held, which is given back meanwhile. FALSE: there is nothing to do. */
static gboolean
fill_some (ReeveAccessLog *self)
{
  gboolean any;

  g_mutex_unlock (&self->lock);
  any = reeve_access_writer_fill (self->writer);
  g_mutex_lock (&self->lock);
  return any;
}

/* Somebody asked for that. */
static void
wake_cb (gpointer data)
{
  ReeveAccessLog *self = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->filling = TRUE;
  g_cond_broadcast (&self->changed);
}

static gpointer
write_all (gpointer data)
{
  ReeveAccessLog *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping || self->waiting->len > 0 || self->takings.length > 0)
    {
      if (self->waiting->len == 0 && self->takings.length == 0)
        {
          if (self->filling)
            {
              self->filling = FALSE;
              if (fill_some (self))
                self->filling = TRUE;
              continue;
            }
          g_cond_wait (&self->changed, &self->lock);
          continue;
        }
      gather (self);
      write_next (self);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* --- Public --- */

ReeveAccessLog *
reeve_access_log_new (const char *folder,
                      ReeveAccessLogKeyFunc find_key,
                      ReeveAccessLogAuditFunc list_audit_cb,
                      gpointer data)
{
  ReeveAccessLog *self = g_new0 (ReeveAccessLog, 1);

  self->files = reeve_access_files_new (folder, find_key, data);
  self->newest_day = reeve_access_files_get_newest_day (self->files);
  self->writer = reeve_access_writer_new (self->files, list_audit_cb, data);
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) waiting_free);
  g_queue_init (&self->takings);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  reeve_access_fill_set_func (reeve_access_files_get_fill (self->files), wake_cb, self);
  self->thread = g_thread_new ("access-log", write_all, self);
  return self;
}

void
reeve_access_log_free (ReeveAccessLog *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  reeve_access_writer_free (self->writer);
  g_ptr_array_unref (self->waiting);
  g_queue_clear (&self->takings);
  reeve_access_files_free (self->files);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

ReeveAccessFiles *
reeve_access_log_get_files (ReeveAccessLog *self)
{
  return self->files;
}

void
reeve_access_log_add_listener (ReeveAccessLog *self, ReeveAccessLogListener listener, gpointer data)
{
  reeve_access_writer_add_listener (self->writer, listener, data, FALSE);
}

void
reeve_access_log_add_directory_listener (ReeveAccessLog *self, ReeveAccessLogListener listener, gpointer data)
{
  reeve_access_writer_add_listener (self->writer, listener, data, TRUE);
}

void
reeve_access_log_remove_listener (ReeveAccessLog *self, ReeveAccessLogListener listener, gpointer data)
{
  reeve_access_writer_remove_listener (self->writer, listener, data);
}

/* @event: (transfer full) (nullable) */
static Waiting *
waiting_new (const char *workspace, ReeveAccessEvent *event)
{
  Waiting *self = g_new0 (Waiting, 1);

  self->workspace = g_strdup (workspace);
  self->event = event;
  return self;
}

/* With the lock held. FALSE: it is not taken. */
static gboolean
take (ReeveAccessLog *self, Waiting *waiting)
{
  if (self->waiting->len >= MOST_WAITING || self->stopping)
    {
      self->lost += waiting->event != NULL;
      return FALSE;
    }
  g_ptr_array_add (self->waiting, waiting);
  self->appended++;
  if (self->waiting->len == 1)
    g_cond_broadcast (&self->changed);
  return TRUE;
}

static void
push (ReeveAccessLog *self, const char *workspace, ReeveAccessEvent *event)
{
  Waiting *waiting = waiting_new (workspace, event);
  gboolean taken;

  g_mutex_lock (&self->lock);
  taken = take (self, waiting);
  g_mutex_unlock (&self->lock);
  if (!taken)
    waiting_free (waiting);
}

void
reeve_access_log_append (ReeveAccessLog *self, const char *workspace, const ReeveAccessEvent *event)
{
  push (self, workspace, reeve_access_event_copy (event));
}

/* With the lock held, which is given back meanwhile. */
static void
wait_for_room (ReeveAccessLog *self)
{
  while (!self->stopping && self->waiting->len >= MOST_OF_MANY)
    {
      g_cond_broadcast (&self->changed); /* nothing more is gathered */
      g_cond_wait (&self->changed, &self->lock);
    }
}

void
reeve_access_log_append_many (ReeveAccessLog *self, const char *workspace, GPtrArray *events)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func ((GDestroyNotify) waiting_free);
  g_autofree gpointer *each = NULL;
  gsize n;

  each = g_ptr_array_steal (events, &n);
  g_mutex_lock (&self->lock);
  for (gsize i = 0; i < n; i++)
    {
      Waiting *waiting = waiting_new (workspace, each[i]);

      wait_for_room (self);
      if (!take (self, waiting))
        g_ptr_array_add (left, waiting);
    }
  g_mutex_unlock (&self->lock);
}

void
reeve_access_log_catch_up (ReeveAccessLog *self, const char *workspace)
{
  push (self, workspace, NULL);
}

gboolean
reeve_access_log_is_over (gint64 day, gint64 now, gint64 days)
{
  return day < reeve_access_day_of (now) - days;
}

const char *
reeve_access_log_judge (gint64 time, gint64 now, gint64 days)
{
  if (time < 0 || reeve_access_log_is_over (reeve_access_day_of (time), now, days))
    return "too_old";
  return time > now + REEVE_ACCESS_LOG_AHEAD ? "too_new" : NULL;
}

/* With the lock held. FALSE: the deadline came first. */
static gboolean
take_turn (ReeveAccessLog *self, Taking *taking, gint64 deadline)
{
  while (!self->stopping && self->n_taking + taking->events->len > MOST_TAKING)
    if (!g_cond_wait_until (&self->changed, &self->lock, deadline))
      return FALSE;
  if (self->stopping)
    return FALSE;
  g_queue_push_tail (&self->takings, taking);
  self->n_taking += taking->events->len;
  g_cond_broadcast (&self->changed);
  while (!taking->settled)
    if (taking->begun)
      {
        g_cond_wait (&self->changed, &self->lock);
      }
    else if (!g_cond_wait_until (&self->changed, &self->lock, deadline) && !taking->begun)
      {
        g_queue_remove (&self->takings, taking);
        self->n_taking -= taking->events->len;
        g_cond_broadcast (&self->changed);
        return FALSE;
      }
  return TRUE;
}

/* What they are called in the log; few of many differ. */
static void
name_sources (GPtrArray *events)
{
  g_autofree char *told = NULL;
  g_autofree char *named = NULL;

  for (guint i = 0; i < events->len; i++)
    {
      ReeveAccessEvent *event = events->pdata[i];

      if (g_strcmp0 (told, event->source) != 0)
        {
          g_set_str (&told, event->source);
          g_free (named);
          named = reeve_log_source_make (event->source);
        }
      if (strcmp (named, event->source) != 0)
        {
          g_free ((char *) event->source);
          event->source = g_strdup (named);
        }
    }
}

gboolean
reeve_access_log_ingest (ReeveAccessLog *self,
                         const char *workspace,
                         GPtrArray *events,
                         gint64 days,
                         gint64 deadline,
                         ReeveAccessIntake *intake,
                         GError **error)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_sized_new (events->len);
  Taking taking = { .workspace = workspace, .events = kept, .intake = intake };
  gint64 now = reeve_clock_now ();
  gboolean done;

  g_return_val_if_fail (workspace != NULL && events->len <= REEVE_ACCESS_LOG_INTAKE, FALSE);
  *intake = (ReeveAccessIntake) { 0 };
  for (guint i = 0; i < events->len; i++)
    {
      ReeveAccessEvent *event = events->pdata[i];

      g_return_val_if_fail (event->source != NULL, FALSE);
      if (reeve_access_log_judge (event->time, now, days) == NULL)
        g_ptr_array_add (kept, event);
    }
  intake->refused = events->len - kept->len;
  if (kept->len == 0)
    return TRUE;
  name_sources (kept);
  g_mutex_lock (&self->lock);
  done = take_turn (self, &taking, deadline);
  g_mutex_unlock (&self->lock);
  if (!done)
    {
      GError *busy =
        reeve_error_new (REEVE_ERROR_BUSY, "intake", "too many events are waiting to be written");

      reeve_error_set_retry_after_ms (busy, 1000);
      g_propagate_error (error, busy);
    }
  return done;
}

gint64
reeve_access_log_get_lost (ReeveAccessLog *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->lost;
}

void
reeve_access_log_flush (ReeveAccessLog *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint64 upto = self->appended;

  self->n_flushing++;
  g_cond_broadcast (&self->changed);
  while (self->settled < upto)
    g_cond_wait (&self->changed, &self->lock);
  self->n_flushing--;
}

gboolean
reeve_access_log_may_purge (ReeveAccessLog *self, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  /* By the day: its events may be of its last moment. */
  gint64 last = self->newest_day == G_MININT64 ? 0 : self->newest_day * REEVE_DAY;
  gboolean before = self->clock.doubted == G_MININT64 || !self->clock.looked;
  gboolean trusted = reeve_clock_watch_look (&self->clock, now, reeve_clock_steady (), last);

  if (before && !trusted)
    g_warning ("the clock jumped: no day of the access log is removed before it has gone steadily for a day");
  return trusted;
}
