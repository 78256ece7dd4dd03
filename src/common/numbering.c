/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Numbers for ids, and arrays of numbers. */

#include "config.h"

#include "common/numbering.h"

#include <string.h>

/* --- Numbers for ids --- */

#define FIRST_SLOTS 16u

void
reeve_numbering_init (ReeveNumbering *numbering, const ReeveNumbering *base)
{
  numbering->n_slots = FIRST_SLOTS;
  numbering->slots = g_new0 (ReeveNumberingSlot, FIRST_SLOTS);
  numbering->texts = g_string_chunk_new (4096);
  numbering->ids = g_ptr_array_new ();
  numbering->base = base;
  numbering->n_base = base != NULL ? reeve_numbering_get_size (base) : 0;
}

void
reeve_numbering_clear (ReeveNumbering *numbering)
{
  g_free (numbering->slots);
  g_string_chunk_free (numbering->texts);
  g_ptr_array_unref (numbering->ids);
}

guint32
reeve_numbering_get_size (const ReeveNumbering *numbering)
{
  return numbering->n_base + numbering->ids->len;
}

/* Where @id is, or would be. The texts' hash is weak in its lower bits, hence the multiplication. */
static ReeveNumberingSlot *
find_slot (const ReeveNumbering *numbering, const char *id, guint32 hash)
{
  guint last = numbering->n_slots - 1;
  guint place = (guint) ((hash * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32) & last;

  while (numbering->slots[place].id != NULL &&
         (numbering->slots[place].hash != hash || strcmp (numbering->slots[place].id, id) != 0))
    place = (place + 1) & last;
  return &numbering->slots[place];
}

static guint32
find_with_hash (const ReeveNumbering *numbering, const char *id, guint32 hash)
{
  for (; numbering != NULL; numbering = numbering->base)
    {
      const ReeveNumberingSlot *slot = find_slot (numbering, id, hash);

      if (slot->id != NULL)
        return slot->number;
    }
  return REEVE_NO_NUMBER;
}

guint32
reeve_numbering_find (const ReeveNumbering *numbering, const char *id)
{
  return find_with_hash (numbering, id, g_str_hash (id));
}

const char *
reeve_numbering_get_id (const ReeveNumbering *numbering, guint32 number)
{
  while (number < numbering->n_base)
    numbering = numbering->base;
  return numbering->ids->pdata[number - numbering->n_base];
}

static void
double_slots (ReeveNumbering *numbering)
{
  g_autofree ReeveNumberingSlot *old = g_steal_pointer (&numbering->slots);
  guint n_old = numbering->n_slots;

  numbering->n_slots = 2 * n_old;
  numbering->slots = g_new0 (ReeveNumberingSlot, numbering->n_slots);
  for (guint i = 0; i < n_old; i++)
    if (old[i].id != NULL)
      *find_slot (numbering, old[i].id, old[i].hash) = old[i];
}

gboolean
reeve_numbering_give (ReeveNumbering *numbering, const char *id, guint32 *number)
{
  guint32 hash = g_str_hash (id);
  ReeveNumberingSlot *slot;

  *number = numbering->base != NULL ? find_with_hash (numbering->base, id, hash) : REEVE_NO_NUMBER;
  if (*number != REEVE_NO_NUMBER)
    return FALSE;
  slot = find_slot (numbering, id, hash);
  if (slot->id != NULL)
    {
      *number = slot->number;
      return FALSE;
    }
  *number = reeve_numbering_get_size (numbering);
  slot->id = g_string_chunk_insert (numbering->texts, id);
  slot->hash = hash;
  slot->number = *number;
  g_ptr_array_add (numbering->ids, (gpointer) slot->id);
  if (numbering->ids->len > numbering->n_slots / 2)
    double_slots (numbering);
  return TRUE;
}

/* --- Growing arrays: their room is the power of two that holds them --- */

gpointer
reeve_make_room (gpointer items, guint32 n, guint32 *borrowed, gsize size)
{
  gsize room = n == 0 ? 1 : (gsize) 1 << g_bit_storage (n); /* for one more */

  if (*borrowed)
    {
      gpointer own = g_malloc (room * size);

      if (n > 0)
        memcpy (own, items, n * size);
      *borrowed = FALSE;
      return own;
    }
  return (n & (n - 1)) == 0 ? g_realloc (items, room * size) : items;
}

void
reeve_numbers_add (ReeveNumbers *numbers, guint32 number)
{
  numbers->items = reeve_make_room (numbers->items, numbers->n, &numbers->borrowed, sizeof *numbers->items);
  numbers->items[numbers->n++] = number;
}

void
reeve_numbers_remove (ReeveNumbers *numbers, guint32 number)
{
  for (guint32 i = 0; i < numbers->n; i++)
    if (numbers->items[i] == number)
      {
        if (numbers->borrowed)
          numbers->items =
            reeve_make_room (numbers->items, numbers->n, &numbers->borrowed, sizeof *numbers->items);
        numbers->items[i] = numbers->items[--numbers->n];
        return;
      }
}

void
reeve_numbers_clear (ReeveNumbers *numbers)
{
  if (!numbers->borrowed)
    g_free (numbers->items);
  *numbers = (ReeveNumbers) { 0 };
}

void
reeve_numbers_set (ReeveNumbers *numbers, const guint32 *items, guint32 n)
{
  reeve_numbers_clear (numbers);
  for (guint32 i = 0; i < n; i++)
    reeve_numbers_add (numbers, items[i]);
}

gboolean
reeve_numbers_have (const ReeveNumbers *numbers, guint32 number)
{
  for (guint32 i = 0; i < numbers->n; i++)
    if (numbers->items[i] == number)
      return TRUE;
  return FALSE;
}

int
reeve_numbers_compare (gconstpointer a, gconstpointer b)
{
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;

  return left < right ? -1 : left > right;
}
