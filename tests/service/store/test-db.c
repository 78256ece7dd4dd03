/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Databases: keys, migrations, transactions, deadlines, and what happens when the disk does not do as told.
 */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"
#include "service/store/db-migrations.h"
#include "service/store/db-private.h"

#define MARKER "zebra-marker-in-the-clear"

static GBytes *
read_bytes (const char *path)
{
  char *data = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &data, &length, NULL))
    return NULL;
  return g_bytes_new_take (data, length);
}

static void
insert_setting (ReeveTx *tx, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement =
    reeve_tx_prepare (tx, "INSERT INTO settings (name, value) VALUES ($1, $2)", &error);

  g_assert_no_error (error);
  reeve_statement_bind_text (statement, 1, name);
  reeve_statement_bind_blob (statement, 2, value, strlen (value));
  g_assert_true (reeve_statement_run (statement, NULL, &error));
  g_assert_no_error (error);
}

/* Nothing of what is written can be read without the key, in no file, while it is open and after. */
static void
test_encrypted (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  {
    ReeveTx *tx = begin (db, REEVE_TX_WRITE);

    insert_setting (tx, MARKER, MARKER);
    commit (tx);
  }
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GDir) folder = g_dir_open (scratch.folder, 0, NULL);
      const char *name;
      guint n = 0;

      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *path = scratch_path (&scratch, name);
          g_autoptr (GBytes) bytes = read_bytes (path);
          gsize length;
          gconstpointer data = g_bytes_get_data (bytes, &length);
          GStatBuf status;

          g_assert_cmpint (g_stat (path, &status), ==, 0);
          g_assert_cmpint (status.st_mode & 0777, ==, 0600);
          n++;
          if (length == 0)
            continue;
          g_assert_null (memmem (data, length, MARKER, strlen (MARKER)));
          g_assert_null (memmem (data, length, "SQLite format 3", 15));
          g_assert_null (memmem (data, length, "CREATE TABLE", 12));
        }
      g_assert_cmpuint (n, ==, round == 0 ? 3 : 1);
      reeve_db_close (db);
    }
}

/* With another key, or none, it does not open, and stays as it is. */
static void
test_wrong_key (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;
  g_autoptr (ReeveSecret) other = test_key (8);
  const ReeveSecret *keys[2] = { other, NULL };
  g_autoptr (GBytes) before = NULL;

  scratch_init (&scratch);
  path = scratch_path (&scratch, "directory.db");
  reeve_db_unref (scratch_open (&scratch, "directory"));
  before = read_bytes (path);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) after = NULL;

      g_assert_null (reeve_db_open (path, keys[i], "directory", &error));
      assert_reeve_error (error, REEVE_ERROR_INVALID, "wrong_key");
      after = read_bytes (path);
      g_assert_true (g_bytes_equal (before, after));
    }
}

/* A database of a newer version is refused and not touched: no byte, no log beside it. */
static void
test_newer_schema (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;
  g_autofree char *log = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;

  scratch_init (&scratch);
  path = scratch_path (&scratch, "directory.db");
  log = scratch_path (&scratch, "directory.db-wal");
  reeve_migrations_add_for_tests ("directory", "9001-later.sql", "CREATE TABLE later (a TEXT)");
  reeve_db_unref (scratch_open (&scratch, "directory"));
  reeve_migrations_forget_for_tests ();
  before = read_bytes (path);
  g_assert_null (reeve_db_open (path, scratch.key, "directory", &error));
  assert_reeve_error (error, REEVE_ERROR_INVALID, "newer_schema");
  after = read_bytes (path);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
}

