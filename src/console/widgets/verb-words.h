/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What one may do in a folder, who a grant is for and how long it holds, in words. Pure. */

#pragma once

#include "common/grant.h"

G_BEGIN_DECLS

/* "May view and edit". @verbs: (nullable) */
const char *reeve_verb_words (const char *const *verbs);
char *reeve_verb_words_expiry (const ReeveGrant *grant, gint64 now); /* (transfer full) (nullable): never */
char *reeve_verb_words_until (gint64 expires, gint64 now);           /* the same, of a time; 0: never */
const char *reeve_verb_words_principal (const ReeveGrant *grant);    /* "Hana Sato", "Reviewer" */
const char *reeve_verb_words_kind (const char *principal_kind);      /* "Person", "Group" */
const char *reeve_verb_words_icon (const char *principal_kind);
/* Of a principal that is not on a grant yet. @name: of a role, its id */
const char *reeve_verb_words_name (const char *principal_kind, const char *name);
/* "Vallis / Northlab / Recipes". @path: (nullable): without the root's, whose name is @root.
 * @n_left_out: names from its end. (transfer full) */
char *reeve_verb_words_path (const char *root, const char *const *path, guint n_left_out);

G_END_DECLS
