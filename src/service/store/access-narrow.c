/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-narrow.h"

#include "common/error.h"
#include "service/store/access-blocks.h"

/* One clause, while the blocks go by. */
typedef struct
{
  ReeveAccessClause *clause; /* borrowed */
  GPtrArray *values;         /* of GArray of grams: any of these is looked for */
} Search;

static void
search_clear (gpointer data)
{
  g_ptr_array_unref (((Search *) data)->values);
}

/* Whether blocks can tell. */
static gboolean
search_init (Search *self, ReeveAccessClause *clause)
{
  gboolean good = clause->texts->len > 0;

  self->clause = clause;
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < clause->texts->len; i++)
    {
      GArray *grams = reeve_access_grams_of (clause->texts->pdata[i]);

      g_ptr_array_add (self->values, grams);
      good = good && grams->len > 0;
    }
  return good;
}

static GArray *
make_searches (GArray *clauses)
{
  GArray *searches = g_array_new (FALSE, FALSE, sizeof (Search));

  g_array_set_clear_func (searches, search_clear);
  for (guint i = 0; i < clauses->len; i++)
    {
      Search search;

      if (search_init (&search, &g_array_index (clauses, ReeveAccessClause, i)))
        g_array_append_val (searches, search);
      else
        search_clear (&search);
    }
  return searches;
}

static gboolean
search_may_be_in (const Search *self, const guint8 bits[REEVE_ACCESS_GRAM_BYTES])
{
  for (guint i = 0; i < self->values->len; i++)
    if (reeve_access_grams_have (bits, self->values->pdata[i]))
      return TRUE;
  return FALSE;
}

/* A block begins at @first, and goes on until the next one says otherwise. */
static void
search_look (Search *self, gint64 first, gint64 n, const guint8 bits[REEVE_ACCESS_GRAM_BYTES])
{
  GArray *stretches = self->clause->stretches;
  ReeveAccessStretch *last =
    stretches->len > 0 ? &g_array_index (stretches, ReeveAccessStretch, stretches->len - 1) : NULL;
  ReeveAccessStretch stretch = { .from = first, .to = G_MAXINT64 };
  gboolean follows = last != NULL && last->to == G_MAXINT64;

  if (search_may_be_in (self, bits))
    {
      if (!follows)
        g_array_append_val (stretches, stretch);
      self->clause->n_texts += n;
    }
  else if (follows)
    last->to = first;
}

/* @n: (out): lines that are in blocks */
static gboolean
look_at_blocks (GArray *searches, ReeveTx *tx, gint64 *n, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT first, n, bits FROM blocks ORDER BY first", error);
  gboolean row = TRUE;

  *n = 0;
  while (statement != NULL)
    {
      gint64 first;
      const guint8 *bits;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      first = reeve_statement_get_int (statement, 0);
      bits = reeve_access_blocks_get_bits (statement, 2, error);
      if (bits == NULL)
        return FALSE;
      if (*n == 0 && first != 0)
        {
          reeve_set_error (error, REEVE_ERROR_INTERNAL, "damaged",
                           "the first block of a day's lines is lost");
          return FALSE;
        }
      for (guint i = 0; i < searches->len; i++)
        search_look (&g_array_index (searches, Search, i), first, reeve_statement_get_int (statement, 1),
                     bits);
      *n += reeve_statement_get_int (statement, 1);
    }
  return FALSE;
}

/* Lines of ids from @end on, of which there are @n, are in no block: they may have anything. */
static void
search_add_rest (Search *self, gint64 end, gint64 n)
{
  GArray *stretches = self->clause->stretches;
  const ReeveAccessStretch rest = { .from = end, .to = G_MAXINT64 };

  if (stretches->len == 0 ||
      g_array_index (stretches, ReeveAccessStretch, stretches->len - 1).to != G_MAXINT64)
    g_array_append_val (stretches, rest);
  self->clause->n_texts += n;
}

static gboolean
add_rest (GArray *searches, ReeveTx *tx, gint64 n_in_blocks, gboolean *lacking, GError **error)
{
  gint64 end;
  gint64 n;

  if (!reeve_access_blocks_read_end (tx, &end, error))
    return FALSE;
  *lacking = end != REEVE_ACCESS_ALL_IN_BLOCKS;
  if (!*lacking)
    return TRUE;
  if (!reeve_statement_read_int (
        reeve_tx_prepare (tx, "SELECT COALESCE (sum (n), 0) FROM words WHERE kind = 'source'", error), &n,
        error))
    return FALSE;
  for (guint i = 0; i < searches->len; i++)
    search_add_rest (&g_array_index (searches, Search, i), end, MAX (n - n_in_blocks, 0));
  return TRUE;
}

gboolean
reeve_access_narrow (ReeveTx *tx, GArray *clauses, gboolean *lacking, GError **error)
{
  g_autoptr (GArray) searches = make_searches (clauses);
  gint64 n;

  *lacking = FALSE;
  if (searches->len == 0)
    return TRUE;
  for (guint i = 0; i < searches->len; i++)
    g_array_index (searches, Search, i).clause->stretches =
      g_array_new (FALSE, FALSE, sizeof (ReeveAccessStretch));
  if (!look_at_blocks (searches, tx, &n, error) || !add_rest (searches, tx, n, lacking, error))
    return FALSE;
  for (guint i = 0; i < searches->len; i++)
    {
      ReeveAccessClause *clause = g_array_index (searches, Search, i).clause;

      if (clause->stretches->len > 0)
        continue;
      g_clear_pointer (&clause->stretches, g_array_unref);
      g_ptr_array_set_size (clause->texts, 0);
    }
  return TRUE;
}

/* --- Stretches --- */

static ReeveAccessStretch
get_stretch (GArray *stretches, guint i)
{
  return stretches != NULL ? g_array_index (stretches, ReeveAccessStretch, i)
                           : (ReeveAccessStretch) { .from = G_MININT64, .to = G_MAXINT64 };
}

static guint
count_stretches (GArray *stretches)
{
  return stretches != NULL ? stretches->len : 1;
}

GArray *
reeve_access_stretches_meet (GArray *a, GArray *b, gint64 from, gint64 to)
{
  GArray *both = g_array_new (FALSE, FALSE, sizeof (ReeveAccessStretch));
  guint i = 0;
  guint j = 0;

  while (i < count_stretches (a) && j < count_stretches (b))
    {
      ReeveAccessStretch one = get_stretch (a, i);
      ReeveAccessStretch other = get_stretch (b, j);
      ReeveAccessStretch stretch = { .from = MAX (from, MAX (one.from, other.from)),
                                     .to = MIN (to, MIN (one.to, other.to)) };

      if (stretch.from < stretch.to)
        g_array_append_val (both, stretch);
      if (one.to < other.to)
        i++;
      else
        j++;
    }
  return both;
}
