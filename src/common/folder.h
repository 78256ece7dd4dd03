/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A folder: a node of the workspace's namespace tree, below the one whose id is REEVE_FOLDER_ROOT. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_FOLDER_ROOT  "root"
#define REEVE_FOLDER_DEPTH 100 /* folders one inside the other */

REEVE_DECLARE_RECORD (ReeveFolder, reeve_folder, FOLDER)
struct _ReeveFolder
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *name;
  char *parent; /* (nullable): of the root, and of one whose parent the caller may not see */
  gboolean inherits;
  char *company; /* (nullable): id of the group whose people it, and what is below it, is for */
  gint64 folders;
  gint64 grants;
  gint64 created;
  gint64 deleted; /* when it was put into the bin itself; 0: not */
  /* for the caller */
  GStrv path;  /* (nullable): names from the top down to it, without the root's */
  GStrv verbs; /* (nullable): what they may do there */
};

#define REEVE_FOLDER_BIN_DAYS 30 /* then it is removed, with all that is in it */

gboolean reeve_folder_id_is_valid (const char *id);

extern const char *const reeve_folder_ids[];
extern const char *const reeve_folder_sorts[];
/* To be asked for: in the bin themselves; managed by somebody once, and by nobody now. */
extern const char *const reeve_folder_states[]; /* "binned", "unmanaged" */
/* "parent": id; "state": "binned"; "principalKind" and "principal": the verbs shown are theirs */
extern const char *const reeve_folder_filters[];

G_END_DECLS
