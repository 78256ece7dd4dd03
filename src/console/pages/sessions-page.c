/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A row for each signed-in device, the one seen last first. Nothing tells of a device that merely goes on
 * being used, so the list is asked for again when the page is come back to. */

#include "config.h"

#include "console/pages/sessions-page.h"

#include <glib/gi18n.h>

#include "common/session.h"
#include "console/dialogs/session-ends.h"
#include "console/widgets/formatting.h"
#include "console/widgets/list-edge.h"
#include "console/widgets/pane.h"
#include "console/widgets/session-row.h"

#define NEWS_WAIT_MS 300 /* many end at once */

struct _ReeveSessionsPage
{
  ReevePage parent_instance;
  /* from the template */
  AdwWindowTitle *title;
  GtkWidget *end_all;
  AdwBanner *read_only;
  GtkEditable *search;
  GtkWidget *address_button;
  AdwButtonContent *address_label;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  /* owned */
  GSimpleActionGroup *actions;
  ReevePagedList *list; /* (nullable): NULL without a site */
  char *address;        /* (nullable): only those seen there */
  guint news_wait;
};

G_DEFINE_FINAL_TYPE (ReeveSessionsPage, reeve_sessions_page, REEVE_TYPE_PAGE)

static gboolean
may_end (ReeveSessionsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  return site != NULL && reeve_site_may (site, REEVE_CAPABILITY_SESSIONS_REVOKE);
}

static ReeveSessionRowParts
get_parts (ReeveSessionsPage *self)
{
  return REEVE_SESSION_ROW_PERSON | REEVE_SESSION_ROW_MENU | (may_end (self) ? REEVE_SESSION_ROW_END : 0);
}

static void
enable (ReeveSessionsPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
show_title (ReeveSessionsPage *self)
{
  gint64 total = self->list != NULL ? reeve_paged_list_get_total (self->list) : -1;
  g_autofree char *count = total >= 0 ? reeve_format_count (total) : NULL;
  g_autofree char *subtitle = NULL;

  if (count != NULL && reeve_paged_list_get_total_is_estimate (self->list))
    /* Translators: %s is a number of sessions */
    subtitle = g_strdup_printf (_ ("more than %s"), count);
  else if (count != NULL)
    subtitle = g_strdup_printf (ngettext ("%s session", "%s sessions", (gulong) total), count);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
}

static void
update (ReeveSessionsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  const GError *error = self->list != NULL ? reeve_paged_list_get_error (self->list) : NULL;
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  gboolean online = site != NULL && reeve_site_get_online (site);
  gboolean end = may_end (self) && online;

  enable (self, "end", end);
  enable (self, "end-of", end);
  enable (self, "end-all", end);
  gtk_widget_set_visible (self->end_all, may_end (self));
  adw_banner_set_revealed (self->read_only, self->list != NULL && !may_end (self));
  gtk_widget_set_visible (self->address_button, self->address != NULL);
  show_title (self);
  reeve_pane_set_state (
    self->pane,
    reeve_pane_decide (site != NULL ? reeve_site_get_state (site) : REEVE_SITE_CLOSED, online,
                       self->list != NULL ? reeve_paged_list_get_state (self->list) : REEVE_PAGED_LIST_IDLE,
                       n, *gtk_editable_get_text (self->search) != '\0' || self->address != NULL,
                       reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE),
    error);
}

static void
load_more_if_near (ReeveSessionsPage *self)
{
  reeve_list_edge_load (self->scroller, self->list);
}

static void
ask (ReeveSessionsPage *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  const char *text = gtk_editable_get_text (self->search);

  if (self->list == NULL)
    return;
  if (*text != '\0')
    query->text = g_strdup (text);
  reeve_query_set_filter (query, "address", self->address);
  reeve_paged_list_set_query (self->list, query);
}

/* @address: (nullable) */
static void
set_address (ReeveSessionsPage *self, const char *address)
{
  if (!g_set_str (&self->address, address))
    return;
  if (address != NULL)
    {
      /* Translators: read out for a button; %s is a network address */
      g_autofree char *spoken = g_strdup_printf (_ ("Only %s: show all addresses again"), address);

      adw_button_content_set_label (self->address_label, address);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->address_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      spoken, -1);
    }
  ask (self);
  update (self);
}

static void
on_clear_address_cb (ReeveSessionsPage *self)
{
  set_address (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_clear_filters_cb (ReeveSessionsPage *self)
{
  gtk_editable_set_text (self->search, "");
  set_address (self, NULL);
}

static void
reload (ReeveSessionsPage *self)
{
  if (self->list != NULL)
    reeve_paged_list_reload (self->list);
}

/* --- Rows --- */

static void
on_record_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer row)
{
  ReeveSessionsPage *self = REEVE_SESSIONS_PAGE (gtk_widget_get_ancestor (row, REEVE_TYPE_SESSIONS_PAGE));

  if (self != NULL)
    reeve_session_row_show (row, REEVE_SESSION (reeve_paged_item_get_record (item)), get_parts (self));
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  GtkWidget *row =
    reeve_session_row_new (REEVE_SESSION (reeve_paged_item_get_record (item)), get_parts (user_data));

  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, 0);
  return row;
}

/* --- Actions --- */

