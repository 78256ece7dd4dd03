/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One form, sent once; what is refused stands where it can be put right. */

#include "config.h"

#include "console/dialogs/group-dialog.h"

#include <glib/gi18n.h>

#include "console/client/group-names.h"
#include "console/widgets/finder.h"
#include "console/widgets/formatting.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveGroupDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  GtkEditable *name_row;
  ReeveNoteRow *name_note;
  GtkEditable *description_row;
  AdwActionRow *parent_row;
  GtkWidget *top_button;
  ReeveFinder *finder;
  /* owned */
  ReeveSite *site;
  ReeveGroup *parent; /* (nullable): at the top */
  GCancellable *cancellable;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveGroupDialog, reeve_group_dialog, ADW_TYPE_DIALOG)

static guint created_signal;

static void
update (ReeveGroupDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  g_autofree char *path = self->parent != NULL ? reeve_group_names_path (self->parent) : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.create", *name != '\0' && !self->busy);
  adw_action_row_set_subtitle (self->parent_row, path != NULL ? path : _ ("At the top: a company"));
  gtk_widget_set_visible (self->top_button, self->parent != NULL);
}

static void
on_changed_cb (ReeveGroupDialog *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
}

static void
set_parent (ReeveGroupDialog *self, ReeveGroup *parent)
{
  g_set_object (&self->parent, parent);
  on_changed_cb (self);
}

static void
on_parent_picked_cb (ReeveGroupDialog *self, ReeveGroup *parent)
{
  set_parent (self, parent);
}

static void
on_top_clicked_cb (ReeveGroupDialog *self)
{
  set_parent (self, NULL);
}

/* What is about the name stands at its field, anything else in the banner. */
static void
show_refusal (ReeveGroupDialog *self, const GError *error)
{
  GPtrArray *members = reeve_error_get_members (error);
  gboolean of_name = g_strcmp0 (reeve_error_get_reason (error), "name_taken") == 0;
  g_autofree char *title = reeve_wording_title (error);

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      ReeveBadMember *member = g_ptr_array_index (members, i);

      if (g_strcmp0 (member->pointer, "/name") != 0)
        continue;
      g_free (title);
      title = reeve_wording_member (member);
      of_name = TRUE;
      break;
    }
  if (of_name)
    {
      reeve_note_row_set_text (self->name_note, title);
      gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
    }
  else
    {
      adw_banner_set_title (self->banner, title);
      adw_banner_set_revealed (self->banner, TRUE);
    }
  reeve_announce (GTK_WIDGET (self), title);
}

static void
on_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveGroupDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveGroup) group = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &group, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (group == NULL)
    {
      show_refusal (self, error);
      return;
    }
  g_signal_emit (self, created_signal, 0, group);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_create_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveGroupDialog *self = REEVE_GROUP_DIALOG (widget);
  g_autoptr (ReeveGroup) group = reeve_group_new ();
  g_autofree char *path = reeve_site_path (self->site, "groups");
  g_autofree char *description = g_strstrip (g_strdup (gtk_editable_get_text (self->description_row)));

  self->busy = TRUE;
  update (self);
  group->name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  if (*description != '\0')
    group->description = g_steal_pointer (&description);
  group->parent = self->parent != NULL ? g_strdup (self->parent->id) : NULL;
  reeve_client_post_async (reeve_site_get_client (self->site), path, group, reeve_group_get_type (), -1,
                           self->cancellable, on_created_cb, g_object_ref (self));
}

static void
reeve_group_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_GROUP_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_GROUP_DIALOG);
  G_OBJECT_CLASS (reeve_group_dialog_parent_class)->dispose (object);
}

static void
reeve_group_dialog_finalize (GObject *object)
{
  ReeveGroupDialog *self = REEVE_GROUP_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->parent);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_group_dialog_parent_class)->finalize (object);
}

static void
reeve_group_dialog_class_init (ReeveGroupDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_group_dialog_dispose;
  object_class->finalize = reeve_group_dialog_finalize;
  created_signal = g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, reeve_group_get_type ());

  g_type_ensure (REEVE_TYPE_FINDER);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/group-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDialog, name_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDialog, description_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDialog, parent_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDialog, top_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveGroupDialog, finder);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_parent_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_top_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.create", NULL, on_create_cb);
}

static void
reeve_group_dialog_init (ReeveGroupDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

AdwDialog *
reeve_group_dialog_new (ReeveSite *site, ReeveGroup *parent)
{
  ReeveGroupDialog *self = g_object_new (REEVE_TYPE_GROUP_DIALOG, NULL);

  self->site = g_object_ref (site);
  reeve_finder_set_site (self->finder, site);
  set_parent (self, parent);
  return ADW_DIALOG (self);
}
