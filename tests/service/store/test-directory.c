/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The nouns of the directory: accounts, sessions, failures, kept replies, the audit trail. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "scratch.h"
#include "service/store/accounts.h"
#include "service/store/audit.h"
#include "service/store/failures.h"
#include "service/store/idempotency.h"
#include "service/store/sessions.h"

#define NOW (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC)

typedef struct
{
  Scratch scratch;
  ReeveDb *db;
  char *account;
} Fixture;

static GBytes *
hash_of (const char *text)
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

/* One account per folded address; who is there stays as they are. */
static void
test_ensure (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);
  g_autoptr (ReeveAccount) same = reeve_accounts_ensure (tx, "ADA@example.org", "Somebody", &error);
  g_autoptr (ReeveAccount) other = reeve_accounts_ensure (tx, "grace@example.org", "Grace", &error);
  g_autoptr (ReeveCredentials) none = NULL;
  gboolean any;

  g_assert_cmpstr (same->id, ==, self->account);
  g_assert_cmpstr (same->display_name, ==, "Ada Lovelace");
  g_assert_cmpstr (same->second_factor, ==, "off");
  g_assert_cmpstr (other->id, !=, self->account);
  g_assert_true (reeve_accounts_any (tx, &any, &error));
  g_assert_true (any);
  g_assert_false (reeve_accounts_set_email (tx, other->id, "ada@EXAMPLE.org", &error));
  assert_reeve_error (error, REEVE_ERROR_CONFLICT, "email_taken");
  g_clear_error (&error);
  none = reeve_accounts_find_credentials (tx, "nobody@example.org", &error);
  g_assert_null (none);
  assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, NULL);
  commit (tx);
}

/* A code's step is accepted once, an earlier one never. */
static void
test_totp_steps (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed = hash_of ("sealed");
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (ReeveAccount) account = NULL;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);

  g_assert_true (reeve_accounts_set_enrolment (tx, self->account, sealed, NOW + 5, &error));
  g_assert_true (reeve_accounts_set_totp (tx, self->account, sealed, 100, &error));
  g_assert_false (reeve_accounts_use_totp_step (tx, self->account, 100, &error));
  assert_reeve_error (error, REEVE_ERROR_SECOND_FACTOR, "code_replayed");
  g_clear_error (&error);
  g_assert_true (reeve_accounts_use_totp_step (tx, self->account, 101, &error));
  g_assert_false (reeve_accounts_use_totp_step (tx, self->account, 101, NULL));
  g_assert_false (reeve_accounts_use_totp_step (tx, self->account, 99, NULL));
  credentials = reeve_accounts_get_credentials (tx, self->account, &error);
  g_assert_true (g_bytes_equal (credentials->totp_sealed, sealed));
  g_assert_null (credentials->enrolment_sealed);
  g_assert_cmpint (credentials->totp_last_step, ==, 101);
  account = reeve_accounts_get (tx, self->account, &error);
  g_assert_cmpstr (account->second_factor, ==, "on");
  commit (tx);
}

static gpointer
use_code (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GBytes) hash = hash_of ("code 3");
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);
  gboolean used;

  g_assert_true (reeve_accounts_use_recovery_code (tx, self->account, hash, &used, &error));
  commit (tx);
  return GINT_TO_POINTER (used);
}

/* Of eight that use one recovery code at once, one succeeds; nine codes are left. */
static void
test_recovery_codes (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (ReeveAccount) account = NULL;
  GThread *threads[8];
  guint n = 0;
  ReeveTx *tx;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *code = g_strdup_printf ("code %u", i);

      g_ptr_array_add (hashes, hash_of (code));
    }
  tx = begin (self->db, REEVE_TX_WRITE);
  g_assert_true (reeve_accounts_set_recovery_codes (tx, self->account, hashes, &error));
  commit (tx);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, use_code, self);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    n += GPOINTER_TO_INT (g_thread_join (threads[i])) ? 1 : 0;
  g_assert_cmpuint (n, ==, 1);
  tx = begin (self->db, REEVE_TX_READ);
  account = reeve_accounts_get (tx, self->account, &error);
  g_assert_cmpint (account->recovery_codes_left, ==, 9);
  reeve_tx_end (tx);
}

