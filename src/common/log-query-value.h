/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One value of a term: from text, and back. */

#pragma once

#include "common/log-query-term.h"
#include "common/log-query-time.h"

G_BEGIN_DECLS

/* What is wrong with a place of a query. */
typedef enum
{
  REEVE_LOG_FAULT_ADDRESS,  /* neither an address nor a network nor a range of addresses */
  REEVE_LOG_FAULT_BITS,     /* more than the address has: at most 32, or 128 */
  REEVE_LOG_FAULT_EMPTY,    /* nothing stands where a value is to */
  REEVE_LOG_FAULT_ENCODING, /* not UTF-8 */
  REEVE_LOG_FAULT_ESCAPE,   /* nothing after the last \ */
  REEVE_LOG_FAULT_KEY,      /* no such key */
  REEVE_LOG_FAULT_NUMBER,   /* no number, or none that there is */
  REEVE_LOG_FAULT_ORDER,    /* from the later to the earlier, or from more to less */
  REEVE_LOG_FAULT_QUOTE,    /* it is not closed */
  REEVE_LOG_FAULT_RESULT,   /* neither ok, failed, refused nor error */
  REEVE_LOG_FAULT_TIME,     /* no time */
  REEVE_LOG_FAULT_TOO_LONG, /* over REEVE_LOG_QUERY_MAX_BYTES */
  REEVE_LOG_FAULT_TOO_MANY, /* over REEVE_LOG_QUERY_MAX_VALUES */
  REEVE_LOG_FAULT_UNIT,     /* a duration without one */
  REEVE_LOG_FAULTS
} ReeveLogFault;

/* A value as it was found, without its quotes, the = before it and the * after it. */
typedef struct
{
  char *text;
  gboolean exact;
  gboolean star;
} ReeveLogRaw;

/* Into @value. When it is wrong: @fault, and @suggestion (nullable) (transfer full): what would be right, as
 * it is to stand in the query. */
gboolean reeve_log_value_read (const ReeveLogRaw *raw,
                               ReeveLogKind kind,
                               const ReeveLogClock *clock,
                               ReeveLogValue *value,
                               ReeveLogFault *fault,
                               char **suggestion);

void reeve_log_value_print (const ReeveLogValue *value, ReeveLogKind kind, GString *query);
void reeve_log_term_print (const ReeveLogTerm *term, GString *query);

/* A text as it can stand in a query: in quotes where it needs them. */
void reeve_log_text_print (const char *text, gboolean keyed, GString *query);

G_END_DECLS
