/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Audit entries as leaves of the record's tree. Each has a number, in the order they were committed, and a
 * salt, both given by the database itself, so that no way of writing an entry can go round them. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

/* Of the entries after @after, at most @limit. (transfer full) (element-type ReeveLedgerEntry) */
GArray *reeve_audit_list_leaves (ReeveTx *tx, gint64 after, guint limit, GError **error);

/* The salt of an entry's leaf. Errors: NOT_FOUND: no such entry. (transfer full) */
GBytes *reeve_audit_read_salt (ReeveTx *tx, const char *id, GError **error);

G_END_DECLS
