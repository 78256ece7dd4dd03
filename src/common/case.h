/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A case: a breach that was reported of one or more accounts, from the report to the day on which nothing of
 * it is left to do. Each of its people goes their own way (common/case-step.h); the case is as far as the
 * one who is least far. */

#pragma once

#include "common/case-step.h"
#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_CASE_PEOPLE      10000 /* in one case */
#define REEVE_CASE_NOTICED_MAX 2000
#define REEVE_CASE_REASON_MAX  500
#define REEVE_CASE_NOTE_MAX    2000
#define REEVE_CASE_TICKET_MAX  80
#define REEVE_CASE_CONTACT_MAX 300
#define REEVE_CASE_COUNT_MAX   G_GINT64_CONSTANT (100000000000)
#define REEVE_CASE_KEEP_DAYS   366 /* an account stays locked by one instruction */

REEVE_DECLARE_RECORD (ReeveCase, reeve_case, CASE)
struct _ReeveCase
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  gint64 number;      /* as people call it: 1, 2, … in a workspace */
  const char *state;  /* of reeve_case_states */
  const char *nature; /* of reeve_case_natures: what it is feared to be */
  const char *source; /* of reeve_case_sources: who reported it */
  char *noticed;      /* (nullable): what they noticed */
  gint64 since;       /* since when, as they say; 0: they do not */
  char *ticket;       /* (nullable) */
  char *finding;      /* (nullable): which led to it */
  gint64 reported;
  char *reported_by; /* (nullable): somebody without an account */
  char *reported_by_name;
  gint64 contained; /* 0: not yet */
  char *contained_by;
  char *contained_by_name;
  gint64 asked;      /* those who may instruct; 0: not yet */
  gint64 people;     /* how many it is about … */
  gint64 locked;     /* … whose accounts are locked by it … */
  gint64 waiting;    /* … and who wait for an instruction */
  char *person;      /* the first of them */
  char *person_name; /* "Bo Lind <bo@example.org>" */
  char *hold;        /* (nullable): on the evidence */
  gint64 closed;     /* 0: it is open */
  char *closed_by;
  char *closed_by_name;
  /* The notice to the customer. */
  gint64 notice_due;  /* by when they are told; 0: they need not be */
  gint64 notice_sent; /* 0: they were not */
  gint64 resolved;    /* of a vulnerability: when it was closed; 0: it is not */
  char *resolved_by;
  char *resolved_by_name;
  /* What it was, once that is known: what an authority asks for (GDPR Art. 33(3)). */
  char *cause;
  char *measures;
  char *categories;   /* of people and of data */
  gint64 affected;    /* people, about; 0: nobody knows */
  gint64 records;     /* about; 0: nobody knows */
  char *consequences; /* that are likely */
  char *contact;      /* whom to ask */
  gint64 authority_told;
  gint64 reviewed; /* when cause and measures were written down; 0: they were not both */
  char *reviewed_by;
  char *reviewed_by_name;
};

extern const char *const reeve_case_natures[];
extern const char *const reeve_case_sources[];
extern const char *const reeve_case_sorts[];
extern const char *const reeve_case_filters[]; /* "state", also "open"; "person" */

/* Somebody whom a case is about. */
REEVE_DECLARE_RECORD (ReeveCasePerson, reeve_case_person, CASE_PERSON)
struct _ReeveCasePerson
{
  ReeveRecord parent_instance;

  char *id; /* the account */
  gint64 version;
  char *name; /* as they were called then: what is kept outlives the account */
  char *email;
  const char *state;    /* of reeve_case_states */
  gboolean wide;        /* the account is locked as such, not for this workspace alone */
  gboolean last;        /* nobody else could administer the workspace */
  gint64 sessions;      /* that were ended */
  const char *decision; /* (nullable): of reeve_case_decisions */
  char *reason;         /* (nullable): of that */
  gint64 keep_until;    /* of "keep"; 0: until the next word */
  gint64 decided;
  char *decided_by;
  char *decided_by_name;
  gint64 ended; /* released, with new credentials, or removed; 0: not yet */
};

extern const char *const reeve_case_person_sorts[];
extern const char *const reeve_case_person_filters[];

