/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the record proves, verified as a console does: from what was answered alone. */

#include "config.h"

#include <string.h>

#include "common/checkpoint.h"
#include "common/json-canonical.h"
#include "common/json.h"
#include "common/merkle-edge.h"
#include "common/record-proof.h"
#include "service/api/record.h"
#include "service/jobs/log-purge.h"
#include "service/store/access-log.h"
#include "tests/service/api/fixture.h"

static void
wait_for_record (Device *device)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (device->fixture->installation);

  reeve_access_log_catch_up (log, device->workspace);
  reeve_access_log_flush (log);
}

static void
add_event (Device *device, ReeveAccessEvent *event)
{
  reeve_access_log_append (reeve_installation_get_access_log (device->fixture->installation),
                           device->workspace, event);
  wait_for_record (device);
}

static ReeveCheckpoint
get_checkpoint (Device *device)
{
  g_autoptr (Answer) answer = device_call (device, record_checkpoint);
  g_autoptr (ReeveNoteVerifier) verifier = NULL;
  g_autoptr (GError) error = NULL;
  ReeveRecordCheckpoint *reply;
  ReeveCheckpoint checkpoint;

  assert_done (answer);
  reply = REEVE_RECORD_CHECKPOINT (answer->reply);
  verifier = reeve_note_verifier_parse (reply->verifier, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (verifier->name, device->workspace));
  g_assert_true (reeve_checkpoint_open (reply->note, verifier, &checkpoint, &error));
  return checkpoint;
}

static Answer *
ask_consistency (Device *device, gint64 old_size, gint64 size)
{
  ReeveConsistencyProof *body = g_object_new (reeve_consistency_proof_get_type (), NULL);

  body->old_size = old_size;
  body->size = size;
  return device_call (device, record_consistency, .body = body);
}

static Answer *
ask_inclusion (Device *device, gint64 event, const char *entry)
{
  ReeveInclusionProof *body = g_object_new (reeve_inclusion_proof_get_type (), NULL);

  body->event = event;
  body->entry = g_strdup (entry);
  return device_call (device, record_inclusion, .body = body);
}

static void
hash_line (const char *salt, const char *json, ReeveMerkleHash *hash)
{
  gsize length;
  g_autofree guint8 *bytes = g_base64_decode (salt, &length);
  g_autoptr (GByteArray) text = g_byte_array_new ();
  guint8 entry[32];

  g_byte_array_append (text, bytes, (guint) length);
  g_byte_array_append (text, (const guint8 *) json, (guint) strlen (json));
  reeve_sha256 (text->data, text->len, entry);
  reeve_merkle_hash_leaf (entry, sizeof entry, hash);
}

/* Whether the proof is one of @json, in the tree as it is now. */
static gboolean
verify_inclusion (Device *device, Answer *answer, const char *json)
{
  ReeveInclusionProof *proof = REEVE_INCLUSION_PROOF (answer->reply);
  ReeveCheckpoint checkpoint = get_checkpoint (device);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) hashes = reeve_merkle_hashes_from_wire ((const char *const *) proof->hashes, &error);
  ReeveMerkleHash leaf;

  g_assert_no_error (error);
  g_assert_cmpint (proof->size, ==, (gint64) checkpoint.size);
  hash_line (proof->salt, json, &leaf);
  return reeve_merkle_verify_inclusion (&leaf, (guint64) proof->leaf, checkpoint.size,
                                        (ReeveMerkleHash *) hashes->data, hashes->len, &checkpoint.root);
}

static void
test_grows (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = NULL;
  g_autoptr (Answer) answer = NULL;
  g_autoptr (GArray) hashes = NULL;
  ReeveCheckpoint before;
  ReeveCheckpoint after;

  wait_for_record (hana);
  before = get_checkpoint (hana);
  g_assert_cmpuint (before.size, >, 0); /* the workspace was made */
  ada = device_add_user (hana, "ada@vallis.example", "Ada", "member");
  wait_for_record (hana);
  after = get_checkpoint (hana);
  g_assert_cmpuint (after.size, >, before.size);

  answer = ask_consistency (hana, (gint64) before.size, (gint64) after.size);
  assert_done (answer);
  hashes = reeve_merkle_hashes_from_wire (
    (const char *const *) REEVE_CONSISTENCY_PROOF (answer->reply)->hashes, NULL);
  g_assert_true (reeve_merkle_verify_consistency (before.size, &before.root, after.size, &after.root,
                                                  (ReeveMerkleHash *) hashes->data, hashes->len));
}

