/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The list of keys. A row of the template names an action; its keys are looked up. */

#include "config.h"

#include "console/dialogs/shortcuts-dialog.h"

#include <string.h>

/* A row of the list: a title and the action whose keys it shows. */
#define REEVE_TYPE_SHORTCUT_ROW (reeve_shortcut_row_get_type ())
G_DECLARE_FINAL_TYPE (ReeveShortcutRow, reeve_shortcut_row, REEVE, SHORTCUT_ROW, AdwActionRow)

struct _ReeveShortcutRow
{
  AdwActionRow parent_instance;
  /* owned */
  char *shortcut; /* the action, "win.search", or "key:" and a trigger that GTK itself answers to */
};

G_DEFINE_FINAL_TYPE (ReeveShortcutRow, reeve_shortcut_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_0,
  PROP_SHORTCUT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

struct _ReeveShortcutsDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwPreferencesPage *page;
};

G_DEFINE_FINAL_TYPE (ReeveShortcutsDialog, reeve_shortcuts_dialog, ADW_TYPE_DIALOG)

static void
reeve_shortcut_row_finalize (GObject *object)
{
  g_free (REEVE_SHORTCUT_ROW (object)->shortcut);

  G_OBJECT_CLASS (reeve_shortcut_row_parent_class)->finalize (object);
}

static void
reeve_shortcut_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHORTCUT)
    g_value_set_string (value, REEVE_SHORTCUT_ROW (object)->shortcut);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_shortcut_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHORTCUT)
    g_set_str (&REEVE_SHORTCUT_ROW (object)->shortcut, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_shortcut_row_class_init (ReeveShortcutRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = reeve_shortcut_row_finalize;
  object_class->get_property = reeve_shortcut_row_get_property;
  object_class->set_property = reeve_shortcut_row_set_property;
  properties[PROP_SHORTCUT] =
    g_param_spec_string ("shortcut", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
reeve_shortcut_row_init (ReeveShortcutRow *self)
{
}

/* Of several keys for one action the first is told. */
static char *
describe_trigger (GtkShortcutTrigger *trigger, GdkDisplay *display)
{
  if (GTK_IS_ALTERNATIVE_TRIGGER (trigger))
    trigger = gtk_alternative_trigger_get_first (GTK_ALTERNATIVE_TRIGGER (trigger));
  return gtk_shortcut_trigger_to_label (trigger, display);
}

static char *
find_keys (const char *shortcut, GListModel *shortcuts, GdkDisplay *display)
{
  if (g_str_has_prefix (shortcut, "key:"))
    {
      g_autoptr (GtkShortcutTrigger) trigger = gtk_shortcut_trigger_parse_string (shortcut + strlen ("key:"));
      return trigger != NULL ? describe_trigger (trigger, display) : NULL;
    }
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) item = g_list_model_get_item (shortcuts, i);
      GtkShortcutAction *action = gtk_shortcut_get_action (item);
      if (GTK_IS_NAMED_ACTION (action) &&
          g_str_equal (gtk_named_action_get_action_name (GTK_NAMED_ACTION (action)), shortcut))
        return describe_trigger (gtk_shortcut_get_trigger (item), display);
    }
  return NULL;
}

static GListModel *
find_shortcuts (GtkWidget *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (g_strcmp0 (gtk_event_controller_get_name (controller), "reeve-shortcuts") == 0)
        return G_LIST_MODEL (g_steal_pointer (&controller));
    }
  return G_LIST_MODEL (g_list_store_new (GTK_TYPE_SHORTCUT));
}

static void
fill_rows (GtkWidget *widget, GListModel *shortcuts, GdkDisplay *display)
{
  if (REEVE_IS_SHORTCUT_ROW (widget))
    {
      ReeveShortcutRow *row = REEVE_SHORTCUT_ROW (widget);
      g_autofree char *keys = find_keys (row->shortcut, shortcuts, display);
      GtkWidget *label = gtk_label_new (keys);

      if (keys == NULL)
        g_warning ("no keys for %s", row->shortcut);
      gtk_widget_add_css_class (label, "keycap");
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    fill_rows (child, shortcuts, display);
}

static void
reeve_shortcuts_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_SHORTCUTS_DIALOG);

  G_OBJECT_CLASS (reeve_shortcuts_dialog_parent_class)->dispose (object);
}

static void
reeve_shortcuts_dialog_class_init (ReeveShortcutsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_shortcuts_dialog_dispose;
  g_type_ensure (REEVE_TYPE_SHORTCUT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/shortcuts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveShortcutsDialog, page);
}

static void
reeve_shortcuts_dialog_init (ReeveShortcutsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_shortcuts_dialog_new (GtkWidget *window)
{
  ReeveShortcutsDialog *self = g_object_new (REEVE_TYPE_SHORTCUTS_DIALOG, NULL);
  g_autoptr (GListModel) shortcuts = find_shortcuts (window);

  fill_rows (GTK_WIDGET (self->page), shortcuts, gtk_widget_get_display (window));
  return ADW_DIALOG (self);
}
