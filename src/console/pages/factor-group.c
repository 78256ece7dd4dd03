/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the person's record says is shown at once; the rest is read for every person shown, and anew whenever
 * the service tells of them or of a reset. */

#include "config.h"

#include "console/pages/factor-group.h"

#include <glib/gi18n.h>

#include "common/second-factor.h"
#include "console/dialogs/factor-reset-dialog.h"
#include "console/widgets/factor-reset-group.h"
#include "console/widgets/formatting.h"

struct _ReeveFactorGroup
{
  GtkBox parent_instance;
  /* from the template */
  AdwActionRow *state_row;
  GtkWidget *reset_button;
  ReeveFactorResetGroup *waiting;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  ReeveUser *user;           /* (nullable) */
  ReeveSecondFactor *factor; /* (nullable): not read yet, or not to be read */
  GCancellable *cancellable; /* of what was asked last */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ReeveFactorGroup, reeve_factor_group, GTK_TYPE_BOX)

static char *
describe (ReeveSecondFactor *factor)
{
  g_autofree char *since = NULL;

  if (factor == NULL)
    return NULL;
  if (g_strcmp0 (factor->state, "on") != 0)
    return g_strdup (factor->demanded ? _ ("Demanded: they set one up before they go on") : NULL);
  if (factor->since == 0)
    return g_strdup_printf (
      ngettext ("%d recovery code left", "%d recovery codes left", (gulong) factor->recovery_codes_left),
      (int) factor->recovery_codes_left);
  since = reeve_format_time (factor->since);
  /* Translators: %1$s is a time */
  return g_strdup_printf (ngettext ("Since %1$s; %2$d recovery code left",
                                    "Since %1$s; %2$d recovery codes left",
                                    (gulong) factor->recovery_codes_left),
                          since, (int) factor->recovery_codes_left);
}

/* What was decided goes from the screen, and would take the focus with it. */
static void
show_waiting (ReeveFactorGroup *self)
{
  ReeveSecondFactorReset *reset =
    self->factor != NULL ? REEVE_SECOND_FACTOR_RESET (self->factor->reset) : NULL;
  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self)) == GTK_WIDGET (self->waiting);

  if (reset == NULL && focused)
    gtk_widget_grab_focus (GTK_WIDGET (self->state_row));
  reeve_factor_reset_group_show (self->waiting, self->site, reset, FALSE);
}

static void
update (ReeveFactorGroup *self)
{
  gboolean shown = self->site != NULL && self->user != NULL;
  const char *state = self->factor != NULL ? self->factor->state : shown ? self->user->second_factor : NULL;
  gboolean on = g_strcmp0 (state, "on") == 0;
  gboolean credentials = shown && reeve_site_may (self->site, REEVE_CAPABILITY_USERS_CREDENTIALS);
  g_autofree char *about = describe (self->factor);

  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  if (!shown)
    return;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state_row),
                                 on ? _ ("Signs in with a code") : _ ("Signs in with a password only"));
  adw_action_row_set_subtitle (self->state_row, about != NULL ? about : "");
  gtk_widget_set_visible (self->reset_button,
                          on && credentials && self->factor != NULL && self->factor->reset == NULL &&
                            self->user->deleted == 0 &&
                            g_strcmp0 (self->user->id, reeve_site_get_account (self->site)) != 0);
  show_waiting (self);
}

/* --- Reading --- */

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFactorGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSecondFactor) factor = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  gboolean changed;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  changed = self->factor != NULL && factor != NULL && !reeve_record_equal (self->factor, factor);
  g_set_object (&self->factor, factor);
  update (self);
  if (changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
load (ReeveFactorGroup *self)
{
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site == NULL || self->user == NULL || reeve_site_get_workspace (self->site) == NULL ||
      !reeve_site_may (self->site, REEVE_CAPABILITY_USERS_READ))
    return;
  below = g_strconcat ("users/", self->user->id, "/second-factor", NULL);
  path = reeve_site_path (self->site, below);
  self->cancellable = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_second_factor_get_type (), path,
                           self->cancellable, on_loaded_cb, g_object_ref (self));
}

static void
on_site_changed_cb (ReeveFactorGroup *self, const char *noun, const char *id, gint64 version)
{
  if (self->user != NULL && (g_strcmp0 (noun, "second-factor-reset") == 0 ||
                             (g_strcmp0 (noun, "user") == 0 && g_strcmp0 (id, self->user->id) == 0)))
    load (self);
}

/* --- Doing --- */

static void
on_reset_cb (ReeveFactorGroup *self)
{
  adw_dialog_present (reeve_factor_reset_dialog_new (self->site, self->user), GTK_WIDGET (self));
}

static void
reeve_factor_group_dispose (GObject *object)
{
  ReeveFactorGroup *self = REEVE_FACTOR_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
  g_clear_object (&self->user);
  g_clear_object (&self->factor);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_FACTOR_GROUP);
  G_OBJECT_CLASS (reeve_factor_group_parent_class)->dispose (object);
}

static void
reeve_factor_group_class_init (ReeveFactorGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_factor_group_dispose;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", REEVE_TYPE_FACTOR_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (REEVE_TYPE_FACTOR_RESET_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/factor-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorGroup, state_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorGroup, reset_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorGroup, waiting);
  gtk_widget_class_bind_template_callback (widget_class, on_reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
reeve_factor_group_init (ReeveFactorGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_factor_group_show (ReeveFactorGroup *self, ReeveSite *site, ReeveUser *user)
{
  g_return_if_fail (REEVE_IS_FACTOR_GROUP (self));

  if (self->site != site)
    {
      if (self->site != NULL)
        g_signal_handlers_disconnect_by_data (self->site, self);
      g_set_object (&self->site, site);
      if (site != NULL)
        g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
    }
  /* another person's must not be seen for a moment */
  if (user == NULL || self->user == NULL || g_strcmp0 (user->id, self->user->id) != 0)
    g_clear_object (&self->factor);
  g_set_object (&self->user, user);
  update (self);
  load (self);
}
