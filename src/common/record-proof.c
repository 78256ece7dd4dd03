/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/record-proof.h"

#include <string.h>

#include "common/error.h"

#define MOST_LEAVES (G_GINT64_CONSTANT (1) << 53)
#define MOST_HASHES 128 /* two for each level of a tree of 2^64 leaves */

static const ReeveField checkpoint_fields[] = {
  { "note", REEVE_FIELD_LINES, offsetof (ReeveRecordCheckpoint, note), REEVE_READ_ONLY, .max = 10000,
    .summary = "The checkpoint as a signed note (C2SP tlog-checkpoint)." },
  { "verifier", REEVE_FIELD_TEXT, offsetof (ReeveRecordCheckpoint, verifier), REEVE_READ_ONLY, .max = 500,
    .summary = "The key that it is signed with, as signed notes write it." },
};
REEVE_DEFINE_RECORD (ReeveRecordCheckpoint,
                     reeve_record_checkpoint,
                     "record-checkpoint",
                     NULL,
                     checkpoint_fields)

static const ReeveField consistency_fields[] = {
  { "old-size", REEVE_FIELD_INTEGER, offsetof (ReeveConsistencyProof, old_size), REEVE_REQUIRED, .min = 1,
    .max = MOST_LEAVES, .summary = "Leaves of the tree that it has grown from." },
  { "size", REEVE_FIELD_INTEGER, offsetof (ReeveConsistencyProof, size), REEVE_REQUIRED, .min = 1,
    .max = MOST_LEAVES, .summary = "Leaves of the tree that it has grown to." },
  { "hashes", REEVE_FIELD_TEXTS, offsetof (ReeveConsistencyProof, hashes), REEVE_READ_ONLY,
    .max = MOST_HASHES, .summary = "The proof of RFC 9162, section 2.1.4, in base64." },
};
REEVE_DEFINE_RECORD (ReeveConsistencyProof,
                     reeve_consistency_proof,
                     "consistency-proof",
                     NULL,
                     consistency_fields)

static const ReeveField inclusion_fields[] = {
  { "event", REEVE_FIELD_INTEGER, offsetof (ReeveInclusionProof, event), REEVE_FIELD_PLAIN, .min = 0,
    .max = MOST_LEAVES, .summary = "An event of the access log, by its time in microseconds." },
  { "entry", REEVE_FIELD_ID, offsetof (ReeveInclusionProof, entry), REEVE_FIELD_PLAIN,
    .summary = "Or an entry of the audit trail." },
  { "size", REEVE_FIELD_INTEGER, offsetof (ReeveInclusionProof, size), REEVE_FIELD_PLAIN, .min = 0,
    .max = MOST_LEAVES, .summary = "Leaves of the tree that it is to be in; absent: as it is now." },
  { "leaf", REEVE_FIELD_INTEGER, offsetof (ReeveInclusionProof, leaf), REEVE_READ_ONLY,
    .summary = "Its place, from 0." },
  { "salt", REEVE_FIELD_TEXT, offsetof (ReeveInclusionProof, salt), REEVE_READ_ONLY, .max = 100,
    .summary =
      "In base64. The leaf's entry is SHA-256 of the salt and the line's canonical JSON (RFC 8785)." },
  { "hashes", REEVE_FIELD_TEXTS, offsetof (ReeveInclusionProof, hashes), REEVE_READ_ONLY, .max = MOST_HASHES,
    .summary = "The proof of RFC 9162, section 2.1.3, in base64." },
};
REEVE_DEFINE_RECORD (ReeveInclusionProof, reeve_inclusion_proof, "inclusion-proof", NULL, inclusion_fields)

GStrv
reeve_merkle_hashes_to_wire (GArray *hashes)
{
  g_autoptr (GStrvBuilder) wire = g_strv_builder_new ();

  for (guint i = 0; i < hashes->len; i++)
    g_strv_builder_take (
      wire, g_base64_encode (g_array_index (hashes, ReeveMerkleHash, i).bytes, REEVE_MERKLE_BYTES));
  return g_strv_builder_end (wire);
}

GArray *
reeve_merkle_hashes_from_wire (const char *const *wire, GError **error)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));

  for (guint i = 0; wire != NULL && wire[i] != NULL; i++)
    {
      gsize length;
      g_autofree guint8 *bytes = g_base64_decode (wire[i], &length);

      if (length != REEVE_MERKLE_BYTES)
        {
          reeve_set_error (error, REEVE_ERROR_INVALID, "proof", "hash %u of the proof has not 32 bytes",
                           i + 1);
          return NULL;
        }
      g_array_append_vals (hashes, bytes, 1);
    }
  return g_steal_pointer (&hashes);
}
