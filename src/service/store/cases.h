/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Cases, their people, and what happened in them. @scope: (nullable): a group administrator, to whom a case
 * is known while one of its people is in a group of theirs, and of its people those alone. */

#pragma once

#include "common/case.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Newest first. "state" takes "open", too. INVALID ("?state"), BUSY */
ReeveListing *reeve_cases_list (ReeveTx *tx, const ReeveQuery *query, const char *scope, GError **error);
ReeveCase *reeve_cases_get (ReeveTx *tx, const char *id, const char *scope, GError **error); /* NOT_FOUND */
/* Gives it its number, and says by when the customer is told (common/case-settings.h). */
gboolean reeve_cases_insert (ReeveTx *tx, ReeveCase *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* STALE, NOT_FOUND */
gboolean reeve_cases_update (ReeveTx *tx, ReeveCase *stored, ReeveCase *self, gint64 version, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* Makes of @self what its people are: state and numbers. To be updated after. */
gboolean reeve_cases_count (ReeveTx *tx, ReeveCase *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The case that is not over for @person. @id: (out) (transfer full) (nullable): there is none */
gboolean
reeve_cases_find_open (ReeveTx *tx, const char *person, char **id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All that are open, oldest first. (transfer full) (element-type ReeveCase) */
GPtrArray *reeve_cases_read_open (ReeveTx *tx, GError **error);

/* Those of which the customer is to be told by @wall, or by @steady of the clock that nobody sets; and where
 * the wall clock is earlier than the report. (transfer full) (element-type utf8) */
GPtrArray *reeve_cases_list_notices_due (ReeveTx *tx, gint64 wall, gint64 steady, GError **error);

/* --- People --- */

/* By name; "state" is compared whole. */
ReeveListing *reeve_case_people_list (ReeveTx *tx,
                                      const char *breach_case,
                                      const ReeveQuery *query,
                                      const char *scope,
                                      GError **error);
/* All of one state; @state: (nullable): of all. (transfer full) (element-type ReeveCasePerson) */
GPtrArray *reeve_case_people_read (ReeveTx *tx,
                                   const char *breach_case,
                                   const char *state,
                                   const char *scope,
                                   GError **error);
ReeveCasePerson *
reeve_case_people_get (ReeveTx *tx, const char *breach_case, const char *id, GError **error); /* NOT_FOUND */
/* CONFLICT: they are in another one that is open. */
gboolean reeve_case_people_insert (ReeveTx *tx,
                                   const char *breach_case,
                                   ReeveCasePerson *person,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Grows the version. What they are called stays as it was. */
gboolean reeve_case_people_update (ReeveTx *tx,
                                   const char *breach_case,
                                   ReeveCasePerson *person,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether an open case locks the account here, and as such. */
typedef struct
{
  gboolean here;
  gboolean wide;
} ReeveCaseLock;
gboolean reeve_case_people_read_lock (ReeveTx *tx, const char *person, ReeveCaseLock *lock, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* --- Whom to ask --- */

/* Who administers a group of one of the case's people; where nobody does, or in any case, those who may
 * release accounts of the workspace. None of them is of the case, locked or suspended.
 * (transfer full) (element-type ReeveRolePerson) */
GPtrArray *reeve_cases_list_askable (ReeveTx *tx, const char *breach_case, guint limit, GError **error);
GPtrArray *
reeve_cases_list_administrators (ReeveTx *tx, const char *breach_case, guint limit, GError **error);

/* --- What happened --- */

/* Oldest first. */
ReeveListing *
reeve_case_entries_list (ReeveTx *tx, const char *breach_case, const ReeveQuery *query, GError **error);
/* (transfer full) (element-type ReeveCaseEntry) */
GPtrArray *reeve_case_entries_read (ReeveTx *tx, const char *breach_case, GError **error);
/* Gives it id and version. */
gboolean reeve_case_entries_add (ReeveTx *tx, const char *breach_case, ReeveCaseEntry *entry, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
