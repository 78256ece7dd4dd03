/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Events over time, by result, of which a stretch can be selected: by dragging (an edge, too), with
 * Shift+Left and Shift+Right for its end, Alt+Left and Alt+Right for its beginning. A double click or Escape
 * clears it. Selections begin and end where bars do. Drawn, so an image to assistive technology: beside it
 * belong two fields that say and take the same times.
 *
 * Properties: "selected-from", "selected-to" (int64, microseconds, read-only; equal: nothing is selected),
 * which follow while it is dragged. Signal: "brushed": somebody is done with a change of them. */

#pragma once

#include <gtk/gtk.h>

#include "console/widgets/histogram-scale.h"

G_BEGIN_DECLS

#define REEVE_TYPE_HISTOGRAM (reeve_histogram_get_type ())
G_DECLARE_FINAL_TYPE (ReeveHistogram, reeve_histogram, REEVE, HISTOGRAM, GtkWidget)

/* Copies @bars: in order of time, without overlaps. What is selected stays. */
void reeve_histogram_set_bars (ReeveHistogram *self, const ReeveHistogramBar *bars, guint n_bars);
/* Says nothing with "brushed". @from >= @to: nothing. */
void reeve_histogram_select (ReeveHistogram *self, gint64 from, gint64 to);
gboolean reeve_histogram_get_selected (ReeveHistogram *self, gint64 *from, gint64 *to);
/* What is before @time was not counted yet: hatched, and no emptiness. 0: all of it was */
void reeve_histogram_set_counted_from (ReeveHistogram *self, gint64 time);
/* What is before @time leaves soon: a dotted line. 0: none */
void reeve_histogram_set_mark (ReeveHistogram *self, gint64 time);

G_END_DECLS
