/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Three lists in one column: those who ask and those who are here, of whom there are few, over the past,
 * which is the page's own list. To whom the workspace is closed nothing is told by a live feed: while they
 * look, it is asked every few seconds whether they have been let in, and the site is told. */

#include "config.h"

#include "console/pages/support-page.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/support-grant.h"
#include "console/client/support-ending.h"
#include "console/dialogs/support-answer-dialog.h"
#include "console/dialogs/support-ask-dialog.h"
#include "console/pages/support-detail.h"
#include "console/widgets/formatting.h"
#include "console/widgets/pill.h"
#include "console/widgets/support-words.h"
#include "console/widgets/wording.h"

#define ITEM_OF_ROW "reeve-item"
#define PILL_OF_ROW "reeve-pill"
#define AGAIN_S     3

enum
{
  ASKING, /* "waiting" */
  HERE,   /* "active" */
  N_NOW
};

static const char *const now_states[N_NOW] = { "waiting", "active" };

struct _ReeveSupportPage
{
  ReeveListPage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  AdwNavigationSplitView *split;
  AdwWindowTitle *title;
  GtkWidget *ask_button;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkWidget *closed;
  GtkLabel *closed_title;
  GtkLabel *closed_text;
  GtkWidget *closed_ask;
  GtkWidget *asking_group;
  GtkListBox *asking_rows;
  GtkWidget *here_group;
  GtkListBox *here_rows;
  GtkWidget *past_group;
  GtkListBox *rows;
  ReeveSupportDetail *detail;
  /* owned */
  GSimpleActionGroup *actions;
  ReevePagedList *now[N_NOW]; /* (nullable): as long as there is a list */
  char *chosen;               /* (nullable): id of what is beside */
  GCancellable *asking;       /* (nullable): for that, where no list has it */
  guint again;
  gboolean was_closed; /* when the lists were asked for */
};

G_DEFINE_FINAL_TYPE (ReeveSupportPage, reeve_support_page, REEVE_TYPE_LIST_PAGE)

static ReeveSite *
get_site (ReeveSupportPage *self)
{
  return reeve_page_get_site (REEVE_PAGE (self));
}

/* Not as whoever may let support in. */
static gboolean
is_agents (ReeveSupportPage *self)
{
  ReeveSite *site = get_site (self);

  return site != NULL && reeve_site_is_of_support (site) &&
         !reeve_site_may_everywhere (site, REEVE_CAPABILITY_SUPPORT_APPROVE);
}

static gboolean
reeve_support_page_is_allowed (ReevePage *page, ReeveSite *site)
{
  return reeve_site_is_of_support (site) ||
         reeve_site_may_everywhere (site, REEVE_CAPABILITY_SUPPORT_APPROVE);
}

static GListModel *
get_model (ReeveSupportPage *self, guint index)
{
  return index < N_NOW ? G_LIST_MODEL (self->now[index])
                       : G_LIST_MODEL (reeve_list_page_get_list (REEVE_LIST_PAGE (self)));
}

static guint
count (ReeveSupportPage *self, guint index)
{
  GListModel *model = get_model (self, index);

  return model != NULL ? g_list_model_get_n_items (model) : 0;
}

/* The newest of them. (transfer none) (nullable): there is none */
static ReeveSupportGrant *
get_first (ReeveSupportPage *self, guint index)
{
  g_autoptr (ReevePagedItem) item =
    count (self, index) > 0 ? g_list_model_get_item (get_model (self, index), 0) : NULL;

  return item != NULL ? reeve_paged_item_get_record (item) : NULL;
}

/* --- Rows --- */

