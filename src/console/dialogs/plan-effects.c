/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Few rows at a time: what is at the top is looked at, and what is sensitive stands at the top. */

#include "config.h"

#include "console/dialogs/plan-effects.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/permission-words.h"
#include "console/widgets/pill.h"

#define ROWS 50 /* at a time */

struct _ReevePlanEffects
{
  GtkBox parent_instance;
  /* from the template */
  AdwPreferencesGroup *counts_group;
  GtkListBox *counts;
  AdwPreferencesGroup *rows_group;
  GtkListBox *rows;
  GtkWidget *more_button;
  GtkLabel *rest_label;
  /* owned */
  ReevePermissionPreview *preview; /* (nullable): until one is shown */
  char *root;                      /* (nullable) */

  guint n_shown;
};

G_DEFINE_FINAL_TYPE (ReevePlanEffects, reeve_plan_effects, GTK_TYPE_BOX)

static AdwActionRow *
add_row (GtkListBox *rows, const char *icon, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (icon != NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (icon);

      gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
    }
  gtk_list_box_append (rows, row);
  return ADW_ACTION_ROW (row);
}

static void
add_count (ReevePlanEffects *self, const char *icon, const char *title, const char *subtitle, gint64 n)
{
  g_autofree char *count = n > 0 ? reeve_format_count (n) : NULL;
  AdwActionRow *row;
  GtkWidget *label;

  if (n == 0)
    return;
  row = add_row (self->counts, icon, title, subtitle);
  label = gtk_label_new (count);
  gtk_widget_add_css_class (label, "title-4");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (row, label);
}

static char *
describe_unmanaged (const ReevePermissionPreview *preview)
{
  guint n = preview->unmanaged_paths != NULL ? g_strv_length (preview->unmanaged_paths) : 0;
  g_autofree char *paths = n > 0 ? g_strjoinv ("\n", preview->unmanaged_paths) : NULL;
  g_autofree char *rest = NULL;

  if (paths == NULL || preview->unmanaged <= n)
    return g_steal_pointer (&paths);
  rest = reeve_format_count (preview->unmanaged - n);
  /* Translators: below a list of folders that is cut short; %1$s: the list, %2$s: a count */
  return g_strdup_printf (_ ("%1$s\nand %2$s more"), paths, rest);
}

static void
show_counts (ReevePlanEffects *self)
{
  const ReevePermissionPreview *preview = self->preview;
  g_autofree char *unmanaged = describe_unmanaged (preview);

  gtk_list_box_remove_all (self->counts);
  if (preview->gained == 0 && preview->lost == 0)
    add_row (self->counts, "object-select-symbolic", _ ("Nobody gains or loses anything"),
             _ ("It may still matter to who joins a group or gets a role later."));
  add_count (self, "list-add-symbolic", _ ("People who gain"), NULL, preview->people_gained);
  add_count (self, "list-remove-symbolic", _ ("People who lose"), NULL, preview->people_lost);
  add_count (self, "folder-symbolic", _ ("Folders concerned"), NULL, preview->folders);
  add_count (self, reeve_permission_words_flag_icon ("crossing"), _ ("People of another company who get in"),
             _ ("Each counted once for every folder"), preview->crossing);
  add_count (self, reeve_permission_words_flag_icon ("manage"), _ ("Get to manage"),
             _ ("Each counted once for every folder"), preview->manage_gained);
  add_count (self, reeve_permission_words_flag_icon ("outside"), _ ("Get in from outside the company"),
             _ ("Each counted once for every folder"), preview->outside_gained);
  add_count (self, "dialog-warning-symbolic", _ ("Folders that nobody could manage any more"), unmanaged,
             preview->unmanaged);
}

static void
add_effect (ReevePlanEffects *self, const ReevePermissionEffect *effect)
{
  g_autofree char *subtitle = reeve_permission_words_effect (effect, self->root);
  const char *flag = reeve_permission_words_flag (effect->flag);
  AdwActionRow *row =
    add_row (self->rows, NULL, effect->name != NULL ? effect->name : _ ("Nobody any more"), subtitle);
  ReevePill *pill;

  if (flag == NULL)
    return;
  pill = g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, NULL);
  reeve_pill_set_icon_name (pill, reeve_permission_words_flag_icon (effect->flag));
  reeve_pill_set_label (pill, flag);
  reeve_pill_set_whole (pill, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (pill), reeve_permission_words_flag_style (effect->flag));
  adw_action_row_add_suffix (row, GTK_WIDGET (pill));
}

static void
show_more (ReevePlanEffects *self)
{
  GPtrArray *effects = self->preview->effects;
  guint n = effects != NULL ? effects->len : 0;
  guint end = MIN (n, self->n_shown + ROWS);
  g_autofree char *rest = NULL;

  for (; self->n_shown < end; self->n_shown++)
    add_effect (self, effects->pdata[self->n_shown]);
  rest = end == n ? reeve_permission_words_rest (self->preview, n) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->rows_group), n > 0);
  gtk_widget_set_visible (self->more_button, end < n);
  gtk_label_set_label (self->rest_label, rest != NULL ? rest : "");
  gtk_widget_set_visible (GTK_WIDGET (self->rest_label), rest != NULL);
}

static void
reeve_plan_effects_dispose (GObject *object)
{
  ReevePlanEffects *self = REEVE_PLAN_EFFECTS (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_PLAN_EFFECTS);
  g_clear_object (&self->preview);
  g_clear_pointer (&self->root, g_free);
  G_OBJECT_CLASS (reeve_plan_effects_parent_class)->dispose (object);
}

static void
reeve_plan_effects_class_init (ReevePlanEffectsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_plan_effects_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/plan-effects.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePlanEffects, counts_group);
  gtk_widget_class_bind_template_child (widget_class, ReevePlanEffects, counts);
  gtk_widget_class_bind_template_child (widget_class, ReevePlanEffects, rows_group);
  gtk_widget_class_bind_template_child (widget_class, ReevePlanEffects, rows);
  gtk_widget_class_bind_template_child (widget_class, ReevePlanEffects, more_button);
  gtk_widget_class_bind_template_child (widget_class, ReevePlanEffects, rest_label);
  gtk_widget_class_bind_template_callback (widget_class, show_more);
}

static void
reeve_plan_effects_init (ReevePlanEffects *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_plan_effects_show (ReevePlanEffects *self, ReevePermissionPreview *preview, const char *root)
{
  g_return_if_fail (REEVE_IS_PLAN_EFFECTS (self));

  g_set_object (&self->preview, preview);
  g_set_str (&self->root, root);
  gtk_list_box_remove_all (self->rows);
  self->n_shown = 0;
  show_counts (self);
  show_more (self);
}