/* What workspaces show marks the account; a change between reading and noting is not lost. */
static void
test_mirrors (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) unmirrored = NULL;
  g_auto (GStrv) again = NULL;
  g_auto (GStrv) none = NULL;
  g_auto (ReeveAccountMirror) mirror = { 0 };
  g_auto (ReeveAccountMirror) later = { 0 };
  ReeveFailures failures = { 3, NOW, NOW + 60 };
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);

  none = reeve_accounts_get_unmirrored (tx, &error);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_true (reeve_accounts_set_password_hash (tx, self->account, "x", &error));
  g_assert_true (reeve_failures_set (tx, "password", self->account, "account", &failures, &error));
  unmirrored = reeve_accounts_get_unmirrored (tx, &error);
  g_assert_cmpuint (g_strv_length (unmirrored), ==, 1);
  g_assert_true (reeve_accounts_get_mirror (tx, self->account, NULL, NOW, &mirror, &error));
  g_assert_true (mirror.has_password);
  g_assert_cmpstr (mirror.lock, ==, "cooling-off");
  g_assert_cmpint (mirror.lock_ends, ==, NOW + 60);
  g_assert_true (reeve_accounts_note_sign_in (tx, self->account, "192.0.2.1", NOW, &error));
  g_assert_true (reeve_accounts_set_mirrored (tx, self->account, mirror.mark, &error));
  again = reeve_accounts_get_unmirrored (tx, &error);
  g_assert_cmpuint (g_strv_length (again), ==, 1);
  g_assert_true (reeve_accounts_set_breach_lock (tx, self->account, NOW, &error));
  g_assert_true (reeve_accounts_get_mirror (tx, self->account, NULL, NOW, &later, &error));
  g_assert_cmpint (later.last_sign_in, ==, NOW);
  g_assert_cmpstr (later.lock, ==, "breach");
  g_assert_true (reeve_accounts_set_mirrored (tx, self->account, later.mark, &error));
  g_clear_pointer (&again, g_strfreev);
  again = reeve_accounts_get_unmirrored (tx, &error);
  g_assert_cmpuint (g_strv_length (again), ==, 0);
  commit (tx);
}

static char *
start_session (ReeveTx *tx, const char *account, const char *refresh, const char *stage)
{
  g_autoptr (ReeveSession) session = reeve_session_new ();
  g_autoptr (GBytes) hash = hash_of (refresh);
  g_autoptr (GError) error = NULL;

  session->device = g_strdup ("laptop");
  session->address = g_strdup ("192.0.2.1");
  g_assert_true (
    reeve_sessions_insert (tx, session, account, "thumb", stage, hash, NOW + REEVE_DAY, 0, &error));
  g_assert_no_error (error);
  return g_strdup (session->id);
}

/* A session is live until it ends, runs out, or its account is locked by a breach. */
static void
test_session_check (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);
  g_autofree char *id = start_session (tx, self->account, "r", "enrol");
  g_autofree char *other = start_session (tx, self->account, "s", "complete");
  g_auto (ReeveSessionCheck) check = { NULL };
  g_auto (ReeveSessionCheck) unset = { NULL };
  g_autoptr (GPtrArray) sessions = NULL;
  gboolean known;
  gint64 n;

  g_assert_true (reeve_sessions_check (tx, id, NULL, NOW, &check, &error));
  g_assert_cmpstr (check.account, ==, self->account);
  g_assert_cmpstr (check.account_name, ==, "Ada Lovelace <Ada@Example.org>");
  g_assert_cmpstr (check.stage, ==, "enrol");
  g_assert_cmpstr (check.thumbprint, ==, "thumb");
  g_assert_true (reeve_sessions_complete (tx, id, NOW + 1, &error));
  reeve_session_check_clear (&check);
  g_assert_true (reeve_sessions_check (tx, id, NULL, NOW, &check, &error));
  g_assert_cmpstr (check.stage, ==, "complete");
  g_assert_cmpint (check.last_code, ==, NOW + 1);
  g_assert_true (reeve_sessions_device_known (tx, self->account, "thumb", &known, &error));
  g_assert_true (known);
  g_assert_true (reeve_sessions_device_known (tx, self->account, "other", &known, &error));
  g_assert_false (known);

  g_assert_false (reeve_sessions_check (tx, id, NULL, NOW + REEVE_DAY, &unset, &error));
  assert_reeve_error (error, REEVE_ERROR_SIGNED_OUT, "session_ended");
  g_clear_error (&error);
  g_assert_true (reeve_accounts_set_breach_lock (tx, self->account, NOW, &error));
  g_assert_false (reeve_sessions_check (tx, id, NULL, NOW, &unset, &error));
  assert_reeve_error (error, REEVE_ERROR_LOCKED, "breach");
  g_clear_error (&error);
  g_assert_true (reeve_accounts_set_breach_lock (tx, self->account, 0, &error));

  sessions = reeve_sessions_list (tx, self->account, NOW, &error);
  g_assert_cmpuint (sessions->len, ==, 2);
  g_assert_true (reeve_sessions_end_all (tx, self->account, other, NOW, &n, &error));
  g_assert_cmpint (n, ==, 1);
  g_assert_false (reeve_sessions_check (tx, id, NULL, NOW, &unset, NULL));
  g_assert_true (reeve_sessions_check (tx, other, NULL, NOW, &unset, &error));
  g_assert_true (reeve_sessions_end (tx, other, NOW, &error));
  g_assert_true (reeve_sessions_end (tx, other, NOW, &error));
  g_assert_false (reeve_sessions_note_code (tx, other, NOW, NULL));
  g_assert_true (reeve_sessions_purge (tx, NOW + 1, 100, &n, &error));
  g_assert_cmpint (n, ==, 2);
  commit (tx);
}

