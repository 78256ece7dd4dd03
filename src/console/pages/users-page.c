/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Holds the parts together: the filter makes the query, the paged list asks it, the list shows it, the cursor
 * fills the detail. Two functions decide what is on screen: arrange() which panes, update_pane() which state;
 * what may be done is users-page-actions.c's. */

#include "config.h"

#include "console/pages/users-page-private.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/error.h"
#include "console/widgets/formatting.h"
#include "console/widgets/later-menu.h"
#include "console/widgets/wording.h"

#define FIRST_SIZE 20 /* a screenful and more: all of them get their widgets at once */
#define PAGE_SIZE  50 /* a frame's work is what a page brings */

G_DEFINE_FINAL_TYPE (ReeveUsersPage, reeve_users_page, REEVE_TYPE_PAGE)

enum
{
  PROP_0,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* --- What is on screen --- */

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* Above the bars below the list, of what is ticked and of what is new, where that is on screen. */
static void
arrange_toasts (ReeveUsersPage *self)
{
  gboolean seen = !(self->narrow && self->detail_open);

  set_class (GTK_WIDGET (self->toasts), "above-bar", seen && gtk_revealer_get_reveal_child (self->tick_bar));
  set_class (GTK_WIDGET (self->toasts), "above-news", seen && gtk_revealer_get_reveal_child (self->news));
}

static void
on_news_shown_cb (ReeveUsersPage *self)
{
  arrange_toasts (self);
}

/* Which panes: the list alone, both, or on a narrow page one of them. */
static void
arrange (ReeveUsersPage *self)
{
  gboolean both = !self->narrow && self->detail_open;

  adw_navigation_split_view_set_collapsed (self->split, !both);
  if (!both)
    adw_navigation_split_view_set_show_content (self->split, self->narrow && self->detail_open);
  gtk_widget_set_visible (self->close_button, both);
  arrange_toasts (self);
}

void
reeve_users_page_set_detail_open (ReeveUsersPage *self, gboolean open)
{
  if (self->detail_open == open)
    return;
  self->detail_open = open;
  arrange (self);
  /* The panes take new places, which loses the focus; beside the detail it belongs to the list. */
  if (!self->narrow || !open)
    reeve_users_list_focus_soon (self->list);
}

gboolean
reeve_users_page_is_bin (ReeveUsersPage *self)
{
  return self->users != NULL &&
         g_strcmp0 (reeve_query_get_filter (reeve_paged_list_get_query (self->users), "state"), "deleted") ==
           0;
}

static void
update_title (ReeveUsersPage *self)
{
  gint64 total = self->users ? reeve_paged_list_get_total (self->users) : -1;
  g_autofree char *count = total >= 0 ? reeve_format_count (total) : NULL;
  g_autofree char *text = NULL;

  if (total >= 0 && reeve_user_filter_is_narrow (self->filter) && self->everyone >= total &&
      !reeve_users_page_is_bin (self))
    {
      g_autofree char *all = reeve_format_count (self->everyone);

      /* Translators: %1$s of %2$s people match */
      text = g_strdup_printf (_ ("%1$s of %2$s"), count, all);
    }
  else if (total >= 0)
    text = g_strdup_printf (g_dngettext (NULL, "%s person", "%s people", (gulong) total), count);
  adw_window_title_set_subtitle (self->title, text ? text : "");
}

static void
update_pane (ReeveUsersPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  ReevePagedListState state = self->users ? reeve_paged_list_get_state (self->users) : REEVE_PAGED_LIST_IDLE;
  const GError *error = self->users ? reeve_paged_list_get_error (self->users) : NULL;
  guint n = self->users ? g_list_model_get_n_items (G_LIST_MODEL (self->users)) : 0;
  gboolean narrow = reeve_user_filter_is_narrow (self->filter);
  ReevePaneState decided;

  if (narrow)
    {
      g_autofree char *words = reeve_user_filter_describe (self->filter);

      g_object_set (self->pane, "query-text", words, NULL);
    }
  decided = reeve_pane_decide (site != NULL ? reeve_site_get_state (site) : REEVE_SITE_CLOSED,
                               site != NULL && reeve_site_get_online (site), state, n, narrow,
                               reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE);
  /* While one types on, "no results" stays until there is something else to show. */
  if (decided != REEVE_PANE_LOADING || reeve_pane_get_state (self->pane) != REEVE_PANE_NO_RESULTS)
    reeve_pane_set_state (self->pane, decided, error);
  update_title (self);
  reeve_page_set_loading (REEVE_PAGE (self), decided == REEVE_PANE_LOADING);
}

static void
update_ticks (ReeveUsersPage *self)
{
  gint64 n = reeve_ticks_get_n (self->ticks);
  guint hidden = reeve_ticks_get_n_hidden (self->ticks);
  gint64 total = self->users ? reeve_paged_list_get_total (self->users) : -1;
  g_autofree char *count = reeve_format_count (n);
  g_autofree char *text = NULL;

  if (n > REEVE_USERS_PAGE_MAX_IDS && reeve_ticks_get_query (self->ticks) == NULL)
    /* Translators: %1$s: how many are ticked; %2$d: the most that may be */
    text = g_strdup_printf (_ ("%1$s selected: too many one by one, at most %2$d"), count,
                            REEVE_USERS_PAGE_MAX_IDS);
  else if (hidden > 0)
    /* Translators: %1$s: how many are ticked; %2$u: how many of them are not on screen */
    text = g_strdup_printf (_ ("%1$s selected, %2$u hidden by the filter"), count, hidden);
  else
    /* Translators: %s: how many are ticked */
    text = g_strdup_printf (_ ("%s selected"), count);
  gtk_label_set_label (self->tick_label, text);

  gtk_widget_set_visible (self->tick_all_button, total > n && reeve_ticks_get_query (self->ticks) == NULL &&
                                                   hidden == 0 &&
                                                   !reeve_paged_list_get_total_is_estimate (self->users));
  if (total > 0)
    {
      g_autofree char *all = reeve_format_count (total);
      /* Translators: a button; %s: how many match the search and the filters */
      g_autofree char *label = g_strdup_printf (_ ("Select All %s Matching"), all);

      gtk_button_set_label (GTK_BUTTON (self->tick_all_button), label);
    }
  /* What was said before has had its time, and Undo stays in the menu and on Ctrl+Z. */
  if (n > 0 && !gtk_revealer_get_reveal_child (self->tick_bar))
    adw_toast_overlay_dismiss_all (self->toasts);
  gtk_revealer_set_reveal_child (self->tick_bar, n > 0);
  arrange_toasts (self);
  reeve_users_page_update_actions (self);
}

/* --- Asking --- */

void
reeve_users_page_ask (ReeveUsersPage *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  gboolean descending;
  const char *sort = reeve_users_list_get_sort (self->list, &descending);

  if (self->users == NULL)
    return;
  reeve_user_filter_fill (self->filter, query);
  query->limit = PAGE_SIZE;
  g_set_str (&query->sort, sort);
  query->descending = descending;
  gtk_revealer_set_reveal_child (self->news, FALSE);
  if (reeve_ticks_get_query (self->ticks) != NULL)
    reeve_ticks_clear (self->ticks); /* all that matched another question */
  reeve_paged_list_set_query (self->users, query);
  update_pane (self);
}

static void
on_filter_changed_cb (ReeveUsersPage *self)
{
  reeve_users_page_ask (self);
}

static void
on_clear_filters_cb (ReeveUsersPage *self)
{
  reeve_user_filter_clear (self->filter);
  reeve_user_filter_focus (self->filter);
}

static void
on_filter_leave_cb (ReeveUsersPage *self)
{
  if (self->users == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->users)) == 0)
    return;
  reeve_users_list_focus (self->list);
}

