/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A person is one row in each of their cases: what rows.h does by id alone is said here by both. */

#include "config.h"

#include "common/error.h"
#include "service/store/cases.h"
#include "service/store/rows.h"

#define TABLE "case_people"
/* Whom of them @scope administers. */
#define IN_SCOPE                                                                              \
  "id IN (SELECT u.id FROM users AS s JOIN group_administrators AS a ON a.number = s.number " \
  "JOIN group_reach AS r ON r.grp = a.grp JOIN users AS u ON u.number = r.number WHERE s.id = "

static const ReeveSort sorts[] = { { "name", "name", FALSE }, { NULL, NULL, FALSE } };

ReeveListing *
reeve_case_people_list (ReeveTx *tx,
                        const char *breach_case,
                        const ReeveQuery *query,
                        const char *scope,
                        GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_case_person_get_type (), sorts, FALSE, NULL };
  const char *state = reeve_query_get_filter (query, "state");
  const char *bind[] = { breach_case, state != NULL ? state : scope, state != NULL ? scope : NULL, NULL };
  g_autofree char *where = NULL;

  if (state != NULL && reeve_case_state_rank (state) < 0)
    {
      reeve_error_add_member (error, "?state", "choice", "is none of the states");
      return NULL;
    }
  where = g_strconcat ("breach_case = $1", state != NULL ? " AND state = $2" : "",
                       scope == NULL   ? ""
                       : state != NULL ? " AND " IN_SCOPE "$3)"
                                       : " AND " IN_SCOPE "$2)",
                       NULL);
  return reeve_rows_list (tx, &spec, query, where, bind, error);
}

GPtrArray *
reeve_case_people_read (ReeveTx *tx,
                        const char *breach_case,
                        const char *state,
                        const char *scope,
                        GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM " TABLE
                     " WHERE breach_case = $1 AND ($2 IS NULL OR state = $2) AND ($3 IS NULL OR " IN_SCOPE
                     "$3)) ORDER BY name, id",
                     reeve_rows_columns (reeve_case_person_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, breach_case);
  reeve_statement_bind_text (statement, 2, state);
  reeve_statement_bind_text (statement, 3, scope);
  return reeve_rows_read_all (statement, reeve_case_person_get_type (), error);
}

ReeveCasePerson *
reeve_case_people_get (ReeveTx *tx, const char *breach_case, const char *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " WHERE breach_case = $1 AND id = $2",
                                          reeve_rows_columns (reeve_case_person_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, breach_case);
  reeve_statement_bind_text (statement, 2, id);
  return reeve_rows_read_one (statement, reeve_case_person_get_type (), error);
}

gboolean
reeve_case_people_insert (ReeveTx *tx, const char *breach_case, ReeveCasePerson *person, GError **error)
{
  const char *const extra[] = { "breach_case", breach_case, NULL };

  person->version = 1;
  return reeve_rows_insert (tx, TABLE, person, extra, error);
}

gboolean
reeve_case_people_update (ReeveTx *tx, const char *breach_case, ReeveCasePerson *person, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "UPDATE " TABLE " SET version = version + 1, state = $1, wide = $2, last = $3, sessions = $4, "
    "decision = $5, reason = $6, keep_until = $7, decided = $8, decided_by = $9, decided_by_name = $10, "
    "ended = $11 WHERE breach_case = $12 AND id = $13",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, person->state);
  reeve_statement_bind_int (statement, 2, person->wide);
  reeve_statement_bind_int (statement, 3, person->last);
  reeve_statement_bind_int (statement, 4, person->sessions);
  reeve_statement_bind_text (statement, 5, person->decision);
  reeve_statement_bind_text (statement, 6, person->reason);
  reeve_statement_bind_int (statement, 7, person->keep_until);
  reeve_statement_bind_int (statement, 8, person->decided);
  reeve_statement_bind_text (statement, 9, person->decided_by);
  reeve_statement_bind_text (statement, 10, person->decided_by_name);
  reeve_statement_bind_int (statement, 11, person->ended);
  reeve_statement_bind_text (statement, 12, breach_case);
  reeve_statement_bind_text (statement, 13, person->id);
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  person->version++;
  return TRUE;
}

gboolean
reeve_case_people_read_lock (ReeveTx *tx, const char *person, ReeveCaseLock *lock, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT wide FROM " TABLE
                      " WHERE id = $1 AND state IN ('reported', 'contained', 'awaiting', 'instructed') "
                      "AND state <> 'reported'",
                      error);
  gboolean row;

  *lock = (ReeveCaseLock) { 0 };
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, person);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  lock->here = TRUE;
  lock->wide = reeve_statement_get_int (statement, 0) != 0;
  return reeve_statement_run (statement, NULL, error);
}
