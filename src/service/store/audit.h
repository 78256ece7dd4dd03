/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The audit trail of one database, written in the transaction of the change. */

#pragma once

#include "common/audit-entry.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

gboolean reeve_audit_append (ReeveTx *tx, ReeveAuditEntry *entry, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *reeve_audit_list_batch (ReeveTx *tx,
                                   const char *batch,
                                   GError **error); /* of ReeveAuditEntry, oldest first */
GPtrArray *
reeve_audit_list_batch_ids (ReeveTx *tx, const char *batch, GError **error); /* of char *, oldest first */
GPtrArray *reeve_audit_list_object (ReeveTx *tx,
                                    const char *type,
                                    const char *id,
                                    guint limit,
                                    GError **error); /* newest first */
/* The oldest of them with @action; NULL without an error where there is none. */
ReeveAuditEntry *
reeve_audit_find_first (ReeveTx *tx, const char *type, const char *id, const char *action, GError **error);
/* One page of the same; of @query count limit and cursor. INVALID ("?cursor" of another object), BUSY. */
ReeveListing *
reeve_audit_list (ReeveTx *tx, const char *type, const char *id, const ReeveQuery *query, GError **error);
/* The same of a folder, with what was done to the grants on it. */
ReeveListing *reeve_audit_list_folder (ReeveTx *tx, const char *id, const ReeveQuery *query, GError **error);

/* How often @actor did @action since then. */
gboolean reeve_audit_count_by (ReeveTx *tx,
                               const char *actor,
                               const char *action,
                               gint64 since,
                               gint64 *n,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
