/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Making, changing and deleting each take a fresh code, for which the window asks. A webhook's secret comes
 * in the answer, and is shown instead of the form until the dialog is closed. */

#include "config.h"

#include "console/dialogs/notification-rule-dialog.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/finding.h"
#include "common/role.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-group.h"
#include "console/widgets/notification-words.h"
#include "console/widgets/people-rows.h"
#include "console/widgets/secret-copy.h"
#include "console/widgets/wording.h"

struct _ReeveNotificationRuleDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkButton *cancel_button;
  GtkButton *save_button;
  AdwBanner *banner;
  GtkStack *stack;
  AdwEntryRow *name_row;
  AdwComboRow *channel_row;
  GtkWidget *uri_row;
  AdwSwitchRow *paused_row;
  GtkWidget *state_group;
  GtkWidget *renew_row;
  AdwActionRow *state_row;
  AdwComboRow *severity_row;
  AdwExpanderRow *rules_row;
  ReevePeopleRows *users;
  GtkWidget *roles_group;
  AdwExpanderRow *roles_row;
  GtkWidget *delete_group;
  ReeveHistoryGroup *history;
  AdwActionRow *secret_row;
  GtkWidget *copy_button;
  /* borrowed: in the rows of that name; in the order in which they are saved */
  GPtrArray *rules; /* of GtkCheckButton */
  GPtrArray *roles;
  /* owned */
  ReeveSite *site;
  ReeveNotificationRule *before; /* (nullable): a new one */
  ReeveSecret *secret;           /* (nullable): while it is shown */
  GCancellable *cancellable;

  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveNotificationRuleDialog, reeve_notification_rule_dialog, ADW_TYPE_DIALOG)

static guint saved_signal;

#define WORD_OF_CHECK "reeve-word"

/* --- The form --- */

static const char *
get_channel (ReeveNotificationRuleDialog *self)
{
  return reeve_notification_channels[adw_combo_row_get_selected (self->channel_row)];
}

static gboolean
is_webhook (ReeveNotificationRuleDialog *self)
{
  return g_strcmp0 (get_channel (self), "webhook") == 0;
}

/* (nullable): none is ticked */
static GStrv
get_ticked (GPtrArray *checks)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; i < checks->len; i++)
    if (gtk_check_button_get_active (checks->pdata[i]))
      {
        g_strv_builder_add (words, g_object_get_data (G_OBJECT (checks->pdata[i]), WORD_OF_CHECK));
        n++;
      }
  return n > 0 ? g_strv_builder_end (words) : NULL;
}

static void
tick (GPtrArray *checks, const char *const *words)
{
  for (guint i = 0; i < checks->len; i++)
    {
      const char *word = g_object_get_data (G_OBJECT (checks->pdata[i]), WORD_OF_CHECK);

      gtk_check_button_set_active (checks->pdata[i], words != NULL && g_strv_contains (words, word));
    }
}

static gboolean
is_complete (ReeveNotificationRuleDialog *self)
{
  g_auto (GStrv) users = reeve_people_rows_get_ids (self->users);
  g_auto (GStrv) roles = get_ticked (self->roles);
  g_auto (GStrv) rules = get_ticked (self->rules);
  const char *uri = gtk_editable_get_text (GTK_EDITABLE (self->uri_row));

  if (*gtk_editable_get_text (GTK_EDITABLE (self->name_row)) == '\0' ||
      (adw_expander_row_get_enable_expansion (self->rules_row) && rules == NULL))
    return FALSE;
  return is_webhook (self) ? g_str_has_prefix (uri, "https://") : users != NULL || roles != NULL;
}

