/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Numbers are exact; people are the first fifty, and the rest is said. */

#include "config.h"

#include "console/dialogs/role-effect.h"

#include <glib/gi18n.h>

#include "console/widgets/capability-words.h"

static void
add_row (GtkListBox *list, const char *icon, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_list_box_append (list, row);
}

static void
add_counts (GtkListBox *list, GPtrArray *counts, gboolean gained)
{
  for (guint i = 0; counts != NULL && i < counts->len; i++)
    {
      ReeveRoleCount *count = g_ptr_array_index (counts, i);
      gulong n = (gulong) count->people;
      /* Translators: of one capability, such as "End sessions" */
      g_autofree char *people =
        g_strdup_printf (gained ? g_dngettext (NULL, "%lu person gains it", "%lu people gain it", n)
                                : g_dngettext (NULL, "%lu person loses it", "%lu people lose it", n),
                         n);

      add_row (list, gained ? "list-add-symbolic" : "list-remove-symbolic",
               reeve_capability_words_name (count->capability), people);
    }
}

char *
reeve_role_effect_describe (ReeveRolePreview *preview)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gulong n = (gulong) preview->changed;

  if (preview->refusal != NULL)
    return g_strdup (_ ("This cannot be done: nobody would be left who can administer the workspace."));
  if (n == 0)
    g_string_append (text, _ ("Nobody gains or loses anything by it."));
  else
    g_string_append_printf (text,
                            g_dngettext (NULL, "It changes what %lu person may do, at their next request.",
                                         "It changes what %lu people may do, at their next request.", n),
                            n);
  if (preview->own_loses != NULL && preview->own_loses[0] != NULL)
    g_string_append_printf (text, "\n\n%s", _ ("You would lose rights yourself."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GtkWidget *
reeve_role_effect_list (ReeveRolePreview *preview)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();
  guint n = preview->people != NULL ? preview->people->len : 0;

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  gtk_widget_set_margin_bottom (list, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What changes"),
                                  -1);
  add_counts (GTK_LIST_BOX (list), preview->loses, FALSE);
  add_counts (GTK_LIST_BOX (list), preview->gains, TRUE);
  for (guint i = 0; i < n; i++)
    {
      ReeveRolePerson *person = g_ptr_array_index (preview->people, i);

      add_row (GTK_LIST_BOX (list), "avatar-default-symbolic", person->display_name, person->email);
    }
  if (preview->changed > n)
    {
      gulong more = (gulong) (preview->changed - n);
      g_autofree char *text =
        g_strdup_printf (g_dngettext (NULL, "and %lu more person", "and %lu more people", more), more);

      add_row (GTK_LIST_BOX (list), "view-more-symbolic", text, NULL);
    }

  g_object_set (scrolled, "child", list, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height",
                TRUE, "max-content-height", 280, "visible", preview->changed > 0, NULL);
  return scrolled;
}
