/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users: lists in every order, search, filters, totals, and changes that must not lose each other. */

#include "config.h"

#include <string.h>

#include "common/capability.h"
#include "common/clock.h"
#include "scratch.h"
#include "service/store/roles.h"
#include "service/store/users.h"

static ReeveUser *
add (ReeveDb *db, const char *name, const char *email, const char *state, gint64 last_sign_in)
{
  ReeveUser *user = make_user (name, email);
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);
  g_autoptr (GError) error = NULL;

  user->state = state;
  user->last_sign_in = last_sign_in;
  g_assert_true (reeve_users_insert (tx, user, &error));
  g_assert_no_error (error);
  commit (tx);
  return user;
}

static ReeveQuery *
ask (const char *question)
{
  g_autoptr (GError) error = NULL;
  ReeveQuery *query = reeve_query_from_string (question, reeve_user_sorts, reeve_user_filters, &error);

  g_assert_no_error (error);
  return query;
}

/* All pages of a question, names joined by commas; checks the total. */
static char *
walk (ReeveDb *db, const char *question)
{
  g_autoptr (ReeveQuery) query = ask (question);
  GString *names = g_string_new (NULL);
  gint64 n = 0;
  gint64 total = -1;

  while (TRUE)
    {
      ReeveTx *tx = begin (db, REEVE_TX_READ);
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveListing) listing = reeve_users_list (tx, query, &error);
      gint64 count;

      g_assert_no_error (error);
      g_assert_cmpuint (listing->items->len, <=, query->limit);
      g_assert_false (listing->total_is_estimate);
      if (total >= 0)
        g_assert_cmpint (listing->total, ==, total);
      total = listing->total;
      g_assert_true (reeve_users_count (tx, query, &count, &error));
      g_assert_cmpint (count, ==, total);
      reeve_tx_end (tx);
      for (guint i = 0; i < listing->items->len; i++, n++)
        g_string_append_printf (names, "%s%s", n > 0 ? "," : "",
                                ((ReeveUser *) listing->items->pdata[i])->display_name);
      if (listing->next == NULL)
        break;
      g_set_str (&query->cursor, listing->next);
    }
  g_assert_cmpint (n, ==, total);
  return g_string_free_and_steal (names);
}

static void
assert_walk (ReeveDb *db, const char *question, const char *expected)
{
  g_autofree char *names = walk (db, question);

  if (g_strcmp0 (names, expected) != 0)
    g_test_message ("question: %s", question);
  g_assert_cmpstr (names, ==, expected);
}

/* What goes in comes out, every stored field of it. */
static void
test_round_trip (void)
{
  static const char *const roles[] = { "reviewer", "auditor", NULL };
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (ReeveUser) loaded = NULL;
  g_autoptr (ReeveUser) found = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) held = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  user = make_user ("Zoë Ångström", "Zoe@Example.org");
  reeve_set_texts (&user->roles, roles);
  user->state = "suspended";
  user->lock = "cooling-off";
  user->lock_ends = 77;
  user->second_factor = "on";
  user->has_password = TRUE;
  user->last_sign_in = 123456789;
  user->last_sign_in_address = g_strdup ("2001:db8::1");
  tx = begin (db, REEVE_TX_WRITE);
  g_assert_true (reeve_users_insert (tx, user, &error));
  commit (tx);
  tx = begin (db, REEVE_TX_READ);
  loaded = reeve_users_get (tx, user->id, &error);
  g_assert_no_error (error);
  g_assert_true (reeve_record_equal (user, loaded));
  found = reeve_users_find_by_email (tx, "zoe@EXAMPLE.org", &error);
  g_assert_true (reeve_record_equal (user, found));
  g_assert_false (reeve_users_check_membership (tx, user->id, &held, &error));
  assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, NULL);
  reeve_tx_end (tx);
}

/* Every sort, both ways, page by page: ties by id, no user twice, none left out; unset times sort as the
 * smallest. */
