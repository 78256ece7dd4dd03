/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Holds the parts together: the entry's text is the question, and the only thing that everything else
 * changes; access-log-asks.c asks it, access-log-actions.c is what can be done. */

#include "config.h"

#include "console/pages/access-log-page-private.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/log-query-edit.h"
#include "console/widgets/formatting.h"
#include "console/widgets/later-menu.h"
#include "console/widgets/log-words.h"
#include "console/widgets/wording.h"

#define FIRST_SIZE 60 /* a screenful of low rows, and more */

G_DEFINE_FINAL_TYPE (ReeveAccessLogPage, reeve_access_log_page, REEVE_TYPE_PAGE)

enum
{
  PROP_0,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

void
reeve_access_log_page_say (ReeveAccessLogPage *self, const char *text)
{
  adw_toast_overlay_add_toast (
    self->toasts, g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, "timeout", 2, NULL));
}

/* --- What is on screen --- */

static gboolean
is_narrowed (ReeveAccessLogPage *self)
{
  return reeve_log_entry_get_query (self->entry)->terms->len > 0;
}

void
reeve_access_log_page_update_title (ReeveAccessLogPage *self)
{
  gint64 n = self->counts != NULL ? self->counts->counted : -1;
  guint news = reeve_access_log_page_get_news (self);
  g_autofree char *count = n >= 0 ? reeve_format_count (n) : NULL;
  gint64 days = reeve_log_times_get_kept_days (self->times);
  /* On a narrow page it stands in the fields below. */
  g_autofree char *kept = days > 0 && !self->narrow ? reeve_log_words_kept (days, reeve_clock_now ()) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *subtitle = NULL;

  if (n > 0 && !self->counts->complete)
    /* Translators: %s is a number of lines of a log */
    text = g_strdup_printf (ngettext ("at least %s line", "at least %s lines", (gulong) n), count);
  else if (n >= 0 && self->counts->complete)
    text = g_strdup_printf (ngettext ("%s line", "%s lines", (gulong) n), count);
  if (text != NULL && news > 0)
    {
      g_autofree char *before = g_steal_pointer (&text);
      g_autofree char *more = reeve_format_count (news);

      /* Translators: how many lines a log had when they were counted, "1,204 lines", and how many came since
       */
      text = g_strdup_printf (ngettext ("%1$s, %2$s new", "%1$s, %2$s new", news), before, more);
    }
  subtitle = g_strjoin (text != NULL && kept != NULL ? " · " : "", text != NULL ? text : "",
                        kept != NULL ? kept : "", NULL);
  adw_window_title_set_subtitle (self->title, subtitle);
}

void
reeve_access_log_page_update (ReeveAccessLogPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  ReevePagedListState state =
    self->lines != NULL ? reeve_paged_list_get_state (self->lines) : REEVE_PAGED_LIST_IDLE;
  const GError *error = self->lines != NULL ? reeve_paged_list_get_error (self->lines) : NULL;
  guint n = self->lines != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->lines)) : 0;
  ReevePaneState decided;

  g_object_set (self->pane, "query-text", reeve_log_entry_get_query (self->entry)->text, NULL);
  decided = reeve_pane_decide (site != NULL ? reeve_site_get_state (site) : REEVE_SITE_CLOSED,
                               site != NULL && reeve_site_get_online (site), state, n, is_narrowed (self),
                               reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE);
  /* While one types on, "no results" stays until there is something else to show. */
  if (decided != REEVE_PANE_LOADING || reeve_pane_get_state (self->pane) != REEVE_PANE_NO_RESULTS)
    reeve_pane_set_state (self->pane, decided, error);
  reeve_access_log_page_update_title (self);
  reeve_access_log_page_update_actions (self);
  reeve_page_set_loading (REEVE_PAGE (self), decided == REEVE_PANE_LOADING);
}

/* Which panes: the list alone, both, or on a narrow page one of them. */
static void
arrange (ReeveAccessLogPage *self)
{
  gboolean both = !self->narrow && self->detail_open;

  adw_navigation_split_view_set_collapsed (self->split, !both);
  if (!both)
    adw_navigation_split_view_set_show_content (self->split, self->narrow && self->detail_open);
  gtk_widget_set_visible (self->close_button, both);
  reeve_log_list_set_opens (self->list, self->narrow);
  /* The title needs the room; the menu and F9 have it, too. */
  gtk_widget_set_visible (self->facets_button, !self->narrow);
  reeve_access_log_page_update_title (self);
}

void
reeve_access_log_page_set_detail_open (ReeveAccessLogPage *self, gboolean open)
{
  if (self->detail_open == open)
    return;
  self->detail_open = open;
  arrange (self);
  if (!open)
    reeve_log_list_clear_cursor (self->list);
  /* The panes take new places, which loses the focus; beside the detail it belongs to the list. */
  if (!self->narrow || !open)
    reeve_log_list_focus (self->list);
}

