/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/finding-form.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/finding.h"

#define DUE_DAYS 7 /* of a follow-up, unless somebody says otherwise */
#define DUE_MOST 366

typedef struct
{
  AdwAlertDialog *dialog; /* borrowed: holds this */
  GtkEditable *note;
  AdwSpinRow *days; /* (nullable) */
  gboolean needs_note;
  ReeveFindingGiven given;
  gpointer data; /* (nullable): NULL once it was given */
  GDestroyNotify free_data;
} Form;

static void
form_free (gpointer data)
{
  Form *self = data;

  g_clear_pointer (&self->data, self->free_data);
  g_free (self);
}

static void
on_note_changed_cb (Form *form)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (form->note)));

  adw_alert_dialog_set_response_enabled (form->dialog, "decide", !form->needs_note || *text != '\0');
}

static void
on_given_cb (Form *form)
{
  g_autofree char *note = g_strstrip (g_strdup (gtk_editable_get_text (form->note)));
  gpointer data = g_steal_pointer (&form->data);
  gint64 due = 0;

  if (form->days != NULL)
    {
      adw_spin_row_update (form->days); /* what was typed, though the focus is still there */
      due = reeve_clock_now () + (gint64) adw_spin_row_get_value (form->days) * REEVE_DAY;
    }
  form->given (*note != '\0' ? note : NULL, due, data);
}

static const struct
{
  const char *state;
  const char *heading;
  const char *body;
  const char *note;
  const char *label;
  gboolean needs_note;
} forms[] = {
  { "expected", N_ ("Was It Expected?"),
    N_ ("Somebody is known to have done this, and may. If it will come again, mute it instead."),
    N_ ("Why it was expected"), N_ ("_Expected"), TRUE },
  { "follow_up", N_ ("Follow Up?"),
    N_ ("It stays in the list of what is to be followed up until it is done."), N_ ("What is to be done"),
    N_ ("_Follow Up"), FALSE },
  { "breach", N_ ("Was It a Breach?"),
    N_ ("It is kept as one. Lock the account under Users, and keep the lines of the log as evidence."),
    N_ ("What is known"), N_ ("_Breach"), TRUE },
  { "done", N_ ("Is It Done?"), N_ ("What was to be followed up was."), N_ ("What was done"), N_ ("_Done"),
    TRUE },
};

static Form *
add_rows (AdwAlertDialog *dialog, const char *title, gboolean due, const char *note)
{
  Form *form = g_new0 (Form, 1);
  GtkWidget *rows = gtk_list_box_new ();
  GtkWidget *entry = adw_entry_row_new ();

  form->dialog = dialog;
  form->note = GTK_EDITABLE (entry);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (entry), REEVE_FINDING_NOTE_MAX);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  if (note != NULL)
    gtk_editable_set_text (form->note, note);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (rows), entry);
  if (due)
    {
      form->days = ADW_SPIN_ROW (
        g_object_new (ADW_TYPE_SPIN_ROW, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL));
      adw_spin_row_set_adjustment (form->days, gtk_adjustment_new (DUE_DAYS, 1, DUE_MOST - 1, 1, 7, 0));
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (form->days), _ ("Days until it is due"));
      gtk_list_box_append (GTK_LIST_BOX (rows), GTK_WIDGET (form->days));
    }
  adw_alert_dialog_set_extra_child (dialog, rows);
  g_object_set_data_full (G_OBJECT (dialog), "reeve-form", form, form_free);
  return form;
}

void
reeve_finding_form_show (GtkWidget *parent,
                         const char *state,
                         const char *note,
                         ReeveFindingGiven given,
                         gpointer data,
                         GDestroyNotify free_data)
{
  AdwAlertDialog *dialog;
  Form *form;
  guint at = 0;

  while (at < G_N_ELEMENTS (forms) - 1 && !g_str_equal (forms[at].state, state))
    at++;
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_ (forms[at].heading), _ (forms[at].body)));
  form = add_rows (dialog, _ (forms[at].note), g_str_equal (state, "follow_up"), note);
  form->needs_note = forms[at].needs_note;
  form->given = given;
  form->data = data;
  form->free_data = free_data;
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "decide", _ (forms[at].label), NULL);
  adw_alert_dialog_set_default_response (dialog, "decide");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_set_response_appearance (
    dialog, "decide", g_str_equal (state, "breach") ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  g_signal_connect_swapped (form->note, "changed", G_CALLBACK (on_note_changed_cb), form);
  g_signal_connect_swapped (dialog, "response::decide", G_CALLBACK (on_given_cb), form);
  on_note_changed_cb (form);
  adw_dialog_present (ADW_DIALOG (dialog), parent);
}
