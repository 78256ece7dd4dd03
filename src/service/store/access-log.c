/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The access log: a bounded queue and one thread that writes it, a file per workspace and UTC day, one commit
 * a file for all that waits. Whole days go by removing a file (STACK, SQLite). What repeats (route, agent,
 * actor) is a number into the file's own dictionary. Appending never waits for the disk: what does not fit is
 * counted as lost. */

#include "config.h"

#include "service/store/access-log.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "common/clock.h"
#include "service/store/db.h"

#define MOST_WAITING     20000
#define MOST_OPEN_FILES  32
#define MOST_WORDS       10000
#define GATHER           (50 * G_TIME_SPAN_MILLISECOND)
#define WRITE_DEADLINE   (30 * G_TIME_SPAN_SECOND)
#define MOST_AGENT_BYTES 256
#define MOST_TEXT_BYTES  512

typedef struct
{
  ReeveAccessEvent event; /* its texts are owned here */
  char *file;             /* "WORKSPACE/YYYY-MM-DD" */
} Waiting;

/* One open day. Only the writer's thread sees it. */
typedef struct
{
  ReeveDb *db;
  GHashTable *words; /* kind and word -> number */
  gint64 last_id;
} Day;

struct _ReeveAccessLog
{
  /* owned */
  char *folder;
  GThread *thread;
  GHashTable *days; /* file -> Day; the writer's */
  /* borrowed */
  ReeveAccessLogKeyFunc find_key;
  gpointer data;

  GMutex lock; /* guards what follows */
  GCond changed;
  GPtrArray *waiting; /* of Waiting */
  guint64 appended;
  guint64 settled; /* written or lost, of the appended */
  gint64 lost;
  gint64 today; /* number of the day that day_name is of */
  char *day_name;
  guint n_flushing;
  gboolean stopping;
};

static void
waiting_free (Waiting *self)
{
  ReeveAccessEvent *event = &self->event;

  g_free ((char *) event->workspace);
  g_free ((char *) event->account);
  g_free ((char *) event->actor_name);
  g_free ((char *) event->session);
  g_free ((char *) event->address);
  g_free ((char *) event->user_agent);
  g_free ((char *) event->method);
  g_free ((char *) event->route);
  g_free ((char *) event->object_id);
  g_free ((char *) event->outcome);
  g_free (self->file);
  g_free (self);
}

static void
day_free (Day *self)
{
  g_clear_pointer (&self->db, reeve_db_unref);
  g_clear_pointer (&self->words, g_hash_table_unref);
  g_free (self);
}

/* Valid UTF-8 of at most @most bytes, cut between characters. */
static char *
copy_text (const char *text, gsize most)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, (gssize) strnlen (text, most + 4)) : NULL;
  const char *end;

  if (valid == NULL || strlen (valid) <= most)
    return g_steal_pointer (&valid);
  end = g_utf8_find_prev_char (valid, valid + most + 1);
  return g_strndup (valid, end != NULL ? (gsize) (end - valid) : 0);
}

static char *
name_day (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return g_date_time_format (date, "%Y-%m-%d");
}

/* With the lock held: the calendar is asked once a day. */
static char *
name_file (ReeveAccessLog *self, const char *workspace, gint64 time)
{
  gint64 day = time / REEVE_DAY;

  if (self->day_name == NULL || day != self->today)
    {
      g_free (self->day_name);
      self->day_name = name_day (time);
      self->today = day;
    }
  return g_strconcat (workspace != NULL ? workspace : "directory", "/", self->day_name, NULL);
}

