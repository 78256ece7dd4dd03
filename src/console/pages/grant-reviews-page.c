/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is found is read from the service; what is done about it goes through the preview of permissions, as
 * any change of them. */

#include "config.h"

#include "console/pages/grant-reviews-page.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/folder.h"
#include "common/grant.h"
#include "console/dialogs/unmanaged-dialog.h"
#include "console/lists/ticks.h"
#include "console/pages/permission-changes.h"
#include "console/widgets/formatting.h"
#include "console/widgets/item-tick.h"
#include "console/widgets/tick-bar.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/whom-mark.h"

struct _ReeveGrantReviewsPage
{
  ReeveListPage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  AdwBanner *banner;
  GtkDropDown *states;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  ReeveTickBar *tick_bar;
  /* owned */
  GSimpleActionGroup *actions;
  ReeveTicks *ticks;
  ReevePermissionChanges *changes; /* (nullable): with a list */
  GCancellable *cancellable;       /* (nullable): of counting folders */
};

G_DEFINE_FINAL_TYPE (ReeveGrantReviewsPage, reeve_grant_reviews_page, REEVE_TYPE_LIST_PAGE)

static const char *
get_finding (ReeveGrantReviewsPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->states);

  return reeve_grant_findings[MIN (selected, g_strv_length ((GStrv) reeve_grant_findings) - 1)];
}

static void
enable (ReeveGrantReviewsPage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

static gboolean
may_write (ReeveGrantReviewsPage *self)
{
  return reeve_list_page_may (REEVE_LIST_PAGE (self), REEVE_CAPABILITY_PERMISSIONS_WRITE);
}

static void
show_empty (ReeveGrantReviewsPage *self)
{
  const char *finding = get_finding (self);

  if (g_strcmp0 (finding, "unused") == 0)
    g_object_set (self->pane, "empty-title", _ ("Everything Is Used"), "empty-description",
                  _ ("No grant has gone unused for 90 days, as far as uses have been noted."), NULL);
  else if (g_strcmp0 (finding, "expired") == 0)
    g_object_set (self->pane, "empty-title", _ ("Nothing Has Expired"), "empty-description",
                  _ ("Grants that have expired give nothing, and stay until they are removed."), NULL);
  else
    g_object_set (
      self->pane, "empty-title", _ ("Somebody Has Each of Them"), "empty-description",
      _ ("A grant is nobody’s when its person is suspended or gone, or its group or role is empty."), NULL);
}

static void
reeve_grant_reviews_page_update (ReeveListPage *page, gboolean online)
{
  ReeveGrantReviewsPage *self = REEVE_GRANT_REVIEWS_PAGE (page);
  ReevePagedList *list = reeve_list_page_get_list (page);
  gint64 total = list != NULL ? reeve_paged_list_get_total (list) : -1;
  g_autofree char *count = total >= 0 ? reeve_format_count (total) : NULL;
  g_autofree char *subtitle = NULL;

  if (count != NULL)
    /* Translators: %s is a number of grants */
    subtitle = g_strdup_printf (ngettext ("%s grant", "%s grants", (gulong) total), count);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  enable (self, "remove", list != NULL && online && may_write (self));
  enable (self, "remove-ticked", list != NULL && online && may_write (self));
  enable (self, "tick-shown", list != NULL && may_write (self));
  show_empty (self);
}

/* --- Folders without a manager --- */

static void
on_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveGrantReviewsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* A failure is the list's to tell, which was asked for at the same time. */
  adw_banner_set_title (self->banner, listing != NULL && listing->items->len == 1
                                        ? _ ("A folder has lost its manager")
                                        : _ ("Several folders have lost their managers"));
  adw_banner_set_revealed (self->banner, listing != NULL && listing->items->len > 0);
}

static void
count_unmanaged (ReeveGrantReviewsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (site == NULL || reeve_list_page_get_list (REEVE_LIST_PAGE (self)) == NULL)
    return;
  query->limit = 2; /* one, or several */
  reeve_query_set_filter (query, "state", "unmanaged");
  path = reeve_site_path (site, "folders");
  self->cancellable = g_cancellable_new ();
  reeve_client_list_async (reeve_site_get_client (site), reeve_folder_get_type (), path, query,
                           self->cancellable, on_counted_cb, g_object_ref (self));
}

static void
go (ReeveGrantReviewsPage *self, const char *folder)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show", "(ss)", "folder", folder);
}

