/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a histogram looks like. The four results differ by pattern, too: fine ones are plain, refused ones
 * striped across, failed ones hatched, errors hatched both ways. */

#pragma once

#include <gtk/gtk.h>

#include "console/widgets/histogram-scale.h"

G_BEGIN_DECLS

typedef struct
{
  const ReeveHistogramScale *scale;
  const ReeveHistogramBar *slots; /* of the scale */
  graphene_rect_t plot;           /* where the bars are */
  GdkRGBA text;
  GdkRGBA results[REEVE_ACCESS_RESULTS];
  GdkRGBA band;      /* what is selected */
  gboolean mirrored; /* by whoever draws: only texts are to be turned back */
  gboolean strong;   /* high contrast */
} ReeveHistogramLook;

void reeve_histogram_draw_bars (GtkSnapshot *snapshot, const ReeveHistogramLook *look);
/* Under the bars: hours, or days. And the most that a bar shows, above. */
void reeve_histogram_draw_axis (GtkWidget *widget, GtkSnapshot *snapshot, const ReeveHistogramLook *look);
void
reeve_histogram_draw_band (GtkSnapshot *snapshot, const ReeveHistogramLook *look, gint64 from, gint64 to);
/* Hatched: what is before @time is not known yet. */
void reeve_histogram_draw_unknown (GtkSnapshot *snapshot, const ReeveHistogramLook *look, gint64 time);
/* A dotted line: what is before it leaves soon. */
void reeve_histogram_draw_mark (GtkSnapshot *snapshot, const ReeveHistogramLook *look, gint64 time);

G_END_DECLS
