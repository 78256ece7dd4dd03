/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the record costs: time-record N [DAYS [FOLDER]] fills DAYS of N events, encrypted, with all indexes
 * and proofs, asks what administrators ask, and prints names and figures. FOLDER is kept, and read again the
 * next time instead of being filled. The events are those of life.h.
 *
 * REEVE_BENCH_FOREIGN is how many of a hundred are lines of an SSH server instead, each with a text that no
 * other one has; then free text in these is asked for, too. */

#include "config.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "common/clock.h"
#include "common/log-query.h"
#include "common/merkle.h"
#include "service/store/access-blocks.h"
#include "service/store/access-read.h"
#include "tests/bench/life.h"
#include "tests/service/store/scratch.h"

#define BATCH 8000
#define START (G_GINT64_CONSTANT (1764547200) * G_USEC_PER_SEC) /* 2025-12-01 */

static ReeveSecret *
find_key_cb (const char *workspace G_GNUC_UNUSED, gpointer data)
{
  return reeve_secret_ref (data);
}

static double
get_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double
get_bytes (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "w", NULL);
  g_autoptr (GDir) files = g_dir_open (path, 0, NULL);
  const char *name;
  double bytes = 0;

  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      GStatBuf status;

      if (g_stat (file, &status) == 0)
        bytes += (double) status.st_size;
    }
  return bytes;
}

static void
time_proofs (ReeveAccessLog *log)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveLedger) ledger =
    reeve_access_files_open_ledger (reeve_access_log_get_files (log), "w", &error);
  guint64 size = reeve_ledger_get_size (ledger);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GArray) proof = reeve_ledger_prove_consistency (ledger, size / 3 | 1, size, &error);

  g_assert_no_error (error);
  printf ("prove_ms %.3f\n", (double) (g_get_monotonic_time () - start) / 1e3);
  printf ("proof_bytes %u\n", proof->len * REEVE_MERKLE_BYTES);
}

/* --- Reading --- */

#define ASKED 101

typedef gboolean (*AskFunc) (ReeveAccessFiles *files, const ReeveAccessQuestion *question);

static gboolean
ask_newest (ReeveAccessFiles *files, const ReeveAccessQuestion *question)
{
  gint64 reached;
  g_autoptr (GPtrArray) lines = reeve_access_read (files, question, FALSE, 100, &reached, NULL);

  return lines != NULL;
}

static gboolean
ask_histogram (ReeveAccessFiles *files, const ReeveAccessQuestion *question)
{
  g_autoptr (ReeveAccessHistogram) histogram = reeve_access_count (files, question, REEVE_HOUR, NULL);

  return histogram != NULL;
}

