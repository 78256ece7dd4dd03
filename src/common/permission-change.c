/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of a change's fields. */

#include "config.h"

#include "common/permission-change.h"

#include "common/capability.h"
#include "common/folder.h"
#include "common/permission-model.h"
#include "common/verbs.h"

const char *const reeve_permission_actions[] = { "grant",     "amend",     "revoke",  "move", "break",
                                                 "inherit",   "bin",       "restore", "join", "leave",
                                                 "give-role", "take-role", NULL };

static const ReeveField fields[] = {
  { "action", REEVE_FIELD_CHOICE, offsetof (ReevePermissionChange, action), REEVE_REQUIRED,
    .choices = reeve_permission_actions, .summary = "What is done." },
  { "folder", REEVE_FIELD_ID, offsetof (ReevePermissionChange, folder), REEVE_FIELD_PLAIN,
    .choices = reeve_folder_ids, .summary = "grant, move, break, inherit, bin, restore: the folder." },
  { "grant", REEVE_FIELD_ID, offsetof (ReevePermissionChange, grant), REEVE_FIELD_PLAIN,
    .summary = "amend, revoke: the grant; grant: the id of the revoked one that comes back." },
  { "principal-kind", REEVE_FIELD_CHOICE, offsetof (ReevePermissionChange, principal_kind), REEVE_FIELD_PLAIN,
    .choices = reeve_principal_kinds, .summary = "grant: what the principal is." },
  { "principal", REEVE_FIELD_ID, offsetof (ReevePermissionChange, principal), REEVE_FIELD_PLAIN,
    .choices = reeve_built_in_roles, .summary = "grant: to whom." },
  { "verbs", REEVE_FIELD_TEXTS, offsetof (ReevePermissionChange, verbs), REEVE_FIELD_PLAIN, .max = 4,
    .choices = reeve_verb_wires, .summary = "grant, amend: what they may do there." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReevePermissionChange, expires), REEVE_FIELD_PLAIN,
    .summary = "grant, amend: when it ends; never when absent." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReevePermissionChange, reason), REEVE_FIELD_PLAIN, .max = 500,
    .summary = "grant: why they need it." },
  { "parent", REEVE_FIELD_ID, offsetof (ReevePermissionChange, parent), REEVE_FIELD_PLAIN,
    .choices = reeve_folder_ids, .summary = "move: the folder that it goes into." },
  { "user", REEVE_FIELD_ID, offsetof (ReevePermissionChange, user), REEVE_FIELD_PLAIN,
    .summary = "join, leave, give-role, take-role: whose membership." },
  { "group", REEVE_FIELD_ID, offsetof (ReevePermissionChange, group), REEVE_FIELD_PLAIN,
    .summary = "join, leave: the group." },
  { "role", REEVE_FIELD_ID, offsetof (ReevePermissionChange, role), REEVE_FIELD_PLAIN,
    .choices = reeve_built_in_roles, .summary = "give-role, take-role: the role." },
};
REEVE_DEFINE_RECORD (ReevePermissionChange, reeve_permission_change, "permission-change", NULL, fields)

static ReevePermissionChange *
new_change (const char *action)
{
  ReevePermissionChange *change = reeve_permission_change_new ();

  change->action = g_intern_string (action);
  return change;
}

ReevePermissionChange *
reeve_permission_change_new_for_folder (const char *action, const char *folder)
{
  ReevePermissionChange *change = new_change (action);

  reeve_set_text (&change->folder, folder);
  return change;
}

ReevePermissionChange *
reeve_permission_change_new_for_grant (const char *action, const char *grant)
{
  ReevePermissionChange *change = new_change (action);

  reeve_set_text (&change->grant, grant);
  return change;
}

ReevePermissionChange *
reeve_permission_change_new_for_user (const char *action, const char *user, const char *other)
{
  ReevePermissionChange *change = new_change (action);

  reeve_set_text (&change->user, user);
  if (g_str_has_suffix (action, "-role"))
    reeve_set_text (&change->role, other);
  else
    reeve_set_text (&change->group, other);
  return change;
}
