/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The files of the access logs, and those of them that are open. A reader keeps what it has open, even if it
 * is closed here or removed meanwhile.
 *
 * A day is "2026-01-31.db", until another file takes its place: "2026-01-31.1.db", and so on; the one with
 * the highest number is the day's. A rename over the old one would not do: the log of changes that SQLite
 * keeps beside a file is found by the file's name, and would be played into the new one. */

#include "config.h"

#include "service/store/access-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "common/error.h"

#define MOST_OPEN_DAYS   64 /* two workspaces' months */
#define MOST_WORDS_BYTES (192 * 1024 * 1024)
#define MOST_TURNS       999999

typedef struct
{
  ReeveAccessDay *day;
  guint64 used; /* when, by a count */
} Open;

struct _ReeveAccessFiles
{
  char *folder;
  /* borrowed */
  ReeveAccessLogKeyFunc find_key;
  gpointer data;
  /* owned */
  ReeveWordRoom *words;

  GMutex lock;         /* guards what follows */
  GHashTable *days;    /* "WORKSPACE/YYYY-MM-DD" -> Open */
  GHashTable *ledgers; /* "WORKSPACE" -> ReeveLedger */
  GHashTable *held;    /* "WORKSPACE/YYYY-MM-DD" -> by which holds: of few */
  guint64 uses;
};

static void
open_free (gpointer data)
{
  Open *self = data;

  reeve_access_day_unref (self->day);
  g_free (self);
}

ReeveAccessFiles *
reeve_access_files_new (const char *folder, ReeveAccessLogKeyFunc find_key, gpointer data)
{
  ReeveAccessFiles *self = g_new0 (ReeveAccessFiles, 1);

  self->folder = g_strdup (folder);
  self->find_key = find_key;
  self->data = data;
  self->words = reeve_word_room_new (MOST_WORDS_BYTES, reeve_access_day_drop_words);
  self->days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, open_free);
  self->ledgers =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) reeve_ledger_unref);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->lock);
  return self;
}

void
reeve_access_files_free (ReeveAccessFiles *self)
{
  g_hash_table_unref (self->days);
  g_hash_table_unref (self->ledgers);
  g_hash_table_unref (self->held);
  reeve_word_room_unref (self->words);
  g_mutex_clear (&self->lock);
  g_free (self->folder);
  g_free (self);
}

/* --- Names --- */

static const char *
name_log (const char *workspace)
{
  return workspace != NULL ? workspace : "directory";
}

static char *
name_day (gint64 day)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (day * (G_TIME_SPAN_DAY / G_USEC_PER_SEC));

  return g_date_time_format (date, "%Y-%m-%d");
}

static char *
name_file (const char *workspace, gint64 day)
{
  g_autofree char *name = name_day (day);

  return g_strconcat (name_log (workspace), "/", name, NULL);
}

/* "2026-01-31" at the beginning of @name. */
static gboolean
parse_date (const char *name, gint64 *day)
{
  g_autofree char *text = g_strndup (name, strlen ("2026-01-31"));
  g_autofree char *whole = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (whole, NULL);

  if (date == NULL)
    return FALSE;
  *day = g_date_time_to_unix (date) / (G_TIME_SPAN_DAY / G_USEC_PER_SEC);
  return TRUE;
}

/* "2026-01-31.db": @turn is 0; "2026-01-31.2.db": 2 */
static gboolean
parse_name (const char *name, gint64 *day, guint64 *turn)
{
  g_autofree char *number = NULL;
  const char *rest;

  if (!parse_date (name, day))
    return FALSE;
  *turn = 0;
  rest = name + strlen ("2026-01-31");
  if (strcmp (rest, ".db") == 0)
    return TRUE;
  if (rest[0] != '.' || !g_str_has_suffix (rest, ".db") || strlen (rest) < strlen (".1.db"))
    return FALSE;
  number = g_strndup (rest + 1, strlen (rest) - strlen (".") - strlen (".db"));
  return g_ascii_string_to_unsigned (number, 10, 1, MOST_TURNS, turn, NULL);
}

