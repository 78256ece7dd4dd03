/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* plain-dump FOLDER ROOT-KEY-FILE: every value of every database of a data folder that no service has open,
 * as SQLite quotes it (blobs in hex), a row a line after the names of its database and table. For tests that
 * look for what must not be there even behind the page encryption. */

#include <config.h>

#include <stdio.h>
#include <string.h>

#include "service/store/installation.h"
#include "service/store/keys.h"

#define PATIENCE (10 * G_TIME_SPAN_SECOND)

static void
stop_on (GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static ReeveTx *
begin_read (ReeveDb *db)
{
  GError *error = NULL;
  ReeveTx *tx = reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + PATIENCE, &error);

  stop_on (error);
  return tx;
}

/* The first column of every row. */
static GStrv
list (ReeveTx *tx, const char *sql)
{
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  GError *error = NULL;
  gboolean row;
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, &error);

  while (statement != NULL && reeve_statement_step (statement, &row, &error) && row)
    g_strv_builder_add (found, reeve_statement_get_text (statement, 0));
  stop_on (error);
  return g_strv_builder_end (found);
}

static void
dump_table (ReeveTx *tx, const char *name, const char *table)
{
  g_autofree char *columns_sql =
    g_strdup_printf ("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('%s')", table);
  g_auto (GStrv) columns = list (tx, columns_sql);
  g_autofree char *joined = g_strjoinv (" || ' ' || ", columns);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\"", joined, table);
  g_auto (GStrv) rows = list (tx, sql);

  for (guint i = 0; rows[i] != NULL; i++)
    printf ("%s %s %s\n", name, table,
            g_strdelimit (rows[i], "\r\n", ' ')); /* the texts of mails have lines */
}

static void
dump (ReeveDb *db, const char *name)
{
  g_autoptr (ReeveTx) tx = begin_read (db);
  g_auto (GStrv) tables =
    list (tx, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND "
              "sql NOT LIKE 'CREATE VIRTUAL%'");

  for (guint i = 0; tables[i] != NULL; i++)
    dump_table (tx, name, tables[i]);
}

static void
dump_log (const char *data_folder, const char *place, const ReeveSecret *key)
{
  g_autofree char *folder = g_build_filename (data_folder, "access-log", place, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, file, NULL);
      GError *error = NULL;

      if (!g_str_has_suffix (file, ".db"))
        continue;
      g_autoptr (ReeveDb) db =
        reeve_db_open (path, key, strcmp (file, "ledger.db") == 0 ? "ledger" : "access-log", &error);
      stop_on (error);
      dump (db, "access-log");
    }
}

/* The data key of a workspace, as the installation finds it. */
static ReeveSecret *
find_data_key (ReeveInstallation *installation, const ReeveSecret *root, const char *id)
{
  g_autoptr (ReeveTx) tx = begin_read (reeve_installation_get_directory (installation));
  g_autoptr (ReeveSecret) wrapping = reeve_keys_derive (root, "reeve/1/wrapping");
  g_autofree char *context = g_strconcat ("data-key:", id, NULL);
  GError *error = NULL;
  gboolean row = FALSE;
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT data_key FROM workspaces WHERE id = $1", &error);

  stop_on (error);
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, &error) || !row)
    g_error ("no such workspace: %s", id);
  g_autoptr (GBytes) wrapped = reeve_statement_get_bytes (statement, 0);
  ReeveSecret *key = reeve_unseal (wrapping, wrapped, context, &error);
  stop_on (error);
  return key;
}

int
main (int argc, char **argv)
{
  GError *error = NULL;

  if (argc != 3)
    g_error ("plain-dump FOLDER ROOT-KEY-FILE");
  g_autoptr (ReeveSecret) root = reeve_root_key_read_file (argv[2], &error);
  stop_on (error);
  g_autoptr (ReeveInstallation) installation = reeve_installation_open (argv[1], root, &error);
  stop_on (error);
  dump (reeve_installation_get_directory (installation), "directory");
  g_autoptr (ReeveSecret) directory_log = reeve_keys_derive (root, "reeve/1/directory access log");
  dump_log (argv[1], "directory", directory_log);
  g_auto (GStrv) workspaces = reeve_installation_list_workspaces (installation);
  for (guint i = 0; workspaces[i] != NULL; i++)
    {
      g_autoptr (ReeveSecret) data_key = find_data_key (installation, root, workspaces[i]);
      g_autoptr (ReeveSecret) log = reeve_keys_derive (data_key, "reeve/1/workspace access log");
      dump (reeve_installation_get_workspace (installation, workspaces[i]), "workspace");
      dump_log (argv[1], workspaces[i], log);
    }
  return 0;
}