static void
test_event (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  ReeveAccessEvent event = { .time = reeve_clock_now () + 7,
                             .status = 200,
                             .actor = hana->account,
                             .actor_name = "Hana",
                             .address = "192.0.2.7",
                             .action = "sign-in",
                             .route = "POST /v1/sign-in" };
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (Answer) answer = NULL;

  add_event (hana, &event);
  reeve_access_event_print (&event, json);
  answer = ask_inclusion (hana, event.time, NULL);
  assert_done (answer);
  g_assert_true (verify_inclusion (hana, answer, json->str));
  json->str[strlen ("{\"action\":\"s")] ^= 1;
  g_assert_false (verify_inclusion (hana, answer, json->str));
}

static void
test_entry (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", "member");
  g_autoptr (GPtrArray) history = device_get_history (hana, ada);

  wait_for_record (hana);
  g_assert_cmpuint (history->len, >, 0);
  for (guint i = 0; i < history->len; i++)
    {
      ReeveAuditEntry *entry = REEVE_AUDIT_ENTRY (history->pdata[i]);
      g_autoptr (Answer) answer = ask_inclusion (hana, 0, entry->id);
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (JsonObject) object = NULL;
      g_autofree char *canonical = NULL;

      assert_done (answer);
      reeve_record_append_json (entry, json);
      object = reeve_json_parse_object (json->str, json->len, &reeve_json_body, NULL);
      canonical = reeve_json_canonical (object, NULL);
      g_assert_true (verify_inclusion (hana, answer, canonical));
      canonical[2] ^= 1;
      g_assert_false (verify_inclusion (hana, answer, canonical));
    }
}

static void
test_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) bo = device_add_colleague (hana, "bo@vallis.example", "Bo", "member");
  g_autoptr (Answer) backwards = ask_consistency (hana, 5, 4);
  g_autoptr (Answer) beyond = ask_consistency (hana, 1, 1000000);
  g_autoptr (Answer) nothing = ask_inclusion (hana, 0, NULL);
  g_autoptr (Answer) both = ask_inclusion (hana, 1, "0190aaaa-0000-7000-8000-00000000abcd");
  g_autoptr (Answer) no_day = ask_inclusion (hana, 86400, NULL);
  g_autoptr (Answer) no_event = NULL;
  g_autoptr (Answer) no_entry = ask_inclusion (hana, 0, "0190aaaa-0000-7000-8000-00000000abcd");
  g_autoptr (Answer) member = device_call (bo, record_checkpoint);
  ReeveAccessEvent event = { .time = reeve_clock_now () };

  add_event (hana, &event);
  no_event = ask_inclusion (hana, event.time + 1, NULL);
  assert_member (backwards, "/oldSize", "range");
  assert_refused (beyond, REEVE_ERROR_NOT_FOUND, NULL);
  assert_member (nothing, "/event", "required");
  assert_member (both, "/event", "required");
  assert_refused (no_day, REEVE_ERROR_NOT_FOUND, NULL);
  assert_refused (no_event, REEVE_ERROR_NOT_FOUND, NULL);
  assert_refused (no_entry, REEVE_ERROR_NOT_FOUND, NULL);
  assert_refused (member, REEVE_ERROR_DENIED, NULL);
}

/* --- Tiles --- */

static Answer *
ask_tile (Device *device, const char *path)
{
  return device_call (device, record_tile, .object = path);
}

