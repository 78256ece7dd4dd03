/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What if? Changes are tried on a copy of the model, and what would come of them is said pair by pair: who
 * would have other verbs in which folder.
 *
 * Not everybody everywhere is asked. Each change says whom it may concern (those who are a principal whose
 * grants it adds, takes or lets through) and where (a folder and what is below it). One walk over the tree
 * then keeps, for the people concerned, two arrays of verbs, before and after, of each folder from its
 * parent's, and leaves a branch as soon as the two are equal and nothing below was changed. So it costs
 * O(folders + people concerned x folders concerned), and where nobody is concerned, nothing.
 *
 * The hash is SHA-256 over the changes and all the differences, by id. It names what would happen: whoever
 * has seen a plan and applies it by its hash gets just that, or a refusal. Whatever else has changed
 * meanwhile is of no account. */

#pragma once

#include "common/permission-change.h"
#include "common/permission-model.h"

G_BEGIN_DECLS

/* One pair. The numbers are those of @after. */
typedef struct
{
  guint32 folder;
  guint32 subject;
  guint8 before;
  guint8 after;
} ReevePermissionDifference;

typedef struct
{
  ReevePermissionModel *after; /* owned: a copy, changed */
  GArray *differences;         /* of ReevePermissionDifference, folder by folder */
  char *hash;                  /* 64 hexadecimal digits */
  GPtrArray *inverse;          /* of ReevePermissionChange: takes it back */
  /* counted */
  gint64 gained; /* pairs that have verbs which they had not … */
  gint64 lost;   /* … or have some no more; a pair may be both */
  gint64 people_gained;
  gint64 people_lost;
  gint64 folders;
  /* what to look at first: numbers of pairs, and of folders, and where they are among the differences */
  gint64 manage_gained;
  gint64
    outside_gained;  /* somebody gets in who is not of the folder's company: contacts, and people of others */
  gint64 crossing;   /* of these, people who are in some other group: companies never see each other */
  GArray *unmanaged; /* of guint32: folders that nobody could manage any more */
} ReevePermissionPlan;

/* @changes: (element-type ReevePermissionChange): done in this order. @model must not be changed or freed
 * while the plan lives. INVALID with a pointer below "/changes" */
ReevePermissionPlan *
reeve_permission_plan_new (ReevePermissionModel *model, GPtrArray *changes, gint64 at, GError **error);
void reeve_permission_plan_free (ReevePermissionPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReevePermissionPlan, reeve_permission_plan_free)

/* Whether the subject, with verbs in the folder, is none of the folder's company. FALSE where it has none,
 * but for contacts. */
gboolean reeve_permission_is_outside (ReevePermissionModel *model, guint32 subject, guint32 folder);
/* Whether the group is neither the folder's company nor below it. FALSE where the folder has none. */
gboolean
reeve_permission_is_group_outside (ReevePermissionModel *model, const char *group, const char *folder);
gboolean reeve_permission_is_in_group (ReevePermissionModel *model, guint32 subject);
/* Whether anybody can manage the folder, or it is in the bin. */
gboolean reeve_permission_is_managed (ReevePermissionModel *model, guint32 folder, gint64 at);

G_END_DECLS
