/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Uses of sessions. Lists walk session_uses_by_last_used, so that a page costs what is on it; what a session
 * looks like comes from the session and its account. */

#include "config.h"

#include "service/store/session-uses.h"

#include "common/error.h"
#include "service/store/accounts.h"
#include "service/store/rows.h"

#define LISTED                                                                                        \
  "(SELECT s.id, s.account, a.display_name, a.email, s.device, u.address, s.issuer, u.first_used AS " \
  "created, "                                                                                         \
  "u.last_used AS last_seen, u.workspace, u.barred, s.ended, s.ends FROM session_uses AS u "          \
  "CROSS JOIN sessions AS s ON s.id = u.session CROSS JOIN accounts AS a ON a.id = s.account) AS listed"

/* $1: the workspace, $2: now */
#define LIVE "workspace = $1 AND barred = 0 AND ended = 0 AND ends > CAST ($2 AS BIGINT)"

static const ReeveSort sorts[] = { { "lastSeen", "last_seen", TRUE }, { NULL } };

gboolean
reeve_session_uses_note (ReeveTx *tx,
                         const char *session,
                         const char *account,
                         const char *workspace,
                         const char *address,
                         gint64 now,
                         GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "INSERT INTO session_uses (session, workspace, first_used, last_used, address) "
                      "SELECT id, $1, $2, $2, $3 FROM sessions WHERE id = $4 "
                      "ON CONFLICT (session, workspace) DO UPDATE SET last_used = excluded.last_used, "
                      "address = excluded.address, first_used = CASE first_used WHEN 0 "
                      "THEN excluded.first_used ELSE first_used END",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, workspace);
  reeve_statement_bind_int (statement, 2, now);
  reeve_statement_bind_text (statement, 3, address);
  reeve_statement_bind_text (statement, 4, session);
  return reeve_statement_run (statement, NULL, error) &&
         reeve_accounts_join (tx, account, workspace, now, error);
}

gboolean
reeve_session_uses_note_only (ReeveTx *tx,
                              const char *session,
                              const char *account,
                              const char *address,
                              gint64 now,
                              GError **error)
{
  g_auto (GStrv) workspaces = reeve_accounts_get_memberships (tx, account, error);

  if (workspaces == NULL)
    return FALSE;
  return g_strv_length (workspaces) != 1 ||
         reeve_session_uses_note (tx, session, account, workspaces[0], address, now, error);
}

/* As far as is worth the time. */
static gboolean
count (ReeveTx *tx, const char *where, GPtrArray *values, ReeveListing *listing, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM (SELECT 1 FROM " LISTED " WHERE %s LIMIT %d)",
                                          where, REEVE_SESSION_USES_COUNTED + 1);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; values->pdata[i] != NULL; i++)
    reeve_statement_bind_text (statement, i + 1, values->pdata[i]);
  if (!reeve_statement_read_int (statement, &listing->total, error))
    return FALSE;
  listing->total_is_estimate = listing->total > REEVE_SESSION_USES_COUNTED;
  return TRUE;
}

/* As a JSON array: ids are UUIDs. */
static char *
write_ids (GPtrArray *ids)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (json, "%s\"%s\"", i > 0 ? "," : "", (const char *) ids->pdata[i]);
  g_string_append_c (json, ']');
  return g_string_free_and_steal (json);
}

/* @value: (transfer full) */
static void
add_condition (GString *where, GPtrArray *values, const char *before, char *value, const char *after)
{
  g_ptr_array_add (values, value);
  g_string_append_printf (where, "%s$%u%s", before, values->len, after);
}

ReeveListing *
reeve_session_uses_list (ReeveTx *tx,
                         const ReeveQuery *query,
                         const char *workspace,
                         GPtrArray *accounts,
                         gint64 now,
                         GError **error)
{
  static const ReeveListSpec blank = { LISTED, 0, sorts };
  ReeveListSpec spec = blank;
  g_autoptr (ReeveQuery) asked = reeve_query_copy (query);
  g_autoptr (GString) where = g_string_new (LIVE);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ReeveListing) listing = NULL;
  const char *account = reeve_query_get_filter (query, "account");
  const char *address = reeve_query_get_filter (query, "address");
  const char *issuer = reeve_query_get_filter (query, "issuer");

  spec.type = reeve_session_get_type ();
  if (asked->sort == NULL)
    asked->descending = TRUE;
  g_ptr_array_add (values, g_strdup (workspace));
  g_ptr_array_add (values, g_strdup_printf ("%" G_GINT64_FORMAT, now));
  if (account != NULL)
    add_condition (where, values, " AND account = ", g_strdup (account), "");
  if (address != NULL)
    add_condition (where, values, " AND address = ", g_strdup (address), "");
  if (issuer != NULL)
    add_condition (where, values, " AND issuer = ", g_strdup (issuer), "");
  if (accounts != NULL)
    add_condition (where, values, " AND account IN (SELECT value FROM json_each (", write_ids (accounts),
                   "))");
  g_ptr_array_add (values, NULL);

  listing = reeve_rows_list (tx, &spec, asked, where->str, (const char *const *) values->pdata, error);
  if (listing == NULL)
    return NULL;
  if (query->cursor == NULL && listing->next == NULL)
    listing->total = listing->items->len;
  else if (!count (tx, where->str, values, listing, error))
    return NULL;
  return g_steal_pointer (&listing);
}

