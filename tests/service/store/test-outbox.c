/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The outbox: with the change or not at all, claimed by one, sent at least once, and forgotten in time. */

#include "config.h"

#include "common/clock.h"
#include "scratch.h"
#include "service/store/links.h"
#include "service/store/outbox.h"

#define NOW G_GINT64_CONSTANT (1767225600000000)

static ReeveMail *
make_mail (const char *recipient, const char *link)
{
  ReeveMail *mail = reeve_mail_new ();

  mail->kind = "security-notice";
  reeve_set_text (&mail->recipient, recipient);
  reeve_set_text (&mail->recipient_name, "Ada");
  reeve_set_text (&mail->subject, "Hello");
  reeve_set_text (&mail->text, "One line.\nAnother.");
  reeve_set_text (&mail->html, "<p>One line.</p>");
  reeve_set_text (&mail->link, link);
  return mail;
}

static void
put (ReeveDb *db, const char *recipient, const char *link)
{
  g_autoptr (ReeveMail) mail = make_mail (recipient, link);
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);

  g_assert_true (reeve_outbox_put (tx, mail, &error));
  g_assert_no_error (error);
  commit (tx);
}

/* (transfer full) (nullable) */
static ReeveMail *
claim (ReeveDb *db, gint64 now, gint64 until)
{
  g_autoptr (GError) error = NULL;
  ReeveMail *mail = NULL;
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);

  g_assert_true (reeve_outbox_claim (tx, now, until, &mail, &error));
  g_assert_no_error (error);
  commit (tx);
  return mail;
}

static void
settle (ReeveDb *db, ReeveMail *mail)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);

  g_assert_true (reeve_outbox_settle (tx, mail, &error));
  g_assert_no_error (error);
  commit (tx);
}

static ReeveMail *
get (ReeveDb *db, const char *id)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (db, REEVE_TX_READ);
  ReeveMail *mail = reeve_outbox_get (tx, id, &error);

  g_assert_no_error (error);
  reeve_tx_end (tx);
  return mail;
}

static gint64
get_next (ReeveDb *db)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (db, REEVE_TX_READ);
  gint64 due;

  g_assert_true (reeve_outbox_get_next (tx, &due, &error));
  reeve_tx_end (tx);
  return due;
}

/* A change that is not committed sends no mail; both databases have an outbox. */
static void
test_put (void)
{
  static const char *const schemas[] = { "directory", "workspace" };

  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_auto (Scratch) scratch = { NULL };
      g_autoptr (ReeveDb) db = NULL;
      g_autoptr (ReeveMail) mail = make_mail ("ada@example.org", "https://reeve.example.org/p/reset/x");
      g_autoptr (ReeveMail) found = NULL;
      g_autoptr (GError) error = NULL;
      ReeveTx *tx;

      scratch_init (&scratch);
      db = scratch_open (&scratch, schemas[i]);
      tx = begin (db, REEVE_TX_WRITE);
      g_assert_true (reeve_outbox_put (tx, mail, &error));
      reeve_tx_end (tx);
      g_assert_cmpint (get_next (db), ==, G_MAXINT64);
      g_assert_null (claim (db, NOW, NOW + 1));

      put (db, "ada@example.org", mail->link);
      g_assert_cmpint (get_next (db), ==, NOW);
      found = claim (db, NOW, NOW + 1);
      g_assert_cmpstr (found->state, ==, "waiting");
      g_assert_cmpint (found->created, ==, NOW);
      g_assert_cmpint (found->attempts, ==, 1);
      g_assert_cmpstr (found->text, ==, mail->text);
      g_assert_cmpstr (found->html, ==, mail->html);
      g_assert_cmpstr (found->link, ==, mail->link);
      g_assert_true (reeve_id_is_valid (found->id));
    }
}