/* The root of a tree of less than 256 leaves, which are all in one tile. */
static void
hash_one_tile (GBytes *tile, ReeveMerkleHash *root)
{
  ReeveMerkleEdge edge = { 0 };
  gsize size;
  const ReeveMerkleHash *leaves = g_bytes_get_data (tile, &size);

  for (gsize i = 0; i < size / sizeof *leaves; i++)
    g_assert_true (reeve_merkle_edge_append (&edge, &leaves[i], NULL, NULL, NULL));
  reeve_merkle_edge_get_root (&edge, root);
  reeve_merkle_edge_clear (&edge);
}

/* A tile of the width that the checkpoint says makes the root that it says; the note is the same. */
static void
test_tiles (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Answer) record = NULL;
  g_autoptr (Answer) note = NULL;
  g_autoptr (Answer) tile = NULL;
  g_autoptr (Answer) narrow = NULL;
  g_autoptr (GBytes) begin = NULL;
  g_autofree char *path = NULL;
  ReeveCheckpoint checkpoint;
  ReeveMerkleHash root;
  gsize length;

  wait_for_record (hana);
  checkpoint = get_checkpoint (hana);
  record = device_call (hana, record_checkpoint);
  note = device_call (hana, record_note);
  assert_done (note);
  g_assert_cmpmem (g_bytes_get_data (note->raw, &length), g_bytes_get_size (note->raw),
                   REEVE_RECORD_CHECKPOINT (record->reply)->note,
                   strlen (REEVE_RECORD_CHECKPOINT (record->reply)->note));

  g_assert_cmpuint (checkpoint.size, >, 1);
  g_assert_cmpuint (checkpoint.size, <, REEVE_MERKLE_TILE_WIDTH);
  path = g_strdup_printf ("0/000.p/%" G_GUINT64_FORMAT, checkpoint.size);
  tile = ask_tile (hana, path);
  assert_done (tile);
  hash_one_tile (tile->raw, &root);
  g_assert_true (reeve_merkle_hash_equal (&root, &checkpoint.root));
  narrow = ask_tile (hana, "0/000.p/1");
  assert_done (narrow);
  begin = g_bytes_new_from_bytes (tile->raw, 0, REEVE_MERKLE_BYTES);
  g_assert_true (g_bytes_equal (narrow->raw, begin));
}

/* What the tree does not have, what names no tile, and who may not. */
static void
test_tiles_refused (void)
{
  static const char *const paths[] = {
    "0/000",       "0/000.p/255", "1/000.p/1", "0/001.p/1", "0/x001/000", "7/000.p/1",      "63/000.p/1",
    "entries/000", "0/0",         "64/000",    "",          "0/000.p/1/", "0/x999/x999/999"
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) bo = device_add_colleague (hana, "bo@vallis.example", "Bo", "member");
  g_autoptr (Answer) tile = ask_tile (bo, "0/000.p/1");
  g_autoptr (Answer) note = device_call (bo, record_note);

  wait_for_record (hana);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (Answer) answer = ask_tile (hana, paths[i]);

      assert_refused (answer, REEVE_ERROR_NOT_FOUND, NULL);
    }
  assert_refused (tile, REEVE_ERROR_DENIED, NULL);
  assert_refused (note, REEVE_ERROR_DENIED, NULL);
}

/* --- What goes --- */

static gint64
count_audit (Device *device, const char *action)
{
  ReeveDb *db = reeve_installation_get_workspace (device->fixture->installation, device->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + REEVE_MINUTE, &error);
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT count(*) FROM audit WHERE action = $1", &error);
  gint64 n;

  g_assert_no_error (error);
  reeve_statement_bind_text (statement, 1, action);
  g_assert_true (reeve_statement_read_int (statement, &n, &error));
  return n;
}

static void
assert_days (Device *device, guint expected)
{
  g_autoptr (GArray) days = reeve_access_files_list_days (
    reeve_access_log_get_files (reeve_installation_get_access_log (device->fixture->installation)),
    device->workspace);

  g_assert_cmpuint (days->len, ==, expected);
}

