/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How fast bulk jobs are, beside the bare inserting of the same rows into the same kind of database, and how
 * long a person's save waits meanwhile: measure-bulk-jobs [ROWS]. Prints a line a figure: name, value, unit,
 * goal, "reached" or "short". */

#include "config.h"

#include <time.h>

#include "common/bulk-job.h"
#include "common/invitation.h"
#include "service/api/bulk-jobs.h"
#include "service/api/bulk-work.h"
#include "service/api/invitations.h"
#include "tests/service/api/fixture.h"

#define GOAL       2000
#define GOAL_SAVE  250 /* ms, the 99th of a hundred */
#define SAVE_EVERY 50  /* ms */
#define LONG_TIME  (3600 * G_TIME_SPAN_SECOND)

static void
say (const char *name, double value, const char *unit, const char *goal, gboolean reached)
{
  g_print ("%s\t%.3f\t%s\t%s\t%s\n", name, value, unit, goal, reached ? "reached" : "short");
}

static char *
make_file (const char *prefix, guint n)
{
  GString *csv = g_string_new ("E-mail,Name\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (csv, "%s%06u@vallis.example,Person %06u\n", prefix, i, i);
  return g_string_free_and_steal (csv);
}

static Answer *
begin (Device *device, gboolean invitations, guint n)
{
  if (invitations)
    {
      ReeveInvitationImport *body = reeve_invitation_import_new ();

      body->content = make_file ("i", n);
      return device_call (device, invitations_import_job, .body = body);
    }
  ReeveUserImport *body = reeve_user_import_new ();

  body->content = make_file ("u", n);
  return device_call (device, users_import_job, .body = body);
}

static gboolean
is_over (Device *device, const char *id)
{
  g_autoptr (Answer) answer = device_call (device, bulk_jobs_get, .object = id);

  assert_done (answer);
  return reeve_bulk_job_is_over (REEVE_BULK_JOB (answer->reply));
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* One's own name, again and again, until the job is over; milliseconds of the 99th of a hundred saves. */
static double
save_meanwhile (Device *device, const char *id, double *most)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; !is_over (device, id); i++)
    {
      g_autoptr (ReeveUser) user = device_get_user (device, device->account);
      g_autofree char *patch = g_strdup_printf ("{\"displayName\":\"Hana %u\"}", i);
      gint64 begun = g_get_monotonic_time ();
      g_autoptr (Answer) answer =
        device_call (device, users_save, .object = user->id, .patch = patch, .if_match = user->version);
      gint64 took = g_get_monotonic_time () - begun;

      assert_done (answer);
      g_array_append_val (times, took);
      g_usleep (SAVE_EVERY * 1000);
    }
  if (times->len == 0)
    return *most = 0;
  g_array_sort (times, compare_times);
  *most = (double) g_array_index (times, gint64, times->len - 1) / 1e3;
  return (double) g_array_index (times, gint64, (times->len - 1) * 99 / 100) / 1e3;
}

static void
measure (Fixture *fixture, Device *device, gboolean invitations, guint n)
{
  const char *noun = invitations ? "invitations" : "users";
  const ReeveBulkOptions options = { .work = reeve_bulk_work_take_chunk, .data = fixture->signer };
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (Answer) answer = begin (device, invitations, n);
  gint64 received = g_get_monotonic_time ();
  g_autoptr (ReeveBulk) bulk = NULL;
  g_autofree char *name = NULL;
  clock_t spent = clock ();
  double most;
  double save;
  double rate;

  assert_done (answer);
  name = g_strdup_printf ("%u %s written down", n, noun);
  say (name, (double) (received - begun) / 1e6, "s", "reference", TRUE);
  received = g_get_monotonic_time ();
  bulk = reeve_bulk_start (fixture->installation, &options);
  save = save_meanwhile (device, REEVE_BULK_JOB (answer->reply)->id, &most);
  rate = n / ((double) (g_get_monotonic_time () - received) / 1e6);
  g_free (name);
  name = g_strdup_printf ("%s of %u a second", noun, n);
  say (name, rate, "rows/s", ">= 2000", rate >= GOAL);
  g_free (name);
  name = g_strdup_printf ("%s a second of processor time", noun);
  say (name, n / ((double) (clock () - spent) / CLOCKS_PER_SEC), "rows/s", "reference", TRUE);
  g_free (name);
  name = g_strdup_printf ("a save meanwhile (%s), 99th of 100", noun);
  say (name, save, "ms", "<= 250", save <= GOAL_SAVE);
  g_free (name);
  name = g_strdup_printf ("a save meanwhile (%s), longest", noun);
  say (name, most, "ms", "reference", TRUE);
}

