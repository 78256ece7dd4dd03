/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the first page of the evidence says, counted while the events go by: how often the credentials were
 * used and tried, from where, and what was touched. It keeps no event, and of what there may be any number
 * of, only so many; how many more there were it says. */

#pragma once

#include "common/access-event.h"
#include "service/evidence/matter.h"

G_BEGIN_DECLS

typedef struct _ReeveEvidenceTally ReeveEvidenceTally;

/* What an event of somebody's is. A use is a sign-in that went well, or something else that did, in a session
 * or in another system; what went well without either (a link for a new password was asked for) needs no
 * credentials. */
typedef enum
{
  REEVE_EVIDENCE_SIGN_IN,
  REEVE_EVIDENCE_FAILED_SIGN_IN,
  REEVE_EVIDENCE_ACTION,
  REEVE_EVIDENCE_FAILED_ACTION,
  REEVE_EVIDENCE_UNSIGNED, /* went well without having signed in */
} ReeveEvidenceKind;
#define REEVE_EVIDENCE_KINDS 5

extern const char *const reeve_evidence_kinds[]; /* as files name them */
ReeveEvidenceKind reeve_evidence_get_kind (const ReeveAccessEvent *event);
gboolean reeve_evidence_kind_is_use (ReeveEvidenceKind kind);

typedef struct
{
  gint64 n[REEVE_EVIDENCE_PHASES][REEVE_EVIDENCE_KINDS];
  gint64 about[REEVE_EVIDENCE_PHASES]; /* done by others to them, or naming them */
  gint64 events;                       /* all of these */
  gint64 unproved;                     /* of them: the record's tree has no leaf of it */
  gint64 first_use;                    /* after it was reported; 0: there was none */
  gint64 last_use;
} ReeveEvidenceCounts;

typedef struct
{
  char *address;
  gint64 n[REEVE_EVIDENCE_PHASES][REEVE_EVIDENCE_KINDS];
  gint64 first; /* in the pack's time */
  gint64 last;
  gint64 before; /* uses in the 30 days before the credentials may have become known: more than 0, it is a
                    known one */
  gint64 before_first;
  gint64 before_last;
} ReeveEvidencePlace;

/* What was done with one thing. */
typedef struct
{
  char *action;
  char *object;      /* (nullable) */
  char *object_name; /* (nullable): as it was called last */
  gint64 ok[REEVE_EVIDENCE_PHASES];
  gint64 failed[REEVE_EVIDENCE_PHASES];
  gint64 first;
  gint64 last;
} ReeveEvidenceTouch;

typedef struct
{
  char *session;
  char *agent;   /* (nullable): of the first event */
  char *address; /* (nullable): the same */
  gint64 events;
  gint64 first;
  gint64 last;
} ReeveEvidenceVisit;

/* Neighbours that are alike, joined: for the timeline. */
typedef struct
{
  gint64 time;
  gint64 until; /* of the last one */
  gint64 n;
  int by;    /* index of the person, -1: somebody else */
  char *who; /* (nullable) */
  char *action;
  char *address; /* (nullable) */
  char *object;  /* (nullable): name, or id, of the first one's; of more than one, NULL */
  ReeveAccessResult result;
  ReeveEvidenceKind kind;
} ReeveEvidenceRow;

typedef struct
{
  gint64 begin;
  gint64 n[3]; /* sign-ins, failed ones, everything else by them */
} ReeveEvidenceBar;

/* @matter: borrowed */
ReeveEvidenceTally *reeve_evidence_tally_new (const ReeveEvidenceMatter *matter);
void reeve_evidence_tally_free (ReeveEvidenceTally *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveEvidenceTally, reeve_evidence_tally_free)

/* Where they were in the 30 days before. Before the events. */
#define REEVE_EVIDENCE_HABIT_DAYS 30
void reeve_evidence_tally_know (ReeveEvidenceTally *self,
                                const char *address,
                                gint64 n,
                                gint64 first,
                                gint64 last);
/* @by: index of the person who did it, -1: somebody else. In the order of time. */
void
reeve_evidence_tally_add (ReeveEvidenceTally *self, const ReeveAccessEvent *event, int by, gboolean proved);

const ReeveEvidenceCounts *reeve_evidence_tally_get_counts (ReeveEvidenceTally *self);
/* After the report: @n[kind]. */
void reeve_evidence_tally_sum_after (const gint64 n[REEVE_EVIDENCE_PHASES][REEVE_EVIDENCE_KINDS],
                                     gint64 after[REEVE_EVIDENCE_KINDS]);

/* All of these: (transfer container), sorted as people want to read them: those of after the report first,
 * most first. @more: (out): how many events are not in them, because there were too many different ones. */
GPtrArray *reeve_evidence_tally_list_places (ReeveEvidenceTally *self, gint64 *more);
GPtrArray *reeve_evidence_tally_list_touches (ReeveEvidenceTally *self, gint64 *more);
/* (nullable) borrowed */
const ReeveEvidenceVisit *reeve_evidence_tally_get_visit (ReeveEvidenceTally *self, const char *session);
GPtrArray *
reeve_evidence_tally_list_visits (ReeveEvidenceTally *self, gint64 *more); /* the first one first */

/* (element-type ReeveEvidenceRow) (transfer container), in the order of time: what matters before what does
 * not.
 * @more: (out): events that are in none */
GPtrArray *reeve_evidence_tally_list_rows (ReeveEvidenceTally *self, gint64 *more);

/* (element-type ReeveEvidenceBar) borrowed. @width: (out): of one, in microseconds */
GArray *reeve_evidence_tally_get_bars (ReeveEvidenceTally *self, gint64 *width);

G_END_DECLS
