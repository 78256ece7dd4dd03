/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/dialogs/detection-sites-group.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/detection-site.h"
#include "console/dialogs/detection-site-dialog.h"

struct _ReeveDetectionSitesGroup
{
  AdwPreferencesGroup parent_instance;
  /* borrowed: in the group */
  GPtrArray *rows; /* of sites, and the one that adds */
  /* owned */
  ReeveDetectionSettings *settings; /* (nullable): until there are some */
  ReeveDetectionSite *latest;       /* (nullable): what the form made last */

  gboolean may_write;
  gboolean done; /* by the form that is open */
};

G_DEFINE_FINAL_TYPE (ReeveDetectionSitesGroup, reeve_detection_sites_group, ADW_TYPE_PREFERENCES_GROUP)

static guint changed_signal;

#define SITE_OF_ROW    "reeve-site"
#define SITE_OF_DIALOG "reeve-site"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(ReeveDetectionSite *const *) a)->name, (*(ReeveDetectionSite *const *) b)->name);
}

/* (transfer full) (element-type ReeveDetectionSite): all but @site (nullable) */
static GPtrArray *
list_others (ReeveDetectionSitesGroup *self, ReeveDetectionSite *site)
{
  GPtrArray *others = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; self->settings->sites != NULL && i < self->settings->sites->len; i++)
    if (self->settings->sites->pdata[i] != site)
      g_ptr_array_add (others, g_object_ref (self->settings->sites->pdata[i]));
  return others;
}

/* The row that the form was opened from is another one now, so GTK cannot give it the focus back: it goes to
 * what was made, or to the row that adds. */
static void
on_closed_cb (ReeveDetectionSitesGroup *self)
{
  for (guint i = 0; self->done && i < self->rows->len; i++)
    if (g_object_get_data (self->rows->pdata[i], SITE_OF_ROW) == self->latest)
      gtk_widget_grab_focus (self->rows->pdata[i]);
  self->done = FALSE;
}

/* @site: (nullable): it is to be removed */
static void
on_done_cb (ReeveDetectionSitesGroup *self, ReeveDetectionSite *site, GObject *dialog)
{
  g_autoptr (GPtrArray) sites = list_others (self, g_object_get_data (dialog, SITE_OF_DIALOG));

  if (site != NULL)
    g_ptr_array_add (sites, g_object_ref (site));
  g_ptr_array_sort (sites, compare_names);
  g_clear_pointer (&self->settings->sites, g_ptr_array_unref);
  if (sites->len > 0)
    self->settings->sites = g_steal_pointer (&sites);
  reeve_detection_sites_group_show (self, self->settings, self->may_write);
  self->done = TRUE;
  g_set_object (&self->latest, site);
  g_signal_emit (self, changed_signal, 0);
}

static void
open_form (ReeveDetectionSitesGroup *self, ReeveDetectionSite *site)
{
  g_autoptr (GPtrArray) others = list_others (self, site);
  AdwDialog *dialog = reeve_detection_site_dialog_new (site, others);

  if (site != NULL)
    g_object_set_data_full (G_OBJECT (dialog), SITE_OF_DIALOG, g_object_ref (site), g_object_unref);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (on_closed_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_row_cb (ReeveDetectionSitesGroup *self, AdwActionRow *row)
{
  open_form (self, g_object_get_data (G_OBJECT (row), SITE_OF_ROW));
}

static void
on_add_cb (ReeveDetectionSitesGroup *self)
{
  open_form (self, NULL);
}

/* --- Rows --- */

static void
add_row (ReeveDetectionSitesGroup *self, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static GtkWidget *
make_row (ReeveDetectionSitesGroup *self, ReeveDetectionSite *site)
{
  g_autofree char *networks = site->networks != NULL ? g_strjoinv (", ", site->networks) : g_strdup ("");
  /* Translators: a place; %1$s: its networks, %2$s: latitude and longitude */
  g_autofree char *text =
    site->place != NULL ? g_strdup_printf (_ ("%1$s · at %2$s"), networks, site->place) : NULL;
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", site->name, "title-lines",
                                 0, "subtitle", text != NULL ? text : networks, "subtitle-lines", 0, NULL);

  g_object_set_data_full (G_OBJECT (row), SITE_OF_ROW, g_object_ref (site), g_object_unref);
  if (!self->may_write)
    return row;
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static GtkWidget *
make_add_row (ReeveDetectionSitesGroup *self, guint n)
{
  GtkWidget *row = g_object_new (ADW_TYPE_BUTTON_ROW, "title", _ ("_Add Site…"), "use-underline", TRUE,
                                 "sensitive", n < REEVE_DETECTION_SITES, NULL);

  g_signal_connect_object (row, "activated", G_CALLBACK (on_add_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
fill (ReeveDetectionSitesGroup *self)
{
  GPtrArray *sites = self->settings->sites;
  guint n = sites != NULL ? sites->len : 0;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++)
    add_row (self, make_row (self, sites->pdata[i]));
  if (self->may_write)
    add_row (self, make_add_row (self, n));
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

/* --- The widget --- */

static void
reeve_detection_sites_group_finalize (GObject *object)
{
  ReeveDetectionSitesGroup *self = REEVE_DETECTION_SITES_GROUP (object);

  g_ptr_array_unref (self->rows);
  g_clear_object (&self->settings);
  g_clear_object (&self->latest);
  G_OBJECT_CLASS (reeve_detection_sites_group_parent_class)->finalize (object);
}

static void
reeve_detection_sites_group_class_init (ReeveDetectionSitesGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_detection_sites_group_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
reeve_detection_sites_group_init (ReeveDetectionSitesGroup *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Sites"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self),
    _ (
      "Your own places, which nobody looks up anywhere: the networks of a site are one place, and of two "
      "sites whose position is known the distance judges. Behind a VPN a person may only seem to be there."));
}

void
reeve_detection_sites_group_show (ReeveDetectionSitesGroup *self,
                                  ReeveDetectionSettings *settings,
                                  gboolean may_write)
{
  g_return_if_fail (REEVE_IS_DETECTION_SITES_GROUP (self));

  g_set_object (&self->settings, settings);
  self->may_write = may_write;
  fill (self);
}
