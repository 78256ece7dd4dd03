/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/import-log.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/error.h"
#include "common/log-reader.h"
#include "common/log-source.h"
#include "service/exit-status.h"
#include "service/import-file.h"
#include "service/import-sink.h"
#include "service/log-import.h"

#define PROGRESS    (200 * G_TIME_SPAN_MILLISECOND)
#define KINDS_SHOWN 5

/* One file. */
typedef struct
{
  const ReeveImportOptions *options;
  const char *path;
  const char *name; /* as people are told */
  /* owned */
  ReeveImportFile *file;
  ReeveImportSink *sink;
  ReeveLogReader *reader;
  GPtrArray *chunk; /* of ReeveAccessEvent: to be brought */
  FILE *aside;      /* (nullable): nothing is unreadable yet */
  char *aside_path;
  GError *failure; /* (nullable): events are not brought any more */

  gint64 now;
  ReeveAccessIntake done;
  guint64 too_old;
  guint64 too_new;
  guint64 apart;    /* the entry that is being put aside; 0: none */
  gint64 told;      /* monotonic: when the progress was */
  gboolean watched; /* somebody looks at it */
} Import;

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->file, reeve_import_file_free);
  g_clear_pointer (&self->sink, reeve_import_sink_free);
  g_clear_pointer (&self->reader, reeve_log_reader_free);
  g_clear_pointer (&self->chunk, g_ptr_array_unref);
  g_clear_pointer (&self->aside, fclose);
  g_free (self->aside_path);
  g_clear_error (&self->failure);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* --- Events --- */

static GPtrArray *
make_chunk (void)
{
  return g_ptr_array_new_full (REEVE_LOG_IMPORT_CHUNK, (GDestroyNotify) reeve_access_event_free);
}

static void
bring (Import *self)
{
  GPtrArray *chunk = g_steal_pointer (&self->chunk);

  self->chunk = make_chunk ();
  if (!reeve_import_sink_send (self->sink, chunk, &self->done, &self->failure))
    g_prefix_error (&self->failure, "%s: ", self->name);
}

static void
on_event_cb (const ReeveAccessEvent *event, guint64 number G_GNUC_UNUSED, gpointer data)
{
  Import *self = data;
  const char *why = reeve_access_log_judge (event->time, self->now, reeve_import_sink_get_days (self->sink));

  if (self->failure != NULL)
    return;
  if (why != NULL)
    {
      ++*(g_str_equal (why, "too_old") ? &self->too_old : &self->too_new);
      return;
    }
  g_ptr_array_add (self->chunk, reeve_access_event_copy (event));
  if (self->chunk->len == REEVE_LOG_IMPORT_CHUNK)
    bring (self);
}

/* --- What is unreadable --- */

/* Never the log itself. */
static gboolean
open_aside (Import *self, GError **error)
{
  g_autofd int file = open (self->aside_path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  struct stat aside, log;

  if (file < 0 || fstat (file, &aside) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "rejected", "%s: %s", self->aside_path,
                       g_strerror (errno));
      return FALSE;
    }
  if (stat (self->path, &log) == 0 && log.st_dev == aside.st_dev && log.st_ino == aside.st_ino)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "rejected", "%s is the log itself", self->aside_path);
      return FALSE;
    }
  if (ftruncate (file, 0) == 0)
    self->aside = fdopen (g_steal_fd (&file), "w");
  return TRUE;
}

static void
on_reject_cb (guint64 number, const char *why, const char *text, gsize length, gpointer data)
{
  Import *self = data;

  if (self->failure != NULL || (self->aside == NULL && !open_aside (self, &self->failure)))
    return;
  if (self->apart != number)
    fprintf (self->aside, "%" G_GUINT64_FORMAT " %s\t", number, why != NULL ? why : "too_long");
  self->apart = number;
  fwrite (text, 1, length, self->aside);
  if (why == NULL)
    return;
  fputc ('\n', self->aside);
  self->apart = 0;
}

