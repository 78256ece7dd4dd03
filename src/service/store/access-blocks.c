/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-blocks.h"

#include <string.h>

#include "common/error.h"

#define FULL       (REEVE_ACCESS_GRAM_BYTES * 8 / 2) /* bits: as little as can be promised by as few bits */
#define MOST_LINES 512                               /* of a block: they are read one by one */
#define IN_HAND    16                                /* blocks; logs of several systems take turns */

typedef struct
{
  gint64 first; /* ids from here on */
  gint64 end;   /* to here, where the next one begins */
  gint64 last;  /* of its lines; 0: none */
  gint64 n;     /* lines */
  guint n_bits; /* that are set */
  gboolean changed;
  guint8 bits[REEVE_ACCESS_GRAM_BYTES];
} Block;

struct _ReeveAccessBlocks
{
  GPtrArray *blocks; /* of Block, the one that was used last at the end */
  gint64 end;        /* lines of ids before it are in blocks; -1: it was not asked yet */
};

ReeveAccessBlocks *
reeve_access_blocks_new (void)
{
  ReeveAccessBlocks *self = g_new0 (ReeveAccessBlocks, 1);

  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->end = -1;
  return self;
}

void
reeve_access_blocks_free (ReeveAccessBlocks *self)
{
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

void
reeve_access_blocks_forget (ReeveAccessBlocks *self)
{
  g_ptr_array_set_size (self->blocks, 0);
  self->end = -1;
}

/* --- How far they go --- */

gboolean
reeve_access_blocks_read_end (ReeveTx *tx, gint64 *end, GError **error)
{
  return reeve_statement_read_int (reeve_tx_prepare (tx, "SELECT in_blocks FROM day WHERE one = 1", error),
                                   end, error);
}

static gboolean
write_end (ReeveTx *tx, gint64 end, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "UPDATE day SET in_blocks = $1 WHERE one = 1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, end);
  return reeve_statement_run (statement, NULL, error);
}

/* --- One block --- */

static void
block_init (Block *self, gint64 first, gint64 end)
{
  *self = (Block) { .first = first, .end = end, .changed = TRUE };
}

static void
block_take (Block *self, gint64 id, const char *text, const char *source_id)
{
  self->n_bits += reeve_access_grams_add (self->bits, text);
  self->n_bits += reeve_access_grams_add (self->bits, source_id);
  self->last = MAX (self->last, id);
  self->n++;
  self->changed = TRUE;
}

static gboolean
block_is_full (const Block *self)
{
  return self->n_bits >= FULL || self->n >= MOST_LINES;
}

static gboolean
block_write (Block *self, ReeveTx *tx, GError **error)
{
  ReeveStatement *statement;

  if (!self->changed)
    return TRUE;
  statement = reeve_tx_prepare (
    tx, "INSERT OR REPLACE INTO blocks (first, last, n, bits) VALUES ($1, $2, $3, $4)", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, self->first);
  reeve_statement_bind_int (statement, 2, self->last);
  reeve_statement_bind_int (statement, 3, self->n);
  reeve_statement_bind_blob (statement, 4, self->bits, sizeof self->bits);
  self->changed = FALSE;
  return reeve_statement_run (statement, NULL, error);
}

/* The lines of @first and later, before @end, by the index that has no others. */
static ReeveStatement *
ask_lines (ReeveTx *tx, gint64 first, gint64 end, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT id, text, source_id FROM events INDEXED BY events_by_source WHERE source IN "
                      "(SELECT number FROM words WHERE kind = 'source') AND id >= $1 AND id < $2 ORDER BY id",
                      error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, first);
  reeve_statement_bind_int (statement, 2, end);
  return statement;
}

/* --- Blocks in hand --- */

/* (transfer none): at the end, as the one used last */
static Block *
put_last (ReeveAccessBlocks *self, Block *block)
{
  g_ptr_array_add (self->blocks, block);
  return block;
}

