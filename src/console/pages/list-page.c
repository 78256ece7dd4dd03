/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* News come as many: an import's mails, a workspace's sessions. They are waited for, and a page that nobody
 * looks at waits until somebody does. */

#include "config.h"

#include "console/pages/list-page.h"

#include "console/widgets/list-edge.h"
#include "console/widgets/wording.h"

#define NEWS_WAIT_MS 300

typedef struct
{
  /* from the subclass's template */
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  /* owned */
  ReevePagedList *list;      /* (nullable): NULL without a site */
  GCancellable *cancellable; /* of what is posted: until the page goes */
  guint news_wait;

  gboolean narrowed;
  gboolean stale; /* there was news while nobody looked */
} ReeveListPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ReeveListPage, reeve_list_page, REEVE_TYPE_PAGE)

static ReeveListPagePrivate *
get_private (ReeveListPage *self)
{
  return reeve_list_page_get_instance_private (self);
}

static void
load_more_if_near (ReeveListPage *self)
{
  ReeveListPagePrivate *priv = get_private (self);

  reeve_list_edge_load (priv->scroller, priv->list);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  return REEVE_LIST_PAGE_GET_CLASS (user_data)->make_row (user_data, item);
}

/* --- The site --- */

static void
drop_list (ReeveListPage *self)
{
  ReeveListPagePrivate *priv = get_private (self);

  if (priv->list == NULL)
    return;
  g_signal_handlers_disconnect_by_data (priv->list, self);
  gtk_list_box_bind_model (priv->rows, NULL, NULL, NULL, NULL);
  g_clear_object (&priv->list);
  if (REEVE_LIST_PAGE_GET_CLASS (self)->dropped != NULL)
    REEVE_LIST_PAGE_GET_CLASS (self)->dropped (self);
}

static void
begin (ReeveListPage *self)
{
  ReeveListPagePrivate *priv = get_private (self);
  ReeveListPageClass *klass = REEVE_LIST_PAGE_GET_CLASS (self);
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean ready = site != NULL && reeve_site_get_state (site) == REEVE_SITE_READY &&
                   reeve_site_get_workspace (site) != NULL && reeve_page_is_allowed (REEVE_PAGE (self));
  g_autofree char *path = ready ? reeve_site_path (site, klass->path) : NULL;

  if (priv->list != NULL && g_strcmp0 (path, reeve_paged_list_get_path (priv->list)) != 0)
    {
      drop_list (self);
      if (klass->moved != NULL)
        klass->moved (self);
    }
  if (path != NULL && priv->list == NULL)
    {
      priv->list = reeve_paged_list_new (reeve_site_get_client (site), klass->record_type (), path);
      gtk_list_box_bind_model (priv->rows, G_LIST_MODEL (priv->list), make_row, self, NULL);
      g_signal_connect_object (priv->list, "notify", G_CALLBACK (reeve_list_page_update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (priv->list, "items-changed", G_CALLBACK (reeve_list_page_update), self,
                               G_CONNECT_SWAPPED);
      reeve_list_page_ask (self);
      if (klass->begun != NULL)
        klass->begun (self);
    }
  reeve_list_page_update (self);
}

static void
on_identity_cb (ReeveListPage *self)
{
  if (REEVE_LIST_PAGE_GET_CLASS (self)->rows_show_rights)
    drop_list (self);
  begin (self);
}

static gboolean
on_news_cb (gpointer user_data)
{
  ReeveListPage *self = user_data;

  get_private (self)->news_wait = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    reeve_list_page_reload (self);
  else
    get_private (self)->stale = TRUE;
  return G_SOURCE_REMOVE;
}

static void
on_site_changed_cb (ReeveListPage *self, const char *noun, const char *id, gint64 version)
{
  ReeveListPagePrivate *priv = get_private (self);

  if (priv->news_wait == 0 && noun != NULL &&
      REEVE_LIST_PAGE_GET_CLASS (self)->is_news (self, noun, id, version))
    priv->news_wait = g_timeout_add (NEWS_WAIT_MS, on_news_cb, self);
}

static void
on_site_set_cb (ReeveListPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (site, self);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "reconnected", G_CALLBACK (reeve_list_page_reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::identity", G_CALLBACK (on_identity_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (reeve_list_page_update), self,
                           G_CONNECT_SWAPPED);
}

static void
reeve_list_page_site_changed (ReevePage *page)
{
  drop_list (REEVE_LIST_PAGE (page));
  begin (REEVE_LIST_PAGE (page));
}

static void
reeve_list_page_refresh (ReevePage *page)
{
  reeve_list_page_reload (REEVE_LIST_PAGE (page));
}

static void
reeve_list_page_map (GtkWidget *widget)
{
  ReeveListPage *self = REEVE_LIST_PAGE (widget);

  GTK_WIDGET_CLASS (reeve_list_page_parent_class)->map (widget);
  if (get_private (self)->stale)
    reeve_list_page_reload (self);
}

static void
reeve_list_page_dispose (GObject *object)
{
  ReeveListPagePrivate *priv = get_private (REEVE_LIST_PAGE (object));

  g_clear_handle_id (&priv->news_wait, g_source_remove);
  g_cancellable_cancel (priv->cancellable);
  drop_list (REEVE_LIST_PAGE (object));
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), G_OBJECT_TYPE (object));
  priv->pane = NULL;
  G_OBJECT_CLASS (reeve_list_page_parent_class)->dispose (object);
}

