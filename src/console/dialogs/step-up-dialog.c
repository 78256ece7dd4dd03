/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One question, two ways to answer it: six digits, which send themselves, or a recovery code. */

#include "config.h"

#include "console/dialogs/step-up-dialog.h"

#include <glib/gi18n.h>

#include "common/totp.h"
#include "console/widgets/code-entry.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveStepUpDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkStack *ways;
  ReeveCodeEntry *code;
  GtkEditable *recovery;
  ReeveNoteRow *recovery_note;
  GtkWidget *use_recovery;
  GtkStack *recovery_face;
  /* owned */
  ReeveStepUp *step_up; /* (nullable): the question is over */

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveStepUpDialog, reeve_step_up_dialog, ADW_TYPE_DIALOG)

static gboolean
is_recovery (ReeveStepUpDialog *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->ways), "recovery") == 0;
}

static void
update_buttons (ReeveStepUpDialog *self)
{
  gtk_widget_set_sensitive (self->use_recovery,
                            !self->busy && *gtk_editable_get_text (self->recovery) != '\0');
  gtk_stack_set_visible_child_name (self->recovery_face, self->busy ? "busy" : "label");
  reeve_code_entry_set_busy (self->code, self->busy);
}

static void
set_busy (ReeveStepUpDialog *self, gboolean busy)
{
  self->busy = busy;
  update_buttons (self);
}

static void
show_way (ReeveStepUpDialog *self, const char *way)
{
  gtk_stack_set_visible_child_name (self->ways, way);
  gtk_widget_grab_focus (is_recovery (self) ? GTK_WIDGET (self->recovery) : GTK_WIDGET (self->code));
}

static void
on_show_recovery_cb (ReeveStepUpDialog *self)
{
  show_way (self, "recovery");
}

static void
on_show_code_cb (ReeveStepUpDialog *self)
{
  show_way (self, "code");
}

static void
give (ReeveStepUpDialog *self, ReeveSecret *code)
{
  if (self->step_up == NULL || self->busy)
    return;
  reeve_note_row_set_text (self->recovery_note, NULL);
  set_busy (self, TRUE);
  reeve_step_up_give (self->step_up, code);
}

static void
on_code_complete_cb (ReeveStepUpDialog *self)
{
  g_autoptr (ReeveSecret) code = reeve_code_entry_get_code (self->code);

  if (code != NULL)
    give (self, code);
}

static void
on_use_recovery_cb (ReeveStepUpDialog *self)
{
  g_autoptr (ReeveSecret) code = reeve_recovery_code_normalise (gtk_editable_get_text (self->recovery));

  if (!gtk_widget_get_sensitive (self->use_recovery))
    return;
  if (code != NULL)
    give (self, code);
  else
    reeve_note_row_set_text (self->recovery_note,
                             _ ("A recovery code has three groups of four letters and digits."));
}

static void
show_refusal (ReeveStepUpDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  /* Translators: what went wrong, then what to do about it: two sentences. */
  g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);

  if (!is_recovery (self))
    {
      reeve_code_entry_set_error (self->code, text);
      return;
    }
  reeve_note_row_set_text (self->recovery_note, text);
  gtk_editable_select_region (self->recovery, 0, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->recovery));
}

static void
on_answered_cb (ReeveStepUpDialog *self, const GError *error)
{
  if (self->step_up == NULL)
    return;
  set_busy (self, FALSE);
  if (error != NULL)
    {
      show_refusal (self, error);
      return;
    }
  g_signal_handlers_disconnect_by_data (self->step_up, self);
  g_clear_object (&self->step_up);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
give_up (ReeveStepUpDialog *self)
{
  g_autoptr (ReeveStepUp) step_up = g_steal_pointer (&self->step_up);

  if (step_up == NULL)
    return;
  g_signal_handlers_disconnect_by_data (step_up, self);
  reeve_step_up_cancel (step_up);
}

static void
reeve_step_up_dialog_closed (AdwDialog *dialog)
{
  give_up (REEVE_STEP_UP_DIALOG (dialog));
}

static void
reeve_step_up_dialog_dispose (GObject *object)
{
  ReeveStepUpDialog *self = REEVE_STEP_UP_DIALOG (object);

  give_up (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_STEP_UP_DIALOG);

  G_OBJECT_CLASS (reeve_step_up_dialog_parent_class)->dispose (object);
}

static void
reeve_step_up_dialog_class_init (ReeveStepUpDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_step_up_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = reeve_step_up_dialog_closed;
  g_type_ensure (REEVE_TYPE_CODE_ENTRY);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/step-up-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveStepUpDialog, ways);
  gtk_widget_class_bind_template_child (widget_class, ReeveStepUpDialog, code);
  gtk_widget_class_bind_template_child (widget_class, ReeveStepUpDialog, recovery);
  gtk_widget_class_bind_template_child (widget_class, ReeveStepUpDialog, recovery_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveStepUpDialog, use_recovery);
  gtk_widget_class_bind_template_child (widget_class, ReeveStepUpDialog, recovery_face);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_code_complete_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_use_recovery_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_recovery_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_code_cb);
}

static void
reeve_step_up_dialog_init (ReeveStepUpDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_buttons (self);
}

AdwDialog *
reeve_step_up_dialog_new (ReeveStepUp *step_up)
{
  ReeveStepUpDialog *self;

  g_return_val_if_fail (REEVE_IS_STEP_UP (step_up), NULL);

  self = g_object_new (REEVE_TYPE_STEP_UP_DIALOG, NULL);
  self->step_up = g_object_ref (step_up);
  g_signal_connect_object (step_up, "answered", G_CALLBACK (on_answered_cb), self, G_CONNECT_SWAPPED);
  return ADW_DIALOG (self);
}
