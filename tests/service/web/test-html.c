/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/web/html.h"

#include <string.h>

static char *
take (ReeveHtml *html)
{
  g_autoptr (GBytes) bytes = reeve_html_to_bytes (html);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* No text becomes markup, in an element or in an attribute; only HTML from templates does. */
static void
test_escapes (void)
{
  const char *nasty = "<script>&\"'>{{text}}";
  g_autoptr (ReeveHtml) part = reeve_html_new ();
  ReeveHtml *whole = reeve_html_new ();

  reeve_html_add (part, "field-value", (const ReeveSlot[]) { { "value", nasty }, { NULL } });
  reeve_html_add (part, "paragraph", (const ReeveSlot[]) { { "text", nasty }, { NULL } });
  reeve_html_add (whole, "problems",
                  (const ReeveSlot[]) { { "title", nasty }, { .name = "items", .html = part }, { NULL } });
  g_autofree char *text = take (whole);
  g_assert_null (strstr (text, "<script"));
  g_assert_nonnull (strstr (text, " value=\"&lt;script&gt;&amp;&quot;&apos;&gt;{{text}}\""));
  g_assert_nonnull (strstr (text, "<p>&lt;script&gt;"));
}

/* A slot that was forgotten is a bug that is told of. */
static void
test_forgotten (void)
{
  g_autoptr (ReeveHtml) html = reeve_html_new ();

  g_test_expect_message ("reeved", G_LOG_LEVEL_CRITICAL, "nothing for {{text}}");
  reeve_html_add (html, "paragraph", (const ReeveSlot[]) { { "title", "x" }, { NULL } });
  g_test_assert_expected_messages ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/escapes", test_escapes);
  g_test_add_func ("/html/forgotten", test_forgotten);
  return g_test_run ();
}
