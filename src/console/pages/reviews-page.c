/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* News come as many: a decision on all that is ticked. They are waited for, and a page that nobody looks at
 * waits until somebody does. */

#include "config.h"

#include "console/pages/reviews-page.h"

#include "console/widgets/wording.h"

#define NEWS_WAIT_MS 300

typedef struct
{
  /* from the subclass's template */
  ReevePane *pane; /* (nullable): gone, or not there yet */
  GtkDropDown *choice;
  /* owned */
  GPtrArray *known;      /* (nullable): the newest first */
  char *shown;           /* (nullable): the id of the one shown */
  char *wanted;          /* (nullable): the id of one that is to be shown once it is known */
  GError *error;         /* (nullable): of the last load */
  char *path;            /* (nullable): of the workspace's reviews */
  GCancellable *loading; /* (nullable) */
  guint news_wait;

  gboolean filling; /* the choice is being made, not made use of */
  gboolean stale;   /* there was news while nobody looked */
} ReeveReviewsPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ReeveReviewsPage, reeve_reviews_page, REEVE_TYPE_PAGE)

static ReeveReviewsPagePrivate *
get_private (ReeveReviewsPage *self)
{
  return reeve_reviews_page_get_instance_private (self);
}

/* (nullable): not known here */
static gpointer
find (ReeveReviewsPage *self, const char *id)
{
  ReeveReviewsPagePrivate *priv = get_private (self);

  for (guint i = 0; priv->known != NULL && i < priv->known->len; i++)
    if (g_strcmp0 (reeve_record_get_id (priv->known->pdata[i]), id) == 0)
      return priv->known->pdata[i];
  return NULL;
}

/* --- The one that is shown --- */

/* @review: (nullable) */
static void
show (ReeveReviewsPage *self, gpointer review)
{
  g_set_str (&get_private (self)->shown, review != NULL ? reeve_record_get_id (review) : NULL);
  REEVE_REVIEWS_PAGE_GET_CLASS (self)->show (self, review);
  reeve_reviews_page_update (self);
}

static void
on_chosen_cb (ReeveReviewsPage *self)
{
  ReeveReviewsPagePrivate *priv = get_private (self);
  guint chosen = gtk_drop_down_get_selected (priv->choice);

  if (!priv->filling && priv->known != NULL && chosen < priv->known->len)
    show (self, priv->known->pdata[chosen]);
}

/* Are those already to be chosen from? */
static gboolean
has_names (ReeveReviewsPage *self, GtkStringList *names)
{
  GListModel *model = gtk_drop_down_get_model (get_private (self)->choice);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (names));

  if (model == NULL || g_list_model_get_n_items (model) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (model), i),
                   gtk_string_list_get_string (names, i)) != 0)
      return FALSE;
  return TRUE;
}

/* Whoever is choosing goes on: the list below the pointer is exchanged only for another one. */
static void
fill_choice (ReeveReviewsPage *self)
{
  ReeveReviewsPagePrivate *priv = get_private (self);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint position = 0;

  for (guint i = 0; i < priv->known->len; i++)
    {
      g_autofree char *name = REEVE_REVIEWS_PAGE_GET_CLASS (self)->name (priv->known->pdata[i]);

      gtk_string_list_append (names, name);
      if (g_strcmp0 (reeve_record_get_id (priv->known->pdata[i]), priv->shown) == 0)
        position = i;
    }
  priv->filling = TRUE;
  if (!has_names (self, names))
    gtk_drop_down_set_model (priv->choice, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (priv->choice, position);
  priv->filling = FALSE;
}

static void
show_chosen (ReeveReviewsPage *self)
{
  ReeveReviewsPagePrivate *priv = get_private (self);
  ReeveReviewsPageClass *klass = REEVE_REVIEWS_PAGE_GET_CLASS (self);
  gpointer review = reeve_reviews_page_get_shown (self);

  if (review == NULL && priv->known->len > 0)
    review = klass->choose != NULL ? klass->choose (priv->known) : priv->known->pdata[0];
  show (self, review);
  fill_choice (self);
}

static void
take_wanted (ReeveReviewsPage *self)
{
  ReeveReviewsPagePrivate *priv = get_private (self);

  if (priv->wanted != NULL && find (self, priv->wanted) != NULL)
    g_set_str (&priv->shown, priv->wanted);
  g_clear_pointer (&priv->wanted, g_free);
}

/* --- Loading --- */

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveReviewsPage) self = user_data;
  ReeveReviewsPagePrivate *priv = get_private (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&priv->loading);
  g_clear_error (&priv->error);
  priv->error = g_steal_pointer (&error);
  if (listing != NULL)
    {
      g_clear_pointer (&priv->known, g_ptr_array_unref);
      priv->known = g_ptr_array_ref (listing->items);
      take_wanted (self);
      show_chosen (self);
    }
  reeve_reviews_page_update (self);
}

