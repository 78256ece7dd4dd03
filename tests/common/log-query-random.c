/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "log-query-random.h"

#include "common/clock.h"

#define NOW (G_GINT64_CONSTANT (1795348800) * G_TIME_SPAN_SECOND)

const ReeveLogClock specimen_clock = { .now = NOW };

static const char *const names[] = { "Ada King",
                                     "ada",
                                     "Bo",
                                     "ÅSA",
                                     "Straße",
                                     "a,b",
                                     "x\"y",
                                     "-bo",
                                     "=ada",
                                     "ad*",
                                     "0190c2a4-7b1e-7c00-8000-0000000000ad",
                                     "root@web1",
                                     NULL };
static const char *const words[] = { "sign-in", "sign-out",       "user.suspend", "user.edit",
                                     "failed",  "password_wrong", "ok",           "GET /v1/users",
                                     "okta",    "Firefox/140",    "two words",    "\\",
                                     NULL };
static const char *const addresses[] = {
  "10.0.0.1",        "10.0.0.200",   "10.1.2.3",     "192.0.2.7", "2001:db8::1", "2001:db8::ffff",
  "::ffff:10.0.0.1", "fe80::1%eth0", "web1.example", "",          NULL
};
static const char *const numbers[] = { "404",  "4xx",   ">=500", "400..499", "<300",
                                       ">200", "..399", "200..", "<=404",    NULL };
static const char *const lengths[] = { ">2s", "<150ms", "1.5s..2min", "20us", ">=1h", "..90s", NULL };
static const char *const sizes[] = { "0", ">1.5MB", "1KiB..1MiB", "<=20", "..7kB", NULL };
static const char *const networks[] = {
  "10.0.0.1",      "10.0.0.0/8", "10.1.2.3/16", "10.0.0.1-10.0.0.9",     "2001:db8::/32",
  "::/0",          "0.0.0.0/0",  "fe80::1",     "10.0.0.7..192.0.2.200", "*",
  "=web1.example", NULL
};
static const char *const times[] = { "today",
                                     "Yesterday",
                                     "mon",
                                     "sunday",
                                     "this-week",
                                     "last-month",
                                     "2h",
                                     "90s",
                                     "3d",
                                     "2w",
                                     "now",
                                     "2026-11-20",
                                     "2026-11",
                                     "2026",
                                     "2026-11-20T15:00",
                                     "2026-11-20t15:00:30.25z",
                                     "2026-11-22T10:00+01:00",
                                     "09:30",
                                     NULL };
static const char *const results[] = { "ok", "failed", "Refused", "ERROR", NULL };

const char *
specimen_pick (const char *const *from)
{
  return from[g_test_rand_int_range (0, (gint32) g_strv_length ((GStrv) from))];
}

static void
add_text (GString *query, const char *text, gboolean keyed)
{
  if (keyed && g_test_rand_int_range (0, 5) == 0)
    g_string_append_c (query, '=');
  if (g_test_rand_int_range (0, 3) == 0) /* letter by letter */
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
      {
        g_string_append_c (query, '\\');
        g_string_append_unichar (query, g_utf8_get_char (p));
      }
  else
    {
      g_string_append_c (query, '"');
      for (const char *p = text; *p != '\0'; p++)
        {
          if (*p == '"' || *p == '\\')
            g_string_append_c (query, '\\');
          g_string_append_c (query, *p);
        }
      g_string_append_c (query, '"');
    }
  if (keyed && g_test_rand_int_range (0, 5) == 0)
    g_string_append_c (query, '*');
}

