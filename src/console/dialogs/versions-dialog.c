/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Versions are counted from the oldest that is known, from 1 on, and listed newest first. */

#include "config.h"

#include "console/dialogs/versions-dialog.h"

#include <glib/gi18n.h>

#include "console/client/version-history.h"
#include "console/dialogs/version-changes.h"
#include "console/widgets/field-changes.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-words.h"
#include "console/widgets/wording.h"

/* What a version can be compared with, besides each of the others. */
enum
{
  COMPARE_BEFORE,
  COMPARE_NOTHING,
  COMPARE_FIRST, /* the newest version, and so on */
};

struct _ReeveVersionsDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *trouble;
  AdwNavigationSplitView *split;
  AdwWindowTitle *list_title;
  GtkListBox *list;
  GtkLabel *cut;
  AdwNavigationPage *version_page;
  AdwWindowTitle *version_title;
  AdwComboRow *compare;
  AdwPreferencesGroup *fields;
  GtkListBox *rows;
  GtkButton *restore;
  /* owned */
  ReeveSite *site;
  ReeveVersionChanges *changes;
  ReeveVersionHistory *history; /* (nullable): it is being asked for */
  GCancellable *cancellable;
  char *id;
  char *name;
  char *entry; /* (nullable): to be shown */
  /* borrowed */
  const ReeveNoun *noun;

  guint shown;   /* index of the version; with history */
  gboolean busy; /* something is on its way; the button stays as it is, for it may have the focus */
};

G_DEFINE_FINAL_TYPE (ReeveVersionsDialog, reeve_versions_dialog, ADW_TYPE_DIALOG)

static guint
count (ReeveVersionsDialog *self)
{
  return self->history->versions->len;
}

static const ReeveVersion *
get_version (ReeveVersionsDialog *self, guint index)
{
  return self->history->versions->pdata[index];
}

/* The newest stands on top. */
static guint
turn_around (ReeveVersionsDialog *self, guint position)
{
  return count (self) - 1 - position;
}

static char *
name_version (guint index)
{
  /* Translators: a version of a record, by its number */
  return g_strdup_printf (_ ("Version %u"), index + 1);
}

static char *
describe_version (const ReeveVersion *version)
{
  if (version->entry == NULL)
    return g_strdup (_ ("As it was before the record of changes begins"));
  return reeve_format_history_title (version->entry);
}

static char *
date_version (const ReeveVersion *version)
{
  return version->entry != NULL ? reeve_format_history_who (version->entry) : g_strdup ("");
}

/* --- One version --- */

/* What the shown version is compared with. (nullable): nothing */
static JsonObject *
get_other (ReeveVersionsDialog *self, gboolean *all)
{
  guint chosen = adw_combo_row_get_selected (self->compare);

  if (chosen == GTK_INVALID_LIST_POSITION || chosen >= COMPARE_FIRST + count (self))
    chosen = COMPARE_BEFORE; /* the choices are just being renewed */
  *all = chosen == COMPARE_NOTHING || (chosen == COMPARE_BEFORE && self->shown == 0);
  if (*all)
    return NULL;
  if (chosen == COMPARE_BEFORE)
    return get_version (self, self->shown - 1)->fields;
  return get_version (self, turn_around (self, chosen - COMPARE_FIRST))->fields;
}

static void
show_fields (ReeveVersionsDialog *self)
{
  const ReeveVersion *version;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gboolean all;
  JsonObject *other;
  guint n;

  if (self->history == NULL || self->shown >= count (self))
    return;
  version = get_version (self, self->shown);
  other = get_other (self, &all);
  reeve_versions_compare (other, version->fields, &before, &after);
  n = reeve_field_changes_fill (self->rows, before, after);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  adw_preferences_group_set_description (
    self->fields, version->fields == NULL && n == 0 ? _ ("It was deleted.")
                  : version->fields == NULL         ? _ ("It was deleted. This is what was there.")
                  : n == 0                          ? _ ("There is no difference.")
                                                    : NULL);
}

