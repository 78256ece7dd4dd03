/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What custom roles are called, of all workspaces that were open in this run: ids are the world's, so a name
 * can be found from anywhere that shows a person. Main thread. */

#pragma once

#include "common/role.h"

G_BEGIN_DECLS

void reeve_role_names_keep (ReeveRole *role);
const char *reeve_role_names_find (const char *id);     /* (nullable) */
const char *reeve_role_names_describe (const char *id); /* (nullable) */

G_END_DECLS
