/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/jobs/detections.h"

#include "common/access-line.h"
#include "common/clock.h"
#include "common/error.h"
#include "service/jobs/deliveries.h"
#include "service/jobs/walk.h"
#include "service/jobs/watching.h"
#include "service/store/access-follow.h"

#define MOST_LINES 20000 /* that wait: of a workspace, and of all so many times more */
#define MOST_TIMES 5

#define MOST_MEMORY (256 * 1024 * 1024) /* bytes that all of them know together */
#define IDLE        (10 * REEVE_MINUTE) /* then what is known is saved, and put away */
#define SAVE_AFTER  REEVE_HOUR          /* and what was looked at since is looked at again after a crash: */
#define SAVE_EVENTS 100000              /* some seconds' work at most */
#define SETTLE      (100 * G_TIME_SPAN_MILLISECOND)
#define FIRST_DELAY REEVE_SECOND /* after a failure, doubling */
#define MOST_DELAY  REEVE_MINUTE
#define NO_LEAF     (G_MAXINT64 / 4) /* of events that the tree has not taken, and will number again */

/* A workspace's log, or the directory's. */
typedef struct
{
  char *workspace; /* (nullable): the directory */
  /* under lock */
  GPtrArray *lines;   /* of ReeveAccessLine: to be looked at next */
  gint64 missed_to;   /* leaves before this one are read from the days */
  gboolean unsettled; /* events came without a leaf: they will have one before the next that has */
  /* the thread's own */
  ReeveWatching *watching; /* (nullable): put away */
  gint64 leaf;             /* that it had come to then */
  gint64 used;             /* monotonic; 0: never */
  gint64 saved;            /* monotonic: when that was tried last */
  gint64 delay;            /* of the last failure, or that there was nothing yet; 0: none */
  gint64 not_until;        /* monotonic */
} Stream;

struct _ReeveDetections
{
  /* owned */
  GThread *thread; /* (nullable) */
  GMutex lock;
  GCond changed;
  GHashTable *streams; /* under lock: workspace, or "" for the directory -> Stream; each stays */
  guint n_lines;       /* under lock: that wait, of all streams */
  gboolean woken;      /* under lock */
  gboolean stopping;   /* under lock */
  /* borrowed */
  ReeveInstallation *installation;
  ReeveAccessLog *log;
  ReeveNews news; /* its data */
};

static void
stream_free (gpointer data)
{
  Stream *self = data;

  g_clear_pointer (&self->watching, reeve_watching_free);
  g_ptr_array_unref (self->lines);
  g_free (self->workspace);
  g_free (self);
}

/* With the lock held. */
static Stream *
get_stream (ReeveDetections *self, const char *workspace)
{
  const char *name = workspace != NULL ? workspace : "";
  Stream *stream = g_hash_table_lookup (self->streams, name);

  if (stream != NULL)
    return stream;
  stream = g_new0 (Stream, 1);
  stream->workspace = g_strdup (workspace);
  stream->lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->streams, workspace != NULL ? stream->workspace : (gpointer) name, stream);
  return stream;
}

/* --- What is written --- */

static void
miss (Stream *stream, gint64 to)
{
  stream->missed_to = MAX (stream->missed_to, to);
}

/* What waits is read from the days, instead. */
static void
drop_lines (ReeveDetections *self, Stream *stream)
{
  self->n_lines -= stream->lines->len;
  for (guint i = 0; i < stream->lines->len; i++)
    miss (stream, ((ReeveAccessLine *) stream->lines->pdata[i])->leaf + 1);
  g_ptr_array_set_size (stream->lines, 0);
}

static void
take_line (ReeveDetections *self, Stream *stream, ReeveAccessLine *line)
{
  if (line->leaf < 0 || line->leaf >= NO_LEAF)
    {
      stream->unsettled = TRUE;
      return;
    }
  if (stream->unsettled)
    miss (stream, line->leaf);
  stream->unsettled = FALSE;
  g_ptr_array_add (stream->lines, g_object_ref (line));
  self->n_lines++;
}

