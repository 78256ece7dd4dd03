/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An audit entry: one change, with who, what, before, after and why. Written in the transaction of the
 * change; kept. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveAuditEntry, reeve_audit_entry, AUDIT_ENTRY)

struct _ReeveAuditEntry
{
  ReeveRecord parent_instance;

  char *id;
  gint64 time;
  char *actor;      /* (nullable) account id; NULL for the service itself */
  char *actor_name; /* name and address as they were then: the record outlives the account */
  char *session;    /* (nullable) */
  char *address;
  char *action;      /* "user.suspend" */
  char *object_type; /* "user" */
  char *object_id;
  char *object_name; /* as it was then */
  char *before;      /* (nullable) canonical JSON of the fields that differ */
  char *after;       /* (nullable) */
  char *reason;      /* (nullable) */
  char *batch;       /* (nullable): one id for all entries of a bulk change, which one undo turns back */
};

/* Of the workspace's trail: "objectType", "object", "actor", "session", "action" and "batch" are compared
 * whole; "since" and "until" (RFC 3339, "until" not included) bound the time. */
extern const char *const reeve_audit_entry_filters[];

G_END_DECLS