/* (transfer full) */
static ReeveNotificationRule *
read_form (ReeveNotificationRuleDialog *self)
{
  ReeveNotificationRule *after =
    self->before != NULL ? reeve_record_copy (REEVE_RECORD (self->before)) : reeve_notification_rule_new ();
  gboolean webhook = is_webhook (self);

  reeve_set_text (&after->name, gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  after->channel = get_channel (self);
  after->severity = reeve_finding_severities[adw_combo_row_get_selected (self->severity_row)];
  after->paused = adw_switch_row_get_active (self->paused_row);
  reeve_set_text (&after->uri, webhook ? gtk_editable_get_text (GTK_EDITABLE (self->uri_row)) : NULL);
  g_strfreev (after->rules);
  after->rules = adw_expander_row_get_enable_expansion (self->rules_row) ? get_ticked (self->rules) : NULL;
  g_strfreev (after->users);
  after->users = webhook ? NULL : reeve_people_rows_get_ids (self->users);
  g_strfreev (after->roles);
  after->roles = webhook ? NULL : get_ticked (self->roles);
  return after;
}

static gboolean
is_changed (ReeveNotificationRuleDialog *self)
{
  g_autoptr (ReeveNotificationRule) typed = self->before != NULL ? read_form (self) : NULL;

  return typed == NULL || !reeve_record_writable_equal (self->before, typed);
}

static void
update (ReeveNotificationRuleDialog *self)
{
  gboolean webhook = is_webhook (self);

  gtk_widget_set_visible (self->uri_row, webhook);
  gtk_widget_set_visible (self->renew_row, webhook);
  gtk_widget_set_visible (GTK_WIDGET (self->users), !webhook);
  gtk_widget_set_visible (self->roles_group, !webhook);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save",
                                 self->secret == NULL && is_complete (self) && !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.delete", !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.test", !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.renew", !self->busy && !is_changed (self));
}

static void
on_changed_cb (ReeveNotificationRuleDialog *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
}

static void
add_check (ReeveNotificationRuleDialog *self,
           AdwExpanderRow *row,
           GPtrArray *checks,
           const char *word,
           const char *title)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *line = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                  "activatable-widget", check, NULL);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (check), WORD_OF_CHECK, g_strdup (word), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (line), check);
  adw_expander_row_add_row (row, line);
  g_ptr_array_add (checks, check);
}

static void
add_rules (ReeveNotificationRuleDialog *self)
{
  const char *const *rules = reeve_finding_words_rules ();

  for (guint i = 0; rules[i] != NULL; i++)
    add_check (self, self->rules_row, self->rules, rules[i], reeve_finding_words_rule (rules[i]));
}

/* Everybody is a member: that would be no choice. */
static void
add_roles (ReeveNotificationRuleDialog *self)
{
  GPtrArray *roles = reeve_site_get_roles (self->site);

  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      ReeveRole *role = roles->pdata[i];

      if (g_strcmp0 (role->id, REEVE_ROLE_MEMBER) != 0)
        add_check (self, self->roles_row, self->roles, role->id,
                   role->built_in ? reeve_format_role (role->id) : role->name);
    }
}

static void
show_state (ReeveNotificationRuleDialog *self)
{
  g_autofree char *state = reeve_notification_words_state (self->before, reeve_clock_now ());

  adw_action_row_set_subtitle (self->state_row, state);
}

static void
show_known (ReeveNotificationRuleDialog *self)
{
  ReeveNotificationRule *rule = self->before;

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), rule->name);
  adw_combo_row_set_selected (self->channel_row, g_strcmp0 (rule->channel, "webhook") == 0);
  adw_combo_row_set_selected (self->severity_row, (guint) MAX (reeve_finding_rank (rule->severity), 0));
  adw_switch_row_set_active (self->paused_row, rule->paused);
  gtk_editable_set_text (GTK_EDITABLE (self->uri_row), rule->uri != NULL ? rule->uri : "");
  adw_expander_row_set_enable_expansion (self->rules_row, rule->rules != NULL && rule->rules[0] != NULL);
  tick (self->rules, (const char *const *) rule->rules);
  tick (self->roles, (const char *const *) rule->roles);
  adw_expander_row_set_expanded (self->roles_row, rule->roles != NULL && rule->roles[0] != NULL);
  reeve_people_rows_set_ids (self->users, (const char *const *) rule->users, NULL, NULL);
  show_state (self);
}

/* --- Calls --- */

static char *
make_path (ReeveNotificationRuleDialog *self, const char *below)
{
  g_autofree char *path = self->before != NULL
                            ? g_strconcat ("notification-rules/", self->before->id, below, NULL)
                            : g_strdup ("notification-rules");

  return reeve_site_path (self->site, path);
}

