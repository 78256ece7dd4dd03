/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The permission model of one workspace, in memory: who there is, which groups and roles they have, which
 * folders, and which grants. It answers "may they?", "who?", "what?" (here), "why?" (permission-why.h) and
 * "what if?" (permission-plan.h), and does no I/O. Enforcement, the API and the tests use this one.
 *
 * ## The rules (DESIGN 9)
 *
 * Allow-only, additive. A grant gives verbs on a folder to a principal: a user, an external contact, a group
 * or a role. It reaches that folder and everything below it, up to a folder that does not inherit: that one
 * and what is below it are not reached from above. A user's principals are themselves, their groups with all
 * groups above those, and their roles; a contact is its own only one. A person's verbs are the union of those
 * of the grants that reach the folder, have not expired, and are of a principal of theirs. In the bin nobody
 * has any.
 *
 * ## Structures
 *
 * Everything has a dense number (an index into an array), given once and never used again. A folder has its
 * parent, its children as a linked list, and its own grants as one array of 24-byte entries (principal,
 * verbs, expiry). Folders, and groups, are forests with parent pointers. A user has their *closure*: the
 * sorted numbers of all their principals, some 40 bytes to 100, and a 64-bit mask in which each of them sets
 * one bit, chosen by a hash. Groups and roles know their direct members. Nothing is stored for a pair of a
 * person and a folder.
 *
 * ## Algorithms and what they cost
 *
 * For d = depth of the folder, g = grants on the way up, k = principals of a user, F = folders, U = people, G
 * = all grants, M = memberships:
 *
 * - check: walk from the folder up to the first one that does not inherit; test each entry's bit in the
 * person's mask, and only if it is set search the closure. O(d + g), and log k where a bit is set. The walk
 * ends early when all verbs are had. No allocation.
 * - who: gather the verbs of the entries on the way up by principal, hand those of groups down the forest
 * once, then give each member theirs. O(g + groups + M + U).
 * - what one person reaches: one walk over the tree, each folder's verbs from its parent's. O(F + G).
 * - a changed grant: one entry of one folder, O(grants of that folder). A changed membership: one closure. A
 * moved folder: two links. A moved group: the closures of the people in and below it. Nothing else is
 * touched, so there is nothing to be recomputed, and nothing that could be out of date.
 * - a copy, for "what if": the arrays alone are copied; what they point at is shared until it is changed.
 *
 * ## What it was compared with
 *
 * tests/bench/bench-permissions.c holds two others that answer the same: `merged` keeps, for each folder, all
 * grants that reach it, sorted by principal (shared with the parent where the folder has none of its own),
 * and `bitmaps` keeps, for each folder with grants of its own and each verb, a bit for every person.
 * HACKING.md has the figures. Both are quicker to ask about one pair, by less than a request notices, and
 * both pay for it where it hurts: a grant near the top rewrites the tree below, and bitmaps grow with people
 * times folders.
 *
 * Not thread-safe: any number of readers at once, or one that changes. A copy shares with its origin, which
 * must not be changed or freed while the copy lives. */

#pragma once

#include "common/numbering.h"
#include "common/verbs.h"

G_BEGIN_DECLS

typedef struct _ReevePermissionModel ReevePermissionModel;

typedef enum
{
  REEVE_PRINCIPAL_USER,
  REEVE_PRINCIPAL_CONTACT,
  REEVE_PRINCIPAL_GROUP,
  REEVE_PRINCIPAL_ROLE,
} ReevePrincipalKind;

extern const char *const reeve_principal_kinds[]; /* "user", …, NULL */
gboolean reeve_principal_kind_from_wire (const char *wire, ReevePrincipalKind *kind);

/* @root: id of the folder that all others are below. */
ReevePermissionModel *reeve_permission_model_new (const char *root);
ReevePermissionModel *reeve_permission_model_copy (ReevePermissionModel *model);
void reeve_permission_model_free (ReevePermissionModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReevePermissionModel, reeve_permission_model_free)

/* --- Filling and changing it. What is named before it is set is known by name alone, in no folder and no
 * group, and gives nothing; so the order of the calls makes no difference. --- */

/* @parent: (nullable). FALSE, and nothing is changed, where the group would be below itself. */
gboolean reeve_permission_model_set_group (ReevePermissionModel *model,
                                           const char *id,
                                           const char *parent) G_GNUC_WARN_UNUSED_RESULT;
