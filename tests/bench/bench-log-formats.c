/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How fast foreign logs are read into events: a million lines of a web server's log and of sshd's, no two the
 * same, on one core; what makes the lines is not counted. Prints a line a figure: name, value, unit, goal. */

#include "config.h"

#include <stdio.h>
#include <time.h>

#include "common/log-reader.h"

#define BATCHES 100
#define LINES   10000 /* of a batch */

typedef void (*Writer) (GString *log, guint line);

static void
write_combined (GString *log, guint line)
{
  g_string_append_printf (
    log,
    "192.0.2.%u - %s [22/Nov/2026:%02u:%02u:%02u +0000] \"GET /v1/users/%u?page=%u HTTP/1.1\" %u %u "
    "\"https://www.example.org/start?x=%u\" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 "
    "Firefox/128.0\"\n",
    line % 250, line % 3 == 0 ? "ada" : "-", line / 46000 % 24, line / 770 % 60, line / 12 % 60, line,
    line % 9, line % 50 == 0 ? 404 : 200, line % 9999, line);
}

static void
write_auth (GString *log, guint line)
{
  static const char *const messages[] = {
    "Failed password for invalid user user%u from 203.0.113.%u port %u ssh2",
    "Connection closed by authenticating user user%u 203.0.113.%u port %u [preauth]",
    "Accepted publickey for user%u from 192.0.2.%u port %u ssh2: ED25519 "
    "SHA256:uNiVztksCsDhcc0u9e8BrYXzsyzLgqYtGW5WNnNPmUg",
    "Received disconnect of user%u by 203.0.113.%u:%u: 11: disconnected by user",
  };

  g_string_append_printf (log, "Nov 21 %02u:%02u:%02u web1 sshd[%u]: ", line / 46000 % 24, line / 770 % 60,
                          line / 12 % 60, line % 65000);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (log, messages[line % G_N_ELEMENTS (messages)], line % 1000, line % 250,
                          line % 65000);
#pragma GCC diagnostic pop
  g_string_append_c (log, '\n');
}

static void
on_event_cb (const ReeveAccessEvent *event, guint64 number, gpointer user_data)
{
  (void) event;
  (void) number;
  (void) user_data;
}

/* Of this thread: the machine does other things, too. Microseconds */
static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
measure (const char *name, ReeveLogFormat format, Writer writer)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("+01:00");
  g_autoptr (ReeveLogReader) reader =
    reeve_log_reader_new (format, G_GINT64_CONSTANT (1795384800) * G_USEC_PER_SEC, zone, on_event_cb, NULL);
  gint64 taken = 0;
  guint64 bytes = 0;
  const ReeveLogTotals *totals;

  for (guint batch = 0; batch < BATCHES; batch++)
    {
      gint64 start;

      g_string_truncate (log, 0);
      for (guint i = 0; i < LINES; i++)
        writer (log, batch * LINES + i);
      bytes += log->len;
      start = get_cpu_time ();
      if (!reeve_log_reader_feed (reader, log->str, log->len, NULL))
        g_error ("not fed");
      taken += get_cpu_time () - start;
    }
  if (!reeve_log_reader_end (reader, NULL))
    g_error ("not ended");
  totals = reeve_log_reader_get_totals (reader);
  if (totals->entries != BATCHES * LINES || totals->broken > 0)
    g_error ("%" G_GUINT64_FORMAT " entries, %" G_GUINT64_FORMAT " broken", totals->entries, totals->broken);
  printf ("%s lines a second\t%.0f\t1/s\t-\treached\n", name,
          (double) totals->entries / ((double) taken / G_USEC_PER_SEC));
  printf ("%s\t%.1f\tMB/s\t-\treached\n", name, (double) bytes / (double) taken);
}

int
main (void)
{
  measure ("Combined", REEVE_LOG_FORMAT_COMBINED, write_combined);
  measure ("auth.log", REEVE_LOG_FORMAT_OPENSSH, write_auth);
  return 0;
}
