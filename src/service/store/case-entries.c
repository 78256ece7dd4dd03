/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/clock.h"
#include "service/store/cases.h"
#include "service/store/rows.h"

#define TABLE "case_entries"

static const ReeveSort sorts[] = { { "time", "time", TRUE }, { NULL, NULL, FALSE } };

ReeveListing *
reeve_case_entries_list (ReeveTx *tx, const char *breach_case, const ReeveQuery *query, GError **error)
{
  const ReeveListSpec spec = { TABLE, reeve_case_entry_get_type (), sorts, FALSE, NULL };
  const char *const bind[] = { breach_case, NULL };

  return reeve_rows_list (tx, &spec, query, "breach_case = $1", bind, error);
}

GPtrArray *
reeve_case_entries_read (ReeveTx *tx, const char *breach_case, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " TABLE " WHERE breach_case = $1 ORDER BY time, id",
                                          reeve_rows_columns (reeve_case_entry_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, breach_case);
  return reeve_rows_read_all (statement, reeve_case_entry_get_type (), error);
}

gboolean
reeve_case_entries_add (ReeveTx *tx, const char *breach_case, ReeveCaseEntry *entry, GError **error)
{
  const char *const extra[] = { "breach_case", breach_case, NULL };

  if (entry->id == NULL)
    entry->id = reeve_id_new ();
  entry->version = 1;
  if (entry->mail != NULL && entry->mail_state == NULL)
    entry->mail_state = "waiting";
  return reeve_rows_insert (tx, TABLE, entry, extra, error);
}
