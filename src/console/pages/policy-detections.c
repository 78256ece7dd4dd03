/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/policy-detections.h"

#include <glib/gi18n.h>

#include "common/detection-settings.h"
#include "console/dialogs/detections-dialog.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReevePolicyDetections
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  ReeveNoteRow *problem;
  AdwActionRow *row;
  /* owned */
  ReeveSite *site;                  /* (nullable) */
  ReeveDetectionSettings *settings; /* (nullable): as the service has them */
  GCancellable *cancellable;        /* of what was asked last */
};

G_DEFINE_FINAL_TYPE (ReevePolicyDetections, reeve_policy_detections, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
may_read (ReevePolicyDetections *self)
{
  return self->site != NULL && reeve_site_get_state (self->site) == REEVE_SITE_READY &&
         reeve_site_get_workspace (self->site) != NULL &&
         reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_LOG_READ);
}

/* "18 are on, 2 are off; 3 numbers are other than usual". (transfer full) */
static char *
describe (ReeveDetectionSettings *settings)
{
  guint all = settings->detections != NULL ? settings->detections->len : 0;
  guint off = settings->switched_off != NULL ? g_strv_length (settings->switched_off) : 0;
  guint set = settings->numbers != NULL ? g_strv_length (settings->numbers) : 0;
  guint on = all > off ? all - off : 0;
  g_autofree char *first =
    off == 0
      ? g_strdup_printf (ngettext ("%u detection is on", "%u detections are on", on), on)
      /* Translators: of detections; %1$u: how many are on, %2$u: how many are off */
      : g_strdup_printf (ngettext ("%1$u detection is on, %2$u off", "%1$u detections are on, %2$u off", on),
                         on, off);
  g_autofree char *second =
    set == 0 ? g_strdup (_ ("with the usual numbers"))
             : g_strdup_printf (
                 ngettext ("%u number is other than usual", "%u numbers are other than usual", set), set);

  /* Translators: two parts of one line about detections */
  return g_strdup_printf (_ ("%1$s; %2$s"), first, second);
}

static void
fill (ReevePolicyDetections *self)
{
  g_autofree char *text = self->settings != NULL ? describe (self->settings) : g_strdup ("");

  adw_action_row_set_subtitle (self->row, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->row),
                            self->settings != NULL && reeve_site_get_online (self->site));
  gtk_widget_set_visible (GTK_WIDGET (self), may_read (self));
}

static void
take (ReevePolicyDetections *self, ReeveDetectionSettings *settings)
{
  reeve_note_row_set_text (self->problem, NULL);
  g_set_object (&self->settings, settings);
  fill (self);
}

static void
on_row_cb (ReevePolicyDetections *self)
{
  AdwDialog *dialog;

  if (self->settings == NULL)
    return;
  dialog = reeve_detections_dialog_new (self->site, self->settings);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (take), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePolicyDetections) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveDetectionSettings) settings =
    reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (settings != NULL)
    {
      take (self, settings);
      return;
    }
  title = reeve_wording_title (error);
  reeve_note_row_set_text (self->problem, title);
}

void
reeve_policy_detections_load (ReevePolicyDetections *self)
{
  g_autofree char *path = NULL;

  g_return_if_fail (REEVE_IS_POLICY_DETECTIONS (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!may_read (self))
    {
      fill (self);
      return;
    }
  path = reeve_site_path (self->site, "detections");
  self->cancellable = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_detection_settings_get_type (), path,
                           self->cancellable, on_loaded_cb, g_object_ref (self));
}

/* Another workspace's must not be seen for a moment. */
static void
on_workspace_cb (ReevePolicyDetections *self)
{
  g_clear_object (&self->settings);
  fill (self);
  reeve_policy_detections_load (self);
}

static void
on_changed_cb (ReevePolicyDetections *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, "detection-settings") == 0 &&
      (self->settings == NULL || self->settings->version < version))
    reeve_policy_detections_load (self);
}

static void
drop_site (ReevePolicyDetections *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
}

static void
reeve_policy_detections_dispose (GObject *object)
{
  drop_site (REEVE_POLICY_DETECTIONS (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_POLICY_DETECTIONS);
  G_OBJECT_CLASS (reeve_policy_detections_parent_class)->dispose (object);
}

static void
reeve_policy_detections_finalize (GObject *object)
{
  ReevePolicyDetections *self = REEVE_POLICY_DETECTIONS (object);

  g_clear_object (&self->settings);
  G_OBJECT_CLASS (reeve_policy_detections_parent_class)->finalize (object);
}

static void
reeve_policy_detections_class_init (ReevePolicyDetectionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_policy_detections_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_policy_detections_finalize;
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/policy-detections.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyDetections, problem);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyDetections, row);
  gtk_widget_class_bind_template_callback (widget_class, on_row_cb);
}

static void
reeve_policy_detections_init (ReevePolicyDetections *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill (self);
}

void
reeve_policy_detections_set_site (ReevePolicyDetections *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_POLICY_DETECTIONS (self));

  drop_site (self);
  g_set_object (&self->site, site);
  if (site != NULL)
    {
      g_signal_connect_object (site, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::workspace", G_CALLBACK (on_workspace_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::state", G_CALLBACK (reeve_policy_detections_load), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::identity", G_CALLBACK (reeve_policy_detections_load), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::online", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "reconnected", G_CALLBACK (reeve_policy_detections_load), self,
                               G_CONNECT_SWAPPED);
    }
  on_workspace_cb (self);
}
