/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/log-slice-row.h"

#include <glib/gi18n.h>

#include "console/widgets/log-review-words.h"
#include "console/widgets/log-words.h"

struct _ReeveLogSliceRow
{
  AdwActionRow parent_instance;

  GtkWidget *check;
  ReeveLogSlice *slice; /* owned */
  gboolean showing;     /* the mark is set by us, not by a person */
};

G_DEFINE_FINAL_TYPE (ReeveLogSliceRow, reeve_log_slice_row, ADW_TYPE_ACTION_ROW)

static guint looked_signal;

static void
on_toggled_cb (ReeveLogSliceRow *self)
{
  if (!self->showing)
    g_signal_emit (self, looked_signal, 0, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check)));
}

void
reeve_log_slice_row_set_slice (ReeveLogSliceRow *self, ReeveLogSlice *slice, gboolean decide)
{
  g_autofree char *title = reeve_log_review_words_slice (slice);
  g_autofree char *line = reeve_log_review_words_slice_line (slice);
  g_autofree char *name = NULL;

  g_set_object (&self->slice, slice);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), line);
  /* Translators: read out for a mark; %1$s: "User added", %2$s: "Refused" */
  name = g_strdup_printf (_ ("Looked at: %1$s, %2$s"), title, reeve_log_words_result (slice->result));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (self->check, _ ("Looked at"));
  gtk_widget_set_sensitive (self->check, decide);
  self->showing = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check),
                               slice->looked_at != 0 && slice->looked >= slice->events);
  gtk_check_button_set_inconsistent (GTK_CHECK_BUTTON (self->check),
                                     slice->looked_at != 0 && slice->looked < slice->events);
  self->showing = FALSE;
}

ReeveLogSlice *
reeve_log_slice_row_get_slice (ReeveLogSliceRow *self)
{
  return self->slice;
}

static void
reeve_log_slice_row_finalize (GObject *object)
{
  g_clear_object (&REEVE_LOG_SLICE_ROW (object)->slice);
  G_OBJECT_CLASS (reeve_log_slice_row_parent_class)->finalize (object);
}

static void
reeve_log_slice_row_class_init (ReeveLogSliceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_log_slice_row_finalize;
  looked_signal = g_signal_new ("looked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
reeve_log_slice_row_init (ReeveLogSliceRow *self)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  self->check = gtk_check_button_new ();
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->check, "toggled", G_CALLBACK (on_toggled_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->check);
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

GtkWidget *
reeve_log_slice_row_new (ReeveLogSlice *slice, gboolean decide)
{
  ReeveLogSliceRow *self = g_object_new (REEVE_TYPE_LOG_SLICE_ROW, NULL);

  reeve_log_slice_row_set_slice (self, slice, decide);
  return GTK_WIDGET (self);
}