static gboolean
ask_facets (ReeveAccessFiles *files, const ReeveAccessQuestion *question)
{
  g_autoptr (ReeveAccessFacets) facets = reeve_access_list_facets (files, question, 10, NULL);

  return facets != NULL;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

/* Median and worst of many; @make makes the text of the query of each. The first, which reads the words of
 * all days, is told by itself. */
static void
time_asking (ReeveAccessLog *log,
             Life *life,
             const char *name,
             guint64 days,
             AskFunc ask,
             char *(*make) (Life *life, guint round))
{
  double times[ASKED];
  double first = 0;

  for (guint i = 0; i <= ASKED; i++)
    {
      g_autofree char *text = make (life, i);
      g_autoptr (ReeveLogQuery) query = reeve_log_query_parse (text, &(ReeveLogClock) { .now = START });
      const ReeveAccessQuestion question = { "w", query, START, START + (gint64) days * REEVE_DAY,
                                             g_get_monotonic_time () + REEVE_MINUTE };
      gint64 start = g_get_monotonic_time ();
      double took;

      g_assert_true (ask (reeve_access_log_get_files (log), &question));
      took = (double) (g_get_monotonic_time () - start) / 1e3;
      if (i == 0)
        first = took;
      else
        times[i - 1] = took;
    }
  qsort (times, ASKED, sizeof *times, compare_times);
  printf ("%s_ms %.3f\n%s_p99_ms %.3f\n%s_first_ms %.3f\n", name, times[ASKED / 2], name, times[ASKED - 2],
          name, first);
}

static char *
make_nothing (Life *life G_GNUC_UNUSED, guint round G_GNUC_UNUSED)
{
  return g_strdup ("");
}

static char *
make_person (Life *life, guint round G_GNUC_UNUSED)
{
  return g_strdup_printf ("who:%s", (const char *) life->people->pdata[life_pick (life, LIFE_PEOPLE)]);
}

static char *
make_address (Life *life, guint round G_GNUC_UNUSED)
{
  guint person = life_pick (life, LIFE_PEOPLE);

  return g_strdup_printf ("ip:10.%u.%u.%u", person % 7, person / 256 % 256, person % 256);
}

static char *
make_network (Life *life, guint round G_GNUC_UNUSED)
{
  return g_strdup_printf ("ip:10.%u.%u.0/24", (guint) g_rand_int_range (life->chance, 0, 7),
                          (guint) g_rand_int_range (life->chance, 0, LIFE_PEOPLE / 256));
}

static char *
make_object (Life *life, guint round G_GNUC_UNUSED)
{
  return g_strdup_printf ("object:%s",
                          (const char *) life->objects->pdata[life_pick (life, life->objects->len)]);
}

/* Names, agents, reasons, parts of addresses, and what nobody ever said. */
static char *
make_text (Life *life, guint round)
{
  switch (round % 5)
    {
    case 0:
      return g_strdup_printf ("person%u@", life_pick (life, LIFE_PEOPLE));
    case 1:
      return g_strdup ("forbidden firefox");
    case 2:
      return g_strdup_printf ("nothing%u", round);
    case 3:
      return g_strdup_printf ("\"Person %u\" users", life_pick (life, LIFE_PEOPLE));
    default:
      return g_strdup_printf ("10.3.%u.", (guint) g_rand_int_range (life->chance, 0, 30));
    }
}

/* What is in a third of them, in few, in one and in none. */
static char *
make_foreign_text (Life *life, guint round)
{
  switch (round % 4)
    {
    case 0:
      return g_strdup ("publickey");
    case 1:
      return g_strdup_printf ("admin%u", life_pick (life, 300));
    case 2:
      return g_strdup_printf ("\"port %d\"", g_rand_int_range (life->chance, 32768, 61000));
    default:
      return g_strdup_printf ("nothing%u", round);
    }
}

/* Of a name in few, of a number in one or two, of nothing. */
static char *
make_foreign_name (Life *life, guint round G_GNUC_UNUSED)
{
  return make_foreign_text (life, 1);
}

static char *
make_foreign_number (Life *life, guint round G_GNUC_UNUSED)
{
  return make_foreign_text (life, 2);
}

static char *
make_foreign_nothing (Life *life, guint round)
{
  return make_foreign_text (life, 4 * round + 3);
}

static char *
make_failures (Life *life G_GNUC_UNUSED, guint round G_GNUC_UNUSED)
{
  return g_strdup ("result:refused action:sign-in");
}

static void
time_reading (ReeveAccessLog *log, Life *life, guint64 days)
{
  time_asking (log, life, "newest", days, ask_newest, make_nothing);
  time_asking (log, life, "person", days, ask_newest, make_person);
  time_asking (log, life, "address", days, ask_newest, make_address);
  time_asking (log, life, "network", days, ask_newest, make_network);
  time_asking (log, life, "object", days, ask_newest, make_object);
  time_asking (log, life, "text", days, ask_newest, make_text);
  if (life->foreign > 0)
    {
      time_asking (log, life, "foreign_text", days, ask_newest, make_foreign_text);
      time_asking (log, life, "foreign_name", days, ask_newest, make_foreign_name);
      time_asking (log, life, "foreign_number", days, ask_newest, make_foreign_number);
      time_asking (log, life, "foreign_nothing", days, ask_newest, make_foreign_nothing);
      time_asking (log, life, "foreign_histogram", days, ask_histogram, make_foreign_number);
    }
  time_asking (log, life, "failures", days, ask_newest, make_failures);
  time_asking (log, life, "histogram", days, ask_histogram, make_nothing);
  time_asking (log, life, "histogram_person", days, ask_histogram, make_person);
  time_asking (log, life, "histogram_failures", days, ask_histogram, make_failures);
  time_asking (log, life, "facets", days, ask_facets, make_nothing);
  time_asking (log, life, "facets_person", days, ask_facets, make_person);
}

static void
run_on (ReeveDb *db, const char *sql)
{
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);

  run (tx, sql);
  commit (tx);
}

/* The newest day's lines come into blocks anew, as those of an older one do, in steps such as the writer
 * takes. */
