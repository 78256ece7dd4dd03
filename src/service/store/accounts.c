/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Accounts in the directory. Every setter of something that workspaces show raises the account's mark; the
 * mirror job tells the workspaces and then notes the mark that it read, so that a change in between is not
 * lost. */

#include "config.h"

#include "service/store/accounts.h"

#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "service/store/rows.h"

#define CREDENTIALS                                                                                \
  "SELECT id, email, display_name, password_hash, totp_sealed, totp_last_step, enrolment_sealed, " \
  "enrolment_expires, breach_locked, address_proven FROM accounts WHERE "

void
reeve_credentials_free (ReeveCredentials *self)
{
  g_free (self->id);
  g_free (self->email);
  g_free (self->display_name);
  g_free (self->password_hash);
  g_clear_pointer (&self->totp_sealed, g_bytes_unref);
  g_clear_pointer (&self->enrolment_sealed, g_bytes_unref);
  g_free (self);
}

void
reeve_account_mirror_clear (ReeveAccountMirror *self)
{
  g_free (self->email);
  g_free (self->display_name);
  g_free (self->last_sign_in_address);
}

/* Runs an update of one account by id; the id is parameter 1 and bound here. NOT_FOUND. */
static gboolean
run_for_one (ReeveStatement *statement, const char *id, GError **error)
{
  gint64 changes = 0;

  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_run (statement, &changes, error))
    return FALSE;
  if (changes == 1)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such account");
  return FALSE;
}

gboolean
reeve_accounts_any (ReeveTx *tx, gboolean *any, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT 1 FROM accounts LIMIT 1", error);

  return statement != NULL && reeve_statement_step (statement, any, error);
}

/* (nullable) without an error: there is none. */
static gboolean
find_by_key (ReeveTx *tx, const char *key, ReeveAccount **account, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM accounts WHERE email_key = $1",
                                          reeve_rows_columns (reeve_account_get_type ()));
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, key);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *account = reeve_rows_read (statement, reeve_account_get_type ());
  if (reeve_statement_run (statement, NULL, error))
    return TRUE;
  g_clear_object (account);
  return FALSE;
}

static gboolean
count_recovery_codes (ReeveTx *tx, ReeveAccount *account, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT count(*) FROM recovery_codes WHERE account = $1 AND used = 0", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, account->id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  account->recovery_codes_left = reeve_statement_get_int (statement, 0);
  return reeve_statement_run (statement, NULL, error);
}

ReeveAccount *
reeve_accounts_ensure (ReeveTx *tx, const char *email, const char *display_name, GError **error)
{
  g_autoptr (ReeveAccount) account = NULL;
  g_autofree char *key = reeve_fold (email);
  const char *extra[] = { "email_key", key, NULL };

  if (!find_by_key (tx, key, &account, error))
    return NULL;
  if (account != NULL)
    return count_recovery_codes (tx, account, error) ? g_steal_pointer (&account) : NULL;

  account = reeve_account_new ();
  account->id = reeve_id_new ();
  account->version = 1;
  account->email = g_strdup (email);
  account->display_name = g_strdup (display_name);
  account->second_factor = "off";
  account->created = reeve_clock_now ();
  if (!reeve_rows_insert (tx, "accounts", account, extra, error))
    return NULL;
  return g_steal_pointer (&account);
}

ReeveAccount *
reeve_accounts_get (ReeveTx *tx, const char *id, GError **error)
{
  g_autoptr (ReeveAccount) account = reeve_rows_get (tx, "accounts", reeve_account_get_type (), id, error);

  if (account == NULL || !count_recovery_codes (tx, account, error))
    return NULL;
  return g_steal_pointer (&account);
}

