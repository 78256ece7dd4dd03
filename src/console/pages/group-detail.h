/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One group: what it is called and where it is, who is in it, who administers it, and what was changed. */

#pragma once

#include <adwaita.h>

#include "console/pages/group-changes.h"

G_BEGIN_DECLS

#define REEVE_TYPE_GROUP_DETAIL (reeve_group_detail_get_type ())
G_DECLARE_FINAL_TYPE (ReeveGroupDetail, reeve_group_detail, REEVE, GROUP_DETAIL, AdwBin)

void reeve_group_detail_set_site (ReeveGroupDetail *self,
                                  ReeveSite *site,             /* (nullable) */
                                  ReeveGroupChanges *changes); /* (nullable) */
/* The same group again keeps what somebody is typing. */
void reeve_group_detail_show (ReeveGroupDetail *self, ReeveGroup *group); /* (nullable) */
ReeveGroup *reeve_group_detail_get_group (ReeveGroupDetail *self);        /* (transfer none) (nullable) */
void reeve_group_detail_reload_people (ReeveGroupDetail *self);

G_END_DECLS
