/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A row for each mail, newest first, and beside it the one that is chosen. What the mail server does is told
 * over both: it is asked for again with every news of a mail, since how many wait has changed then. */

#include "config.h"

#include "console/pages/mails-page.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/mail.h"
#include "console/pages/mail-detail.h"
#include "console/widgets/formatting.h"
#include "console/widgets/mail-words.h"
#include "console/widgets/pill.h"
#include "console/widgets/wording.h"

#define ITEM_OF_ROW "reeve-item"

struct _ReeveMailsPage
{
  ReeveListPage parent_instance;
  /* from the template */
  AdwBanner *banner;
  AdwNavigationSplitView *split;
  GtkEditable *search;
  GtkDropDown *states;
  GtkDropDown *kinds;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  ReeveMailDetail *detail;
  /* owned */
  GSimpleActionGroup *actions;
  ReeveMailStatus *status;     /* (nullable): not known yet */
  ReevePagedItem *chosen;      /* (nullable) */
  GCancellable *status_asking; /* (nullable): renewed with each question */
};

G_DEFINE_FINAL_TYPE (ReeveMailsPage, reeve_mails_page, REEVE_TYPE_LIST_PAGE)

static const char *
get_filter (GtkDropDown *drop_down, const char *const *values)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  return selected > 0 && selected != GTK_INVALID_LIST_POSITION ? values[selected - 1] : NULL;
}

static gboolean
reeve_mails_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  ReeveMailsPage *self = REEVE_MAILS_PAGE (page);
  const char *text = gtk_editable_get_text (self->search);

  if (*text != '\0')
    query->text = g_strdup (text);
  reeve_query_set_filter (query, "state", get_filter (self->states, reeve_mail_states));
  reeve_query_set_filter (query, "kind", get_filter (self->kinds, reeve_mail_kinds));
  return query->text != NULL || g_hash_table_size (query->filters) > 0;
}

static void
on_filter_changed_cb (ReeveMailsPage *self)
{
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
}

static void
on_clear_filters_cb (ReeveMailsPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->states, 0);
  gtk_drop_down_set_selected (self->kinds, 0);
}

static void
reeve_mails_page_show_filters (ReevePage *page, GVariant *filters)
{
  ReeveMailsPage *self = REEVE_MAILS_PAGE (page);

  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->states, reeve_page_get_choice (filters, "state", reeve_mail_states, 1));
  gtk_drop_down_set_selected (self->kinds, reeve_page_get_choice (filters, "kind", reeve_mail_kinds, 1));
}

/* --- The mail server --- */

static void
show_status (ReeveMailsPage *self)
{
  g_autofree char *text = self->status != NULL ? reeve_mail_words_status (self->status) : NULL;
  gboolean none = self->status != NULL && g_strcmp0 (self->status->state, "none") == 0;
  gboolean said = adw_banner_get_revealed (self->banner);
  gboolean may_retry = reeve_list_page_may (REEVE_LIST_PAGE (self), REEVE_CAPABILITY_USERS_WRITE);

  if (text != NULL)
    {
      adw_banner_set_title (self->banner, text);
      adw_banner_set_button_label (self->banner, none        ? _ ("Open Invitations")
                                                 : may_retry ? _ ("Try Again")
                                                             : NULL);
      /* Never a name with the other's target: GTK would find fault with it. */
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->banner), NULL);
      gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->banner),
                                              none ? g_variant_new_string ("invitations") : NULL);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->banner), none ? "win.page" : "mails.retry-all");
    }
  adw_banner_set_revealed (self->banner, text != NULL);
  reeve_mail_detail_set_has_server (self->detail, self->status != NULL && !none);
  if (text != NULL && !said && gtk_widget_get_mapped (GTK_WIDGET (self)))
    reeve_announce (GTK_WIDGET (self), text);
}

static void
on_status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveMailsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveMailStatus) status = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  /* A failure here is seen in the list, which asks the same service. */
  if (status == NULL)
    return;
  g_set_object (&self->status, status);
  show_status (self);
}

static void
load_status (ReeveListPage *page)
{
  ReeveMailsPage *self = REEVE_MAILS_PAGE (page);
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *path = reeve_site_path (site, "mail-status");

  g_cancellable_cancel (self->status_asking);
  g_clear_object (&self->status_asking);
  self->status_asking = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (site), reeve_mail_status_get_type (), path,
                           self->status_asking, on_status_cb, g_object_ref (self));
}

/* --- Rows --- */

