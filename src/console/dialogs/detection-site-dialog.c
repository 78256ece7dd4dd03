/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/dialogs/detection-site-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/error.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveDetectionSiteDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwEntryRow *name_row;
  ReeveNoteRow *name_note;
  AdwEntryRow *networks_row;
  ReeveNoteRow *networks_note;
  AdwEntryRow *place_row;
  ReeveNoteRow *place_note;
  GtkWidget *remove_group;
  /* owned */
  GPtrArray *others; /* of ReeveDetectionSite */
};

G_DEFINE_FINAL_TYPE (ReeveDetectionSiteDialog, reeve_detection_site_dialog, ADW_TYPE_DIALOG)

static guint done_signal;

/* (nullable) (transfer full): nothing is in it */
static char *
get_text (AdwEntryRow *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
update (ReeveDetectionSiteDialog *self)
{
  g_autofree char *name = get_text (self->name_row);
  g_autofree char *networks = get_text (self->networks_row);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.done", name != NULL && networks != NULL);
}

/* Between commas, spaces, or lines as they are pasted. */
static GStrv
read_networks (ReeveDetectionSiteDialog *self)
{
  g_auto (GStrv) parts =
    g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (self->networks_row)), ",; \t\r\n", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

static ReeveDetectionSite *
read_form (ReeveDetectionSiteDialog *self)
{
  ReeveDetectionSite *site = reeve_detection_site_new ();

  site->name = get_text (self->name_row);
  site->networks = read_networks (self);
  site->place = get_text (self->place_row);
  return site;
}

/* (transfer full) (nullable): it is right, and goes together with the others */
static GError *
check (ReeveDetectionSiteDialog *self, ReeveDetectionSite *site)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new (); /* borrows them */
  GError *error = NULL;

  if (!reeve_record_validate (site, &error))
    return error;
  for (guint i = 0; i < self->others->len; i++)
    g_ptr_array_add (all, self->others->pdata[i]);
  g_ptr_array_add (all, site); /* as the last: what does not go together is said of it */
  reeve_detection_sites_check (all, &error);
  return error;
}

/* "/sites/3/networks/1" and "/networks/1" are both about the networks. The one that is wrong is named: the
 * field has many. */
static char *
describe (const ReeveBadMember *member, ReeveDetectionSite *site)
{
  g_autofree char *words = reeve_wording_member (member);
  const char *last = strrchr (member->pointer, '/');
  guint64 at;

  if (strstr (member->pointer, "/networks/") == NULL ||
      !g_ascii_string_to_unsigned (last + 1, 10, 0, G_MAXUINT, &at, NULL) ||
      at >= g_strv_length (site->networks))
    return g_steal_pointer (&words);
  /* Translators: %1$s: a network, %2$s: what is wrong with it, "This is not a network" */
  return g_strdup_printf (_ ("%1$s: %2$s"), site->networks[at], words);
}

static gboolean
show_at (const GError *error,
         const char *field,
         ReeveDetectionSite *site,
         AdwEntryRow *row,
         ReeveNoteRow *note)
{
  GPtrArray *members = reeve_error_get_members (error);

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const ReeveBadMember *member = members->pdata[i];
      g_autofree char *words = NULL;

      if (strstr (member->pointer, field) == NULL)
        continue;
      words = describe (member, site);
      reeve_note_row_set_text (note, words);
      gtk_widget_grab_focus (GTK_WIDGET (row));
      reeve_announce (GTK_WIDGET (row), words);
      return TRUE;
    }
  return FALSE;
}

/* Each at its field; the focus goes to the first. */
static void
show_refusal (ReeveDetectionSiteDialog *self, const GError *error, ReeveDetectionSite *site)
{
  show_at (error, "/place", site, self->place_row, self->place_note);
  show_at (error, "/networks", site, self->networks_row, self->networks_note);
  show_at (error, "/name", site, self->name_row, self->name_note);
}

static void
on_done_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveDetectionSiteDialog *self = REEVE_DETECTION_SITE_DIALOG (widget);
  g_autoptr (ReeveDetectionSite) site = read_form (self);
  g_autoptr (GError) error = check (self, site);

  if (error != NULL)
    {
      show_refusal (self, error, site);
      return;
    }
  reeve_detection_site_tidy (site);
  g_signal_emit (self, done_signal, 0, site);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_remove_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, done_signal, 0, NULL);
  adw_dialog_force_close (ADW_DIALOG (widget));
}

static void
reeve_detection_site_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_DETECTION_SITE_DIALOG);
  G_OBJECT_CLASS (reeve_detection_site_dialog_parent_class)->dispose (object);
}

static void
reeve_detection_site_dialog_finalize (GObject *object)
{
  g_clear_pointer (&REEVE_DETECTION_SITE_DIALOG (object)->others, g_ptr_array_unref);
  G_OBJECT_CLASS (reeve_detection_site_dialog_parent_class)->finalize (object);
}

static void
reeve_detection_site_dialog_class_init (ReeveDetectionSiteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_detection_site_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_detection_site_dialog_finalize;
  done_signal = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, reeve_detection_site_get_type ());
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/detection-site-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionSiteDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionSiteDialog, name_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionSiteDialog, networks_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionSiteDialog, networks_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionSiteDialog, place_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionSiteDialog, place_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveDetectionSiteDialog, remove_group);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.done", NULL, on_done_cb);
  gtk_widget_class_install_action (widget_class, "dialog.remove", NULL, on_remove_cb);
}

static void
reeve_detection_site_dialog_init (ReeveDetectionSiteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_detection_site_dialog_new (ReeveDetectionSite *site, GPtrArray *others)
{
  ReeveDetectionSiteDialog *self = g_object_new (REEVE_TYPE_DETECTION_SITE_DIALOG, "title",
                                                 site != NULL ? _ ("Site") : _ ("New Site"), NULL);
  g_autofree char *networks = site != NULL ? g_strjoinv (", ", site->networks) : NULL;

  self->others = g_ptr_array_ref (others);
  gtk_widget_set_visible (self->remove_group, site != NULL);
  if (site != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->name_row), site->name);
      gtk_editable_set_text (GTK_EDITABLE (self->networks_row), networks);
      gtk_editable_set_text (GTK_EDITABLE (self->place_row), site->place != NULL ? site->place : "");
    }
  update (self);
  return ADW_DIALOG (self);
}
