/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One user in full: who they are, how they sign in, what may be done to them, what was done. Edits apply row
 * by row. Shows a placeholder while there is nobody to show: never the previous person. */

#pragma once

#include "console/lists/paged-list.h"
#include "console/pages/user-changes.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define REEVE_TYPE_USER_DETAIL (reeve_user_detail_get_type ())
G_DECLARE_FINAL_TYPE (ReeveUserDetail, reeve_user_detail, REEVE, USER_DETAIL, AdwBin)

/* Property "user" (ReeveUser, nullable, notified): the item's record, for the template. */
void reeve_user_detail_set_site (ReeveUserDetail *self,
                                 ReeveSite *site,
                                 ReeveUserChanges *changes);                   /* (nullable) */
void reeve_user_detail_set_item (ReeveUserDetail *self, ReevePagedItem *item); /* (nullable) */
ReevePagedItem *reeve_user_detail_get_item (ReeveUserDetail *self); /* (transfer none) (nullable) */
ReeveUser *reeve_user_detail_get_user (ReeveUserDetail *self);      /* (transfer none) (nullable) */
void reeve_user_detail_reload_history (ReeveUserDetail *self);
/* What was refused stands in its row again, marked, so that nothing typed is lost. */
void reeve_user_detail_show_refused (ReeveUserDetail *self, ReeveUser *attempt, const GError *error);
void reeve_user_detail_update_times (ReeveUserDetail *self); /* a second went by */

G_END_DECLS
