/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Two views take turns on one selection model. Only the one on screen has the model: a view without a place
 * on screen would still make widgets for it. Which one that is is guessed before the first allocation, since
 * rows made for the wrong one take longer than all else at a start. The cursor is GtkSingleSelection's
 * selected row; ticks are a set of their own (lists/ticks.h). The service sorts: the columns' sorters are
 * empty and only make the headings clickable. */

#include "config.h"

#include "console/widgets/users-list.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/person-cell.h"
#include "console/widgets/pill.h"
#include "console/widgets/users-cells.h"
#include "console/widgets/wording.h"

#define FOCUS_FRAMES 10
#define LOAD_FRAMES  2   /* until the adjustments know of new rows */
#define PAGES_AHEAD  0.7 /* at the top, more rows are asked for when fewer screenfuls are left */
#define ROWS_AHEAD   150 /* once somebody scrolls; a view has widgets for 100 rows past what is seen */
#define NARROW_SP    700 /* as in users-list.ui */

struct _ReeveUsersList
{
  AdwBin parent_instance;

  /* from the template */
  GtkStack *stack;
  GtkScrolledWindow *rows_scroller;
  GtkScrolledWindow *columns_scroller;
  GtkListView *rows;
  GtkColumnView *columns;
  GtkColumnViewColumn *roles_column;
  GtkColumnViewColumn *second_factor_column;
  GtkColumnViewColumn *state_column;
  GtkColumnViewColumn *seen_column;
  GtkRevealer *footer;
  GtkWidget *footer_spinner;
  GtkLabel *footer_label;
  GtkWidget *footer_button;

  /* owned */
  ReevePagedList *list; /* (nullable) */
  ReeveTicks *ticks;    /* (nullable) */
  GtkSingleSelection *selection;
  GMenuModel *menu_model; /* (nullable) */
  GtkWidget *menu;        /* (nullable): a child, from its first opening on */
  char *sort;

  guint load_tick;
  guint load_frames;
  guint focus_tick;
  guint focus_frames; /* so many more in which the focus is brought back */
  gboolean descending;
  gboolean wide;
  gboolean pressed; /* the pointer is down on a row */
  gboolean sorting; /* the heading is set from here */
};

G_DEFINE_FINAL_TYPE (ReeveUsersList, reeve_users_list, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_WIDE,
  N_PROPS
};

enum
{
  CURSOR_CHANGED,
  OPENED,
  SORT_CHANGED,
  ESCAPED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GtkScrolledWindow *
get_scroller (ReeveUsersList *self)
{
  return self->wide ? self->columns_scroller : self->rows_scroller;
}

static GtkWidget *
get_view (ReeveUsersList *self)
{
  return self->wide ? GTK_WIDGET (self->columns) : GTK_WIDGET (self->rows);
}

/* Not gtk_widget_get_focus_child(): that remembers where the focus was. */
static gboolean
holds_focus (gpointer widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
scroll_to (ReeveUsersList *self, guint position, GtkListScrollFlags flags)
{
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    return;
  if (self->wide)
    gtk_column_view_scroll_to (self->columns, position, NULL, flags, NULL);
  else
    gtk_list_view_scroll_to (self->rows, position, flags, NULL);
}

/* --- Loading --- */

/* Rows that come into being one by one, as they near the view, hold up no frame; a page of them within reach
 * of the view does. */
static void
load_near_end (ReeveUsersList *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (get_scroller (self));
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

static gboolean
on_load_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  ReeveUsersList *self = REEVE_USERS_LIST (widget);

  if (--self->load_frames > 0)
    return G_SOURCE_CONTINUE;
  self->load_tick = 0;
  load_near_end (self);
  return G_SOURCE_REMOVE;
}

/* Just after a page has come the adjustments still tell of the rows before, and would ask for another. */
static void
load_near_end_soon (ReeveUsersList *self)
{
  self->load_frames = LOAD_FRAMES;
  if (self->load_tick == 0)
    self->load_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_load_tick_cb, NULL, NULL);
}

static void
show_footer (ReeveUsersList *self)
{
  ReevePagedListState state =
    self->list ? reeve_paged_list_get_state (self->list) : REEVE_PAGED_LIST_COMPLETE;
  gboolean has_rows = self->list != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
  gboolean failed = has_rows && state == REEVE_PAGED_LIST_FAILED;

  if (failed)
    {
      g_autofree char *title = reeve_wording_title (reeve_paged_list_get_error (self->list));

      gtk_label_set_label (self->footer_label, title);
    }
  gtk_widget_set_visible (self->footer_spinner, FALSE);
  gtk_revealer_set_reveal_child (self->footer, failed);
}

static void
on_list_state_cb (ReeveUsersList *self)
{
  show_footer (self);
  load_near_end_soon (self);
}

/* After the views: the answer to another question begins at its top. */
static void
on_items_changed_cb (ReeveUsersList *self)
{
  if (reeve_paged_list_get_change (self->list) == REEVE_PAGED_LIST_REPLACED)
    scroll_to (self, 0, GTK_LIST_SCROLL_NONE);
}

static void
on_retry_clicked_cb (ReeveUsersList *self)
{
  if (self->list != NULL)
    reeve_paged_list_load_more (self->list);
}

/* --- Columns or rows --- */

static void
arrange (ReeveUsersList *self)
{
  GtkScrolledWindow *old_scroller = self->wide ? self->rows_scroller : self->columns_scroller;
  gboolean had_focus = holds_focus (old_scroller);
  guint cursor = gtk_single_selection_get_selected (self->selection);
  GtkSelectionModel *model = self->list ? GTK_SELECTION_MODEL (self->selection) : NULL;

  if (self->wide)
    gtk_list_view_set_model (self->rows, NULL);
  else
    gtk_column_view_set_model (self->columns, NULL);
  if (self->wide)
    gtk_column_view_set_model (self->columns, model);
  else
    gtk_list_view_set_model (self->rows, model);
  gtk_stack_set_visible_child_name (self->stack, self->wide ? "columns" : "rows");

  if (cursor != GTK_INVALID_LIST_POSITION)
    scroll_to (self, cursor, GTK_LIST_SCROLL_NONE);
  if (had_focus)
    reeve_users_list_focus_soon (self);
}

static void
set_wide (ReeveUsersList *self, gboolean wide)
{
  if (self->wide == wide)
    return;
  self->wide = wide;
  arrange (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDE]);
}

