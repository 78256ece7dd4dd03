/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* There are few jobs, so the list is loaded whole, and again when the live feed tells of one: twice a second
 * at most. Rows stay and are renewed in place, so that the focus does too. */

#include "config.h"

#include "console/dialogs/jobs-dialog.h"

#include <glib/gi18n.h>

#include "common/bulk-job.h"
#include "common/clock.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

#define JOB_OF_ROW "reeve-job"
#define SHOWN      50

struct _ReeveJobsDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkListBox *jobs;
  AdwStatusPage *trouble;
  /* owned */
  ReeveSite *site;
  GHashTable *rows;          /* id -> GtkWidget, borrowed from the list */
  GCancellable *cancellable; /* cancelled in dispose */
  gboolean loading;
  gboolean stale; /* something was told while it loaded */
};

G_DEFINE_FINAL_TYPE (ReeveJobsDialog, reeve_jobs_dialog, ADW_TYPE_DIALOG)

static void load (ReeveJobsDialog *self);

/* --- In words --- */

static const char *
name_job (ReeveBulkJob *job)
{
  if (g_strcmp0 (job->kind, REEVE_BULK_JOB_USER_IMPORT) == 0)
    return _ ("Import of people");
  if (g_strcmp0 (job->kind, REEVE_BULK_JOB_INVITATION_IMPORT) == 0)
    return _ ("Invitations");
  if (g_strcmp0 (job->action, "undo") == 0)
    return _ ("Undoing a change");
  return _ ("Change of many people");
}

static const char *
name_state (ReeveBulkJob *job)
{
  if (g_strcmp0 (job->state, "waiting") == 0)
    return _ ("Waiting");
  if (g_strcmp0 (job->state, "running") == 0)
    return _ ("Running");
  if (g_strcmp0 (job->state, "done") == 0)
    return _ ("Done");
  return g_strcmp0 (job->state, "cancelled") == 0 ? _ ("Cancelled") : _ ("Stopped");
}

static char *
describe (ReeveBulkJob *job)
{
  g_autofree char *processed = reeve_format_count (job->processed);
  g_autofree char *total = reeve_format_count (job->total);
  g_autofree char *done = reeve_format_count (job->done);
  g_autofree char *unchanged = reeve_format_count (job->unchanged);
  g_autofree char *failed = reeve_format_count (job->failed);

  if (g_strcmp0 (job->problem, "denied") == 0)
    /* Translators: of a job; %1$s of %2$s rows were done before it stopped */
    return g_strdup_printf (_ ("Stopped at %1$s of %2$s: who began it may no longer do this"), processed,
                            total);
  if (!reeve_bulk_job_is_over (job))
    /* Translators: of a job; a state such as "Running", then how many of how many rows */
    return g_strdup_printf (_ ("%1$s · %2$s of %3$s"), name_state (job), processed, total);
  /* Translators: of a job that is over; a state such as "Done", then numbers of rows */
  return g_strdup_printf (_ ("%1$s · %2$s done, %3$s unchanged, %4$s not done"), name_state (job), done,
                          unchanged, failed);
}

/* --- What a row's button does --- */

static void
tell (ReeveJobsDialog *self, const char *message)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", message);
}

static void
on_cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveJobsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveBulkJob) job = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &job, &error))
    {
      g_autofree char *title = reeve_wording_title (error);

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      tell (self, title);
    }
  else
    reeve_announce (GTK_WIDGET (self), _ ("Job cancelled"));
  load (self);
}

static void
on_cancel_clicked_cb (ReeveJobsDialog *self, GtkWidget *button)
{
  ReeveBulkJob *job = g_object_get_data (G_OBJECT (button), JOB_OF_ROW);
  g_autofree char *below = g_strdup_printf ("bulk-jobs/%s/cancel", job->id);
  g_autofree char *path = reeve_site_path (self->site, below);

  gtk_widget_set_sensitive (button, FALSE);
  reeve_client_post_async (reeve_site_get_client (self->site), path, NULL, reeve_bulk_job_get_type (), -1,
                           self->cancellable, on_cancelled_cb, g_object_ref (self));
}

typedef struct
{
  ReeveJobsDialog *dialog;
  GFile *file;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_object (&saving->dialog);
  g_clear_object (&saving->file);
  g_free (saving);
} G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
on_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) csv = reeve_client_fetch_finish (REEVE_CLIENT (source), result, &error);

  /* Some kilobytes, of what was sent from here. */
  if (csv != NULL &&
      g_file_replace_contents (saving->file, g_bytes_get_data (csv, NULL), g_bytes_get_size (csv), NULL,
                               FALSE, G_FILE_CREATE_PRIVATE, NULL, NULL, &error))
    {
      tell (saving->dialog, _ ("Saved"));
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *title = reeve_wording_title (error);

      tell (saving->dialog, title);
    }
}

static void
on_file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  ReeveJobsDialog *self = saving->dialog;
  g_autofree char *path = NULL;

  saving->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  if (saving->file == NULL || self->site == NULL)
    return;
  path = g_object_steal_data (source, "path");
  reeve_client_fetch_async (reeve_site_get_client (self->site), path, NULL, self->cancellable, on_fetched_cb,
                            g_steal_pointer (&saving));
}

static void
on_save_clicked_cb (ReeveJobsDialog *self, GtkWidget *button)
{
  ReeveBulkJob *job = g_object_get_data (G_OBJECT (button), JOB_OF_ROW);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *below = g_strdup_printf ("bulk-jobs/%s/export", job->id);
  Saving *saving = g_new0 (Saving, 1);

  saving->dialog = g_object_ref (self);
  g_object_set_data_full (G_OBJECT (dialog), "path", reeve_site_path (self->site, below), g_free);
  gtk_file_dialog_set_title (dialog, _ ("Save What Was Not Done"));
  gtk_file_dialog_set_initial_name (dialog, "not-done.csv");
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->cancellable,
                        on_file_chosen_cb, saving);
}

