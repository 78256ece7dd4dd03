/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/db-functions.h"

#include "common/log-query-match.h"

static void
log_matches_cb (sqlite3_context *context, int n G_GNUC_UNUSED, sqlite3_value **values)
{
  const ReeveLogValue value = {
    .match = (ReeveLogMatch) sqlite3_value_int (values[0]),
    .folded = (char *) sqlite3_value_text (values[1]),
  };

  sqlite3_result_int (context,
                      reeve_log_value_matches_text (&value, (const char *) sqlite3_value_text (values[2])));
}

gboolean
reeve_functions_add (ReeveConnection *connection, GError **error)
{
  if (sqlite3_create_function (connection->sqlite, "reeve_log_matches", 3,
                               SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, log_matches_cb,
                               NULL, NULL) != SQLITE_OK)
    return reeve_connection_fail (connection, "a function", error);
  return TRUE;
}
