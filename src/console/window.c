/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The window: a stack of views, of which the state of the site picks one. What a view does is the view's own
 * business; the actions that lead between them are window-actions.c's. */

#include "config.h"

#include "console/window-private.h"

#include <glib/gi18n.h>

#include "console/client/recents.h"
#include "console/client/undo.h"
#include "console/dialogs/approval-ask-dialog.h"
#include "console/dialogs/step-up-dialog.h"
#include "console/pages/access-log-page.h"
#include "console/pages/access-reviews-page.h"
#include "console/pages/approvals-page.h"
#include "console/pages/audit-page.h"
#include "console/pages/breach-desk-page.h"
#include "console/pages/contacts-page.h"
#include "console/pages/enrolment-page.h"
#include "console/pages/findings-page.h"
#include "console/pages/grant-reviews-page.h"
#include "console/pages/groups-page.h"
#include "console/pages/invitations-page.h"
#include "console/pages/log-reviews-page.h"
#include "console/pages/mails-page.h"
#include "console/pages/overview-page.h"
#include "console/pages/permissions-page.h"
#include "console/pages/policy-page.h"
#include "console/pages/roles-page.h"
#include "console/pages/rotations-page.h"
#include "console/pages/sessions-page.h"
#include "console/pages/setup-page.h"
#include "console/pages/sign-in-page.h"
#include "console/pages/status-page.h"
#include "console/pages/support-page.h"
#include "console/pages/users-page.h"
#include "console/pages/welcome-page.h"
#include "console/widgets/wording.h"

/* A site that is signed in opens in less, and its first page is here; what takes longer is told of. */
#define PATIENCE_MS 700

G_DEFINE_FINAL_TYPE (ReeveWindow, reeve_window, ADW_TYPE_APPLICATION_WINDOW)

/* The pages of the main window, in the order of the sidebar. A page is added here and nowhere else. */
static GType (*const page_types[]) (void) = {
  reeve_overview_page_get_type,       reeve_breach_desk_page_get_type,   reeve_users_page_get_type,
  reeve_groups_page_get_type,         reeve_invitations_page_get_type,   reeve_mails_page_get_type,
  reeve_roles_page_get_type,          reeve_permissions_page_get_type,   reeve_contacts_page_get_type,
  reeve_access_log_page_get_type,     reeve_findings_page_get_type,      reeve_audit_page_get_type,
  reeve_support_page_get_type,        reeve_sessions_page_get_type,      reeve_log_reviews_page_get_type,
  reeve_access_reviews_page_get_type, reeve_grant_reviews_page_get_type, reeve_approvals_page_get_type,
  reeve_rotations_page_get_type,      reeve_policy_page_get_type,
};

static GtkWidget *
make_view (const char *name)
{
  if (g_str_equal (name, "welcome"))
    return g_object_new (REEVE_TYPE_WELCOME_PAGE, NULL);
  if (g_str_equal (name, "set-up"))
    return g_object_new (REEVE_TYPE_SETUP_PAGE, NULL);
  if (g_str_equal (name, "sign-in"))
    return g_object_new (REEVE_TYPE_SIGN_IN_PAGE, NULL);
  if (g_str_equal (name, "enrolment"))
    return g_object_new (REEVE_TYPE_ENROLMENT_PAGE, NULL);
  return g_object_new (REEVE_TYPE_STATUS_PAGE, NULL);
}

static void
set_site_of_view (GtkWidget *view, ReeveSite *site)
{
  if (REEVE_IS_SETUP_PAGE (view))
    reeve_setup_page_set_site (REEVE_SETUP_PAGE (view), site);
  else if (REEVE_IS_SIGN_IN_PAGE (view))
    reeve_sign_in_page_set_site (REEVE_SIGN_IN_PAGE (view), site);
  else if (REEVE_IS_ENROLMENT_PAGE (view))
    reeve_enrolment_page_set_site (REEVE_ENROLMENT_PAGE (view), site);
  else if (REEVE_IS_STATUS_PAGE (view))
    reeve_status_page_set_site (REEVE_STATUS_PAGE (view), site);
}

