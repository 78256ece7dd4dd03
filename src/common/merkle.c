/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Proofs are found from the top down, as the RFC defines them, and turned round at the end: a verifier goes
 * from the leaf upwards. Every range that comes up begins at a multiple of the power of two that holds it, so
 * that it falls into complete subtrees, one for each bit of its length. */

#include "config.h"

#include "common/merkle.h"

#include <string.h>

#include "common/encoding.h"

#define LEAF 0x00
#define NODE 0x01

/* --- Hashes --- */

void
reeve_merkle_hash_leaf (gconstpointer entry, gsize length, ReeveMerkleHash *hash)
{
  guint8 room[256];
  g_autofree guint8 *large = length >= sizeof room ? g_malloc (length + 1) : NULL;
  guint8 *text = large != NULL ? large : room;

  text[0] = LEAF;
  if (length > 0)
    memcpy (text + 1, entry, length);
  reeve_sha256 (text, length + 1, hash->bytes);
}

void
reeve_merkle_hash_node (const ReeveMerkleHash *left, const ReeveMerkleHash *right, ReeveMerkleHash *hash)
{
  guint8 text[1 + 2 * REEVE_MERKLE_BYTES];

  text[0] = NODE;
  memcpy (text + 1, left->bytes, REEVE_MERKLE_BYTES);
  memcpy (text + 1 + REEVE_MERKLE_BYTES, right->bytes, REEVE_MERKLE_BYTES);
  reeve_sha256 (text, sizeof text, hash->bytes);
}

gboolean
reeve_merkle_hash_equal (const ReeveMerkleHash *a, const ReeveMerkleHash *b)
{
  return memcmp (a->bytes, b->bytes, REEVE_MERKLE_BYTES) == 0;
}

/* --- Reading --- */

typedef struct
{
  ReeveMerkleReadFunc read;
  gpointer data;
} Reader;

/* Of [@begin, @end), not empty. From the smallest subtree, at the end, to the largest. */
static gboolean
read_range (const Reader *reader, guint64 begin, guint64 end, ReeveMerkleHash *hash, GError **error)
{
  guint64 length = end - begin;
  gboolean first = TRUE;

  for (guint level = 0; level < 64; level++)
    {
      ReeveMerkleHash left;

      if ((length >> level & 1) == 0)
        continue;
      end -= G_GUINT64_CONSTANT (1) << level;
      if (!reader->read (level, end >> level, &left, reader->data, error))
        return FALSE;
      if (first)
        *hash = left;
      else
        reeve_merkle_hash_node (&left, hash, hash);
      first = FALSE;
    }
  return TRUE;
}

gboolean
reeve_merkle_read_root (guint64 size,
                        ReeveMerkleReadFunc read,
                        gpointer data,
                        ReeveMerkleHash *root,
                        GError **error)
{
  const Reader reader = { read, data };

  if (size > 0)
    return read_range (&reader, 0, size, root, error);
  reeve_sha256 ("", 0, root->bytes);
  return TRUE;
}

/* --- Proofs --- */

/* The largest power of two that is smaller than @n > 1. */
static guint64
split (guint64 n)
{
  return G_GUINT64_CONSTANT (1) << (63 - __builtin_clzll (n - 1));
}

static gboolean
add_range (const Reader *reader, guint64 begin, guint64 end, GArray *proof, GError **error)
{
  ReeveMerkleHash hash;

  if (!read_range (reader, begin, end, &hash, error))
    return FALSE;
  g_array_append_val (proof, hash);
  return TRUE;
}

static void
turn_round (GArray *proof)
{
  for (guint i = 0; i < proof->len / 2; i++)
    {
      ReeveMerkleHash *a = &g_array_index (proof, ReeveMerkleHash, i);
      ReeveMerkleHash *b = &g_array_index (proof, ReeveMerkleHash, proof->len - 1 - i);
      ReeveMerkleHash kept = *a;

      *a = *b;
      *b = kept;
    }
}

