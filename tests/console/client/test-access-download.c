/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An export of the access log into a file, against the real service: whole, or as if nothing had been. */

#include "config.h"

#include "console/client/access-download.h"

#include <glib/gstdio.h>

#include "common/clock.h"
#include "common/error.h"
#include "common/log-export.h"
#include "console/client/step-up.h"
#include "served.h"
#include "service/service.h"

#define EVENTS 20000

typedef struct
{
  Served *served;
  ReeveClient *client;
  char *folder;
  char *path;
  GFile *file;
  ReeveQuery *query;

  ReeveAccessManifest *manifest;
  GError *error;
  gboolean done;
  gint64 seen;
  guint n_codes;
  guint cuts; /* the service goes so often while it sends */
  guint n_waits;
  gboolean stays_away;
} Fixture;

static gboolean
on_asked_cb (Fixture *fixture)
{
  g_autoptr (ReeveSecret) code = served_next_code (fixture->served);

  fixture->n_codes++;
  reeve_step_up_give (reeve_client_get_step_up (fixture->client), code);
  return TRUE;
}

static void
fill (Fixture *fixture)
{
  ReeveAccessLog *log =
    reeve_installation_get_access_log (reeve_service_get_installation (fixture->served->service));
  ReeveAccessEvent event = {
    .action = "test.knock", .actor_name = "Some=body, \"Jr.\"", .agent = "test", .status = 200
  };

  for (guint i = 0; i < EVENTS; i++)
    {
      event.time = reeve_clock_now () - (EVENTS - i) * G_TIME_SPAN_MILLISECOND;
      reeve_access_log_append (log, fixture->served->workspace, &event);
      if (i % 1000 == 999)
        reeve_access_log_flush (log);
    }
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *name = NULL;

  fixture->served = served_new ();
  fixture->client = served_make_client (fixture->served);
  served_set_up (fixture->served, fixture->client);
  g_signal_connect_swapped (reeve_client_get_step_up (fixture->client), "asked", G_CALLBACK (on_asked_cb),
                            fixture);
  fill (fixture);
  fixture->folder = g_dir_make_tmp ("download-XXXXXX", NULL);
  name = g_build_filename (fixture->folder, "log.csv", NULL);
  fixture->file = g_file_new_for_path (name);
  g_assert_true (g_file_set_contents (name, "before", -1, NULL));
  fixture->path = served_path (fixture->served, "access-log/export");
  fixture->query = reeve_query_new ();
  fixture->query->text = g_strdup ("action:test.knock");
  reeve_query_set_filter (fixture->query, "format", "csv");
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_finalize_object (fixture->client);
  served_free (fixture->served);
  served_remove_folder (fixture->folder);
  g_object_unref (fixture->file);
  reeve_query_free (fixture->query);
  g_clear_object (&fixture->manifest);
  g_clear_error (&fixture->error);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* It comes back as soon as it is missed, unless it stays away. */
static void
on_progress_cb (gint64 bytes, gboolean waiting, gpointer user_data)
{
  Fixture *fixture = user_data;

  if (waiting)
    {
      g_assert_cmpint (bytes, ==, fixture->seen);
      fixture->n_waits++;
      if (fixture->served->service == NULL && !fixture->stays_away)
        served_start (fixture->served);
      return;
    }
  g_assert_cmpint (bytes, >, fixture->seen);
  fixture->seen = bytes;
  if (fixture->cuts == 0 || fixture->served->service == NULL)
    return;
  fixture->cuts--;
  served_stop (fixture->served);
}

static void
on_downloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->manifest = reeve_access_download_finish (REEVE_CLIENT (source), result, &fixture->error);
  fixture->done = TRUE;
}

static void
download (Fixture *fixture)
{
  reeve_access_download_async (fixture->client, fixture->path, fixture->query, fixture->file, on_progress_cb,
                               fixture, NULL, on_downloaded_cb, fixture);
  served_run_until (&fixture->done, 240);
}