static gboolean
rotate (ReeveTx *tx, const char *from, const char *to, const char *thumbprint, gint64 now, gboolean *reused)
{
  g_autoptr (GBytes) presented = hash_of (from);
  g_autoptr (GBytes) next = hash_of (to);
  g_autofree char *session = NULL;
  g_autofree char *account = NULL;
  g_autoptr (GError) error = NULL;
  gboolean rotated = reeve_sessions_rotate (tx, presented, next, thumbprint, "192.0.2.9", now, &session,
                                            &account, reused, &error);

  if (!rotated)
    assert_reeve_error (error, REEVE_ERROR_SIGNED_OUT, "session_ended");
  g_assert_true (rotated == (session != NULL));
  return rotated;
}

static gboolean
is_live (ReeveTx *tx, const char *session)
{
  g_auto (ReeveSessionCheck) check = { NULL };

  return reeve_sessions_check (tx, session, NULL, NOW, &check, NULL);
}

/* Each refresh token serves once, from its device only; a second use ends the session. */
static void
test_rotation (Fixture *self, gconstpointer unused)
{
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);
  g_autofree char *id = start_session (tx, self->account, "r1", "complete");
  gboolean reused;

  g_assert_false (rotate (tx, "r1", "r2", "stolen key", NOW, &reused));
  g_assert_false (rotate (tx, "never", "r2", "thumb", NOW, &reused));
  g_assert_true (rotate (tx, "r1", "r2", "thumb", NOW, &reused));
  g_assert_false (reused);
  g_assert_true (rotate (tx, "r2", "r3", "thumb", NOW + 1, &reused));
  g_assert_false (reused);
  g_assert_true (is_live (tx, id));
  /* whoever presents r3 or r2 has had the answer to r1, which is in no grace any more */
  g_assert_true (rotate (tx, "r1", "r4", "thumb", NOW + 2, &reused));
  g_assert_true (reused);
  g_assert_false (is_live (tx, id));
  g_assert_false (rotate (tx, "r3", "r5", "thumb", NOW + 3, &reused));
  commit (tx);
}

/* The answer to r1 (r2) got lost. Shortly afterwards the same device asks again, and has r3 for it: r2 then
 * serves nobody, and the chain goes on from r3. */
static void
test_lost_answer (Fixture *self, gconstpointer unused)
{
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);
  g_autofree char *id = start_session (tx, self->account, "r1", "complete");
  gint64 late = NOW + REEVE_REFRESH_GRACE - 1;
  gboolean reused;

  g_assert_true (rotate (tx, "r1", "r2", "thumb", NOW, &reused));
  g_assert_true (rotate (tx, "r1", "r3", "thumb", late, &reused));
  g_assert_false (reused);
  g_assert_true (rotate (tx, "r3", "r4", "thumb", late + 1, &reused));
  g_assert_false (reused);
  /* and once more, one step later in the chain */
  g_assert_true (rotate (tx, "r3", "r5", "thumb", late + 2, &reused));
  g_assert_false (reused);
  g_assert_true (is_live (tx, id));
  commit (tx);
}

/* What ends the session although it comes soon after the swap: too late by a moment, another device's key, a
 * second time, a successor that was not lost after all. */
