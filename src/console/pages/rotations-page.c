/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is to be done stands first; what is not due yet is asked for. */

#include "config.h"

#include "console/pages/rotations-page.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/rotation.h"
#include "console/dialogs/rotation-dialog.h"
#include "console/lists/ticks.h"
#include "console/pages/rotation-marks.h"
#include "console/widgets/formatting.h"
#include "console/widgets/leaving-words.h"
#include "console/widgets/rotation-row.h"
#include "console/widgets/tick-bar.h"

#define SLACK_MS 1000 /* the service's clock is another one */

struct _ReeveRotationsPage
{
  ReeveListPage parent_instance;
  /* from the template */
  AdwWindowTitle *title;
  GtkDropDown *states;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  ReeveTickBar *tick_bar;
  /* owned */
  GSimpleActionGroup *actions;
  ReeveTicks *ticks;
  guint due_wait;

  gint64 next_due; /* of what is shown, and waits */
};

G_DEFINE_FINAL_TYPE (ReeveRotationsPage, reeve_rotations_page, REEVE_TYPE_LIST_PAGE)

/* (nullable): all of them */
static const char *
get_state (ReeveRotationsPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->states);

  return selected < g_strv_length ((GStrv) reeve_rotation_states) ? reeve_rotation_states[selected] : NULL;
}

static void
enable (ReeveRotationsPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
show_title (ReeveRotationsPage *self, ReevePagedList *list)
{
  gint64 total = list != NULL ? reeve_paged_list_get_total (list) : -1;
  g_autofree char *count = total >= 0 ? reeve_format_count (total) : NULL;
  g_autofree char *subtitle = NULL;

  if (count != NULL && g_strcmp0 (get_state (self), "due") == 0)
    /* Translators: %s is a number of secrets */
    subtitle = g_strdup_printf (ngettext ("%s to change", "%s to change", (gulong) total), count);
  else if (count != NULL)
    subtitle = g_strdup_printf (ngettext ("%s secret", "%s secrets", (gulong) total), count);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
}

static void
show_empty (ReeveRotationsPage *self)
{
  const char *state = get_state (self);
  gboolean due = g_strcmp0 (state, "due") == 0;

  g_object_set (
    self->pane, "empty-icon-name", due ? "object-select-symbolic" : "dialog-password-symbolic", "empty-title",
    due             ? _ ("Nothing to Change")
    : state != NULL ? _ ("Nothing Waits")
                    : _ ("No Secrets Yet"),
    "empty-description",
    _ ("Enter which secrets people here know, never the secrets themselves. Each is due again after its "
       "days, and at once when somebody leaves who knew it."),
    NULL);
}

/* --- Time --- */

/* 0: nothing that is shown waits. */
static gint64
find_next_due (ReevePagedList *list, gint64 now)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  gint64 next = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      ReeveRotation *rotation = REEVE_ROTATION (reeve_paged_item_get_record (item));

      if (!reeve_rotation_words_is_due (rotation, now) && (next == 0 || rotation->due < next))
        next = rotation->due;
    }
  return next;
}

static gboolean on_due_cb (gpointer user_data);

/* One timer, for what is due next; it looks at the clock again now and then, since it stands still while the
 * computer sleeps. */
static void
watch_time (ReeveRotationsPage *self)
{
  ReevePagedList *list = reeve_list_page_get_list (REEVE_LIST_PAGE (self));
  gint64 now = reeve_clock_now ();

  g_clear_handle_id (&self->due_wait, g_source_remove);
  self->next_due = list != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) ? find_next_due (list, now) : 0;
  if (self->next_due != 0)
    self->due_wait =
      g_timeout_add ((guint) (MIN (self->next_due - now, REEVE_HOUR) / 1000) + SLACK_MS, on_due_cb, self);
}

static gboolean
on_due_cb (gpointer user_data)
{
  ReeveRotationsPage *self = user_data;

  self->due_wait = 0;
  if (self->next_due <= reeve_clock_now ())
    reeve_list_page_reload (REEVE_LIST_PAGE (self));
  else
    watch_time (self);
  return G_SOURCE_REMOVE;
}

static void
reeve_rotations_page_update (ReeveListPage *page, gboolean online)
{
  static const char *const verbs[] = { "add", "edit", "delete", "mark", "mark-ticked" };
  ReeveRotationsPage *self = REEVE_ROTATIONS_PAGE (page);
  ReevePagedList *list = reeve_list_page_get_list (page);

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    enable (self, verbs[i], list != NULL && online);
  show_title (self, list);
  show_empty (self);
  watch_time (self);
}

/* --- The list --- */

static GtkWidget *
reeve_rotations_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  return reeve_rotation_row_new (item, REEVE_ROTATIONS_PAGE (page)->ticks);
}

/* The choice narrows nothing that somebody has asked to see: what is empty then says why. */
static gboolean
reeve_rotations_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  reeve_query_set_filter (query, "state", get_state (REEVE_ROTATIONS_PAGE (page)));
  return FALSE;
}

static gboolean
reeve_rotations_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  return g_str_equal (noun, "rotation");
}

static void
reeve_rotations_page_begun (ReeveListPage *page)
{
  reeve_ticks_set_model (REEVE_ROTATIONS_PAGE (page)->ticks, G_LIST_MODEL (reeve_list_page_get_list (page)));
}

static void
reeve_rotations_page_dropped (ReeveListPage *page)
{
  reeve_ticks_clear (REEVE_ROTATIONS_PAGE (page)->ticks);
  reeve_ticks_set_model (REEVE_ROTATIONS_PAGE (page)->ticks, NULL);
}

