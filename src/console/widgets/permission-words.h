/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What would come of a draft, in words. Pure. */

#pragma once

#include "common/permission-draft.h"

G_BEGIN_DECLS

/* Of reeve_permission_flags, (nullable): nothing special, no words. The word always stands with the icon. */
const char *reeve_permission_words_flag (const char *flag);
const char *reeve_permission_words_flag_icon (const char *flag);
const char *reeve_permission_words_flag_style (const char *flag); /* style class of a pill */

/* "Vallis / Recipes · No access → May view". @root: the root's name. (transfer full) */
char *reeve_permission_words_effect (const ReevePermissionEffect *effect, const char *root);
/* "14 people gain, 3 lose". (transfer full) */
char *reeve_permission_words_summary (const ReevePermissionPreview *preview);
/* What stands below the list of effects when @shown of them are. (transfer full) (nullable): these are all */
char *reeve_permission_words_rest (const ReevePermissionPreview *preview, guint shown);

G_END_DECLS