ReeveSession *
reeve_session_uses_get (ReeveTx *tx, const char *workspace, const char *session, gint64 now, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM " LISTED " WHERE " LIVE " AND id = $3",
                                          reeve_rows_columns (reeve_session_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, workspace);
  reeve_statement_bind_int (statement, 2, now);
  reeve_statement_bind_text (statement, 3, session);
  return reeve_rows_read_one (statement, reeve_session_get_type (), error);
}

/* --- Ending --- */

/* Of the workspace $1, live at $2, begun until $3, but for $4. Of one account whether it belongs there is
 * looked up; of all, whoever does is gone through. */
static char *
describe (const ReeveSessionEnd *which)
{
  gboolean one = which->session != NULL || which->account != NULL;

  return g_strconcat (one ? "EXISTS (SELECT 1 FROM memberships AS w WHERE w.account = s.account AND "
                            "w.workspace = $1)"
                          : "s.account IN (SELECT account FROM memberships WHERE workspace = $1)",
                      " AND s.ended = 0 AND s.ends > $2 AND s.created <= $3 AND s.id <> $4",
                      which->session != NULL   ? " AND s.id = $5"
                      : which->account != NULL ? " AND s.account = $5"
                      : which->issuer != NULL  ? " AND s.issuer = $5 AND s.client = $6"
                                               : "",
                      NULL);
}

static ReeveStatement *
prepare_end (ReeveTx *tx, const char *format, const ReeveSessionEnd *which, gint64 now, GError **error)
{
  g_autofree char *where = describe (which);
  g_auto (GStrv) parts = g_strsplit (format, "@", 2);
  g_autofree char *sql = g_strconcat (parts[0], where, parts[1], NULL);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, which->workspace);
  reeve_statement_bind_int (statement, 2, now);
  reeve_statement_bind_int (statement, 3, which->begun);
  reeve_statement_bind_text (statement, 4, which->except != NULL ? which->except : "");
  if (which->session != NULL || which->account != NULL)
    reeve_statement_bind_text (statement, 5, which->session != NULL ? which->session : which->account);
  else if (which->issuer != NULL)
    {
      reeve_statement_bind_text (statement, 5, which->issuer);
      reeve_statement_bind_text (statement, 6, which->client);
    }
  return statement;
}

/* Rows of an id and of when it was first used here. */
static gboolean
take_ended (ReeveStatement *statement, GPtrArray *ended, gint64 *n_seen, GError **error)
{
  while (TRUE)
    {
      gboolean row;

      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      if (ended != NULL)
        g_ptr_array_add (ended, g_strdup (reeve_statement_get_text (statement, 0)));
      *n_seen += reeve_statement_get_int (statement, 1) != 0;
    }
}

gboolean
reeve_session_uses_end (ReeveTx *tx,
                        const ReeveSessionEnd *which,
                        gint64 now,
                        GPtrArray *ended,
                        gint64 *n_seen,
                        GError **error)
{
  ReeveStatement *statement;
  gint64 seen = 0;

  statement = prepare_end (tx,
                           "UPDATE sessions SET ended = $2 WHERE id IN (SELECT s.id FROM sessions AS s "
                           "WHERE @ AND NOT EXISTS (SELECT 1 FROM memberships AS o "
                           "WHERE o.account = s.account AND o.workspace <> $1)) RETURNING id, 1",
                           which, now, error);
  if (statement == NULL || !take_ended (statement, ended, &seen, error))
    return FALSE;
  /* What is still live has another workspace to go on in. */
  statement = prepare_end (tx,
                           "INSERT INTO session_uses (session, workspace, first_used, last_used, barred) "
                           "SELECT s.id, $1, 0, 0, $2 FROM sessions AS s WHERE @ "
                           "ON CONFLICT (session, workspace) DO UPDATE SET barred = excluded.barred "
                           "WHERE barred = 0 RETURNING session, first_used",
                           which, now, error);
  if (statement == NULL || !take_ended (statement, ended, &seen, error))
    return FALSE;
  if (n_seen != NULL)
    *n_seen = seen;
  return TRUE;
}

gboolean
reeve_session_uses_count (ReeveTx *tx,
                          const char *workspace,
                          const char *account,
                          gint64 now,
                          gint64 *sessions,
                          gint64 *devices,
                          GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT count(*), count(DISTINCT s.thumbprint) FROM sessions AS s JOIN session_uses AS u "
    "ON u.session = s.id AND u.workspace = $1 AND u.barred = 0 "
    "WHERE s.account = $2 AND s.ended = 0 AND s.ends > $3",
    error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, workspace);
  reeve_statement_bind_text (statement, 2, account);
  reeve_statement_bind_int (statement, 3, now);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  *sessions = row ? reeve_statement_get_int (statement, 0) : 0;
  *devices = row ? reeve_statement_get_int (statement, 1) : 0;
  return !row || reeve_statement_run (statement, NULL, error);
}
