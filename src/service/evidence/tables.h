/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The smaller files of a pack: what was counted, as tables, and the case itself. */

#pragma once

#include <json-glib/json-glib.h>

#include "service/evidence/tally.h"

G_BEGIN_DECLS

/* All: (transfer full). CSV as common/csv.h writes it. @more: (out): events that had no room in it */
GString *reeve_evidence_write_places (ReeveEvidenceTally *tally, gint64 *more);
GString *reeve_evidence_write_touches (ReeveEvidenceTally *tally, gint64 *more);
/* The head, and what the directory has of some sessions: (element-type ReeveSessionPast); @listed: a set of
 * their ids (transfer full), which grows. */
void reeve_evidence_append_session_headings (GString *csv);
void reeve_evidence_append_sessions (GString *csv,
                                     const ReeveEvidenceMatter *matter,
                                     ReeveEvidenceTally *tally,
                                     GPtrArray *sessions,
                                     GHashTable *listed);
/* And those that are known by their events alone. */
void reeve_evidence_append_other_sessions (GString *csv,
                                           ReeveEvidenceTally *tally,
                                           GHashTable *listed,
                                           gint64 *more);

/* The numbers of the first page. */
JsonObject *reeve_evidence_write_summary (const ReeveEvidenceMatter *matter, ReeveEvidenceTally *tally);
JsonObject *reeve_evidence_write_case (const ReeveEvidenceMatter *matter);
/* Canonical JSON (RFC 8785) and a line feed. Errors: INVALID. */
char *reeve_evidence_print_object (JsonObject *object, GError **error);

G_END_DECLS
