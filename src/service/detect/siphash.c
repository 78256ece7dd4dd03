/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/siphash.h"

#include <string.h>

/* Little-endian, as the paper has it. */
static guint64
read_word (const guint8 *bytes)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);
  return GUINT64_FROM_LE (word);
}

static guint64
rotate (guint64 word, guint bits)
{
  return word << bits | word >> (64 - bits);
}

static void
mix (guint64 v[4], guint rounds)
{
  for (guint i = 0; i < rounds; i++)
    {
      v[0] += v[1];
      v[1] = rotate (v[1], 13) ^ v[0];
      v[0] = rotate (v[0], 32);
      v[2] += v[3];
      v[3] = rotate (v[3], 16) ^ v[2];
      v[0] += v[3];
      v[3] = rotate (v[3], 21) ^ v[0];
      v[2] += v[1];
      v[1] = rotate (v[1], 17) ^ v[2];
      v[2] = rotate (v[2], 32);
    }
}

static void
take (guint64 v[4], guint64 word)
{
  v[3] ^= word;
  mix (v, 2);
  v[0] ^= word;
}

guint64
reeve_siphash (const guint8 key[REEVE_SIPHASH_KEY_BYTES], gconstpointer data, gsize length)
{
  const guint8 *bytes = data;
  guint64 k0 = read_word (key);
  guint64 k1 = read_word (key + 8);
  guint64 v[] = {
    k0 ^ G_GUINT64_CONSTANT (0x736f6d6570736575),
    k1 ^ G_GUINT64_CONSTANT (0x646f72616e646f6d),
    k0 ^ G_GUINT64_CONSTANT (0x6c7967656e657261),
    k1 ^ G_GUINT64_CONSTANT (0x7465646279746573),
  };
  guint8 last[8] = { 0 };
  gsize whole = length / 8 * 8;

  for (gsize i = 0; i < whole; i += 8)
    take (v, read_word (bytes + i));
  if (length > whole)
    memcpy (last, bytes + whole, length - whole);
  last[7] = (guint8) length;
  take (v, read_word (last));
  v[2] ^= 0xff;
  mix (v, 4);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}
