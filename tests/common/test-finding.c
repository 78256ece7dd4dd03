/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Findings' numbers, what a mute covers, and when a review is due. */

#include "config.h"

#include "common/clock.h"
#include "common/error.h"
#include "common/finding-bulk.h"
#include "common/log-review.h"
#include "common/mute.h"

static void
test_numbers (void)
{
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();
  const char *const wrong[] = { "", "=1", "failures", "failures=", "failures=1x", "failures=1.5", NULL };
  gint64 value;
  char *name = NULL;

  g_assert_false (reeve_finding_get_number (finding, "failures", &value));
  finding->numbers = g_strdupv ((char *[]) { (char *) "failures=20", (char *) "window=-3600000000", NULL });
  g_assert_true (reeve_finding_get_number (finding, "failures", &value));
  g_assert_cmpint (value, ==, 20);
  g_assert_true (reeve_finding_get_number (finding, "window", &value));
  g_assert_cmpint (value, ==, -REEVE_HOUR);
  g_assert_false (reeve_finding_get_number (finding, "fail", &value));
  for (guint i = 0; wrong[i] != NULL; i++)
    g_assert_false (reeve_finding_read_number (wrong[i], &name, &value));
  g_assert_null (name);
}

static void
test_rank (void)
{
  g_assert_cmpint (reeve_finding_rank ("low"), ==, 0);
  g_assert_cmpint (reeve_finding_rank ("critical"), ==, 3);
  g_assert_cmpint (reeve_finding_rank ("dire"), ==, -1);
  g_assert_cmpint (reeve_finding_rank (NULL), ==, -1);
}

typedef struct
{
  const char *rule, *person, *network;
  gint64 ends;
  gboolean covers;
} Cover;

static void
test_covers (void)
{
  static const Cover cases[] = {
    { "brute-force", NULL, NULL, 101, TRUE },
    { "brute-force", NULL, NULL, 100, FALSE }, /* it is over */
    { "token-theft", NULL, NULL, 101, FALSE },
    { NULL, "ada", NULL, 101, TRUE },
    { NULL, "bo", NULL, 101, FALSE },
    { NULL, NULL, "192.0.2.44", 101, TRUE },
    { NULL, NULL, "192.0.2.0/24", 101, TRUE },
    { NULL, NULL, "192.0.3.0/24", 101, FALSE },
    { NULL, NULL, "printer", 101, FALSE },
    { "brute-force", "ada", "192.0.2.0/24", 101, TRUE },
    { "brute-force", "bo", "192.0.2.0/24", 101, FALSE },
    { NULL, NULL, NULL, 101, FALSE }, /* that would be all */
  };
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();

  finding->rule = g_strdup ("brute-force");
  finding->person = g_strdup ("ada");
  finding->address = g_strdup ("192.0.2.44");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ReeveMute) mute = reeve_mute_new ();

      mute->rule = g_strdup (cases[i].rule);
      mute->person = g_strdup (cases[i].person);
      mute->network = g_strdup (cases[i].network);
      mute->ends = cases[i].ends;
      g_assert_cmpint (reeve_mute_covers (mute, finding, 100), ==, cases[i].covers);
    }
}

/* What comes from no address is in no network; what is no IP address is itself. */
static void
test_other_addresses (void)
{
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();
  g_autoptr (ReeveMute) mute = reeve_mute_new ();

  mute->network = g_strdup ("local");
  mute->ends = 1;
  g_assert_false (reeve_mute_covers (mute, finding, 0));
  finding->address = g_strdup ("local");
  g_assert_true (reeve_mute_covers (mute, finding, 0));
}

/* By a network that they come from nobody takes what is about themselves from the others. */
static void
test_own (void)
{
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();
  g_autoptr (ReeveMute) mute = reeve_mute_new ();

  finding->person = g_strdup ("bo");
  finding->key = g_strdup ("ada");
  finding->address = g_strdup ("192.0.2.44");
  mute->network = g_strdup ("192.0.2.0/24");
  mute->ends = 1;
  mute->created_by = g_strdup ("cy");
  g_assert_true (reeve_mute_covers (mute, finding, 0));
  g_set_str (&mute->created_by, "ada");
  g_assert_false (reeve_mute_covers (mute, finding, 0));
  g_set_str (&mute->created_by, "bo");
  g_assert_false (reeve_mute_covers (mute, finding, 0));
  mute->person = g_strdup ("bo");
  g_assert_true (reeve_mute_covers (mute, finding, 0));
}

