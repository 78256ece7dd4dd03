/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access reviews: a row each, and a row per right. Counts are read from the rights, by their index. */

#include "config.h"

#include "service/store/access-reviews.h"

#include <string.h>

#include "common/capability.h"
#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "service/store/rows.h"

#define LISTED                                                                                              \
  "(SELECT r.*, COALESCE (u.last_sign_in, 0) AS last_sign_in FROM reviewed_rights AS r LEFT JOIN users AS " \
  "u "                                                                                                      \
  "ON u.id = r.account) AS listed"

static const ReeveSort sorts[] = { { "displayName", "name_key", FALSE }, { NULL } };

static gint64 *
find_count (ReeveAccessReview *review, const char *decision)
{
  gint64 *const counts[] = { &review->undecided, &review->kept, &review->dropped, &review->suspended,
                             &review->gone };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (g_strcmp0 (reeve_reviewed_right_decisions[i], decision) == 0)
      return counts[i];
  g_return_val_if_reached (&review->total);
}

static gboolean
count (ReeveTx *tx, ReeveAccessReview *review, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT decision, count(*) FROM reviewed_rights WHERE review = $1 GROUP BY decision", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, review->id);
  review->total = review->undecided = review->kept = review->dropped = review->suspended = review->gone = 0;
  while (TRUE)
    {
      gboolean row;
      gint64 n;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      n = reeve_statement_get_int (statement, 1);
      *find_count (review, reeve_statement_get_text (statement, 0)) = n;
      review->total += n;
    }
}

static GPtrArray *
read_reviews (ReeveTx *tx, const char *condition, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM access_reviews %s ORDER BY id DESC",
                                          reeve_rows_columns (reeve_access_review_get_type ()), condition);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  g_autoptr (GPtrArray) reviews =
    statement != NULL ? reeve_rows_read_all (statement, reeve_access_review_get_type (), error) : NULL;

  for (guint i = 0; reviews != NULL && i < reviews->len; i++)
    if (!count (tx, reviews->pdata[i], error))
      return NULL;
  return g_steal_pointer (&reviews);
}

GPtrArray *
reeve_access_reviews_list (ReeveTx *tx, GError **error)
{
  return read_reviews (tx, "", error);
}

ReeveAccessReview *
reeve_access_reviews_get (ReeveTx *tx, const char *id, GError **error)
{
  g_autoptr (ReeveAccessReview) review =
    reeve_rows_get (tx, "access_reviews", reeve_access_review_get_type (), id, error);

  if (review == NULL || !count (tx, review, error))
    return NULL;
  return g_steal_pointer (&review);
}

gboolean
reeve_access_reviews_find_open (ReeveTx *tx, ReeveAccessReview **review, GError **error)
{
  g_autoptr (GPtrArray) open = read_reviews (tx, "WHERE state = 'open'", error);

  *review = NULL;
  if (open == NULL)
    return FALSE;
  if (open->len > 0)
    *review = g_object_ref (open->pdata[0]);
  return TRUE;
}

gboolean
reeve_access_reviews_get_last (ReeveTx *tx, gint64 *opened, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "SELECT COALESCE ((SELECT max(opened) FROM access_reviews), "
                                                "(SELECT min(created) FROM users WHERE deleted = 0), 0)",
                                                error);

  return statement != NULL && reeve_statement_read_int (statement, opened, error);
}

/* Roles of everybody, one a row: what the review is about. */
static GPtrArray *
read_rights (ReeveTx *tx, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT u.id AS account, u.display_name, u.email, g.role, c.name AS role_name "
                      "FROM user_roles AS g JOIN users AS u ON u.number = g.number "
                      "LEFT JOIN roles AS c ON c.id = g.role WHERE u.deleted = 0 AND g.role <> $1",
                      error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, REEVE_ROLE_MEMBER);
  return reeve_rows_read_all (statement, reeve_reviewed_right_get_type (), error);
}

static gboolean
insert_right (ReeveTx *tx, const char *review, ReeveReviewedRight *right, GError **error)
{
  g_autofree char *key = reeve_fold (right->display_name);
  g_autofree char *id = reeve_id_new ();
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "INSERT INTO reviewed_rights (id, review, account, display_name, email, role, role_name, decision, "
    "decided, name_key) VALUES ($1, $2, $3, $4, $5, $6, $7, 'undecided', 0, $8)",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_text (statement, 2, review);
  reeve_statement_bind_text (statement, 3, right->account);
  reeve_statement_bind_text (statement, 4, right->display_name);
  reeve_statement_bind_text (statement, 5, right->email);
  reeve_statement_bind_text (statement, 6, right->role);
  reeve_statement_bind_text (statement, 7, right->role_name);
  reeve_statement_bind_text (statement, 8, key);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_access_reviews_insert (ReeveTx *tx, ReeveAccessReview *review, GError **error)
{
  g_autoptr (ReeveAccessReview) open = NULL;
  g_autoptr (GPtrArray) rights = NULL;

  if (!reeve_access_reviews_find_open (tx, &open, error))
    return FALSE;
  if (open != NULL)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "review_open", "an access review is open already");
      return FALSE;
    }
  rights = read_rights (tx, error);
  if (rights == NULL || !reeve_rows_insert (tx, "access_reviews", review, NULL, error))
    return FALSE;
  for (guint i = 0; i < rights->len; i++)
    if (!insert_right (tx, review->id, rights->pdata[i], error))
      return FALSE;
  return count (tx, review, error);
}

