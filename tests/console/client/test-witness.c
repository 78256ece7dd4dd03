/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a witness makes of the real service's record, of one that was rewritten under it, and of every lie
 * that a signing key of its own could tell. A real keyring keeps what it remembers. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "common/access-line.h"
#include "common/audit-entry.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/json.h"
#include "common/merkle-edge.h"
#include "common/record-line.h"
#include "console/client/keyring.h"
#include "console/client/line-proof.h"
#include "console/client/witness-keeper.h"
#include "console/client/witness.h"
#include "console/widgets/record-words.h"
#include "keyring-daemon.h"
#include "served.h"

#define WORKSPACE "0190aaaa-0000-7000-8000-00000000abcd"
#define ORIGIN    "reeve/record/" WORKSPACE

/* --- Judging: a log of the test's own --- */

typedef struct
{
  GArray *leaves; /* of ReeveMerkleHash */
  ReeveSecret *seed;
  ReeveNoteVerifier *verifier;
} Log;

static Log *
log_new (const char *origin)
{
  Log *self = g_new0 (Log, 1);

  self->leaves = g_array_new (FALSE, FALSE, sizeof (ReeveMerkleHash));
  self->seed = reeve_secret_new_random (REEVE_NOTE_SEED_BYTES);
  self->verifier = reeve_note_verifier_new (origin, REEVE_NOTE_ED25519, self->seed);
  return self;
}

static void
log_free (Log *self)
{
  g_array_unref (self->leaves);
  reeve_secret_unref (self->seed);
  reeve_note_verifier_free (self->verifier);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Log, log_free)

static void
log_grow (Log *self, guint n, const char *of)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%s %u", of, self->leaves->len);
      ReeveMerkleHash leaf;

      reeve_merkle_hash_leaf (text, strlen (text), &leaf);
      g_array_append_val (self->leaves, leaf);
    }
}

static gboolean
read_subtree (guint level, guint64 index, ReeveMerkleHash *hash, gpointer data, GError **error)
{
  Log *self = data;
  ReeveMerkleHash right;

  if (level == 0)
    {
      *hash = g_array_index (self->leaves, ReeveMerkleHash, index);
      return TRUE;
    }
  if (!read_subtree (level - 1, 2 * index, hash, data, error) ||
      !read_subtree (level - 1, 2 * index + 1, &right, data, error))
    return FALSE;
  reeve_merkle_hash_node (hash, &right, hash);
  return TRUE;
}

static ReeveRecordCheckpoint *
log_answer (Log *self)
{
  ReeveRecordCheckpoint *answer = reeve_record_checkpoint_new ();
  ReeveCheckpoint checkpoint = { .size = self->leaves->len };

  g_assert_true (reeve_merkle_read_root (checkpoint.size, read_subtree, self, &checkpoint.root, NULL));
  answer->note = reeve_checkpoint_sign (&checkpoint, self->verifier, self->seed);
  answer->verifier = reeve_note_verifier_print (self->verifier);
  return answer;
}

static ReeveWitnessMemory *
log_remember (Log *self)
{
  g_autoptr (ReeveRecordCheckpoint) answer = log_answer (self);

  return reeve_witness_memory_renew (NULL, answer->verifier, answer->note, self->leaves->len, 1000);
}

/* The reason; "": sound; "proof": it needs one. */
static const char *
judge (ReeveWitnessMemory *memory, ReeveRecordCheckpoint *answer)
{
  ReeveCheckpoint now;
  const char *reason = NULL;

  switch (reeve_witness_judge (memory, WORKSPACE, answer, &now, &reason))
    {
    case REEVE_WITNESS_SOUND:
      return "";
    case REEVE_WITNESS_NEEDS_PROOF:
      return "proof";
    case REEVE_WITNESS_WRONG:
    default:
      return reason;
    }
}

