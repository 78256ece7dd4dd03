/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Events that whoever owns the installation brings from a log of another system: into one workspace, told in
 * its audit trail when they begin to come in and when they have. In the process that has the databases. */

#pragma once

#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct _ReeveLogImport ReeveLogImport;

#define REEVE_LOG_IMPORT_CHUNK 5000 /* events at once: others have their turn in between */

/* @workspace: (nullable): its id or name; NULL: there is only one
 * @file: what the log is called, for the trail
 * Errors: INVALID (workspace): there is none, or several are called so; BUSY, INTERNAL. */
ReeveLogImport *reeve_log_import_new (ReeveInstallation *installation,
                                      const char *workspace,
                                      const char *file,
                                      GError **error);
void reeve_log_import_free (ReeveLogImport *self);

/* That the workspace's log is kept: what is older is not taken in. */
gint64 reeve_log_import_get_days (ReeveLogImport *self);

/* @events: (element-type ReeveAccessEvent): as for reeve_access_log_ingest(), which it waits for. Errors:
 * BUSY: not all were written: bring them again. */
gboolean reeve_log_import_put (ReeveLogImport *self,
                               GPtrArray *events,
                               ReeveAccessIntake *intake,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* That was all. */
gboolean reeve_log_import_end (ReeveLogImport *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLogImport, reeve_log_import_free)

G_END_DECLS