static void
on_lines_cb (const char *workspace, GPtrArray *lines, gpointer data)
{
  ReeveDetections *self = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Stream *stream = get_stream (self, workspace);

  for (guint i = 0; i < lines->len; i++)
    take_line (self, stream, lines->pdata[i]);
  if (stream->lines->len > MOST_LINES || self->n_lines > MOST_TIMES * MOST_LINES)
    drop_lines (self, stream);
  self->woken = TRUE;
  g_cond_signal (&self->changed);
}

/* --- Looking --- */

static gint64
get_size (ReeveDetections *self, const char *workspace)
{
  g_autoptr (ReeveLedger) ledger =
    reeve_access_files_open_ledger (reeve_access_log_get_files (self->log), workspace, NULL);

  return ledger != NULL ? (gint64) reeve_ledger_get_size (ledger) : 0;
}

/* After a failure, or while there is nothing yet. */
static void
wait_longer (Stream *stream, gint64 first)
{
  stream->delay = stream->delay == 0 ? first : MIN (2 * stream->delay, MOST_DELAY);
  stream->not_until = g_get_monotonic_time () + stream->delay;
}

static gint64
get_missed (ReeveDetections *self, Stream *stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return stream->missed_to;
}

/* A piece of what was missed. *@more: there is more of it */
static gboolean
look_back (ReeveDetections *self, Stream *stream, gboolean *more, GError **error)
{
  ReeveAccessFiles *files = reeve_access_log_get_files (self->log);
  gint64 from = reeve_watching_get_leaf (stream->watching);
  gint64 missed = get_missed (self, stream);
  gint64 to = MIN (missed, get_size (self, stream->workspace));
  g_autoptr (GPtrArray) lines = NULL;

  *more = from < missed;
  if (!*more)
    return TRUE;
  if (from >= to)
    {
      /* Lines are heard of before the tree has them. */
      wait_longer (stream, SETTLE);
      return TRUE;
    }
  stream->delay = 0;
  to = MIN (to, from + REEVE_ACCESS_FOLLOW_MOST);
  lines = reeve_access_follow (files, stream->workspace, from, to, reeve_job_deadline (), error);
  if (lines == NULL)
    return FALSE;
  reeve_watching_look (stream->watching, lines, to);
  return TRUE;
}

/* (transfer full) (nullable): some that come before were missed meanwhile */
static GPtrArray *
take_new (ReeveDetections *self, Stream *stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GPtrArray *lines;

  if (reeve_watching_get_leaf (stream->watching) < stream->missed_to)
    return NULL;
  lines = g_steal_pointer (&stream->lines);
  stream->lines = g_ptr_array_new_with_free_func (g_object_unref);
  self->n_lines -= lines->len;
  return lines;
}

static void
look_at_new (ReeveDetections *self, Stream *stream)
{
  g_autoptr (GPtrArray) lines = take_new (self, stream);

  if (lines != NULL)
    reeve_watching_look (stream->watching, lines, 0);
}

static gboolean
write_findings (ReeveDetections *self, Stream *stream, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (!reeve_watching_write (stream->watching, reeve_clock_now (), ids, error))
    return FALSE;
  if (ids->len > 0)
    {
      reeve_news_tell (&self->news, stream->workspace, "finding", ids);
      reeve_deliveries_wake (self->installation);
    }
  return TRUE;
}

static gboolean
save (ReeveDetections *self, Stream *stream, GError **error)
{
  stream->saved = g_get_monotonic_time ();
  return write_findings (self, stream, error) &&
         (reeve_watching_count_new (stream->watching) == 0 ||
          reeve_watching_save (stream->watching, reeve_clock_now (), error));
}

static gboolean
is_save_due (Stream *stream)
{
  guint64 n_new = reeve_watching_count_new (stream->watching);

  return n_new >= SAVE_EVENTS || (n_new > 0 && g_get_monotonic_time () - stream->saved >= SAVE_AFTER);
}

