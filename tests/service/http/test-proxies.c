/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include <config.h>

#include "service/http/proxies.h"

/* Who is believed to be the client, whatever they claim themselves. */
static void
test_client (void)
{
  static const char *const given[] = { "127.0.0.1", "::ffff:10.0.0.2", "2001:DB8:0::1", "nonsense", NULL };
  static const struct
  {
    const char *header;
    const char *client; /* NULL: the proxy itself is all that is known */
  } cases[] = {
    { "198.51.100.7", "198.51.100.7" },
    { "203.0.113.1, 198.51.100.7", "198.51.100.7" },
    { "203.0.113.1,198.51.100.7 , 10.0.0.2", "198.51.100.7" },
    { "198.51.100.7, 2001:db8::1, 127.0.0.1", "198.51.100.7" },
    { "::ffff:198.51.100.7", "198.51.100.7" },
    { "2001:0db8::0002", "2001:db8::2" },
    { "", NULL },
    { "127.0.0.1", NULL },
    { "198.51.100.7, unknown", NULL },
    { "198.51.100.7,", NULL },
    { "198.51.100.7:4711", NULL },
    { "198.51.100.7\tx", NULL },
  };
  g_auto (GStrv) proxies = reeve_proxies_new (given);

  g_assert_cmpuint (g_strv_length (proxies), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *client = reeve_proxies_find_client ((const char *const *) proxies, cases[i].header);
      g_assert_cmpstr (client, ==, cases[i].client);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proxies/client", test_client);
  return g_test_run ();
}
