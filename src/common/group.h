/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A group: people of one company or team. Groups form a forest: each is in one other or at the top, where it
 * is called a company on screens. Whoever is in a group is in all that are above it. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_GROUP_MAX_DEPTH   10 /* levels */
#define REEVE_GROUP_MAX_OF_USER 32 /* that one user is put into */

REEVE_DECLARE_RECORD (ReeveGroup, reeve_group, GROUP)
struct _ReeveGroup
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *name; /* once in a workspace, as folded */
  char *description;
  char *parent; /* (nullable): id of the group it is in */
  GStrv path;   /* names from the top down to its own; for a group administrator from what they administer */
  gint64 members;        /* here or below, not counting the bin */
  gint64 administrators; /* named for this very group */
  gint64 created;
};

extern const char *const reeve_group_sorts[];
extern const char *const reeve_group_filters[];

/* As names are compared and ordered. (transfer full) */
char *reeve_group_name_key (const char *name);

/* POST …/groups/{group}/administrators: names somebody, or takes that from them. */
REEVE_DECLARE_RECORD (ReeveGroupAdministration, reeve_group_administration, GROUP_ADMINISTRATION)
struct _ReeveGroupAdministration
{
  ReeveRecord parent_instance;
  const char *action; /* "add" or "remove" */
  char *user;
};

G_END_DECLS
