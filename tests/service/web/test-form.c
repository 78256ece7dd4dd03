/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/web/form.h"

#include <string.h>

/* What browsers send arrives as it was typed. */
static void
test_good (void)
{
  const char *body = "email=a%2Bb%40example.org&name=Zo%C3%AB+%26+co&empty=&bare";
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveForm) form = reeve_form_parse (body, strlen (body), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (reeve_form_get (form, "email"), ==, "a+b@example.org");
  g_assert_cmpstr (reeve_form_get (form, "name"), ==, "Zoë & co");
  g_assert_cmpstr (reeve_form_get (form, "empty"), ==, "");
  g_assert_cmpstr (reeve_form_get (form, "bare"), ==, "");
  g_assert_null (reeve_form_get (form, "none"));
}

/* What no form of ours is sent as is refused whole. */
static void
test_bad (void)
{
  static const char *const bodies[] = {
    "a=%",     "a=%4", "a=%zz", "a=%ff",    "a=%c0%af", "a=%00",     "a=b%0dc", "a=%0a",       "a=%7f",
    "a=1&a=2", "=1",   "&",     "a=1&&b=2", "a=\x01",   "%61=1&a=2", "a=\xff",  "a=%ed%a0%80", "a=%e2%80",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveForm) form = reeve_form_parse (bodies[i], strlen (bodies[i]), &error);
      if (form != NULL)
        g_error ("taken: %s", bodies[i]);
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
    }
}

/* 64 fields are taken, 65 are not; 16 KiB are, one byte more is not; a NUL ends nothing. */
static void
test_limits (void)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < REEVE_FORM_FIELDS; i++)
    g_string_append_printf (body, "%sf%u=", i > 0 ? "&" : "", i);
  g_autoptr (ReeveForm) most = reeve_form_parse (body->str, body->len, &error);
  g_assert_no_error (error);
  g_string_append (body, "&more=");
  g_assert_null (reeve_form_parse (body->str, body->len, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  g_clear_error (&error);

  g_string_assign (body, "a=");
  while (body->len < REEVE_FORM_BYTES)
    g_string_append_c (body, 'x');
  g_autoptr (ReeveForm) longest = reeve_form_parse (body->str, body->len, &error);
  g_assert_no_error (error);
  g_string_append_c (body, 'x');
  g_assert_null (reeve_form_parse (body->str, body->len, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_assert_null (reeve_form_parse ("a=b\0c", 5, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/good", test_good);
  g_test_add_func ("/form/bad", test_bad);
  g_test_add_func ("/form/limits", test_limits);
  return g_test_run ();
}
