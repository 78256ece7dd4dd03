/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Writes a database of each schema, as it is now, into a folder: run once when a schema is released, and keep
 * the files in tests/fixtures/schema as SCHEMA-VERSION.db. Their key is 32 times 7. */

#include "config.h"

#include "common/clock.h"
#include "scratch.h"
#include "service/store/db-migrations.h"
#include "service/store/db-private.h"
#include "service/store/users.h"

int
main (int argc, char **argv)
{
  static const char *const schemas[] = { "directory", "workspace", "access-log", "ledger" };
  g_autoptr (ReeveSecret) key = test_key (7);

  if (argc != 2)
    g_error ("make-fixtures FOLDER");
  reeve_clock_set_for_tests (1767225600000000);
  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s-%" G_GINT64_FORMAT ".db", argv[1], schemas[i],
                                               reeve_migrations_get_latest (schemas[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveDb) db = reeve_db_open (path, key, schemas[i], &error);

      g_assert_no_error (error);
      if (i == 1)
        {
          ReeveTx *tx = begin (db, REEVE_TX_WRITE);
          g_autoptr (ReeveUser) user = make_user ("Ada Lovelace", "ada@example.org");

          g_assert_true (reeve_users_insert (tx, user, &error));
          commit (tx);
        }
    }
  return 0;
}
