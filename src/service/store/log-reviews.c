/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/log-reviews.h"

#include "common/error.h"
#include "service/store/access-slices.h"
#include "service/store/rows.h"

#define TABLE "log_reviews"

static const ReeveSort sorts[] = { { "since", "since", TRUE }, { NULL, NULL, FALSE } };

ReeveListing *
reeve_log_reviews_list (ReeveTx *tx, const ReeveQuery *query, GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_log_review_get_type (), sorts, FALSE, NULL };
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  const char *state = reeve_query_get_filter (query, "state");
  const char *const bind[] = { state, NULL };
  g_autoptr (ReeveListing) listing = NULL;

  if (state != NULL && !g_strv_contains (reeve_log_review_states, state))
    {
      reeve_error_add_member (error, "?state", "choice", "is none of the states");
      return NULL;
    }
  if (asked->sort == NULL)
    asked->descending = TRUE;
  listing = reeve_rows_list (tx, &spec, asked, state != NULL ? "state = $1" : NULL,
                             state != NULL ? bind : NULL, error);
  if (listing == NULL)
    return NULL;
  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  return g_steal_pointer (&listing);
}

ReeveLogReview *
reeve_log_reviews_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_log_review_get_type (), id, error);
}

static GPtrArray *
read_where (ReeveTx *tx, const char *where, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM " TABLE " %s", reeve_rows_columns (reeve_log_review_get_type ()), where);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  return statement != NULL ? reeve_rows_read_all (statement, reeve_log_review_get_type (), error) : NULL;
}

gboolean
reeve_log_reviews_get_last (ReeveTx *tx, ReeveLogReview **review, GError **error)
{
  g_autoptr (GPtrArray) last = read_where (tx, "ORDER BY since DESC, id DESC LIMIT 1", error);

  *review = last != NULL && last->len > 0 ? g_object_ref (last->pdata[0]) : NULL;
  return last != NULL;
}

gboolean
reeve_log_reviews_count (ReeveTx *tx, gint64 *n, GError **error)
{
  return reeve_statement_read_int (reeve_tx_prepare (tx, "SELECT count(*) FROM " TABLE, error), n, error);
}

GPtrArray *
reeve_log_reviews_read_unsigned (ReeveTx *tx, GError **error)
{
  return read_where (tx, "WHERE state <> 'signed' ORDER BY since, id", error);
}

gboolean
reeve_log_reviews_insert (ReeveTx *tx, ReeveLogReview *review, GError **error)
{
  return reeve_rows_insert (tx, TABLE, review, NULL, error);
}

gboolean
reeve_log_reviews_update (ReeveTx *tx, ReeveLogReview *review, gint64 version, GError **error)
{
  return reeve_rows_update (tx, TABLE, review, version, NULL, error);
}

gboolean
reeve_log_reviews_remind (ReeveTx *tx, const char *id, gint64 urgency, gboolean *first, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE " TABLE " SET reminded = $1 WHERE reminded < $1 AND id = $2", error);
  gint64 changes = 0;

  *first = FALSE;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, urgency);
  reeve_statement_bind_text (statement, 2, id);
  if (!reeve_statement_run (statement, &changes, error))
    return FALSE;
  *first = changes > 0;
  return TRUE;
}

char *
reeve_log_reviews_read_certificate (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT certificate FROM " TABLE " WHERE id = $1 AND certificate IS NOT NULL", error);
  g_autofree char *text = NULL;
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return NULL;
  if (!row)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, "not_signed", "the review is not signed");
      return NULL;
    }
  text = g_strdup (reeve_statement_get_text (statement, 0));
  return reeve_statement_step (statement, &row, error) ? g_steal_pointer (&text) : NULL;
}

gboolean
reeve_log_reviews_write_certificate (ReeveTx *tx, const char *id, const char *certificate, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE " TABLE " SET certificate = $1 WHERE id = $2", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, certificate);
  reeve_statement_bind_text (statement, 2, id);
  return reeve_statement_run (statement, NULL, error);
}

/* --- What was looked at --- */

/* (transfer none) */
static ReeveLogSlice *
get_slice (GPtrArray *slices, const char *action, const char *result)
{
  g_autofree char *name = reeve_access_slice_name (action, result);
  ReeveLogSlice *slice;

  for (guint i = 0; i < slices->len; i++)
    if (g_str_equal (((ReeveLogSlice *) slices->pdata[i])->id, name))
      return slices->pdata[i];
  slice = reeve_log_slice_new ();
  slice->id = g_steal_pointer (&name);
  slice->version = 1;
  slice->action = g_strdup (action);
  slice->result = g_intern_string (result);
  g_ptr_array_add (slices, slice);
  return slice;
}

static void
fill_slice (ReeveStatement *statement, GPtrArray *slices)
{
  const char *action = reeve_statement_get_text (statement, 0);
  ReeveLogSlice *slice =
    get_slice (slices, *action != '\0' ? action : NULL, reeve_statement_get_text (statement, 1));

  slice->looked = MIN (reeve_statement_get_int (statement, 2), slice->events);
  slice->looked_at = reeve_statement_get_int (statement, 3);
  g_set_str (&slice->looked_by, reeve_statement_get_text (statement, 4));
  g_set_str (&slice->looked_by_name, reeve_statement_get_text (statement, 5));
}

gboolean
reeve_log_looks_fill (ReeveTx *tx, const char *review, GPtrArray *slices, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT action, result, events, looked_at, looked_by, looked_by_name FROM log_looks "
                      "WHERE review = $1 ORDER BY action, result",
                      error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, review);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (row)
        fill_slice (statement, slices);
    }
  return TRUE;
}

static gboolean
forget (ReeveTx *tx, const char *review, ReeveLogSlice *slice, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "DELETE FROM log_looks WHERE review = $1 AND action = $2 AND result = $3", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, review);
  reeve_statement_bind_text (statement, 2, slice->action != NULL ? slice->action : "");
  reeve_statement_bind_text (statement, 3, slice->result);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_log_looks_set (ReeveTx *tx, const char *review, ReeveLogSlice *slice, GError **error)
{
  ReeveStatement *statement;

  if (!forget (tx, review, slice, error))
    return FALSE;
  if (slice->looked_at == 0)
    return TRUE;
  statement = reeve_tx_prepare (
    tx,
    "INSERT INTO log_looks (review, action, result, events, looked_at, looked_by, looked_by_name) VALUES "
    "($1, $2, $3, $4, $5, $6, $7)",
    error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, review);
  reeve_statement_bind_text (statement, 2, slice->action != NULL ? slice->action : "");
  reeve_statement_bind_text (statement, 3, slice->result);
  reeve_statement_bind_int (statement, 4, slice->looked);
  reeve_statement_bind_int (statement, 5, slice->looked_at);
  reeve_statement_bind_text (statement, 6, slice->looked_by);
  reeve_statement_bind_text (statement, 7, slice->looked_by_name);
  return reeve_statement_run (statement, NULL, error);
}
