/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Ranges of numbers in a query: "404", "4xx", ">=500", "400..499", ">2s", "..1.5MB". */

#pragma once

#include "common/log-query-term.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_LOG_NUMBER_OK,
  REEVE_LOG_NUMBER_WRONG,
  REEVE_LOG_NUMBER_UNIT,  /* it lacks one: of a duration */
  REEVE_LOG_NUMBER_ORDER, /* nothing lies in between */
} ReeveLogNumberFault;

/* @kind: STATUS, DURATION or SIZE. Sets from, to and comparison. */
ReeveLogNumberFault reeve_log_number_read (const char *text, ReeveLogKind kind, ReeveLogValue *value);
char *reeve_log_number_print (const ReeveLogValue *value, ReeveLogKind kind); /* (transfer full) */

G_END_DECLS
