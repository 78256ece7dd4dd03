/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* From the person upwards: into which group, in which group that is, what the last one was granted where, and
 * how that comes down, or why it does not. */

#include "config.h"

#include "console/widgets/why-lines.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/why-words.h"

GtkWidget *
reeve_why_lines_row (const char *icon,
                     const char *title,
                     const char *subtitle,
                     const char *action,
                     const char *kind,
                     const char *id)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (icon != NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (icon);

      gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
    }
  if (kind != NULL && id != NULL)
    {
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(ss)", kind, id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action);
    }
  return row;
}

typedef struct
{
  GtkListBox *list;
  const char *action;
} Lines;

static void
add (const Lines *lines,
     const char *icon,
     const char *title,
     const char *subtitle,
     const char *kind,
     const char *id)
{
  gtk_list_box_append (lines->list, reeve_why_lines_row (icon, title, subtitle, lines->action, kind, id));
}

static void
add_groups (const Lines *lines, const ReevePermissionReason *reason, const char *subject, const char *who)
{
  const char *last = who;
  /* a group's chain begins with itself */
  guint first = reason->chain != NULL && g_strcmp0 (reason->chain[0], subject) == 0 ? 1 : 0;

  for (guint i = first; reason->chain != NULL && reason->chain[i] != NULL; i++)
    {
      const char *name = reason->chain_names != NULL ? reason->chain_names[i] : reason->chain[i];
      /* Translators: first %s: a person or a group, second: a group */
      g_autofree char *title = g_strdup_printf (_ ("%s is in %s"), last, name);

      add (lines, reeve_verb_words_icon ("group"), title, NULL, "group", reason->chain[i]);
      last = name;
    }
}

/* What is said of the grant itself. (transfer full) (nullable) */
static char *
describe_grant (const ReevePermissionReason *reason)
{
  g_autofree char *day = NULL;
  g_autofree char *until = NULL;

  if (reason->expires == 0)
    return g_strdup (reason->grant_reason);
  day = reeve_format_date (reason->expires);
  if (g_strcmp0 (reason->state, "expired") == 0)
    /* Translators: of a grant; %s: a day */
    until = g_strdup_printf (_ ("expired on %s"), day);
  else
    /* Translators: of a grant; %s: a day */
    until = g_strdup_printf (_ ("until %s"), day);
  return reason->grant_reason != NULL ? g_strdup_printf ("%s · %s", until, reason->grant_reason)
                                      : g_steal_pointer (&until);
}

static void
add_grant (const Lines *lines,
           const ReevePermissionReason *reason,
           const char *subject,
           const char *who,
           const char *on)
{
  gboolean is_role = g_strcmp0 (reason->principal_kind, "role") == 0;
  gboolean is_group = g_strcmp0 (reason->principal_kind, "group") == 0;
  const char *principal = is_role    ? reeve_format_role (reason->principal_name)
                          : is_group ? reason->principal_name
                                     : who;
  g_autofree char *title = reeve_why_words_grant (principal, (const char *const *) reason->verbs, on);
  g_autofree char *subtitle = describe_grant (reason);

  if (is_role && g_strcmp0 (reason->principal, subject) != 0)
    {
      /* Translators: first %s: a person, second: a role */
      g_autofree char *has = g_strdup_printf (_ ("%s has the role %s"), who, principal);

      add (lines, reeve_verb_words_icon ("role"), has, NULL, "role", reason->principal);
    }
  add (lines, "folder-symbolic", title, subtitle, "folder", reason->folder);
}

static void
add_end (const Lines *lines,
         const ReevePermissionReason *reason,
         const char *root,
         const char *folder,
         const char *place)
{
  g_autofree char *stop = NULL;
  g_autofree char *title = NULL;

  if (g_strcmp0 (reason->state, "stopped") == 0 && reason->stopped_at != NULL)
    {
      stop = reeve_why_words_place (root, reason->stopped_at_path);
      /* Translators: of a grant; %s: a folder */
      title = g_strdup_printf (_ ("It stops at %s, which does not inherit"), stop);
      add (lines, "changes-prevent-symbolic", title, NULL, "folder", reason->stopped_at);
      return;
    }
  if (g_strcmp0 (reason->state, "decides") != 0 || g_strcmp0 (reason->folder, folder) == 0)
    return;
  /* Translators: of a grant; %s: a folder */
  title = g_strdup_printf (_ ("It comes down to %s"), place != NULL ? place : "…");
  add (lines, "pan-down-symbolic", title, NULL, "folder", folder);
}

GtkWidget *
reeve_why_lines_new (const ReevePermissionReason *reason,
                     const char *action,
                     const char *subject,
                     const char *who,
                     const char *root,
                     const char *folder,
                     const char *place)
{
  GtkWidget *list = gtk_list_box_new ();
  const Lines lines = { GTK_LIST_BOX (list), action };
  g_autofree char *on = reeve_why_words_place (root, reason->folder_path);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, on, -1);
  if (g_strcmp0 (reason->state, "decides") != 0)
    gtk_widget_add_css_class (list, "in-vain");
  add_groups (&lines, reason, subject, who);
  add_grant (&lines, reason, subject, who, on);
  add_end (&lines, reason, root, folder, place);
  return list;
}