static void
show_row (GtkWidget *row, ReeveSupportGrant *grant)
{
  GtkWidget *pill = g_object_get_data (G_OBJECT (row), PILL_OF_ROW);
  const char *classes[] = { "status-pill", reeve_support_words_state_tone (grant->state), NULL };
  gint64 now = reeve_clock_now ();
  g_autofree char *who = reeve_support_words_who (grant);
  g_autofree char *line = reeve_support_words_line (grant, now);
  g_autofree char *spoken = reeve_support_words_spoken (grant, now);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), who);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line);
  reeve_pill_set_icon_name (REEVE_PILL (pill), reeve_support_words_state_icon (grant->state));
  reeve_pill_set_label (REEVE_PILL (pill), reeve_support_words_state (grant->state));
  gtk_widget_set_css_classes (pill, classes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
on_record_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer row)
{
  show_row (row, REEVE_SUPPORT_GRANT (reeve_paged_item_get_record (item)));
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *pill = g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, NULL);

  reeve_pill_set_whole (REEVE_PILL (pill), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  /* Its title is not the whole of its name. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_object_set_data (G_OBJECT (row), PILL_OF_ROW, pill);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, 0);
  show_row (row, REEVE_SUPPORT_GRANT (reeve_paged_item_get_record (item)));
  return row;
}

static GtkWidget *
reeve_support_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  return make_row (item, page);
}

static const char *
get_id_of_row (GtkListBoxRow *row)
{
  return reeve_paged_item_get_id (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW));
}

/* --- The one that is chosen --- */

/* (transfer none) (nullable): no list has it */
static ReeveSupportGrant *
find_grant (ReeveSupportPage *self, const char *id)
{
  for (guint i = 0; id != NULL && i <= N_NOW; i++)
    {
      GListModel *model = get_model (self, i);
      ReevePagedItem *item =
        model != NULL ? reeve_paged_list_find (REEVE_PAGED_LIST (model), id, NULL) : NULL;

      if (item != NULL)
        return reeve_paged_item_get_record (item);
    }
  return NULL;
}

/* One row of three lists. */
static void
mark_chosen (ReeveSupportPage *self)
{
  GtkListBox *const lists[] = { self->asking_rows, self->here_rows, self->rows };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      GtkListBoxRow *row = NULL;

      for (int at = 0; (row = gtk_list_box_get_row_at_index (lists[i], at)) != NULL; at++)
        if (g_strcmp0 (get_id_of_row (row), self->chosen) == 0)
          break;
      if (row != NULL)
        gtk_list_box_select_row (lists[i], row);
      else
        gtk_list_box_unselect_all (lists[i]);
    }
}

static void
stop_asking (ReeveSupportPage *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
on_alone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSupportPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSupportGrant) grant = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->asking);
  if (grant != NULL)
    {
      reeve_support_detail_show (self->detail, get_site (self), grant);
      return;
    }
  title = reeve_wording_title (error);
  reeve_list_page_say (REEVE_LIST_PAGE (self), title);
}

static void
load_alone (ReeveSupportPage *self)
{
  ReeveSite *site = get_site (self);
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  stop_asking (self);
  if (self->chosen == NULL || site == NULL || reeve_list_page_get_list (REEVE_LIST_PAGE (self)) == NULL)
    return;
  below = g_strdup_printf ("support-grants/%s", self->chosen);
  path = reeve_site_path (site, below);
  self->asking = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (site), reeve_support_grant_get_type (), path, self->asking,
                           on_alone_cb, g_object_ref (self));
}

static gboolean
is_loading (ReeveSupportPage *self)
{
  for (guint i = 0; i <= N_NOW; i++)
    {
      GListModel *model = get_model (self, i);

      if (model != NULL && reeve_paged_list_get_state (REEVE_PAGED_LIST (model)) == REEVE_PAGED_LIST_LOADING)
        return TRUE;
    }
  return FALSE;
}

/* It moves from list to list, and is beside them all the while. */
static void
follow_chosen (ReeveSupportPage *self)
{
  ReeveSupportGrant *grant = find_grant (self, self->chosen);
  ReeveSupportGrant *shown = reeve_support_detail_get_grant (self->detail);

  mark_chosen (self);
  if (grant != NULL && grant != shown)
    {
      stop_asking (self);
      reeve_support_detail_show (self->detail, get_site (self), grant);
    }
  else if (grant == NULL && self->chosen != NULL && self->asking == NULL && !is_loading (self) &&
           shown == NULL)
    load_alone (self);
}

static void
choose (ReeveSupportPage *self, const char *id)
{
  stop_asking (self);
  g_set_str (&self->chosen, id);
  reeve_support_detail_show (self->detail, get_site (self), find_grant (self, id));
  follow_chosen (self);
}

