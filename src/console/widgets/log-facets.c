/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Its buttons are made once and then say something else, so that the focus stays where it is while counts
 * change under it. */

#include "config.h"

#include "console/widgets/log-facets.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/log-query-edit.h"
#include "console/widgets/formatting.h"
#include "console/widgets/held-keys.h"
#include "console/widgets/log-words.h"

#define MOST        10 /* of a kind */
#define MOST_LABELS 200
#define MARK_WIDTH  22 /* with the gap behind it */

static const ReeveLogKind kinds[] = { REEVE_LOG_RESULT, REEVE_LOG_ACTION, REEVE_LOG_WHO,
                                      REEVE_LOG_IP,     REEVE_LOG_SOURCE, REEVE_LOG_OUTCOME };

typedef struct
{
  GtkWidget *button;
  GtkImage *mark;
  GtkLabel *label;
  GtkLabel *count;
  GtkWidget *bar;
  char *value; /* owned */
  ReeveLogKind kind;
} Value;

struct _ReeveLogFacets
{
  AdwBin parent_instance;
  /* children */
  GtkWidget *box;
  GtkWidget *headings[G_N_ELEMENTS (kinds)];
  GtkLabel *note;
  GtkWidget *menu; /* (nullable): from its first opening on */

  Value values[G_N_ELEMENTS (kinds)][MOST];
  GHashTable *labels[G_N_ELEMENTS (kinds)]; /* owned: char * -> char *: values that were counted once */
  const Value *chosen;                      /* (nullable): whose menu is open */
  const char *kept;                         /* (nullable): while values are shown: what has the focus */
  ReeveLogKind kept_kind;
};

G_DEFINE_FINAL_TYPE (ReeveLogFacets, reeve_log_facets, ADW_TYPE_BIN)

#define VALUE_OF_BUTTON "reeve-value"

static void
change (ReeveLogFacets *self, ReeveLogHow how, const Value *value)
{
  if (value->value != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "log.change", "(uus)", (guint) how, (guint) value->kind,
                                value->value);
}

static void
on_clicked_cb (ReeveLogFacets *self, GtkWidget *button)
{
  const Value *value = g_object_get_data (G_OBJECT (button), VALUE_OF_BUTTON);
  gboolean on =
    gtk_widget_has_css_class (button, "included") || gtk_widget_has_css_class (button, "excluded");

  if (reeve_held_keys_have_shift (button))
    change (self, REEVE_LOG_EXCLUDE, value);
  else
    change (self, on ? REEVE_LOG_DROP : REEVE_LOG_INCLUDE, value);
}

/* --- The menu --- */

static void
on_menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ReeveLogFacets *self = REEVE_LOG_FACETS (widget);

  if (self->chosen != NULL)
    change (self, (ReeveLogHow) g_variant_get_uint32 (parameter), self->chosen);
}

static void
open_menu (ReeveLogFacets *self, GtkWidget *button)
{
  graphene_rect_t bounds;

  self->chosen = g_object_get_data (G_OBJECT (button), VALUE_OF_BUTTON);
  if (!gtk_widget_compute_bounds (button, GTK_WIDGET (self), &bounds))
    return;
  if (self->menu == NULL)
    {
      g_autoptr (GMenu) menu = g_menu_new ();
      const struct
      {
        const char *label;
        ReeveLogHow how;
      } items[] = {
        { _ ("_Include"), REEVE_LOG_INCLUDE },
        { _ ("_Exclude"), REEVE_LOG_EXCLUDE },
        { _ ("_Only This"), REEVE_LOG_ONLY },
        { _ ("_Neither"), REEVE_LOG_DROP },
      };

      for (guint i = 0; i < G_N_ELEMENTS (items); i++)
        {
          g_autoptr (GMenuItem) item = g_menu_item_new (items[i].label, NULL);

          g_menu_item_set_action_and_target (item, "facet.change", "u", (guint) items[i].how);
          g_menu_append_item (menu, item);
        }
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                                                 (int) bounds.size.width, (int) bounds.size.height });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_menu_pressed_cb (GtkGesture *gesture, int n_press, double x, double y, gpointer user_data)
{
  open_menu (user_data, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));
}

static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller,
                   guint key,
                   guint code,
                   GdkModifierType state,
                   gpointer user_data)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  /* The twin of a click with Shift. */
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_space) &&
      modifiers == GDK_SHIFT_MASK)
    {
      GtkWidget *button = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

      change (user_data, REEVE_LOG_EXCLUDE, g_object_get_data (G_OBJECT (button), VALUE_OF_BUTTON));
      return GDK_EVENT_STOP;
    }
  if (!((key == GDK_KEY_Menu && modifiers == 0) || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK)))
    return GDK_EVENT_PROPAGATE;
  open_menu (user_data, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));
  return GDK_EVENT_STOP;
}

