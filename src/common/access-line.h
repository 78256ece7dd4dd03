/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What reading the access log answers: its lines, how many there are over time, and of what. */

#pragma once

#include "common/access-event.h"
#include "common/record.h"

G_BEGIN_DECLS

/* An event as it travels: texts exactly as they are in the record, so that who reads it can prove it. */
REEVE_DECLARE_RECORD (ReeveAccessLine, reeve_access_line, ACCESS_LINE)
struct _ReeveAccessLine
{
  ReeveRecord parent_instance;

  char *id;       /* its time in microseconds, as digits */
  gint64 version; /* 1: a line never changes */
  gint64 time;
  gint64 duration; /* microseconds; 0: not known */
  gint64 status;
  gint64 bytes_out;
  const char *result;
  char *action;
  char *actor;
  char *actor_name;
  char *address;
  char *agent;
  char *object;
  char *object_name;
  char *outcome;
  char *route;
  char *session;
  char *source;
  char *source_id;
  char *text;
  gint64 leaf; /* of the record's tree; -1: none */
};

/* (transfer full) */
ReeveAccessLine *reeve_access_line_new_from_event (const ReeveAccessEvent *event, gint64 leaf);
/* @event: its texts are borrowed from the line. */
void reeve_access_line_get_event (const ReeveAccessLine *self, ReeveAccessEvent *event);

/* What happened in one stretch of time. */
REEVE_DECLARE_RECORD (ReeveAccessBar, reeve_access_bar, ACCESS_BAR)
struct _ReeveAccessBar
{
  ReeveRecord parent_instance;

  gint64 time; /* its beginning */
  gint64 ok;
  gint64 failed;
  gint64 refused;
  gint64 error;
};

REEVE_DECLARE_RECORD (ReeveAccessHistogram, reeve_access_histogram, ACCESS_HISTOGRAM)
struct _ReeveAccessHistogram
{
  ReeveRecord parent_instance;

  gint64 from;   /* the first bar's beginning */
  gint64 to;     /* the last one's end */
  gint64 bucket; /* of a bar, in microseconds */
  gint64 total;
  gint64 counted_from; /* what is older was not counted yet: the question is asked again with this as its
                        * end; not later than @from: nothing is missing */
  gint64 kept_days;    /* that the log is kept, by the workspace's policy */
  GStrv
    unread; /* (nullable): days, "2026-01-31", whose file is damaged: some or all of them is missing here */
  GPtrArray *bars; /* (nullable) of ReeveAccessBar: those with something in them, in the order of time */
};

/**
 * reeve_access_histogram_add:
 * @older: of the same question, what was counted before @self's counted_from: same from, same bucket
 *
 * Adds what was counted later to what was counted first. Where they meet within a bar, both have a part of
 * it.
 */
void reeve_access_histogram_add (ReeveAccessHistogram *self, const ReeveAccessHistogram *older);

/* How many of the events have a value. */
REEVE_DECLARE_RECORD (ReeveAccessFacet, reeve_access_facet, ACCESS_FACET)
struct _ReeveAccessFacet
{
  ReeveRecord parent_instance;

  char *key;   /* of the query language: "who" */
  char *value; /* what stands after it: an id */
  char *label; /* (nullable): what people read instead: a name */
  gint64 n;
};

REEVE_DECLARE_RECORD (ReeveAccessFacets, reeve_access_facets, ACCESS_FACETS)
struct _ReeveAccessFacets
{
  ReeveRecord parent_instance;

  gint64 counted;    /* events */
  gboolean complete; /* FALSE: there are more; the newest were counted */
  GStrv unread;      /* (nullable): as a histogram's */
  GPtrArray *facets; /* (nullable) of ReeveAccessFacet: by key, most first */
};

G_END_DECLS
