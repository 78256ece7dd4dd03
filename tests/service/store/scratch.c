/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the store's tests share. Nothing here is tried out; a failure in it fails the test. */

#include "config.h"

#include "scratch.h"

#include <glib/gstdio.h>
#include <string.h>

ReeveSecret *
test_key (guint8 byte)
{
  guint8 bytes[32];

  memset (bytes, byte, sizeof bytes);
  return reeve_secret_new (bytes, sizeof bytes);
}

void
scratch_init (Scratch *self)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("reeve-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->key = test_key (7);
}

void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *each = g_build_filename (path, name, NULL);

      if (g_file_test (each, G_FILE_TEST_IS_DIR))
        remove_folder (each);
      else
        g_assert_cmpint (g_unlink (each), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

void
scratch_clear (Scratch *self)
{
  if (self->folder != NULL)
    remove_folder (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->key, reeve_secret_unref);
}

char *
scratch_path (Scratch *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

ReeveDb *
scratch_open (Scratch *self, const char *schema)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strconcat (schema, ".db", NULL);
  g_autofree char *path = scratch_path (self, name);
  ReeveDb *db = reeve_db_open (path, self->key, schema, &error);

  g_assert_no_error (error);
  g_assert_nonnull (db);
  return db;
}

gint64
soon (void)
{
  return g_get_monotonic_time () + 600 * G_TIME_SPAN_SECOND;
}

ReeveTx *
begin (ReeveDb *db, ReeveTxMode mode)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = reeve_db_begin (db, mode, soon (), &error);

  g_assert_no_error (error);
  return tx;
}

void
commit (ReeveTx *tx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_tx_commit (tx, &error));
  g_assert_no_error (error);
  reeve_tx_end (tx);
}

void
run (ReeveTx *tx, const char *sql)
{
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, &error);

  g_assert_no_error (error);
  g_assert_true (reeve_statement_run (statement, NULL, &error));
  g_assert_no_error (error);
}

gint64
query_int (ReeveTx *tx, const char *sql)
{
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, &error);
  gboolean row;
  gint64 value;

  g_assert_no_error (error);
  g_assert_true (reeve_statement_step (statement, &row, &error));
  g_assert_no_error (error);
  g_assert_true (row);
  value = reeve_statement_get_int (statement, 0);
  g_assert_true (reeve_statement_run (statement, NULL, &error));
  return value;
}

ReeveUser *
make_user (const char *name, const char *email)
{
  ReeveUser *user = reeve_user_new ();

  user->display_name = g_strdup (name);
  user->email = g_strdup (email);
  return user;
}
