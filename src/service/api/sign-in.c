/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signing in with a password, a code and a refresh token; signing out. Whoever fails learns nothing but that
 * it failed: an unknown address, a wrong password, an account without one, a breach lock and a person who is
 * suspended everywhere get the same answer after the same work. Set-up is in setup.c. */

#include "config.h"

#include "service/api/sign-in.h"

#include "common/encoding.h"
#include "common/log-action.h"
#include "common/sign-in.h"
#include "service/api/attempts.h"
#include "service/api/codes.h"
#include "service/api/memberships.h"
#include "service/api/sessions.h"
#include "service/jobs/jobs.h"
#include "service/rules/passwords.h"
#include "service/store/accounts.h"
#include "service/store/failures.h"
#include "service/store/session-uses.h"
#include "service/store/sessions.h"

#define CHALLENGE_TRIES 5

/* What one sign-in with a password knows on its way. */
typedef struct
{
  ReeveCredentials *credentials; /* (nullable): nobody has the address */
  ReeveAttempt *attempt;
  gboolean accepted;
  gboolean demands_second_factor;
  char *better_hash; /* (nullable): replaces a weak one */
} PasswordTry;

static void
clear_password_try (PasswordTry *self)
{
  g_clear_pointer (&self->credentials, reeve_credentials_free);
  g_clear_pointer (&self->attempt, reeve_attempt_free);
  g_clear_pointer (&self->better_hash, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PasswordTry, clear_password_try)

static ReeveTx *
begin (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), mode, call->deadline, error);
}

/* Finds who is meant; an unknown address is no error. */
static gboolean
look_up (ReeveCall *call, ReeveSignIn *body, PasswordTry *try, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_READ, error);
  g_autoptr (GError) local_error = NULL;

  if (tx == NULL)
    return FALSE;

  try->credentials = reeve_accounts_find_credentials (tx, body->email, &local_error);
  if (try->credentials == NULL && !g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (try->credentials != NULL)
    reeve_call_concerns (call, try->credentials->id, try->credentials->email, try->credentials->display_name);
  try->attempt =
    reeve_attempt_new (call, tx, try->credentials != NULL ? try->credentials->id : NULL, body->email, error);
  if (try->attempt == NULL)
    return FALSE;
  if (try->credentials == NULL)
    g_set_str (&call->stranger, try->attempt->account);
  return reeve_attempt_check (try->attempt, tx, REEVE_ATTEMPT_PASSWORD, call->now, error);
}

/* The slow part, without a transaction. The hash is computed whoever is meant. */
static gboolean
judge_password (ReeveCall *call, ReeveSignIn *body, PasswordTry *try, GError **error)
{
  ReeveSecret *pepper = reeve_installation_get_pepper (call->installation);
  const char *stored = try->credentials != NULL ? try->credentials->password_hash : NULL;
  g_autoptr (GPtrArray) workspaces = NULL;
  gboolean weak = FALSE;

  if (!reeve_password_verify (body->password, stored, pepper, &weak))
    return TRUE;
  if (try->credentials->breach_locked != 0)
    return TRUE;

  workspaces = reeve_memberships_list (call->installation, try->credentials->id, NULL, call->deadline, error);
  if (workspaces == NULL)
    return FALSE;
  try->accepted = workspaces->len > 0;
  try->demands_second_factor = reeve_memberships_demand_second_factor (workspaces);
  if (try->accepted && weak)
    try->better_hash = reeve_password_hash (body->password, pepper);

  return TRUE;
}