/* PATH (m, D_n) of section 2.1.3.1. */
GArray *
reeve_merkle_prove_inclusion (guint64 leaf,
                              guint64 size,
                              ReeveMerkleReadFunc read,
                              gpointer data,
                              GError **error)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  const Reader reader = { read, data };
  guint64 begin = 0;
  guint64 end = size;

  g_return_val_if_fail (leaf < size, NULL);
  while (end - begin > 1)
    {
      guint64 middle = begin + split (end - begin);
      gboolean left = leaf < middle;

      if (!add_range (&reader, left ? middle : begin, left ? end : middle, proof, error))
        return NULL;
      if (left)
        end = middle;
      else
        begin = middle;
    }
  turn_round (proof);
  return g_steal_pointer (&proof);
}

/* How many of @leaves are before @middle. */
static gsize
count_before (const guint64 *leaves, gsize n, guint64 middle)
{
  gsize low = 0;

  while (low < n)
    {
      gsize half = low + (n - low) / 2;

      if (leaves[half] < middle)
        low = half + 1;
      else
        n = half;
    }
  return low;
}

/* Goes no deeper than a size has bits. */
static gboolean
add_around (const Reader *reader,
            const guint64 *leaves,
            gsize n,
            guint64 begin,
            guint64 end,
            GArray *proof,
            GError **error)
{
  guint64 middle;
  gsize left;

  if (n == 0)
    return add_range (reader, begin, end, proof, error);
  if (end - begin == 1)
    return TRUE;
  middle = begin + split (end - begin);
  left = count_before (leaves, n, middle);
  return add_around (reader, leaves, left, begin, middle, proof, error) &&
         add_around (reader, leaves + left, n - left, middle, end, proof, error);
}

GArray *
reeve_merkle_prove_many (const guint64 *leaves,
                         gsize n,
                         guint64 size,
                         ReeveMerkleReadFunc read,
                         gpointer data,
                         GError **error)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  const Reader reader = { read, data };

  g_return_val_if_fail (n > 0 && leaves[n - 1] < size, NULL);
  return add_around (&reader, leaves, n, 0, size, proof, error) ? g_steal_pointer (&proof) : NULL;
}

/* SUBPROOF (m, D_n, b) of section 2.1.4.1: the old tree's root itself is left out as long as the range still
 * begins where the tree does, for the verifier has it. */
GArray *
reeve_merkle_prove_consistency (guint64 old_size,
                                guint64 size,
                                ReeveMerkleReadFunc read,
                                gpointer data,
                                GError **error)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  const Reader reader = { read, data };
  guint64 begin = 0;
  guint64 end = size;

  g_return_val_if_fail (old_size > 0 && old_size <= size, NULL);
  while (old_size < end)
    {
      guint64 middle = begin + split (end - begin);
      gboolean left = old_size <= middle;

      if (!add_range (&reader, left ? middle : begin, left ? end : middle, proof, error))
        return NULL;
      if (left)
        end = middle;
      else
        begin = middle;
    }
  if (begin > 0 && !add_range (&reader, begin, end, proof, error))
    return NULL;
  turn_round (proof);
  return g_steal_pointer (&proof);
}

/* --- Verifying --- */

gboolean
reeve_merkle_walk_inclusion (const ReeveMerkleHash *leaf_hash,
                             guint64 leaf,
                             guint64 size,
                             const ReeveMerkleHash *proof,
                             gsize n,
                             ReeveMerkleStep *steps,
                             ReeveMerkleHash *root)
{
  ReeveMerkleHash hash = *leaf_hash;
  guint64 fn = leaf;
  guint64 sn = size - 1;

  if (leaf >= size)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      const gboolean left = (fn & 1) != 0 || fn == sn;

      if (sn == 0)
        return FALSE;
      if (left)
        {
          reeve_merkle_hash_node (&proof[i], &hash, &hash);
          while ((fn & 1) == 0 && fn != 0)
            {
              fn >>= 1;
              sn >>= 1;
            }
        }
      else
        reeve_merkle_hash_node (&hash, &proof[i], &hash);
      fn >>= 1;
      sn >>= 1;
      if (steps != NULL)
        steps[i] = (ReeveMerkleStep) { .sibling = proof[i], .left = left, .hash = hash };
    }
  *root = hash;
  return sn == 0;
}

