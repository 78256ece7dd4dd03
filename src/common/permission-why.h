/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Why somebody may, or may not, do something in a folder; and what would make it otherwise.
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

#include "common/permission-change.h"
#include "common/permission-model.h"

G_BEGIN_DECLS

/* A grant that has to do with the answer. */
REEVE_DECLARE_RECORD (ReevePermissionReason, reeve_permission_reason, PERMISSION_REASON)
struct _ReevePermissionReason
{
  ReeveRecord parent_instance;

  const char *state; /* of reeve_permission_reason_states */
  char *grant;
  char *folder; /* that it is on */
  const char *principal_kind;
  char *principal;
  GStrv chain; /* (nullable): ids of the groups from the one that the person was put into to the principal */
  GStrv verbs; /* what it gives, with what that implies */
  gint64 expires;   /* 0: never */
  char *stopped_at; /* (nullable): id of the folder that does not inherit */
  /* names, for people: set by the service */
  char *folder_path;
  char *principal_name;
  GStrv chain_names;
  char *grant_reason;
  char *stopped_at_path;
};

/* "decides"; "stopped": a folder below it does not inherit; "expired" */
extern const char *const reeve_permission_reason_states[];

/* Changes that, done together, turn the answer round. */
REEVE_DECLARE_RECORD (ReevePermissionFlip, reeve_permission_flip, PERMISSION_FLIP)
struct _ReevePermissionFlip
{
  ReeveRecord parent_instance;

  GPtrArray *changes; /* of ReevePermissionChange */
};

/* POST …/permissions/why */
REEVE_DECLARE_RECORD (ReevePermissionQuestion, reeve_permission_question, PERMISSION_QUESTION)
struct _ReevePermissionQuestion
{
  ReeveRecord parent_instance;

  char *subject;              /* id of a user, a contact, a group or a role */
  const char *principal_kind; /* of reeve_principal_kinds, (nullable): a user or a contact */
  char *folder;
  const char *verb;
};

REEVE_DECLARE_RECORD (ReevePermissionAnswer, reeve_permission_answer, PERMISSION_ANSWER)
struct _ReevePermissionAnswer
{
  ReeveRecord parent_instance;

  gboolean allowed;
  GStrv verbs;        /* (nullable) all that they may do there */
  GStrv binned;       /* (nullable): ids of folders, it or above it, that are in the bin */
  GPtrArray *reasons; /* of ReevePermissionReason, the nearest folder's first */
  /* of ReevePermissionFlip, the best first; all of the same, smallest, size. The service offers a contact
   * what they can be given alone, which may be nothing. */
  GPtrArray *flips;
};

/* @verb: one. (transfer full); NULL: no such subject or folder */
ReevePermissionAnswer *reeve_permission_why (ReevePermissionModel *model,
                                             guint32 subject,
                                             guint32 folder,
                                             ReeveVerbs verb,
                                             gint64 at);

/* The same of any principal: of a group, why everybody in it may. What is in its nature is not offered as a
 * change: nobody leaves it. A role may be one that nobody holds. (transfer full); NULL: no such group, person
 * or folder */
ReevePermissionAnswer *reeve_permission_why_principal (ReevePermissionModel *model,
                                                       ReevePrincipalKind kind,
                                                       const char *id,
                                                       guint32 folder,
                                                       ReeveVerbs verb,
                                                       gint64 at);

G_END_DECLS
