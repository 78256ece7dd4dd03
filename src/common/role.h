/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A role: capabilities under a name. The built-in ones (common/capability.h) are the same everywhere and are
 * known by their names; custom ones belong to a workspace and are known by a UUIDv7. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveRole, reeve_role, ROLE)
struct _ReeveRole
{
  ReeveRecord parent_instance;

  char *id; /* "auditor", or a UUIDv7 */
  gint64 version;
  char *name; /* of a built-in one in English; the console translates by id */
  char *description;
  GStrv capabilities;
  gboolean built_in;
  gint64 holders; /* not counting the bin */
  gint64 created;
};

#define REEVE_MAX_CUSTOM_ROLES 100

gboolean reeve_role_id_is_valid (const char *id);
/* As names are compared: "Workspace administrator" and "workspace_administrator" are the same. */
char *reeve_role_name_key (const char *name);
/* @id of a built-in one; without holders. (transfer full) */
ReeveRole *reeve_role_new_built_in (const char *id);

/* POST …/roles/{role}/preview: what would saving it with these capabilities do, or removing it? */
REEVE_DECLARE_RECORD (ReeveRolePlan, reeve_role_plan, ROLE_PLAN)
struct _ReeveRolePlan
{
  ReeveRecord parent_instance;
  const char *action; /* "save" or "remove" */
  GStrv capabilities; /* for "save" */
  char *replace_with; /* (nullable): for "remove" */
};

/* One capability and how many people it comes to, or is lost by. */
REEVE_DECLARE_RECORD (ReeveRoleCount, reeve_role_count, ROLE_COUNT)
struct _ReeveRoleCount
{
  ReeveRecord parent_instance;
  char *capability;
  gint64 people;
};

REEVE_DECLARE_RECORD (ReeveRolePerson, reeve_role_person, ROLE_PERSON)
struct _ReeveRolePerson
{
  ReeveRecord parent_instance;
  char *id;
  char *display_name;
  char *email;
  GStrv gains;
  GStrv loses;
};

#define REEVE_ROLE_MAX_PEOPLE 50

REEVE_DECLARE_RECORD (ReeveRolePreview, reeve_role_preview, ROLE_PREVIEW)
struct _ReeveRolePreview
{
  ReeveRecord parent_instance;
  gint64 version;    /* of the role that was looked at */
  gint64 holders;    /* not counting the bin */
  gint64 changed;    /* of them, who gain or lose anything; other roles may give the same */
  GPtrArray *gains;  /* of ReeveRoleCount */
  GPtrArray *loses;  /* of ReeveRoleCount */
  GPtrArray *people; /* of ReeveRolePerson: the first fifty that change, by name */
  GStrv own_loses;   /* what the caller would lose */
  char *refusal;     /* (nullable): why it cannot be done, "last_administrator" */
};

/* POST …/roles/{role}/remove: takes it from everybody who holds it, and deletes it. One of the two. */
REEVE_DECLARE_RECORD (ReeveRoleRemoval, reeve_role_removal, ROLE_REMOVAL)
struct _ReeveRoleRemoval
{
  ReeveRecord parent_instance;
  char *replace_with;      /* (nullable): the role they get instead */
  const char *remove_from; /* (nullable): "all": they get none */
  gint64 version;          /* of the role, as previewed */
};

G_END_DECLS