/* (transfer full) (nullable): the record as it would be then; NULL: there is no way back to the shown
 * version, or nothing to it */
static ReeveRecord *
make_restored (ReeveVersionsDialog *self)
{
  const ReeveVersion *version = get_version (self, self->shown);
  g_autoptr (ReeveRecord) restored = NULL;

  if (version->fields == NULL || (self->noun->capability != REEVE_CAPABILITY_NONE &&
                                  !reeve_site_may (self->site, self->noun->capability)))
    return NULL;
  if (self->history->now == NULL)
    return self->noun->can_make && version->known == NULL
             ? reeve_versions_make (version, self->noun->get_type (), NULL)
             : NULL;
  if (!self->noun->can_save)
    return NULL;
  restored = reeve_versions_restore (version, self->history->now, NULL);
  if (restored != NULL && self->noun->moves != NULL)
    reeve_record_copy_field (
      restored, self->history->now,
      reeve_record_class_find_field (REEVE_RECORD_GET_CLASS (restored), self->noun->moves));
  return restored != NULL && !reeve_record_writable_equal (restored, self->history->now)
           ? g_steal_pointer (&restored)
           : NULL;
}

static void
show_version (ReeveVersionsDialog *self, guint index)
{
  const ReeveVersion *version = get_version (self, index);
  g_autofree char *title = name_version (index);
  g_autofree char *when = version->entry != NULL ? reeve_format_time (version->entry->time) : NULL;
  g_autoptr (ReeveRecord) restored = NULL;

  self->shown = index;
  restored = make_restored (self);
  adw_window_title_set_title (self->version_title, title);
  adw_window_title_set_subtitle (self->version_title, when != NULL ? when : "");
  adw_navigation_page_set_title (self->version_page, title);
  gtk_widget_set_visible (GTK_WIDGET (self->restore), restored != NULL);
  gtk_button_set_label (self->restore,
                        self->history->now != NULL ? _ ("_Restore This Version…") : _ ("_Make It Again…"));
  show_fields (self);
}

static void
on_row_selected_cb (ReeveVersionsDialog *self, GtkListBoxRow *row)
{
  if (row != NULL && self->history != NULL)
    show_version (self, turn_around (self, (guint) gtk_list_box_row_get_index (row)));
}

static void
on_row_activated_cb (ReeveVersionsDialog *self)
{
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

/* --- All of them --- */

static GtkWidget *
make_row (ReeveVersionsDialog *self, guint index)
{
  const ReeveVersion *version = get_version (self, index);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *number = g_strdup_printf ("%u", index + 1);
  g_autofree char *title = describe_version (version);
  g_autofree char *who = date_version (version);
  GtkWidget *label = gtk_label_new (number);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), who);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "secondary");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
fill_compare (ReeveVersionsDialog *self)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  gtk_string_list_append (choices, _ ("The version before it"));
  gtk_string_list_append (choices, _ ("Nothing: show all fields"));
  for (guint i = 0; i < count (self); i++)
    {
      guint index = turn_around (self, i);
      const ReeveVersion *version = get_version (self, index);
      g_autofree char *name = name_version (index);
      g_autofree char *when = version->entry != NULL ? reeve_format_time (version->entry->time) : NULL;
      g_autofree char *both = when != NULL ? g_strdup_printf ("%s · %s", name, when) : g_strdup (name);

      gtk_string_list_append (choices, both);
    }
  adw_combo_row_set_model (self->compare, G_LIST_MODEL (choices));
}

static void
learn_names (ReeveVersionsDialog *self)
{
  for (guint i = 0; i < count (self); i++)
    {
      ReeveAuditEntry *entry = get_version (self, i)->entry;
      g_auto (GStrv) groups = entry != NULL ? reeve_history_list_groups (entry) : NULL;
      g_auto (GStrv) people = entry != NULL ? reeve_history_list_people (entry) : NULL;

      reeve_site_learn_groups (self->site, (const char *const *) groups);
      reeve_site_learn_people (self->site, (const char *const *) people);
    }
}

