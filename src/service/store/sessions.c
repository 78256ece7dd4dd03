/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sessions and what leads to one. Tokens and challenges are stored hashed only. Swapped refresh tokens are
 * kept a day: one that comes back was copied, and ends the session; unless the answer to it got lost. */

#include "config.h"

#include "service/store/sessions.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/store/identity-providers.h"
#include "service/store/rows.h"

#define KEEP_SWAPPED REEVE_DAY

void
reeve_session_check_clear (ReeveSessionCheck *self)
{
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->account_name, g_free);
  g_clear_pointer (&self->thumbprint, g_free);
  g_clear_pointer (&self->federation, reeve_federation_free);
}

static gboolean
fail_signed_out (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "session_ended", "the session has ended");
  return FALSE;
}

gboolean
reeve_sessions_check (ReeveTx *tx,
                      const char *id,
                      const char *workspace,
                      gint64 now,
                      ReeveSessionCheck *check,
                      GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT s.account, a.display_name, a.email, s.thumbprint, s.stage, s.last_code, s.ends, "
    "a.breach_locked <> 0 OR COALESCE (m.breach_locked, 0) <> 0, COALESCE (u.last_used, 0), s.issuer, "
    "s.client, s.provider_factor, "
    "a.totp_sealed IS NOT NULL, COALESCE (m.unconfirmed, 0), p.id, s.subject FROM sessions AS s "
    "JOIN accounts AS a ON a.id = s.account "
    "LEFT JOIN session_uses AS u ON u.session = s.id AND u.workspace = $3 "
    "LEFT JOIN memberships AS m ON m.account = s.account AND m.workspace = $3 "
    "LEFT JOIN identity_providers AS p ON p.workspace = $3 AND p.enabled = 1 AND p.required = 1 "
    "AND s.issuer IS NULL "
    "WHERE s.id = $1 AND s.ended = 0 AND s.ends > $2 AND COALESCE (u.barred, 0) = 0",
    error);
  gboolean row;
  gboolean breach;
  g_autofree char *provider = NULL;
  g_autofree char *email = NULL;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_int (statement, 2, now);
  reeve_statement_bind_text (statement, 3, workspace);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return fail_signed_out (error);
  breach = reeve_statement_get_int (statement, 7) != 0;
  if (!breach)
    {
      check->account = g_strdup (reeve_statement_get_text (statement, 0));
      check->account_name = g_strconcat (reeve_statement_get_text (statement, 1), " <",
                                         reeve_statement_get_text (statement, 2), ">", NULL);
      check->thumbprint = g_strdup (reeve_statement_get_text (statement, 3));
      check->stage = g_intern_string (reeve_statement_get_text (statement, 4));
      check->last_code = reeve_statement_get_int (statement, 5);
      check->ends = reeve_statement_get_int (statement, 6);
      check->last_used = reeve_statement_get_int (statement, 8);
      check->has_factor = reeve_statement_get_int (statement, 12) != 0;
      check->unconfirmed = reeve_statement_get_int (statement, 13) != 0;
      provider = g_strdup (reeve_statement_get_text (statement, 14));
      email = provider != NULL ? g_strdup (reeve_statement_get_text (statement, 2)) : NULL;
      if (!reeve_statement_is_null (statement, 9))
        check->federation = reeve_federation_new (
          check->account, reeve_statement_get_text (statement, 2), reeve_statement_get_text (statement, 9),
          reeve_statement_get_text (statement, 10), reeve_statement_get_text (statement, 15),
          reeve_statement_get_int (statement, 11) != 0);
    }
  if (!reeve_statement_run (statement, NULL, error) ||
      (provider != NULL &&
       !reeve_identity_providers_vouch_for (tx, provider, email, &check->needs_provider, error)))
    {
      reeve_session_check_clear (check);
      return FALSE;
    }
  if (breach)
    reeve_set_error (error, REEVE_ERROR_LOCKED, "breach", "the account is locked by a breach report");
  return !breach;
}