static void
time_filling (ReeveAccessLog *log, guint64 days)
{
  g_autoptr (ReeveAccessDay) day = reeve_access_files_open_day (
    reeve_access_log_get_files (log), "w", START / REEVE_DAY + (gint64) days - 1, FALSE, NULL);
  ReeveDb *db = reeve_access_day_get_db (day);
  gint64 start = g_get_monotonic_time ();
  gint64 longest = 0;
  gboolean done = FALSE;
  gint64 lines;
  ReeveTx *tx;

  run_on (db, "DELETE FROM blocks");
  run_on (db, "UPDATE day SET in_blocks = 0");
  while (!done)
    {
      gint64 begun = g_get_monotonic_time ();

      tx = begin (db, REEVE_TX_WRITE);
      g_assert_true (reeve_access_blocks_fill (tx, 20000, begun + 20 * G_TIME_SPAN_MILLISECOND, &done, NULL));
      commit (tx);
      longest = MAX (longest, g_get_monotonic_time () - begun);
    }
  tx = begin (db, REEVE_TX_READ);
  lines = query_int (tx, "SELECT count(*) FROM events WHERE source IS NOT NULL");
  printf ("fill_lines_per_s %.0f\n", (double) lines / ((double) (g_get_monotonic_time () - start) / 1e6));
  printf ("fill_longest_step_ms %.3f\n", (double) longest / 1e3);
  printf ("lines_per_block %.1f\n", (double) lines / (double) query_int (tx, "SELECT count(*) FROM blocks"));
  reeve_tx_end (tx);
}

static void
time_dropping (const char *folder, ReeveSecret *key)
{
  g_autoptr (ReeveAccessLog) log = reeve_access_log_new (folder, find_key_cb, NULL, key);
  ReeveAccessFiles *files = reeve_access_log_get_files (log);
  g_autoptr (GArray) days = reeve_access_files_list_days (files, "w");
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  if (!reeve_access_files_remove_day (files, "w", g_array_index (days, gint64, days->len - 1), &error))
    g_error ("%s", error->message);
  printf ("drop_ms %.3f\n", (double) (g_get_monotonic_time () - start) / 1e3);
}

static void
fill (ReeveAccessLog *log, Life *life, guint64 n, guint64 days)
{
  double seconds = get_seconds ();
  gint64 start = g_get_monotonic_time ();

  for (guint64 i = 0; i < n; i++)
    {
      gint64 time = START + (gint64) ((double) i / (double) n * (double) days * (double) REEVE_DAY);

      if (life->foreign > 0 && g_rand_int_range (life->chance, 0, 100) < life->foreign)
        life_append_foreign (life, log, "w", time);
      else
        life_append (life, log, "w", time);
      if (i % BATCH == BATCH - 1)
        reeve_access_log_flush (log);
    }
  reeve_access_log_flush (log);
  printf ("ingest_per_s %.0f\n", (double) n / ((double) (g_get_monotonic_time () - start) / 1e6));
  printf ("ingest_per_core_s %.0f\n", (double) n / (get_seconds () - seconds));
  g_assert_cmpint (reeve_access_log_get_lost (log), ==, 0);
}

int
main (int argc, char **argv)
{
  g_auto (Scratch) scratch = { 0 };
  g_autofree char *folder = NULL;
  ReeveAccessLog *log;
  g_auto (Life) life = { 0 };
  guint64 n = 1000000;
  guint64 days = 30;
  gboolean filled = FALSE;

  if (argc > 1)
    g_assert_true (g_ascii_string_to_unsigned (argv[1], 10, 1000, 100000000, &n, NULL));
  if (argc > 2)
    g_assert_true (g_ascii_string_to_unsigned (argv[2], 10, 1, 365, &days, NULL));
  scratch_init (&scratch);
  folder = argc > 3 ? g_strdup (argv[3]) : scratch_path (&scratch, "log");
  filled = g_file_test (folder, G_FILE_TEST_IS_DIR);
  if (!filled)
    g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  life_init (&life);
  if (g_getenv ("REEVE_BENCH_FOREIGN") != NULL)
    life.foreign = (gint32) g_ascii_strtoull (g_getenv ("REEVE_BENCH_FOREIGN"), NULL, 10);
  log = reeve_access_log_new (folder, find_key_cb, NULL, scratch.key);
  if (!filled)
    fill (log, &life, n, days);
  time_proofs (log);
  time_reading (log, &life, days);
  if (life.foreign > 0)
    time_filling (log, days);
  reeve_access_log_free (log);
  /* of all the days, and without what waits in their logs */
  printf ("bytes_per_event %.1f\n", get_bytes (folder) / (double) n);
  if (argc <= 3)
    time_dropping (folder, scratch.key);
  scratch_clear (&scratch);
  return 0;
}