static void
on_retry_cb (ReeveUsersPage *self)
{
  if (self->users != NULL)
    reeve_paged_list_reload (self->users);
}

static void
show_sort (ReeveUsersPage *self)
{
  gboolean descending;
  const char *sort = reeve_users_list_get_sort (self->list, &descending);

  g_simple_action_set_state (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->page_actions), "sort")),
    g_variant_new_string (sort));
  g_simple_action_set_state (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->page_actions), "descending")),
    g_variant_new_boolean (descending));
}

void
reeve_users_page_sort (ReeveUsersPage *self)
{
  show_sort (self);
  reeve_users_page_ask (self);
}

static void
on_sort_changed_cb (ReeveUsersPage *self)
{
  reeve_users_page_sort (self);
}

/* Only the bin: who is suspended while the active ones are looked at stays in sight until the next question.
 */
static gboolean
belongs (gpointer record, const ReeveQuery *query)
{
  gboolean bin = g_strcmp0 (reeve_query_get_filter (query, "state"), "deleted") == 0;

  return (REEVE_USER (record)->deleted != 0) == bin;
}

static void
on_items_changed_cb (ReeveUsersPage *self, guint position, guint removed, guint added)
{
  ReevePagedListChange change = reeve_paged_list_get_change (self->users);

  /* The rows of a new query take the place of the old, which takes the cursor with them; and whoever goes
   * into the bin stays in the detail, where there is a way back. */
  self->renewing = removed > 0 && change != REEVE_PAGED_LIST_EDITED;
  if (change == REEVE_PAGED_LIST_LEFT && self->everyone >= 0 && !reeve_users_page_is_bin (self))
    self->everyone += (gint64) added - removed;
}