static void
test_sorts (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  static const char *const names[] = { "Ada",  "ada",    "Émile",   "Emil", "zoe", "Zoë", "İnci",
                                       "Ines", "Straße", "Strasse", "李",   "Ada", "Ada" };

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *email = g_strdup_printf ("u%u@example.org", i);
      g_autoptr (ReeveUser) user = add (db, names[i], email, i % 3 ? "active" : "suspended", i % 4 * 1000);

      g_assert_nonnull (user);
    }
  assert_walk (db, "limit=2&sort=displayName",
               "Ada,ada,Ada,Ada,Emil,Émile,İnci,Ines,Straße,Strasse,zoe,Zoë,李");
  assert_walk (db, "limit=2&sort=-displayName",
               "李,Zoë,zoe,Strasse,Straße,Ines,İnci,Émile,Emil,Ada,Ada,ada,Ada");
  assert_walk (db, "limit=1&sort=lastSignIn",
               "Ada,zoe,Straße,Ada,ada,Zoë,Strasse,Émile,İnci,李,Emil,Ines,Ada");
  for (guint i = 0; reeve_user_sorts[i] != NULL; i++)
    for (guint limit = 1; limit <= 5; limit += 2)
      {
        g_autofree char *up = g_strdup_printf ("limit=%u&sort=%s", limit, reeve_user_sorts[i]);
        g_autofree char *down = g_strdup_printf ("limit=%u&sort=-%s", limit, reeve_user_sorts[i]);
        g_autofree char *forward = walk (db, up);
        g_autofree char *backward = walk (db, down);
        g_auto (GStrv) a = g_strsplit (forward, ",", -1);
        g_auto (GStrv) b = g_strsplit (backward, ",", -1);
        guint n = g_strv_length (a);

        g_assert_cmpuint (n, ==, G_N_ELEMENTS (names));
        g_assert_cmpuint (g_strv_length (b), ==, n);
        for (guint j = 0; j < n; j++)
          g_assert_cmpstr (a[j], ==, b[n - 1 - j]);
      }
}

/* Users that come and go between two pages make no other appear twice or be left out. */
static void
test_changes_between_pages (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveUser) a = NULL;
  g_autoptr (ReeveUser) b = NULL;
  g_autoptr (ReeveUser) c = NULL;
  g_autoptr (ReeveUser) d = NULL;
  g_autoptr (ReeveUser) aa = NULL;
  g_autoptr (ReeveQuery) query = ask ("limit=2&sort=displayName");
  g_autoptr (ReeveListing) first = NULL;
  g_autoptr (ReeveListing) second = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  a = add (db, "a", "a@example.org", NULL, 0);
  b = add (db, "b", "b@example.org", NULL, 0);
  c = add (db, "c", "c@example.org", NULL, 0);
  d = add (db, "d", "d@example.org", NULL, 0);
  tx = begin (db, REEVE_TX_READ);
  first = reeve_users_list (tx, query, &error);
  reeve_tx_end (tx);
  g_set_str (&query->cursor, first->next);

  /* The very user that the cursor stands on goes, and one comes before it. */
  tx = begin (db, REEVE_TX_WRITE);
  b->deleted = 5;
  g_assert_true (reeve_users_update (tx, b, 1, &error));
  commit (tx);
  aa = add (db, "aa", "aa@example.org", NULL, 0);
  tx = begin (db, REEVE_TX_READ);
  second = reeve_users_list (tx, query, &error);
  reeve_tx_end (tx);
  g_assert_cmpuint (second->items->len, ==, 2);
  g_assert_cmpstr (((ReeveUser *) second->items->pdata[0])->id, ==, c->id);
  g_assert_cmpstr (((ReeveUser *) second->items->pdata[1])->id, ==, d->id);
}

/* Users that are written row by row read as those that became records first: with every field set and not,
 * with what JSON escapes, with lists of their own and their neighbour's, on each page. */
