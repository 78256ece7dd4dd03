/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The answer to "why?" in words. Pure. Whole sentences, since languages order them differently. */

#pragma once

#include "common/permission-why.h"
#include "common/verbs.h"

G_BEGIN_DECLS

/* "Why can Bartosz Wilk edit Vallis / Recipes?"; where they may not: "Why can … not edit …?" (transfer full)
 */
char *reeve_why_words_question (const char *who, const char *folder, ReeveVerbs verb, gboolean allowed);
const char *reeve_why_words_verb (ReeveVerbs verb); /* "View", for a button */
/* "Vallis / Northlab" of what the service says, "Northlab". @path: (nullable). (transfer full) */
char *reeve_why_words_place (const char *root, const char *path);
/* "Northlab may view and edit Vallis / Northlab". @principal: (nullable). (transfer full) */
char *reeve_why_words_grant (const char *principal, const char *const *verbs, const char *folder);

/* What a change is about, by name; each (nullable) where the change says nothing of it, or nobody knows it.
 */
typedef struct
{
  const char *user;
  const char *group;
  const char *role;
  const char *folder;    /* of the change, or of its grant */
  const char *principal; /* whom its grant is for */
} ReeveWhyNames;

/* "Take Bartosz Wilk out of Northlab". (transfer full) */
char *reeve_why_words_change (const ReevePermissionChange *change, const ReeveWhyNames *names);

G_END_DECLS
