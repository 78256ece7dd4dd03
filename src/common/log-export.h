/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The access log as others read it. A format makes one line of one event and keeps nothing between them, so
 * that an export of any size is written as it is read. What a line says depends on the event and the scope
 * alone: the same events give the same bytes, today and when an export is taken up again. */

#pragma once

#include "common/access-event.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_LOG_EXPORT_CSV,        /* RFC 4180, for spreadsheets */
  REEVE_LOG_EXPORT_JSON_LINES, /* what reeve_access_event_print() says: what the record's leaves are made of
                                */
  REEVE_LOG_EXPORT_OCSF,       /* OCSF 1.8.0, as JSON lines */
  REEVE_LOG_EXPORT_SYSLOG,     /* RFC 5424 */
  REEVE_LOG_EXPORT_CEF,        /* ArcSight Common Event Format */
} ReeveLogExportFormat;
#define REEVE_LOG_EXPORT_FORMATS 5

/* What is not in the events. */
typedef struct
{
  const char *workspace; /* (nullable): its id */
  const char *host;      /* (nullable): the name under which the service is reached */
} ReeveLogExportScope;

/* "csv", "jsonl", "ocsf", "syslog", "cef" */
const char *reeve_log_export_format_to_wire (ReeveLogExportFormat format);
gboolean reeve_log_export_format_from_wire (const char *wire, ReeveLogExportFormat *format);
const char *reeve_log_export_get_mime_type (ReeveLogExportFormat format);
const char *reeve_log_export_get_suffix (ReeveLogExportFormat format); /* ".csv" */

/* What stands before the first line: with most formats nothing. No format has anything behind the last. */
void reeve_log_export_append_header (ReeveLogExportFormat format, GString *out);

/* One line with its end. The event's texts must be as reeve_access_event_copy() makes them: valid UTF-8
 * without control characters below U+0020. */
void reeve_log_export_append (ReeveLogExportFormat format,
                              const ReeveLogExportScope *scope,
                              const ReeveAccessEvent *event,
                              GString *out);

/* The id of the event that a line was made of: what an export goes on behind. @line: without its end. FALSE:
 * it is none of the format's lines, but its header, say. */
gboolean reeve_log_export_read_id (ReeveLogExportFormat format, const char *line, gint64 *id);

G_END_DECLS
