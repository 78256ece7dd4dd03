/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The record of a workspace: events and audit entries become leaves of one tree, whatever happens in between.
 * Every leaf is computed once more from what is stored. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "common/audit-entry.h"
#include "common/clock.h"
#include "scratch.h"
#include "service/store/access-log.h"
#include "service/store/audit-leaves.h"
#include "service/store/audit.h"

#define NOON  (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC + REEVE_DAY / 2) /* of 2026-01-01 */
#define TODAY (NOON / REEVE_DAY)

typedef struct
{
  Scratch scratch;
  ReeveDb *db; /* of the workspace */
  char *folder;
  ReeveAccessLog *log;
} World;

static ReeveSecret *
find_key_cb (const char *workspace, gpointer data)
{
  World *world = data;

  return g_strcmp0 (workspace, "nowhere") != 0 ? reeve_secret_ref (world->scratch.key) : NULL;
}

static GArray *
list_audit_cb (const char *workspace G_GNUC_UNUSED, gint64 after, guint limit, gpointer data, GError **error)
{
  World *world = data;
  g_autoptr (ReeveTx) tx = reeve_db_begin (world->db, REEVE_TX_READ, soon (), error);

  return tx != NULL ? reeve_audit_list_leaves (tx, after, limit, error) : NULL;
}

static void
world_start (World *world)
{
  world->log = reeve_access_log_new (world->folder, find_key_cb, list_audit_cb, world);
}

static void
world_init (World *world)
{
  *world = (World) { 0 };
  reeve_clock_set_for_tests (NOON);
  scratch_init (&world->scratch);
  world->db = scratch_open (&world->scratch, "workspace");
  world->folder = scratch_path (&world->scratch, "log");
  g_assert_cmpint (g_mkdir (world->folder, 0700), ==, 0);
  world_start (world);
}

static void
world_stop (World *world)
{
  g_clear_pointer (&world->log, reeve_access_log_free);
}

static void
world_clear (World *world)
{
  world_stop (world);
  reeve_db_close (world->db);
  g_clear_pointer (&world->db, reeve_db_unref);
  scratch_clear (&world->scratch);
  g_free (world->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static void
add_event (World *world, gint64 time, const char *actor, const char *source_id)
{
  const ReeveAccessEvent event = {
    .time = time,
    .duration_us = 5,
    .status = 200,
    .action = "sign-in",
    .actor = actor,
    .actor_name = "Ada <ada@example.org>",
    .address = "192.0.2.1",
    .object = "0190aaaa-0000-7000-8000-00000000abcd",
    .source = source_id != NULL ? "okta" : NULL,
    .source_id = source_id,
  };

  reeve_access_log_append (world->log, "w", &event);
}

static void
add_entries (World *world, guint n)
{
  ReeveTx *tx = begin (world->db, REEVE_TX_WRITE);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ReeveAuditEntry) entry = g_object_new (reeve_audit_entry_get_type (), NULL);
      g_autoptr (GError) error = NULL;

      entry->action = g_strdup ("user.suspend");
      entry->object_type = g_strdup ("user");
      entry->object_id = g_strdup ("x");
      entry->before = g_strdup ("{\"state\":\"active\"}");
      g_assert_true (reeve_audit_append (tx, entry, &error));
      g_assert_no_error (error);
    }
  commit (tx);
}

static ReeveLedger *
open_ledger (World *world)
{
  g_autoptr (GError) error = NULL;
  ReeveLedger *ledger = reeve_access_files_open_ledger (reeve_access_log_get_files (world->log), "w", &error);

  g_assert_no_error (error);
  return ledger;
}

static ReeveCheckpoint
read_checkpoint (ReeveLedger *ledger)
{
  g_autofree char *note = reeve_ledger_get_checkpoint (ledger);
  g_autoptr (GError) error = NULL;
  ReeveCheckpoint checkpoint;

  g_assert_true (reeve_checkpoint_open (note, reeve_ledger_get_verifier (ledger), &checkpoint, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (checkpoint.size, ==, reeve_ledger_get_size (ledger));
  return checkpoint;
}

static void
assert_grew (ReeveLedger *ledger, const ReeveCheckpoint *old)
{
  ReeveCheckpoint now = read_checkpoint (ledger);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) proof = old->size > 0
                               ? reeve_ledger_prove_consistency (ledger, old->size, now.size, &error)
                               : g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));

  g_assert_no_error (error);
  g_assert_true (reeve_merkle_verify_consistency (old->size, &old->root, now.size, &now.root,
                                                  (ReeveMerkleHash *) proof->data, proof->len));
}

static void
assert_included (ReeveLedger *ledger, guint64 leaf, const ReeveMerkleHash *hash)
{
  ReeveCheckpoint now = read_checkpoint (ledger);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) proof = reeve_ledger_prove_inclusion (ledger, leaf, now.size, &error);

  g_assert_no_error (error);
  g_assert_true (reeve_merkle_verify_inclusion (hash, leaf, now.size, (ReeveMerkleHash *) proof->data,
                                                proof->len, &now.root));
}

