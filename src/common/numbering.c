/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Numbers for ids, and arrays of numbers. */

#include "config.h"

#include "common/numbering.h"

#include <string.h>

/* --- Numbers for ids --- */

void
reeve_numbering_init (ReeveNumbering *numbering, const ReeveNumbering *base)
{
  numbering->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  numbering->ids = g_ptr_array_new_with_free_func (g_free);
  numbering->base = base;
  numbering->n_base = base != NULL ? reeve_numbering_get_size (base) : 0;
}

void
reeve_numbering_clear (ReeveNumbering *numbering)
{
  g_hash_table_unref (numbering->numbers);
  g_ptr_array_unref (numbering->ids);
}

guint32
reeve_numbering_get_size (const ReeveNumbering *numbering)
{
  return numbering->n_base + numbering->ids->len;
}

guint32
reeve_numbering_find (const ReeveNumbering *numbering, const char *id)
{
  gpointer number = NULL;

  for (; numbering != NULL; numbering = numbering->base)
    if ((number = g_hash_table_lookup (numbering->numbers, id)) != NULL)
      return GPOINTER_TO_UINT (number) - 1;
  return REEVE_NO_NUMBER;
}

const char *
reeve_numbering_get_id (const ReeveNumbering *numbering, guint32 number)
{
  while (number < numbering->n_base)
    numbering = numbering->base;
  return numbering->ids->pdata[number - numbering->n_base];
}

gboolean
reeve_numbering_give (ReeveNumbering *numbering, const char *id, guint32 *number)
{
  char *owned;

  *number = reeve_numbering_find (numbering, id);
  if (*number != REEVE_NO_NUMBER)
    return FALSE;
  *number = reeve_numbering_get_size (numbering);
  owned = g_strdup (id);
  g_ptr_array_add (numbering->ids, owned);
  g_hash_table_insert (numbering->numbers, owned, GUINT_TO_POINTER (*number + 1));
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