static void
on_end_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveSessionsPage *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);
  ReevePagedItem *item = self->list != NULL ? reeve_paged_list_find (self->list, id, NULL) : NULL;

  if (item != NULL)
    reeve_session_ends_one (GTK_WIDGET (self), reeve_page_get_site (REEVE_PAGE (self)),
                            REEVE_SESSION (reeve_paged_item_get_record (item)));
}

static void
on_end_of_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveSite *site = reeve_page_get_site (user_data);
  const char *account, *name;

  g_variant_get (parameter, "(&s&s)", &account, &name);
  if (site != NULL)
    reeve_session_ends_of_person (user_data, site, account, name);
}

static void
on_end_all_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveSite *site = reeve_page_get_site (user_data);

  if (site != NULL)
    reeve_session_ends_all (user_data, site);
}

static void
on_filter_address_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  set_address (user_data, g_variant_get_string (parameter, NULL));
}

static void
on_reload_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reload (user_data);
}

/* --- The site --- */

static void
drop_list (ReeveSessionsPage *self)
{
  if (self->list == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->list, self);
  gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  g_clear_object (&self->list);
}

static void
begin (ReeveSessionsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean ready = site != NULL && reeve_site_get_state (site) == REEVE_SITE_READY &&
                   reeve_site_get_workspace (site) != NULL &&
                   reeve_site_may (site, REEVE_CAPABILITY_SESSIONS_READ);
  g_autofree char *path = ready ? reeve_site_path (site, "sessions") : NULL;

  if (self->list != NULL && g_strcmp0 (path, reeve_paged_list_get_path (self->list)) != 0)
    {
      drop_list (self);
      g_clear_pointer (&self->address, g_free); /* an address of the workspace before */
    }
  if (path != NULL && self->list == NULL)
    {
      self->list = reeve_paged_list_new (reeve_site_get_client (site), reeve_session_get_type (), path);
      gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), make_row, self, NULL);
      g_signal_connect_object (self->list, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      ask (self);
    }
  update (self);
}

/* What the person may do has changed, and the rows' buttons with it. */
static void
on_identity_cb (ReeveSessionsPage *self)
{
  drop_list (self);
  begin (self);
}

static gboolean
on_news_cb (gpointer user_data)
{
  ReeveSessionsPage *self = user_data;

  self->news_wait = 0;
  reload (self);
  return G_SOURCE_REMOVE;
}

/* A person's sign-in is news of the person. */
static void
on_site_changed_cb (ReeveSessionsPage *self, const char *noun, const char *id, gint64 version)
{
  if (self->news_wait == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      (g_strcmp0 (noun, "session") == 0 || g_strcmp0 (noun, "user") == 0))
    self->news_wait = g_timeout_add (NEWS_WAIT_MS, on_news_cb, self);
}

static void
on_site_set_cb (ReeveSessionsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (site, self);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "reconnected", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::identity", G_CALLBACK (on_identity_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
reeve_sessions_page_site_changed (ReevePage *page)
{
  drop_list (REEVE_SESSIONS_PAGE (page));
  begin (REEVE_SESSIONS_PAGE (page));
}

static void
reeve_sessions_page_refresh (ReevePage *page)
{
  reload (REEVE_SESSIONS_PAGE (page));
}

static void
reeve_sessions_page_search (ReevePage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (REEVE_SESSIONS_PAGE (page)->search));
}

static void
reeve_sessions_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_sessions_page_parent_class)->map (widget);
  reload (REEVE_SESSIONS_PAGE (widget));
}

static void
reeve_sessions_page_dispose (GObject *object)
{
  ReeveSessionsPage *self = REEVE_SESSIONS_PAGE (object);

  g_clear_handle_id (&self->news_wait, g_source_remove);
  if (self->list != NULL)
    drop_list (self);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_SESSIONS_PAGE);
  G_OBJECT_CLASS (reeve_sessions_page_parent_class)->dispose (object);
}

static void
reeve_sessions_page_finalize (GObject *object)
{
  ReeveSessionsPage *self = REEVE_SESSIONS_PAGE (object);

  g_clear_object (&self->actions);
  g_free (self->address);
  G_OBJECT_CLASS (reeve_sessions_page_parent_class)->finalize (object);
}

static void
reeve_sessions_page_class_init (ReeveSessionsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);

  object_class->dispose = reeve_sessions_page_dispose;
  object_class->finalize = reeve_sessions_page_finalize;
  widget_class->map = reeve_sessions_page_map;
  page_class->site_changed = reeve_sessions_page_site_changed;
  page_class->refresh = reeve_sessions_page_refresh;
  page_class->search = reeve_sessions_page_search;

  g_type_ensure (REEVE_TYPE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/sessions-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsPage, end_all);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsPage, read_only);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsPage, search);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsPage, address_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsPage, address_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsPage, rows);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_address_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, reload);
}

static void
reeve_sessions_page_init (ReeveSessionsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "end", .activate = on_end_cb, .parameter_type = "s" },
    { .name = "end-of", .activate = on_end_of_cb, .parameter_type = "(ss)" },
    { .name = "end-all", .activate = on_end_all_cb },
    { .name = "filter-address", .activate = on_filter_address_cb, .parameter_type = "s" },
    { .name = "reload", .activate = on_reload_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "sessions", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_list_edge_watch (self->scroller, G_CALLBACK (load_more_if_near), self);
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
  update (self);
}
