/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody leaves: all that hangs on a user in one workspace, as a preview or as what has gone. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_LEAVING_NAMES 20
#define REEVE_LEAVING_MAX   100 /* people in one call */

/* One kind of what goes. */
REEVE_DECLARE_RECORD (ReeveLeavingItem, reeve_leaving_item, LEAVING_ITEM)
struct _ReeveLeavingItem
{
  ReeveRecord parent_instance;

  const char *kind; /* of reeve_leaving_kinds */
  gint64 count;
  GStrv names; /* (nullable): the first REEVE_LEAVING_NAMES, where the caller may see them */
};

/* Asking for it. */
REEVE_DECLARE_RECORD (ReeveLeave, reeve_leave, LEAVE)
struct _ReeveLeave
{
  ReeveRecord parent_instance;

  char *reason;
};

REEVE_DECLARE_RECORD (ReeveLeaving, reeve_leaving, LEAVING)
struct _ReeveLeaving
{
  ReeveRecord parent_instance;

  ReeveRecord *user; /* (nullable) ReeveUser: as they are, or have become */
  GPtrArray *items;  /* (nullable) of ReeveLeavingItem, those of a count only */
};

/* Several at once: whom it would be … */
REEVE_DECLARE_RECORD (ReeveLeavers, reeve_leavers, LEAVERS)
struct _ReeveLeavers
{
  ReeveRecord parent_instance;

  GStrv ids;
};

/* … and asking for it. */
REEVE_DECLARE_RECORD (ReeveLeaveMany, reeve_leave_many, LEAVE_MANY)
struct _ReeveLeaveMany
{
  ReeveRecord parent_instance;

  GStrv ids;
  char *reason;
};

REEVE_DECLARE_RECORD (ReeveLeavings, reeve_leavings, LEAVINGS)
struct _ReeveLeavings
{
  ReeveRecord parent_instance;

  gint64 total;
  gint64 changed;
  GPtrArray *items;   /* (nullable) of ReeveLeavingItem: of all who leave, together */
  GPtrArray *refused; /* (nullable) of ReeveUserRefusal */
};

/* In the order in which they are told. */
extern const char *const reeve_leaving_kinds[];

G_END_DECLS
