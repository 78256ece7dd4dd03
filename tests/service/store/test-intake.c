/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Events of other systems: whoever brings them hears what became of each, they come in once, and neither many
 * of them nor odd ones keep Reeve's own events out. */

#include "config.h"

#include <glib/gstdio.h>

#include "common/clock.h"
#include "scratch-log.h"

#define NOON    (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC + REEVE_DAY / 2) /* of 2026-01-01 */
#define TODAY   (NOON / REEVE_DAY)
#define PATIENT (600 * G_TIME_SPAN_SECOND)

/* --- Events --- */

static GPtrArray *
make_events (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_event_free);
}

/* @source: (nullable): one that is Reeve's own */
static void
add_event (GPtrArray *events, gint64 time, const char *source, const char *source_id)
{
  const ReeveAccessEvent event = {
    .time = time, .action = "sign-in", .actor = "ada", .source = source, .source_id = source_id
  };

  g_ptr_array_add (events, reeve_access_event_copy (&event));
}

static void
add_numbered (GPtrArray *events, gint64 time, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      add_event (events, time, "okta", id);
    }
}

static ReeveAccessIntake
ingest (ScratchLog *world, const char *workspace, GPtrArray *events)
{
  g_autoptr (GError) error = NULL;
  ReeveAccessIntake intake;

  g_assert_true (reeve_access_log_ingest (world->log, workspace, events, REEVE_ACCESS_LOG_DAYS,
                                          g_get_monotonic_time () + PATIENT, &intake, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (intake.taken + intake.known + intake.refused + intake.lost, ==, events->len);
  return intake;
}

static gint64
ask_day (ScratchLog *world, gint64 number, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessDay) day =
    reeve_access_files_open_day (scratch_log_get_files (world), "w", number, FALSE, &error);
  g_autoptr (ReeveTx) tx = NULL;
  gint64 value;

  g_assert_no_error (error);
  tx = begin (reeve_access_day_get_db (day), REEVE_TX_READ);
  g_assert_true (reeve_statement_read_int (reeve_tx_prepare (tx, sql, &error), &value, &error));
  g_assert_no_error (error);
  return value;
}

static guint
count_days (ScratchLog *world)
{
  g_autoptr (GArray) days = reeve_access_files_list_days (scratch_log_get_files (world), "w");

  return days->len;
}

/* --- Cases --- */

/* Each call tells what was new; what it took is there when it returns. */
static void
test_known_once (void)
{
  g_auto (ScratchLog) world = { 0 };
  g_autoptr (GPtrArray) events = make_events ();
  ReeveAccessIntake intake;

  scratch_log_init (&world, NOON);
  add_numbered (events, NOON - REEVE_DAY, 3);
  add_event (events, NOON, "okta", "a");
  add_event (events, NOON, "okta", "a");
  add_event (events, NOON, "sshd web1", "a");
  intake = ingest (&world, "w", events);
  g_assert_cmpuint (intake.taken, ==, 5);
  g_assert_cmpuint (intake.known, ==, 1);
  g_assert_cmpint (ask_day (&world, TODAY, "SELECT count(*) FROM events"), ==, 2);
  g_assert_cmpint (ask_day (&world, TODAY - 1, "SELECT count(*) FROM events"), ==, 3);

  intake = ingest (&world, "w", events);
  g_assert_cmpuint (intake.taken, ==, 0);
  g_assert_cmpuint (intake.known, ==, 6);
  g_assert_cmpint (ask_day (&world, TODAY, "SELECT sum(n) FROM hours"), ==, 2);
  g_assert_cmpint (ask_day (&world, TODAY, "SELECT count(*) FROM events WHERE source IS NULL"), ==, 0);
}

/* Whoever brings an event under the id of another one, before it or after, hides nothing: both are there,
 * once. */
static void
test_same_id (void)
{
  ReeveAccessEvent event = { .time = NOON,
                             .action = "sign-in",
                             .actor = "eve",
                             .address = "192.0.2.66",
                             .source = "okta",
                             .source_id = "7" };
  g_auto (ScratchLog) world = { 0 };
  g_autoptr (GPtrArray) forged = make_events ();
  g_autoptr (GPtrArray) real = make_events ();
  g_autoptr (GPtrArray) later = make_events ();

  scratch_log_init (&world, NOON);
  g_ptr_array_add (real, reeve_access_event_copy (&event));
  event.actor = "ada";
  g_ptr_array_add (forged, reeve_access_event_copy (&event));
  event.actor = "eve";
  event.time -= REEVE_HOUR;
  g_ptr_array_add (later, reeve_access_event_copy (&event));
  for (guint round = 0; round < 2; round++)
    {
      g_assert_cmpuint (ingest (&world, "w", forged).taken, ==, round == 0);
      g_assert_cmpuint (ingest (&world, "w", real).taken, ==, round == 0);
      g_assert_cmpuint (ingest (&world, "w", later).taken, ==, round == 0);
    }
  g_assert_cmpint (ask_day (&world, TODAY, "SELECT count(*) FROM events"), ==, 3);
  g_assert_cmpint (ask_day (&world, TODAY, "SELECT count(*) FROM events WHERE source_id GLOB '7~*'"), ==, 2);
  g_assert_cmpint (ask_day (&world, TODAY, "SELECT n FROM words WHERE kind = 'source'"), ==, 3);
}

/* A day that is not kept never gets a file, nor does one to come. */
static void
test_outside (void)
{
  static const struct
  {
    gint64 time;
    const char *why;
  } cases[] = {
    { 0, "too_old" },
    { -1, "too_old" },
    { G_MININT64, "too_old" },
    { NOON - 31 * REEVE_DAY, "too_old" },
    { (TODAY - REEVE_ACCESS_LOG_DAYS) * REEVE_DAY - 1, "too_old" },
    { (TODAY - REEVE_ACCESS_LOG_DAYS) * REEVE_DAY, NULL },
    { NOON, NULL },
    { NOON + REEVE_ACCESS_LOG_AHEAD, NULL },
    { NOON + REEVE_ACCESS_LOG_AHEAD + 1, "too_new" },
    { G_MAXINT64, "too_new" },
  };
  g_auto (ScratchLog) world = { 0 };
  g_autoptr (GPtrArray) outside = make_events ();
  g_autoptr (GPtrArray) inside = make_events ();

  scratch_log_init (&world, NOON);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpstr (reeve_access_log_judge (cases[i].time, NOON, REEVE_ACCESS_LOG_DAYS), ==, cases[i].why);
      add_event (cases[i].why != NULL ? outside : inside, cases[i].time, "okta", NULL);
    }
  g_assert_cmpstr (reeve_access_log_judge ((TODAY - 365) * REEVE_DAY, NOON, 365), ==, NULL);
  g_assert_cmpstr (reeve_access_log_judge ((TODAY - 365) * REEVE_DAY - 1, NOON, 365), ==, "too_old");
  g_assert_cmpuint (ingest (&world, "w", outside).refused, ==, outside->len);
  g_assert_cmpuint (count_days (&world), ==, 0);
  g_assert_cmpuint (ingest (&world, "w", inside).taken, ==, inside->len);
  g_assert_cmpuint (count_days (&world), ==, 2);
}