/* A migration that fails half-way changes nothing, is named, and what was there opens again. */
static void
test_failed_migration (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveDb) db = NULL;

  scratch_init (&scratch);
  path = scratch_path (&scratch, "directory.db");
  reeve_db_unref (scratch_open (&scratch, "directory"));
  reeve_migrations_add_for_tests ("directory", "9001-good.sql", "CREATE TABLE good (a TEXT)");
  reeve_migrations_add_for_tests (
    "directory", "9002-bad.sql",
    "CREATE TABLE bad (a TEXT); DROP TABLE settings; INSERT INTO nowhere VALUES (1)");
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*no such table*");
  g_assert_null (reeve_db_open (path, scratch.key, "directory", &error));
  g_test_assert_expected_messages ();
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INTERNAL);
  g_assert_nonnull (strstr (error->message, "directory/9002-bad.sql"));
  reeve_migrations_forget_for_tests ();
  reeve_migrations_add_for_tests ("directory", "9001-good.sql", "CREATE TABLE good (a TEXT)");
  db = scratch_open (&scratch, "directory");
  reeve_migrations_forget_for_tests ();
  g_assert_cmpint (reeve_db_get_schema_version (db), ==, reeve_migrations_get_latest ("directory") + 1);
  {
    ReeveTx *tx = begin (db, REEVE_TX_READ);

    g_assert_cmpint (query_int (tx, "SELECT count(*) FROM sqlite_schema WHERE name IN ('bad')"), ==, 0);
    g_assert_cmpint (query_int (tx, "SELECT count(*) FROM sqlite_schema WHERE name = 'settings'"), ==, 1);
    reeve_tx_end (tx);
  }
}

/* Whom English words told of ('Bo "B" Berg left; Cy left; …') are names now. */
static void
assert_leavers (ReeveTx *tx)
{
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM rotations WHERE more_leavers = 1 AND "
                                  "leavers = 'Bo \"B\" Berg' || char(31) || 'Cy'"),
                   ==, 1);
}

/* An event is told as it was when it had no numbers for its address and object. */
static void
assert_events (ReeveTx *tx)
{
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM events JOIN words ON number = address WHERE "
                                  "kind = 'address' AND word IN (x'c000022c', 'local') AND n = 1"),
                   ==, 2);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM events WHERE typeof (object) = 'blob' AND "
                                  "object = x'0190a0b0000070008000000000000002'"),
                   ==, 1);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM events JOIN words ON number = object WHERE "
                                  "kind = 'object' AND word = 'member' AND leaf = 1"),
                   ==, 1);
}

/* Databases of every past schema open, keep what is in them, and come up to date. */
static void
test_past_schemas (void)
{
  static const char *const schemas[] = { "directory", "workspace", "access-log", "ledger" };

  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    for (gint64 version = 1; version <= reeve_migrations_get_latest (schemas[i]); version++)
      {
        g_auto (Scratch) scratch = { NULL };
        g_autofree char *name = g_strconcat (schemas[i], ".db", NULL);
        g_autofree char *fixture = g_strdup_printf ("%s-%" G_GINT64_FORMAT ".db", schemas[i], version);
        g_autofree char *from =
          g_test_build_filename (G_TEST_DIST, "..", "..", "fixtures", "schema", fixture, NULL);
        g_autofree char *to = NULL;
        g_autoptr (GBytes) bytes = read_bytes (from);
        g_autoptr (GError) error = NULL;
        g_autoptr (ReeveDb) db = NULL;

        /* The present schema has no fixture until there is a next one. */
        if (bytes == NULL && version == reeve_migrations_get_latest (schemas[i]))
          continue;
        scratch_init (&scratch);
        to = scratch_path (&scratch, name);
        g_assert_nonnull (bytes);
        g_assert_true (g_file_set_contents (to, g_bytes_get_data (bytes, NULL),
                                            (gssize) g_bytes_get_size (bytes), &error));
        db = scratch_open (&scratch, schemas[i]);
        g_assert_cmpint (reeve_db_get_schema_version (db), ==, reeve_migrations_get_latest (schemas[i]));
        if (i == 1)
          {
            ReeveTx *tx = begin (db, REEVE_TX_READ);

            g_assert_cmpint (query_int (tx, "SELECT count(*) FROM users WHERE name_key = 'ada lovelace'"), ==,
                             1);
            g_assert_cmpint (query_int (tx, "SELECT count(*) FROM outbox"), ==, 0);
            if (version == 15)
              assert_leavers (tx);
            reeve_tx_end (tx);
          }
        if (i == 2 && version == 2)
          {
            ReeveTx *tx = begin (db, REEVE_TX_READ);

            assert_events (tx);
            reeve_tx_end (tx);
          }
      }
}