static void
test_judged (void)
{
  g_autoptr (Log) log = log_new (ORIGIN);
  g_autoptr (Log) stranger = log_new (ORIGIN);
  g_autoptr (Log) elsewhere = log_new ("reeve/record/0190aaaa-0000-7000-8000-00000000abce");
  g_autoptr (Log) fork = log_new (ORIGIN);
  g_autoptr (ReeveWitnessMemory) memory = NULL;
  g_autoptr (ReeveRecordCheckpoint) answer = NULL;
  g_autoptr (ReeveRecordCheckpoint) same = NULL;

  log_grow (log, 100, "line");
  memory = log_remember (log);
  same = log_answer (log);
  g_assert_cmpstr (judge (NULL, same), ==, "");
  g_assert_cmpstr (judge (memory, same), ==, "");
  log_grow (log, 1, "line");
  answer = log_answer (log);
  g_assert_cmpstr (judge (memory, answer), ==, "proof");

  /* another key, though it signs well; the old key's name on another's signature */
  log_grow (stranger, 101, "line");
  g_set_object (&answer, NULL);
  answer = log_answer (stranger);
  g_assert_cmpstr (judge (memory, answer), ==, "key");
  g_set_str (&answer->verifier, same->verifier);
  g_assert_cmpstr (judge (memory, answer), ==, "key");

  /* another workspace's record */
  log_grow (elsewhere, 101, "line");
  g_clear_object (&answer);
  answer = log_answer (elsewhere);
  g_assert_cmpstr (judge (memory, answer), ==, "origin");
  g_assert_cmpstr (judge (NULL, answer), ==, "origin");

  /* fewer, and as many others, by the very key */
  reeve_secret_unref (fork->seed);
  fork->seed = reeve_secret_ref (log->seed);
  reeve_note_verifier_free (fork->verifier);
  fork->verifier = reeve_note_verifier_new (ORIGIN, REEVE_NOTE_ED25519, log->seed);
  log_grow (fork, 99, "line");
  g_clear_object (&answer);
  answer = log_answer (fork);
  g_assert_cmpstr (judge (memory, answer), ==, "shrunk");
  log_grow (fork, 1, "other");
  g_clear_object (&answer);
  answer = log_answer (fork);
  g_assert_cmpstr (judge (memory, answer), ==, "forked");

  /* a signature of something else, and nothing that could be one */
  g_clear_object (&answer);
  answer = log_answer (log);
  answer->note[strlen (ORIGIN) + 1] = '9';
  g_assert_cmpstr (judge (memory, answer), ==, "signature");
  g_assert_cmpstr (judge (NULL, answer), ==, "signature");
  g_set_str (&answer->note, "record\n");
  g_assert_cmpstr (judge (memory, answer), ==, "malformed");
  g_clear_pointer (&answer->note, g_free);
  g_assert_cmpstr (judge (memory, answer), ==, "malformed");
  g_assert_cmpstr (judge (NULL, answer), ==, "malformed");
}

/* Each hash of the proof, wrong; one too few, one too many; and a fork that grew on. */
static void
test_proof_judged (void)
{
  g_autoptr (Log) log = log_new (ORIGIN);
  g_autoptr (Log) fork = log_new (ORIGIN);
  g_autoptr (ReeveConsistencyProof) proof = reeve_consistency_proof_new ();
  g_autoptr (GArray) hashes = NULL;
  ReeveCheckpoint old = { .size = 100 };
  ReeveCheckpoint now = { .size = 1000 };

  log_grow (log, 1000, "line");
  g_assert_true (reeve_merkle_read_root (old.size, read_subtree, log, &old.root, NULL));
  g_assert_true (reeve_merkle_read_root (now.size, read_subtree, log, &now.root, NULL));
  hashes = reeve_merkle_prove_consistency (old.size, now.size, read_subtree, log, NULL);
  proof->hashes = reeve_merkle_hashes_to_wire (hashes);
  g_assert_true (reeve_witness_judge_proof (&old, &now, proof));
  for (guint i = 0; i < hashes->len; i++)
    {
      g_array_index (hashes, ReeveMerkleHash, i).bytes[i] ^= 1;
      g_strfreev (proof->hashes);
      proof->hashes = reeve_merkle_hashes_to_wire (hashes);
      g_assert_false (reeve_witness_judge_proof (&old, &now, proof));
      g_array_index (hashes, ReeveMerkleHash, i).bytes[i] ^= 1;
    }
  g_array_set_size (hashes, hashes->len - 1);
  g_strfreev (proof->hashes);
  proof->hashes = reeve_merkle_hashes_to_wire (hashes);
  g_assert_false (reeve_witness_judge_proof (&old, &now, proof));
  g_strfreev (proof->hashes);
  proof->hashes = g_strsplit ("no hash", "/", -1);
  g_assert_false (reeve_witness_judge_proof (&old, &now, proof));

  log_grow (fork, 99, "line");
  log_grow (fork, 901, "other");
  g_assert_true (reeve_merkle_read_root (now.size, read_subtree, fork, &now.root, NULL));
  g_array_unref (hashes);
  hashes = reeve_merkle_prove_consistency (old.size, now.size, read_subtree, fork, NULL);
  g_strfreev (proof->hashes);
  proof->hashes = reeve_merkle_hashes_to_wire (hashes);
  g_assert_false (reeve_witness_judge_proof (&old, &now, proof));
}

