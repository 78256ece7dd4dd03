/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asks where to, fetches the users that match a query as CSV, and writes the file in one go. */

#pragma once

#include <gtk/gtk.h>

#include "common/query.h"
#include "console/client/site.h"

G_BEGIN_DECLS

/* @emails: (nullable): only these people. The service makes and records the export; the rows of others are
 * left out here. Finish: what to tell the person (transfer full); NULL without an error when they changed
 * their mind. */
void reeve_user_export_async (ReeveSite *site,
                              GtkWindow *parent,
                              const ReeveQuery *query,
                              const char *const *emails,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
char *reeve_user_export_finish (GAsyncResult *result, GError **error);

/* The rows of an export whose first column holds one of @emails, headings included. (transfer full). For
 * tests. */
GBytes *reeve_user_export_pick (GBytes *csv, const char *const *emails, GError **error);

G_END_DECLS