/* The toast's button that had it is gone; keys must go on reaching the dialog. */
static void
keep_focus (ReeveVersionsDialog *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->compare));
}

static void
show_versions (ReeveVersionsDialog *self)
{
  int found = self->entry != NULL ? reeve_versions_find (self->history->versions, self->entry) : -1;
  guint index = found >= 0 ? (guint) found : count (self) - 1;
  g_autofree char *subtitle =
    g_strdup_printf (g_dngettext (NULL, "%u version", "%u versions", count (self)), count (self));

  adw_window_title_set_subtitle (self->list_title, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->cut), self->history->cut);
  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < count (self); i++)
    gtk_list_box_append (self->list, make_row (self, turn_around (self, i)));
  fill_compare (self);
  learn_names (self);
  gtk_list_box_select_row (self->list,
                           gtk_list_box_get_row_at_index (self->list, (int) turn_around (self, index)));
  gtk_stack_set_visible_child_name (self->stack, "versions");
  keep_focus (self);
}

static void
show_trouble (ReeveVersionsDialog *self, const char *title, const char *advice)
{
  g_autofree char *description = g_markup_escape_text (advice, -1);

  adw_status_page_set_title (self->trouble, title);
  adw_status_page_set_description (self->trouble, description); /* is markup; the title is not */
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveVersionsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveVersionHistory) history =
    reeve_version_history_load_finish (REEVE_SITE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (history == NULL)
    {
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *advice = reeve_wording_advice (error);

      show_trouble (self, title, advice);
      return;
    }
  g_clear_pointer (&self->history, reeve_version_history_free);
  self->history = g_steal_pointer (&history);
  if (count (self) == 0)
    show_trouble (self, _ ("No Versions"), _ ("The record of changes tells nothing of its fields."));
  else
    show_versions (self);
}

static void
load (ReeveVersionsDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  reeve_version_history_load_async (self->site, self->noun, self->id, self->cancellable, on_loaded_cb,
                                    g_object_ref (self));
}

/* --- Going back --- */

static void
on_restore_chosen_cb (ReeveVersionsDialog *self)
{
  g_autoptr (ReeveRecord) restored = self->history != NULL ? make_restored (self) : NULL;

  if (restored == NULL)
    return;
  self->busy = TRUE;
  if (self->history->now != NULL)
    reeve_version_changes_restore (self->changes, self->noun, self->history->now, restored, self->name);
  else
    reeve_version_changes_make (self->changes, self->noun, restored, self->name);
}