/* --- The list --- */

static void
on_items_changed_cb (ReeveAccessLogPage *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (self->lines), i);

      reeve_log_memory_learn_line (self->memory, REEVE_ACCESS_LINE (reeve_paged_item_get_record (item)));
    }
}

static void
on_list_state_cb (ReeveAccessLogPage *self)
{
  ReevePagedListState state = reeve_paged_list_get_state (self->lines);

  if (state == REEVE_PAGED_LIST_IDLE || state == REEVE_PAGED_LIST_COMPLETE)
    {
      if (self->asked != 0)
        g_debug ("lines are here after %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - self->asked);
      self->asked = 0;
      reeve_access_log_page_ask_more (self);
    }
  else if (state == REEVE_PAGED_LIST_FAILED)
    reeve_access_log_page_ask_no_more (self, reeve_paged_list_get_error (self->lines));
  reeve_access_log_page_update (self);
}

ReeveAccessLine *
reeve_access_log_page_get_line (ReeveAccessLogPage *self)
{
  ReevePagedItem *item = reeve_log_list_get_cursor (self->list);

  if (item != NULL)
    return reeve_paged_item_get_record (item);
  return self->detail_open ? reeve_access_log_detail_get_line (self->detail) : NULL;
}

static void
on_cursor_changed_cb (ReeveAccessLogPage *self)
{
  ReevePagedItem *item = reeve_log_list_get_cursor (self->list);
  ReeveAccessLine *line = item != NULL ? reeve_paged_item_get_record (item) : NULL;

  /* A detail stays while other rows take the place of its own: what it led to is beside it. */
  if (line == NULL)
    return;
  reeve_access_log_detail_show (self->detail, reeve_page_get_site (REEVE_PAGE (self)), line);
  if (!self->narrow)
    reeve_access_log_page_set_detail_open (self, TRUE);
}

static void
on_opened_cb (ReeveAccessLogPage *self)
{
  if (reeve_access_log_page_get_line (self) == NULL)
    return;
  on_cursor_changed_cb (self);
  reeve_access_log_page_set_detail_open (self, TRUE);
}

static void
on_copied_cb (ReeveAccessLogPage *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "copy-text", NULL);
}

static void
on_escaped_cb (ReeveAccessLogPage *self)
{
  if (self->detail_open && !self->narrow)
    reeve_access_log_page_set_detail_open (self, FALSE);
  else
    reeve_log_entry_set_text (self->entry, "");
}

static void
on_show_content_cb (ReeveAccessLogPage *self)
{
  /* "Back" on a narrow page. */
  if (self->narrow && self->detail_open && !adw_navigation_split_view_get_show_content (self->split))
    {
      self->detail_open = FALSE;
      reeve_log_list_focus (self->list);
    }
}

/* --- The question --- */

static void
on_query_changed_cb (ReeveAccessLogPage *self)
{
  reeve_access_log_page_ask (self);
  reeve_access_log_page_tail (self);
  reeve_access_log_page_update (self);
}

static void
on_entry_left_cb (ReeveAccessLogPage *self)
{
  reeve_log_list_focus (self->list);
}

static void
on_wanted_cb (ReeveAccessLogPage *self, const char *text)
{
  reeve_log_entry_set_text (self->entry, text);
}

static void
on_link_wanted_cb (ReeveAccessLogPage *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "copy-link", NULL);
}

static void
on_edit_cb (ReeveAccessLogPage *self, guint64 offset, guint64 length)
{
  reeve_log_entry_select (self->entry, (gsize) offset, (gsize) length);
}

static void
on_times_wanted_cb (ReeveAccessLogPage *self, gint64 from, gint64 to)
{
  g_autoptr (ReeveLogQuery) query = reeve_log_entry_parse (reeve_log_entry_get_query (self->entry)->text);
  g_autofree char *text = reeve_log_query_set_time (query, from, to);

  reeve_log_entry_set_text (self->entry, text);
}

static void
on_bars_retry_cb (ReeveAccessLogPage *self)
{
  reeve_access_log_page_ask_bars (self, TRUE);
}

static void
on_clear_filters_cb (ReeveAccessLogPage *self)
{
  reeve_log_entry_set_text (self->entry, "");
  reeve_log_entry_focus (self->entry);
}

static void
reeve_access_log_page_refresh (ReevePage *page)
{
  ReeveAccessLogPage *self = REEVE_ACCESS_LOG_PAGE (page);

  if (self->lines == NULL)
    return;
  reeve_access_log_page_forget_news (self);
  reeve_paged_list_reload (self->lines);
  reeve_access_log_page_ask_bars (self, TRUE);
  reeve_access_log_page_ask_counts (self, TRUE);
}

