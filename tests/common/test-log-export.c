/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The export's formats: by their word, with next to nothing in an event, and by OCSF's classes
 * (tests/common/log-exports.py reads what they write). */

#include "config.h"

#include "common/log-export.h"

#include <string.h>

#include "common/log-action.h"
#include "common/log-export-private.h"

static const ReeveLogExportScope nowhere;

static void
test_words (void)
{
  static const char *const words[] = { "csv", "jsonl", "ocsf", "syslog", "cef" };
  ReeveLogExportFormat format;

  g_assert_cmpuint (G_N_ELEMENTS (words), ==, REEVE_LOG_EXPORT_FORMATS);
  for (guint i = 0; i < REEVE_LOG_EXPORT_FORMATS; i++)
    {
      g_assert_cmpstr (reeve_log_export_format_to_wire (i), ==, words[i]);
      g_assert_true (reeve_log_export_format_from_wire (words[i], &format));
      g_assert_cmpuint (format, ==, i);
      g_assert_true (g_str_has_prefix (reeve_log_export_get_suffix (i), "."));
      g_assert_nonnull (strchr (reeve_log_export_get_mime_type (i), '/'));
    }
  g_assert_false (reeve_log_export_format_from_wire ("xml", &format));
  g_assert_false (reeve_log_export_format_from_wire ("", &format));
  g_assert_false (reeve_log_export_format_from_wire (NULL, &format));
}

/* What nobody knows is left out, and a line stays a line. */
static void
test_nothing (void)
{
  static const char *const expected[REEVE_LOG_EXPORT_FORMATS] = {
    [REEVE_LOG_EXPORT_CSV] = "1970-01-01T00:00:00.000001Z,ok,,,,,,,,,,,,,,,,,1\r\n",
    [REEVE_LOG_EXPORT_JSON_LINES] = "{\"result\":\"ok\",\"time\":1}\n",
    [REEVE_LOG_EXPORT_SYSLOG] =
      "<86>1 1970-01-01T00:00:00.000001Z - reeve - - [reeve@32473 id=\"1\" result=\"ok\"] "
      "\xef\xbb\xbfsomebody: ok\n",
    [REEVE_LOG_EXPORT_CEF] =
      "CEF:0|Reeve|Reeve|" REEVE_VERSION "|request|request|1|externalId=1 outcome=ok\n",
  };
  const ReeveAccessEvent event = { .time = 1 };

  for (guint i = 0; i < REEVE_LOG_EXPORT_FORMATS; i++)
    {
      g_autoptr (GString) out = g_string_new ("before\n");

      reeve_log_export_append (i, &nowhere, &event, out);
      g_assert_true (g_str_has_prefix (out->str, "before\n"));
      if (expected[i] != NULL)
        g_assert_cmpstr (out->str + strlen ("before\n"), ==, expected[i]);
      g_assert_true (g_str_has_suffix (out->str, "\n"));
    }
}

static void
test_header (void)
{
  for (guint i = 0; i < REEVE_LOG_EXPORT_FORMATS; i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      reeve_log_export_append_header (i, out);
      if (i == REEVE_LOG_EXPORT_CSV)
        g_assert_true (g_str_has_prefix (out->str, "time,result,action,") &&
                       g_str_has_suffix (out->str, ",text,id\r\n"));
      else
        g_assert_cmpstr (out->str, ==, "");
    }
}

static void
assert_class (const ReeveAccessEvent *event, guint class, guint activity)
{
  ReeveOcsfActivity found = reeve_log_export_classify (event);

  g_assert_cmpuint (found.class, ==, class);
  g_assert_cmpuint (found.activity, ==, activity);
}

static void
test_classes (void)
{
  static const char route[] = "DELETE /v1/workspaces/{workspace}/groups/{group}";

  assert_class (&(ReeveAccessEvent) { .action = REEVE_LOG_SIGN_IN }, 3002, 1);
  assert_class (&(ReeveAccessEvent) { .action = "sessions.end-all", .object = "u2" }, 3002, 2);
  assert_class (&(ReeveAccessEvent) { .action = "user.suspend", .object = "u2" }, 3001, 5);
  assert_class (&(ReeveAccessEvent) { .action = "user.save", .object = "u2" }, 3001, 99);
  assert_class (&(ReeveAccessEvent) { .action = "account.password", .actor = "u1" }, 3001, 3);
  assert_class (&(ReeveAccessEvent) { .action = "account.password" }, 6003, 99);
  assert_class (&(ReeveAccessEvent) { .action = "group.delete", .object = "g1", .route = route }, 3004, 4);
  assert_class (&(ReeveAccessEvent) { .action = "group.delete", .route = route }, 6003, 4);
  assert_class (&(ReeveAccessEvent) { .action = "permissions.apply", .object = "w", .route = "POST /x" },
                6003, 1);
  assert_class (&(ReeveAccessEvent) { .action = "connect" }, 6003, 99);
  assert_class (&(ReeveAccessEvent) { .route = "GET /v1/me" }, 6003, 2);
  assert_class (&(ReeveAccessEvent) { .route = "PATCH /v1/me" }, 6003, 3);
  assert_class (&(ReeveAccessEvent) { .action = "" }, 6003, 0);
}

