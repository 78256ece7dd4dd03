/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The row that says what is wrong with the field above it. */

#include "config.h"

#include "console/widgets/note-row.h"

#include "console/widgets/wording.h"

struct _ReeveNoteRow
{
  AdwPreferencesRow parent_instance;
  /* from the template */
  GtkLabel *label;
  /* borrowed */
  GtkWidget *field; /* (nullable): a row of the same list */
};

G_DEFINE_FINAL_TYPE (ReeveNoteRow, reeve_note_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_0,
  PROP_FIELD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The text inside a row is what has the focus and what is announced. */
static GtkAccessible *
find_accessible (GtkWidget *field)
{
  GtkEditable *inner = GTK_IS_EDITABLE (field) ? gtk_editable_get_delegate (GTK_EDITABLE (field)) : NULL;

  return GTK_ACCESSIBLE (inner != NULL ? (GtkWidget *) inner : field);
}

static void
on_field_changed_cb (ReeveNoteRow *self)
{
  reeve_note_row_set_text (self, NULL);
}

static void
set_field (ReeveNoteRow *self, GtkWidget *field)
{
  g_set_weak_pointer (&self->field, field);
  if (field != NULL)
    g_signal_connect_object (field, "changed", G_CALLBACK (on_field_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
reeve_note_row_dispose (GObject *object)
{
  ReeveNoteRow *self = REEVE_NOTE_ROW (object);

  g_clear_weak_pointer (&self->field);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_NOTE_ROW);

  G_OBJECT_CLASS (reeve_note_row_parent_class)->dispose (object);
}

static void
reeve_note_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FIELD)
    g_value_set_object (value, REEVE_NOTE_ROW (object)->field);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_note_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FIELD)
    set_field (REEVE_NOTE_ROW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_note_row_class_init (ReeveNoteRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_note_row_dispose;
  object_class->get_property = reeve_note_row_get_property;
  object_class->set_property = reeve_note_row_set_property;
  properties[PROP_FIELD] =
    g_param_spec_object ("field", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/note-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveNoteRow, label);
}

static void
reeve_note_row_init (ReeveNoteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_note_row_set_text (ReeveNoteRow *self, const char *text)
{
  g_return_if_fail (REEVE_IS_NOTE_ROW (self));

  gtk_label_set_label (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  if (self->field == NULL)
    return;

  GtkAccessible *accessible = find_accessible (self->field);
  if (text != NULL)
    {
      gtk_widget_add_css_class (self->field, "error");
      gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_relation (accessible, GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE, self->label, NULL,
                                      -1);
      reeve_announce (GTK_WIDGET (self), text);
    }
  else
    {
      gtk_widget_remove_css_class (self->field, "error");
      gtk_accessible_reset_state (accessible, GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (accessible, GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
    }
}

const char *
reeve_note_row_get_text (ReeveNoteRow *self)
{
  g_return_val_if_fail (REEVE_IS_NOTE_ROW (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_label (self->label) : NULL;
}