/* What is remembered comes back from its JSON as it was; marks get fewer, and stay in order. */
static void
test_memory (void)
{
  g_autoptr (Log) log = log_new (ORIGIN);
  g_autoptr (ReeveWitnessMemory) memory = NULL;
  g_autoptr (ReeveWitnessMemory) again = NULL;
  g_autoptr (ReeveSecret) json = NULL;
  g_autoptr (GError) error = NULL;
  gint64 at = G_GINT64_CONSTANT (1795348800) * G_USEC_PER_SEC;

  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (ReeveRecordCheckpoint) answer = NULL;
      ReeveWitnessMemory *next;

      log_grow (log, 1, "line");
      answer = log_answer (log);
      next = reeve_witness_memory_renew (memory, answer->verifier, answer->note, log->leaves->len, at);
      g_clear_object (&memory);
      memory = next;
      at += REEVE_HOUR;
    }
  g_assert_cmpuint (memory->marks->len, <=, 64);
  g_assert_cmpuint (memory->marks->len, >, 30);
  g_assert_cmpint (((ReeveWitnessMark *) memory->marks->pdata[0])->size, ==, 1);
  for (guint i = 1; i < memory->marks->len; i++)
    g_assert_cmpint (((ReeveWitnessMark *) memory->marks->pdata[i])->time, >,
                     ((ReeveWitnessMark *) memory->marks->pdata[i - 1])->time);
  g_assert_cmpint (reeve_witness_memory_seen_without (memory, 500), ==, at - REEVE_HOUR);
  g_assert_cmpint (reeve_witness_memory_seen_without (memory, 499), ==, at - 2 * REEVE_HOUR);
  g_assert_cmpint (reeve_witness_memory_seen_without (memory, 0), ==, 0);
  json = reeve_witness_memory_print (memory);
  g_assert_cmpuint (reeve_secret_get_length (json), <, 8192);
  again = reeve_witness_memory_parse (json, &error);
  g_assert_no_error (error);
  g_assert_true (reeve_record_equal (memory, again));
}

static ReeveLineVerdict
judge_line (const char *line,
            gboolean own,
            gint64 time,
            ReeveInclusionProof *proof,
            ReeveWitnessMemory *memory)
{
  g_autoptr (ReeveLineProof) judged =
    reeve_line_proof_judge (line, NULL, REEVE_ENTRY_SALT_BYTES, own, time, proof, memory);

  return judged->verdict;
}

static gpointer
receive (GType type, const char *json)
{
  g_autoptr (GObject) record = g_object_new (type, NULL);
  g_autoptr (JsonObject) object = reeve_json_parse_object (json, strlen (json), &reeve_json_file, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_record_read_json (record, object, REEVE_READ_REPLY, "", &error));
  g_assert_no_error (error);
  return reeve_record_copy (record);
}

