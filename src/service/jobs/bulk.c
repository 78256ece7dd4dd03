/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Only workspaces that are known to have a job are visited: all of them at the start, which is how jobs go on
 * that were stopped, then those that somebody wakes us for. */

#include "config.h"

#include "service/jobs/bulk.h"

#include "common/clock.h"
#include "common/error.h"

#define PAUSE      (2 * G_TIME_SPAN_MILLISECOND)
#define MOST_PAUSE (500 * G_TIME_SPAN_MILLISECOND) /* while others wait to write */
/* Chunks are of as many rows as take so long: that is what another's save waits for. */
#define CHUNK_TIME  (80 * G_TIME_SPAN_MILLISECOND)
#define FIRST_ROWS  100
#define FEWEST_ROWS 50
#define MOST_ROWS   500
#define FIRST_DELAY REEVE_SECOND /* after a failure, doubling */
#define MOST_DELAY  REEVE_MINUTE
#define TELL_AFTER  (500 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  guint n_rows;     /* of the next chunk */
  guint n_tries;    /* failures in a row that are not for being busy */
  gint64 delay;     /* of the last failure; 0: none */
  gint64 not_until; /* monotonic */
  gint64 told;      /* monotonic: when listeners heard of progress last */
} Visit;

struct _ReeveBulk
{
  /* owned */
  GThread *thread;
  GMutex lock;
  GCond changed;
  GHashTable *woken;  /* under lock: set of workspaces */
  gboolean stopping;  /* under lock */
  GHashTable *visits; /* the thread's own: workspace -> Visit */
  /* borrowed */
  ReeveInstallation *installation;
  ReeveBulkOptions options; /* its data */
};

static GMutex running_lock;
static GPtrArray *running; /* of ReeveBulk, borrowed */

static void
add_visit (ReeveBulk *self, const char *workspace)
{
  Visit *visit = g_hash_table_lookup (self->visits, workspace);

  if (visit != NULL)
    return;
  visit = g_new0 (Visit, 1);
  visit->n_rows = FIRST_ROWS;
  g_hash_table_insert (self->visits, g_strdup (workspace), visit);
}

/* Takes over who was woken for; FALSE: it is time to stop. */
static gboolean
take_woken (ReeveBulk *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GHashTableIter iter;
  gpointer workspace;

  g_hash_table_iter_init (&iter, self->woken);
  while (g_hash_table_iter_next (&iter, &workspace, NULL))
    add_visit (self, workspace);
  g_hash_table_remove_all (self->woken);
  return !self->stopping;
}

static void
wait_until (ReeveBulk *self, gint64 time)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (!self->stopping && g_hash_table_size (self->woken) == 0 && g_get_monotonic_time () < time)
    g_cond_wait_until (&self->changed, &self->lock, MIN (time, g_get_monotonic_time () + REEVE_HOUR));
}

static void
tell (ReeveBulk *self, const char *workspace, Visit *visit, ReeveBulkStep *step)
{
  gint64 now = g_get_monotonic_time ();
  const ReeveBulkOptions *options = &self->options;

  for (guint i = 0; options->end_session != NULL && i < step->ended_sessions->len; i++)
    options->end_session (step->ended_sessions->pdata[i], options->news.data);
  if (options->news.tell == NULL || (!step->over && now < visit->told + TELL_AFTER))
    return;
  visit->told = now;
  options->news.tell (workspace, "bulk-job", step->job, options->news.data);
  if (step->over)
    options->news.tell (workspace, step->noun, NULL, options->news.data);
}

/* What stands still because the disk is full or another is writing goes on when that is over; what fails for
 * any other reason is not tried for ever. */
static void
put_off (Visit *visit, const GError *error)
{
  if (!g_error_matches (error, REEVE_ERROR, REEVE_ERROR_BUSY))
    visit->n_tries++;
  visit->delay = visit->delay == 0 ? FIRST_DELAY : MIN (2 * visit->delay, MOST_DELAY);
  visit->not_until = g_get_monotonic_time () + visit->delay;
  g_warning ("a bulk job will be tried again: %s", error->message);
}

