/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/dialogs/record-dialog.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/record-words.h"

struct _ReeveRecordDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkLabel *sentence;
  GtkLabel *explanation;
  AdwPreferencesGroup *facts;
};

G_DEFINE_FINAL_TYPE (ReeveRecordDialog, reeve_record_dialog, ADW_TYPE_DIALOG)

/* @value: (nullable): no row */
static void
add_row (ReeveRecordDialog *self, const char *title, const char *value)
{
  GtkWidget *row;

  if (value == NULL)
    return;
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (self->facts, row);
}

static void
add_time (ReeveRecordDialog *self, const char *title, gint64 time)
{
  g_autofree char *text = time != 0 ? reeve_format_time (time) : NULL;

  add_row (self, title, text);
}

/* Of a checkpoint: name, size and root, without who signed it. */
static void
add_note (ReeveRecordDialog *self, const char *title, const char *note)
{
  const char *end = note != NULL ? g_strrstr (note, "\n\n") : NULL;
  g_autofree char *text = note != NULL ? g_strndup (note, end != NULL ? (gsize) (end - note) : 400) : NULL;

  add_row (self, title, text);
}

static void
reeve_record_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_RECORD_DIALOG);
  G_OBJECT_CLASS (reeve_record_dialog_parent_class)->dispose (object);
}

static void
reeve_record_dialog_class_init (ReeveRecordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_record_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/record-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveRecordDialog, sentence);
  gtk_widget_class_bind_template_child (widget_class, ReeveRecordDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, ReeveRecordDialog, facts);
}

static void
reeve_record_dialog_init (ReeveRecordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_record_dialog_new (ReeveEvidence *evidence)
{
  ReeveRecordDialog *self = g_object_new (REEVE_TYPE_RECORD_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_EVIDENCE (evidence), NULL);

  gtk_label_set_label (self->sentence, reeve_record_words_short (evidence));
  gtk_label_set_label (self->explanation, reeve_record_words_long (evidence));
  add_time (self, _ ("Found out"), evidence->caught);
  add_time (self, _ ("All was well the last time"), evidence->seen);
  add_time (self, _ ("First seen by this device"), evidence->first_seen);
  add_time (self, _ ("Trusted again, after it had been broken"), evidence->trusted_again);
  add_row (self, _ ("Service"), evidence->service);
  add_note (self, _ ("What was signed then: name, lines, hash of all"), evidence->kept_note);
  add_note (self, _ ("What is answered now"), evidence->note);
  add_row (self, _ ("Key then"), evidence->kept_verifier);
  add_row (self, _ ("Key now"), evidence->verifier);
  add_row (self, _ ("The line"), evidence->line);
  add_row (self, _ ("Key of this device, which signed what it saw"), evidence->witness_verifier);
  add_row (self, _ ("Evidence"),
           evidence->file != NULL ? evidence->file : _ ("It could not be saved by itself. Save it now."));
  return ADW_DIALOG (self);
}
