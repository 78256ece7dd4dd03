/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whether a line of the record that is on screen is in the tree that this device has seen: asked for at the
 * service, and reckoned here from the line itself. A line that does not hold accuses the record. */

#pragma once

#include "common/access-line.h"
#include "common/audit-entry.h"
#include "common/merkle.h"
#include "console/client/site.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_LINE_PROVED,
  REEVE_LINE_LATE,  /* it is in the record, and was not at a time when it should have been */
  REEVE_LINE_WRONG, /* it is not in the record */
  REEVE_LINE_NEWER, /* a newer service tells of it, and how that hashes it is not known here */
} ReeveLineVerdict;

typedef struct
{
  ReeveLineVerdict verdict;
  char *line;                       /* canonical text: what is hashed with the salt */
  guint8 entry[REEVE_MERKLE_BYTES]; /* the leaf's entry */
  ReeveMerkleHash leaf;             /* and its hash */
  GArray *steps;                    /* of ReeveMerkleStep */
  ReeveMerkleHash reached;          /* what they lead to, if they fit */
  ReeveInclusionProof *proof;       /* as the service answered it */
  ReeveWitnessMemory *memory;       /* with the checkpoint that it was held against */
  ReeveCheckpoint checkpoint;       /* that one */
  char *witness;                    /* this device's verifier key */
  gint64 seen_without;              /* LATE: when the record was seen without it */
} ReeveLineProof;

void reeve_line_proof_free (ReeveLineProof *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLineProof, reeve_line_proof_free)

/* Pure. @newer: (nullable): the same line with members that are not known here, which may belong to it. @own:
 * it is the service's own, so that it stood in the record when it says; @time: what it says.
 * @memory: with a checkpoint of @proof's size. (transfer full) */
ReeveLineProof *reeve_line_proof_judge (const char *line,
                                        const char *newer,
                                        gsize salt_bytes,
                                        gboolean own,
                                        gint64 time,
                                        ReeveInclusionProof *proof,
                                        ReeveWitnessMemory *memory);

/* One of @line and @entry. Looks at the record first. Finish: (transfer full). Errors: of the calls;
 * NOT_FOUND: the service has no proof of it (any more, or yet); DENIED: who may not read the log, and reason
 * "record_broken". */
void reeve_line_proof_async (ReeveSite *site,
                             ReeveAccessLine *line,
                             ReeveAuditEntry *entry,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
ReeveLineProof *reeve_line_proof_finish (ReeveSite *site, GAsyncResult *result, GError **error);

G_END_DECLS
