/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* ArcSight Common Event Format, version 0 (Micro Focus Security ArcSight Common Event Format, version 25):
 * CEF:0|Vendor|Product|Version|Signature ID|Name|Severity|Extension. In the header | and \ are escaped, in
 * the extension = and \. The keys are those of its dictionary, as long as it lets them be; what has none is
 * in custom fields with their labels. "src" holds IPv4 alone, IPv6 is in c6a2. */

#include "config.h"

#include "common/log-export-private.h"

#include <string.h>

#define HEADER_MOST 512

static void
append_field (GString *out, const char *text)
{
  reeve_log_export_append_escaped (out, text, HEADER_MOST, "|\\");
  g_string_append_c (out, '|');
}

/* Whatever stands before "name=" ends with a space. */
static void
append_key (GString *out, const char *key, const char *text, gsize most)
{
  if (!reeve_log_export_says (text))
    return;
  g_string_append_c (out, ' ');
  g_string_append (out, key);
  g_string_append_c (out, '=');
  reeve_log_export_append_escaped (out, text, most, "=\\");
}

static void
append_custom (GString *out, const char *key, const char *label, const char *text)
{
  g_autofree char *label_key = g_strconcat (key, "Label", NULL);

  if (!reeve_log_export_says (text))
    return;
  append_key (out, key, text, 4000);
  append_key (out, label_key, label, 1023);
}

static const char *
print_number (gint64 number, char *room, gsize size)
{
  if (number == 0)
    return NULL;
  g_snprintf (room, size, "%" G_GINT64_FORMAT, number);
  return room;
}

static void
append_address (GString *out, const char *address)
{
  guint family = reeve_log_export_get_family (address);

  if (family == 4)
    append_key (out, "src", address, 128);
  else if (family == 6)
    append_custom (out, "c6a2", "Source IPv6 Address", address);
  else
    append_key (out, "shost", address, 1023);
}

/* Of a request its method and path; another system's route is custom. */
static void
append_route (GString *out, const char *route)
{
  const char *path = reeve_log_export_find_path (route);
  g_autofree char *method = NULL;

  if (path == NULL)
    {
      append_custom (out, "cs6", "Route", route);
      return;
    }
  method = g_strndup (route, (gsize) (path - route - 1));
  append_key (out, "requestMethod", method, 1023);
  append_key (out, "request", path, 1023);
}

static void
append_extension (GString *out, const ReeveLogExportScope *scope, const ReeveAccessEvent *event)
{
  char room[32];

  append_key (out, "rt", print_number (event->time / 1000, room, sizeof room), 64);
  append_key (out, "externalId", print_number (event->time, room, sizeof room), 40);
  append_key (out, "act", event->action, 63);
  append_key (out, "outcome", reeve_access_result_to_wire (event->result), 63);
  append_key (out, "reason", event->outcome, 1023);
  append_key (out, "suid", event->actor, 1023);
  append_key (out, "suser", event->actor_name, 1023);
  append_address (out, event->address);
  append_route (out, event->route);
  append_key (out, "requestClientApplication", event->agent, 1023);
  append_key (out, "out", print_number (event->bytes_out, room, sizeof room), 64);
  append_key (out, "dvchost", scope->host, 100);
  append_key (out, "msg", event->text, 1023);
  append_custom (out, "cs1", "Session", event->session);
  append_custom (out, "cs2", "Object", event->object);
  append_custom (out, "cs3", "Object Name", event->object_name);
  append_custom (out, "cs4", "Source", event->source);
  append_custom (out, "cs5", "Source Event", event->source_id);
  append_custom (out, "cn1", "HTTP Status", print_number (event->status, room, sizeof room));
  append_custom (out, "cn2", "Duration Microseconds", print_number (event->duration_us, room, sizeof room));
  append_custom (out, "flexString1", "Workspace", scope->workspace);
}

static void
append (const ReeveLogExportScope *scope, const ReeveAccessEvent *event, GString *out)
{
  static const char *const severities[REEVE_ACCESS_RESULTS] = { [REEVE_ACCESS_OK] = "1",
                                                                [REEVE_ACCESS_FAILED] = "3",
                                                                [REEVE_ACCESS_REFUSED] = "5",
                                                                [REEVE_ACCESS_ERROR] = "6" };
  const char *action = reeve_log_export_says (event->action) ? event->action : "request";
  const char *name = reeve_log_export_says (event->route) ? event->route : action;

  g_string_append (out, "CEF:0|Reeve|Reeve|" REEVE_VERSION "|");
  append_field (out, action);
  append_field (out, name);
  append_field (out, severities[event->result]);
  gsize start = out->len;
  append_extension (out, scope, event);
  if (out->len > start)
    g_string_erase (out, (gssize) start, 1); /* the first key's space */
  g_string_append_c (out, '\n');
}

/* Behind the header's seven bars, first or right behind "rt". */
static const char *
find_id (const char *line)
{
  guint n_bars = 0;

  for (; *line != '\0' && n_bars < 7; line++)
    if (*line == '\\' && line[1] != '\0')
      line++;
    else if (*line == '|')
      n_bars++;
  if (g_str_has_prefix (line, "rt="))
    line += strcspn (line, " ") + (strchr (line, ' ') != NULL ? 1 : 0);
  return g_str_has_prefix (line, "externalId=") ? line + strlen ("externalId=") : NULL;
}

const ReeveLogExportKind reeve_log_export_cef = { .word = "cef",
                                                  .mime_type = "text/plain; charset=utf-8",
                                                  .suffix = ".cef",
                                                  .append = append,
                                                  .find_id = find_id };