static void
set_site_of_views (ReeveWindow *self)
{
  for (GtkWidget *bin = gtk_widget_get_first_child (GTK_WIDGET (self->views)); bin != NULL;
       bin = gtk_widget_get_next_sibling (bin))
    if (ADW_IS_BIN (bin) && adw_bin_get_child (ADW_BIN (bin)) != NULL)
      set_site_of_view (adw_bin_get_child (ADW_BIN (bin)), self->site);
}

/* A view is made when it is shown for the first time. */
static void
fill_view (ReeveWindow *self)
{
  GtkWidget *bin = self->views != NULL ? gtk_stack_get_visible_child (self->views) : NULL;
  GtkWidget *view;

  if (!ADW_IS_BIN (bin) || adw_bin_get_child (ADW_BIN (bin)) != NULL)
    return;
  view = make_view (gtk_stack_get_visible_child_name (self->views));
  set_site_of_view (view, self->site);
  adw_bin_set_child (ADW_BIN (bin), view);
}

ReevePage *
reeve_window_get_page (ReeveWindow *self)
{
  GtkWidget *child = gtk_stack_get_visible_child (self->pages);

  return REEVE_IS_PAGE (child) ? REEVE_PAGE (child) : NULL;
}

gboolean
reeve_window_is_ready (ReeveWindow *self)
{
  return self->site != NULL && reeve_site_get_state (self->site) == REEVE_SITE_READY;
}

static void
build_pages (ReeveWindow *self)
{
  if (gtk_widget_get_first_child (GTK_WIDGET (self->pages)) != NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (page_types); i++)
    {
      GtkWidget *page = g_object_new (page_types[i](), NULL);
      gtk_stack_add_named (self->pages, page, gtk_widget_get_name (page));
    }
}

/* Of a workspace that is closed to the person, pages keep nothing. */
static void
set_site_of_pages (ReeveWindow *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->pages)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    reeve_page_set_site (REEVE_PAGE (child), !self->closed || reeve_page_get_opens_closed (REEVE_PAGE (child))
                                               ? self->site
                                               : NULL);
}

/* (transfer none): the first that the person may see */
static GtkWidget *
find_allowed (ReeveWindow *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->pages));

  while (!reeve_page_is_allowed (REEVE_PAGE (child)) && gtk_widget_get_next_sibling (child) != NULL)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
fill_pages (ReeveWindow *self)
{
  g_autofree char *last = g_settings_get_string (self->settings, "last-page");
  GtkWidget *page;

  build_pages (self);
  self->closed = reeve_site_is_closed (self->site);
  set_site_of_pages (self);
  page = gtk_stack_get_child_by_name (self->pages, last);
  if (page == NULL || !reeve_page_is_allowed (REEVE_PAGE (page)))
    page = find_allowed (self);
  gtk_stack_set_visible_child (self->pages, page);
  reeve_sidebar_set_pages (self->sidebar, self->pages);
}

static void
close_dialogs (ReeveWindow *self)
{
  g_autoptr (GListModel) dialogs = adw_application_window_get_dialogs (ADW_APPLICATION_WINDOW (self));

  for (guint i = g_list_model_get_n_items (dialogs); i > 0; i--)
    {
      g_autoptr (AdwDialog) dialog = g_list_model_get_item (dialogs, i - 1);

      if (dialog != NULL)
        adw_dialog_force_close (dialog);
    }
}

/* A workspace opens to somebody of support, and closes, while they look at it: then they are where they can
 * ask to be let in, and nothing of what they saw is left. */
static void
update_closed (ReeveWindow *self)
{
  gboolean closed = reeve_window_is_ready (self) && reeve_site_is_closed (self->site);

  if (!reeve_window_is_ready (self) || self->closed == closed ||
      gtk_widget_get_first_child (GTK_WIDGET (self->pages)) == NULL)
    return;
  self->closed = closed;
  if (closed)
    {
      close_dialogs (self);
      adw_toast_overlay_dismiss_all (self->toasts);
    }
  set_site_of_pages (self);
  gtk_stack_set_visible_child (self->pages, find_allowed (self));
  reeve_sidebar_set_pages (self->sidebar, self->pages);
  reeve_window_update_actions (self);
  reeve_page_focus_pane (reeve_window_get_page (self), TRUE, TRUE); /* where it was is off the screen */
}

