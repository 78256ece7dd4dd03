/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A Merkle tree that grows, in tiles (C2SP tlog-tiles, "Merkle Tree"): a tile of level L holds up to 256
 * hashes of complete subtrees of 256^L leaves, side by side. A full tile never changes again. What is kept
 * here is the edge: of each level, the one tile that is not full. It is enough to append and to know the
 * root. */

#pragma once

#include "common/merkle.h"

G_BEGIN_DECLS

#define REEVE_MERKLE_TILE_WIDTH  256
#define REEVE_MERKLE_TILE_LEVELS 8 /* of a tree of 2^64 leaves */

typedef struct
{
  ReeveMerkleHash hashes[REEVE_MERKLE_TILE_WIDTH];
} ReeveMerkleTile;

typedef struct
{
  guint64 size; /* leaves */
  /* The tile of level L that is not full has (size >> 8 * L) % 256 hashes. */
  ReeveMerkleTile *tiles[REEVE_MERKLE_TILE_LEVELS]; /* (nullable): never held any */
} ReeveMerkleEdge;

/* A tile that is full. @tile is the edge's, until the function returns. */
typedef gboolean (*ReeveMerkleTileFunc) (guint level,
                                         guint64 number,
                                         const ReeveMerkleTile *tile,
                                         gpointer data,
                                         GError **error);

guint reeve_merkle_edge_get_width (guint64 size, guint level); /* hashes of its unfinished tile of @level */
void reeve_merkle_edge_clear (ReeveMerkleEdge *edge);
/* Sets the unfinished tile of @level, as it was stored; the size first. */
void reeve_merkle_edge_set_tile (ReeveMerkleEdge *edge, guint level, const ReeveMerkleHash *hashes);

/* Appends one leaf; @full is called for each tile that it fills, from level 0 upwards. A failure of @full
 * leaves an edge that is good for nothing but to be cleared. */
gboolean reeve_merkle_edge_append (ReeveMerkleEdge *edge,
                                   const ReeveMerkleHash *leaf,
                                   ReeveMerkleTileFunc full,
                                   gpointer data,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void reeve_merkle_edge_get_root (const ReeveMerkleEdge *edge, ReeveMerkleHash *root);

/* The hash of the complete subtree of 2^@height of @tile's hashes, the @index-th such. */
void
reeve_merkle_tile_get_subtree (const ReeveMerkleTile *tile, guint height, guint index, ReeveMerkleHash *hash);

G_END_DECLS
