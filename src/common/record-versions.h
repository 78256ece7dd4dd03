/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The earlier versions of a record, read off the audit trail: each entry says which fields differed, before
 * and after, so that all of them together say what the record was at any time. */

#pragma once

#include "common/audit-entry.h"

G_BEGIN_DECLS

typedef struct
{
  ReeveAuditEntry *entry; /* owned (nullable): what made it; NULL: it was so before the trail began */
  JsonObject *fields;     /* owned (nullable): by wire name; what was not set is left out. NULL: deleted */
  GHashTable *known;      /* owned (nullable): set of the wire names that the trail tells of. NULL: of all,
                             because it tells of the record's beginning */
} ReeveVersion;

/**
 * reeve_versions_read:
 * @type: of the record
 * @id: the record's
 * @entries: (element-type ReeveAuditEntry): its whole history, in any order; those of other records (a
 *   folder's history tells of its grants, too) and those that changed no field of it are passed over
 *
 * Returns: (transfer full) (element-type ReeveVersion): oldest first; empty: the trail knows none. A field
 * that no entry mentions is in none of them.
 */
GPtrArray *reeve_versions_read (GType type, const char *id, GPtrArray *entries);

/* The index of the version that @entry (an id) made; -1: there is none. */
int reeve_versions_find (GPtrArray *versions, const char *entry);

/* What differs, as an audit entry would tell it: canonical JSON (RFC 8785), null for what is not set on that
 * side. Of a NULL side (nothing there) neither. FALSE: nothing differs. @before, @after: (transfer full)
 * (nullable) */
gboolean reeve_versions_compare (JsonObject *from, JsonObject *to, char **before, char **after);

/* @now with all that a client may write, and the trail tells of, as it was in @version. Errors: INVALID: the
 * version does not fit this record (any more). (transfer full) */
gpointer reeve_versions_restore (const ReeveVersion *version, gpointer now, GError **error);
/* A record to make anew out of @version of a @type. Errors: INVALID. (transfer full) */
gpointer reeve_versions_make (const ReeveVersion *version, GType type, GError **error);

G_END_DECLS
