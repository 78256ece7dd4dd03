/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An answer of any length, which a handler begins and others make piece by piece while it is sent. It
 * outlives the call: it holds what it needs, and begins its own transactions. */

#pragma once

#include "common/capability.h"

G_BEGIN_DECLS

typedef struct _ReevePieces ReevePieces;

/* Appends the next piece, of some tens of kilobytes, within a second or two; nothing, if there was nothing to
 * say yet. @last: (out): none comes behind it. Errors end the answer for good. One thread at a time. */
typedef gboolean (*ReevePieceFunc) (gpointer data, GString *out, gboolean *last, GError **error);

/* @needs: what whoever asked must go on to hold until the last. */
ReevePieces *
reeve_pieces_new (ReevePieceFunc make, gpointer data, GDestroyNotify free_data, ReeveCapabilities needs);
ReeveCapabilities reeve_pieces_get_needs (ReevePieces *self);
void reeve_pieces_free (ReevePieces *self);
gboolean
reeve_pieces_make (ReevePieces *self, GString *out, gboolean *last, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReevePieces, reeve_pieces_free)

G_END_DECLS