static void
test_no_workspace (void)
{
  g_auto (ScratchLog) world = { 0 };
  g_autoptr (GPtrArray) events = make_events ();

  scratch_log_init (&world, NOON);
  add_event (events, NOON, "okta", "1");
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*lost*");
  g_assert_cmpuint (ingest (&world, "nowhere", events).lost, ==, 1);
  g_test_assert_expected_messages ();
  /* Who brought them was told: nothing is lost unknown. */
  g_assert_cmpint (reeve_access_log_get_lost (world.log), ==, 0);
}

/* Logs that tell the time by the second: all are kept, each with an id of its day, in their order. */
static void
test_same_time (void)
{
  g_auto (ScratchLog) world = { 0 };
  g_autoptr (GPtrArray) events = make_events ();
  g_autoptr (GPtrArray) late = make_events ();
  const guint n = 4000;

  scratch_log_init (&world, NOON);
  add_numbered (events, NOON - REEVE_HOUR, n);
  g_assert_cmpuint (ingest (&world, "w", events).taken, ==, n);
  g_assert_cmpint (ask_day (&world, TODAY,
                            "SELECT count(*) FROM events AS a JOIN events AS b ON b.id = a.id + 1 "
                            "WHERE CAST (b.source_id AS INTEGER) = CAST (a.source_id AS INTEGER) + 1"),
                   ==, n - 1);

  /* The last microsecond of yesterday: there is none after it. */
  for (guint i = 0; i < n; i++)
    add_event (late, TODAY * REEVE_DAY - 1, "okta", NULL);
  g_assert_cmpuint (ingest (&world, "w", late).taken, ==, n);
  g_assert_cmpint (ask_day (&world, TODAY - 1, "SELECT count(*) FROM events"), ==, n);
  g_assert_cmpint (ask_day (&world, TODAY - 1, "SELECT max(id) FROM events"), ==, TODAY * REEVE_DAY - 1);
}

/* Times that run into each other's ids cost no more: a hostile log must not hold the writer up. */
static void
test_runs (void)
{
  g_auto (ScratchLog) world = { 0 };
  g_autoptr (GPtrArray) same = make_events ();
  g_autoptr (GPtrArray) spread = make_events ();
  const guint n = REEVE_ACCESS_LOG_INTAKE;

  scratch_log_init (&world, NOON);
  for (guint i = 0; i < n; i++)
    {
      add_event (same, NOON - 1, "okta", NULL);
      add_event (spread, NOON - 1 + i, "okta", NULL);
    }
  g_assert_cmpuint (ingest (&world, "w", same).taken, ==, n);
  g_assert_cmpuint (ingest (&world, "w", spread).taken, ==, n);
  g_assert_cmpint (ask_day (&world, TODAY, "SELECT max(id) - min(id) + 1 FROM events"), ==, 2 * n);
}

/* --- Back-pressure --- */

typedef struct
{
  ScratchLog *world;
  GPtrArray *events;
  gint *n_refused; /* atomic, of all */
  ReeveAccessIntake intake;
} Bringer;

