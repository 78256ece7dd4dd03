/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One view shows the tree, or flat what is searched for. The chosen folder stays on the right while the view
 * shows something else. News come as many: they are waited for, and a page that nobody looks at waits until
 * somebody does. */

#include "config.h"

#include "console/pages/permissions-page-private.h"

#include <glib/gi18n.h>

#include "common/folder.h"
#include "console/pages/permissions-reach.h"
#include "console/pages/permissions-why.h"
#include "console/widgets/folder-rows.h"
#include "console/widgets/formatting.h"
#include "console/widgets/list-edge.h"
#include "console/widgets/wording.h"

#define NEWS_WAIT_MS 300

G_DEFINE_FINAL_TYPE (ReevePermissionsPage, reeve_permissions_page, REEVE_TYPE_PAGE)

static ReeveFolderRows
get_rows (gpointer object)
{
  ReevePermissionsPage *self = object;
  ReeveFolderRows rows = { self->tree, reeve_site_get_root_name (reeve_page_get_site (REEVE_PAGE (self))),
                           reeve_reach_chooser_get_kind (self->reach) != NULL };

  return rows;
}

/* --- What is shown --- */

/* The one function that says which of its states the pane is in. */
static ReevePaneState
decide (ReevePermissionsPage *self, ReevePagedList *list)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  ReevePagedListState state = list != NULL ? reeve_paged_list_get_state (list) : REEVE_PAGED_LIST_LOADING;
  const GError *error = list != NULL ? reeve_paged_list_get_error (list) : NULL;
  guint n = list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (list)) : 0;

  if (self->found == NULL && state == REEVE_PAGED_LIST_COMPLETE)
    n++; /* the root is there, and has grants */
  return reeve_pane_decide (site != NULL ? reeve_site_get_state (site) : REEVE_SITE_CLOSED,
                            site != NULL && reeve_site_get_online (site), state, n, self->found != NULL,
                            reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE);
}

static void
update (ReevePermissionsPage *self)
{
  ReevePagedList *list = self->found != NULL  ? self->found
                         : self->tree != NULL ? reeve_folder_tree_get_top (self->tree)
                                              : NULL;

  reeve_permissions_page_update_actions (self);
  reeve_permissions_reach_update (REEVE_PAGE (self), G_ACTION_MAP (self->actions), self->reach);
  gtk_widget_set_visible (self->export_button, reeve_reach_chooser_get_kind (self->reach) != NULL);
  g_object_set (self->pane, "query-text", gtk_editable_get_text (self->search), NULL);
  reeve_pane_set_state (self->pane, decide (self, list),
                        list != NULL ? reeve_paged_list_get_error (list) : NULL);
}

void
reeve_permissions_page_say (ReevePermissionsPage *self, const char *message)
{
  adw_toast_overlay_dismiss_all (self->toasts);
  adw_toast_overlay_add_toast (self->toasts,
                               g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", message, NULL));
}

/* --- The chosen folder --- */

/* Marks it in the view, where it can be seen there. @flags: whether the focus goes there: not from under who
 * is typing. */
static void
mark (ReevePermissionsPage *self, const char *id, GtkListScrollFlags flags)
{
  GListModel *model = G_LIST_MODEL (self->selection);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) shown = g_list_model_get_item (model, i);
      g_autoptr (ReevePagedItem) item = reeve_folder_rows_get_item (shown);

      if (item != NULL && g_strcmp0 (reeve_paged_item_get_id (item), id) == 0)
        {
          gtk_list_view_scroll_to (self->view, i, GTK_LIST_SCROLL_SELECT | flags, NULL);
          return;
        }
    }
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

static void
choose (ReevePermissionsPage *self, const char *id)
{
  reeve_folder_detail_show (self->detail, id);
  update (self);
}

static void
on_selected_cb (ReevePermissionsPage *self)
{
  g_autoptr (ReevePagedItem) item =
    reeve_folder_rows_get_item (gtk_single_selection_get_selected_item (self->selection));

  if (item != NULL)
    choose (self, reeve_paged_item_get_id (item));
}

