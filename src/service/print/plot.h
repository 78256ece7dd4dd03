/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Bars over time: a row for each thing that is counted, each by a scale of its own, all over the same time,
 * with lines across for moments. It says nothing in colours, and is not torn. */

#pragma once

#include "service/print/block.h"

G_BEGIN_DECLS

/* @n: of each row's bars. Texts of all of these are clean (text.h) and copied. (transfer full) */
ReeveBlock *reeve_plot_new (guint n);
/* @values: as many as there are bars; copied */
void reeve_plot_add_row (ReeveBlock *self, const char *label, const gint64 *values);
/* @place: from 0 to 1; what is outside is not drawn */
void reeve_plot_add_mark (ReeveBlock *self, const char *label, double place);
void reeve_plot_set_time (ReeveBlock *self, const char *begin, const char *end);

/* Nothing but the end of a sheet. (transfer full) */
ReeveBlock *reeve_turn_new (void);

G_END_DECLS
