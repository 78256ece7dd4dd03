/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Exports of the access log: what was asked for, which the audit trail keeps, and what came of it. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveAccessExport, reeve_access_export, ACCESS_EXPORT)
struct _ReeveAccessExport
{
  ReeveRecord parent_instance;

  char *query;    /* as reeve_log_query_print() has it; "" finds everything */
  char *zone;     /* (nullable): of its times; none: UTC */
  char *format;   /* reeve_log_export_format_to_wire() */
  char *snapshot; /* what it was taken of: "1795377780123456-48123" */
  gint64 after;   /* it went on behind this event; 0: from the beginning */
};

/* What an export from the beginning to the end is. It goes with the file, and says the same whenever it is
 * asked for again, as long as no day of it has been purged. */
REEVE_DECLARE_RECORD (ReeveAccessManifest, reeve_access_manifest, ACCESS_MANIFEST)
struct _ReeveAccessManifest
{
  ReeveRecord parent_instance;

  char *workspace;
  char *query;
  char *zone; /* (nullable) */
  char *format;
  char *snapshot;
  gint64 lines; /* events; a line of headings is none */
  gint64 bytes;
  char *sha256; /* hexadecimal: of all bytes */
  gint64 first; /* the first event's time; 0: there is none */
  gint64 last;
  GStrv unread; /* (nullable): days, "2026-01-31", whose file is damaged: some or all of them is missing */
  gint64 time;  /* when this was asked for */
  char *account;
  char *account_name;
  char *checkpoint; /* (nullable): what the service then said of the record's tree, a signed note */
  char *verifier;   /* (nullable): whose signature that is */
};

/* A snapshot is a moment, and how many leaves the record's tree then had: what was written later, though it
 * may be of earlier, has a later leaf. */
char *reeve_access_snapshot_print (gint64 time, gint64 size);
gboolean reeve_access_snapshot_read (const char *text, gint64 *time, gint64 *size);

G_END_DECLS
