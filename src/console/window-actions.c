/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What may be done in a window, whatever it shows: sites, pages, panes, the workspace and the person. */

#include "config.h"

#include <glib/gi18n.h>

#include "console/client/log-views.h"
#include "console/client/recents.h"
#include "console/client/support-ending.h"
#include "console/client/undo.h"
#include "console/dialogs/acceptance-dialog.h"
#include "console/dialogs/connect-dialog.h"
#include "console/dialogs/factor-resets-dialog.h"
#include "console/dialogs/jobs-dialog.h"
#include "console/dialogs/password-dialog.h"
#include "console/dialogs/second-factor-dialog.h"
#include "console/dialogs/sessions-dialog.h"
#include "console/dialogs/shortcuts-dialog.h"
#include "console/dialogs/workspace-dialog.h"
#include "console/lists/open-sites.h"
#include "console/widgets/wording.h"
#include "console/window-private.h"

static void
set_enabled (ReeveWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* The one place that turns actions on and off. */
void
reeve_window_update_actions (ReeveWindow *self)
{
  static const char *const when_ready[] = {
    "page",          "page-number",   "search",          "refresh",
    "create",        "workspace",     "sessions",        "password",
    "next-pane",     "previous-pane", "users-with-role", "users-in-group",
    "second-factor", "show",          "show-case",       "reach",
    "list",          "connection",    "end-support"
  };
  gboolean ready = reeve_window_is_ready (self);
  ReeveUndo *undo = ready ? reeve_undo_of (G_OBJECT (self->site)) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (when_ready); i++)
    set_enabled (self, when_ready[i], ready);
  /* DENIED elsewhere, so not offered */
  set_enabled (self, "new-workspace",
               ready && reeve_workspaces_give (reeve_site_get_identity (self->site)->workspaces,
                                               REEVE_CAPABILITY_WORKSPACE_WRITE));
  set_enabled (self, "log", ready && reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_LOG_READ));
  set_enabled (self, "audit", ready && reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_LOG_READ));
  set_enabled (self, "jobs", ready && reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_USERS_READ));
  set_enabled (self, "second-factor-resets",
               ready && reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_USERS_CREDENTIALS));
  reeve_window_update_breach_actions (self);
  set_enabled (self, "sign-out", self->site != NULL && reeve_site_get_identity (self->site) != NULL);
  set_enabled (self, "sign-out-everywhere", ready);
  set_enabled (self, "undo", undo != NULL && reeve_undo_is_possible (undo));
  set_enabled (self, "redo", undo != NULL && reeve_undo_get_redo_label (undo) != NULL);
  set_enabled (self, "leave", self->site != NULL);
  set_enabled (self, "retry", self->site != NULL);
}

void
reeve_window_show_toast (ReeveWindow *self, const char *text)
{
  AdwToast *toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL);

  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* --- Sites --- */

static void
on_open_site_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (ReeveSite) site = reeve_open_sites_get (g_variant_get_string (parameter, NULL));

  if (!reeve_window_ask_pending (user_data, "win.open-site", parameter))
    reeve_window_set_site (user_data, site);
}

static void
on_connected_cb (ReeveWindow *self, ReeveSite *site)
{
  reeve_window_set_site (self, site);
}

static void
on_connect_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwDialog *dialog = reeve_connect_dialog_new ();

  g_signal_connect_object (dialog, "connected", G_CALLBACK (on_connected_cb), user_data, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, user_data);
}

static void
on_accepted_cb (ReeveWindow *self, ReeveSite *site)
{
  reeve_window_set_site (self, site);
}

static void
on_use_invitation_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  AdwDialog *dialog = reeve_acceptance_dialog_new (self->site);

  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_accepted_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_leave_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (reeve_window_ask_pending (user_data, "win.leave", NULL))
    return;
  reeve_window_forget_site (user_data);
  reeve_window_set_site (user_data, NULL);
}

static void
on_retry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  if (reeve_window_is_ready (self))
    reeve_site_reload_identity (self->site);
  else if (self->site != NULL)
    reeve_site_open (self->site);
}

static void
on_undo_remove_cb (void)
{
  reeve_recents_undo (reeve_recents_get_default ());
}

static void
on_remove_site_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  const char *origin = g_variant_get_string (parameter, NULL);
  ReeveRecent *recent = reeve_recents_find (reeve_recents_get_default (), origin);

  if (recent == NULL)
    return;
  /* Translators: a toast; %s is the name of a service that was taken off the list. */
  g_autofree char *title = g_strdup_printf (_ ("“%s” removed from the list"), reeve_recent_get_name (recent));
  AdwToast *toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", title, "button-label",
                                  _ ("_Undo"), "timeout", 10, NULL);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (on_undo_remove_cb), NULL);
  reeve_recents_remove (reeve_recents_get_default (), origin);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* --- Pages --- */