/* (transfer full) (nullable): not now, or not for this person */
static char *
find_path (ReeveReviewsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL || reeve_site_get_state (site) != REEVE_SITE_READY ||
      reeve_site_get_workspace (site) == NULL || !reeve_page_is_allowed (REEVE_PAGE (self)))
    return NULL;
  return reeve_site_path (site, REEVE_REVIEWS_PAGE_GET_CLASS (self)->path);
}

/* To other reviews than so far. */
static void
move (ReeveReviewsPage *self, const char *path)
{
  ReeveReviewsPagePrivate *priv = get_private (self);

  g_set_str (&priv->path, path);
  g_clear_pointer (&priv->known, g_ptr_array_unref);
  g_clear_error (&priv->error);
  show (self, NULL);
}

void
reeve_reviews_page_load (ReeveReviewsPage *self)
{
  ReeveReviewsPagePrivate *priv = get_private (self);
  ReeveReviewsPageClass *klass = REEVE_REVIEWS_PAGE_GET_CLASS (self);
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = find_path (self);

  g_return_if_fail (REEVE_IS_REVIEWS_PAGE (self));

  if (priv->pane == NULL)
    return;
  g_cancellable_cancel (priv->loading);
  g_clear_object (&priv->loading);
  if (g_strcmp0 (path, priv->path) != 0)
    move (self, path);
  if (path != NULL)
    {
      priv->loading = g_cancellable_new ();
      query->limit = klass->limit;
      reeve_client_list_async (reeve_site_get_client (site), klass->record_type (), path, query,
                               priv->loading, on_loaded_cb, g_object_ref (self));
    }
  reeve_reviews_page_update (self);
}

void
reeve_reviews_page_reload (ReeveReviewsPage *self)
{
  g_return_if_fail (REEVE_IS_REVIEWS_PAGE (self));

  get_private (self)->stale = FALSE;
  reeve_reviews_page_load (self);
  if (REEVE_REVIEWS_PAGE_GET_CLASS (self)->reload != NULL)
    REEVE_REVIEWS_PAGE_GET_CLASS (self)->reload (self);
}

void
reeve_reviews_page_choose (ReeveReviewsPage *self, const char *id)
{
  ReeveReviewsPagePrivate *priv = get_private (self);

  g_return_if_fail (REEVE_IS_REVIEWS_PAGE (self));

  g_set_str (&priv->wanted, id);
  if (id == NULL)
    g_clear_pointer (&priv->shown, g_free);
  if (priv->known != NULL && (id == NULL || find (self, id) != NULL))
    {
      take_wanted (self);
      show_chosen (self);
    }
  reeve_reviews_page_load (self);
}

/* --- What is to be seen --- */

static ReevePagedListState
decide_state (ReeveReviewsPage *self)
{
  ReeveReviewsPagePrivate *priv = get_private (self);

  if (priv->known != NULL && priv->known->len > 0)
    return REEVE_PAGED_LIST_COMPLETE;
  if (priv->loading != NULL)
    return REEVE_PAGED_LIST_LOADING;
  return priv->error != NULL ? REEVE_PAGED_LIST_FAILED : REEVE_PAGED_LIST_COMPLETE;
}

void
reeve_reviews_page_update (ReeveReviewsPage *self)
{
  ReeveReviewsPagePrivate *priv = get_private (self);
  ReeveReviewsPageClass *klass = REEVE_REVIEWS_PAGE_GET_CLASS (self);
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean online = site != NULL && reeve_site_get_online (site);
  guint n = priv->known != NULL ? priv->known->len : 0;
  gboolean narrowed = FALSE;
  ReevePagedList *list;
  ReevePagedListState state;
  const GError *error;

  g_return_if_fail (REEVE_IS_REVIEWS_PAGE (self));

  if (priv->pane == NULL)
    return;
  klass->update (self, online);
  list = n > 0 && klass->get_list != NULL ? klass->get_list (self, &narrowed) : NULL;
  state = list != NULL ? reeve_paged_list_get_state (list) : decide_state (self);
  error = list != NULL ? reeve_paged_list_get_error (list) : priv->error;
  n = list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (list)) : n;
  reeve_pane_set_state (priv->pane,
                        reeve_pane_decide (site != NULL ? reeve_site_get_state (site) : REEVE_SITE_CLOSED,
                                           online, state, n, narrowed,
                                           reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE),
                        error);
}

/* --- The site --- */

static gboolean
on_news_cb (gpointer user_data)
{
  ReeveReviewsPage *self = user_data;

  get_private (self)->news_wait = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    reeve_reviews_page_reload (self);
  else
    get_private (self)->stale = TRUE;
  return G_SOURCE_REMOVE;
}

