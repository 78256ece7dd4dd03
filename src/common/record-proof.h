/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the record of a workspace proves: its checkpoint, that it only grew, and that a line is in it. Whoever
 * asks verifies by themselves (checkpoint.h, merkle.h): nothing here is to be believed. */

#pragma once

#include "common/merkle.h"
#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveRecordCheckpoint, reeve_record_checkpoint, RECORD_CHECKPOINT)
struct _ReeveRecordCheckpoint
{
  ReeveRecord parent_instance;

  char *note;     /* a signed note, C2SP tlog-checkpoint */
  char *verifier; /* "NAME+HASH+KEY": whose it is */
};

REEVE_DECLARE_RECORD (ReeveConsistencyProof, reeve_consistency_proof, CONSISTENCY_PROOF)
struct _ReeveConsistencyProof
{
  ReeveRecord parent_instance;

  /* asked */
  gint64 old_size;
  gint64 size;
  /* answered */
  GStrv hashes; /* base64 */
};

REEVE_DECLARE_RECORD (ReeveInclusionProof, reeve_inclusion_proof, INCLUSION_PROOF)
struct _ReeveInclusionProof
{
  ReeveRecord parent_instance;

  /* asked: one of the first two */
  gint64 event; /* its time in microseconds, which is its id; 0: none */
  char *entry;  /* (nullable): id of an audit entry */
  gint64 size;  /* of the tree; 0: as it is now */
  /* answered */
  gint64 leaf;
  char *salt;   /* base64 */
  GStrv hashes; /* base64 */
};

/* @hashes: (element-type ReeveMerkleHash). (transfer full) */
GStrv reeve_merkle_hashes_to_wire (GArray *hashes);
/* Errors: INVALID (reason "proof"): not base64 of 32 bytes each. (transfer full) (element-type
 * ReeveMerkleHash) */
GArray *reeve_merkle_hashes_from_wire (const char *const *wire, GError **error);

G_END_DECLS
