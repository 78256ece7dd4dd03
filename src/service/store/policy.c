/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/policy.h"

#include "service/store/rows.h"

ReevePolicy *
reeve_policy_get (ReeveTx *tx, GError **error)
{
  return reeve_rows_get (tx, "policy", reeve_policy_get_type (), REEVE_POLICY_ID, error);
}

gboolean
reeve_policy_read_log_days (ReeveTx *tx, gint64 *days, GError **error)
{
  return reeve_statement_read_int (reeve_tx_prepare (tx, "SELECT access_log_days FROM policy", error), days,
                                   error);
}

gboolean
reeve_policy_update (ReeveTx *tx, ReevePolicy *policy, gint64 version, GError **error)
{
  return reeve_rows_update (tx, "policy", policy, version, NULL, error);
}