/* @line is the first of a log; what does a console make of @known and @newer (nullable)? */
static ReeveLineVerdict
judge_newer (const char *line, const char *known, const char *newer)
{
  g_autoptr (Log) log = log_new (ORIGIN);
  g_autoptr (ReeveWitnessMemory) memory = NULL;
  g_autoptr (ReeveRecordCheckpoint) answer = NULL;
  g_autoptr (ReeveInclusionProof) proof = reeve_inclusion_proof_new ();
  g_autoptr (GArray) hashes = NULL;
  g_autoptr (ReeveLineProof) judged = NULL;
  const guint8 salt[REEVE_ENTRY_SALT_BYTES] = { 7 };
  ReeveMerkleHash leaf;

  reeve_record_line_hash (line, salt, sizeof salt, NULL, &leaf);
  g_array_append_val (log->leaves, leaf);
  log_grow (log, 9, "line");
  answer = log_answer (log);
  memory = reeve_witness_memory_renew (NULL, answer->verifier, answer->note, 10, 1);
  hashes = reeve_merkle_prove_inclusion (0, 10, read_subtree, log, NULL);
  proof->size = 10;
  proof->hashes = reeve_merkle_hashes_to_wire (hashes);
  proof->salt = g_base64_encode (salt, sizeof salt);
  judged = reeve_line_proof_judge (known, newer, sizeof salt, TRUE, 1, proof, memory);
  return judged->verdict;
}

/* A newer service says more in its lines, and hashes it: an entry is proved as it came, a line of the log
 * with what is not known here or without, and where neither fits nobody is accused. */
static void
test_newer (void)
{
  const char *entry_json =
    "{\"action\":\"user.save\",\"country\":{\"code\":\"CH\",\"area\":[1,2]},"
    "\"id\":\"0190aaaa-0000-7000-8000-000000000001\",\"time\":\"2026-11-23T08:00:00.000000Z\"}";
  const char *entry_line =
    "{\"action\":\"user.save\",\"country\":{\"area\":[1,2],\"code\":\"CH\"},"
    "\"id\":\"0190aaaa-0000-7000-8000-000000000001\",\"time\":\"2026-11-23T08:00:00.000000Z\"}";
  const char *line_json = "{\"action\":\"sign-in\",\"country\":\"CH\",\"id\":\"1795420800000000\","
                          "\"leaf\":1,\"result\":\"ok\",\"time\":\"2026-11-23T08:00:00.000000Z\"}";
  g_autoptr (ReeveAuditEntry) entry = receive (reeve_audit_entry_get_type (), entry_json);
  g_autoptr (ReeveAccessLine) line = receive (reeve_access_line_get_type (), line_json);
  g_autoptr (ReeveAuditEntry) carried = NULL;
  g_autofree char *of_entry = reeve_record_line_of_entry (entry, NULL);
  g_autofree char *of_carried = NULL;
  g_autofree char *known = NULL;
  g_autofree char *newer = NULL;
  ReeveAccessEvent event;

  g_assert_cmpstr (of_entry, ==, entry_line);
  carried = receive (reeve_audit_entry_get_type (), of_entry); /* as rows say it to the window */
  of_carried = reeve_record_line_of_entry (carried, NULL);
  g_assert_cmpstr (of_carried, ==, entry_line);
  g_assert_cmpint (judge_newer (entry_line, of_entry, NULL), ==, REEVE_LINE_PROVED);

  reeve_access_line_get_event (line, &event);
  known = reeve_record_line_of_event (&event);
  newer = reeve_record_line_of_newer_event (&event, line);
  g_assert_cmpstr (known, ==, "{\"action\":\"sign-in\",\"result\":\"ok\",\"time\":1795420800000000}");
  g_assert_cmpstr (newer, ==,
                   "{\"action\":\"sign-in\",\"country\":\"CH\",\"result\":\"ok\",\"time\":1795420800000000}");
  g_assert_cmpint (judge_newer (newer, known, newer), ==, REEVE_LINE_PROVED);
  g_assert_cmpint (judge_newer (known, known, newer), ==, REEVE_LINE_PROVED);
  g_assert_cmpint (judge_newer ("{\"something\":\"else\"}", known, newer), ==, REEVE_LINE_NEWER);
  g_assert_cmpint (judge_newer ("{\"something\":\"else\"}", known, NULL), ==, REEVE_LINE_WRONG);
}

