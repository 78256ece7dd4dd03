/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Other pages lead here with a query of the trail ("session=…"); what it narrows the list to stands above the
 * list until somebody lets go of it. */

#include "config.h"

#include "console/pages/audit-page.h"

#include <glib/gi18n.h>

#include "common/audit-entry.h"
#include "console/widgets/change-row.h"
#include "console/widgets/formatting.h"

struct _ReeveAuditPage
{
  ReeveListPage parent_instance;
  /* from the template */
  AdwWindowTitle *title;
  GtkEditable *search;
  GtkDropDown *kinds;
  AdwBanner *narrowed;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  /* owned */
  ReeveQuery *given; /* (nullable): what another page asked for */
};

G_DEFINE_FINAL_TYPE (ReeveAuditPage, reeve_audit_page, REEVE_TYPE_LIST_PAGE)

static const struct
{
  const char *noun;
  const char *label;
} kinds[] = {
  { NULL, N_ ("All Changes") },
  { "user", N_ ("People") },
  { "role", N_ ("Roles") },
  { "group", N_ ("Groups") },
  { "folder", N_ ("Folders") },
  { "grant", N_ ("Access to Folders") },
  { "contact", N_ ("Contacts") },
  { "approval", N_ ("Approvals") },
  { "approval-rule", N_ ("Approval Rules") },
  { "rotation", N_ ("Secrets") },
  { "access-review", N_ ("Access Reviews") },
  { "policy", N_ ("Policy") },
  { "case", N_ ("Cases") },
  { "case-settings", N_ ("Notices to customers") },
  { "recovery", N_ ("Ways back to accounts") },
  { "hold", N_ ("Holds") },
  { "finding", N_ ("Findings") },
  { "mute", N_ ("Mutes") },
  { "notification-rule", N_ ("Notifications") },
  { "log-review", N_ ("Reviews of the log") },
  { "support-grant", N_ ("Access of Support") },
  { "access-log", N_ ("Exports of the Access Log") },
  { "log", N_ ("Imports and Deletions of the Access Log") },
};

static const struct
{
  const char *filter;
  const char *label;
} narrowings[] = {
  { "session", N_ ("Changes of one session") },
  { "batch", N_ ("One bulk change") },
  { "actor", N_ ("Changes by one person") },
  { "object", N_ ("Changes of one record") },
};

static void
reeve_audit_page_update (ReeveListPage *page, gboolean online)
{
  ReeveAuditPage *self = REEVE_AUDIT_PAGE (page);
  ReevePagedList *list = reeve_list_page_get_list (page);
  gint64 total = list != NULL ? reeve_paged_list_get_total (list) : -1;
  g_autofree char *n = total >= 0 ? reeve_format_count (total) : NULL;
  /* Translators: %s: how many, with separators */
  g_autofree char *subtitle =
    n != NULL ? g_strdup_printf (g_dngettext (NULL, "%s change", "%s changes", (gulong) total), n)
              : g_strdup (_ ("Kept for good"));

  adw_window_title_set_subtitle (self->title, subtitle);
}

static void
show_narrowing (ReeveAuditPage *self)
{
  const char *label = NULL;

  for (guint i = 0; self->given != NULL && i < G_N_ELEMENTS (narrowings) && label == NULL; i++)
    if (reeve_query_get_filter (self->given, narrowings[i].filter) != NULL)
      label = _ (narrowings[i].label);
  if (label != NULL)
    adw_banner_set_title (self->narrowed, label);
  adw_banner_set_revealed (self->narrowed, label != NULL);
}

static gboolean
reeve_audit_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  ReeveAuditPage *self = REEVE_AUDIT_PAGE (page);
  const char *text = gtk_editable_get_text (self->search);
  guint chosen = gtk_drop_down_get_selected (self->kinds);
  const char *kind = chosen < G_N_ELEMENTS (kinds) ? kinds[chosen].noun : NULL;

  for (guint i = 0; self->given != NULL && reeve_audit_entry_filters[i] != NULL; i++)
    reeve_query_set_filter (query, reeve_audit_entry_filters[i],
                            reeve_query_get_filter (self->given, reeve_audit_entry_filters[i]));
  if (kind != NULL)
    reeve_query_set_filter (query, "objectType", kind);
  if (*text != '\0')
    query->text = g_strdup (text);
  return *text != '\0' || kind != NULL || self->given != NULL;
}

