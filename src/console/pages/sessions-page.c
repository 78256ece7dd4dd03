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
#include "console/widgets/session-row.h"

struct _ReeveSessionsPage
{
  ReeveListPage parent_instance;
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
  char *address; /* (nullable): only those seen there */
};

G_DEFINE_FINAL_TYPE (ReeveSessionsPage, reeve_sessions_page, REEVE_TYPE_LIST_PAGE)

static gboolean
may_end (ReeveSessionsPage *self)
{
  return reeve_list_page_may (REEVE_LIST_PAGE (self), REEVE_CAPABILITY_SESSIONS_REVOKE);
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
show_title (ReeveSessionsPage *self, ReevePagedList *list)
{
  gint64 total = list != NULL ? reeve_paged_list_get_total (list) : -1;
  g_autofree char *count = total >= 0 ? reeve_format_count (total) : NULL;
  g_autofree char *subtitle = NULL;

  if (count != NULL && reeve_paged_list_get_total_is_estimate (list))
    /* Translators: %s is a number of sessions */
    subtitle = g_strdup_printf (_ ("more than %s"), count);
  else if (count != NULL)
    subtitle = g_strdup_printf (ngettext ("%s session", "%s sessions", (gulong) total), count);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
}

static void
reeve_sessions_page_update (ReeveListPage *page, gboolean online)
{
  ReeveSessionsPage *self = REEVE_SESSIONS_PAGE (page);
  ReevePagedList *list = reeve_list_page_get_list (page);
  gboolean end = may_end (self) && online;

  enable (self, "end", end);
  enable (self, "end-of", end);
  enable (self, "end-all", end);
  gtk_widget_set_visible (self->end_all, may_end (self));
  adw_banner_set_revealed (self->read_only, list != NULL && !may_end (self));
  gtk_widget_set_visible (self->address_button, self->address != NULL);
  show_title (self, list);
}

static gboolean
reeve_sessions_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  ReeveSessionsPage *self = REEVE_SESSIONS_PAGE (page);
  const char *text = gtk_editable_get_text (self->search);

  if (*text != '\0')
    query->text = g_strdup (text);
  reeve_query_set_filter (query, "address", self->address);
  return query->text != NULL || self->address != NULL;
}

static void
ask (ReeveSessionsPage *self)
{
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
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
  reeve_list_page_update (REEVE_LIST_PAGE (self));
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

/* --- Rows --- */

static void
on_record_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer row)
{
  ReeveSessionsPage *self = REEVE_SESSIONS_PAGE (gtk_widget_get_ancestor (row, REEVE_TYPE_SESSIONS_PAGE));

  if (self != NULL)
    reeve_session_row_show (row, REEVE_SESSION (reeve_paged_item_get_record (item)), get_parts (self));
}

static GtkWidget *
reeve_sessions_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  GtkWidget *row = reeve_session_row_new (REEVE_SESSION (reeve_paged_item_get_record (item)),
                                          get_parts (REEVE_SESSIONS_PAGE (page)));

  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, 0);
  return row;
}

/* --- Actions --- */

static void
on_end_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveSession *session = reeve_list_page_find (user_data, g_variant_get_string (parameter, NULL));

  if (session != NULL)
    reeve_session_ends_one (user_data, reeve_page_get_site (user_data), session);
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
  reeve_list_page_reload (user_data);
}

/* --- The site --- */

/* An address of the workspace before. */
static void
reeve_sessions_page_moved (ReeveListPage *page)
{
  g_clear_pointer (&REEVE_SESSIONS_PAGE (page)->address, g_free);
}

/* A person's sign-in is news of the person. */
static gboolean
reeve_sessions_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  return g_str_equal (noun, "session") || g_str_equal (noun, "user");
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
  reeve_list_page_reload (REEVE_LIST_PAGE (widget));
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
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  object_class->finalize = reeve_sessions_page_finalize;
  widget_class->map = reeve_sessions_page_map;
  REEVE_PAGE_CLASS (klass)->search = reeve_sessions_page_search;
  list_class->path = "sessions";
  list_class->record_type = reeve_session_get_type;
  list_class->rows_show_rights = TRUE;
  list_class->make_row = reeve_sessions_page_make_row;
  list_class->narrow = reeve_sessions_page_narrow;
  list_class->is_news = reeve_sessions_page_is_news;
  list_class->update = reeve_sessions_page_update;
  list_class->moved = reeve_sessions_page_moved;

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
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
}