/* A line that is in the record; one that is not, by a letter; and one that was put in after the time that it
 * tells of, which somebody else's may. */
static void
test_line (void)
{
  g_autoptr (Log) log = log_new (ORIGIN);
  g_autoptr (ReeveWitnessMemory) first = NULL;
  g_autoptr (ReeveWitnessMemory) memory = NULL;
  g_autoptr (ReeveRecordCheckpoint) answer = NULL;
  g_autoptr (ReeveInclusionProof) proof = reeve_inclusion_proof_new ();
  g_autoptr (GArray) hashes = NULL;
  const gint64 seen = G_GINT64_CONSTANT (1795348800) * G_USEC_PER_SEC;
  const guint8 salt[REEVE_ENTRY_SALT_BYTES] = { 7 };
  const char *line = "{\"action\":\"user.suspend\"}";
  ReeveMerkleHash leaf;

  log_grow (log, 40, "line");
  answer = log_answer (log);
  first = reeve_witness_memory_renew (NULL, answer->verifier, answer->note, 40, seen);
  log_grow (log, 10, "line");
  reeve_record_line_hash (line, salt, sizeof salt, NULL, &leaf);
  g_array_append_val (log->leaves, leaf);
  log_grow (log, 49, "line");
  g_clear_object (&answer);
  answer = log_answer (log);
  memory = reeve_witness_memory_renew (first, answer->verifier, answer->note, 100, seen + REEVE_HOUR);
  hashes = reeve_merkle_prove_inclusion (50, 100, read_subtree, log, NULL);
  proof->leaf = 50;
  proof->size = 100;
  proof->hashes = reeve_merkle_hashes_to_wire (hashes);
  proof->salt = g_base64_encode (salt, sizeof salt);

  g_assert_cmpint (judge_line (line, TRUE, seen + REEVE_MINUTE, proof, memory), ==, REEVE_LINE_PROVED);
  g_assert_cmpint (judge_line (line, TRUE, seen - REEVE_HOUR, proof, memory), ==, REEVE_LINE_LATE);
  g_assert_cmpint (judge_line (line, FALSE, seen - REEVE_HOUR, proof, memory), ==, REEVE_LINE_PROVED);
  g_assert_cmpint (judge_line ("{\"action\":\"user.suspenD\"}", TRUE, seen, proof, memory), ==,
                   REEVE_LINE_WRONG);
  proof->leaf = 51;
  g_assert_cmpint (judge_line (line, TRUE, seen, proof, memory), ==, REEVE_LINE_WRONG);
  proof->leaf = -1;
  g_assert_cmpint (judge_line (line, TRUE, seen, proof, memory), ==, REEVE_LINE_WRONG);
  proof->leaf = 50;
  g_free (proof->salt);
  proof->salt = g_base64_encode (salt, sizeof salt - 1);
  g_assert_cmpint (judge_line (line, TRUE, seen, proof, memory), ==, REEVE_LINE_WRONG);
}

/* --- Against the service --- */

typedef struct
{
  Served *served;
  ReeveClient *client;
  ReeveWitness *witness;
  ReeveWorkspace *workspace;
} World;

static char *home;

static gboolean
is_settled (gpointer data)
{
  ReeveWitnessState state = reeve_witness_get_state (data);

  return state == REEVE_WITNESS_SEEN || state == REEVE_WITNESS_BROKEN || state == REEVE_WITNESS_UNCHECKED;
}

static void
watch (World *world)
{
  g_assert_null (world->witness);
  world->witness = reeve_witness_new (world->client, world->served->origin, TRUE);
  reeve_witness_watch (world->witness, world->workspace, TRUE);
  served_run_while_not (is_settled, world->witness, 60);
}

static void
stop_watching (World *world)
{
  reeve_witness_watch (world->witness, NULL, FALSE);
  g_clear_object (&world->witness);
}

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);
  g_autoptr (ReeveIdentity) identity = NULL;

  world->served = served_new ();
  world->client = served_make_client (world->served);
  served_set_up (world->served, world->client);
  identity = served_load (world->client, reeve_identity_get_type (), "/v1/me", NULL, NULL);
  world->workspace = g_object_ref (identity->workspaces->pdata[0]);
  return world;
}

