/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What became of events of other systems that were brought to a workspace's access log over the API. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_LOG_INTAKE_LINES    10000
#define REEVE_LOG_INTAKE_BYTES    (8 << 20)
#define REEVE_LOG_INTAKE_REFUSALS 100 /* that are told */
#define REEVE_LOG_INTAKE_SOURCES  20  /* the same */

/* One line that was not taken in. */
REEVE_DECLARE_RECORD (ReeveLogRefusal, reeve_log_refusal, LOG_REFUSAL)
struct _ReeveLogRefusal
{
  ReeveRecord parent_instance;
  gint64 line;
  char *reason;  /* "too_long", "not_text", "not_json", "not_of_format", "no_time", "unknown_kind", "too_old",
                    "too_new", or that of a bad member */
  char *pointer; /* (nullable): the place in the line, RFC 6901 */
  char *message; /* in English */
};

/* POST …/access-log/ingest. What is not blank is one of taken, known and refused. */
REEVE_DECLARE_RECORD (ReeveLogIntake, reeve_log_intake, LOG_INTAKE)
struct _ReeveLogIntake
{
  ReeveRecord parent_instance;
  gint64 taken;
  gint64 known;
  gint64 refused;
  GStrv sources;       /* of those that were not refused */
  GPtrArray *refusals; /* of ReeveLogRefusal, the first */
};

G_END_DECLS
