/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* That time has passed stands on the clock: a waiting row is shown as expired before it is written so. */

#include "config.h"

#include "service/store/second-factor-resets.h"

#include <string.h>

#include "common/error.h"
#include "service/store/rows.h"

#define TABLE "second_factor_resets"

static const ReeveSort sorts[] = { { "created", "created", TRUE }, { NULL, NULL, FALSE } };
static const ReeveListSpec spec = { TABLE, 0, sorts, FALSE };

static void
show (ReeveSecondFactorReset *reset, gint64 now)
{
  if (g_strcmp0 (reset->state, "waiting") == 0 && reset->expires <= now)
    reset->state = "expired";
}

/* $1, where it stands, is the time. */
static const char *
get_condition (const char *state)
{
  if (g_str_equal (state, "waiting"))
    return "state = 'waiting' AND expires > CAST ($1 AS BIGINT)";
  if (g_str_equal (state, "expired"))
    return "(state = 'expired' OR (state = 'waiting' AND expires <= CAST ($1 AS BIGINT)))";
  if (g_str_equal (state, "done"))
    return "state = 'done'";
  if (g_str_equal (state, "declined"))
    return "state = 'declined'";
  return NULL;
}

ReeveListing *
reeve_second_factor_resets_list (ReeveTx *tx, const ReeveQuery *query, gint64 now, GError **error)
{
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  const char *state = reeve_query_get_filter (query, "state");
  const char *where = state != NULL ? get_condition (state) : NULL;
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, now);
  const char *const bind[] = { time, NULL };
  ReeveListSpec this = spec;
  ReeveListing *listing;

  if (state != NULL && where == NULL)
    {
      reeve_error_add_member (error, "?state", "choice", "is none of the states");
      return NULL;
    }
  this.type = reeve_second_factor_reset_get_type ();
  asked->descending = TRUE;
  listing = reeve_rows_list (tx, &this, asked, where,
                             where != NULL && strchr (where, '$') != NULL ? bind : NULL, error);
  for (guint i = 0; listing != NULL && i < listing->items->len; i++)
    show (listing->items->pdata[i], now);
  if (listing != NULL && query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  return listing;
}

ReeveSecondFactorReset *
reeve_second_factor_resets_get (ReeveTx *tx, const char *id, gint64 now, GError **error)
{
  ReeveSecondFactorReset *reset =
    reeve_rows_get (tx, TABLE, reeve_second_factor_reset_get_type (), id, error);

  if (reset != NULL)
    show (reset, now);
  return reset;
}

gboolean
reeve_second_factor_resets_find_waiting (ReeveTx *tx,
                                         const char *account,
                                         gint64 now,
                                         ReeveSecondFactorReset **found,
                                         GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM " TABLE " WHERE account = $1 AND state = 'waiting' AND expires > $2",
                     reeve_rows_columns (reeve_second_factor_reset_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  g_autoptr (GPtrArray) rows = NULL;

  *found = NULL;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_int (statement, 2, now);
  rows = reeve_rows_read_all (statement, reeve_second_factor_reset_get_type (), error);
  if (rows == NULL)
    return FALSE;
  if (rows->len > 0)
    *found = g_object_ref (rows->pdata[0]);
  return TRUE;
}

gboolean
reeve_second_factor_resets_expire (ReeveTx *tx, const char *account, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "UPDATE " TABLE " SET state = 'expired', version = version + 1 WHERE account = $1 AND state = 'waiting' "
    "AND expires <= $2",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_int (statement, 2, now);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_second_factor_resets_insert (ReeveTx *tx, ReeveSecondFactorReset *reset, GError **error)
{
  return reeve_rows_insert (tx, TABLE, reset, NULL, error);
}

gboolean
reeve_second_factor_resets_update (ReeveTx *tx, ReeveSecondFactorReset *reset, GError **error)
{
  return reeve_rows_update (tx, TABLE, reset, reset->version, NULL, error);
}