static void
on_row_activated_cb (ReeveSupportPage *self, GtkListBoxRow *row)
{
  choose (self, get_id_of_row (row));
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

/* What is marked is what is shown beside, wherever the focus goes. */
static void
on_row_selected_cb (ReeveSupportPage *self, GtkListBoxRow *row, GtkListBox *list)
{
  if (row != NULL && g_strcmp0 (get_id_of_row (row), self->chosen) != 0)
    gtk_list_box_unselect_row (list, row);
}

static void
reeve_support_page_show_one (ReevePage *page, const char *id)
{
  choose (REEVE_SUPPORT_PAGE (page), id);
  adw_navigation_split_view_set_show_content (REEVE_SUPPORT_PAGE (page)->split, TRUE);
}

static void
reeve_support_page_show_filters (ReevePage *page, GVariant *filters)
{
  const char *grant = reeve_page_get_filter (filters, "grant");

  if (grant != NULL)
    reeve_support_page_show_one (page, grant);
  else
    adw_navigation_split_view_set_show_content (REEVE_SUPPORT_PAGE (page)->split, FALSE);
}

/* --- To whom it is closed --- */

static void
reload_now (ReeveListPage *page)
{
  for (guint i = 0; i < N_NOW; i++)
    if (REEVE_SUPPORT_PAGE (page)->now[i] != NULL)
      reeve_paged_list_reload (REEVE_SUPPORT_PAGE (page)->now[i]);
}

static gboolean
on_again_cb (gpointer user_data)
{
  reeve_list_page_reload (user_data);
  return G_SOURCE_CONTINUE;
}

/* What they asked for has been answered, which nobody tells them. */
static void
update_again (ReeveSupportPage *self)
{
  ReeveSite *site = get_site (self);
  gboolean needed = site != NULL && reeve_site_is_closed (site) &&
                    reeve_site_get_state (site) == REEVE_SITE_READY && count (self, ASKING) > 0 &&
                    gtk_widget_get_mapped (GTK_WIDGET (self));

  if (needed && self->again == 0)
    self->again = g_timeout_add_seconds (AGAIN_S, on_again_cb, self);
  else if (!needed)
    g_clear_handle_id (&self->again, g_source_remove);
}

/* --- What is shown --- */

static void
show_closed (ReeveSupportPage *self)
{
  ReeveSite *site = get_site (self);
  gboolean closed = site != NULL && reeve_site_is_closed (site);
  gboolean waits = count (self, ASKING) > 0;
  ReeveSupportGrant *last = get_first (self, N_NOW);
  g_autofree char *workspace = closed ? reeve_format_isolate (reeve_site_get_workspace (site)->name) : NULL;
  g_autofree char *why = last != NULL ? reeve_support_words_farewell (last) : NULL;
  g_autofree char *how = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->closed, closed);
  if (!closed)
    return;
  gtk_label_set_label (self->closed_title, waits ? _ ("Waiting to Be Let In") : _ ("Closed to You"));
  if (waits)
    text = g_strdup (_ ("Whoever may let you in has been told. This window opens as soon as they do."));
  else
    {
      /* Translators: %s is the name of a workspace */
      how =
        g_strdup_printf (_ ("%s lets support in for a ticket, and for a time. Ask to see it."), workspace);
      text = why != NULL ? g_strjoin (" ", why, how, NULL) : g_strdup (how);
    }
  if (g_strcmp0 (text, gtk_label_get_label (self->closed_text)) != 0)
    {
      gtk_label_set_label (self->closed_text, text);
      if (gtk_widget_get_mapped (self->closed))
        reeve_announce (self->closed, text);
    }
  gtk_widget_set_visible (self->closed_ask, !waits);
}

static void
show_groups (ReeveSupportPage *self)
{
  gtk_widget_set_visible (self->asking_group, count (self, ASKING) > 0);
  gtk_widget_set_visible (self->here_group, count (self, HERE) > 0);
  gtk_widget_set_visible (self->past_group, count (self, N_NOW) > 0);
}

static gboolean
may_ask (ReeveSupportPage *self)
{
  ReeveSite *site = get_site (self);

  return site != NULL && reeve_site_is_of_support (site);
}

static void
update_ask (ReeveSupportPage *self, gboolean online)
{
  GAction *ask = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "ask");
  gboolean waits = is_agents (self) && count (self, ASKING) > 0;

  g_simple_action_set_enabled (G_SIMPLE_ACTION (ask), may_ask (self) && online && !waits);
  gtk_widget_set_visible (self->ask_button, may_ask (self) && !gtk_widget_get_visible (self->closed));
  gtk_widget_set_tooltip_text (self->ask_button,
                               waits ? _ ("Your request waits for an answer") : _ ("Ask for Access"));
}

/* Why it has closed is known to the service alone, and no feed tells of it any more. */
static void
follow_closed (ReeveSupportPage *self)
{
  ReeveSite *site = get_site (self);
  gboolean closed = site != NULL && reeve_site_is_closed (site);

  if (reeve_list_page_get_list (REEVE_LIST_PAGE (self)) == NULL || closed == self->was_closed)
    return;
  self->was_closed = closed;
  reeve_list_page_reload (REEVE_LIST_PAGE (self));
}