static void
fit_rows (Visit *visit, gint64 took)
{
  gint64 fitting = (gint64) visit->n_rows * CHUNK_TIME / MAX (took, 1);

  visit->n_rows = (guint) CLAMP ((visit->n_rows + fitting) / 2, FEWEST_ROWS, MOST_ROWS);
}

/* Everybody else comes first. */
static void
give_way (ReeveBulk *self, const char *workspace)
{
  ReeveDb *db = reeve_installation_get_workspace (self->installation, workspace);
  gint64 until = g_get_monotonic_time () + MOST_PAUSE;

  do
    g_usleep (PAUSE);
  while (db != NULL && reeve_db_is_wanted (db) && g_get_monotonic_time () < until);
}

/* FALSE: there is nothing more to do in @workspace. */
static gboolean
take_chunk (ReeveBulk *self, const char *workspace, Visit *visit)
{
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_free);
  gint64 begun = g_get_monotonic_time ();
  ReeveBulkStep step = { .n_tries = visit->n_tries, .n_rows = visit->n_rows, .ended_sessions = sessions };
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  if (!self->options.work (self->installation, workspace, &step, self->options.data, &error))
    put_off (visit, error);
  else if (step.job == NULL)
    more = FALSE;
  else
    {
      fit_rows (visit, g_get_monotonic_time () - begun);
      visit->n_tries = 0;
      visit->delay = visit->not_until = 0;
      tell (self, workspace, visit, &step);
    }
  g_free (step.job);
  return more;
}

/* One chunk of every workspace that has a job; when to look again. */
static gint64
visit_all (ReeveBulk *self)
{
  gint64 next = G_MAXINT64;
  GHashTableIter iter;
  gpointer workspace;
  gpointer visit;

  g_hash_table_iter_init (&iter, self->visits);
  while (g_hash_table_iter_next (&iter, &workspace, &visit))
    {
      gint64 not_until = ((Visit *) visit)->not_until;

      if (not_until > g_get_monotonic_time ())
        next = MIN (next, not_until);
      else if (!take_chunk (self, workspace, visit))
        g_hash_table_iter_remove (&iter);
      else
        {
          next = MIN (next, MAX (((Visit *) visit)->not_until, 1));
          give_way (self, workspace);
        }
    }
  return next;
}

static gpointer
run_bulk (gpointer data)
{
  ReeveBulk *self = data;
  g_auto (GStrv) workspaces = reeve_installation_list_workspaces (self->installation);

  for (guint i = 0; workspaces[i] != NULL; i++)
    add_visit (self, workspaces[i]);
  while (take_woken (self))
    wait_until (self, visit_all (self));
  return NULL;
}

ReeveBulk *
reeve_bulk_start (ReeveInstallation *installation, const ReeveBulkOptions *options)
{
  ReeveBulk *self = g_new0 (ReeveBulk, 1);

  self->installation = installation;
  self->options = *options;
  self->woken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->visits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  g_mutex_lock (&running_lock);
  if (running == NULL)
    running = g_ptr_array_new ();
  g_ptr_array_add (running, self);
  g_mutex_unlock (&running_lock);

  self->thread = g_thread_new ("bulk", run_bulk, self);
  return self;
}

void
reeve_bulk_stop (ReeveBulk *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&running_lock);
  g_ptr_array_remove (running, self);
  g_mutex_unlock (&running_lock);

  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);

  g_hash_table_unref (self->woken);
  g_hash_table_unref (self->visits);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

void
reeve_bulk_wake (ReeveInstallation *installation, const char *workspace)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&running_lock);

  for (guint i = 0; running != NULL && i < running->len; i++)
    {
      ReeveBulk *self = g_ptr_array_index (running, i);

      if (self->installation != installation)
        continue;
      g_mutex_lock (&self->lock);
      g_hash_table_add (self->woken, g_strdup (workspace));
      g_cond_signal (&self->changed);
      g_mutex_unlock (&self->lock);
    }
}
