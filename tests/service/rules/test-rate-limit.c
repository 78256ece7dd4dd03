/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/rules/rate-limit.h"

#define SECOND G_USEC_PER_SEC

/* A burst goes through, then no more than the rate; whoever waits as told gets in. */
static void
test_burst (void)
{
  g_autoptr (ReeveRateLimit) limit = reeve_rate_limit_new (5, SECOND / 2, 100);
  g_autoptr (GError) error = NULL;
  gint64 now = 1000 * SECOND;

  for (int i = 0; i < 5; i++)
    g_assert_true (reeve_rate_limit_take (limit, "a", now, NULL));
  g_assert_false (reeve_rate_limit_take (limit, "a", now, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_TOO_MANY);
  gint64 wait = reeve_error_get_retry_after_ms (error);
  g_assert_cmpint (wait, >, 0);
  g_assert_true (reeve_rate_limit_take (limit, "b", now, NULL));
  g_assert_true (reeve_rate_limit_take (limit, "a", now + wait * 1000, NULL));
}

/* However many call, the memory is bounded. */
static void
test_bounded (void)
{
  g_autoptr (ReeveRateLimit) limit = reeve_rate_limit_new (5, SECOND / 2, 100);

  for (int i = 0; i < 10000; i++)
    {
      g_autofree char *key = g_strdup_printf ("%d", i);
      g_assert_true (reeve_rate_limit_take (limit, key, SECOND, NULL));
      g_assert_cmpuint (reeve_rate_limit_get_n_keys (limit), <=, 100);
    }
}

/* Making room forgets those with nothing to answer for, not those who are being held off. */
static void
test_held_off (void)
{
  g_autoptr (ReeveRateLimit) limit = reeve_rate_limit_new (2, SECOND, 10);

  for (int i = 0; i < 9; i++)
    {
      g_autofree char *key = g_strdup_printf ("%d", i);
      g_assert_true (reeve_rate_limit_take (limit, key, SECOND, NULL));
    }
  g_assert_true (reeve_rate_limit_take (limit, "busy", 100 * SECOND, NULL));
  g_assert_true (reeve_rate_limit_take (limit, "busy", 100 * SECOND, NULL));
  g_assert_true (reeve_rate_limit_take (limit, "new", 100 * SECOND, NULL));
  g_assert_false (reeve_rate_limit_take (limit, "busy", 100 * SECOND, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rate-limit/burst", test_burst);
  g_test_add_func ("/rate-limit/bounded", test_bounded);
  g_test_add_func ("/rate-limit/held-off", test_held_off);
  return g_test_run ();
}
