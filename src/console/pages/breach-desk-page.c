/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/breach-desk-page.h"

#include <glib/gi18n.h>

#include "common/case.h"
#include "common/clock.h"
#include "console/pages/case-detail.h"
#include "console/widgets/case-row.h"
#include "console/widgets/case-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

#define OPEN "open" /* what the list begins with */

struct _ReeveBreachDeskPage
{
  ReeveListPage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  AdwNavigationSplitView *split;
  AdwWindowTitle *title;
  GtkDropDown *states;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  AdwNavigationPage *detail_page;
  ReeveCaseDetail *detail;
  /* owned */
  ReevePagedItem *chosen; /* (nullable) */
  char *alone;            /* (nullable): id of what is shown without being chosen in the list */
  GCancellable *asking;   /* (nullable): of that */
  GCancellable *last;     /* (nullable): of when a case was closed last */
};

G_DEFINE_FINAL_TYPE (ReeveBreachDeskPage, reeve_breach_desk_page, REEVE_TYPE_LIST_PAGE)

/* (nullable): all */
static const char *
get_state (ReeveBreachDeskPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->states);

  if (selected == 0)
    return OPEN;
  return selected <= g_strv_length ((GStrv) reeve_case_states) ? reeve_case_states[selected - 1] : NULL;
}

/* --- What is asked for --- */

static gboolean
reeve_breach_desk_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  const char *state = get_state (REEVE_BREACH_DESK_PAGE (page));

  reeve_query_set_filter (query, "state", state);
  return g_strcmp0 (state, OPEN) != 0;
}

static gboolean
belongs (gpointer record, const ReeveQuery *query)
{
  ReeveCase *breach_case = record;
  const char *state = reeve_query_get_filter (query, "state");

  if (g_strcmp0 (state, OPEN) == 0)
    return breach_case->closed == 0;
  return state == NULL || g_strcmp0 (state, breach_case->state) == 0;
}

static void
ask (ReeveBreachDeskPage *self)
{
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
}

static void
on_clear_filters_cb (ReeveBreachDeskPage *self)
{
  gtk_drop_down_set_selected (self->states, 0);
}

static GtkWidget *
reeve_breach_desk_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  return reeve_case_row_new (item);
}

/* --- The one that is chosen --- */

static void
show (ReeveBreachDeskPage *self, ReeveCase *breach_case)
{
  g_autofree char *title = breach_case != NULL ? reeve_case_words_title (breach_case) : NULL;

  adw_navigation_page_set_title (self->detail_page, title != NULL ? title : _ ("Case"));
  reeve_case_detail_show (self->detail, reeve_page_get_site (REEVE_PAGE (self)), breach_case);
}

static void
show_chosen (ReeveBreachDeskPage *self)
{
  show (self, self->chosen != NULL ? reeve_paged_item_get_record (self->chosen) : NULL);
}

static void
stop_asking (ReeveBreachDeskPage *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
choose (ReeveBreachDeskPage *self, ReevePagedItem *item)
{
  stop_asking (self);
  g_clear_pointer (&self->alone, g_free);
  if (self->chosen != NULL)
    g_signal_handlers_disconnect_by_func (self->chosen, show_chosen, self);
  g_set_object (&self->chosen, item);
  if (item != NULL)
    g_signal_connect_object (item, "notify::record", G_CALLBACK (show_chosen), self, G_CONNECT_SWAPPED);
  show_chosen (self);
}

/* What is marked is what is shown beside, wherever the focus goes. */
static void
on_row_selected_cb (ReeveBreachDeskPage *self, GtkListBoxRow *row)
{
  if (row != NULL && reeve_case_row_get_item (row) != self->chosen)
    gtk_list_box_unselect_row (self->rows, row);
}

static void
on_row_activated_cb (ReeveBreachDeskPage *self, GtkListBoxRow *row)
{
  choose (self, reeve_case_row_get_item (row));
  gtk_list_box_select_row (self->rows, row);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
on_alone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveBreachDeskPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveCase) breach_case = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (breach_case != NULL)
    {
      show (self, breach_case);
      return;
    }
  title = reeve_wording_title (error);
  reeve_list_page_say (REEVE_LIST_PAGE (self), title);
}

