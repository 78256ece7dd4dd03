/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/password-demand.h"

#include "service/store/accounts.h"
#include "service/store/policy.h"

/* Those that the person has joined: who merely knows an address must not be able to make its owner's next
 * password hard to find. */
static GStrv
list_workspaces (ReeveInstallation *installation, const char *account, gint64 deadline, GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;

  if (account == NULL)
    return g_new0 (char *, 1);
  tx = reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_READ, deadline, error);
  return tx != NULL ? reeve_accounts_get_informed (tx, account, error) : NULL;
}

/* *@demands is FALSE for a workspace that is no longer there: it demands nothing. */
static gboolean
read_demand (ReeveInstallation *installation,
             const char *workspace,
             gint64 deadline,
             gboolean *demands,
             ReevePasswordPolicy *demand,
             GError **error)
{
  ReeveDb *db = reeve_installation_get_workspace (installation, workspace);
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReevePolicy) policy = NULL;

  *demands = db != NULL;
  if (db == NULL)
    return TRUE;
  tx = reeve_db_begin (db, REEVE_TX_READ, deadline, error);
  if (tx == NULL)
    return FALSE;
  policy = reeve_policy_get (tx, error);
  if (policy == NULL)
    return FALSE;
  *demand = reeve_policy_get_passwords (policy);
  return TRUE;
}

static gboolean
add_demand (ReeveInstallation *installation,
            const char *workspace,
            gint64 deadline,
            gboolean *any,
            ReevePasswordPolicy *policy,
            GError **error)
{
  ReevePasswordPolicy demand;
  gboolean demands;

  if (!read_demand (installation, workspace, deadline, &demands, &demand, error))
    return FALSE;
  if (demands)
    {
      *policy = *any ? reeve_password_policy_join (policy, &demand) : demand;
      *any = TRUE;
    }
  return TRUE;
}

gboolean
reeve_password_demand_find (ReeveInstallation *installation,
                            const char *account,
                            const char *joining,
                            gint64 deadline,
                            ReevePasswordPolicy *policy,
                            GError **error)
{
  g_auto (GStrv) workspaces = list_workspaces (installation, account, deadline, error);
  gboolean any = FALSE;

  if (workspaces == NULL)
    return FALSE;
  *policy = reeve_password_policy_default;
  if (joining != NULL && !add_demand (installation, joining, deadline, &any, policy, error))
    return FALSE;
  for (guint i = 0; workspaces[i] != NULL; i++)
    if (!add_demand (installation, workspaces[i], deadline, &any, policy, error))
      return FALSE;
  return TRUE;
}