static void
reeve_list_page_finalize (GObject *object)
{
  g_clear_object (&get_private (REEVE_LIST_PAGE (object))->cancellable);
  G_OBJECT_CLASS (reeve_list_page_parent_class)->finalize (object);
}

static void
reeve_list_page_class_init (ReeveListPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = reeve_list_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_list_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = reeve_list_page_map;
  REEVE_PAGE_CLASS (klass)->site_changed = reeve_list_page_site_changed;
  REEVE_PAGE_CLASS (klass)->refresh = reeve_list_page_refresh;
  g_type_ensure (REEVE_TYPE_PANE);
}

static void
reeve_list_page_init (ReeveListPage *self)
{
  get_private (self)->cancellable = g_cancellable_new ();
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
}

void
reeve_list_page_set_parts (ReeveListPage *self,
                           ReevePane *pane,
                           GtkScrolledWindow *scroller,
                           GtkListBox *rows)
{
  ReeveListPagePrivate *priv = get_private (self);

  g_return_if_fail (REEVE_IS_LIST_PAGE (self));

  priv->pane = pane;
  priv->scroller = scroller;
  priv->rows = rows;
  g_signal_connect_object (pane, "retry", G_CALLBACK (reeve_list_page_reload), self, G_CONNECT_SWAPPED);
  reeve_list_edge_watch (scroller, G_CALLBACK (load_more_if_near), self);
  reeve_list_page_update (self);
}

ReevePagedList *
reeve_list_page_get_list (ReeveListPage *self)
{
  g_return_val_if_fail (REEVE_IS_LIST_PAGE (self), NULL);

  return get_private (self)->list;
}

gpointer
reeve_list_page_find (ReeveListPage *self, const char *id)
{
  ReeveListPagePrivate *priv = get_private (self);
  ReevePagedItem *item;

  g_return_val_if_fail (REEVE_IS_LIST_PAGE (self), NULL);

  item = priv->list != NULL ? reeve_paged_list_find (priv->list, id, NULL) : NULL;
  return item != NULL ? reeve_paged_item_get_record (item) : NULL;
}

gboolean
reeve_list_page_may (ReeveListPage *self, ReeveCapability capability)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  return site != NULL && reeve_site_may (site, capability);
}