static gboolean
note_device (ReeveTx *tx, const char *account, const char *thumbprint, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "INSERT INTO devices (account, thumbprint, seen) "
                                                "VALUES ($1, $2, $3) ON CONFLICT (account, thumbprint) "
                                                "DO UPDATE SET seen = excluded.seen",
                                                error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_text (statement, 2, thumbprint);
  reeve_statement_bind_int (statement, 3, now);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_sessions_insert (ReeveTx *tx,
                       ReeveSession *session,
                       const char *account,
                       const char *thumbprint,
                       const char *stage,
                       GBytes *refresh_hash,
                       gint64 ends,
                       gint64 last_code,
                       GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "INSERT INTO sessions (id, account, device, address, created, last_seen, thumbprint, stage, "
    "refresh_hash, last_code, ends) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    error);

  if (statement == NULL)
    return FALSE;
  if (session->id == NULL)
    session->id = reeve_id_new ();
  if (session->created == 0)
    session->created = reeve_clock_now ();
  if (session->last_seen == 0)
    session->last_seen = session->created;
  reeve_statement_bind_text (statement, 1, session->id);
  reeve_statement_bind_text (statement, 2, account);
  reeve_statement_bind_text (statement, 3, session->device);
  reeve_statement_bind_text (statement, 4, session->address);
  reeve_statement_bind_int (statement, 5, session->created);
  reeve_statement_bind_int (statement, 6, session->last_seen);
  reeve_statement_bind_text (statement, 7, thumbprint);
  reeve_statement_bind_text (statement, 8, stage);
  reeve_statement_bind_bytes (statement, 9, refresh_hash);
  reeve_statement_bind_int (statement, 10, last_code);
  reeve_statement_bind_int (statement, 11, ends);
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  /* A stage "enrol" has proved no more than a password. */
  return strcmp (stage, "complete") != 0 || note_device (tx, account, thumbprint, session->created, error);
}

/* --- Refresh tokens --- */

/* Was @hash swapped before? Then its session ends. */
static gboolean
find_reuse (ReeveTx *tx,
            GBytes *hash,
            gint64 now,
            char **session,
            char **account,
            gboolean *reused,
            GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "SELECT s.id, s.account FROM swapped_tokens AS t "
                                                "JOIN sessions AS s ON s.id = t.session WHERE t.hash = $1",
                                                error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, hash);
  if (!reeve_statement_step (statement, reused, error))
    return FALSE;
  if (!*reused)
    return TRUE;
  *session = g_strdup (reeve_statement_get_text (statement, 0));
  *account = g_strdup (reeve_statement_get_text (statement, 1));
  return reeve_statement_run (statement, NULL, error) && reeve_sessions_end (tx, *session, now, error);
}

/* Only the token that was swapped last may have grace: those before it are entered as swapped long enough ago
 * to have none. */
