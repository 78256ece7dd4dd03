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

/* Something that somebody needed approval for. What exactly is in it concerns others, and is not told. */
REEVE_DECLARE_RECORD (ReevePersonalApproval, reeve_personal_approval, PERSONAL_APPROVAL)
struct _ReevePersonalApproval
{
  ReeveRecord parent_instance;
  gint64 time;           /* asked for */
  const char *kind;      /* of reeve_approval_kinds */
  const char *operation; /* (nullable): of reeve_approval_operations */
  const char *state;     /* of reeve_approval_states */
  const char *because;   /* (nullable): of reeve_approval_ends */
  char *reason;          /* (nullable): the person's, where they asked */
  gint64 decided;        /* 0: it was not */
  const char *by;        /* (nullable): of reeve_personal_authors: who decided */
  char *note;            /* (nullable): of who decided */
  gint64 used;           /* 0: it was not */
};

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
  GPtrArray *asked;   /* (element-type ReevePersonalApproval): by them, newest first */
  GPtrArray *decided; /* the same, by them, of what others asked */
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
