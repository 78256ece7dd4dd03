/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access events: one line per request, in one file per workspace and UTC day. Appending never blocks the
 * caller: a bounded queue, one writer thread, one commit for all that waits. */

#pragma once

#include <gio/gio.h>

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
void reeve_access_log_flush (ReeveAccessLog *self); /* waits until all appended so far is durable */

G_END_DECLS
