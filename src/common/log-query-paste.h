/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* "Paste anything": what a text is that somebody brings along, and the query that finds it. */

#pragma once

#include "common/log-query.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_LOG_PASTE_NOTHING, /* blanks only */
  REEVE_LOG_PASTE_QUERY,   /* it is a query with a key */
  REEVE_LOG_PASTE_LINK, /* reeve://workspace/users/ID: of a user who:, of a session session:, else object: */
  REEVE_LOG_PASTE_ID,   /* a UUID: of whatever */
  REEVE_LOG_PASTE_MAIL,
  REEVE_LOG_PASTE_ADDRESS, /* IP, with or without a port; a network or range, too */
  REEVE_LOG_PASTE_TICKET,  /* ABC-123 */
  REEVE_LOG_PASTE_TIME,
  REEVE_LOG_PASTE_TOKEN, /* a word that no person would think of: the id of a session or an event elsewhere */
  REEVE_LOG_PASTE_TEXT,
} ReeveLogPaste;

/* @query: is set to one that parses without a mistake, "" of NOTHING. (transfer full). Of a text of several
 * lines the first that has something counts. Mail addresses are looked for where events have them; accounts
 * of Reeve's own are known there by id, which the caller may look up. */
ReeveLogPaste reeve_log_query_paste (const char *text, const ReeveLogClock *clock, char **query);

G_END_DECLS
