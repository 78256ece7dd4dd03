/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The Merkle tree of one workspace's record, kept: tiles of hashes, the signed checkpoint of its size, and
 * which of its leaves are audit entries. One thread appends; any thread asks. */

#pragma once

#include "common/checkpoint.h"
#include "common/merkle-edge.h"
#include "common/secret.h"

G_BEGIN_DECLS

typedef struct _ReeveLedger ReeveLedger;

/* An audit entry that is to become a leaf. */
typedef struct
{
  gint64 number; /* in the order they were committed, from 1 */
  char *id;      /* owned */
  ReeveMerkleHash leaf;
} ReeveLedgerEntry;

void reeve_ledger_entry_clear (ReeveLedgerEntry *entry);

/* @origin: the log's name in its checkpoints
 * @key: 32 bytes; the pages' key, and by derivation what signs
 * Returns: (transfer full): Errors: as reeve_db_open(); INTERNAL (reason "ledger"): its checkpoint is not of
 * what its tiles say, so that it must not grow. */
ReeveLedger *reeve_ledger_open (const char *path, const char *origin, const ReeveSecret *key, GError **error);
ReeveLedger *reeve_ledger_ref (ReeveLedger *self);
void reeve_ledger_unref (ReeveLedger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLedger, reeve_ledger_unref)

const ReeveNoteVerifier *reeve_ledger_get_verifier (ReeveLedger *self);
guint64 reeve_ledger_get_size (ReeveLedger *self);
gint64 reeve_ledger_get_audited (ReeveLedger *self);   /* number of the last audit entry in it, 0: none */
char *reeve_ledger_get_checkpoint (ReeveLedger *self); /* (transfer full): a signed note */

/* @text: JSON of an object, and a line feed: what the log's own key signs besides checkpoints, and what
 * nobody takes for one. (transfer full): a signed note */
char *reeve_ledger_sign (ReeveLedger *self, const char *text);

/* Appends @entries (element-type ReeveLedgerEntry), then @leaves (element-type ReeveMerkleHash), and signs:
 * all or nothing. Errors: BUSY, INTERNAL. */
gboolean reeve_ledger_append (ReeveLedger *self, GArray *entries, GArray *leaves, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* @width hashes of a tile (C2SP tlog-tiles), 1 to 256. Errors: NOT_FOUND: the tree does not have them yet.
 * (transfer full) */
GBytes *reeve_ledger_read_tile (ReeveLedger *self, guint level, guint64 number, guint width, GError **error);

/* As merkle.h; sizes up to reeve_ledger_get_size(). Errors: NOT_FOUND beyond it, BUSY, INTERNAL. */
GArray *reeve_ledger_prove_inclusion (ReeveLedger *self, guint64 leaf, guint64 size, GError **error);
/* @leaves: (element-type guint64): as reeve_merkle_prove_many() takes them, at least one */
GArray *reeve_ledger_prove_many (ReeveLedger *self, GArray *leaves, guint64 size, GError **error);
GArray *reeve_ledger_prove_consistency (ReeveLedger *self, guint64 old_size, guint64 size, GError **error);

/* The leaf of an audit entry. Errors: NOT_FOUND: none yet. */
gboolean reeve_ledger_find_audit_entry (ReeveLedger *self, const char *id, guint64 *leaf, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
