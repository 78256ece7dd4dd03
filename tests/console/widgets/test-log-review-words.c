/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reviews of the access log in words: how far, how urgent, and the query that opens just one kind of what
 * happened. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "common/log-query.h"
#include "console/widgets/log-review-words.h"

#define MIDNIGHT (G_GINT64_CONSTANT (20730) * REEVE_DAY) /* 2026-10-04 */

static ReeveLogReview *
make (const char *state)
{
  ReeveLogReview *review = reeve_log_review_new ();

  review->since = MIDNIGHT;
  review->until = reeve_log_review_end (MIDNIGHT, 4);
  review->due = reeve_log_review_due (MIDNIGHT, 4);
  review->overdue = reeve_log_review_overdue (MIDNIGHT, 4);
  review->leaves = MIDNIGHT + 31 * REEVE_DAY;
  review->state = state;
  return review;
}

static void
check_state (gint64 days, const char *state, const char *leaving, gboolean urgent)
{
  g_autoptr (ReeveLogReview) review = make ("open");
  gint64 now = MIDNIGHT + days * REEVE_DAY;
  g_autofree char *words = reeve_log_review_words_state (review, now);
  g_autofree char *left = reeve_log_review_words_leaving (review, now);

  g_assert_cmpstr (words, ==, state);
  g_assert_cmpstr (left, ==, leaving);
  g_assert_cmpint (reeve_log_review_words_is_urgent (review, now), ==, urgent);
}

static void
test_urgency (void)
{
  check_state (0, "Due in 21 days", "The oldest events leave in 31 days", FALSE);
  check_state (20, "Due in 1 day", "The oldest events leave in 11 days", FALSE);
  check_state (21, "Due today", "The oldest events leave in 10 days", FALSE);
  check_state (24, "Due since 3 days", "The oldest events leave in 7 days", FALSE);
  check_state (26, "Overdue: was to be signed 5 days ago", "The oldest events leave in 5 days", FALSE);
  check_state (30, "Overdue: was to be signed 9 days ago", "The oldest events leave in 24 h", TRUE);
  check_state (31, "Overdue: was to be signed 10 days ago",
               "The oldest events have left without having been reviewed", TRUE);
}

static void
test_name (void)
{
  g_autoptr (ReeveLogReview) review = make ("open");
  g_autofree char *name = reeve_log_review_words_name (review);

  g_autofree char *file = reeve_log_review_words_file (review, "pdf");

  g_assert_cmpstr (name, ==, "4 October 2026 – 31 October 2026");
  g_assert_cmpstr (file, ==, "log-review-2026-10-31.pdf");
}

/* Nothing is rounded to all, or to nothing. */
static void
test_share (void)
{
  static const struct
  {
    gint64 part, all;
    const char *words;
  } cases[] = {
    { 0, 0, "None so far" },      { 0, 7, "0 of 7 (0 %)" },          { 7, 7, "7 of 7 (100 %)" },
    { 1, 900, "1 of 900 (1 %)" }, { 899, 900, "899 of 900 (99 %)" }, { 41, 100, "41 of 100 (41 %)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = reeve_log_review_words_share (cases[i].part, cases[i].all);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
  g_assert_cmpfloat (reeve_log_review_words_fraction (0, 0), ==, 1.0);
  g_assert_cmpfloat (reeve_log_review_words_fraction (1, 2), ==, 0.5);
}

static void
check_query (const char *action, const char *state, const char *expected)
{
  g_autoptr (ReeveLogReview) review = make (state);
  g_autoptr (ReeveLogSlice) slice = reeve_log_slice_new ();
  gint64 now = MIDNIGHT + 3 * REEVE_DAY + REEVE_HOUR;
  g_autofree char *text = NULL;
  g_autoptr (ReeveLogQuery) query = NULL;

  slice->action = g_strdup (action);
  slice->result = "refused";
  text = reeve_log_review_words_query (review, slice, now);
  g_assert_cmpstr (text, ==, expected);
  query = reeve_log_query_parse (text, &(ReeveLogClock) { .now = now });
  g_assert_cmpuint (query->mistakes->len, ==, 0);
}

static void
test_query (void)
{
  check_query ("user.list", "open",
               "result:refused since:2026-10-04T00:00:00Z until:2026-10-07T00:00:00Z action:user.list");
  check_query ("user.list", "signed",
               "result:refused since:2026-10-04T00:00:00Z until:2026-11-01T00:00:00Z action:user.list");
  check_query (NULL, "open",
               "result:refused since:2026-10-04T00:00:00Z until:2026-10-07T00:00:00Z -action:*");
}

static void
test_slice (void)
{
  g_autoptr (ReeveLogSlice) slice = reeve_log_slice_new ();
  g_autofree char *fresh = NULL;
  g_autofree char *looked = NULL;
  g_autofree char *more = NULL;

  slice->result = "ok";
  slice->events = 50;
  fresh = reeve_log_review_words_slice_line (slice);
  g_assert_cmpstr (fresh, ==, "OK · 50 events");
  slice->looked = 50;
  slice->looked_at = 1;
  slice->looked_by_name = g_strdup ("Rex <rex@vallis.example>");
  looked = reeve_log_review_words_slice_line (slice);
  g_assert_nonnull (strstr (looked, "looked at by "));
  g_assert_null (strstr (looked, "@"));
  slice->events = 62;
  more = reeve_log_review_words_slice_line (slice);
  g_assert_nonnull (strstr (more, "12 more since "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-review-words/urgency", test_urgency);
  g_test_add_func ("/log-review-words/name", test_name);
  g_test_add_func ("/log-review-words/share", test_share);
  g_test_add_func ("/log-review-words/query", test_query);
  g_test_add_func ("/log-review-words/slice", test_slice);
  return g_test_run ();
}
