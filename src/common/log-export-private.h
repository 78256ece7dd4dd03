/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Between the export and its formats. */

#pragma once

#include "common/log-export.h"

G_BEGIN_DECLS

typedef struct
{
  const char *word;
  const char *mime_type;
  const char *suffix;
  void (*append_header) (GString *out); /* (nullable) */
  void (*append) (const ReeveLogExportScope *scope, const ReeveAccessEvent *event, GString *out);
  const char *(*find_id) (const char *line); /* where its digits begin; (nullable): in none */
} ReeveLogExportKind;

extern const ReeveLogExportKind reeve_log_export_csv;
extern const ReeveLogExportKind reeve_log_export_json_lines;
extern const ReeveLogExportKind reeve_log_export_ocsf;
extern const ReeveLogExportKind reeve_log_export_syslog;
extern const ReeveLogExportKind reeve_log_export_cef;

/* --- For the formats --- */

static inline gboolean
reeve_log_export_says (const char *text)
{
  return text != NULL && *text != '\0';
}

/* RFC 3339 in UTC with six decimals, no quotes. */
void reeve_log_export_append_time (GString *out, gint64 time);

/* "GET" and where the path begins, of "GET /v1/…"; otherwise NULL, and the route is something else. */
const char *reeve_log_export_find_path (const char *route);

/* Whether it is an address, and 4 or 6; else 0. */
guint reeve_log_export_get_family (const char *address);

/* At most @most bytes, cut between characters; what ends a line for some readers although it is no control
 * below U+0020 (U+0085, U+2028, U+2029), and the rest of C1, as a space. Characters of @escaped get a
 * backslash before them. */
void reeve_log_export_append_escaped (GString *out, const char *text, gsize most, const char *escaped);

/* What an action is in OCSF's classes. */
typedef struct
{
  guint class;
  guint activity;
  const char *name; /* the activity's caption; of 99 (Other), NULL: the action itself */
} ReeveOcsfActivity;

#define REEVE_OCSF_ACCOUNT_CHANGE    3001
#define REEVE_OCSF_AUTHENTICATION    3002
#define REEVE_OCSF_ENTITY_MANAGEMENT 3004
#define REEVE_OCSF_API_ACTIVITY      6003

/* An event that does not say whom or what it changed is API activity, whatever its action. */
ReeveOcsfActivity reeve_log_export_classify (const ReeveAccessEvent *event);

G_END_DECLS