static void
on_narrow_cb (ReeveUsersList *self)
{
  set_wide (self, FALSE);
}

static void
on_wide_cb (ReeveUsersList *self)
{
  set_wide (self, TRUE);
}

/* Widths in characters, so that large text has the room it needs. */
static void
size_columns (ReeveUsersList *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int digit = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);
  gtk_column_view_column_set_fixed_width (self->roles_column, 19 * digit);
  gtk_column_view_column_set_fixed_width (self->second_factor_column, 14 * digit);
  gtk_column_view_column_set_fixed_width (self->state_column, 22 * digit);
  gtk_column_view_column_set_fixed_width (self->seen_column, 12 * digit);
}

/* --- Sorting --- */

static GtkColumnViewColumn *
find_column (ReeveUsersList *self, const char *sort)
{
  GListModel *columns = gtk_column_view_get_columns (self->columns);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_id (column), sort) == 0)
        return column;
    }
  return NULL;
}

static void
on_sorter_changed_cb (GtkSorter *sorter, GtkSorterChange change, gpointer user_data)
{
  ReeveUsersList *self = user_data;
  GtkColumnViewSorter *view_sorter = GTK_COLUMN_VIEW_SORTER (sorter);
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (view_sorter);

  if (self->sorting || column == NULL)
    return;
  g_set_str (&self->sort, gtk_column_view_column_get_id (column));
  self->descending = gtk_column_view_sorter_get_primary_sort_order (view_sorter) == GTK_SORT_DESCENDING;
  g_signal_emit (self, signals[SORT_CHANGED], 0);
}

/* --- The cursor and the ticks --- */

static void
on_selected_cb (ReeveUsersList *self)
{
  g_signal_emit (self, signals[CURSOR_CHANGED], 0);
}

static void
on_activate_cb (ReeveUsersList *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[OPENED], 0);
}

/* Both list items and cells call this: a cell is a list item. */
static void
on_tick_toggled_cb (GtkCheckButton *check, GtkListItem *row)
{
  ReevePagedItem *item = gtk_list_item_get_item (row);
  ReeveUsersList *self =
    REEVE_USERS_LIST (gtk_widget_get_ancestor (GTK_WIDGET (check), REEVE_TYPE_USERS_LIST));

  if (item == NULL || self == NULL || self->ticks == NULL)
    return;
  if (gtk_check_button_get_active (check) != reeve_paged_item_get_ticked (item))
    reeve_ticks_set (self->ticks, reeve_paged_item_get_id (item), gtk_check_button_get_active (check));
}

