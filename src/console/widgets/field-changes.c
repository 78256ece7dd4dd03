/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/field-changes.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "console/widgets/field-words.h"

static JsonObject *
parse (const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

static gboolean
is_empty (JsonNode *node)
{
  return node == NULL || JSON_NODE_HOLDS_NULL (node);
}

/* A list's items are told apart by themselves: roles, groups, capabilities. What somebody may do in a folder
 * is one thing that has several names. */
static gboolean
has_items (const char *field, JsonNode *node)
{
  JsonArray *array = !is_empty (node) && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL)
    return is_empty (node);
  if (g_str_equal (field, "verbs"))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (item) || json_node_get_value_type (item) != G_TYPE_STRING)
        return FALSE;
    }
  return TRUE;
}

static gboolean
holds (JsonNode *list, const char *item)
{
  JsonArray *array = !is_empty (list) ? json_node_get_array (list) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (g_strcmp0 (json_array_get_string_element (array, i), item) == 0)
      return TRUE;
  return FALSE;
}

/* --- One row --- */

typedef struct
{
  GtkWidget *box;
  GString *spoken;
} Row;

static GtkWidget *
make_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static void
add_value (Row *row, const char *text)
{
  gtk_box_append (GTK_BOX (row->box), make_text (text));
  g_string_append_printf (row->spoken, " %s", text);
}

static void
add_side (Row *row, gboolean is_new, const char *text)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *sign = gtk_label_new (is_new ? "+" : "−");
  GtkWidget *label = make_text (text);

  gtk_accessible_update_state (GTK_ACCESSIBLE (sign), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_valign (sign, GTK_ALIGN_START);
  gtk_widget_add_css_class (sign, "change-sign");
  gtk_widget_add_css_class (line, is_new ? "change-new" : "change-old");
  if (!is_new)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));
      gtk_label_set_attributes (GTK_LABEL (label), attributes);
    }
  gtk_box_append (GTK_BOX (line), sign);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (row->box), line);
  /* Translators: read aloud: a value that a field had, or has now */
  g_string_append_printf (row->spoken, is_new ? _ (" now: %s.") : _ (" before: %s."), text);
}

static void
add_items (Row *row, const char *field, JsonNode *from, JsonNode *without, gboolean is_new)
{
  JsonArray *array = !is_empty (from) ? json_node_get_array (from) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *item = json_array_get_string_element (array, i);
      g_autofree char *words = reeve_field_words_item (field, item);

      if (!holds (without, item))
        add_side (row, is_new, words);
    }
}

static void
add_change (Row *row, const char *field, JsonNode *old, JsonNode *new)
{
  if (has_items (field, old) && has_items (field, new) && !(is_empty (old) && is_empty (new)))
    {
      add_items (row, field, old, new, FALSE);
      add_items (row, field, new, old, TRUE);
      return;
    }
  if (!is_empty (old))
    {
      g_autofree char *text = reeve_field_words_value (field, old);

      add_side (row, FALSE, text);
    }
  if (!is_empty (new))
    {
      g_autofree char *text = reeve_field_words_value (field, new);

      add_side (row, TRUE, text);
    }
}

/* @old: ignored unless @changed */
static GtkWidget *
make_row (const char *field, JsonNode *old, JsonNode *new, gboolean changed)
{
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *name = gtk_label_new (reeve_field_words_name (field));
  Row row = { gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), g_string_new (reeve_field_words_name (field)) };

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_widget_add_css_class (name, "caption");
  gtk_widget_add_css_class (name, "secondary");
  gtk_box_append (GTK_BOX (row.box), name);
  gtk_widget_add_css_class (row.box, "field-change");
  g_string_append_c (row.spoken, ':');
  if (changed)
    add_change (&row, field, old, new);
  else
    {
      g_autofree char *text = reeve_field_words_value (field, new);

      add_value (&row, text);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), row.box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, row.spoken->str,
                                  -1);
  g_string_free (row.spoken, TRUE);
  return widget;
}

static gboolean
is_silent (const char *field)
{
  return g_str_equal (field, "id") || g_str_equal (field, "version");
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (reeve_field_words_name (a), reeve_field_words_name (b));
}

guint
reeve_field_changes_fill (GtkListBox *rows, const char *before, const char *after)
{
  g_autoptr (JsonObject) old = parse (before);
  g_autoptr (JsonObject) new = parse (after);
  JsonObject *told = new != NULL ? new : old;
  g_autoptr (GList) fields = told != NULL ? json_object_get_members (told) : NULL;
  guint n = 0;

  g_return_val_if_fail (GTK_IS_LIST_BOX (rows), 0);

  gtk_list_box_remove_all (rows);
  fields = g_list_sort (fields, compare_names);
  for (GList *l = fields; l != NULL; l = l->next)
    {
      JsonNode *was = old != NULL ? json_object_get_member (old, l->data) : NULL;
      JsonNode *is = json_object_get_member (told, l->data);

      if (is_silent (l->data) || (is_empty (was) && is_empty (is)))
        continue;
      gtk_list_box_append (rows, make_row (l->data, was, is, old != NULL && new != NULL));
      n++;
    }
  return n;
}
