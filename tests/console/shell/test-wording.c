/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* That no error is met with silence: every code, and every reason that error.c lists, has words of its own.
 */

#include "config.h"

#include <string.h>

#include "console/widgets/capability-words.h"
#include "console/widgets/wording.h"

/* Every code has a title without a full stop and advice with one. */
static void
test_codes (void)
{
  for (guint code = 0; code < REEVE_N_ERRORS; code++)
    {
      g_autoptr (GError) error = reeve_error_new ((ReeveErrorCode) code, NULL, "inner words");
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *advice = reeve_wording_advice (error);

      g_assert_cmpuint (strlen (title), >, 5);
      g_assert_false (g_str_has_suffix (title, "."));
      g_assert_true (g_str_has_suffix (advice, "."));
      g_assert_null (strstr (title, "inner words"));
      g_assert_null (strstr (advice, "inner words"));
    }
}

/* What a line of the list holds without what groups it ("signing in   code_wrong …") and without remarks. */
static GStrv
split_line (const char *line)
{
  g_autoptr (GRegex) remark = g_regex_new ("[(][^)]*[)]", 0, 0, NULL);
  g_autofree char *plain = g_regex_replace_literal (remark, line, -1, 0, "", 0, NULL);
  const char *text = g_str_has_prefix (plain, " *   ") ? plain + strlen (" *   ") : "";
  const char *gap = *text != ' ' ? strstr (text, "  ") : NULL;

  return g_strsplit (gap != NULL ? gap : text, " ", -1);
}

/* The list stands in a comment at the head of error.c. */
static void
test_reasons (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("REEVE_SOURCE_ROOT"), "src", "common", "error.c", NULL);
  g_autofree char *source = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_file_get_contents (path, &source, NULL, &error);
  g_assert_no_error (error);
  char *begin = strstr (source, "Of a whole error:");
  char *end = strstr (source, "The console translates them");
  g_assert_nonnull (begin);
  g_assert_nonnull (end);
  *end = '\0';
  g_auto (GStrv) lines = g_strsplit (begin, "\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = split_line (lines[i]);

      for (guint j = 0; words[j] != NULL; j++)
        {
          if (*words[j] == '\0')
            continue;
          if (!reeve_wording_knows (words[j]))
            g_error ("the reason \"%s\" has no words", words[j]);
          n++;
        }
    }
  g_assert_cmpuint (n, >, 50);
}

/* A reason of a newer service falls back to the words of its code. */
static void
test_unknown_reason (void)
{
  g_autoptr (GError) plain = reeve_error_new (REEVE_ERROR_DENIED, NULL, "x");
  g_autoptr (GError) unknown = reeve_error_new (REEVE_ERROR_DENIED, "of_tomorrow", "x");
  g_autofree char *first = reeve_wording_title (plain);
  g_autofree char *second = reeve_wording_title (unknown);

  g_assert_false (reeve_wording_knows ("of_tomorrow"));
  g_assert_cmpstr (first, ==, second);
}

/* What an error of another domain says is not for people; INTERNAL's words are. */
static void
test_foreign (void)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "errno 5 at /home/hana");
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);

  g_assert_null (strstr (title, "/home"));
  g_assert_null (strstr (advice, "/home"));
}

/* The wait and the incident are told with the advice. */
static void
test_wait_and_incident (void)
{
  g_autoptr (GError) error = reeve_error_new (REEVE_ERROR_TOO_MANY, NULL, "x");
  g_autoptr (GError) internal = reeve_error_new (REEVE_ERROR_INTERNAL, NULL, "x");

  reeve_error_set_retry_after_ms (error, 57001);
  g_autofree char *seconds = reeve_wording_advice (error);
  g_assert_nonnull (strstr (seconds, "58 seconds"));
  reeve_error_set_retry_after_ms (error, 121000);
  g_autofree char *minutes = reeve_wording_advice (error);
  g_assert_nonnull (strstr (minutes, "3 minutes"));
  reeve_error_set_incident (internal, "7f3a-91c2");
  g_autofree char *incident = reeve_wording_advice (internal);
  g_assert_nonnull (strstr (incident, "7f3a-91c2"));
}

/* Clocks that differ are told by how much, and which way. */
static void
test_clock_skew (void)
{
  g_autoptr (GError) ahead = reeve_error_new (REEVE_ERROR_SECOND_FACTOR, "clock_skew", "x");
  g_autoptr (GError) behind = reeve_error_new (REEVE_ERROR_SECOND_FACTOR, "clock_skew", "x");
  g_autoptr (GError) silent = reeve_error_new (REEVE_ERROR_SECOND_FACTOR, "clock_skew", "x");

  reeve_error_add_member (&ahead, "/code", "clock_skew", "%s", "90");
  reeve_error_add_member (&behind, "/code", "clock_skew", "%s", "-120");
  g_autofree char *first = reeve_wording_advice (ahead);
  g_autofree char *second = reeve_wording_advice (behind);
  g_autofree char *third = reeve_wording_advice (silent);
  g_assert_nonnull (strstr (first, "90 seconds ahead"));
  g_assert_nonnull (strstr (second, "120 seconds behind"));
  g_assert_cmpuint (strlen (third), >, 20);
}

/* A bad member is found by its pointer, exactly. */
static void
test_at (void)
{
  g_autoptr (GError) error = NULL;

  reeve_error_add_member (&error, "/email", "email", "%s", "not an address");
  g_autofree char *found = reeve_wording_at (error, "/email");
  g_autofree char *other = reeve_wording_at (error, "/emails");
  g_assert_cmpstr (found, ==, "This is not an e-mail address");
  g_assert_null (other);
}

/* Every capability has words, each once, and no words are for one that is not there. */
static void
test_capabilities (void)
{
  guint n = 0;

  for (guint i = 0; reeve_capability_wires[i] != NULL; i++)
    {
      guint found = 0;

      for (n = 0; reeve_capability_words_at (n) != NULL; n++)
        found += g_str_equal (reeve_capability_words_at (n)->wire, reeve_capability_wires[i]);
      g_test_message ("%s", reeve_capability_wires[i]);
      g_assert_cmpuint (found, ==, 1);
    }
  g_assert_cmpuint (n, ==, g_strv_length ((char **) reeve_capability_wires));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wording/codes", test_codes);
  g_test_add_func ("/wording/reasons", test_reasons);
  g_test_add_func ("/wording/unknown-reason", test_unknown_reason);
  g_test_add_func ("/wording/foreign", test_foreign);
  g_test_add_func ("/wording/wait-and-incident", test_wait_and_incident);
  g_test_add_func ("/wording/clock-skew", test_clock_skew);
  g_test_add_func ("/wording/at", test_at);
  g_test_add_func ("/wording/capabilities", test_capabilities);
  return g_test_run ();
}
