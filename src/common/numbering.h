/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Dense numbers for ids, so that what is many can be arrays instead of tables; and growing arrays of such
 * numbers that can be shared with a copy until one of the two is changed. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No such thing, of any numbering. */
#define REEVE_NO_NUMBER G_MAXUINT32

typedef struct
{
  const char *id; /* NULL: a free one */
  guint32 hash;
  guint32 number;
} ReeveNumberingSlot;

/* Numbers given to ids, densely. A copy adds to those of its origin. Nothing is ever taken out.
 *
 * A table with open addressing and linear probing (Knuth, TAOCP vol. 3, 6.4, algorithm L), at most half full.
 * Not a GHashTable, which keeps hashes, keys and values apart: at half a million ids everything is a miss of
 * the processor's cache, and this misses once for a new id and twice for a known one where that misses four
 * times; a model of 100,000 people and 500,000 grants is read in half the time. */
typedef struct _ReeveNumbering ReeveNumbering;
struct _ReeveNumbering
{
  ReeveNumberingSlot *slots; /* a power of two of them */
  guint n_slots;
  GStringChunk *texts;
  GPtrArray *ids;             /* of const char *, in texts, from n_base on */
  const ReeveNumbering *base; /* (nullable) borrowed */
  guint32 n_base;
};

/* A growing array. A borrowed one belongs to the model's origin, and is duplicated before it is changed. */
typedef struct
{
  guint32 *items;
  guint32 n;
  guint32 borrowed;
} ReeveNumbers;

/* @base: (nullable): whose numbers it goes on from; must not be changed or cleared before this one */
void reeve_numbering_init (ReeveNumbering *numbering, const ReeveNumbering *base);
void reeve_numbering_clear (ReeveNumbering *numbering);
guint32 reeve_numbering_get_size (const ReeveNumbering *numbering);
guint32 reeve_numbering_find (const ReeveNumbering *numbering, const char *id); /* or REEVE_NO_NUMBER */
const char *reeve_numbering_get_id (const ReeveNumbering *numbering, guint32 number);
/* Finds it, or gives it the next one. Whether it is new. */
gboolean reeve_numbering_give (ReeveNumbering *numbering, const char *id, guint32 *number);

/* @items, of @n, with room for one more; a copy that is one's own where they were borrowed. (transfer full)
 */
gpointer reeve_make_room (gpointer items, guint32 n, guint32 *borrowed, gsize size);
void reeve_numbers_add (ReeveNumbers *numbers, guint32 number);
void reeve_numbers_remove (ReeveNumbers *numbers, guint32 number); /* the last one takes its place */
gboolean reeve_numbers_have (const ReeveNumbers *numbers, guint32 number);
void reeve_numbers_set (ReeveNumbers *numbers, const guint32 *items, guint32 n);
void reeve_numbers_clear (ReeveNumbers *numbers);
int reeve_numbers_compare (gconstpointer a, gconstpointer b); /* pointers to two, for sorting */

G_END_DECLS
