/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A grant: a principal may do something in a folder and what is below it. It is made, amended and revoked by
 * plans (permission-change.h) alone. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveGrant, reeve_grant, GRANT)
struct _ReeveGrant
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *folder;
  const char *principal_kind; /* of reeve_principal_kinds */
  char *principal;
  GStrv verbs;
  gint64 expires; /* 0: never */
  char *reason;   /* (nullable) */
  gint64 created;
  char *created_by;      /* (nullable) */
  char *created_by_name; /* (nullable) */
  /* as shown */
  GStrv folder_path;    /* (nullable) */
  char *principal_name; /* (nullable): nobody is there any more */
  const char *state;    /* of reeve_grant_states, (nullable) */
  gint64 last_used;     /* to the day or so; 0: not since uses are noted */
};

/* Of the grants that are shown for a folder: on it; on one above it; on one above it, but a folder between
 * does not inherit. Any of them may have expired. */
extern const char *const reeve_grant_states[]; /* "own", "inherited", "stopped" */
extern const char *const reeve_grant_sorts[];
extern const char *const reeve_grant_filters[]; /* "principalKind", "principal", or "finding" */

/* What wants a second look: nobody used it for so long; it has expired; nobody is left who has it. */
#define REEVE_GRANT_UNUSED (90 * G_TIME_SPAN_DAY)
extern const char *const reeve_grant_findings[]; /* "unused", "expired", "nobody" */

G_END_DECLS