static void
clear_pages (ReeveWindow *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->pages)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    reeve_page_set_site (REEVE_PAGE (child), NULL);
}

/* For the next start; the list of recents is the site's own work. */
static void
note_site (ReeveWindow *self)
{
  g_settings_set_string (self->settings, "last-site", reeve_site_get_id (self->site));
}

void
reeve_window_forget_site (ReeveWindow *self)
{
  g_autofree char *last = g_settings_get_string (self->settings, "last-site");

  if (self->site != NULL && g_str_equal (last, reeve_site_get_id (self->site)))
    g_settings_reset (self->settings, "last-site");
}

static void
update_title (ReeveWindow *self)
{
  ReeveWorkspace *workspace = self->site != NULL ? reeve_site_get_workspace (self->site) : NULL;
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "workspace");

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (workspace != NULL ? workspace->id : ""));
  if (workspace == NULL || !reeve_window_is_ready (self))
    {
      gtk_window_set_title (GTK_WINDOW (self), _ ("Reeve"));
      return;
    }
  /* Translators: the title of a window: the name of a workspace, then the name of the program. */
  g_autofree char *title = g_strdup_printf (_ ("%s – Reeve"), workspace->name);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
show_window (ReeveWindow *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->building, g_source_remove);
  gtk_window_present (GTK_WINDOW (self));
}

static void
show_once_loaded (ReeveWindow *self)
{
  ReevePage *page = reeve_window_is_ready (self) ? reeve_window_get_page (self) : NULL;

  if (self->patience == 0)
    return;
  if (page != NULL && reeve_page_get_loading (page))
    g_signal_connect_object (page, "notify::loading", G_CALLBACK (show_once_loaded), self, G_CONNECT_SWAPPED);
  else
    show_window (self);
}