/* --- Rows --- */

static GtkWidget *
make_button (ReeveJobsDialog *self, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* The words on it are not the whole of its name: show_button() */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_row (ReeveJobsDialog *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *bar = gtk_progress_bar_new ();
  GtkWidget *cancel = make_button (self, _ ("_Cancel"), G_CALLBACK (on_cancel_clicked_cb));
  GtkWidget *save = make_button (self, _ ("_Save…"), G_CALLBACK (on_save_clicked_cb));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (bar, 72, -1);
  gtk_widget_set_tooltip_text (save, _ ("Save the rows that were not done as a file"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), bar);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), cancel);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), save);
  g_object_set_data (G_OBJECT (row), "bar", bar);
  g_object_set_data (G_OBJECT (row), "cancel", cancel);
  g_object_set_data (G_OBJECT (row), "save", save);
  return row;
}

static ReeveCapability
get_capability (ReeveBulkJob *job)
{
  return g_strcmp0 (job->kind, REEVE_BULK_JOB_INVITATION_IMPORT) == 0 ? REEVE_CAPABILITY_USERS_INVITE
                                                                      : REEVE_CAPABILITY_USERS_WRITE;
}

static void
show_button (GtkWidget *button, ReeveBulkJob *job, gboolean visible, const char *what)
{
  /* Translators: read out for a button; what it does, and the job that it does it to */
  g_autofree char *label = g_strdup_printf (_ ("%1$s: %2$s"), what, name_job (job));

  g_object_set_data_full (G_OBJECT (button), JOB_OF_ROW, g_object_ref (job), g_object_unref);
  gtk_widget_set_visible (button, visible);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_job (ReeveJobsDialog *self, GtkWidget *row, ReeveBulkJob *job)
{
  GtkWidget *bar = g_object_get_data (G_OBJECT (row), "bar");
  g_autofree char *subtitle = describe (job);
  g_autofree char *begun = reeve_format_time (job->created);
  /* Translators: a tooltip; a date and time, and a person */
  g_autofree char *tooltip = g_strdup_printf (_ ("Begun %1$s by %2$s"), begun,
                                              job->created_by_name != NULL ? job->created_by_name : "—");
  gboolean over = reeve_bulk_job_is_over (job);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name_job (job));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_tooltip_text (row, tooltip);
  gtk_widget_set_visible (bar, !over);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar),
                                 job->total > 0 ? (double) job->processed / (double) job->total : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, name_job (job), -1);
  show_button (g_object_get_data (G_OBJECT (row), "cancel"), job,
               !over && reeve_site_may (self->site, get_capability (job)), _ ("Cancel"));
  show_button (g_object_get_data (G_OBJECT (row), "save"), job, over && job->failed > 0,
               _ ("Save what was not done"));
}

static void
show_jobs (ReeveJobsDialog *self, GPtrArray *jobs)
{
  for (guint i = jobs->len; i-- > 0;)
    {
      ReeveBulkJob *job = jobs->pdata[i];
      GtkWidget *row = g_hash_table_lookup (self->rows, job->id);

      if (row == NULL)
        {
          row = make_row (self);
          gtk_list_box_prepend (self->jobs, row);
          g_hash_table_insert (self->rows, g_strdup (job->id), row);
        }
      show_job (self, row, job);
    }
  gtk_stack_set_visible_child_name (self->stack, jobs->len > 0 ? "list" : "empty");
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveJobsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  self->loading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->site == NULL)
    return;
  if (listing == NULL)
    {
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *advice = reeve_wording_advice (error);
      g_autofree char *markup = g_markup_escape_text (advice, -1);

      adw_status_page_set_title (self->trouble, title);
      adw_status_page_set_description (self->trouble, markup);
      gtk_stack_set_visible_child_name (self->stack, "trouble");
      return;
    }
  show_jobs (self, listing->items);
  if (self->stale)
    load (self);
}

static void
load (ReeveJobsDialog *self)
{
  g_autoptr (ReeveQuery) query = NULL;
  g_autofree char *path = NULL;

  self->stale = self->loading;
  if (self->loading || self->site == NULL)
    return;
  self->loading = TRUE;
  query = reeve_query_new ();
  query->limit = SHOWN;
  path = reeve_site_path (self->site, "bulk-jobs");
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_bulk_job_get_type (), path, query,
                           self->cancellable, on_loaded_cb, g_object_ref (self));
}

static void
on_site_changed_cb (ReeveJobsDialog *self, const char *noun)
{
  if (g_str_equal (noun, "bulk-job"))
    load (self);
}

static void
reeve_jobs_dialog_dispose (GObject *object)
{
  ReeveJobsDialog *self = REEVE_JOBS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_JOBS_DIALOG);

  G_OBJECT_CLASS (reeve_jobs_dialog_parent_class)->dispose (object);
}

static void
reeve_jobs_dialog_class_init (ReeveJobsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_jobs_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/jobs-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveJobsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveJobsDialog, jobs);
  gtk_widget_class_bind_template_child (widget_class, ReeveJobsDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
reeve_jobs_dialog_init (ReeveJobsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_jobs_dialog_new (ReeveSite *site)
{
  ReeveJobsDialog *self = g_object_new (REEVE_TYPE_JOBS_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return ADW_DIALOG (self);
}