/* (nullable): none in hand has @id */
static Block *
find_in_hand (ReeveAccessBlocks *self, gint64 id)
{
  for (guint i = self->blocks->len; i > 0; i--)
    {
      Block *block = self->blocks->pdata[i - 1];

      if (id < block->first || id >= block->end)
        continue;
      return i == self->blocks->len ? block : put_last (self, g_ptr_array_steal_index (self->blocks, i - 1));
    }
  return NULL;
}

static gboolean
make_room (ReeveAccessBlocks *self, ReeveTx *tx, GError **error)
{
  if (self->blocks->len < IN_HAND)
    return TRUE;
  if (!block_write (self->blocks->pdata[0], tx, error))
    return FALSE;
  g_ptr_array_remove_index (self->blocks, 0);
  return TRUE;
}

/* Where the blocks in hand say so, too: those may not be written yet. */
static gboolean
find_end (ReeveAccessBlocks *self, ReeveTx *tx, gint64 id, gint64 *end, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT COALESCE (min (first), 9223372036854775807) FROM blocks WHERE first > $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, id);
  if (!reeve_statement_read_int (statement, end, error))
    return FALSE;
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = self->blocks->pdata[i];

      if (block->first > id)
        *end = MIN (*end, block->first);
    }
  return TRUE;
}

const guint8 *
reeve_access_blocks_get_bits (ReeveStatement *statement, guint column, GError **error)
{
  gsize length;
  const guint8 *bits = reeve_statement_get_blob (statement, column, &length);

  if (length == REEVE_ACCESS_GRAM_BYTES)
    return bits;
  reeve_set_error (error, REEVE_ERROR_INTERNAL, "damaged", "what texts are made of is damaged in a day");
  return NULL;
}

/* (transfer full): the first of all, if there is none */
static Block *
read_block (ReeveAccessBlocks *self, ReeveTx *tx, gint64 id, GError **error)
{
  g_autofree Block *block = g_new0 (Block, 1);
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT first, last, n, bits FROM blocks WHERE first <= $1 ORDER BY first DESC LIMIT 1", error);
  const guint8 *bits;
  gboolean found;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, id);
  if (!reeve_statement_step (statement, &found, error))
    return NULL;
  if (!found)
    {
      block_init (block, 0, G_MAXINT64);
      return g_steal_pointer (&block);
    }
  block->first = reeve_statement_get_int (statement, 0);
  block->last = reeve_statement_get_int (statement, 1);
  block->n = reeve_statement_get_int (statement, 2);
  bits = reeve_access_blocks_get_bits (statement, 3, error);
  if (bits == NULL)
    return NULL;
  memcpy (block->bits, bits, sizeof block->bits);
  block->n_bits = reeve_access_grams_count (block->bits);
  return find_end (self, tx, id, &block->end, error) ? g_steal_pointer (&block) : NULL;
}

/* (transfer none): the one that @id is in */
static Block *
find (ReeveAccessBlocks *self, ReeveTx *tx, gint64 id, GError **error)
{
  Block *block = find_in_hand (self, id);

  if (block != NULL)
    return block;
  if (!make_room (self, tx, error))
    return NULL;
  block = read_block (self, tx, id, error);
  return block != NULL ? put_last (self, block) : NULL;
}

/* --- Full ones --- */

/* (transfer none): a new one from @id on, to where @block ended */
static Block *
begin_block (ReeveAccessBlocks *self, ReeveTx *tx, Block *block, gint64 id, GError **error)
{
  Block *next = g_new (Block, 1);

  block_init (next, id, block->end);
  block->end = id;
  if (!make_room (self, tx, error))
    {
      g_free (next);
      return NULL;
    }
  return put_last (self, next);
}

/* (transfer none): the half that @id is in */
static Block *
cut_in_two (ReeveAccessBlocks *self, ReeveTx *tx, Block *block, gint64 id, GError **error)
{
  ReeveStatement *lines = ask_lines (tx, block->first, MIN (block->end, self->end), error);
  gint64 end = block->end;
  gint64 half = block->n / 2;
  Block *into = block;
  gboolean row = TRUE;

  if (lines == NULL)
    return NULL;
  block_init (block, block->first, end);
  for (gint64 i = 0; row; i++)
    {
      if (!reeve_statement_step (lines, &row, error))
        return NULL;
      if (!row)
        break;
      if (i == half && i > 0)
        into = begin_block (self, tx, block, reeve_statement_get_int (lines, 0), error);
      if (into == NULL)
        return NULL;
      block_take (into, reeve_statement_get_int (lines, 0), reeve_statement_get_text (lines, 1),
                  reeve_statement_get_text (lines, 2));
    }
  return id < block->end ? find_in_hand (self, id) : into;
}

