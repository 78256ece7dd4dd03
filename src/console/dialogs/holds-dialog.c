/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* There are 200 at most, so the list is loaded whole, and again when the live feed tells of one. Lifting one
 * takes a code, for which the window asks. Of those that are over only the history tells, so it is of all. */

#include "config.h"

#include "console/dialogs/holds-dialog.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "common/hold.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-group.h"
#include "console/widgets/wording.h"

#define HOLD_OF_BUTTON "reeve-hold"

struct _ReeveHoldsDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *trouble;
  GtkListBox *rows;
  GtkWidget *nothing;
  ReeveHistoryGroup *history;
  /* owned */
  ReeveSite *site;
  GCancellable *cancellable; /* renewed with each question */
};

G_DEFINE_FINAL_TYPE (ReeveHoldsDialog, reeve_holds_dialog, ADW_TYPE_DIALOG)

static void load (ReeveHoldsDialog *self);

static void
say (ReeveHoldsDialog *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toasts,
                               g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL));
}

/* --- Lifting --- */

static void
on_lifted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveHoldsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;

  if (reeve_client_delete_finish (REEVE_CLIENT (source), result, NULL, &error))
    say (self, _ ("Hold lifted"));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      title = reeve_wording_title (error);
      say (self, title);
    }
  load (self);
}

static void
on_response_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  ReeveHoldsDialog *self = user_data;
  ReeveHold *hold = g_object_get_data (G_OBJECT (dialog), HOLD_OF_BUTTON);
  g_autofree char *below = g_strconcat ("access-log/holds/", hold->id, NULL);
  g_autofree char *path = reeve_site_path (self->site, below);

  if (g_str_equal (response, "lift"))
    reeve_client_delete_async (reeve_site_get_client (self->site), path, -1, G_TYPE_NONE, NULL, on_lifted_cb,
                               g_object_ref (self));
}

static void
on_lift_clicked_cb (ReeveHoldsDialog *self, GtkWidget *button)
{
  ReeveHold *hold = g_object_get_data (G_OBJECT (button), HOLD_OF_BUTTON);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_ ("Lift This Hold?"), NULL));

  adw_alert_dialog_set_body (dialog, _ ("Lines that are older than the log is kept, and that no other hold "
                                        "keeps, go within the hour. This cannot be undone."));
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "lift", _ ("_Lift"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "lift", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), HOLD_OF_BUTTON, g_object_ref (hold), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* --- Rows --- */

/* Which lines, why, and until when. (transfer full) */
static char *
describe (ReeveHold *hold)
{
  g_autofree char *since = reeve_format_time (hold->since);
  g_autofree char *until = reeve_format_time (hold->until);
  g_autofree char *ends = reeve_format_date (hold->ends);
  g_autofree char *reason = reeve_format_isolate (hold->reason);
  /* Translators: lines of a log, from when to when */
  g_autofree char *window = g_strdup_printf (_ ("%1$s to %2$s"), since, until);
  g_autofree char *who = reeve_format_account_name (hold->created_by_name);
  /* Translators: a hold on lines of a log; %1$s is a day, %2$s who made it */
  g_autofree char *end = g_strdup_printf (_ ("Held until %1$s by %2$s"), ends, who);
  g_autofree char *ticket = hold->ticket != NULL ? reeve_format_isolate (hold->ticket) : NULL;
  g_autofree char *why = ticket != NULL ? g_strjoin (" · ", reason, ticket, NULL) : g_strdup (reason);

  return g_strjoin ("\n", why, window, end, NULL);
}

/* (transfer full) */
static char *
name_whose (ReeveHold *hold)
{
  if (hold->account == NULL)
    return g_strdup (_ ("Everybody’s lines"));
  return hold->account_name != NULL ? reeve_format_account_name (hold->account_name)
                                    : g_strdup (hold->account);
}

/* Never one on oneself, which the service refuses. */
static gboolean
may_lift (ReeveHoldsDialog *self, ReeveHold *hold)
{
  ReeveIdentity *identity = reeve_site_get_identity (self->site);

  return reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_POLICY_WRITE) && identity != NULL &&
         identity->account != NULL && g_strcmp0 (hold->account, REEVE_ACCOUNT (identity->account)->id) != 0;
}

static void
add_row (ReeveHoldsDialog *self, ReeveHold *hold)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = name_whose (hold);
  g_autofree char *subtitle = describe (hold);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (may_lift (self, hold))
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Lift…"));

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, title,
                                      -1);
      g_object_set_data_full (G_OBJECT (button), HOLD_OF_BUTTON, g_object_ref (hold), g_object_unref);
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_lift_clicked_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  gtk_list_box_append (self->rows, row);
}

/* --- Loading --- */

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveHoldsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (listing == NULL)
    {
      g_autofree char *title = reeve_wording_title (error);
      g_autofree char *advice = reeve_wording_advice (error);

      adw_status_page_set_title (self->trouble, title);
      adw_status_page_set_description (self->trouble, advice);
      gtk_stack_set_visible_child_name (self->stack, "trouble");
      return;
    }
  gtk_list_box_remove_all (self->rows);
  for (guint i = 0; i < listing->items->len; i++)
    add_row (self, listing->items->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), listing->items->len > 0);
  gtk_widget_set_visible (self->nothing, listing->items->len == 0);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
load_history (ReeveHoldsDialog *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  reeve_query_set_filter (query, "objectType", "hold");
  reeve_history_group_load_query (self->history, self->site, query);
}

static void
load (ReeveHoldsDialog *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = reeve_site_path (self->site, "access-log/holds");

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  query->limit = REEVE_HOLDS;
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_hold_get_type (), path, query,
                           self->cancellable, on_listed_cb, g_object_ref (self));
  load_history (self);
}

static void
on_site_changed_cb (ReeveHoldsDialog *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, "hold") == 0)
    load (self);
}

/* --- The dialog --- */

static void
reeve_holds_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_HOLDS_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_HOLDS_DIALOG);
  G_OBJECT_CLASS (reeve_holds_dialog_parent_class)->dispose (object);
}

static void
reeve_holds_dialog_finalize (GObject *object)
{
  ReeveHoldsDialog *self = REEVE_HOLDS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_holds_dialog_parent_class)->finalize (object);
}

static void
reeve_holds_dialog_class_init (ReeveHoldsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_holds_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_holds_dialog_finalize;
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/holds-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldsDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldsDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldsDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldsDialog, nothing);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldsDialog, history);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
reeve_holds_dialog_init (ReeveHoldsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_holds_dialog_new (ReeveSite *site)
{
  ReeveHoldsDialog *self = g_object_new (REEVE_TYPE_HOLDS_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return ADW_DIALOG (self);
}