static gboolean
refuse_password (ReeveCall *call, PasswordTry *try, ReeveTx *tx, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (!reeve_attempt_note_failure (try->attempt, tx, REEVE_ATTEMPT_PASSWORD, call->now, error))
    return FALSE;
  if (reeve_attempt_check (try->attempt, tx, REEVE_ATTEMPT_PASSWORD, call->now, &refusal))
    reeve_set_error (&refusal, REEVE_ERROR_SIGNED_OUT, "password_wrong", "address or password is wrong");
  if (!reeve_tx_commit (tx, error))
    return FALSE;

  if (try->credentials != NULL)
    reeve_jobs_wake (call->installation);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* The password is right and a code is next: hands out a challenge. */
static gboolean
ask_for_code (ReeveCall *call, ReeveSignIn *body, const char *account, ReeveTx *tx, GError **error)
{
  g_autoptr (ReeveSecret) challenge = reeve_opaque_token_new ();
  g_autoptr (GBytes) hash = reeve_opaque_token_hash (challenge);
  g_autoptr (ReeveTokens) tokens = reeve_tokens_new ();

  if (!reeve_sessions_put_challenge (tx, hash, account, call->source.thumbprint, body->device,
                                     call->now + REEVE_CHALLENGE_LIFE, error))
    return FALSE;

  call->noted_action = REEVE_LOG_FACTOR_CHALLENGE; /* nobody is in yet */
  tokens->stage = g_intern_static_string ("code");
  tokens->challenge = g_steal_pointer (&challenge);
  call->reply = REEVE_RECORD (g_steal_pointer (&tokens));
  return TRUE;
}

static gboolean
accept_password (ReeveCall *call, ReeveSignIn *body, PasswordTry *try, ReeveTx *tx, GError **error)
{
  const char *account = try->credentials->id;

  if (!reeve_attempt_clear (try->attempt, tx, REEVE_ATTEMPT_PASSWORD, error))
    return FALSE;
  if (try->better_hash != NULL && !reeve_accounts_set_password_hash (tx, account, try->better_hash, error))
    return FALSE;
  if (try->credentials->totp_sealed != NULL)
    return ask_for_code (call, body, account, tx, error);

  return reeve_session_begin (call, tx, account, try->credentials->email, try->credentials->display_name,
                              body->device, try->demands_second_factor ? "enrol" : "complete", FALSE, error);
}

/* While the password was hashed, another request may have changed it, locked the account or this source. */
static gboolean
check_again (ReeveCall *call, PasswordTry *try, ReeveTx *tx, GError **error)
{
  g_autoptr (ReeveCredentials) now = NULL;

  if (!reeve_attempt_check (try->attempt, tx, REEVE_ATTEMPT_PASSWORD, call->now, error))
    return FALSE;
  if (!try->accepted)
    return TRUE;

  now = reeve_accounts_get_credentials (tx, try->credentials->id, error);
  if (now == NULL)
    return FALSE;
  try->accepted =
    now->breach_locked == 0 && g_strcmp0 (now->password_hash, try->credentials->password_hash) == 0;
  reeve_credentials_free (try->credentials);
  try->credentials = g_steal_pointer (&now);

  return TRUE;
}

gboolean
sign_in_password (ReeveCall *call, GError **error)
{
  ReeveSignIn *body = REEVE_SIGN_IN (call->body);
  g_auto (PasswordTry) try = { 0 };
  g_autoptr (ReeveTx) tx = NULL;

  if (!look_up (call, body, &try, error) || !judge_password (call, body, &try, error))
    return FALSE;

  tx = begin (call, REEVE_TX_WRITE, error);
  if (tx == NULL || !check_again (call, &try, tx, error))
    return FALSE;
  if (!try.accepted)
    return refuse_password (call, &try, tx, error);
  if (!accept_password (call, body, &try, tx, error) || !reeve_tx_commit (tx, error))
    return FALSE;

  reeve_jobs_wake (call->installation);
  return TRUE;
}

/* Counts a wrong code against the source and against the challenge, which ends with the fifth; then hands on
 * the refusal, or LOCKED. */
static gboolean
refuse_code (ReeveCall *call,
             ReeveAttempt *attempt,
             GBytes *challenge,
             ReeveTx *tx,
             GError *refusal,
             GError **error)
{
  g_autoptr (GError) answer = refusal;
  g_autofree char *hex = reeve_hex_encode (g_bytes_get_data (challenge, NULL), g_bytes_get_size (challenge));
  g_autofree char *source = g_strconcat ("challenge:", hex, NULL);
  ReeveFailures tries;

  if (!reeve_failures_get (tx, REEVE_ATTEMPT_CODE, attempt->account, source, &tries, error))
    return FALSE;
  tries.failures++;
  tries.last_failure = call->now;
  if (!reeve_failures_set (tx, REEVE_ATTEMPT_CODE, attempt->account, source, &tries, error))
    return FALSE;
  if (tries.failures >= CHALLENGE_TRIES && !reeve_sessions_drop_challenge (tx, challenge, error))
    return FALSE;

  return reeve_attempt_refuse (attempt, call, tx, REEVE_ATTEMPT_CODE, g_steal_pointer (&answer), error);
}

gboolean
sign_in_code (ReeveCall *call, GError **error)
{
  ReeveSignInCode *body = REEVE_SIGN_IN_CODE (call->body);
  g_autoptr (GBytes) challenge = reeve_opaque_token_hash (body->challenge);
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (ReeveAttempt) attempt = NULL;
  g_autoptr (ReeveFederation) federation = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autofree char *account = NULL;
  g_autofree char *device = NULL;

  if (tx == NULL || !reeve_sessions_get_challenge (tx, challenge, call->source.thumbprint, call->now,
                                                   &account, &device, error))
    return FALSE;
  credentials = reeve_accounts_get_credentials (tx, account, error);
  if (credentials == NULL)
    return FALSE;
  reeve_call_concerns (call, account, credentials->email, credentials->display_name);
  if (credentials->breach_locked != 0 || credentials->totp_sealed == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "challenge", "sign in with the password again");
      return FALSE;
    }
  attempt = reeve_attempt_new (call, tx, account, credentials->email, error);
  if (attempt == NULL || !reeve_attempt_check (attempt, tx, REEVE_ATTEMPT_CODE, call->now, error))
    return FALSE;

  if (!reeve_code_use (call, tx, credentials, body->code, &refusal))
    {
      if (g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR))
        return refuse_code (call, attempt, challenge, tx, g_steal_pointer (&refusal), error);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  if (!reeve_attempt_clear (attempt, tx, REEVE_ATTEMPT_CODE, error) ||
      !reeve_federation_get_challenge (tx, challenge, account, credentials->email, &federation, error) ||
      !reeve_sessions_drop_challenge (tx, challenge, error) ||
      !reeve_session_begin (call, tx, account, credentials->email, credentials->display_name, device,
                            "complete", TRUE, error) ||
      !reeve_session_federate (call, tx, federation, error) || !reeve_tx_commit (tx, error))
    return FALSE;

  reeve_jobs_wake (call->installation);
  return TRUE;
}

