/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Each of its calls takes a fresh code, and what demands less is held by the rule itself: the window asks for
 * both, and the call goes on by itself or has been asked for. Whatever is refused leaves the form as it is.
 */

#include "config.h"

#include "console/dialogs/approval-rule-dialog.h"

#include <glib/gi18n.h>

#include "common/folder.h"
#include "console/widgets/approval-words.h"
#include "console/widgets/finder.h"
#include "console/widgets/history-group.h"
#include "console/widgets/people-rows.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/wording.h"

struct _ReeveApprovalRuleDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  AdwComboRow *subject_row;
  AdwActionRow *folder_row;
  GtkWidget *folder_button;
  ReeveFinder *finder;
  ReevePeopleRows *approvers;
  AdwSpinRow *hours_row;
  GtkWidget *delete_group;
  ReeveHistoryGroup *history;
  GtkButton *save_button;
  /* owned */
  ReeveSite *site;
  ReeveApprovalRule *before; /* (nullable): a new one */
  char *folder;              /* (nullable): chosen */
  GCancellable *cancellable;

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveApprovalRuleDialog, reeve_approval_rule_dialog, ADW_TYPE_DIALOG)

static guint saved_signal;

/* (nullable): changes of a folder, which stand first */
static const char *
get_operation (ReeveApprovalRuleDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->subject_row);

  return selected > 0 ? reeve_approval_operations[selected - 1] : NULL;
}

static void
update (ReeveApprovalRuleDialog *self)
{
  const char *operation = get_operation (self);
  g_auto (GStrv) approvers = reeve_people_rows_get_ids (self->approvers);
  gboolean complete = operation != NULL ? approvers != NULL : self->folder != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->folder_row), operation == NULL);
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self->approvers),
    operation != NULL
      ? _ ("One of them is enough, and never who asks.")
      : _ ("One of them is enough, and never who asks. Nobody named: whoever may approve there."));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save", complete && !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.delete", !self->busy);
}

static void
on_changed_cb (ReeveApprovalRuleDialog *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
}

static void
on_folder_picked_cb (ReeveApprovalRuleDialog *self, ReeveFolder *folder)
{
  g_autofree char *place =
    reeve_verb_words_path (reeve_site_get_root_name (self->site), (const char *const *) folder->path, 0);

  g_set_str (&self->folder, folder->id);
  adw_action_row_set_subtitle (self->folder_row, place);
  on_changed_cb (self);
}

/* --- Calls --- */

static void
show_refusal (ReeveApprovalRuleDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  /* Translators: what went wrong, then what to do about it: two sentences. */
  g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);

  if (g_error_matches (error, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR)) /* who gave no code knows */
    return;
  adw_banner_set_title (self->banner, text);
  adw_banner_set_revealed (self->banner, TRUE);
  reeve_announce (GTK_WIDGET (self), text);
}

static void
take_answer (ReeveApprovalRuleDialog *self, gboolean done, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (!done)
    {
      show_refusal (self, error);
      return;
    }
  g_signal_emit (self, saved_signal, 0);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalRuleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, NULL, &error);

  take_answer (self, done, error);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalRuleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveApprovalRule) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  take_answer (self, saved != NULL, error);
}

static void
on_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalRuleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_client_delete_finish (REEVE_CLIENT (source), result, NULL, &error);

  take_answer (self, done, error);
}

static char *
make_path (ReeveApprovalRuleDialog *self)
{
  g_autofree char *below = self->before != NULL ? g_strconcat ("approval-rules/", self->before->id, NULL)
                                                : g_strdup ("approval-rules");

  return reeve_site_path (self->site, below);
}

/* (transfer full) */
static ReeveApprovalRule *
read_form (ReeveApprovalRuleDialog *self)
{
  ReeveApprovalRule *after =
    self->before != NULL ? reeve_record_copy (REEVE_RECORD (self->before)) : reeve_approval_rule_new ();

  if (self->before == NULL)
    {
      after->operation = get_operation (self);
      reeve_set_text (&after->folder, after->operation == NULL ? self->folder : NULL);
    }
  g_strfreev (after->approvers);
  after->approvers = reeve_people_rows_get_ids (self->approvers);
  adw_spin_row_update (self->hours_row); /* what was typed, though the focus is still there */
  after->hours = (gint64) adw_spin_row_get_value (self->hours_row);
  return after;
}

static void
on_save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveApprovalRuleDialog *self = REEVE_APPROVAL_RULE_DIALOG (widget);
  ReeveClient *client = reeve_site_get_client (self->site);
  g_autoptr (ReeveApprovalRule) after = read_form (self);
  g_autofree char *path = make_path (self);

  self->busy = TRUE;
  update (self);
  if (self->before != NULL)
    reeve_client_save_async (client, path, self->before, after, self->cancellable, on_saved_cb,
                             g_object_ref (self));
  else
    reeve_client_post_async (client, path, after, reeve_approval_rule_get_type (), -1, self->cancellable,
                             on_created_cb, g_object_ref (self));
}

