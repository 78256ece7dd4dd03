/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A row for each group in the order of the tree, set in by its depth; what is searched for stands flat, with
 * its place in words. More are asked for as they come into sight. */

#include "config.h"

#include "console/pages/groups-page.h"

#include <glib/gi18n.h>

#include "console/client/group-names.h"
#include "console/dialogs/group-dialog.h"
#include "console/pages/group-detail.h"
#include "console/widgets/formatting.h"

#define STEP        22 /* pixels a level */
#define MAX_STEPS   5  /* deeper ones stand no further in: their names need the room */
#define ITEM_OF_ROW "reeve-item"

struct _ReeveGroupsPage
{
  ReeveListPage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  AdwNavigationSplitView *split;
  AdwNavigationPage *detail_page;
  AdwWindowTitle *title;
  GtkWidget *create_button;
  GtkEditable *search;
  GtkToggleButton *alone;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  ReeveGroupDetail *detail;
  /* owned */
  GSimpleActionGroup *actions;
  ReeveGroupChanges *changes; /* (nullable): with the list */
  char *chosen;               /* (nullable): id */
  GCancellable *cancellable;  /* (nullable): of the load of the chosen one */
};

G_DEFINE_FINAL_TYPE (ReeveGroupsPage, reeve_groups_page, REEVE_TYPE_LIST_PAGE)

static gboolean
is_narrowed (ReeveGroupsPage *self)
{
  return *gtk_editable_get_text (self->search) != '\0' || gtk_toggle_button_get_active (self->alone);
}

static void
enable (ReeveGroupsPage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

static void
reeve_groups_page_update (ReeveListPage *page, gboolean online G_GNUC_UNUSED)
{
  ReeveGroupsPage *self = REEVE_GROUPS_PAGE (page);
  ReevePagedList *list = reeve_list_page_get_list (page);
  gint64 total = list != NULL ? reeve_paged_list_get_total (list) : -1;
  gboolean write = reeve_list_page_may (page, REEVE_CAPABILITY_GROUPS_WRITE);
  g_autofree char *count = total >= 0 ? reeve_format_count (total) : NULL;
  g_autofree char *subtitle =
    count != NULL ? g_strdup_printf (g_dngettext (NULL, "%s group", "%s groups", (gulong) total), count)
                  : NULL;

  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (self->create_button, write);
  enable (self, "create", write);
  enable (self, "delete", write && reeve_group_detail_get_group (self->detail) != NULL);
  g_object_set (self->pane, "query-text",
                *gtk_editable_get_text (self->search) != '\0'
                  ? gtk_editable_get_text (self->search)
                  : gtk_button_get_label (GTK_BUTTON (self->alone)),
                NULL);
}

static gboolean
reeve_groups_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  ReeveGroupsPage *self = REEVE_GROUPS_PAGE (page);

  query->sort = g_strdup ("path");
  if (*gtk_editable_get_text (self->search) != '\0')
    query->text = g_strdup (gtk_editable_get_text (self->search));
  if (gtk_toggle_button_get_active (self->alone))
    reeve_query_set_filter (query, "administrators", "none");
  return is_narrowed (self);
}

static gboolean
reeve_groups_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  return g_str_equal (noun, "group") || (g_str_equal (noun, "user") && (id == NULL || version != 0));
}

static void
on_search_changed_cb (ReeveGroupsPage *self)
{
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
}

static void
on_alone_toggled_cb (ReeveGroupsPage *self)
{
  if (gtk_toggle_button_get_active (self->alone))
    gtk_widget_add_css_class (GTK_WIDGET (self->alone), "on");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->alone), "on");
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
}

static void
on_clear_filters_cb (ReeveGroupsPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_toggle_button_set_active (self->alone, FALSE);
}

/* --- Rows --- */

static char *
describe (ReeveGroup *group, gboolean flat)
{
  g_autofree char *above = flat ? reeve_group_names_above (group) : NULL;
  const char *place = group->parent == NULL ? _ ("Company") : above;

  if (place != NULL && group->description != NULL)
    return g_strdup_printf ("%s · %s", place, group->description);
  return g_strdup (place != NULL ? place : group->description != NULL ? group->description : "");
}

