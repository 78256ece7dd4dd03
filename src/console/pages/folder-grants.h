/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The grants of one folder: on it, from above, and those from above that are stopped. */

#pragma once

#include <adwaita.h>

#include "common/folder.h"
#include "console/client/site.h"
#include "console/lists/paged-list.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FOLDER_GRANTS (reeve_folder_grants_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFolderGrants, reeve_folder_grants, REEVE, FOLDER_GRANTS, AdwBin)

/* Signals: "changed": its list has another state; "go" (id): to the folder that a grant is on. */
/* Loads them. @site: (nullable): with @id; @id: (nullable): none */
void reeve_folder_grants_show (ReeveFolderGrants *self, ReeveSite *site, const char *id);
/* What they are on, as it is now. (nullable): not loaded */
void reeve_folder_grants_set_folder (ReeveFolderGrants *self, ReeveFolder *folder);
void reeve_folder_grants_update (ReeveFolderGrants *self); /* rights have changed */
void reeve_folder_grants_reload (ReeveFolderGrants *self);
/* Of ReeveGrant. (transfer none) (nullable): no folder */
ReevePagedList *reeve_folder_grants_get_list (ReeveFolderGrants *self);

G_END_DECLS
