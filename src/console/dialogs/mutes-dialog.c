/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/dialogs/mutes-dialog.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/mute.h"
#include "console/dialogs/mute-dialog.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/row-place.h"

struct _ReeveMutesDialog
{
  ReeveListDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (ReeveMutesDialog, reeve_mutes_dialog, REEVE_TYPE_LIST_DIALOG)

static const ReeveListLifting lifting = {
  .heading = N_ ("Lift This Mute?"),
  .body = N_ ("What is raised from now on is to be decided on again. What was muted stays muted."),
  .done = N_ ("Mute lifted"),
};

static gboolean
may_change (ReeveListDialog *self)
{
  return reeve_site_may (reeve_list_dialog_get_site (self), REEVE_CAPABILITY_REVIEW_SIGN);
}

static void
present (ReeveListDialog *self, AdwDialog *dialog)
{
  g_signal_connect_object (dialog, "muted", G_CALLBACK (reeve_list_dialog_say), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
add (ReeveListDialog *self)
{
  present (self, reeve_mute_dialog_new (reeve_list_dialog_get_site (self), NULL));
}

static void
on_change_clicked_cb (ReeveListDialog *self, GtkWidget *button)
{
  present (self,
           reeve_mute_dialog_new_change (reeve_list_dialog_get_site (self), reeve_row_get_record (button)));
}

static GtkWidget *
make_row (ReeveListDialog *self, gpointer record)
{
  g_autofree char *title = reeve_finding_words_mute (record);
  g_autofree char *subtitle = reeve_finding_words_mute_line (record, reeve_clock_now ());
  GtkWidget *row = reeve_list_dialog_make_row (title, subtitle);

  if (may_change (self))
    {
      reeve_list_dialog_add_button (self, row, _ ("_Change…"), G_CALLBACK (on_change_clicked_cb));
      reeve_list_dialog_add_lift (self, row);
    }
  return row;
}

static void
reeve_mutes_dialog_class_init (ReeveMutesDialogClass *klass)
{
  ReeveListDialogClass *list_class = REEVE_LIST_DIALOG_CLASS (klass);

  list_class->path = "mutes";
  list_class->noun = "mute";
  list_class->record_type = reeve_mute_get_type;
  list_class->limit = REEVE_MUTES;
  list_class->make_row = make_row;
  list_class->history = "mute";
  list_class->lifting = &lifting;
  list_class->may_add = may_change;
  list_class->add = add;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/reeve/Reeve/ui/mutes-dialog.ui");
}

static void
reeve_mutes_dialog_init (ReeveMutesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_mutes_dialog_new (ReeveSite *site)
{
  return reeve_list_dialog_new (REEVE_TYPE_MUTES_DIALOG, site);
}
