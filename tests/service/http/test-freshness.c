/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/http/freshness.h"

#define START (1000 * G_TIME_SPAN_SECOND)

static gboolean
check (ReeveFreshness *freshness, const char *nonce, gint64 now, gboolean *renewed)
{
  g_autofree char *next = NULL;
  g_autoptr (GError) error = NULL;
  gint64 made;
  gboolean good = reeve_freshness_check_nonce (freshness, nonce, now, &made, &next, &error);

  if (!good)
    {
      g_assert_cmpstr (reeve_error_get_reason (error), ==, "use_nonce");
      g_assert_nonnull (next);
    }
  if (renewed != NULL)
    *renewed = next != NULL;
  return good;
}

/* A nonce lives five minutes, and is replaced after half of them. */
static void
test_life (void)
{
  g_autoptr (ReeveFreshness) freshness = reeve_freshness_new (1000);
  g_autofree char *nonce = reeve_freshness_make_nonce (freshness, START);
  gboolean renewed;

  g_assert_true (check (freshness, nonce, START, &renewed));
  g_assert_false (renewed);
  g_assert_true (check (freshness, nonce, START + REEVE_NONCE_LIFE / 2, &renewed));
  g_assert_true (renewed);
  g_assert_true (check (freshness, nonce, START + REEVE_NONCE_LIFE - 1, &renewed));
  g_assert_false (check (freshness, nonce, START + REEVE_NONCE_LIFE, &renewed));
}

/* Nobody can make one: not by changing a character, nor in another process; be the right one known or not,
 * and the wrong one tried before or not. */
static void
test_forged (void)
{
  g_autoptr (ReeveFreshness) freshness = reeve_freshness_new (1000);
  g_autoptr (ReeveFreshness) other = reeve_freshness_new (1000);
  g_autofree char *nonce = reeve_freshness_make_nonce (freshness, START);
  g_autofree char *foreign = reeve_freshness_make_nonce (other, START);

  g_assert_false (check (freshness, foreign, START, NULL));
  g_assert_false (check (freshness, NULL, START, NULL));
  g_assert_false (check (freshness, "", START, NULL));
  for (guint attempt = 0; attempt < 3; attempt++)
    {
      for (gsize i = 0; nonce[i] != '\0'; i++)
        {
          g_autofree char *changed = g_strdup (nonce);
          changed[i] = changed[i] == 'A' ? 'B' : 'A';
          g_assert_false (check (freshness, changed, START + 1, NULL));
        }
      g_assert_true (check (freshness, nonce, START + 1, NULL));
    }
}

static gboolean
use (ReeveFreshness *freshness, const char *key, const char *jti, gint64 now)
{
  return reeve_freshness_use_proof (freshness, key, jti, now, now, NULL);
}

/* A proof serves once, as long as its nonce could live. */
static void
test_replay (void)
{
  g_autoptr (ReeveFreshness) freshness = reeve_freshness_new (1000);
  gint64 now = g_get_monotonic_time ();

  g_assert_true (use (freshness, "key", "one", now));
  g_assert_false (use (freshness, "key", "one", now));
  g_assert_true (use (freshness, "other", "one", now));
  for (int i = 1; i < 300; i++)
    {
      g_autofree char *jti = g_strdup_printf ("%d", i);
      g_assert_true (use (freshness, "key", jti, now + i * G_TIME_SPAN_SECOND));
      g_assert_false (use (freshness, "key", "one", now + i * G_TIME_SPAN_SECOND));
    }
}

/* A full cache forgets proofs only together with the nonces that would let them be used again. */
static void
test_full (void)
{
  g_autoptr (ReeveFreshness) freshness = reeve_freshness_new (320);
  gint64 now = g_get_monotonic_time ();
  g_autofree char *nonce = reeve_freshness_make_nonce (freshness, now);

  for (int i = 0; i < 5000; i++)
    {
      g_autofree char *jti = g_strdup_printf ("%d", i);
      (void) !use (freshness, "key", jti, now + i);
      g_assert_cmpuint (reeve_freshness_get_n_proofs (freshness), <=, 320);
    }
  g_assert_false (check (freshness, nonce, now + 6000, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/freshness/life", test_life);
  g_test_add_func ("/freshness/forged", test_forged);
  g_test_add_func ("/freshness/replay", test_replay);
  g_test_add_func ("/freshness/full", test_full);
  return g_test_run ();
}
