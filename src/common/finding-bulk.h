/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Deciding on many findings at once: each is judged as if it came alone, and is decided on, or refused with a
 * reason. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_FINDING_DECISIONS 1000 /* in one call */

/* What one becomes. */
REEVE_DECLARE_RECORD (ReeveFindingDecision, reeve_finding_decision, FINDING_DECISION)
struct _ReeveFindingDecision
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;    /* that it had when it was looked at */
  const char *state; /* of reeve_finding_states */
  char *note;        /* (nullable): none */
  gint64 due;        /* 0: none */
};

/* POST …/findings/bulk */
REEVE_DECLARE_RECORD (ReeveFindingBulk, reeve_finding_bulk, FINDING_BULK)
struct _ReeveFindingBulk
{
  ReeveRecord parent_instance;

  GPtrArray *decisions; /* (nullable) of ReeveFindingDecision */
};

/* Makes of @findings (element-type ReeveFinding), as they are to be, from the place @from on what one call
 * takes. *@until: (out): the place of the first that is not in it. (transfer full) */
ReeveFindingBulk *reeve_finding_bulk_take (GPtrArray *findings, guint from, guint *until);

/* One that was left as it is, and why: as common/error.h has it. */
REEVE_DECLARE_RECORD (ReeveFindingRefusal, reeve_finding_refusal, FINDING_REFUSAL)
struct _ReeveFindingRefusal
{
  ReeveRecord parent_instance;

  char *id;
  char *code;   /* "stale" */
  char *reason; /* (nullable): "own_finding"; of a bad member: why it is */
  char *member; /* (nullable): "/note" */
};

/* The error that it tells of. (transfer full) */
GError *reeve_finding_refusal_to_error (ReeveFindingRefusal *self);

REEVE_DECLARE_RECORD (ReeveFindingBulkResult, reeve_finding_bulk_result, FINDING_BULK_RESULT)
struct _ReeveFindingBulkResult
{
  ReeveRecord parent_instance;

  GPtrArray *decided; /* (nullable) of ReeveFinding: as they are now, also where nothing changed */
  GPtrArray *refused; /* (nullable) of ReeveFindingRefusal */
  char *batch;        /* (nullable): under which the audit trail has them; nothing changed */
};

G_END_DECLS
