/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What would turn an answer round.
 *
 * "May" is turned into "may not" by the fewest changes that do it, each of one of four kinds: a grant is
 * revoked, the person leaves a group or loses a role, or a folder on the way stops inheriting. These are the
 * edges of a small directed graph, person -> groups and roles -> (grants) folders -> the folder asked about,
 * in which there is a path exactly where there is access. By the theorem of Menger (max-flow min-cut; Ford
 * and Fulkerson 1956) the fewest edges that cut it are found by as many augmenting paths (Edmonds and Karp
 * 1972), in polynomial time, and not by trying sets. Among equally few, those are taken that touch fewer
 * others: each edge weighs one, and a little for whom else it concerns.
 *
 * "May not" becomes "may" by one change always, a grant to the person; by as many more as there are folders
 * above to be restored from the bin. Others that are as few are told beside it. */

#pragma once

#include "common/permission-answer.h"
#include "common/permission-model-private.h"

G_BEGIN_DECLS

/* What is asked. */
typedef struct
{
  ReevePermissionModel *model;
  ReevePrincipalKind kind;
  const char *id;      /* borrowed */
  ReevePrincipal self; /* where it is known: a role that nobody has and nothing was given to is not */
  gboolean known;
  guint32 folder;
  ReeveVerbs verb;
  gint64 at;
  ReeveClosure closure;
} ReevePermissionCase;

/* A user or a contact, who can be taken out of what they were put into. */
gboolean reeve_permission_case_is_person (const ReevePermissionCase *self);

/* The smallest sets of changes, the best first; @answer says which way to turn, and what is in the bin.
 * (element-type ReevePermissionFlip) (transfer full) */
GPtrArray *reeve_permission_flips_find (const ReevePermissionCase *self, const ReevePermissionAnswer *answer);

G_END_DECLS