static void
on_page_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  if (gtk_stack_get_child_by_name (self->pages, name) == NULL)
    return;
  gtk_stack_set_visible_child_name (self->pages, name);
  g_settings_set_string (self->settings, "last-page", name);
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void
on_users_with_role_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  GtkWidget *users = gtk_stack_get_child_by_name (self->pages, "users");

  if (users == NULL)
    return;
  g_action_group_activate_action (G_ACTION_GROUP (self), "page", g_variant_new_string ("users"));
  reeve_page_show_role (REEVE_PAGE (users), g_variant_get_string (parameter, NULL));
}

static void
on_users_in_group_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  GtkWidget *users = gtk_stack_get_child_by_name (self->pages, "users");

  if (users == NULL)
    return;
  g_action_group_activate_action (G_ACTION_GROUP (self), "page", g_variant_new_string ("users"));
  reeve_page_show_group (REEVE_PAGE (users), g_variant_get_string (parameter, NULL));
}

/* What a line speaks of: on the page that lists it, where the person may see that. */
static void
show_one (ReeveWindow *self, const char *kind, const char *id)
{
  static const char *const kinds[][2] = {
    { "user", "users" },
    { "group", "groups" },
    { "role", "users" },
    { "folder", "permissions" },
    { "finding", "findings" },
    { "case", "breach-desk" },
    { "support-grant", "support" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      GtkWidget *page =
        g_str_equal (kind, kinds[i][0]) ? gtk_stack_get_child_by_name (self->pages, kinds[i][1]) : NULL;

      if (page == NULL || !reeve_page_is_allowed (REEVE_PAGE (page)))
        continue;
      g_action_group_activate_action (G_ACTION_GROUP (self), "page", g_variant_new_string (kinds[i][1]));
      if (g_str_equal (kind, "role"))
        reeve_page_show_role (REEVE_PAGE (page), id);
      else
        reeve_page_show_one (REEVE_PAGE (page), id);
    }
}

static void
on_show_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *kind, *id;

  g_variant_get (parameter, "(&s&s)", &kind, &id);
  show_one (user_data, kind, id);
}

/* The same for who has but the id of a case at hand: a toast's button. */
static void
on_show_case_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_one (user_data, "case", g_variant_get_string (parameter, NULL));
}

/* A page's list, as it is narrowed to what somebody has been told of. */
static void
on_list_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  g_autoptr (GVariant) filters = NULL;
  const char *name;
  GtkWidget *page;

  g_variant_get (parameter, "(&s@a{ss})", &name, &filters);
  page = gtk_stack_get_child_by_name (self->pages, name);
  if (page == NULL || !reeve_page_is_allowed (REEVE_PAGE (page)))
    return;
  g_action_group_activate_action (G_ACTION_GROUP (self), "page", g_variant_new_string (name));
  reeve_page_focus_pane (REEVE_PAGE (page), TRUE, TRUE); /* where it was is off the screen */
  reeve_page_show_filters (REEVE_PAGE (page), filters);
}

static void
on_reach_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  GtkWidget *page = gtk_stack_get_child_by_name (self->pages, "permissions");
  const char *kind, *id, *name;

  g_variant_get (parameter, "(&s&s&s)", &kind, &id, &name);
  if (page == NULL || !reeve_page_is_allowed (REEVE_PAGE (page)))
    return;
  g_action_group_activate_action (G_ACTION_GROUP (self), "page", g_variant_new_string ("permissions"));
  reeve_page_show_reach (REEVE_PAGE (page), kind, id, name);
}

static void
show_query (ReeveWindow *self, const char *name, const char *query)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->pages, name);

  if (page == NULL || !reeve_page_is_allowed (REEVE_PAGE (page)))
    return;
  reeve_page_show_query (REEVE_PAGE (page), query);
  g_action_group_activate_action (G_ACTION_GROUP (self), "page", g_variant_new_string (name));
}

/* At once, and tried until the service has said so: nobody needs to be sure about it. */
static void
on_end_support_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  reeve_support_ending_begin (reeve_support_ending_of (self->site), g_variant_get_string (parameter, NULL));
}

/* What the access log has of somebody, or something: with the query that finds it. */
static void
on_log_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_query (user_data, "access-log", g_variant_get_string (parameter, NULL));
}

/* The same of the changes: with a query of the trail ("actor=…"). */
static void
on_audit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_query (user_data, "audit", g_variant_get_string (parameter, NULL));
}

/* Waits until the site is there, and until it shows the workspace that the link is of. One that the person is
 * not in is as one that there is not. */
