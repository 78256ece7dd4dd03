/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a pack is checked by: what its README and its manifest say, its script, its key. */

#pragma once

#include <json-glib/json-glib.h>

#include "service/evidence/matter.h"
#include "service/store/ledger.h"

G_BEGIN_DECLS

/* All: (transfer full). @size: leaves of the tree */
char *reeve_evidence_print_readme (const ReeveEvidenceMatter *matter, ReeveLedger *ledger, guint64 size);
char *reeve_evidence_read_script (void);
char *reeve_evidence_print_key (const ReeveNoteVerifier *verifier); /* PEM */

/* Without what was counted. @files: (element-type ReeveEvidenceFile) */
JsonObject *reeve_evidence_write_manifest (const ReeveEvidenceMatter *matter,
                                           ReeveLedger *ledger,
                                           const char *checkpoint,
                                           GPtrArray *files);
/* The 64 bytes of a signed note's own signature, by which anything that knows Ed25519 can check it. */
guint8 *reeve_evidence_take_signature (const char *note, gsize *length);

G_END_DECLS