void
reeve_list_page_ask (ReeveListPage *self)
{
  ReeveListPagePrivate *priv = get_private (self);
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  g_return_if_fail (REEVE_IS_LIST_PAGE (self));

  if (priv->list == NULL)
    return;
  priv->narrowed = REEVE_LIST_PAGE_GET_CLASS (self)->narrow (self, query);
  reeve_paged_list_set_query (priv->list, query);
}

void
reeve_list_page_reload (ReeveListPage *self)
{
  ReeveListPagePrivate *priv = get_private (self);

  g_return_if_fail (REEVE_IS_LIST_PAGE (self));

  priv->stale = FALSE;
  if (priv->list == NULL)
    return;
  reeve_paged_list_reload (priv->list);
  if (REEVE_LIST_PAGE_GET_CLASS (self)->reload != NULL)
    REEVE_LIST_PAGE_GET_CLASS (self)->reload (self);
}

void
reeve_list_page_update (ReeveListPage *self)
{
  ReeveListPagePrivate *priv = get_private (self);
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  const GError *error = priv->list != NULL ? reeve_paged_list_get_error (priv->list) : NULL;
  guint n = priv->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (priv->list)) : 0;
  gboolean online = site != NULL && reeve_site_get_online (site);

  g_return_if_fail (REEVE_IS_LIST_PAGE (self));

  if (priv->pane == NULL)
    return;
  if (REEVE_LIST_PAGE_GET_CLASS (self)->update != NULL)
    REEVE_LIST_PAGE_GET_CLASS (self)->update (self, online);
  if (REEVE_LIST_PAGE_GET_CLASS (self)->count_others != NULL)
    n += REEVE_LIST_PAGE_GET_CLASS (self)->count_others (self);
  reeve_pane_set_state (
    priv->pane,
    reeve_pane_decide (site != NULL ? reeve_site_get_state (site) : REEVE_SITE_CLOSED, online,
                       priv->list != NULL ? reeve_paged_list_get_state (priv->list) : REEVE_PAGED_LIST_IDLE,
                       n, priv->narrowed, reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE),
    error);
}

typedef struct
{
  ReeveListPage *page; /* owned */
  ReeveListPageDone done;
} Posted;

static void
on_posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Posted *posted = user_data;
  g_autoptr (ReeveListPage) self = posted->page;
  ReeveListPagePrivate *priv = get_private (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) record = NULL;
  g_autofree char *text = NULL;

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &record, &error))
    {
      if (record != NULL && priv->list != NULL)
        reeve_paged_list_put (priv->list, record);
      posted->done (self, record);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = reeve_wording_title (error);
  reeve_list_page_say (self, text);
}

void
reeve_list_page_post (ReeveListPage *self, const char *below, GType reply, ReeveListPageDone done)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  Posted *posted;
  g_autofree char *path = NULL;

  g_return_if_fail (REEVE_IS_LIST_PAGE (self));
  g_return_if_fail (below != NULL && done != NULL);

  if (site == NULL || get_private (self)->list == NULL)
    return;
  path = reeve_site_path (site, below);
  posted = g_new (Posted, 1);
  posted->page = g_object_ref (self);
  posted->done = done;
  reeve_client_post_async (reeve_site_get_client (site), path, NULL, reply, -1,
                           get_private (self)->cancellable, on_posted_cb, posted);
}

void
reeve_list_page_say (ReeveListPage *self, const char *text)
{
  ReeveListPagePrivate *priv = get_private (self);
  GtkWidget *toasts;

  g_return_if_fail (REEVE_IS_LIST_PAGE (self));

  toasts =
    priv->pane != NULL ? gtk_widget_get_ancestor (GTK_WIDGET (priv->pane), ADW_TYPE_TOAST_OVERLAY) : NULL;
  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts),
                                 g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL));
}

GtkWidget *
reeve_list_page_make_button (const char *icon, const char *tooltip, const char *action, const char *id)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");
  return button;
}