/* A reader sees one snapshot; what is not committed is gone. */
static void
test_isolation (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  ReeveTx *reader;
  ReeveTx *writer;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  reader = begin (db, REEVE_TX_READ);
  g_assert_cmpint (query_int (reader, "SELECT count(*) FROM settings"), ==, 0);
  writer = begin (db, REEVE_TX_WRITE);
  insert_setting (writer, "a", "1");
  g_assert_cmpint (query_int (writer, "SELECT count(*) FROM settings"), ==, 1);
  commit (writer);
  g_assert_cmpint (query_int (reader, "SELECT count(*) FROM settings"), ==, 0);
  reeve_tx_end (reader);
  reader = begin (db, REEVE_TX_READ);
  g_assert_cmpint (query_int (reader, "SELECT count(*) FROM settings"), ==, 1);
  reeve_tx_end (reader);
  writer = begin (db, REEVE_TX_WRITE);
  insert_setting (writer, "b", "1");
  reeve_tx_end (writer);
  writer = begin (db, REEVE_TX_WRITE);
  g_assert_cmpint (query_int (writer, "SELECT count(*) FROM settings"), ==, 1);
  reeve_tx_end (writer);
}

#define ONE_MORE "INSERT INTO probe (number, value) SELECT COALESCE (max(number), 0) + 1, 1 FROM probe"

/* A reader at rest misses nothing of what is written, be its snapshot of before the write or of during it. */
static void
test_readers_at_rest (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  ReeveTx *readers[3];
  ReeveTx *writer;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  for (gint64 i = 0; i < 50; i++)
    {
      readers[0] = begin (db, REEVE_TX_READ);
      g_assert_cmpint (query_int (readers[0], "SELECT count(*) FROM probe"), ==, i);
      writer = begin (db, REEVE_TX_WRITE);
      readers[1] = begin (db, REEVE_TX_READ);
      g_assert_cmpint (query_int (readers[1], "SELECT count(*) FROM probe"), ==, i);
      run (writer, ONE_MORE);
      if (i % 2 == 0)
        reeve_tx_end (readers[1]);
      commit (writer);
      if (i % 2 == 1)
        reeve_tx_end (readers[1]);
      reeve_tx_end (readers[0]);
      for (guint r = 0; r < G_N_ELEMENTS (readers); r++)
        {
          readers[r] = begin (db, REEVE_TX_READ);
          g_assert_cmpint (query_int (readers[r], "SELECT count(*) FROM probe"), ==, i + 1);
        }
      for (guint r = 0; r < G_N_ELEMENTS (readers); r++)
        reeve_tx_end (readers[r]);
    }
}

/* Nor does it keep the log from being begun anew once it was copied back. */
static void
test_log_begins_anew (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autofree char *log = NULL;
  GStatBuf status;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  log = scratch_path (&scratch, "directory.db-wal");
  for (gint64 i = 0; i < 3000; i++)
    {
      ReeveTx *tx = begin (db, REEVE_TX_READ);

      g_assert_cmpint (query_int (tx, "SELECT count(*) FROM probe"), ==, i);
      reeve_tx_end (tx);
      tx = begin (db, REEVE_TX_WRITE);
      run (tx, ONE_MORE);
      commit (tx);
    }
  g_assert_cmpint (g_stat (log, &status), ==, 0);
  g_assert_cmpint (status.st_size, <, 2 * 1000 * 4096);
}

/* One row of many fails: its savepoint goes, the others stay. */
static void
test_savepoint (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  tx = begin (db, REEVE_TX_WRITE);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      g_assert_true (reeve_tx_savepoint (tx, &error));
      insert_setting (tx, name, "x");
      if (i == 1)
        reeve_tx_rollback_to_savepoint (tx);
      else
        reeve_tx_release (tx);
    }
  commit (tx);
  tx = begin (db, REEVE_TX_READ);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM settings WHERE name IN ('0', '2')"), ==, 2);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM settings"), ==, 2);
  reeve_tx_end (tx);
}