static Waiting *
copy_event (const ReeveAccessEvent *event)
{
  Waiting *copy = g_new0 (Waiting, 1);

  copy->event = *event;
  copy->event.workspace = g_strdup (event->workspace);
  copy->event.account = copy_text (event->account, MOST_TEXT_BYTES);
  copy->event.actor_name = copy_text (event->actor_name, MOST_TEXT_BYTES);
  copy->event.session = copy_text (event->session, MOST_TEXT_BYTES);
  copy->event.address = copy_text (event->address, MOST_TEXT_BYTES);
  copy->event.user_agent = copy_text (event->user_agent, MOST_AGENT_BYTES);
  copy->event.method = copy_text (event->method, MOST_TEXT_BYTES);
  copy->event.route = copy_text (event->route, MOST_TEXT_BYTES);
  copy->event.object_id = copy_text (event->object_id, MOST_TEXT_BYTES);
  copy->event.outcome = copy_text (event->outcome, MOST_TEXT_BYTES);
  return copy;
}

/* --- Writing --- */

static gboolean
read_last_id (Day *day, GError **error)
{
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (day->db, REEVE_TX_READ, g_get_monotonic_time () + WRITE_DEADLINE, error);
  ReeveStatement *statement =
    tx != NULL ? reeve_tx_prepare (tx, "SELECT COALESCE (max(id), 0) FROM events", error) : NULL;
  gboolean row;

  if (statement == NULL || !reeve_statement_step (statement, &row, error))
    return FALSE;
  day->last_id = reeve_statement_get_int (statement, 0);
  return TRUE;
}

static Day *
open_day (ReeveAccessLog *self, const Waiting *first, GError **error)
{
  Day *day = g_hash_table_lookup (self->days, first->file);
  g_autofree char *name = g_strconcat (first->file, ".db", NULL);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (ReeveSecret) key = NULL;

  if (day != NULL)
    return day;
  key = self->find_key (first->event.workspace, self->data);
  if (key == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such workspace");
      return NULL;
    }
  if (g_mkdir (folder, 0700) != 0 && errno != EEXIST)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "its folder: %s", g_strerror (errno));
      return NULL;
    }
  day = g_new0 (Day, 1);
  day->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  day->db = reeve_db_open (path, key, "access-log", error);
  if (day->db == NULL || !read_last_id (day, error))
    {
      day_free (day);
      return NULL;
    }
  g_hash_table_insert (self->days, g_strdup (first->file), day);
  return day;
}

/* *@number: of @word in the file's dictionary, 0 for NULL. */
static gboolean
name_word (ReeveTx *tx, Day *day, const char *kind, const char *word, gint64 *number, GError **error)
{
  g_autofree char *key = word != NULL ? g_strconcat (kind, " ", word, NULL) : NULL;
  gint64 *known = key != NULL ? g_hash_table_lookup (day->words, key) : NULL;
  ReeveStatement *statement;
  gboolean row;

  *number = known != NULL ? *known : 0;
  if (word == NULL || known != NULL)
    return TRUE;
  /* The update that changes nothing makes RETURNING speak of a word that is there. */
  statement = reeve_tx_prepare (tx,
                                "INSERT INTO words (kind, word) VALUES ($1, $2) ON CONFLICT (kind, word) "
                                "DO UPDATE SET kind = excluded.kind RETURNING number",
                                error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, kind);
  reeve_statement_bind_text (statement, 2, word);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  *number = reeve_statement_get_int (statement, 0);
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  if (g_hash_table_size (day->words) >= MOST_WORDS)
    g_hash_table_remove_all (day->words);
  g_hash_table_insert (day->words, g_steal_pointer (&key), g_memdup2 (number, sizeof *number));
  return TRUE;
}

static void
bind_word (ReeveStatement *statement, guint parameter, gint64 number)
{
  if (number != 0)
    reeve_statement_bind_int (statement, parameter, number);
  else
    reeve_statement_bind_text (statement, parameter, NULL);
}

static void
bind_address (ReeveStatement *statement, guint parameter, const char *text)
{
  g_autoptr (GInetAddress) address = text != NULL ? g_inet_address_new_from_string (text) : NULL;

  if (address != NULL)
    reeve_statement_bind_blob (statement, parameter, g_inet_address_to_bytes (address),
                               g_inet_address_get_native_size (address));
  else
    reeve_statement_bind_text (statement, parameter, text);
}

