/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A log of another system that a person brings to a workspace: read here, whatever its format, in a thread
 * and in constant memory; first to look, then to send what happened in calls of some thousand events. Each
 * file is read from its beginning, so that what is looked at and what is sent is the same. */

#pragma once

#include <gio/gio.h>

#include "common/log-intake.h"
#include "common/log-reader.h"
#include "console/client/client.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_UPLOAD (reeve_log_upload_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogUpload, reeve_log_upload, REEVE, LOG_UPLOAD, GObject)

/* @format: AUTO: told from the beginning. @source: (nullable): whose log it is, where it does not say. @zone:
 * (nullable): of times that lack one; UTC.
 * Signal "progressed": events were read, or sent. */
ReeveLogUpload *
reeve_log_upload_new (GFile *file, ReeveLogFormat format, const char *source, GTimeZone *zone);

/* What is in it. Errors: INVALID (file, packed): it cannot be read, is no log that we know, or is packed;
 * G_IO_ERROR_CANCELLED. */
void reeve_log_upload_look_async (ReeveLogUpload *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean reeve_log_upload_look_finish (ReeveLogUpload *self, GAsyncResult *result, GError **error);

/* Brings it to @path, the ingest of a workspace. While the service says that it is busy it is asked again.
 * Finish: what became of all, also where it ended before the end: sent once more, what came in is known. */
void reeve_log_upload_send_async (ReeveLogUpload *self,
                                  ReeveClient *client,
                                  const char *path,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean reeve_log_upload_send_finish (ReeveLogUpload *self, GAsyncResult *result, GError **error);

/* Of what was looked at, or sent, last; not while that goes on. */
ReeveLogFormat reeve_log_upload_get_format (ReeveLogUpload *self);
const ReeveLogTotals *reeve_log_upload_get_totals (ReeveLogUpload *self);
GPtrArray *reeve_log_upload_get_aside (ReeveLogUpload *self); /* (transfer none): of ReeveLogAside */
void reeve_log_upload_get_times (ReeveLogUpload *self, gint64 *first, gint64 *last); /* 0: no event */
/* Sums, and the first refusals, with the number of the entry. (transfer none) */
ReeveLogIntake *reeve_log_upload_get_intake (ReeveLogUpload *self);
double reeve_log_upload_get_progress (ReeveLogUpload *self); /* 0 to 1; at any time */

G_END_DECLS
