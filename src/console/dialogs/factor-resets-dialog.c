/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* They are few, so all are loaded, and again after every change; a group stays the same one as long as its
 * reset waits, so that what it says of a refusal stays too. */

#include "config.h"

#include "console/dialogs/factor-resets-dialog.h"

#include <glib/gi18n.h>

#include "console/widgets/factor-reset-group.h"
#include "console/widgets/wording.h"

#define GROUP_OF "reeve-reset"

struct _ReeveFactorResetsDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkBox *groups;
  GtkWidget *close_button;
  AdwStatusPage *trouble;
  /* owned */
  ReeveSite *site;
  GCancellable *cancellable; /* of what was asked last; cancelled in dispose */
};

G_DEFINE_FINAL_TYPE (ReeveFactorResetsDialog, reeve_factor_resets_dialog, ADW_TYPE_DIALOG)

static void load (ReeveFactorResetsDialog *self);

static GtkWidget *
find_group (ReeveFactorResetsDialog *self, const char *id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_strcmp0 (g_object_get_data (G_OBJECT (child), GROUP_OF), id) == 0)
      return child;
  return NULL;
}

static gboolean
contains (ReeveListing *listing, const char *id)
{
  for (guint i = 0; i < listing->items->len; i++)
    if (g_strcmp0 (REEVE_SECOND_FACTOR_RESET (listing->items->pdata[i])->id, id) == 0)
      return TRUE;
  return FALSE;
}

static void
remove_decided (ReeveFactorResetsDialog *self, ReeveListing *listing)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups)), *next; child != NULL;
       child = next)
    {
      next = gtk_widget_get_next_sibling (child);
      if (!contains (listing, g_object_get_data (G_OBJECT (child), GROUP_OF)))
        gtk_box_remove (self->groups, child);
    }
}

static void
show_reset (ReeveFactorResetsDialog *self, ReeveSecondFactorReset *reset)
{
  GtkWidget *group = find_group (self, reset->id);

  if (group == NULL)
    {
      group = g_object_new (REEVE_TYPE_FACTOR_RESET_GROUP, NULL);
      g_object_set_data_full (G_OBJECT (group), GROUP_OF, g_strdup (reset->id), g_free);
      g_signal_connect_object (group, "decided", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->groups, group);
    }
  reeve_factor_reset_group_show (REEVE_FACTOR_RESET_GROUP (group), self->site, reset, TRUE);
}

/* Somewhere that stays on screen: what fades out is mapped still. */
static gboolean
has_focus (ReeveFactorResetsDialog *self, GtkRoot *root)
{
  GtkWidget *focus = gtk_root_get_focus (root);

  if (focus == NULL || !gtk_widget_get_mapped (focus))
    return FALSE;
  return !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)) ||
         gtk_widget_is_ancestor (focus, gtk_stack_get_visible_child (self->stack));
}

/* What was decided goes and takes the focus with it, and without one no key reaches the dialog: it is handed
 * on before anything else can happen, for the next key may be on its way. */
static void
refocus (ReeveFactorResetsDialog *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root == NULL || has_focus (self, root))
    return;
  if (gtk_widget_get_first_child (GTK_WIDGET (self->groups)) != NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->groups), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (self->close_button);
}

static void
show_listing (ReeveFactorResetsDialog *self, ReeveListing *listing)
{
  for (guint i = 0; i < listing->items->len; i++)
    show_reset (self, listing->items->pdata[i]);
  gtk_stack_set_visible_child_name (self->stack, listing->items->len > 0 ? "list" : "empty");
  remove_decided (self, listing);
  refocus (self);
}

static void
on_close_cb (ReeveFactorResetsDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
show_trouble (ReeveFactorResetsDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  g_autofree char *markup = g_markup_escape_text (advice, -1);

  adw_status_page_set_title (self->trouble, title);
  adw_status_page_set_description (self->trouble, markup);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFactorResetsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (listing == NULL)
    {
      show_trouble (self, error);
      return;
    }
  show_listing (self, listing);
}

static void
load (ReeveFactorResetsDialog *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = reeve_site_path (self->site, "second-factor-resets");

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  reeve_query_set_filter (query, "state", "waiting");
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_second_factor_reset_get_type (), path,
                           query, self->cancellable, on_loaded_cb, g_object_ref (self));
}

static void
on_changed_cb (ReeveFactorResetsDialog *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, "second-factor-reset") == 0)
    load (self);
}

static void
reeve_factor_resets_dialog_dispose (GObject *object)
{
  ReeveFactorResetsDialog *self = REEVE_FACTOR_RESETS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_FACTOR_RESETS_DIALOG);

  G_OBJECT_CLASS (reeve_factor_resets_dialog_parent_class)->dispose (object);
}

static void
reeve_factor_resets_dialog_class_init (ReeveFactorResetsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_factor_resets_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/factor-resets-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetsDialog, groups);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetsDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, ReeveFactorResetsDialog, close_button);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, on_close_cb);
}

static void
reeve_factor_resets_dialog_init (ReeveFactorResetsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_factor_resets_dialog_new (ReeveSite *site)
{
  ReeveFactorResetsDialog *self;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self = g_object_new (REEVE_TYPE_FACTOR_RESETS_DIALOG, NULL);
  self->site = g_object_ref (site);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return ADW_DIALOG (self);
}
