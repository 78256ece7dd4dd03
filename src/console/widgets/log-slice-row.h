/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What happened in a review's days, one kind of it: opened in the access log, and marked when somebody has
 * looked. */

#pragma once

#include <adwaita.h>

#include "common/log-review.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_SLICE_ROW (reeve_log_slice_row_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogSliceRow, reeve_log_slice_row, REEVE, LOG_SLICE_ROW, AdwActionRow)

/* @decide: whether it may be marked. Signals: "looked" (gboolean): the person marks it, or takes that back;
 * AdwActionRow::activated: it is to be opened. */
GtkWidget *reeve_log_slice_row_new (ReeveLogSlice *slice, gboolean decide);
ReeveLogSlice *reeve_log_slice_row_get_slice (ReeveLogSliceRow *self); /* (transfer none) */
/* The same kind, as it is now. */
void reeve_log_slice_row_set_slice (ReeveLogSliceRow *self, ReeveLogSlice *slice, gboolean decide);

G_END_DECLS
