/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* There are 500 at most, so the list is loaded whole, and again when the live feed tells of one. Of those
 * that were lifted only the history tells, so it is of all. */

#include "config.h"

#include "console/dialogs/mutes-dialog.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/mute.h"
#include "console/dialogs/mute-dialog.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/history-group.h"
#include "console/widgets/wording.h"

#define MUTE_OF_BUTTON "reeve-mute"

struct _ReeveMutesDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *trouble;
  GtkListBox *rows;
  GtkWidget *nothing;
  GtkWidget *new_button;
  ReeveHistoryGroup *history;
  /* owned */
  ReeveSite *site;
  GCancellable *cancellable; /* renewed with each question */
  gboolean lifted;           /* one was, a moment ago */
};

G_DEFINE_FINAL_TYPE (ReeveMutesDialog, reeve_mutes_dialog, ADW_TYPE_DIALOG)

static void load (ReeveMutesDialog *self);

static void
say (ReeveMutesDialog *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toasts,
                               g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL));
}

static gboolean
may_change (ReeveMutesDialog *self)
{
  return reeve_site_may (self->site, REEVE_CAPABILITY_REVIEW_SIGN);
}

static void
on_new_cb (ReeveMutesDialog *self)
{
  AdwDialog *dialog = reeve_mute_dialog_new (self->site, NULL);

  g_signal_connect_object (dialog, "muted", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* --- Lifting --- */

static void
on_lifted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveMutesDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;

  if (reeve_client_delete_finish (REEVE_CLIENT (source), result, NULL, &error))
    say (self, _ ("Mute lifted"));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      title = reeve_wording_title (error);
      say (self, title);
    }
  load (self);
}

static void
on_settled_cb (gpointer user_data)
{
  g_autoptr (ReeveMutesDialog) self = user_data;

  if (self->lifted && self->new_button != NULL && gtk_widget_get_mapped (self->new_button))
    gtk_widget_grab_focus (self->new_button);
}

/* The button that was pressed goes with its row: without a place for the focus no key would reach this. As
 * long as the question above is closing, nothing here takes it. */
static void
keep_focus (ReeveMutesDialog *self)
{
  g_idle_add_once (on_settled_cb, g_object_ref (self));
}

static void
on_response_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  ReeveMutesDialog *self = user_data;
  ReeveMute *mute = g_object_get_data (G_OBJECT (dialog), MUTE_OF_BUTTON);
  g_autofree char *below = g_strconcat ("mutes/", mute->id, NULL);
  g_autofree char *path = reeve_site_path (self->site, below);

  self->lifted = g_str_equal (response, "lift");
  if (self->lifted)
    reeve_client_delete_async (reeve_site_get_client (self->site), path, -1, G_TYPE_NONE, NULL, on_lifted_cb,
                               g_object_ref (self));
}

static void
on_lift_clicked_cb (ReeveMutesDialog *self, GtkWidget *button)
{
  ReeveMute *mute = g_object_get_data (G_OBJECT (button), MUTE_OF_BUTTON);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_ ("Lift This Mute?"), NULL));

  adw_alert_dialog_set_body (dialog,
                             _ ("What is raised from now on is to be decided on again. What was muted "
                                "stays muted."));
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "lift", _ ("_Lift"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "lift", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), MUTE_OF_BUTTON, g_object_ref (mute), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response_cb), self, 0);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (keep_focus), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* --- Rows --- */

static void
add_row (ReeveMutesDialog *self, ReeveMute *mute)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = reeve_finding_words_mute (mute);
  g_autofree char *subtitle = reeve_finding_words_mute_line (mute, reeve_clock_now ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (may_change (self))
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Lift…"));

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, title,
                                      -1);
      g_object_set_data_full (G_OBJECT (button), MUTE_OF_BUTTON, g_object_ref (mute), g_object_unref);
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_lift_clicked_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  gtk_list_box_append (self->rows, row);
}

/* --- Loading --- */

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveMutesDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (listing == NULL)
    {
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *advice = reeve_wording_advice (error);

      adw_status_page_set_title (self->trouble, title);
      adw_status_page_set_description (self->trouble, advice);
      gtk_stack_set_visible_child_name (self->stack, "trouble");
      return;
    }
  gtk_list_box_remove_all (self->rows);
  for (guint i = 0; i < listing->items->len; i++)
    add_row (self, listing->items->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), listing->items->len > 0);
  gtk_widget_set_visible (self->nothing, listing->items->len == 0);
  gtk_stack_set_visible_child_name (self->stack, "list");
  keep_focus (self);
}

static void
load_history (ReeveMutesDialog *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  reeve_query_set_filter (query, "objectType", "mute");
  reeve_history_group_load_query (self->history, self->site, query);
}

static void
load (ReeveMutesDialog *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = reeve_site_path (self->site, "mutes");

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  query->limit = REEVE_MUTES;
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_mute_get_type (), path, query,
                           self->cancellable, on_listed_cb, g_object_ref (self));
  load_history (self);
}

static void
on_site_changed_cb (ReeveMutesDialog *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, "mute") == 0)
    load (self);
}

/* --- The dialog --- */

static void
reeve_mutes_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_MUTES_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_MUTES_DIALOG);
  G_OBJECT_CLASS (reeve_mutes_dialog_parent_class)->dispose (object);
}

static void
reeve_mutes_dialog_finalize (GObject *object)
{
  ReeveMutesDialog *self = REEVE_MUTES_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_mutes_dialog_parent_class)->finalize (object);
}

static void
reeve_mutes_dialog_class_init (ReeveMutesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_mutes_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_mutes_dialog_finalize;
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/mutes-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveMutesDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveMutesDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveMutesDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, ReeveMutesDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveMutesDialog, nothing);
  gtk_widget_class_bind_template_child (widget_class, ReeveMutesDialog, new_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveMutesDialog, history);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, on_new_cb);
}

static void
reeve_mutes_dialog_init (ReeveMutesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_mutes_dialog_new (ReeveSite *site)
{
  ReeveMutesDialog *self = g_object_new (REEVE_TYPE_MUTES_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  gtk_widget_set_visible (self->new_button, may_change (self));
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return ADW_DIALOG (self);
}
