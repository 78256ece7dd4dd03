/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where times are in a histogram. Time runs from left to right, whichever way people read. What would be too
 * narrow to see is drawn as one: slots are so many bars each. */

#pragma once

#include "common/access-event.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 start; /* microseconds since 1970 UTC */
  gint64 width; /* above 0 */
  guint counts[REEVE_ACCESS_RESULTS];
} ReeveHistogramBar;

#define REEVE_HISTOGRAM_MIN_SLOT 6 /* pixels */

typedef struct
{
  gint64 from;
  gint64 to;
  gint64 slot; /* microseconds */
  guint n_slots;
  double width; /* of it all, in pixels */
} ReeveHistogramScale;

/* @bars: in order, without overlaps. */
ReeveHistogramScale reeve_histogram_scale_make (const ReeveHistogramBar *bars, guint n_bars, double width);
double reeve_histogram_scale_get_x (const ReeveHistogramScale *self, gint64 time);
gint64 reeve_histogram_scale_get_time (const ReeveHistogramScale *self, double x); /* within it */

/* What is in each slot; the bars that begin in it. (transfer full): n_slots of them, with start and width */
ReeveHistogramBar *
reeve_histogram_scale_gather (const ReeveHistogramScale *self, const ReeveHistogramBar *bars, guint n_bars);

/* The edge of a bar that is nearest to @time; or the next one before (-1) or after (1) it. */
gint64 reeve_histogram_scale_snap (const ReeveHistogramBar *bars, guint n_bars, gint64 time, int direction);

guint reeve_histogram_bar_get_total (const ReeveHistogramBar *bar);

G_END_DECLS
