/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Merkle trees: the eight leaves that Certificate Transparency's implementations test with; every tree of up
 * to some hundred leaves against the definition, written down once more and naively; and every proof with one
 * thing wrong. */

#include "config.h"

#include "common/encoding.h"
#include "common/merkle-edge.h"

#include <string.h>

/* --- A tree kept whole: its leaves, and whatever the edge stored --- */

typedef struct
{
  GArray *leaves;    /* of ReeveMerkleHash */
  GHashTable *tiles; /* "LEVEL/NUMBER" -> ReeveMerkleTile */
  ReeveMerkleEdge edge;
} Tree;

static gboolean
keep_tile_cb (guint level,
              guint64 number,
              const ReeveMerkleTile *tile,
              gpointer data,
              GError **error G_GNUC_UNUSED)
{
  Tree *tree = data;
  gboolean first = g_hash_table_insert (tree->tiles, g_strdup_printf ("%u/%" G_GUINT64_FORMAT, level, number),
                                        g_memdup2 (tile, sizeof *tile));

  g_assert_true (first); /* a full tile comes once */
  return TRUE;
}

static void
tree_add (Tree *tree, gconstpointer entry, gsize length)
{
  ReeveMerkleHash leaf;

  reeve_merkle_hash_leaf (entry, length, &leaf);
  g_array_append_val (tree->leaves, leaf);
  g_assert_true (reeve_merkle_edge_append (&tree->edge, &leaf, keep_tile_cb, tree, NULL));
}

static void
tree_init (Tree *tree, guint n)
{
  *tree = (Tree) { 0 };
  tree->leaves = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  tree->tiles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < n; i++)
    tree_add (tree, &i, sizeof i);
}

static void
tree_clear (Tree *tree)
{
  g_array_unref (tree->leaves);
  g_hash_table_unref (tree->tiles);
  reeve_merkle_edge_clear (&tree->edge);
}

/* From tiles, as a store does. */
static gboolean
read_cb (guint level, guint64 index, ReeveMerkleHash *hash, gpointer data, GError **error G_GNUC_UNUSED)
{
  Tree *tree = data;
  guint height = level % 8;
  guint64 number = index >> (8 - height);
  g_autofree char *name = g_strdup_printf ("%u/%" G_GUINT64_FORMAT, level / 8, number);
  const ReeveMerkleTile *tile = g_hash_table_lookup (tree->tiles, name);

  if (tile == NULL)
    tile = tree->edge.tiles[level / 8];
  g_assert_nonnull (tile);
  reeve_merkle_tile_get_subtree (tile, height, (guint) (index & ((1u << (8 - height)) - 1)), hash);
  return TRUE;
}

/* MTH of section 2.1.1, word for word. */
static void
define (const Tree *tree, guint begin, guint end, ReeveMerkleHash *hash)
{
  ReeveMerkleHash left;
  ReeveMerkleHash right;
  guint k = 1;

  if (begin == end)
    {
      reeve_sha256 ("", 0, hash->bytes);
      return;
    }
  *hash = g_array_index (tree->leaves, ReeveMerkleHash, begin);
  if (end - begin == 1)
    return;
  while (2 * k < end - begin)
    k *= 2;
  define (tree, begin, begin + k, &left);
  define (tree, begin + k, end, &right);
  reeve_merkle_hash_node (&left, &right, hash);
}

/* --- The published ones --- */

