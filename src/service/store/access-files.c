/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The files of the access logs, and those of them that are open. A reader keeps what it has open, even if it
 * is closed here or removed meanwhile.
 *
 * Nobody waits for a file that somebody else opens, except who wants the same one: opening takes
 * milliseconds, and who asks about a year opens hundreds. Which files there are is read from a folder once;
 * this process alone makes and removes them. */

#include "config.h"

#include "service/store/access-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "common/error.h"
#include "service/store/access-names.h"

#define MOST_OPEN_DAYS   400 /* the longest log, and the months of a few others */
#define LEAST_OPEN_DAYS  32
#define DESCRIPTORS      24 /* that may be open for each day that is: it takes six */
#define MOST_WORDS_BYTES (192 * 1024 * 1024)

typedef struct
{
  ReeveAccessDay *day; /* (nullable): somebody opens it */
  guint64 used;        /* when, by a count */
} Open;

struct _ReeveAccessFiles
{
  char *folder;
  /* borrowed */
  ReeveAccessLogKeyFunc find_key;
  gpointer data;
  /* owned */
  ReeveWordRoom *words;
  ReeveAccessFill *fill;

  GMutex lock;         /* guards what follows */
  GCond opened;        /* or failed to */
  GHashTable *days;    /* "WORKSPACE/YYYY-MM-DD" -> Open */
  GHashTable *ledgers; /* "WORKSPACE" -> ReeveLedger */
  GHashTable *turns;   /* "WORKSPACE" -> GArray, as in access-names.h: of the folders that were read */
  GHashTable *held;    /* "WORKSPACE/YYYY-MM-DD" -> by which holds: of few */
  guint64 uses;
};

static void
open_free (gpointer data)
{
  Open *self = data;

  g_clear_pointer (&self->day, reeve_access_day_unref);
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
  self->fill = reeve_access_fill_new ();
  self->days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, open_free);
  self->ledgers =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) reeve_ledger_unref);
  self->turns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->opened);
  return self;
}

