/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What happened in a case, the oldest first, and below it a way to add to it. */

#pragma once

#include <adwaita.h>

#include "common/case.h"
#include "console/client/site.h"
#include "console/lists/paged-list.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CASE_TIMELINE (reeve_case_timeline_get_type ())
G_DECLARE_FINAL_TYPE (ReeveCaseTimeline, reeve_case_timeline, REEVE, CASE_TIMELINE, AdwPreferencesGroup)

/* Signal "changed": there is more. @site, @breach_case: (nullable). The same case again is asked for again,
 * and keeps what is on screen, and what somebody is about to write. */
void reeve_case_timeline_show (ReeveCaseTimeline *self, ReeveSite *site, ReeveCase *breach_case);
/* Of ReevePagedItem with a ReeveCaseEntry. (transfer none) (nullable) */
ReevePagedList *reeve_case_timeline_get_list (ReeveCaseTimeline *self);
void reeve_case_timeline_focus_note (ReeveCaseTimeline *self);
/* What somebody is about to write. */
gboolean reeve_case_timeline_has_draft (ReeveCaseTimeline *self);

G_END_DECLS
