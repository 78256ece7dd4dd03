/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which of the duties of an overview wait for the person, come next, or are new. Pure. */

#pragma once

#include "common/duty.h"
#include "console/widgets/put-off.h"

G_BEGIN_DECLS

/* All of them borrow: duties are the overview's. @overview: (nullable): none is loaded yet, and nothing is in
 * it. What a newer service tells of is passed over. */

/* Those that wait, without those that @account put off. @n_put_off: (out) (optional). (transfer container)
 * (element-type ReeveDuty) */
GPtrArray *reeve_overview_list_waiting (ReeveOverview *overview,
                                        ReevePutOff *put_off,
                                        const char *account,
                                        guint *n_put_off);
/* @duties: (element-type ReeveDuty). (nullable) */
ReeveDuty *reeve_overview_find_duty (GPtrArray *duties, const char *id);
/* What is to be done first of what is still quiet. (nullable): nothing has a date that is to come */
ReeveDuty *reeve_overview_find_next (ReeveOverview *overview);
/* One that cannot wait, and was not there @before. (nullable) */
ReeveDuty *reeve_overview_find_new (ReeveOverview *overview, ReeveOverview *before);
/* A deadline has passed since @loaded, or is a week away @now. */
gboolean reeve_overview_has_turned (ReeveOverview *overview, gint64 loaded, gint64 now);

G_END_DECLS