/* What would make another header, or another recipient, never gets in. */
static void
test_hostile (void)
{
  static const char *const recipients[] = { "ada@example.org\r\nBcc: eve@example.org",
                                            "ada@example.org, eve@example.org", "<ada@example.org>", "ada",
                                            "" };
  static const char *const lines[] = { "Hello\r\nBcc: eve@example.org", "Hello\nthere", "Hello\x01there",
                                       "Hello\xe2\x80\xae"
                                       "there",
                                       "\xff" };
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  tx = begin (db, REEVE_TX_WRITE);
  for (guint i = 0; i < G_N_ELEMENTS (recipients); i++)
    {
      g_autoptr (ReeveMail) mail = make_mail (recipients[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (reeve_outbox_put (tx, mail, &error));
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
    }
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    for (guint which = 0; which < 2; which++)
      {
        g_autoptr (ReeveMail) mail = make_mail ("ada@example.org", NULL);
        g_autoptr (GError) error = NULL;

        reeve_set_text (which == 0 ? &mail->subject : &mail->recipient_name, lines[i]);
        g_assert_false (reeve_outbox_put (tx, mail, &error));
        g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
      }
  commit (tx);
  g_assert_cmpint (get_next (db), ==, G_MAXINT64);

  /* a line's end at the end is no part of a name */
  {
    g_autoptr (ReeveMail) found = NULL;

    put (db, "ada@example.org\r\n", NULL);
    found = claim (db, NOW, NOW + 1);
    g_assert_cmpstr (found->recipient, ==, "ada@example.org");
  }
}

/* A claimed mail is nobody else's until the claim runs out; then it is sent again, and what the first says
 * late counts no more. */
static void
test_claims (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveMail) first = NULL;
  g_autoptr (ReeveMail) second = NULL;
  g_autoptr (ReeveMail) again = NULL;
  g_autoptr (ReeveMail) now = NULL;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  put (db, "ada@example.org", "https://x");
  put (db, "bob@example.org", NULL);
  first = claim (db, NOW, NOW + 100);
  second = claim (db, NOW, NOW + 200);
  g_assert_cmpstr (first->recipient, ==, "ada@example.org");
  g_assert_cmpstr (second->recipient, ==, "bob@example.org");
  g_assert_null (claim (db, NOW + 99, NOW + 300));
  g_assert_cmpint (get_next (db), ==, NOW + 100);

  again = claim (db, NOW + 100, NOW + 300);
  g_assert_cmpstr (again->id, ==, first->id);
  g_assert_cmpint (again->attempts, ==, 2);
  first->state = "failed";
  settle (db, first);
  now = get (db, first->id);
  g_assert_cmpstr (now->state, ==, "waiting");

  /* a second try later */
  again->next_try = NOW + 1000;
  reeve_set_text (&again->error, "450 mailbox busy");
  settle (db, again);
  g_clear_object (&now);
  now = get (db, first->id);
  g_assert_cmpstr (now->error, ==, "450 mailbox busy");
  g_assert_nonnull (now->text);
  g_clear_object (&again);
  g_assert_null (claim (db, NOW + 150, NOW + 999));
}

static void
withdraw (ReeveDb *db, const char *id)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);

  g_assert_true (reeve_outbox_withdraw (tx, id, &error));
  g_assert_no_error (error);
  commit (tx);
}

static void
assert_state (ReeveDb *db, const char *id, const char *state, gboolean wiped)
{
  g_autoptr (ReeveMail) mail = get (db, id);

  g_assert_cmpstr (mail->state, ==, state);
  g_assert_true ((mail->text == NULL) == wiped);
  g_assert_true ((mail->html == NULL) == wiped);
  g_assert_true ((mail->link == NULL) == wiped);
}

/* A mail that was withdrawn is claimed no more and cannot be tried again. One that was on its way meanwhile
 * is what became of it: sent, or not. */
static void
test_withdrawn (void)
{
  static const char *const outcomes[] = { "sent", "failed", "waiting", "kept" };

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_auto (Scratch) scratch = { NULL };
      g_autoptr (ReeveDb) db = NULL;
      g_autoptr (ReeveMail) mail = NULL;
      g_autoptr (GError) error = NULL;
      ReeveTx *tx;

      scratch_init (&scratch);
      db = scratch_open (&scratch, "workspace");
      put (db, "ada@example.org", "https://x");
      mail = claim (db, NOW, NOW + 100);
      withdraw (db, mail->id);
      assert_state (db, mail->id, "withdrawn", TRUE);
      g_assert_cmpint (get_next (db), ==, G_MAXINT64);
      g_assert_null (claim (db, NOW + 1000, NOW + 2000));

      mail->state = outcomes[i];
      mail->next_try = i == 2 ? NOW + 5 : 0;
      settle (db, mail);
      assert_state (db, mail->id, i == 0 ? "sent" : "withdrawn", TRUE);
      withdraw (db, mail->id);
      assert_state (db, mail->id, i == 0 ? "sent" : "withdrawn", TRUE);
      tx = begin (db, REEVE_TX_WRITE);
      g_assert_false (reeve_outbox_retry (tx, mail->id, NOW, &error));
      assert_reeve_error (error, REEVE_ERROR_CONFLICT, i == 0 ? "mail_sent" : "mail_gone");
      reeve_tx_end (tx);
    }
}

/* What became of the link while its mail waited. */
enum
{
  ALIVE,
  ENDED,
  USED,
  RUN_OUT,
  UNKNOWN,
  N_FATES
};

