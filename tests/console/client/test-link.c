/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Links as people paste them, and what is none. */

#include "config.h"

#include "console/client/link.h"

static const struct
{
  const char *text;
  const char *site;  /* NULL: no link */
  const char *token; /* NULL: the same */
} links[] = {
  { "http://reeved/p/invitation/0123.ab_C-9", "local", "0123.ab_C-9" },
  { "  https://reeve.example.org/p/invitation/abc\n", "https://reeve.example.org", "abc" },
  { "https://reeve.example.org:8443/p/invitation/a\n bc", "https://reeve.example.org:8443", "abc" },
  { "https://REEVE.example.org/p/invitation/abc", "https://reeve.example.org", "abc" },
  { "", NULL, NULL },
  { "abc", NULL, NULL },
  { "/p/invitation/", NULL, NULL },
  { "https://reeve.example.org/p/invitation/", NULL, NULL },
  { "https://reeve.example.org/p/reset/abc", NULL, NULL },
  { "https://reeve.example.org/p/invitation/abc?x=1", NULL, NULL },
  { "https://reeve.example.org/p/invitation/abc#x", NULL, NULL },
  { "https://reeve.example.org/p/invitation/abc/p/invitation/d", NULL, NULL },
  { "https://reeve.example.org/elsewhere/p/invitation/abc", NULL, NULL },
  { "https://somebody@reeve.example.org/p/invitation/abc", NULL, NULL },
  { "http://reeve.example.org/p/invitation/abc", NULL, NULL },
  { "http://reeved:80/p/invitation/abc", NULL, NULL },
  { "http://reeved.example.org/p/invitation/abc", NULL, NULL },
  { "javascript:alert(1)//p/invitation/abc", NULL, NULL },
  { "file:///p/invitation/abc", NULL, NULL },
};

static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr (ReevePastedLink) link = reeve_pasted_link_read (links[i].text, "invitation");

      g_assert_cmpstr (link != NULL ? link->site : NULL, ==, links[i].site);
      g_assert_cmpstr (link != NULL ? reeve_secret_get_text (link->token) : NULL, ==, links[i].token);
    }
}

/* What is given to a browser has the page and the token, and nothing else of what was pasted. */
static void
test_uri (void)
{
  g_autoptr (ReevePastedLink) link =
    reeve_pasted_link_read (" https://Reeve.example.org:443/p/invitation/a-b ", "invitation");
  g_autofree char *uri = reeve_pasted_link_make_uri (link, "invitation");

  g_assert_cmpstr (uri, ==, "https://reeve.example.org/p/invitation/a-b");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/read", test_read);
  g_test_add_func ("/link/uri", test_uri);
  return g_test_run ();
}
