/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Duties in two boxed lists, "Needs You Now" and "This Week", which are one to the arrows. Rows keep their
 * places as long as the pointer or the focus is among them and somebody moves it. */

#pragma once

#include <adwaita.h>

#include "common/duty.h"

G_BEGIN_DECLS

#define REEVE_TYPE_DUTY_LISTS (reeve_duty_lists_get_type ())
G_DECLARE_FINAL_TYPE (ReeveDutyLists, reeve_duty_lists, REEVE, DUTY_LISTS, AdwBin)

/* A row's button to put it off activates "overview.put-off" with the duty's id. Signal "let-go": nobody is
 * among the rows any more, which are to be shown again. */

/* @duties: (element-type ReeveDuty): of kinds that have words, in their order. Where rows are held, what is
 * still there is renewed, what is not is said to be done, and what is new waits; unless @at_once: the focus
 * stays on its row, or in its place. */
void reeve_duty_lists_show (ReeveDutyLists *self, GPtrArray *duties, gboolean narrow, gboolean at_once);
void reeve_duty_lists_clear (ReeveDutyLists *self);
guint reeve_duty_lists_get_n_rows (ReeveDutyLists *self);
/* Something new waits, and nobody has moved for a while: a focus was left behind. */
gboolean reeve_duty_lists_is_left (ReeveDutyLists *self);
void reeve_duty_lists_focus (ReeveDutyLists *self, guint n); /* the row, if there are so many */
void reeve_duty_lists_run (ReeveDutyLists *self);            /* the row that has the focus, or holds it */

G_END_DECLS
