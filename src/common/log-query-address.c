/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/log-query-address.h"

#include <arpa/inet.h>
#include <string.h>

static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };

/* Answers how long it is: 4, 16, 0: no address. */
guint8
reeve_log_address_parse (const char *text, gsize length, guint8 bytes[16])
{
  char copy[INET6_ADDRSTRLEN + 1];
  const char *zone = memchr (text, '%', length); /* fe80::1%eth0: which link is nothing of the address */

  if (zone != NULL)
    length = (gsize) (zone - text);
  if (length == 0 || length >= sizeof copy)
    return 0;
  memcpy (copy, text, length);
  copy[length] = '\0';
  memset (bytes, 0, 16);
  if (zone == NULL && inet_pton (AF_INET, copy, bytes) == 1)
    return 4;
  if (inet_pton (AF_INET6, copy, bytes) != 1)
    return 0;
  if (memcmp (bytes, mapped, sizeof mapped) != 0)
    return 16;
  memmove (bytes, bytes + 12, 4);
  memset (bytes + 4, 0, 12);
  return 4;
}

static void
set_network (ReeveLogAddresses *self, guint bits)
{
  memcpy (self->high, self->low, sizeof self->low);
  for (guint bit = bits; bit < self->length * 8u; bit++)
    {
      guint8 one = (guint8) (0x80 >> (bit % 8));

      self->low[bit / 8] &= (guint8) ~one;
      self->high[bit / 8] |= one;
    }
}

static ReeveLogAddressFault
read_network (const char *text, const char *slash, ReeveLogAddresses *self)
{
  guint64 bits;

  self->length = reeve_log_address_parse (text, (gsize) (slash - text), self->low);
  if (self->length == 0)
    return REEVE_LOG_ADDRESS_WRONG;
  if (!g_ascii_string_to_unsigned (slash + 1, 10, 0, G_MAXUINT, &bits, NULL))
    return REEVE_LOG_ADDRESS_BITS;
  /* ::ffff:192.0.2.0/120 is 192.0.2.0/24. */
  if (self->length == 4 && memchr (text, ':', (gsize) (slash - text)) != NULL)
    {
      if (bits < 96 || bits > 128)
        return REEVE_LOG_ADDRESS_BITS;
      bits -= 96;
    }
  if (bits > self->length * 8u)
    return REEVE_LOG_ADDRESS_BITS;
  set_network (self, (guint) bits);
  return REEVE_LOG_ADDRESS_OK;
}

static ReeveLogAddressFault
read_range (const char *text, gsize first_length, const char *second, ReeveLogAddresses *self)
{
  guint8 other;

  self->length = reeve_log_address_parse (text, first_length, self->low);
  other = reeve_log_address_parse (second, strlen (second), self->high);
  if (self->length == 0 || other != self->length)
    return REEVE_LOG_ADDRESS_WRONG;
  if (memcmp (self->low, self->high, sizeof self->low) > 0)
    {
      guint8 bytes[16];

      memcpy (bytes, self->low, sizeof bytes);
      memcpy (self->low, self->high, sizeof bytes);
      memcpy (self->high, bytes, sizeof bytes);
      return REEVE_LOG_ADDRESS_ORDER;
    }
  return REEVE_LOG_ADDRESS_OK;
}

static ReeveLogAddressFault
read_any (const char *text, ReeveLogAddresses *self)
{
  const char *slash = strchr (text, '/');
  const char *dash = strchr (text, '-');
  const char *dots = strstr (text, "..");

  if (slash != NULL)
    return read_network (text, slash, self);
  if (dash != NULL)
    return read_range (text, (gsize) (dash - text), dash + 1, self);
  if (dots != NULL)
    return read_range (text, (gsize) (dots - text), dots + 2, self);
  self->length = reeve_log_address_parse (text, strlen (text), self->low);
  memcpy (self->high, self->low, sizeof self->low);
  return self->length != 0 ? REEVE_LOG_ADDRESS_OK : REEVE_LOG_ADDRESS_WRONG;
}

ReeveLogAddressFault
reeve_log_addresses_read (const char *text, ReeveLogAddresses *self)
{
  ReeveLogAddresses found = { 0 };
  ReeveLogAddressFault fault = read_any (text, &found);

  if (fault == REEVE_LOG_ADDRESS_OK || fault == REEVE_LOG_ADDRESS_ORDER)
    *self = found;
  return fault;
}

/* How many bits both ends share, if it is a whole network; else -1. */
static int
find_bits (const ReeveLogAddresses *self)
{
  ReeveLogAddresses network = *self;
  guint bits = 0;

  while (bits < self->length * 8u &&
         ((self->low[bits / 8] ^ self->high[bits / 8]) & (0x80 >> (bits % 8))) == 0)
    bits++;
  set_network (&network, bits);
  return reeve_log_addresses_equal (&network, self) ? (int) bits : -1;
}

static const char *
print_address (const ReeveLogAddresses *self, const guint8 *bytes, char text[INET6_ADDRSTRLEN])
{
  return inet_ntop (self->length == 4 ? AF_INET : AF_INET6, bytes, text, INET6_ADDRSTRLEN);
}

char *
reeve_log_addresses_print (const ReeveLogAddresses *self)
{
  char low[INET6_ADDRSTRLEN], high[INET6_ADDRSTRLEN];
  int bits = find_bits (self);

  print_address (self, self->low, low);
  if (bits == self->length * 8)
    return g_strdup (low);
  if (bits >= 0)
    return g_strdup_printf ("%s/%d", low, bits);
  return g_strdup_printf ("%s-%s", low, print_address (self, self->high, high));
}

gboolean
reeve_log_addresses_contain (const ReeveLogAddresses *self, const char *address)
{
  guint8 bytes[16];
  guint8 length = address != NULL ? reeve_log_address_parse (address, strlen (address), bytes) : 0;

  return length != 0 && reeve_log_addresses_contain_bytes (self, bytes, length);
}

gboolean
reeve_log_addresses_contain_bytes (const ReeveLogAddresses *self, const guint8 bytes[16], guint8 length)
{
  return length != 0 && length == self->length && memcmp (bytes, self->low, 16) >= 0 &&
         memcmp (bytes, self->high, 16) <= 0;
}

gboolean
reeve_log_addresses_equal (const ReeveLogAddresses *a, const ReeveLogAddresses *b)
{
  return a->length == b->length && memcmp (a->low, b->low, sizeof a->low) == 0 &&
         memcmp (a->high, b->high, sizeof a->high) == 0;
}
