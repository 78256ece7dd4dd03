/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a detection is, and what one sees while it looks at an event. Each stands in a file of its own, with
 * its definition, where that comes from, and its numbers; watch.h runs them. A rule keeps nothing but records
 * of its own tables, asks no clock and no database, and draws no lots: what it raises follows from the events
 * and their order alone, and is raised again by whoever goes through the same log. */

#pragma once

#include "service/detect/bounded.h"
#include "service/detect/habits.h"
#include "service/detect/raised.h"
#include "service/detect/ring.h"
#include "service/detect/sites.h"

G_BEGIN_DECLS

typedef struct
{
  gsize size; /* bytes of a record */
  guint most; /* records */
} ReeveRuleTable;

/* A number that a workspace may set. */
typedef struct
{
  const char *name; /* "failures": what a finding calls it, too */
  gint64 usual;     /* the default */
  gint64 least;
  gint64 most;
  gboolean widens; /* the higher, the more is raised; else the less */
} ReeveRuleNumber;

#define REEVE_RULE_NUMBERS 4
#define REEVE_RULE_TABLES  3

typedef struct _ReeveLook ReeveLook;

typedef struct
{
  const char *name;      /* "brute-force" */
  const char *technique; /* of MITRE ATT&CK: "T1110.001" */
  ReeveSeverity severity;
  ReeveRuleNumber numbers[REEVE_RULE_NUMBERS]; /* those with a name */
  ReeveRuleTable tables[REEVE_RULE_TABLES];    /* those with a size */
  void (*look) (ReeveLook *look, const ReeveSight *sight);
} ReeveRule;

/* --- While it looks --- */

gint64 reeve_look_number (ReeveLook *self, guint number);             /* as it is set */
gpointer reeve_look_get (ReeveLook *self, guint table, guint64 key);  /* as reeve_bounded_get() */
gpointer reeve_look_find (ReeveLook *self, guint table, guint64 key); /* (nullable) */

/* What was usual before this event, for whoever did it, or for whom it was done to. (nullable): nobody. */
const ReeveHabits *reeve_look_habits (ReeveLook *self);
const ReeveHabits *reeve_look_habits_of (ReeveLook *self, guint64 person);
/* They changed something for others within the last weeks, or were given rights that nobody took back. */
gboolean reeve_look_administers (ReeveLook *self, guint64 person);
/* How many people came in well from a network, up to what is kept; until lately nobody: 0. */
guint reeve_look_count_people (ReeveLook *self, guint64 network);
/* Both known: this is them on their own machine at a usual place. */
gboolean reeve_look_is_usual (ReeveLook *self, const ReeveSight *sight);
/* Whether something was raised about a network, an address or a person within @window before the event. */
gboolean reeve_look_was_raised (ReeveLook *self, guint64 about, gint64 window);

/* The workspace's own places. (nullable): it named none. */
const ReeveSites *reeve_look_sites (ReeveLook *self);

/* The finding, or NULL: the same was raised a moment ago, and is going on. @about: a sight's number for what
 * it is about, by which the same is known; @key: its text. What is named in @sight stands in the finding
 * already, but the person where @key is the event's address; the caller adds its numbers and events. */
ReeveRaised *reeve_look_raise (ReeveLook *self, const ReeveSight *sight, guint64 about, const char *key);

/* The same of what @ring has of the @window before the event: how many, as @name, how long, and those events.
 */
ReeveRaised *reeve_look_raise_ring (ReeveLook *self,
                                    const ReeveSight *sight,
                                    guint64 about,
                                    const char *key,
                                    const ReeveRing *ring,
                                    gint64 window,
                                    const char *name);

/* --- All of them --- */

extern const ReeveRule *const reeve_rules[];
extern const guint reeve_n_rules;

G_END_DECLS
