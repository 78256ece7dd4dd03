/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The recovery codes to keep. */

#include "config.h"

#include "console/widgets/code-sheet.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GtkWidget *parent;
  ReeveSecret *codes;
  char *text; /* (nullable): what is being written; wiped */
} Job;

static Job *
new_job (GtkWidget *parent, ReeveSecret *codes)
{
  Job *job = g_new0 (Job, 1);

  job->parent = g_object_ref (parent);
  job->codes = reeve_secret_ref (codes);
  return job;
}

static void
free_job (Job *job)
{
  g_object_unref (job->parent);
  reeve_secret_unref (job->codes);
  if (job->text != NULL)
    explicit_bzero (job->text, strlen (job->text));
  g_free (job->text);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, free_job)

static void
show_toast (Job *job, const char *text)
{
  gtk_widget_activate_action (job->parent, "win.toast", "s", text);
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    show_toast (job, _ ("Recovery codes saved"));
  else
    /* The system's own words name the folder or the disk, which no words of ours could. */
    show_toast (job, error->message);
}

static void
on_file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file == NULL)
    return;
  /* Translators: the text of a file; %s is a list of codes, one a line. */
  job->text = g_strdup_printf (_ ("Recovery codes for Reeve. Each of them signs you in once.\n\n%s\n"),
                               reeve_secret_get_text (job->codes));
  g_file_replace_contents_async (file, job->text, strlen (job->text), NULL, FALSE,
                                 G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                 on_written_cb, job);
  (void) g_steal_pointer (&job);
}

static void
on_draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Job *job)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  g_autoptr (PangoFontDescription) heading = pango_font_description_from_string ("Sans Bold 16");
  g_autoptr (PangoFontDescription) mono = pango_font_description_from_string ("Monospace 14");
  int height;

  pango_layout_set_font_description (layout, heading);
  pango_layout_set_text (layout, _ ("Recovery codes for Reeve"), -1);
  pango_cairo_show_layout (cairo, layout);
  pango_layout_get_size (layout, NULL, &height);
  cairo_rel_move_to (cairo, 0, 1.5 * height / PANGO_SCALE);
  pango_layout_set_font_description (layout, mono);
  pango_layout_set_text (layout, reeve_secret_get_text (job->codes), -1);
  pango_cairo_show_layout (cairo, layout);
}

static void
on_print_done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, Job *job)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      show_toast (job, error != NULL ? error->message : _ ("The codes were not printed"));
    }
  g_object_unref (operation);
}

char *
reeve_code_sheet_columns (const char *codes)
{
  g_auto (GStrv) lines = g_strsplit (codes, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  guint count = g_strv_length (lines);

  while (count > 0 && *lines[count - 1] == '\0')
    count--;
  guint rows = (count + 1) / 2;
  for (guint i = 0; i < rows; i++)
    {
      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", lines[i]);
      if (i + rows < count)
        g_string_append_printf (text, "    %s", lines[i + rows]);
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

void
reeve_code_sheet_save (GtkWidget *parent, ReeveSecret *codes)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (codes != NULL);

  gtk_file_dialog_set_title (dialog, _ ("Save Recovery Codes"));
  /* Translators: the name of a file. */
  gtk_file_dialog_set_initial_name (dialog, _ ("reeve-recovery-codes.txt"));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (parent)), NULL, on_file_chosen_cb,
                        new_job (parent, codes));
}

void
reeve_code_sheet_print (GtkWidget *parent, ReeveSecret *codes)
{
  GtkPrintOperation *operation;
  Job *job;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (codes != NULL);

  operation = gtk_print_operation_new ();
  job = new_job (parent, codes);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_job_name (operation, _ ("Recovery codes"));
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page_cb), job);
  g_signal_connect_data (operation, "done", G_CALLBACK (on_print_done_cb), job,
                         (GClosureNotify) (void (*) (void)) free_job, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (gtk_widget_get_root (parent)), NULL);
}