static void
show_row (GtkWidget *row, ReeveMail *mail)
{
  GtkWidget *pill = g_object_get_data (G_OBJECT (row), "state");
  const char *state = reeve_mail_words_state (mail->state);
  const char *classes[] = { "status-pill", reeve_mail_words_state_tone (mail->state), NULL };
  g_autofree char *line = reeve_mail_words_line (mail, reeve_clock_now ());

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), mail->subject);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line);
  reeve_pill_set_icon_name (REEVE_PILL (pill), reeve_mail_words_state_icon (mail->state));
  reeve_pill_set_label (REEVE_PILL (pill), state);
  gtk_widget_set_css_classes (pill, classes);
}

static void
on_record_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer row)
{
  show_row (row, REEVE_MAIL (reeve_paged_item_get_record (item)));
}

static GtkWidget *
reeve_mails_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *pill = g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "state", pill);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, 0);
  show_row (row, REEVE_MAIL (reeve_paged_item_get_record (item)));
  return row;
}

static void
show_chosen (ReeveMailsPage *self)
{
  ReeveMail *mail = self->chosen != NULL ? reeve_paged_item_get_record (self->chosen) : NULL;

  reeve_mail_detail_show (self->detail, reeve_page_get_site (REEVE_PAGE (self)), mail);
}

static void
choose (ReeveMailsPage *self, ReevePagedItem *item)
{
  if (self->chosen != NULL)
    g_signal_handlers_disconnect_by_func (self->chosen, show_chosen, self);
  g_set_object (&self->chosen, item);
  if (item != NULL)
    g_signal_connect_object (item, "notify::record", G_CALLBACK (show_chosen), self, G_CONNECT_SWAPPED);
  show_chosen (self);
}

static void
on_row_activated_cb (ReeveMailsPage *self, GtkListBoxRow *row)
{
  choose (self, g_object_get_data (G_OBJECT (row), ITEM_OF_ROW));
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

/* --- Verbs --- */

static void
on_retried_cb (ReeveListPage *page, gpointer mail)
{
  reeve_list_page_say (page, _ ("The mail server is tried now"));
}

static void
on_retry_mail_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *below = g_strdup_printf ("mails/%s/retry", g_variant_get_string (parameter, NULL));

  reeve_list_page_post (user_data, below, reeve_mail_get_type (), on_retried_cb);
}

static void
on_retry_all_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_list_page_post (user_data, "mails/retry", G_TYPE_NONE, on_retried_cb);
}

/* --- The site --- */

static void
reeve_mails_page_dropped (ReeveListPage *page)
{
  ReeveMailsPage *self = REEVE_MAILS_PAGE (page);

  g_cancellable_cancel (self->status_asking);
  g_clear_object (&self->status);
  choose (self, NULL);
  show_status (self);
}

static gboolean
reeve_mails_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  return g_str_equal (noun, "mail") || g_str_equal (noun, "mail-status") || g_str_equal (noun, "invitation");
}

static void
reeve_mails_page_search (ReevePage *page)
{
  adw_navigation_split_view_set_show_content (REEVE_MAILS_PAGE (page)->split, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (REEVE_MAILS_PAGE (page)->search));
}

static void
reeve_mails_page_finalize (GObject *object)
{
  ReeveMailsPage *self = REEVE_MAILS_PAGE (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->status_asking);
  G_OBJECT_CLASS (reeve_mails_page_parent_class)->finalize (object);
}

static void
reeve_mails_page_class_init (ReeveMailsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_mails_page_finalize;
  REEVE_PAGE_CLASS (klass)->search = reeve_mails_page_search;
  REEVE_PAGE_CLASS (klass)->show_filters = reeve_mails_page_show_filters;
  list_class->path = "mails";
  list_class->record_type = reeve_mail_get_type;
  list_class->make_row = reeve_mails_page_make_row;
  list_class->narrow = reeve_mails_page_narrow;
  list_class->is_news = reeve_mails_page_is_news;
  list_class->begun = load_status;
  list_class->reload = load_status;
  list_class->dropped = reeve_mails_page_dropped;

  g_type_ensure (REEVE_TYPE_MAIL_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/mails-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveMailsPage, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailsPage, split);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailsPage, search);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailsPage, states);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailsPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailsPage, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveMailsPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
fill_choices (GtkDropDown *drop_down,
              const char *all,
              const char *const *values,
              const char *(*label) (const char *value))
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, all);
  for (guint i = 0; values[i] != NULL; i++)
    gtk_string_list_append (labels, label (values[i]));
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (labels));
}

static void
reeve_mails_page_init (ReeveMailsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "retry", .activate = on_retry_mail_cb, .parameter_type = "s" },
    { .name = "retry-all", .activate = on_retry_all_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "mails", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self->states, _ ("All states"), reeve_mail_states, reeve_mail_words_state);
  fill_choices (self->kinds, _ ("All kinds"), reeve_mail_kinds, reeve_mail_words_kind);
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
}
