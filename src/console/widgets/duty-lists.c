/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/duty-lists.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/duty-row.h"

#define LEFT (30 * G_USEC_PER_SEC)

struct _ReeveDutyLists
{
  AdwBin parent_instance;
  /* from the template */
  GtkEventControllerMotion *pointer;
  GtkEventControllerFocus *focus;
  GtkWidget *now_heading;
  GtkListBox *now_rows;
  GtkWidget *week_heading;
  GtkListBox *week_rows;
  /* owned */
  GPtrArray *rows; /* of ReeveDutyRow, in the order on screen */

  gint64 touched;  /* monotonic: somebody was among the rows */
  gboolean narrow; /* as they were shown */
  gboolean behind; /* they are to be put in order once nobody is among them */
};

G_DEFINE_FINAL_TYPE (ReeveDutyLists, reeve_duty_lists, ADW_TYPE_BIN)

enum
{
  LET_GO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkListBox *
get_list (ReeveDutyLists *self, ReeveDuty *duty)
{
  return g_strcmp0 (duty->urgency, "now") == 0 ? self->now_rows : self->week_rows;
}

/* (nullable) */
static ReeveDutyRow *
find_row (ReeveDutyLists *self, const char *id)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_strcmp0 (reeve_duty_row_get_duty (self->rows->pdata[i])->id, id) == 0)
      return self->rows->pdata[i];
  return NULL;
}

/* (nullable) */
static ReeveDuty *
find_duty (GPtrArray *duties, const char *id)
{
  for (guint i = 0; i < duties->len; i++)
    if (g_strcmp0 (REEVE_DUTY (duties->pdata[i])->id, id) == 0)
      return duties->pdata[i];
  return NULL;
}

static gboolean
is_held (ReeveDutyLists *self)
{
  return self->rows->len > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
         (gtk_event_controller_motion_contains_pointer (self->pointer) ||
          gtk_event_controller_focus_contains_focus (self->focus));
}

static gboolean
is_in_order (ReeveDutyLists *self, GPtrArray *duties)
{
  if (self->rows->len != duties->len)
    return FALSE;
  for (guint i = 0; i < duties->len; i++)
    {
      ReeveDuty *duty = duties->pdata[i];
      GtkWidget *row = self->rows->pdata[i];

      if (g_strcmp0 (reeve_duty_row_get_duty (self->rows->pdata[i])->id, duty->id) != 0 ||
          gtk_widget_get_parent (row) != GTK_WIDGET (get_list (self, duty)))
        return FALSE;
    }
  return TRUE;
}

/* In their places: what is still there is renewed, what is not is done. */
static void
renew_rows (ReeveDutyLists *self, GPtrArray *duties)
{
  gint64 now = reeve_clock_now ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      ReeveDutyRow *row = self->rows->pdata[i];
      ReeveDuty *duty = find_duty (duties, reeve_duty_row_get_duty (row)->id);

      if (duty != NULL)
        reeve_duty_row_show (row, duty, now, self->narrow);
      else
        reeve_duty_row_show_done (row);
    }
}

static void
place_rows (ReeveDutyLists *self, GPtrArray *duties)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 now = reeve_clock_now ();

  for (guint i = 0; i < duties->len; i++)
    {
      ReeveDuty *duty = duties->pdata[i];
      ReeveDutyRow *row = find_row (self, duty->id);

      if (row != NULL)
        g_object_ref (row);
      else
        row = g_object_ref_sink (REEVE_DUTY_ROW (reeve_duty_row_new ("overview.put-off")));
      reeve_duty_row_show (row, duty, now, self->narrow);
      g_ptr_array_add (rows, row);
    }
  gtk_list_box_remove_all (self->now_rows);
  gtk_list_box_remove_all (self->week_rows);
  for (guint i = 0; i < duties->len; i++)
    gtk_list_box_append (get_list (self, duties->pdata[i]), rows->pdata[i]);
  g_ptr_array_unref (self->rows);
  self->rows = g_steal_pointer (&rows);
}

