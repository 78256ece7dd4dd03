/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* X-Forwarded-For is read from its end: each proxy adds the address that it was spoken to from, and whatever
 * stands before the first stranger may be a lie of theirs. */

#include "config.h"

#include "service/http/proxies.h"

#include <string.h>

static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };

char *
reeve_proxies_normalize (const char *address)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);

  if (parsed == NULL)
    return NULL;
  if (g_inet_address_get_family (parsed) == G_SOCKET_FAMILY_IPV6 &&
      memcmp (g_inet_address_to_bytes (parsed), mapped, sizeof mapped) == 0)
    {
      g_autoptr (GInetAddress) four = g_inet_address_new_from_bytes (
        g_inet_address_to_bytes (parsed) + sizeof mapped, G_SOCKET_FAMILY_IPV4);
      return g_inet_address_to_string (four);
    }
  return g_inet_address_to_string (parsed);
}

GStrv
reeve_proxies_new (const char *const *addresses)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      char *address = reeve_proxies_normalize (addresses[i]);
      if (address != NULL)
        g_strv_builder_take (builder, address);
    }
  return g_strv_builder_end (builder);
}

char *
reeve_proxies_find_client (const char *const *proxies, const char *forwarded_for)
{
  g_auto (GStrv) hops = g_strsplit (forwarded_for, ",", -1);

  for (guint i = g_strv_length (hops); i > 0; i--)
    {
      g_autofree char *address = reeve_proxies_normalize (g_strstrip (hops[i - 1]));
      if (address == NULL)
        return NULL;
      if (!g_strv_contains (proxies, address))
        return g_steal_pointer (&address);
    }
  return NULL;
}
