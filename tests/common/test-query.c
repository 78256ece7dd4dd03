/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Queries and listings on the wire. */

#include "config.h"

#include "common/error.h"
#include "common/json.h"
#include "common/query.h"
#include "common/user.h"

#include "specimen.h"

#include <string.h>

static ReeveQuery *
read_query (const char *text)
{
  g_autoptr (GError) error = NULL;
  ReeveQuery *query = reeve_query_from_string (text, reeve_user_sorts, reeve_user_filters, &error);

  g_assert_no_error (error);
  return query;
}

/* Every part of a query survives its text, whatever characters it has. */
static void
test_round_trip (void)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  query->limit = 500;
  query->cursor = g_strdup ("a+b/c=&?");
  query->sort = g_strdup ("lastSignIn");
  query->descending = TRUE;
  query->text = g_strdup ("Ada & Zoë + 100% =?");
  reeve_query_set_filter (query, "state", "active");
  reeve_query_set_filter (query, "role", "a b+c&d");
  g_autofree char *text = reeve_query_to_string (query, TRUE);
  g_assert_cmpstr (text, ==,
                   "limit=500&cursor=a%2Bb%2Fc%3D%26%3F&sort=-lastSignIn&"
                   "q=Ada%20%26%20Zo%C3%AB%20%2B%20100%25%20%3D%3F&role=a%20b%2Bc%26d&state=active");
  g_autoptr (ReeveQuery) back = read_query (text);
  g_assert_true (reeve_query_equal (query, back));
  g_autoptr (ReeveQuery) copy = reeve_query_copy (query);
  g_assert_true (reeve_query_equal (query, copy));
  g_assert_cmpstr (back->text, ==, query->text);
  g_assert_true (back->descending);
  g_assert_cmpstr (reeve_query_get_filter (back, "role"), ==, "a b+c&d");
}

/* Without the page there is neither limit nor cursor: that is what a cursor is bound to. */
static void
test_without_page (void)
{
  g_autoptr (ReeveQuery) a = read_query ("limit=5&cursor=x&state=active&q=ada&lock=any");
  g_autoptr (ReeveQuery) b = read_query ("lock=any&q=ada&state=active");
  g_autofree char *text_a = reeve_query_to_string (a, FALSE);
  g_autofree char *text_b = reeve_query_to_string (b, FALSE);

  g_assert_cmpstr (text_a, ==, "q=ada&lock=any&state=active");
  g_assert_cmpstr (text_a, ==, text_b);
  g_assert_false (reeve_query_equal (a, b));
  reeve_query_set_filter (b, "lock", NULL);
  g_assert_null (reeve_query_get_filter (b, "lock"));
}

/* Nothing said is the first page in the noun's order; a browser's plus is a space; texts are trimmed. */
static void
test_defaults (void)
{
  g_autoptr (ReeveQuery) none = read_query (NULL);
  g_autoptr (ReeveQuery) empty = read_query ("");
  g_autoptr (ReeveQuery) plus = read_query ("q=+ada+lovelace+&&sort=email");
  g_autoptr (ReeveQuery) blank = read_query ("q=+");

  g_assert_cmpuint (none->limit, ==, REEVE_QUERY_DEFAULT_LIMIT);
  g_assert_true (reeve_query_equal (none, empty));
  g_assert_cmpstr (plus->text, ==, "ada lovelace");
  g_assert_cmpstr (plus->sort, ==, "email");
  g_assert_false (plus->descending);
  g_assert_null (blank->text);
}

/* What is wrong with a query is said by parameter, all at once. */
static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    const char *bad;
  } cases[] = {
    { "limit=0", "?limit range\n" },
    { "limit=501", "?limit range\n" },
    { "limit=-1", "?limit range\n" },
    { "limit=1e2", "?limit range\n" },
    { "limit", "?limit range\n" },
    { "limit=99999999999999999999", "?limit range\n" },
    { "sort=password", "?sort choice\n" },
    { "sort=--email", "?sort choice\n" },
    { "sort=", "?sort choice\n" },
    { "cursor=", "?cursor cursor\n" },
    { "colour=red", "?colour unknown_member\n" },
    { "State=active", "?State unknown_member\n" },
    { "=x", "? unknown_member\n" },
    { "state=a&state=b", "?state repeated\n" },
    { "q=a&q=b", "?q repeated\n" },
    { "q=%ff", "?q utf8\n" },
    { "q=%00", "?q utf8\n" },
    { "q=%e2%80%ae", "?q bidi_override\n" },
    { "q=%0a", "" },
    { "q=a%0ab", "?q control_character\n" },
    { "%ff=1", "? utf8\n" },
    { "q=%zz", "?q utf8\n" },
    { "limit=0&sort=x&y=1", "?limit range\n?sort choice\n?y unknown_member\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) bad = g_string_new (NULL);
      g_autoptr (ReeveQuery) query =
        reeve_query_from_string (cases[i].text, reeve_user_sorts, reeve_user_filters, &error);
      GPtrArray *members = reeve_error_get_members (error);
      for (guint j = 0; members != NULL && j < members->len; j++)
        {
          const ReeveBadMember *member = g_ptr_array_index (members, j);
          g_string_append_printf (bad, "%s %s\n", member->pointer, member->reason);
        }
      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (bad->str, ==, cases[i].bad);
      g_assert_cmpint (query == NULL, ==, bad->len > 0);
    }
}

