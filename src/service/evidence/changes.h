/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the audit trail has of a case's people: what they changed, what was changed of them, and their grants.
 * The lines that the record commits to, or the proofs of these. */

#pragma once

#include "service/evidence/matter.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct _ReeveEvidenceChanges ReeveEvidenceChanges;

/* @installation, @matter: borrowed. @size: leaves of the tree. (transfer full) */
ReeveEvidenceChanges *reeve_evidence_changes_new (ReeveInstallation *installation,
                                                  const ReeveEvidenceMatter *matter,
                                                  ReeveLedger *ledger,
                                                  guint64 size);
void reeve_evidence_changes_free (ReeveEvidenceChanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveEvidenceChanges, reeve_evidence_changes_free)

/* Begins anew, with lines or with their proofs. */
void reeve_evidence_changes_rewind (ReeveEvidenceChanges *self, gboolean proofs);

/* Appends the next ones. *@done: none comes behind them. Errors: NOT_FOUND (no such workspace), BUSY,
 * INTERNAL. */
gboolean reeve_evidence_changes_write (ReeveEvidenceChanges *self,
                                       GString *text,
                                       gint64 deadline,
                                       gboolean *done,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Lines that were written. @later: (out): changes that are in none, because the tree did not know of them yet
 */
gint64 reeve_evidence_changes_count (ReeveEvidenceChanges *self, gint64 *later);

G_END_DECLS
