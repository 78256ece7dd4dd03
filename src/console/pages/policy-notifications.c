/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* There are few, so they are loaded whole. */

#include "config.h"

#include "console/pages/policy-notifications.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/notification-rule.h"
#include "console/dialogs/notification-rule-dialog.h"
#include "console/widgets/note-row.h"
#include "console/widgets/notification-words.h"
#include "console/widgets/wording.h"

#define RULE_OF_ROW "reeve-rule"

struct _ReevePolicyNotifications
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkWidget *add_button;
  ReeveNoteRow *problem;
  GtkWidget *none_row;
  /* borrowed: in the group */
  GPtrArray *rows; /* of GtkWidget */
  /* owned */
  ReeveSite *site;           /* (nullable) */
  GPtrArray *rules;          /* (nullable): of ReeveNotificationRule, as the service has them */
  GCancellable *cancellable; /* of what was asked last */
};

G_DEFINE_FINAL_TYPE (ReevePolicyNotifications, reeve_policy_notifications, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
may_read (ReevePolicyNotifications *self)
{
  return self->site != NULL && reeve_site_get_state (self->site) == REEVE_SITE_READY &&
         reeve_site_get_workspace (self->site) != NULL &&
         reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_LOG_READ);
}

static gboolean
may_write (ReevePolicyNotifications *self)
{
  return self->site != NULL && reeve_site_get_online (self->site) &&
         reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_POLICY_WRITE);
}

static void
open_dialog (ReevePolicyNotifications *self, ReeveNotificationRule *rule)
{
  AdwDialog *dialog = reeve_notification_rule_dialog_new (self->site, rule);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (reeve_policy_notifications_load), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_add_cb (ReevePolicyNotifications *self)
{
  open_dialog (self, NULL);
}

static void
on_row_cb (ReevePolicyNotifications *self, GtkWidget *row)
{
  open_dialog (self, g_object_get_data (G_OBJECT (row), RULE_OF_ROW));
}

static GtkWidget *
make_image (const char *icon)
{
  return g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                       NULL);
}

static void
add_row (ReevePolicyNotifications *self, ReeveNotificationRule *rule)
{
  gboolean trouble = reeve_notification_words_is_trouble (rule);
  g_autofree char *line = reeve_notification_words_line (rule);
  g_autofree char *state = rule->paused ? g_strdup (_ ("Paused"))
                           : trouble    ? reeve_notification_words_state (rule, reeve_clock_now ())
                                        : NULL;
  g_autofree char *subtitle = state != NULL ? g_strconcat (line, "\n", state, NULL) : g_strdup (line);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", rule->name, "subtitle",
                                 subtitle, "subtitle-lines", 0, "activatable", may_write (self), NULL);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             make_image (trouble                                  ? "dialog-warning-symbolic"
                                         : g_strcmp0 (rule->channel, "mail") == 0 ? "mail-unread-symbolic"
                                                                                  : "send-to-symbolic"));
  if (may_write (self))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_image ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), RULE_OF_ROW, g_object_ref (rule), g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
fill (ReevePolicyNotifications *self)
{
  GPtrArray *rules = self->rules;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; rules != NULL && i < rules->len; i++)
    add_row (self, rules->pdata[i]);
  gtk_widget_set_visible (self->none_row, rules != NULL && rules->len == 0);
  gtk_widget_set_visible (self->add_button, rules != NULL && may_write (self));
  gtk_widget_set_visible (GTK_WIDGET (self), may_read (self));
}

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePolicyNotifications) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (listing == NULL)
    {
      title = reeve_wording_title (error);
      reeve_note_row_set_text (self->problem, title);
      return;
    }
  reeve_note_row_set_text (self->problem, NULL);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  self->rules = g_ptr_array_ref (listing->items);
  fill (self);
}

void
reeve_policy_notifications_load (ReevePolicyNotifications *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = NULL;

  g_return_if_fail (REEVE_IS_POLICY_NOTIFICATIONS (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!may_read (self))
    {
      fill (self);
      return;
    }
  path = reeve_site_path (self->site, "notification-rules");
  query->limit = REEVE_NOTIFICATION_RULES;
  self->cancellable = g_cancellable_new ();
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_notification_rule_get_type (), path,
                           query, self->cancellable, on_listed_cb, g_object_ref (self));
}

/* Another workspace's must not be seen for a moment. */
static void
on_workspace_cb (ReevePolicyNotifications *self)
{
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  fill (self);
  reeve_policy_notifications_load (self);
}

static void
on_changed_cb (ReevePolicyNotifications *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, "notification-rule") == 0)
    reeve_policy_notifications_load (self);
}

static void
drop_site (ReevePolicyNotifications *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
}

static void
reeve_policy_notifications_dispose (GObject *object)
{
  drop_site (REEVE_POLICY_NOTIFICATIONS (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_POLICY_NOTIFICATIONS);
  G_OBJECT_CLASS (reeve_policy_notifications_parent_class)->dispose (object);
}

static void
reeve_policy_notifications_finalize (GObject *object)
{
  ReevePolicyNotifications *self = REEVE_POLICY_NOTIFICATIONS (object);

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  G_OBJECT_CLASS (reeve_policy_notifications_parent_class)->finalize (object);
}

static void
reeve_policy_notifications_class_init (ReevePolicyNotificationsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_policy_notifications_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_policy_notifications_finalize;
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/policy-notifications.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyNotifications, add_button);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyNotifications, problem);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyNotifications, none_row);
  gtk_widget_class_bind_template_callback (widget_class, on_add_cb);
}

static void
reeve_policy_notifications_init (ReevePolicyNotifications *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill (self);
}

void
reeve_policy_notifications_set_site (ReevePolicyNotifications *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_POLICY_NOTIFICATIONS (self));

  drop_site (self);
  g_set_object (&self->site, site);
  if (site != NULL)
    {
      g_signal_connect_object (site, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::workspace", G_CALLBACK (on_workspace_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::state", G_CALLBACK (reeve_policy_notifications_load), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::identity", G_CALLBACK (reeve_policy_notifications_load), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::online", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "reconnected", G_CALLBACK (reeve_policy_notifications_load), self,
                               G_CONNECT_SWAPPED);
    }
  on_workspace_cb (self);
}
