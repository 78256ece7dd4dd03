/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The caller's own account: who they are, their password, their sessions. */

#include "config.h"

#include "service/api/me.h"

#include "common/password-policy.h"
#include "common/sign-in.h"
#include "service/api/attempts.h"
#include "service/api/memberships.h"
#include "service/api/notices.h"
#include "service/api/password-demand.h"
#include "service/api/sessions.h"
#include "service/jobs/jobs.h"
#include "service/rules/passwords.h"
#include "service/store/accounts.h"
#include "service/store/links.h"
#include "service/store/outbox.h"
#include "service/store/sessions.h"

static ReeveTx *
begin (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), mode, call->deadline, error);
}

gboolean
me_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveIdentity) identity = reeve_identity_new ();
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_READ, error);

  if (tx == NULL)
    return FALSE;
  identity->account = REEVE_RECORD (reeve_accounts_get (tx, call->caller->account, error));
  if (identity->account == NULL)
    return FALSE;
  identity->session = g_strdup (call->caller->session);
  identity->workspaces =
    reeve_memberships_list (call->installation, call->caller->account, NULL, call->deadline, error);
  if (identity->workspaces == NULL ||
      !reeve_memberships_keep_for (tx, identity->workspaces, call->caller, error))
    return FALSE;
  reeve_memberships_veil (identity->workspaces);

  call->reply = REEVE_RECORD (g_steal_pointer (&identity));
  return TRUE;
}

/* Who holds a stolen session must not find out the password by trying: tries are counted as at sign-in. */
static gboolean
refuse_current (ReeveCall *call, ReeveAttempt *attempt, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_autoptr (GError) refusal = NULL;

  if (tx == NULL)
    return FALSE;
  reeve_error_add_member (&refusal, "/current", "password_wrong", "not the password in force");

  return reeve_attempt_refuse (attempt, call, tx, REEVE_ATTEMPT_PASSWORD, g_steal_pointer (&refusal), error);
}

static gboolean
check_next (ReeveCall *call, ReevePasswordChange *body, const ReeveCredentials *credentials, GError **error)
{
  ReevePasswordPolicy policy;
  g_autoptr (GError) refusal = NULL;

  if (!reeve_password_demand_find (call->installation, credentials->id, NULL, call->deadline, &policy, error))
    return FALSE;
  if (!reeve_password_policy_check (&policy, body->password, credentials->email, credentials->display_name,
                                    "/password", &refusal) &&
      !g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_INVALID))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (reeve_secret_equal (body->current, body->password))
    reeve_error_add_member (&refusal, "/password", "previous", "the same as before");
  if (refusal == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
store_password (ReeveCall *call,
                ReeveAttempt *attempt,
                const ReeveCredentials *credentials,
                const char *hash,
                GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_auto (ReeveSessionCheck) check = { 0 };
  g_autoptr (ReeveCredentials) now = NULL;

  if (tx == NULL || !reeve_sessions_check (tx, call->caller->session, NULL, call->now, &check, error) ||
      !reeve_attempt_check (attempt, tx, REEVE_ATTEMPT_PASSWORD, call->now, error))
    return FALSE;
  now = reeve_accounts_get_credentials (tx, credentials->id, error);
  if (now == NULL)
    return FALSE;
  if (g_strcmp0 (now->password_hash, credentials->password_hash) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "password_changed", "the password was changed meanwhile");
      return FALSE;
    }

  return reeve_accounts_set_password_hash (tx, credentials->id, hash, error) &&
         reeve_links_end (tx, REEVE_LINK_PASSWORD_RESET, credentials->id, call->now, error) &&
         reeve_outbox_withdraw_of (tx, REEVE_LINK_PASSWORD_RESET, credentials->id, error) &&
         reeve_attempt_clear (attempt, tx, REEVE_ATTEMPT_PASSWORD, error) &&
         reeve_session_end_all (call, tx, credentials->id, call->caller->session, error) &&
         reeve_notice_put (call, tx, REEVE_NOTICE_PASSWORD_CHANGED, credentials->id, credentials->email,
                           credentials->display_name, call->source.device_name, error) &&
         reeve_call_audit_fact (call, tx, NULL, "account", credentials->id, credentials->display_name, NULL,
                                error) &&
         reeve_tx_commit (tx, error);
}