static void
reeve_support_page_update (ReeveListPage *page, gboolean online)
{
  ReeveSupportPage *self = REEVE_SUPPORT_PAGE (page);
  gboolean agents = is_agents (self);

  adw_window_title_set_title (self->title, agents ? _ ("Your Access") : _ ("Support Access"));
  g_object_set (self->pane, "empty-title",
                agents ? _ ("You Have Not Asked Yet") : _ ("Nobody From Support Can See Your Data"),
                "empty-description",
                agents ? _ ("What you ask for, and what becomes of it, is listed here.")
                       : _ ("Who of support asks to be let in is listed here, and what they did."),
                NULL);
  show_closed (self);
  show_groups (self);
  update_ask (self, online);
  update_again (self);
  follow_chosen (self);
  follow_closed (self);
}

static guint
reeve_support_page_count_others (ReeveListPage *page)
{
  ReeveSupportPage *self = REEVE_SUPPORT_PAGE (page);
  ReeveSite *site = get_site (self);

  return count (self, ASKING) + count (self, HERE) + (site != NULL && reeve_site_is_closed (site) ? 1 : 0);
}

static void
on_now_changed_cb (ReeveSupportPage *self)
{
  ReeveSite *site = get_site (self);

  if (site != NULL && reeve_site_is_closed (site) && count (self, HERE) > 0)
    reeve_site_reload_identity (site);
  reeve_list_page_update (REEVE_LIST_PAGE (self));
}

/* --- Verbs --- */

/* Whatever list it is in now, and was. */
static void
take (ReeveSupportPage *self, ReeveSupportGrant *grant)
{
  if (reeve_list_page_get_list (REEVE_LIST_PAGE (self)) == NULL)
    return;
  if (g_strcmp0 (self->chosen, grant->id) == 0)
    reeve_support_detail_show (self->detail, get_site (self), grant);
  reeve_list_page_reload (REEVE_LIST_PAGE (self));
}

static void
on_asked_cb (ReeveSupportPage *self, ReeveSupportGrant *grant)
{
  take (self, grant);
  if (!reeve_site_is_closed (get_site (self))) /* where the page itself says so */
    reeve_list_page_say (REEVE_LIST_PAGE (self), _ ("Asked; whoever may let you in has been told"));
}

static void
on_ask_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwDialog *dialog = reeve_support_ask_dialog_new (get_site (user_data));

  g_signal_connect_object (dialog, "asked", G_CALLBACK (on_asked_cb), user_data, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, user_data);
}

static void
on_answered_cb (ReeveSupportPage *self, ReeveSupportGrant *grant)
{
  g_autofree char *name = reeve_support_words_who (grant);
  g_autofree char *who = reeve_format_isolate (name);
  g_autofree char *clock = reeve_support_words_clock (grant->ends, reeve_clock_now ());
  g_autofree char *text = g_strcmp0 (grant->state, "active") == 0
                            /* Translators: a person of support, a time of day */
                            ? g_strdup_printf (_ ("%1$s is let in until %2$s"), who, clock)
                            : g_strdup (_ ("Refused; they are told why"));

  reeve_list_page_say (REEVE_LIST_PAGE (self), text);
  take (self, grant);
}

static void
answer (ReeveSupportPage *self, GVariant *parameter, gboolean refuse)
{
  const char *id = g_variant_get_string (parameter, NULL);
  ReeveSupportGrant *shown = reeve_support_detail_get_grant (self->detail);
  ReeveSupportGrant *grant = shown != NULL && g_strcmp0 (shown->id, id) == 0 ? shown : find_grant (self, id);
  AdwDialog *dialog;

  if (grant == NULL || get_site (self) == NULL)
    return;
  dialog = reeve_support_answer_dialog_new (get_site (self), grant, refuse);
  g_signal_connect_object (dialog, "answered", G_CALLBACK (on_answered_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_approve_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  answer (user_data, parameter, FALSE);
}

static void
on_refuse_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  answer (user_data, parameter, TRUE);
}

/* --- The site --- */

static gboolean
reeve_support_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  reeve_query_set_filter (query, "state", REEVE_SUPPORT_OVER);
  return FALSE;
}

