/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A finding: something in the access log that a reviewer should look at, with the numbers that raised it and
 * the very events. What raised it never changes; what was thought of it does. It stays when its events leave.
 */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_FINDING_NOTE_MAX 2000
#define REEVE_FINDING_EVENTS   64
#define REEVE_FINDING_NUMBERS  8

REEVE_DECLARE_RECORD (ReeveFinding, reeve_finding, FINDING)
struct _ReeveFinding
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *rule;           /* "brute-force" */
  char *technique;      /* of MITRE ATT&CK */
  const char *severity; /* of reeve_finding_severities */
  gint64 raised;        /* time of the event that raised it */
  char *key;            /* what it is about: an account's id, a name, an address */
  char *person;         /* (nullable) */
  char *person_name;    /* (nullable) */
  char *address;        /* (nullable) */
  GStrv numbers;        /* (nullable): "failures=20"; durations are microseconds */
  GStrv events;         /* (nullable): ids, oldest first */
  const char *state;    /* of reeve_finding_states */
  char *note;           /* (nullable) */
  gint64 due;           /* of a follow-up; 0: none */
  char *mute;           /* (nullable): id of what was in force when it was raised (common/mute.h) */
  gint64 decided;       /* 0: never */
  char *decided_by;
  char *decided_by_name;
};

extern const char *const reeve_finding_severities[]; /* "low" to "critical" */
extern const char *const reeve_finding_states[];
extern const char *const reeve_finding_sorts[];
extern const char *const reeve_finding_filters[];

/* Nobody has said yet what it was: "open" and "acknowledged". */
gboolean reeve_finding_is_undecided (ReeveFinding *self);
/* They did what raised it, or it was done to them. */
gboolean reeve_finding_is_about (ReeveFinding *self, const char *account);
/* Where a finding of a severity stands among others: 0 for "low". -1: there is no such severity */
int reeve_finding_rank (const char *severity);

/* One of its numbers. FALSE: it has none of that name. */
gboolean reeve_finding_get_number (ReeveFinding *self, const char *name, gint64 *value);
/* @text: one of `numbers`. FALSE: it is none. @name: (out) (transfer full) */
gboolean reeve_finding_read_number (const char *text, char **name, gint64 *value);

/* Findings that have the same person, or came from the same address. */
REEVE_DECLARE_RECORD (ReeveFindingGroup, reeve_finding_group, FINDING_GROUP)
struct _ReeveFindingGroup
{
  ReeveRecord parent_instance;

  char *id; /* the person or address, as findings have it */
  gint64 version;
  char *name; /* (nullable): of the person */
  gint64 count;
  gint64 undecided;
  const char *severity; /* the worst of those that are undecided, else of all */
  gint64 newest;        /* time of the newest */
};

extern const char *const reeve_finding_groupings[]; /* "person", "address" */
extern const char *const reeve_finding_group_sorts[];
extern const char *const reeve_finding_group_filters[];

G_END_DECLS