/* Where the log is an older one than it knows, as one that was restored is, it goes on at that one's end. */
static gboolean
open_watching (ReeveDetections *self, Stream *stream, GError **error)
{
  stream->watching = reeve_watching_open (self->installation, stream->workspace, error);
  if (stream->watching == NULL)
    return FALSE;
  if (stream->used == 0)
    reeve_watching_go_back (stream->watching, get_missed (self, stream));
  stream->saved = g_get_monotonic_time ();
  return TRUE;
}

static gboolean
look (ReeveDetections *self, Stream *stream, GError **error)
{
  gboolean back;

  if (!(stream->watching == NULL ? open_watching (self, stream, error)
                                 : reeve_watching_take_settings (stream->watching, error)) ||
      !look_back (self, stream, &back, error))
    return FALSE;
  if (!back)
    look_at_new (self, stream);
  stream->used = g_get_monotonic_time ();
  return is_save_due (stream) ? save (self, stream, error) : write_findings (self, stream, error);
}

/* --- Who is next --- */

static void
put_off (Stream *stream, const GError *error)
{
  wait_longer (stream, FIRST_DELAY);
  if (!g_error_matches (error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    g_warning ("the detections of a workspace will be tried again: %s", error->message);
}

static void
visit (ReeveDetections *self, Stream *stream)
{
  g_autoptr (GError) error = NULL;
  gint64 delay = stream->delay;

  if (!look (self, stream, &error))
    put_off (stream, error);
  else if (stream->delay == delay)
    stream->delay = 0;
}

/* With the lock held. Whether there is something to look at. */
static gboolean
has_work (Stream *stream)
{
  gint64 leaf = stream->watching != NULL ? reeve_watching_get_leaf (stream->watching) : stream->leaf;

  return stream->lines->len > 0 || leaf < stream->missed_to;
}

/* (transfer container) (element-type Stream): those with work now; *@next: when there is some later */
static GPtrArray *
list_work (ReeveDetections *self, gint64 *next)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GPtrArray *work = g_ptr_array_new ();
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer stream;

  *next = now + REEVE_MINUTE;
  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, &stream))
    if (!has_work (stream))
      continue;
    else if (((Stream *) stream)->not_until <= now)
      g_ptr_array_add (work, stream);
    else
      *next = MIN (*next, ((Stream *) stream)->not_until);
  return work;
}

/* --- Putting away --- */

static GPtrArray *
list_all (ReeveDetections *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_get_values_as_ptr_array (self->streams);
}

static void
try_to_save (ReeveDetections *self, Stream *stream)
{
  g_autoptr (GError) error = NULL;

  if (!save (self, stream, &error))
    put_off (stream, error);
}

/* What waited until now is told. Whether more waits, for which it has to stay. */
static gboolean
has_later (ReeveDetections *self, Stream *stream)
{
  g_autoptr (GError) error = NULL;

  if (reeve_watching_get_due (stream->watching) <= reeve_clock_now () &&
      !write_findings (self, stream, &error))
    put_off (stream, error);
  return reeve_watching_get_due (stream->watching) != G_MAXINT64;
}

static void
put_away (ReeveDetections *self, Stream *stream)
{
  g_autoptr (GError) error = NULL;

  if (!save (self, stream, &error))
    {
      put_off (stream, error);
      return;
    }
  stream->leaf = reeve_watching_get_leaf (stream->watching);
  g_clear_pointer (&stream->watching, reeve_watching_free);
}

static int
compare_use (gconstpointer a, gconstpointer b)
{
  const Stream *one = a;
  const Stream *other = b;

  return one->used < other->used ? -1 : one->used > other->used;
}

/* Those that nothing happens in, and beyond some memory those in which it happened longest ago. */
static void
put_some_away (ReeveDetections *self)
{
  g_autoptr (GPtrArray) streams = list_all (self);
  gint64 now = g_get_monotonic_time ();
  gsize memory = 0;

  g_ptr_array_sort_values (streams, compare_use);
  for (guint i = 0; i < streams->len; i++)
    if (((Stream *) streams->pdata[i])->watching != NULL)
      memory += reeve_watching_get_memory (((Stream *) streams->pdata[i])->watching);
  for (guint i = 0; i < streams->len; i++)
    {
      Stream *stream = streams->pdata[i];
      gsize own = stream->watching != NULL ? reeve_watching_get_memory (stream->watching) : 0;

      if (stream->watching == NULL || stream->not_until > now)
        continue;
      if (!has_later (self, stream) && (now - stream->used >= IDLE || memory > MOST_MEMORY))
        {
          put_away (self, stream);
          memory -= own;
        }
      else if (is_save_due (stream))
        {
          try_to_save (self, stream);
        }
    }
}

