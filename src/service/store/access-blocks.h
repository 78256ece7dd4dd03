/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A day's lines of other systems, in blocks of ids that follow each other, each with the pieces that its
 * texts are made of (access-grams.h): who looks for a word reads the blocks that may have it, and no others
 * (access-narrow.h). A block takes lines until half of its bits are set, or it has 512, and is then cut
 * behind its last line, where lines come in order, or in two halves. Events of Reeve's own have no texts, and
 * cost nothing here.
 *
 * In a day that is older than these only lines of ids before day.in_blocks are in blocks; the others are
 * read one by one, until steps have brought them in. The steps and whoever appends agree by the database
 * alone: nothing is remembered from one transaction to the next. */

#pragma once

#include "common/access-event.h"
#include "service/store/access-grams.h"
#include "service/store/db.h"

G_BEGIN_DECLS

#define REEVE_ACCESS_ALL_IN_BLOCKS G_MAXINT64 /* of day.in_blocks */

/* The blocks that a transaction has in hand. For one thread. */
typedef struct _ReeveAccessBlocks ReeveAccessBlocks;

ReeveAccessBlocks *reeve_access_blocks_new (void);
void reeve_access_blocks_free (ReeveAccessBlocks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessBlocks, reeve_access_blocks_free)

/* @event: of another system, its id settled, its row not written yet. Errors: BUSY, INTERNAL (damaged). */
gboolean reeve_access_blocks_add (ReeveAccessBlocks *self,
                                  ReeveTx *tx,
                                  const ReeveAccessEvent *event,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was added, before @tx is committed. Errors: BUSY, INTERNAL. */
gboolean
reeve_access_blocks_write (ReeveAccessBlocks *self, ReeveTx *tx, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A transaction begins, or never was. */
void reeve_access_blocks_forget (ReeveAccessBlocks *self);

/* Lines of ids before @end are in blocks. Errors: BUSY, INTERNAL. */
gboolean reeve_access_blocks_read_end (ReeveTx *tx, gint64 *end, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): of the block that @statement is at; until its next step. Errors: INTERNAL (damaged). */
const guint8 *reeve_access_blocks_get_bits (ReeveStatement *statement, guint column, GError **error);

/* Brings lines into blocks, from the first that is in none: @most events are looked at, or as many as @until,
 * in monotonic microseconds, leaves time for; at least one. *@done: all are. Errors: BUSY, INTERNAL
 * (damaged). */
gboolean reeve_access_blocks_fill (ReeveTx *tx, gint64 most, gint64 until, gboolean *done, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* Those of a day that nobody else has, and that has no blocks yet: all of them. Errors: BUSY, INTERNAL. */
gboolean reeve_access_blocks_fill_all (ReeveTx *tx, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
