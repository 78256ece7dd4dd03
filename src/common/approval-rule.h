/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A rule that something takes an approval: changes of a folder and of all below it, or an operation of the
 * API, whoever asks for it. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_APPROVAL_HOURS     72
#define REEVE_APPROVAL_HOURS_MAX 720
#define REEVE_APPROVAL_APPROVERS 20  /* named by one rule */
#define REEVE_APPROVAL_RULES     200 /* of one workspace */

REEVE_DECLARE_RECORD (ReeveApprovalRule, reeve_approval_rule, APPROVAL_RULE)
struct _ReeveApprovalRule
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *folder;          /* (nullable): either this … */
  const char *operation; /* (nullable): … or this, of reeve_approval_operations */
  GStrv approvers;       /* (nullable): ids of users; of a folder without any: whoever may approve there */
  gint64 hours;          /* until a request ends */
  gint64 created;
  char *created_by;
  char *created_by_name;
  GStrv unready;        /* (nullable): of the approvers, ids of those who could not decide now */
  GStrv approver_names; /* (nullable): of those there are */
  GStrv folder_path;    /* (nullable): names from the top down */
};

/* Operations that a rule can be about; every route of one is held, so that there is no way around it.
 * Giving roles to people is none of them: invitations, imports and single sign-on do it too. */
extern const char *const reeve_approval_operations[];
extern const char *const reeve_approval_rule_sorts[];
/* "folder" and "operation": about just that; "holds": id of a folder: those that hold what is given in it. */
extern const char *const reeve_approval_rule_filters[];

/* Whether somebody is named who is in the list. */
gboolean reeve_approval_rule_names (ReeveApprovalRule *self, const char *account);
/* Whether @after (nullable: it is taken away) demands less than @before, or of others. */
gboolean reeve_approval_rule_is_loosened (ReeveApprovalRule *before, ReeveApprovalRule *after);

G_END_DECLS
