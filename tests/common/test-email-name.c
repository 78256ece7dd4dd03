/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/email-name.h"

/* Reeve's own names end in one; what somebody calls themselves is none. */
static void
test_get (void)
{
  static const struct
  {
    const char *name;
    const char *address; /* (nullable) */
  } cases[] = {
    { "Ada <Ada@Vallis.example>", "ada@vallis.example" },
    { "A <b@c.example> <ada@vallis.example>", "ada@vallis.example" },
    { "Ada", NULL },
    { "Ada <3", NULL },
    { "<>", NULL },
    { "Ada <ada@vallis.example> (gone)", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = reeve_email_name_get (cases[i].name);

      g_assert_cmpstr (address, ==, cases[i].address);
    }
}

/* Whole, and without regard to case: what merely has it in it is somebody else's. */
static void
test_is_in (void)
{
  static const char *const named[] = {
    "ada@vallis.example",
    "ADA@Vallis.Example",
    "Ada <ada@vallis.example>",
    "invited ada@vallis.example.",
    "user=ada@vallis.example from 192.0.2.1",
    "mailto:ada@vallis.example",
    "dada@vallis.example, ada@vallis.example",
    "“ada@vallis.example”",
    "bo@vallis.example",
  };
  static const char *const not_named[] = {
    "",
    "ada",
    "dada@vallis.example",
    "èada@vallis.example",
    "x.ada@vallis.example",
    "ada@vallis.example.org",
    "ada@vallis.examples",
    "ada@vallis.example-two.org",
    "ada@vallis",
  };

  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    g_assert_true (reeve_email_name_is_in ("ada@vallis.example\nbo@vallis.example", named[i]));
  for (guint i = 0; i < G_N_ELEMENTS (not_named); i++)
    g_assert_false (reeve_email_name_is_in ("ada@vallis.example\nbo@vallis.example", not_named[i]));
  g_assert_false (reeve_email_name_is_in ("", "ada@vallis.example"));
  g_assert_false (reeve_email_name_is_in ("ada@vallis.example", NULL));
}

/* Whatever is found in a text is among those that are listed of it. */
static void
test_list (void)
{
  static const struct
  {
    const char *text;
    const char *address; /* NULL: there is none */
  } cases[] = {
    { "Ada <Ada@Vallis.example>", "ada@vallis.example" },
    { "ADA@vallis.example", "ada@vallis.example" },
    { "mail ada@vallis.example. Bo", "ada@vallis.example" },
    { "bo@vallis.example,ada@vallis.example;", "ada@vallis.example" },
    { "(o'brien@vallis.example)", "brien@vallis.example" },
    { "o'brien@vallis.example", "o'brien@vallis.example" },
    { "O <o'brien@vallis.example>", "o'brien@vallis.example" },
    { "a@b@vallis.example", "b@vallis.example" },
    { "dada@vallis.example", NULL },
    { "ada@vallis.example.org", NULL },
    { "ada", NULL },
    { "@", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) listed = reeve_email_name_list (cases[i].text);

      g_test_message ("%s", cases[i].text);
      if (cases[i].address != NULL)
        g_assert_true (g_strv_contains ((const char *const *) listed, cases[i].address));
      g_assert_true (cases[i].address != NULL ||
                     !g_strv_contains ((const char *const *) listed, "ada@vallis.example"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/email-name/get", test_get);
  g_test_add_func ("/email-name/list", test_list);
  g_test_add_func ("/email-name/is-in", test_is_in);
  return g_test_run ();
}
