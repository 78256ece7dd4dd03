/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/grants.h"

#include "service/store/grants.h"

gboolean
reeve_grants_end (ReeveCall *call,
                  ReeveTx *tx,
                  const char *kind,
                  const char *principal,
                  const char *name,
                  GError **error)
{
  g_autoptr (GPtrArray) grants = reeve_grants_list_of (tx, kind, principal, error);

  for (guint i = 0; grants != NULL && i < grants->len; i++)
    {
      ReeveGrant *grant = grants->pdata[i];

      if (!reeve_grants_delete (tx, grant->id, error) ||
          !reeve_call_audit (call, tx, "grant.revoke", "grant", grant->id, name, grant, NULL, NULL, NULL,
                             error))
        return FALSE;
      reeve_call_changed (call, "grant", grant->id, 0);
    }
  return grants != NULL;
}
