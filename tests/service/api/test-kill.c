/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Killed at any moment: what was acknowledged is there, nothing is half there, and the directory agrees with
 * the workspace. Each run forks a service that makes users, renames, suspends and imports as fast as it can,
 * telling what was acknowledged through a pipe, and kills it after a few random milliseconds. */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "service/jobs/jobs.h"
#include "service/store/intents.h"
#include "tests/service/api/fixture.h"

#define RUNS 200

/* One line: what was done, to whom, and what they are called since. */
static void
acknowledge (int pipe_end, const char *what, const char *id, const char *value)
{
  g_autofree char *line = g_strdup_printf ("%s %s %s\n", what, id, value);
  gsize length = strlen (line);

  if (write (pipe_end, line, length) != (gssize) length)
    _exit (1);
}

static char *
create (Device *device, const char *email)
{
  ReeveUser *body = reeve_user_new ();
  g_autoptr (Answer) answer = NULL;

  body->email = g_strdup (email);
  body->display_name = g_strdup ("Somebody");
  answer = device_call (device, users_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_USER (answer->reply)->id);
}

static gboolean
save (Device *device, const char *id, const char *patch)
{
  g_autoptr (ReeveUser) user = device_get_user (device, id);
  g_autoptr (Answer) answer =
    device_call (device, users_save, .object = id, .patch = patch, .if_match = user->version);

  /* The mirror may have been faster. */
  return answer->error == NULL;
}

static void
import (Device *device, int pipe_end, guint run, guint round)
{
  g_autoptr (GString) csv = g_string_new ("email,name\n");
  g_autofree char *name = g_strdup_printf ("batch%u-%u", run, round);
  ReeveUserImport *body = reeve_user_import_new ();
  g_autoptr (Answer) answer = NULL;

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (csv, "%s-%u@kill.example,%s\n", name, i, name);
  body->content = g_strdup (csv->str);
  answer = device_call (device, users_import, .body = body);
  assert_done (answer);
  acknowledge (pipe_end, "imported", "-", name);
}

static G_NORETURN void
work_until_killed (Fixture *fixture, Device *device, int pipe_end, guint run)
{
  g_autoptr (ReeveJobs) jobs = NULL;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  fixture_reopen (fixture);
  jobs = reeve_jobs_start (fixture->installation, NULL);
  acknowledge (pipe_end, "started", "-", "-");
  for (guint round = 0;; round++)
    {
      g_autofree char *email = g_strdup_printf ("user%u-%u@kill.example", run, round);
      g_autofree char *renamed = g_strdup_printf ("renamed%u-%u@kill.example", run, round);
      g_autofree char *patch = g_strdup_printf ("{\"email\":\"%s\"}", renamed);
      g_autofree char *id = create (device, email);

      acknowledge (pipe_end, "created", id, email);
      acknowledge (pipe_end, "renaming", id, renamed);
      if (save (device, id, patch))
        acknowledge (pipe_end, "renamed", id, renamed);
      if (save (device, id, "{\"state\":\"suspended\"}"))
        acknowledge (pipe_end, "suspended", id, "-");
      import (device, pipe_end, run, round);
    }
}

static ReeveTx *
begin_read (ReeveDb *db)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  return tx;
}

static void
check_line (Device *device, ReeveTx *workspace, char **words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autofree char *query = NULL;
  g_autoptr (Answer) list = NULL;

  if (g_str_equal (words[0], "imported"))
    {
      query = g_strdup_printf ("q=%s-", words[2]);
      list = device_call (device, users_list, .query = query);
      g_assert_cmpuint (list->listing->items->len, ==, 20);
      return;
    }
  if (g_str_equal (words[0], "started") || g_str_equal (words[0], "renaming"))
    return;
  user = reeve_users_get (workspace, words[1], &error);
  g_assert_no_error (error);
  if (g_str_equal (words[0], "renamed"))
    g_assert_cmpstr (user->email, ==, words[2]);
  if (g_str_equal (words[0], "suspended"))
    g_assert_cmpstr (user->state, ==, "suspended");
}

/* Every user has an account of the same address that knows of the membership, and an entry for what made it
 * so. */
static void
check_agreement (Fixture *fixture, Device *device, guint run)
{
  g_autoptr (ReeveTx) directory = begin_read (reeve_installation_get_directory (fixture->installation));
  g_autoptr (ReeveTx) workspace =
    begin_read (reeve_installation_get_workspace (fixture->installation, device->workspace));
  g_autofree char *query = g_strdup_printf ("limit=500&sort=-created&q=%u-", run);
  g_autoptr (Answer) list = device_call (device, users_list, .query = query);
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GError) error = NULL;

  assert_done (list);
  for (guint i = 0; i < list->listing->items->len; i++)
    {
      ReeveUser *user = g_ptr_array_index (list->listing->items, i);
      g_autoptr (ReeveAccount) account = reeve_accounts_get (directory, user->id, &error);
      g_auto (GStrv) memberships = NULL;
      g_autoptr (GPtrArray) entries = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (account->email, ==, user->email);
      memberships = reeve_accounts_get_memberships (directory, user->id, &error);
      g_assert_true (g_strv_contains ((const char *const *) memberships, device->workspace));
      entries = reeve_audit_list_object (workspace, "user", user->id, 10, &error);
      g_assert_cmpuint (entries->len, >, 0);
      if (g_str_has_prefix (user->email, "renamed"))
        {
          ReeveAuditEntry *entry =
            g_ptr_array_index (entries, g_str_equal (user->state, "suspended") ? 1 : 0);

          g_assert_nonnull (strstr (entry->after, user->email));
        }
    }
  intents = reeve_intents_list (workspace, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (intents->len, ==, 0);
}

static void
check_imports_whole (Device *device, guint run)
{
  g_autofree char *query = g_strdup_printf ("limit=500&q=batch%u-", run);
  g_autoptr (Answer) list = device_call (device, users_list, .query = query);

  assert_done (list);
  g_assert_cmpint (list->listing->total % 20, ==, 0);
}

static char *
read_all (int pipe_end)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = read (pipe_end, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  return g_string_free_and_steal (text);
}

static guint
run_once (Fixture *fixture, Device *device, guint run)
{
  g_autofree char *told = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (ReeveTx) workspace = NULL;
  guint n = 0;
  int ends[2];
  char first;
  pid_t child;

  g_clear_pointer (&fixture->installation, reeve_installation_free);
  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    work_until_killed (fixture, device, ends[1], run);
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &first, 1), ==, 1); /* it has started */
  g_usleep ((gulong) g_test_rand_int_range (0, 120000));
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  told = read_all (ends[0]);
  close (ends[0]);

  fixture_reopen (fixture);
  workspace = begin_read (reeve_installation_get_workspace (fixture->installation, device->workspace));
  lines = g_strsplit (told, "\n", -1);
  for (guint i = 1; lines[i] != NULL && lines[i + 1] != NULL; i++) /* the last may be cut short */
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);

      check_line (device, workspace, words);
      n++;
    }
  g_clear_pointer (&workspace, reeve_tx_end);
  check_agreement (fixture, device, run);
  check_imports_whole (device, run);
  return n;
}

static void
test_kill (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = NULL;
  guint n = 0;

  /* Real time: with the clock standing still, every child would make the same ids as the one before. */
  reeve_clock_set_for_tests (0);
  hana = device_set_up (fixture);
  for (guint run = 0; run < RUNS; run++)
    n += run_once (fixture, hana, run);
  g_test_message ("%u acknowledged changes survived %d kills", n, RUNS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kill/anywhere", test_kill);
  return g_test_run ();
}