/* Cut between characters, never within one, and an escape never stands alone at the end. */
static void
test_escaped (void)
{
  static const struct
  {
    const char *text;
    gsize most;
    const char *escaped, *expected;
  } cases[] = {
    { "a|b\\c", 99, "|\\", "a\\|b\\\\c" },
    { "a=b", 99, "|", "a=b" },
    { "x\xe2\x80\xa8y\xc2\x85z\xe2\x80\xa9", 99, "", "x y z " },
    { "\xe2\x82\xac\xe2\x82\xac", 5, "", "\xe2\x82\xac" },
    { "ab|", 3, "|", "ab\\|" },
    { "ab|", 2, "|", "ab" },
    { "", 5, "|", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      reeve_log_export_append_escaped (out, cases[i].text, cases[i].most, cases[i].escaped);
      g_assert_cmpstr (out->str, ==, cases[i].expected);
    }
}

/* Whatever its texts say, a line's id is that of its event, and a header has none. */
static void
test_ids (void)
{
  static const char *const texts[] = { NULL,
                                       "plain",
                                       "\"time\":7,",
                                       "\\\"time\":7",
                                       " [reeve@32473 id=\"7\"",
                                       "|||||||externalId=7 rt=7 ",
                                       "a\\|b| externalId=7",
                                       "\"log_name\":\"access-log\",\"uid\":\"7\"",
                                       ",7\",7,\"" };
  const gint64 times[] = { 1, 1000, G_GINT64_CONSTANT (1772529118000000) };

  for (guint format = 0; format < REEVE_LOG_EXPORT_FORMATS; format++)
    {
      g_autoptr (GString) header = g_string_new (NULL);
      gint64 id;

      reeve_log_export_append_header (format, header);
      g_assert_false (reeve_log_export_read_id (format, g_strchomp (header->str), &id));
      for (guint i = 0; i < G_N_ELEMENTS (texts) * G_N_ELEMENTS (times); i++)
        {
          const char *text = texts[i / G_N_ELEMENTS (times)];
          const ReeveAccessEvent event = { .time = times[i % G_N_ELEMENTS (times)],
                                           .action = text,
                                           .actor = text,
                                           .actor_name = text,
                                           .agent = text,
                                           .object = text,
                                           .object_name = text,
                                           .outcome = text,
                                           .route = text,
                                           .session = text,
                                           .source = text,
                                           .source_id = text,
                                           .text = text };
          const ReeveLogExportScope scope = { .workspace = "w", .host = "h.example" };
          g_autoptr (GString) line = g_string_new (NULL);

          reeve_log_export_append (format, &scope, &event, line);
          g_assert_true (reeve_log_export_read_id (format, g_strchomp (line->str), &id));
          g_assert_cmpint (id, ==, event.time);
        }
    }
}

static void
test_families (void)
{
  g_assert_cmpuint (reeve_log_export_get_family ("192.0.2.1"), ==, 4);
  g_assert_cmpuint (reeve_log_export_get_family ("2001:db8::1"), ==, 6);
  g_assert_cmpuint (reeve_log_export_get_family ("::ffff:192.0.2.1"), ==, 6);
  g_assert_cmpuint (reeve_log_export_get_family ("fe80::1%eth0"), ==, 0);
  g_assert_cmpuint (reeve_log_export_get_family ("192.0.2.256"), ==, 0);
  g_assert_cmpuint (reeve_log_export_get_family ("host"), ==, 0);
  g_assert_cmpuint (reeve_log_export_get_family (NULL), ==, 0);
}

/* How many lines a second, with -m perf; not judged. */
static void
test_speed (void)
{
  const ReeveAccessEvent event = { .time = 1795377780123456,
                                   .action = "user.suspend",
                                   .actor = "0192f6c1-3c1a-7cc0-8a55-111111111111",
                                   .actor_name = "ada@example.org",
                                   .address = "192.0.2.7",
                                   .object = "0192f6c1-3c1a-7cc0-8a55-222222222222",
                                   .object_name = "Bo Example",
                                   .route = "POST /v1/workspaces/{workspace}/users/{user}/suspend",
                                   .status = 200,
                                   .duration_us = 1234,
                                   .bytes_out = 512,
                                   .agent = "Reeve/0.1 (Linux)",
                                   .session = "0192f6c1-3c1a-7cc0-8a55-333333333333" };

  for (guint i = 0; i < REEVE_LOG_EXPORT_FORMATS; i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      gint64 began = g_get_monotonic_time ();

      for (guint n = 0; n < 200000; n++)
        {
          g_string_truncate (out, 0);
          reeve_log_export_append (i, &nowhere, &event, out);
        }
      g_test_message ("%s: %.0f lines/s, %zu bytes a line", reeve_log_export_format_to_wire (i),
                      200000 * 1e6 / (double) (g_get_monotonic_time () - began), out->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-export/words", test_words);
  g_test_add_func ("/log-export/nothing", test_nothing);
  g_test_add_func ("/log-export/header", test_header);
  g_test_add_func ("/log-export/classes", test_classes);
  g_test_add_func ("/log-export/escaped", test_escaped);
  g_test_add_func ("/log-export/ids", test_ids);
  g_test_add_func ("/log-export/families", test_families);
  if (g_test_perf ())
    g_test_add_func ("/log-export/speed", test_speed);
  return g_test_run ();
}
