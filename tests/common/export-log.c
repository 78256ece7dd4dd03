/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Events of standard input (Reeve's JSON lines) in another format. For log-exports.py, and by hand:
 *
 *     export-log FORMAT [WORKSPACE HOST] */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "common/json.h"
#include "common/log-export.h"

int
main (int argc, char **argv)
{
  g_autoptr (GString) out = g_string_new (NULL);
  ReeveLogExportScope scope = { 0 };
  ReeveLogExportFormat format;
  char *line = NULL;
  size_t room = 0;
  ssize_t length;

  if ((argc != 2 && argc != 4) || !reeve_log_export_format_from_wire (argv[1], &format))
    g_error ("export-log FORMAT [WORKSPACE HOST]");
  if (argc == 4)
    scope = (ReeveLogExportScope) { .workspace = argv[2], .host = argv[3] };
  reeve_log_export_append_header (format, out);
  while ((length = getline (&line, &room, stdin)) > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) object =
        reeve_json_parse_object (line, (gsize) length, &reeve_json_body, &error);
      g_autoptr (ReeveAccessEvent) event = object != NULL ? reeve_access_event_read (object, &error) : NULL;

      if (event == NULL)
        g_error ("%s: %s", error->message, line);
      reeve_log_export_append (format, &scope, event, out);
    }
  free (line);
  return fwrite (out->str, 1, out->len, stdout) == out->len ? 0 : 1;
}