/* --- The thread --- */

/* FALSE: it is time to stop. */
static gboolean
wait_until (ReeveDetections *self, gint64 time)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (!self->stopping && !self->woken && time > g_get_monotonic_time ())
    g_cond_wait_until (&self->changed, &self->lock, time);
  self->woken = FALSE;
  return !self->stopping;
}

static void
begin_with (ReeveDetections *self, const char *workspace)
{
  gint64 size = get_size (self, workspace);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  miss (get_stream (self, workspace), size);
}

/* Everything that is in the logs now. What a crash left out of a tree is put into it before. */
static void
begin (ReeveDetections *self)
{
  g_auto (GStrv) workspaces = reeve_installation_list_workspaces (self->installation);

  reeve_access_log_catch_up (self->log, NULL);
  for (guint i = 0; workspaces[i] != NULL; i++)
    reeve_access_log_catch_up (self->log, workspaces[i]);
  reeve_access_log_flush (self->log);
  begin_with (self, NULL);
  for (guint i = 0; workspaces[i] != NULL; i++)
    begin_with (self, workspaces[i]);
}

static gpointer
run (gpointer data)
{
  ReeveDetections *self = data;
  gint64 next = 0;

  begin (self);
  while (wait_until (self, next))
    {
      g_autoptr (GPtrArray) work = list_work (self, &next);

      for (guint i = 0; i < work->len; i++)
        visit (self, work->pdata[i]);
      put_some_away (self);
      if (work->len > 0)
        next = 0;
    }
  return NULL;
}

static ReeveDetections *
detections_new (ReeveInstallation *installation, const ReeveNews *news)
{
  ReeveDetections *self = g_new0 (ReeveDetections, 1);

  self->installation = installation;
  self->log = reeve_installation_get_access_log (installation);
  if (news != NULL)
    self->news = *news;
  self->streams = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, stream_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  return self;
}

static void
detections_free (ReeveDetections *self)
{
  g_hash_table_unref (self->streams);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

ReeveDetections *
reeve_detections_start (ReeveInstallation *installation, const ReeveNews *news)
{
  ReeveDetections *self = detections_new (installation, news);

  reeve_access_log_add_listener (self->log, on_lines_cb, self);
  reeve_access_log_add_directory_listener (self->log, on_lines_cb, self);
  self->thread = g_thread_new ("detections", run, self);
  return self;
}

static void
save_all (ReeveDetections *self)
{
  g_autoptr (GPtrArray) streams = list_all (self);

  for (guint i = 0; i < streams->len; i++)
    if (((Stream *) streams->pdata[i])->watching != NULL)
      put_away (self, streams->pdata[i]);
}

void
reeve_detections_stop (ReeveDetections *self)
{
  if (self == NULL)
    return;
  reeve_access_log_remove_listener (self->log, on_lines_cb, self);
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  save_all (self);
  detections_free (self);
}

static gboolean
look_at_all (ReeveDetections *self, Stream *stream, GError **error)
{
  do
    if (!look (self, stream, error))
      return FALSE;
  while (reeve_watching_get_leaf (stream->watching) < get_missed (self, stream));
  return TRUE;
}

gboolean
reeve_detections_run (ReeveInstallation *installation, gboolean saves, GError **error)
{
  ReeveDetections *self = detections_new (installation, NULL);
  g_autoptr (GPtrArray) streams = NULL;
  gboolean done = TRUE;

  begin (self);
  streams = list_all (self);
  for (guint i = 0; i < streams->len && done; i++)
    done = look_at_all (self, streams->pdata[i], error) && (!saves || save (self, streams->pdata[i], error));
  detections_free (self);
  return done;
}