static void
test_reuse_in_grace (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *token;
    const char *thumbprint;
    gint64 at;
    gboolean recovered;
  } rows[] = {
    { "r1", "thumb", REEVE_REFRESH_GRACE, FALSE },
    { "r1", "stolen key", 1, FALSE },
    { "r1", "thumb", -1, FALSE }, /* the clock was set back: nobody knows how long ago it was */
    { "r1", "thumb", 2, TRUE },
    { "r2", "thumb", 2, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);
      g_autofree char *first = g_strdup_printf ("%u:r1", i);
      g_autofree char *second = g_strdup_printf ("%u:r2", i);
      g_autofree char *third = g_strdup_printf ("%u:r3", i);
      g_autofree char *fourth = g_strdup_printf ("%u:r4", i);
      g_autofree char *presented = g_strdup_printf ("%u:%s", i, rows[i].token);
      g_autofree char *id = start_session (tx, self->account, first, "complete");
      gboolean reused;

      g_assert_true (rotate (tx, first, second, "thumb", NOW, &reused));
      if (rows[i].recovered)
        g_assert_true (rotate (tx, first, third, "thumb", NOW + 1, &reused));
      g_assert_false (reused);
      g_assert_true (rotate (tx, presented, fourth, rows[i].thumbprint, NOW + rows[i].at, &reused));
      g_assert_true (reused);
      g_assert_false (is_live (tx, id));
      commit (tx);
    }
}

/* A session that has ended meanwhile is not brought back. */
static void
test_no_grace_after_end (Fixture *self, gconstpointer unused)
{
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);
  g_autofree char *id = start_session (tx, self->account, "r1", "complete");
  gboolean reused;

  g_assert_true (rotate (tx, "r1", "r2", "thumb", NOW, &reused));
  g_assert_true (reeve_sessions_end (tx, id, NOW, NULL));
  g_assert_true (rotate (tx, "r1", "r3", "thumb", NOW + 1, &reused));
  g_assert_true (reused);
  g_assert_false (is_live (tx, id));
  g_assert_false (rotate (tx, "r3", "r4", "thumb", NOW + 2, &reused));
  commit (tx);
}

typedef struct
{
  ReeveDb *db;
  const char *next;
  gboolean rotated;
  gboolean reused;
} Swap;

static gpointer
swap_first (gpointer data)
{
  Swap *swap = data;
  ReeveTx *tx = begin (swap->db, REEVE_TX_WRITE);

  swap->rotated = rotate (tx, "r1", swap->next, "thumb", NOW, &swap->reused);
  commit (tx);
  return NULL;
}

/* Two that present the same token at once leave one token that serves. */
static void
test_swaps_at_once (Fixture *self, gconstpointer unused)
{
  Swap swaps[] = { { self->db, "one" }, { self->db, "two" } };
  GThread *threads[G_N_ELEMENTS (swaps)];
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);
  g_autofree char *id = start_session (tx, self->account, "r1", "complete");
  g_autoptr (GBytes) one = hash_of ("one");
  g_autoptr (GBytes) two = hash_of ("two");
  ReeveStatement *statement;
  gint64 n_live;

  commit (tx);
  for (guint i = 0; i < G_N_ELEMENTS (swaps); i++)
    threads[i] = g_thread_new ("swap", swap_first, &swaps[i]);
  for (guint i = 0; i < G_N_ELEMENTS (swaps); i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < G_N_ELEMENTS (swaps); i++)
    g_assert_true (swaps[i].rotated && !swaps[i].reused);

  tx = begin (self->db, REEVE_TX_WRITE);
  statement = reeve_tx_prepare (tx, "SELECT count(*) FROM sessions WHERE refresh_hash IN ($1, $2)", NULL);
  reeve_statement_bind_bytes (statement, 1, one);
  reeve_statement_bind_bytes (statement, 2, two);
  g_assert_true (reeve_statement_read_int (statement, &n_live, NULL));
  g_assert_cmpint (n_live, ==, 1);
  g_assert_true (is_live (tx, id));
  commit (tx);
}

