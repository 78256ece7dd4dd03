/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the access log's thread does with a batch (access-log.h). */

#pragma once

#include "service/store/access-files.h"

G_BEGIN_DECLS

/* What became of them; the sum is how many there were. */
typedef struct
{
  guint taken;   /* new, and durable */
  guint known;   /* were there already, by source and source's id */
  guint refused; /* outside of what is kept, as reeve_access_log_judge() says */
  guint lost;    /* could not be written; the same call again finds the others known */
} ReeveAccessIntake;

/* What was just written, of those who listen; called on the writer's thread, which waits. @workspace: NULL
 * for who listens to the directory, and for nobody else. @lines: (element-type ReeveAccessLine) (transfer
 * none). */
typedef void (*ReeveAccessLogListener) (const char *workspace, GPtrArray *lines, gpointer data);

/* The audit entries after @after, at most @limit; (transfer full) (element-type
 * ReeveLedgerEntry); NULL with an error. Called on the writer's thread. */
typedef GArray *(
  *ReeveAccessLogAuditFunc) (const char *workspace, gint64 after, guint limit, gpointer data, GError **error);

typedef struct _ReeveAccessWriter ReeveAccessWriter;

/* @files: borrowed. @list_audit: (nullable) */
ReeveAccessWriter *
reeve_access_writer_new (ReeveAccessFiles *files, ReeveAccessLogAuditFunc list_audit, gpointer data);
void reeve_access_writer_free (ReeveAccessWriter *self);

/* Any thread; as reeve_access_log_add_listener(), or where @directory is, as
 * reeve_access_log_add_directory_listener(). */
void reeve_access_writer_add_listener (ReeveAccessWriter *self,
                                       ReeveAccessLogListener listener,
                                       gpointer data,
                                       gboolean directory);
void
reeve_access_writer_remove_listener (ReeveAccessWriter *self, ReeveAccessLogListener listener, gpointer data);

/* Writes @events (element-type ReeveAccessEvent), then @taken (nullable), of which @intake tells, and what
 * else there is for the tree of @workspace (nullable). Returns how many of @events were lost. One thread. */
guint reeve_access_writer_write (ReeveAccessWriter *self,
                                 const char *workspace,
                                 GPtrArray *events,
                                 GPtrArray *taken,
                                 ReeveAccessIntake *intake);

/* One step of bringing a day's lines into blocks (access-blocks.h): of the one that was asked longest ago
 * (access-fill.h). Takes some ten milliseconds. FALSE: there is nothing to do. */
gboolean reeve_access_writer_fill (ReeveAccessWriter *self);

G_END_DECLS