static void
on_banner_cb (ReeveGrantReviewsPage *self)
{
  AdwDialog *dialog = reeve_unmanaged_dialog_new (reeve_page_get_site (REEVE_PAGE (self)));

  g_signal_connect_object (dialog, "go", G_CALLBACK (go), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* --- The list --- */

static char *
describe_use (const ReeveGrant *grant)
{
  g_autofree char *used = reeve_format_date (grant->last_used);

  if (grant->last_used == 0)
    return g_strdup (_ ("no use noted"));
  /* Translators: %s is a day */
  return g_strdup_printf (_ ("last used on %s"), used);
}

/* (transfer full) */
static char *
describe (ReeveGrantReviewsPage *self, const ReeveGrant *grant)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *place =
    reeve_verb_words_path (reeve_site_get_root_name (site), (const char *const *) grant->folder_path, 0);
  g_autofree char *expiry = reeve_verb_words_expiry (grant, reeve_clock_now ());
  g_autofree char *given = reeve_format_date (grant->created);
  g_autofree char *use = describe_use (grant);
  g_autofree char *giver = reeve_format_account_name (grant->created_by_name);
  g_autoptr (GString) text = g_string_new (place);

  g_string_append_printf (text, " · %s", reeve_verb_words ((const char *const *) grant->verbs));
  if (expiry != NULL)
    g_string_append_printf (text, " · %s", expiry);
  g_string_append_c (text, '\n');
  /* Translators: who gave access, on which day, and when it was used */
  g_string_append_printf (text, _ ("Given by %1$s on %2$s · %3$s"), giver, given, use);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

typedef struct
{
  ReeveGrantReviewsPage *page; /* holds the row */
  ReevePagedItem *item;        /* the tick holds it */
  GtkWidget *tick;
  GtkWidget *icon;
  GtkWidget *remove;
} Parts;

static void
show_row (GtkWidget *row)
{
  const Parts *parts = g_object_get_data (G_OBJECT (row), "reeve-parts");
  const ReeveGrant *grant = reeve_paged_item_get_record (parts->item);
  const char *name = reeve_verb_words_principal (grant);
  const char *kind = reeve_verb_words_kind (grant->principal_kind);
  g_autofree char *subtitle = describe (parts->page, grant);
  /* Translators: read out for a tick box; who has access, and to which folder */
  g_autofree char *tick = g_strdup_printf (_ ("Select: %s, %s"), name, subtitle);

  reeve_whom_mark (row, g_strcmp0 (grant->principal_kind, "user") == 0 ? grant->principal : NULL,
                   grant->principal_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_image_set_from_icon_name (GTK_IMAGE (parts->icon), reeve_verb_words_icon (grant->principal_kind));
  gtk_widget_set_tooltip_text (parts->icon, kind);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parts->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, kind, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parts->tick), GTK_ACCESSIBLE_PROPERTY_LABEL, tick, -1);
  gtk_widget_set_visible (parts->tick, may_write (parts->page));
  gtk_widget_set_visible (parts->remove, may_write (parts->page));
}

static GtkWidget *
reeve_grant_reviews_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  ReeveGrantReviewsPage *self = REEVE_GRANT_REVIEWS_PAGE (page);
  const ReeveGrant *grant = reeve_paged_item_get_record (item);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *show = reeve_list_page_make_button ("folder-symbolic", _ ("Go to Its Folder"),
                                                 "grant-reviews.go", grant->folder);
  Parts *parts = g_new0 (Parts, 1);

  parts->page = self;
  parts->item = item;
  parts->tick = reeve_item_tick_new (item, self->ticks);
  parts->icon = gtk_image_new ();
  parts->remove = reeve_list_page_make_button ("user-trash-symbolic", _ ("Remove…"), "grant-reviews.remove",
                                               reeve_paged_item_get_id (item));
  gtk_widget_set_valign (show, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (parts->remove, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), parts->icon);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), parts->tick);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), show);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), parts->remove);
  g_object_set_data_full (G_OBJECT (row), "reeve-parts", parts, g_free);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (show_row), row, G_CONNECT_SWAPPED);
  show_row (row);
  return row;
}

/* The choice narrows nothing that somebody has asked to see: what is empty then says why. */
static gboolean
reeve_grant_reviews_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  reeve_query_set_filter (query, "finding", get_finding (REEVE_GRANT_REVIEWS_PAGE (page)));
  return FALSE;
}

static gboolean
reeve_grant_reviews_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  static const char *const nouns[] = { "grant", "folder", "user", "group", NULL };

  return g_strv_contains (nouns, noun);
}

static void
on_done_cb (ReeveGrantReviewsPage *self, const char *message, guint step)
{
  reeve_ticks_clear (self->ticks);
  reeve_list_page_reload (REEVE_LIST_PAGE (self));
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    adw_toast_overlay_add_toast (self->toasts,
                                 reeve_changes_toast_new (REEVE_CHANGES (self->changes), message, step));
}

static void
reeve_grant_reviews_page_begun (ReeveListPage *page)
{
  ReeveGrantReviewsPage *self = REEVE_GRANT_REVIEWS_PAGE (page);

  reeve_ticks_set_model (self->ticks, G_LIST_MODEL (reeve_list_page_get_list (page)));
  self->changes = reeve_permission_changes_of (reeve_page_get_site (REEVE_PAGE (page)));
  g_signal_connect_object (self->changes, "done", G_CALLBACK (on_done_cb), self, G_CONNECT_SWAPPED);
  count_unmanaged (self);
}

static void
reeve_grant_reviews_page_dropped (ReeveListPage *page)
{
  ReeveGrantReviewsPage *self = REEVE_GRANT_REVIEWS_PAGE (page);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  reeve_ticks_clear (self->ticks);
  reeve_ticks_set_model (self->ticks, NULL);
  if (self->changes != NULL)
    g_signal_handlers_disconnect_by_data (self->changes, self);
  g_clear_object (&self->changes);
  adw_banner_set_revealed (self->banner, FALSE);
}

