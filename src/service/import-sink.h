/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where a command that imports logs brings events: into the databases itself, or to the service that has
 * them. While some are written, whoever reads goes on. */

#pragma once

#include "service/config.h"
#include "service/store/access-log.h"

G_BEGIN_DECLS

typedef struct _ReeveImportPlace ReeveImportPlace;
typedef struct _ReeveImportSink ReeveImportSink;

/* Errors: INVALID (data_folder, root_key), BUSY, INTERNAL. */
ReeveImportPlace *reeve_import_place_open (ReeveConfig *config, GError **error);
void reeve_import_place_free (ReeveImportPlace *self);

/* One log. @workspace: (nullable): the only one. @file: what it is called. @place: outlives it. Errors:
 * INVALID (workspace), BUSY. */
ReeveImportSink *
reeve_import_sink_open (ReeveImportPlace *place, const char *workspace, const char *file, GError **error);
void reeve_import_sink_free (ReeveImportSink *self);

/* That the workspace's log is kept. */
gint64 reeve_import_sink_get_days (ReeveImportSink *self);

/* Waits for those before, adds what became of them to @done, and begins with these. @events: (transfer full)
 * (element-type ReeveAccessEvent): at most REEVE_LOG_IMPORT_CHUNK. Errors: as reeve_log_import_put() */
gboolean reeve_import_sink_send (ReeveImportSink *self,
                                 GPtrArray *events,
                                 ReeveAccessIntake *done,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* That was all: waits until it is durable. */
gboolean reeve_import_sink_finish (ReeveImportSink *self,
                                   ReeveAccessIntake *done,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveImportPlace, reeve_import_place_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveImportSink, reeve_import_sink_free)

G_END_DECLS
