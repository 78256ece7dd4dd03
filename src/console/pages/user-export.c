/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The service makes and records the export of all; the rows of others are left out here. */

#include "config.h"

#include "console/pages/user-export.h"

#include <glib/gi18n.h>

#include "common/csv.h"
#include "console/pages/csv-export.h"

GBytes *
reeve_user_export_pick (GBytes *csv, const char *const *emails, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (csv, &length);
  g_autoptr (ReeveCsv) table = reeve_csv_parse (data, length, error);
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) picked = g_string_new (NULL);
  const ReeveCsvRow *header;

  if (table == NULL)
    return NULL;
  for (guint i = 0; emails[i] != NULL; i++)
    g_hash_table_add (wanted, (gpointer) emails[i]);

  header = reeve_csv_get_header (table);
  for (guint c = 0; c < header->n_cells; c++)
    reeve_csv_append_cell (picked, header->cells[c], c + 1 == header->n_cells);
  for (guint i = 0; i < reeve_csv_get_n_rows (table); i++)
    {
      const ReeveCsvRow *row = reeve_csv_get_row (table, i);

      if (row->n_cells == 0 || !g_hash_table_contains (wanted, row->cells[0]))
        continue;
      for (guint c = 0; c < row->n_cells; c++)
        reeve_csv_append_cell (picked, row->cells[c], c + 1 == row->n_cells);
    }
  return g_string_free_to_bytes (g_steal_pointer (&picked));
}

static GBytes *
pick (GBytes *csv, gpointer emails, GError **error)
{
  return reeve_user_export_pick (csv, emails, error);
}

void
reeve_user_export_async (ReeveSite *site,
                         GtkWindow *parent,
                         const ReeveQuery *query,
                         const char *const *emails,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autofree char *path = reeve_site_path (site, "users/export");

  reeve_csv_export_async (site, parent, path, query, _ ("Export People"), "users",
                          emails != NULL ? pick : NULL, g_strdupv ((GStrv) emails),
                          (GDestroyNotify) g_strfreev, cancellable, callback, user_data);
}

char *
reeve_user_export_finish (GAsyncResult *result, GError **error)
{
  return reeve_csv_export_finish (result, error);
}
