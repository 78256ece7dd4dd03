/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The base class knows nothing of what is changed. */

#include "config.h"

#include "console/widgets/changes.h"

#include <glib/gi18n.h>

#include "console/widgets/wording.h"

typedef struct
{
  ReeveSite *site; /* owned */
} ReeveChangesPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ReeveChanges, reeve_changes, G_TYPE_OBJECT)

enum
{
  DONE,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
reeve_changes_finalize (GObject *object)
{
  ReeveChangesPrivate *priv = reeve_changes_get_instance_private (REEVE_CHANGES (object));

  g_clear_object (&priv->site);
  G_OBJECT_CLASS (reeve_changes_parent_class)->finalize (object);
}

static void
reeve_changes_class_init (ReeveChangesClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_changes_finalize;
  signals[DONE] = g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_UINT);
  signals[REFUSED] =
    g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
reeve_changes_init (ReeveChanges *self)
{
}

gpointer
reeve_changes_new (GType type, ReeveSite *site)
{
  ReeveChanges *self = g_object_new (type, NULL);
  ReeveChangesPrivate *priv = reeve_changes_get_instance_private (self);

  priv->site = g_object_ref (site);
  return self;
}

ReeveSite *
reeve_changes_get_site (ReeveChanges *self)
{
  ReeveChangesPrivate *priv = reeve_changes_get_instance_private (self);

  g_return_val_if_fail (REEVE_IS_CHANGES (self), NULL);

  return priv->site;
}

ReeveUndo *
reeve_changes_get_undo (ReeveChanges *self)
{
  g_return_val_if_fail (REEVE_IS_CHANGES (self), NULL);

  return reeve_undo_of (G_OBJECT (reeve_changes_get_site (self)));
}

guint
reeve_changes_tell_done (ReeveChanges *self,
                         const char *message,
                         ReeveUndoFunc func,
                         gpointer data,
                         GDestroyNotify destroy)
{
  guint step;

  g_return_val_if_fail (REEVE_IS_CHANGES (self), 0);

  step = func != NULL ? reeve_undo_push (reeve_changes_get_undo (self), message, func, data, destroy) : 0;
  g_signal_emit (self, signals[DONE], 0, message, step);
  return step;
}

static void
on_undo_clicked_cb (AdwToast *toast, gpointer self)
{
  reeve_undo_undo_step (reeve_changes_get_undo (self),
                        GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (toast), "reeve-step")));
}

AdwToast *
reeve_changes_toast_new (ReeveChanges *self, const char *message, guint step)
{
  AdwToast *toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", message, NULL);

  if (step != 0)
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      adw_toast_set_timeout (toast, 10);
      g_object_set_data (G_OBJECT (toast), "reeve-step", GUINT_TO_POINTER (step));
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_clicked_cb), self, 0);
    }
  return toast;
}

void
reeve_changes_tell_refused (ReeveChanges *self, gboolean is_new, const char *message)
{
  GtkWindow *window;

  g_return_if_fail (REEVE_IS_CHANGES (self));

  if (is_new)
    {
      g_signal_emit (self, signals[REFUSED], 0, message);
      return;
    }
  window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));
  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", message);
}

void
reeve_changes_tell_error (ReeveChanges *self, gboolean is_new, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  /* Translators: what was refused, and what to do about it: two sentences, the second with its full stop */
  g_autofree char *text = advice != NULL ? g_strdup_printf (_ ("%1$s. %2$s"), title, advice) : NULL;

  reeve_changes_tell_refused (self, is_new, text != NULL ? text : title);
}
