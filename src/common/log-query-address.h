/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Ranges of IP addresses: one, a network (RFC 4632, RFC 4291 section 2.3), from one to another. An IPv4
 * address inside of an IPv6 one (::ffff:192.0.2.1) is the IPv4 address. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint8 length;  /* of an address: 4, 16; 0: none */
  guint8 low[16]; /* network order */
  guint8 high[16];
} ReeveLogAddresses;

typedef enum
{
  REEVE_LOG_ADDRESS_OK,
  REEVE_LOG_ADDRESS_WRONG,
  REEVE_LOG_ADDRESS_BITS,  /* more than the address has */
  REEVE_LOG_ADDRESS_ORDER, /* from the higher to the lower one */
} ReeveLogAddressFault;

/* "192.0.2.7", "10.0.0.0/8", "10.0.0.1-10.0.0.9", "10.0.0.1..10.0.0.9". Bits beyond a network's own are
 * forgiven. @self is set when it is OK, and, both ends turned round, when it is ORDER. */
ReeveLogAddressFault reeve_log_addresses_read (const char *text, ReeveLogAddresses *self);
char *reeve_log_addresses_print (const ReeveLogAddresses *self); /* (transfer full): the shortest form */
gboolean reeve_log_addresses_contain (const ReeveLogAddresses *self, const char *address);

/* The same for who keeps addresses in bytes: one of so many bytes of text becomes 4 or 16 of @bytes, the rest
 * of them 0; returns how many, 0 for what is no address. */
guint8 reeve_log_address_parse (const char *text, gsize length, guint8 bytes[16]);
gboolean
reeve_log_addresses_contain_bytes (const ReeveLogAddresses *self, const guint8 bytes[16], guint8 length);
gboolean reeve_log_addresses_equal (const ReeveLogAddresses *a, const ReeveLogAddresses *b);

G_END_DECLS