void
reeve_access_files_free (ReeveAccessFiles *self)
{
  g_hash_table_unref (self->days);
  g_hash_table_unref (self->ledgers);
  g_hash_table_unref (self->turns);
  g_hash_table_unref (self->held);
  reeve_word_room_unref (self->words);
  reeve_access_fill_free (self->fill);
  g_cond_clear (&self->opened);
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
name_file (const char *workspace, gint64 day)
{
  g_autofree char *date = reeve_access_name_new_date (day);

  return g_strconcat (name_log (workspace), "/", date, NULL);
}

static char *
name_turn (ReeveAccessFiles *self, const char *workspace, gint64 day, guint64 turn)
{
  g_autofree char *name = reeve_access_name_new (day, turn);

  return g_build_filename (self->folder, name_log (workspace), name, NULL);
}

static char *
name_folder (ReeveAccessFiles *self, const char *workspace)
{
  return g_build_filename (self->folder, name_log (workspace), NULL);
}

/* With the lock held. (transfer none) */
static GArray *
get_turns (ReeveAccessFiles *self, const char *workspace)
{
  GArray *turns = g_hash_table_lookup (self->turns, name_log (workspace));

  if (turns == NULL)
    {
      g_autofree char *folder = name_folder (self, workspace);

      turns = reeve_access_turns_read (folder);
      g_hash_table_insert (self->turns, g_strdup (name_log (workspace)), turns);
    }
  return turns;
}

/* Which of the day's files is the day's; FALSE: it has none. With the lock held. */
static gboolean
find_turn (ReeveAccessFiles *self, const char *workspace, gint64 day, guint64 *turn)
{
  const ReeveAccessTurn *known = reeve_access_turns_find (get_turns (self, workspace), day);

  *turn = known != NULL ? known->turn : 0;
  return known != NULL;
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

/* Connections and everything else want descriptors, too. */
static guint
get_most_open (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return LEAST_OPEN_DAYS;
  return (guint) CLAMP (limit.rlim_cur / DESCRIPTORS, LEAST_OPEN_DAYS, MOST_OPEN_DAYS);
}

/* With the lock held. (transfer full) (nullable): to be closed without it, which copies a log back */
static ReeveAccessDay *
take_oldest (ReeveAccessFiles *self)
{
  GHashTableIter iter;
  gpointer name;
  gpointer value;
  gpointer oldest = NULL;
  guint64 used = G_MAXUINT64;
  ReeveAccessDay *day;

  if (g_hash_table_size (self->days) < get_most_open ())
    return NULL;
  g_hash_table_iter_init (&iter, self->days);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (((Open *) value)->day != NULL && ((Open *) value)->used < used)
      {
        used = ((Open *) value)->used;
        oldest = name;
      }
  if (oldest == NULL)
    return NULL;
  day = g_steal_pointer (&((Open *) g_hash_table_lookup (self->days, oldest))->day);
  g_hash_table_remove (self->days, oldest);
  return day;
}

/* (nullable): (transfer none): what is open of a day, once nobody is opening it. With the lock held. */
static Open *
wait_for_opened (ReeveAccessFiles *self, const char *name)
{
  Open *open;

  while ((open = g_hash_table_lookup (self->days, name)) != NULL && open->day == NULL)
    g_cond_wait (&self->opened, &self->lock);
  return open;
}

/* With the lock held. */
static void
close_file (ReeveAccessFiles *self, const char *name)
{
  if (wait_for_opened (self, name) != NULL)
    g_hash_table_remove (self->days, name);
}

/* Without the lock. */
static ReeveAccessDay *
open_file (ReeveAccessFiles *self, const char *workspace, const char *path, GError **error)
{
  g_autoptr (ReeveSecret) key = prepare_folder (self, workspace, error);
  g_autoptr (GError) local = NULL;
  ReeveAccessDay *opened = key != NULL ? reeve_access_day_open (path, key, &local) : NULL;

  if (opened != NULL)
    reeve_access_day_set_room (opened, self->words);
  /* A damaged first page looks as any page does with another key. The key is derived, so it is never another,
   * and whoever asked has nothing to do with it. */
  else if (g_strcmp0 (reeve_error_get_reason (local), "wrong_key") == 0)
    reeve_set_error (error, REEVE_ERROR_INTERNAL, "damaged", "the file of a day is damaged");
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return opened;
}

/* With the lock held, which is let go meanwhile. @name: nobody has it open. (nullable) (transfer none) */
static Open *
open_anew (ReeveAccessFiles *self,
           const char *workspace,
           gint64 day,
           const char *name,
           guint64 turn,
           GError **error)
{
  g_autofree char *path = name_turn (self, workspace, day, turn);
  ReeveAccessDay *oldest = take_oldest (self);
  Open *open = g_new0 (Open, 1);

  g_hash_table_insert (self->days, g_strdup (name), open);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&oldest, reeve_access_day_unref);
  ReeveAccessDay *opened = open_file (self, workspace, path, error);
  g_mutex_lock (&self->lock);
  open->day = opened;
  if (opened != NULL)
    reeve_access_turns_set (get_turns (self, workspace), day, turn);
  else
    g_hash_table_remove (self->days, name);
  g_cond_broadcast (&self->opened);
  return opened != NULL ? open : NULL;
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
  Open *open = wait_for_opened (self, name);
  guint64 turn;

  if (open == NULL)
    {
      if (!find_turn (self, workspace, day, &turn) && !make)
        {
          reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "there are no events of that day");
          return NULL;
        }
      open = open_anew (self, workspace, day, name, turn, error);
      if (open == NULL)
        return NULL;
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

  close_file (self, name);
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

ReeveAccessFill *
reeve_access_files_get_fill (ReeveAccessFiles *self)
{
  return self->fill;
}

/* --- Days --- */

GArray *
reeve_access_files_list_days (ReeveAccessFiles *self, const char *workspace)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GArray *turns = get_turns (self, workspace);
  GArray *days = g_array_sized_new (FALSE, FALSE, sizeof (gint64), turns->len);

  for (guint i = 0; i < turns->len; i++)
    g_array_append_val (days, g_array_index (turns, ReeveAccessTurn, i).day);
  return days;
}

/* --- Files --- */

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

/* With the lock held. */
static gboolean
remove_aside (ReeveAccessFiles *self, const char *workspace, gint64 day, GError **error)
{
  ReeveAccessTurn *known = reeve_access_turns_find (get_turns (self, workspace), day);

  for (guint64 number = 1; known != NULL && number <= known->n_aside; number++)
    {
      g_autofree char *name = reeve_access_name_new_aside (day, number);
      g_autofree char *path = g_build_filename (self->folder, name_log (workspace), name, NULL);

      if (!remove_file (path, error))
        return FALSE;
    }
  if (known != NULL)
    known->n_aside = 0;
  return TRUE;
}

/* The day's own file last: until it goes, the day is what it is. */
static gboolean
remove_turns (ReeveAccessFiles *self, const char *workspace, gint64 day, guint64 below, GError **error)
{
  g_autofree char *folder = name_folder (self, workspace);

  if (!remove_aside (self, workspace, day, error))
    return FALSE;
  for (guint64 turn = 0; turn < below; turn++)
    {
      g_autofree char *path = name_turn (self, workspace, day, turn);

      if (!remove_file (path, error))
        return FALSE;
    }
  return sync_path (folder, error);
}

/* --- Damage --- */

gboolean
reeve_access_files_is_damage (const GError *error)
{
  return g_strcmp0 (reeve_error_get_reason (error), "damaged") == 0;
}

gboolean
reeve_access_files_was_damaged (ReeveAccessFiles *self, const char *workspace, gint64 day)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const ReeveAccessTurn *known = reeve_access_turns_find (get_turns (self, workspace), day);

  return known != NULL && known->n_aside > 0;
}

