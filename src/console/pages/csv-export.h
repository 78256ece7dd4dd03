/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asks where to, fetches a file that the service makes and records, and writes it in one go. */

#pragma once

#include <gtk/gtk.h>

#include "common/query.h"
#include "console/client/site.h"

G_BEGIN_DECLS

/* Something done to the file before it is written. (scope async); (transfer full): NULL: @error */
typedef GBytes *(*ReeveCsvExportFilter) (GBytes *csv, gpointer data, GError **error);

/* @path: of the service's; @title: of the dialog; @name: the file's, without a day and an ending,
 * or, of what is no CSV, whole; @filter:
 * (nullable), @data: its own, freed with @destroy. Finish: what to tell the person (transfer full); NULL
 * without an error when they changed their mind. */
void reeve_csv_export_async (ReeveSite *site,
                             GtkWindow *parent,
                             const char *path,
                             const ReeveQuery *query,
                             const char *title,
                             const char *name,
                             ReeveCsvExportFilter filter,
                             gpointer data,
                             GDestroyNotify destroy,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
char *reeve_csv_export_finish (GAsyncResult *result, GError **error);
/* What to tell of a failure. (transfer full) (nullable): nothing */
char *reeve_csv_export_describe (const GError *error);

G_END_DECLS
