/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where witnesses keep what they remember: in the keyring, per site and workspace, with the key that this
 * device cosigns with, one per site so that two services cannot tell that it is the same device. What was
 * read once is known until the process ends: several windows share it. Evidence goes into a file, too.
 * Main thread only. */

#pragma once

#include "console/client/witness-memory.h"

G_BEGIN_DECLS

/* What is known of a workspace. Kept memories are values: not changed once they are given away. */
typedef struct
{
  ReeveWitnessMemory *memory;  /* owned (nullable): never seen */
  ReeveSecret *seed;           /* owned: of the device's cosigning key */
  ReeveNoteVerifier *verifier; /* owned: its public half */
} ReeveWitnessKept;

void reeve_witness_kept_free (ReeveWitnessKept *kept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveWitnessKept, reeve_witness_kept_free)

/* @with_keyring: FALSE: only what this process knows. A key is made where there is none.
 * Errors: the keyring's. Finish: (transfer full) */
void reeve_witness_keeper_load_async (const char *site,
                                      const char *workspace,
                                      gboolean with_keyring,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
ReeveWitnessKept *reeve_witness_keeper_load_finish (GAsyncResult *result, GError **error);

/* Known at once, kept as soon as the keyring comes to it. @memory: (nullable): forgets. A keyring that was
 * locked meanwhile is not asked for each new checkpoint, which would ask the person; for evidence it is. */
void reeve_witness_keeper_keep (const char *site,
                                const char *workspace,
                                gboolean with_keyring,
                                ReeveWitnessMemory *memory);

/* Into the folder for evidence below the user's data, mode 0600, under a name of its own. Sets @evidence's
 * file. Errors: G_IO_ERROR's. */
gboolean reeve_witness_keeper_save (ReeveEvidence *evidence, GError **error);
/* What such a file holds. (transfer full) */
char *reeve_evidence_to_text (ReeveEvidence *evidence);

/* For tests: as if the process had begun anew. */
void reeve_witness_keeper_forget_for_tests (void);

G_END_DECLS
