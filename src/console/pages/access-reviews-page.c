/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Two lists: the reviews, of which one is shown; and the rights in that one, a page at a time. Both are asked
 * for again when something was decided, here or elsewhere. */

#include "config.h"

#include "console/pages/access-reviews-page.h"

#include <glib/gi18n.h>

#include "common/access-review.h"
#include "common/clock.h"
#include "console/lists/ticks.h"
#include "console/pages/access-review-opening.h"
#include "console/pages/review-decisions.h"
#include "console/widgets/formatting.h"
#include "console/widgets/list-edge.h"
#include "console/widgets/review-row.h"
#include "console/widgets/review-words.h"
#include "console/widgets/tick-bar.h"

struct _ReeveAccessReviewsPage
{
  ReeveReviewsPage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  GtkWidget *open_button;
  GtkWidget *select_button;
  AdwBanner *read_only;
  GtkWidget *head;
  GtkDropDown *reviews;
  GtkLabel *progress;
  GtkProgressBar *bar;
  GtkEditable *search;
  GtkDropDown *decisions;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  ReeveTickBar *tick_bar;
  /* owned */
  GSimpleActionGroup *actions;
  ReeveTicks *ticks;
  ReevePagedList *list; /* (nullable): the rights of the one shown */
  char *listed;         /* (nullable): the id of that */

  gboolean listed_open; /* rows were made for an open one */
};

G_DEFINE_FINAL_TYPE (ReeveAccessReviewsPage, reeve_access_reviews_page, REEVE_TYPE_REVIEWS_PAGE)

static gboolean
may (ReeveAccessReviewsPage *self, ReeveCapability capability)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  return site != NULL && reeve_site_may (site, capability);
}

static gboolean
is_open (ReeveAccessReview *review)
{
  return review != NULL && g_strcmp0 (review->state, "open") == 0;
}

/* (nullable) */
static ReeveAccessReview *
get_shown (ReeveAccessReviewsPage *self)
{
  return reeve_reviews_page_get_shown (REEVE_REVIEWS_PAGE (self));
}

static gboolean
has_open (GPtrArray *reviews)
{
  for (guint i = 0; i < reviews->len; i++)
    if (is_open (reviews->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
enable (ReeveAccessReviewsPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* --- What is on screen --- */

static void
update_actions (ReeveAccessReviewsPage *self, gboolean online)
{
  gboolean decide = may (self, REEVE_CAPABILITY_USERS_WRITE) && online;
  gboolean open = may (self, REEVE_CAPABILITY_POLICY_WRITE);
  GPtrArray *reviews = reeve_reviews_page_get_reviews (REEVE_REVIEWS_PAGE (self));

  enable (self, "keep", decide);
  enable (self, "drop", decide);
  enable (self, "keep-ticked", decide);
  enable (self, "drop-ticked", decide && is_open (get_shown (self)));
  enable (self, "open", open && online && reviews != NULL && !has_open (reviews));
  gtk_widget_set_visible (self->open_button, open);
  gtk_widget_set_visible (self->select_button, may (self, REEVE_CAPABILITY_USERS_WRITE));
  g_object_set (self->pane, "empty-label", open ? _ ("_Open a Review Now…") : NULL, "empty-action",
                open ? "reviews.open" : NULL, NULL);
}

static ReevePagedList *
reeve_access_reviews_page_get_list (ReeveReviewsPage *page, gboolean *narrowed)
{
  ReeveAccessReviewsPage *self = REEVE_ACCESS_REVIEWS_PAGE (page);

  *narrowed = self->list != NULL && (*gtk_editable_get_text (self->search) != '\0' ||
                                     gtk_drop_down_get_selected (self->decisions) > 0);
  return self->list;
}

static void
reeve_access_reviews_page_update (ReeveReviewsPage *page, gboolean online)
{
  ReeveAccessReviewsPage *self = REEVE_ACCESS_REVIEWS_PAGE (page);
  ReeveAccessReview *review = get_shown (self);
  GPtrArray *reviews = reeve_reviews_page_get_reviews (page);

  update_actions (self, online);
  adw_banner_set_revealed (self->read_only, review != NULL && !may (self, REEVE_CAPABILITY_USERS_WRITE));
  gtk_widget_set_visible (self->head, review != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->reviews), reviews != NULL && reviews->len > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), is_open (review));
  if (review != NULL)
    {
      g_autofree char *progress = reeve_review_words_progress (review, reeve_clock_now ());

      gtk_label_set_label (self->progress, progress);
      gtk_progress_bar_set_fraction (
        self->bar,
        review->total > 0 ? (double) (review->total - review->undecided) / (double) review->total : 1);
    }
}

static void
load_more_if_near (ReeveAccessReviewsPage *self)
{
  reeve_list_edge_load (self->scroller, self->list);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  ReeveAccessReviewsPage *self = user_data;

  return reeve_review_row_new (item, self->ticks, may (self, REEVE_CAPABILITY_USERS_WRITE),
                               is_open (get_shown (self)));
}

/* --- The rights of one review --- */

static void
ask (ReeveAccessReviewsPage *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  guint decision = gtk_drop_down_get_selected (self->decisions);
  const char *text = gtk_editable_get_text (self->search);

  if (self->list == NULL)
    return;
  if (*text != '\0')
    query->text = g_strdup (text);
  if (decision > 0 && decision != GTK_INVALID_LIST_POSITION)
    reeve_query_set_filter (query, "decision", reeve_reviewed_right_decisions[decision - 1]);
  reeve_paged_list_set_query (self->list, query);
}

static void
on_clear_filters_cb (ReeveAccessReviewsPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->decisions, 0);
}

static void
drop_list (ReeveAccessReviewsPage *self)
{
  if (self->list == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->list, self);
  reeve_ticks_clear (self->ticks);
  reeve_ticks_set_model (self->ticks, NULL);
  gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  g_clear_object (&self->list);
}

static void
list_rights (ReeveAccessReviewsPage *self, ReeveAccessReview *review)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *below = g_strdup_printf ("access-reviews/%s/rights", review->id);
  g_autofree char *path = reeve_site_path (site, below);

  self->list = reeve_paged_list_new (reeve_site_get_client (site), reeve_reviewed_right_get_type (), path);
  g_set_str (&self->listed, review->id);
  self->listed_open = is_open (review);
  reeve_ticks_set_model (self->ticks, G_LIST_MODEL (self->list));
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), make_row, self, NULL);
  g_signal_connect_object (self->list, "notify", G_CALLBACK (reeve_reviews_page_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (reeve_reviews_page_update), self,
                           G_CONNECT_SWAPPED);
  ask (self);
}

