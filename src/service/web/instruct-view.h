/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the page of a case shows: the form while somebody of it waits for an instruction, else what was
 * decided. */

#pragma once

#include "common/case.h"
#include "common/query.h"
#include "common/workspace.h"
#include "service/web/visit.h"

G_BEGIN_DECLS

/* So many can be decided on by the page. */
#define REEVE_INSTRUCT_MOST 40

typedef struct
{
  char *target; /* "WORKSPACE.CASE" */
  char *workspace_path;
  char *path;
  ReeveWorkspace *workspace;
  ReeveCase *breach_case;
  ReeveListing *waiting; /* of ReeveCasePerson */
  ReeveListing *people;  /* (nullable): the same, where nobody waits */
  ReeveListing *entries; /* of ReeveCaseEntry, newest first */
} ReeveInstructView;

void reeve_instruct_view_free (ReeveInstructView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveInstructView, reeve_instruct_view_free)

/* Reads the case from the API. @target is no such pair: NOT_FOUND. Errors: the API's, and DENIED (reason
 * "no_instruction") for who may see it and not decide. */
ReeveInstructView *reeve_instruct_view_load (ReeveVisit *visit, const char *target, GError **error);
/* TRUE if somebody waits. */
gboolean reeve_instruct_view_show (ReeveVisit *visit, ReeveInstructView *self);

/* "/v1/workspaces/WORKSPACE/cases/CASE", and of the workspace alone. FALSE: @target is no such pair. */
gboolean reeve_instruct_target_split (const char *target, char **workspace_path, char **case_path);

G_END_DECLS
