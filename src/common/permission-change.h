/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One change of who may do what. Several make a draft, which is tried (permission-plan.h) and then done. What
 * each action says, beside itself:
 *
 *   grant          folder, principal-kind, principal, verbs, expires, reason; grant, where one that was
 * revoked comes back under its id amend          grant, verbs, expires: what the grant gives from now on
 *   revoke         grant
 *   move           folder, parent
 *   break          folder: it inherits no longer
 *   inherit        folder: it does again
 *   bin, restore   folder
 *   join, leave    user, group
 *   give-role, take-role   user, role */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_PERMISSION_CHANGES_MAX 200 /* of one draft */

REEVE_DECLARE_RECORD (ReevePermissionChange, reeve_permission_change, PERMISSION_CHANGE)
struct _ReevePermissionChange
{
  ReeveRecord parent_instance;

  const char *action;
  char *folder;
  char *grant;
  const char *principal_kind;
  char *principal;
  GStrv verbs;
  gint64 expires;
  char *reason;
  char *parent;
  char *user;
  char *group;
  char *role;
};

extern const char *const reeve_permission_actions[];

ReevePermissionChange *reeve_permission_change_new_for_folder (const char *action, const char *folder);
ReevePermissionChange *reeve_permission_change_new_for_grant (const char *action, const char *grant);
/* @action: of a membership. @other: id of the group or role */
ReevePermissionChange *
reeve_permission_change_new_for_user (const char *action, const char *user, const char *other);

G_END_DECLS