static gboolean
insert_event (ReeveTx *tx, Day *day, const ReeveAccessEvent *event, GError **error)
{
  g_autofree char *actor = event->account != NULL || event->actor_name != NULL
                             ? g_strconcat (event->account ? event->account : "", "\x1f",
                                            event->actor_name ? event->actor_name : "", NULL)
                             : NULL;
  g_autofree char *route =
    g_strconcat (event->method ? event->method : "", " ", event->route ? event->route : "", NULL);
  gint64 words[5];
  ReeveStatement *statement;

  if (!name_word (tx, day, "actor", actor, &words[0], error) ||
      !name_word (tx, day, "session", event->session, &words[1], error) ||
      !name_word (tx, day, "agent", event->user_agent, &words[2], error) ||
      !name_word (tx, day, "route", route, &words[3], error) ||
      !name_word (tx, day, "outcome", event->outcome, &words[4], error))
    return FALSE;
  statement = reeve_tx_prepare (
    tx,
    "INSERT INTO events (id, duration_us, actor, session, address, agent, route, object, status, outcome, "
    "bytes_out) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, MAX (event->time, day->last_id + 1));
  reeve_statement_bind_int (statement, 2, event->duration_us);
  bind_word (statement, 3, words[0]);
  bind_word (statement, 4, words[1]);
  bind_address (statement, 5, event->address);
  bind_word (statement, 6, words[2]);
  bind_word (statement, 7, words[3]);
  reeve_statement_bind_text (statement, 8, event->object_id);
  reeve_statement_bind_int (statement, 9, event->status);
  bind_word (statement, 10, words[4]);
  reeve_statement_bind_int (statement, 11, event->bytes_out);
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  day->last_id = MAX (event->time, day->last_id + 1);
  return TRUE;
}

static gboolean
write_file (ReeveAccessLog *self, GPtrArray *events, GError **error)
{
  Day *day = open_day (self, events->pdata[0], error);
  g_autoptr (ReeveTx) tx = NULL;

  if (day == NULL)
    return FALSE;
  tx = reeve_db_begin (day->db, REEVE_TX_WRITE, g_get_monotonic_time () + WRITE_DEADLINE, error);
  if (tx == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    if (!insert_event (tx, day, &((Waiting *) events->pdata[i])->event, error))
      return FALSE;
  return reeve_tx_commit (tx, error);
}

/* How many were lost. */
static guint
write_batch (ReeveAccessLog *self, GPtrArray *batch)
{
  g_autoptr (GHashTable) files =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  GHashTableIter iter;
  gpointer name;
  gpointer events;
  guint lost = 0;

  for (guint i = 0; i < batch->len; i++)
    {
      Waiting *each = batch->pdata[i];
      GPtrArray *same = g_hash_table_lookup (files, each->file);

      if (same == NULL)
        {
          same = g_ptr_array_new ();
          g_hash_table_insert (files, each->file, same);
        }
      g_ptr_array_add (same, each);
    }
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, &events))
    {
      g_autoptr (GError) error = NULL;

      if (write_file (self, events, &error))
        continue;
      lost += ((GPtrArray *) events)->len;
      g_warning ("%u access events were lost: %s", ((GPtrArray *) events)->len, error->message);
      /* Opened afresh next time: its words may be of a transaction that never was, and a sealed file is
       * looked at again. */
      g_hash_table_remove (self->days, name);
    }
  return lost;
}

/* Days that are over are closed, so that they can be removed; and never too many files at once. */
static void
close_days (ReeveAccessLog *self)
{
  g_autofree char *day = name_day (reeve_clock_now ());
  g_autofree char *today = g_strconcat ("/", day, NULL);
  GHashTableIter iter;
  gpointer file;

  g_hash_table_iter_init (&iter, self->days);
  while (g_hash_table_iter_next (&iter, &file, NULL))
    if (!g_str_has_suffix (file, today) || g_hash_table_size (self->days) > MOST_OPEN_FILES)
      g_hash_table_iter_remove (&iter);
}

