/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a log on standard input tells: its events as JSON lines, then what became of every entry. Fed in
 * pieces of the size asked for. For log-formats.py, and for looking at a log by hand:
 *
 *     read-log FORMAT BYTES ZONE NOW */

#include "config.h"

#include <stdio.h>

#include "common/json.h"
#include "common/log-reader.h"

static void
on_event_cb (const ReeveAccessEvent *event, guint64 number, gpointer user_data)
{
  GString *json = user_data;
  g_autoptr (ReeveAccessEvent) copy = reeve_access_event_copy (event);

  g_string_truncate (json, 0);
  reeve_access_event_print (copy, json);
  printf ("%" G_GUINT64_FORMAT " %s\n", number, json->str);
}

static void
print_rest (ReeveLogReader *reader)
{
  const ReeveLogTotals *totals = reeve_log_reader_get_totals (reader);
  GPtrArray *kinds = reeve_log_reader_get_kinds (reader);
  GPtrArray *aside = reeve_log_reader_get_aside (reader);

  for (guint i = 0; i < kinds->len; i++)
    {
      const ReeveLogUnknown *kind = kinds->pdata[i];

      printf ("unknown %" G_GUINT64_FORMAT " from %" G_GUINT64_FORMAT ": %s\n", kind->count, kind->first,
              kind->kind);
    }
  for (guint i = 0; i < aside->len; i++)
    {
      const ReeveLogAside *entry = aside->pdata[i];

      printf ("broken %" G_GUINT64_FORMAT ": %s\n", entry->number, entry->why);
    }
  printf ("%s: entries %" G_GUINT64_FORMAT " events %" G_GUINT64_FORMAT " unknown %" G_GUINT64_FORMAT
          " broken %" G_GUINT64_FORMAT " blank %" G_GUINT64_FORMAT "\n",
          reeve_log_format_to_wire (reeve_log_reader_get_format (reader)), totals->entries, totals->events,
          totals->unknown, totals->broken, totals->blank);
}

int
main (int argc, char **argv)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (ReeveLogReader) reader = NULL;
  g_autofree char *piece = NULL;
  ReeveLogFormat format;
  gint64 now;
  gsize size, length;

  if (argc != 5 || !reeve_log_format_from_wire (argv[1], &format) || !reeve_json_parse_time (argv[4], &now))
    g_error ("read-log FORMAT BYTES ZONE NOW");
  size = MAX (1, g_ascii_strtoull (argv[2], NULL, 10));
  zone = g_time_zone_new_identifier (argv[3]);
  piece = g_malloc (size);
  reader = reeve_log_reader_new (format, now, zone, on_event_cb, json);
  while ((length = fread (piece, 1, size, stdin)) > 0)
    if (!reeve_log_reader_feed (reader, piece, length, NULL))
      return 3;
  if (!reeve_log_reader_end (reader, NULL))
    return 3;
  print_rest (reader);
  return 0;
}
