/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-grams.h"

#include <string.h>

#include "common/encoding.h"

#define SHORT       3
#define LONG        5
#define BITS        3 /* of a piece */
#define PLACES      (REEVE_ACCESS_GRAM_BYTES * 8)
#define UUID_LENGTH 36

/* Where in an UUID its pieces begin. */
static const guint uuid_offsets[] = { 0, 8, 14, 19, 24, 31 };

typedef void (*PlaceFunc) (guint32 place, gpointer data);

/* The bits of the @n bytes, the same on every machine. */
static void
visit_piece (const char *at, guint n, PlaceFunc visit, gpointer data)
{
  guint64 hash = n;
  guint32 low, high;

  for (guint i = 0; i < n; i++)
    hash = hash << 8 | (guchar) at[i];
  hash *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  hash ^= hash >> 32;
  hash *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  low = (guint32) hash | 1;
  high = (guint32) (hash >> 32);
  for (guint i = 0; i < BITS; i++, high += low)
    visit ((guint32) ((guint64) high * PLACES >> 32), data);
}

static inline gboolean
is_digit (char c)
{
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static gboolean
is_piece (const char *at)
{
  return !is_digit (at[0]) || !is_digit (at[1]) || !is_digit (at[2]);
}

/* Whether an UUID can begin so. */
static gboolean
begins_uuid (const char *folded, gsize length)
{
  if (length > UUID_LENGTH)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (i == 8 || i == 13 || i == 18 || i == 23 ? folded[i] != '-' : !is_digit (folded[i]))
      return FALSE;
  return TRUE;
}

static void
visit_uuid (const char *folded, gsize length, PlaceFunc visit, gpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (uuid_offsets) && uuid_offsets[i] + LONG <= length; i++)
    visit_piece (folded + uuid_offsets[i], LONG, visit, data);
}

static void
visit_all (const char *folded, gsize length, PlaceFunc visit, gpointer data)
{
  for (gsize i = 0; i + SHORT <= length; i++)
    {
      if (is_piece (folded + i))
        visit_piece (folded + i, SHORT, visit, data);
      if (i + LONG <= length)
        visit_piece (folded + i, LONG, visit, data);
    }
}

/* --- Of texts --- */

typedef struct
{
  guint8 *bits;
  guint n_new;
} Setting;

static void
set_cb (guint32 place, gpointer data)
{
  Setting *self = data;
  guint8 bit = (guint8) (1u << place % 8);

  self->n_new += (self->bits[place / 8] & bit) == 0;
  self->bits[place / 8] |= bit;
}

guint
reeve_access_grams_add (guint8 bits[REEVE_ACCESS_GRAM_BYTES], const char *text)
{
  g_autofree char *folded = text != NULL ? reeve_fold (text) : NULL;
  gsize length = folded != NULL ? strlen (folded) : 0;
  Setting setting = { .bits = bits };

  if (length == 0)
    return 0;
  /* What becomes an UUID only by folding is none to who matches. */
  if (length == UUID_LENGTH && begins_uuid (folded, length) && g_str_is_ascii (text))
    visit_uuid (folded, length, set_cb, &setting);
  else
    visit_all (folded, length, set_cb, &setting);
  return setting.n_new;
}

guint
reeve_access_grams_count (const guint8 bits[REEVE_ACCESS_GRAM_BYTES])
{
  guint n = 0;

  for (guint i = 0; i < REEVE_ACCESS_GRAM_BYTES; i++)
    n += (guint) __builtin_popcount (bits[i]);
  return n;
}

/* --- Of what is looked for --- */

static void
append_cb (guint32 place, gpointer data)
{
  g_array_append_val ((GArray *) data, place);
}

GArray *
reeve_access_grams_of (const ReeveLogValue *value)
{
  GArray *grams = g_array_new (FALSE, FALSE, sizeof (guint32));
  gsize length = value->folded != NULL ? strlen (value->folded) : 0;

  /* What may be an UUID, or begin one, has of all its pieces only those that the UUID has, too. */
  if ((length == UUID_LENGTH || value->match == REEVE_LOG_PREFIX) && begins_uuid (value->folded, length))
    visit_uuid (value->folded, length, append_cb, grams);
  else
    visit_all (value->folded, length, append_cb, grams);
  return grams;
}

gboolean
reeve_access_grams_have (const guint8 bits[REEVE_ACCESS_GRAM_BYTES], const GArray *grams)
{
  for (guint i = 0; i < grams->len; i++)
    {
      guint32 place = g_array_index (grams, guint32, i);

      if ((bits[place / 8] & 1u << place % 8) == 0)
        return FALSE;
    }
  return TRUE;
}
