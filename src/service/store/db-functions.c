/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/db-functions.h"

#include "common/email-name.h"
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

static void
names_email_cb (sqlite3_context *context, int n G_GNUC_UNUSED, sqlite3_value **values)
{
  const char *addresses = (const char *) sqlite3_value_text (values[0]);
  const char *text = (const char *) sqlite3_value_text (values[1]);

  sqlite3_result_int (context, addresses != NULL && reeve_email_name_is_in (addresses, text));
}

gboolean
reeve_functions_add (ReeveConnection *connection, GError **error)
{
  static const struct
  {
    const char *name;
    int n;
    void (*call) (sqlite3_context *, int, sqlite3_value **);
  } functions[] = {
    { "reeve_log_matches", 3, log_matches_cb },
    { "reeve_names_email", 2, names_email_cb },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (sqlite3_create_function (connection->sqlite, functions[i].name, functions[i].n,
                                 SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
                                 functions[i].call, NULL, NULL) != SQLITE_OK)
      return reeve_connection_fail (connection, "a function", error);
  return TRUE;
}
