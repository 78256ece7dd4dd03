/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The evidence pack of a case: a ZIP that is made while it is sent, however many events it has. It is of a
 * snapshot of the record, which is gone through once for each file. Its last two files are the manifest and
 * its signature: a pack that was cut off has none.
 *
 *     pack = reeve_evidence_pack_new (installation, g_steal_pointer (&matter), host, error);
 *     call->pieces = reeve_pieces_new (reeve_evidence_pack_make_piece, pack, reeve_evidence_pack_free,
 * needs);
 */

#pragma once

#include "service/evidence/matter.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct _ReeveEvidencePack ReeveEvidencePack;

#define REEVE_EVIDENCE_PACK_MIME_TYPE "application/zip"

/**
 * reeve_evidence_pack_new:
 * @installation: borrowed
 * @matter: (transfer full): whoever calls has judged that its maker may read all of it, and audits that it is
 * made
 * @host: (nullable): the name under which the service is reached
 *
 * Blocks for a moment: it notes where the record is. Errors: INVALID (nobody, no time of report, or a stretch
 * of time that is none), NOT_FOUND (no such workspace), BUSY, INTERNAL.
 */
ReeveEvidencePack *reeve_evidence_pack_new (ReeveInstallation *installation,
                                            ReeveEvidenceMatter *matter,
                                            const char *host,
                                            GError **error);
void reeve_evidence_pack_free (gpointer self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveEvidencePack, reeve_evidence_pack_free)

/* "evidence-2026-17.zip"; (transfer full) */
char *reeve_evidence_pack_get_file_name (ReeveEvidencePack *self);

/* A ReevePieceFunc (api/pieces.h). Errors: BUSY (reason "log_changed": events left the log meanwhile, and
 * another try will be without them), BUSY, INTERNAL: what was sent so far is worth nothing. */
gboolean reeve_evidence_pack_make_piece (gpointer self, GString *out, gboolean *last, GError **error);

G_END_DECLS
