/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The first set-up: an account, a workspace and its administrator, once in the life of an installation. The
 * directory's commit comes last and makes it so; a crash before leaves a workspace database that nobody knows
 * of, which the next start removes, and set-up is open as before. */

#include "config.h"

#include "service/api/sign-in.h"

#include "common/clock.h"
#include "common/password-policy.h"
#include "common/sign-in.h"
#include "service/api/sessions.h"
#include "service/api/workspaces.h"
#include "service/rules/passwords.h"
#include "service/store/accounts.h"
#include "service/store/confirmations.h"

static gboolean
refuse_second (ReeveTx *directory, GError **error)
{
  gboolean any;

  if (!reeve_accounts_any (directory, &any, error))
    return FALSE;
  if (!any)
    return TRUE;

  reeve_set_error (error, REEVE_ERROR_CONFLICT, "already_set_up", "there is an administrator already");
  return FALSE;
}

static gboolean
check_setup_token (ReeveCall *call, ReeveSetup *body, GError **error)
{
  g_autoptr (GBytes) hash = NULL;

  if (call->source.local)
    return TRUE;
  if (call->setup_token_hash != NULL && body->setup_token != NULL)
    {
      hash = reeve_opaque_token_hash (body->setup_token);
      /* Of hashes of 256 random bits: comparing them in variable time tells nothing. */
      if (g_bytes_equal (hash, call->setup_token_hash))
        return TRUE;
    }

  reeve_set_error (error, REEVE_ERROR_DENIED, "setup_token", "the set-up token is missing or wrong");
  return FALSE;
}

/* Before the slow hash: is set-up open, and is this who may do it, with a password that will do? */
static gboolean
check_request (ReeveCall *call, ReeveSetup *body, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                           REEVE_TX_READ, call->deadline, error);

  return tx != NULL && refuse_second (tx, error) && check_setup_token (call, body, error) &&
         reeve_password_policy_check (&reeve_password_policy_default, body->password, body->email,
                                      body->display_name, "/password", error);
}

gboolean
setup_create (ReeveCall *call, GError **error)
{
  ReeveSetup *body = REEVE_SETUP (call->body);
  g_autoptr (ReeveWorkspace) workspace = reeve_workspace_new ();
  g_autoptr (ReeveAccount) account = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  g_autofree char *hash = NULL;

  if (!check_request (call, body, error))
    return FALSE;
  hash = reeve_password_hash (body->password, reeve_installation_get_pepper (call->installation));

  tx = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_WRITE, call->deadline,
                       error);
  if (tx == NULL || !refuse_second (tx, error))
    return FALSE;
  account = reeve_accounts_ensure (tx, body->email, body->display_name, error);
  /* Who sets up the installation owns it: nobody's address is squatted on. */
  if (account == NULL || !reeve_accounts_set_password_hash (tx, account->id, hash, error) ||
      !reeve_confirmations_prove_address (tx, account->id, call->now, error) ||
      !reeve_session_begin (call, tx, account->id, account->email, account->display_name, body->device,
                            "enrol", FALSE, error))
    return FALSE;

  workspace->name = g_strdup (body->workspace_name);
  return reeve_workspace_make (call, tx, workspace, account->id, error) && reeve_tx_commit (tx, error);
}
