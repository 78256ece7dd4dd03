/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/policy-notifications.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/notification-rule.h"
#include "console/dialogs/notification-rule-dialog.h"
#include "console/widgets/notification-words.h"

struct _ReevePolicyNotifications
{
  ReevePolicyList parent_instance;
};

G_DEFINE_FINAL_TYPE (ReevePolicyNotifications, reeve_policy_notifications, REEVE_TYPE_POLICY_LIST)

static gboolean
may_read (ReeveSite *site)
{
  return reeve_site_may_everywhere (site, REEVE_CAPABILITY_LOG_READ);
}

static void
open_rule (ReevePolicyList *self, ReeveSite *site, gpointer rule)
{
  AdwDialog *dialog = reeve_notification_rule_dialog_new (site, rule);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (reeve_policy_list_load), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static GtkWidget *
make_row (ReevePolicyList *self, gpointer record, gboolean write)
{
  ReeveNotificationRule *rule = record;
  gboolean trouble = reeve_notification_words_is_trouble (rule);
  g_autofree char *line = reeve_notification_words_line (rule);
  g_autofree char *state = rule->paused ? g_strdup (_ ("Paused"))
                           : trouble    ? reeve_notification_words_state (rule, reeve_clock_now ())
                                        : NULL;
  g_autofree char *subtitle = state != NULL ? g_strconcat (line, "\n", state, NULL) : g_strdup (line);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", rule->name, "subtitle",
                                 subtitle, "subtitle-lines", 0, NULL);
  const char *icon = trouble                                  ? "dialog-warning-symbolic"
                     : g_strcmp0 (rule->channel, "mail") == 0 ? "mail-unread-symbolic"
                                                              : "send-to-symbolic";

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), reeve_policy_list_make_image (icon));
  return row;
}

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePolicyList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  reeve_policy_list_take (self, listing != NULL ? listing->items : NULL, error);
}

static void
ask (ReevePolicyList *self, ReeveSite *site, const char *path, GCancellable *cancellable)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  query->limit = REEVE_NOTIFICATION_RULES;
  reeve_client_list_async (reeve_site_get_client (site), reeve_notification_rule_get_type (), path, query,
                           cancellable, on_listed_cb, g_object_ref (self));
}

static void
reeve_policy_notifications_class_init (ReevePolicyNotificationsClass *klass)
{
  ReevePolicyListClass *list_class = REEVE_POLICY_LIST_CLASS (klass);

  list_class->path = "notification-rules";
  list_class->noun = "notification-rule";
  list_class->hides = TRUE;
  list_class->may_read = may_read;
  list_class->ask = ask;
  list_class->make_row = make_row;
  list_class->open = open_rule;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/reeve/Reeve/ui/policy-notifications.ui");
}

static void
reeve_policy_notifications_init (ReevePolicyNotifications *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