static void
on_site_changed_cb (ReeveReviewsPage *self, const char *noun, const char *id, gint64 version)
{
  ReeveReviewsPagePrivate *priv = get_private (self);

  if (priv->news_wait == 0 && noun != NULL &&
      g_strv_contains (REEVE_REVIEWS_PAGE_GET_CLASS (self)->news, noun))
    priv->news_wait = g_timeout_add (NEWS_WAIT_MS, on_news_cb, self);
}

static void
on_identity_cb (ReeveReviewsPage *self)
{
  if (REEVE_REVIEWS_PAGE_GET_CLASS (self)->forget != NULL)
    REEVE_REVIEWS_PAGE_GET_CLASS (self)->forget (self);
  reeve_reviews_page_load (self);
}

static void
on_site_set_cb (ReeveReviewsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (site, self);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "reconnected", G_CALLBACK (reeve_reviews_page_reload), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (reeve_reviews_page_load), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (reeve_reviews_page_load), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::identity", G_CALLBACK (on_identity_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (reeve_reviews_page_update), self,
                           G_CONNECT_SWAPPED);
}

static void
reeve_reviews_page_site_changed (ReevePage *page)
{
  reeve_reviews_page_load (REEVE_REVIEWS_PAGE (page));
}

static void
reeve_reviews_page_refresh (ReevePage *page)
{
  reeve_reviews_page_reload (REEVE_REVIEWS_PAGE (page));
}

/* What is due in a day may be due. */
static void
reeve_reviews_page_map (GtkWidget *widget)
{
  ReeveReviewsPage *self = REEVE_REVIEWS_PAGE (widget);

  GTK_WIDGET_CLASS (reeve_reviews_page_parent_class)->map (widget);
  if (get_private (self)->stale)
    reeve_reviews_page_reload (self);
  else
    reeve_reviews_page_load (self);
}

static void
reeve_reviews_page_dispose (GObject *object)
{
  ReeveReviewsPagePrivate *priv = get_private (REEVE_REVIEWS_PAGE (object));

  g_cancellable_cancel (priv->loading);
  g_clear_handle_id (&priv->news_wait, g_source_remove);
  priv->pane = NULL;
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), G_OBJECT_TYPE (object));
  G_OBJECT_CLASS (reeve_reviews_page_parent_class)->dispose (object);
}

static void
reeve_reviews_page_finalize (GObject *object)
{
  ReeveReviewsPagePrivate *priv = get_private (REEVE_REVIEWS_PAGE (object));

  g_clear_object (&priv->loading);
  g_clear_pointer (&priv->known, g_ptr_array_unref);
  g_clear_error (&priv->error);
  g_free (priv->shown);
  g_free (priv->wanted);
  g_free (priv->path);
  G_OBJECT_CLASS (reeve_reviews_page_parent_class)->finalize (object);
}

static void
reeve_reviews_page_class_init (ReeveReviewsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = reeve_reviews_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_reviews_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = reeve_reviews_page_map;
  REEVE_PAGE_CLASS (klass)->site_changed = reeve_reviews_page_site_changed;
  REEVE_PAGE_CLASS (klass)->refresh = reeve_reviews_page_refresh;
  g_type_ensure (REEVE_TYPE_PANE);
}

static void
reeve_reviews_page_init (ReeveReviewsPage *self)
{
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
}

void
reeve_reviews_page_set_parts (ReeveReviewsPage *self, ReevePane *pane, GtkDropDown *choice)
{
  ReeveReviewsPagePrivate *priv = get_private (self);

  g_return_if_fail (REEVE_IS_REVIEWS_PAGE (self));

  priv->pane = pane;
  priv->choice = choice;
  g_signal_connect_object (pane, "retry", G_CALLBACK (reeve_reviews_page_reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (on_chosen_cb), self, G_CONNECT_SWAPPED);
  reeve_reviews_page_update (self);
}

GPtrArray *
reeve_reviews_page_get_reviews (ReeveReviewsPage *self)
{
  g_return_val_if_fail (REEVE_IS_REVIEWS_PAGE (self), NULL);

  return get_private (self)->known;
}

gpointer
reeve_reviews_page_get_shown (ReeveReviewsPage *self)
{
  g_return_val_if_fail (REEVE_IS_REVIEWS_PAGE (self), NULL);

  return find (self, get_private (self)->shown);
}

void
reeve_reviews_page_say (ReeveReviewsPage *self, const char *text)
{
  ReevePane *pane = get_private (self)->pane;
  GtkWidget *toasts =
    pane != NULL ? gtk_widget_get_ancestor (GTK_WIDGET (pane), ADW_TYPE_TOAST_OVERLAY) : NULL;

  g_return_if_fail (REEVE_IS_REVIEWS_PAGE (self));

  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts),
                                 g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL));
}

void
reeve_reviews_page_say_error (ReeveReviewsPage *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);

  reeve_reviews_page_say (self, title);
}