static gboolean
take_line (ReeveAccessBlocks *self,
           ReeveTx *tx,
           gint64 id,
           const char *text,
           const char *source_id,
           GError **error)
{
  Block *block = find (self, tx, id, error);

  if (block != NULL && block_is_full (block))
    {
      if (id > block->last)
        block = begin_block (self, tx, block, id, error);
      else if (block->n > 1)
        block = cut_in_two (self, tx, block, id, error);
    }
  if (block == NULL)
    return FALSE;
  block_take (block, id, text, source_id);
  return TRUE;
}

gboolean
reeve_access_blocks_add (ReeveAccessBlocks *self, ReeveTx *tx, const ReeveAccessEvent *event, GError **error)
{
  if (self->end < 0 && !reeve_access_blocks_read_end (tx, &self->end, error))
    return FALSE;
  /* Where the day is not filled that far yet, it comes in with the others there. */
  return event->time >= self->end || take_line (self, tx, event->time, event->text, event->source_id, error);
}

gboolean
reeve_access_blocks_write (ReeveAccessBlocks *self, ReeveTx *tx, GError **error)
{
  for (guint i = 0; i < self->blocks->len; i++)
    if (!block_write (self->blocks->pdata[i], tx, error))
      return FALSE;
  reeve_access_blocks_forget (self);
  return TRUE;
}

/* --- Lines that were there before --- */

/* Reeve's own events count, too: a day may have few lines among millions of them. *@next: from where to go
 * on */
static gboolean
fill_some (ReeveAccessBlocks *self, ReeveTx *tx, gint64 most, gint64 until, gint64 *next, GError **error)
{
  ReeveStatement *events = reeve_tx_prepare (tx,
                                             "SELECT id, source IS NOT NULL, text, source_id FROM events "
                                             "NOT INDEXED WHERE id >= $1 ORDER BY id LIMIT $2",
                                             error);
  gboolean row;
  gint64 id;

  if (events == NULL)
    return FALSE;
  reeve_statement_bind_int (events, 1, self->end);
  reeve_statement_bind_int (events, 2, most);
  for (gint64 n = 0; n < most; n++)
    {
      if (!reeve_statement_step (events, &row, error))
        return FALSE;
      if (!row)
        {
          *next = REEVE_ACCESS_ALL_IN_BLOCKS;
          return TRUE;
        }
      id = reeve_statement_get_int (events, 0);
      if (reeve_statement_get_int (events, 1) != 0 &&
          !take_line (self, tx, id, reeve_statement_get_text (events, 2),
                      reeve_statement_get_text (events, 3), error))
        return FALSE;
      *next = id + 1;
      if (g_get_monotonic_time () >= until)
        break;
    }
  reeve_statement_stop (events);
  return TRUE;
}

gboolean
reeve_access_blocks_fill (ReeveTx *tx, gint64 most, gint64 until, gboolean *done, GError **error)
{
  g_autoptr (ReeveAccessBlocks) self = reeve_access_blocks_new ();
  gint64 next;

  if (!reeve_access_blocks_read_end (tx, &self->end, error))
    return FALSE;
  *done = self->end == REEVE_ACCESS_ALL_IN_BLOCKS;
  if (*done)
    return TRUE;
  next = self->end;
  if (!fill_some (self, tx, most, until, &next, error) || !reeve_access_blocks_write (self, tx, error))
    return FALSE;
  *done = next == REEVE_ACCESS_ALL_IN_BLOCKS;
  return write_end (tx, next, error);
}

gboolean
reeve_access_blocks_fill_all (ReeveTx *tx, GError **error)
{
  gboolean done;

  return write_end (tx, 0, error) && reeve_access_blocks_fill (tx, G_MAXINT64, G_MAXINT64, &done, error);
}
