/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/case-evidence.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "console/client/file-download.h"
#include "console/pages/csv-export.h"
#include "console/widgets/formatting.h"

#define SAVING "reeve-saving" /* of the parent, while it goes on */

typedef struct
{
  GtkWidget *parent; /* owned */
  ReeveSite *site;   /* owned */
  char *path;
  GFile *file;     /* (nullable): until chosen */
  AdwToast *toast; /* (nullable): owned, until it goes on */
  GCancellable *cancellable;
} Saving;

static void
saving_free (Saving *self)
{
  g_object_set_data (G_OBJECT (self->parent), SAVING, NULL);
  g_object_unref (self->parent);
  g_object_unref (self->site);
  g_free (self->path);
  g_clear_object (&self->file);
  g_clear_object (&self->toast);
  g_object_unref (self->cancellable);
  g_free (self);
} G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

gboolean
reeve_case_evidence_may (ReeveSite *site)
{
  static const ReeveCapability needed[] = { REEVE_CAPABILITY_LOG_EXPORT, REEVE_CAPABILITY_LOG_READ,
                                            REEVE_CAPABILITY_USERS_READ, REEVE_CAPABILITY_SESSIONS_READ,
                                            REEVE_CAPABILITY_PERMISSIONS_READ };

  for (guint i = 0; site != NULL && i < G_N_ELEMENTS (needed); i++)
    if (!reeve_site_may_everywhere (site, needed[i]))
      return FALSE;
  return site != NULL;
}

static void
add_toast (GtkWidget *parent, AdwToast *toast)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (parent, ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), toast);
  else
    g_object_unref (toast);
}

static char *
tell_end (Saving *self, gint64 bytes, const GError *error)
{
  g_autofree char *name = NULL;
  g_autofree char *safe = NULL;
  g_autofree char *size = NULL;

  if (bytes < 0)
    return reeve_csv_export_describe (error);
  name = g_file_get_basename (self->file);
  safe = reeve_format_isolate (name);
  size = g_format_size ((guint64) bytes);
  /* Translators: a toast; %1$s: name of a file, %2$s: its size, "12 MB" */
  return g_strdup_printf (_ ("Evidence saved to %1$s, %2$s"), safe, size);
}

/* Whoever waited for it may look elsewhere when it ends. */
static void
on_downloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 bytes = reeve_file_download_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *text = tell_end (self, bytes, error);

  adw_toast_dismiss (self->toast);
  if (text != NULL)
    add_toast (self->parent,
               g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, "timeout", 0, NULL));
}

static void
on_progress_cb (gint64 bytes, gpointer user_data)
{
  Saving *self = user_data;
  g_autofree char *size = g_format_size ((guint64) bytes);
  /* Translators: %s: a size, "12 MB" */
  g_autofree char *text = g_strdup_printf (_ ("Saving the evidence: %s so far"), size);

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
  g_autoptr (Saving) self = user_data;

  self->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  if (self->file == NULL)
    return;
  self->toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", _ ("Saving the evidence"),
                              "timeout", 0, "button-label", _ ("Cancel"), NULL);
  g_signal_connect_object (self->toast, "button-clicked", G_CALLBACK (on_cancel_cb), self->cancellable, 0);
  add_toast (self->parent, g_object_ref (self->toast));
  reeve_file_download_zip_async (reeve_site_get_client (self->site), self->path, self->file, on_progress_cb,
                                 self, self->cancellable, on_downloaded_cb, self);
  g_steal_pointer (&self);
}

void
reeve_case_evidence_save (GtkWidget *parent, ReeveSite *site, ReeveCase *breach_case)
{
  g_autoptr (GtkFileDialog) dialog = NULL;
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (today, "%Y-%m-%d");
  g_autofree char *name =
    g_strdup_printf ("evidence-case-%" G_GINT64_FORMAT "-%s.zip", breach_case->number, day);
  g_autofree char *below = g_strdup_printf ("cases/%s/evidence", breach_case->id);
  Saving *self;

  if (g_object_get_data (G_OBJECT (parent), SAVING) != NULL)
    return;
  self = g_new0 (Saving, 1);
  self->parent = g_object_ref (parent);
  self->site = g_object_ref (site);
  self->path = reeve_site_path (site, below);
  self->cancellable = g_cancellable_new ();
  g_object_set_data (G_OBJECT (parent), SAVING, self);
  dialog = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (dialog, _ ("Save the Evidence"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (parent)), NULL, on_file_chosen_cb, self);
}
