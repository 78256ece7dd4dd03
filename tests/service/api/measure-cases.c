/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How long containing takes: measure-cases [PEOPLE]. One person, then all, each with a session; beside it, in
 * the same run, what two commits of nothing take. */

#include "config.h"

#include "common/case.h"
#include "service/api/case-contain.h"
#include "service/api/case-instruct.h"
#include "service/api/cases.h"
#include "service/store/session-uses.h"
#include "tests/service/api/fixture.h"

#define ONES 50

static void
say (const char *what, gint64 begun, guint n)
{
  g_print ("%-36s %10.2f ms\n", what, (double) (g_get_monotonic_time () - begun) / 1e3 / n);
}

static void
import (Device *device, guint n)
{
  g_autoptr (GString) csv = g_string_new ("email,name\n");
  ReeveUserImport *body = reeve_user_import_new ();
  g_autoptr (Answer) answer = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (csv, "person%06u@vallis.example,Person %06u\n", i, i);
  body->content = g_string_free (g_steal_pointer (&csv), FALSE);
  answer = device_call (device, users_import, .body = body);
  assert_done (answer);
}

static GPtrArray *
list_people (Device *device)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *cursor = NULL;

  do
    {
      g_autofree char *query = cursor != NULL ? g_strdup_printf ("limit=500&q=person&cursor=%s", cursor)
                                              : g_strdup ("limit=500&q=person");
      g_autoptr (Answer) answer = device_call (device, users_list, .query = query);

      assert_done (answer);
      for (guint i = 0; i < answer->listing->items->len; i++)
        g_ptr_array_add (ids, g_strdup (REEVE_USER (answer->listing->items->pdata[i])->id));
      g_set_str (&cursor, answer->listing->next);
    }
  while (cursor != NULL);
  return ids;
}

static void
sign_in_all (Device *device, GPtrArray *people)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (device->fixture->installation), REEVE_TX_WRITE,
                    g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
  gint64 now = reeve_clock_now ();

  for (guint i = 0; i < people->len; i++)
    {
      g_autoptr (ReeveSession) session = reeve_session_new ();
      guint8 hash[32] = { 0 };
      g_autoptr (GBytes) refresh = NULL;

      *(guint *) hash = i + 1;
      refresh = g_bytes_new (hash, sizeof hash);
      session->device = g_strdup ("Laptop");
      g_assert_true (reeve_sessions_insert (tx, session, people->pdata[i], "thumbprint", "complete", refresh,
                                            now + REEVE_DAY, 0, &error));
      g_assert_true (reeve_session_uses_note (tx, session->id, people->pdata[i], device->workspace,
                                              "192.0.2.9", now, &error));
    }
  g_assert_true (reeve_tx_commit (tx, &error));
}

static char *
contain (Device *device, char **people, guint n)
{
  ReeveCaseReport *body = reeve_case_report_new ();
  g_autoptr (Answer) answer = NULL;
  g_autoptr (GStrvBuilder) some = g_strv_builder_new ();

  for (guint i = 0; i < n; i++)
    g_strv_builder_add (some, people[i]);
  body->people = g_strv_builder_end (some);
  answer = device_call (device, cases_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_CASE (answer->reply)->id);
}

static void
instruct (Device *device, const char *id)
{
  ReeveCaseInstruction *body = reeve_case_instruction_new ();
  g_autoptr (Answer) answer = NULL;

  body->decision = "release";
  body->reason = g_strdup ("a false alarm");
  answer = device_call (device, cases_instruct, .object = id, .body = body);
  assert_done (answer);
}

static void
commit_nothing (Device *device)
{
  ReeveInstallation *installation = device->fixture->installation;
  ReeveDb *dbs[] = { reeve_installation_get_workspace (installation, device->workspace),
                     reeve_installation_get_directory (installation) };

  for (guint i = 0; i < G_N_ELEMENTS (dbs); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveTx) tx =
        reeve_db_begin (dbs[i], REEVE_TX_WRITE, g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);

      g_assert_no_error (error);
      g_assert_true (reeve_tx_commit (tx, &error));
    }
}

int
main (int argc, char **argv)
{
  guint64 n = 10000;
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (GPtrArray) people = NULL;
  g_autofree char *all = NULL;
  gint64 begun;

  if (argc > 1)
    g_assert_true (g_ascii_string_to_unsigned (argv[1], 10, ONES + 1, REEVE_CASE_PEOPLE, &n, NULL));
  import (hana, (guint) n);
  people = list_people (hana);
  sign_in_all (hana, people);
  begun = g_get_monotonic_time ();
  for (guint i = 0; i < ONES; i++)
    commit_nothing (hana);
  say ("two empty commits", begun, ONES);
  begun = g_get_monotonic_time ();
  for (guint i = 0; i < ONES; i++)
    {
      g_autofree char *one = contain (hana, (char **) people->pdata + i, 1);
    }
  say ("contain one", begun, ONES);
  begun = g_get_monotonic_time ();
  all = contain (hana, (char **) people->pdata + ONES, people->len - ONES);
  say ("contain all the others", begun, 1);
  begun = g_get_monotonic_time ();
  instruct (hana, all);
  say ("release all the others", begun, 1);
  return 0;
}