static ReeveCredentials *
read_credentials (ReeveTx *tx, const char *sql, const char *value, GError **error)
{
  g_autoptr (ReeveCredentials) self = NULL;
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, value);
  if (!reeve_statement_step (statement, &row, error))
    return NULL;
  if (!row)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such account");
      return NULL;
    }
  self = g_new0 (ReeveCredentials, 1);
  self->id = g_strdup (reeve_statement_get_text (statement, 0));
  self->email = g_strdup (reeve_statement_get_text (statement, 1));
  self->display_name = g_strdup (reeve_statement_get_text (statement, 2));
  self->password_hash = g_strdup (reeve_statement_get_text (statement, 3));
  self->totp_sealed = reeve_statement_get_bytes (statement, 4);
  self->totp_last_step = reeve_statement_get_int (statement, 5);
  self->enrolment_sealed = reeve_statement_get_bytes (statement, 6);
  self->enrolment_expires = reeve_statement_get_int (statement, 7);
  self->breach_locked = reeve_statement_get_int (statement, 8);
  self->address_proven = reeve_statement_get_int (statement, 9);
  return reeve_statement_run (statement, NULL, error) ? g_steal_pointer (&self) : NULL;
}

ReeveCredentials *
reeve_accounts_get_credentials (ReeveTx *tx, const char *id, GError **error)
{
  return read_credentials (tx, CREDENTIALS "id = $1", id, error);
}

ReeveCredentials *
reeve_accounts_find_credentials (ReeveTx *tx, const char *email, GError **error)
{
  g_autofree char *key = reeve_fold (email);

  return read_credentials (tx, CREDENTIALS "email_key = $1", key, error);
}

gboolean
reeve_accounts_set_email (ReeveTx *tx, const char *id, const char *email, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *key = reeve_fold (email);
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "UPDATE accounts SET email = $2, email_key = $3, "
                      "address_proven = CASE WHEN email_key = $3 THEN address_proven END, "
                      "enrolment_sealed = CASE WHEN email_key = $3 THEN enrolment_sealed END, "
                      "version = version + 1, mark = mark + 1 WHERE id = $1",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 2, email);
  reeve_statement_bind_text (statement, 3, key);
  if (run_for_one (statement, id, &local))
    return TRUE;
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "email_taken", "another account has this address");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
reeve_accounts_set_display_name (ReeveTx *tx, const char *id, const char *name, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "UPDATE accounts SET display_name = $2, "
                                                "version = version + 1, mark = mark + 1 WHERE id = $1",
                                                error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 2, name);
  return run_for_one (statement, id, error);
}

gboolean
reeve_accounts_set_password_hash (ReeveTx *tx, const char *id, const char *hash, GError **error)
{
  /* A rehash with stronger parameters shows nowhere: only having one or none is mirrored. */
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "UPDATE accounts SET mark = mark + CASE WHEN password_hash IS NULL OR $2 IS NULL "
                      "THEN 1 ELSE 0 END, password_hash = $2 WHERE id = $1",
                      error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 2, hash);
  return run_for_one (statement, id, error);
}

gboolean
reeve_accounts_set_enrolment (ReeveTx *tx, const char *id, GBytes *sealed, gint64 expires, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "UPDATE accounts SET enrolment_sealed = $2, enrolment_expires = $3 WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 2, sealed);
  reeve_statement_bind_int (statement, 3, expires);
  return run_for_one (statement, id, error);
}

gboolean
reeve_accounts_set_totp (ReeveTx *tx, const char *id, GBytes *sealed, gint64 step, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "UPDATE accounts SET totp_sealed = $2, totp_last_step = $3, second_factor = $4, "
    "second_factor_since = $5, enrolment_sealed = NULL, enrolment_expires = 0, version = version + 1, "
    "mark = mark + 1 WHERE id = $1",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 2, sealed);
  reeve_statement_bind_int (statement, 3, step);
  reeve_statement_bind_text (statement, 4, sealed != NULL ? "on" : "off");
  reeve_statement_bind_int (statement, 5, sealed != NULL ? reeve_clock_now () : 0);
  return run_for_one (statement, id, error);
}

gboolean
reeve_accounts_get_second_factor_since (ReeveTx *tx, const char *id, gint64 *since, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT second_factor_since FROM accounts WHERE id = $1", error);

  if (statement != NULL)
    reeve_statement_bind_text (statement, 1, id);
  return reeve_statement_read_int (statement, since, error);
}