static void
on_tick_set_up_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  g_signal_connect (gtk_list_item_get_child (cell), "toggled", G_CALLBACK (on_tick_toggled_cb), cell);
}

/* The row that has the focus becomes the cursor, if there is none yet. */
static guint
get_cursor_position (ReeveUsersList *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  GtkWidget *focus;

  if (position != GTK_INVALID_LIST_POSITION)
    return position;
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)))
    gtk_widget_activate_action (focus, "listitem.select", "(bb)", FALSE, FALSE);
  return gtk_single_selection_get_selected (self->selection);
}

static void
toggle_tick (ReeveUsersList *self)
{
  guint position = get_cursor_position (self);
  g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    reeve_ticks_toggle (self->ticks, reeve_paged_item_get_id (item));
}

static void
extend_ticks (ReeveUsersList *self, int step)
{
  guint from = get_cursor_position (self);
  guint to;

  if (from == GTK_INVALID_LIST_POSITION || (step < 0 && from == 0))
    return;
  to = from + (guint) step;
  if (to >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    return;
  reeve_ticks_set_range (self->ticks, from, to, TRUE);
  scroll_to (self, to, GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT);
}

/* All that are loaded; when more match, the page's bar offers those. */
static void
tick_all (ReeveUsersList *self)
{
  reeve_ticks_tick_loaded (self->ticks);
}

/* --- The menu of a row --- */

static void
on_menu_closed_cb (ReeveUsersList *self)
{
  reeve_users_list_focus (self);
}

static void
make_menu (ReeveUsersList *self)
{
  self->menu = gtk_popover_menu_new_from_model (self->menu_model);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (on_menu_closed_cb), self, G_CONNECT_SWAPPED);
}

static void
open_menu (ReeveUsersList *self, double x, double y)
{
  const GdkRectangle at = { (int) x, (int) y, 1, 1 };

  if (self->menu_model == NULL || reeve_users_list_get_cursor (self) == NULL)
    return;
  if (self->menu == NULL)
    make_menu (self);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* The row under the pointer; NULL over a heading, a bar, empty space. Rows are GTK's own, known by their CSS
 * name only. */
static GtkWidget *
find_row (ReeveUsersList *self, double x, double y, gboolean *on_check)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  *on_check = FALSE;
  for (; widget != NULL && widget != GTK_WIDGET (self); widget = gtk_widget_get_parent (widget))
    {
      if (GTK_IS_CHECK_BUTTON (widget))
        *on_check = TRUE;
      if (g_str_equal (gtk_widget_get_css_name (widget), "row"))
        return widget;
    }
  return NULL;
}