static char *
name_turn (ReeveAccessFiles *self, const char *workspace, gint64 day, guint64 turn)
{
  g_autofree char *file = name_file (workspace, day);
  g_autofree char *name =
    turn == 0 ? g_strconcat (file, ".db", NULL) : g_strdup_printf ("%s.%" G_GUINT64_FORMAT ".db", file, turn);

  return g_build_filename (self->folder, name, NULL);
}

static char *
name_folder (ReeveAccessFiles *self, const char *workspace)
{
  return g_build_filename (self->folder, name_log (workspace), NULL);
}

/* Which of the day's files is the day's; FALSE: it has none. */
static gboolean
find_turn (ReeveAccessFiles *self, const char *workspace, gint64 day, guint64 *turn)
{
  g_autofree char *folder = name_folder (self, workspace);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  gboolean found = FALSE;
  const char *name;
  gint64 number;
  guint64 one;

  *turn = 0;
  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    if (parse_name (name, &number, &one) && number == day)
      {
        *turn = MAX (*turn, one);
        found = TRUE;
      }
  return found;
}

/* --- Opening --- */

/* The workspace's key, and its folder made. */
static ReeveSecret *
prepare_folder (ReeveAccessFiles *self, const char *workspace, GError **error)
{
  g_autofree char *folder = g_build_filename (self->folder, name_log (workspace), NULL);
  g_autoptr (ReeveSecret) key = self->find_key (workspace, self->data);

  if (key == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such workspace");
      return NULL;
    }
  if (g_mkdir (folder, 0700) != 0 && errno != EEXIST)
    {
      reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "the access log's folder: %s", g_strerror (errno));
      return NULL;
    }
  return g_steal_pointer (&key);
}

/* With the lock held. */
static void
close_oldest (ReeveAccessFiles *self)
{
  GHashTableIter iter;
  gpointer name;
  gpointer value;
  gpointer oldest = NULL;
  guint64 used = G_MAXUINT64;

  if (g_hash_table_size (self->days) < MOST_OPEN_DAYS)
    return;
  g_hash_table_iter_init (&iter, self->days);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (((Open *) value)->used < used)
      {
        used = ((Open *) value)->used;
        oldest = name;
      }
  g_hash_table_remove (self->days, oldest);
}

static ReeveAccessDay *
open_file (ReeveAccessFiles *self, const char *workspace, gint64 day, gboolean make, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (ReeveSecret) key = NULL;
  ReeveAccessDay *opened;
  guint64 turn;

  if (!find_turn (self, workspace, day, &turn) && !make)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "there are no events of that day");
      return NULL;
    }
  path = name_turn (self, workspace, day, turn);
  key = prepare_folder (self, workspace, error);
  opened = key != NULL ? reeve_access_day_open (path, key, error) : NULL;
  if (opened != NULL)
    reeve_access_day_set_room (opened, self->words);
  return opened;
}

ReeveAccessDay *
reeve_access_files_open_day (ReeveAccessFiles *self,
                             const char *workspace,
                             gint64 day,
                             gboolean make,
                             GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *name = name_file (workspace, day);
  Open *open = g_hash_table_lookup (self->days, name);

  if (open == NULL)
    {
      ReeveAccessDay *opened = open_file (self, workspace, day, make, error);

      if (opened == NULL)
        return NULL;
      close_oldest (self);
      open = g_new0 (Open, 1);
      open->day = opened;
      g_hash_table_insert (self->days, g_steal_pointer (&name), open);
    }
  open->used = ++self->uses;
  return reeve_access_day_ref (open->day);
}

ReeveLedger *
reeve_access_files_open_ledger (ReeveAccessFiles *self, const char *workspace, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  ReeveLedger *ledger = g_hash_table_lookup (self->ledgers, name_log (workspace));
  g_autoptr (ReeveSecret) key = NULL;
  g_autofree char *path = NULL;
  g_autofree char *origin = NULL;

  if (ledger != NULL)
    return reeve_ledger_ref (ledger);
  key = prepare_folder (self, workspace, error);
  if (key == NULL)
    return NULL;
  path = g_build_filename (self->folder, name_log (workspace), "ledger.db", NULL);
  origin = g_strconcat ("reeve/record/", name_log (workspace), NULL);
  ledger = reeve_ledger_open (path, origin, key, error);
  if (ledger != NULL)
    g_hash_table_insert (self->ledgers, g_strdup (name_log (workspace)), reeve_ledger_ref (ledger));
  return ledger;
}