/* A token that was swapped before is in two hands: the session ends for both, and that stays though the call
 * fails. The logs of whose it was hear of it. */
static gboolean
end_family (ReeveCall *call, ReeveTx *tx, const char *session, const char *account, GError **error)
{
  g_autoptr (ReeveCredentials) credentials = reeve_accounts_get_credentials (tx, account, error);

  if (credentials == NULL)
    return FALSE;
  reeve_call_concerns (call, account, credentials->email, credentials->display_name);
  call->noted_action = REEVE_LOG_TOKEN_REFRESH;
  if (!reeve_call_audit_fact (call, tx, "session.end", "session", session, NULL, "refresh token used twice",
                              error) ||
      !reeve_tx_commit (tx, error))
    return FALSE;

  reeve_call_session_ended (call, session);
  call->keep_on_failure = TRUE;
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "refresh_reused", "the refresh token was used before");
  return FALSE;
}

/* A person who was suspended everywhere keeps no session, say. */
static gboolean
end_session (ReeveCall *call, ReeveTx *tx, const char *session, const char *why, GError **error)
{
  if (!reeve_sessions_end (tx, session, call->now, error) ||
      !reeve_call_audit_fact (call, tx, "session.end", "session", session, NULL, why, error) ||
      !reeve_tx_commit (tx, error))
    return FALSE;

  reeve_call_session_ended (call, session);
  call->keep_on_failure = TRUE;
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "session_ended", "the session has ended");
  return FALSE;
}

/* Of a session that proved none: where one is demanded by now, it enrols before anything else; or ends, where
 * the account has one, and begins again with a code. */
static gboolean
demand_factor (ReeveTx *tx,
               const char *session,
               ReeveSessionCheck *check,
               GPtrArray *workspaces,
               gboolean *over,
               GError **error)
{
  *over = FALSE;
  if (reeve_session_check_has_proof (check) || !reeve_memberships_demand_second_factor (workspaces))
    return TRUE;
  *over = check->has_factor;
  if (*over)
    return TRUE;
  check->stage = g_intern_static_string ("enrol");
  return reeve_sessions_demand_factor (tx, session, error);
}

gboolean
sign_in_refresh (ReeveCall *call, GError **error)
{
  ReeveRefresh *body = REEVE_REFRESH (call->body);
  g_autoptr (GBytes) presented = reeve_opaque_token_hash (body->refresh_token);
  g_autoptr (ReeveSecret) next = reeve_opaque_token_new ();
  g_autoptr (GBytes) next_hash = reeve_opaque_token_hash (next);
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_auto (ReeveSessionCheck) check = { 0 };
  g_autoptr (GPtrArray) workspaces = NULL;
  g_autofree char *session = NULL;
  g_autofree char *account = NULL;
  gboolean reused = FALSE;
  gboolean over;

  if (tx == NULL ||
      !reeve_sessions_rotate (tx, presented, next_hash, call->source.thumbprint, call->source.address,
                              call->now, &session, &account, &reused, error))
    return FALSE;
  if (reused)
    return end_family (call, tx, session, account, error);
  if (!reeve_sessions_check (tx, session, NULL, call->now, &check, error) ||
      !reeve_session_uses_note_only (tx, session, account, call->source.address, call->now, error))
    return FALSE;

  workspaces = reeve_memberships_list (call->installation, account, NULL, call->deadline, error);
  if (workspaces == NULL || !reeve_memberships_keep_trusting (tx, workspaces, check.federation, error))
    return FALSE;
  if (workspaces->len == 0)
    return end_session (call, tx, session, "no workspace is left", error);
  if (!demand_factor (tx, session, &check, workspaces, &over, error))
    return FALSE;
  if (over)
    return end_session (call, tx, session, "a second factor is demanded now", error);
  if (!reeve_tx_commit (tx, error))
    return FALSE;

  call->proved =
    reeve_caller_new (account, check.account_name, session, call->source.thumbprint, check.stage);
  call->reply =
    REEVE_RECORD (reeve_session_make_tokens (call, account, session, check.stage, check.ends, next));
  return TRUE;
}

gboolean
sign_out (ReeveCall *call, GError **error)
{
  const char *session = call->caller->session;

  if (!reeve_sessions_end (call->tx, session, call->now, error))
    return FALSE;

  reeve_call_session_ended (call, session);
  return reeve_call_audit_fact (call, NULL, NULL, "session", session, NULL, NULL, error);
}

gboolean
sign_out_everywhere (ReeveCall *call, GError **error)
{
  return reeve_session_end_all (call, call->tx, call->caller->account, NULL, error) &&
         reeve_call_audit_fact (call, NULL, NULL, "account", call->caller->account,
                                call->caller->account_name, NULL, error);
}
