/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The view makes widgets for some two hundred rows, seen or not; log-row.h keeps them cheap. */

#include "config.h"

#include "console/widgets/log-list.h"

#include <glib/gi18n.h>

#include "common/access-line.h"
#include "console/lists/day-sections.h"
#include "console/widgets/log-row.h"
#include "console/widgets/log-words.h"
#include "console/widgets/wording.h"

#define ROWS_AHEAD  120 /* below what is seen, once somebody scrolls */
#define PAGES_AHEAD 0.7 /* before */
#define LOAD_FRAMES 2   /* until the adjustments know of new rows */
#define TOP_FRAMES  3   /* until new rows have their places */

struct _ReeveLogList
{
  AdwBin parent_instance;

  /* from the template */
  GtkScrolledWindow *scroller;
  GtkListView *view;
  GtkRevealer *footer;
  GtkLabel *footer_label;

  /* owned */
  ReevePagedList *list; /* (nullable) */
  ReeveDaySections *sections;
  GtkSingleSelection *selection;
  GMenuModel *menu_model; /* (nullable) */
  GtkWidget *menu;        /* (nullable): a child, from its first opening on */

  guint load_tick;
  guint top_tick;
  guint top_frames;
  guint load_frames;
  gboolean at_top;
};

G_DEFINE_FINAL_TYPE (ReeveLogList, reeve_log_list, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_AT_TOP,
  N_PROPS
};

enum
{
  CURSOR_CHANGED,
  OPENED,
  ESCAPED,
  COPIED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* --- Loading --- */

static void
load_near_end (ReeveLogList *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  double value = gtk_adjustment_get_value (adjustment);
  double page = gtk_adjustment_get_page_size (adjustment);
  double upper = gtk_adjustment_get_upper (adjustment);
  double ahead = value > 0 && n > 0 ? ROWS_AHEAD * upper / n : PAGES_AHEAD * page;

  /* A failed page waits for "Try Again": asking at every scroll step would hammer a service that is down. */
  if (n > 0 && self->load_tick == 0 && reeve_paged_list_get_state (self->list) == REEVE_PAGED_LIST_IDLE &&
      upper - value - page < ahead)
    reeve_paged_list_load_more (self->list);
}

static void
on_scrolled_cb (ReeveLogList *self)
{
  gboolean at_top = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller)) < 1;

  if (self->at_top != at_top)
    {
      self->at_top = at_top;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AT_TOP]);
    }
  load_near_end (self);
}

static gboolean
on_load_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  ReeveLogList *self = REEVE_LOG_LIST (widget);

  if (--self->load_frames > 0)
    return G_SOURCE_CONTINUE;
  self->load_tick = 0;
  load_near_end (self);
  return G_SOURCE_REMOVE;
}

static void
on_list_state_cb (ReeveLogList *self)
{
  const GError *error = self->list != NULL ? reeve_paged_list_get_error (self->list) : NULL;
  gboolean failed = error != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
  g_autofree char *title = failed ? reeve_wording_title (error) : NULL;

  gtk_label_set_label (self->footer_label, title != NULL ? title : "");
  gtk_revealer_set_reveal_child (self->footer, failed);
  /* Just after a page has come the adjustments still tell of the rows before. */
  self->load_frames = LOAD_FRAMES;
  if (self->load_tick == 0)
    self->load_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_load_tick_cb, NULL, NULL);
}

/* The answer to another question begins at its top. */
static void
on_items_changed_cb (ReeveLogList *self)
{
  if (reeve_paged_list_get_change (self->list) == REEVE_PAGED_LIST_REPLACED)
    reeve_log_list_scroll_to_top (self);
}

static void
on_retry_clicked_cb (ReeveLogList *self)
{
  if (self->list != NULL)
    reeve_paged_list_load_more (self->list);
}

/* --- Rows --- */

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *row, gpointer user_data)
{
  gtk_list_item_set_child (row, reeve_log_row_new ());
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *row, gpointer user_data)
{
  const ReeveAccessLine *line =
    REEVE_ACCESS_LINE (reeve_paged_item_get_record (gtk_list_item_get_item (row)));
  g_autofree char *spoken = reeve_log_words_spoken (line);

  reeve_log_row_set_line (REEVE_LOG_ROW (gtk_list_item_get_child (row)), line);
  gtk_list_item_set_accessible_label (row, spoken);
}

