/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/dialogs/approval-rules-dialog.h"

#include "common/approval-rule.h"
#include "console/dialogs/approval-rule-dialog.h"
#include "console/widgets/approval-words.h"

struct _ReeveApprovalRulesDialog
{
  ReeveListDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (ReeveApprovalRulesDialog, reeve_approval_rules_dialog, REEVE_TYPE_LIST_DIALOG)

static gboolean
may_change (ReeveListDialog *self)
{
  return reeve_site_may_everywhere (reeve_list_dialog_get_site (self), REEVE_CAPABILITY_POLICY_WRITE);
}

/* @rule: (nullable): a new one */
static void
open_rule (ReeveListDialog *self, gpointer rule)
{
  AdwDialog *dialog = reeve_approval_rule_dialog_new (reeve_list_dialog_get_site (self), rule);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (reeve_list_dialog_load), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
add (ReeveListDialog *self)
{
  open_rule (self, NULL);
}

static GtkWidget *
make_row (ReeveListDialog *self, gpointer record)
{
  ReeveApprovalRule *rule = record;
  ReeveSite *site = reeve_list_dialog_get_site (self);
  GtkWidget *image =
    gtk_image_new_from_icon_name (rule->folder != NULL ? "folder-symbolic" : "changes-prevent-symbolic");
  g_autofree char *title = reeve_approval_words_rule (rule, reeve_site_get_root_name (site));
  g_autofree char *approvers = reeve_approval_words_approvers (rule);
  g_autofree char *hours = g_strdup_printf (
    g_dngettext (NULL, "%" G_GINT64_FORMAT " hour", "%" G_GINT64_FORMAT " hours", (gulong) rule->hours),
    rule->hours);
  g_autofree char *subtitle = g_strjoin (" · ", approvers, hours, NULL);
  GtkWidget *row = reeve_list_dialog_make_row (title, subtitle);

  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  if (may_change (self))
    {
      GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

      gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    }
  return row;
}

static void
reeve_approval_rules_dialog_class_init (ReeveApprovalRulesDialogClass *klass)
{
  ReeveListDialogClass *list_class = REEVE_LIST_DIALOG_CLASS (klass);

  list_class->path = "approval-rules";
  list_class->noun = "approval-rule";
  list_class->record_type = reeve_approval_rule_get_type;
  list_class->limit = REEVE_APPROVAL_RULES;
  list_class->make_row = make_row;
  list_class->may_add = may_change;
  list_class->add = add;
  list_class->activated = open_rule;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/reeve/Reeve/ui/approval-rules-dialog.ui");
}

static void
reeve_approval_rules_dialog_init (ReeveApprovalRulesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_approval_rules_dialog_new (ReeveSite *site)
{
  return reeve_list_dialog_new (REEVE_TYPE_APPROVAL_RULES_DIALOG, site);
}