/* What happened in a case: it is only ever added to. */
REEVE_DECLARE_RECORD (ReeveCaseEntry, reeve_case_entry, CASE_ENTRY)
struct _ReeveCaseEntry
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version; /* 1 */
  gint64 time;
  const char *kind;       /* of reeve_case_entry_kinds */
  char *actor;            /* (nullable): Reeve itself, or somebody without an account */
  char *actor_name;       /* (nullable) */
  char *person;           /* (nullable): of the case; all of them */
  char *person_name;      /* (nullable): theirs, or of whoever was written to */
  char *text;             /* (nullable) */
  gint64 count;           /* of people, where it is about several; 0 */
  char *mail;             /* (nullable): that was written */
  const char *mail_state; /* (nullable): of reeve_mail_states */
};

extern const char *const reeve_case_entry_kinds[];
extern const char *const reeve_case_entry_sorts[];

/* POST …/cases and …/containments */
REEVE_DECLARE_RECORD (ReeveCaseReport, reeve_case_report, CASE_REPORT)
struct _ReeveCaseReport
{
  ReeveRecord parent_instance;

  GStrv people;       /* accounts */
  const char *nature; /* (nullable): "leak" */
  char *noticed;      /* (nullable) */
  gint64 since;       /* 0: nobody knows */
  char *ticket;       /* (nullable) */
  char *finding;      /* (nullable) */
  gboolean last;      /* also where nobody is left who could administer the workspace */
};

/* POST …/containments/by-address, by support, who may not look anybody up; and POST …/breach-reports, by
 * anybody about a colleague. What is answered says nothing of who there is. */
REEVE_DECLARE_RECORD (ReeveCaseTip, reeve_case_tip, CASE_TIP)
struct _ReeveCaseTip
{
  ReeveRecord parent_instance;

  char *email;
  char *noticed; /* (nullable) for support */
  gint64 since;  /* 0: nobody knows */
  char *ticket;  /* (nullable): but support names one */
  char *contact; /* (nullable): of support: with whom they talked, and how it is known that it was them */
};

REEVE_DECLARE_RECORD (ReeveCaseReceipt, reeve_case_receipt, CASE_RECEIPT)
struct _ReeveCaseReceipt
{
  ReeveRecord parent_instance;

  gint64 received;
};

/* POST …/containments/preview: whom it would be about. One of the three. */
REEVE_DECLARE_RECORD (ReeveCaseWhom, reeve_case_whom, CASE_WHOM)
struct _ReeveCaseWhom
{
  ReeveRecord parent_instance;

  GStrv people; /* (nullable): these accounts */
  char *group;  /* (nullable): everybody in it or below */
  char
    *address; /* (nullable): whoever did something from there that went well, as far back as the log goes */
};

/* What containing them would do. */
REEVE_DECLARE_RECORD (ReeveCaseEffects, reeve_case_effects, CASE_EFFECTS)
struct _ReeveCaseEffects
{
  ReeveRecord parent_instance;

  GStrv people;     /* (nullable): accounts that would be locked */
  GStrv names;      /* (nullable): of the first of them */
  gint64 locked;    /* how many are already, and stay as they are */
  gint64 sessions;  /* that end */
  gint64 devices;   /* that they are on */
  gint64 links;     /* that serve no longer */
  gint64 approvals; /* that they asked for and that end undone */
  gint64 resets;    /* of a second factor that wait */
  gint64 shared;    /* people whose accounts stay open in other workspaces */
  gboolean self;    /* the caller is among them, and cannot be */
  gboolean last;    /* nobody would be left who could administer the workspace */
  GStrv asked;      /* (nullable): names of who would be asked for the instruction */
};

/* POST …/cases/{case}/instruct */
REEVE_DECLARE_RECORD (ReeveCaseInstruction, reeve_case_instruction, CASE_INSTRUCTION)
struct _ReeveCaseInstruction
{
  ReeveRecord parent_instance;

  GStrv people; /* (nullable): all who wait for it */
  const char *decision;
  char *reason;
  gint64 keep_until; /* of "keep" */
};

/* POST …/cases/{case}/contain */
REEVE_DECLARE_RECORD (ReeveCaseContainment, reeve_case_containment, CASE_CONTAINMENT)
struct _ReeveCaseContainment
{
  ReeveRecord parent_instance;

  gboolean last; /* also where nobody is left who could administer the workspace */
};

/* POST …/cases/{case}/notes, …/dismiss and …/close */
REEVE_DECLARE_RECORD (ReeveCaseNote, reeve_case_note, CASE_NOTE)
struct _ReeveCaseNote
{
  ReeveRecord parent_instance;

  char *text;
};

G_END_DECLS