static gboolean
on_patience_over_cb (gpointer user_data)
{
  ReeveWindow *self = user_data;

  self->patience = 0;
  show_window (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_building_due_cb (gpointer user_data)
{
  ReeveWindow *self = user_data;

  /* One step at a time: between them the site goes on with what it has been answered. Most likely the main
   * view is what comes: styles and words measured now need not be then. */
  if (gtk_widget_get_first_child (GTK_WIDGET (self->pages)) == NULL)
    {
      build_pages (self);
      return G_SOURCE_CONTINUE;
    }
  if (!gtk_widget_get_realized (GTK_WIDGET (self)))
    {
      gtk_widget_realize (GTK_WIDGET (self));
      return G_SOURCE_CONTINUE;
    }
  gtk_stack_set_visible_child_name (self->views, reeve_window_view_for (REEVE_SITE_READY));
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  self->building = 0;
  return G_SOURCE_REMOVE;
}

static void
update_view (ReeveWindow *self)
{
  ReeveSiteState state = self->site != NULL ? reeve_site_get_state (self->site) : REEVE_SITE_CLOSED;
  const char *view = reeve_window_view_for (state);
  gboolean moved = g_strcmp0 (self->shown, view) != 0;

  if (state == REEVE_SITE_READY)
    {
      fill_pages (self);
      note_site (self);
      reeve_window_update_actions (self);
      reeve_window_follow_link (self);
    }
  else if (state == REEVE_SITE_SIGNED_OUT)
    {
      clear_pages (self);
      reeve_window_forget_site (self);
    }
  reeve_window_update_actions (self);
  update_title (self);
  if (self->patience != 0 && state == REEVE_SITE_OPENING)
    return;
  self->shown = view;
  gtk_stack_set_visible_child_name (self->views, view);
  if (self->patience != 0)
    show_once_loaded (self);
  if (moved)
    gtk_widget_grab_focus (state == REEVE_SITE_READY ? GTK_WIDGET (self->sidebar)
                                                     : gtk_stack_get_visible_child (self->views));
}

/* The split view gives the focus back to what had it last there, which may be on a page that is not shown any
 * more: no key would lead out of it. */
static gboolean
on_folded_cb (gpointer user_data)
{
  ReeveWindow *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  ReevePage *page = reeve_window_get_page (self);

  self->folding = 0;
  if (!reeve_window_is_ready (self) || page == NULL || focus == NULL ||
      !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->pages)) ||
      gtk_widget_is_ancestor (focus, GTK_WIDGET (page)))
    return G_SOURCE_REMOVE;
  if (!adw_navigation_split_view_get_collapsed (self->split_view) ||
      !adw_navigation_split_view_get_show_content (self->split_view))
    gtk_widget_grab_focus (GTK_WIDGET (self->sidebar));
  else
    reeve_page_focus_pane (page, TRUE, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_collapsed_cb (ReeveWindow *self)
{
  if (self->folding == 0)
    self->folding = g_idle_add_full (G_PRIORITY_LOW, on_folded_cb, self, NULL);
}

static void
update_online (ReeveWindow *self)
{
  gboolean offline = reeve_window_is_ready (self) && !reeve_site_get_online (self->site);

  if (offline && !adw_banner_get_revealed (self->offline_banner))
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_local ();
      /* Translators: a time of day, hours and minutes. */
      g_autofree char *clock = g_date_time_format (now, _ ("%H:%M"));
      g_autofree char *title =
        g_strdup_printf (_ ("Offline since %s. What you see may be out of date."), clock);
      adw_banner_set_title (self->offline_banner, title);
      reeve_announce (GTK_WIDGET (self), title);
    }
  adw_banner_set_revealed (self->offline_banner, offline);
}

/* A site may be on screen in several windows: the one that somebody works in asks. */
static gboolean
leaves_asking (ReeveWindow *self)
{
  GtkWindow *active = gtk_application_get_active_window (gtk_window_get_application (GTK_WINDOW (self)));

  return active != GTK_WINDOW (self) && REEVE_IS_WINDOW (active) && REEVE_WINDOW (active)->site == self->site;
}

static gboolean
on_approval_asked_cb (ReeveWindow *self)
{
  if (leaves_asking (self))
    return FALSE;
  reeve_approval_ask_begin (self->site, GTK_WIDGET (self));
  return TRUE;
}

static gboolean
on_code_asked_cb (ReeveWindow *self)
{
  ReeveStepUp *step_up = reeve_client_get_step_up (reeve_site_get_client (self->site));

  if (leaves_asking (self))
    return FALSE;
  adw_dialog_present (reeve_step_up_dialog_new (step_up), GTK_WIDGET (self));
  return TRUE;
}

static void
on_reconnected_cb (ReeveWindow *self)
{
  reeve_window_show_toast (self, _ ("Reconnected"));
}

/* Another window may show the same site: only the last one that lets go of it ends it. */
static void
release_site (ReeveWindow *self)
{
  if (self->site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->site, self);
  g_signal_handlers_disconnect_by_data (reeve_undo_of (G_OBJECT (self->site)), self);
  for (GList *item = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self)));
       item != NULL; item = item->next)
    if (item->data != self && REEVE_IS_WINDOW (item->data) &&
        ((ReeveWindow *) item->data)->site == self->site)
      return;
  reeve_site_close (self->site);
}

static void
reeve_window_map (GtkWidget *widget)
{
  ReeveWindow *self = REEVE_WINDOW (widget);

  update_view (self);
  GTK_WIDGET_CLASS (reeve_window_parent_class)->map (widget);
}

static gboolean
reeve_window_close_request (GtkWindow *window)
{
  if (reeve_window_ask_pending (REEVE_WINDOW (window), "window.close", NULL))
    return GDK_EVENT_STOP;
  release_site (REEVE_WINDOW (window));
  g_clear_object (&REEVE_WINDOW (window)->site);

  return GTK_WINDOW_CLASS (reeve_window_parent_class)->close_request (window);
}

static void
reeve_window_dispose (GObject *object)
{
  ReeveWindow *self = REEVE_WINDOW (object);

  if (self->site != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->site, self);
      g_signal_handlers_disconnect_by_data (reeve_undo_of (G_OBJECT (self->site)), self);
    }
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->building, g_source_remove);
  g_clear_handle_id (&self->folding, g_source_remove);
  g_clear_object (&self->site);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->link, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_WINDOW);

  G_OBJECT_CLASS (reeve_window_parent_class)->dispose (object);
}