gboolean
me_set_password (ReeveCall *call, GError **error)
{
  ReevePasswordChange *body = REEVE_PASSWORD_CHANGE (call->body);
  ReeveSecret *pepper = reeve_installation_get_pepper (call->installation);
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_READ, error);
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (ReeveAttempt) attempt = NULL;
  g_autofree char *hash = NULL;

  if (tx == NULL)
    return FALSE;
  credentials = reeve_accounts_get_credentials (tx, call->caller->account, error);
  if (credentials == NULL)
    return FALSE;
  attempt = reeve_attempt_new (call, tx, credentials->id, credentials->email, error);
  if (attempt == NULL || !reeve_attempt_check (attempt, tx, REEVE_ATTEMPT_PASSWORD, call->now, error))
    return FALSE;
  g_clear_pointer (&tx, reeve_tx_end);

  if (!reeve_password_verify (body->current, credentials->password_hash, pepper, NULL))
    return refuse_current (call, attempt, error);
  if (!check_next (call, body, credentials, error))
    return FALSE;
  hash = reeve_password_hash (body->password, pepper);

  return store_password (call, attempt, credentials, hash, error);
}

gboolean
sessions_list (ReeveCall *call, GError **error)
{
  g_autoptr (GPtrArray) sessions = reeve_sessions_list (call->tx, call->caller->account, call->now, error);

  if (sessions == NULL)
    return FALSE;

  call->listing = reeve_listing_new ();
  call->listing->total = sessions->len;
  for (guint i = 0; i < sessions->len; i++)
    {
      ReeveSession *session = g_ptr_array_index (sessions, i);

      session->current = g_strcmp0 (session->id, call->caller->session) == 0;
      g_ptr_array_add (call->listing->items, g_object_ref (session));
    }

  return TRUE;
}

gboolean
sessions_end (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "session");
  g_autoptr (GPtrArray) sessions = reeve_sessions_list (call->tx, call->caller->account, call->now, error);

  if (sessions == NULL)
    return FALSE;

  for (guint i = 0; i < sessions->len; i++)
    {
      ReeveSession *session = g_ptr_array_index (sessions, i);

      if (g_strcmp0 (session->id, id) != 0)
        continue;
      reeve_call_session_ended (call, id);
      return reeve_sessions_end (call->tx, id, call->now, error) &&
             reeve_call_audit_fact (call, NULL, NULL, "session", id, session->device, NULL, error);
    }

  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such session");
  return FALSE;
}

static void
answer_terms (ReeveCall *call, ReevePasswordTerms *terms, const ReevePasswordPolicy *policy)
{
  terms->password_profile = policy->profile;
  terms->password_min_length = policy->min_length;
  call->reply = g_object_ref (REEVE_RECORD (terms));
}

gboolean
password_policy_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReevePasswordTerms) terms = reeve_password_terms_new ();
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_READ, error);

  if (tx == NULL || !reeve_accounts_any (tx, &terms->set_up, error))
    return FALSE;

  answer_terms (call, terms, &reeve_password_policy_default);
  return TRUE;
}

gboolean
me_get_password_policy (ReeveCall *call, GError **error)
{
  g_autoptr (ReevePasswordTerms) terms = reeve_password_terms_new ();
  ReevePasswordPolicy policy;

  if (!reeve_password_demand_find (call->installation, call->caller->account, NULL, call->deadline, &policy,
                                   error))
    return FALSE;
  terms->set_up = TRUE;
  answer_terms (call, terms, &policy);
  return TRUE;
}