static gboolean
end_grace (ReeveTx *tx, const char *session, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "UPDATE swapped_tokens SET swapped = $1 WHERE session = $2 AND swapped > $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now - REEVE_REFRESH_GRACE);
  reeve_statement_bind_text (statement, 2, session);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
keep_swapped (ReeveTx *tx, const char *session, GBytes *hash, gboolean grace, gint64 now, GError **error)
{
  ReeveStatement *statement;

  if (!end_grace (tx, session, now, error))
    return FALSE;
  statement =
    reeve_tx_prepare (tx, "INSERT INTO swapped_tokens (hash, session, swapped) VALUES ($1, $2, $3)", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, hash);
  reeve_statement_bind_text (statement, 2, session);
  reeve_statement_bind_int (statement, 3, grace ? now : now - REEVE_REFRESH_GRACE);
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  statement = reeve_tx_prepare (tx, "DELETE FROM swapped_tokens WHERE session = $1 AND swapped < $2", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, session);
  reeve_statement_bind_int (statement, 2, now - KEEP_SWAPPED);
  return reeve_statement_run (statement, NULL, error);
}

static gboolean
set_refresh_hash (ReeveTx *tx, const char *session, GBytes *hash, gint64 now, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE sessions SET refresh_hash = $1, last_seen = $2 WHERE id = $3", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, hash);
  reeve_statement_bind_int (statement, 2, now);
  reeve_statement_bind_text (statement, 3, session);
  return reeve_statement_run (statement, NULL, error);
}

/* The token was swapped a moment ago, and its device asks again: what it was answered then (the session's
 * present token) never arrived, and serves nobody from now on. */
static gboolean
replace_lost (ReeveTx *tx,
              GBytes *presented_hash,
              GBytes *next_hash,
              const char *thumbprint,
              gint64 now,
              char **session,
              char **account,
              GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT s.id, s.account, s.refresh_hash FROM swapped_tokens AS t "
                      "JOIN sessions AS s ON s.id = t.session WHERE t.hash = $1 AND t.swapped > $2 "
                      "AND t.swapped <= $3 AND s.thumbprint = $4 AND s.ended = 0 AND s.ends > $3",
                      error);
  g_autoptr (GBytes) lost = NULL;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, presented_hash);
  reeve_statement_bind_int (statement, 2, now - REEVE_REFRESH_GRACE);
  reeve_statement_bind_int (statement, 3, now);
  reeve_statement_bind_text (statement, 4, thumbprint);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *session = g_strdup (reeve_statement_get_text (statement, 0));
  *account = g_strdup (reeve_statement_get_text (statement, 1));
  lost = reeve_statement_get_bytes (statement, 2);
  return reeve_statement_run (statement, NULL, error) &&
         keep_swapped (tx, *session, lost, FALSE, now, error) &&
         set_refresh_hash (tx, *session, next_hash, now, error);
}

gboolean
reeve_sessions_rotate (ReeveTx *tx,
                       GBytes *presented_hash,
                       GBytes *next_hash,
                       const char *thumbprint,
                       const char *address,
                       gint64 now,
                       char **session,
                       char **account,
                       gboolean *reused,
                       GError **error)
{
  ReeveStatement *statement;
  gboolean found;

  *session = *account = NULL;
  *reused = FALSE;
  /* One statement decides: of two that present the same token at once, one finds it. */
  statement = reeve_tx_prepare (
    tx,
    "UPDATE sessions SET refresh_hash = $1, last_seen = $2, address = $3 WHERE refresh_hash = $4 "
    "AND thumbprint = $5 AND ended = 0 AND ends > $2 AND last_seen > $6 RETURNING id, account",
    error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, next_hash);
  reeve_statement_bind_int (statement, 2, now);
  reeve_statement_bind_text (statement, 3, address);
  reeve_statement_bind_bytes (statement, 4, presented_hash);
  reeve_statement_bind_text (statement, 5, thumbprint);
  reeve_statement_bind_int (statement, 6, now - REEVE_SESSION_IDLE);
  if (!reeve_statement_step (statement, &found, error))
    return FALSE;
  if (found)
    {
      *session = g_strdup (reeve_statement_get_text (statement, 0));
      *account = g_strdup (reeve_statement_get_text (statement, 1));
      return reeve_statement_run (statement, NULL, error) &&
             keep_swapped (tx, *session, presented_hash, TRUE, now, error);
    }
  if (!replace_lost (tx, presented_hash, next_hash, thumbprint, now, session, account, error))
    return FALSE;
  if (*session != NULL)
    return TRUE;
  if (!find_reuse (tx, presented_hash, now, session, account, reused, error))
    return FALSE;
  return *reused || fail_signed_out (error);
}

gboolean
reeve_sessions_renew (ReeveTx *tx, const char *id, GBytes *next_hash, gint64 now, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT refresh_hash FROM sessions WHERE id = $1 AND ended = 0", error);
  g_autoptr (GBytes) old = NULL;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return fail_signed_out (error);
  old = reeve_statement_get_bytes (statement, 0);
  return reeve_statement_run (statement, NULL, error) && keep_swapped (tx, id, old, FALSE, now, error) &&
         set_refresh_hash (tx, id, next_hash, now, error);
}

/* --- Changes --- */

static gboolean
run_for_live (ReeveTx *tx, const char *sql, const char *id, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  gint64 changes = 0;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_int (statement, 2, now);
  if (!reeve_statement_run (statement, &changes, error))
    return FALSE;
  return changes == 1 || fail_signed_out (error);
}