static void
test_written (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  static const char *const names[] = { "Ada \"the\" Łoś", "Bo\\b", "Cäcilie", "Dieter", "Emil" };
  static const char *const roles[] = { "member", "member", "reviewer", "", "member,reviewer" };
  static const char *const limits[] = { "limit=2&sort=email", "limit=2&sort=-created",
                                        "limit=5&sort=displayName", "limit=100&q=nobody" };

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *email = g_strdup_printf ("%u@example.org", i);
      g_autoptr (ReeveUser) user = add (db, names[i], email, NULL, 0);
      g_autoptr (GError) error = NULL;
      ReeveTx *tx = begin (db, REEVE_TX_WRITE);

      g_strfreev (user->roles);
      user->roles = *roles[i] != '\0' ? g_strsplit (roles[i], ",", -1) : NULL;
      user->has_password = i % 2;
      if (i % 2 == 0)
        {
          user->last_sign_in = 1000 + i;
          g_set_str (&user->last_sign_in_address, "2001:db8::1");
        }
      g_assert_true (reeve_users_update (tx, user, user->version, &error));
      commit (tx);
    }
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (ReeveQuery) query = ask (limits[i]);

      do
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GString) expected = g_string_new (NULL);
          g_autoptr (GString) found = g_string_new (NULL);
          ReeveTx *tx = begin (db, REEVE_TX_READ);
          g_autoptr (ReeveListing) records = reeve_users_list (tx, query, &error);
          g_autoptr (ReeveListing) written = reeve_users_list_written (tx, query, &error);

          reeve_tx_end (tx);
          g_assert_no_error (error);
          g_assert_cmpuint (written->items->len, ==, 0);
          g_assert_cmpuint (written->n_written, ==, records->items->len);
          reeve_listing_append_json (records, expected);
          reeve_listing_append_json (written, found);
          g_assert_cmpstr (found->str, ==, expected->str);
          g_set_str (&query->cursor, records->next);
        }
      while (query->cursor != NULL);
    }
}

/* A cursor serves the question that made it; any other question, order or rubbish is refused by name. */
static void
test_foreign_cursor (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveQuery) query = ask ("limit=1&sort=displayName");
  g_autoptr (ReeveListing) listing = NULL;
  static const char *const others[] = { "limit=1&sort=-displayName", "limit=1&sort=email",
                                        "limit=1&sort=displayName&q=a",
                                        "limit=1&sort=displayName&state=active" };
  static const char *const rubbish[] = { "", "x", "!!!", "AAAAAAAAAAAAAAAAAAAAAAAA" };
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  g_object_unref (add (db, "a", "a@example.org", NULL, 0));
  g_object_unref (add (db, "b", "b@example.org", NULL, 0));
  tx = begin (db, REEVE_TX_READ);
  listing = reeve_users_list (tx, query, NULL);
  g_assert_nonnull (listing->next);
  for (guint i = 0; i < G_N_ELEMENTS (others) + G_N_ELEMENTS (rubbish); i++)
    {
      gboolean other = i < G_N_ELEMENTS (others);
      g_autoptr (ReeveQuery) wrong = ask (other ? others[i] : "limit=1&sort=displayName");
      g_autoptr (GError) error = NULL;
      GPtrArray *members;

      g_set_str (&wrong->cursor, other ? listing->next : rubbish[i - G_N_ELEMENTS (others)]);
      g_assert_null (reeve_users_list (tx, wrong, &error));
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
      members = reeve_error_get_members (error);
      g_assert_cmpstr (((ReeveBadMember *) members->pdata[0])->pointer, ==, "?cursor");
    }
  reeve_tx_end (tx);
}