/* A unique violation is a conflict; the transaction lives on. Readers cannot write. */
static void
test_conflict (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  tx = begin (db, REEVE_TX_WRITE);
  insert_setting (tx, "a", "1");
  statement = reeve_tx_prepare (tx, "INSERT INTO settings (name, value) VALUES ('a', 'x')", &error);
  g_assert_false (reeve_statement_run (statement, NULL, &error));
  assert_reeve_error (error, REEVE_ERROR_CONFLICT, NULL);
  insert_setting (tx, "b", "1");
  commit (tx);

  g_clear_error (&error);
  tx = begin (db, REEVE_TX_READ);
  statement = reeve_tx_prepare (tx, "DELETE FROM settings", &error);
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*readonly*");
  g_assert_false (reeve_statement_run (statement, NULL, &error));
  g_test_assert_expected_messages ();
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INTERNAL);
  reeve_tx_end (tx);
}

/* Mistakes in SQL are found at prepare, and say nothing outside: gaps in parameters, text in double quotes.
 */
static void
test_bad_sql (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  ReeveTx *tx;
  static const struct
  {
    const char *sql;
    GLogLevelFlags level;
  } cases[] = {
    { "SELECT \"misspelt\" FROM settings", G_LOG_LEVEL_WARNING },
    { "SELECT nonsense FROM settings", G_LOG_LEVEL_WARNING },
    { "SELECT $2", G_LOG_LEVEL_CRITICAL },
    { "SELECT $1::text", G_LOG_LEVEL_CRITICAL },
    { "SELECT ?", G_LOG_LEVEL_CRITICAL },
    { "SELECT 1; SELECT 2", G_LOG_LEVEL_CRITICAL },
  };

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  tx = begin (db, REEVE_TX_READ);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_expect_message ("reeved", cases[i].level, "*");
      g_assert_null (reeve_tx_prepare (tx, cases[i].sql, &error));
      g_test_assert_expected_messages ();
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INTERNAL);
      g_assert_null (strstr (error->message, "SELECT"));
    }
  reeve_tx_end (tx);
}

#define ENDLESS                                                                                            \
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT count(*) " \
  "FROM n"

/* A statement that runs over its deadline is interrupted; the connection serves the next transaction. */
static void
test_deadline (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  gint64 start;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  for (ReeveTxMode mode = REEVE_TX_READ; mode <= REEVE_TX_WRITE; mode++)
    {
      g_autoptr (GError) error = NULL;
      ReeveTx *tx;
      ReeveStatement *statement;
      gboolean row;

      start = g_get_monotonic_time ();
      tx = reeve_db_begin (db, mode, start + 50 * G_TIME_SPAN_MILLISECOND, &error);
      statement = reeve_tx_prepare (tx, ENDLESS, &error);
      g_assert_no_error (error);
      g_assert_false (reeve_statement_step (statement, &row, &error));
      assert_reeve_error (error, REEVE_ERROR_BUSY, "deadline");
      g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_TIME_SPAN_SECOND);
      reeve_tx_end (tx);
      tx = begin (db, mode);
      g_assert_cmpint (query_int (tx, "SELECT 42"), ==, 42);
      reeve_tx_end (tx);
    }
}

/* A second writer waits for the first until its deadline. */
static void
test_one_writer (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  tx = begin (db, REEVE_TX_WRITE);
  g_assert_null (
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + 20 * G_TIME_SPAN_MILLISECOND, &error));
  assert_reeve_error (error, REEVE_ERROR_BUSY, "deadline");
  reeve_tx_end (tx);
  tx = begin (db, REEVE_TX_WRITE);
  reeve_tx_end (tx);
  reeve_db_close (db);
  g_clear_error (&error);
  g_assert_null (reeve_db_begin (db, REEVE_TX_READ, soon (), &error));
  assert_reeve_error (error, REEVE_ERROR_BUSY, "closed");
}

static gpointer
write_many (gpointer data)
{
  ReeveDb *db = data;

  for (guint i = 0; i < 50; i++)
    {
      ReeveTx *tx = begin (db, REEVE_TX_WRITE);

      /* Always two rows, or none: a reader must never count an odd number. */
      run (tx, "INSERT INTO probe (number, value) SELECT COALESCE (max(number), 0) + 1, 1 FROM probe");
      run (tx, "INSERT INTO probe (number, value) SELECT COALESCE (max(number), 0) + 1, 1 FROM probe");
      commit (tx);
    }
  return NULL;
}