GArray *
reeve_access_files_list_damaged (ReeveAccessFiles *self, const char *workspace)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GArray *turns = get_turns (self, workspace);
  GArray *days = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < turns->len; i++)
    if (g_array_index (turns, ReeveAccessTurn, i).n_aside > 0)
      g_array_append_val (days, g_array_index (turns, ReeveAccessTurn, i).day);
  return days;
}

/* A file and what stands beside it get another name: the log first, so that it is not played into what comes.
 */
static gboolean
move_file (const char *from, const char *to, GError **error)
{
  static const char *const suffixes[] = { "-wal", "-shm", "-sealed", "" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *old = g_strconcat (from, suffixes[i], NULL);
      g_autofree char *new = g_strconcat (to, suffixes[i], NULL);

      if (g_rename (old, new) != 0 && errno != ENOENT)
        return fail ("setting a damaged day aside", error);
    }
  return TRUE;
}

gboolean
reeve_access_files_set_aside (ReeveAccessFiles *self, const char *workspace, gint64 day, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *name = name_file (workspace, day);
  g_autofree char *folder = name_folder (self, workspace);
  g_autofree char *path = NULL;
  g_autofree char *aside = NULL;
  g_autofree char *place = NULL;
  ReeveAccessTurn *known;

  close_file (self, name);
  g_hash_table_remove (self->held, name);
  known = reeve_access_turns_find (get_turns (self, workspace), day);
  if (known == NULL)
    return TRUE;
  aside = reeve_access_name_new_aside (day, known->n_aside + 1);
  place = g_build_filename (self->folder, name_log (workspace), aside, NULL);
  path = name_turn (self, workspace, day, known->turn);
  if (!move_file (path, place, error) || !sync_path (folder, error))
    return FALSE;
  known->n_aside++;
  /* Another name, as for any other file in a day's place: whoever still has the old one open closes it later.
   */
  known->turn++;
  g_message ("a damaged day of the access log was set aside as %s", aside);
  return TRUE;
}

/* --- Removing and replacing --- */

gboolean
reeve_access_files_remove_day (ReeveAccessFiles *self, const char *workspace, gint64 day, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *name = name_file (workspace, day);
  guint64 turn;

  close_file (self, name);
  g_hash_table_remove (self->held, name);
  if (!find_turn (self, workspace, day, &turn))
    return TRUE;
  if (!remove_turns (self, workspace, day, turn + 1, error))
    return FALSE;
  reeve_access_turns_remove (get_turns (self, workspace), day);
  return TRUE;
}

char *
reeve_access_files_make_place (ReeveAccessFiles *self,
                               const char *workspace,
                               gint64 day,
                               ReeveSecret **key,
                               GError **error)
{
  g_autofree char *name = reeve_access_name_new_place (day);
  g_autofree char *place = g_build_filename (self->folder, name_log (workspace), name, NULL);

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
  close_file (self, name);
  turn = find_turn (self, workspace, day, &turn) ? turn + 1 : 0;
  path = name_turn (self, workspace, day, turn);
  if (!sync_path (place, error))
    return FALSE;
  if (g_rename (place, path) != 0)
    return fail ("replacing a day", error);
  reeve_access_turns_set (get_turns (self, workspace), day, turn);
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

gboolean
reeve_access_files_sweep (ReeveAccessFiles *self, const char *workspace, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *folder = name_folder (self, workspace);
  gboolean any;

  if (!reeve_access_turns_sweep (folder, &any))
    return fail ("removing what was left", error);
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