static void
on_header_setup_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, gpointer user_data)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  gtk_list_header_set_child (header, label);
}

static void
on_header_bind_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, gpointer user_data)
{
  ReevePagedItem *item = gtk_list_header_get_item (header);
  g_autofree char *day =
    item != NULL ? reeve_log_words_day (REEVE_ACCESS_LINE (reeve_paged_item_get_record (item))->time) : NULL;

  gtk_label_set_label (GTK_LABEL (gtk_list_header_get_child (header)), day != NULL ? day : "");
}

static void
set_factories (ReeveLogList *self)
{
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) headers = gtk_signal_list_item_factory_new ();

  g_signal_connect (rows, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (rows, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (headers, "setup", G_CALLBACK (on_header_setup_cb), NULL);
  g_signal_connect (headers, "bind", G_CALLBACK (on_header_bind_cb), NULL);
  gtk_list_view_set_factory (self->view, rows);
  gtk_list_view_set_header_factory (self->view, headers);
}

static gint64
get_time (gpointer record)
{
  return REEVE_ACCESS_LINE (record)->time;
}

/* --- The cursor and its menu --- */

static void
on_selected_cb (ReeveLogList *self)
{
  g_signal_emit (self, signals[CURSOR_CHANGED], 0);
}

static void
on_activate_cb (ReeveLogList *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[OPENED], 0);
}

static gboolean
holds_focus (ReeveLogList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view));
}

/* The row that has the focus becomes the cursor, if there is none yet. */
static void
take_cursor (ReeveLogList *self)
{
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION && holds_focus (self))
    gtk_widget_activate_action (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))),
                                "listitem.select", "(bb)", FALSE, FALSE);
}

static void
open_menu (ReeveLogList *self, double x, double y)
{
  const GdkRectangle at = { (int) x, (int) y, 1, 1 };

  if (self->menu_model == NULL || reeve_log_list_get_cursor (self) == NULL)
    return;
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (self->menu_model);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      g_signal_connect_object (self->menu, "closed", G_CALLBACK (reeve_log_list_focus), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* Rows are GTK's own, known by their CSS name only. */
static void
open_menu_at (ReeveLogList *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  while (widget != NULL && widget != GTK_WIDGET (self) &&
         !g_str_equal (gtk_widget_get_css_name (widget), "row"))
    widget = gtk_widget_get_parent (widget);
  if (widget == NULL || widget == GTK_WIDGET (self))
    return;
  gtk_widget_activate_action (widget, "listitem.select", "(bb)", FALSE, FALSE);
  open_menu (self, x, y);
}

static void
on_menu_pressed_cb (GtkGesture *gesture, int n_press, double x, double y, gpointer user_data)
{
  open_menu_at (user_data, x, y);
}

static void
on_long_pressed_cb (GtkGesture *gesture, double x, double y, gpointer user_data)
{
  open_menu_at (user_data, x, y);
}

static void
open_menu_at_cursor (ReeveLogList *self)
{
  GtkWidget *focus;
  graphene_point_t at = GRAPHENE_POINT_INIT (60, 30);

  take_cursor (self);
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  if (focus != NULL && !gtk_widget_compute_point (focus, GTK_WIDGET (self), &at, &at))
    at = GRAPHENE_POINT_INIT (60, 30);
  open_menu (self, at.x, at.y);
}

static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller,
                   guint key,
                   guint code,
                   GdkModifierType state,
                   gpointer user_data)
{
  ReeveLogList *self = user_data;
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (!holds_focus (self))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Escape && modifiers == 0)
    g_signal_emit (self, signals[ESCAPED], 0);
  else if (key == GDK_KEY_c && modifiers == GDK_CONTROL_MASK)
    {
      take_cursor (self);
      g_signal_emit (self, signals[COPIED], 0);
    }
  else if ((key == GDK_KEY_Menu && modifiers == 0) || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    open_menu_at_cursor (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* --- The object --- */

static void
reeve_log_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_AT_TOP)
    g_value_set_boolean (value, REEVE_LOG_LIST (object)->at_top);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_log_list_dispose (GObject *object)
{
  ReeveLogList *self = REEVE_LOG_LIST (object);

  if (self->view != NULL)
    reeve_log_list_set_list (self, NULL);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_LOG_LIST);
  self->view = NULL;
  G_OBJECT_CLASS (reeve_log_list_parent_class)->dispose (object);
}

static void
reeve_log_list_finalize (GObject *object)
{
  ReeveLogList *self = REEVE_LOG_LIST (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->sections);
  g_clear_object (&self->menu_model);
  G_OBJECT_CLASS (reeve_log_list_parent_class)->finalize (object);
}

static void
reeve_log_list_class_init (ReeveLogListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = reeve_log_list_get_property;
  object_class->dispose = reeve_log_list_dispose;
  object_class->finalize = reeve_log_list_finalize;

  properties[PROP_AT_TOP] =
    g_param_spec_boolean ("at-top", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CURSOR_CHANGED] =
    g_signal_new ("cursor-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ESCAPED] = g_signal_new ("escaped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COPIED] = g_signal_new ("copied", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/log-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveLogList, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogList, view);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogList, footer);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogList, footer_label);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_menu_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_long_pressed_cb);
}