/* Words occur anywhere in name or address, however short, without marks and case; all of them. */
static void
test_search (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  static const struct
  {
    const char *question;
    const char *names;
  } cases[] = {
    { "q=ada", "Ada Lovelace" },
    { "q=ADA", "Ada Lovelace" },
    { "q=love%20ada", "Ada Lovelace" },
    { "q=ada%20hopper", "" },
    { "q=zoe", "Zoë Müller" },
    { "q=ZOË", "Zoë Müller" },
    { "q=muller", "Zoë Müller" },
    { "q=ss", "Jan Strauß" },
    { "q=strauß", "Jan Strauß" },
    { "q=strauss", "Jan Strauß" },
    { "q=inci", "İnci Demir" },
    { "q=İNCİ", "İnci Demir" },
    { "q=李", "李 小龍" },
    { "q=小龍", "李 小龍" },
    { "q=q", "" },
    { "q=ü", "İnci Demir,Jan Strauß,Zoë Müller,李 小龍" },
    { "q=vel", "Ada Lovelace" },
    { "q=o'h", "Grace O'Hopper" },
    { "q=%25", "Grace O'Hopper" },
    { "q=_", "Jan Strauß" },
    { "q=-p", "" },
    { "q=n_s", "Jan Strauß" },
    { "q=n-s", "" },
    { "q=%22", "" },
    { "q=AND", "Zoë Müller" },
    { "q=a*", "" },
    { "q=grace@", "Grace O'Hopper" },
    { "q=lovelace@example.org", "Ada Lovelace" },
    { "q=example", "Ada Lovelace,Grace O'Hopper,İnci Demir,Jan Strauß,Zoë Müller,李 小龍" },
    { "q=%20", "Ada Lovelace,Grace O'Hopper,İnci Demir,Jan Strauß,Zoë Müller,李 小龍" },
  };

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  g_object_unref (add (db, "Ada Lovelace", "ada.lovelace@example.org", NULL, 0));
  g_object_unref (add (db, "Zoë Müller", "anders@example.org", NULL, 0));
  g_object_unref (add (db, "Jan Strauß", "jan_s@umu.example", NULL, 0));
  g_object_unref (add (db, "İnci Demir", "id@yurt.example", NULL, 0));
  g_object_unref (add (db, "李 小龍", "lee@kung-fu.example", NULL, 0));
  g_object_unref (add (db, "Grace O'Hopper", "grace@100%.example", NULL, 0));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_walk (db, cases[i].question, cases[i].names);
}

/* Search follows a new name at once; who is in the bin is found there only. */
static void
test_search_follows (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  user = add (db, "Ada", "a@example.org", NULL, 0);
  tx = begin (db, REEVE_TX_WRITE);
  g_set_str (&user->display_name, "Grace");
  g_assert_true (reeve_users_update (tx, user, 1, &error));
  commit (tx);
  assert_walk (db, "q=ada", "");
  assert_walk (db, "q=grace", "Grace");
  tx = begin (db, REEVE_TX_WRITE);
  user->deleted = 10;
  g_assert_true (reeve_users_update (tx, user, 2, &error));
  commit (tx);
  assert_walk (db, "q=grace", "");
  assert_walk (db, "", "");
  assert_walk (db, "q=gr&state=deleted", "Grace");
  assert_walk (db, "q=ad&state=deleted", "");
  tx = begin (db, REEVE_TX_WRITE);
  g_ptr_array_unref (reeve_users_purge (tx, 11, 100, &error));
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM users"), ==, 0);
  commit (tx);
  assert_walk (db, "q=gr&state=deleted", "");
}

