/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A log that a person brings, against the real service: looked at, sent in many calls, once, and cut off. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "console/client/log-upload.h"
#include "served.h"

#define EVENTS 12000 /* of some calls */

typedef struct
{
  Served *served;
  ReeveClient *client;
  char *ingest;
  GFile *file;
} Fixture;

typedef struct
{
  GError *error;
  gboolean good;
  gboolean done;
} Outcome;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = NULL;

  fixture->served = served_new ();
  fixture->client = served_make_client (fixture->served);
  served_set_up (fixture->served, fixture->client);
  fixture->ingest = served_path (fixture->served, "access-log/ingest");
  path = g_build_filename (fixture->served->folder, "brought.log", NULL);
  fixture->file = g_file_new_for_path (path);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  gpointer client = fixture->client;

  g_object_unref (fixture->file);
  g_free (fixture->ingest);
  /* What was answered may hold it until the end of the main loop's turn. */
  g_object_add_weak_pointer (client, &client);
  g_object_unref (fixture->client);
  while (client != NULL && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (client);
  served_free (fixture->served);
}

static void
write_file (Fixture *fixture, const char *content, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (g_file_peek_path (fixture->file), content, (gssize) length, &error);
  g_assert_no_error (error);
}

/* A Combined log of today, with two lines that nobody can read and one of another year. */
static void
write_log (Fixture *fixture)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (reeve_clock_now () / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (now, "%d/%b/%Y:%H:%M:%S +0000");

  for (guint i = 0; i < EVENTS; i++)
    {
      if (i == 3 || i == 9000)
        g_string_append (log, "rubbish\n");
      g_string_append_printf (log, "192.0.2.7 - ada [%s] \"GET /%u HTTP/1.1\" 200 5 \"-\" \"curl\"\n",
                              i == 7000 ? "01/Jan/2001:00:00:00 +0000" : time, i);
    }
  write_file (fixture, log->str, log->len);
}

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->good = reeve_log_upload_look_finish (REEVE_LOG_UPLOAD (source), result, &outcome->error);
  outcome->done = TRUE;
}

static void
on_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->good = reeve_log_upload_send_finish (REEVE_LOG_UPLOAD (source), result, &outcome->error);
  outcome->done = TRUE;
}

static void
look (ReeveLogUpload *upload, Outcome *outcome)
{
  *outcome = (Outcome) { 0 };
  reeve_log_upload_look_async (upload, NULL, on_looked_cb, outcome);
  served_run_until (&outcome->done, 600);
}

static void
send_to (ReeveLogUpload *upload, ReeveClient *client, const char *path, Outcome *outcome)
{
  *outcome = (Outcome) { 0 };
  reeve_log_upload_send_async (upload, client, path, NULL, on_sent_cb, outcome);
  served_run_until (&outcome->done, 600);
}

static void
count_cb (ReeveLogUpload *upload G_GNUC_UNUSED, guint *n)
{
  ++*n;
}