static void
world_free (World *world)
{
  if (world->witness != NULL)
    stop_watching (world);
  g_clear_object (&world->workspace);
  g_clear_object (&world->client);
  served_free (world->served);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

typedef struct
{
  gboolean done;
  gboolean well;
  GError *error;
} Looked;

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Looked *looked = user_data;

  looked->well = reeve_witness_look_finish (REEVE_WITNESS (source), result, &looked->error);
  looked->done = TRUE;
}

static gboolean
look (World *world)
{
  Looked looked = { 0 };

  reeve_witness_look_async (world->witness, on_looked_cb, &looked);
  served_run_until (&looked.done, 60);
  g_clear_error (&looked.error);
  return looked.well;
}

static guint64
get_size (World *world)
{
  ReeveCheckpoint checkpoint;

  g_assert_true (
    reeve_witness_memory_get_checkpoint (reeve_witness_get_memory (world->witness), &checkpoint));
  return checkpoint.size;
}

/* Looking is in the record, too; it is written a moment later. */
static void
look_until_grown (World *world, guint n)
{
  const guint64 size = get_size (world);

  while (get_size (world) < size + n)
    g_assert_true (look (world));
}

/* Growth, a restart of the service, another process here: all well, first seen when it was. */
static void
test_honest (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ReeveUser) ada = NULL;
  ReeveWitnessMemory *memory;
  ReeveCheckpoint first;
  ReeveCheckpoint later;
  g_autofree char *note = NULL;
  gint64 seen = 0;

  watch (world);
  g_assert_cmpint (reeve_witness_get_state (world->witness), ==, REEVE_WITNESS_SEEN);
  memory = reeve_witness_get_memory (world->witness);
  g_assert_true (reeve_witness_memory_get_checkpoint (memory, &first));
  g_assert_cmpint (memory->first_seen, ==, reeve_clock_now ());

  ada = served_add_user (world->served, world->client, "ada2@example.org", "Ada Two");
  reeve_clock_advance_for_tests (REEVE_MINUTE);
  look_until_grown (world, 20);
  memory = reeve_witness_get_memory (world->witness);
  g_assert_true (reeve_witness_memory_get_checkpoint (memory, &later));
  g_assert_cmpuint (later.size, >, first.size);
  g_assert_cmpint (memory->seen, ==, memory->first_seen + REEVE_MINUTE);

  /* What this device saw, it signed: anybody who has its public key can tell. */
  note = reeve_note_open (memory->note, reeve_witness_get_verifier (world->witness), &seen, NULL);
  g_assert_nonnull (note);
  g_assert_cmpint (seen, ==, reeve_clock_now () / G_USEC_PER_SEC);

  stop_watching (world);
  reeve_witness_keeper_forget_for_tests ();
  served_stop (world->served);
  served_start (world->served);
  watch (world);
  g_assert_cmpint (reeve_witness_get_state (world->witness), ==, REEVE_WITNESS_SEEN);
  g_assert_cmpint (reeve_witness_get_memory (world->witness)->first_seen, ==,
                   reeve_clock_now () - REEVE_MINUTE);
}

static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_mkdir_with_parents (to, 0700);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        copy_folder (source, target);
      else if (g_file_test (source, G_FILE_TEST_IS_REGULAR))
        {
          g_assert_true (g_file_get_contents (source, &content, &length, NULL));
          g_assert_true (g_file_set_contents_full (target, content, (gssize) length, G_FILE_SET_CONTENTS_NONE,
                                                   0600, NULL));
        }
    }
}

static guint
count_evidence (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "reeve", "evidence", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
      n++;
    }
  return n;
}

/* Yesterday's copy of the data folder in the place of today's: caught, nothing is written, and a console that
 * begins anew has not forgotten; only the person ends it. */
