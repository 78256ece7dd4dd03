/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The service of the workspace on this computer: starts `reeved` with the root key through an inherited
 * descriptor, watches it, starts it again when it dies (not more than 5 times a minute), ends it when the
 * console ends: it exits on EOF of its standard input, so it cannot outlive us. */

#pragma once

#include <gio/gio.h>

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOCAL_SERVICE (reeve_local_service_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLocalService, reeve_local_service, REEVE, LOCAL_SERVICE, GObject)

/* Property "running" (boolean, notified); signals "restarted", and "failed" (GError) when it died too often.
 * @data_folder is made, mode 0700. */
/* Where the workspace on this computer is kept: $XDG_DATA_HOME/reeve/local. (transfer full) */
char *reeve_local_service_get_default_folder (void);
ReeveLocalService *reeve_local_service_new (const char *data_folder, ReeveSecret *root_key);
/* Finish answers once the socket takes connections. Errors: what `reeved` said on its way out (INVALID
 * newer_schema, wrong_key; BUSY), UNREACHABLE when it cannot be started. */
void reeve_local_service_start_async (ReeveLocalService *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean reeve_local_service_start_finish (ReeveLocalService *self, GAsyncResult *result, GError **error);
void reeve_local_service_stop (ReeveLocalService *self);
/* A link for a new password of who has @email; reeve_local_reset_make_finish() has its token. */
void reeve_local_service_make_reset_async (ReeveLocalService *self,
                                           const char *email,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean reeve_local_service_get_running (ReeveLocalService *self);
const char *reeve_local_service_get_identifier (ReeveLocalService *self); /* process id as text; (nullable) */
const char *reeve_local_service_get_origin (ReeveLocalService *self);     /* "unix:PATH" */
/* TRUE if the folder holds databases already: then a missing root key is a lost key, never a reason to make a
 * new one. */
gboolean reeve_local_service_has_data (const char *data_folder);

G_END_DECLS