/* Each filter, and filters together; totals are right after every kind of change. */
static void
test_filters (void)
{
  static const char *const reviewer[] = { "reviewer", NULL };
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveUser) a = NULL;
  g_autoptr (ReeveUser) b = NULL;
  g_autoptr (ReeveUser) c = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  reeve_clock_set_for_tests (1000 * G_USEC_PER_SEC);
  db = scratch_open (&scratch, "workspace");
  a = add (db, "a", "a@example.org", "active", 0);
  b = add (db, "b", "b@example.org", "suspended", 5);
  c = add (db, "c", "c@example.org", "active", 7);
  assert_walk (db, "state=active", "a,c");
  assert_walk (db, "state=suspended", "b");
  assert_walk (db, "signedIn=never", "a");
  assert_walk (db, "secondFactor=on", "");
  assert_walk (db, "lock=any", "");
  tx = begin (db, REEVE_TX_WRITE);
  a->second_factor = "on";
  a->last_sign_in = 9;
  a->lock = "cooling-off";
  a->lock_ends = 1001 * G_USEC_PER_SEC;
  reeve_set_texts (&b->roles, reviewer);
  b->lock = "breach";
  g_assert_true (reeve_users_mirror (tx, a, &error));
  g_assert_cmpint (a->version, ==, 1);
  g_assert_true (reeve_users_update (tx, b, 1, &error));
  commit (tx);
  assert_walk (db, "signedIn=never", "");
  assert_walk (db, "secondFactor=on", "a");
  assert_walk (db, "secondFactor=off", "b,c");
  assert_walk (db, "lock=any", "a,b");
  assert_walk (db, "lock=breach", "b");
  assert_walk (db, "lock=cooling-off", "a");
  assert_walk (db, "role=reviewer", "b");
  assert_walk (db, "role=nobody", "");
  assert_walk (db, "role=reviewer&state=active", "");
  assert_walk (db, "role=reviewer&state=suspended&q=b&sort=-email", "b");
  reeve_clock_advance_for_tests (2 * G_USEC_PER_SEC);
  assert_walk (db, "lock=cooling-off", "");
  assert_walk (db, "lock=any", "b");
  reeve_clock_set_for_tests (0);
  tx = begin (db, REEVE_TX_WRITE);
  b->deleted = 3;
  g_assert_true (reeve_users_update (tx, b, 2, &error));
  commit (tx);
  assert_walk (db, "", "a,c");
  assert_walk (db, "state=deleted", "b");
  assert_walk (db, "state=deleted&role=reviewer", "b");
  assert_walk (db, "role=reviewer", "");
  assert_walk (db, "state=suspended", "");
  tx = begin (db, REEVE_TX_READ);
  {
    g_autoptr (ReeveQuery) query = ask ("");

    reeve_query_set_filter (query, "state", "asleep");
    g_assert_null (reeve_users_list (tx, query, &error));
    g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  }
  reeve_tx_end (tx);
}

/* Saves need the stored version; addresses are one user's, folded, also from the bin. */
static void
test_stale_and_taken (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveUser) a = NULL;
  g_autoptr (ReeveUser) b = NULL;
  g_autoptr (ReeveUser) again = NULL;
  g_autoptr (GError) error = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  a = add (db, "a", "ada@example.org", NULL, 0);
  b = add (db, "b", "b@example.org", NULL, 0);
  tx = begin (db, REEVE_TX_WRITE);
  g_assert_true (reeve_users_update (tx, a, 1, &error));
  g_assert_cmpint (a->version, ==, 2);
  g_assert_false (reeve_users_update (tx, a, 1, &error));
  assert_reeve_error (error, REEVE_ERROR_STALE, NULL);
  g_assert_cmpint (a->version, ==, 2);
  g_clear_error (&error);
  a->deleted = 1;
  g_assert_true (reeve_users_update (tx, a, 2, &error));
  again = make_user ("again", "ADA@example.org");
  g_assert_false (reeve_users_insert (tx, again, &error));
  assert_reeve_error (error, REEVE_ERROR_CONFLICT, "email_taken");
  g_clear_error (&error);
  g_set_str (&b->email, "Ada@Example.org");
  g_assert_false (reeve_users_update (tx, b, 1, &error));
  assert_reeve_error (error, REEVE_ERROR_CONFLICT, "email_taken");
  g_clear_error (&error);
  g_set_str (&b->id, "nobody");
  g_assert_false (reeve_users_update (tx, b, 1, &error));
  assert_reeve_error (error, REEVE_ERROR_NOT_FOUND, NULL);
  reeve_tx_end (tx);
}

