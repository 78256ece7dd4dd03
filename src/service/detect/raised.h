/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a rule raised: who or what it is about, the numbers that raised it, and the very events. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  REEVE_SEVERITY_LOW,
  REEVE_SEVERITY_MEDIUM,
  REEVE_SEVERITY_HIGH,
  REEVE_SEVERITY_CRITICAL,
} ReeveSeverity;
#define REEVE_SEVERITIES 4

const char *reeve_severity_to_wire (ReeveSeverity severity); /* "low" */

#define REEVE_RAISED_NUMBERS 8
#define REEVE_RAISED_EVENTS  64

typedef struct
{
  const char *name; /* static */
  gint64 value;
} ReeveRaisedNumber;

typedef struct
{
  const char *rule;      /* static */
  const char *technique; /* static */
  ReeveSeverity severity;
  gint64 time;       /* of the event that raised it */
  char *key;         /* what it is about: an account's id, a name, an address */
  char *person;      /* (nullable) */
  char *person_name; /* (nullable) */
  char *address;     /* (nullable) */
  guint n_numbers;
  ReeveRaisedNumber numbers[REEVE_RAISED_NUMBERS];
  guint n_events;
  gint64 events[REEVE_RAISED_EVENTS]; /* their times, which are their ids, oldest first */
} ReeveRaised;

void reeve_raised_free (ReeveRaised *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveRaised, reeve_raised_free)

/* @name: static. Durations are microseconds. */
void reeve_raised_add_number (ReeveRaised *self, const char *name, gint64 value);
/* "limit": from so many of what was added before on it is raised. @self: (nullable): nothing was raised */
void reeve_raised_add_limit (ReeveRaised *self, gint64 limit);
void reeve_raised_add_event (ReeveRaised *self,
                             gint64 time); /* once each; the newest stay where there are too many */
void reeve_raised_add_events (ReeveRaised *self, const gint64 *times, guint n);

/* One line of JSON, the same for the same finding. */
void reeve_raised_print (const ReeveRaised *self, GString *json);

G_END_DECLS
