/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Changes of permissions on the wire: tried as a draft, answered with a preview, applied by its hash. */

#pragma once

#include "common/permission-change.h"

G_BEGIN_DECLS

/* POST …/permissions/plan, …/apply and …/apply-sensitive */
REEVE_DECLARE_RECORD (ReevePermissionDraft, reeve_permission_draft, PERMISSION_DRAFT)
struct _ReevePermissionDraft
{
  ReeveRecord parent_instance;

  GPtrArray *changes; /* of ReevePermissionChange */
  char *hash;         /* (nullable): of the preview; applying needs it */
  char *reason;       /* (nullable) */
};

/* One pair of somebody and a folder that would change. */
REEVE_DECLARE_RECORD (ReevePermissionEffect, reeve_permission_effect, PERMISSION_EFFECT)
struct _ReevePermissionEffect
{
  ReeveRecord parent_instance;

  char *subject; /* id of a user or a contact */
  char *name;    /* (nullable) */
  char *folder;
  GStrv folder_path;
  GStrv before;
  GStrv after;
  const char *flag; /* of reeve_permission_flags, (nullable): nothing special */
};

/* What makes an effect sensitive, the first that holds: "crossing", "manage", "outside" */
extern const char *const reeve_permission_flags[];

#define REEVE_PERMISSION_EFFECTS 500 /* told of one plan; all are counted */

REEVE_DECLARE_RECORD (ReevePermissionPreview, reeve_permission_preview, PERMISSION_PREVIEW)
struct _ReevePermissionPreview
{
  ReeveRecord parent_instance;

  char *hash;
  gboolean sensitive; /* applying needs a fresh code */
  gint64 gained;      /* pairs … */
  gint64 lost;
  gint64 people_gained;
  gint64 people_lost;
  gint64 folders;
  gint64 manage_gained;
  gint64 outside_gained;
  gint64 crossing;       /* pairs; with any, it cannot be applied */
  gint64 unmanaged;      /* folders that nobody could manage any more */
  GStrv unmanaged_paths; /* (nullable): of the first of them, joined by " / " */
  GPtrArray *effects;    /* of ReevePermissionEffect, sensitive ones first */
  GPtrArray *inverse;    /* of ReevePermissionChange: takes it back */
};

/* POST …/permissions/matrix. Each side is asked for by name, or as a range of all there are; then it is
 * answered what stands there. */
#define REEVE_MATRIX_SIDE 500 /* rows, and columns */

REEVE_DECLARE_RECORD (ReevePermissionMatrix, reeve_permission_matrix, PERMISSION_MATRIX)
struct _ReevePermissionMatrix
{
  ReeveRecord parent_instance;

  GStrv folders;    /* asked: ids, the rows; NULL: the range */
  GStrv principals; /* asked: kind and id, "group 0190…", the columns; NULL: the range */
  gint64 row;       /* the range: its first; a tree that stands open */
  gint64 rows;      /* and how many */
  const char *kind; /* of the principals of the range, "user", "group" or "role"; by name */
  gint64 column;
  gint64 columns;
  GStrv folder_names;    /* answered of a range */
  GStrv folder_depths;   /* of each: a number, 0 the root's */
  GStrv principal_names; /* of a built-in role its id */
  gint64 all_rows;
  gint64 all_columns;
  GStrv verbs; /* answered: a row each, a hexadecimal digit of verbs' bits for each column */
  GStrv own;   /* the same of the grants on the folder itself, to this very principal */
};

G_END_DECLS
