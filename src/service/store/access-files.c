/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The files of the access logs, and those of them that are open. A reader keeps what it has open, even if it
 * is closed here or removed meanwhile. */

#include "config.h"

#include "service/store/access-files.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "common/error.h"

#define MOST_OPEN_DAYS   64 /* two workspaces' months */
#define MOST_WORDS_BYTES (192 * 1024 * 1024)

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
  g_mutex_init (&self->lock);
  return self;
}

void
reeve_access_files_free (ReeveAccessFiles *self)
{
  g_hash_table_unref (self->days);
  g_hash_table_unref (self->ledgers);
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

/* "2026-01-31.db" */
static gboolean
parse_name (const char *name, gint64 *day)
{
  g_autofree char *text = g_strndup (name, strlen ("2026-01-31"));
  g_autofree char *whole = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (whole, NULL);

  if (date == NULL || strcmp (name + strlen (text), ".db") != 0)
    return FALSE;
  *day = g_date_time_to_unix (date) / (G_TIME_SPAN_DAY / G_USEC_PER_SEC);
  return TRUE;
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
open_file (ReeveAccessFiles *self, const char *workspace, const char *name, gboolean make, GError **error)
{
  g_autofree char *file = g_strconcat (name, ".db", NULL);
  g_autofree char *path = g_build_filename (self->folder, file, NULL);
  g_autoptr (ReeveSecret) key = NULL;
  ReeveAccessDay *day;

  if (!make && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "there are no events of that day");
      return NULL;
    }
  key = prepare_folder (self, workspace, error);
  day = key != NULL ? reeve_access_day_open (path, key, error) : NULL;
  if (day != NULL)
    reeve_access_day_set_room (day, self->words);
  return day;
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
      ReeveAccessDay *opened = open_file (self, workspace, name, make, error);

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
  g_autofree char *folder = g_build_filename (self->folder, name_log (workspace), NULL);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;
  gint64 day;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    if (parse_name (name, &day))
      g_array_append_val (days, day);
  g_array_sort (days, compare_days);
  return days;
}

gboolean
reeve_access_files_remove_day (ReeveAccessFiles *self, const char *workspace, gint64 day, GError **error)
{
  /* The events first: without them the rest means nothing. */
  static const char *const suffixes[] = { ".db", ".db-wal", ".db-shm" };
  g_autofree char *name = name_file (workspace, day);

  reeve_access_files_close_day (self, workspace, day);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (name, suffixes[i], NULL);
      g_autofree char *path = g_build_filename (self->folder, file, NULL);

      if (g_unlink (path) != 0 && errno != ENOENT)
        {
          reeve_set_error (error, REEVE_ERROR_INTERNAL, NULL, "removing a day of the access log: %s",
                           g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
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
