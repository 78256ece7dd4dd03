/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Counts that are out of patience say how far they came, and who goes on from there gets the rest: each event
 * once, however the pieces lie in days and bars. */

#include "config.h"

#include "common/clock.h"
#include "scratch-log.h"
#include "service/store/access-read.h"

#define NOON    (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC + REEVE_DAY / 2) /* of 2026-01-01 */
#define FULL    60000 /* events of the last day: more than are looked at in one go */
#define FEW     300   /* of each of the days before */
#define DAYS    4
#define BATCH   5000  /* fewer than may wait */
#define LOOKED  20000 /* events that facets are made of at most */
#define NO_TIME 1     /* microseconds of patience */

static void
add_day (ScratchLog *world, guint day, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const ReeveAccessEvent event = {
        .time = (NOON / REEVE_DAY - DAYS + 1 + day) * REEVE_DAY + (gint64) i * (REEVE_DAY / n),
        .status = i % 3 == 0 ? 500 : 200,
        .result = i % 3 == 0 ? REEVE_ACCESS_ERROR : REEVE_ACCESS_OK,
        .action = "user.read",
        .route = "GET /v1/workspaces/{workspace}/users",
      };

      reeve_access_log_append (world->log, "w", &event);
      if (i % BATCH == 0)
        reeve_access_log_flush (world->log);
    }
}

static void
fill (ScratchLog *world)
{
  scratch_log_init (world, NOON + REEVE_DAY / 2 - REEVE_SECOND);
  for (guint day = 0; day < DAYS; day++)
    add_day (world, day, day == DAYS - 1 ? FULL : FEW);
  reeve_access_log_flush (world->log);
  g_assert_cmpint (reeve_access_log_get_lost (world->log), ==, 0);
}

static ReeveAccessQuestion
ask (const ReeveLogQuery *query, gint64 patience)
{
  return (ReeveAccessQuestion) {
    .workspace = "w",
    .query = query,
    .from = (NOON / REEVE_DAY - DAYS + 1) * REEVE_DAY,
    .to = (NOON / REEVE_DAY + 1) * REEVE_DAY,
    .deadline = soon (),
    .patience = patience,
  };
}

static ReeveAccessHistogram *
count (ScratchLog *world, const ReeveAccessQuestion *question, gint64 bucket)
{
  g_autoptr (GError) error = NULL;
  ReeveAccessHistogram *histogram =
    reeve_access_count (scratch_log_get_files (world), question, bucket, &error);

  g_assert_no_error (error);
  return histogram;
}

/* (transfer full): in pieces; @n: how many. */
static ReeveAccessHistogram *
count_on (ScratchLog *world, ReeveAccessQuestion question, gint64 bucket, guint *n)
{
  g_autoptr (ReeveAccessHistogram) all = count (world, &question, bucket);

  for (*n = 1; all->counted_from > all->from; (*n)++)
    {
      g_autoptr (ReeveAccessHistogram) piece = NULL;

      g_assert_cmpint (all->counted_from, <, question.to);
      question.to = all->counted_from;
      piece = count (world, &question, bucket);
      reeve_access_histogram_add (all, piece);
    }
  return g_steal_pointer (&all);
}

static void
assert_equal (const ReeveAccessHistogram *a, const ReeveAccessHistogram *b)
{
  g_assert_cmpint (a->total, ==, b->total);
  g_assert_cmpint (a->from, ==, b->from);
  g_assert_cmpint (a->to, ==, b->to);
  g_assert_cmpuint (a->bars->len, ==, b->bars->len);
  for (guint i = 0; i < a->bars->len; i++)
    {
      const ReeveAccessBar *one = a->bars->pdata[i];
      const ReeveAccessBar *other = b->bars->pdata[i];

      g_assert_cmpint (one->time, ==, other->time);
      g_assert_cmpint (one->ok, ==, other->ok);
      g_assert_cmpint (one->failed, ==, other->failed);
      g_assert_cmpint (one->refused, ==, other->refused);
      g_assert_cmpint (one->error, ==, other->error);
    }
}

static void
test_pieces (void)
{
  /* By the rows themselves, by hours, by an index; a bar may be shorter or longer than a piece. */
  static const struct
  {
    const char *text;
    guint pieces; /* at least */
  } queries[] = {
    { "status:>0", DAYS + 1 },
    { "result:error", DAYS },
    { "route:users", DAYS + 1 },
  };
  static const gint64 buckets[] = { 7 * G_TIME_SPAN_MINUTE, REEVE_HOUR, 3 * REEVE_DAY };
  g_auto (ScratchLog) world = { 0 };

  fill (&world);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    for (guint j = 0; j < G_N_ELEMENTS (buckets); j++)
      {
        g_autoptr (ReeveLogQuery) query =
          reeve_log_query_parse (queries[i].text, &(ReeveLogClock) { .now = NOON });
        const ReeveAccessQuestion patient = ask (query, 0);
        g_autoptr (ReeveAccessHistogram) whole = count (&world, &patient, buckets[j]);
        g_autoptr (ReeveAccessHistogram) pieces = NULL;
        guint n;

        g_assert_cmpint (whole->counted_from, ==, whole->from);
        g_assert_cmpint (whole->total, >, FULL / 4);
        pieces = count_on (&world, ask (query, NO_TIME), buckets[j], &n);
        g_assert_cmpuint (n, >=, queries[i].pieces);
        assert_equal (pieces, whole);
      }
}

static ReeveAccessFacets *
find_facets (ScratchLog *world, const char *text, gint64 patience)
{
  g_autoptr (ReeveLogQuery) query = reeve_log_query_parse (text, &(ReeveLogClock) { .now = NOON });
  const ReeveAccessQuestion question = ask (query, patience);
  g_autoptr (GError) error = NULL;
  ReeveAccessFacets *facets = reeve_access_list_facets (scratch_log_get_files (world), &question, 10, &error);

  g_assert_no_error (error);
  return facets;
}

static void
test_facets (void)
{
  g_auto (ScratchLog) world = { 0 };
  g_autoptr (ReeveAccessFacets) most = NULL;
  g_autoptr (ReeveAccessFacets) all = NULL;
  g_autoptr (ReeveAccessFacets) first = NULL;

  fill (&world);
  most = find_facets (&world, "status:>0", 0);
  g_assert_cmpint (most->counted, ==, LOOKED);
  g_assert_false (most->complete);
  all = find_facets (&world, "until:2025-12-31 status:>0", 0);
  g_assert_cmpint (all->counted, ==, (DAYS - 1) * FEW);
  g_assert_true (all->complete);
  first = find_facets (&world, "until:2025-12-31 status:>0", NO_TIME);
  g_assert_cmpint (first->counted, ==, FEW);
  g_assert_false (first->complete);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/counts/pieces", test_pieces);
  g_test_add_func ("/store/counts/facets", test_facets);
  return g_test_run ();
}