/* Events of a day: each is in the tree where it says. How many; @taken has a byte a leaf. */
static guint
assert_day (World *world, ReeveLedger *ledger, gint64 number, guint8 *taken)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessDay) day =
    reeve_access_files_open_day (reeve_access_log_get_files (world->log), "w", number, FALSE, &error);
  g_autoptr (ReeveTx) tx = NULL;
  ReeveStatement *statement;
  gboolean row;
  guint n = 0;

  g_assert_no_error (error);
  tx = begin (reeve_access_day_get_db (day), REEVE_TX_READ);
  statement =
    reeve_tx_prepare (tx, "SELECT " REEVE_ACCESS_COLUMNS " FROM " REEVE_ACCESS_FROM " ORDER BY e.id", &error);
  g_assert_no_error (error);
  for (;; n++)
    {
      g_autoptr (ReeveAccessEvent) event = NULL;
      ReeveMerkleHash hash;
      gint64 leaf;

      g_assert_true (reeve_statement_step (statement, &row, &error));
      if (!row)
        return n;
      event = reeve_access_day_read_event (statement, &leaf);
      g_assert_cmpint (leaf, <, (gint64) reeve_ledger_get_size (ledger));
      g_assert_cmpint (taken[leaf]++, ==, 0);
      reeve_access_day_hash (day, (guint64) leaf, event, &hash);
      assert_included (ledger, (guint64) leaf, &hash);
    }
}

static guint
assert_entries (World *world, ReeveLedger *ledger, guint8 *taken)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = begin (world->db, REEVE_TX_READ);
  g_autoptr (GArray) entries = reeve_audit_list_leaves (tx, 0, 100000, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      const ReeveLedgerEntry *entry = &g_array_index (entries, ReeveLedgerEntry, i);
      guint64 leaf;

      g_assert_cmpint (entry->number, ==, i + 1);
      g_assert_true (reeve_ledger_find_audit_entry (ledger, entry->id, &leaf, &error));
      g_assert_cmpint (taken[leaf]++, ==, 0);
      assert_included (ledger, leaf, &entry->leaf);
    }
  return entries->len;
}

/* Everything is a leaf, and every leaf is something. */
static void
assert_whole (World *world, guint n_events, guint n_entries)
{
  g_autoptr (ReeveLedger) ledger = open_ledger (world);
  guint64 size = reeve_ledger_get_size (ledger);
  g_autofree guint8 *taken = g_new0 (guint8, size + 1);
  g_autoptr (GArray) days = reeve_access_files_list_days (reeve_access_log_get_files (world->log), "w");
  guint n = 0;

  for (guint i = 0; i < days->len; i++)
    n += assert_day (world, ledger, g_array_index (days, gint64, i), taken);
  g_assert_cmpuint (n, ==, n_events);
  g_assert_cmpuint (assert_entries (world, ledger, taken), ==, n_entries);
  g_assert_cmpuint (size, ==, n_events + n_entries);
}

static void
test_grows (void)
{
  g_auto (World) world = { 0 };
  ReeveCheckpoint checkpoint = { 0 };
  guint n = 0;

  world_init (&world);
  {
    g_autoptr (ReeveLedger) ledger = open_ledger (&world);

    checkpoint = read_checkpoint (ledger);
    g_assert_cmpuint (checkpoint.size, ==, 0);
  }
  for (guint batch = 0; batch < 12; batch++)
    {
      g_autoptr (ReeveLedger) ledger = NULL;

      add_entries (&world, batch % 3);
      for (guint i = 0; i < 40; i++, n++)
        add_event (&world, NOON - (i % 3) * REEVE_DAY + n, i % 2 == 0 ? "ada" : "bo", NULL);
      reeve_access_log_flush (world.log);
      if (batch % 4 == 3)
        {
          world_stop (&world);
          world_start (&world);
        }
      ledger = open_ledger (&world);
      assert_grew (ledger, &checkpoint);
      checkpoint = read_checkpoint (ledger);
    }
  assert_whole (&world, n, 12);
}

/* Events of the same microsecond, and those that come late, are all kept. */
static void
test_times (void)
{
  static const gint64 times[] = { NOON, NOON, NOON, NOON - 5, NOON - 5, NOON + 1, NOON - 4 };
  g_auto (World) world = { 0 };

  world_init (&world);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    add_event (&world, times[i], "ada", NULL);
  reeve_access_log_flush (world.log);
  assert_whole (&world, G_N_ELEMENTS (times), 0);
}

static void
test_known_once (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  for (guint round = 0; round < 3; round++)
    {
      add_event (&world, NOON, "ada", "1");
      add_event (&world, NOON, "ada", "2");
      add_event (&world, NOON + round, "ada", NULL);
      reeve_access_log_flush (world.log);
    }
  assert_whole (&world, 5, 0);
}

static char *
read_file (const char *folder, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (folder, "w", name, NULL);
  g_autoptr (GError) error = NULL;
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, length, &error));
  return content;
}

static void
write_file (const char *folder, const char *name, const char *content, gsize length)
{
  g_autofree char *path = g_build_filename (folder, "w", name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, content, (gssize) length, &error));
}

