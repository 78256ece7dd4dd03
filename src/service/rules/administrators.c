/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Counting is left until something is to be lost: most changes lose nothing. */

#include "config.h"

#include "service/rules/administrators.h"

#include "common/error.h"
#include "service/store/roles.h"

gboolean
reeve_rule_keeps_an_administrator (ReeveTx *tx,
                                   gint64 now,
                                   gint64 *administrators,
                                   gint64 delta,
                                   GError **error)
{
  if (delta == 0)
    return TRUE;
  if (*administrators < 0 && !reeve_roles_count_administrators (tx, now, administrators, error))
    return FALSE;
  if (delta < 0 && *administrators + delta <= 0)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "last_administrator",
                       "the workspace would have no administrator");
      return FALSE;
    }
  *administrators += delta;
  return TRUE;
}