/* Nothing changes without an entry. */
static gboolean
reeve_audit_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  return TRUE;
}

static GtkWidget *
reeve_audit_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  return reeve_change_row_new (reeve_page_get_site (REEVE_PAGE (page)), item, TRUE);
}

static void
reeve_audit_page_moved (ReeveListPage *page)
{
  ReeveAuditPage *self = REEVE_AUDIT_PAGE (page);

  g_clear_pointer (&self->given, reeve_query_free);
  show_narrowing (self);
}

static void
on_named_cb (ReeveAuditPage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    reeve_change_row_update (GTK_WIDGET (row));
}

static void
reeve_audit_page_begun (ReeveListPage *page)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (page));

  g_signal_handlers_disconnect_by_func (site, on_named_cb, page);
  g_signal_connect_object (site, "group-named", G_CALLBACK (on_named_cb), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "person-named", G_CALLBACK (on_named_cb), page, G_CONNECT_SWAPPED);
}

static void
on_filter_changed_cb (ReeveAuditPage *self)
{
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
}

static void
on_show_all_cb (ReeveAuditPage *self)
{
  g_clear_pointer (&self->given, reeve_query_free);
  show_narrowing (self);
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
}

static void
on_clear_filters_cb (ReeveAuditPage *self)
{
  g_signal_handlers_block_by_func (self->search, on_filter_changed_cb, self);
  gtk_editable_set_text (self->search, "");
  g_signal_handlers_unblock_by_func (self->search, on_filter_changed_cb, self);
  gtk_drop_down_set_selected (self->kinds, 0);
  on_show_all_cb (self);
}

static void
reeve_audit_page_show_query (ReevePage *page, const char *text)
{
  ReeveAuditPage *self = REEVE_AUDIT_PAGE (page);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveQuery) query = reeve_query_from_string (text, NULL, reeve_audit_entry_filters, &error);

  g_clear_pointer (&self->given, reeve_query_free);
  if (query == NULL)
    g_warning ("the changes cannot be narrowed to \"%s\": %s", text, error->message);
  self->given = g_steal_pointer (&query);
  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->kinds, 0);
  show_narrowing (self);
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
}

static void
reeve_audit_page_search (ReevePage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (REEVE_AUDIT_PAGE (page)->search));
}

static void
reeve_audit_page_finalize (GObject *object)
{
  g_clear_pointer (&REEVE_AUDIT_PAGE (object)->given, reeve_query_free);
  G_OBJECT_CLASS (reeve_audit_page_parent_class)->finalize (object);
}

static void
reeve_audit_page_class_init (ReeveAuditPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_audit_page_finalize;
  page_class->search = reeve_audit_page_search;
  page_class->show_query = reeve_audit_page_show_query;
  list_class->path = "audit";
  list_class->record_type = reeve_audit_entry_get_type;
  list_class->rows_show_rights = TRUE;
  list_class->make_row = reeve_audit_page_make_row;
  list_class->narrow = reeve_audit_page_narrow;
  list_class->is_news = reeve_audit_page_is_news;
  list_class->update = reeve_audit_page_update;
  list_class->begun = reeve_audit_page_begun;
  list_class->moved = reeve_audit_page_moved;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/audit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveAuditPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveAuditPage, search);
  gtk_widget_class_bind_template_child (widget_class, ReeveAuditPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, ReeveAuditPage, narrowed);
  gtk_widget_class_bind_template_child (widget_class, ReeveAuditPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveAuditPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveAuditPage, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all_cb);
}

static void
reeve_audit_page_init (ReeveAuditPage *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (labels, _ (kinds[i].label));
  gtk_drop_down_set_model (self->kinds, G_LIST_MODEL (labels));
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
}
