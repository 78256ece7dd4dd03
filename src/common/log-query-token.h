/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The words of a query's text, whether they are right or not: for the parser, and for completion. */

#pragma once

#include "common/log-query-value.h"

G_BEGIN_DECLS

typedef struct
{
  gsize offset; /* with its quotes, = and * */
  gsize length;
  gsize quote;     /* where a quote opens that is not closed; or G_MAXSIZE */
  gboolean escape; /* it ends in a \ with nothing after it */
  ReeveLogRaw raw;
} ReeveLogPiece;

typedef struct
{
  gsize offset;
  gsize length;
  gboolean negated;
  gsize key;        /* where it begins */
  gsize key_length; /* 0: it has none */
  GArray *pieces;   /* of ReeveLogPiece: the values, at least one unless the token is a - alone */
} ReeveLogToken;

/* @text: valid UTF-8. Reads the next token from @at, and moves @at behind it. FALSE: there is none. To be
 * cleared by the caller. */
gboolean reeve_log_token_next (const char *text, gsize *at, ReeveLogToken *token);
void reeve_log_token_clear (ReeveLogToken *token);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveLogToken, reeve_log_token_clear)

G_END_DECLS
