/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Syslog messages (RFC 5424), one a line: <PRI>1 TIMESTAMP HOSTNAME reeve - MSGID [SD] MSG. Facility 10,
 * security (section 6.2.1); what is known stands in one structured data element, by the names of an event's
 * JSON, and the message says it once more for people. The element's name ends in the number that RFC 5612
 * keeps for documentation, for Reeve has none of its own. MSGID is the action, as far as it fits. */

#include "config.h"

#include "common/log-export-private.h"

#include <string.h>

#define FACILITY  10
#define SD_ID     "reeve@32473"
#define HOST_MOST 255
#define ID_MOST   32
#define TEXT_MOST 1024

/* Printable ASCII without spaces, or "-" (NILVALUE). */
static void
append_word (GString *out, const char *word, gsize most)
{
  gsize start = out->len;

  for (; word != NULL && *word != '\0' && out->len - start < most; word++)
    if (*word > 0x20 && *word < 0x7f)
      g_string_append_c (out, *word);
  if (out->len == start)
    g_string_append_c (out, '-');
  g_string_append_c (out, ' ');
}

/* Section 6.3.3: of a value, ", \ and ] are escaped. */
static void
append_param (GString *out, const char *name, const char *value)
{
  if (!reeve_log_export_says (value))
    return;
  g_string_append_c (out, ' ');
  g_string_append (out, name);
  g_string_append (out, "=\"");
  reeve_log_export_append_escaped (out, value, TEXT_MOST, "\"\\]");
  g_string_append_c (out, '"');
}

static void
append_number (GString *out, const char *name, gint64 number)
{
  char text[32] = "";

  if (number != 0)
    g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  append_param (out, name, text);
}

static void
append_data (GString *out, const ReeveLogExportScope *scope, const ReeveAccessEvent *event)
{
  g_string_append (out, "[" SD_ID);
  append_number (out, "id", event->time);
  append_param (out, "result", reeve_access_result_to_wire (event->result));
  append_param (out, "action", event->action);
  append_param (out, "actor", event->actor);
  append_param (out, "actorName", event->actor_name);
  append_param (out, "address", event->address);
  append_param (out, "object", event->object);
  append_param (out, "objectName", event->object_name);
  append_param (out, "outcome", event->outcome);
  append_param (out, "route", event->route);
  append_number (out, "status", event->status);
  append_number (out, "bytesOut", event->bytes_out);
  append_number (out, "durationUs", event->duration_us);
  append_param (out, "session", event->session);
  append_param (out, "agent", event->agent);
  append_param (out, "source", event->source);
  append_param (out, "sourceId", event->source_id);
  append_param (out, "workspace", scope->workspace);
  g_string_append (out, "] ");
}

static void
append_phrase (GString *out, const char *before, const char *text, const char *behind)
{
  if (!reeve_log_export_says (text))
    return;
  g_string_append (out, before);
  reeve_log_export_append_escaped (out, text, TEXT_MOST, "");
  g_string_append (out, behind);
}

/* "Ada: user.suspend Bo: refused (not_allowed)". Section 6.4: UTF-8 is told by a BOM. */
static void
append_message (GString *out, const ReeveAccessEvent *event)
{
  const char *who = reeve_log_export_says (event->actor_name) ? event->actor_name : event->actor;
  const char *what = reeve_log_export_says (event->action) ? event->action : event->route;

  g_string_append (out, "\xef\xbb\xbf");
  append_phrase (out, "", reeve_log_export_says (who) ? who : "somebody", ": ");
  append_phrase (out, "", what, " ");
  append_phrase (out, "", event->object_name, " ");
  append_phrase (out, "", reeve_access_result_to_wire (event->result), "");
  append_phrase (out, " (", event->outcome, ")");
  append_phrase (out, ": ", event->text, "");
}

static void
append (const ReeveLogExportScope *scope, const ReeveAccessEvent *event, GString *out)
{
  static const guint severities[REEVE_ACCESS_RESULTS] = {
    [REEVE_ACCESS_OK] = 6,      /* informational */
    [REEVE_ACCESS_FAILED] = 5,  /* notice */
    [REEVE_ACCESS_REFUSED] = 4, /* warning */
    [REEVE_ACCESS_ERROR] = 3,
  };

  g_string_append_printf (out, "<%u>1 ", FACILITY * 8 + severities[event->result]);
  reeve_log_export_append_time (out, event->time);
  g_string_append_c (out, ' ');
  append_word (out, scope->host, HOST_MOST);
  g_string_append (out, "reeve - ");
  append_word (out, event->action, ID_MOST);
  append_data (out, scope, event);
  append_message (out, event);
  g_string_append_c (out, '\n');
}

/* What stands before it has no spaces of its own. */
static const char *
find_id (const char *line)
{
  static const char begin[] = " [" SD_ID " id=\"";
  const char *data = strstr (line, begin);

  return data != NULL ? data + strlen (begin) : NULL;
}

const ReeveLogExportKind reeve_log_export_syslog = { .word = "syslog",
                                                     .mime_type = "text/plain; charset=utf-8",
                                                     .suffix = ".log",
                                                     .append = append,
                                                     .find_id = find_id };