/* With the lock held. A commit seals whole pages, whatever is on them: events that come one by one would cost
 * more than the requests they are of. Nobody waits for an event to be durable, except who flushes. */
static void
gather (ReeveAccessLog *self)
{
  gint64 end = g_get_monotonic_time () + GATHER;

  while (!self->stopping && self->n_flushing == 0 && self->waiting->len < MOST_WAITING / 2)
    if (!g_cond_wait_until (&self->changed, &self->lock, end))
      return;
}

static gpointer
write_all (gpointer data)
{
  ReeveAccessLog *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping || self->waiting->len > 0)
    {
      g_autoptr (GPtrArray) batch = NULL;
      guint n;
      guint lost;

      if (self->waiting->len == 0)
        {
          g_cond_wait (&self->changed, &self->lock);
          continue;
        }
      gather (self);
      batch = g_steal_pointer (&self->waiting);
      self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) waiting_free);
      n = batch->len;
      g_mutex_unlock (&self->lock);
      lost = write_batch (self, batch);
      close_days (self);
      g_mutex_lock (&self->lock);
      self->settled += n;
      self->lost += lost;
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* --- Public --- */

ReeveAccessLog *
reeve_access_log_new (const char *folder, ReeveAccessLogKeyFunc find_key, gpointer data)
{
  ReeveAccessLog *self = g_new0 (ReeveAccessLog, 1);

  self->folder = g_strdup (folder);
  self->find_key = find_key;
  self->data = data;
  self->days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) day_free);
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) waiting_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
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
  g_hash_table_unref (self->days);
  g_ptr_array_unref (self->waiting);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->day_name);
  g_free (self->folder);
  g_free (self);
}

void
reeve_access_log_append (ReeveAccessLog *self, const ReeveAccessEvent *event)
{
  Waiting *copy = copy_event (event);
  gboolean taken;

  g_mutex_lock (&self->lock);
  taken = self->waiting->len < MOST_WAITING && !self->stopping;
  if (taken)
    {
      copy->file = name_file (self, copy->event.workspace, copy->event.time);
      g_ptr_array_add (self->waiting, copy);
      self->appended++;
      if (self->waiting->len == 1)
        g_cond_broadcast (&self->changed);
    }
  else
    self->lost++;
  g_mutex_unlock (&self->lock);
  if (!taken)
    waiting_free (copy);
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

static gboolean
remove_day (const char *folder, const char *name)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  gboolean removed = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (name, suffixes[i], NULL);
      g_autofree char *path = g_build_filename (folder, file, NULL);

      if (g_unlink (path) == 0)
        removed = TRUE;
      else if (errno != ENOENT)
        g_warning ("removing an old access log: %s", g_strerror (errno));
    }
  return removed;
}

guint
reeve_access_log_purge (ReeveAccessLog *self, gint64 now)
{
  /* The name of the first day that is kept: days sort as text. */
  g_autofree char *first = name_day (now - REEVE_ACCESS_LOG_DAYS * REEVE_DAY);
  g_autoptr (GDir) logs = g_dir_open (self->folder, 0, NULL);
  const char *workspace;
  guint n = 0;

  while (logs != NULL && (workspace = g_dir_read_name (logs)) != NULL)
    {
      g_autofree char *folder = g_build_filename (self->folder, workspace, NULL);
      g_autoptr (GDir) days = g_dir_open (folder, 0, NULL);
      const char *name;

      while (days != NULL && (name = g_dir_read_name (days)) != NULL)
        if (strlen (name) == strlen ("2026-01-31.db") && g_str_has_suffix (name, ".db") &&
            strncmp (name, first, strlen (first)) < 0 && remove_day (folder, name))
          n++;
    }
  return n;
}