/* Somebody was to be shown, and is in the list now. */
static void
open_wanted (ReeveUsersPage *self)
{
  if (self->wanted == NULL || !reeve_users_list_set_cursor (self->list, self->wanted))
    return;
  g_clear_pointer (&self->wanted, g_free);
  reeve_users_page_open_detail (self);
}

static void
on_items_settled_cb (ReeveUsersPage *self)
{
  if (reeve_paged_list_get_change (self->users) == REEVE_PAGED_LIST_LEFT)
    self->renewing = FALSE;
  if (self->cursor_id != NULL && reeve_users_list_get_cursor (self->list) == NULL)
    reeve_users_list_set_cursor (self->list, self->cursor_id);
  open_wanted (self);
}

static void
on_list_state_cb (ReeveUsersPage *self)
{
  ReevePagedListState state = reeve_paged_list_get_state (self->users);

  if (state == REEVE_PAGED_LIST_IDLE || state == REEVE_PAGED_LIST_COMPLETE)
    {
      self->renewing = FALSE;
      if (!reeve_user_filter_is_narrow (self->filter))
        self->everyone = reeve_paged_list_get_total (self->users);
    }
  update_pane (self);
}

static void
on_total_cb (ReeveUsersPage *self)
{
  update_pane (self);
  update_ticks (self);
  if (reeve_paged_list_get_total (self->users) >= 0)
    reeve_announce (GTK_WIDGET (self), adw_window_title_get_subtitle (self->title));
}

/* --- The cursor and the detail --- */

static void
on_user_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveUsersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) user = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->users == NULL)
    return;
  if (user != NULL)
    reeve_paged_list_put (self->users, user);
}

void
reeve_users_page_renew (ReeveUsersPage *self, const char *id)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *below = g_strconcat ("users/", id, NULL);
  g_autofree char *path = reeve_site_path (site, below);

  reeve_client_load_async (reeve_site_get_client (site), reeve_user_get_type (), path, self->cancellable,
                           on_user_loaded_cb, g_object_ref (self));
}

static void
on_user_changed_cb (ReeveUsersPage *self)
{
  ReeveUser *user = reeve_user_detail_get_user (self->detail);

  adw_navigation_page_set_title (self->detail_page,
                                 user != NULL && user->display_name != NULL && *user->display_name != '\0'
                                   ? user->display_name
                                   : _ ("User"));
  reeve_users_page_update_actions (self);
}

static void
on_cursor_changed_cb (ReeveUsersPage *self)
{
  ReevePagedItem *item = reeve_users_list_get_cursor (self->list);

  if (self->renewing && item == NULL)
    return; /* it comes back with the new rows, or the detail keeps the person it shows */
  if (item == reeve_user_detail_get_item (self->detail))
    return;
  g_set_str (&self->cursor_id, item ? reeve_paged_item_get_id (item) : NULL);
  reeve_user_detail_set_item (self->detail, item);
  on_user_changed_cb (self);
  if (item != NULL && self->detail_open)
    reeve_users_page_renew (self, reeve_paged_item_get_id (item));
}

void
reeve_users_page_open_detail (ReeveUsersPage *self)
{
  ReevePagedItem *item = reeve_users_list_get_cursor (self->list);

  if (item == NULL)
    return;
  if (!self->detail_open)
    reeve_users_page_renew (self, reeve_paged_item_get_id (item));
  reeve_users_page_set_detail_open (self, TRUE);
}

static void
on_opened_cb (ReeveUsersPage *self)
{
  reeve_users_page_open_detail (self);
}

static void
on_show_content_cb (ReeveUsersPage *self)
{
  /* "Back" on a narrow page. */
  if (self->narrow && !adw_navigation_split_view_get_show_content (self->split))
    self->detail_open = FALSE;
}