static void
on_state_chosen_cb (ReeveGrantReviewsPage *self)
{
  reeve_ticks_clear (self->ticks);
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
  reeve_list_page_update (REEVE_LIST_PAGE (self));
}

/* --- Actions --- */

/* @items: of ReevePagedItem */
static void
preview_removal (ReeveGrantReviewsPage *self, GPtrArray *items)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autoptr (GPtrArray) entries = reeve_permission_entries_new ();

  for (guint i = 0; i < items->len; i++)
    {
      const ReeveGrant *grant = reeve_paged_item_get_record (items->pdata[i]);
      g_autofree char *place =
        reeve_verb_words_path (reeve_site_get_root_name (site), (const char *const *) grant->folder_path, 0);
      g_autoptr (ReevePermissionEntry) entry = reeve_permission_entry_new_revoke (grant, place);

      reeve_permission_entries_add (entries, entry);
    }
  if (entries->len > 0 && self->changes != NULL)
    reeve_permission_changes_preview_all (self->changes, entries, GTK_WIDGET (self));
}

static void
on_remove_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveGrantReviewsPage *self = user_data;
  ReevePagedList *list = reeve_list_page_get_list (user_data);
  const char *id = g_variant_get_string (parameter, NULL);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; list != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (g_strcmp0 (reeve_paged_item_get_id (item), id) == 0)
        g_ptr_array_add (items, g_steal_pointer (&item));
    }
  preview_removal (self, items);
}

static void
on_remove_ticked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveGrantReviewsPage *self = user_data;
  g_autoptr (GPtrArray) items = reeve_ticks_get_items (self->ticks);

  preview_removal (self, items);
}

static void
on_go_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  go (user_data, g_variant_get_string (parameter, NULL));
}

/* "finding" of grants; or "folders": those without a manager. */
static void
reeve_grant_reviews_page_show_filters (ReevePage *page, GVariant *filters)
{
  ReeveGrantReviewsPage *self = REEVE_GRANT_REVIEWS_PAGE (page);

  if (reeve_page_get_filter (filters, "folders") != NULL)
    on_banner_cb (self);
  else
    gtk_drop_down_set_selected (self->states,
                                reeve_page_get_choice (filters, "finding", reeve_grant_findings, 0));
}

static void
on_tick_shown_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_ticks_tick_loaded (REEVE_GRANT_REVIEWS_PAGE (user_data)->ticks);
}

/* --- The page --- */

/* Time has passed, and time makes findings. */
static void
reeve_grant_reviews_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_grant_reviews_page_parent_class)->map (widget);
  reeve_list_page_reload (REEVE_LIST_PAGE (widget));
}

static void
reeve_grant_reviews_page_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_GRANT_REVIEWS_PAGE (object)->cancellable);
  G_OBJECT_CLASS (reeve_grant_reviews_page_parent_class)->dispose (object);
}

static void
reeve_grant_reviews_page_finalize (GObject *object)
{
  ReeveGrantReviewsPage *self = REEVE_GRANT_REVIEWS_PAGE (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->ticks);
  g_clear_object (&self->changes);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (reeve_grant_reviews_page_parent_class)->finalize (object);
}

static void
reeve_grant_reviews_page_class_init (ReeveGrantReviewsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_grant_reviews_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_grant_reviews_page_finalize;
  widget_class->map = reeve_grant_reviews_page_map;
  REEVE_PAGE_CLASS (klass)->show_filters = reeve_grant_reviews_page_show_filters;
  list_class->path = "grants";
  list_class->record_type = reeve_grant_get_type;
  list_class->rows_show_rights = TRUE;
  list_class->make_row = reeve_grant_reviews_page_make_row;
  list_class->narrow = reeve_grant_reviews_page_narrow;
  list_class->is_news = reeve_grant_reviews_page_is_news;
  list_class->update = reeve_grant_reviews_page_update;
  list_class->reload = (void (*) (ReeveListPage *)) count_unmanaged;
  list_class->begun = reeve_grant_reviews_page_begun;
  list_class->dropped = reeve_grant_reviews_page_dropped;

  g_type_ensure (REEVE_TYPE_TICK_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/grant-reviews-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantReviewsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantReviewsPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantReviewsPage, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantReviewsPage, states);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantReviewsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantReviewsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantReviewsPage, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantReviewsPage, tick_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_state_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_banner_cb);
}

static void
reeve_grant_reviews_page_init (ReeveGrantReviewsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "go", .activate = on_go_cb, .parameter_type = "s" },
    { .name = "remove", .activate = on_remove_cb, .parameter_type = "s" },
    { .name = "remove-ticked", .activate = on_remove_ticked_cb },
    { .name = "tick-shown", .activate = on_tick_shown_cb },
  };

  self->ticks = reeve_ticks_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "grant-reviews", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_tick_bar_set_ticks (self->tick_bar, self->ticks);
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
}