/* The process ended after the days' commits and before the tree's: the tree is an older one, which knows of
 * neither the last events nor the last entries. It goes on from there. */
static void
test_cut_off (void)
{
  g_auto (World) world = { 0 };
  g_autofree char *before = NULL;
  ReeveCheckpoint checkpoint;
  gsize length;

  world_init (&world);
  add_entries (&world, 2);
  for (guint i = 0; i < 300; i++)
    add_event (&world, NOON + i, "ada", NULL);
  reeve_access_log_flush (world.log);
  {
    g_autoptr (ReeveLedger) ledger = open_ledger (&world);

    checkpoint = read_checkpoint (ledger);
  }
  world_stop (&world);
  before = read_file (world.folder, "ledger.db", &length);

  world_start (&world);
  add_entries (&world, 3);
  for (guint i = 0; i < 300; i++)
    add_event (&world, NOON + 1000 - (i % 2) * REEVE_DAY + i, "bo", NULL);
  reeve_access_log_flush (world.log);
  world_stop (&world);
  write_file (world.folder, "ledger.db", before, length);

  world_start (&world);
  add_event (&world, NOON + 5000, "cy", NULL);
  reeve_access_log_flush (world.log);
  assert_whole (&world, 601, 5);
  {
    g_autoptr (ReeveLedger) ledger = open_ledger (&world);

    assert_grew (ledger, &checkpoint);
  }
}

/* Entries come along without an event, too, however many. */
static void
test_catch_up (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  add_entries (&world, 2500);
  reeve_access_log_catch_up (world.log, "w");
  reeve_access_log_flush (world.log);
  assert_whole (&world, 0, 2500);
}

/* What an audit entry says cannot be changed unseen: its leaf is another one then. */
static void
test_changed_entry (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx;

  world_init (&world);
  add_entries (&world, 1);
  tx = begin (world.db, REEVE_TX_WRITE);
  before = reeve_audit_list_leaves (tx, 0, 10, &error);
  run (tx, "UPDATE audit SET before = '{\"state\":\"locked\"}'");
  after = reeve_audit_list_leaves (tx, 0, 10, &error);
  commit (tx);
  g_assert_no_error (error);
  g_assert_false (reeve_merkle_hash_equal (&g_array_index (before, ReeveLedgerEntry, 0).leaf,
                                           &g_array_index (after, ReeveLedgerEntry, 0).leaf));
}

/* A tree that is not the one that was signed does not grow; events go on being kept. */
static void
test_changed_tree (void)
{
  g_auto (World) world = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  for (guint i = 0; i < 10; i++)
    add_event (&world, NOON + i, "ada", NULL);
  reeve_access_log_flush (world.log);
  world_stop (&world);
  path = g_build_filename (world.folder, "w", "ledger.db", NULL);
  {
    g_autoptr (ReeveDb) db = reeve_db_open (path, world.scratch.key, "ledger", &error);
    ReeveTx *tx;

    g_assert_no_error (error);
    tx = begin (db, REEVE_TX_WRITE);
    run (tx, "UPDATE tiles SET hashes = zeroblob (length (hashes))");
    commit (tx);
    reeve_db_close (db);
  }
  world_start (&world);
  g_assert_null (reeve_access_files_open_ledger (reeve_access_log_get_files (world.log), "w", &error));
  assert_reeve_error (error, REEVE_ERROR_INTERNAL, "ledger");
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*does not grow*");
  /* Said once. */
  for (guint i = 0; i < 3; i++)
    {
      add_event (&world, NOON + 100 + i, "bo", NULL);
      reeve_access_log_flush (world.log);
    }
  g_test_assert_expected_messages ();
  g_assert_cmpint (reeve_access_log_get_lost (world.log), ==, 0);
}

static void
test_tiles (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (ReeveLedger) ledger = NULL;
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) part = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  for (guint i = 0; i < 300; i++)
    add_event (&world, NOON + i, "ada", NULL);
  reeve_access_log_flush (world.log);
  ledger = open_ledger (&world);
  whole = reeve_ledger_read_tile (ledger, 0, 0, 256, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (whole), ==, 256 * 32);
  part = reeve_ledger_read_tile (ledger, 0, 1, 44, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (part), ==, 44 * 32);
  g_assert_null (reeve_ledger_read_tile (ledger, 0, 1, 45, &error));
  assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, NULL);
  g_clear_error (&error);
  g_assert_null (reeve_ledger_read_tile (ledger, 1, 0, 2, &error));
  assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, NULL);
  g_clear_error (&error);
  g_assert_null (reeve_ledger_prove_inclusion (ledger, 0, 301, &error));
  assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/record/grows", test_grows);
  g_test_add_func ("/store/record/times", test_times);
  g_test_add_func ("/store/record/known-once", test_known_once);
  g_test_add_func ("/store/record/cut-off", test_cut_off);
  g_test_add_func ("/store/record/catch-up", test_catch_up);
  g_test_add_func ("/store/record/changed-entry", test_changed_entry);
  g_test_add_func ("/store/record/changed-tree", test_changed_tree);
  g_test_add_func ("/store/record/tiles", test_tiles);
  return g_test_run ();
}