static void
show_content (gpointer object)
{
  ReevePermissionsPage *self = object;

  if (reeve_folder_detail_get_id (self->detail) != NULL)
    adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
on_loaded_cb (ReevePermissionsPage *self, ReeveFolder *folder)
{
  adw_navigation_page_set_title (self->detail_page,
                                 g_strcmp0 (folder->id, REEVE_FOLDER_ROOT) == 0
                                   ? reeve_site_get_root_name (reeve_page_get_site (REEVE_PAGE (self)))
                                   : folder->name);
  update (self);
}

static void
on_gone_cb (ReevePermissionsPage *self)
{
  choose (self, REEVE_FOLDER_ROOT);
  mark (self, REEVE_FOLDER_ROOT, GTK_LIST_SCROLL_NONE);
}

static void
on_go_cb (ReevePermissionsPage *self, const char *id)
{
  g_autofree char *kept = g_strdup (id); /* of a row that is about to go */

  choose (self, kept);
  mark (self, kept,
        adw_navigation_split_view_get_collapsed (self->split) ? GTK_LIST_SCROLL_NONE : GTK_LIST_SCROLL_FOCUS);
}

/* --- The view --- */

static void
show_model (ReevePermissionsPage *self)
{
  GListModel *model = NULL;

  if (self->found != NULL)
    model = G_LIST_MODEL (self->found);
  else if (self->tree != NULL)
    model = G_LIST_MODEL (reeve_folder_tree_get_model (self->tree));
  gtk_single_selection_set_model (self->selection, model);
  if (self->found == NULL && self->tree != NULL)
    mark (self, reeve_folder_detail_get_id (self->detail), GTK_LIST_SCROLL_NONE);
  update (self);
}

static void
drop_found (ReevePermissionsPage *self)
{
  if (self->found != NULL)
    g_signal_handlers_disconnect_by_data (self->found, self);
  g_clear_object (&self->found);
}

static void
on_search_changed_cb (ReevePermissionsPage *self)
{
  const char *text = gtk_editable_get_text (self->search);
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  if (self->tree == NULL)
    return;
  if (*text == '\0')
    drop_found (self);
  else if (self->found == NULL)
    {
      self->found = reeve_paged_list_new (reeve_site_get_client (site), reeve_folder_get_type (),
                                          reeve_folder_tree_get_path (self->tree));
      g_signal_connect_object (self->found, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->found, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  if (self->found != NULL)
    {
      query->text = g_strdup (text);
      reeve_permissions_reach_fill (self->reach, query);
      if (reeve_reach_chooser_get_kind (self->reach) != NULL)
        reeve_query_set_filter (query, "reached", "yes");
      query->sort = g_strdup ("name");
      reeve_paged_list_set_query (self->found, query);
    }
  show_model (self);
}

static void
on_clear_filters_cb (ReevePermissionsPage *self)
{
  gtk_editable_set_text (self->search, "");
}

static void
load_more_if_near (ReevePermissionsPage *self)
{
  reeve_list_edge_load (self->scroller, self->found); /* the tree's levels are asked for by their rows */
}

static gboolean
on_key_pressed_cb (ReevePermissionsPage *self, guint key, guint code, GdkModifierType modifiers)
{
  return self->tree != NULL && reeve_folder_rows_turn (self->view, self->tree, key, modifiers);
}

static void
on_level_failed_cb (ReevePermissionsPage *self, ReevePagedList *level)
{
  g_autofree char *title = reeve_wording_title (reeve_paged_list_get_error (level));

  reeve_permissions_page_say (self, title);
}

void
reeve_permissions_page_reload (ReevePermissionsPage *self)
{
  self->stale = FALSE;
  if (self->tree == NULL)
    return;
  reeve_folder_tree_reload (self->tree);
  if (self->found != NULL)
    reeve_paged_list_reload (self->found);
  reeve_folder_detail_reload (self->detail);
  reeve_permissions_matrix_reload (self->matrix);
}

/* --- The site --- */

static void
drop (ReevePermissionsPage *self)
{
  if (self->tree == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->tree, self);
  drop_found (self);
  gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->tree);
  reeve_permissions_page_drop_changes (self);
  reeve_reach_chooser_set_site (self->reach, NULL);
  reeve_permissions_matrix_set_site (self->matrix, NULL);
  reeve_folder_detail_set_site (self->detail, NULL);
}

static void
make_tree (ReevePermissionsPage *self, ReeveSite *site, const char *path)
{
  self->tree = reeve_folder_tree_new (reeve_site_get_client (site), path, reeve_site_get_root_name (site),
                                      reeve_reach_chooser_get_kind (self->reach),
                                      reeve_reach_chooser_get_id (self->reach));
  g_signal_connect_object (self->tree, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tree, "failed", G_CALLBACK (on_level_failed_cb), self, G_CONNECT_SWAPPED);
}

static void
begin_tree (ReevePermissionsPage *self, ReeveSite *site, const char *path)
{
  reeve_reach_chooser_set_site (self->reach, site);
  reeve_permissions_matrix_set_site (self->matrix, site);
  make_tree (self, site, path);
  reeve_permissions_page_begin_changes (self, site);
  reeve_folder_detail_set_site (self->detail, site);
  reeve_folder_detail_show (self->detail, REEVE_FOLDER_ROOT);
  show_model (self);
}

static void
on_view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReevePermissionsPage *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  gtk_stack_set_visible_child_name (self->views, name);
  if (g_str_equal (name, "tree"))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Each header has the choice, and shows where it stands. */
static void
on_layout_cb (ReevePermissionsPage *self)
{
  if (self->layouts == NULL || g_strcmp0 (adw_toggle_group_get_active_name (self->layouts), "matrix") != 0)
    return;
  gtk_stack_set_visible_child_name (self->views, "matrix");
  adw_toggle_group_set_active_name (self->layouts, "tree");
}

/* A matrix wants room. */
static void
on_narrow_cb (ReevePermissionsPage *self)
{
  gtk_stack_set_visible_child_name (self->views, "tree");
}

/* Another tree, beside the folder that is shown. */
static void
on_reach_changed_cb (ReevePermissionsPage *self)
{
  g_autofree char *path = NULL;

  if (self->tree == NULL)
    return;
  path = g_strdup (reeve_folder_tree_get_path (self->tree));
  g_signal_handlers_disconnect_by_data (self->tree, self);
  drop_found (self);
  gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->tree);
  make_tree (self, reeve_page_get_site (REEVE_PAGE (self)), path);
  on_search_changed_cb (self);
}

static void
begin (ReevePermissionsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean ready = site != NULL && reeve_site_get_state (site) == REEVE_SITE_READY &&
                   reeve_site_get_workspace (site) != NULL && reeve_page_is_allowed (REEVE_PAGE (self));
  g_autofree char *path = ready ? reeve_site_path (site, "folders") : NULL;

  if (self->tree != NULL && g_strcmp0 (path, reeve_folder_tree_get_path (self->tree)) != 0)
    drop (self);
  if (path != NULL && self->tree == NULL)
    begin_tree (self, site, path);
  else if (self->tree != NULL)
    {
      reeve_folder_tree_set_name (self->tree,
                                  reeve_site_get_root_name (reeve_page_get_site (REEVE_PAGE (self))));
      reeve_folder_detail_update (self->detail);
    }
  update (self);
}

static gboolean
on_news_cb (gpointer user_data)
{
  ReevePermissionsPage *self = user_data;

  self->news_wait = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    reeve_permissions_page_reload (self);
  else
    self->stale = TRUE;
  return G_SOURCE_REMOVE;
}

/* Who is in a group, and what they are called, is shown as well. */
static void
on_site_changed_cb (ReevePermissionsPage *self, const char *noun)
{
  const char *const nouns[] = { "folder", "grant", "group", "user", "role", NULL };

  if (noun == NULL || !g_strv_contains (nouns, noun))
    return;
  if (self->permissions != NULL)
    reeve_permission_changes_renew (self->permissions);
  if (self->news_wait == 0)
    self->news_wait = g_timeout_add (NEWS_WAIT_MS, on_news_cb, self);
}

static void
on_site_set_cb (ReevePermissionsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (site, self);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "reconnected", G_CALLBACK (reeve_permissions_page_reload), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::identity", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
}

/* --- The page --- */

static void
reeve_permissions_page_site_changed (ReevePage *page)
{
  drop (REEVE_PERMISSIONS_PAGE (page));
  begin (REEVE_PERMISSIONS_PAGE (page));
}

static void
reeve_permissions_page_refresh (ReevePage *page)
{
  reeve_permissions_page_reload (REEVE_PERMISSIONS_PAGE (page));
}

static void
reeve_permissions_page_search (ReevePage *page)
{
  adw_navigation_split_view_set_show_content (REEVE_PERMISSIONS_PAGE (page)->split, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (REEVE_PERMISSIONS_PAGE (page)->search));
}

static void
reeve_permissions_page_create (ReevePage *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (REEVE_PERMISSIONS_PAGE (page)->actions), "create", NULL);
}