/* Its members, groups and grants must have gone before. */
void reeve_permission_model_remove_group (ReevePermissionModel *model, const char *id);

/* @groups, @roles: (nullable): ids; those that they are put into, and no others */
void reeve_permission_model_set_user (ReevePermissionModel *model,
                                      const char *id,
                                      const char *const *groups,
                                      const char *const *roles);
void reeve_permission_model_set_contact (ReevePermissionModel *model, const char *id);
/* A user or a contact; their grants stay, for others to find them, and give nothing. */
void reeve_permission_model_remove_subject (ReevePermissionModel *model, const char *id);

/* Adds or moves a folder. FALSE, and nothing is changed, where it would be below itself. @company:
 * (nullable): id of the group whose people the folder is for, and everything below it that names no other */
gboolean reeve_permission_model_set_folder (ReevePermissionModel *model,
                                            const char *id,
                                            const char *parent,
                                            gboolean inherits,
                                            gboolean binned,
                                            const char *company) G_GNUC_WARN_UNUSED_RESULT;
/* With its grants; what was below it is cut off, and gives nothing. */
void reeve_permission_model_remove_folder (ReevePermissionModel *model, const char *id);

/* @verbs: with what they imply, or without. @expires: microseconds since 1970, 0: never */
void reeve_permission_model_set_grant (ReevePermissionModel *model,
                                       const char *id,
                                       const char *folder,
                                       ReevePrincipalKind kind,
                                       const char *principal,
                                       ReeveVerbs verbs,
                                       gint64 expires);
void reeve_permission_model_remove_grant (ReevePermissionModel *model, const char *id);

/* --- Numbers: below these counts, dense; stable as long as the model lives. REEVE_NO_NUMBER: there is none.
 * A subject is a user or a contact. --- */

guint32 reeve_permission_model_get_n_subjects (ReevePermissionModel *model);
guint32 reeve_permission_model_get_n_folders (ReevePermissionModel *model);
guint32 reeve_permission_model_find_subject (ReevePermissionModel *model, const char *id);
guint32 reeve_permission_model_find_folder (ReevePermissionModel *model, const char *id);
const char *reeve_permission_model_get_subject_id (ReevePermissionModel *model, guint32 subject);
const char *reeve_permission_model_get_folder_id (ReevePermissionModel *model, guint32 folder);
/* Whether it is known by more than its name: gone ones are not. */
gboolean reeve_permission_model_has_subject (ReevePermissionModel *model, guint32 subject);
gboolean reeve_permission_model_is_contact (ReevePermissionModel *model, guint32 subject);
/* Whether it is there and in no bin. */
gboolean reeve_permission_model_has_folder (ReevePermissionModel *model, guint32 folder);
/* The tree, the bin included. A folder's children are in no order. */
guint32 reeve_permission_model_get_parent (ReevePermissionModel *model, guint32 folder);
guint32 reeve_permission_model_get_first_child (ReevePermissionModel *model, guint32 folder);
guint32 reeve_permission_model_get_next (ReevePermissionModel *model, guint32 folder);
gsize
reeve_permission_model_get_memory (ReevePermissionModel *model); /* bytes, without the allocator's own */

/* --- Asking. @at: microseconds since 1970. --- */

ReeveVerbs reeve_permission_check (ReevePermissionModel *model, guint32 subject, guint32 folder, gint64 at);
/* The verbs that somebody has who is this principal and nothing else: of a group, what all in it have. NONE
 * where it is not known. */
ReeveVerbs reeve_permission_check_principal (ReevePermissionModel *model,
                                             ReevePrincipalKind kind,
                                             const char *id,
                                             guint32 folder,
                                             gint64 at);
/* Of these, what grants on the very folder give to the very principal. */
ReeveVerbs reeve_permission_get_own (ReevePermissionModel *model,
                                     ReevePrincipalKind kind,
                                     const char *id,
                                     guint32 folder,
                                     gint64 at);
/* Everybody's verbs. @verbs: (out caller-allocates): one for each subject */
void reeve_permission_who (ReevePermissionModel *model, guint32 folder, gint64 at, guint8 *verbs);
/* The verbs of one everywhere. @verbs: (out caller-allocates): one for each folder. FALSE: not known, all
 * NONE */
gboolean reeve_permission_reach (ReevePermissionModel *model,
                                 ReevePrincipalKind kind,
                                 const char *id,
                                 gint64 at,
                                 guint8 *verbs);

G_END_DECLS
