/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whom a case is about, a page at a time: how far each of them is, and what was decided. */

#pragma once

#include <adwaita.h>

#include "common/case.h"
#include "console/client/site.h"
#include "console/lists/paged-list.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CASE_PEOPLE_GROUP (reeve_case_people_group_get_type ())
G_DECLARE_FINAL_TYPE (ReeveCasePeopleGroup,
                      reeve_case_people_group,
                      REEVE,
                      CASE_PEOPLE_GROUP,
                      AdwPreferencesGroup)

/* Signal "changed": there are others, or they are elsewhere. @site, @breach_case: (nullable). The same case
 * again is asked for again, and keeps what is on screen until then. */
void reeve_case_people_group_show (ReeveCasePeopleGroup *self, ReeveSite *site, ReeveCase *breach_case);
ReevePagedList *
reeve_case_people_group_get_list (ReeveCasePeopleGroup *self); /* (transfer none) (nullable) */

G_END_DECLS