gboolean
reeve_merkle_verify_inclusion (const ReeveMerkleHash *leaf_hash,
                               guint64 leaf,
                               guint64 size,
                               const ReeveMerkleHash *proof,
                               gsize n,
                               const ReeveMerkleHash *root)
{
  ReeveMerkleHash reached;

  return reeve_merkle_walk_inclusion (leaf_hash, leaf, size, proof, n, NULL, &reached) &&
         reeve_merkle_hash_equal (&reached, root);
}

typedef struct
{
  const ReeveMerkleHash *proof;
  gsize n;
} Rest;

static gboolean
walk_many (Rest *rest,
           const guint64 *leaves,
           const ReeveMerkleHash *leaf_hashes,
           gsize n,
           guint64 begin,
           guint64 end,
           ReeveMerkleHash *hash)
{
  ReeveMerkleHash right;
  guint64 middle;
  gsize left;

  if (n == 0 || end - begin == 1)
    {
      if (n > 1 || (n == 0 && rest->n == 0))
        return FALSE;
      *hash = n == 1 ? *leaf_hashes : *rest->proof;
      rest->proof += 1 - n;
      rest->n -= 1 - n;
      return TRUE;
    }
  middle = begin + split (end - begin);
  left = count_before (leaves, n, middle);
  if (!walk_many (rest, leaves, leaf_hashes, left, begin, middle, hash) ||
      !walk_many (rest, leaves + left, leaf_hashes + left, n - left, middle, end, &right))
    return FALSE;
  reeve_merkle_hash_node (hash, &right, hash);
  return TRUE;
}

gboolean
reeve_merkle_verify_many (const guint64 *leaves,
                          const ReeveMerkleHash *leaf_hashes,
                          gsize n,
                          guint64 size,
                          const ReeveMerkleHash *proof,
                          gsize n_proof,
                          const ReeveMerkleHash *root)
{
  Rest rest = { proof, n_proof };
  ReeveMerkleHash reached;

  if (n == 0 || leaves[n - 1] >= size)
    return FALSE;
  for (gsize i = 1; i < n; i++)
    if (leaves[i] <= leaves[i - 1])
      return FALSE;
  return walk_many (&rest, leaves, leaf_hashes, n, 0, size, &reached) && rest.n == 0 &&
         reeve_merkle_hash_equal (&reached, root);
}

static gboolean
verify_growth (guint64 old_size,
               const ReeveMerkleHash *old_root,
               guint64 size,
               const ReeveMerkleHash *root,
               const ReeveMerkleHash *proof,
               gsize n)
{
  guint64 fn = old_size - 1;
  guint64 sn = size - 1;
  ReeveMerkleHash fr;
  ReeveMerkleHash sr;
  gsize i = 0;

  while ((fn & 1) != 0)
    {
      fn >>= 1;
      sn >>= 1;
    }
  /* Where the old tree is complete its root is not in the proof. */
  if (fn != 0 && n == 0)
    return FALSE;
  fr = sr = fn == 0 ? *old_root : proof[i++];
  for (; i < n; i++)
    {
      if (sn == 0)
        return FALSE;
      if ((fn & 1) != 0 || fn == sn)
        {
          reeve_merkle_hash_node (&proof[i], &fr, &fr);
          reeve_merkle_hash_node (&proof[i], &sr, &sr);
          while ((fn & 1) == 0 && fn != 0)
            {
              fn >>= 1;
              sn >>= 1;
            }
        }
      else
        reeve_merkle_hash_node (&sr, &proof[i], &sr);
      fn >>= 1;
      sn >>= 1;
    }
  return sn == 0 && reeve_merkle_hash_equal (&fr, old_root) && reeve_merkle_hash_equal (&sr, root);
}

gboolean
reeve_merkle_verify_consistency (guint64 old_size,
                                 const ReeveMerkleHash *old_root,
                                 guint64 size,
                                 const ReeveMerkleHash *root,
                                 const ReeveMerkleHash *proof,
                                 gsize n)
{
  ReeveMerkleHash nothing;

  if (old_size > size)
    return FALSE;
  if (old_size == size)
    return n == 0 && reeve_merkle_hash_equal (old_root, root);
  if (old_size > 0)
    return verify_growth (old_size, old_root, size, root, proof, n);
  reeve_sha256 ("", 0, nothing.bytes);
  return n == 0 && reeve_merkle_hash_equal (old_root, &nothing);
}
