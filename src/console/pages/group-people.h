/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The people of one group, a page at a time: its members, or those who administer it. */

#pragma once

#include <adwaita.h>

#include "common/group.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_GROUP_PEOPLE (reeve_group_people_get_type ())
G_DECLARE_FINAL_TYPE (ReeveGroupPeople, reeve_group_people, REEVE, GROUP_PEOPLE, AdwPreferencesGroup)

/* Property for templates: "noun", "members" or "administrators". Signals: "add" (ReeveUser), "remove"
 * (ReeveUser): asked for by a person. */
/* @site, @group: (nullable). @editable: with ways to add and remove. The same group again keeps what is on
 * screen. */
void reeve_group_people_show (ReeveGroupPeople *self, ReeveSite *site, ReeveGroup *group, gboolean editable);
void reeve_group_people_reload (ReeveGroupPeople *self);

G_END_DECLS
