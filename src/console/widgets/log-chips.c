/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A few widgets only: made anew when the query is another one. */

#include "config.h"

#include "console/widgets/log-chips.h"

#include <glib/gi18n.h>

#include "common/log-query-edit.h"
#include "console/widgets/log-entry.h"

struct _ReeveLogChips
{
  AdwBin parent_instance;
  /* children */
  AdwWrapBox *box;
  /* owned */
  GSimpleActionGroup *actions;
  ReeveLogQuery *query; /* (nullable) */
  GPtrArray *labels;    /* of char *: what the chips say */
};

G_DEFINE_FINAL_TYPE (ReeveLogChips, reeve_log_chips, ADW_TYPE_BIN)

enum
{
  WANTED,
  EDIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *label;
  const char *term;
} suggestions[] = {
  { N_ ("Without readings of this log"), REEVE_LOG_WITHOUT_READS },
  { N_ ("Not OK"), "-result:ok" },
  { N_ ("Sign-ins"), "action:sign-in,session.begin" },
  { N_ ("Changes"), "-route:\"GET \"" },
  { N_ ("Last 24 hours"), "since:24h" },
};

static void
want (ReeveLogChips *self, const char *text)
{
  g_signal_emit (self, signals[WANTED], 0, text);
}

static const ReeveLogTerm *
get_term (ReeveLogChips *self, GVariant *parameter)
{
  guint index = g_variant_get_uint32 (parameter);

  return self->query != NULL && index < self->query->terms->len
           ? g_ptr_array_index (self->query->terms, index)
           : NULL;
}

static void
on_remove_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveLogChips *self = user_data;
  g_autofree char *text = get_term (self, parameter) != NULL
                            ? reeve_log_query_remove (self->query, g_variant_get_uint32 (parameter))
                            : NULL;

  if (text != NULL)
    want (self, text);
}

static void
on_negate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveLogChips *self = user_data;
  g_autofree char *text = get_term (self, parameter) != NULL
                            ? reeve_log_query_negate (self->query, g_variant_get_uint32 (parameter))
                            : NULL;

  if (text != NULL)
    want (self, text);
}

static void
on_only_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveLogChips *self = user_data;
  const ReeveLogTerm *term = get_term (self, parameter);
  g_autofree char *text = term != NULL ? g_strndup (self->query->text + term->offset, term->length) : NULL;

  if (text != NULL)
    want (self, text);
}

static void
on_edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveLogChips *self = user_data;
  const ReeveLogTerm *term = get_term (self, parameter);

  if (term != NULL)
    g_signal_emit (self, signals[EDIT], 0, (guint64) term->offset, (guint64) term->length);
}

static void
on_add_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveLogChips *self = user_data;
  g_autofree char *text =
    self->query != NULL ? reeve_log_query_add (self->query, g_variant_get_string (parameter, NULL)) : NULL;

  if (text != NULL)
    want (self, text);
}

static void
on_clear_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  want (user_data, "");
}

/* --- Chips --- */

static GMenuModel *
make_menu (const ReeveLogTerm *term, guint index)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const struct
  {
    const char *label;
    const char *action;
  } items[] = {
    { term->negated ? _ ("_Include Instead") : _ ("_Exclude Instead"), "chips.negate" },
    { _ ("_Only This"), "chips.only" },
    { _ ("_Edit"), "chips.edit" },
    { _ ("_Remove"), "chips.remove" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (items[i].label, NULL);

      g_menu_item_set_action_and_target (item, items[i].action, "u", index);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static GtkWidget *
make_chip (const ReeveLogTerm *term, guint index, const char *words)
{
  g_autoptr (GMenuModel) menu = make_menu (term, index);
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", words, "ellipsize", PANGO_ELLIPSIZE_END,
                                   "max-width-chars", 42, NULL);
  GtkWidget *button =
    g_object_new (GTK_TYPE_MENU_BUTTON, "child", label, "menu-model", menu, "has-frame", FALSE, NULL);
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: a button; %s is a part of a query: "Person: Ada King" */
  g_autofree char *spoken = g_strdup_printf (_ ("Remove “%s”"), words);

  gtk_widget_add_css_class (chip, "log-chip");
  if (term->negated)
    gtk_widget_add_css_class (chip, "negated");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_tooltip_text (remove, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (remove), "u", index);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (remove), "chips.remove");
  gtk_widget_add_css_class (remove, "flat");
  gtk_box_append (GTK_BOX (chip), button);
  gtk_box_append (GTK_BOX (chip), remove);
  return chip;
}