/* Rows are made for an open review or for one that is over, so they are made anew when it has closed. */
static void
reeve_access_reviews_page_show (ReeveReviewsPage *page, gpointer review)
{
  ReeveAccessReviewsPage *self = REEVE_ACCESS_REVIEWS_PAGE (page);

  if (review != NULL && self->list != NULL &&
      g_strcmp0 (REEVE_ACCESS_REVIEW (review)->id, self->listed) == 0 &&
      is_open (review) == self->listed_open)
    return;
  drop_list (self);
  if (review != NULL)
    list_rights (self, review);
}

/* Of the review that is open, which is the newest. */
static void
reeve_access_reviews_page_show_filters (ReevePage *page, GVariant *filters)
{
  ReeveAccessReviewsPage *self = REEVE_ACCESS_REVIEWS_PAGE (page);

  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->decisions,
                              reeve_page_get_choice (filters, "decision", reeve_reviewed_right_decisions, 1));
  reeve_reviews_page_choose (REEVE_REVIEWS_PAGE (self), NULL);
}

static char *
name_review (gpointer review)
{
  return reeve_review_words_name (review);
}

static void
reeve_access_reviews_page_reload (ReeveReviewsPage *page)
{
  ReeveAccessReviewsPage *self = REEVE_ACCESS_REVIEWS_PAGE (page);

  if (self->list != NULL)
    reeve_paged_list_reload (self->list);
}

/* What the person may do has changed, and the rows' buttons with it. */
static void
reeve_access_reviews_page_forget (ReeveReviewsPage *page)
{
  drop_list (REEVE_ACCESS_REVIEWS_PAGE (page));
}

/* --- Deciding --- */

/* Whose decision can still be made. */
static gboolean
can_be_decided (ReeveAccessReviewsPage *self, ReeveReviewedRight *right, const char *action)
{
  gboolean taken =
    g_strcmp0 (right->decision, "dropped") == 0 || g_strcmp0 (right->decision, "suspended") == 0;

  if (g_strcmp0 (right->decision, "gone") == 0 || (!taken && !is_open (get_shown (self))))
    return FALSE;
  return g_str_equal (action, "keep") || !taken;
}

static void
decide (ReeveAccessReviewsPage *self, GPtrArray *items, const char *action, gboolean at_once)
{
  g_autoptr (GPtrArray) rights = g_ptr_array_new_with_free_func (g_object_unref);
  const ReeveReviewAsking asking = { reeve_page_get_site (REEVE_PAGE (self)), self->listed, rights, action };

  for (guint i = 0; i < items->len && rights->len < REEVE_REVIEW_MAX_DECISIONS; i++)
    {
      ReeveReviewedRight *right = reeve_paged_item_get_record (items->pdata[i]);

      if (can_be_decided (self, right, action))
        g_ptr_array_add (rights, g_object_ref (right));
    }
  if (rights->len == 0)
    adw_toast_overlay_add_toast (self->toasts,
                                 adw_toast_new (_ ("Nothing of what is selected can be decided like that")));
  else if (at_once)
    reeve_review_decisions_send (self->toasts, &asking, NULL);
  else
    reeve_review_decisions_ask (self->toasts, &asking);
}