static void
reeve_window_class_init (ReeveWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_window_dispose;
  widget_class->map = reeve_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = reeve_window_close_request;

  g_type_ensure (REEVE_TYPE_FACTOR_RESETS_BANNER);
  g_type_ensure (REEVE_TYPE_RECORD_BANNER);
  g_type_ensure (REEVE_TYPE_SIDEBAR);
  g_type_ensure (REEVE_TYPE_SUPPORT_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/window.ui");
  gtk_widget_class_bind_template_callback (widget_class, fill_view);
  gtk_widget_class_bind_template_child (widget_class, ReeveWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveWindow, views);
  gtk_widget_class_bind_template_child (widget_class, ReeveWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, ReeveWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, ReeveWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, ReeveWindow, offline_banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveWindow, resets_banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveWindow, record_banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveWindow, support_strip);
}

static void
reeve_window_init (ReeveWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_window_add_actions (self);
  reeve_window_add_breach_actions (self);
  reeve_window_add_record_actions (self);
  g_signal_connect_object (self->split_view, "notify::collapsed", G_CALLBACK (on_collapsed_cb), self,
                           G_CONNECT_SWAPPED);

  self->settings = g_settings_new (REEVE_APPLICATION_ID);
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  reeve_window_update_actions (self);
}

ReeveWindow *
reeve_window_new (GtkApplication *application)
{
  return g_object_new (REEVE_TYPE_WINDOW, "application", application, NULL);
}

void
reeve_window_set_site (ReeveWindow *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_WINDOW (self));
  g_return_if_fail (site == NULL || REEVE_IS_SITE (site));

  if (self->site == site)
    return;
  if (self->site != NULL)
    {
      clear_pages (self);
      release_site (self);
    }
  g_set_object (&self->site, site);
  set_site_of_views (self);
  reeve_sidebar_set_site (self->sidebar, site);
  reeve_factor_resets_banner_set_site (self->resets_banner, site);
  reeve_record_banner_set_site (self->record_banner, site);
  reeve_support_strip_set_site (self->support_strip, site);
  if (site != NULL)
    {
      g_signal_connect_object (site, "notify::workspace", G_CALLBACK (update_closed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::state", G_CALLBACK (update_view), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::identity", G_CALLBACK (reeve_window_update_actions), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::workspace", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::online", G_CALLBACK (update_online), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::state", G_CALLBACK (update_online), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "code-asked", G_CALLBACK (on_code_asked_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "approval-asked", G_CALLBACK (on_approval_asked_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "reconnected", G_CALLBACK (on_reconnected_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (reeve_undo_of (G_OBJECT (site)), "changed",
                               G_CALLBACK (reeve_window_update_actions), self, G_CONNECT_SWAPPED);
      if (reeve_site_get_state (site) == REEVE_SITE_CLOSED)
        reeve_site_open (site);
    }
  update_view (self);
  update_online (self);
}

void
reeve_window_show_with (ReeveWindow *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_WINDOW (self));
  g_return_if_fail (REEVE_IS_SITE (site));

  self->patience = g_timeout_add (PATIENCE_MS, on_patience_over_cb, self);
  self->building = g_idle_add_full (G_PRIORITY_LOW, on_building_due_cb, self, NULL);
  reeve_window_set_site (self, site);
}

ReeveSite *
reeve_window_get_site (ReeveWindow *self)
{
  g_return_val_if_fail (REEVE_IS_WINDOW (self), NULL);

  return self->site;
}

const char *
reeve_window_view_for (ReeveSiteState state)
{
  switch (state)
    {
    case REEVE_SITE_CLOSED:
      return "welcome";
    case REEVE_SITE_OPENING:
    case REEVE_SITE_KEYRING:
    case REEVE_SITE_CERTIFICATE:
    case REEVE_SITE_FAILED:
      return "status";
    case REEVE_SITE_NEEDS_SETUP:
      return "set-up";
    case REEVE_SITE_SIGNED_OUT:
    case REEVE_SITE_NEEDS_CODE:
      return "sign-in";
    case REEVE_SITE_NEEDS_ENROLMENT:
      return "enrolment";
    case REEVE_SITE_READY:
      return "main";
    default:
      return "status";
    }
}
