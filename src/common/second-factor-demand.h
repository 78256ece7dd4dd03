/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* From when on a workspace demands a second factor of whoever holds a role, beside the built-in roles that
 * always do (common/capability.h); and what that would do. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_SECOND_FACTOR_DEMANDS_ID "second-factor-demands"
#define REEVE_SECOND_FACTOR_PAGE       50 /* people in one preview */

/* The role "member" stands for everybody in the workspace. */
REEVE_DECLARE_RECORD (ReeveSecondFactorDemand, reeve_second_factor_demand, SECOND_FACTOR_DEMAND)
struct _ReeveSecondFactorDemand
{
  ReeveRecord parent_instance;

  char *role;
  gint64 since;
};

REEVE_DECLARE_RECORD (ReeveSecondFactorDemands, reeve_second_factor_demands, SECOND_FACTOR_DEMANDS)
struct _ReeveSecondFactorDemands
{
  ReeveRecord parent_instance;

  char *id; /* "second-factor-demands" */
  gint64 version;
  GPtrArray *demands; /* (nullable) of ReeveSecondFactorDemand, by role */
  gint64 changed;     /* 0: never */
};

/* What is asked of a preview. */
REEVE_DECLARE_RECORD (ReeveSecondFactorPlan, reeve_second_factor_plan, SECOND_FACTOR_PLAN)
struct _ReeveSecondFactorPlan
{
  ReeveRecord parent_instance;

  GPtrArray *demands; /* (nullable) of ReeveSecondFactorDemand */
  char *after;        /* (nullable): the page that comes after this person */
};

REEVE_DECLARE_RECORD (ReeveSecondFactorCount, reeve_second_factor_count, SECOND_FACTOR_COUNT)
struct _ReeveSecondFactorCount
{
  ReeveRecord parent_instance;

  char *role;
  gint64 people;
  gint64 without;
};

/* Somebody who has no second factor. */
REEVE_DECLARE_RECORD (ReeveSecondFactorLack, reeve_second_factor_lack, SECOND_FACTOR_LACK)
struct _ReeveSecondFactorLack
{
  ReeveRecord parent_instance;

  char *id;
  char *display_name;
  char *email;
  gboolean never_signed_in;
  gboolean only_administrator;
  gboolean several_workspaces;
};

REEVE_DECLARE_RECORD (ReeveSecondFactorPreview, reeve_second_factor_preview, SECOND_FACTOR_PREVIEW)
struct _ReeveSecondFactorPreview
{
  ReeveRecord parent_instance;

  gint64 without;         /* of all who are meant, each once */
  gint64 never_signed_in; /* of these */
  GPtrArray *roles;       /* of ReeveSecondFactorCount */
  GPtrArray *people;      /* of ReeveSecondFactorLack, a page */
  char *next;             /* (nullable): for the plan's `after` */
};

G_END_DECLS
