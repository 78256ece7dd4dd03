/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Writes a database of each schema, as it is now, into a folder: run once when a schema is released, and keep
 * the files in tests/fixtures/schema as SCHEMA-VERSION.db. Their key is 32 times 7. */

#include "config.h"

#include "common/clock.h"
#include "scratch.h"
#include "service/store/access-day.h"
#include "service/store/db-migrations.h"
#include "service/store/db-private.h"
#include "service/store/users.h"

/* Events of people and programs, with and without an address, about things with ids of all kinds. */
static void
fill_access_log (const char *path, const ReeveSecret *key)
{
  static const ReeveAccessEvent events[] = {
    { .time = 1767225600000001,
      .duration_us = 1200,
      .status = 200,
      .bytes_out = 512,
      .actor = "0190a0b0-0000-7000-8000-000000000001",
      .actor_name = "Ada Lovelace <ada@example.org>",
      .address = "192.0.2.44",
      .agent = "Reeve/0.1",
      .object = "0190a0b0-0000-7000-8000-000000000002",
      .route = "GET /v1/workspaces/{workspace}/users/{user}",
      .session = "0190a0b0-0000-7000-8000-000000000003" },
    { .time = 1767225600000002,
      .duration_us = 900,
      .status = 403,
      .result = REEVE_ACCESS_REFUSED,
      .address = "2001:db8::7",
      .object = "member",
      .outcome = "forbidden",
      .action = "role.update",
      .route = "PATCH /v1/workspaces/{workspace}/roles/{role}" },
    { .time = 1767225600000003,
      .result = REEVE_ACCESS_FAILED,
      .address = "local",
      .actor_name = "root",
      .source = "sshd web1",
      .source_id = "a1",
      .text = "Failed password for root" },
  };
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessDay) day = reeve_access_day_open (path, key, &error);
  guint64 next = 0;
  guint known;

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    g_ptr_array_add (all, (gpointer) &events[i]);
  if (!reeve_access_day_append (day, all, &next, leaves, &known, NULL, &error))
    g_error ("%s", error->message);
}

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
      if (i == 2)
        fill_access_log (path, key);
    }
  return 0;
}
