/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is kept of a person, in the file that they may have of it (GDPR, Articles 15 and 20): one JSON object,
 * whose members keep their meaning from version to version. What others did is told without who they are. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_PERSONAL_EXPORT_VERSION 1

/* An entry of an audit trail about the person. */
REEVE_DECLARE_RECORD (ReevePersonalEntry, reeve_personal_entry, PERSONAL_ENTRY)
struct _ReevePersonalEntry
{
  ReeveRecord parent_instance;
  gint64 time;
  char *action;   /* "user.suspend" */
  const char *by; /* of reeve_personal_authors */
  char *before;   /* (nullable): JSON of what changed */
  char *after;    /* (nullable) */
  char *reason;   /* (nullable) */
};
extern const char *const reeve_personal_authors[]; /* "you", "somebody-else", "service" */

REEVE_DECLARE_RECORD (ReevePersonalMembership, reeve_personal_membership, PERSONAL_MEMBERSHIP)
struct _ReevePersonalMembership
{
  ReeveRecord parent_instance;
  char *id;
  char *name;         /* of the workspace */
  ReeveRecord *user;  /* owned: a ReeveUser, as the workspace has it */
  GStrv role_names;   /* (nullable) */
  GStrv group_names;  /* (nullable) */
  GPtrArray *history; /* (element-type ReevePersonalEntry), newest first */
};

REEVE_DECLARE_RECORD (ReevePersonalExport, reeve_personal_export, PERSONAL_EXPORT)
struct _ReevePersonalExport
{
  ReeveRecord parent_instance;
  gint64 format;
  gint64 made;
  ReeveRecord *account;  /* owned: a ReeveAccount */
  GPtrArray *sessions;   /* (element-type ReeveSession) */
  GPtrArray *workspaces; /* (element-type ReevePersonalMembership) */
  GPtrArray *history;    /* of the account; (element-type ReevePersonalEntry), newest first */
};

G_END_DECLS