void
reeve_access_files_close_day (ReeveAccessFiles *self, const char *workspace, gint64 day)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *name = name_file (workspace, day);

  g_hash_table_remove (self->days, name);
}

void
reeve_access_files_close_ledger (ReeveAccessFiles *self, const char *workspace)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_remove (self->ledgers, name_log (workspace));
}

ReeveWordRoom *
reeve_access_files_get_words (ReeveAccessFiles *self)
{
  return self->words;
}

/* --- Days --- */

static int
compare_days (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return left > right ? -1 : left < right;
}

GArray *
reeve_access_files_list_days (ReeveAccessFiles *self, const char *workspace)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *folder = name_folder (self, workspace);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;
  guint64 turn;
  gint64 day;
  guint n = 0;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    if (parse_name (name, &day, &turn))
      g_array_append_val (days, day);
  g_array_sort (days, compare_days);
  /* A day has two files for a moment, or since a process ended in it. */
  for (guint i = 0; i < days->len; i++)
    if (n == 0 || g_array_index (days, gint64, n - 1) != g_array_index (days, gint64, i))
      g_array_index (days, gint64, n++) = g_array_index (days, gint64, i);
  g_array_set_size (days, n);
  return days;
}

/* --- Removing and replacing --- */

static gboolean
fail (const char *what, GError **error)
{
  reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "%s of the access log: %s", what, g_strerror (errno));
  return FALSE;
}

/* A folder, or a file: what was done to it is on the disk. */
static gboolean
sync_path (const char *path, GError **error)
{
  int file = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  gboolean done = file >= 0 && fsync (file) == 0;

  if (!done)
    fail ("syncing a part", error);
  if (file >= 0)
    close (file);
  return done;
}

/* A database and what stands beside it. */
static gboolean
remove_file (const char *path, GError **error)
{
  /* The events first: without them the rest means nothing. */
  static const char *const suffixes[] = { "", "-wal", "-shm", "-sealed" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *beside = g_strconcat (path, suffixes[i], NULL);

      if (g_unlink (beside) != 0 && errno != ENOENT)
        return fail ("removing a day", error);
    }
  return TRUE;
}

/* The day's own file last: until it goes, the day is what it is. */
static gboolean
remove_turns (ReeveAccessFiles *self, const char *workspace, gint64 day, guint64 below, GError **error)
{
  g_autofree char *folder = name_folder (self, workspace);

  for (guint64 turn = 0; turn < below; turn++)
    {
      g_autofree char *path = name_turn (self, workspace, day, turn);

      if (!remove_file (path, error))
        return FALSE;
    }
  return sync_path (folder, error);
}

gboolean
reeve_access_files_remove_day (ReeveAccessFiles *self, const char *workspace, gint64 day, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *name = name_file (workspace, day);
  guint64 turn;

  g_hash_table_remove (self->days, name);
  g_hash_table_remove (self->held, name);
  return !find_turn (self, workspace, day, &turn) || remove_turns (self, workspace, day, turn + 1, error);
}

char *
reeve_access_files_make_place (ReeveAccessFiles *self,
                               const char *workspace,
                               gint64 day,
                               ReeveSecret **key,
                               GError **error)
{
  g_autofree char *file = name_file (workspace, day);
  g_autofree char *name = g_strconcat (file, ".new", NULL);
  g_autofree char *place = g_build_filename (self->folder, name, NULL);

  *key = NULL;
  if (!remove_file (place, error))
    return NULL;
  *key = prepare_folder (self, workspace, error);
  return *key != NULL ? g_steal_pointer (&place) : NULL;
}

