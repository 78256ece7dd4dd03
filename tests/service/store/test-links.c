/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Links: looked at as often as one likes, used once, one live at a time, and gone when they expire. */

#include "config.h"

#include "common/clock.h"
#include "scratch.h"
#include "service/store/links.h"

#define NOW G_GINT64_CONSTANT (1767225600000000)

static ReeveSecret *
make (ReeveDb *db, const char *purpose, const char *subject, gint64 expires)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);
  ReeveSecret *secret = reeve_links_make (tx, purpose, subject, NOW, expires, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (reeve_secret_get_length (secret), ==, 43);
  commit (tx);
  return secret;
}

/* (transfer full) (nullable): refused, in the one way there is */
static char *
look (ReeveDb *db, const char *purpose, ReeveSecret *secret, gint64 now)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (db, REEVE_TX_READ);
  char *subject = NULL;

  if (!reeve_links_peek (tx, purpose, secret, now, &subject, &error))
    assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, "link");
  reeve_tx_end (tx);
  return subject;
}

static char *
use (ReeveDb *db, const char *purpose, ReeveSecret *secret, gint64 now)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);
  char *subject = NULL;

  if (reeve_links_use (tx, purpose, secret, now, &subject, &error))
    commit (tx);
  else
    {
      assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, "link");
      reeve_tx_end (tx);
    }
  return subject;
}

static void
assert_dead (ReeveDb *db, const char *purpose, ReeveSecret *secret, gint64 now)
{
  g_autofree char *seen = look (db, purpose, secret, now);
  g_autofree char *used = use (db, purpose, secret, now);

  g_assert_null (seen);
  g_assert_null (used);
}

/* Opening a link twenty times leaves it as it is; using it once ends it. In both databases. */
static void
test_once (gconstpointer schema)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveSecret) secret = NULL;
  g_autofree char *used = NULL;

  scratch_init (&scratch);
  db = scratch_open (&scratch, schema);
  secret = make (db, "invitation", "one", NOW + REEVE_DAY);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *seen = look (db, "invitation", secret, NOW);

      g_assert_cmpstr (seen, ==, "one");
    }
  used = use (db, "invitation", secret, NOW);
  g_assert_cmpstr (used, ==, "one");
  assert_dead (db, "invitation", secret, NOW);
}

/* A link does for its own purpose, until its end, and its secret is nowhere in the table. */
static void
test_bounds (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveSecret) secret = NULL;
  g_autoptr (ReeveSecret) other = reeve_secret_new_text ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  g_autofree char *last = NULL;
  g_autofree char *sql = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  secret = make (db, "invitation", "one", NOW + REEVE_DAY);
  assert_dead (db, "password-reset", secret, NOW);
  assert_dead (db, "invitation", other, NOW);
  assert_dead (db, "invitation", secret, NOW + REEVE_DAY);
  last = look (db, "invitation", secret, NOW + REEVE_DAY - 1);
  g_assert_cmpstr (last, ==, "one");
  sql = g_strdup_printf ("SELECT count(*) FROM links WHERE CAST (hash AS TEXT) = '%s'",
                         reeve_secret_get_text (secret));
  tx = begin (db, REEVE_TX_READ);
  g_assert_cmpint (query_int (tx, sql), ==, 0);
  reeve_tx_end (tx);
}

/* A new link ends the older one of its subject and purpose, and no other. */
static void
test_one_live (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveSecret) older = NULL;
  g_autoptr (ReeveSecret) newer = NULL;
  g_autoptr (ReeveSecret) neighbour = NULL;
  g_autoptr (ReeveSecret) purpose = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *c = NULL;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  older = make (db, "invitation", "one", NOW + REEVE_DAY);
  neighbour = make (db, "invitation", "two", NOW + REEVE_DAY);
  purpose = make (db, "password-reset", "one", NOW + REEVE_DAY);
  newer = make (db, "invitation", "one", NOW + REEVE_DAY);
  assert_dead (db, "invitation", older, NOW);
  a = look (db, "invitation", newer, NOW);
  b = look (db, "invitation", neighbour, NOW);
  c = look (db, "password-reset", purpose, NOW);
  g_assert_cmpstr (a, ==, "one");
  g_assert_cmpstr (b, ==, "two");
  g_assert_cmpstr (c, ==, "one");
}

