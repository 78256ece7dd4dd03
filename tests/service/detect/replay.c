/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Goes through access events in Reeve's own form, one a line on standard input, with every detection; prints
 * what they raise, one finding a line. With --time, how fast that was beside what else it took; with
 * --settings, with what a workspace set: {"sites":[…]}. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "common/json.h"
#include "service/detect/settings.h"

static gboolean opt_time;
static char *opt_settings;

static const GOptionEntry options[] = { { "time", 0, 0, G_OPTION_ARG_NONE, &opt_time,
                                          "Read all first, and print how long the detections take", NULL },
                                        { "settings", 0, 0, G_OPTION_ARG_STRING, &opt_settings,
                                          "As a workspace set them, in JSON", "SETTINGS" },
                                        { NULL } };

/* (transfer full) (element-type ReeveAccessEvent) */
static GPtrArray *
read_events (void)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_event_free);
  g_autoptr (GIOChannel) channel = g_io_channel_unix_new (fileno (stdin));
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  while (g_io_channel_read_line (channel, &line, NULL, NULL, &error) == G_IO_STATUS_NORMAL)
    {
      g_autoptr (JsonParser) parser = json_parser_new_immutable ();
      ReeveAccessEvent *event = NULL;

      if (json_parser_load_from_data (parser, line, -1, &error))
        event = reeve_access_event_read (json_node_get_object (json_parser_get_root (parser)), &error);
      if (event == NULL)
        g_error ("line %u: %s", events->len + 1, error->message);
      g_ptr_array_add (events, event);
      g_clear_pointer (&line, g_free);
    }
  g_assert_no_error (error);
  return events;
}

static void
print (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);

      reeve_raised_print (findings->pdata[i], json);
      puts (json->str);
    }
}

static void
apply_settings (ReeveWatch *watch)
{
  const ReeveJsonLimits limits = { .max_bytes = G_MAXINT32, .max_depth = 8 };
  g_autoptr (ReeveDetectionSettings) settings = reeve_detection_settings_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object =
    reeve_json_parse_object (opt_settings, strlen (opt_settings), &limits, &error);

  if (object == NULL || !reeve_record_read_json (settings, object, REEVE_READ_PATCH, "", &error) ||
      !reeve_settings_check (settings, &error))
    g_error ("%s", error->message);
  reeve_settings_apply (settings, watch);
}

int
main (int argc, char **argv)
{
  static const guint8 key[REEVE_SIGHT_KEY_BYTES] = { 1 };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_raised_free);
  g_autoptr (ReeveWatch) watch = reeve_watch_new (key);
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begun;
  double seconds;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  if (opt_settings != NULL)
    apply_settings (watch);
  events = read_events ();
  begun = g_get_monotonic_time ();
  for (guint i = 0; i < events->len; i++)
    reeve_watch_look (watch, events->pdata[i], findings);
  seconds = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  print (findings);
  if (opt_time)
    fprintf (stderr, "%u events, %u findings, %.0f events/s, %.1f MB\n", events->len, findings->len,
             events->len / seconds, (double) reeve_watch_get_memory (watch) / 1e6);
  return 0;
}