static void
purge (Device *device)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_log_purge_run (device->fixture->installation, NULL, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

static void
test_purge (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  gint64 start = reeve_clock_now ();
  ReeveAccessEvent event = { .address = "192.0.2.77" };
  ReeveCheckpoint before;
  ReeveCheckpoint after;

  for (guint i = 0; i < 3; i++)
    {
      event.time = start + i * REEVE_DAY;
      add_event (hana, &event);
    }
  before = get_checkpoint (hana);
  purge (hana);
  assert_days (hana, 3);
  reeve_clock_advance_for_tests (30 * REEVE_DAY);
  purge (hana);
  assert_days (hana, 3);
  /* All that are over, and the tree keeps all leaves. */
  reeve_clock_advance_for_tests (REEVE_DAY);
  purge (hana);
  assert_days (hana, 2);
  reeve_clock_advance_for_tests (REEVE_DAY);
  purge (hana);
  assert_days (hana, 1);
  purge (hana);
  assert_days (hana, 1);
  device_enter (hana, ADMIN, PASSWORD, hana->key); /* sessions have ended */
  wait_for_record (hana);
  after = get_checkpoint (hana);
  g_assert_cmpuint (after.size, >=, before.size + 2);
  g_assert_cmpint (count_audit (hana, "log.purge"), ==, 2);
}

/* A clock that is set ahead removes nothing for a day. */
static void
test_purge_clock (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  ReeveAccessEvent event = { .time = reeve_clock_now () };

  add_event (hana, &event);
  purge (hana);
  reeve_clock_set_for_tests (reeve_clock_now () + 40 * REEVE_DAY);
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*the clock jumped*");
  purge (hana);
  g_test_assert_expected_messages ();
  reeve_clock_advance_for_tests (REEVE_HOUR);
  purge (hana);
  assert_days (hana, 1);
  reeve_clock_advance_for_tests (REEVE_DAY);
  purge (hana);
  assert_days (hana, 0);
}

/* A day that cannot be read goes like any other. */
static void
test_purge_spoilt (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  ReeveAccessEvent event = { .time = reeve_clock_now () };
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (event.time / G_USEC_PER_SEC);
  g_autofree char *name = g_date_time_format (date, "%Y-%m-%d.db");
  g_autofree char *path = g_build_filename (fixture->folder, "access-log", hana->workspace, name, NULL);
  g_autofree char *garbage = g_strnfill (8192, 'x');
  g_autoptr (GError) error = NULL;

  add_event (hana, &event);
  purge (hana);
  fixture_reopen (fixture);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_set_contents (path, garbage, -1, &error));
  purge (hana);
  assert_days (hana, 1);
  reeve_clock_advance_for_tests (32 * REEVE_DAY);
  purge (hana);
  assert_days (hana, 0);
  g_assert_cmpint (count_audit (hana, "log.purge"), ==, 1);
}

/* After a removal nothing of the day is on the disk: neither its file nor what stands beside it. */
static void
test_purge_leaves_nothing (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *folder = g_build_filename (fixture->folder, "access-log", hana->workspace, NULL);
  g_autoptr (GDir) files = NULL;
  ReeveAccessEvent event = { .time = reeve_clock_now (), .address = "192.0.2.77" };
  const char *name;

  add_event (hana, &event);
  purge (hana);
  reeve_clock_advance_for_tests (32 * REEVE_DAY);
  purge (hana);
  files = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (files);
  while ((name = g_dir_read_name (files)) != NULL)
    g_assert_true (g_str_has_prefix (name, "ledger.db"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/record/grows", test_grows);
  g_test_add_func ("/api/record/event", test_event);
  g_test_add_func ("/api/record/entry", test_entry);
  g_test_add_func ("/api/record/refused", test_refused);
  g_test_add_func ("/api/record/tiles", test_tiles);
  g_test_add_func ("/api/record/tiles-refused", test_tiles_refused);
  g_test_add_func ("/api/record/purge", test_purge);
  g_test_add_func ("/api/record/purge-clock", test_purge_clock);
  g_test_add_func ("/api/record/purge-spoilt", test_purge_spoilt);
  g_test_add_func ("/api/record/purge-leaves-nothing", test_purge_leaves_nothing);
  return g_test_run ();
}