static void
add_value (GString *query, ReeveLogKind kind)
{
  switch (reeve_log_kind_get_family (kind))
    {
    case REEVE_LOG_FAMILY_ADDRESS:
      g_string_append (query, specimen_pick (networks));
      return;
    case REEVE_LOG_FAMILY_RESULT:
      g_string_append (query, specimen_pick (results));
      return;
    case REEVE_LOG_FAMILY_NUMBER:
      g_string_append (query, specimen_pick (kind == REEVE_LOG_STATUS     ? numbers
                                             : kind == REEVE_LOG_DURATION ? lengths
                                                                          : sizes));
      return;
    case REEVE_LOG_FAMILY_TIME:
      g_string_append (query, specimen_pick (times));
      if (kind == REEVE_LOG_ON && g_test_rand_bit ())
        g_string_append (query, "..");
      return;
    case REEVE_LOG_FAMILY_TEXT:
    default:
      add_text (query, specimen_pick (g_test_rand_bit () ? names : words), kind != REEVE_LOG_TEXT);
    }
}

void
specimen_random_term (GString *query, gboolean negated)
{
  ReeveLogKind kind = (ReeveLogKind) g_test_rand_int_range (0, REEVE_LOG_KINDS);
  guint n = kind != REEVE_LOG_TEXT ? (guint) g_test_rand_int_range (1, 4) : 1;

  if (negated)
    g_string_append_c (query, '-');
  if (kind != REEVE_LOG_TEXT)
    g_string_append_printf (query, "%s:", reeve_log_kind_get_key (kind));
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (query, ',');
      add_value (query, kind);
    }
}

void
specimen_random_query (GString *query)
{
  guint n = (guint) g_test_rand_int_range (0, 6);

  g_string_truncate (query, 0);
  for (guint i = 0; i < n; i++)
    {
      g_string_append (query, g_test_rand_bit () ? " " : " \t ");
      specimen_random_term (query, g_test_rand_int_range (0, 3) == 0);
    }
}

void
specimen_random_bytes (GString *text)
{
  static const char *const bits[] = { "who:", "ip:",      "-",    "\"",       "\\",        ",",       ":",
                                      "*",    "=",        "..",   " ",        "10.0.0.0/", "since:",  "on:",
                                      "é",    "\xcc\x81", "\xff", "\xe2\x82", "1",         "status:", ">",
                                      "µs",   "size:",    "3d",   NULL };
  guint n = (guint) g_test_rand_int_range (0, 24);

  g_string_truncate (text, 0);
  for (guint i = 0; i < n; i++)
    if (g_test_rand_int_range (0, 4) == 0)
      g_string_append_c (text,
                         (char) g_test_rand_int_range (g_test_rand_int_range (0, 3) == 0 ? 1 : 32, 127));
    else
      g_string_append (text, specimen_pick (bits));
}

static const char *
pick_or_nothing (const char *const *from)
{
  return g_test_rand_int_range (0, 4) == 0 ? NULL : specimen_pick (from);
}

void
specimen_random_event (ReeveAccessEvent *event)
{
  *event = (ReeveAccessEvent) {
    .time = NOW - (gint64) (g_test_rand_double_range (0, 40) * G_TIME_SPAN_DAY),
    .duration_us = g_test_rand_bit () ? 0 : g_test_rand_int_range (0, 4000000),
    .status = g_test_rand_bit () ? 0 : g_test_rand_int_range (200, 600),
    .bytes_out = g_test_rand_bit () ? 0 : g_test_rand_int_range (0, 3000000),
    .result = (ReeveAccessResult) g_test_rand_int_range (0, REEVE_ACCESS_RESULTS),
    .action = pick_or_nothing (words),
    .actor = pick_or_nothing (names),
    .actor_name = pick_or_nothing (names),
    .address = pick_or_nothing (addresses),
    .agent = pick_or_nothing (words),
    .object = pick_or_nothing (names),
    .object_name = pick_or_nothing (names),
    .outcome = pick_or_nothing (words),
    .route = pick_or_nothing (words),
    .session = pick_or_nothing (names),
    .source = pick_or_nothing (words),
    .source_id = pick_or_nothing (names),
    .text = pick_or_nothing (words),
  };
}