static void
on_escaped_cb (ReeveUsersPage *self)
{
  if (self->detail_open && !self->narrow)
    reeve_users_page_set_detail_open (self, FALSE);
  else
    reeve_user_filter_clear (self->filter);
}

/* --- Time --- */

static gboolean
is_cooling (ReevePagedItem *item)
{
  ReeveUser *user = REEVE_USER (reeve_paged_item_get_record (item));

  return g_strcmp0 (user->lock, "cooling-off") == 0;
}

/* "4 min" and "38 s" grow old: every half minute all rows are told, and every second those that count. */
static gboolean
on_second_cb (gpointer user_data)
{
  ReeveUsersPage *self = user_data;
  guint n = self->users ? g_list_model_get_n_items (G_LIST_MODEL (self->users)) : 0;
  gboolean all = (reeve_clock_now () / REEVE_SECOND) % 30 == 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (self->users), i);

      if (all || is_cooling (item))
        g_object_notify (G_OBJECT (item), "record");
    }
  return G_SOURCE_CONTINUE;
}

/* --- The page --- */

static void
reeve_users_page_site_changed (ReevePage *page)
{
  ReeveUsersPage *self = REEVE_USERS_PAGE (page);
  ReeveSite *site = reeve_page_get_site (page);
  ReeveClient *client = site ? reeve_site_get_client (site) : NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  reeve_user_detail_set_site (self->detail, NULL, NULL);
  reeve_users_list_set_list (self->list, NULL, NULL);
  reeve_ticks_set_model (self->ticks, NULL);
  reeve_ticks_clear (self->ticks);
  if (self->users != NULL)
    g_signal_handlers_disconnect_by_data (self->users, self);
  g_clear_object (&self->users);
  g_clear_object (&self->changes);
  g_clear_pointer (&self->cursor_id, g_free);
  g_clear_pointer (&self->wanted, g_free);
  self->everyone = -1;
  self->detail_open = FALSE;
  arrange (self);

  if (client != NULL && reeve_site_get_workspace (site) != NULL &&
      reeve_site_get_state (site) == REEVE_SITE_READY)
    {
      g_autofree char *path = reeve_site_path (site, "users");

      self->users = reeve_paged_list_new (client, reeve_user_get_type (), path);
      reeve_paged_list_set_first_limit (self->users, FIRST_SIZE);
      reeve_paged_list_set_belongs (self->users, belongs);
      g_signal_connect_object (self->users, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                               G_CONNECT_SWAPPED);
      self->changes = reeve_user_changes_new (site, self->users);
      reeve_ticks_set_model (self->ticks, G_LIST_MODEL (self->users));
      reeve_users_list_set_list (self->list, self->users, self->ticks);
      /* after the views: they know the new rows by now */
      g_signal_connect_object (self->users, "items-changed", G_CALLBACK (on_items_settled_cb), self,
                               G_CONNECT_SWAPPED);
      reeve_user_detail_set_site (self->detail, site, self->changes);
      g_signal_connect_object (self->users, "notify::state", G_CALLBACK (on_list_state_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->users, "notify::total", G_CALLBACK (on_total_cb), self,
                               G_CONNECT_SWAPPED);
      reeve_users_page_watch_changes (self);
      reeve_users_page_ask (self);
    }
  update_pane (self);
  update_ticks (self);
}

static void
on_site_notify_cb (ReeveUsersPage *self)
{
  update_pane (self);
  reeve_users_page_update_actions (self);
}

/* The page hears of its site before that is signed in, and of another workspace later. */
static void
on_site_state_cb (ReeveUsersPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  if (reeve_site_get_state (site) == REEVE_SITE_READY && self->users == NULL)
    reeve_users_page_site_changed (REEVE_PAGE (self));
  else
    on_site_notify_cb (self);
}

/* The first workspace comes with the state, and is asked already. */
static void
on_workspace_cb (ReeveUsersPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *path = reeve_site_get_workspace (site) != NULL ? reeve_site_path (site, "users") : NULL;

  if (self->users == NULL || g_strcmp0 (path, reeve_paged_list_get_path (self->users)) != 0)
    reeve_users_page_site_changed (REEVE_PAGE (self));
  else
    on_site_notify_cb (self); /* what the person may do may have changed */
}

/* Roles are called by other names than when the rows were drawn. */
static void
on_roles_changed_cb (ReeveUsersPage *self)
{
  guint n = self->users != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->users)) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->users), i);

      g_object_notify (item, "record");
    }
}