static void
on_retry_cb (ReeveAccessLogPage *self)
{
  reeve_access_log_page_refresh (REEVE_PAGE (self));
}

/* --- The site --- */

static void
drop_lines (ReeveAccessLogPage *self)
{
  reeve_access_log_page_stop_asking (self);
  reeve_access_log_page_set_live (self, FALSE);
  reeve_log_list_set_list (self->list, NULL);
  if (self->lines != NULL)
    g_signal_handlers_disconnect_by_data (self->lines, self);
  g_clear_object (&self->lines);
  reeve_log_memory_forget (self->memory);
  reeve_log_times_show (self->times, NULL);
  adw_banner_set_revealed (self->damage, FALSE);
  reeve_access_log_detail_show (self->detail, NULL, NULL);
  self->detail_open = FALSE;
  arrange (self);
}

/* Looking at the log is an event of the log, and would soon be most of what there is to see. It is left out
 * by what stands in the query, where everybody sees it and takes it away. A query that came from elsewhere,
 * or was written here, stays what it is. */
static void
begin_query (ReeveAccessLogPage *self)
{
  if (!self->begun && *reeve_log_entry_get_query (self->entry)->text == '\0')
    reeve_log_entry_set_text (self->entry, REEVE_LOG_WITHOUT_READS " ");
  self->begun = TRUE;
}

static void
begin (ReeveAccessLogPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean ready = site != NULL && reeve_site_get_state (site) == REEVE_SITE_READY &&
                   reeve_site_get_workspace (site) != NULL && reeve_page_is_allowed (REEVE_PAGE (self));
  g_autofree char *path = ready ? reeve_site_path (site, "access-log") : NULL;

  if (self->lines != NULL && g_strcmp0 (path, reeve_paged_list_get_path (self->lines)) != 0)
    drop_lines (self);
  /* Who never looks at it asks nothing: reading the log is an event of the log. */
  if (path != NULL && self->lines == NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      begin_query (self);
      self->lines = reeve_paged_list_new (reeve_site_get_client (site), reeve_access_line_get_type (), path);
      reeve_paged_list_set_first_limit (self->lines, FIRST_SIZE);
      g_signal_connect_object (self->lines, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->lines, "notify::state", G_CALLBACK (on_list_state_cb), self,
                               G_CONNECT_SWAPPED);
      reeve_log_list_set_list (self->list, self->lines);
      reeve_access_log_page_ask (self);
    }
  reeve_access_log_page_update (self);
}

static void
reeve_access_log_page_site_changed (ReevePage *page)
{
  drop_lines (REEVE_ACCESS_LOG_PAGE (page));
  begin (REEVE_ACCESS_LOG_PAGE (page));
}

/* How long it is kept may be another time now. */
static void
on_site_changed_cb (ReeveAccessLogPage *self, const char *noun)
{
  if (g_strcmp0 (noun, "policy") == 0 && self->lines != NULL)
    reeve_access_log_page_ask_bars (self, TRUE);
}

static void
on_site_set_cb (ReeveAccessLogPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (site, self);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::identity", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (reeve_access_log_page_update), self,
                           G_CONNECT_SWAPPED);
}

/* Nothing tells of new lines, but what is come back to is looked at again. */
static void
reeve_access_log_page_map (GtkWidget *widget)
{
  ReeveAccessLogPage *self = REEVE_ACCESS_LOG_PAGE (widget);
  gboolean had_lines = self->lines != NULL;

  GTK_WIDGET_CLASS (reeve_access_log_page_parent_class)->map (widget);
  begin (self);
  if (had_lines && self->lines != NULL && self->asked == 0)
    reeve_access_log_page_refresh (REEVE_PAGE (self));
  if (self->live)
    reeve_access_log_page_tail (self);
}

static void
reeve_access_log_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_access_log_page_parent_class)->unmap (widget);
  reeve_access_log_page_tail (REEVE_ACCESS_LOG_PAGE (widget));
}

/* --- The page --- */

static void
reeve_access_log_page_search (ReevePage *page)
{
  ReeveAccessLogPage *self = REEVE_ACCESS_LOG_PAGE (page);

  if (self->narrow)
    reeve_access_log_page_set_detail_open (self, FALSE);
  reeve_log_entry_focus (self->entry);
}

static void
reeve_access_log_page_show_query (ReevePage *page, const char *query)
{
  ReeveAccessLogPage *self = REEVE_ACCESS_LOG_PAGE (page);

  reeve_access_log_page_set_detail_open (self, FALSE);
  self->begun = TRUE;
  reeve_log_entry_set_text (self->entry, query);
}

/* "holds": what is kept of it. */
static void
reeve_access_log_page_show_filters (ReevePage *page, GVariant *filters)
{
  if (reeve_page_get_filter (filters, "holds") != NULL)
    reeve_access_log_page_show_holds (REEVE_ACCESS_LOG_PAGE (page));
}

