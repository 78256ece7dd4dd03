/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The entry for a code of six digits. */

#include "config.h"

#include "console/widgets/code-entry.h"

#include <adwaita.h>
#include <string.h>

#include "console/widgets/wording.h"

#define DIGITS 6

struct _ReeveCodeEntry
{
  GtkBox parent_instance;
  /* from the template */
  GtkEntry *entry;
  GtkWidget *spinner;
  GtkWidget *note;
  GtkLabel *note_label;

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveCodeEntry, reeve_code_entry, GTK_TYPE_BOX)

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

enum
{
  SIGNAL_COMPLETE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
is_complete (ReeveCodeEntry *self)
{
  return gtk_entry_get_text_length (self->entry) == DIGITS;
}

/* Runs before the text takes it: keeps the digits of what was typed or pasted and drops all else. */
static void
on_insert_text_cb (GtkEditable *editable, const char *text, int length, int *position, ReeveCodeEntry *self)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gsize bytes = length < 0 ? strlen (text) : (gsize) length;
  gsize room = DIGITS - MIN ((gsize) DIGITS, gtk_entry_get_text_length (self->entry));

  for (gsize i = 0; i < bytes && digits->len < room; i++)
    if (g_ascii_isdigit (text[i]))
      g_string_append_c (digits, text[i]);
  if (digits->len != bytes)
    {
      g_signal_stop_emission_by_name (editable, "insert-text");
      if (digits->len > 0)
        {
          g_signal_handlers_block_by_func (editable, on_insert_text_cb, self);
          gtk_editable_insert_text (editable, digits->str, (int) digits->len, position);
          g_signal_handlers_unblock_by_func (editable, on_insert_text_cb, self);
        }
    }
  explicit_bzero (digits->str, digits->allocated_len);
}

static void
on_changed_cb (ReeveCodeEntry *self)
{
  reeve_code_entry_set_error (self, NULL);
  if (is_complete (self) && !self->busy)
    g_signal_emit (self, signals[SIGNAL_COMPLETE], 0);
}

static void
on_activate_cb (ReeveCodeEntry *self)
{
  if (is_complete (self) && !self->busy)
    g_signal_emit (self, signals[SIGNAL_COMPLETE], 0);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static gboolean
reeve_code_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (REEVE_CODE_ENTRY (widget)->entry));
}

static void
reeve_code_entry_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_CODE_ENTRY);

  G_OBJECT_CLASS (reeve_code_entry_parent_class)->dispose (object);
}

static void
reeve_code_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_BUSY)
    g_value_set_boolean (value, REEVE_CODE_ENTRY (object)->busy);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_code_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_BUSY)
    reeve_code_entry_set_busy (REEVE_CODE_ENTRY (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_code_entry_class_init (ReeveCodeEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_code_entry_dispose;
  object_class->get_property = reeve_code_entry_get_property;
  object_class->set_property = reeve_code_entry_set_property;
  widget_class->grab_focus = reeve_code_entry_grab_focus;

  properties[PROP_BUSY] = g_param_spec_boolean (
    "busy", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_COMPLETE] =
    g_signal_new ("complete", REEVE_TYPE_CODE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/code-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveCodeEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, ReeveCodeEntry, spinner);
  gtk_widget_class_bind_template_child (widget_class, ReeveCodeEntry, note);
  gtk_widget_class_bind_template_child (widget_class, ReeveCodeEntry, note_label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
}

static void
reeve_code_entry_init (ReeveCodeEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)), "insert-text",
                           G_CALLBACK (on_insert_text_cb), self, 0);
}

ReeveSecret *
reeve_code_entry_get_code (ReeveCodeEntry *self)
{
  g_return_val_if_fail (REEVE_IS_CODE_ENTRY (self), NULL);

  return is_complete (self) ? reeve_secret_new_text (gtk_editable_get_text (GTK_EDITABLE (self->entry)))
                            : NULL;
}

void
reeve_code_entry_set_busy (ReeveCodeEntry *self, gboolean busy)
{
  g_return_if_fail (REEVE_IS_CODE_ENTRY (self));

  if (self->busy == busy)
    return;
  self->busy = busy;
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !busy);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
reeve_code_entry_clear (ReeveCodeEntry *self)
{
  g_return_if_fail (REEVE_IS_CODE_ENTRY (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  reeve_code_entry_set_error (self, NULL);
}

void
reeve_code_entry_set_error (ReeveCodeEntry *self, const char *text)
{
  g_return_if_fail (REEVE_IS_CODE_ENTRY (self));

  gboolean was_shown = gtk_widget_get_visible (self->note);
  gtk_widget_set_visible (self->note, text != NULL);
  if (text == NULL)
    {
      if (!was_shown)
        return;
      gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
      return;
    }
  gtk_label_set_label (self->note_label, text);
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE,
                                  self->note_label, NULL, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  reeve_announce (GTK_WIDGET (self), text);
}
