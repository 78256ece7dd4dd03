/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What stands before the message in a line of syslog:
 *
 *   Nov 22 21:04:05 web1 sshd[812]: MESSAGE                    RFC 3164
 *   2026-11-22T21:04:05.123456+01:00 web1 sshd[812]: MESSAGE   the same with a time as in RFC 3339 (rsyslog)
 *   <38>1 2026-11-22T21:04:05Z web1 sshd 812 - - MESSAGE       RFC 5424
 *
 * The first two with a priority before them, too. */

#pragma once

#include "common/log-time.h"

G_BEGIN_DECLS

/* Texts of the line itself. */
typedef struct
{
  char *host;
  const char *program; /* "no program", where none is named */
  char *pid;           /* (nullable) */
  char *message;       /* perhaps empty */
} ReeveSyslogHeader;

/* Cuts @line up; FALSE: it is no line of syslog. */
gboolean reeve_syslog_cut_header (char *line, ReeveLogClock *clock, ReeveSyslogHeader *header, gint64 *time);

G_END_DECLS
