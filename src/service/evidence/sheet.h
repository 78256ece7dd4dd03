/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The evidence on paper. Its first page answers what everybody asks first: were the credentials used after it
 * was reported, from where, and what was touched? Every number on it can be counted again in events.csv. */

#pragma once

#include "service/evidence/gaps.h"
#include "service/evidence/tally.h"

G_BEGIN_DECLS

/* @deadline: monotonic microseconds. Errors: as reeve_document_write(). (transfer full): a PDF */
GBytes *reeve_evidence_sheet_write (const ReeveEvidenceMatter *matter,
                                    ReeveEvidenceTally *tally,
                                    const ReeveEvidenceGaps *gaps,
                                    gint64 deadline,
                                    GError **error);

G_END_DECLS
