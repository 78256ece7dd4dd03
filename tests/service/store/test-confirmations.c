/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whether an account's address is proven, and what makes it so no longer. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "scratch.h"
#include "service/store/accounts.h"
#include "service/store/addresses.h"
#include "service/store/confirmations.h"
#include "service/store/db-private.h"

#define NOW (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC)

typedef struct
{
  Scratch scratch;
  ReeveDb *db;
  char *account;
} Fixture;

static GBytes *
make_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccount) account = NULL;
  ReeveTx *tx;

  reeve_clock_set_for_tests (NOW);
  scratch_init (&self->scratch);
  self->db = scratch_open (&self->scratch, "directory");
  tx = begin (self->db, REEVE_TX_WRITE);
  account = reeve_accounts_ensure (tx, "Ada@Example.org", "Ada Lovelace", &error);
  g_assert_no_error (error);
  self->account = g_strdup (account->id);
  commit (tx);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_clear_pointer (&self->db, reeve_db_unref);
  g_clear_pointer (&self->account, g_free);
  scratch_clear (&self->scratch);
  reeve_clock_set_for_tests (0);
}

static gint64
read_proof (ReeveTx *tx, const char *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveCredentials) credentials = reeve_accounts_get_credentials (tx, account, &error);

  g_assert_no_error (error);
  return credentials->address_proven;
}

/* An address is proven for as long as neither it nor a first password of somebody else's comes anew; then it
 * is in doubt for every other workspace. A key that waits for its code goes with the address. */
static void
test_proof (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = make_bytes ("a sealed key");
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_auto (GStrv) closed = NULL;

  g_assert_cmpint (read_proof (tx, self->account), ==, 0);
  g_assert_true (reeve_confirmations_prove (tx, self->account, NOW, &error));
  g_assert_cmpint (read_proof (tx, self->account), ==, NOW);
  g_assert_true (reeve_accounts_set_enrolment (tx, self->account, key, NOW + 1, &error));
  g_assert_true (reeve_addresses_change (tx, self->account, "ada@example.ORG", NOW, NULL, &error));
  g_assert_cmpint (read_proof (tx, self->account), ==, NOW);
  g_assert_true (reeve_addresses_change (tx, self->account, "ada@example.net", NOW, NULL, &error));
  g_assert_cmpint (read_proof (tx, self->account), ==, 0);
  credentials = reeve_accounts_get_credentials (tx, self->account, &error);
  g_assert_no_error (error);
  g_assert_null (credentials->enrolment_sealed);

  g_assert_true (reeve_confirmations_prove_address (tx, self->account, NOW, &error));
  g_assert_true (reeve_confirmations_doubt (tx, self->account, "w", &error));
  g_assert_cmpint (read_proof (tx, self->account), ==, 0);
  g_assert_true (reeve_confirmations_settle (tx, self->account, NULL, &error));
  g_assert_cmpint (read_proof (tx, self->account), ==, 0);
  closed = reeve_confirmations_get_unconfirmed (tx, self->account, &error);
  g_assert_no_error (error);
  g_assert_null (closed[0]);
  commit (tx);
}

#define INSERT                                                                                       \
  "INSERT INTO accounts (id, version, email, email_key, display_name, second_factor, last_sign_in, " \
  "created, password_hash, totp_sealed) VALUES "

/* Of accounts that were there before proofs were, those that sign in with a password, or have a second
 * factor, are not asked for one now. */
static void
test_proof_of_old (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *fixture =
    g_test_build_filename (G_TEST_DIST, "..", "..", "fixtures", "schema", "directory-11.db", NULL);
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveConnection) old = NULL;
  g_autoptr (ReeveDb) db = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  path = scratch_path (&scratch, "directory.db");
  g_assert_true (g_file_get_contents (fixture, &data, &length, &error));
  g_assert_true (g_file_set_contents (path, data, (gssize) length, &error));
  old = reeve_connection_open (path, scratch.key, REEVE_CONNECTION_WRITE, 0, &error);
  g_assert_no_error (error);
  g_assert_true (reeve_connection_exec (old,
                                        INSERT "('a', 1, 'a@x', 'a@x', 'A', 'off', 0, 7, 'a hash', NULL),"
                                               "('b', 1, 'b@x', 'b@x', 'B', 'on', 0, 8, NULL, x'01'),"
                                               "('c', 1, 'c@x', 'c@x', 'C', 'off', 0, 9, NULL, NULL)",
                                        &error));
  g_clear_pointer (&old, reeve_connection_free);

  db = scratch_open (&scratch, "directory");
  tx = begin (db, REEVE_TX_READ);
  g_assert_cmpint (read_proof (tx, "a"), ==, 7);
  g_assert_cmpint (read_proof (tx, "b"), ==, 8);
  g_assert_cmpint (read_proof (tx, "c"), ==, 0);
  reeve_tx_end (tx);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/confirmations/proof", Fixture, NULL, set_up, test_proof, tear_down);
  g_test_add_func ("/store/confirmations/proof-of-old", test_proof_of_old);
  return g_test_run ();
}
