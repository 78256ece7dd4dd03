/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The JSON gate's words and limits, and the writers. What the gate lets through at large is compared with
 * Python's parser by json-corpus.py. */

#include "config.h"

#include "common/error.h"
#include "common/json-canonical.h"
#include "common/json.h"

#include <string.h>

static char *
get_refusal (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = reeve_json_parse (text, strlen (text), &reeve_json_body, &error);

  g_assert_null (node);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  g_assert_cmpstr (reeve_error_get_reason (error), ==, "json");
  return g_strdup (error->message);
}

/* A refusal names line and column, the latter in characters. */
static void
test_places (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "line 1, column 1: value expected" },
    { "{\n  \"a\": 1,\n  \"a\": 2\n}", "line 3, column 3: duplicate member" },
    { "{\"a\":1,\"\\u0061\":2}", "line 1, column 8: duplicate member" },
    { "[\"äöü\" x]", "line 1, column 8: comma or ] expected" },
    { "\"\\u0000\"", "line 1, column 8: U+0000" },
    { "\"\\ud800\"", "line 1, column 8: lone surrogate" },
    { "9007199254740992", "line 1, column 17: integer beyond 2^53-1" },
    { "1e400", "line 1, column 6: number out of range" },
    { "\"\xff\"", "line 1, column 2: invalid UTF-8" },
    { "true false", "line 1, column 6: text after the end" },
    { "\xef\xbb\xbf{}", "line 1, column 1: value expected" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *message = get_refusal (cases[i].text);
      g_assert_cmpstr (message, ==, cases[i].message);
    }
}

/* Size, depth and number of members are bounded, exactly. */
static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *big = g_strnfill (reeve_json_sign_in.max_bytes + 1, ' ');

  g_assert_null (reeve_json_parse (big, strlen (big), &reeve_json_sign_in, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_TOO_LARGE);
  for (guint depth = 7; depth <= 9; depth++)
    {
      g_autofree char *open = g_strnfill (depth, '[');
      g_autofree char *shut = g_strnfill (depth, ']');
      g_autofree char *text = g_strconcat (open, shut, NULL);
      g_autoptr (JsonNode) node = reeve_json_parse (text, 2 * depth, &reeve_json_sign_in, NULL);
      g_assert_cmpint (node != NULL, ==, depth <= 8);
    }
  for (guint n = REEVE_JSON_MAX_MEMBERS; n <= REEVE_JSON_MAX_MEMBERS + 1; n++)
    {
      g_autoptr (GString) text = g_string_new ("{");
      for (guint i = 0; i < n; i++)
        g_string_append_printf (text, "%s\"%u\":0", i > 0 ? "," : "", i);
      g_string_append_c (text, '}');
      g_autoptr (JsonNode) node = reeve_json_parse (text->str, text->len, &reeve_json_body, NULL);
      g_assert_cmpint (node != NULL, ==, n == REEVE_JSON_MAX_MEMBERS);
    }
}

/* The bytes past the length are not looked at, whatever they are. */
static void
test_length (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *exact = g_memdup2 ("[12]3", 4); /* no NUL behind: the sanitizers watch */
  g_autoptr (JsonNode) node = reeve_json_parse (exact, 4, &reeve_json_body, &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_array_get_int_element (json_node_get_array (node), 0), ==, 12);
  for (gsize length = 0; length < 4; length++)
    {
      g_autofree char *cut = g_memdup2 ("[12]", MAX (length, 1));
      g_assert_null (reeve_json_parse (cut, length, &reeve_json_body, NULL));
    }
}

/* An object is asked for and must come. */
static void
test_object (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = reeve_json_parse_object ("{\"a\":1}", 7, &reeve_json_body, &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (object, "a"), ==, 1);
  g_assert_null (reeve_json_parse_object ("[]", 2, &reeve_json_body, &error));
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
}