gboolean
reeve_access_reviews_settle (ReeveTx *tx, ReeveAccessReview *review, gint64 now, GError **error)
{
  gint64 version = review->version;

  if (!count (tx, review, error))
    return FALSE;
  if (review->undecided == 0 && strcmp (review->state, "open") == 0)
    {
      review->state = "closed";
      review->closed = now;
    }
  return reeve_rows_update (tx, "access_reviews", review, version, NULL, error);
}

gboolean
reeve_access_reviews_remind (ReeveTx *tx, const char *review, guint n, gboolean *first, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE access_reviews SET reminded = $1 WHERE id = $2 AND reminded < $1", error);
  gint64 changes;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, n);
  reeve_statement_bind_text (statement, 2, review);
  if (!reeve_statement_run (statement, &changes, error))
    return FALSE;
  *first = changes > 0;
  return TRUE;
}

/* --- Rights --- */

static gboolean
count_matches (ReeveTx *tx, const char *where, const char *const *values, gint64 *total, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM reviewed_rights WHERE %s", where);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; values[i] != NULL; i++)
    reeve_statement_bind_text (statement, i + 1, values[i]);
  return reeve_statement_read_int (statement, total, error);
}

ReeveListing *
reeve_reviewed_rights_list (ReeveTx *tx, const char *review, const ReeveQuery *query, GError **error)
{
  const ReeveListSpec spec = { LISTED, reeve_reviewed_right_get_type (), sorts };
  g_autoptr (GString) where = g_string_new ("review = $1");
  g_autofree char *pattern = NULL;
  g_autoptr (ReeveListing) listing = NULL;
  const char *values[8] = { review };
  guint n = 1;

  for (guint i = 0; reeve_reviewed_right_filters[i] != NULL; i++)
    {
      const char *value = reeve_query_get_filter (query, reeve_reviewed_right_filters[i]);

      if (value == NULL)
        continue;
      values[n++] = value;
      g_string_append_printf (where, " AND %s = $%u", reeve_reviewed_right_filters[i], n);
    }
  if (query->text != NULL)
    {
      g_autofree char *key = reeve_fold (query->text);

      values[n++] = pattern = g_strconcat ("%", key, "%", NULL);
      g_string_append_printf (where, " AND name_key LIKE $%u", n);
    }

  listing = reeve_rows_list (tx, &spec, query, where->str, values, error);
  if (listing == NULL)
    return NULL;
  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  else if (!count_matches (tx, where->str, values, &listing->total, error))
    return NULL;
  return g_steal_pointer (&listing);
}

ReeveReviewedRight *
reeve_reviewed_rights_get (ReeveTx *tx, const char *review, const char *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " LISTED " WHERE id = $1 AND review = $2",
                                          reeve_rows_columns (reeve_reviewed_right_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_text (statement, 2, review);
  return reeve_rows_read_one (statement, reeve_reviewed_right_get_type (), error);
}

GPtrArray *
reeve_reviewed_rights_list_undecided (ReeveTx *tx, const char *review, guint limit, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " LISTED " WHERE review = $1 "
                                          "AND decision = 'undecided' ORDER BY last_sign_in, id LIMIT $2",
                                          reeve_rows_columns (reeve_reviewed_right_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, review);
  reeve_statement_bind_int (statement, 2, limit);
  return reeve_rows_read_all (statement, reeve_reviewed_right_get_type (), error);
}

gboolean
reeve_reviewed_rights_update (ReeveTx *tx, ReeveReviewedRight *right, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "UPDATE reviewed_rights SET decision = $1, decided = $2, decided_by = $3, "
                      "decided_by_name = $4, reason = $5 WHERE id = $6",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, right->decision);
  reeve_statement_bind_int (statement, 2, right->decided);
  reeve_statement_bind_text (statement, 3, right->decided_by);
  reeve_statement_bind_text (statement, 4, right->decided_by_name);
  reeve_statement_bind_text (statement, 5, right->reason);
  reeve_statement_bind_text (statement, 6, right->id);
  return reeve_statement_run (statement, NULL, error);
}
