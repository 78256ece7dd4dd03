/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A workspace: one customer's data in a database of its own. */

#pragma once

#include "common/capability.h"
#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveWorkspace, reeve_workspace, WORKSPACE)

struct _ReeveWorkspace
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *name;
  gint64 created;
  GStrv roles;                    /* the caller's own, in this workspace */
  GStrv capabilities;             /* the caller's own */
  gboolean demands_second_factor; /* of the caller, now; not in the table: not told */
  GStrv bound; /* those of the capabilities that count for the people of the caller's groups only */
  gboolean unconfirmed;
  gboolean provider_required;
  gboolean grant_required; /* the caller is of support there, and nothing opens but asking for a grant */
  gint64 grant_ends;       /* of the caller's support grant; 0: none is in force */
};

/* Who is asking: the reply of GET /v1/me. */
REEVE_DECLARE_RECORD (ReeveIdentity, reeve_identity, IDENTITY)

struct _ReeveIdentity
{
  ReeveRecord parent_instance;

  ReeveRecord *account;  /* ReeveAccount */
  char *session;         /* id of the calling session */
  GPtrArray *workspaces; /* of ReeveWorkspace */
};

/* TRUE when the caller holds @capability, for everybody, in one of @workspaces (element-type ReeveWorkspace).
 */
gboolean reeve_workspaces_give (GPtrArray *workspaces, ReeveCapability capability);

/* The one of @workspaces (nullable) (element-type ReeveWorkspace) to show: @present (nullable: an id) while
 * it is among them, else the first that may be entered, else the first, which says why not. (transfer none)
 * (nullable) */
ReeveWorkspace *reeve_workspaces_choose (GPtrArray *workspaces, const char *present);

G_END_DECLS