/* A challenge serves its device until it expires or is dropped. */
static void
test_challenges (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) hash = hash_of ("challenge");
  g_autoptr (GBytes) late = hash_of ("late");
  g_autofree char *account = NULL;
  g_autofree char *device = NULL;
  char *no_account;
  char *no_device;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);

  g_assert_true (reeve_sessions_put_challenge (tx, hash, self->account, "thumb", "laptop", NOW + 10, &error));
  g_assert_true (reeve_sessions_put_challenge (tx, late, self->account, "thumb", NULL, NOW + 1, &error));
  g_assert_true (reeve_sessions_get_challenge (tx, hash, "thumb", NOW, &account, &device, &error));
  g_assert_cmpstr (account, ==, self->account);
  g_assert_cmpstr (device, ==, "laptop");
  g_assert_false (reeve_sessions_get_challenge (tx, hash, "other", NOW, &no_account, &no_device, &error));
  assert_reeve_error (error, REEVE_ERROR_SIGNED_OUT, "challenge");
  g_assert_false (reeve_sessions_get_challenge (tx, late, "thumb", NOW + 1, &no_account, &no_device, NULL));
  g_assert_true (reeve_sessions_drop_challenge (tx, hash, NULL));
  g_assert_false (reeve_sessions_get_challenge (tx, hash, "thumb", NOW, &no_account, &no_device, NULL));
  commit (tx);
}

/* Counters are per kind and source; a day later they are gone. */
static void
test_failures (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  ReeveFailures failures = { 2, NOW, 0 };
  ReeveFailures read;
  ReeveFailures later = { 1, NOW + 2 * REEVE_DAY, NOW + 2 * REEVE_DAY + 60 };
  gint64 end;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);

  g_assert_true (reeve_failures_set (tx, "password", "a", "address:1", &failures, &error));
  failures.failures = 3;
  failures.locked_until = NOW + 60;
  g_assert_true (reeve_failures_set (tx, "password", "a", "address:1", &failures, &error));
  g_assert_true (reeve_failures_get (tx, "password", "a", "address:1", &read, &error));
  g_assert_cmpint (read.failures, ==, 3);
  g_assert_cmpint (read.locked_until, ==, NOW + 60);
  g_assert_true (reeve_failures_get (tx, "code", "a", "address:1", &read, &error));
  g_assert_cmpint (read.failures, ==, 0);
  g_assert_true (reeve_failures_get (tx, "password", "a", "address:2", &read, &error));
  g_assert_cmpint (read.failures, ==, 0);
  g_assert_true (reeve_failures_get_lock_end (tx, "a", NOW, &end, &error));
  g_assert_cmpint (end, ==, NOW + 60);
  g_assert_true (reeve_failures_get_lock_end (tx, "a", NOW + 60, &end, &error));
  g_assert_cmpint (end, ==, 0);
  g_assert_true (reeve_failures_set (tx, "password", "b", "account", &later, &error));
  g_assert_true (reeve_failures_get (tx, "password", "a", "address:1", &read, &error));
  g_assert_cmpint (read.failures, ==, 0);
  g_assert_true (reeve_failures_clear (tx, "b", NULL, &error));
  g_assert_true (reeve_failures_get_lock_end (tx, "b", NOW, &end, &error));
  g_assert_cmpint (end, ==, 0);
  commit (tx);
}

/* The same request gets the same reply for a day; another request under its key is refused. */
static void
test_idempotency (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) digest = hash_of ("digest");
  g_autoptr (GBytes) other = hash_of ("other");
  g_autoptr (GBytes) reply = hash_of ("{}");
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GBytes) found_empty = NULL;
  GBytes *none;
  unsigned status;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);

  g_assert_true (reeve_idempotency_find (tx, "a", "k", digest, &status, &none, &error));
  g_assert_null (none);
  g_assert_true (reeve_idempotency_put (tx, "a", "k", digest, 201, reply, NOW, &error));
  g_assert_true (reeve_idempotency_put (tx, "a", "e", digest, 204, empty, NOW, &error));
  g_assert_true (reeve_idempotency_find (tx, "a", "k", digest, &status, &found, &error));
  g_assert_cmpuint (status, ==, 201);
  g_assert_true (g_bytes_equal (found, reply));
  g_assert_true (reeve_idempotency_find (tx, "a", "e", digest, &status, &found_empty, &error));
  g_assert_cmpuint (g_bytes_get_size (found_empty), ==, 0);
  g_assert_true (reeve_idempotency_find (tx, "b", "k", digest, &status, &none, &error));
  g_assert_null (none);
  g_assert_false (reeve_idempotency_find (tx, "a", "k", other, &status, &none, &error));
  assert_reeve_error (error, REEVE_ERROR_CONFLICT, "key_reused");
  g_assert_false (reeve_idempotency_put (tx, "a", "k", digest, 201, reply, NOW, NULL));
  reeve_clock_advance_for_tests (REEVE_DAY);
  g_assert_true (reeve_idempotency_find (tx, "a", "k", digest, &status, &none, NULL));
  g_assert_null (none);
  g_assert_true (reeve_idempotency_put (tx, "a", "k", other, 201, reply, NOW + REEVE_DAY, NULL));
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM idempotency"), ==, 1);
  commit (tx);
}