static char *
read_file (Fixture *fixture, gsize *length)
{
  char *content = NULL;

  g_assert_true (g_file_load_contents (fixture->file, NULL, &content, length, NULL, NULL));
  return content;
}

static guint
count_entries (Fixture *fixture)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
test_whole (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *content = NULL;
  g_autofree char *sha256 = NULL;
  gsize length;

  download (fixture);
  g_assert_no_error (fixture->error);
  content = read_file (fixture, &length);
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) content, length);
  g_assert_cmpint (fixture->manifest->lines, ==, EVENTS);
  g_assert_cmpint (fixture->manifest->bytes, ==, (gint64) length);
  g_assert_cmpint (fixture->seen, ==, (gint64) length);
  g_assert_cmpstr (fixture->manifest->sha256, ==, sha256);
  g_assert_cmpstr (fixture->manifest->query, ==, "action:test.knock");
  g_assert_nonnull (fixture->manifest->checkpoint);
  g_assert_cmpuint (count_entries (fixture), ==, 1);
}

static void
set_format (Fixture *fixture, const char *format)
{
  reeve_query_set_filter (fixture->query, "format", format);
}

/* What is cut off goes on behind its last whole line, in every format, and nobody is asked for another code.
 */
static void
test_goes_on (Fixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < REEVE_LOG_EXPORT_FORMATS; i++)
    {
      g_autofree char *content = NULL;
      g_autofree char *sha256 = NULL;
      gsize length;

      set_format (fixture, reeve_log_export_format_to_wire (i));
      g_clear_object (&fixture->manifest);
      fixture->done = FALSE;
      fixture->seen = fixture->n_codes = fixture->n_waits = 0;
      fixture->cuts = 3;
      download (fixture);
      g_assert_no_error (fixture->error);
      g_assert_cmpuint (fixture->cuts, ==, 0);
      g_assert_cmpuint (fixture->n_waits, >=, 3);
      g_assert_cmpuint (fixture->n_codes, ==, 1);
      content = read_file (fixture, &length);
      sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) content, length);
      g_assert_cmpint (fixture->manifest->lines, ==, EVENTS);
      g_assert_cmpint (fixture->manifest->bytes, ==, (gint64) length);
      g_assert_cmpstr (fixture->manifest->sha256, ==, sha256);
      g_assert_cmpuint (count_entries (fixture), ==, 1);
    }
}

/* The service goes while it sends, and stays away: what was there is there still, and nothing beside it. */
static void
test_cut (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *content = NULL;
  gsize length;

  fixture->cuts = 1;
  fixture->stays_away = TRUE;
  download (fixture);
  g_assert_cmpuint (fixture->n_waits, ==, 8);
  g_assert_error (fixture->error, REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
  content = read_file (fixture, &length);
  g_assert_cmpstr (content, ==, "before");
  g_assert_cmpuint (count_entries (fixture), ==, 1);
}

/* Where there was no file, there is none. */
static void
test_cut_new (Fixture *fixture, gconstpointer unused)
{
  g_assert_true (g_file_delete (fixture->file, NULL, NULL));
  fixture->cuts = 1;
  fixture->stays_away = TRUE;
  download (fixture);
  g_assert_error (fixture->error, REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
  while (count_entries (fixture) > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* What the service refuses is said as it said it. */
static void
test_refused (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *content = NULL;
  gsize length;

  reeve_query_set_filter (fixture->query, "format", "xml");
  download (fixture);
  g_assert_error (fixture->error, REEVE_ERROR, REEVE_ERROR_INVALID);
  content = read_file (fixture, &length);
  g_assert_cmpstr (content, ==, "before");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  reeve_access_download_set_wait_for_tests (20);
  g_test_add ("/access-download/whole", Fixture, NULL, set_up, test_whole, tear_down);
  g_test_add ("/access-download/goes-on", Fixture, NULL, set_up, test_goes_on, tear_down);
  g_test_add ("/access-download/cut", Fixture, NULL, set_up, test_cut, tear_down);
  g_test_add ("/access-download/cut-new", Fixture, NULL, set_up, test_cut_new, tear_down);
  g_test_add ("/access-download/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