static void
on_delete_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveApprovalRuleDialog *self = REEVE_APPROVAL_RULE_DIALOG (widget);
  g_autofree char *path = make_path (self);

  self->busy = TRUE;
  update (self);
  reeve_client_delete_async (reeve_site_get_client (self->site), path, self->before->version, G_TYPE_NONE,
                             self->cancellable, on_deleted_cb, g_object_ref (self));
}

/* --- What is known --- */

static void
show_known (ReeveApprovalRuleDialog *self)
{
  ReeveApprovalRule *rule = self->before;
  g_autofree char *place =
    reeve_verb_words_path (reeve_site_get_root_name (self->site), (const char *const *) rule->folder_path, 0);

  for (guint i = 0; reeve_approval_operations[i] != NULL; i++)
    if (g_strcmp0 (reeve_approval_operations[i], rule->operation) == 0)
      adw_combo_row_set_selected (self->subject_row, i + 1);
  g_set_str (&self->folder, rule->folder);
  adw_action_row_set_subtitle (self->folder_row, place);
  adw_spin_row_set_value (self->hours_row, (double) rule->hours);
  reeve_people_rows_set_ids (self->approvers, (const char *const *) rule->approvers,
                             (const char *const *) rule->unready, _ ("Cannot decide now"));
  update (self);
}

/* The list does not say who could not decide. What was typed meanwhile counts. */
static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveApprovalRuleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveApprovalRule) rule = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autoptr (ReeveApprovalRule) typed = NULL;

  if (rule == NULL)
    return;
  typed = read_form (self);
  if (!self->busy && reeve_record_writable_equal (self->before, typed))
    {
      g_set_object (&self->before, rule);
      show_known (self);
    }
}

/* --- The widget --- */

static void
reeve_approval_rule_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_APPROVAL_RULE_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_APPROVAL_RULE_DIALOG);
  G_OBJECT_CLASS (reeve_approval_rule_dialog_parent_class)->dispose (object);
}

static void
reeve_approval_rule_dialog_finalize (GObject *object)
{
  ReeveApprovalRuleDialog *self = REEVE_APPROVAL_RULE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->before);
  g_clear_object (&self->site);
  g_free (self->folder);
  G_OBJECT_CLASS (reeve_approval_rule_dialog_parent_class)->finalize (object);
}

static void
reeve_approval_rule_dialog_class_init (ReeveApprovalRuleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_approval_rule_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_approval_rule_dialog_finalize;
  saved_signal =
    g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (REEVE_TYPE_FINDER);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  g_type_ensure (REEVE_TYPE_PEOPLE_ROWS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/approval-rule-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRuleDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRuleDialog, subject_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRuleDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRuleDialog, folder_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRuleDialog, finder);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRuleDialog, approvers);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRuleDialog, hours_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRuleDialog, delete_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRuleDialog, history);
  gtk_widget_class_bind_template_child (widget_class, ReeveApprovalRuleDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, on_save_cb);
  gtk_widget_class_install_action (widget_class, "dialog.delete", NULL, on_delete_cb);
}

static void
reeve_approval_rule_dialog_init (ReeveApprovalRuleDialog *self)
{
  g_autoptr (GtkStringList) subjects = gtk_string_list_new (NULL);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (subjects, _ ("Change who may do what in a folder"));
  for (guint i = 0; reeve_approval_operations[i] != NULL; i++)
    gtk_string_list_append (subjects, reeve_approval_words_operation (reeve_approval_operations[i]));
  adw_combo_row_set_model (self->subject_row, G_LIST_MODEL (subjects));
  adw_spin_row_set_range (self->hours_row, 1, REEVE_APPROVAL_HOURS_MAX);
  adw_spin_row_set_value (self->hours_row, REEVE_APPROVAL_HOURS);
  reeve_people_rows_set_most (self->approvers, REEVE_APPROVAL_APPROVERS);
}

AdwDialog *
reeve_approval_rule_dialog_new (ReeveSite *site, ReeveApprovalRule *rule)
{
  ReeveApprovalRuleDialog *self = g_object_new (REEVE_TYPE_APPROVAL_RULE_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  g_set_object (&self->before, rule);
  reeve_finder_set_site (self->finder, site);
  reeve_people_rows_set_site (self->approvers, site);
  adw_dialog_set_title (ADW_DIALOG (self), rule != NULL ? _ ("Edit Rule") : _ ("Demand an Approval"));
  gtk_button_set_label (self->save_button, rule != NULL ? _ ("_Save") : _ ("_Demand"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->subject_row), rule == NULL);
  gtk_widget_set_visible (self->folder_button, rule == NULL);
  gtk_widget_set_visible (self->delete_group, rule != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->history), rule != NULL);
  if (rule != NULL)
    {
      g_autofree char *path = make_path (self);
      g_autofree char *trail = g_strdup_printf ("approval-rules/%s/history", rule->id);

      show_known (self);
      reeve_history_group_load (self->history, site, trail);
      reeve_client_load_async (reeve_site_get_client (site), reeve_approval_rule_get_type (), path,
                               self->cancellable, on_loaded_cb, g_object_ref (self));
    }
  update (self);
  return ADW_DIALOG (self);
}