static void
show_refusal (ReeveNotificationRuleDialog *self, const GError *error)
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
show_secret (ReeveNotificationRuleDialog *self, const ReeveSecret *secret)
{
  GString *markup;

  self->secret = reeve_secret_ref ((ReeveSecret *) secret);
  markup = g_string_new ("<span insert_hyphens=\"false\">"); /* one would be taken for the secret's */
  g_string_append (markup, reeve_secret_get_text (secret));  /* base64: no markup in it */
  g_string_append (markup, "</span>");
  adw_action_row_set_subtitle (self->secret_row, markup->str);
  reeve_wipe_string (markup);
  gtk_button_set_label (self->cancel_button, _ ("_Close"));
  gtk_widget_set_visible (GTK_WIDGET (self->save_button), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "secret");
  gtk_widget_grab_focus (self->copy_button);
}

/* @saved: (nullable): it was deleted, or @error says why not. */
static void
take_answer (ReeveNotificationRuleDialog *self,
             ReeveNotificationRule *saved,
             gboolean done,
             const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  if (done)
    g_signal_emit (self, saved_signal, 0);
  if (!done)
    show_refusal (self, error);
  else if (saved != NULL && saved->secret != NULL)
    show_secret (self, saved->secret);
  else
    adw_dialog_force_close (ADW_DIALOG (self));
  update (self);
}

static void
on_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveNotificationRuleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer reply = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error);
  g_autoptr (ReeveNotificationRule) saved = reply;

  take_answer (self, saved, done, error);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveNotificationRuleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveNotificationRule) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  take_answer (self, saved, saved != NULL, error);
}

static void
on_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveNotificationRuleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_client_delete_finish (REEVE_CLIENT (source), result, NULL, &error);

  take_answer (self, NULL, done, error);
}

static void
on_tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveNotificationRuleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (done)
    adw_action_row_set_subtitle (self->state_row, _ ("A test is on its way…"));
  else
    show_refusal (self, error);
}

static void
begin (ReeveNotificationRuleDialog *self)
{
  self->busy = TRUE;
  update (self);
}

static void
on_save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveNotificationRuleDialog *self = REEVE_NOTIFICATION_RULE_DIALOG (widget);
  ReeveClient *client = reeve_site_get_client (self->site);
  g_autoptr (ReeveNotificationRule) after = read_form (self);
  g_autofree char *path = make_path (self, NULL);

  begin (self);
  if (self->before != NULL)
    reeve_client_save_async (client, path, self->before, after, self->cancellable, on_saved_cb,
                             g_object_ref (self));
  else
    reeve_client_post_async (client, path, after, reeve_notification_rule_get_type (), -1, self->cancellable,
                             on_created_cb, g_object_ref (self));
}

static void
on_delete_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveNotificationRuleDialog *self = REEVE_NOTIFICATION_RULE_DIALOG (widget);
  g_autofree char *path = make_path (self, NULL);

  begin (self);
  reeve_client_delete_async (reeve_site_get_client (self->site), path, self->before->version, G_TYPE_NONE,
                             self->cancellable, on_deleted_cb, g_object_ref (self));
}

static void
on_test_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveNotificationRuleDialog *self = REEVE_NOTIFICATION_RULE_DIALOG (widget);
  g_autofree char *path = make_path (self, "/test");

  begin (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, NULL,
                           reeve_notification_rule_get_type (), -1, self->cancellable, on_tested_cb,
                           g_object_ref (self));
}

static void
on_renew_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveNotificationRuleDialog) self = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);
  g_autofree char *path = NULL;

  if (g_strcmp0 (response, "renew") != 0)
    return;
  path = make_path (self, "/secret");
  begin (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, NULL,
                           reeve_notification_rule_get_type (), -1, self->cancellable, on_created_cb,
                           g_object_ref (self));
}

static void
on_renew_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveNotificationRuleDialog *self = REEVE_NOTIFICATION_RULE_DIALOG (widget);
  AdwDialog *dialog =
    adw_alert_dialog_new (_ ("Give It a New Secret?"),
                          _ ("For 24 hours messages are signed with the old one, too: by then the receiver "
                             "has to know the new one. If somebody else knows the old one, do this twice."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "renew",
                                  _ ("_New Secret"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "renew", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "renew");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), widget, self->cancellable, on_renew_chosen_cb,
                           g_object_ref (self));
}

static void
on_copy_cb (ReeveNotificationRuleDialog *self)
{
  reeve_secret_copy (GTK_WIDGET (self), self->secret);
}

/* --- News --- */