static void
reeve_log_list_init (ReeveLogList *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->at_top = TRUE;
  self->sections = reeve_day_sections_new (get_time);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->sections));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb), self,
                           G_CONNECT_SWAPPED);
  set_factories (self);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_scrolled_cb), self, G_CONNECT_SWAPPED);
}

void
reeve_log_list_set_list (ReeveLogList *self, ReevePagedList *list)
{
  g_return_if_fail (REEVE_IS_LOG_LIST (self));

  if (self->list == list)
    return;
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_set_object (&self->list, list);
  reeve_day_sections_set_list (self->sections, list);
  /* after the view heard of them */
  if (list != NULL)
    {
      g_signal_connect_object (list, "notify::state", G_CALLBACK (on_list_state_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (list, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

void
reeve_log_list_set_menu (ReeveLogList *self, GMenuModel *menu)
{
  g_return_if_fail (REEVE_IS_LOG_LIST (self));

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_set_object (&self->menu_model, menu);
}

void
reeve_log_list_set_opens (ReeveLogList *self, gboolean opens)
{
  g_return_if_fail (REEVE_IS_LOG_LIST (self));

  gtk_list_view_set_single_click_activate (self->view, opens);
}

ReevePagedItem *
reeve_log_list_get_cursor (ReeveLogList *self)
{
  g_return_val_if_fail (REEVE_IS_LOG_LIST (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}

void
reeve_log_list_clear_cursor (ReeveLogList *self)
{
  g_return_if_fail (REEVE_IS_LOG_LIST (self));

  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

void
reeve_log_list_focus (ReeveLogList *self)
{
  guint position;

  g_return_if_fail (REEVE_IS_LOG_LIST (self));

  position = gtk_single_selection_get_selected (self->selection);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_list_view_scroll_to (self->view, position, GTK_LIST_SCROLL_FOCUS, NULL);
  if (!holds_focus (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

gboolean
reeve_log_list_holds_focus (ReeveLogList *self)
{
  g_return_val_if_fail (REEVE_IS_LOG_LIST (self), FALSE);

  return holds_focus (self);
}

gboolean
reeve_log_list_get_at_top (ReeveLogList *self)
{
  g_return_val_if_fail (REEVE_IS_LOG_LIST (self), TRUE);

  return self->at_top;
}

/* The view brings the first row into sight, but not the heading of its day above it. */
static gboolean
on_top_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  ReeveLogList *self = REEVE_LOG_LIST (widget);

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (--self->top_frames > 0)
    return G_SOURCE_CONTINUE;
  self->top_tick = 0;
  return G_SOURCE_REMOVE;
}

void
reeve_log_list_scroll_to_top (ReeveLogList *self)
{
  g_return_if_fail (REEVE_IS_LOG_LIST (self));

  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    return;
  gtk_list_view_scroll_to (self->view, 0, GTK_LIST_SCROLL_NONE, NULL);
  self->top_frames = TOP_FRAMES;
  if (self->top_tick == 0)
    self->top_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_top_tick_cb, NULL, NULL);
}
