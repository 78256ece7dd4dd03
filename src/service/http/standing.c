/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The same questions as at the beginning of a request (http/run), asked again. */

#include "config.h"

#include "service/http/standing.h"

#include "common/clock.h"
#include "service/api/confirmation.h"
#include "service/api/identity-provider.h"
#include "service/api/scope.h"
#include "service/api/support-standing.h"
#include "service/store/sessions.h"
#include "service/store/users.h"

/* What the directory says; @check is what it said of the session. */
static gboolean
may_enter (ReeveTx *directory, const char *session, const char *workspace, ReeveSessionCheck *check)
{
  g_autoptr (GError) error = NULL;
  gboolean may = FALSE;

  if (!reeve_sessions_check (directory, session, workspace, reeve_clock_now (), check, &error) ||
      !reeve_federation_may_enter (directory, check->federation, workspace, &may, &error))
    return reeve_error_get_code (error) == REEVE_ERROR_BUSY;
  return may && reeve_confirmation_check (check, NULL);
}

static gboolean
is_member (ReeveTx *workspace,
           const char *account,
           const ReeveSessionCheck *check,
           const char *grant,
           ReeveCapabilities needs)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) roles = NULL;
  g_auto (ReeveSupportStanding) support = { FALSE, 0, 0, NULL };
  ReeveCapabilities held, scoped;

  if (!reeve_users_check_membership (workspace, account, &roles, &error) ||
      !reeve_support_standing_read (workspace, account, (const char *const *) roles, reeve_clock_now (),
                                    &support, &error))
    return reeve_error_get_code (error) == REEVE_ERROR_BUSY;
  if (reeve_support_standing_is_closed (&support) ||
      (grant != NULL && (support.grant == NULL || !g_str_equal (support.grant->id, grant))))
    return FALSE;
  if (!check->needs_provider && needs == 0)
    return TRUE;
  if (!reeve_scope_split (workspace, account, (const char *const *) roles, &held, &scoped, &error))
    return reeve_error_get_code (error) == REEVE_ERROR_BUSY;
  return (held & needs) == needs &&
         (!check->needs_provider ||
          reeve_identity_provider_is_bypassed (held, reeve_session_check_has_proof (check)));
}

gboolean
reeve_standing_holds (ReeveInstallation *installation,
                      const char *workspace,
                      const char *account,
                      const char *session,
                      const char *grant,
                      ReeveCapabilities needs)
{
  g_auto (ReeveSessionCheck) check = { NULL };
  gint64 deadline = g_get_monotonic_time () + G_USEC_PER_SEC;
  ReeveDb *database = reeve_installation_get_workspace (installation, workspace);

  if (database == NULL)
    return FALSE;
  g_autoptr (ReeveTx) directory =
    reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_READ, deadline, NULL);
  if (directory == NULL)
    return TRUE;
  if (!may_enter (directory, session, workspace, &check))
    return FALSE;
  g_clear_pointer (&directory, reeve_tx_end);
  g_autoptr (ReeveTx) tx = reeve_db_begin (database, REEVE_TX_READ, deadline, NULL);
  return tx == NULL || is_member (tx, account, &check, grant, needs);
}
