/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The person's signed-in devices. The list is short, so it is loaded whole and again after every change. */

#include "config.h"

#include "console/dialogs/sessions-dialog.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/session.h"
#include "console/widgets/formatting.h"
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
  GCancellable *cancellable; /* cancelled in dispose */
};

G_DEFINE_FINAL_TYPE (ReeveSessionsDialog, reeve_sessions_dialog, ADW_TYPE_DIALOG)

#define SESSION_OF_BUTTON "reeve-session"

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
on_end_cb (ReeveSessionsDialog *self, GtkWidget *button)
{
  const char *id = g_object_get_data (G_OBJECT (button), SESSION_OF_BUTTON);
  g_autofree char *path = reeve_client_path ("/v1/me/sessions/%s", id);

  gtk_widget_set_sensitive (button, FALSE);
  reeve_client_delete_async (reeve_site_get_client (self->site), path, -1, G_TYPE_NONE, self->cancellable,
                             on_ended_cb, g_object_ref (self));
}

static char *
describe (ReeveSession *session)
{
  g_autofree char *ago =
    reeve_format_ago (session->last_seen != 0 ? session->last_seen : session->created, reeve_clock_now ());
  /* Isolated, so that an address keeps its order in a right-to-left line. */
  g_autofree char *address =
    g_strdup_printf ("\u2066%s\u2069", session->address != NULL ? session->address : "—");

  /* Translators: the network address of a device, and how long ago it was last heard of, such as "4 min". */
  return g_strdup_printf (_ ("%s · last seen %s"), address, ago);
}

static void
add_row (ReeveSessionsDialog *self, ReeveSession *session)
{
  g_autofree char *subtitle = describe (session);
  g_autofree char *signed_in = reeve_format_time (session->created);
  /* Translators: a tooltip; %s is a date and time. */
  g_autofree char *tooltip = g_strdup_printf (_ ("Signed in %s"), signed_in);
  const char *device = session->device != NULL ? session->device : _ ("Unknown device");
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("computer-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), device);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_tooltip_text (row, tooltip);
  if (session->current)
    {
      gtk_list_box_append (self->current, row);
      return;
    }

  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_End"));
  /* Translators: read out for a button that signs a device out; %s is what the device is called. */
  g_autofree char *label = g_strdup_printf (_ ("End the session of %s"), device);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), SESSION_OF_BUTTON, g_strdup (session->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_end_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->others, row);
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