static void
decide_one (ReeveAccessReviewsPage *self, GVariant *id, const char *action, gboolean at_once)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  ReevePagedItem *item =
    self->list != NULL ? reeve_paged_list_find (self->list, g_variant_get_string (id, NULL), NULL) : NULL;

  if (item == NULL)
    return;
  g_ptr_array_add (items, item);
  decide (self, items, action, at_once);
}

static void
on_keep_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decide_one (user_data, parameter, "keep", TRUE);
}

static void
on_drop_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decide_one (user_data, parameter, "drop", FALSE);
}

static void
decide_ticked (ReeveAccessReviewsPage *self, const char *action)
{
  g_autoptr (GPtrArray) items = reeve_ticks_get_items (self->ticks);

  if (self->list != NULL)
    decide (self, items, action, FALSE);
}

static void
on_keep_ticked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decide_ticked (user_data, "keep");
}

static void
on_drop_ticked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decide_ticked (user_data, "drop");
}

static void
on_tick_shown_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveAccessReviewsPage *self = user_data;
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (can_be_decided (self, reeve_paged_item_get_record (item), "keep"))
        reeve_ticks_set (self->ticks, reeve_paged_item_get_id (item), TRUE);
    }
}

/* What was ticked is decided on, or was refused and told. */
static void
on_reload_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_ticks_clear (REEVE_ACCESS_REVIEWS_PAGE (user_data)->ticks);
  reeve_reviews_page_reload (user_data);
}

static void
on_open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_access_review_opening_ask (user_data);
}

/* --- The page --- */

static void
reeve_access_reviews_page_search (ReevePage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (REEVE_ACCESS_REVIEWS_PAGE (page)->search));
}

static void
reeve_access_reviews_page_create (ReevePage *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (REEVE_ACCESS_REVIEWS_PAGE (page)->actions), "open", NULL);
}

static void
reeve_access_reviews_page_dispose (GObject *object)
{
  drop_list (REEVE_ACCESS_REVIEWS_PAGE (object));
  G_OBJECT_CLASS (reeve_access_reviews_page_parent_class)->dispose (object);
}

static void
reeve_access_reviews_page_finalize (GObject *object)
{
  ReeveAccessReviewsPage *self = REEVE_ACCESS_REVIEWS_PAGE (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->ticks);
  g_free (self->listed);
  G_OBJECT_CLASS (reeve_access_reviews_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/access-reviews-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, open_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, select_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, read_only);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, head);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, reviews);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, progress);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, search);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, decisions);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveAccessReviewsPage, tick_bar);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
}

static void
reeve_access_reviews_page_class_init (ReeveAccessReviewsPageClass *klass)
{
  static const char *const news[] = { "access-review", NULL };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);
  ReeveReviewsPageClass *reviews_class = REEVE_REVIEWS_PAGE_CLASS (klass);

  object_class->dispose = reeve_access_reviews_page_dispose;
  object_class->finalize = reeve_access_reviews_page_finalize;
  page_class->search = reeve_access_reviews_page_search;
  page_class->create = reeve_access_reviews_page_create;
  page_class->show_filters = reeve_access_reviews_page_show_filters;

  reviews_class->path = "access-reviews";
  reviews_class->record_type = reeve_access_review_get_type;
  reviews_class->limit = REEVE_QUERY_MAX_LIMIT;
  reviews_class->news = news;
  reviews_class->name = name_review;
  reviews_class->show = reeve_access_reviews_page_show;
  reviews_class->update = reeve_access_reviews_page_update;
  reviews_class->reload = reeve_access_reviews_page_reload;
  reviews_class->forget = reeve_access_reviews_page_forget;
  reviews_class->get_list = reeve_access_reviews_page_get_list;
  g_type_ensure (REEVE_TYPE_TICK_BAR);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
reeve_access_reviews_page_init (ReeveAccessReviewsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "keep", .activate = on_keep_cb, .parameter_type = "s" },
    { .name = "drop", .activate = on_drop_cb, .parameter_type = "s" },
    { .name = "keep-ticked", .activate = on_keep_ticked_cb },
    { .name = "drop-ticked", .activate = on_drop_ticked_cb },
    { .name = "tick-shown", .activate = on_tick_shown_cb },
    { .name = "open", .activate = on_open_cb },
    { .name = "reload", .activate = on_reload_cb },
  };
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  self->ticks = reeve_ticks_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "reviews", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (labels, _ ("All"));
  for (guint i = 0; reeve_reviewed_right_decisions[i] != NULL; i++)
    gtk_string_list_append (labels, reeve_review_words_decision (reeve_reviewed_right_decisions[i]));
  gtk_drop_down_set_model (self->decisions, G_LIST_MODEL (labels));
  reeve_list_edge_watch (self->scroller, G_CALLBACK (load_more_if_near), self);
  reeve_tick_bar_set_ticks (self->tick_bar, self->ticks);
  reeve_reviews_page_set_parts (REEVE_REVIEWS_PAGE (self), self->pane, self->reviews);
}
