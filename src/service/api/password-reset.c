/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Looking uses nothing up. The page for a browser (web/reset) stands on the same two functions. */

#include "config.h"

#include "service/api/password-reset.h"

#include "service/api/notices.h"
#include "service/api/password-demand.h"
#include "service/api/sessions.h"
#include "service/jobs/jobs.h"
#include "service/jobs/post.h"
#include "service/rules/passwords.h"
#include "service/store/confirmations.h"
#include "service/store/failures.h"
#include "service/store/links.h"
#include "service/store/outbox.h"

#define PURPOSE REEVE_LINK_PASSWORD_RESET

static ReeveTx *
begin (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), mode, call->deadline, error);
}

/* (nullable): no link, or none of the directory's */
static ReeveSecret *
get_secret (const ReeveSecret *token)
{
  g_autoptr (ReeveSecret) secret = NULL;
  g_autofree char *workspace = NULL;

  if (token == NULL || !reeve_link_token_split (token, &workspace, &secret) || workspace != NULL)
    return NULL;
  return g_steal_pointer (&secret);
}

gboolean
reeve_password_reset_find (ReeveCall *call,
                           ReeveTx *directory,
                           const ReeveSecret *token,
                           ReeveCredentials **found,
                           GError **error)
{
  g_autoptr (ReeveSecret) secret = get_secret (token);
  g_autofree char *account = NULL;
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (GError) missing = NULL;

  *found = NULL;
  if (secret == NULL)
    return TRUE;
  if (reeve_links_peek (directory, PURPOSE, secret, call->now, &account, &missing))
    credentials = reeve_accounts_get_credentials (directory, account, &missing);
  if (missing != NULL && !g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (credentials != NULL && credentials->breach_locked == 0)
    *found = g_steal_pointer (&credentials);
  return TRUE;
}

static gboolean
put_notice (ReeveCall *call,
            ReeveTx *tx,
            const ReeveCredentials *credentials,
            const char *language,
            GError **error)
{
  ReeveLetterPlace place = { .time = call->now, .address = call->source.address };
  g_autofree char *uri = reeve_notice_make_report_uri (call, tx, credentials->id, error);

  return uri != NULL &&
         reeve_call_put_mail (call, tx,
                              reeve_notice_write (REEVE_NOTICE_PASSWORD_RESET, credentials->id,
                                                  credentials->email, credentials->display_name, language,
                                                  &place, uri),
                              error);
}

gboolean
reeve_password_reset_drops_factor (ReeveCall *call, const ReeveCredentials *credentials)
{
  return credentials->totp_sealed != NULL && credentials->address_proven == 0 &&
         reeve_post_can_send (call->installation);
}

/* The link came by mail, the password with it. */
static gboolean
prove (ReeveCall *call, ReeveTx *tx, const ReeveCredentials *credentials, GError **error)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (!reeve_post_can_send (call->installation))
    return reeve_confirmations_settle (tx, credentials->id, NULL, error);
  return reeve_confirmations_prove (tx, credentials->id, call->now, error) &&
         (!reeve_password_reset_drops_factor (call, credentials) ||
          (reeve_accounts_set_totp (tx, credentials->id, NULL, 0, error) &&
           reeve_accounts_set_recovery_codes (tx, credentials->id, none, error) &&
           reeve_call_audit_fact (call, tx, "second-factor.reset", "account", credentials->id,
                                  credentials->display_name, "set up before the address was proven", error)));
}

gboolean
reeve_password_reset_store (ReeveCall *call,
                            const ReeveSecret *token,
                            const char *hash,
                            const char *language,
                            gboolean *used,
                            GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (ReeveSecret) secret = get_secret (token);
  g_autofree char *account = NULL;
  g_autofree char *name = NULL;

  *used = FALSE;
  if (tx == NULL || !reeve_password_reset_find (call, tx, token, &credentials, error))
    return FALSE;
  if (credentials == NULL)
    return TRUE;
  if (!reeve_links_use (tx, PURPOSE, secret, call->now, &account, error))
    return FALSE;
  name = g_strdup_printf ("%s <%s>", credentials->display_name, credentials->email);
  call->proved = reeve_caller_new (credentials->id, name, NULL, NULL, "complete");
  *used = reeve_outbox_withdraw_of (tx, PURPOSE, credentials->id, error) &&
          reeve_accounts_set_password_hash (tx, credentials->id, hash, error) &&
          prove (call, tx, credentials, error) && reeve_failures_clear (tx, credentials->id, NULL, error) &&
          reeve_session_end_all (call, tx, credentials->id, NULL, error) &&
          reeve_call_audit_fact (call, tx, NULL, "account", credentials->id, credentials->display_name, NULL,
                                 error) &&
          put_notice (call, tx, credentials, language, error) && reeve_tx_commit (tx, error);
  return *used;
}

static gboolean
refuse_link (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, "link", "the link does not work, or no longer");
  return FALSE;
}

/* With no transaction open afterwards: what comes next is slow. */
static gboolean
read_link (ReeveCall *call,
           const ReeveSecret *token,
           ReeveCredentials **credentials,
           ReevePasswordPolicy *policy,
           GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_READ, error);

  if (tx == NULL || !reeve_password_reset_find (call, tx, token, credentials, error))
    return FALSE;
  g_clear_pointer (&tx, reeve_tx_end);
  if (*credentials == NULL)
    return refuse_link (error);
  return reeve_password_demand_find (call->installation, (*credentials)->id, NULL, call->deadline, policy,
                                     error);
}

gboolean
password_resets_look (ReeveCall *call, GError **error)
{
  ReevePasswordResetToken *body = REEVE_PASSWORD_RESET_TOKEN (call->body);
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (ReevePasswordResetView) view = reeve_password_reset_view_new ();
  ReevePasswordPolicy policy;

  if (!read_link (call, body->token, &credentials, &policy, error))
    return FALSE;
  view->email = g_strdup (credentials->email);
  view->display_name = g_strdup (credentials->display_name);
  view->password_profile = policy.profile;
  view->password_min_length = policy.min_length;
  call->reply = REEVE_RECORD (g_steal_pointer (&view));
  return TRUE;
}

gboolean
password_resets_use (ReeveCall *call, GError **error)
{
  ReevePasswordReset *body = REEVE_PASSWORD_RESET (call->body);
  ReeveSecret *pepper = reeve_installation_get_pepper (call->installation);
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autofree char *hash = NULL;
  ReevePasswordPolicy policy;
  gboolean used;

  if (!read_link (call, body->token, &credentials, &policy, error) ||
      !reeve_password_policy_check (&policy, body->password, credentials->email, credentials->display_name,
                                    "/password", error))
    return FALSE;
  if (credentials->password_hash != NULL &&
      reeve_password_verify (body->password, credentials->password_hash, pepper, NULL))
    {
      reeve_error_add_member (error, "/password", "previous", "the same as before");
      return FALSE;
    }
  hash = reeve_password_hash (body->password, pepper);
  if (!reeve_password_reset_store (call, body->token, hash, NULL, &used, error))
    return FALSE;
  if (!used)
    return refuse_link (error);
  reeve_jobs_wake (call->installation);
  return TRUE;
}