static void
show_row (ReeveGroupsPage *self, GtkWidget *row, ReeveGroup *group)
{
  GtkWidget *space = g_object_get_data (G_OBJECT (row), "reeve-space");
  GtkWidget *branch = g_object_get_data (G_OBJECT (row), "reeve-branch");
  int depth = group->path != NULL ? (int) g_strv_length (group->path) - 1 : 0;
  gboolean flat = is_narrowed (self);
  g_autofree char *subtitle = describe (group, flat);
  g_autofree char *above = reeve_group_names_above (group);
  g_autofree char *count = reeve_format_count (group->members);
  g_autofree char *people =
    /* Translators: %s: how many people are in a group */
    g_strdup_printf (g_dngettext (NULL, "%s person", "%s people", (gulong) group->members), count);
  /* Translators: read out for a group: how many are in it, and where it is */
  g_autofree char *spoken = above != NULL ? g_strdup_printf (_ ("%1$s, inside %2$s"), people, above) : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), group->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_label_set_label (g_object_get_data (G_OBJECT (row), "reeve-count"), people);
  gtk_widget_set_visible (space, !flat && depth > 0);
  gtk_widget_set_size_request (space, STEP * (CLAMP (depth, 1, MAX_STEPS) - 1), -1);
  gtk_widget_set_visible (branch, !flat && depth > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  spoken != NULL ? spoken : people, -1);
}

static void
renew_row (GtkWidget *row)
{
  ReeveGroupsPage *self = REEVE_GROUPS_PAGE (gtk_widget_get_ancestor (row, REEVE_TYPE_GROUPS_PAGE));

  if (self != NULL)
    show_row (self, row,
              REEVE_GROUP (reeve_paged_item_get_record (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW))));
}

static void
renew_rows (ReeveGroupsPage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    renew_row (GTK_WIDGET (row));
}

static GtkWidget *
reeve_groups_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *count = gtk_label_new (NULL);
  GtkWidget *space = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *branch =
    g_object_new (GTK_TYPE_LABEL, "label", "└", "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_add_css_class (count, "secondary");
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_add_css_class (branch, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), count);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), branch);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), space);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "reeve-count", count);
  g_object_set_data (G_OBJECT (row), "reeve-space", space);
  g_object_set_data (G_OBJECT (row), "reeve-branch", branch);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (renew_row), row, G_CONNECT_SWAPPED);
  show_row (REEVE_GROUPS_PAGE (page), row, REEVE_GROUP (reeve_paged_item_get_record (item)));
  return row;
}

/* --- The one that is chosen --- */

static void
show_chosen (ReeveGroupsPage *self, ReeveGroup *group)
{
  reeve_group_detail_show (self->detail, group);
  adw_navigation_page_set_title (self->detail_page, group != NULL ? group->name : _ ("Group"));
  reeve_list_page_update (REEVE_LIST_PAGE (self));
}

static void
choose_row (ReeveGroupsPage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    if (g_strcmp0 (self->chosen, reeve_paged_item_get_id (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW))) ==
        0)
      {
        gtk_list_box_select_row (self->rows, row);
        return;
      }
  gtk_list_box_unselect_all (self->rows);
}

static void
choose (ReeveGroupsPage *self, ReeveGroup *group)
{
  g_set_str (&self->chosen, group != NULL ? group->id : NULL);
  choose_row (self);
  show_chosen (self, group);
  adw_navigation_split_view_set_show_content (self->split, group != NULL);
}

static void
on_row_activated_cb (ReeveGroupsPage *self, GtkListBoxRow *row)
{
  choose (self, reeve_paged_item_get_record (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW)));
}

static void
on_chosen_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveGroupsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveGroup) group = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (group == NULL)
    {
      if (reeve_error_get_code (error) == REEVE_ERROR_NOT_FOUND)
        choose (self, NULL); /* somebody else deleted it */
      return;
    }
  reeve_group_names_keep (group);
  if (g_strcmp0 (group->id, self->chosen) == 0)
    show_chosen (self, group);
}

static void
load_chosen (ReeveGroupsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (reeve_list_page_get_list (REEVE_LIST_PAGE (self)) == NULL || self->chosen == NULL)
    return;
  below = g_strconcat ("groups/", self->chosen, NULL);
  path = reeve_site_path (site, below);
  self->cancellable = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (site), reeve_group_get_type (), path, self->cancellable,
                           on_chosen_loaded_cb, g_object_ref (self));
}

