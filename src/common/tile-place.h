/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where a tile of a Merkle tree is to be found (C2SP tlog-tiles, "Merkle Tree"): "<L>/<N>[.p/<W>]", the index
 * N in groups of three digits of which all but the last begin with an x, as in "0/x001/x234/067.p/12". A tile
 * has one such path. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_TILE_MAX_LEVEL 63

typedef struct
{
  guint level; /* up to REEVE_TILE_MAX_LEVEL */
  guint64 number;
  guint width; /* hashes, 1 to REEVE_MERKLE_TILE_WIDTH */
} ReeveTilePlace;

/* @path: behind "tile/". FALSE: it names no tile, in no tree. */
gboolean reeve_tile_place_read (const char *path, ReeveTilePlace *place) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
