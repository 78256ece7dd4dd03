/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access events: one line per request, in one file per workspace and UTC day. Appending never blocks the
 * caller: a bounded queue, one writer thread, one commit for all that waits. */

#pragma once

#include <gio/gio.h>

#include "common/secret.h"

G_BEGIN_DECLS

typedef struct _ReeveAccessLog ReeveAccessLog;

typedef struct
{
  gint64 time; /* microseconds */
  gint64 duration_us;
  const char *workspace;  /* (nullable): the directory's own log */
  const char *account;    /* (nullable) */
  const char *actor_name; /* (nullable): as it was then */
  const char *session;    /* (nullable) */
  const char *address;
  const char *user_agent; /* (nullable), cut at 256 bytes */
  const char *method;
  const char
    *route; /* the table's path, "/v1/workspaces/{workspace}/users/{user}"; never the raw path or query */
  const char *object_id; /* (nullable) last path parameter */
  unsigned status;
  const char *outcome; /* (nullable): the error's wire name or reason */
  gint64 bytes_out;
} ReeveAccessEvent;

void reeve_access_log_append (ReeveAccessLog *self, const ReeveAccessEvent *event); /* copies */
gint64
reeve_access_log_get_lost (ReeveAccessLog *self); /* dropped because the queue was full or the disk failed */
void reeve_access_log_flush (ReeveAccessLog *self); /* waits until all appended so far is durable, or lost */

#define REEVE_ACCESS_LOG_DAYS 30

/* Removes the files of days that ended more than 30 days before @now; how many. Blocks for some milliseconds.
 */
guint reeve_access_log_purge (ReeveAccessLog *self, gint64 now);

/* For the installation. The page key of a workspace's log (NULL: the directory's); (transfer full)
 * (nullable): no such workspace, its events are lost. Called on the writer's thread. */
typedef ReeveSecret *(*ReeveAccessLogKeyFunc) (const char *workspace, gpointer data);

/* @folder exists, mode 0700. */
ReeveAccessLog *reeve_access_log_new (const char *folder, ReeveAccessLogKeyFunc find_key, gpointer data);
void reeve_access_log_free (ReeveAccessLog *self); /* writes what waits */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessLog, reeve_access_log_free)

G_END_DECLS
