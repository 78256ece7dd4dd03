/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a pack lacks, or may lack: days that left the log, days that cannot be read, events that were lost,
 * what was too much, what whoever has it made may not read. All of it is told, on the first page and in the
 * manifest. */

#pragma once

#include <json-glib/json-glib.h>

#include "service/evidence/matter.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 begins;         /* the oldest day's number that the log has a file of; -1: none */
  GPtrArray *departures; /* of ReeveLogDeparture (store/audit-people.h) */
  GStrv unread;          /* (nullable): days, "2026-01-31" */
  gint64 lost;           /* events of all workspaces since the service was started */
  gint64 unproved;       /* events of the pack without a leaf */
  gint64 later_changes;  /* of the trail, which the tree did not know of yet */
  gint64 cut;            /* the time after which the pack has nothing, if that is before its end; 0 */
  gint64 more_places;    /* events whose addresses, things or sessions are in no table */
  gint64 more_touches;
  gint64 more_visits;
  GStrv left_out; /* (nullable) borrowed: nouns of the trail */
} ReeveEvidenceGaps;

/* @from: where what habits are learned of begins. What the pack finds out by itself is set later.
 * Errors: NOT_FOUND, BUSY, INTERNAL. (transfer full) */
ReeveEvidenceGaps *reeve_evidence_gaps_find (ReeveInstallation *installation,
                                             const ReeveEvidenceMatter *matter,
                                             gint64 from,
                                             gint64 deadline,
                                             GError **error);
void reeve_evidence_gaps_free (ReeveEvidenceGaps *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveEvidenceGaps, reeve_evidence_gaps_free)

/* A sentence each; none: nothing is known to be missing. @matter: the one that it was found for. (transfer
 * full) (element-type utf8) */
GPtrArray *reeve_evidence_gaps_say (const ReeveEvidenceGaps *self, const ReeveEvidenceMatter *matter);
/* Whether something of after the report may be missing. */
gboolean reeve_evidence_gaps_are_after (const ReeveEvidenceGaps *self, const ReeveEvidenceMatter *matter);

void
reeve_evidence_gaps_write (const ReeveEvidenceGaps *self, const ReeveEvidenceMatter *matter, JsonObject *to);

G_END_DECLS
