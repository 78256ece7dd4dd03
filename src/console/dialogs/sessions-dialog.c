/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The person's signed-in devices. The list is short, so it is loaded whole and again after every change. */

#include "config.h"

#include "console/dialogs/sessions-dialog.h"

#include <glib/gi18n.h>

#include "common/session.h"
#include "console/widgets/session-row.h"
#include "console/widgets/wording.h"

struct _ReeveSessionsDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkListBox *current;
  GtkWidget *others_group;
  GtkListBox *others;
  AdwStatusPage *trouble;
  /* owned */
  ReeveSite *site;
  GSimpleActionGroup *actions;
  GCancellable *cancellable; /* cancelled in dispose */
};

G_DEFINE_FINAL_TYPE (ReeveSessionsDialog, reeve_sessions_dialog, ADW_TYPE_DIALOG)

static void load (ReeveSessionsDialog *self);

static void
on_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSessionsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_client_delete_finish (REEVE_CLIENT (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Somebody was faster: it is gone all the same. */
  if (done || reeve_error_get_code (error) == REEVE_ERROR_NOT_FOUND)
    reeve_announce (GTK_WIDGET (self), _ ("Session ended"));
  else
    {
      g_autofree char *title = reeve_wording_title (error);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", title);
    }
  load (self);
}

static void
on_end_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveSessionsDialog *self = user_data;
  g_autofree char *path = reeve_client_path ("/v1/me/sessions/%s", g_variant_get_string (parameter, NULL));

  reeve_client_delete_async (reeve_site_get_client (self->site), path, -1, G_TYPE_NONE, self->cancellable,
                             on_ended_cb, g_object_ref (self));
}

static void
add_row (ReeveSessionsDialog *self, ReeveSession *session)
{
  GtkWidget *row = reeve_session_row_new (session, session->current ? 0 : REEVE_SESSION_ROW_END);

  gtk_list_box_append (session->current ? self->current : self->others, row);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSessionsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (listing == NULL)
    {
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *advice = reeve_wording_advice (error);
      g_autofree char *markup = g_markup_escape_text (advice, -1);
      adw_status_page_set_title (self->trouble, title);
      adw_status_page_set_description (self->trouble, markup);
      gtk_stack_set_visible_child_name (self->stack, "trouble");
      return;
    }
  gtk_list_box_remove_all (self->current);
  gtk_list_box_remove_all (self->others);
  for (guint i = 0; i < listing->items->len; i++)
    add_row (self, g_ptr_array_index (listing->items, i));
  gtk_widget_set_visible (self->others_group, gtk_list_box_get_row_at_index (self->others, 0) != NULL);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
load (ReeveSessionsDialog *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  query->limit = REEVE_QUERY_MAX_LIMIT;
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_session_get_type (), "/v1/me/sessions",
                           query, self->cancellable, on_loaded_cb, g_object_ref (self));
}

static void
reeve_sessions_dialog_dispose (GObject *object)
{
  ReeveSessionsDialog *self = REEVE_SESSIONS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->actions);
  g_clear_object (&self->site);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_SESSIONS_DIALOG);

  G_OBJECT_CLASS (reeve_sessions_dialog_parent_class)->dispose (object);
}

static void
reeve_sessions_dialog_class_init (ReeveSessionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_sessions_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/sessions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsDialog, current);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsDialog, others_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsDialog, others);
  gtk_widget_class_bind_template_child (widget_class, ReeveSessionsDialog, trouble);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
reeve_sessions_dialog_init (ReeveSessionsDialog *self)
{
  static const GActionEntry entries[] = { { .name = "end", .activate = on_end_cb, .parameter_type = "s" } };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "sessions", G_ACTION_GROUP (self->actions));
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_sessions_dialog_new (ReeveSite *site)
{
  ReeveSessionsDialog *self = g_object_new (REEVE_TYPE_SESSIONS_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  load (self);
  return ADW_DIALOG (self);
}