/* An ended link is dead at once; ending without a purpose ends all of the subject's. */
static void
test_end (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveSecret) one = NULL;
  g_autoptr (ReeveSecret) other = NULL;
  g_autofree char *alive = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  one = make (db, "invitation", "one", NOW + REEVE_DAY);
  other = make (db, "password-reset", "one", NOW + REEVE_DAY);
  tx = begin (db, REEVE_TX_WRITE);
  g_assert_true (reeve_links_end (tx, "invitation", "one", NOW, &error));
  g_assert_true (reeve_links_end (tx, "invitation", "nobody", NOW, &error));
  commit (tx);
  assert_dead (db, "invitation", one, NOW);
  alive = look (db, "password-reset", other, NOW);
  g_assert_cmpstr (alive, ==, "one");
  tx = begin (db, REEVE_TX_WRITE);
  g_assert_true (reeve_links_end (tx, NULL, "one", NOW, &error));
  commit (tx);
  assert_dead (db, "password-reset", other, NOW);
}

/* What has expired goes in steps; what is live stays. */
static void
test_purge (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveSecret) live = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  live = make (db, "invitation", "live", NOW + 2 * REEVE_DAY);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *subject = g_strdup_printf ("%u", i);
      g_autoptr (ReeveSecret) secret = make (db, "invitation", subject, NOW + REEVE_DAY);
    }
  tx = begin (db, REEVE_TX_WRITE);
  g_assert_true (reeve_links_purge (tx, NOW + REEVE_DAY - 1, 10, &n, &error));
  g_assert_cmpint (n, ==, 0);
  g_assert_true (reeve_links_purge (tx, NOW + REEVE_DAY, 2, &n, &error));
  g_assert_cmpint (n, ==, 2);
  g_assert_true (reeve_links_purge (tx, NOW + REEVE_DAY, 2, &n, &error));
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM links"), ==, 1);
  commit (tx);
}

typedef struct
{
  ReeveDb *db;
  ReeveSecret *secret;
  gint used;    /* atomic */
  gint refused; /* atomic */
} Race;

static gpointer
race (gpointer data)
{
  Race *self = data;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *subject = use (self->db, "invitation", self->secret, NOW);

      g_atomic_int_inc (subject != NULL ? &self->used : &self->refused);
    }
  return NULL;
}

/* A thousand uses by ten threads: one succeeds. */
static void
test_race (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveSecret) secret = NULL;
  GThread *threads[10];
  Race shared = { 0 };

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  secret = make (db, "invitation", "one", NOW + REEVE_DAY);
  shared.db = db;
  shared.secret = secret;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("race", race, &shared);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (shared.used, ==, 1);
  g_assert_cmpint (shared.refused, ==, 999);
}

/* A token names its workspace, and text that is none is told apart without a database. */
static void
test_tokens (void)
{
  static const char *const bad[] = {
    "",
    ".",
    "0190a0b1c2d37e4f8a9b0c1d2e3f4a5b.",
    "0190a0b1c2d37e4f8a9b0c1d2e3f4a5b.AAAA",
    "0190a0b1c2d37e4f8a9b0c1d2e3f4a5b.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "0190a0b1c2d37e4f8a9b0c1d2e3f4a5.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "0190A0B1c2d37e4f8a9b0c1d2e3f4a5b.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "../90a0b1c2d37e4f8a9b0c1d2e3f4a5b.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.A",
  };
  const char *workspace = "0190a0b1-c2d3-7e4f-8a9b-0c1d2e3f4a5b";
  g_autoptr (ReeveSecret) secret = reeve_secret_new_text ("AbC-_9AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  const char *const workspaces[] = { workspace, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (workspaces); i++)
    {
      g_autoptr (ReeveSecret) token = reeve_link_token_join (workspaces[i], secret);
      g_autoptr (ReeveSecret) back = NULL;
      g_autofree char *id = NULL;

      g_assert_cmpuint (reeve_secret_get_length (token), ==, i == 0 ? 32 + 1 + 43 : 43);
      g_assert_true (reeve_link_token_split (token, &id, &back));
      g_assert_cmpstr (id, ==, workspaces[i]);
      g_assert_true (reeve_secret_equal (back, secret));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (ReeveSecret) token = reeve_secret_new_text (bad[i]);
      g_autoptr (ReeveSecret) back = NULL;
      g_autofree char *id = NULL;

      g_assert_false (reeve_link_token_split (token, &id, &back));
      g_assert_null (id);
      g_assert_null (back);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/store/links/once/workspace", "workspace", test_once);
  g_test_add_data_func ("/store/links/once/directory", "directory", test_once);
  g_test_add_func ("/store/links/bounds", test_bounds);
  g_test_add_func ("/store/links/one-live", test_one_live);
  g_test_add_func ("/store/links/end", test_end);
  g_test_add_func ("/store/links/purge", test_purge);
  g_test_add_func ("/store/links/race", test_race);
  g_test_add_func ("/store/links/tokens", test_tokens);
  return g_test_run ();
}
