/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/loud-box.h"

struct _ReeveLoudBox
{
  AdwBin parent_instance;
  /* from the template */
  GtkLabel *title;
  GtkLabel *help;
};

G_DEFINE_FINAL_TYPE (ReeveLoudBox, reeve_loud_box, ADW_TYPE_BIN)

static void
reeve_loud_box_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_LOUD_BOX);
  G_OBJECT_CLASS (reeve_loud_box_parent_class)->dispose (object);
}

static void
reeve_loud_box_class_init (ReeveLoudBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_loud_box_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/loud-box.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveLoudBox, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveLoudBox, help);
}

static void
reeve_loud_box_init (ReeveLoudBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_loud_box_say (ReeveLoudBox *self, const char *title, const char *help)
{
  g_return_if_fail (REEVE_IS_LOUD_BOX (self));
  g_return_if_fail (title != NULL);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->help, help != NULL ? help : "");
  gtk_widget_set_visible (GTK_WIDGET (self->help), help != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), title, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

void
reeve_loud_box_hush (ReeveLoudBox *self)
{
  g_return_if_fail (REEVE_IS_LOUD_BOX (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
