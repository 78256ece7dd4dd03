/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Secrets in memory. */

#include "config.h"

#include "common/secret.h"

#include <string.h>

/* Bytes with NULs in them are kept whole, with a NUL behind that does not count. */
static void
test_bytes (void)
{
  g_autoptr (ReeveSecret) secret = reeve_secret_new ("a\0b", 3);
  gsize length;

  g_assert_cmpmem (reeve_secret_get_data (secret, &length), 3, "a\0b", 3);
  g_assert_cmpuint (length, ==, 3);
  g_assert_cmpuint (reeve_secret_get_length (secret), ==, 3);
  g_assert_cmpint (reeve_secret_get_text (secret)[3], ==, '\0');
}

/* Equality is of content and length; NULL equals only NULL. */
static void
test_equal (void)
{
  g_autoptr (ReeveSecret) a = reeve_secret_new_text ("horse");
  g_autoptr (ReeveSecret) b = reeve_secret_new_take (g_strdup ("horse"));
  g_autoptr (ReeveSecret) c = reeve_secret_new_text ("horses");

  g_assert_true (reeve_secret_equal (a, b));
  g_assert_false (reeve_secret_equal (a, c));
  g_assert_false (reeve_secret_equal (a, NULL));
  g_assert_true (reeve_secret_equal (NULL, NULL));
  g_assert_null (reeve_secret_new_text (NULL));
  g_assert_null (reeve_secret_new_take (NULL));
}

/* Two random secrets differ, and have the length asked for. */
static void
test_random (void)
{
  g_autoptr (ReeveSecret) a = reeve_secret_new_random (32);
  g_autoptr (ReeveSecret) b = reeve_secret_new_random (32);

  g_assert_cmpuint (reeve_secret_get_length (a), ==, 32);
  g_assert_false (reeve_secret_equal (a, b));
}

/* References: the content lives until the last holder lets go, boxed values among them. */
static void
test_references (void)
{
  ReeveSecret *secret = reeve_secret_new_text ("horse");
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, REEVE_TYPE_SECRET);
  g_value_set_boxed (&value, secret);
  reeve_secret_unref (secret);
  g_assert_cmpstr (reeve_secret_get_text (g_value_get_boxed (&value)), ==, "horse");
}

/* A string is wiped over its whole allocation, not only as far as it was filled last. */
static void
test_wipe_string (void)
{
  GString *string = g_string_new ("correct horse battery staple");

  g_string_truncate (string, 3);
  reeve_wipe_string (string); /* the sanitizers watch */
  reeve_wipe_string (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/bytes", test_bytes);
  g_test_add_func ("/secret/equal", test_equal);
  g_test_add_func ("/secret/random", test_random);
  g_test_add_func ("/secret/references", test_references);
  g_test_add_func ("/secret/wipe-string", test_wipe_string);
  return g_test_run ();
}
