/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whose approval changes of a folder need, by the rules of it, of the folders above it, and of those below it
 * that access given here comes down to: a row for each, which leads to the rule. Nothing where there is none.
 */

#pragma once

#include <adwaita.h>

#include "common/folder.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FOLDER_APPROVALS (reeve_folder_approvals_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFolderApprovals,
                      reeve_folder_approvals,
                      REEVE,
                      FOLDER_APPROVALS,
                      AdwPreferencesGroup)

/* @site: (nullable) */
void reeve_folder_approvals_set_site (ReeveFolderApprovals *self, ReeveSite *site);
/* Loads its rules. @folder: (nullable): none */
void reeve_folder_approvals_show (ReeveFolderApprovals *self, ReeveFolder *folder);
void reeve_folder_approvals_reload (ReeveFolderApprovals *self);

G_END_DECLS