static gpointer
read_many (gpointer data)
{
  ReeveDb *db = data;

  for (guint i = 0; i < 200; i++)
    {
      ReeveTx *tx = begin (db, REEVE_TX_READ);
      gint64 n = query_int (tx, "SELECT count(*) FROM probe");

      g_assert_cmpint (n % 2, ==, 0);
      g_assert_cmpint (query_int (tx, "SELECT sum(value) FROM probe UNION ALL SELECT 0"), ==, n);
      reeve_tx_end (tx);
    }
  return NULL;
}

/* Writers take turns, readers see whole transactions only. */
static void
test_concurrency (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  GThread *threads[6];
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, i < 2 ? write_many : read_many, db);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  tx = begin (db, REEVE_TX_READ);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM probe"), ==, 200);
  reeve_tx_end (tx);
}

#define FILL                                                                                           \
  "INSERT INTO probe (number, value) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n " \
  "WHERE i < 50000) SELECT i, i FROM n"

/* A full disk: the write fails as busy, nothing half-written stays, reading goes on, and writing works when
 * there is room again. */
static void
test_disk_full (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  reeve_db_set_page_limit_for_tests (db, 100);
  tx = begin (db, REEVE_TX_WRITE);
  run (tx, "INSERT INTO probe (number, value) VALUES (-1, 1)");
  statement = reeve_tx_prepare (tx, FILL, &error);
  g_assert_no_error (error);
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*no room left*");
  g_assert_false (reeve_statement_run (statement, NULL, &error));
  g_test_assert_expected_messages ();
  assert_reeve_error (error, REEVE_ERROR_BUSY, "disk_full");
  reeve_tx_end (tx);
  g_assert_true (reeve_db_is_sound (db));

  tx = begin (db, REEVE_TX_READ);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM probe"), ==, 0);
  reeve_tx_end (tx);
  reeve_db_set_page_limit_for_tests (db, 0);
  tx = begin (db, REEVE_TX_WRITE);
  run (tx, FILL);
  commit (tx);
  tx = begin (db, REEVE_TX_READ);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM probe"), ==, 50000);
  reeve_tx_end (tx);
}

static gboolean
fill_and_commit (ReeveDb *db, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, soon (), error);
  ReeveStatement *statement = tx != NULL ? reeve_tx_prepare (tx, FILL, error) : NULL;

  return statement != NULL && reeve_statement_run (statement, NULL, error) && reeve_tx_commit (tx, error);
}

/* A write that fails below SQLite (here: a file size limit) seals the database: no write is acknowledged any
 * more until it is opened again; then everything committed before is there. */
static void
test_sealed (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  struct rlimit tight;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  tx = begin (db, REEVE_TX_WRITE);
  insert_setting (tx, "a", "1");
  commit (tx);

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  tight = before;
  tight.rlim_cur = 400 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*sealed*");
  g_assert_false (fill_and_commit (db, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_test_assert_expected_messages ();
  assert_reeve_error (error, REEVE_ERROR_BUSY, "sealed");
  g_assert_false (reeve_db_is_sound (db));

  g_clear_error (&error);
  g_assert_null (reeve_db_begin (db, REEVE_TX_WRITE, soon (), &error));
  assert_reeve_error (error, REEVE_ERROR_BUSY, "sealed");
  tx = begin (db, REEVE_TX_READ);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM settings"), ==, 1);
  reeve_tx_end (tx);

  reeve_db_close (db);
  g_clear_pointer (&db, reeve_db_unref);
  g_test_expect_message ("reeved", G_LOG_LEVEL_MESSAGE, "*sealed and is whole*");
  db = scratch_open (&scratch, "directory");
  g_test_assert_expected_messages ();
  g_assert_true (reeve_db_is_sound (db));
  tx = begin (db, REEVE_TX_WRITE);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM settings"), ==, 1);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM probe"), ==, 0);
  insert_setting (tx, "b", "1");
  commit (tx);
}

/* A database that was sealed and is damaged is not opened, and says so; without a seal nobody pays for
 * looking. */
