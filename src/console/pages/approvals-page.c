/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A row for each request, newest first. Everybody has this page: anybody may ask, and anybody may be named.
 */

#include "config.h"

#include "console/pages/approvals-page.h"

#include <glib/gi18n.h>

#include "common/approval.h"
#include "console/dialogs/approval-dialog.h"
#include "console/dialogs/approval-rules-dialog.h"
#include "console/widgets/approval-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/pill.h"
#include "console/widgets/whom-mark.h"
#include "console/widgets/wording.h"

#define ITEM_OF_ROW "reeve-item"

struct _ReeveApprovalsPage
{
  ReeveListPage parent_instance;
  /* from the template */
  AdwWindowTitle *title;
  GtkWidget *rules_button;
  GtkDropDown *views;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
};

G_DEFINE_FINAL_TYPE (ReeveApprovalsPage, reeve_approvals_page, REEVE_TYPE_LIST_PAGE)

/* What the list can be narrowed to. */
static const struct
{
  const char *mine; /* (nullable): all that there are for the person */
  const char *empty_title;
} views[] = {
  { "to-decide", N_ ("Nothing to Decide") },
  { "asked", N_ ("You Asked for Nothing") },
  { NULL, N_ ("Nobody Asked for an Approval") },
};

static void
reeve_approvals_page_update (ReeveListPage *page, gboolean online G_GNUC_UNUSED)
{
  ReeveApprovalsPage *self = REEVE_APPROVALS_PAGE (page);
  ReevePagedList *list = reeve_list_page_get_list (page);
  gint64 total = list != NULL ? reeve_paged_list_get_total (list) : -1;
  guint view = gtk_drop_down_get_selected (self->views);
  g_autofree char *count = total >= 0 ? reeve_format_count (total) : NULL;
  g_autofree char *subtitle = NULL;

  if (count != NULL && view == 0)
    /* Translators: %s is a number of requests that wait for a decision */
    subtitle = g_strdup_printf (g_dngettext (NULL, "%s to decide", "%s to decide", (gulong) total), count);
  else if (count != NULL)
    subtitle = g_strdup_printf (g_dngettext (NULL, "%s request", "%s requests", (gulong) total), count);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (self->rules_button, reeve_list_page_may (page, REEVE_CAPABILITY_PERMISSIONS_READ));
  g_object_set (self->pane, "empty-title", _ (views[view].empty_title), NULL);
}

/* The choice narrows nothing that somebody has asked to see: what is empty then says why. */
static gboolean
reeve_approvals_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  guint view = gtk_drop_down_get_selected (REEVE_APPROVALS_PAGE (page)->views);

  reeve_query_set_filter (query, "mine", views[view].mine);
  return FALSE;
}

static gboolean
reeve_approvals_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  return g_str_equal (noun, "approval");
}

static void
on_view_chosen_cb (ReeveApprovalsPage *self)
{
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
  reeve_list_page_update (REEVE_LIST_PAGE (self));
}

/* --- Rows --- */

static void
show_row (GtkWidget *row)
{
  ReevePagedItem *item = g_object_get_data (G_OBJECT (row), ITEM_OF_ROW);
  ReeveApproval *approval = REEVE_APPROVAL (reeve_paged_item_get_record (item));
  ReevePill *pill = g_object_get_data (G_OBJECT (row), "pill");
  const char *classes[] = { "status-pill", reeve_approval_words_state_tone (approval), NULL };
  g_autofree char *requester = reeve_format_account_name (approval->requester_name);
  g_autofree char *outcome = reeve_approval_words_outcome (approval);
  /* Translators: a person, and why they ask, in their words; below it what became of it */
  g_autofree char *subtitle =
    g_strdup_printf (_ ("%1$s: “%2$s”\n%3$s"), requester, approval->reason, outcome);

  reeve_whom_mark (row, approval->requester, approval->requester_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reeve_approval_words_title (approval));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  reeve_pill_set_icon_name (pill, reeve_approval_words_state_icon (approval));
  reeve_pill_set_label (pill, reeve_approval_words_state (approval));
  gtk_widget_set_css_classes (GTK_WIDGET (pill), classes);
}

