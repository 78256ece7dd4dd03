/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The query language of the access log. One parser for the service (which makes SQL of the terms), the
 * console (chips, completion) and the live tail (log-query-match.h).
 *
 *     who:ada ip:10.0.0.0/8 action:sign-in outcome:failed since:yesterday "free text"
 *
 *   key:value        who (id or name, or a part of it), ip (address, network, first-last), action, result
 * (ok, failed, refused, error), outcome (a result, or the word that says why: password_wrong), session,
 * object (id or name, or a part), route, agent, source (parts) status, duration, size: 404, 4xx, >=500,
 * 400..499, >2s, ..1.5MB since, until, on: times (log-query-time.h); on: 2026-11-20..2026-11-22, too. Until a
 * day or longer is until its end, until a time of day its beginning word, "a phrase" occurs in any text of
 * the event key:a,b          either; and so is the same key twice key:a other:b    both; and so are words and
 * phrases -term            not so: an event that has no such text is not so, either who:="Ada"       not a
 * part, but all of it; ip:="x": of what is no address, as text action:user.*    begins so; * alone: there is
 * one
 *   \                the next character is only that; in quotes, too
 *
 * Texts are compared as reeve_fold() has them. An id in UUID form is found only whole, or by its beginning
 * with a *. What an event does not tell (no address, status or duration of 0) is in no range. */

#pragma once

#include "common/log-query-term.h"
#include "common/log-query-time.h"
#include "common/log-query-value.h"

G_BEGIN_DECLS

#define REEVE_LOG_QUERY_MAX_BYTES  4096
#define REEVE_LOG_QUERY_MAX_VALUES 128

/* A place of the text that is wrong. */
typedef struct
{
  gsize offset; /* in bytes; offset + length <= the text's length */
  gsize length;
  ReeveLogFault fault;
  char *suggestion; /* (nullable): what to put there instead */
} ReeveLogMistake;

typedef struct
{
  char *text;          /* as it was given */
  ReeveLogClock clock; /* with a zone of its own */
  GPtrArray *terms;    /* of ReeveLogTerm, in the text's order */
  GPtrArray *mistakes; /* of ReeveLogMistake, in the text's order; the query is wrong if there is one */
} ReeveLogQuery;

/* Whatever @text is. (transfer full) */
ReeveLogQuery *reeve_log_query_parse (const char *text, const ReeveLogClock *clock);
void reeve_log_query_free (ReeveLogQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLogQuery, reeve_log_query_free)

/* Without what is wrong. Parsing it gives an equal query. (transfer full) */
char *reeve_log_query_print (const ReeveLogQuery *self);
gboolean reeve_log_query_equal (const ReeveLogQuery *a, const ReeveLogQuery *b);

/* What is wrong, in English, for people reading the wire: lower case, no full stop. */
const char *reeve_log_fault_describe (ReeveLogFault fault);

/* From the first moment that can match to the first after the last, negated terms aside. @from >= @to: none
 * can.
 */
void reeve_log_query_get_time (const ReeveLogQuery *self, gint64 *from, gint64 *to);

G_END_DECLS