static void
open_menu_at (ReeveUsersList *self, double x, double y)
{
  gboolean on_check;
  GtkWidget *row = find_row (self, x, y, &on_check);

  if (row == NULL)
    return;
  gtk_widget_activate_action (row, "listitem.select", "(bb)", FALSE, FALSE);
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

/* With the keyboard: the menu opens at the row that has the focus. */
static void
open_menu_at_cursor (ReeveUsersList *self)
{
  GtkWidget *focus;
  graphene_point_t at = GRAPHENE_POINT_INIT (60, 30);

  get_cursor_position (self);
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  if (focus != NULL && !gtk_widget_compute_point (focus, GTK_WIDGET (self), &at, &at))
    at = GRAPHENE_POINT_INIT (60, 30);
  open_menu (self, at.x, at.y);
}

static void
on_pressed_cb (GtkGesture *gesture, int n_press, double x, double y, gpointer user_data)
{
  ReeveUsersList *self = user_data;
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean on_check;

  self->pressed = find_row (self, x, y, &on_check) != NULL && !on_check && n_press == 1 &&
                  (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0;
}

static gboolean
open_pressed (gpointer user_data)
{
  g_signal_emit (user_data, signals[OPENED], 0);
  return G_SOURCE_REMOVE;
}

/* The row claims the click, so that our gesture never hears of its release; a plain controller does. Opening
 * waits until the row is through with it, since it may put another view in its place. */
static gboolean
on_event_cb (GtkEventController *controller, GdkEvent *event, gpointer user_data)
{
  ReeveUsersList *self = user_data;
  GdkEventType type = gdk_event_get_event_type (event);

  if ((type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END) && self->pressed)
    {
      self->pressed = FALSE;
      g_idle_add_full (G_PRIORITY_DEFAULT, open_pressed, g_object_ref (self), g_object_unref);
    }
  return GDK_EVENT_PROPAGATE;
}

static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller,
                   guint key,
                   guint code,
                   GdkModifierType state,
                   gpointer user_data)
{
  ReeveUsersList *self = user_data;
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (self->ticks == NULL || !holds_focus (self->stack))
    return GDK_EVENT_PROPAGATE;

  if ((key == GDK_KEY_space || key == GDK_KEY_KP_Space) && (modifiers == 0 || modifiers == GDK_CONTROL_MASK))
    toggle_tick (self);
  else if ((key == GDK_KEY_Down || key == GDK_KEY_KP_Down) && modifiers == GDK_SHIFT_MASK)
    extend_ticks (self, 1);
  else if ((key == GDK_KEY_Up || key == GDK_KEY_KP_Up) && modifiers == GDK_SHIFT_MASK)
    extend_ticks (self, -1);
  else if (key == GDK_KEY_a && modifiers == GDK_CONTROL_MASK)
    tick_all (self);
  else if (key == GDK_KEY_Escape && modifiers == 0 && reeve_ticks_get_n (self->ticks) > 0)
    reeve_ticks_clear (self->ticks);
  else if (key == GDK_KEY_Escape && modifiers == 0)
    g_signal_emit (self, signals[ESCAPED], 0);
  else if ((key == GDK_KEY_Menu && modifiers == 0) || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    open_menu_at_cursor (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* --- The object --- */

/* Only a window that is narrow itself is known to need rows: what the panes beside take is not known yet. */
static void
reeve_users_list_root (GtkWidget *widget)
{
  GtkWidget *root;
  int width = 0;

  GTK_WIDGET_CLASS (reeve_users_list_parent_class)->root (widget);
  root = GTK_WIDGET (gtk_widget_get_root (widget));
  if (gtk_widget_get_width (widget) > 0 || !GTK_IS_WINDOW (root) ||
      gtk_window_is_maximized (GTK_WINDOW (root)))
    return;
  gtk_window_get_default_size (GTK_WINDOW (root), &width, NULL);
  set_wide (REEVE_USERS_LIST (widget), width <= 0 || width >= NARROW_SP);
}

static void
reeve_users_list_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (reeve_users_list_parent_class)->css_changed (widget, change);
  size_columns (REEVE_USERS_LIST (widget));
}

static void
reeve_users_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_WIDE)
    g_value_set_boolean (value, REEVE_USERS_LIST (object)->wide);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_users_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_WIDE)
    set_wide (REEVE_USERS_LIST (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_users_list_dispose (GObject *object)
{
  ReeveUsersList *self = REEVE_USERS_LIST (object);

  if (self->rows != NULL)
    reeve_users_list_set_list (self, NULL, NULL);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_USERS_LIST);
  G_OBJECT_CLASS (reeve_users_list_parent_class)->dispose (object);
}

static void
reeve_users_list_finalize (GObject *object)
{
  ReeveUsersList *self = REEVE_USERS_LIST (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->menu_model);
  g_free (self->sort);
  G_OBJECT_CLASS (reeve_users_list_parent_class)->finalize (object);
}

static void
reeve_users_list_class_init (ReeveUsersListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = reeve_users_list_get_property;
  object_class->set_property = reeve_users_list_set_property;
  object_class->dispose = reeve_users_list_dispose;
  object_class->finalize = reeve_users_list_finalize;
  widget_class->root = reeve_users_list_root;
  widget_class->css_changed = reeve_users_list_css_changed;

  properties[PROP_WIDE] = g_param_spec_boolean (
    "wide", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CURSOR_CHANGED] =
    g_signal_new ("cursor-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SORT_CHANGED] =
    g_signal_new ("sort-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ESCAPED] = g_signal_new ("escaped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (REEVE_TYPE_PERSON_CELL);
  g_type_ensure (REEVE_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/users-list.ui");
  reeve_formatting_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, rows_scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, columns_scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, columns);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, roles_column);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, second_factor_column);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, state_column);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, seen_column);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, footer);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, footer_spinner);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, footer_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveUsersList, footer_button);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_wide_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_tick_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_event_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_menu_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_long_pressed_cb);
}

static void
reeve_users_list_init (ReeveUsersList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (reeve_users_cells_attach (self->columns), "setup", G_CALLBACK (on_tick_set_up_cb), NULL);
  self->wide = TRUE;
  gtk_stack_set_visible_child_name (self->stack, "columns");
  self->sort = g_strdup ("displayName");
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->columns), "changed",
                           G_CALLBACK (on_sorter_changed_cb), self, 0);
  for (guint i = 0; i < 2; i++)
    {
      GtkAdjustment *adjustment =
        gtk_scrolled_window_get_vadjustment (i == 0 ? self->rows_scroller : self->columns_scroller);

      g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (load_near_end), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (adjustment, "changed", G_CALLBACK (load_near_end), self, G_CONNECT_SWAPPED);
    }
  reeve_users_list_set_sort (self, "displayName", FALSE);
}

