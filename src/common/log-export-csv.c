/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* CSV (RFC 4180: CR LF, quotes doubled, a heading line), formulas defused (common/csv). The headings are the
 * members of an event's JSON, and "id": its time in microseconds, which Excel rounds to 15 digits; "time"
 * says the same and stays whole. */

#include "config.h"

#include "common/csv.h"
#include "common/log-export-private.h"

#include <string.h>

static const char *const headings[] = { "time",    "result",   "action",     "actor",   "actorName",
                                        "address", "object",   "objectName", "outcome", "route",
                                        "status",  "bytesOut", "durationUs", "session", "agent",
                                        "source",  "sourceId", "text",       "id" };

static void
append_header (GString *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    reeve_csv_append_cell (out, headings[i], i + 1 == G_N_ELEMENTS (headings));
}

static void
append_number (GString *out, gint64 number, gboolean last_in_row)
{
  char text[32] = "";

  if (number != 0)
    g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  reeve_csv_append_cell (out, text, last_in_row);
}

static void
append (const ReeveLogExportScope *scope, const ReeveAccessEvent *event, GString *out)
{
  const char *const before[] = { reeve_access_result_to_wire (event->result),
                                 event->action,
                                 event->actor,
                                 event->actor_name,
                                 event->address,
                                 event->object,
                                 event->object_name,
                                 event->outcome,
                                 event->route };
  const gint64 numbers[] = { event->status, event->bytes_out, event->duration_us };
  const char *const after[] = { event->session, event->agent, event->source, event->source_id, event->text };

  (void) scope;
  reeve_log_export_append_time (out, event->time);
  g_string_append_c (out, ',');
  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    reeve_csv_append_cell (out, before[i], FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    append_number (out, numbers[i], FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (after); i++)
    reeve_csv_append_cell (out, after[i], FALSE);
  append_number (out, event->time, TRUE);
}

/* The last cell, which is never quoted. */
static const char *
find_id (const char *line)
{
  const char *comma = strrchr (line, ',');

  return comma != NULL ? comma + 1 : NULL;
}

const ReeveLogExportKind reeve_log_export_csv = { .word = "csv",
                                                  .mime_type = "text/csv; charset=utf-8; header=present",
                                                  .suffix = ".csv",
                                                  .append_header = append_header,
                                                  .append = append,
                                                  .find_id = find_id };