/* List, then detail where it stands beside it. */
static gboolean
reeve_access_log_page_focus_pane (ReevePage *page, gboolean forward, gboolean enter)
{
  ReeveAccessLogPage *self = REEVE_ACCESS_LOG_PAGE (page);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean in_detail = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->detail_page));
  gboolean both = self->detail_open && !self->narrow;

  if (enter && self->narrow && self->detail_open)
    return gtk_widget_child_focus (GTK_WIDGET (self->detail_page), GTK_DIR_TAB_FORWARD);
  if (both && (enter ? !forward : forward && !in_detail))
    return gtk_widget_child_focus (GTK_WIDGET (self->detail), GTK_DIR_TAB_FORWARD);
  if (!enter && !(both && !forward && in_detail))
    return FALSE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self->list)))
    reeve_log_list_focus (self->list);
  else
    reeve_log_entry_focus (self->entry);
  return TRUE;
}

static void
reeve_access_log_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NARROW)
    g_value_set_boolean (value, REEVE_ACCESS_LOG_PAGE (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_access_log_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReeveAccessLogPage *self = REEVE_ACCESS_LOG_PAGE (object);

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
reeve_access_log_page_dispose (GObject *object)
{
  ReeveAccessLogPage *self = REEVE_ACCESS_LOG_PAGE (object);

  reeve_access_log_page_stop_asking (self);
  g_cancellable_cancel (self->exporting);
  if (self->tail != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->tail, self);
      reeve_feed_stop (self->tail);
    }
  g_clear_object (&self->tail);
  g_clear_handle_id (&self->step, g_source_remove);
  if (self->lines != NULL)
    g_signal_handlers_disconnect_by_data (self->lines, self);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_ACCESS_LOG_PAGE);
  g_clear_object (&self->lines);
  G_OBJECT_CLASS (reeve_access_log_page_parent_class)->dispose (object);
}

static void
reeve_access_log_page_finalize (GObject *object)
{
  ReeveAccessLogPage *self = REEVE_ACCESS_LOG_PAGE (object);

  g_clear_weak_pointer (&self->told);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->memory, reeve_log_memory_free);
  G_OBJECT_CLASS (reeve_access_log_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/access-log-page.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "page_menu", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "line_menu", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, split);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, damage);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, saved);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, live_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, facets_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, news);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, news_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, entry);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, chips);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, times);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, facets_split);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, facets);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, list);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, detail_page);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, close_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessLogPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_query_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_link_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_times_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_bars_retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cursor_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copied_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_escaped_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_content_cb);
}

static void
reeve_access_log_page_class_init (ReeveAccessLogPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);

  object_class->get_property = reeve_access_log_page_get_property;
  object_class->set_property = reeve_access_log_page_set_property;
  object_class->dispose = reeve_access_log_page_dispose;
  object_class->finalize = reeve_access_log_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = reeve_access_log_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = reeve_access_log_page_unmap;
  page_class->site_changed = reeve_access_log_page_site_changed;
  page_class->refresh = reeve_access_log_page_refresh;
  page_class->search = reeve_access_log_page_search;
  page_class->show_query = reeve_access_log_page_show_query;
  page_class->show_filters = reeve_access_log_page_show_filters;
  page_class->focus_pane = reeve_access_log_page_focus_pane;
  page_class->list_whom = reeve_access_log_page_list_whom;

  properties[PROP_NARROW] = g_param_spec_boolean (
    "narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (REEVE_TYPE_ACCESS_LOG_DETAIL);
  g_type_ensure (REEVE_TYPE_LOG_CHIPS);
  g_type_ensure (REEVE_TYPE_LOG_ENTRY);
  g_type_ensure (REEVE_TYPE_LOG_FACETS);
  g_type_ensure (REEVE_TYPE_LOG_LIST);
  g_type_ensure (REEVE_TYPE_LOG_SAVED);
  g_type_ensure (REEVE_TYPE_LOG_TIMES);
  g_type_ensure (REEVE_TYPE_PANE);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
reeve_access_log_page_init (ReeveAccessLogPage *self)
{
  self->memory = reeve_log_memory_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  reeve_access_log_page_add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_later_menu_set_child (GTK_WIDGET (self), REEVE_TYPE_ACCESS_LOG_PAGE, "menu_button", "page_menu");
  reeve_log_list_set_menu (self->list, G_MENU_MODEL (gtk_widget_get_template_child (
                                         GTK_WIDGET (self), REEVE_TYPE_ACCESS_LOG_PAGE, "line_menu")));
  reeve_log_entry_set_values (self->entry, reeve_log_memory_values, self->memory);
  reeve_log_entry_set_capture (self->entry, GTK_WIDGET (self->list));
  reeve_log_chips_show (self->chips, "", NULL, NULL);
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
  reeve_access_log_page_update (self);
}
