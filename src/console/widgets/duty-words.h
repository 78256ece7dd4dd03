/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What waits, in words, and which list it leads to: a row of one table for each kind. Pure. */

#pragma once

#include "common/duty.h"

G_BEGIN_DECLS

/* FALSE: of a kind that a newer service tells of; none of what follows may be asked of it. */
gboolean reeve_duty_words_knows (ReeveDuty *duty);
char *reeve_duty_words_title (ReeveDuty *duty);              /* (transfer full): "Bartosz Wilk is locked …" */
char *reeve_duty_words_line (ReeveDuty *duty, gint64 now);   /* (transfer full) (nullable): more about it */
char *reeve_duty_words_pill (ReeveDuty *duty, gint64 now);   /* (transfer full) (nullable): "Due Thursday" */
char *reeve_duty_words_date (ReeveDuty *duty);               /* (transfer full) (nullable): exactly */
char *reeve_duty_words_spoken (ReeveDuty *duty, gint64 now); /* (transfer full): all of it, read aloud */
char *reeve_duty_words_next (ReeveDuty *duty, gint64 now);   /* (transfer full): "Access review, Thursday" */
const char *reeve_duty_words_icon (ReeveDuty *duty);
const char *reeve_duty_words_tone (ReeveDuty *duty, gint64 now); /* style class of its icon and its pill */
gboolean reeve_duty_words_may_wait (ReeveDuty *duty);            /* it may be put off until tomorrow */

/* The action that opens just that list. *@target: (out) (nullable) (transfer floating) */
const char *reeve_duty_words_action (ReeveDuty *duty, gint64 now, GVariant **target);

G_END_DECLS
