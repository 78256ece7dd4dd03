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

/* What the access log raised about the person, or about what was done to them, once it turned out to be
 * nothing, or is done. What nobody has decided on, is followed up, or was a breach, is not told: whoever got
 * into an account would learn from it what was seen of them. Nor is why it was decided so, which may name
 * others. */
REEVE_DECLARE_RECORD (ReevePersonalFinding, reeve_personal_finding, PERSONAL_FINDING)
struct _ReevePersonalFinding
{
  ReeveRecord parent_instance;
  gint64 time;
  char *rule;
  const char *severity; /* of reeve_finding_severities */
  char *address;        /* (nullable): from where, where the person did it */
  GStrv numbers;        /* (nullable) */
  const char *state;    /* of reeve_finding_states */
  gint64 decided;       /* 0: muted when it was raised */
  const char *by;       /* (nullable): of reeve_personal_authors */
};

/* A mute that named the person, once it is over: one in force says where nobody looks. */
REEVE_DECLARE_RECORD (ReevePersonalMute, reeve_personal_mute, PERSONAL_MUTE)
struct _ReevePersonalMute
{
  ReeveRecord parent_instance;
  gint64 time;    /* made */
  const char *by; /* of reeve_personal_authors */
  char *rule;     /* (nullable): any */
  char *network;  /* (nullable): any */
  gint64 ends;
  gint64 count;
};

REEVE_DECLARE_RECORD (ReevePersonalMembership, reeve_personal_membership, PERSONAL_MEMBERSHIP)
struct _ReevePersonalMembership
{
  ReeveRecord parent_instance;
  char *id;
  char *name;          /* of the workspace */
  ReeveRecord *user;   /* owned: a ReeveUser, as the workspace has it */
  GStrv role_names;    /* (nullable) */
  GStrv group_names;   /* (nullable) */
  GPtrArray *history;  /* (element-type ReevePersonalEntry), newest first */
  GPtrArray *asked;    /* (element-type ReevePersonalApproval): by them, newest first */
  GPtrArray *decided;  /* the same, by them, of what others asked */
  GPtrArray *findings; /* (element-type ReevePersonalFinding), newest first */
  GPtrArray *mutes;    /* (element-type ReevePersonalMute), oldest first */
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