static void
load_alone (ReeveBreachDeskPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *below = self->alone != NULL ? g_strconcat ("cases/", self->alone, NULL) : NULL;
  g_autofree char *path = site != NULL && below != NULL ? reeve_site_path (site, below) : NULL;

  stop_asking (self);
  if (path == NULL)
    return;
  self->asking = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (site), reeve_case_get_type (), path, self->asking,
                           on_alone_cb, g_object_ref (self));
}

/* What is looked at stays, though it answers the list's question no more, and is asked for by itself then. */
static void
follow_chosen (ReeveBreachDeskPage *self, ReevePagedList *list)
{
  const char *id = self->chosen != NULL ? reeve_paged_item_get_id (self->chosen) : NULL;

  if (id == NULL || list == NULL || reeve_paged_list_get_state (list) == REEVE_PAGED_LIST_LOADING ||
      reeve_paged_list_find (list, id, NULL) != NULL || reeve_paged_list_find_left (list, id) != NULL)
    return;
  g_set_str (&self->alone, id);
  g_signal_handlers_disconnect_by_func (self->chosen, show_chosen, self);
  g_clear_object (&self->chosen);
  gtk_list_box_unselect_all (self->rows);
  load_alone (self);
}

static GtkListBoxRow *
find_row (ReeveBreachDeskPage *self, const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    if (g_strcmp0 (reeve_paged_item_get_id (reeve_case_row_get_item (row)), id) == 0)
      return row;
  return NULL;
}

static void
reeve_breach_desk_page_show_one (ReevePage *page, const char *id)
{
  ReeveBreachDeskPage *self = REEVE_BREACH_DESK_PAGE (page);
  GtkListBoxRow *row = find_row (self, id);

  if (row != NULL)
    {
      on_row_activated_cb (self, row);
      return;
    }
  choose (self, NULL);
  gtk_list_box_unselect_all (self->rows);
  self->alone = g_strdup (id);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  load_alone (self);
}

/* "case": its id; else the list, narrowed to a "state". */
static void
reeve_breach_desk_page_show_filters (ReevePage *page, GVariant *filters)
{
  ReeveBreachDeskPage *self = REEVE_BREACH_DESK_PAGE (page);
  const char *id = reeve_page_get_filter (filters, "case");

  gtk_drop_down_set_selected (self->states, reeve_page_get_choice (filters, "state", reeve_case_states, 1));
  if (id != NULL)
    reeve_breach_desk_page_show_one (page, id);
  else
    adw_navigation_split_view_set_show_content (self->split, FALSE);
}

static void
on_renewed_cb (ReeveBreachDeskPage *self, ReeveCase *breach_case)
{
  ReevePagedList *list = reeve_list_page_get_list (REEVE_LIST_PAGE (self));

  if (list != NULL)
    reeve_paged_list_put (list, breach_case);
  if (g_strcmp0 (self->alone, breach_case->id) == 0)
    show (self, breach_case);
}

/* --- Nobody is locked --- */

static void
on_last_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveBreachDeskPage) self = user_data;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, NULL);
  ReeveCase *last = listing != NULL && listing->items->len > 0 ? listing->items->pdata[0] : NULL;
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;

  if (last == NULL || self->pane == NULL)
    return;
  date = reeve_format_date (last->closed);
  /* Translators: shown where no breach case is open; %s is a day */
  text = g_strdup_printf (_ ("The last case was closed on %s."), date);
  g_object_set (self->pane, "empty-description", text, NULL);
}

static void
stop_last (ReeveBreachDeskPage *self)
{
  g_cancellable_cancel (self->last);
  g_clear_object (&self->last);
}

static void
load_last (ReeveBreachDeskPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *path = site != NULL ? reeve_site_path (site, "cases") : NULL;
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  stop_last (self);
  if (path == NULL)
    return;
  self->last = g_cancellable_new ();
  query->limit = 1;
  reeve_query_set_filter (query, "state", REEVE_CASE_CLOSED);
  reeve_client_list_async (reeve_site_get_client (site), reeve_case_get_type (), path, query, self->last,
                           on_last_cb, g_object_ref (self));
}

/* --- The site --- */

static void
reeve_breach_desk_page_begun (ReeveListPage *page)
{
  reeve_paged_list_set_belongs (reeve_list_page_get_list (page), belongs);
  load_last (REEVE_BREACH_DESK_PAGE (page));
}

static void
reeve_breach_desk_page_dropped (ReeveListPage *page)
{
  stop_last (REEVE_BREACH_DESK_PAGE (page));
  choose (REEVE_BREACH_DESK_PAGE (page), NULL);
}