/* The same rows as they are in the database, with nothing asked and nothing noted. */
static void
measure_bare (Fixture *fixture, Device *device, const char *table, guint n)
{
  g_autofree char *folder = g_dir_make_tmp ("reeve-bare-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bare.db", NULL);
  g_autoptr (ReeveSecret) key = reeve_secret_new_random (32);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveDb) db = reeve_db_open (path, key, "workspace", &error);
  clock_t spent = clock ();
  gint64 begun;

  g_assert_no_error (error);
  begun = g_get_monotonic_time ();
  for (guint i = 0; i < n;)
    {
      g_autoptr (ReeveTx) tx =
        reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + LONG_TIME, &error);

      for (guint j = 0; j < 200 && i < n; i++, j++)
        {
          g_autofree char *id = reeve_id_new ();
          g_autofree char *email = g_strdup_printf ("b%06u@vallis.example", i);
          ReeveStatement *statement = reeve_tx_prepare (
            tx,
            g_str_equal (table, "users")
              ? "INSERT INTO users (id, version, email, display_name, roles, state, lock, lock_ends, "
                "second_factor, has_password, last_sign_in, created, deleted, name_key, email_key, "
                "search_key) VALUES ($1, 1, $2, $2, 'member', 'active', 'none', 0, 'off', 0, 0, 0, 0, "
                "$2, $2, $2)"
              : "INSERT INTO invitations (id, version, email, display_name, roles, state, expires, created, "
                "sent_count, last_sent, name_key, email_key, search_key) VALUES ($1, 1, $2, $2, 'member', "
                "'waiting', 1, 1, 1, 1, $2, $2, $2)",
            &error);

          g_assert_no_error (error);
          reeve_statement_bind_text (statement, 1, id);
          reeve_statement_bind_text (statement, 2, email);
          g_assert_true (reeve_statement_run (statement, NULL, &error) || error != NULL);
          g_assert_no_error (error);
        }
      g_assert_true (reeve_tx_commit (tx, &error));
    }
  g_autofree char *name = g_strdup_printf ("bare rows of %s a second", table);
  say (name, n / ((double) (g_get_monotonic_time () - begun) / 1e6), "rows/s", "reference", TRUE);
  g_free (name);
  name = g_strdup_printf ("bare rows of %s a second of processor time", table);
  say (name, n / ((double) (clock () - spent) / CLOCKS_PER_SEC), "rows/s", "reference", TRUE);
}

int
main (int argc, char **argv)
{
  guint64 n = 100000;
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Device) hana = NULL;

  if (argc > 1)
    g_assert_true (g_ascii_string_to_unsigned (argv[1], 10, 1, REEVE_BULK_JOB_MAX_ROWS, &n, NULL));
  fixture = fixture_new ();
  reeve_clock_set_for_tests (0);
  hana = device_set_up (fixture);
  measure_bare (fixture, hana, "users", (guint) n);
  measure (fixture, hana, FALSE, (guint) n);
  measure_bare (fixture, hana, "invitations", (guint) n);
  measure (fixture, hana, TRUE, (guint) n);
  return 0;
}