gboolean
reeve_accounts_use_totp_step (ReeveTx *tx, const char *id, gint64 step, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "UPDATE accounts SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2", error);
  gint64 changes = 0;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_int (statement, 2, step);
  if (!reeve_statement_run (statement, &changes, error))
    return FALSE;
  if (changes == 1)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_SECOND_FACTOR, "code_replayed", "this code was used before");
  return FALSE;
}

gboolean
reeve_accounts_set_recovery_codes (ReeveTx *tx, const char *id, GPtrArray *hashes, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "DELETE FROM recovery_codes WHERE account = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_run (statement, NULL, error))
    return FALSE;
  statement = reeve_tx_prepare (tx, "INSERT INTO recovery_codes (account, hash) VALUES ($1, $2)", error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; hashes != NULL && i < hashes->len; i++)
    {
      reeve_statement_bind_text (statement, 1, id);
      reeve_statement_bind_bytes (statement, 2, hashes->pdata[i]);
      if (!reeve_statement_run (statement, NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
reeve_accounts_use_recovery_code (ReeveTx *tx, const char *id, GBytes *hash, gboolean *used, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "UPDATE recovery_codes SET used = $3 WHERE account = $1 AND hash = $2 AND used = 0", error);
  gint64 changes = 0;

  *used = FALSE;
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_bytes (statement, 2, hash);
  reeve_statement_bind_int (statement, 3, reeve_clock_now ());
  if (!reeve_statement_run (statement, &changes, error))
    return FALSE;
  *used = changes == 1;
  return TRUE;
}

gboolean
reeve_accounts_note_sign_in (ReeveTx *tx, const char *id, const char *address, gint64 time, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx,
                                                "UPDATE accounts SET last_sign_in = $2, "
                                                "last_sign_in_address = $3, mark = mark + 1 WHERE id = $1",
                                                error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 2, time);
  reeve_statement_bind_text (statement, 3, address);
  return run_for_one (statement, id, error);
}

gboolean
reeve_accounts_set_breach_lock (ReeveTx *tx, const char *id, gint64 time, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE accounts SET breach_locked = $2, mark = mark + 1 WHERE id = $1", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 2, time);
  return run_for_one (statement, id, error);
}

/* --- Memberships --- */

static gboolean
run_membership (ReeveTx *tx, const char *sql, const char *id, const char *workspace, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_text (statement, 2, workspace);
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_accounts_add_membership (ReeveTx *tx, const char *id, const char *workspace, GError **error)
{
  /* A new workspace has heard of nothing yet. */
  return run_membership (tx,
                         "INSERT INTO memberships (account, workspace, unconfirmed) "
                         "SELECT id, $2, CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END "
                         "FROM accounts WHERE id = $1 "
                         "ON CONFLICT (account, workspace) DO NOTHING",
                         id, workspace, error) &&
         reeve_accounts_mark (tx, id, error);
}

gboolean
reeve_accounts_remove_membership (ReeveTx *tx, const char *id, const char *workspace, GError **error)
{
  /* Whoever comes back may be somebody else to the workspace's provider. */
  return run_membership (tx,
                         "DELETE FROM provider_subjects WHERE account = $1 AND provider IN "
                         "(SELECT id FROM identity_providers WHERE workspace = $2)",
                         id, workspace, error) &&
         run_membership (tx, "DELETE FROM memberships WHERE account = $1 AND workspace = $2", id, workspace,
                         error);
}

gboolean
reeve_accounts_set_workspace_lock (ReeveTx *tx,
                                   const char *id,
                                   const char *workspace,
                                   gint64 time,
                                   GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "UPDATE memberships SET breach_locked = $3 WHERE account = $1 AND workspace = $2", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_text (statement, 2, workspace);
  reeve_statement_bind_int (statement, 3, time);
  return reeve_statement_run (statement, NULL, error) && reeve_accounts_mark (tx, id, error);
}

gboolean
reeve_accounts_get_workspace_lock (ReeveTx *tx,
                                   const char *id,
                                   const char *workspace,
                                   gint64 *time,
                                   GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT COALESCE ((SELECT breach_locked FROM memberships WHERE account = $1 AND workspace = $2), 0)",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_text (statement, 2, workspace);
  return reeve_statement_read_int (statement, time, error);
}

static GStrv
read_texts (ReeveStatement *statement, GError **error)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  gboolean row;

  while (TRUE)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_strv_builder_end (texts);
      g_strv_builder_add (texts, reeve_statement_get_text (statement, 0));
    }
}

GStrv
reeve_accounts_get_memberships (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT workspace FROM memberships WHERE account = $1 ORDER BY workspace", error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, id);
  return read_texts (statement, error);
}

gboolean
reeve_accounts_join (ReeveTx *tx, const char *id, const char *workspace, gint64 now, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "UPDATE memberships SET joined = $1 WHERE account = $2 AND workspace = $3 AND joined = 0", error);
  gint64 changes;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, now);
  reeve_statement_bind_text (statement, 2, id);
  reeve_statement_bind_text (statement, 3, workspace);
  if (!reeve_statement_run (statement, &changes, error))
    return FALSE;
  /* There is more to tell it than before. */
  return changes == 0 || reeve_accounts_mark (tx, id, error);
}