static void
on_state_chosen_cb (ReeveRotationsPage *self)
{
  reeve_ticks_clear (self->ticks);
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
  reeve_list_page_update (REEVE_LIST_PAGE (self));
}

/* --- Actions --- */

static void
on_saved_cb (ReeveRotationsPage *self)
{
  reeve_list_page_reload (REEVE_LIST_PAGE (self));
}

/* @rotation: (nullable): a new one */
static void
open_dialog (ReeveRotationsPage *self, ReeveRotation *rotation)
{
  AdwDialog *dialog = reeve_rotation_dialog_new (reeve_page_get_site (REEVE_PAGE (self)), rotation);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (on_saved_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_add_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_dialog (user_data, NULL);
}

static void
on_edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveRotation *rotation = reeve_list_page_find (user_data, g_variant_get_string (parameter, NULL));

  if (rotation != NULL)
    open_dialog (user_data, rotation);
}

static void
on_delete_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveRotation *rotation = reeve_list_page_find (user_data, g_variant_get_string (parameter, NULL));

  if (rotation != NULL)
    reeve_rotation_marks_ask_delete (user_data, reeve_page_get_site (user_data), rotation);
}

static void
on_mark_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveRotation *rotation = reeve_list_page_find (user_data, g_variant_get_string (parameter, NULL));
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func (g_object_unref);

  if (rotation == NULL)
    return;
  g_ptr_array_add (one, g_object_ref (rotation));
  reeve_rotation_marks_ask (user_data, reeve_page_get_site (user_data), one);
}

static void
on_mark_ticked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveRotationsPage *self = user_data;
  g_autoptr (GPtrArray) items = reeve_ticks_get_items (self->ticks);
  g_autoptr (GPtrArray) rotations = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (rotations, g_object_ref (reeve_paged_item_get_record (items->pdata[i])));
  if (rotations->len > 0)
    reeve_rotation_marks_ask (user_data, reeve_page_get_site (user_data), rotations);
}

static void
on_tick_shown_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_ticks_tick_loaded (REEVE_ROTATIONS_PAGE (user_data)->ticks);
}

/* What was ticked is marked, or was refused and told. */
static void
on_reload_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_ticks_clear (REEVE_ROTATIONS_PAGE (user_data)->ticks);
  reeve_list_page_reload (user_data);
}

static void
reeve_rotations_page_show_filters (ReevePage *page, GVariant *filters)
{
  gtk_drop_down_set_selected (REEVE_ROTATIONS_PAGE (page)->states,
                              reeve_page_get_choice (filters, "state", reeve_rotation_states, 0));
}

/* --- The page --- */

static void
reeve_rotations_page_create (ReevePage *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (REEVE_ROTATIONS_PAGE (page)->actions), "add", NULL);
}

/* Time has passed: what was due in a day may be due. */
static void
reeve_rotations_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_rotations_page_parent_class)->map (widget);
  reeve_list_page_reload (REEVE_LIST_PAGE (widget));
}

static void
reeve_rotations_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&REEVE_ROTATIONS_PAGE (widget)->due_wait, g_source_remove);
  GTK_WIDGET_CLASS (reeve_rotations_page_parent_class)->unmap (widget);
}

static void
reeve_rotations_page_dispose (GObject *object)
{
  g_clear_handle_id (&REEVE_ROTATIONS_PAGE (object)->due_wait, g_source_remove);
  G_OBJECT_CLASS (reeve_rotations_page_parent_class)->dispose (object);
}

static void
reeve_rotations_page_finalize (GObject *object)
{
  ReeveRotationsPage *self = REEVE_ROTATIONS_PAGE (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->ticks);
  G_OBJECT_CLASS (reeve_rotations_page_parent_class)->finalize (object);
}

static void
reeve_rotations_page_class_init (ReeveRotationsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_rotations_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_rotations_page_finalize;
  widget_class->map = reeve_rotations_page_map;
  widget_class->unmap = reeve_rotations_page_unmap;
  REEVE_PAGE_CLASS (klass)->create = reeve_rotations_page_create;
  REEVE_PAGE_CLASS (klass)->show_filters = reeve_rotations_page_show_filters;
  list_class->path = "rotations";
  list_class->record_type = reeve_rotation_get_type;
  list_class->make_row = reeve_rotations_page_make_row;
  list_class->narrow = reeve_rotations_page_narrow;
  list_class->is_news = reeve_rotations_page_is_news;
  list_class->update = reeve_rotations_page_update;
  list_class->begun = reeve_rotations_page_begun;
  list_class->dropped = reeve_rotations_page_dropped;

  g_type_ensure (REEVE_TYPE_TICK_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/rotations-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationsPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationsPage, states);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationsPage, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveRotationsPage, tick_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_state_chosen_cb);
}

static void
reeve_rotations_page_init (ReeveRotationsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "add", .activate = on_add_cb },
    { .name = "edit", .activate = on_edit_cb, .parameter_type = "s" },
    { .name = "delete", .activate = on_delete_cb, .parameter_type = "s" },
    { .name = "mark", .activate = on_mark_cb, .parameter_type = "s" },
    { .name = "mark-ticked", .activate = on_mark_ticked_cb },
    { .name = "tick-shown", .activate = on_tick_shown_cb },
    { .name = "reload", .activate = on_reload_cb },
  };

  self->ticks = reeve_ticks_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "rotations", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_tick_bar_set_ticks (self->tick_bar, self->ticks);
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
}
