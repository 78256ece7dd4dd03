/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The audit trail of a whole workspace, to be looked through. */

#pragma once

#include "common/audit-entry.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* One page, newest first. Of @query: limit, cursor, text (its words occur in who, what, whose, why, or in
 * what was changed; then the page is of the next 10,000 entries, and may be empty with another one behind it)
 * and the filters of reeve_audit_entry_filters. @nouns: those whose entries are left
 * out, or, with @only, those that alone are told of. Errors: INVALID ("?since", "?until"; "?cursor" of
 * another query), BUSY. */
ReeveListing *reeve_audit_trail_list (ReeveTx *tx,
                                      const ReeveQuery *query,
                                      const char *const *nouns,
                                      gboolean only,
                                      GError **error);

G_END_DECLS
