/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reads what data/passwords/pack.py writes: blocks of 16 passwords in order, each told by how it differs from
 * the one before. A binary search finds the block by its first password, which is whole; the others are
 * walked through. The file is trusted: it is a part of the program. */

#include "config.h"

#include "common/blocklist.h"

#include <openssl/crypto.h>
#include <string.h>

#include "common-resources.h"

#define PATH    "/io/github/reeve/Reeve/passwords/common.list"
#define LONGEST 63
#define LAST    0x80

typedef struct
{
  GBytes *bytes;         /* owned: the whole file; what follows points into it */
  const guint8 *offsets; /* of the blocks; unaligned, little-endian */
  const guint8 *blocks;
  const guint8 *end;
  guint n;
  guint n_blocks;
} List;

static guint32
read_number (const guint8 *at)
{
  return (guint32) at[0] | (guint32) at[1] << 8 | (guint32) at[2] << 16 | (guint32) at[3] << 24;
}

static gpointer
open_list (gpointer unused)
{
  g_autoptr (GError) error = NULL;
  List *self = g_new0 (List, 1);
  const guint8 *data;
  gsize length;

  /* In the program's read-only pages: nothing is copied, and the reference lasts as long as the program. */
  self->bytes = g_resource_lookup_data (reeve_common_get_resource (), PATH, 0, &error);
  if (self->bytes == NULL)
    g_error ("the program lacks its list of passwords: %s", error->message);
  data = g_bytes_get_data (self->bytes, &length);
  self->n = read_number (data + 4);
  self->n_blocks = read_number (data + 8);
  self->offsets = data + 12;
  self->blocks = self->offsets + 4 * (gsize) self->n_blocks;
  self->end = data + length;
  return self;
}

static const List *
get_list (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, open_list, NULL);
}

static const guint8 *
get_block (const List *self, guint i)
{
  return self->blocks + read_number (self->offsets + 4 * (gsize) i);
}

/* The order of @word and the first of a block. */
static int
compare_head (const char *word, gsize length, const guint8 *block)
{
  for (gsize i = 0;; i++)
    {
      guint8 byte = block[1 + i];
      int order;

      if (i == length)
        return -1;
      order = (guint8) word[i] - (byte & ~LAST);
      if (order != 0)
        return order;
      if ((byte & LAST) != 0)
        return i + 1 < length;
    }
}

/* Whether a block holds @word, which is not before the block's first. */
static gboolean
walk (const List *self, guint i, const char *word, gsize length)
{
  const guint8 *at = get_block (self, i);
  const guint8 *end = i + 1 < self->n_blocks ? get_block (self, i + 1) : self->end;
  gsize common = 0; /* bytes of @word that are as in the password looked at last */

  while (at < end)
    {
      gsize shared = *at++;
      gsize place = shared;
      gboolean last = FALSE;

      /* The next one shares more with the one before than @word does: it differs from @word where that did.
       * Less: it is behind @word, and so are all that follow. */
      if (shared < common)
        return FALSE;
      while (!last)
        {
          guint8 byte = *at++;

          last = (byte & LAST) != 0;
          if (common == place && place < length && (guint8) word[place] == (byte & ~LAST))
            common++;
          place++;
        }
      if (place == length && common == length)
        return TRUE;
    }
  return FALSE;
}

static gboolean
find (const List *self, const char *word, gsize length)
{
  guint low = 0;
  guint high = self->n_blocks;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_head (word, length, get_block (self, middle)) < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return low > 0 && walk (self, low - 1, word, length);
}

/* @one: what stands for a 1, which is an i to some and an l to others. */
static void
undo_signs (char *word, gsize length, char one)
{
  static const char signs[] = "0345789@$+";
  static const char letters[] = "oeastbgast";

  for (gsize i = 0; i < length; i++)
    {
      const char *sign = word[i] != '\0' ? strchr (signs, word[i]) : NULL;

      if (sign != NULL)
        word[i] = letters[sign - signs];
      else if (word[i] == '1' || word[i] == '!' || word[i] == '|')
        word[i] = one;
    }
}

gboolean
reeve_blocklist_has (const ReeveSecret *password)
{
  static const char ones[] = { 'i', 'l' };
  const List *list = get_list ();
  const char *text = reeve_secret_get_text (password);
  gsize length = reeve_secret_get_length (password);
  char folded[LONGEST];
  char word[LONGEST];
  gboolean found;

  if (length == 0 || length > LONGEST)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    folded[i] = g_ascii_tolower (text[i]);
  found = find (list, folded, length);
  for (guint i = 0; i < G_N_ELEMENTS (ones) && !found; i++)
    {
      memcpy (word, folded, length);
      undo_signs (word, length, ones[i]);
      found = find (list, word, length);
    }
  OPENSSL_cleanse (folded, sizeof folded);
  OPENSSL_cleanse (word, sizeof word);
  return found;
}

guint
reeve_blocklist_get_size (void)
{
  return get_list ()->n;
}
