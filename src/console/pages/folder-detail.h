/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One folder: where it is, which grants are on it or come down to it, and who reaches it. */

#pragma once

#include <adwaita.h>

#include "common/folder.h"
#include "common/grant.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FOLDER_DETAIL (reeve_folder_detail_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFolderDetail, reeve_folder_detail, REEVE, FOLDER_DETAIL, AdwBin)

/* Signals: "loaded" (ReeveFolder): as it is now; "gone": it is not there any more; "go" (id): to another
 * folder. Activates the actions "permissions.*". */
void reeve_folder_detail_set_site (ReeveFolderDetail *self, ReeveSite *site); /* (nullable) */
/* Loads it. @id: (nullable): none */
void reeve_folder_detail_show (ReeveFolderDetail *self, const char *id);
const char *reeve_folder_detail_get_id (ReeveFolderDetail *self); /* (nullable) */
ReeveFolder *
reeve_folder_detail_get_folder (ReeveFolderDetail *self);      /* (transfer none) (nullable): loaded */
char *reeve_folder_detail_get_place (ReeveFolderDetail *self); /* (transfer full): "Vallis / Recipes" */
char *
reeve_folder_detail_get_place_above (ReeveFolderDetail *self); /* (transfer full): without its own name */
/* One of those that are shown. (transfer none) (nullable) */
ReeveGrant *reeve_folder_detail_find_grant (ReeveFolderDetail *self, const char *id);
void reeve_folder_detail_update (ReeveFolderDetail *self); /* rights or the line have changed */
void reeve_folder_detail_reload (ReeveFolderDetail *self);

G_END_DECLS