static void
on_site_set_cb (ReeveUsersPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (site, self);
  reeve_users_page_watch_news (self, site);
  reeve_user_filter_set_site (self->filter, site);
  g_signal_connect_object (site, "roles-changed", G_CALLBACK (on_roles_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (on_site_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (on_site_notify_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (on_workspace_cb), self, G_CONNECT_SWAPPED);
}

static void
reeve_users_page_show_role (ReevePage *page, const char *role)
{
  reeve_user_filter_show_role (REEVE_USERS_PAGE (page)->filter, role);
}

static void
reeve_users_page_show_group (ReevePage *page, const char *group)
{
  reeve_user_filter_show_group (REEVE_USERS_PAGE (page)->filter, group);
}

static void
on_one_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveUsersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) user = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (user != NULL && reeve_page_get_site (REEVE_PAGE (self)) != NULL)
    {
      reeve_user_filter_show_text (self->filter, user->email);
      if (g_strcmp0 (self->wanted, user->id) == 0)
        open_wanted (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *title = reeve_wording_title (error);

      reeve_users_page_show_toast (self, title, 0);
    }
}

/* The list is the page's: whom it does not hold is searched for by what nobody else has. */
static void
reeve_users_page_show_one (ReevePage *page, const char *id)
{
  ReeveSite *site = reeve_page_get_site (page);
  g_autofree char *below = g_strconcat ("users/", id, NULL);
  g_autofree char *path = site != NULL ? reeve_site_path (site, below) : NULL;

  if (path != NULL)
    reeve_client_load_async (reeve_site_get_client (site), reeve_user_get_type (), path,
                             REEVE_USERS_PAGE (page)->cancellable, on_one_loaded_cb, g_object_ref (page));
}

/* "user": the one, with everything about them; else all who are such. */
static void
reeve_users_page_show_filters (ReevePage *page, GVariant *filters)
{
  const char *user = reeve_page_get_filter (filters, "user");

  g_set_str (&REEVE_USERS_PAGE (page)->wanted, user);
  if (user != NULL)
    reeve_users_page_show_one (page, user);
  else
    reeve_user_filter_show (REEVE_USERS_PAGE (page)->filter, filters);
}

static void
reeve_users_page_refresh (ReevePage *page)
{
  reeve_users_page_ask (REEVE_USERS_PAGE (page));
}

static void
reeve_users_page_search (ReevePage *page)
{
  ReeveUsersPage *self = REEVE_USERS_PAGE (page);

  if (self->narrow)
    reeve_users_page_set_detail_open (self, FALSE);
  reeve_user_filter_focus (self->filter);
}

static void
reeve_users_page_create (ReevePage *page)
{
  GActionGroup *actions = G_ACTION_GROUP (REEVE_USERS_PAGE (page)->page_actions);
  gboolean invite = g_action_group_get_action_enabled (actions, "invite");

  g_action_group_activate_action (actions, invite ? "invite" : "create", NULL);
}

/* List, then detail where it stands beside it. */
static gboolean
reeve_users_page_focus_pane (ReevePage *page, gboolean forward, gboolean enter)
{
  ReeveUsersPage *self = REEVE_USERS_PAGE (page);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean in_detail = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->detail_page));
  gboolean both = self->detail_open && !self->narrow;

  if (enter && self->narrow && self->detail_open)
    return gtk_widget_child_focus (GTK_WIDGET (self->detail_page), GTK_DIR_TAB_FORWARD);
  if (both && (enter ? !forward : forward && !in_detail))
    return gtk_widget_child_focus (GTK_WIDGET (self->detail), GTK_DIR_TAB_FORWARD);
  if (enter || (both && !forward && in_detail))
    {
      if (gtk_widget_get_mapped (GTK_WIDGET (self->list)))
        reeve_users_list_focus (self->list);
      else
        reeve_user_filter_focus (self->filter);
      return TRUE;
    }
  return FALSE;
}

static void
reeve_users_page_map (GtkWidget *widget)
{
  ReeveUsersPage *self = REEVE_USERS_PAGE (widget);

  GTK_WIDGET_CLASS (reeve_users_page_parent_class)->map (widget);
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (1, on_second_cb, self);
}