static void
on_record_changed_cb (GtkWidget *row)
{
  show_row (row);
}

static void
on_done_cb (ReeveApprovalsPage *self, const char *text)
{
  reeve_list_page_say (REEVE_LIST_PAGE (self), text);
  reeve_list_page_reload (REEVE_LIST_PAGE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->views)); /* its row may go */
}

static void
open_approval (ReeveApprovalsPage *self, ReeveApproval *approval)
{
  AdwDialog *dialog = reeve_approval_dialog_new (reeve_page_get_site (REEVE_PAGE (self)), approval);

  g_signal_connect_object (dialog, "done", G_CALLBACK (on_done_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_row_activated_cb (ReeveApprovalsPage *self, GtkListBoxRow *row)
{
  ReevePagedItem *item = g_object_get_data (G_OBJECT (row), ITEM_OF_ROW);

  if (item != NULL && reeve_page_get_site (REEVE_PAGE (self)) != NULL)
    open_approval (self, REEVE_APPROVAL (reeve_paged_item_get_record (item)));
}

static void
on_one_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveApproval) approval = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *title = NULL;

  if (approval != NULL && site != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    open_approval (self, approval);
  if (approval != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  title = reeve_wording_title (error);
  reeve_list_page_say (REEVE_LIST_PAGE (self), title);
}

/* "approval": the one, in its dialog; "mine" */
static void
reeve_approvals_page_show_filters (ReevePage *page, GVariant *filters)
{
  ReeveApprovalsPage *self = REEVE_APPROVALS_PAGE (page);
  ReeveSite *site = reeve_page_get_site (page);
  const char *mine = reeve_page_get_filter (filters, "mine");
  const char *id = reeve_page_get_filter (filters, "approval");
  g_autofree char *below = id != NULL ? g_strconcat ("approvals/", id, NULL) : NULL;
  g_autofree char *path = below != NULL && site != NULL ? reeve_site_path (site, below) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_strcmp0 (views[i].mine, mine) == 0)
      gtk_drop_down_set_selected (self->views, i);
  if (path != NULL)
    reeve_client_load_async (reeve_site_get_client (site), reeve_approval_get_type (), path, NULL,
                             on_one_loaded_cb, g_object_ref (self));
}

static GtkWidget *
reeve_approvals_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *pill = g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, NULL);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  reeve_pill_set_whole (REEVE_PILL (pill), TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_object_set_data (G_OBJECT (row), "pill", pill);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, G_CONNECT_SWAPPED);
  show_row (row);
  return row;
}

static void
on_rules_cb (ReeveApprovalsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site != NULL)
    adw_dialog_present (reeve_approval_rules_dialog_new (site), GTK_WIDGET (self));
}

/* --- The page --- */

/* Time has passed: what waited may have expired. */
static void
reeve_approvals_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_approvals_page_parent_class)->map (widget);
  reeve_list_page_reload (REEVE_LIST_PAGE (widget));
}

static void
reeve_approvals_page_class_init (ReeveApprovalsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  widget_class->map = reeve_approvals_page_map;
  REEVE_PAGE_CLASS (klass)->show_filters = reeve_approvals_page_show_filters;
  list_class->path = "approvals";
  list_class->record_type = reeve_approval_get_type;
  list_class->make_row = reeve_approvals_page_make_row;
  list_class->narrow = reeve_approvals_page_narrow;
  list_class->is_news = reeve_approvals_page_is_news;
  list_class->update = reeve_approvals_page_update;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/approvals-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalsPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalsPage, rules_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalsPage, views);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalsPage, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_rules_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
reeve_approvals_page_init (ReeveApprovalsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
}
