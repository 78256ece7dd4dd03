/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What an evidence pack is about, and for whom: plain values, which the record of a case gives and which
 * nothing here changes. Times are microseconds since 1970 UTC, 0: not known. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Somebody whose credentials it is about. */
typedef struct
{
  char *account;
  char *name; /* "Ada Lovelace <ada@vallis.example>": other systems know them by the address alone */
} ReeveEvidencePerson;

/* Something that happened in the case. */
typedef struct
{
  gint64 time;
  char *who;   /* (nullable): Reeve itself */
  char *what;  /* a word: "contained" */
  char *words; /* (nullable) */
} ReeveEvidenceStep;

typedef struct
{
  char *number;    /* "2026-17" */
  char *title;     /* (nullable) */
  char *text;      /* (nullable): what was reported */
  char *workspace; /* its id */
  char *workspace_name;
  char *maker;      /* account of whoever has it made */
  char *maker_name; /* their name and address */
  gint64 made;
  gint64 since;         /* when the credentials may have become known; 0: it is not known */
  gint64 reported;      /* not 0 */
  gint64 contained;     /* 0: it was not yet */
  gint64 from;          /* of the events in it */
  gint64 until;         /* the first moment after */
  GPtrArray *people;    /* of ReeveEvidencePerson, at least one */
  GPtrArray *steps;     /* of ReeveEvidenceStep, in their order */
  GStrv nouns_left_out; /* (nullable): of the audit trail, what whoever has it made may not read */
} ReeveEvidenceMatter;

/* Empty; (transfer full) */
ReeveEvidenceMatter *reeve_evidence_matter_new (void);
void reeve_evidence_matter_free (ReeveEvidenceMatter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveEvidenceMatter, reeve_evidence_matter_free)

void reeve_evidence_matter_add_person (ReeveEvidenceMatter *self, const char *account, const char *name);
void reeve_evidence_matter_add_step (ReeveEvidenceMatter *self,
                                     gint64 time,
                                     const char *who,
                                     const char *what,
                                     const char *words);

/* The parts that its time falls into. Where it is not known since when, nothing is of the first that the
 * report does not part; where it was not contained, nothing is of the last. */
typedef enum
{
  REEVE_EVIDENCE_BEFORE,   /* `since` */
  REEVE_EVIDENCE_SINCE,    /* until it was reported */
  REEVE_EVIDENCE_REPORTED, /* until it was contained */
  REEVE_EVIDENCE_CONTAINED,
} ReeveEvidencePhase;
#define REEVE_EVIDENCE_PHASES 4

ReeveEvidencePhase reeve_evidence_matter_get_phase (const ReeveEvidenceMatter *self, gint64 time);
extern const char *const reeve_evidence_phases[]; /* as files name them */

/* Of its people; (transfer full) */
GStrv reeve_evidence_matter_list_accounts (const ReeveEvidenceMatter *self);

/* From when on somebody's habits are unsuspicious no more: `since`, or the report. */
gint64 reeve_evidence_matter_get_start (const ReeveEvidenceMatter *self);

G_END_DECLS