/* Whether `NAME=` and so many letters are taken. */
static gboolean
takes (const char *name, gsize length)
{
  static const char *const filters[] = { "state", NULL };
  g_autofree char *value = g_strnfill (length, 'a');
  g_autofree char *text = g_strconcat (name, "=", value, NULL);
  g_autoptr (ReeveQuery) query = reeve_query_from_string (text, NULL, filters, NULL);

  return query != NULL;
}

/* A text has at most 2,000 characters, a filter's value 200, a cursor 1,024 bytes. */
static void
test_long (void)
{
  g_assert_true (takes ("q", 2000));
  g_assert_false (takes ("q", 2001));
  g_assert_true (takes ("state", 200));
  g_assert_false (takes ("state", 201));
  g_assert_true (takes ("cursor", 1024));
  g_assert_false (takes ("cursor", 1025));
}

static ReeveListing *
read_listing (const char *text, GError **error)
{
  g_autoptr (JsonObject) object = reeve_json_parse_object (text, strlen (text), &reeve_json_body, NULL);

  g_assert_nonnull (object);
  return reeve_listing_from_json (object, reeve_part_get_type (), error);
}

/* A listing survives the wire: items, cursor, total and whether it is an estimate. */
static void
test_listing (void)
{
  g_autoptr (ReeveListing) listing = reeve_listing_new ();
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  reeve_listing_append_json (listing, json);
  g_assert_cmpstr (json->str, ==, "{\"items\":[]}");
  for (guint i = 0; i < 2; i++)
    {
      ReevePart *part = reeve_part_new ();
      part->name = g_strdup_printf ("p%u", i);
      part->pin = reeve_secret_new_text ("1234");
      g_ptr_array_add (listing->items, part);
    }
  listing->next = g_strdup ("c\"1");
  listing->total = 2;
  listing->total_is_estimate = TRUE;
  g_string_truncate (json, 0);
  reeve_listing_append_json (listing, json);
  g_assert_cmpstr (json->str, ==,
                   "{\"items\":[{\"name\":\"p0\"},{\"name\":\"p1\"}],\"next\":\"c\\\"1\",\"total\":2,"
                   "\"totalIsEstimate\":true}");
  g_autoptr (ReeveListing) back = read_listing (json->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->items->len, ==, 2);
  g_assert_cmpstr (REEVE_PART (g_ptr_array_index (back->items, 1))->name, ==, "p1");
  g_assert_cmpstr (back->next, ==, "c\"1");
  g_assert_cmpint (back->total, ==, 2);
  g_assert_true (back->total_is_estimate);
}

/* A service's rubbish is an error with the place, and what it leaves out is not known. */
static void
test_bad_listing (void)
{
  static const struct
  {
    const char *text;
    const char *pointer; /* (nullable): good */
  } cases[] = {
    { "{\"items\":[],\"next\":null,\"total\":null,\"more\":1}", NULL },
    { "{}", "/items" },
    { "{\"items\":{}}", "/items" },
    { "{\"items\":[{},7]}", "/items/1" },
    { "{\"items\":[{},{\"name\":7}]}", "/items/1/name" },
    { "{\"items\":[],\"next\":7}", "/next" },
    { "{\"items\":[],\"total\":-1}", "/total" },
    { "{\"items\":[],\"total\":1.5}", "/total" },
    { "{\"items\":[],\"totalIsEstimate\":0}", "/totalIsEstimate" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveListing) listing = read_listing (cases[i].text, &error);
      if (cases[i].pointer == NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpint (listing->total, ==, -1);
          continue;
        }
      g_assert_null (listing);
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
      const ReeveBadMember *member = g_ptr_array_index (reeve_error_get_members (error), 0);
      g_assert_cmpstr (member->pointer, ==, cases[i].pointer);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query/round-trip", test_round_trip);
  g_test_add_func ("/query/without-page", test_without_page);
  g_test_add_func ("/query/defaults", test_defaults);
  g_test_add_func ("/query/bad", test_bad);
  g_test_add_func ("/query/long", test_long);
  g_test_add_func ("/query/listing", test_listing);
  g_test_add_func ("/query/bad-listing", test_bad_listing);
  return g_test_run ();
}
