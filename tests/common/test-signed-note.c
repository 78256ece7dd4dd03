/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signed notes and checkpoints: the note that Go's implementation is documented with, and everything that is
 * none. What Go makes of ours is asked in record-peers. */

#include "config.h"

#include "common/checkpoint.h"

#include <string.h>

#include "common/error.h"

#define NEUMANN_KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define NEUMANN_TEXT                                           \
  "If you think cryptography is the answer to your problem,\n" \
  "then you don't know what your problem is.\n"
#define NEUMANN_LINE           \
  "\xe2\x80\x94 PeterNeumann " \
  "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

static void
test_known_note (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveNoteVerifier) neumann = reeve_note_verifier_parse (NEUMANN_KEY, &error);
  g_autofree char *again = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  again = reeve_note_verifier_print (neumann);
  g_assert_cmpstr (again, ==, NEUMANN_KEY);
  text = reeve_note_open (NEUMANN_TEXT "\n" NEUMANN_LINE, neumann, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, NEUMANN_TEXT);
}

static void
assert_refused (const char *note, const ReeveNoteVerifier *verifier, const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (reeve_note_open (note, verifier, NULL, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  g_assert_cmpstr (reeve_error_get_reason (error), ==, reason);
}

static void
test_refused (void)
{
  g_autoptr (ReeveNoteVerifier) neumann = reeve_note_verifier_parse (NEUMANN_KEY, NULL);
  g_autoptr (ReeveSecret) seed = reeve_secret_new_random (REEVE_NOTE_SEED_BYTES);
  g_autoptr (ReeveNoteVerifier) namesake = reeve_note_verifier_new ("PeterNeumann", REEVE_NOTE_ED25519, seed);
  g_autofree char *theirs = reeve_note_sign (NEUMANN_TEXT, namesake, seed);

  assert_refused ("", neumann, "note");
  assert_refused (NEUMANN_TEXT, neumann, "note");
  assert_refused (NEUMANN_TEXT "\n", neumann, "note");
  assert_refused (NEUMANN_TEXT NEUMANN_LINE, neumann, "note");
  assert_refused (NEUMANN_TEXT "\nsigned\n", neumann, "note");
  assert_refused (NEUMANN_TEXT "\n" NEUMANN_LINE "more", neumann, "note");
  assert_refused ("tab\t\n\n" NEUMANN_LINE, neumann, "note");
  assert_refused ("\xff\n\n" NEUMANN_LINE, neumann, "note");
  assert_refused (NEUMANN_TEXT "\n\xe2\x80\x94 PeterNeumann x08g====\n", neumann, "note");
  assert_refused (theirs, neumann, "unsigned");
  assert_refused ("Another text.\n\n" NEUMANN_LINE, neumann, "signature");
}

static void
test_verifiers_refused (void)
{
  static const char *const bad[] = {
    "",
    "PeterNeumann",
    "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (reeve_note_verifier_parse (bad[i], &error));
      g_assert_cmpstr (reeve_error_get_reason (error), ==, "verifier");
    }
}

/* Every byte of a signed note counts. */
static void
test_every_byte (void)
{
  g_autoptr (ReeveSecret) seed = reeve_secret_new_random (REEVE_NOTE_SEED_BYTES);
  g_autoptr (ReeveNoteVerifier) log = reeve_note_verifier_new ("example.org/log", REEVE_NOTE_ED25519, seed);
  ReeveCheckpoint made = { .size = 12345, .root = { { 1, 2, 3 } } };
  g_autofree char *note = reeve_checkpoint_sign (&made, log, seed);
  g_autoptr (GError) error = NULL;
  ReeveCheckpoint read;

  g_assert_true (reeve_checkpoint_open (note, log, &read, &error));
  g_assert_cmpuint (read.size, ==, 12345);
  g_assert_true (reeve_merkle_hash_equal (&read.root, &made.root));
  for (gsize i = 0; note[i] != '\0'; i++)
    {
      note[i] ^= 1;
      g_assert_false (reeve_checkpoint_open (note, log, &read, NULL));
      note[i] ^= 1;
    }
}

static void
test_witness (void)
{
  g_autoptr (ReeveSecret) seed = reeve_secret_new_random (REEVE_NOTE_SEED_BYTES);
  g_autoptr (ReeveSecret) eye = reeve_secret_new_random (REEVE_NOTE_SEED_BYTES);
  g_autoptr (ReeveNoteVerifier) log = reeve_note_verifier_new ("example.org/log", REEVE_NOTE_ED25519, seed);
  g_autoptr (ReeveNoteVerifier) witness =
    reeve_note_verifier_new ("example.org/witness", REEVE_NOTE_COSIGNATURE, eye);
  ReeveCheckpoint made = { .size = 1 };
  g_autofree char *note = reeve_checkpoint_sign (&made, log, seed);
  g_autofree char *seen = reeve_note_cosign (note, witness, eye, 1700000000);
  g_autofree char *text = NULL;
  g_autofree char *of_log = NULL;
  gint64 time = 0;

  text = reeve_note_open (seen, witness, &time, NULL);
  g_assert_nonnull (text);
  g_assert_cmpint (time, ==, 1700000000);
  of_log = reeve_note_open (seen, log, &time, NULL);
  g_assert_cmpstr (of_log, ==, text);
  g_assert_cmpint (time, ==, 0);
  assert_refused (note, witness, "unsigned");
}

/* Good signatures of what is no checkpoint of that log. */
static void
test_no_checkpoint (void)
{
  static const char *const texts[] = {
    "example.org/other\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    "example.org/log\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    "example.org/log\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    "example.org/log\n99999999999999999999\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    "example.org/log\n1\nAAAA\n",
    "example.org/log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n",
    "example.org/log\n1\n",
    "example.org/log\n",
  };
  g_autoptr (ReeveSecret) seed = reeve_secret_new_random (REEVE_NOTE_SEED_BYTES);
  g_autoptr (ReeveNoteVerifier) log = reeve_note_verifier_new ("example.org/log", REEVE_NOTE_ED25519, seed);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *note = reeve_note_sign (texts[i], log, seed);
      g_autoptr (GError) error = NULL;
      ReeveCheckpoint read;

      g_assert_false (reeve_checkpoint_open (note, log, &read, &error));
      g_assert_cmpstr (reeve_error_get_reason (error), ==, "checkpoint");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signed-note/known", test_known_note);
  g_test_add_func ("/signed-note/refused", test_refused);
  g_test_add_func ("/signed-note/verifiers-refused", test_verifiers_refused);
  g_test_add_func ("/signed-note/every-byte", test_every_byte);
  g_test_add_func ("/signed-note/witness", test_witness);
  g_test_add_func ("/signed-note/no-checkpoint", test_no_checkpoint);
  return g_test_run ();
}