/* What changes of one group changes others: those above count, those below are called after it. */
static void
reeve_groups_page_reload (ReeveListPage *page)
{
  load_chosen (REEVE_GROUPS_PAGE (page));
  reeve_group_detail_reload_people (REEVE_GROUPS_PAGE (page)->detail);
}

/* --- Changes --- */

static void
on_done_cb (ReeveGroupsPage *self, const char *message, guint step)
{
  adw_toast_overlay_dismiss_all (self->toasts);
  adw_toast_overlay_add_toast (self->toasts,
                               reeve_changes_toast_new (REEVE_CHANGES (self->changes), message, step));
  reeve_list_page_reload (REEVE_LIST_PAGE (self));
}

static void
on_refused_cb (ReeveGroupsPage *self, const char *message)
{
  adw_toast_overlay_dismiss_all (self->toasts);
  adw_toast_overlay_add_toast (self->toasts,
                               g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", message, NULL));
  reeve_list_page_reload (REEVE_LIST_PAGE (self)); /* what was typed gives way to what is */
}

static void
on_saved_cb (ReeveGroupsPage *self, ReeveGroup *group)
{
  ReevePagedList *list = reeve_list_page_get_list (REEVE_LIST_PAGE (self));

  reeve_group_names_keep (group);
  if (list != NULL)
    reeve_paged_list_put (list, group);
  if (g_strcmp0 (group->id, self->chosen) == 0)
    show_chosen (self, group);
}

static void
on_deleted_cb (ReeveGroupsPage *self, const char *id)
{
  ReevePagedList *list = reeve_list_page_get_list (REEVE_LIST_PAGE (self));

  if (list != NULL)
    reeve_paged_list_remove (list, id);
  if (g_strcmp0 (id, self->chosen) == 0)
    choose (self, NULL);
}

static void
on_created_cb (ReeveGroupsPage *self, ReeveGroup *group)
{
  /* Translators: %s: a group */
  g_autofree char *message = g_strdup_printf (_ ("“%s” made"), group->name);

  choose (self, group);
  on_done_cb (self, message, 0);
}

static void
on_create_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveGroupsPage *self = user_data;
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  AdwDialog *dialog;

  if (site == NULL)
    return;
  dialog = reeve_group_dialog_new (site, reeve_group_detail_get_group (self->detail));
  g_signal_connect_object (dialog, "created", G_CALLBACK (on_created_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_delete_chosen_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  ReeveGroupsPage *self = user_data;

  if (self->changes != NULL)
    reeve_group_changes_delete (self->changes, g_object_get_data (G_OBJECT (dialog), "reeve-group"));
}

static void
on_delete_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveGroupsPage *self = user_data;
  ReeveGroup *group = reeve_group_detail_get_group (self->detail);
  AdwDialog *dialog;
  g_autoptr (GString) body = g_string_new (NULL);

  if (group == NULL)
    return;
  /* Translators: %s: a group */
  dialog = adw_alert_dialog_new (NULL, NULL);
  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (dialog), _ ("Delete “%s”?"), group->name);
  if (group->members > 0)
    g_string_append_printf (body,
                            g_dngettext (NULL, "%d person leaves it and stays in the workspace. ",
                                         "%d people leave it and stay in the workspace. ",
                                         (gulong) group->members),
                            (int) group->members);
  if (group->administrators > 0)
    g_string_append_printf (body,
                            g_dngettext (NULL, "%d group administrator loses it. ",
                                         "%d group administrators lose it. ", (gulong) group->administrators),
                            (int) group->administrators);
  g_string_append (body, _ ("Groups below it must be moved or deleted before. This cannot be undone."));
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), body->str);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "delete", _ ("_Delete"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), "reeve-group", g_object_ref (group), g_object_unref);
  g_signal_connect_object (dialog, "response::delete", G_CALLBACK (on_delete_chosen_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* --- The site --- */

static void
reeve_groups_page_begun (ReeveListPage *page)
{
  ReeveGroupsPage *self = REEVE_GROUPS_PAGE (page);
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (page));
  ReevePagedList *list = reeve_list_page_get_list (page);

  self->changes = reeve_group_changes_new (site);
  reeve_group_detail_set_site (self->detail, site, self->changes);
  /* In the tree, or flat. */
  g_signal_connect_object (list, "notify", G_CALLBACK (renew_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (choose_row), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "done", G_CALLBACK (on_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "refused", G_CALLBACK (on_refused_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "saved", G_CALLBACK (on_saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "deleted", G_CALLBACK (on_deleted_cb), self, G_CONNECT_SWAPPED);
}

static void
reeve_groups_page_dropped (ReeveListPage *page)
{
  ReeveGroupsPage *self = REEVE_GROUPS_PAGE (page);

  g_signal_handlers_disconnect_by_data (self->changes, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->changes);
  g_clear_pointer (&self->chosen, g_free);
  reeve_group_detail_set_site (self->detail, NULL, NULL);
}

/* Perhaps one may do more or less than before. */
static void
on_rights_cb (ReeveGroupsPage *self)
{
  if (reeve_list_page_get_list (REEVE_LIST_PAGE (self)) != NULL)
    reeve_group_detail_show (self->detail, reeve_group_detail_get_group (self->detail));
}

/* The base class, told first, has let go of all handlers of its own and of these. */
static void
on_site_set_cb (ReeveGroupsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  g_signal_connect_object (site, "notify::state", G_CALLBACK (on_rights_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (on_rights_cb), self, G_CONNECT_SWAPPED);
}

static void
reeve_groups_page_search (ReevePage *page)
{
  adw_navigation_split_view_set_show_content (REEVE_GROUPS_PAGE (page)->split, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (REEVE_GROUPS_PAGE (page)->search));
}

static void
reeve_groups_page_show_one (ReevePage *page, const char *id)
{
  ReeveGroupsPage *self = REEVE_GROUPS_PAGE (page);

  g_set_str (&self->chosen, id);
  choose_row (self);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  load_chosen (self);
}

/* "group": the one; "administrators": companies without any */
static void
reeve_groups_page_show_filters (ReevePage *page, GVariant *filters)
{
  const char *group = reeve_page_get_filter (filters, "group");

  on_clear_filters_cb (REEVE_GROUPS_PAGE (page));
  gtk_toggle_button_set_active (REEVE_GROUPS_PAGE (page)->alone,
                                reeve_page_get_filter (filters, "administrators") != NULL);
  if (group != NULL)
    reeve_groups_page_show_one (page, group);
  else
    adw_navigation_split_view_set_show_content (REEVE_GROUPS_PAGE (page)->split, FALSE);
}

static void
reeve_groups_page_create (ReevePage *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (REEVE_GROUPS_PAGE (page)->actions), "create", NULL);
}

static void
reeve_groups_page_dispose (GObject *object)
{
  ReeveGroupsPage *self = REEVE_GROUPS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (reeve_groups_page_parent_class)->dispose (object);
}

static void
reeve_groups_page_finalize (GObject *object)
{
  ReeveGroupsPage *self = REEVE_GROUPS_PAGE (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->cancellable);
  g_free (self->chosen);
  G_OBJECT_CLASS (reeve_groups_page_parent_class)->finalize (object);
}

static void
reeve_groups_page_list_whom (ReevePage *page, GPtrArray *list)
{
  ReeveGroup *group = reeve_group_detail_get_group (REEVE_GROUPS_PAGE (page)->detail);

  if (group != NULL)
    reeve_whom_list_take (list, reeve_whom_new_group (group->id, group->name));
}

static void
reeve_groups_page_class_init (ReeveGroupsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  object_class->dispose = reeve_groups_page_dispose;
  object_class->finalize = reeve_groups_page_finalize;
  page_class->search = reeve_groups_page_search;
  page_class->create = reeve_groups_page_create;
  page_class->show_one = reeve_groups_page_show_one;
  page_class->list_whom = reeve_groups_page_list_whom;
  page_class->show_filters = reeve_groups_page_show_filters;
  list_class->path = "groups";
  list_class->record_type = reeve_group_get_type;
  list_class->make_row = reeve_groups_page_make_row;
  list_class->narrow = reeve_groups_page_narrow;
  list_class->is_news = reeve_groups_page_is_news;
  list_class->update = reeve_groups_page_update;
  list_class->reload = reeve_groups_page_reload;
  list_class->begun = reeve_groups_page_begun;
  list_class->dropped = reeve_groups_page_dropped;

  g_type_ensure (REEVE_TYPE_GROUP_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/groups-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupsPage, split);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupsPage, detail_page);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupsPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupsPage, create_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupsPage, search);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupsPage, alone);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupsPage, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupsPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_alone_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
reeve_groups_page_init (ReeveGroupsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "create", .activate = on_create_cb },
    { .name = "delete", .activate = on_delete_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "groups", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
}
