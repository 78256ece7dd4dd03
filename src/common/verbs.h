/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What one may do in a folder. `manage` implies `edit` implies `view`; `approve` implies `view`. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum /*< flags >*/
{
  REEVE_VERB_VIEW = 1 << 0,
  REEVE_VERB_EDIT = 1 << 1,
  REEVE_VERB_APPROVE = 1 << 2,
  REEVE_VERB_MANAGE = 1 << 3,
} ReeveVerbs;

#define REEVE_VERBS_NONE 0
#define REEVE_VERBS_ALL  (REEVE_VERB_VIEW | REEVE_VERB_EDIT | REEVE_VERB_APPROVE | REEVE_VERB_MANAGE)

extern const char *const reeve_verb_wires[]; /* NULL-terminated, in the order of the bits */

/* With what they imply. */
ReeveVerbs reeve_verbs_close (ReeveVerbs verbs);
/* Without what the others of them imply: as a person says it. */
ReeveVerbs reeve_verbs_reduce (ReeveVerbs verbs);
ReeveVerbs reeve_verbs_from_wire (const char *const *wire); /* (nullable): none; unknown names are left out */
GStrv reeve_verbs_to_wire (ReeveVerbs verbs);               /* (transfer full) */

G_END_DECLS
