/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who reaches a folder, and what they may do in it: a group of rows. A failure here is its own: what stands
 * around it stays. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FOLDER_HOLDERS (reeve_folder_holders_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFolderHolders, reeve_folder_holders, REEVE, FOLDER_HOLDERS, AdwPreferencesGroup)

/* Loads them. @site: (nullable): with @id, a folder's; @id: (nullable): nobody */
void reeve_folder_holders_show (ReeveFolderHolders *self, ReeveSite *site, const char *id);
void reeve_folder_holders_reload (ReeveFolderHolders *self);

G_END_DECLS
