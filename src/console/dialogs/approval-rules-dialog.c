/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* There are 200 at most, so the list is loaded whole, and again when the live feed tells of one. */

#include "config.h"

#include "console/dialogs/approval-rules-dialog.h"

#include <glib/gi18n.h>

#include "common/approval-rule.h"
#include "console/dialogs/approval-rule-dialog.h"
#include "console/widgets/approval-words.h"
#include "console/widgets/wording.h"

#define RULE_OF_ROW "reeve-rule"

struct _ReeveApprovalRulesDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkStack *stack;
  AdwStatusPage *trouble;
  GtkListBox *rows;
  GtkWidget *add_button;
  GtkWidget *first_button;
  /* owned */
  ReeveSite *site;
  GCancellable *cancellable; /* renewed with each question */
};

G_DEFINE_FINAL_TYPE (ReeveApprovalRulesDialog, reeve_approval_rules_dialog, ADW_TYPE_DIALOG)

static void load (ReeveApprovalRulesDialog *self);

static void
open_rule (ReeveApprovalRulesDialog *self, ReeveApprovalRule *rule)
{
  AdwDialog *dialog = reeve_approval_rule_dialog_new (self->site, rule);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_row_activated_cb (ReeveApprovalRulesDialog *self, GtkListBoxRow *row)
{
  open_rule (self, g_object_get_data (G_OBJECT (row), RULE_OF_ROW));
}

static void
on_add_cb (ReeveApprovalRulesDialog *self)
{
  open_rule (self, NULL);
}

static void
add_row (ReeveApprovalRulesDialog *self, ReeveApprovalRule *rule)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image =
    gtk_image_new_from_icon_name (rule->folder != NULL ? "folder-symbolic" : "changes-prevent-symbolic");
  g_autofree char *title = reeve_approval_words_rule (rule, reeve_site_get_root_name (self->site));
  g_autofree char *approvers = reeve_approval_words_approvers (rule);
  g_autofree char *hours = g_strdup_printf (
    g_dngettext (NULL, "%" G_GINT64_FORMAT " hour", "%" G_GINT64_FORMAT " hours", (gulong) rule->hours),
    rule->hours);
  g_autofree char *subtitle = g_strjoin (" · ", approvers, hours, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  if (reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_POLICY_WRITE))
    {
      GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

      gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    }
  g_object_set_data_full (G_OBJECT (row), RULE_OF_ROW, g_object_ref (rule), g_object_unref);
  gtk_list_box_append (self->rows, row);
}

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalRulesDialog) self = user_data;
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
  gtk_stack_set_visible_child_name (self->stack, listing->items->len > 0 ? "list" : "empty");
}

static void
load (ReeveApprovalRulesDialog *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = reeve_site_path (self->site, "approval-rules");

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  query->limit = REEVE_APPROVAL_RULES;
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_approval_rule_get_type (), path, query,
                           self->cancellable, on_listed_cb, g_object_ref (self));
}

static void
on_site_changed_cb (ReeveApprovalRulesDialog *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, "approval-rule") == 0)
    load (self);
}

static void
reeve_approval_rules_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_APPROVAL_RULES_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_APPROVAL_RULES_DIALOG);
  G_OBJECT_CLASS (reeve_approval_rules_dialog_parent_class)->dispose (object);
}

static void
reeve_approval_rules_dialog_finalize (GObject *object)
{
  ReeveApprovalRulesDialog *self = REEVE_APPROVAL_RULES_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_approval_rules_dialog_parent_class)->finalize (object);
}

static void
reeve_approval_rules_dialog_class_init (ReeveApprovalRulesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_approval_rules_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_approval_rules_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/approval-rules-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRulesDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRulesDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRulesDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRulesDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRulesDialog, first_button);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_cb);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
reeve_approval_rules_dialog_init (ReeveApprovalRulesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_approval_rules_dialog_new (ReeveSite *site)
{
  ReeveApprovalRulesDialog *self = g_object_new (REEVE_TYPE_APPROVAL_RULES_DIALOG, NULL);
  gboolean writes;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  writes = reeve_site_may_everywhere (site, REEVE_CAPABILITY_POLICY_WRITE);
  self->site = g_object_ref (site);
  gtk_widget_set_visible (self->add_button, writes);
  gtk_widget_set_visible (self->first_button, writes);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return ADW_DIALOG (self);
}
