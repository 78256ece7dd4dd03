/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The access log, and with it the record of each workspace: events become rows of their day's file, and they
 * and the audit entries become leaves of one tree. Appending never blocks the caller: a bounded queue, one
 * writer thread, one commit for all that waits. */

#pragma once

#include "common/access-event.h"
#include "service/store/access-files.h"

G_BEGIN_DECLS

typedef struct _ReeveAccessLog ReeveAccessLog;

/* Copies. @workspace: (nullable): the directory's own log */
void reeve_access_log_append (ReeveAccessLog *self, const char *workspace, const ReeveAccessEvent *event);
gint64
reeve_access_log_get_lost (ReeveAccessLog *self); /* dropped because the queue was full or the disk failed */
void reeve_access_log_flush (ReeveAccessLog *self); /* waits until all appended so far is durable, or lost */

/* Puts audit entries into the tree that no event brought along: after a start, and those of jobs. Returns at
 * once. */
void reeve_access_log_catch_up (ReeveAccessLog *self, const char *workspace);

#define REEVE_ACCESS_LOG_DAYS 30

/* Whether the clock can be believed that says @now (common/clock-watch.h): for who removes days. */
gboolean reeve_access_log_may_purge (ReeveAccessLog *self, gint64 now);

/* For who reads. */
ReeveAccessFiles *reeve_access_log_get_files (ReeveAccessLog *self);

/* For the installation. The audit entries after @after, at most @limit; (transfer full) (element-type
 * ReeveLedgerEntry); NULL with an error. Called on the writer's thread. */
typedef GArray *(
  *ReeveAccessLogAuditFunc) (const char *workspace, gint64 after, guint limit, gpointer data, GError **error);

/* @folder exists, mode 0700.
 * @list_audit: (nullable): there are none */
ReeveAccessLog *reeve_access_log_new (const char *folder,
                                      ReeveAccessLogKeyFunc find_key,
                                      ReeveAccessLogAuditFunc list_audit,
                                      gpointer data);
void reeve_access_log_free (ReeveAccessLog *self); /* writes what waits */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessLog, reeve_access_log_free)

G_END_DECLS
