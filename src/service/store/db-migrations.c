/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Migrations: data/sql/SCHEMA/NNNN-name.sql, compiled in, applied in order, each in a transaction of its own
 * that also sets the version. A failed one changes nothing and says which it was. Files that were released
 * never change. */

#include "config.h"

#include "service/store/db-migrations.h"

#include <string.h>

#include "common/error.h"
#include "data/service-resources.h"
#include "service/store/db-private.h"

#define ROOT "/io/github/reeve/service/sql/"

typedef struct
{
  gint64 version;
  char *name;
  GBytes *sql;
} Migration;

/* Further migrations that a test put behind the real ones: schema -> GPtrArray of Migration. */
static GHashTable *test_migrations;

static void
migration_free (Migration *self)
{
  g_free (self->name);
  g_bytes_unref (self->sql);
  g_free (self);
}

static Migration *
migration_new (gint64 version, const char *name, GBytes *sql)
{
  Migration *self = g_new0 (Migration, 1);

  self->version = version;
  self->name = g_strdup (name);
  self->sql = g_bytes_ref (sql);
  return self;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
load_migrations (const char *schema)
{
  g_autoptr (GPtrArray) migrations = g_ptr_array_new_with_free_func ((GDestroyNotify) migration_free);
  g_autofree char *folder = g_strconcat (ROOT, schema, NULL);
  GResource *resource = reeve_service_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GPtrArray *further = test_migrations != NULL ? g_hash_table_lookup (test_migrations, schema) : NULL;

  if (names == NULL)
    g_error ("there is no schema named %s", schema);
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (folder, "/", names[i], NULL);
      g_autoptr (GBytes) sql = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      /* A gap would renumber what comes behind it. */
      g_assert (g_ascii_strtoll (names[i], NULL, 10) == i + 1);
      g_ptr_array_add (migrations, migration_new (i + 1, names[i], sql));
    }
  for (guint i = 0; further != NULL && i < further->len; i++)
    {
      Migration *each = further->pdata[i];

      g_ptr_array_add (migrations, migration_new (migrations->len + 1, each->name, each->sql));
    }
  return g_steal_pointer (&migrations);
}

gint64
reeve_migrations_get_latest (const char *schema)
{
  g_autoptr (GPtrArray) migrations = load_migrations (schema);

  return migrations->len;
}

static gboolean
apply_one (ReeveConnection *connection, Migration *migration, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (migration->sql, &length);
  g_autofree char *sql = g_strndup (data, length);
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, migration->version);

  return reeve_connection_exec (connection, "BEGIN IMMEDIATE", error) &&
         reeve_connection_exec (connection, sql, error) &&
         reeve_connection_exec (connection, version, error) &&
         reeve_connection_exec (connection, "COMMIT", error);
}

gboolean
reeve_migrations_apply (ReeveConnection *connection, const char *schema, gint64 *version, GError **error)
{
  g_autoptr (GPtrArray) migrations = load_migrations (schema);

  for (gint64 i = *version; i < migrations->len; i++)
    {
      Migration *migration = migrations->pdata[i];

      if (!apply_one (connection, migration, error))
        {
          if (!sqlite3_get_autocommit (connection->sqlite))
            sqlite3_exec (connection->sqlite, "ROLLBACK", NULL, NULL, NULL);
          g_prefix_error (error, "failed to apply migration %s/%s: ", schema, migration->name);
          return FALSE;
        }
      *version = migration->version;
    }
  return TRUE;
}

void
reeve_migrations_add_for_tests (const char *schema, const char *name, const char *sql)
{
  g_autoptr (GBytes) bytes = g_bytes_new (sql, strlen (sql));
  GPtrArray *further;

  if (test_migrations == NULL)
    test_migrations =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  further = g_hash_table_lookup (test_migrations, schema);
  if (further == NULL)
    {
      further = g_ptr_array_new_with_free_func ((GDestroyNotify) migration_free);
      g_hash_table_insert (test_migrations, g_strdup (schema), further);
    }
  g_ptr_array_add (further, migration_new (0, name, bytes));
}

void
reeve_migrations_forget_for_tests (void)
{
  g_clear_pointer (&test_migrations, g_hash_table_unref);
}