static void
begin_now (ReeveSupportPage *self, guint index, GtkListBox *rows)
{
  ReeveSite *site = get_site (self);
  g_autofree char *path = reeve_site_path (site, "support-grants");
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  reeve_query_set_filter (query, "state", now_states[index]);
  self->now[index] =
    reeve_paged_list_new (reeve_site_get_client (site), reeve_support_grant_get_type (), path);
  gtk_list_box_bind_model (rows, G_LIST_MODEL (self->now[index]), make_row, self, NULL);
  g_signal_connect_object (self->now[index], "notify", G_CALLBACK (on_now_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->now[index], "items-changed", G_CALLBACK (on_now_changed_cb), self,
                           G_CONNECT_SWAPPED);
  reeve_paged_list_set_query (self->now[index], query);
}

static void
reeve_support_page_begun (ReeveListPage *page)
{
  ReeveSupportPage *self = REEVE_SUPPORT_PAGE (page);
  ReeveSite *site = get_site (self);
  ReeveSupportEnding *ending = reeve_support_ending_of (site);

  self->was_closed = reeve_site_is_closed (site);
  begin_now (self, ASKING, self->asking_rows);
  begin_now (self, HERE, self->here_rows);
  g_signal_handlers_disconnect_by_data (ending, self);
  g_signal_connect_object (ending, "ended", G_CALLBACK (take), self, G_CONNECT_SWAPPED);
}

static void
reeve_support_page_dropped (ReeveListPage *page)
{
  ReeveSupportPage *self = REEVE_SUPPORT_PAGE (page);
  GtkListBox *const lists[] = { self->asking_rows, self->here_rows };

  for (guint i = 0; i < N_NOW; i++)
    {
      if (self->now[i] == NULL)
        continue;
      g_signal_handlers_disconnect_by_data (self->now[i], self);
      gtk_list_box_bind_model (lists[i], NULL, NULL, NULL, NULL);
      g_clear_object (&self->now[i]);
    }
  choose (self, NULL);
}

static gboolean
reeve_support_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  return g_str_equal (noun, "support-grant");
}

static void
reeve_support_page_create (ReevePage *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (REEVE_SUPPORT_PAGE (page)->actions), "ask", NULL);
}

static void
reeve_support_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_support_page_parent_class)->map (widget);
  update_again (REEVE_SUPPORT_PAGE (widget));
}

static void
reeve_support_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_support_page_parent_class)->unmap (widget);
  update_again (REEVE_SUPPORT_PAGE (widget));
}

static void
reeve_support_page_dispose (GObject *object)
{
  ReeveSupportPage *self = REEVE_SUPPORT_PAGE (object);

  stop_asking (self);
  g_clear_handle_id (&self->again, g_source_remove);
  G_OBJECT_CLASS (reeve_support_page_parent_class)->dispose (object);
}

static void
reeve_support_page_finalize (GObject *object)
{
  ReeveSupportPage *self = REEVE_SUPPORT_PAGE (object);

  g_clear_object (&self->actions);
  g_free (self->chosen);
  G_OBJECT_CLASS (reeve_support_page_parent_class)->finalize (object);
}

static void
bind_lists (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, closed);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, closed_title);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, closed_text);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, closed_ask);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, asking_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, asking_rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, here_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, here_rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, past_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, rows);
}

static void
reeve_support_page_class_init (ReeveSupportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_support_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_support_page_finalize;
  widget_class->map = reeve_support_page_map;
  widget_class->unmap = reeve_support_page_unmap;
  page_class->is_allowed = reeve_support_page_is_allowed;
  page_class->opens_closed = TRUE;
  page_class->create = reeve_support_page_create;
  page_class->show_one = reeve_support_page_show_one;
  page_class->show_filters = reeve_support_page_show_filters;
  list_class->path = "support-grants";
  list_class->record_type = reeve_support_grant_get_type;
  list_class->make_row = reeve_support_page_make_row;
  list_class->narrow = reeve_support_page_narrow;
  list_class->is_news = reeve_support_page_is_news;
  list_class->update = reeve_support_page_update;
  list_class->count_others = reeve_support_page_count_others;
  list_class->reload = reload_now;
  list_class->begun = reeve_support_page_begun;
  list_class->dropped = reeve_support_page_dropped;

  g_type_ensure (REEVE_TYPE_SUPPORT_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/support-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, split);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, ask_button);
  bind_lists (widget_class);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected_cb);
}

static void
reeve_support_page_init (ReeveSupportPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "ask", .activate = on_ask_cb },
    { .name = "approve", .activate = on_approve_cb, .parameter_type = "s" },
    { .name = "refuse", .activate = on_refuse_cb, .parameter_type = "s" },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "support", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
}
