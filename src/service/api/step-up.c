/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Step-up: who merely found somebody's session open, or stole it together with its key, has no code. */

#include "config.h"

#include "service/api/step-up.h"

#include "service/api/attempts.h"
#include "service/api/codes.h"
#include "service/store/accounts.h"
#include "service/store/sessions.h"

static gboolean
refuse (const char *reason, const char *message, GError **error)
{
  reeve_set_error (error, REEVE_ERROR_SECOND_FACTOR, reason, "%s", message);
  return FALSE;
}

/* @step: (out) (optional): only six digits will do, and this is what they were of */
static gboolean
use_code (ReeveCall *call,
          ReeveTx *directory,
          const ReeveCredentials *credentials,
          const ReeveSecret *code,
          gint64 *step,
          GError **error)
{
  g_autoptr (ReeveAttempt) attempt =
    reeve_attempt_new (call, directory, credentials->id, credentials->email, error);
  g_autoptr (GError) refusal = NULL;

  if (attempt == NULL || !reeve_attempt_check (attempt, directory, REEVE_ATTEMPT_CODE, call->now, error))
    return FALSE;
  if (step != NULL ? !reeve_code_use_digits (call, directory, credentials, code, step, &refusal)
                   : !reeve_code_use (call, directory, credentials, code, &refusal))
    {
      if (g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR))
        return reeve_attempt_refuse (attempt, call, directory, REEVE_ATTEMPT_CODE, g_steal_pointer (&refusal),
                                     error);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  return reeve_attempt_clear (attempt, directory, REEVE_ATTEMPT_CODE, error) &&
         reeve_sessions_note_code (directory, call->caller->session, call->now, error) &&
         reeve_tx_commit (directory, error);
}

/* @code: (nullable): none came */
static gboolean
step_up (ReeveCall *call, const ReeveSecret *code, gint64 *step, GError **error)
{
  g_autoptr (ReeveTx) directory =
    reeve_db_begin (reeve_installation_get_directory (call->installation),
                    code != NULL ? REEVE_TX_WRITE : REEVE_TX_READ, call->deadline, error);
  g_autoptr (ReeveCredentials) credentials = NULL;

  if (directory == NULL)
    return FALSE;
  credentials = reeve_accounts_get_credentials (directory, call->caller->account, error);
  if (credentials == NULL)
    return FALSE;
  if (credentials->totp_sealed == NULL)
    return refuse ("second_factor_missing", "this needs an account with a second factor", error);
  if (code == NULL)
    return refuse ("step_up", "this needs a fresh code in the header Reeve-Code", error);

  return use_code (call, directory, credentials, code, step, error);
}

gboolean
reeve_step_up (ReeveCall *call, const char *code, GError **error)
{
  g_autoptr (ReeveSecret) secret = code != NULL ? reeve_secret_new_text (code) : NULL;

  return step_up (call, secret, NULL, error);
}

gboolean
reeve_step_up_digits (ReeveCall *call, const ReeveSecret *code, gint64 *step, GError **error)
{
  return step_up (call, code, step, error);
}