/* How it fares now; what is being typed stays. */
static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveNotificationRuleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveNotificationRule) rule = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (rule == NULL || self->busy || self->secret != NULL)
    return;
  if (is_changed (self))
    {
      self->before->failing_since = rule->failing_since;
      self->before->last_sent = rule->last_sent;
      reeve_set_text (&self->before->last_answer, rule->last_answer);
      show_state (self);
      return;
    }
  g_set_object (&self->before, rule);
  show_known (self);
}

static void
on_site_changed_cb (ReeveNotificationRuleDialog *self, const char *noun, const char *id, gint64 version)
{
  g_autofree char *path = NULL;

  if (g_strcmp0 (noun, "notification-rule") != 0 || self->before == NULL ||
      (id != NULL && g_strcmp0 (id, self->before->id) != 0))
    return;
  path = make_path (self, NULL);
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_notification_rule_get_type (), path,
                           self->cancellable, on_loaded_cb, g_object_ref (self));
}

/* --- The widget --- */

static void
reeve_notification_rule_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_NOTIFICATION_RULE_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_NOTIFICATION_RULE_DIALOG);
  G_OBJECT_CLASS (reeve_notification_rule_dialog_parent_class)->dispose (object);
}

static void
reeve_notification_rule_dialog_finalize (GObject *object)
{
  ReeveNotificationRuleDialog *self = REEVE_NOTIFICATION_RULE_DIALOG (object);

  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->roles);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->before);
  g_clear_object (&self->site);
  g_clear_pointer (&self->secret, reeve_secret_unref);
  G_OBJECT_CLASS (reeve_notification_rule_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, channel_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, uri_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, paused_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, state_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, state_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, renew_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, severity_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, rules_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, users);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, roles_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, roles_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, delete_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, history);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, secret_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveNotificationRuleDialog, copy_button);
}

static void
reeve_notification_rule_dialog_class_init (ReeveNotificationRuleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_notification_rule_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_notification_rule_dialog_finalize;
  saved_signal =
    g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  g_type_ensure (REEVE_TYPE_PEOPLE_ROWS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/notification-rule-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, on_save_cb);
  gtk_widget_class_install_action (widget_class, "dialog.delete", NULL, on_delete_cb);
  gtk_widget_class_install_action (widget_class, "dialog.test", NULL, on_test_cb);
  gtk_widget_class_install_action (widget_class, "dialog.renew", NULL, on_renew_cb);
}

static void
reeve_notification_rule_dialog_init (ReeveNotificationRuleDialog *self)
{
  g_autoptr (GtkStringList) channels = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) severities = gtk_string_list_new (NULL);

  self->cancellable = g_cancellable_new ();
  self->rules = g_ptr_array_new ();
  self->roles = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; reeve_notification_channels[i] != NULL; i++)
    gtk_string_list_append (channels, reeve_notification_words_channel (reeve_notification_channels[i]));
  for (guint i = 0; reeve_finding_severities[i] != NULL; i++)
    gtk_string_list_append (severities, reeve_finding_words_severity (reeve_finding_severities[i]));
  adw_combo_row_set_model (self->channel_row, G_LIST_MODEL (channels));
  adw_combo_row_set_model (self->severity_row, G_LIST_MODEL (severities));
  adw_combo_row_set_selected (self->severity_row, (guint) reeve_finding_rank ("high"));
  reeve_people_rows_set_most (self->users, REEVE_NOTIFICATION_RECIPIENTS);
}

AdwDialog *
reeve_notification_rule_dialog_new (ReeveSite *site, ReeveNotificationRule *rule)
{
  ReeveNotificationRuleDialog *self = g_object_new (REEVE_TYPE_NOTIFICATION_RULE_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  g_set_object (&self->before, rule);
  reeve_people_rows_set_site (self->users, site);
  add_rules (self);
  add_roles (self);
  adw_dialog_set_title (ADW_DIALOG (self), rule != NULL ? _ ("Edit Notifications") : _ ("Tell Somebody"));
  gtk_button_set_label (self->save_button, rule != NULL ? _ ("_Save") : _ ("_Add"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->channel_row), rule == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->paused_row), rule != NULL);
  gtk_widget_set_visible (self->state_group, rule != NULL);
  gtk_widget_set_visible (self->delete_group, rule != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->history), rule != NULL);
  if (rule != NULL)
    {
      g_autofree char *trail = g_strdup_printf ("notification-rules/%s/history", rule->id);

      show_known (self);
      reeve_history_group_load (self->history, site, trail);
    }
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return ADW_DIALOG (self);
}
