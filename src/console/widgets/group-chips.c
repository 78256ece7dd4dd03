/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a group is called may come later than the person who is in it. */

#include "config.h"

#include "console/widgets/group-chips.h"

#include <glib/gi18n.h>

#include "common/group.h"
#include "console/client/group-names.h"
#include "console/widgets/finder.h"

struct _ReeveGroupChips
{
  AdwBin parent_instance;
  /* from the template */
  AdwWrapBox *box;
  GtkLabel *none;
  GtkWidget *add_button;
  ReeveFinder *finder;
  /* owned */
  ReeveSite *site;   /* (nullable) */
  GPtrArray *groups; /* of char *: ids */
  GPtrArray *chips;  /* of GtkWidget, children of the box, in the same order */

  gboolean editable;
};

G_DEFINE_FINAL_TYPE (ReeveGroupChips, reeve_group_chips, ADW_TYPE_BIN)

static guint changed_signal;

#define ID_OF_CHIP    "reeve-group"
#define LABEL_OF_CHIP "reeve-label"
#define CLOSE_OF_CHIP "reeve-close"

static void fill (ReeveGroupChips *self);

static void
on_remove_cb (ReeveGroupChips *self, GtkWidget *button)
{
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (button), ID_OF_CHIP));

  for (guint i = 0; i < self->groups->len; i++)
    if (g_str_equal (self->groups->pdata[i], id))
      {
        g_ptr_array_remove_index (self->groups, i);
        break;
      }
  fill (self);
  gtk_widget_grab_focus (self->add_button);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_picked_cb (ReeveGroupChips *self, ReeveGroup *group)
{
  g_ptr_array_add (self->groups, g_strdup (group->id));
  fill (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
name_chip (GtkWidget *chip)
{
  ReeveGroup *group = reeve_group_names_get (g_object_get_data (G_OBJECT (chip), ID_OF_CHIP));
  GtkWidget *close = g_object_get_data (G_OBJECT (chip), CLOSE_OF_CHIP);
  const char *name = group != NULL ? group->name : "…";
  g_autofree char *path = group != NULL ? reeve_group_names_path (group) : NULL;
  /* Translators: %s is the name of a group */
  g_autofree char *remove = g_strdup_printf (_ ("Remove From “%s”"), name);

  gtk_label_set_label (g_object_get_data (G_OBJECT (chip), LABEL_OF_CHIP), name);
  gtk_widget_set_tooltip_text (chip, path);
  gtk_widget_set_tooltip_text (close, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
}

static GtkWidget *
make_chip (ReeveGroupChips *self, const char *id)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label =
    g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, "max-width-chars", 30, NULL);
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_add_css_class (chip, "group-chip");
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_add_css_class (close, "circular");
  gtk_widget_set_visible (close, self->editable);
  g_object_set_data_full (G_OBJECT (chip), ID_OF_CHIP, g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (close), ID_OF_CHIP, g_strdup (id), g_free);
  g_object_set_data (G_OBJECT (chip), LABEL_OF_CHIP, label);
  g_object_set_data (G_OBJECT (chip), CLOSE_OF_CHIP, close);
  g_signal_connect_object (close, "clicked", G_CALLBACK (on_remove_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), close);
  name_chip (chip);
  return chip;
}

static void
fill (ReeveGroupChips *self)
{
  g_auto (GStrv) ids = reeve_group_chips_get_groups (self);

  for (guint i = 0; i < self->chips->len; i++)
    adw_wrap_box_remove (self->box, self->chips->pdata[i]);
  g_ptr_array_set_size (self->chips, 0);
  for (guint i = 0; i < self->groups->len; i++)
    {
      GtkWidget *chip = make_chip (self, self->groups->pdata[i]);

      g_ptr_array_add (self->chips, chip);
      adw_wrap_box_insert_child_after (self->box, chip, i > 0 ? self->chips->pdata[i - 1] : NULL);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->none), self->groups->len == 0);
  gtk_widget_set_visible (self->add_button, self->editable && self->groups->len < REEVE_GROUP_MAX_OF_USER);
  reeve_finder_set_skipped (self->finder, (const char *const *) ids);
  if (self->site != NULL)
    reeve_site_learn_groups (self->site, (const char *const *) ids);
}

static void
on_named_cb (ReeveGroupChips *self, const char *id)
{
  for (guint i = 0; i < self->chips->len; i++)
    if (g_strcmp0 (id, g_object_get_data (self->chips->pdata[i], ID_OF_CHIP)) == 0)
      name_chip (self->chips->pdata[i]);
}

static void
reeve_group_chips_dispose (GObject *object)
{
  ReeveGroupChips *self = REEVE_GROUP_CHIPS (object);

  g_ptr_array_set_size (self->chips, 0);
  adw_bin_set_child (ADW_BIN (object), NULL); /* bound: the bin would let go of it a second time */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_GROUP_CHIPS);
  G_OBJECT_CLASS (reeve_group_chips_parent_class)->dispose (object);
}

static void
reeve_group_chips_finalize (GObject *object)
{
  ReeveGroupChips *self = REEVE_GROUP_CHIPS (object);

  g_clear_object (&self->site);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->chips);
  G_OBJECT_CLASS (reeve_group_chips_parent_class)->finalize (object);
}

static void
reeve_group_chips_class_init (ReeveGroupChipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_group_chips_dispose;
  object_class->finalize = reeve_group_chips_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  g_type_ensure (REEVE_TYPE_FINDER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/group-chips.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupChips, box);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupChips, none);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupChips, add_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupChips, finder);
  gtk_widget_class_bind_template_callback (widget_class, on_picked_cb);
}

static void
reeve_group_chips_init (ReeveGroupChips *self)
{
  self->groups = g_ptr_array_new_with_free_func (g_free);
  self->chips = g_ptr_array_new ();
  self->editable = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_group_chips_set_site (ReeveGroupChips *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_GROUP_CHIPS (self));

  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_set_object (&self->site, site);
  if (site != NULL)
    g_signal_connect_object (site, "group-named", G_CALLBACK (on_named_cb), self, G_CONNECT_SWAPPED);
  reeve_finder_set_site (self->finder, site);
}

void
reeve_group_chips_set_groups (ReeveGroupChips *self, const char *const *groups)
{
  g_return_if_fail (REEVE_IS_GROUP_CHIPS (self));

  g_ptr_array_set_size (self->groups, 0);
  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    g_ptr_array_add (self->groups, g_strdup (groups[i]));
  fill (self);
}

GStrv
reeve_group_chips_get_groups (ReeveGroupChips *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (REEVE_IS_GROUP_CHIPS (self), NULL);

  for (guint i = 0; i < self->groups->len; i++)
    g_strv_builder_add (builder, self->groups->pdata[i]);
  return self->groups->len > 0 ? g_strv_builder_end (builder) : NULL;
}

void
reeve_group_chips_set_editable (ReeveGroupChips *self, gboolean editable)
{
  g_return_if_fail (REEVE_IS_GROUP_CHIPS (self));

  if (self->editable == editable)
    return;
  self->editable = editable;
  fill (self);
}

void
reeve_group_chips_set_none (ReeveGroupChips *self, const char *text)
{
  g_return_if_fail (REEVE_IS_GROUP_CHIPS (self));

  gtk_label_set_label (self->none, text);
}