void
reeve_window_follow_link (ReeveWindow *self)
{
  ReeveIdentity *identity = reeve_window_is_ready (self) ? reeve_site_get_identity (self->site) : NULL;
  g_autofree char *link = NULL;
  g_autofree char *id = NULL;
  g_autofree char *query = NULL;

  if (identity == NULL || self->link == NULL)
    return;
  link = g_steal_pointer (&self->link);
  if (!reeve_log_link_read (link, &id, &query))
    {
      reeve_window_show_toast (self, _ ("Reeve cannot open this link"));
      return;
    }
  for (guint i = 0; identity->workspaces != NULL && i < identity->workspaces->len; i++)
    {
      ReeveWorkspace *workspace = g_ptr_array_index (identity->workspaces, i);

      if (g_strcmp0 (workspace->id, id) != 0)
        continue;
      g_action_group_change_action_state (G_ACTION_GROUP (self), "workspace", g_variant_new_string (id));
      if (g_strcmp0 (reeve_site_get_workspace (self->site)->id, id) == 0)
        g_action_group_activate_action (G_ACTION_GROUP (self), "log", g_variant_new_string (query));
      return;
    }
  reeve_window_show_toast (self, _ ("The link is of a workspace that is not open to you here"));
}

static void
on_log_link_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  g_set_str (&self->link, g_variant_get_string (parameter, NULL));
  reeve_window_follow_link (self);
}

static void
on_page_number_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;
  const char *name = reeve_sidebar_get_nth (self->sidebar, (guint) g_variant_get_int32 (parameter) - 1);

  if (name != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self), "page", g_variant_new_string (name));
}

/* Runs one of the page's verbs; a dialog on top has the keys for itself. */
static void
run_on_page (ReeveWindow *self, void (*verb) (ReevePage *page))
{
  ReevePage *page = reeve_window_get_page (self);

  if (page == NULL || adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return;
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
  verb (page);
}

/* Sidebar, the page's panes, and round again. Where only one is on screen, the other takes its place. */
static void
move_pane (ReeveWindow *self, gboolean forward)
{
  ReevePage *page = reeve_window_get_page (self);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean in_page = page != NULL && focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (page));

  if (page == NULL || adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return;
  if (in_page && reeve_page_focus_pane (page, forward, FALSE))
    return;
  adw_navigation_split_view_set_show_content (self->split_view, !in_page);
  if (in_page || !reeve_page_focus_pane (page, forward, TRUE))
    gtk_widget_grab_focus (GTK_WIDGET (self->sidebar));
}

static void
on_connection_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  adw_navigation_split_view_set_show_content (self->split_view, FALSE);
  reeve_sidebar_show_connection (self->sidebar);
}

static void
on_next_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_pane (user_data, TRUE);
}

static void
on_previous_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_pane (user_data, FALSE);
}

static void
on_search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  run_on_page (user_data, reeve_page_search);
}

static void
on_refresh_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  run_on_page (user_data, reeve_page_refresh);
}

static void
on_create_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  run_on_page (user_data, reeve_page_create);
}

static void
take_back (ReeveWindow *self, gboolean (*verb) (ReeveUndo *undo))
{
  if (self->site != NULL && adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) == NULL)
    verb (reeve_undo_of (G_OBJECT (self->site)));
}

static void
on_undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  take_back (user_data, reeve_undo_undo);
}

static void
on_redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  take_back (user_data, reeve_undo_redo);
}

/* --- Workspace and person --- */

static void
on_workspace_changed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  ReeveWindow *self = user_data;
  ReeveIdentity *identity = self->site != NULL ? reeve_site_get_identity (self->site) : NULL;
  const char *id = g_variant_get_string (value, NULL);

  for (guint i = 0; identity != NULL && identity->workspaces != NULL && i < identity->workspaces->len; i++)
    {
      ReeveWorkspace *workspace = g_ptr_array_index (identity->workspaces, i);
      if (g_strcmp0 (workspace->id, id) == 0 && workspace != reeve_site_get_workspace (self->site) &&
          !reeve_window_ask_pending (self, "win.workspace", value))
        reeve_site_set_workspace (self->site, workspace);
    }
}

static void
on_new_workspace_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  adw_dialog_present (reeve_workspace_dialog_new (self->site), GTK_WIDGET (self));
}

static void
on_jobs_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  adw_dialog_present (reeve_jobs_dialog_new (self->site), GTK_WIDGET (self));
}

static void
on_sessions_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  adw_dialog_present (reeve_sessions_dialog_new (self->site), GTK_WIDGET (self));
}

static void
on_second_factor_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  adw_dialog_present (reeve_second_factor_dialog_new (self->site), GTK_WIDGET (self));
}

