/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/cases.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/store/case-settings.h"
#include "service/store/rows.h"

#define TABLE "cases"

/* Somebody of it is in a group that @scope administers. */
#define IN_SCOPE                                                                                 \
  "EXISTS (SELECT 1 FROM case_people AS p JOIN users AS u ON u.id = p.id JOIN group_reach AS r " \
  "ON r.number = u.number JOIN group_administrators AS a ON a.grp = r.grp JOIN users AS s "      \
  "ON s.number = a.number WHERE p.breach_case = cases.id AND s.id = $1)"

static const ReeveSort sorts[] = { { "number", "number", TRUE }, { NULL, NULL, FALSE } };

typedef struct
{
  GString *where;
  GPtrArray *bind; /* of char *, borrowed */
} Conditions;

static void
conditions_clear (Conditions *self)
{
  g_string_free (self->where, TRUE);
  g_ptr_array_unref (self->bind);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Conditions, conditions_clear)

/* @format: with the number of the parameter, if it has one */
static void
add_condition (Conditions *self, const char *sql, const char *value)
{
  if (self->where->len > 0)
    g_string_append (self->where, " AND ");
  g_string_append (self->where, sql);
  if (value != NULL)
    {
      g_ptr_array_add (self->bind, (gpointer) value);
      g_string_append_printf (self->where, "$%u)", self->bind->len);
    }
}

static gboolean
add_filters (Conditions *self, const ReeveQuery *query, GError **error)
{
  const char *state = reeve_query_get_filter (query, "state");
  const char *person = reeve_query_get_filter (query, "person");

  if (state != NULL && strcmp (state, "open") == 0)
    add_condition (self, "state <> 'closed'", NULL);
  else if (state != NULL && reeve_case_state_rank (state) < 0)
    {
      reeve_error_add_member (error, "?state", "choice", "is none of the states");
      return FALSE;
    }
  else if (state != NULL)
    add_condition (self, "(state = ", state);
  if (person != NULL)
    {
      add_condition (self, "(id IN (SELECT breach_case FROM case_people WHERE id = ", person);
      g_string_append_c (self->where, ')');
    }
  return TRUE;
}

ReeveListing *
reeve_cases_list (ReeveTx *tx, const ReeveQuery *query, const char *scope, GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_case_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  g_auto (Conditions) conditions = { g_string_new (NULL), g_ptr_array_new () };
  g_autoptr (ReeveListing) listing = NULL;

  if (scope != NULL)
    {
      g_ptr_array_add (conditions.bind, (gpointer) scope);
      g_string_append (conditions.where, IN_SCOPE);
    }
  if (!add_filters (&conditions, query, error))
    return NULL;
  g_ptr_array_add (conditions.bind, NULL);
  if (asked->sort == NULL)
    asked->descending = TRUE;
  listing = reeve_rows_list (tx, &spec, asked, conditions.where->len > 0 ? conditions.where->str : NULL,
                             (const char *const *) conditions.bind->pdata, error);
  if (listing == NULL)
    return NULL;
  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  return g_steal_pointer (&listing);
}

static gboolean
is_in_scope (ReeveTx *tx, const char *id, const char *scope, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT " IN_SCOPE " FROM cases WHERE id = $2", error);
  gint64 inside = 0;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, scope);
  reeve_statement_bind_text (statement, 2, id);
  if (!reeve_statement_read_int (statement, &inside, error))
    return FALSE;
  if (inside == 0)
    reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such row");
  return inside != 0;
}

ReeveCase *
reeve_cases_get (ReeveTx *tx, const char *id, const char *scope, GError **error)
{
  g_autoptr (ReeveCase) self = reeve_rows_get (tx, TABLE, reeve_case_get_type (), id, error);

  if (self == NULL || (scope != NULL && !is_in_scope (tx, id, scope, error)))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
set_notice (ReeveTx *tx, ReeveCase *self, GError **error)
{
  g_autoptr (ReeveCaseSettings) settings = reeve_case_settings_get (tx, error);

  if (settings == NULL)
    return FALSE;
  self->notice_due = self->reported;
  if (strcmp (self->nature, "vulnerability") == 0)
    self->notice_due += settings->notice_minutes * REEVE_MINUTE;
  return TRUE;
}

static gboolean
start_clock (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "UPDATE " TABLE " SET steady = $1 WHERE id = $2", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, reeve_clock_steady ());
  reeve_statement_bind_text (statement, 2, id);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_cases_insert (ReeveTx *tx, ReeveCase *self, GError **error)
{
  gint64 last;

  if (!reeve_statement_read_int (
        reeve_tx_prepare (tx, "SELECT COALESCE (max (number), 0) FROM " TABLE, error), &last, error))
    return FALSE;
  self->number = last + 1;
  return set_notice (tx, self, error) && reeve_rows_insert (tx, TABLE, self, NULL, error) &&
         start_clock (tx, self->id, error);
}

gboolean
reeve_cases_update (ReeveTx *tx, ReeveCase *stored, ReeveCase *self, gint64 version, GError **error)
{
  return reeve_rows_change (tx, TABLE, stored, self, version, NULL, error);
}

/* A closed case is closed whatever its people are, who stay as they ended. */
gboolean
reeve_cases_count (ReeveTx *tx, ReeveCase *self, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT state, count(*) FROM case_people WHERE breach_case = $1 GROUP BY state", error);
  const char *least = NULL;
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, self->id);
  self->people = self->locked = self->waiting = 0;
  while (row)
    {
      const char *state;
      gint64 n;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        break;
      state = g_intern_string (reeve_statement_get_text (statement, 0));
      n = reeve_statement_get_int (statement, 1);
      self->people += n;
      self->locked += reeve_case_state_locks (state) ? n : 0;
      self->waiting += strcmp (state, REEVE_CASE_AWAITING) == 0 ? n : 0;
      if (least == NULL || reeve_case_state_rank (state) < reeve_case_state_rank (least))
        least = state;
    }
  if (least != NULL && self->closed == 0)
    self->state = least;
  return TRUE;
}

gboolean
reeve_cases_find_open (ReeveTx *tx, const char *person, char **id, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT breach_case FROM case_people WHERE id = $1 AND "
                      "state IN ('reported', 'contained', 'awaiting', 'instructed')",
                      error);
  gboolean row;

  *id = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, person);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *id = g_strdup (reeve_statement_get_text (statement, 0));
  return !row || reeve_statement_run (statement, NULL, error);
}

GPtrArray *
reeve_cases_read_open (ReeveTx *tx, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " WHERE state <> 'closed' ORDER BY number",
                                          reeve_rows_columns (reeve_case_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  return statement != NULL ? reeve_rows_read_all (statement, reeve_case_get_type (), error) : NULL;
}

GPtrArray *
reeve_cases_list_notices_due (ReeveTx *tx, gint64 wall, gint64 steady, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT id FROM " TABLE
    " WHERE notice_due <> 0 AND notice_sent = 0 AND resolved = 0 AND state <> 'closed' "
    "AND (notice_due <= $1 OR reported > $1 OR (steady <> 0 AND $2 - steady >= notice_due - reported)) "
    "ORDER BY notice_due, id",
    error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, wall);
  reeve_statement_bind_int (statement, 2, steady);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
    }
  return g_steal_pointer (&ids);
}
