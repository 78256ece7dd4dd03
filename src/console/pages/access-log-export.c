/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the query finds, into a file, however much it is: where to, fetch while a toast says how far it is and
 * offers to stop, and then its manifest, which says how to check the file. One at a time. */

#include "config.h"

#include <glib/gi18n.h>

#include "common/log-export.h"
#include "console/client/access-download.h"
#include "console/pages/access-log-page-private.h"
#include "console/pages/csv-export.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

typedef struct
{
  ReeveAccessLogPage *page; /* owned */
  ReeveQuery *query;
  GFile *file; /* (nullable): until chosen */
  AdwToast *toast;
  GCancellable *cancellable;
} Export;

static void
export_free (Export *self)
{
  g_clear_object (&self->page->exporting);
  g_object_unref (self->page);
  reeve_query_free (self->query);
  g_clear_object (&self->file);
  g_clear_object (&self->toast);
  g_object_unref (self->cancellable);
  g_free (self);
} G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static GtkWindow *
get_window (ReeveAccessLogPage *page)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page)));
}

/* --- The manifest --- */

typedef struct
{
  ReeveAccessLogPage *page; /* owned */
  GBytes *json;
} Manifest;

static void
manifest_free (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  Manifest *self = data;

  g_object_unref (self->page);
  g_bytes_unref (self->json);
  g_free (self);
}

static void
on_manifest_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveAccessLogPage) page = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    return;
  text = reeve_csv_export_describe (error);
  if (text != NULL)
    reeve_access_log_page_say (page, text);
}

static void
on_manifest_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Manifest *manifest = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, manifest->json, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                         on_manifest_written_cb, g_object_ref (manifest->page));
  manifest_free (manifest, NULL);
}

static void
on_manifest_clicked_cb (AdwToast *toast, gpointer user_data)
{
  const Manifest *self = user_data;
  Manifest *chosen = g_new0 (Manifest, 1);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  const char *name = g_object_get_data (G_OBJECT (toast), "manifest-name");

  chosen->page = g_object_ref (self->page);
  chosen->json = g_bytes_ref (self->json);
  gtk_file_dialog_set_title (dialog, _ ("Save the Manifest"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, get_window (self->page), NULL, on_manifest_chosen_cb, chosen);
}

/* --- The end --- */

static GBytes *
print_manifest (ReeveAccessManifest *manifest)
{
  GString *json = g_string_new (NULL);

  reeve_record_append_json (manifest, json);
  g_string_append_c (json, '\n');
  return g_string_free_to_bytes (json);
}

static void
tell_done (Export *self, ReeveAccessManifest *manifest)
{
  g_autofree char *name = g_file_get_basename (self->file);
  g_autofree char *safe = reeve_format_isolate (name);
  g_autofree char *count = reeve_format_count (manifest->lines);
  /* Translators: %s: how many; name of a file */
  g_autofree char *text = g_strdup_printf (
    ngettext ("Exported %s line to %s", "Exported %s lines to %s", (gulong) manifest->lines), count, safe);
  AdwToast *toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, "timeout", 0,
                                  "button-label", _ ("Save Manifest…"), NULL);
  Manifest *kept = g_new0 (Manifest, 1);

  kept->page = g_object_ref (self->page);
  kept->json = print_manifest (manifest);
  g_set_weak_pointer (&self->page->told, toast);
  g_object_set_data_full (G_OBJECT (toast), "manifest-name", g_strconcat (name, ".manifest.json", NULL),
                          g_free);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_manifest_clicked_cb), kept, manifest_free,
                         0);
  adw_toast_overlay_add_toast (self->page->toasts, toast);
}

/* Whoever waited for it may look elsewhere when it ends. */
static void
tell_failed (Export *self, const char *text)
{
  AdwToast *toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, "timeout", 0, NULL);

  g_set_weak_pointer (&self->page->told, toast);
  adw_toast_overlay_add_toast (self->page->toasts, toast);
}

static void
on_downloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessManifest) manifest =
    reeve_access_download_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *text = NULL;

  adw_toast_dismiss (self->toast);
  if (manifest != NULL)
    {
      tell_done (self, manifest);
      return;
    }
  text = reeve_csv_export_describe (error);
  if (text != NULL)
    tell_failed (self, text);
}

/* --- The way there --- */

static void
on_progress_cb (gint64 bytes, gboolean waiting, gpointer user_data)
{
  Export *self = user_data;
  g_autofree char *size = g_format_size ((guint64) bytes);
  g_autofree char *text = NULL;

  if (waiting)
    /* Translators: of an export that was cut off and is taken up again; %s: a size, "12 MB" */
    text = g_strdup_printf (_ ("Connection lost, going on… %s so far"), size);
  else
    /* Translators: %s: a size, "12 MB" */
    text = g_strdup_printf (_ ("Exporting: %s so far"), size);
  if (waiting)
    reeve_announce (GTK_WIDGET (self->page), text);
  adw_toast_set_title (self->toast, text);
}

static void
on_cancel_cb (AdwToast *toast G_GNUC_UNUSED, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
on_file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) self = user_data;
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self->page));
  g_autofree char *path = NULL;
  ReeveClient *client;

  self->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  path = self->file != NULL && site != NULL ? reeve_site_path (site, "access-log/export") : NULL;
  if (path == NULL)
    return;
  client = reeve_site_get_client (site);
  /* One toast is shown at a time, and this one is about what goes on. */
  if (self->page->told != NULL)
    adw_toast_dismiss (self->page->told);
  self->toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", _ ("Exporting"), "timeout", 0,
                              "button-label", _ ("Cancel"), NULL);
  g_signal_connect_object (self->toast, "button-clicked", G_CALLBACK (on_cancel_cb), self->cancellable, 0);
  adw_toast_overlay_add_toast (self->page->toasts, g_object_ref (self->toast));
  reeve_access_download_async (client, path, self->query, self->file, on_progress_cb, self, self->cancellable,
                               on_downloaded_cb, self);
  g_steal_pointer (&self);
}

void
reeve_access_log_page_export (ReeveAccessLogPage *page, const char *format)
{
  g_autoptr (GtkFileDialog) dialog = NULL;
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (today, "%Y-%m-%d");
  g_autofree char *name = NULL;
  ReeveLogExportFormat known;
  Export *self;

  if (page->exporting != NULL || !reeve_log_export_format_from_wire (format, &known))
    return;
  name = g_strdup_printf ("access-log-%s%s", day, reeve_log_export_get_suffix (known));
  self = g_new0 (Export, 1);
  self->page = g_object_ref (page);
  self->query = reeve_access_log_page_make_query (page);
  reeve_query_set_filter (self->query, "format", format);
  self->cancellable = g_cancellable_new ();
  page->exporting = g_object_ref (self->cancellable);
  dialog = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (dialog, _ ("Export the Access Log"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, get_window (page), NULL, on_file_chosen_cb, self);
}
