/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a histogram says to those who do not see it, or point at a bar of it. (transfer full) all */

#pragma once

#include "console/widgets/histogram-scale.h"

G_BEGIN_DECLS

/* "720 hours, peak 3 March 14:00, 812 events, 9 failed" */
char *reeve_histogram_words_describe (const ReeveHistogramBar *bars, guint n_bars);
char *reeve_histogram_words_describe_bar (const ReeveHistogramBar *bar); /* with its time */
char *reeve_histogram_words_describe_range (gint64 from, gint64 to);     /* "Selected: … to …" */
char *
reeve_histogram_words_describe_unknown (gint64 counted_from); /* "What is before … is not counted yet" */
char *reeve_histogram_words_describe_mark (gint64 mark);      /* "What is before … leaves tomorrow" */
char *reeve_histogram_words_moment (gint64 time);             /* "3 March 14:00" */

G_END_DECLS
