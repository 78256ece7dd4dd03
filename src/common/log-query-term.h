/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a query of the access log is made of: terms of a kind, with values. log-query.h has the language. */

#pragma once

#include <glib.h>

#include "common/log-query-address.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_LOG_TEXT, /* a word or phrase, without a key */
  REEVE_LOG_WHO,
  REEVE_LOG_IP,
  REEVE_LOG_ACTION,
  REEVE_LOG_RESULT,
  REEVE_LOG_OUTCOME,
  REEVE_LOG_SESSION,
  REEVE_LOG_OBJECT,
  REEVE_LOG_ROUTE,
  REEVE_LOG_AGENT,
  REEVE_LOG_SOURCE,
  REEVE_LOG_STATUS,
  REEVE_LOG_DURATION, /* microseconds */
  REEVE_LOG_SIZE,     /* bytes */
  REEVE_LOG_SINCE,    /* times: microseconds since 1970 UTC */
  REEVE_LOG_UNTIL,
  REEVE_LOG_ON,
  REEVE_LOG_KINDS
} ReeveLogKind;

/* How the values of a kind are read. */
typedef enum
{
  REEVE_LOG_FAMILY_TEXT,
  REEVE_LOG_FAMILY_ADDRESS,
  REEVE_LOG_FAMILY_RESULT,
  REEVE_LOG_FAMILY_NUMBER,
  REEVE_LOG_FAMILY_TIME,
} ReeveLogFamily;

typedef enum
{
  REEVE_LOG_PART,   /* occurs in the event's text */
  REEVE_LOG_WHOLE,  /* is the event's text */
  REEVE_LOG_PREFIX, /* begins it; an empty one: there is a text at all */
} ReeveLogMatch;

/* As it was written, so that it is printed in the same way. */
typedef enum
{
  REEVE_LOG_EQUAL,
  REEVE_LOG_RANGE,
  REEVE_LOG_MORE,
  REEVE_LOG_AT_LEAST,
  REEVE_LOG_LESS,
  REEVE_LOG_AT_MOST,
} ReeveLogComparison;

typedef struct
{
  gsize offset; /* in the query's text, in bytes; with its quotes */
  gsize length;
  char *text;          /* without quotes; of addresses, numbers and times in their one form */
  char *folded;        /* (nullable): of texts, what to compare */
  ReeveLogMatch match; /* of texts; of addresses WHOLE: no address, to be compared as text */
  int result;          /* a ReeveAccessResult, or -1: of RESULT, and of OUTCOME where the word is one */
  ReeveLogAddresses addresses;
  ReeveLogComparison comparison; /* of numbers */
  gint64 from;                   /* of numbers: the least; of times: the first */
  gint64 to;                     /* of numbers: the most; of times: the first after */
} ReeveLogValue;

typedef struct
{
  ReeveLogKind kind;
  gboolean negated;
  GPtrArray *values; /* of ReeveLogValue, at least one */
  gsize offset;      /* in the query's text, in bytes; with its - */
  gsize length;
} ReeveLogTerm;

const char *reeve_log_kind_get_key (ReeveLogKind kind); /* (nullable): TEXT has none */
ReeveLogFamily reeve_log_kind_get_family (ReeveLogKind kind);
ReeveLogMatch reeve_log_kind_get_match (ReeveLogKind kind); /* of a value without = and * */
/* Of a key in any case, or one of its other names ("user" is who). */
gboolean reeve_log_kind_find (const char *key, gsize length, ReeveLogKind *kind);
const char *reeve_log_kind_find_near (const char *key, gsize length); /* (nullable): the key that was meant */

/* Of two words: how many letters are to be changed, added, removed or swapped with their neighbour. */
guint reeve_log_word_distance (const char *a, gsize a_length, const char *b);

ReeveLogValue *reeve_log_value_new (void);
void reeve_log_value_free (ReeveLogValue *self);
gboolean reeve_log_value_equal (const ReeveLogValue *a, const ReeveLogValue *b); /* wherever they stand */
ReeveLogTerm *reeve_log_term_new (ReeveLogKind kind, gboolean negated);          /* without values */
void reeve_log_term_free (ReeveLogTerm *self);
gboolean reeve_log_term_equal (const ReeveLogTerm *a, const ReeveLogTerm *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLogValue, reeve_log_value_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLogTerm, reeve_log_term_free)

G_END_DECLS