GStrv
reeve_accounts_get_informed (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT m.workspace FROM memberships AS m WHERE m.account = $1 AND " REEVE_ACCOUNTS_INFORMED, error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, id);
  return read_texts (statement, error);
}

GStrv
reeve_accounts_get_joined (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT workspace FROM memberships WHERE account = $1 AND joined <> 0", error);

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, id);
  return read_texts (statement, error);
}

/* --- Mirrors --- */

gboolean
reeve_accounts_mark (ReeveTx *tx, const char *id, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE accounts SET mark = mark + 1 WHERE id = $1", error);

  return statement != NULL && run_for_one (statement, id, error);
}

GStrv
reeve_accounts_get_unmirrored (ReeveTx *tx, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "SELECT id FROM accounts WHERE mark <> mirrored ORDER BY id LIMIT 500", error);

  return statement != NULL ? read_texts (statement, error) : NULL;
}

gboolean
reeve_accounts_get_mirror (ReeveTx *tx,
                           const char *id,
                           const char *workspace,
                           gint64 now,
                           ReeveAccountMirror *mirror,
                           GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT mark, email, display_name, second_factor, password_hash IS NOT NULL, last_sign_in, "
    "last_sign_in_address, breach_locked <> 0 OR EXISTS (SELECT 1 FROM memberships AS m WHERE "
    "m.account = accounts.id AND m.workspace = $3 AND m.breach_locked <> 0), "
    "COALESCE ((SELECT max(locked_until) FROM failures WHERE account = $1 AND locked_until > $2), 0) "
    "FROM accounts WHERE id = $1",
    error);
  gboolean row;
  gboolean breach;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_int (statement, 2, now);
  reeve_statement_bind_text (statement, 3, workspace);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such account");
      return FALSE;
    }
  mirror->mark = reeve_statement_get_int (statement, 0);
  mirror->email = g_strdup (reeve_statement_get_text (statement, 1));
  mirror->display_name = g_strdup (reeve_statement_get_text (statement, 2));
  mirror->second_factor = g_intern_string (reeve_statement_get_text (statement, 3));
  mirror->has_password = reeve_statement_get_int (statement, 4) != 0;
  mirror->last_sign_in = reeve_statement_get_int (statement, 5);
  mirror->last_sign_in_address = g_strdup (reeve_statement_get_text (statement, 6));
  breach = reeve_statement_get_int (statement, 7) != 0;
  mirror->lock_ends = breach ? 0 : reeve_statement_get_int (statement, 8);
  mirror->lock = breach ? "breach" : mirror->lock_ends != 0 ? "cooling-off" : "none";
  return reeve_statement_run (statement, NULL, error);
}

gboolean
reeve_accounts_set_mirrored (ReeveTx *tx, const char *id, gint64 mark, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "UPDATE accounts SET mirrored = $2 WHERE id = $1 AND mirrored < $2", error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  reeve_statement_bind_int (statement, 2, mark);
  return reeve_statement_run (statement, NULL, error);
}
