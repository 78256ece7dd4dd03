/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The list item keeps the focus, not the expander: it is the one that is read out. */

#include "config.h"

#include "console/widgets/folder-rows.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "common/folder.h"
#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"

typedef struct
{
  GtkListItem *item; /* its owner */
  GtkTreeExpander *expander;
  GtkWidget *icon;
  GtkLabel *name;
  GtkLabel *place;
  GtkLabel *grants;
  GtkWidget *stop;
  GtkWidget *spinner;
  ReeveFolderRows (*get) (gpointer object);
  gpointer object;
} Row;

static Row *
get_row (GtkListItem *item)
{
  return g_object_get_data (G_OBJECT (item), "reeve-row");
}

ReevePagedItem *
reeve_folder_rows_get_item (gpointer item)
{
  if (GTK_IS_TREE_LIST_ROW (item))
    return gtk_tree_list_row_get_item (item);
  return item != NULL ? g_object_ref (item) : NULL;
}

/* What is read out. */
static char *
describe (const ReeveFolder *folder, const char *grants, const char *place)
{
  g_autoptr (GString) text = g_string_new (folder->name);

  if (grants != NULL)
    g_string_append_printf (text, ", %s", grants);
  if (!folder->inherits)
    g_string_append_printf (text, ", %s", _ ("does not inherit"));
  if (place != NULL)
    g_string_append_printf (text, ", %s", place);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static gboolean
is_loading (Row *row, GtkTreeListRow *tree_row, ReeveFolderTree *tree)
{
  ReevePagedList *level = tree != NULL ? reeve_folder_tree_get_level (tree, tree_row) : NULL;

  return level != NULL && reeve_paged_list_get_state (level) == REEVE_PAGED_LIST_LOADING &&
         g_list_model_get_n_items (G_LIST_MODEL (level)) == 0;
}

static void
show (Row *row)
{
  gpointer shown = gtk_list_item_get_item (row->item);
  g_autoptr (ReevePagedItem) item = reeve_folder_rows_get_item (shown);
  const ReeveFolder *folder = item != NULL ? reeve_paged_item_get_record (item) : NULL;
  ReeveFolderRows of = row->get (row->object);
  gboolean flat = !GTK_IS_TREE_LIST_ROW (shown);
  g_autofree char *place = NULL;
  g_autofree char *number = NULL;
  g_autofree char *grants = NULL;
  g_autofree char *spoken = NULL;

  if (folder == NULL)
    return;
  place = flat ? reeve_verb_words_path (of.root, (const char *const *) folder->path, 1) : NULL;
  number = reeve_format_count (folder->grants);
  if (of.reach)
    /* no words for what only leads somewhere, and while it is not known */
    grants = folder->verbs != NULL ? g_strdup (reeve_verb_words ((const char *const *) folder->verbs)) : NULL;
  else if (folder->grants > 0)
    /* Translators: %s: how many grants are on a folder */
    grants = g_strdup_printf (g_dngettext (NULL, "%s grant", "%s grants", (gulong) folder->grants), number);
  spoken = describe (folder, grants, place);
  gtk_label_set_label (row->name, folder->name);
  gtk_label_set_label (row->place, place != NULL ? place : "");
  gtk_widget_set_visible (GTK_WIDGET (row->place), flat);
  gtk_label_set_label (row->grants, grants != NULL ? grants : "");
  gtk_widget_set_visible (row->stop, !folder->inherits);
  gtk_widget_set_visible (row->spinner, !flat && is_loading (row, shown, of.tree));
  gtk_tree_expander_set_hide_expander (row->expander, flat || folder->folders == 0);
  gtk_list_item_set_accessible_label (row->item, spoken);
}

static void
watch_level (Row *row, GtkTreeListRow *tree_row, ReeveFolderTree *tree)
{
  ReevePagedList *level = reeve_folder_tree_get_level (tree, tree_row);

  if (level == NULL)
    return;
  g_signal_handlers_disconnect_by_func (level, show, row);
  g_signal_connect_data (level, "notify", G_CALLBACK (show), row, NULL, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (row->item), "reeve-level", g_object_ref (level), g_object_unref);
}

static void
forget_level (Row *row)
{
  ReevePagedList *level = g_object_get_data (G_OBJECT (row->item), "reeve-level");

  if (level != NULL)
    g_signal_handlers_disconnect_by_func (level, show, row);
  g_object_set_data (G_OBJECT (row->item), "reeve-level", NULL);
}

static void
on_expanded_cb (Row *row)
{
  GtkTreeListRow *tree_row = gtk_list_item_get_item (row->item);
  ReeveFolderRows of = row->get (row->object);

  forget_level (row);
  if (of.tree != NULL && tree_row != NULL && gtk_tree_list_row_get_expanded (tree_row))
    {
      reeve_folder_tree_open (of.tree, tree_row, TRUE);
      watch_level (row, tree_row, of.tree);
    }
  show (row);
}

static void
on_bind_cb (GtkListItemFactory *factory, GtkListItem *list_item, gpointer unused)
{
  Row *row = get_row (list_item);
  gpointer shown = gtk_list_item_get_item (list_item);
  g_autoptr (ReevePagedItem) item = reeve_folder_rows_get_item (shown);
  ReeveFolderRows of = row->get (row->object);

  g_signal_connect_data (item, "notify::record", G_CALLBACK (show), row, NULL, G_CONNECT_SWAPPED);
  if (!GTK_IS_TREE_LIST_ROW (shown))
    {
      gtk_tree_expander_set_list_row (row->expander, NULL);
      show (row);
      return;
    }
  gtk_tree_expander_set_list_row (row->expander, shown);
  g_signal_connect_data (shown, "notify::expanded", G_CALLBACK (on_expanded_cb), row, NULL,
                         G_CONNECT_SWAPPED);
  on_expanded_cb (row);
  if (of.tree != NULL)
    reeve_folder_tree_seen (of.tree, shown);
}

static void
on_unbind_cb (GtkListItemFactory *factory, GtkListItem *list_item, gpointer unused)
{
  Row *row = get_row (list_item);
  gpointer shown = gtk_list_item_get_item (list_item);
  g_autoptr (ReevePagedItem) item = reeve_folder_rows_get_item (shown);

  forget_level (row);
  if (item != NULL)
    g_signal_handlers_disconnect_by_data (item, row);
  if (GTK_IS_TREE_LIST_ROW (shown))
    g_signal_handlers_disconnect_by_data (shown, row);
  gtk_tree_expander_set_list_row (row->expander, NULL);
}

static GtkLabel *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

static GtkWidget *
make_content (Row *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  row->icon = gtk_image_new_from_icon_name ("folder-symbolic");
  row->name = new_label (NULL);
  row->place = new_label ("caption");
  row->grants = new_label ("caption");
  row->stop = gtk_image_new_from_icon_name ("changes-prevent-symbolic");
  row->spinner = adw_spinner_new ();
  gtk_widget_add_css_class (GTK_WIDGET (row->place), "secondary");
  gtk_widget_add_css_class (GTK_WIDGET (row->grants), "secondary");
  gtk_label_set_ellipsize (row->place, PANGO_ELLIPSIZE_START); /* the nearest folder tells most */
  gtk_label_set_ellipsize (row->grants, PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_tooltip_text (row->stop, _ ("Does Not Inherit"));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (row->name));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (row->place));
  gtk_box_append (GTK_BOX (box), row->icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), row->spinner);
  gtk_box_append (GTK_BOX (box), row->stop);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->grants));
  gtk_widget_set_size_request (box, -1, 32);
  return box;
}