/* A note makes no other case of it: what is shown is asked for by its parts. */
static void
reeve_breach_desk_page_reload (ReeveListPage *page)
{
  ReeveBreachDeskPage *self = REEVE_BREACH_DESK_PAGE (page);

  if (self->chosen != NULL)
    show_chosen (self);
  load_alone (self);
  load_last (self);
}

static void
reeve_breach_desk_page_update (ReeveListPage *page, gboolean online)
{
  ReeveBreachDeskPage *self = REEVE_BREACH_DESK_PAGE (page);
  ReevePagedList *list = reeve_list_page_get_list (page);
  gint64 total = list != NULL ? reeve_paged_list_get_total (list) : -1;
  g_autofree char *n = total >= 0 ? reeve_format_count (total) : NULL;
  g_autofree char *subtitle =
    n != NULL ? g_strdup_printf (g_dngettext (NULL, "%s case", "%s cases", (gulong) total), n) : NULL;

  follow_chosen (self, list);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
}

static gboolean
reeve_breach_desk_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  return g_str_equal (noun, "case");
}

static void
reeve_breach_desk_page_search (ReevePage *page)
{
  adw_navigation_split_view_set_show_content (REEVE_BREACH_DESK_PAGE (page)->split, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (REEVE_BREACH_DESK_PAGE (page)->states));
}

static void
reeve_breach_desk_page_create (ReevePage *page)
{
  reeve_case_detail_focus_note (REEVE_BREACH_DESK_PAGE (page)->detail);
}

static char *
reeve_breach_desk_page_describe_pending (ReevePage *page)
{
  return reeve_case_detail_has_draft (REEVE_BREACH_DESK_PAGE (page)->detail)
           ? g_strdup (_ ("A note of a case is not added yet."))
           : NULL;
}

static void
reeve_breach_desk_page_discard_pending (ReevePage *page)
{
  choose (REEVE_BREACH_DESK_PAGE (page), NULL);
}

static void
reeve_breach_desk_page_dispose (GObject *object)
{
  stop_asking (REEVE_BREACH_DESK_PAGE (object));
  stop_last (REEVE_BREACH_DESK_PAGE (object));
  G_OBJECT_CLASS (reeve_breach_desk_page_parent_class)->dispose (object);
}

static void
reeve_breach_desk_page_finalize (GObject *object)
{
  g_free (REEVE_BREACH_DESK_PAGE (object)->alone);
  G_OBJECT_CLASS (reeve_breach_desk_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/breach-desk-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachDeskPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachDeskPage, split);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachDeskPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachDeskPage, states);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachDeskPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachDeskPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachDeskPage, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachDeskPage, detail_page);
  gtk_widget_class_bind_template_child (widget_class, ReeveBreachDeskPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_renewed_cb);
}

static void
reeve_breach_desk_page_class_init (ReeveBreachDeskPageClass *klass)
{
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_breach_desk_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_breach_desk_page_finalize;
  page_class->search = reeve_breach_desk_page_search;
  page_class->create = reeve_breach_desk_page_create;
  page_class->show_filters = reeve_breach_desk_page_show_filters;
  page_class->show_one = reeve_breach_desk_page_show_one;
  page_class->describe_pending = reeve_breach_desk_page_describe_pending;
  page_class->discard_pending = reeve_breach_desk_page_discard_pending;
  list_class->path = "cases";
  list_class->record_type = reeve_case_get_type;
  list_class->make_row = reeve_breach_desk_page_make_row;
  list_class->narrow = reeve_breach_desk_page_narrow;
  list_class->is_news = reeve_breach_desk_page_is_news;
  list_class->update = reeve_breach_desk_page_update;
  list_class->begun = reeve_breach_desk_page_begun;
  list_class->reload = reeve_breach_desk_page_reload;
  list_class->dropped = reeve_breach_desk_page_dropped;

  g_type_ensure (REEVE_TYPE_CASE_DETAIL);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
reeve_breach_desk_page_init (ReeveBreachDeskPage *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (labels, _ ("Open"));
  for (guint i = 0; reeve_case_states[i] != NULL; i++)
    gtk_string_list_append (labels, reeve_case_words_state (reeve_case_states[i]));
  gtk_string_list_append (labels, _ ("All states"));
  gtk_drop_down_set_model (self->states, G_LIST_MODEL (labels));
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
}
