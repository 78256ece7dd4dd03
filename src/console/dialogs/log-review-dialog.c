/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/dialogs/log-review-dialog.h"

#include <glib/gi18n.h>

#include "common/user.h"
#include "console/widgets/finder.h"
#include "console/widgets/formatting.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveLogReviewDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  AdwActionRow *assignee_row;
  ReeveNoteRow *assignee_note;
  GtkWidget *clear_button;
  GtkTextView *note;
  ReeveFinder *finder;
  /* owned */
  ReeveSite *site;
  ReeveLogReview *before;
  ReeveLogReview *after; /* but for the note */
  GCancellable *cancellable;

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveLogReviewDialog, reeve_log_review_dialog, ADW_TYPE_DIALOG)

static guint saved_signal;

static void
show_assignee (ReeveLogReviewDialog *self)
{
  const char *name = self->after->assignee_name;

  adw_action_row_set_subtitle (self->assignee_row, name != NULL ? name : _ ("Nobody yet"));
  gtk_widget_set_visible (self->clear_button, self->after->assignee != NULL);
}

static void
set_assignee (ReeveLogReviewDialog *self, const char *id, const char *name)
{
  g_set_str (&self->after->assignee, id);
  g_set_str (&self->after->assignee_name, name);
  reeve_note_row_set_text (self->assignee_note, NULL);
  adw_banner_set_revealed (self->banner, FALSE);
  show_assignee (self);
}

static void
on_picked_cb (ReeveLogReviewDialog *self, ReeveUser *user)
{
  set_assignee (self, user->id, user->display_name);
}

static void
on_clear_clicked_cb (ReeveLogReviewDialog *self)
{
  set_assignee (self, NULL, NULL);
}

/* --- Saving --- */

static void
show_error (ReeveLogReviewDialog *self, const GError *error)
{
  g_autofree char *title = NULL;
  g_autofree char *assignee = reeve_wording_at (error, "/assignee");

  reeve_note_row_set_text (self->assignee_note, assignee);
  if (assignee != NULL)
    return;
  title = reeve_wording_title (error);
  adw_banner_set_title (self->banner, title);
  adw_banner_set_revealed (self->banner, TRUE);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogReviewDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveLogReview) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save", TRUE);
  if (saved == NULL)
    {
      show_error (self, error);
      return;
    }
  g_signal_emit (self, saved_signal, 0);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static char *
get_note (ReeveLogReviewDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ReeveLogReviewDialog *self = REEVE_LOG_REVIEW_DIALOG (widget);
  g_autofree char *below = g_strdup_printf ("log-reviews/%s", self->before->id);
  g_autofree char *path = reeve_site_path (self->site, below);

  if (self->busy)
    return;
  g_free (self->after->note);
  self->after->note = get_note (self);
  self->busy = TRUE;
  gtk_widget_action_set_enabled (widget, "dialog.save", FALSE);
  reeve_client_save_async (reeve_site_get_client (self->site), path, self->before, self->after,
                           self->cancellable, on_saved_cb, g_object_ref (self));
}

/* --- The dialog --- */

static void
reeve_log_review_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_LOG_REVIEW_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_LOG_REVIEW_DIALOG);
  G_OBJECT_CLASS (reeve_log_review_dialog_parent_class)->dispose (object);
}

static void
reeve_log_review_dialog_finalize (GObject *object)
{
  ReeveLogReviewDialog *self = REEVE_LOG_REVIEW_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->before);
  g_clear_object (&self->after);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_log_review_dialog_parent_class)->finalize (object);
}

static void
reeve_log_review_dialog_class_init (ReeveLogReviewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_log_review_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_log_review_dialog_finalize;
  saved_signal =
    g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (REEVE_TYPE_FINDER);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/log-review-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewDialog, assignee_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewDialog, assignee_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewDialog, clear_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewDialog, note);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewDialog, finder);
  gtk_widget_class_bind_template_callback (widget_class, on_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked_cb);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, save);
}

static void
reeve_log_review_dialog_init (ReeveLogReviewDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_log_review_dialog_new (ReeveSite *site, ReeveLogReview *review)
{
  ReeveLogReviewDialog *self = g_object_new (REEVE_TYPE_LOG_REVIEW_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site) && review != NULL, NULL);

  self->site = g_object_ref (site);
  self->before = g_object_ref (review);
  self->after = reeve_record_copy (review);
  reeve_finder_set_site (self->finder, site);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), review->note != NULL ? review->note : "",
                            -1);
  show_assignee (self);
  return ADW_DIALOG (self);
}