static void
test_vectors (void)
{
  static const struct
  {
    const char *leaf;
    gsize length;
    const char *root;
  } vectors[] = {
    { "", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
    { "\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
    { "\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
    { "\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
    { "\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
    { "\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
    { "\x50\x51\x52\x53\x54\x55\x56\x57", 8,
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
    { "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
  };
  ReeveMerkleHash root;
  Tree tree;

  tree_init (&tree, 0);
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *hex = NULL;

      tree_add (&tree, vectors[i].leaf, vectors[i].length);
      reeve_merkle_edge_get_root (&tree.edge, &root);
      hex = reeve_hex_encode (root.bytes, sizeof root.bytes);
      g_assert_cmpstr (hex, ==, vectors[i].root);
    }
  tree_clear (&tree);
}

/* --- Every tree --- */

static void
assert_root (Tree *tree)
{
  ReeveMerkleHash defined;
  ReeveMerkleHash grown;
  ReeveMerkleHash read;

  define (tree, 0, tree->leaves->len, &defined);
  reeve_merkle_edge_get_root (&tree->edge, &grown);
  g_assert_true (reeve_merkle_hash_equal (&grown, &defined));
  g_assert_true (reeve_merkle_read_root (tree->leaves->len, read_cb, tree, &read, NULL));
  g_assert_true (reeve_merkle_hash_equal (&read, &defined));
}

/* Past the first tile of the second level, at which 65,536 leaves end. */
static void
test_roots (void)
{
  static const guint sizes[] = { 0, 1, 2, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537, 66000 };
  Tree tree;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      tree_init (&tree, sizes[i]);
      assert_root (&tree);
      tree_clear (&tree);
    }
}

/* An edge that was stored and read again goes on as if it had never been away. */
static void
test_edge_read_again (void)
{
  Tree tree;

  tree_init (&tree, 0);
  for (guint i = 0; i < 1500; i++)
    {
      ReeveMerkleEdge again = { .size = tree.edge.size };

      for (guint level = 0; level < REEVE_MERKLE_TILE_LEVELS; level++)
        if (reeve_merkle_edge_get_width (again.size, level) > 0)
          reeve_merkle_edge_set_tile (&again, level, tree.edge.tiles[level]->hashes);
      reeve_merkle_edge_clear (&tree.edge);
      tree.edge = again;
      tree_add (&tree, &i, sizeof i);
    }
  assert_root (&tree);
  tree_clear (&tree);
}

static void
assert_inclusion (Tree *tree, guint leaf, guint size, const ReeveMerkleHash *root)
{
  g_autoptr (GArray) proof = reeve_merkle_prove_inclusion (leaf, size, read_cb, tree, NULL);
  ReeveMerkleHash *hashes = (ReeveMerkleHash *) proof->data;
  const ReeveMerkleHash *hash = &g_array_index (tree->leaves, ReeveMerkleHash, leaf);

  g_assert_true (reeve_merkle_verify_inclusion (hash, leaf, size, hashes, proof->len, root));
  g_assert_false (reeve_merkle_verify_inclusion (hash, leaf + 1, size, hashes, proof->len, root));
  g_assert_false (reeve_merkle_verify_inclusion (hash, size, size, hashes, proof->len, root));
  g_assert_false (reeve_merkle_verify_inclusion (root, leaf, size, hashes, proof->len, root) && size > 1);
  if (proof->len == 0)
    return;
  g_assert_false (reeve_merkle_verify_inclusion (hash, leaf, size, hashes, proof->len - 1, root));
  g_assert_false (reeve_merkle_verify_inclusion (hash, leaf, size, hashes + 1, proof->len - 1, root));
  hashes[leaf % proof->len].bytes[leaf % REEVE_MERKLE_BYTES] ^= 1;
  g_assert_false (reeve_merkle_verify_inclusion (hash, leaf, size, hashes, proof->len, root));
}

static void
assert_consistency (Tree *tree, guint old, guint size, const ReeveMerkleHash *root)
{
  g_autoptr (GArray) proof = reeve_merkle_prove_consistency (old, size, read_cb, tree, NULL);
  ReeveMerkleHash *hashes = (ReeveMerkleHash *) proof->data;
  ReeveMerkleHash before;
  ReeveMerkleHash other;

  define (tree, 0, old, &before);
  g_assert_true (reeve_merkle_verify_consistency (old, &before, size, root, hashes, proof->len));
  other = before;
  other.bytes[size % REEVE_MERKLE_BYTES] ^= 0x80;
  g_assert_false (reeve_merkle_verify_consistency (old, &other, size, root, hashes, proof->len));
  g_assert_false (reeve_merkle_verify_consistency (old, &before, size, &other, hashes, proof->len));
  g_assert_false (old < size &&
                  reeve_merkle_verify_consistency (size, root, old, &before, hashes, proof->len));
  if (proof->len == 0)
    return;
  g_assert_false (reeve_merkle_verify_consistency (old, &before, size, root, hashes, proof->len - 1));
  g_assert_false (reeve_merkle_verify_consistency (old, &before, size, root, hashes + 1, proof->len - 1));
  hashes[old % proof->len].bytes[old % REEVE_MERKLE_BYTES] ^= 1;
  g_assert_false (reeve_merkle_verify_consistency (old, &before, size, root, hashes, proof->len));
}

static void
test_proofs (void)
{
  for (guint size = 1; size <= 130; size++)
    {
      ReeveMerkleHash root;
      Tree tree;

      tree_init (&tree, size);
      define (&tree, 0, size, &root);
      for (guint leaf = 0; leaf < size; leaf++)
        assert_inclusion (&tree, leaf, size, &root);
      for (guint old = 1; old <= size; old++)
        assert_consistency (&tree, old, size, &root);
      tree_clear (&tree);
    }
}

/* Proofs across tiles, where the store's reading differs. */
static void
test_proofs_across_tiles (void)
{
  static const guint places[] = { 1, 255, 256, 257, 4000, 65535, 65536, 65537, 69999 };
  ReeveMerkleHash root;
  Tree tree;

  tree_init (&tree, 70000);
  define (&tree, 0, 70000, &root);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      assert_inclusion (&tree, places[i], 70000, &root);
      assert_consistency (&tree, places[i], 70000, &root);
    }
  tree_clear (&tree);
}

/* Of nothing everything is a continuation, but only by a proof of nothing. */
static void
test_from_nothing (void)
{
  ReeveMerkleHash nothing;
  ReeveMerkleHash root;

  reeve_sha256 ("", 0, nothing.bytes);
  reeve_merkle_hash_leaf ("x", 1, &root);
  g_assert_true (reeve_merkle_verify_consistency (0, &nothing, 1, &root, NULL, 0));
  g_assert_false (reeve_merkle_verify_consistency (0, &nothing, 1, &root, &root, 1));
  g_assert_false (reeve_merkle_verify_consistency (0, &root, 1, &root, NULL, 0));
  g_assert_false (reeve_merkle_verify_inclusion (&root, 0, 0, NULL, 0, &nothing));
}

/* --- Many at once --- */

/* Leaves of a tree of @size by the bits of @chosen, again and again. */
static GArray *
choose (guint size, guint32 chosen)
{
  GArray *leaves = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint64 i = 0; i < size; i++)
    if ((chosen >> (i % 31) & 1) != 0)
      g_array_append_val (leaves, i);
  return leaves;
}

static gboolean
verify_many (const Tree *tree, GArray *leaves, guint size, GArray *proof, const ReeveMerkleHash *root)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));

  for (guint i = 0; i < leaves->len; i++)
    g_array_append_val (
      hashes, g_array_index (tree->leaves, ReeveMerkleHash, (guint) g_array_index (leaves, guint64, i)));
  return reeve_merkle_verify_many ((const guint64 *) (gpointer) leaves->data,
                                   (const ReeveMerkleHash *) (gpointer) hashes->data, leaves->len, size,
                                   (const ReeveMerkleHash *) (gpointer) proof->data, proof->len, root);
}

/* It holds, and no longer once a hash is another one, too few or too many, or a leaf is somewhere else. */
static void
assert_many (const Tree *tree, GArray *leaves, guint size)
{
  g_autoptr (GArray) proof = reeve_merkle_prove_many ((const guint64 *) (gpointer) leaves->data, leaves->len,
                                                      size, read_cb, (gpointer) tree, NULL);
  guint64 *first = &g_array_index (leaves, guint64, 0);
  ReeveMerkleHash root;

  define (tree, 0, size, &root);
  g_assert_true (verify_many (tree, leaves, size, proof, &root));
  for (guint i = 0; i < proof->len; i++)
    {
      g_array_index (proof, ReeveMerkleHash, i).bytes[i % 32] ^= 1;
      g_assert_false (verify_many (tree, leaves, size, proof, &root));
      g_array_index (proof, ReeveMerkleHash, i).bytes[i % 32] ^= 1;
    }
  g_array_append_val (proof, root);
  g_assert_false (verify_many (tree, leaves, size, proof, &root));
  g_array_set_size (proof, proof->len - 1);
  if (proof->len > 0)
    {
      g_array_set_size (proof, proof->len - 1);
      g_assert_false (verify_many (tree, leaves, size, proof, &root));
    }
  *first += size;
  g_assert_false (
    reeve_merkle_verify_many (first, tree->leaves->len > 0 ? &root : NULL, 1, size, &root, 0, &root));
  *first -= size;
}

/* What proves many leaves at once proves just those, in trees of every shape. */
static void
test_many (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  Tree tree;

  tree_init (&tree, 300);
  for (guint size = 1; size <= 300; size += size < 70 ? 1 : 23)
    for (guint i = 0; i < 4; i++)
      {
        g_autoptr (GArray) leaves = choose (size, i == 0 ? G_MAXUINT32 : g_rand_int (random) | 1);

        assert_many (&tree, leaves, size);
      }
  tree_clear (&tree);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merkle/vectors", test_vectors);
  g_test_add_func ("/merkle/roots", test_roots);
  g_test_add_func ("/merkle/edge-read-again", test_edge_read_again);
  g_test_add_func ("/merkle/proofs", test_proofs);
  g_test_add_func ("/merkle/proofs-across-tiles", test_proofs_across_tiles);
  g_test_add_func ("/merkle/from-nothing", test_from_nothing);
  g_test_add_func ("/merkle/many", test_many);
  return g_test_run ();
}
