/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A duty in a boxed list: what waits, until when, and with a press the list that it is on. */

#pragma once

#include <adwaita.h>

#include "common/duty.h"

G_BEGIN_DECLS

#define REEVE_TYPE_DUTY_ROW (reeve_duty_row_get_type ())
G_DECLARE_FINAL_TYPE (ReeveDutyRow, reeve_duty_row, REEVE, DUTY_ROW, AdwActionRow)

/* Its button to put it off activates @put_off with the duty's id. */
GtkWidget *reeve_duty_row_new (const char *put_off);
/* @duty: of a kind that has words; @narrow: the deadline stands below the title, not beside it */
void reeve_duty_row_show (ReeveDutyRow *self, ReeveDuty *duty, gint64 now, gboolean narrow);
/* It waits no longer, and stands there until the rows may move. */
void reeve_duty_row_show_done (ReeveDutyRow *self);
ReeveDuty *reeve_duty_row_get_duty (ReeveDutyRow *self); /* (nullable) */

G_END_DECLS
