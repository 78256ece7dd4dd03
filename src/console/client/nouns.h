/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The nouns of a workspace whose records change: where one of them is, where its history is, and how an
 * earlier version of it can come back. */

#pragma once

#include <glib-object.h>

#include "common/capability.h"

G_BEGIN_DECLS

typedef struct
{
  const char *noun;
  GType (*get_type) (void);
  const char *collection; /* below the workspace: "users"; of a noun with one record alone: "policy" */
  gboolean single;
  gboolean can_save;          /* PATCH takes what a client may write */
  gboolean can_make;          /* POST makes one that is gone anew */
  ReeveCapability capability; /* for both */
  const char
    *moves; /* (nullable): the wire name of a field that is changed in another way, and never restored */
} ReeveNoun;

const ReeveNoun *reeve_noun_find (const char *noun); /* (nullable) */
/* Below the workspace. (transfer full) */
char *reeve_noun_path (const ReeveNoun *self, const char *id);
char *reeve_noun_history (const ReeveNoun *self, const char *id);
/* Whose history is @below the workspace? @id: (out) (transfer full). (nullable): of no noun's record */
const ReeveNoun *reeve_noun_find_by_history (const char *below, char **id);

G_END_DECLS
