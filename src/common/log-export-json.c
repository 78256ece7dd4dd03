/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* JSON lines: an event's canonical JSON (RFC 8785), which is what its leaf in the record's tree commits to
 * and what Reeve takes in. Every line is an I-JSON text (RFC 7493) that ends with LF; no CR, no BOM. */

#include "config.h"

#include "common/log-export-private.h"

#include <string.h>

static void
append (const ReeveLogExportScope *scope, const ReeveAccessEvent *event, GString *out)
{
  (void) scope;
  reeve_access_event_print (event, out);
  g_string_append_c (out, '\n');
}

/* Within a text a quotation mark has a backslash before it: this is the member and nothing else. */
static const char *
find_id (const char *line)
{
  const char *member = strstr (line, "\"time\":");

  return member != NULL ? member + strlen ("\"time\":") : NULL;
}

const ReeveLogExportKind reeve_log_export_json_lines = { .word = "jsonl",
                                                         .mime_type = "application/jsonl; charset=utf-8",
                                                         .suffix = ".jsonl",
                                                         .append = append,
                                                         .find_id = find_id };
