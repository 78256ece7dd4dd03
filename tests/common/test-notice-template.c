/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Notices as somebody wrote them. */

#include "config.h"

#include "common/case-settings.h"
#include "common/error.h"
#include "common/notice-template.h"

static const char *const facts[REEVE_N_NOTICE_FACTS] = { "7",    "Vallis", "It got out.", "Bo {case}",
                                                         "noon", "dawn",   "odd mails",   "Locked." };

static void
test_fill (void)
{
  static const struct
  {
    const char *text;
    const char *filled;
    const char *unknown; /* (nullable) */
  } rows[] = {
    { "", "", NULL },
    { "Nothing", "Nothing", NULL },
    { "Case {case} in {workspace}: {nature}", "Case 7 in Vallis: It got out.", NULL },
    { "{people}, {reported}, {since}, {noticed}, {done}", "Bo {case}, noon, dawn, odd mails, Locked.", NULL },
    { "{{case}} {case}", "{case} 7", NULL }, /* what is put in is not looked at again */
    { "}}{{", "}{", NULL },
    { "{Case}", "{Case}", "{Case}" },
    { "{case }", "{case }", "{case }" },
    { "{}", "{}", "{}" },
    { "open {", "open {", "{" },
    { "open {case", "open {case", "{" },
    { "close }", "close }", "}" },
    { "{{case}", "{case}", "}" },
    { "{case}}", "7}", "}" },
    { "{a\xc3\xbc}", "{a\xc3\xbc}", "{a\xc3\xbc}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *filled = reeve_notice_template_fill (rows[i].text, facts);
      g_autofree char *unknown = reeve_notice_template_find_unknown (rows[i].text);

      g_assert_cmpstr (filled, ==, rows[i].filled);
      g_assert_cmpstr (unknown, ==, rows[i].unknown);
    }
}

static void
test_usual (void)
{
  g_assert_null (reeve_notice_template_find_unknown (reeve_case_notice_subject));
  g_assert_null (reeve_notice_template_find_unknown (reeve_case_notice_text));
}

/* Long ones are named by their beginning, and never by half a letter. */
static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new ("{x");
  g_autofree char *unknown = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "\xc3\xbc");
  g_string_append_c (text, '}');
  unknown = reeve_notice_template_find_unknown (text->str);
  g_assert_true (g_utf8_validate (unknown, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (unknown, -1), <=, 40);
}

static void
test_settings (void)
{
  g_autoptr (ReeveCaseSettings) settings = reeve_case_settings_new ();
  const char *const to[] = { "privacy@example.org", "not an address", NULL };
  g_autoptr (GError) error = NULL;

  settings->notice_text = g_strdup ("Case {case}, {oops}");
  reeve_set_texts (&settings->notice_to, to);
  g_assert_false (reeve_case_settings_check (settings, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  const GPtrArray *members = reeve_error_get_members (error);
  g_assert_cmpuint (members->len, ==, 2);
  g_clear_error (&error);
  g_set_str (&settings->notice_text, "Case {case}");
  reeve_set_texts (&settings->notice_to, (const char *const[]) { "privacy@EXAMPLE.org", NULL });
  g_assert_true (reeve_case_settings_check (settings, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice-template/fill", test_fill);
  g_test_add_func ("/notice-template/usual", test_usual);
  g_test_add_func ("/notice-template/long", test_long);
  g_test_add_func ("/notice-template/settings", test_settings);
  return g_test_run ();
}