static GtkWidget *
make_suggestion (const char *words, const char *action, const char *term)
{
  GtkWidget *button = gtk_button_new_with_label (words);

  if (term != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", term);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "chip");
  gtk_widget_add_css_class (button, term != NULL ? "suggestion" : "clear");
  return button;
}

/* What the page begins with stands there, and nothing else. */
static gboolean
is_begun (ReeveLogChips *self)
{
  return self->query->terms->len == 1 && reeve_log_words_is_without_reads (self->query->terms->pdata[0]);
}

static gboolean
is_bare (ReeveLogChips *self)
{
  return self->query->terms->len == 0 || is_begun (self);
}

static void
fill (ReeveLogChips *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    adw_wrap_box_remove (self->box, child);
  for (guint i = 0; i < self->query->terms->len; i++)
    adw_wrap_box_append (self->box, make_chip (g_ptr_array_index (self->query->terms, i), i,
                                               g_ptr_array_index (self->labels, i)));
  if (self->query->terms->len > 1)
    adw_wrap_box_append (self->box, make_suggestion (_ ("Clear"), "chips.clear", NULL));
  for (guint i = is_begun (self) ? 1 : 0; is_bare (self) && i < G_N_ELEMENTS (suggestions); i++)
    adw_wrap_box_append (self->box,
                         make_suggestion (_ (suggestions[i].label), "chips.add", suggestions[i].term));
}

/* --- The widget --- */

static void
reeve_log_chips_finalize (GObject *object)
{
  ReeveLogChips *self = REEVE_LOG_CHIPS (object);

  g_clear_object (&self->actions);
  g_clear_pointer (&self->query, reeve_log_query_free);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  G_OBJECT_CLASS (reeve_log_chips_parent_class)->finalize (object);
}

static void
reeve_log_chips_class_init (ReeveLogChipsClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_log_chips_finalize;
  signals[WANTED] =
    g_signal_new ("wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[EDIT] = g_signal_new ("edit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_UINT64, G_TYPE_UINT64);
}

static void
reeve_log_chips_init (ReeveLogChips *self)
{
  static const GActionEntry entries[] = {
    { .name = "remove", .parameter_type = "u", .activate = on_remove_cb },
    { .name = "negate", .parameter_type = "u", .activate = on_negate_cb },
    { .name = "only", .parameter_type = "u", .activate = on_only_cb },
    { .name = "edit", .parameter_type = "u", .activate = on_edit_cb },
    { .name = "add", .parameter_type = "s", .activate = on_add_cb },
    { .name = "clear", .activate = on_clear_cb },
  };

  self->actions = g_simple_action_group_new ();
  self->labels = g_ptr_array_new_with_free_func (g_free);
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "chips", G_ACTION_GROUP (self->actions));
  self->box = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->box, 6);
  adw_wrap_box_set_line_spacing (self->box, 6);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

void
reeve_log_chips_show (ReeveLogChips *self, const char *text, ReeveLogNames names, gpointer user_data)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  gboolean same;

  g_return_if_fail (REEVE_IS_LOG_CHIPS (self));
  g_return_if_fail (text != NULL);

  same = self->query != NULL && g_str_equal (self->query->text, text);
  g_clear_pointer (&self->query, reeve_log_query_free);
  self->query = reeve_log_entry_parse (text);
  for (guint i = 0; i < self->query->terms->len; i++)
    g_ptr_array_add (labels,
                     reeve_log_words_term (g_ptr_array_index (self->query->terms, i), names, user_data));
  for (guint i = 0; same && i < labels->len; i++)
    same = i < self->labels->len &&
           g_str_equal (g_ptr_array_index (labels, i), g_ptr_array_index (self->labels, i));
  if (same)
    return;
  g_ptr_array_unref (self->labels);
  self->labels = g_steal_pointer (&labels);
  fill (self);
}