static void
test_sealed_and_damaged (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *marker = NULL;
  ReeveDb *db;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  path = scratch_path (&scratch, "directory.db");
  marker = g_strconcat (path, "-sealed", NULL);
  tx = begin (db, REEVE_TX_WRITE);
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("setting %u", i);
      insert_setting (tx, name, "some value that takes room");
    }
  commit (tx);
  reeve_db_close (db);
  reeve_db_unref (db);
  {
    g_autofd int file = open (path, O_WRONLY | O_CLOEXEC);
    static const char torn[64] = "torn";

    g_assert_cmpint (pwrite (file, torn, sizeof torn, lseek (file, 0, SEEK_END) - 2000), ==, sizeof torn);
  }
  g_assert_true (g_file_set_contents (marker, "", 0, NULL));
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*sealed and is damaged*");
  g_assert_null (reeve_db_open (path, scratch.key, "directory", &error));
  g_test_assert_expected_messages ();
  assert_reeve_error (error, REEVE_ERROR_INTERNAL, "damaged");
  g_assert_true (g_file_test (marker, G_FILE_TEST_EXISTS));
}

/* Rows of a thousand bytes until @db keeps some @bytes of them. */
static void
fill_cache (ReeveDb *db, gint64 bytes)
{
  g_autofree char *value = g_strnfill (1000, 'x');
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);

  for (guint i = 0; i < bytes / 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("row %u", i);

      insert_setting (tx, name, value);
    }
  commit (tx);
}

/* Who writes last has room, whatever others kept; and they keep what they use. */
static void
test_caches (void)
{
  const gint64 limit = 16 * 1024 * 1024;
  g_auto (Scratch) scratch = { NULL };
  ReeveDb *dbs[8];

  scratch_init (&scratch);
  reeve_db_limit_caches_for_tests (limit);
  for (guint i = 0; i < G_N_ELEMENTS (dbs); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.db", i);
      g_autofree char *path = scratch_path (&scratch, name);
      g_autoptr (GError) error = NULL;

      dbs[i] = reeve_db_open (path, scratch.key, "directory", &error);
      g_assert_no_error (error);
      fill_cache (dbs[i], limit / 4);
      g_assert_cmpint (reeve_db_get_cached (dbs[i]), >, limit / 8);
    }
  g_assert_cmpint (reeve_db_get_cached (dbs[0]), <, limit / 64);
  for (guint i = 0; i < G_N_ELEMENTS (dbs); i++)
    {
      g_autoptr (GError) error = NULL;
      ReeveTx *tx = begin (dbs[i], REEVE_TX_READ);
      gint64 n;

      g_assert_true (reeve_statement_read_int (
        reeve_tx_prepare (tx, "SELECT count(*) FROM settings WHERE name LIKE 'row %'", &error), &n, &error));
      g_assert_cmpint (n, ==, limit / 4 / 1000);
      reeve_tx_end (tx);
      reeve_db_unref (dbs[i]);
    }
  reeve_db_limit_caches_for_tests (0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/db/encrypted", test_encrypted);
  g_test_add_func ("/store/db/wrong-key", test_wrong_key);
  g_test_add_func ("/store/db/newer-schema", test_newer_schema);
  g_test_add_func ("/store/db/failed-migration", test_failed_migration);
  g_test_add_func ("/store/db/past-schemas", test_past_schemas);
  g_test_add_func ("/store/db/isolation", test_isolation);
  g_test_add_func ("/store/db/readers-at-rest", test_readers_at_rest);
  g_test_add_func ("/store/db/log-begins-anew", test_log_begins_anew);
  g_test_add_func ("/store/db/savepoint", test_savepoint);
  g_test_add_func ("/store/db/conflict", test_conflict);
  g_test_add_func ("/store/db/bad-sql", test_bad_sql);
  g_test_add_func ("/store/db/deadline", test_deadline);
  g_test_add_func ("/store/db/one-writer", test_one_writer);
  g_test_add_func ("/store/db/concurrency", test_concurrency);
  g_test_add_func ("/store/db/disk-full", test_disk_full);
  g_test_add_func ("/store/db/caches", test_caches);
  g_test_add_func ("/store/db/sealed", test_sealed);
  g_test_add_func ("/store/db/sealed-and-damaged", test_sealed_and_damaged);
  return g_test_run ();
}
