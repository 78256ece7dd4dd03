/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The Merkle tree of an append-only log (RFC 9162, section 2.1): its hashes, its proofs and how they are
 * verified. No storage here: whoever proves says how the hash of a complete subtree is read; merkle-edge.h
 * grows a tree. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_MERKLE_BYTES 32

typedef struct
{
  guint8 bytes[REEVE_MERKLE_BYTES];
} ReeveMerkleHash;

/* SHA-256 (0x00 || entry), section 2.1.1. */
void reeve_merkle_hash_leaf (gconstpointer entry, gsize length, ReeveMerkleHash *hash);
/* SHA-256 (0x01 || left || right). @hash may be one of the two. */
void
reeve_merkle_hash_node (const ReeveMerkleHash *left, const ReeveMerkleHash *right, ReeveMerkleHash *hash);
gboolean reeve_merkle_hash_equal (const ReeveMerkleHash *a, const ReeveMerkleHash *b);

/* Reads the hash of the complete subtree of the leaves [@index << @level, (@index + 1) << @level). */
typedef gboolean (
  *ReeveMerkleReadFunc) (guint level, guint64 index, ReeveMerkleHash *hash, gpointer data, GError **error);

/* The root of the first @size leaves; of none, SHA-256 of nothing. Reads at most 64 subtrees. */
gboolean reeve_merkle_read_root (guint64 size,
                                 ReeveMerkleReadFunc read,
                                 gpointer data,
                                 ReeveMerkleHash *root,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Section 2.1.3.1: that @leaf is in the tree of @size leaves, @leaf < @size.
 * Returns: (transfer full) (element-type ReeveMerkleHash): from the leaf upwards; NULL where @read failed */
GArray *reeve_merkle_prove_inclusion (guint64 leaf,
                                      guint64 size,
                                      ReeveMerkleReadFunc read,
                                      gpointer data,
                                      GError **error);

/* The same of many leaves at once, each of which would have most of its proof in common with the others': the
 * hashes of the largest ranges of section 2.1.1 that none of them is in, from left to right. @leaves:
 * growing, below @size. Returns: (transfer full) (element-type ReeveMerkleHash); NULL where @read failed */
GArray *reeve_merkle_prove_many (const guint64 *leaves,
                                 gsize n,
                                 guint64 size,
                                 ReeveMerkleReadFunc read,
                                 gpointer data,
                                 GError **error);

/* Section 2.1.4.1: that the tree of @size leaves begins with that of @old_size, 0 < @old_size <= @size.
 * Returns: (transfer full) (element-type ReeveMerkleHash): none where both are the same; NULL where @read
 * failed */
GArray *reeve_merkle_prove_consistency (guint64 old_size,
                                        guint64 size,
                                        ReeveMerkleReadFunc read,
                                        gpointer data,
                                        GError **error);

/* One step of an inclusion proof, from the leaf upwards: what is hashed together, and what comes of it. */
typedef struct
{
  ReeveMerkleHash sibling;
  gboolean left; /* the sibling is the left one */
  ReeveMerkleHash hash;
} ReeveMerkleStep;

/* The steps of section 2.1.3.2, to show them. @steps: (out) (optional): room for @n. @root: (out): what they
 * lead to, which is to be compared. FALSE: the proof is too long or too short. */
gboolean reeve_merkle_walk_inclusion (const ReeveMerkleHash *leaf_hash,
                                      guint64 leaf,
                                      guint64 size,
                                      const ReeveMerkleHash *proof,
                                      gsize n,
                                      ReeveMerkleStep *steps,
                                      ReeveMerkleHash *root);

/* Sections 2.1.3.2 and 2.1.4.2. Whatever somebody sent may be given: what does not hold is FALSE.
 * An old tree of no leaf is the beginning of every tree, by a proof of nothing. */
gboolean reeve_merkle_verify_inclusion (const ReeveMerkleHash *leaf_hash,
                                        guint64 leaf,
                                        guint64 size,
                                        const ReeveMerkleHash *proof,
                                        gsize n,
                                        const ReeveMerkleHash *root);
/* @leaf_hashes: of each of the @n @leaves */
gboolean reeve_merkle_verify_many (const guint64 *leaves,
                                   const ReeveMerkleHash *leaf_hashes,
                                   gsize n,
                                   guint64 size,
                                   const ReeveMerkleHash *proof,
                                   gsize n_proof,
                                   const ReeveMerkleHash *root);
gboolean reeve_merkle_verify_consistency (guint64 old_size,
                                          const ReeveMerkleHash *old_root,
                                          guint64 size,
                                          const ReeveMerkleHash *root,
                                          const ReeveMerkleHash *proof,
                                          gsize n);

G_END_DECLS