void
reeve_users_list_set_list (ReeveUsersList *self, ReevePagedList *list, ReeveTicks *ticks)
{
  GtkSelectionModel *model;

  g_return_if_fail (REEVE_IS_USERS_LIST (self));

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_set_object (&self->list, list);
  g_set_object (&self->ticks, ticks);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (list));
  model = list != NULL ? GTK_SELECTION_MODEL (self->selection) : NULL;
  if (self->wide)
    gtk_column_view_set_model (self->columns, model);
  else
    gtk_list_view_set_model (self->rows, model);
  if (list != NULL)
    {
      g_signal_connect_object (list, "notify::state", G_CALLBACK (on_list_state_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (list, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  show_footer (self);
}

void
reeve_users_list_set_menu (ReeveUsersList *self, GMenuModel *menu)
{
  g_return_if_fail (REEVE_IS_USERS_LIST (self));

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_set_object (&self->menu_model, menu);
}

ReevePagedItem *
reeve_users_list_get_cursor (ReeveUsersList *self)
{
  g_return_val_if_fail (REEVE_IS_USERS_LIST (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}

gboolean
reeve_users_list_set_cursor (ReeveUsersList *self, const char *id)
{
  guint position = GTK_INVALID_LIST_POSITION;

  g_return_val_if_fail (REEVE_IS_USERS_LIST (self), FALSE);

  if (id != NULL && (self->list == NULL || reeve_paged_list_find (self->list, id, &position) == NULL))
    return FALSE;
  gtk_single_selection_set_selected (self->selection, position);
  return TRUE;
}

void
reeve_users_list_focus (ReeveUsersList *self)
{
  guint position;

  g_return_if_fail (REEVE_IS_USERS_LIST (self));

  position = gtk_single_selection_get_selected (self->selection);
  /* The view moves the focus to a row only when it is in the view; otherwise it remembers where it belongs.
   */
  if (position != GTK_INVALID_LIST_POSITION)
    scroll_to (self, position, GTK_LIST_SCROLL_FOCUS);
  if (!holds_focus (get_view (self)))
    gtk_widget_grab_focus (get_view (self));
}

/* Rows can take the focus only once they are laid out, and when a breakpoint turns columns into rows, that is
 * some frames away; until then the toolkit gives the focus to whatever comes next. */
static gboolean
on_focus_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  ReeveUsersList *self = REEVE_USERS_LIST (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_SEARCH_ENTRY) != NULL)
    self->focus_frames = 0; /* the person went there meanwhile */
  else if (!holds_focus (get_view (self)))
    reeve_users_list_focus (self);
  if (self->focus_frames > 0 && --self->focus_frames > 0)
    return G_SOURCE_CONTINUE;
  self->focus_tick = 0;
  return G_SOURCE_REMOVE;
}

void
reeve_users_list_focus_soon (ReeveUsersList *self)
{
  g_return_if_fail (REEVE_IS_USERS_LIST (self));

  /* At once too: a key may be on its way, and would press what has the focus meanwhile. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL && !holds_focus (get_view (self)))
    reeve_users_list_focus (self);
  self->focus_frames = FOCUS_FRAMES;
  if (self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_focus_tick_cb, NULL, NULL);
}

gboolean
reeve_users_list_is_at_top (ReeveUsersList *self)
{
  g_return_val_if_fail (REEVE_IS_USERS_LIST (self), TRUE);

  return gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (get_scroller (self))) < 1;
}

void
reeve_users_list_set_sort (ReeveUsersList *self, const char *sort, gboolean descending)
{
  g_return_if_fail (REEVE_IS_USERS_LIST (self));
  g_return_if_fail (sort != NULL);

  g_set_str (&self->sort, sort);
  self->descending = descending;
  self->sorting = TRUE;
  gtk_column_view_sort_by_column (self->columns, find_column (self, sort),
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->sorting = FALSE;
}

const char *
reeve_users_list_get_sort (ReeveUsersList *self, gboolean *descending)
{
  g_return_val_if_fail (REEVE_IS_USERS_LIST (self), NULL);

  *descending = self->descending;
  return self->sort;
}
