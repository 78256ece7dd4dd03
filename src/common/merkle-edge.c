/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Growing a Merkle tree at its right edge. A leaf costs its own hash and, over time, one more. */

#include "config.h"

#include "common/merkle-edge.h"

#include <string.h>

#include "common/encoding.h"

guint
reeve_merkle_edge_get_width (guint64 size, guint level)
{
  return (guint) (size >> (8 * level) & (REEVE_MERKLE_TILE_WIDTH - 1));
}

void
reeve_merkle_edge_clear (ReeveMerkleEdge *edge)
{
  for (guint level = 0; level < REEVE_MERKLE_TILE_LEVELS; level++)
    g_clear_pointer (&edge->tiles[level], g_free);
  edge->size = 0;
}

static ReeveMerkleTile *
get_tile (ReeveMerkleEdge *edge, guint level)
{
  if (edge->tiles[level] == NULL)
    edge->tiles[level] = g_new0 (ReeveMerkleTile, 1);
  return edge->tiles[level];
}

void
reeve_merkle_edge_set_tile (ReeveMerkleEdge *edge, guint level, const ReeveMerkleHash *hashes)
{
  memcpy (get_tile (edge, level)->hashes, hashes,
          sizeof *hashes * reeve_merkle_edge_get_width (edge->size, level));
}

void
reeve_merkle_tile_get_subtree (const ReeveMerkleTile *tile, guint height, guint index, ReeveMerkleHash *hash)
{
  ReeveMerkleHash row[REEVE_MERKLE_TILE_WIDTH];
  guint n = 1u << height;

  memcpy (row, tile->hashes + (gsize) index * n, n * sizeof *row);
  for (; n > 1; n /= 2)
    for (guint i = 0; i < n / 2; i++)
      reeve_merkle_hash_node (&row[2 * i], &row[2 * i + 1], &row[i]);
  *hash = row[0];
}

gboolean
reeve_merkle_edge_append (ReeveMerkleEdge *edge,
                          const ReeveMerkleHash *leaf,
                          ReeveMerkleTileFunc full,
                          gpointer data,
                          GError **error)
{
  ReeveMerkleHash hash = *leaf;
  guint64 size = edge->size++;

  for (guint level = 0; level < REEVE_MERKLE_TILE_LEVELS; level++)
    {
      ReeveMerkleTile *tile = get_tile (edge, level);
      guint width = reeve_merkle_edge_get_width (size, level);

      tile->hashes[width] = hash;
      if (width + 1 < REEVE_MERKLE_TILE_WIDTH)
        return TRUE;
      if (!full (level, size >> (8 * (level + 1)), tile, data, error))
        return FALSE;
      reeve_merkle_tile_get_subtree (tile, 8, 0, &hash);
    }
  return TRUE;
}

/* From the smallest subtree, at the end, to the largest. */
void
reeve_merkle_edge_get_root (const ReeveMerkleEdge *edge, ReeveMerkleHash *root)
{
  gboolean first = TRUE;

  reeve_sha256 ("", 0, root->bytes);
  for (guint bit = 0; bit < 8 * REEVE_MERKLE_TILE_LEVELS; bit++)
    {
      guint width = reeve_merkle_edge_get_width (edge->size, bit / 8);
      guint height = bit % 8;
      ReeveMerkleHash left;

      if ((width >> height & 1) == 0)
        continue;
      /* Those of lower bits come after it: it is the last of its height that they leave room for. */
      reeve_merkle_tile_get_subtree (edge->tiles[bit / 8], height, (width >> height) - 1, &left);
      if (first)
        *root = left;
      else
        reeve_merkle_hash_node (&left, root, root);
      first = FALSE;
    }
}