static gboolean
close_aside (Import *self, GError **error)
{
  gboolean bad = self->aside != NULL && ferror (self->aside) != 0;

  if (self->aside == NULL || (fclose (g_steal_pointer (&self->aside)) == 0 && !bad))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_INTERNAL, "rejected", "%s cannot be written", self->aside_path);
  return FALSE;
}

/* --- Reading --- */

static void
show_progress (Import *self)
{
  gint64 now = g_get_monotonic_time ();
  int percent = reeve_import_file_get_progress (self->file);

  if (!self->watched || now - self->told < PROGRESS)
    return;
  self->told = now;
  g_printerr ("\r\033[K%s: %" G_GUINT64_FORMAT " events", self->name,
              reeve_log_reader_get_totals (self->reader)->events);
  if (percent >= 0)
    g_printerr (", %d %%", percent);
}

/* FALSE: with an error, or it cannot be brought. */
static gboolean
read_file (Import *self, GError **error)
{
  while (self->failure == NULL)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GBytes) piece = reeve_import_file_read (self->file, &local_error);
      gsize length;
      const char *data;

      if (piece == NULL && local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (piece == NULL)
        return TRUE;
      data = g_bytes_get_data (piece, &length);
      if (!reeve_log_reader_feed (self->reader, data, length, error))
        return FALSE;
      show_progress (self);
    }
  return FALSE;
}

/* What was read before something failed is brought all the same. */
static gboolean
read_and_bring (Import *self, GError **error)
{
  g_autoptr (GError) unread = NULL;
  g_autoptr (GError) unkept = NULL;
  gboolean good = read_file (self, &unread);

  good = reeve_log_reader_end (self->reader, good ? &unread : NULL) && good;
  if (self->failure == NULL && self->chunk->len > 0)
    bring (self);
  good = self->failure == NULL && reeve_import_sink_finish (self->sink, &self->done, &self->failure) && good;
  good = close_aside (self, &unkept) && good;
  if (self->watched)
    g_printerr ("\r\033[K");
  if (!good)
    g_propagate_error (error, self->failure != NULL ? g_steal_pointer (&self->failure)
                              : unread != NULL      ? g_steal_pointer (&unread)
                                                    : g_steal_pointer (&unkept));
  return good;
}

/* --- What is told --- */

static char *
list_kinds (Import *self)
{
  GPtrArray *kinds = reeve_log_reader_get_kinds (self->reader);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (kinds->len, KINDS_SHOWN); i++)
    {
      const ReeveLogUnknown *kind = kinds->pdata[i];

      g_string_append_printf (text, "%s%s %" G_GUINT64_FORMAT, i > 0 ? ", " : "", kind->kind, kind->count);
    }
  if (kinds->len > KINDS_SHOWN)
    g_string_append (text, " and others");
  return g_string_free (text, FALSE);
}

static void
tell_hints (Import *self, guint64 broken, guint64 unknown)
{
  if (self->too_old > 0)
    g_printerr ("%s: %" G_GUINT64_FORMAT " events are older than what is kept, %" G_GINT64_FORMAT " days\n",
                self->name, self->too_old, reeve_import_sink_get_days (self->sink));
  if (self->too_new > 0)
    g_printerr ("%s: %" G_GUINT64_FORMAT " events are in the future: is --zone right?\n", self->name,
                self->too_new);
  if (unknown > 0)
    {
      g_autofree char *kinds = list_kinds (self);

      g_printerr ("%s: without an event: %s\n", self->name, kinds);
    }
  if (broken > 0)
    g_printerr ("%s: unreadable entries are in %s, each behind its number, a reason and a tab\n", self->name,
                self->aside_path);
}

/* FALSE: something was not taken in. */
static gboolean
tell (Import *self)
{
  const ReeveLogTotals *totals = reeve_log_reader_get_totals (self->reader);
  guint64 refused = self->too_old + self->too_new + self->done.refused;
  guint64 left = totals->events - refused - self->done.taken - self->done.known;

  g_print ("%s: %s: %u taken, %u known already, %" G_GUINT64_FORMAT " refused, %" G_GUINT64_FORMAT
           " unreadable, %" G_GUINT64_FORMAT " without an event",
           self->name, reeve_log_format_to_wire (reeve_log_reader_get_format (self->reader)),
           self->done.taken, self->done.known, refused, totals->broken, totals->unknown);
  if (left > 0)
    g_print (", %" G_GUINT64_FORMAT " not brought", left);
  g_print ("\n");
  tell_hints (self, totals->broken, totals->unknown);
  return refused == 0 && totals->broken == 0 && left == 0;
}