static void
on_second_factor_resets_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  adw_dialog_present (reeve_factor_resets_dialog_new (self->site), GTK_WIDGET (self));
}

static void
on_password_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  adw_dialog_present (reeve_password_dialog_new (self->site), GTK_WIDGET (self));
}

static void
on_sign_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  if (!reeve_window_ask_pending (self, "win.sign-out", NULL))
    reeve_site_sign_out (self->site, FALSE);
}

static void
on_everywhere_answered_cb (ReeveWindow *self, const char *response)
{
  if (g_str_equal (response, "sign-out") && self->site != NULL)
    reeve_site_sign_out (self->site, TRUE);
}

static void
on_sign_out_everywhere_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwDialog *dialog =
    adw_alert_dialog_new (_ ("Sign Out Everywhere?"),
                          _ ("All your sessions end, on every device, this one included. Work that is not "
                             "saved there is lost."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "sign-out",
                                  _ ("Sign _Out Everywhere"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "sign-out", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_everywhere_answered_cb), user_data,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, user_data);
}

static void
on_shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_dialog_present (reeve_shortcuts_dialog_new (user_data), user_data);
}

static void
on_confirmation_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, NULL, &error))
    return;
  title = reeve_wording_title (error);
  reeve_window_show_toast (self, title);
}

static void
on_confirm_address_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveWindow *self = user_data;

  if (reeve_window_is_ready (self) ||
      (self->site != NULL && reeve_site_get_state (self->site) == REEVE_SITE_NEEDS_ENROLMENT))
    reeve_client_post_async (reeve_site_get_client (self->site), "/v1/me/confirmation", NULL, G_TYPE_NONE, -1,
                             NULL, on_confirmation_sent_cb, g_object_ref (self));
}

static void
on_toast_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_window_show_toast (user_data, g_variant_get_string (parameter, NULL));
}

static const GActionEntry actions[] = {
  { .name = "open-site", .parameter_type = "s", .activate = on_open_site_cb },
  { .name = "remove-site", .parameter_type = "s", .activate = on_remove_site_cb },
  { .name = "connect", .activate = on_connect_cb },
  { .name = "use-invitation", .activate = on_use_invitation_cb },
  { .name = "leave", .activate = on_leave_cb },
  { .name = "retry", .activate = on_retry_cb },
  { .name = "page", .parameter_type = "s", .activate = on_page_cb },
  { .name = "users-in-group", .parameter_type = "s", .activate = on_users_in_group_cb },
  { .name = "users-with-role", .parameter_type = "s", .activate = on_users_with_role_cb },
  { .name = "show", .parameter_type = "(ss)", .activate = on_show_cb },
  { .name = "show-case", .parameter_type = "s", .activate = on_show_case_cb },
  { .name = "end-support", .parameter_type = "s", .activate = on_end_support_cb },
  { .name = "list", .parameter_type = "(sa{ss})", .activate = on_list_cb },
  { .name = "log", .parameter_type = "s", .activate = on_log_cb },
  { .name = "audit", .parameter_type = "s", .activate = on_audit_cb },
  { .name = "log-link", .parameter_type = "s", .activate = on_log_link_cb },
  { .name = "reach", .parameter_type = "(sss)", .activate = on_reach_cb },
  { .name = "page-number", .parameter_type = "i", .activate = on_page_number_cb },
  { .name = "connection", .activate = on_connection_cb },
  { .name = "next-pane", .activate = on_next_pane_cb },
  { .name = "previous-pane", .activate = on_previous_pane_cb },
  { .name = "search", .activate = on_search_cb },
  { .name = "refresh", .activate = on_refresh_cb },
  { .name = "create", .activate = on_create_cb },
  { .name = "undo", .activate = on_undo_cb },
  { .name = "redo", .activate = on_redo_cb },
  { .name = "workspace", .parameter_type = "s", .state = "''", .change_state = on_workspace_changed_cb },
  { .name = "new-workspace", .activate = on_new_workspace_cb },
  { .name = "jobs", .activate = on_jobs_cb },
  { .name = "sessions", .activate = on_sessions_cb },
  { .name = "second-factor", .activate = on_second_factor_cb },
  { .name = "second-factor-resets", .activate = on_second_factor_resets_cb },
  { .name = "password", .activate = on_password_cb },
  { .name = "sign-out", .activate = on_sign_out_cb },
  { .name = "sign-out-everywhere", .activate = on_sign_out_everywhere_cb },
  { .name = "shortcuts", .activate = on_shortcuts_cb },
  { .name = "confirm-address", .activate = on_confirm_address_cb },
  { .name = "toast", .parameter_type = "s", .activate = on_toast_cb },
};

void
reeve_window_add_actions (ReeveWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
