/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Proofs of many lines at once (common/merkle.h), as the files of a pack have them. */

#pragma once

#include "service/store/ledger.h"

G_BEGIN_DECLS

/* Appends one line of JSON: of lines that follow each other the leaves and salts, and one proof of all of
 * them in the tree of @size leaves. @leaves: (element-type gint64): -1: that one has none. @salts:
 * (element-type GBytes). Errors: BUSY, INTERNAL. */
gboolean reeve_evidence_append_proof (ReeveLedger *ledger,
                                      guint64 size,
                                      GArray *leaves,
                                      GPtrArray *salts,
                                      GString *text,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