/* Administrators count while they are active and not in the bin; membership gives the roles. */
static void
test_administrators (void)
{
  static const char *const roles[] = { REEVE_ROLE_ADMINISTRATOR, "reviewer", NULL };
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  ReeveUser *users[3];
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) held = NULL;
  gint64 n;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  tx = begin (db, REEVE_TX_WRITE);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *email = g_strdup_printf ("%u@example.org", i);

      users[i] = make_user ("x", email);
      reeve_set_texts (&users[i]->roles, roles);
      users[i]->has_password = TRUE;
      g_assert_true (reeve_users_insert (tx, users[i], &error));
    }
  g_assert_true (reeve_roles_count_administrators (tx, 0, &n, &error));
  g_assert_cmpint (n, ==, 3);
  users[1]->state = "suspended";
  g_assert_true (reeve_users_update (tx, users[1], 1, &error));
  users[2]->deleted = 1;
  g_assert_true (reeve_users_update (tx, users[2], 1, &error));
  g_assert_true (reeve_roles_count_administrators (tx, 0, &n, &error));
  g_assert_cmpint (n, ==, 1);
  g_assert_true (reeve_users_check_membership (tx, users[0]->id, &held, &error));
  g_assert_true (g_strv_equal ((const char *const *) held, roles));
  for (guint i = 1; i < 3; i++)
    {
      g_auto (GStrv) none = NULL;

      g_assert_false (reeve_users_check_membership (tx, users[i]->id, &none, &error));
      g_clear_error (&error);
    }
  commit (tx);
  g_clear_object (&users[0]);
  g_clear_object (&users[1]);
  g_clear_object (&users[2]);
}

/* Many users: both ways to answer agree with each other and with a plain count, also where a walk meets
 * nobody for long. */
static void
test_many (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveQuery) query = ask ("limit=500&q=zoe&sort=displayName");
  g_autoptr (GError) error = NULL;
  ReeveTx *tx;
  guint n = 0;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  tx = begin (db, REEVE_TX_WRITE);
  for (guint i = 0; i < 14000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %u", i % 2 ? "Zoë" : "Ada", i);
      g_autofree char *email = g_strdup_printf ("%u@example.org", i);
      g_autoptr (ReeveUser) user = make_user (name, email);

      g_assert_true (reeve_users_insert (tx, user, &error));
    }
  commit (tx);
  while (TRUE)
    {
      g_autoptr (ReeveTx) read = begin (db, REEVE_TX_READ);
      g_autoptr (ReeveListing) listing = reeve_users_list (read, query, &error);

      g_assert_no_error (error);
      n += listing->items->len;
      if (!listing->total_is_estimate)
        g_assert_cmpint (listing->total, ==, 7000);
      if (listing->next == NULL)
        break;
      g_set_str (&query->cursor, listing->next);
    }
  g_assert_cmpuint (n, ==, 7000);
  tx = begin (db, REEVE_TX_READ);
  g_clear_pointer (&query->cursor, g_free);
  {
    g_autoptr (GPtrArray) ids = reeve_users_list_ids (tx, query, &error);

    g_assert_cmpuint (ids->len, ==, 7000);
    for (guint i = 1; i < ids->len; i++)
      g_assert_cmpstr (ids->pdata[i - 1], <, ids->pdata[i]);
  }
  reeve_tx_end (tx);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/users/round-trip", test_round_trip);
  g_test_add_func ("/store/users/sorts", test_sorts);
  g_test_add_func ("/store/users/changes-between-pages", test_changes_between_pages);
  g_test_add_func ("/store/users/written", test_written);
  g_test_add_func ("/store/users/foreign-cursor", test_foreign_cursor);
  g_test_add_func ("/store/users/search", test_search);
  g_test_add_func ("/store/users/search-follows", test_search_follows);
  g_test_add_func ("/store/users/filters", test_filters);
  g_test_add_func ("/store/users/stale-and-taken", test_stale_and_taken);
  g_test_add_func ("/store/users/administrators", test_administrators);
  g_test_add_func ("/store/users/many", test_many);
  return g_test_run ();
}