/* --- Values --- */

static void
make_value (ReeveLogFacets *self, Value *value, ReeveLogKind kind)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  value->kind = kind;
  value->button = gtk_button_new ();
  value->mark = GTK_IMAGE (gtk_image_new ());
  value->label = GTK_LABEL (
    g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END, NULL));
  value->count = GTK_LABEL (
    g_object_new (GTK_TYPE_LABEL, "css-classes", (const char *[]) { "numeric", "secondary", NULL }, NULL));
  value->bar =
    g_object_new (GTK_TYPE_LEVEL_BAR, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "margin-start",
                  MARK_WIDTH, "css-classes", (const char *[]) { "facet-bar", NULL }, NULL);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (value->bar), NULL);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (value->mark));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (value->label));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (value->count));
  gtk_box_append (GTK_BOX (all), row);
  gtk_box_append (GTK_BOX (all), value->bar);
  gtk_button_set_child (GTK_BUTTON (value->button), all);
  gtk_widget_add_css_class (value->button, "flat");
  gtk_widget_add_css_class (value->button, "facet");
  g_object_set_data (G_OBJECT (value->button), VALUE_OF_BUTTON, value);
  g_signal_connect_object (value->button, "clicked", G_CALLBACK (on_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_menu_pressed_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self);
  gtk_widget_add_controller (value->button, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (value->button, keys);
}

static void
say_value (Value *value, const char *label, const char *count, int state)
{
  const char *words = state > 0 ? _ ("included") : state < 0 ? _ ("excluded") : "";
  /* Translators: read out for a value with its count: "Address: 192.0.2.44, 1,204, included" */
  g_autofree char *spoken =
    g_strdup_printf (_ ("%1$s: %2$s, %3$s %4$s"), reeve_log_words_kind (value->kind), label, count, words);

  gtk_accessible_update_property (GTK_ACCESSIBLE (value->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_strchomp (spoken), -1);
}

static void
show_value (Value *value, const char *plain, const char *label, gint64 n, gint64 most, int state)
{
  const char *classes[] = { "flat", "facet", state > 0 ? "included" : state < 0 ? "excluded" : NULL, NULL };
  g_autofree char *count = reeve_format_count (n);

  g_set_str (&value->value, plain);
  gtk_image_set_from_icon_name (value->mark, state < 0 ? "list-remove-symbolic" : "object-select-symbolic");
  gtk_widget_set_opacity (GTK_WIDGET (value->mark), state != 0 ? 1 : 0);
  gtk_label_set_label (value->label, label);
  gtk_label_set_label (value->count, count);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (value->bar), most > 0 ? (double) n / (double) most : 0);
  gtk_widget_set_tooltip_text (value->button, plain);
  gtk_widget_set_css_classes (value->button, classes);
  gtk_widget_set_visible (value->button, TRUE);
  say_value (value, label, count, state);
}

static void
show_facet (ReeveLogFacets *self,
            guint at,
            guint n,
            const ReeveAccessFacet *facet,
            const ReeveLogQuery *query,
            gint64 most)
{
  g_autofree char *label = facet->label != NULL ? reeve_format_account_name (facet->label)
                                                : reeve_log_words_value (kinds[at], facet->value);

  show_value (&self->values[at][n], facet->value, label, facet->n, most,
              reeve_log_query_get_state (query, kinds[at], facet->value));
  if (g_hash_table_size (self->labels[at]) >= MOST_LABELS)
    g_hash_table_remove_all (self->labels[at]);
  g_hash_table_replace (self->labels[at], g_strdup (facet->value), g_steal_pointer (&label));
}

static gboolean
is_shown (ReeveLogFacets *self, guint at, guint n, const char *plain)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (self->values[at][i].value, plain) == 0)
      return TRUE;
  return FALSE;
}

/* What the query leaves out is in no count, but here is where it is taken in again; and what has the focus
 * does not go from under it. How many are shown. */
static guint
show_missing (ReeveLogFacets *self, guint at, guint n, const ReeveLogQuery *query, gint64 most)
{
  GHashTableIter iter;
  gpointer plain, label;

  g_hash_table_iter_init (&iter, self->labels[at]);
  while (n < MOST && g_hash_table_iter_next (&iter, &plain, &label))
    {
      int state = reeve_log_query_get_state (query, kinds[at], plain);
      gboolean kept = kinds[at] == self->kept_kind && g_strcmp0 (plain, self->kept) == 0;

      if ((state != 0 || kept) && !is_shown (self, at, n, plain))
        show_value (&self->values[at][n++], plain, label, 0, most, state);
    }
  return n;
}

