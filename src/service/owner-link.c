/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Does in the directory what the page for a forgotten password does. */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/owner-link.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/api/password-link.h"
#include "service/store/accounts.h"

#define DEADLINE (30 * G_TIME_SPAN_SECOND)

static ReeveCredentials *
find_account (ReeveTx *tx, const char *email, GError **error)
{
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (GError) missing = NULL;

  credentials = reeve_accounts_find_credentials (tx, email, &missing);
  if (credentials == NULL && !g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return NULL;
    }
  if (credentials == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "not_found", "no account has this address");
      return NULL;
    }
  if (credentials->breach_locked != 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "breach_locked",
                       "the account is locked by a breach report, which ends by a release only");
      return NULL;
    }
  return g_steal_pointer (&credentials);
}

char *
reeve_owner_link_make (ReeveInstallation *installation, const char *email, GError **error)
{
  g_autoptr (ReeveCall) call = reeve_call_new (installation, NULL);
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autofree char *uri = NULL;

  call->audit_action = "password-reset.by-owner";
  call->source.address = (char *) "local";
  call->now = reeve_clock_now ();
  call->deadline = g_get_monotonic_time () + DEADLINE;
  tx =
    reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_WRITE, call->deadline, error);
  credentials = tx != NULL ? find_account (tx, email, error) : NULL;
  if (credentials == NULL)
    return NULL;
  uri = reeve_password_link_make (call, tx, credentials->id, error);
  if (uri == NULL ||
      !reeve_call_audit_fact (call, tx, NULL, "account", credentials->id, credentials->display_name, NULL,
                              error) ||
      !reeve_tx_commit (tx, error))
    return NULL;
  return g_steal_pointer (&uri);
}
