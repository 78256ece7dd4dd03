/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the audit trail of a workspace has of some people: what they changed, what was changed of them, and
 * which grants were theirs. */

#pragma once

#include "common/audit-entry.h"
#include "service/store/db.h"

G_BEGIN_DECLS

typedef struct
{
  const char *const *accounts; /* who made the entry, or whom it is about */
  const char *const *objects;  /* (nullable): what else it may be about */
  const char *const *nouns;    /* (nullable): those whose entries are left out */
  gint64 from;
  gint64 to;         /* the first moment after */
  const char *after; /* (nullable): id of the entry to go on behind */
  guint limit;
} ReeveAuditPeopleQuery;

/* Oldest first, at most the limit. (transfer full) (element-type ReeveAuditEntry) */
GPtrArray *reeve_audit_list_people (ReeveTx *tx, const ReeveAuditPeopleQuery *query, GError **error);

/* Which grants somebody has now, or had since the trail tells of them: (transfer full) (element-type utf8
 * GPtrArray), by the principal's id, of grants' ids. Goes through all grants once. Errors: BUSY, INTERNAL. */
GHashTable *reeve_audit_list_grants (ReeveTx *tx, GError **error);

/* How many events of the log went because their day was over (jobs/log-purge.h). */
typedef struct
{
  char *day;     /* "2026-01-31" */
  gint64 before; /* -1: it could not be read */
  gint64 held;   /* of them, which stayed */
} ReeveLogDeparture;

void reeve_log_departure_free (ReeveLogDeparture *self);

/* Of days from @first to @last ("2026-01-31"), in their order; of one that left in parts, each part.
 * (transfer full) (element-type ReeveLogDeparture) */
GPtrArray *reeve_audit_list_departures (ReeveTx *tx, const char *first, const char *last, GError **error);

G_END_DECLS