static void
test_too_wide (void)
{
  g_autoptr (ReeveMute) mute = reeve_mute_new ();

  mute->rule = g_strdup ("brute-force");
  g_assert_false (reeve_mute_is_too_wide (mute));
  g_set_str (&mute->rule, "use-after-breach");
  g_assert_true (reeve_mute_is_too_wide (mute));
  mute->person = g_strdup ("ada");
  g_assert_false (reeve_mute_is_too_wide (mute));
}

/* However long a review is: due before it is overdue, which is before its end. */
static void
test_times (void)
{
  g_assert_cmpint (reeve_log_review_due (0, 4), ==, 21 * REEVE_DAY);
  g_assert_cmpint (reeve_log_review_overdue (0, 4), ==, 26 * REEVE_DAY);
  g_assert_cmpint (reeve_log_review_end (0, 4), ==, 28 * REEVE_DAY);
  g_assert_cmpint (reeve_log_review_due (7, 1), ==, 7 + 5 * REEVE_DAY);
  for (gint64 weeks = 1; weeks <= REEVE_LOG_REVIEW_WEEKS; weeks++)
    {
      g_assert_cmpint (reeve_log_review_due (0, weeks), <, reeve_log_review_overdue (0, weeks));
      g_assert_cmpint (reeve_log_review_overdue (0, weeks), <, reeve_log_review_end (0, weeks));
    }
}

static GPtrArray *
make_many (guint n, gsize note)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      ReeveFinding *finding = reeve_finding_new ();

      finding->id = reeve_id_new ();
      finding->version = 1 + i;
      finding->state = "expected";
      finding->note = g_strnfill (note, '"');
      g_ptr_array_add (findings, finding);
    }
  return findings;
}

/* All of them in order, in calls none of which is too large. */
static void
assert_takes (guint n, gsize note, guint calls)
{
  g_autoptr (GPtrArray) findings = make_many (n, note);
  guint at = 0;
  guint i;

  for (i = 0; at < n; i++)
    {
      guint from = at;
      g_autoptr (ReeveFindingBulk) bulk = reeve_finding_bulk_take (findings, from, &at);
      g_autoptr (GString) json = g_string_new (NULL);

      reeve_record_append_json (bulk, json);
      g_assert_cmpuint (json->len, <, 1 << 20);
      g_assert_cmpuint (bulk->decisions->len, ==, at - from);
      for (guint j = from; j < at; j++)
        g_assert_cmpint (((ReeveFindingDecision *) bulk->decisions->pdata[j - from])->version, ==, 1 + j);
    }
  g_assert_cmpuint (at, ==, n);
  g_assert_cmpuint (i, ==, calls);
}

static void
test_bulk_take (void)
{
  assert_takes (2, 10, 1);
  assert_takes (REEVE_FINDING_DECISIONS, 100, 1);
  assert_takes (REEVE_FINDING_DECISIONS + 1, 100, 2);
  assert_takes (500, REEVE_FINDING_NOTE_MAX, 3);
}

static GError *
refuse (const char *code, const char *reason, const char *member)
{
  g_autoptr (ReeveFindingRefusal) refusal = reeve_finding_refusal_new ();

  refusal->code = g_strdup (code);
  refusal->reason = g_strdup (reason);
  refusal->member = g_strdup (member);
  return reeve_finding_refusal_to_error (refusal);
}

static void
test_refusal (void)
{
  g_autoptr (GError) denied = refuse ("denied", "own_finding", NULL);
  g_autoptr (GError) invalid = refuse ("invalid", "required", "/note");
  g_autoptr (GError) unknown = refuse ("of_tomorrow", NULL, NULL);
  ReeveBadMember *member = reeve_error_get_members (invalid)->pdata[0];

  g_assert_error (denied, REEVE_ERROR, REEVE_ERROR_DENIED);
  g_assert_cmpstr (reeve_error_get_reason (denied), ==, "own_finding");
  g_assert_error (invalid, REEVE_ERROR, REEVE_ERROR_INVALID);
  g_assert_cmpstr (member->pointer, ==, "/note");
  g_assert_cmpstr (member->reason, ==, "required");
  g_assert_error (unknown, REEVE_ERROR, REEVE_ERROR_INTERNAL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding/numbers", test_numbers);
  g_test_add_func ("/finding/rank", test_rank);
  g_test_add_func ("/mute/covers", test_covers);
  g_test_add_func ("/mute/other-addresses", test_other_addresses);
  g_test_add_func ("/mute/own", test_own);
  g_test_add_func ("/mute/too-wide", test_too_wide);
  g_test_add_func ("/log-review/times", test_times);
  g_test_add_func ("/finding/bulk-take", test_bulk_take);
  g_test_add_func ("/finding/refusal", test_refusal);
  return g_test_run ();
}