typedef struct
{
  ReeveFolderRows (*get) (gpointer object);
  void (*clicked) (gpointer object);
  gpointer object;
} Setup;

static void
on_setup_cb (GtkListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  Setup *setup = user_data;
  Row *row = g_new0 (Row, 1);
  GtkWidget *content = make_content (row);
  GtkGesture *click = gtk_gesture_click_new ();

  row->item = list_item;
  row->get = setup->get;
  row->object = setup->object;
  row->expander = GTK_TREE_EXPANDER (gtk_tree_expander_new ());
  gtk_widget_set_focusable (GTK_WIDGET (row->expander), FALSE);
  gtk_tree_expander_set_child (row->expander, content);
  g_signal_connect_swapped (click, "released", G_CALLBACK (setup->clicked), setup->object);
  gtk_widget_add_controller (content, GTK_EVENT_CONTROLLER (click));
  gtk_list_item_set_child (list_item, GTK_WIDGET (row->expander));
  g_object_set_data_full (G_OBJECT (list_item), "reeve-row", row, g_free);
}

GtkListItemFactory *
reeve_folder_rows_new (ReeveFolderRows (*get) (gpointer object),
                       void (*clicked) (gpointer object),
                       gpointer object)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Setup *setup = g_new0 (Setup, 1);

  setup->get = get;
  setup->clicked = clicked;
  setup->object = object;
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup_cb), setup,
                         (GClosureNotify) (GCallback) g_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), NULL);
  return factory;
}

gboolean
reeve_folder_rows_turn (GtkListView *view, ReeveFolderTree *tree, guint key, GdkModifierType modifiers)
{
  GtkSelectionModel *model = gtk_list_view_get_model (view);
  gpointer shown = gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (model));
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (view)) == GTK_TEXT_DIR_RTL;
  gboolean in = key == (rtl ? GDK_KEY_Left : GDK_KEY_Right);
  gboolean out = key == (rtl ? GDK_KEY_Right : GDK_KEY_Left);

  if (!GTK_IS_TREE_LIST_ROW (shown) || !(in || out) ||
      (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  if (in != gtk_tree_list_row_get_expanded (shown))
    reeve_folder_tree_open (tree, shown, in);
  else
    {
      g_autoptr (GtkTreeListRow) next =
        in ? gtk_tree_list_row_get_child_row (shown, 0) : gtk_tree_list_row_get_parent (shown);

      if (next != NULL)
        gtk_list_view_scroll_to (view, gtk_tree_list_row_get_position (next),
                                 GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
    }
  return TRUE;
}
