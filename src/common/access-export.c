/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/access-export.h"

#include <string.h>

#define MOST (G_GINT64_CONSTANT (1) << 53)

static const ReeveField export_fields[] = {
  { "query", REEVE_FIELD_LINES, offsetof (ReeveAccessExport, query), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 8192, .summary = "What was looked for." },
  { "zone", REEVE_FIELD_TEXT, offsetof (ReeveAccessExport, zone), REEVE_READ_ONLY, .max = 100,
    .summary = "The time zone of its times; absent: UTC." },
  { "format", REEVE_FIELD_TEXT, offsetof (ReeveAccessExport, format), REEVE_READ_ONLY, .max = 20,
    .summary = "`csv`, `jsonl`, `ocsf`, `syslog` or `cef`." },
  { "snapshot", REEVE_FIELD_TEXT, offsetof (ReeveAccessExport, snapshot), REEVE_READ_ONLY, .max = 50,
    .summary = "What it was taken of." },
  { "after", REEVE_FIELD_INTEGER, offsetof (ReeveAccessExport, after), REEVE_READ_ONLY,
    .summary = "It went on behind this event; 0: from the beginning." },
};
REEVE_DEFINE_RECORD (ReeveAccessExport, reeve_access_export, "access-export", NULL, export_fields)

static const ReeveField manifest_fields[] = {
  { "workspace", REEVE_FIELD_ID, offsetof (ReeveAccessManifest, workspace), REEVE_READ_ONLY,
    .summary = "Whose log it is." },
  { "query", REEVE_FIELD_LINES, offsetof (ReeveAccessManifest, query), REEVE_READ_ONLY | REEVE_AS_IS,
    .max = 8192, .summary = "What was looked for." },
  { "zone", REEVE_FIELD_TEXT, offsetof (ReeveAccessManifest, zone), REEVE_READ_ONLY, .max = 100,
    .summary = "The time zone of its times; absent: UTC." },
  { "format", REEVE_FIELD_TEXT, offsetof (ReeveAccessManifest, format), REEVE_READ_ONLY, .max = 20,
    .summary = "`csv`, `jsonl`, `ocsf`, `syslog` or `cef`." },
  { "snapshot", REEVE_FIELD_TEXT, offsetof (ReeveAccessManifest, snapshot), REEVE_READ_ONLY, .max = 50,
    .summary = "A moment, and the leaves that the record's tree then had." },
  { "lines", REEVE_FIELD_INTEGER, offsetof (ReeveAccessManifest, lines), REEVE_READ_ONLY,
    .summary = "How many events." },
  { "bytes", REEVE_FIELD_INTEGER, offsetof (ReeveAccessManifest, bytes), REEVE_READ_ONLY,
    .summary = "How many bytes." },
  { "sha256", REEVE_FIELD_TEXT, offsetof (ReeveAccessManifest, sha256), REEVE_READ_ONLY, .max = 64,
    .summary = "SHA-256 of all of them, in hexadecimal." },
  { "first", REEVE_FIELD_TIME, offsetof (ReeveAccessManifest, first), REEVE_READ_ONLY,
    .summary = "The first event's time." },
  { "last", REEVE_FIELD_TIME, offsetof (ReeveAccessManifest, last), REEVE_READ_ONLY,
    .summary = "The last event's time." },
  { "unread", REEVE_FIELD_TEXTS, offsetof (ReeveAccessManifest, unread), REEVE_READ_ONLY,
    .summary = "Days, UTC, whose file is damaged: some or all of them is missing here." },
  { "time", REEVE_FIELD_TIME, offsetof (ReeveAccessManifest, time), REEVE_READ_ONLY,
    .summary = "When this was asked for." },
  { "account", REEVE_FIELD_ID, offsetof (ReeveAccessManifest, account), REEVE_READ_ONLY,
    .summary = "Who asked for it." },
  { "account-name", REEVE_FIELD_LINES, offsetof (ReeveAccessManifest, account_name),
    REEVE_READ_ONLY | REEVE_AS_IS, .max = 4096, .summary = "Their name." },
  { "checkpoint", REEVE_FIELD_LINES, offsetof (ReeveAccessManifest, checkpoint), REEVE_READ_ONLY,
    .max = 10000, .summary = "What the service says of the record's tree, as a signed note." },
  { "verifier", REEVE_FIELD_TEXT, offsetof (ReeveAccessManifest, verifier), REEVE_READ_ONLY, .max = 500,
    .summary = "The key that it is signed with." },
};
REEVE_DEFINE_RECORD (ReeveAccessManifest, reeve_access_manifest, "access-manifest", NULL, manifest_fields)

char *
reeve_access_snapshot_print (gint64 time, gint64 size)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, time, size);
}

gboolean
reeve_access_snapshot_read (const char *text, gint64 *time, gint64 *size)
{
  const char *dash = text != NULL ? strchr (text, '-') : NULL;
  g_autofree char *before = dash != NULL ? g_strndup (text, (gsize) (dash - text)) : NULL;

  return before != NULL && g_ascii_string_to_signed (before, 10, 1, MOST, time, NULL) &&
         g_ascii_string_to_signed (dash + 1, 10, 0, MOST, size, NULL);
}