gboolean
reeve_access_files_replace_day (ReeveAccessFiles *self,
                                const char *workspace,
                                gint64 day,
                                const char *place,
                                GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *folder = name_folder (self, workspace);
  g_autofree char *name = name_file (workspace, day);
  g_autofree char *log = g_strconcat (place, "-wal", NULL);
  g_autofree char *path = NULL;
  guint64 turn;

  if (g_file_test (log, G_FILE_TEST_EXISTS))
    {
      reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "what is held of a day is not all in its file");
      return FALSE;
    }
  turn = find_turn (self, workspace, day, &turn) ? turn + 1 : 0;
  path = name_turn (self, workspace, day, turn);
  if (!sync_path (place, error))
    return FALSE;
  if (g_rename (place, path) != 0)
    return fail ("replacing a day", error);
  g_hash_table_remove (self->days, name);
  /* The name must be there for good before the old file is not. */
  return sync_path (folder, error) && remove_turns (self, workspace, day, turn, error);
}

void
reeve_access_files_note_held (ReeveAccessFiles *self, const char *workspace, gint64 day, const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *file = NULL;

  if (name == NULL && g_hash_table_size (self->held) == 0)
    return;
  file = name_file (workspace, day);
  if (name != NULL)
    g_hash_table_insert (self->held, g_steal_pointer (&file), g_strdup (name));
  else
    g_hash_table_remove (self->held, file);
}

gboolean
reeve_access_files_is_held (ReeveAccessFiles *self, const char *workspace, gint64 day, const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *file = name_file (workspace, day);

  return g_strcmp0 (g_hash_table_lookup (self->held, file), name) == 0;
}

/* The name of the database that a file is or stands beside: up to ".db". (transfer full) (nullable) */
static char *
find_database (const char *name)
{
  const char *end = strstr (name, ".db");

  return end != NULL ? g_strndup (name, (gsize) (end - name) + strlen (".db")) : NULL;
}

/* (element-type gint64 guint64): which of its files is each day's */
static GHashTable *
find_turns (GPtrArray *names)
{
  GHashTable *turns = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  guint64 turn;
  gint64 day;

  for (guint i = 0; i < names->len; i++)
    {
      const guint64 *known;

      if (!parse_name (names->pdata[i], &day, &turn))
        continue;
      known = g_hash_table_lookup (turns, &day);
      if (known == NULL || *known < turn)
        g_hash_table_insert (turns, g_memdup2 (&day, sizeof day), g_memdup2 (&turn, sizeof turn));
    }
  return turns;
}

/* Whether it is of a day, and neither the day's own nor beside that. */
static gboolean
is_left (GHashTable *turns, const char *name)
{
  g_autofree char *database = find_database (name);
  const guint64 *newest;
  guint64 turn;
  gint64 day;

  if (!parse_date (name, &day))
    return FALSE;
  if (database == NULL)
    return g_str_has_prefix (name + strlen ("2026-01-31"), ".new");
  if (!parse_name (database, &day, &turn))
    return FALSE;
  newest = g_hash_table_lookup (turns, &day);
  return newest == NULL || *newest != turn;
}

gboolean
reeve_access_files_sweep (ReeveAccessFiles *self, const char *workspace, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *folder = name_folder (self, workspace);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) turns = NULL;
  const char *name;
  gboolean any = FALSE;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  turns = find_turns (names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      if (!is_left (turns, names->pdata[i]))
        continue;
      if (g_unlink (path) != 0 && errno != ENOENT)
        return fail ("removing what was left", error);
      any = TRUE;
    }
  return !any || sync_path (folder, error);
}

gint64
reeve_access_files_get_newest_day (ReeveAccessFiles *self)
{
  g_autoptr (GDir) logs = g_dir_open (self->folder, 0, NULL);
  const char *name;
  gint64 newest = G_MININT64;

  while (logs != NULL && (name = g_dir_read_name (logs)) != NULL)
    {
      g_autoptr (GArray) days = reeve_access_files_list_days (self, name);

      if (days->len > 0)
        newest = MAX (newest, g_array_index (days, gint64, 0));
    }
  return newest;
}