/* What would be changed, from what is there now. */
static GtkWidget *
make_preview (ReeveVersionsDialog *self, ReeveRecord *restored)
{
  GtkWidget *rows = gtk_list_box_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_widget_set_margin_start (rows, 1); /* the card's own outline */
  gtk_widget_set_margin_end (rows, 1);
  gtk_widget_set_margin_top (rows, 1);
  gtk_widget_set_margin_bottom (rows, 1);
  reeve_record_difference (self->history->now, restored, &before, &after);
  reeve_field_changes_fill (GTK_LIST_BOX (rows), before, after);
  gtk_accessible_update_property (GTK_ACCESSIBLE (rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What would change"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), rows);
  return scroller;
}

static void
on_restore_cb (ReeveVersionsDialog *self)
{
  g_autoptr (ReeveRecord) restored = make_restored (self);
  gboolean there = self->history->now != NULL;
  g_autofree char *version = name_version (self->shown);
  AdwDialog *dialog;

  if (restored == NULL || self->busy)
    return;
  /* The question hands the focus back to where it was; the button may be gone by then. */
  gtk_widget_grab_focus (GTK_WIDGET (self->compare));
  dialog = adw_alert_dialog_new (there ? _ ("Restore This Version?") : _ ("Make It Again?"), NULL);
  adw_alert_dialog_format_body (
    ADW_ALERT_DIALOG (dialog),
    /* Translators: %1$s: a record's name; %2$s: "Version 3" */
    there ? _ ("“%1$s” becomes what it was in %2$s. The versions after it stay in the record of changes.")
          : _ ("“%1$s” is made anew as it was in %2$s. It is another one to the rest of the workspace: who "
               "or what "
               "had the old one does not have it by that."),
    self->name, version);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), make_preview (self, restored));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "restore",
                                  there ? _ ("_Restore") : _ ("_Make It Again"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "restore", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "restore");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response::restore", G_CALLBACK (on_restore_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_done_cb (ReeveVersionsDialog *self, const char *message, guint step)
{
  adw_toast_overlay_add_toast (self->toasts,
                               reeve_changes_toast_new (REEVE_CHANGES (self->changes), message, step));
  self->busy = FALSE;
  g_clear_pointer (&self->entry, g_free);
  load (self);
}

static void
on_refused_cb (ReeveVersionsDialog *self, const char *message)
{
  self->busy = FALSE;
  adw_toast_overlay_add_toast (self->toasts,
                               g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", message, NULL));
}

/* It was changed, here or by others, or a restoring was taken back. */
static void
on_site_changed_cb (ReeveVersionsDialog *self, const char *noun, const char *id)
{
  const char *shown;

  if (self->history == NULL || g_strcmp0 (noun, self->noun->noun) != 0 ||
      (id != NULL && *id != '\0' && g_strcmp0 (id, self->id) != 0))
    return;
  if (count (self) > 0)
    {
      shown =
        get_version (self, self->shown)->entry != NULL ? get_version (self, self->shown)->entry->id : NULL;
      if (self->shown + 1 < count (self))
        g_set_str (&self->entry, shown);
    }
  load (self);
}

/* --- The widget --- */

static void
reeve_versions_dialog_dispose (GObject *object)
{
  ReeveVersionsDialog *self = REEVE_VERSIONS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->changes);
  g_clear_object (&self->site);
  g_clear_pointer (&self->history, reeve_version_history_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_VERSIONS_DIALOG);
  G_OBJECT_CLASS (reeve_versions_dialog_parent_class)->dispose (object);
}

static void
reeve_versions_dialog_finalize (GObject *object)
{
  ReeveVersionsDialog *self = REEVE_VERSIONS_DIALOG (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->entry);
  G_OBJECT_CLASS (reeve_versions_dialog_parent_class)->finalize (object);
}

static void
reeve_versions_dialog_class_init (ReeveVersionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_versions_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_versions_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/versions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, split);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, list_title);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, cut);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, version_page);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, version_title);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, compare);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveVersionsDialog, restore);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_restore_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_fields);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
reeve_versions_dialog_init (ReeveVersionsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_versions_dialog_new (ReeveSite *site,
                           const ReeveNoun *noun,
                           const char *id,
                           const char *name,
                           const char *entry)
{
  ReeveVersionsDialog *self = g_object_new (REEVE_TYPE_VERSIONS_DIALOG, NULL);

  self->site = g_object_ref (site);
  self->noun = noun;
  self->id = g_strdup (id);
  self->name = g_strdup (name != NULL ? name : id);
  self->entry = g_strdup (entry);
  self->changes = reeve_version_changes_new (site);
  adw_window_title_set_title (self->list_title, self->name);
  g_signal_connect_object (self->changes, "done", G_CALLBACK (on_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "refused", G_CALLBACK (on_refused_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "group-named", G_CALLBACK (show_fields), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "person-named", G_CALLBACK (show_fields), self, G_CONNECT_SWAPPED);
  load (self);
  return ADW_DIALOG (self);
}