/* Strings are escaped as RFC 8785 wants it, at every offset of the eight-byte step. */
static void
test_strings (void)
{
  static const struct
  {
    const char *text;
    const char *json;
  } cases[] = {
    { "", "\"\"" },
    { "\"\\/", "\"\\\"\\\\/\"" },
    { "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
    { "\x01\x0f\x1f\x7f", "\"\\u0001\\u000f\\u001f\x7f\"" },
    { "€\u2028😀", "\"€\u2028😀\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint offset = 0; offset < 17; offset++)
      {
        g_autofree char *padding = g_strnfill (offset, 'x');
        g_autofree char *text = g_strconcat (padding, cases[i].text, padding, NULL);
        g_autofree char *inner = g_strndup (cases[i].json + 1, strlen (cases[i].json) - 2);
        g_autofree char *expected = g_strconcat ("\"", padding, inner, padding, "\"", NULL);
        g_autoptr (GString) json = g_string_new (NULL);
        reeve_json_append_string (json, text);
        g_assert_cmpstr (json->str, ==, expected);
      }
}

/* Every byte that UTF-8 can begin with comes back from the parser as it was. */
static void
test_strings_round_trip (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) json = g_string_new (NULL);

  for (gunichar c = 1; c < 0x11000; c += c < 0x300 ? 1 : 97)
    if (c < 0xd800 || c > 0xdfff)
      g_string_append_unichar (text, c);
  reeve_json_append_string (json, text->str);
  g_autoptr (JsonNode) node = reeve_json_parse (json->str, json->len, &reeve_json_body, NULL);
  g_assert_nonnull (node);
  g_assert_cmpstr (json_node_get_string (node), ==, text->str);
}

/* Known times, both ways; GDateTime agrees over three thousand years. */
static void
test_times (void)
{
  static const struct
  {
    gint64 time;
    const char *json;
  } cases[] = {
    { 0, "\"1970-01-01T00:00:00.000000Z\"" },
    { -1, "\"1969-12-31T23:59:59.999999Z\"" },
    { 1795312316123456, "\"2026-11-22T01:51:56.123456Z\"" },
    { 951782400000000, "\"2000-02-29T00:00:00.000000Z\"" },
    { 253402300799999999, "\"9999-12-31T23:59:59.999999Z\"" },
    { G_MAXINT64, "\"9999-12-31T23:59:59.999999Z\"" },
    { -62167219200000000, "\"0000-01-01T00:00:00.000000Z\"" },
    { G_MININT64, "\"0000-01-01T00:00:00.000000Z\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      reeve_json_append_time (json, cases[i].time);
      g_assert_cmpstr (json->str, ==, cases[i].json);
    }
  for (gint64 seconds = -30610224000; seconds < 64000000000; seconds += 86399 * 61)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);
      g_autofree char *expected = g_date_time_format (date, "\"%Y-%m-%dT%H:%M:%S.000042Z\"");
      gint64 back;
      reeve_json_append_time (json, seconds * G_USEC_PER_SEC + 42);
      g_assert_cmpstr (json->str, ==, expected);
      json->str[json->len - 1] = '\0';
      g_assert_true (reeve_json_parse_time (json->str + 1, &back));
      g_assert_cmpint (back, ==, seconds * G_USEC_PER_SEC + 42);
    }
}

/* RFC 3339 in its forms, and what is not RFC 3339. */
static void
test_parse_time (void)
{
  static const struct
  {
    const char *text;
    gint64 time;
  } good[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "1970-01-01t00:00:00.5z", 500000 },
    { "1970-01-01T01:00:00.000001+01:00", 1 },
    { "1969-12-31T23:30:00-00:30", 0 },
    { "2024-02-29T12:00:00Z", 1709208000000000 },
  };
  static const char *const bad[] = {
    "",
    "1970-01-01",
    "1970-01-01 00:00:00Z",
    "1970-01-01T00:00:00",
    "1970-01-01T00:00:00+0100",
    "1970-01-01T00:00:00+24:00",
    "1970-01-01T00:00:00.Z",
    "1970-01-01T00:00:00.1234567Z",
    "1970-01-01T24:00:00Z",
    "1970-01-01T23:59:60Z",
    "1970-02-30T00:00:00Z",
    "2023-02-29T00:00:00Z",
    "1970-13-01T00:00:00Z",
    "1970-00-01T00:00:00Z",
    "1970-01-01T00:00:00Zx",
    "0000-01-01T00:00:00+01:00",
    "+970-01-01T00:00:00Z",
  };
  gint64 time = 7;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (reeve_json_parse_time (good[i].text, &time));
      g_assert_cmpint (time, ==, good[i].time);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (reeve_json_parse_time (bad[i], &time));
  g_assert_false (reeve_json_parse_time (NULL, &time));
}

