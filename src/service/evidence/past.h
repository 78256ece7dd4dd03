/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A record as it was at some time, by the audit trail. */

#pragma once

#include <json-glib/json-glib.h>

#include "service/store/db.h"

G_BEGIN_DECLS

/* @type, @noun, @id: of the record
 * @now: (nullable) (transfer full): as it is; there is none any more
 * @fields: (out) (nullable) (transfer full): by wire name; NULL: there was none then
 * Errors: BUSY, INTERNAL. */
gboolean reeve_evidence_read_past (ReeveTx *tx,
                                   GType type,
                                   const char *noun,
                                   const char *id,
                                   gpointer now,
                                   gint64 time,
                                   JsonObject **fields,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @record: what a get answered, (nullable), and @local what it said then. That there is none is settled, too.
 */
gboolean
reeve_evidence_is_settled (gpointer record, GError **local, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
