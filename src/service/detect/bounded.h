/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A table that never grows past what it may: records of one size under 64-bit keys, of which the one that was
 * touched longest ago goes when there is no room for the next. What is kept, and what goes, depends on the
 * calls alone, so that the same events leave the same table, however often it was saved in between. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ReeveBounded ReeveBounded;

/* @size: bytes of a record, which is plain data without pointers. @most: records */
ReeveBounded *reeve_bounded_new (gsize size, guint most);
void reeve_bounded_free (ReeveBounded *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveBounded, reeve_bounded_free)

/* All zero where there was none. Good until the next call with this table. */
gpointer reeve_bounded_get (ReeveBounded *self, guint64 key);
/* (nullable): without making one, and without touching it */
gpointer reeve_bounded_find (ReeveBounded *self, guint64 key);
guint reeve_bounded_count (const ReeveBounded *self);
gsize reeve_bounded_get_memory (const ReeveBounded *self); /* bytes */

/* What was touched longest ago first, in this machine's order of bytes. */
void reeve_bounded_save (const ReeveBounded *self, GByteArray *bytes);
/* Moves *@bytes on. FALSE: that is none of this size and room; the table is empty then. */
gboolean
reeve_bounded_restore (ReeveBounded *self, const guint8 **bytes, const guint8 *end) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
