/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a line of the access log says to people: the stable words of the wire and of the query language,
 * turned into sentences. What is not known here (another system's word, a newer service) is shown as it is.
 */

#pragma once

#include "common/access-line.h"
#include "common/log-query.h"

G_BEGIN_DECLS

/* --- A line --- */

char *reeve_log_words_action (const ReeveAccessLine *line);  /* (transfer full): "Sign-in" */
char *reeve_log_words_outcome (const ReeveAccessLine *line); /* (transfer full): "Wrong password"; "" */
char *reeve_log_words_who (const ReeveAccessLine *line);     /* (transfer full): a name, an id, "—" */
/* What it was about, unless that is who did it, or an id that nobody reads: (transfer full) (nullable) */
char *reeve_log_words_object (const ReeveAccessLine *line);
const char *reeve_log_words_result (const char *result);      /* "Failed" */
const char *reeve_log_words_result_icon (const char *result); /* another shape for each */
const char *reeve_log_words_result_tone (const char *result); /* style class: "tone-error" */

char *reeve_log_words_clock (gint64 time); /* (transfer full): "09:11:58", local */
char *reeve_log_words_day (gint64 time);   /* (transfer full): "Monday, 23 November 2026", local */
/* "9:11:58, sign-in, failed, Bartosz Wilk, 192.0.2.44, wrong password". (transfer full) */
char *reeve_log_words_spoken (const ReeveAccessLine *line);
/* All of it, one "Name: value" a line. (transfer full) */
char *reeve_log_words_text (const ReeveAccessLine *line);
char *reeve_log_words_json (const ReeveAccessLine *line); /* (transfer full): what the record commits to */
/* (transfer full): "kept 30 days, 24 Oct – 23 Nov" */
char *reeve_log_words_kept (gint64 days, gint64 now);
/* @days: at least one, as the service names them, newest first: which of the log cannot be read as it was
 * written. (transfer full) */
char *reeve_log_words_unread (const char *const *days);
char *reeve_log_words_kept_since (gint64 day); /* (transfer full): of a day since 1970: "kept since 24 Oct" */
char *reeve_log_words_span (gint64 microseconds); /* (transfer full): "1.2 ms" */
char *reeve_log_words_bytes (gint64 bytes);       /* (transfer full) */

/* --- A query --- */

const char *reeve_log_words_kind (ReeveLogKind kind);     /* "Person" */
const char *reeve_log_words_key_hint (ReeveLogKind kind); /* what to type after the key */
const char *reeve_log_words_fault (ReeveLogFault fault);  /* a sentence that says what is to be done */
/* Who goes by @value there, of @kind: (nullable): it is shown as it stands */
typedef const char *(*ReeveLogNames) (ReeveLogKind kind, const char *value, gpointer user_data);
/* "Person: Ada King or Bo", "Not: …". @names: (nullable). (transfer full) */
char *reeve_log_words_term (const ReeveLogTerm *term, ReeveLogNames names, gpointer user_data);
/* A term that leaves out what looking at the log itself writes into it: with it the page begins. */
#define REEVE_LOG_WITHOUT_READS "-action:log.read*,log.count,log.watch"
gboolean reeve_log_words_is_without_reads (const ReeveLogTerm *term);
/* A value as it stands in a facet or a line. (transfer full) */
char *reeve_log_words_value (ReeveLogKind kind, const char *value);

G_END_DECLS