static char *
make_uri (ReeveDb *db, guint fate, const char *subject)
{
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSecret) secret =
    reeve_links_make (tx, REEVE_LINK_INVITATION, subject, NOW, NOW + 50, &error);
  g_autofree char *used = NULL;
  char *uri = g_strconcat (
    "https://reeve.example.org/p/invitation/01234567890123456789012345678901.",
    fate == UNKNOWN ? "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" : reeve_secret_get_text (secret), NULL);

  g_assert_true (fate != ENDED || reeve_links_end (tx, REEVE_LINK_INVITATION, subject, NOW, &error));
  g_assert_true (fate != USED || reeve_links_use (tx, REEVE_LINK_INVITATION, secret, NOW, &used, &error));
  g_assert_no_error (error);
  commit (tx);
  return uri;
}

/* A link that died while its mail waited is never sent. */
static void
test_dead_link (void)
{
  for (guint fate = 0; fate < N_FATES; fate++)
    {
      g_auto (Scratch) scratch = { NULL };
      g_autoptr (ReeveDb) db = NULL;
      g_autoptr (ReeveMail) mail = NULL;
      g_autofree char *uri = NULL;
      gboolean dead = fate != ALIVE;

      scratch_init (&scratch);
      db = scratch_open (&scratch, "workspace");
      uri = make_uri (db, fate, "someone");
      put (db, "ada@example.org", uri);
      mail = claim (db, fate == RUN_OUT ? NOW + 50 : NOW, NOW + 100);
      g_assert_cmpstr (mail->state, ==, dead ? "withdrawn" : "waiting");
      assert_state (db, mail->id, "waiting", FALSE);
      if (!dead)
        mail->state = "sent";
      settle (db, mail);
      assert_state (db, mail->id, dead ? "withdrawn" : "sent", TRUE);
    }
}

/* A link is gone from the store as soon as its mail is sent; another text stays a month. A kept one can be
 * sent after all, a sent one not. */
static void
test_settled (void)
{
  static const char *const states[] = { "sent", "failed", "kept" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    for (guint with_link = 0; with_link < 2; with_link++)
      {
        g_auto (Scratch) scratch = { NULL };
        g_autoptr (ReeveDb) db = NULL;
        g_autoptr (ReeveMail) mail = NULL;
        g_autoptr (ReeveMail) after = NULL;
        g_autoptr (GError) error = NULL;
        ReeveTx *tx;
        gboolean wiped = i == 0 && with_link;

        scratch_init (&scratch);
        db = scratch_open (&scratch, "workspace");
        put (db, "ada@example.org", with_link ? "https://x" : NULL);
        mail = claim (db, NOW, NOW + 100);
        mail->state = states[i];
        mail->sent = i == 0 ? NOW + 5 : 0;
        settle (db, mail);
        g_assert_null (claim (db, NOW + 1000, NOW + 2000));
        after = get (db, mail->id);
        g_assert_cmpstr (after->state, ==, states[i]);
        g_assert_cmpint (after->sent, ==, mail->sent);
        g_assert_cmpint (after->version, >, mail->version);
        g_assert_true ((after->text == NULL) == wiped);
        g_assert_true ((after->html == NULL) == wiped);
        g_assert_true ((after->link == NULL) == (wiped || !with_link));

        tx = begin (db, REEVE_TX_WRITE);
        if (i == 0)
          {
            g_assert_false (reeve_outbox_retry (tx, mail->id, NOW + 7, &error));
            assert_reeve_error (error, REEVE_ERROR_CONFLICT, "mail_sent");
          }
        else
          {
            g_assert_true (reeve_outbox_retry (tx, mail->id, NOW + 7, &error));
            g_assert_no_error (error);
          }
        commit (tx);
        g_assert_cmpint (get_next (db), ==, i == 0 ? G_MAXINT64 : NOW + 7);
      }
}

static void
purge_until_done (ReeveDb *db, gint64 now)
{
  gint64 n = 0;

  do
    {
      g_autoptr (GError) error = NULL;
      ReeveTx *tx = begin (db, REEVE_TX_WRITE);

      g_assert_true (reeve_outbox_purge (tx, now, 2, &n, &error));
      g_assert_no_error (error);
      commit (tx);
    }
  while (n > 0);
}

/* Texts go after 30 days, rows after 90, in steps; what still waits keeps its text. */
static void
test_purge (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  for (guint i = 0; i < 5; i++)
    put (db, "ada@example.org", NULL);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (ReeveMail) mail = claim (db, NOW, NOW + 100);

      mail->state = i % 2 ? "sent" : "kept";
      settle (db, mail);
    }
  purge_until_done (db, NOW + REEVE_OUTBOX_KEEP_TEXT);
  tx = begin (db, REEVE_TX_READ);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM outbox WHERE text IS NOT NULL"), ==, 5);
  reeve_tx_end (tx);
  purge_until_done (db, NOW + REEVE_OUTBOX_KEEP_TEXT + 1);
  tx = begin (db, REEVE_TX_WRITE);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM outbox WHERE text IS NOT NULL OR html IS NOT NULL"),
                   ==, 1);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM outbox"), ==, 5);
  {
    g_autoptr (ReeveMail) kept = NULL;
    g_autoptr (ReeveQuery) query = reeve_query_new ();
    g_autoptr (ReeveListing) listing = NULL;

    reeve_query_set_filter (query, "state", "kept");
    listing = reeve_outbox_list (tx, query, NULL, &error);
    g_assert_cmpuint (listing->items->len, ==, 2);
    kept = g_object_ref (listing->items->pdata[0]);
    g_assert_false (reeve_outbox_retry (tx, kept->id, NOW, &error));
    assert_reeve_error (error, REEVE_ERROR_CONFLICT, "mail_gone");
  }
  commit (tx);
  purge_until_done (db, NOW + REEVE_OUTBOX_KEEP + 1);
  tx = begin (db, REEVE_TX_READ);
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM outbox"), ==, 0);
  reeve_tx_end (tx);
}