static void
reeve_permissions_page_show_one (ReevePage *page, const char *id)
{
  on_narrow_cb (REEVE_PERMISSIONS_PAGE (page));
  on_go_cb (REEVE_PERMISSIONS_PAGE (page), id);
  show_content (page);
}

static char *
reeve_permissions_page_describe_pending (ReevePage *page)
{
  ReevePermissionsPage *self = REEVE_PERMISSIONS_PAGE (page);
  guint n = self->permissions != NULL ? reeve_permission_changes_get_n_drafted (self->permissions) : 0;
  g_autofree char *count = reeve_format_count (n);

  if (n == 0)
    return NULL;
  /* Translators: %s: how many changes of permissions wait in a draft */
  return g_strdup_printf (g_dngettext (NULL, "The draft of %s change of permissions was not applied.",
                                       "The draft of %s changes of permissions was not applied.", n),
                          count);
}

static void
reeve_permissions_page_discard_pending (ReevePage *page)
{
  if (REEVE_PERMISSIONS_PAGE (page)->permissions != NULL)
    reeve_permission_changes_discard (REEVE_PERMISSIONS_PAGE (page)->permissions);
}

static void
reeve_permissions_page_show_reach (ReevePage *page, const char *kind, const char *id, const char *name)
{
  on_narrow_cb (REEVE_PERMISSIONS_PAGE (page));
  adw_navigation_split_view_set_show_content (REEVE_PERMISSIONS_PAGE (page)->split, FALSE);
  gtk_editable_set_text (REEVE_PERMISSIONS_PAGE (page)->search, "");
  reeve_reach_chooser_choose (REEVE_PERMISSIONS_PAGE (page)->reach, kind, id, name);
}

