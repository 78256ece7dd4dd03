/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Support grants in words: how far one is, how long it still lasts, what came of it. Pure. */

#pragma once

#include "common/support-grant.h"

G_BEGIN_DECLS

const char *reeve_support_words_state (const char *state); /* "Waits for an answer", "Open" */
const char *reeve_support_words_state_icon (const char *state);
const char *reeve_support_words_state_tone (const char *state); /* style class of a pill */

char *reeve_support_words_who (ReeveSupportGrant *grant); /* (transfer full): "Ruth Diallo" */
/* Under who it is: "4711 · for 2 h · asked 4 min ago". (transfer full) */
char *reeve_support_words_line (ReeveSupportGrant *grant, gint64 now);
/* A row, read aloud. (transfer full) */
char *reeve_support_words_spoken (ReeveSupportGrant *grant, gint64 now);
/* What it lets them do, one a line. (transfer full) */
char *reeve_support_words_scope (ReeveSupportGrant *grant);
/* Who approved or refused it, and when. (transfer full) (nullable): nobody */
char *reeve_support_words_answer (ReeveSupportGrant *grant);
/* When, how and by whom it came to its end. (transfer full) (nullable): it has not */
char *reeve_support_words_end (ReeveSupportGrant *grant);
/* The same as a sentence to its agent, who is shut out by it. (transfer full) (nullable): the same */
char *reeve_support_words_farewell (ReeveSupportGrant *grant);
/* "12 min of 2 h". (transfer full) (nullable): it was never open, or still is */
char *reeve_support_words_used (ReeveSupportGrant *grant);
char *reeve_support_words_reads (gint64 reads); /* (transfer full): "31 requests" */
/* A query that finds in the access log what was done under it. (transfer full) */
char *reeve_support_words_query (ReeveSupportGrant *grant);

char *
reeve_support_words_clock (gint64 time, gint64 now); /* (transfer full): "14:05"; with the day, if another */
char *reeve_support_words_digits (gint64 left);      /* (transfer full): "01:42:10" */
char *reeve_support_words_minutes (gint64 minutes);  /* (transfer full): "15 min", "2 h" */
/* "Ruth Diallo, of support, is here until 14:05 · 01:42:10 left · ticket 4711". @own: to whom it lets in.
 * (transfer full) */
char *reeve_support_words_strip (ReeveSupportGrant *grant, const char *workspace, gboolean own, gint64 now);
/* The minutes that it says aloud when so much was left and now so much is: 15, 5, 1; 0: nothing. */
int reeve_support_words_warning (gint64 left_before, gint64 left);

G_END_DECLS