/* The reader without a tree: texts unescaped where they stand, whole numbers, and names of the rest. */
static void
test_members (void)
{
  g_autofree char *text =
    g_strdup (" { \"t\\u00e4\" : \"a\\n\\ud83d\\ude00\" ,\"i\":-7,\"f\":7.0,\"o\":{\"a\":[1,\"}\"]},"
              "\"n\":null,\"e\":\"\" } ");
  g_autofree char *none = g_strdup ("[1]");
  g_autofree char *twice = g_strdup ("{\"a\":1,\"\\u0061\":2}");
  static const ReeveJsonMember expected[] = {
    { "tä", "a\n😀", 0, FALSE }, { "i", NULL, -7, TRUE }, { "f", NULL, 0, FALSE },
    { "o", NULL, 0, FALSE },     { "n", NULL, 0, FALSE }, { "e", "", 0, FALSE },
  };
  ReeveJsonMember members[REEVE_JSON_MAX_MEMBERS];
  guint n = 0;

  g_assert_true (reeve_json_read_members (text, strlen (text), &reeve_json_body, members, &n, NULL));
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpstr (members[i].name, ==, expected[i].name);
      g_assert_cmpstr (members[i].text, ==, expected[i].text);
      g_assert_cmpint (members[i].is_integer, ==, expected[i].is_integer);
      g_assert_cmpint (members[i].integer, ==, expected[i].integer);
    }
  g_assert_false (reeve_json_read_members (none, strlen (none), &reeve_json_body, members, &n, NULL));
  g_assert_false (reeve_json_read_members (twice, strlen (twice), &reeve_json_body, members, &n, NULL));
}

static char *
make_canonical (const char *text, GError **error)
{
  g_autoptr (JsonObject) object = reeve_json_parse_object (text, strlen (text), &reeve_json_body, error);

  return object != NULL ? reeve_json_canonical (object, error) : NULL;
}

/* RFC 8785, section 3.2.3: the order of names is that of UTF-16, in which what is beyond the basic plane
 * comes before U+FB33. */
static void
test_canonical (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sorted = make_canonical (
    "{ \"\\u20ac\":1, \"\\r\":2, \"\\ufb33\":3, \"1\":4, \"\\ud83d\\ude00\":5, \"\\u0080\":6, "
    "\"\\u00f6\":7 }",
    &error);
  g_autofree char *values = make_canonical (
    "{\"b\":[ true, false ,null,\"\\u0041\\/\\n\",-0, {\"z\":{},\"a\":[]} ],\"a\":9007199254740991}", &error);
  g_autofree char *fraction = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (
    sorted, ==, "{\"\\r\":2,\"1\":4,\"\302\200\":6,\"\u00f6\":7,\"\u20ac\":1,\"\U0001f600\":5,\"\ufb33\":3}");
  g_assert_cmpstr (values, ==,
                   "{\"a\":9007199254740991,\"b\":[true,false,null,\"A/\\n\",0,{\"a\":[],\"z\":{}}]}");
  fraction = make_canonical ("{\"a\":1.5}", &error);
  g_assert_null (fraction);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/places", test_places);
  g_test_add_func ("/json/limits", test_limits);
  g_test_add_func ("/json/length", test_length);
  g_test_add_func ("/json/object", test_object);
  g_test_add_func ("/json/members", test_members);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/strings-round-trip", test_strings_round_trip);
  g_test_add_func ("/json/times", test_times);
  g_test_add_func ("/json/parse-time", test_parse_time);
  g_test_add_func ("/json/canonical", test_canonical);
  return g_test_run ();
}
