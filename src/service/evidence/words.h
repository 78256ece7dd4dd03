/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How the files of a pack say times and tables, all of them alike. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* "2026-11-22T01:51:56.123456Z"; as text they are in the order of time. 0: "". (transfer full) */
char *reeve_evidence_print_time (gint64 time);
/* "2026-11-22 01:51:56 UTC"; 0: "". (transfer full) */
char *reeve_evidence_say_time (gint64 time);
char *reeve_evidence_print_day (gint64 time); /* "2026-11-22" */

/* Nothing is set of what is 0, or NULL. */
void reeve_evidence_set_time (JsonObject *object, const char *member, gint64 time);
void reeve_evidence_set_text (JsonObject *object, const char *member, const char *text);

/* Cells of a row of CSV (common/csv.h), the last one with its end. 0 is 0. */
void reeve_evidence_append_number (GString *csv, gint64 number, gboolean last_in_row);
void reeve_evidence_append_time (GString *csv, gint64 time, gboolean last_in_row);
void reeve_evidence_append_text (GString *csv, const char *text, gboolean last_in_row); /* (nullable) */

/* "3 sign-ins", "1 sign-in". (transfer full) */
char *reeve_evidence_say_number (gint64 n, const char *one, const char *many);

G_END_DECLS