/* --- Files --- */

static gboolean
import_init (Import *self,
             ReeveImportPlace *place,
             const ReeveImportOptions *options,
             const char *path,
             ReeveLogFormat format,
             GTimeZone *zone,
             GError **error)
{
  gboolean input = g_str_equal (path, "-");
  g_autofree char *source = options->source != NULL ? reeve_log_source_make (options->source) : NULL;
  g_autofree char *called = g_path_get_basename (input ? "standard input" : path);

  self->options = options;
  self->path = path;
  self->name = input ? "standard input" : path;
  self->now = reeve_clock_now ();
  self->watched = isatty (STDERR_FILENO) == 1;
  self->aside_path = options->rejected != NULL ? g_strdup (options->rejected)
                                               : g_strconcat (input ? "stdin" : path, ".rejected", NULL);
  self->chunk = make_chunk ();
  self->reader = reeve_log_reader_new (format, self->now, zone, on_event_cb, self);
  reeve_log_reader_set_host (self->reader, source);
  reeve_log_reader_set_reject (self->reader, on_reject_cb);
  self->file = reeve_import_file_open (path, error);
  if (self->file == NULL)
    return FALSE;
  self->sink = reeve_import_sink_open (place, options->workspace, called, error);
  return self->sink != NULL;
}

static int
import_file (ReeveImportPlace *place,
             const ReeveImportOptions *options,
             const char *path,
             ReeveLogFormat format,
             GTimeZone *zone)
{
  g_auto (Import) self = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean whole;
  gboolean good;

  if (!import_init (&self, place, options, path, format, zone, &error))
    return reeve_exit_tell (error);
  good = read_and_bring (&self, &error);
  whole = tell (&self);
  if (good)
    return whole ? 0 : REEVE_IMPORT_PARTLY;
  if (reeve_log_reader_get_format (self.reader) == REEVE_LOG_FORMAT_AUTO)
    g_prefix_error (&error, "%s: ", self.name);
  return reeve_exit_tell (error);
}

static gboolean
read_options (const ReeveImportOptions *options, ReeveLogFormat *format, GTimeZone **zone, GError **error)
{
  *format = REEVE_LOG_FORMAT_AUTO;
  if (options->format != NULL && !reeve_log_format_from_wire (options->format, format))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "format",
                       "%s is no format: say reeve, combined, openssh, okta, cloudtrail, google, keycloak, "
                       "ocsf or auto",
                       options->format);
      return FALSE;
    }
  *zone = options->zone != NULL ? g_time_zone_new_identifier (options->zone) : g_time_zone_new_utc ();
  if (*zone == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "zone", "%s is no time zone", options->zone);
      return FALSE;
    }
  if (options->rejected != NULL && options->files[1] != NULL)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "rejected", "--rejected is for one file");
      return FALSE;
    }
  return TRUE;
}

int
reeve_import_log (ReeveConfig *config, const ReeveImportOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (ReeveImportPlace) place = NULL;
  ReeveLogFormat format;
  int status = 0;

  if (!read_options (options, &format, &zone, &error))
    return reeve_exit_tell (error);
  place = reeve_import_place_open (config, &error);
  if (place == NULL)
    return reeve_exit_tell (error);
  for (guint i = 0; options->files[i] != NULL; i++)
    {
      int of_file = import_file (place, options, options->files[i], format, zone);

      status = MAX (status, of_file);
    }
  return status;
}

void
reeve_import_options_clear (ReeveImportOptions *options)
{
  g_strfreev (options->files);
  g_free (options->workspace);
  g_free (options->format);
  g_free (options->source);
  g_free (options->zone);
  g_free (options->rejected);
}