static void
reeve_permissions_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_permissions_page_parent_class)->map (widget);
  if (REEVE_PERMISSIONS_PAGE (widget)->stale)
    reeve_permissions_page_reload (REEVE_PERMISSIONS_PAGE (widget));
}

static void
reeve_permissions_page_dispose (GObject *object)
{
  ReevePermissionsPage *self = REEVE_PERMISSIONS_PAGE (object);

  g_clear_handle_id (&self->news_wait, g_source_remove);
  if (self->tree != NULL)
    drop (self);
  g_clear_object (&self->actions);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_PERMISSIONS_PAGE);
  G_OBJECT_CLASS (reeve_permissions_page_parent_class)->dispose (object);
}

static void
reeve_permissions_page_class_init (ReevePermissionsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_permissions_page_dispose;
  widget_class->map = reeve_permissions_page_map;
  page_class->site_changed = reeve_permissions_page_site_changed;
  page_class->refresh = reeve_permissions_page_refresh;
  page_class->search = reeve_permissions_page_search;
  page_class->create = reeve_permissions_page_create;
  page_class->describe_pending = reeve_permissions_page_describe_pending;
  page_class->discard_pending = reeve_permissions_page_discard_pending;
  page_class->show_one = reeve_permissions_page_show_one;
  page_class->show_reach = reeve_permissions_page_show_reach;

  g_type_ensure (REEVE_TYPE_PANE);
  g_type_ensure (REEVE_TYPE_FOLDER_DETAIL);
  g_type_ensure (REEVE_TYPE_REACH_CHOOSER);
  g_type_ensure (REEVE_TYPE_PERMISSIONS_MATRIX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/permissions-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, bars);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, draft_label);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, split);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, detail_page);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, create_button);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, search);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, reach);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, views);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, matrix);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, layouts);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, view);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, selection);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionsPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_reach_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_layout_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_loaded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_gone_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_go_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_content);
  gtk_widget_class_bind_template_callback (widget_class, reeve_permissions_page_reload);
}

/* F2 in the tree of what a person reaches. */
static GVariant *
make_question (ReevePage *page)
{
  ReevePermissionsPage *self = REEVE_PERMISSIONS_PAGE (page);
  g_autoptr (ReevePagedItem) item =
    reeve_folder_rows_get_item (gtk_single_selection_get_selected_item (self->selection));

  if (item == NULL || reeve_reach_chooser_get_kind (self->reach) == NULL)
    return NULL;
  return g_variant_ref_sink (g_variant_new (
    "(sssss)", reeve_reach_chooser_get_kind (self->reach), reeve_reach_chooser_get_id (self->reach),
    reeve_reach_chooser_get_name (self->reach), reeve_paged_item_get_id (item), ""));
}

static void
preview (ReevePage *page, GPtrArray *entries)
{
  if (REEVE_PERMISSIONS_PAGE (page)->permissions != NULL)
    reeve_permission_changes_preview_all (REEVE_PERMISSIONS_PAGE (page)->permissions, entries,
                                          GTK_WIDGET (page));
}

static void
reeve_permissions_page_init (ReevePermissionsPage *self)
{
  static const GActionEntry view[] = { { .name = "view", .activate = on_view_cb, .parameter_type = "s" } };
  g_autoptr (GtkListItemFactory) factory = reeve_folder_rows_new (get_rows, show_content, self);

  reeve_permissions_page_add_actions (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), view, G_N_ELEMENTS (view), self);
  reeve_permissions_why_add (REEVE_PAGE (self), G_ACTION_MAP (self->actions), make_question, preview);
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_permissions_reach_add (REEVE_PAGE (self), G_ACTION_MAP (self->actions), self->reach, self->toasts);
  gtk_list_view_set_factory (self->view, factory);
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
  reeve_list_edge_watch (self->scroller, G_CALLBACK (load_more_if_near), self);
  update (self);
}