static void
show_list (GtkListBox *list, GtkWidget *heading, const char *name)
{
  guint n = 0;
  g_autofree char *spoken = NULL;

  while (gtk_list_box_get_row_at_index (list, (int) n) != NULL)
    n++;
  /* Translators: read out for a list: what it is called, and how many are in it */
  spoken = g_strdup_printf (_ ("%1$s, %2$u"), name, n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_set_visible (heading, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (list), n > 0);
}

/* (nullable) */
static GtkWidget *
get_focused_row (ReeveDutyLists *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
           ? gtk_widget_get_ancestor (focus, REEVE_TYPE_DUTY_ROW)
           : NULL;
}

static void
place_around_focus (ReeveDutyLists *self, GPtrArray *duties)
{
  GtkWidget *focused = get_focused_row (self);
  g_autofree char *id =
    focused != NULL ? g_strdup (reeve_duty_row_get_duty (REEVE_DUTY_ROW (focused))->id) : NULL;
  guint place = 0;
  ReeveDutyRow *row;

  if (focused != NULL)
    g_ptr_array_find (self->rows, focused, &place);
  place_rows (self, duties);
  row = id != NULL ? find_row (self, id) : NULL;
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else if (id != NULL && self->rows->len > 0)
    reeve_duty_lists_focus (self, MIN (place, self->rows->len - 1));
}

/* --- Somebody is there --- */

static void
on_moved_cb (ReeveDutyLists *self)
{
  self->touched = g_get_monotonic_time ();
}

static gboolean
on_key_cb (ReeveDutyLists *self)
{
  self->touched = g_get_monotonic_time ();
  return GDK_EVENT_PROPAGATE;
}

static void
on_let_go_cb (ReeveDutyLists *self)
{
  self->touched = g_get_monotonic_time ();
  if (self->behind && !is_held (self))
    g_signal_emit (self, signals[LET_GO], 0);
}

/* The lists are one to the arrows. */
static gboolean
on_keynav_failed_cb (ReeveDutyLists *self, GtkDirectionType direction, GtkListBox *list)
{
  GtkWidget *other = NULL;

  if (direction == GTK_DIR_DOWN && list == self->now_rows)
    other = gtk_widget_get_first_child (GTK_WIDGET (self->week_rows));
  else if (direction == GTK_DIR_UP && list == self->week_rows)
    other = gtk_widget_get_last_child (GTK_WIDGET (self->now_rows));
  return other != NULL && gtk_widget_grab_focus (other);
}

/* --- The widget --- */

static void
reeve_duty_lists_dispose (GObject *object)
{
  ReeveDutyLists *self = REEVE_DUTY_LISTS (object);

  g_ptr_array_set_size (self->rows, 0);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_DUTY_LISTS);
  G_OBJECT_CLASS (reeve_duty_lists_parent_class)->dispose (object);
}

static void
reeve_duty_lists_finalize (GObject *object)
{
  g_ptr_array_unref (REEVE_DUTY_LISTS (object)->rows);
  G_OBJECT_CLASS (reeve_duty_lists_parent_class)->finalize (object);
}

static void
reeve_duty_lists_class_init (ReeveDutyListsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_duty_lists_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_duty_lists_finalize;
  signals[LET_GO] = g_signal_new ("let-go", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/duty-lists.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveDutyLists, pointer);
  gtk_widget_class_bind_template_child (widget_class, ReeveDutyLists, focus);
  gtk_widget_class_bind_template_child (widget_class, ReeveDutyLists, now_heading);
  gtk_widget_class_bind_template_child (widget_class, ReeveDutyLists, now_rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveDutyLists, week_heading);
  gtk_widget_class_bind_template_child (widget_class, ReeveDutyLists, week_rows);
  gtk_widget_class_bind_template_callback (widget_class, on_let_go_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_keynav_failed_cb);
}

static void
reeve_duty_lists_init (ReeveDutyLists *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_duty_lists_show (ReeveDutyLists *self, GPtrArray *duties, gboolean narrow, gboolean at_once)
{
  gboolean in_order;

  g_return_if_fail (REEVE_IS_DUTY_LISTS (self));
  g_return_if_fail (duties != NULL);

  self->narrow = narrow;
  in_order = is_in_order (self, duties);
  self->behind = !in_order && !at_once && is_held (self);
  if (in_order || self->behind)
    renew_rows (self, duties);
  else
    place_around_focus (self, duties);
  show_list (self->now_rows, self->now_heading, _ ("Needs You Now"));
  show_list (self->week_rows, self->week_heading, _ ("This Week"));
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

void
reeve_duty_lists_clear (ReeveDutyLists *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  reeve_duty_lists_show (self, none, self->narrow, TRUE);
}

guint
reeve_duty_lists_get_n_rows (ReeveDutyLists *self)
{
  g_return_val_if_fail (REEVE_IS_DUTY_LISTS (self), 0);

  return self->rows->len;
}

gboolean
reeve_duty_lists_is_left (ReeveDutyLists *self)
{
  g_return_val_if_fail (REEVE_IS_DUTY_LISTS (self), FALSE);

  return self->behind && g_get_monotonic_time () - self->touched >= LEFT;
}

void
reeve_duty_lists_focus (ReeveDutyLists *self, guint n)
{
  g_return_if_fail (REEVE_IS_DUTY_LISTS (self));

  if (n < self->rows->len)
    gtk_widget_grab_focus (self->rows->pdata[n]);
}

void
reeve_duty_lists_run (ReeveDutyLists *self)
{
  GtkWidget *row;

  g_return_if_fail (REEVE_IS_DUTY_LISTS (self));

  row = get_focused_row (self);
  if (row != NULL)
    adw_action_row_activate (ADW_ACTION_ROW (row));
}