/* Looking changes nothing; sending tells of every event, and again that all are known. */
static void
test_bring (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ReeveLogUpload) upload = NULL;
  Outcome outcome;
  ReeveLogIntake *intake;
  ReeveLogRefusal *refusal;
  gint64 first, last;
  guint n = 0;

  write_log (fixture);
  upload = reeve_log_upload_new (fixture->file, REEVE_LOG_FORMAT_AUTO, "web1", NULL);
  g_signal_connect (upload, "progressed", G_CALLBACK (count_cb), &n);
  for (guint round = 0; round < 2; round++)
    {
      look (upload, &outcome);
      g_assert_no_error (outcome.error);
      g_assert_cmpint (reeve_log_upload_get_format (upload), ==, REEVE_LOG_FORMAT_COMBINED);
      g_assert_cmpuint (reeve_log_upload_get_totals (upload)->events, ==, EVENTS);
      g_assert_cmpuint (reeve_log_upload_get_totals (upload)->broken, ==, 2);
      g_assert_cmpuint (((ReeveLogAside *) reeve_log_upload_get_aside (upload)->pdata[0])->number, ==, 4);
      reeve_log_upload_get_times (upload, &first, &last);
      g_assert_cmpint (first, <, last);
      g_assert_cmpfloat (reeve_log_upload_get_progress (upload), ==, 1);

      send_to (upload, fixture->client, fixture->ingest, &outcome);
      g_assert_no_error (outcome.error);
      intake = reeve_log_upload_get_intake (upload);
      g_assert_cmpint (intake->taken, ==, round == 0 ? EVENTS - 1 : 0);
      g_assert_cmpint (intake->known, ==, round == 0 ? 0 : EVENTS - 1);
      g_assert_cmpint (intake->refused, ==, 1);
      refusal = intake->refusals->pdata[0];
      g_assert_cmpint (refusal->line, ==, 7002); /* behind a line that nobody can read */
      g_assert_cmpstr (refusal->reason, ==, "too_old");
    }
  g_assert_cmpuint (n, >, 4);
}

/* What is no log, is packed or is not there, says so; and nobody brings anything to where they may not. */
static void
test_refused (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ReeveLogUpload) upload = reeve_log_upload_new (fixture->file, REEVE_LOG_FORMAT_AUTO, NULL, NULL);
  static const struct
  {
    const char *content;
    const char *reason;
  } cases[] = { { "Shall I compare thee\nto a summer's day?\n", NULL }, { "\x1f\x8b\x08", "packed" } };
  Outcome outcome;

  look (upload, &outcome);
  g_assert_error (outcome.error, REEVE_ERROR, REEVE_ERROR_INVALID);
  g_assert_cmpstr (reeve_error_get_reason (outcome.error), ==, "file");
  g_clear_error (&outcome.error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_file (fixture, cases[i].content, strlen (cases[i].content));
      look (upload, &outcome);
      g_assert_error (outcome.error, REEVE_ERROR, REEVE_ERROR_INVALID);
      g_assert_cmpstr (reeve_error_get_reason (outcome.error), ==, cases[i].reason);
      g_clear_error (&outcome.error);
    }
  write_log (fixture);
  send_to (upload, fixture->client, "/v1/workspaces/0190aaaa-0000-7000-8000-00000000abcd/access-log/ingest",
           &outcome);
  g_assert_error (outcome.error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND);
  g_clear_error (&outcome.error);
}

static void
cancel_cb (ReeveLogUpload *upload G_GNUC_UNUSED, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* Cut off after the first call: what came in is told, and known when it is sent again. */
static void
test_cancelled (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ReeveLogUpload) upload = NULL;
  Outcome outcome = { 0 };
  gulong handler;
  gint64 taken;

  write_log (fixture);
  upload = reeve_log_upload_new (fixture->file, REEVE_LOG_FORMAT_COMBINED, NULL, NULL);
  handler = g_signal_connect (upload, "progressed", G_CALLBACK (cancel_cb), cancellable);
  reeve_log_upload_send_async (upload, fixture->client, fixture->ingest, cancellable, on_sent_cb, &outcome);
  served_run_until (&outcome.done, 600);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&outcome.error);
  taken = reeve_log_upload_get_intake (upload)->taken;
  g_assert_cmpint (taken, >, 0);
  g_assert_cmpint (taken, <, EVENTS - 1);
  g_signal_handler_disconnect (upload, handler);
  send_to (upload, fixture->client, fixture->ingest, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (reeve_log_upload_get_intake (upload)->known, ==, taken);
  g_assert_cmpint (reeve_log_upload_get_intake (upload)->taken, ==, EVENTS - 1 - taken);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/client/log-upload/bring", Fixture, NULL, set_up, test_bring, tear_down);
  g_test_add ("/client/log-upload/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/client/log-upload/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  return g_test_run ();
}
