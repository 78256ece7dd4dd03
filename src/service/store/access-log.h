/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The access log, and with it the record of each workspace: events become rows of their day's file, and they
 * and the audit entries become leaves of one tree. Appending never blocks the caller: a bounded queue, one
 * writer thread, one commit for all that waits. */

#pragma once

#include "common/access-event.h"
#include "service/store/access-writer.h"

G_BEGIN_DECLS

typedef struct _ReeveAccessLog ReeveAccessLog;

/* Copies. @workspace: (nullable): the directory's own log */
void reeve_access_log_append (ReeveAccessLog *self, const char *workspace, const ReeveAccessEvent *event);
/* Takes @events (element-type ReeveAccessEvent), as copies are, and leaves the array empty. Waits until there
 * is room, a part of the queue: what is done to very many never keeps the events of requests out. What was
 * taken is as good as appended, and no better: not durable yet. @events frees what is in it. */
void reeve_access_log_append_many (ReeveAccessLog *self, const char *workspace, GPtrArray *events);
gint64
reeve_access_log_get_lost (ReeveAccessLog *self); /* dropped because the queue was full or the disk failed */
void reeve_access_log_flush (ReeveAccessLog *self); /* waits until all appended so far is durable, or lost */

/* Puts audit entries into the tree that no event brought along: after a start, and those of jobs. Returns at
 * once. */
void reeve_access_log_catch_up (ReeveAccessLog *self, const char *workspace);

#define REEVE_ACCESS_LOG_DAYS                                                  \
  30 /* the directory's own is kept; a workspace's policy says how long its is \
      */

/* Whether what happened on @day is older than what is kept for @days. */
gboolean reeve_access_log_is_over (gint64 day, gint64 now, gint64 days);

/* Who listens is told of each batch in turn, and hears all of a workspace's lines in the order of their
 * leaves. */
void reeve_access_log_add_listener (ReeveAccessLog *self, ReeveAccessLogListener listener, gpointer data);
/* The same of the directory's own log, which is apart so that nobody hears it who speaks to a workspace. */
void reeve_access_log_add_directory_listener (ReeveAccessLog *self,
                                              ReeveAccessLogListener listener,
                                              gpointer data);
/* Of both. After the call it is not running. */
void reeve_access_log_remove_listener (ReeveAccessLog *self, ReeveAccessLogListener listener, gpointer data);

/* --- Events of other systems --- */

#define REEVE_ACCESS_LOG_INTAKE 10000                    /* events that are taken in at once */
#define REEVE_ACCESS_LOG_AHEAD  (5 * G_TIME_SPAN_MINUTE) /* that another system's clock may be */

/* Why an event of @time is not taken in at @now, where the log is kept for @days: "too_old": its day would go
 * at once; "too_new"; NULL: it is. */
const char *reeve_access_log_judge (gint64 time, gint64 now, gint64 days);

/**
 * reeve_access_log_ingest:
 * @events: (element-type ReeveAccessEvent): at most %REEVE_ACCESS_LOG_INTAKE, as copies are, each with a
 *   source; it becomes what it is called here (common/log-source.h), so that none passes for Reeve's own
 * @days: that the log is kept
 * @deadline: monotonic microseconds, for the turn; what is being written is waited for
 * @intake: (out): what became of them
 *
 * Blocks until all of them are durable, or lost. They wait in a queue of their own, so that they never keep
 * Reeve's own events out. Errors: BUSY (intake): nothing was done; try again.
 */
gboolean reeve_access_log_ingest (ReeveAccessLog *self,
                                  const char *workspace,
                                  GPtrArray *events,
                                  gint64 days,
                                  gint64 deadline,
                                  ReeveAccessIntake *intake,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the clock can be believed that says @now (common/clock-watch.h): for who removes days. */
gboolean reeve_access_log_may_purge (ReeveAccessLog *self, gint64 now);

/* For who reads. */
ReeveAccessFiles *reeve_access_log_get_files (ReeveAccessLog *self);

/* @folder exists, mode 0700.
 * @list_audit: (nullable): there are none */
ReeveAccessLog *reeve_access_log_new (const char *folder,
                                      ReeveAccessLogKeyFunc find_key,
                                      ReeveAccessLogAuditFunc list_audit,
                                      gpointer data);
void reeve_access_log_free (ReeveAccessLog *self); /* writes what waits */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessLog, reeve_access_log_free)

G_END_DECLS
