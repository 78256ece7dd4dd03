/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Enrolling the second factor: a key that counts for nothing until a code made with it has come back. */

#include "config.h"

#include "service/api/second-factor.h"

#include "common/clock.h"
#include "common/encoding.h"
#include "common/sign-in.h"
#include "common/totp.h"
#include "service/api/codes.h"
#include "service/api/me.h"
#include "service/api/notices.h"
#include "service/api/sessions.h"
#include "service/jobs/post.h"
#include "service/store/links.h"
#include "service/store/sessions.h"

#define ENROLMENT_LIFE (10 * REEVE_MINUTE)
#define ISSUER         "Reeve"

/* A key that was begun before the second factor was on, or off, is of no use afterwards. */
static const char *
get_purpose (const ReeveCredentials *credentials)
{
  return credentials->totp_sealed != NULL ? "replacement" : "enrolment";
}

static ReeveEnrolment *
describe (const ReeveCredentials *credentials, const ReeveSecret *key, gint64 expires)
{
  ReeveEnrolment *enrolment = reeve_enrolment_new ();
  gsize length;

  enrolment->expires = expires;
  enrolment->key = reeve_secret_new_take (
    reeve_base32_encode (reeve_secret_get_data (key, &length), REEVE_TOTP_SECRET_BYTES));
  enrolment->uri = reeve_totp_uri (key, ISSUER, credentials->email);
  return enrolment;
}

gboolean
reeve_second_factor_is_open (ReeveCall *call, const ReeveCredentials *credentials)
{
  return credentials->totp_sealed != NULL || credentials->address_proven != 0 ||
         !reeve_post_can_send (call->installation);
}

static gboolean
check_open (ReeveCall *call, const ReeveCredentials *credentials, GError **error)
{
  if (reeve_second_factor_is_open (call, credentials))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_DENIED, "address_unproven",
                   "first open the link that POST /v1/me/confirmation sends to the account's address");
  return FALSE;
}

ReeveEnrolment *
reeve_second_factor_begin (ReeveCall *call,
                           ReeveTx *directory,
                           const ReeveCredentials *credentials,
                           GError **error)
{
  g_autoptr (ReeveSecret) key = reeve_secret_new_random (REEVE_TOTP_SECRET_BYTES);
  g_autoptr (GBytes) sealed = reeve_code_seal_key (call, get_purpose (credentials), credentials->id, key);
  gint64 expires = call->now + ENROLMENT_LIFE;

  if (!check_open (call, credentials, error) ||
      !reeve_accounts_set_enrolment (directory, credentials->id, sealed, expires, error) ||
      !reeve_call_audit_fact (call, directory, "second-factor.begin", "account", credentials->id,
                              credentials->display_name, NULL, error))
    return NULL;
  return describe (credentials, key, expires);
}

static ReeveSecret *
unseal (ReeveCall *call, const ReeveCredentials *credentials, GError **error)
{
  if (credentials->enrolment_sealed == NULL || credentials->enrolment_expires <= call->now)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "enrolment_expired",
                       "begin again: there is no key to confirm");
      return NULL;
    }
  return reeve_code_unseal_key (call, get_purpose (credentials), credentials->id,
                                credentials->enrolment_sealed, error);
}

ReeveEnrolment *
reeve_second_factor_read (ReeveCall *call, const ReeveCredentials *credentials, GError **error)
{
  g_autoptr (ReeveSecret) key = unseal (call, credentials, error);

  return key != NULL ? describe (credentials, key, credentials->enrolment_expires) : NULL;
}

ReeveSecret *
reeve_second_factor_confirm (ReeveCall *call,
                             ReeveTx *directory,
                             const ReeveCredentials *credentials,
                             const ReeveSecret *code,
                             GError **error)
{
  g_autoptr (ReeveSecret) key =
    check_open (call, credentials, error) ? unseal (call, credentials, error) : NULL;
  g_autoptr (ReeveSecret) codes = NULL;
  g_autoptr (GBytes) sealed = NULL;
  gint64 step;

  if (key == NULL || !reeve_code_match (key, code, -1, call->now, &step, error))
    return NULL;
  sealed = reeve_code_seal_key (call, "totp", credentials->id, key);
  if (!reeve_accounts_set_totp (directory, credentials->id, sealed, step, error))
    return NULL;
  codes = reeve_code_renew_recovery (call, directory, credentials->id, error);
  if (codes == NULL ||
      !reeve_links_end (directory, REEVE_LINK_SECOND_FACTOR_RESET, credentials->id, call->now, error) ||
      !reeve_notice_put (call, directory, REEVE_NOTICE_SECOND_FACTOR_ON, credentials->id, credentials->email,
                         credentials->display_name, call->source.device_name, error) ||
      !reeve_call_audit_fact (call, directory, "second-factor.enrol", "account", credentials->id,
                              credentials->display_name, NULL, error))
    return NULL;
  return g_steal_pointer (&codes);
}

/* A second factor in force is replaced with a code of its own; such a replacement, once begun, is confirmed
 * as a first one is. */