static gpointer
bring (gpointer data)
{
  Bringer *self = data;

  while (TRUE)
    {
      g_autoptr (GError) error = NULL;

      if (reeve_access_log_ingest (self->world->log, "w", self->events, REEVE_ACCESS_LOG_DAYS,
                                   g_get_monotonic_time () + REEVE_SECOND / 20, &self->intake, &error))
        return NULL;
      assert_reeve_error (error, REEVE_ERROR_BUSY, "intake");
      g_assert_cmpint (reeve_error_get_retry_after_ms (error), >, 0);
      g_atomic_int_inc (self->n_refused);
    }
}

/* While the disk keeps the writer busy: so much waits and no more, Reeve's own events go on being taken, and
 * nothing that was refused was half done. */
static void
test_back_pressure (void)
{
  g_auto (ScratchLog) world = { 0 };
  g_autoptr (ReeveAccessDay) day = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) own = make_events ();
  Bringer bringers[4] = { 0 };
  GThread *threads[G_N_ELEMENTS (bringers)];
  ReeveTx *tx;
  gint n_refused = 0;

  scratch_log_init (&world, NOON);
  day = reeve_access_files_open_day (scratch_log_get_files (&world), "w", TODAY, TRUE, &error);
  g_assert_no_error (error);
  tx = begin (reeve_access_day_get_db (day), REEVE_TX_WRITE);
  for (guint i = 0; i < G_N_ELEMENTS (bringers); i++)
    {
      bringers[i] = (Bringer) { .world = &world, .events = make_events (), .n_refused = &n_refused };
      for (guint j = 0; j < REEVE_ACCESS_LOG_INTAKE; j++)
        add_event (bringers[i].events, NOON - 1000 * i, "okta", NULL);
      threads[i] = g_thread_new ("bringer", bring, &bringers[i]);
    }
  while (g_atomic_int_get (&n_refused) == 0)
    g_usleep (1000);
  add_event (own, NOON, NULL, NULL);
  for (guint i = 0; i < 1000; i++)
    reeve_access_log_append (world.log, "w", own->pdata[0]);
  reeve_tx_end (tx);
  for (guint i = 0; i < G_N_ELEMENTS (bringers); i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (bringers[i].intake.taken, ==, REEVE_ACCESS_LOG_INTAKE);
      g_ptr_array_unref (bringers[i].events);
    }
  reeve_access_log_flush (world.log);
  g_assert_cmpint (reeve_access_log_get_lost (world.log), ==, 0);
  g_assert_cmpint (ask_day (&world, TODAY, "SELECT count(*) FROM events WHERE source IS NULL"), ==, 1000);
  g_assert_cmpint (ask_day (&world, TODAY, "SELECT count(*) FROM events WHERE source IS NOT NULL"), ==,
                   G_N_ELEMENTS (bringers) * REEVE_ACCESS_LOG_INTAKE);
}

typedef struct
{
  ScratchLog *world;
  GPtrArray *events;
  gint done;
} Many;

static gpointer
append_many (gpointer data)
{
  Many *self = data;

  reeve_access_log_append_many (self->world->log, "w", self->events);
  g_atomic_int_set (&self->done, 1);
  return NULL;
}

/* More of Reeve's own than the queue holds, by who can wait: they do, and who cannot finds room. */
static void
test_many (void)
{
  g_auto (ScratchLog) world = { 0 };
  g_autoptr (ReeveAccessDay) day = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) own = make_events ();
  Many many = { .world = &world, .events = make_events () };
  GThread *thread;
  ReeveTx *tx;

  scratch_log_init (&world, NOON);
  day = reeve_access_files_open_day (scratch_log_get_files (&world), "w", TODAY, TRUE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 45000; i++)
    add_event (many.events, NOON + i, NULL, NULL);
  add_event (own, NOON, NULL, NULL);
  tx = begin (reeve_access_day_get_db (day), REEVE_TX_WRITE);
  thread = g_thread_new ("many", append_many, &many);
  for (guint i = 0; i < 9000; i++)
    reeve_access_log_append (world.log, "w", own->pdata[0]);
  g_assert_cmpint (g_atomic_int_get (&many.done), ==, 0);
  reeve_tx_end (tx);
  g_thread_join (thread);
  g_assert_cmpuint (many.events->len, ==, 0);
  g_ptr_array_unref (many.events);
  reeve_access_log_flush (world.log);
  g_assert_cmpint (reeve_access_log_get_lost (world.log), ==, 0);
  g_assert_cmpint (ask_day (&world, TODAY, "SELECT count(*) FROM events"), ==, 45000 + 9000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/intake/known-once", test_known_once);
  g_test_add_func ("/store/intake/same-id", test_same_id);
  g_test_add_func ("/store/intake/outside", test_outside);
  g_test_add_func ("/store/intake/no-workspace", test_no_workspace);
  g_test_add_func ("/store/intake/same-time", test_same_time);
  g_test_add_func ("/store/intake/runs", test_runs);
  g_test_add_func ("/store/intake/back-pressure", test_back_pressure);
  g_test_add_func ("/store/intake/many", test_many);
  return g_test_run ();
}