static void
test_rolled_back (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *data = g_build_filename (world->served->folder, "data", NULL);
  g_autofree char *copy = g_build_filename (world->served->folder, "copy", NULL);
  g_autoptr (ReeveUser) user = reeve_user_new ();
  g_autoptr (ReeveUser) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = served_path (world->served, "users");
  g_autoptr (ReeveListing) listing = NULL;
  const guint n_before = count_evidence ();
  ReeveEvidence *evidence;
  ReeveWitnessMemory *memory;
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;

  served_stop (world->served);
  copy_folder (data, copy);
  served_start (world->served);
  watch (world);
  look_until_grown (world, 20);
  g_test_message ("grown to %" G_GUINT64_FORMAT, get_size (world));
  served_stop (world->served);
  served_remove_folder (data);
  copy_folder (copy, data);
  served_start (world->served);

  reeve_witness_suspect (world->witness);
  g_assert_false (look (world));
  g_assert_cmpint (reeve_witness_get_state (world->witness), ==, REEVE_WITNESS_BROKEN);
  evidence = reeve_witness_get_evidence (world->witness);
  g_assert_cmpstr (evidence->reason, ==, "shrunk");
  g_assert_nonnull (evidence->note);
  g_assert_nonnull (evidence->kept_note);
  g_assert_cmpuint (count_evidence (), ==, n_before + 1);
  g_assert_true (g_file_get_contents (evidence->file, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"shrunk\""));

  /* read, yes; written, no */
  listing = served_list (world->client, reeve_user_get_type (), path, NULL, &error);
  g_assert_no_error (error);
  user->email = g_strdup ("bo@example.org");
  user->display_name = g_strdup ("Bo");
  loaded = served_post (world->client, path, user, reeve_user_get_type (), &error);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_DENIED);
  g_assert_cmpstr (reeve_error_get_reason (error), ==, "record_broken");
  g_clear_error (&error);

  stop_watching (world);
  served_run_for (500); /* the keyring keeps it */
  reeve_witness_keeper_forget_for_tests ();
  watch (world);
  g_assert_cmpint (reeve_witness_get_state (world->witness), ==, REEVE_WITNESS_BROKEN);
  /* nor by losing the right to read the log */
  reeve_witness_watch (world->witness, world->workspace, FALSE);
  served_run_while_not (is_settled, world->witness, 60);
  g_assert_cmpint (reeve_witness_get_state (world->witness), ==, REEVE_WITNESS_BROKEN);
  reeve_witness_watch (world->witness, world->workspace, TRUE);
  served_run_while_not (is_settled, world->witness, 60);

  reeve_witness_trust_again (world->witness);
  served_run_while_not (is_settled, world->witness, 60);
  g_assert_cmpint (reeve_witness_get_state (world->witness), ==, REEVE_WITNESS_SEEN);
  memory = reeve_witness_get_memory (world->witness);
  g_assert_cmpint (memory->trusted_again, ==, reeve_clock_now ());
  g_assert_cmpint (memory->first_seen, ==, memory->trusted_again);
  g_assert_null (memory->evidence);
  words = reeve_record_words_seen (memory);
  g_assert_nonnull (strstr (words, "trusted again on"));

  /* which is not forgotten, and counts from the next sight on */
  stop_watching (world);
  served_run_for (500);
  reeve_witness_keeper_forget_for_tests ();
  reeve_clock_advance_for_tests (REEVE_MINUTE);
  watch (world);
  memory = reeve_witness_get_memory (world->witness);
  g_assert_cmpint (memory->trusted_again, ==, reeve_clock_now () - REEVE_MINUTE);
  g_assert_cmpint (memory->seen, ==, reeve_clock_now ());
  loaded = served_post (world->client, path, user, reeve_user_get_type (), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_evidence (), ==, n_before + 1);
}

