/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/tick-bar.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"

struct _ReeveTickBar
{
  AdwBin parent_instance;
  /* from the template */
  GtkRevealer *revealer;
  AdwWrapBox *box;
  GtkLabel *label;
  /* owned */
  ReeveTicks *ticks; /* (nullable): until they are set */
};

G_DEFINE_FINAL_TYPE (ReeveTickBar, reeve_tick_bar, ADW_TYPE_BIN)

enum
{
  PROP_CONTENT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
on_ticks_cb (ReeveTickBar *self)
{
  gint64 n = reeve_ticks_get_n (self->ticks);
  g_autofree char *count = reeve_format_count (n);
  /* Translators: %s is a number of rows that are ticked */
  g_autofree char *label = g_strdup_printf (ngettext ("%s selected", "%s selected", (gulong) n), count);

  gtk_label_set_label (self->label, label);
  gtk_revealer_set_reveal_child (self->revealer, n > 0);
}

static void
on_none_cb (ReeveTickBar *self)
{
  reeve_ticks_clear (self->ticks);
}

static void
reeve_tick_bar_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CONTENT:
      adw_wrap_box_append (REEVE_TICK_BAR (object)->box, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_tick_bar_dispose (GObject *object)
{
  g_clear_object (&REEVE_TICK_BAR (object)->ticks);
  adw_bin_set_child (ADW_BIN (object), NULL); /* bound: the bin would let go of it a second time */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_TICK_BAR);
  G_OBJECT_CLASS (reeve_tick_bar_parent_class)->dispose (object);
}

static void
reeve_tick_bar_class_init (ReeveTickBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_tick_bar_dispose;
  G_OBJECT_CLASS (klass)->set_property = reeve_tick_bar_set_property;
  properties[PROP_CONTENT] =
    g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/tick-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveTickBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, ReeveTickBar, box);
  gtk_widget_class_bind_template_child (widget_class, ReeveTickBar, label);
  gtk_widget_class_bind_template_callback (widget_class, on_none_cb);
}

static void
reeve_tick_bar_init (ReeveTickBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_tick_bar_set_ticks (ReeveTickBar *self, ReeveTicks *ticks)
{
  g_return_if_fail (REEVE_IS_TICK_BAR (self));
  g_return_if_fail (self->ticks == NULL);

  self->ticks = g_object_ref (ticks);
  g_signal_connect_object (ticks, "changed", G_CALLBACK (on_ticks_cb), self, G_CONNECT_SWAPPED);
  on_ticks_cb (self);
}
