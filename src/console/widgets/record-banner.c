/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/record-banner.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/record-words.h"
#include "console/widgets/wording.h"

struct _ReeveRecordBanner
{
  AdwBin parent_instance;
  /* from the template */
  GtkLabel *title;
  GtkLabel *reason;
  /* owned */
  ReeveSite *site; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (ReeveRecordBanner, reeve_record_banner, ADW_TYPE_BIN)

static void
update (ReeveRecordBanner *self)
{
  ReeveWitness *witness = self->site != NULL ? reeve_site_get_witness (self->site) : NULL;
  ReeveEvidence *evidence = witness != NULL ? reeve_witness_get_evidence (witness) : NULL;
  g_autofree char *workspace = NULL;
  g_autofree char *title = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *spoken = NULL;

  if (evidence == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }
  workspace = reeve_format_isolate (evidence->workspace_name);
  /* Translators: %s is the name of a workspace. */
  title = g_strdup_printf (_ ("The record of %s is not what it was"), workspace);
  /* Translators: %s is a sentence that says why. */
  reason = g_strdup_printf (_ ("%s What you see may be wrong. Nothing is written from here."),
                            reeve_record_words_short (evidence));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->reason, reason);
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  spoken = g_strjoin (" ", title, reason, NULL);
  reeve_announce (GTK_WIDGET (self), spoken);
}

static void
drop_site (ReeveRecordBanner *self)
{
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
}

static void
reeve_record_banner_dispose (GObject *object)
{
  drop_site (REEVE_RECORD_BANNER (object));
  /* Bound and our child: the template would unparent it behind AdwBin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_RECORD_BANNER);
  G_OBJECT_CLASS (reeve_record_banner_parent_class)->dispose (object);
}

static void
reeve_record_banner_class_init (ReeveRecordBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_record_banner_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/record-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveRecordBanner, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveRecordBanner, reason);
}

static void
reeve_record_banner_init (ReeveRecordBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_record_banner_set_site (ReeveRecordBanner *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_RECORD_BANNER (self));

  drop_site (self);
  g_set_object (&self->site, site);
  if (site != NULL)
    g_signal_connect_object (site, "record-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
