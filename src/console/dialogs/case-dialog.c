/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Times are typed as in a query of the log, and read when it is saved; what is wrong with one stands below
 * it. */

#include "config.h"

#include "console/dialogs/case-dialog.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/log-query-time.h"
#include "console/widgets/case-words.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveCaseDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  AdwComboRow *nature_row;
  GtkEditable *noticed_row;
  GtkEditable *since_row;
  ReeveNoteRow *since_note;
  GtkEditable *ticket_row;
  GtkEditable *cause_row;
  GtkEditable *measures_row;
  /* owned */
  ReeveSite *site;
  ReeveCase *breach_case;
  char *since; /* as it stood there: what nobody touches stays as exact as it was */
  GCancellable *cancellable;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveCaseDialog, reeve_case_dialog, ADW_TYPE_DIALOG)

static guint saved_signal;

/* (transfer full) (nullable): nothing stands there */
static char *
get_text (GtkEditable *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
set_text (GtkEditable *row, const char *text)
{
  gtk_editable_set_text (row, text != NULL ? text : "");
}

static void
on_changed_cb (ReeveCaseDialog *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
}

/* --- When --- */

static char *
print_time (gint64 time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const ReeveLogClock clock = { .now = reeve_clock_now (), .zone = zone };

  return time != 0 ? reeve_log_time_print (time, FALSE, &clock) : g_strdup ("");
}

/* *@time: 0: nobody knows */
static gboolean
read_since (ReeveCaseDialog *self, gint64 *time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const ReeveLogClock clock = { .now = reeve_clock_now (), .zone = zone };
  g_autofree char *text = get_text (self->since_row);
  g_autofree char *normal = NULL;
  ReeveLogMoment moment;

  *time = self->breach_case->since;
  if (g_strcmp0 (text, *self->since != '\0' ? self->since : NULL) == 0)
    return TRUE;
  *time = 0;
  if (text == NULL)
    return TRUE;
  if (reeve_log_time_read (text, &clock, &moment, &normal))
    {
      *time = moment.from;
      return TRUE;
    }
  reeve_note_row_set_text (self->since_note, _ ("Not a time: try yesterday, 2h or 2026-11-20"));
  gtk_widget_grab_focus (GTK_WIDGET (self->since_row));
  return FALSE;
}

/* --- Saving --- */

static void
show_refusal (ReeveCaseDialog *self, const GError *error)
{
  g_autofree char *since = reeve_wording_at (error, "/since");
  g_autofree char *title = reeve_wording_title (error);

  if (since != NULL)
    {
      reeve_note_row_set_text (self->since_note, since);
      gtk_widget_grab_focus (GTK_WIDGET (self->since_row));
      return;
    }
  adw_banner_set_title (self->banner, title);
  adw_banner_set_revealed (self->banner, TRUE);
  reeve_announce (GTK_WIDGET (self), title);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveCaseDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveCase) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save", TRUE);
  if (saved == NULL)
    {
      show_refusal (self, error);
      return;
    }
  g_signal_emit (self, saved_signal, 0, saved);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveCaseDialog *self = REEVE_CASE_DIALOG (widget);
  g_autoptr (ReeveCase) after = reeve_record_copy (self->breach_case);
  g_autofree char *below = g_strdup_printf ("cases/%s", self->breach_case->id);
  g_autofree char *path = reeve_site_path (self->site, below);
  g_autofree char *noticed = get_text (self->noticed_row);
  g_autofree char *ticket = get_text (self->ticket_row);
  g_autofree char *cause = get_text (self->cause_row);
  g_autofree char *measures = get_text (self->measures_row);

  if (!read_since (self, &after->since))
    return;
  after->nature = reeve_case_natures[adw_combo_row_get_selected (self->nature_row)];
  g_set_str (&after->noticed, noticed);
  g_set_str (&after->ticket, ticket);
  g_set_str (&after->cause, cause);
  g_set_str (&after->measures, measures);
  self->busy = TRUE;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save", FALSE);
  reeve_client_save_async (reeve_site_get_client (self->site), path, self->breach_case, after,
                           self->cancellable, on_saved_cb, g_object_ref (self));
}

static void
on_entry_activated_cb (ReeveCaseDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.save", NULL);
}

/* --- The dialog --- */

static void
reeve_case_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_CASE_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_CASE_DIALOG);
  G_OBJECT_CLASS (reeve_case_dialog_parent_class)->dispose (object);
}

static void
reeve_case_dialog_finalize (GObject *object)
{
  ReeveCaseDialog *self = REEVE_CASE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_clear_object (&self->breach_case);
  g_free (self->since);
  G_OBJECT_CLASS (reeve_case_dialog_parent_class)->finalize (object);
}

static void
reeve_case_dialog_class_init (ReeveCaseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_case_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_case_dialog_finalize;
  saved_signal = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, reeve_case_get_type ());
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/case-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDialog, nature_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDialog, noticed_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDialog, since_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDialog, since_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDialog, ticket_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDialog, cause_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDialog, measures_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, on_save_cb);
}

static void
reeve_case_dialog_init (ReeveCaseDialog *self)
{
  g_autoptr (GtkStringList) natures = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; reeve_case_natures[i] != NULL; i++)
    gtk_string_list_append (natures, reeve_case_words_nature (reeve_case_natures[i]));
  adw_combo_row_set_model (self->nature_row, G_LIST_MODEL (natures));
}

AdwDialog *
reeve_case_dialog_new (ReeveSite *site, ReeveCase *breach_case)
{
  ReeveCaseDialog *self = g_object_new (REEVE_TYPE_CASE_DIALOG, NULL);
  g_autofree char *title = reeve_case_words_title (breach_case);

  self->site = g_object_ref (site);
  self->breach_case = g_object_ref (breach_case);
  self->since = print_time (breach_case->since);
  adw_dialog_set_title (ADW_DIALOG (self), title);
  for (guint i = 0; reeve_case_natures[i] != NULL; i++)
    if (g_strcmp0 (reeve_case_natures[i], breach_case->nature) == 0)
      adw_combo_row_set_selected (self->nature_row, i);
  set_text (self->noticed_row, breach_case->noticed);
  set_text (self->since_row, self->since);
  set_text (self->ticket_row, breach_case->ticket);
  set_text (self->cause_row, breach_case->cause);
  set_text (self->measures_row, breach_case->measures);
  on_changed_cb (self);
  return ADW_DIALOG (self);
}