static void
reeve_users_page_unmap (GtkWidget *widget)
{
  ReeveUsersPage *self = REEVE_USERS_PAGE (widget);

  g_clear_handle_id (&self->timer, g_source_remove);
  GTK_WIDGET_CLASS (reeve_users_page_parent_class)->unmap (widget);
}

static void
reeve_users_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NARROW)
    g_value_set_boolean (value, REEVE_USERS_PAGE (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_users_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReeveUsersPage *self = REEVE_USERS_PAGE (object);

  if (id != PROP_NARROW)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (self->narrow == g_value_get_boolean (value))
    return;
  self->narrow = g_value_get_boolean (value);
  arrange (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
reeve_users_page_dispose (GObject *object)
{
  ReeveUsersPage *self = REEVE_USERS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->news_wait, g_source_remove);
  if (self->users != NULL)
    g_signal_handlers_disconnect_by_data (self->users, self);
  if (self->ticks != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->ticks, self);
      reeve_ticks_set_model (self->ticks, NULL);
    }
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_USERS_PAGE);
  g_clear_object (&self->changes);
  g_clear_object (&self->users);
  G_OBJECT_CLASS (reeve_users_page_parent_class)->dispose (object);
}

static void
reeve_users_page_finalize (GObject *object)
{
  ReeveUsersPage *self = REEVE_USERS_PAGE (object);

  g_clear_object (&self->page_actions);
  g_clear_object (&self->user_actions);
  g_clear_object (&self->ticks);
  g_clear_object (&self->cancellable);
  g_free (self->cursor_id);
  g_free (self->wanted);
  g_free (self->news_id);
  G_OBJECT_CLASS (reeve_users_page_parent_class)->finalize (object);
}

static void
reeve_users_page_class_init (ReeveUsersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);

  object_class->get_property = reeve_users_page_get_property;
  object_class->set_property = reeve_users_page_set_property;
  object_class->dispose = reeve_users_page_dispose;
  object_class->finalize = reeve_users_page_finalize;
  widget_class->map = reeve_users_page_map;
  widget_class->unmap = reeve_users_page_unmap;
  page_class->site_changed = reeve_users_page_site_changed;
  page_class->refresh = reeve_users_page_refresh;
  page_class->show_role = reeve_users_page_show_role;
  page_class->show_group = reeve_users_page_show_group;
  page_class->show_one = reeve_users_page_show_one;
  page_class->show_filters = reeve_users_page_show_filters;
  page_class->search = reeve_users_page_search;
  page_class->create = reeve_users_page_create;
  page_class->focus_pane = reeve_users_page_focus_pane;
  page_class->list_whom = reeve_users_page_list_whom;

  properties[PROP_NARROW] = g_param_spec_boolean (
    "narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (REEVE_TYPE_PANE);
  g_type_ensure (REEVE_TYPE_USER_DETAIL);
  g_type_ensure (REEVE_TYPE_USER_FILTER);
  g_type_ensure (REEVE_TYPE_USERS_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/users-page.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "page_menu", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "user_menu", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, split);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, create_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, invite_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, filter);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, list);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, news);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, tick_bar);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, tick_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, tick_all_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, suspend_many);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, reactivate_many);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, roles_many);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, groups_many);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, delete_many);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, offboard_many);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, restore_many);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, contain_many);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, export_many);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, detail_page);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, close_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, user_menu_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_news_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cursor_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_sort_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_escaped_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_content_cb);
}

static void
reeve_users_page_init (ReeveUsersPage *self)
{
  reeve_users_page_add_actions (self);
  self->ticks = reeve_ticks_new ();
  self->cancellable = g_cancellable_new ();
  self->everyone = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_later_menu_set_child (GTK_WIDGET (self), REEVE_TYPE_USERS_PAGE, "menu_button", "page_menu");
  reeve_later_menu_set_child (GTK_WIDGET (self), REEVE_TYPE_USERS_PAGE, "user_menu_button", "user_menu");

  g_signal_connect_object (self->ticks, "changed", G_CALLBACK (update_ticks), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "notify::user", G_CALLBACK (on_user_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
  reeve_users_list_set_menu (self->list, G_MENU_MODEL (gtk_widget_get_template_child (
                                           GTK_WIDGET (self), REEVE_TYPE_USERS_PAGE, "user_menu")));
  reeve_user_filter_set_capture (self->filter, GTK_WIDGET (self->list));
  update_ticks (self);
}
