/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What groups are called, of all workspaces that were open in this run, as far as anybody asked: ids are the
 * world's, so a name can be found from anywhere that shows a person. Main thread. */

#pragma once

#include "common/group.h"

G_BEGIN_DECLS

void reeve_group_names_keep (ReeveGroup *group);
ReeveGroup *reeve_group_names_get (const char *id);  /* (transfer none) (nullable) */
const char *reeve_group_names_find (const char *id); /* (nullable) */
/* "Vallis › Research › Lab": where it is, its own name last. (transfer full) */
char *reeve_group_names_path (ReeveGroup *group);
/* Without its own name; NULL at the top. (transfer full) (nullable) */
char *reeve_group_names_above (ReeveGroup *group);
/* "Northlab, Research"; an id where the name is not known. (transfer full) */
char *reeve_group_names_join (const char *const *ids); /* (nullable) */

G_END_DECLS
