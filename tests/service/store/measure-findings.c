/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Measures lists of findings in a workspace of 100,000 (or as many as the argument says), through SQLCipher.
 * Not a test: prints milliseconds, best and median of some tries, on a warm connection. */

#include "config.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/role.h"
#include "scratch.h"
#include "service/store/findings.h"

static const char *const rules[] = { "brute-force", "password-spray", "many-networks", "mass-read",
                                     "off-hours-administration" };

static void
fill (ReeveDb *db, guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ReeveFinding) finding = reeve_finding_new ();
      g_autoptr (GStrvBuilder) events = g_strv_builder_new ();
      g_autoptr (GError) error = NULL;
      gboolean is_new;

      finding->rule = g_strdup (i % 5000 == 0 ? "token-theft" : rules[g_rand_int_range (rand, 0, 5)]);
      finding->technique = g_strdup ("T1110.001");
      finding->severity =
        i % 5000 == 0 ? "critical" : reeve_finding_severities[g_rand_int_range (rand, 0, 3)];
      finding->raised = 1700000000000000 + (gint64) i * REEVE_MINUTE;
      finding->person = g_strdup_printf ("person-%d", g_rand_int_range (rand, 0, 2000));
      finding->person_name =
        g_strdup_printf ("Somebody %s <%s@example.org>", finding->person, finding->person);
      finding->key = g_strdup (finding->person);
      finding->address = g_strdup_printf ("192.0.%d.%d", g_rand_int_range (rand, 0, 20), i % 250);
      finding->numbers = g_strsplit ("failures=20 window=3600000000", " ", 0);
      for (guint j = 0; j < 20; j++)
        g_strv_builder_take (events, g_strdup_printf ("%" G_GINT64_FORMAT, finding->raised - j));
      finding->events = g_strv_builder_end (events);
      finding->state = i % 20 == 0    ? "open"
                       : i % 777 == 0 ? "breach"
                       : i % 50 == 1  ? "follow_up"
                       : i % 2 == 0   ? "muted"
                                      : "expected";
      finding->due = g_str_equal (finding->state, "follow_up") ? finding->raised : 0;
      g_assert_true (reeve_findings_insert (tx, finding, &is_new, &error));
    }
  commit (tx);
  g_print ("%u findings written in %.1f s\n", n, (double) (g_get_monotonic_time () - start) / 1e6);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : 1;
}

typedef ReeveListing *(*List) (ReeveTx *tx, const ReeveQuery *query, GError **error);

static void
measure (ReeveDb *db, const char *question, gboolean groups)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveQuery) query =
    groups
      ? reeve_query_from_string (question, reeve_finding_group_sorts, reeve_finding_group_filters, &error)
      : reeve_query_from_string (question, reeve_finding_sorts, reeve_finding_filters, &error);
  List list = groups ? reeve_findings_list_groups : reeve_findings_list;
  gint64 times[21];
  gint64 total = 0;
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (ReeveTx) tx = begin (db, REEVE_TX_READ);
      g_autoptr (ReeveListing) listing = list (tx, query, &error);

      g_assert_no_error (error);
      times[i] = g_get_monotonic_time () - start;
      total = listing->total;
      n = listing->items->len;
    }
  qsort (times, G_N_ELEMENTS (times), sizeof *times, compare_times);
  g_print ("%s%-44s %8.2f %8.2f ms   %3u of %" G_GINT64_FORMAT "\n", groups ? "groups?" : "", question,
           (double) times[0] / 1000, (double) times[G_N_ELEMENTS (times) / 2] / 1000, n, total);
}

static void
tell (const char *what, gint64 start, guint n)
{
  g_print ("%-44s %8.2f ms   %u\n", what, (double) (g_get_monotonic_time () - start) / 1000, n);
}

/* What is seldom done: somebody's own file, 200 people who leave the bin, and a step of what is old. */
static void
measure_leaving (ReeveDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = begin (db, REEVE_TX_WRITE);
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) about = NULL;
  g_autoptr (GPtrArray) forgotten = NULL;
  g_autoptr (GPtrArray) purged = NULL;
  gint64 start = g_get_monotonic_time ();

  about = reeve_findings_list_about (tx, "person-77", "person-77@example.org", 10000, &error);
  g_assert_no_error (error);
  tell ("about one person", start, about->len);
  for (guint i = 0; i < 200; i++)
    {
      ReeveRolePerson *person = reeve_role_person_new ();

      person->id = g_strdup_printf ("person-%u", i);
      person->email = g_strdup_printf ("person-%u@example.org", i);
      g_ptr_array_add (people, person);
    }
  start = g_get_monotonic_time ();
  forgotten = reeve_findings_forget (tx, people, &error);
  g_assert_no_error (error);
  tell ("200 people forgotten", start, forgotten->len);
  run (tx, "INSERT INTO log_reviews (id, version, since, until, due, overdue, state, signatures, signed_at, "
           "second_at, events, events_looked, findings, findings_decided) VALUES ('r', 1, 0, "
           "9000000000000000, 0, 0, 'signed', 1, 1, 0, 0, 0, 0, 0)");
  start = g_get_monotonic_time ();
  purged = reeve_findings_purge (tx, G_GINT64_CONSTANT (9000000000000000), 500, &error);
  g_assert_no_error (error);
  tell ("a step of the purge", start, purged->len);
  start = g_get_monotonic_time ();
  g_clear_pointer (&purged, g_ptr_array_unref);
  purged = reeve_findings_purge (tx, 0, 500, &error);
  tell ("a step of the purge that finds nothing", start, purged->len);
}

int
main (int argc, char **argv)
{
  static const char *const questions[] = { "",
                                           "state=undecided",
                                           "state=open",
                                           "state=follow_up",
                                           "sort=due",
                                           "state=muted",
                                           "state=breach",
                                           "sort=-raised",
                                           "severity=critical",
                                           "severity=low&state=undecided",
                                           "rule=token-theft",
                                           "rule=token-theft&state=undecided",
                                           "person=person-77",
                                           "address=192.0.7.44",
                                           "since=2023-12-01T00:00:00Z&until=2023-12-02T00:00:00Z",
                                           NULL };
  static const char *const groupings[] = { "by=person&state=undecided", "by=address&state=undecided",
                                           "by=person", NULL };
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  guint64 n = 100000;

  if (argc > 1 && !g_ascii_string_to_unsigned (argv[1], 10, 1, 10000000, &n, NULL))
    g_error ("say: measure-findings [N]");
  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  fill (db, (guint) n);
  for (guint i = 0; questions[i] != NULL; i++)
    measure (db, questions[i], FALSE);
  for (guint i = 0; groupings[i] != NULL; i++)
    measure (db, groupings[i], TRUE);
  measure_leaving (db);
  return EXIT_SUCCESS;
}