/* Nothing is asked before the look is over, and not when there is no service to look at. */
static void
test_gate (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *path = served_path (world->served, "users");
  g_autoptr (ReeveListing) listing = NULL;
  g_autoptr (GError) error = NULL;

  world->witness = reeve_witness_new (world->client, world->served->origin, TRUE);
  reeve_witness_watch (world->witness, world->workspace, TRUE);
  g_assert_cmpint (reeve_witness_get_state (world->witness), ==, REEVE_WITNESS_LOOKING);
  listing = served_list (world->client, reeve_user_get_type (), path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (reeve_witness_get_state (world->witness), ==, REEVE_WITNESS_SEEN);
  g_clear_pointer (&listing, reeve_listing_free);

  served_stop (world->served);
  reeve_witness_suspect (world->witness);
  listing = served_list (world->client, reeve_user_get_type (), path, NULL, &error);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_UNREACHABLE);
  g_assert_cmpint (reeve_witness_get_state (world->witness), ==, REEVE_WITNESS_UNCHECKED);
  g_clear_error (&error);

  served_start (world->served);
  listing = served_list (world->client, reeve_user_get_type (), path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (reeve_witness_get_state (world->witness), ==, REEVE_WITNESS_SEEN);
}

/* A line that is not as it was in the record accuses it; what is shown as proof is in the evidence. */
static void
test_accused (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ReeveInclusionProof) proof = reeve_inclusion_proof_new ();

  watch (world);
  proof->leaf = 7;
  reeve_witness_accuse (world->witness, "line", "{\"action\":\"user.add\"}", proof);
  g_assert_cmpint (reeve_witness_get_state (world->witness), ==, REEVE_WITNESS_BROKEN);
  g_assert_cmpstr (reeve_witness_get_evidence (world->witness)->reason, ==, "line");
  g_assert_cmpstr (reeve_witness_get_evidence (world->witness)->line, ==, "{\"action\":\"user.add\"}");
  g_assert_false (look (world));
}

/* Of a tree whose leaves are all the same: any size of it is at hand. */
static gboolean
read_monotonous (guint level, guint64 index, ReeveMerkleHash *hash, gpointer data, GError **error)
{
  reeve_merkle_hash_leaf ("", 0, hash);
  for (guint i = 0; i < level; i++)
    reeve_merkle_hash_node (hash, hash, hash);
  return TRUE;
}

/* How large a proof between two trees of up to 25 million leaves is, and how long it takes to verify. */
static void
test_time (void)
{
  g_autoptr (ReeveConsistencyProof) proof = reeve_consistency_proof_new ();
  ReeveCheckpoint old = { .size = 12345677 };
  ReeveCheckpoint now = { .size = 25000000 };
  g_autoptr (GArray) hashes = NULL;
  gint64 begin;

  g_assert_true (reeve_merkle_read_root (old.size, read_monotonous, NULL, &old.root, NULL));
  g_assert_true (reeve_merkle_read_root (now.size, read_monotonous, NULL, &now.root, NULL));
  hashes = reeve_merkle_prove_consistency (old.size, now.size, read_monotonous, NULL, NULL);
  proof->hashes = reeve_merkle_hashes_to_wire (hashes);
  g_assert_cmpuint (hashes->len * 48, <, 2048); /* on the wire, with quotes and commas */
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < 1000; i++)
    g_assert_true (reeve_witness_judge_proof (&old, &now, proof));
  g_test_message ("a proof of %u hashes is verified in %.1f us", hashes->len,
                  (double) (g_get_monotonic_time () - begin) / 1000.0);
}

int
main (int argc, char **argv)
{
  g_autoptr (KeyringDaemon) daemon = NULL;
  GSubprocess *bus;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  home = g_dir_make_tmp ("reeve-witness-XXXXXX", NULL);
  bus = session_bus_start (home);
  daemon = keyring_daemon_start (home, "keyring password");

  g_test_add_func ("/witness/judged", test_judged);
  g_test_add_func ("/witness/proof-judged", test_proof_judged);
  g_test_add_func ("/witness/memory", test_memory);
  g_test_add_func ("/witness/line", test_line);
  g_test_add_func ("/witness/newer-line", test_newer);
  g_test_add_func ("/witness/honest", test_honest);
  g_test_add_func ("/witness/rolled-back", test_rolled_back);
  g_test_add_func ("/witness/gate", test_gate);
  g_test_add_func ("/witness/accused", test_accused);
  g_test_add_func ("/witness/time", test_time);
  status = g_test_run ();
  g_clear_pointer (&daemon, keyring_daemon_stop);
  g_object_unref (bus);
  served_remove_folder (home);
  g_free (home);
  return status;
}