/* Entries come back by batch in order, by object newest first. */
static void
test_audit (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = reeve_id_new ();
  g_autoptr (GPtrArray) of_batch = NULL;
  g_autoptr (GPtrArray) of_object = NULL;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

      entry->action = g_strdup_printf ("user.%u", i);
      entry->object_type = g_strdup ("user");
      entry->object_id = g_strdup (i % 2 ? "b" : "a");
      entry->before = g_strdup ("{\"state\":\"active\"}");
      entry->batch = i < 3 ? g_strdup (batch) : NULL;
      g_assert_true (reeve_audit_append (tx, entry, &error));
      g_assert_no_error (error);
    }
  of_batch = reeve_audit_list_batch (tx, batch, &error);
  g_assert_cmpuint (of_batch->len, ==, 3);
  g_assert_cmpstr (((ReeveAuditEntry *) of_batch->pdata[0])->action, ==, "user.0");
  g_assert_cmpstr (((ReeveAuditEntry *) of_batch->pdata[0])->before, ==, "{\"state\":\"active\"}");
  g_assert_null (((ReeveAuditEntry *) of_batch->pdata[0])->after);
  of_object = reeve_audit_list_object (tx, "user", "a", 2, &error);
  g_assert_cmpuint (of_object->len, ==, 2);
  g_assert_cmpstr (((ReeveAuditEntry *) of_object->pdata[0])->action, ==, "user.4");
  commit (tx);
}

/* Page behind page, every entry of an object comes once, newest first, however many there are; a cursor leads
 * on in the trail of its own object only. */
static void
test_audit_pages (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *first = NULL;
  ReeveTx *tx = begin (self->db, REEVE_TX_WRITE);
  guint left = 1203;

  for (guint i = 1; i <= left; i++)
    {
      g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();
      g_autoptr (ReeveAuditEntry) other = reeve_audit_entry_new ();

      entry->action = g_strdup_printf ("user.%u", i);
      other->action = g_strdup ("user.save");
      entry->object_type = g_strdup ("user");
      other->object_type = g_strdup ("user");
      entry->object_id = g_strdup ("a");
      other->object_id = g_strdup ("b");
      g_assert_true (reeve_audit_append (tx, entry, &error));
      g_assert_true (reeve_audit_append (tx, other, &error));
    }

  query->limit = REEVE_QUERY_MAX_LIMIT;
  do
    {
      g_autoptr (ReeveListing) page = reeve_audit_list (tx, "user", "a", query, &error);

      g_assert_no_error (error);
      g_assert_cmpint (page->total, ==, -1);
      for (guint i = 0; i < page->items->len; i++, left--)
        {
          g_autofree char *action = g_strdup_printf ("user.%u", left);
          g_assert_cmpstr (((ReeveAuditEntry *) page->items->pdata[i])->action, ==, action);
        }
      g_set_str (&query->cursor, page->next);
      if (first == NULL)
        first = g_strdup (page->next);
    }
  while (query->cursor != NULL);
  g_assert_cmpuint (left, ==, 0);

  g_set_str (&query->cursor, first);
  g_assert_null (reeve_audit_list (tx, "user", "b", query, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  commit (tx);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } cases[] = {
    { "ensure", test_ensure },
    { "totp-steps", test_totp_steps },
    { "recovery-codes", test_recovery_codes },
    { "mirrors", test_mirrors },
    { "session-check", test_session_check },
    { "rotation", test_rotation },
    { "lost-answer", test_lost_answer },
    { "reuse-in-grace", test_reuse_in_grace },
    { "no-grace-after-end", test_no_grace_after_end },
    { "swaps-at-once", test_swaps_at_once },
    { "challenges", test_challenges },
    { "failures", test_failures },
    { "idempotency", test_idempotency },
    { "audit", test_audit },
    { "audit-pages", test_audit_pages },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/store/directory/", cases[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, cases[i].test, tear_down);
    }
  return g_test_run ();
}