static void
show_kind (ReeveLogFacets *self, guint at, const GPtrArray *facets, const ReeveLogQuery *query)
{
  const char *key = reeve_log_kind_get_key (kinds[at]);
  gint64 most = 0;
  guint n = 0;

  for (guint i = 0; facets != NULL && i < facets->len && n < MOST; i++)
    {
      const ReeveAccessFacet *facet = g_ptr_array_index (facets, i);

      if (g_strcmp0 (facet->key, key) != 0 || facet->value == NULL)
        continue;
      most = MAX (most, facet->n);
      show_facet (self, at, n++, facet, query, most);
    }
  n = show_missing (self, at, n, query, most);
  /* a source alone, or one result, is nothing to choose from, but says what it is */
  gtk_widget_set_visible (self->headings[at], n > 0);
  for (; n < MOST; n++)
    gtk_widget_set_visible (self->values[at][n].button, FALSE);
}

/* --- The widget --- */

static void
reeve_log_facets_dispose (GObject *object)
{
  g_clear_pointer (&REEVE_LOG_FACETS (object)->menu, gtk_widget_unparent);
  G_OBJECT_CLASS (reeve_log_facets_parent_class)->dispose (object);
}

static void
reeve_log_facets_finalize (GObject *object)
{
  ReeveLogFacets *self = REEVE_LOG_FACETS (object);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_hash_table_unref (self->labels[i]);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; j < MOST; j++)
      g_free (self->values[i][j].value);
  G_OBJECT_CLASS (reeve_log_facets_parent_class)->finalize (object);
}

static void
reeve_log_facets_class_init (ReeveLogFacetsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = reeve_log_facets_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_log_facets_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "facet.change", "u", on_menu_cb);
}

static void
reeve_log_facets_init (ReeveLogFacets *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "facets");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      self->labels[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      self->headings[i] =
        g_object_new (GTK_TYPE_LABEL, "label", reeve_log_words_kind (kinds[i]), "xalign", 0.0, "visible",
                      FALSE, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "css-classes",
                      (const char *[]) { "caption-heading", "secondary", NULL }, NULL);
      gtk_box_append (GTK_BOX (self->box), self->headings[i]);
      for (guint j = 0; j < MOST; j++)
        {
          make_value (self, &self->values[i][j], kinds[i]);
          gtk_widget_set_visible (self->values[i][j].button, FALSE);
          gtk_box_append (GTK_BOX (self->box), self->values[i][j].button);
        }
    }
  self->note =
    GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.0, "visible", FALSE, "css-classes",
                             (const char *[]) { "caption", "secondary", NULL }, NULL));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->note));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->box);
  gtk_widget_set_vexpand (scroller, TRUE);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/* (nullable) */
static const Value *
find_focused (ReeveLogFacets *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
           ? g_object_get_data (G_OBJECT (focus), VALUE_OF_BUTTON)
           : NULL;
}

/* It was on a value, not on a place: the next Return must not be about another one. */
static void
follow_focus (ReeveLogFacets *self, const Value *focused, const char *wanted)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; kinds[i] == focused->kind && j < MOST; j++)
      {
        const Value *value = &self->values[i][j];

        if (value != focused && gtk_widget_get_visible (value->button) &&
            g_strcmp0 (value->value, wanted) == 0)
          gtk_widget_grab_focus (value->button);
      }
}

void
reeve_log_facets_show (ReeveLogFacets *self, const ReeveAccessFacets *facets, const ReeveLogQuery *query)
{
  g_autofree char *counted = NULL;
  g_autofree char *note = NULL;
  g_autofree char *wanted = NULL;
  const Value *focused;

  g_return_if_fail (REEVE_IS_LOG_FACETS (self));
  g_return_if_fail (query != NULL);

  focused = find_focused (self);
  wanted = focused != NULL ? g_strdup (focused->value) : NULL;
  self->kept = wanted;
  self->kept_kind = focused != NULL ? focused->kind : REEVE_LOG_TEXT;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    show_kind (self, i, facets != NULL ? facets->facets : NULL, query);
  if (wanted != NULL)
    follow_focus (self, focused, wanted);
  self->kept = NULL;
  if (facets != NULL && !facets->complete && facets->counted > 0)
    {
      counted = reeve_format_count (facets->counted);
      /* Translators: below counts that are of so many lines only, those written last */
      note = g_strdup_printf (_ ("The newest %s lines are counted."), counted);
    }
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}