static ReeveCredentials *
get_credentials (ReeveCall *call, gboolean begun, GError **error)
{
  g_autoptr (ReeveCredentials) credentials =
    reeve_accounts_get_credentials (call->tx, call->caller->account, error);

  if (credentials != NULL && credentials->totp_sealed != NULL &&
      !(begun && credentials->enrolment_sealed != NULL))
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "already_on", "the second factor is on already");
      return NULL;
    }

  return g_steal_pointer (&credentials);
}

gboolean
second_factor_begin (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCredentials) credentials = get_credentials (call, FALSE, error);

  if (credentials == NULL)
    return FALSE;
  call->reply = REEVE_RECORD (reeve_second_factor_begin (call, call->tx, credentials, error));
  return call->reply != NULL;
}

/* The session that enrolled is complete now, and its tokens are replaced. */
static ReeveTokens *
complete_session (ReeveCall *call, GError **error)
{
  const ReeveCaller *caller = call->caller;
  g_autoptr (ReeveSecret) refresh = reeve_opaque_token_new ();
  g_autoptr (GBytes) hash = reeve_opaque_token_hash (refresh);
  g_auto (ReeveSessionCheck) check = { 0 };

  if (!reeve_sessions_complete (call->tx, caller->session, call->now, error) ||
      !reeve_sessions_note_code (call->tx, caller->session, call->now, error) ||
      !reeve_sessions_renew (call->tx, caller->session, hash, call->now, error) ||
      !reeve_sessions_check (call->tx, caller->session, NULL, call->now, &check, error))
    return NULL;

  return reeve_session_make_tokens (call, caller->account, caller->session, "complete", check.ends, refresh);
}

gboolean
second_factor_confirm (ReeveCall *call, GError **error)
{
  ReeveEnrolmentCode *body = REEVE_ENROLMENT_CODE (call->body);
  g_autoptr (ReeveCredentials) credentials = get_credentials (call, TRUE, error);
  g_autoptr (ReeveEnrolled) enrolled = reeve_enrolled_new ();

  if (credentials == NULL)
    return FALSE;
  enrolled->recovery_codes = reeve_second_factor_confirm (call, call->tx, credentials, body->code, error);
  if (enrolled->recovery_codes == NULL)
    return FALSE;
  if (g_strcmp0 (call->caller->stage, "enrol") == 0)
    {
      enrolled->tokens = REEVE_RECORD (complete_session (call, error));
      if (enrolled->tokens == NULL)
        return FALSE;
    }
  else if (!reeve_sessions_note_code (call->tx, call->caller->session, call->now, error))
    return FALSE;

  call->wakes_jobs = TRUE;
  call->reply = REEVE_RECORD (g_steal_pointer (&enrolled));
  return TRUE;
}

/* --- What takes a fresh code of the one in force --- */

static ReeveCredentials *
begin_on (ReeveCall *call, ReeveTx **directory, GError **error)
{
  *directory = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_WRITE,
                               call->deadline, error);
  return *directory != NULL ? reeve_accounts_get_credentials (*directory, call->caller->account, error)
                            : NULL;
}

/* Between the code and this transaction an administrator may have reset it: then there is nothing to replace.
 */
static gboolean
check_on (const ReeveCredentials *credentials, GError **error)
{
  if (credentials->totp_sealed == NULL)
    reeve_set_error (error, REEVE_ERROR_SECOND_FACTOR, "second_factor_missing", "there is no second factor");
  return credentials->totp_sealed != NULL;
}

gboolean
second_factor_replace (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveCredentials) credentials = begin_on (call, &tx, error);

  if (credentials == NULL || !check_on (credentials, error))
    return FALSE;
  call->reply = REEVE_RECORD (reeve_second_factor_begin (call, tx, credentials, error));
  return call->reply != NULL && reeve_tx_commit (tx, error);
}

ReeveSecret *
reeve_second_factor_renew_codes (ReeveCall *call,
                                 ReeveTx *directory,
                                 const ReeveCredentials *credentials,
                                 GError **error)
{
  g_autoptr (ReeveSecret) codes = reeve_code_renew_recovery (call, directory, credentials->id, error);

  if (codes == NULL ||
      !reeve_notice_put (call, directory, REEVE_NOTICE_RECOVERY_CODES, credentials->id, credentials->email,
                         credentials->display_name, call->source.device_name, error) ||
      !reeve_call_audit_fact (call, directory, "second-factor.renew-codes", "account", credentials->id,
                              credentials->display_name, NULL, error))
    return NULL;
  return g_steal_pointer (&codes);
}

gboolean
second_factor_renew_codes (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveCredentials) credentials = begin_on (call, &tx, error);
  g_autoptr (ReeveEnrolled) enrolled = reeve_enrolled_new ();

  if (credentials == NULL || !check_on (credentials, error))
    return FALSE;
  enrolled->recovery_codes = reeve_second_factor_renew_codes (call, tx, credentials, error);
  if (enrolled->recovery_codes == NULL || !reeve_tx_commit (tx, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&enrolled));
  return TRUE;
}