gboolean
reeve_sessions_complete (ReeveTx *tx, const char *id, gint64 now, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "UPDATE sessions SET stage = 'complete', last_code = $2 WHERE id = $1 AND ended = 0 "
                      "RETURNING account, thumbprint",
                      error);
  g_autofree char *account = NULL;
  g_autofree char *thumbprint = NULL;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_int (statement, 2, now);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return fail_signed_out (error);
  account = g_strdup (reeve_statement_get_text (statement, 0));
  thumbprint = g_strdup (reeve_statement_get_text (statement, 1));
  return reeve_statement_run (statement, NULL, error) && note_device (tx, account, thumbprint, now, error);
}

gboolean
reeve_sessions_demand_factor (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE sessions SET stage = 'enrol' WHERE id = $1 AND ended = 0", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_session_check_has_proof (const ReeveSessionCheck *check)
{
  return check->last_code != 0 || (check->federation != NULL && check->federation->provider_factor);
}

gboolean
reeve_sessions_note_code (ReeveTx *tx, const char *id, gint64 now, GError **error)
{
  return run_for_live (tx, "UPDATE sessions SET last_code = $2 WHERE id = $1 AND ended = 0", id, now, error);
}

gboolean
reeve_sessions_end (ReeveTx *tx, const char *id, gint64 now, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE sessions SET ended = $2 WHERE id = $1 AND ended = 0", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_int (statement, 2, now);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_sessions_end_begun (ReeveTx *tx, const char *account, gint64 begun, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "UPDATE sessions SET ended = $1 WHERE account = $2 AND ended = 0 AND created <= $3", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_text (statement, 2, account);
  reeve_statement_bind_int (statement, 3, begun);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_sessions_end_all (ReeveTx *tx,
                        const char *account,
                        const char *except,
                        gint64 now,
                        gint64 *n,
                        GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "UPDATE sessions SET ended = $1 WHERE account = $2 AND ended = 0 AND ends > $1 AND id <> $3", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_text (statement, 2, account);
  reeve_statement_bind_text (statement, 3, except != NULL ? except : "");
  return reeve_statement_run (statement, n, error);
}

GPtrArray *
reeve_sessions_list (ReeveTx *tx, const char *account, gint64 now, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT %s FROM (SELECT s.*, a.display_name, a.email FROM sessions AS s JOIN accounts AS a "
    "ON a.id = s.account WHERE s.account = $1 AND s.ended = 0 AND s.ends > $2) AS listed "
    "ORDER BY last_seen DESC, id",
    reeve_rows_columns (reeve_session_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_int (statement, 2, now);
  return reeve_rows_read_all (statement, reeve_session_get_type (), error);
}

gboolean
reeve_sessions_device_known (ReeveTx *tx,
                             const char *account,
                             const char *thumbprint,
                             gboolean *known,
                             GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT 1 FROM devices WHERE account = $1 AND thumbprint = $2", error);
  gboolean row;

  *known = FALSE;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_text (statement, 2, thumbprint);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  *known = row;
  return !row || reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_sessions_is_new_device (ReeveTx *tx,
                              const char *account,
                              const char *thumbprint,
                              gboolean *is_new,
                              GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "SELECT EXISTS (SELECT 1 FROM devices WHERE account = $1) AND NOT EXISTS "
                      "(SELECT 1 FROM devices WHERE account = $1 AND thumbprint = $2)",
                      error);
  gint64 value;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account);
  reeve_statement_bind_text (statement, 2, thumbprint);
  if (!reeve_statement_read_int (statement, &value, error))
    return FALSE;
  *is_new = value != 0;
  return TRUE;
}

gboolean
reeve_sessions_purge (ReeveTx *tx, gint64 before, guint limit, gint64 *n, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE ends < $1 "
                      "OR (ended <> 0 AND ended < $1) LIMIT $2)",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, before);
  reeve_statement_bind_int (statement, 2, limit);
  return reeve_statement_run (statement, n, error);
}