/* Two outboxes read as one list: newest first, none twice, none left out, and no text in it. */
static void
test_list (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) one = NULL;
  g_autoptr (ReeveDb) other = NULL;
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *previous = NULL;
  guint n = 0;

  scratch_init (&scratch);
  one = scratch_open (&scratch, "workspace");
  other = scratch_open (&scratch, "directory");
  for (guint i = 0; i < 40; i++)
    put (i % 3 == 0 ? other : one, "ada@example.org", "https://x");
  query->limit = 7;
  do
    {
      g_autoptr (GError) error = NULL;
      ReeveTx *left = begin (one, REEVE_TX_READ);
      ReeveTx *right = begin (other, REEVE_TX_READ);
      g_autoptr (ReeveListing) page = reeve_outbox_merge (
        query, reeve_outbox_list (left, query, NULL, &error), reeve_outbox_list (right, query, NULL, &error));

      g_assert_no_error (error);
      reeve_tx_end (left);
      reeve_tx_end (right);
      for (guint i = 0; i < page->items->len; i++, n++)
        {
          ReeveMail *mail = page->items->pdata[i];

          g_assert_null (mail->text);
          g_assert_null (mail->html);
          g_assert_null (mail->link);
          g_assert_cmpstr (mail->recipient, ==, "ada@example.org");
          if (previous != NULL)
            g_assert_cmpstr (mail->id, <, previous);
          g_set_str (&previous, mail->id);
        }
      g_set_str (&query->cursor, page->next);
    }
  while (query->cursor != NULL);
  g_assert_cmpuint (n, ==, 40);
}

/* Of the directory's mails a workspace sees those about its own people. */
static void
test_own_people (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (ReeveListing) listing = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "directory");
  tx = begin (db, REEVE_TX_WRITE);
  run (tx, "INSERT INTO workspaces VALUES ('w', 1, 'W', 0, x'00')");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ReeveMail) mail = make_mail (i == 0 ? "ada@example.org" : "bob@example.org", NULL);

      reeve_set_text (&mail->account, i == 0 ? "a" : "b");
      g_assert_true (reeve_outbox_put (tx, mail, &error));
    }
  run (tx, "INSERT INTO accounts (id, version, email, email_key, display_name, second_factor, last_sign_in, "
           "created) "
           "VALUES ('a', 1, 'ada@example.org', 'ada@example.org', 'Ada', 'off', 0, 0)");
  run (tx, "INSERT INTO memberships (account, workspace) VALUES ('a', 'w')");
  listing = reeve_outbox_list (tx, query, "w", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (listing->items->len, ==, 1);
  g_assert_cmpstr (((ReeveMail *) listing->items->pdata[0])->recipient, ==, "ada@example.org");
  commit (tx);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  reeve_clock_set_for_tests (NOW);
  g_test_add_func ("/store/outbox/put", test_put);
  g_test_add_func ("/store/outbox/hostile", test_hostile);
  g_test_add_func ("/store/outbox/claims", test_claims);
  g_test_add_func ("/store/outbox/withdrawn", test_withdrawn);
  g_test_add_func ("/store/outbox/dead-link", test_dead_link);
  g_test_add_func ("/store/outbox/settled", test_settled);
  g_test_add_func ("/store/outbox/purge", test_purge);
  g_test_add_func ("/store/outbox/list", test_list);
  g_test_add_func ("/store/outbox/own-people", test_own_people);
  return g_test_run ();
}
