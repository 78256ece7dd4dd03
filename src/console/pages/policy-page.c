/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One change is on its way at a time; the next waits for its answer. Where somebody else was faster, a change
 * of another row is put on top of theirs; one of the same row is not: theirs is shown, and said to be. */

#include "config.h"

#include "console/pages/policy-page.h"

#include <glib/gi18n.h>

#include "console/client/undo.h"
#include "console/pages/policy-access-reviews.h"
#include "console/pages/policy-demands.h"
#include "console/pages/policy-detections.h"
#include "console/pages/policy-log-reviews.h"
#include "console/pages/policy-log.h"
#include "console/pages/policy-notifications.h"
#include "console/pages/policy-passwords.h"
#include "console/pages/policy-provider.h"
#include "console/widgets/pane.h"
#include "console/widgets/wording.h"

/* The groups, from above. A group is added here and nowhere else. */
static GType (*const group_types[]) (void) = {
  reeve_policy_passwords_get_type,   reeve_policy_access_reviews_get_type, reeve_policy_log_get_type,
  reeve_policy_log_reviews_get_type, reeve_policy_provider_get_type,
};

struct _ReevePolicyPage
{
  ReevePage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  AdwBanner *read_only;
  ReevePane *pane;
  AdwPreferencesPage *groups;
  /* borrowed: in `groups` */
  ReevePolicyGroup *shown[G_N_ELEMENTS (group_types)];
  ReevePolicyDemands *demands;             /* a record of its own */
  ReevePolicyDetections *detections;       /* so */
  ReevePolicyNotifications *notifications; /* records of their own */
  /* owned */
  ReevePolicy *policy; /* (nullable): as the service has it */
  ReevePolicy *wanted; /* (nullable): on its way */
  ReeveUndo *held;     /* owned (nullable): by what is on its way */
  char *done;          /* what the toast will say of it */
  char *path;          /* (nullable): of the workspace */
  GError *error;       /* (nullable): of the last load */
  GCancellable *cancellable;

  gboolean loading;
};

G_DEFINE_FINAL_TYPE (ReevePolicyPage, reeve_policy_page, REEVE_TYPE_PAGE)

static void load (ReevePolicyPage *self);
static void save (ReevePolicyPage *self, ReevePolicy *from, ReevePolicy *to);

static void
update (ReevePolicyPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean online = site != NULL && reeve_site_get_online (site);
  gboolean write = site != NULL && reeve_site_may (site, REEVE_CAPABILITY_POLICY_WRITE);
  ReevePagedListState state = self->loading         ? REEVE_PAGED_LIST_LOADING
                              : self->error != NULL ? REEVE_PAGED_LIST_FAILED
                                                    : REEVE_PAGED_LIST_COMPLETE;

  for (guint i = 0; self->policy != NULL && i < G_N_ELEMENTS (group_types); i++)
    reeve_policy_group_show (self->shown[i], self->wanted != NULL ? self->wanted : self->policy,
                             write && online);
  adw_banner_set_revealed (self->read_only, self->policy != NULL && !write);
  reeve_pane_set_state (self->pane,
                        reeve_pane_decide (site != NULL ? reeve_site_get_state (site) : REEVE_SITE_CLOSED,
                                           online, state, self->policy != NULL, FALSE,
                                           reeve_error_get_code (self->error) == REEVE_ERROR_UNREACHABLE),
                        self->error);
}

/* --- Taking a change back --- */

typedef struct
{
  ReeveSite *site;
  char *path;
  ReevePolicy *before;
  ReevePolicy *after;
} Step;

static void
free_step (gpointer data)
{
  Step *step = data;

  g_object_unref (step->site);
  g_free (step->path);
  g_object_unref (step->before);
  g_object_unref (step->after);
  g_free (step);
}

typedef struct
{
  char *path;
  ReevePolicy *from;
  ReevePolicy *to;
} Turn;

static void
free_turn (Turn *turn)
{
  g_free (turn->path);
  g_object_unref (turn->from);
  g_object_unref (turn->to);
  g_free (turn);
} G_DEFINE_AUTOPTR_CLEANUP_FUNC (Turn, free_turn)

static void
tell_everywhere (const char *title)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));

  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", title);
}

static void
on_turned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePolicy) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = saved == NULL ? reeve_wording_title (error) : NULL;

  if (title != NULL)
    tell_everywhere (title);
}

/* On what the policy is now: other rows may have changed since. */
static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Turn) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePolicy) now = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autoptr (ReevePolicy) to = NULL;
  g_autofree char *title = NULL;

  if (now != NULL)
    to = reeve_record_rebase (now, self->from, self->to, FALSE);
  if (to != NULL)
    {
      reeve_client_save_async (REEVE_CLIENT (source), self->path, now, to, NULL, on_turned_cb, NULL);
      return;
    }
  title = now != NULL ? g_strdup (_ ("Somebody else has changed this since")) : reeve_wording_title (error);
  tell_everywhere (title);
}

static void
turn (gboolean forward, gpointer data)
{
  Step *step = data;
  Turn *turn = g_new0 (Turn, 1);

  turn->path = g_strdup (step->path);
  turn->from = g_object_ref (forward ? step->before : step->after);
  turn->to = g_object_ref (forward ? step->after : step->before);
  reeve_client_load_async (reeve_site_get_client (step->site), reeve_policy_get_type (), step->path, NULL,
                           on_looked_cb, turn);
}

static void
on_undo_clicked_cb (AdwToast *toast, gpointer user_data)
{
  ReeveSite *site = reeve_page_get_site (user_data);
  guint step = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (toast), "reeve-step"));

  if (site != NULL)
    reeve_undo_undo_step (reeve_undo_of (G_OBJECT (site)), step);
}

/* @step: 0: nothing to take back */
static void
show_toast (ReevePolicyPage *self, const char *text, guint step)
{
  AdwToast *toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL);

  if (step != 0)
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      g_object_set_data (G_OBJECT (toast), "reeve-step", GUINT_TO_POINTER (step));
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_clicked_cb), self, 0);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* --- Saving --- */

/* It has been answered, or nobody waits for the answer any more. */
static void
drop_wanted (ReevePolicyPage *self)
{
  g_clear_object (&self->wanted);
  if (self->held != NULL)
    reeve_undo_release (self->held);
  g_clear_object (&self->held);
}

static void
tell_saved (ReevePolicyPage *self, ReevePolicy *before, ReevePolicy *after)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  Step *step = g_new0 (Step, 1);

  step->site = g_object_ref (site);
  step->path = g_strdup (self->path);
  step->before = g_object_ref (before);
  step->after = g_object_ref (after);
  show_toast (self, self->done,
              reeve_undo_push (reeve_undo_of (G_OBJECT (site)), self->done, turn, step, free_step));
}

static void
on_newer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePolicyPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePolicy) now = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autoptr (ReevePolicy) wanted = g_steal_pointer (&self->wanted);
  g_autoptr (ReevePolicy) to = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->policy == NULL || wanted == NULL)
    return;
  if (now != NULL)
    to = reeve_record_rebase (now, self->policy, wanted, FALSE);
  if (now != NULL)
    g_set_object (&self->policy, now);
  if (to != NULL)
    save (self, self->policy, to);
  else
    {
      drop_wanted (self);
      show_toast (self, _ ("Somebody else changed this meanwhile: this is how it is now"), 0);
    }
  update (self);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePolicyPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePolicy) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->policy == NULL)
    return;
  if (reeve_error_get_code (error) == REEVE_ERROR_STALE)
    {
      reeve_client_load_async (REEVE_CLIENT (source), reeve_policy_get_type (), self->path, self->cancellable,
                               on_newer_cb, g_object_ref (self));
      return;
    }
  if (saved != NULL)
    {
      tell_saved (self, self->policy, saved);
      g_set_object (&self->policy, saved);
    }
  else
    {
      title = reeve_wording_title (error);
      show_toast (self, title, 0);
    }
  drop_wanted (self);
  update (self);
}

static void
save (ReevePolicyPage *self, ReevePolicy *from, ReevePolicy *to)
{
  g_set_object (&self->wanted, to);
  reeve_client_save_async (reeve_site_get_client (reeve_page_get_site (REEVE_PAGE (self))), self->path, from,
                           to, self->cancellable, on_saved_cb, g_object_ref (self));
}

static void
on_change_cb (ReevePolicyPage *self, ReevePolicy *after, const char *done)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL || self->policy == NULL || self->wanted != NULL)
    {
      update (self); /* the one before is on its way: the row goes back */
      return;
    }
  g_set_str (&self->done, done);
  g_set_object (&self->held, reeve_undo_of (G_OBJECT (site)));
  reeve_undo_hold (self->held);
  save (self, self->policy, after);
  update (self);
}

/* --- Loading --- */

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePolicyPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePolicy) policy = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading = FALSE;
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (policy != NULL)
    g_set_object (&self->policy, policy);
  update (self);
}

static void
load (ReevePolicyPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *path = NULL;

  if (site != NULL && reeve_site_get_state (site) == REEVE_SITE_READY &&
      reeve_site_get_workspace (site) != NULL && reeve_site_may (site, REEVE_CAPABILITY_USERS_READ))
    path = reeve_site_path (site, "policy");
  if (self->wanted != NULL && g_strcmp0 (path, self->path) == 0)
    return; /* the answer to what is on its way is newer than what would come */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  drop_wanted (self);
  self->loading = FALSE;
  if (g_strcmp0 (path, self->path) != 0)
    {
      g_set_str (&self->path, path);
      g_clear_object (&self->policy);
      g_clear_error (&self->error);
    }
  if (path != NULL)
    {
      self->cancellable = g_cancellable_new ();
      self->loading = TRUE;
      reeve_client_load_async (reeve_site_get_client (site), reeve_policy_get_type (), path,
                               self->cancellable, on_loaded_cb, g_object_ref (self));
    }
  update (self);
}

static void
on_site_changed_cb (ReevePolicyPage *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, "policy") == 0 && (self->policy == NULL || self->policy->version < version))
    load (self);
}

static void
on_site_set_cb (ReevePolicyPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  reeve_policy_list_set_site (REEVE_POLICY_LIST (self->demands), site);
  reeve_policy_detections_set_site (self->detections, site);
  reeve_policy_list_set_site (REEVE_POLICY_LIST (self->notifications), site);
  if (site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (site, self);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "reconnected", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::identity", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
reeve_policy_page_site_changed (ReevePage *page)
{
  load (REEVE_POLICY_PAGE (page));
}

static void
reeve_policy_page_refresh (ReevePage *page)
{
  load (REEVE_POLICY_PAGE (page));
  reeve_policy_list_load (REEVE_POLICY_LIST (REEVE_POLICY_PAGE (page)->demands));
  reeve_policy_detections_load (REEVE_POLICY_PAGE (page)->detections);
  reeve_policy_list_load (REEVE_POLICY_LIST (REEVE_POLICY_PAGE (page)->notifications));
}

/* "notification-rule": the id of one */
static void
reeve_policy_page_show_filters (ReevePage *page, GVariant *filters)
{
  const char *rule = reeve_page_get_filter (filters, "notification-rule");

  if (rule != NULL)
    reeve_policy_list_show (REEVE_POLICY_LIST (REEVE_POLICY_PAGE (page)->notifications), rule);
}

static void
reeve_policy_page_dispose (GObject *object)
{
  ReevePolicyPage *self = REEVE_POLICY_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (object), NULL); /* bound: the bin would let go of it a second time */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_POLICY_PAGE);
  G_OBJECT_CLASS (reeve_policy_page_parent_class)->dispose (object);
}

static void
reeve_policy_page_finalize (GObject *object)
{
  ReevePolicyPage *self = REEVE_POLICY_PAGE (object);

  g_clear_object (&self->policy);
  drop_wanted (self);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_free (self->done);
  g_free (self->path);
  G_OBJECT_CLASS (reeve_policy_page_parent_class)->finalize (object);
}

static void
reeve_policy_page_class_init (ReevePolicyPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);

  object_class->dispose = reeve_policy_page_dispose;
  object_class->finalize = reeve_policy_page_finalize;
  page_class->site_changed = reeve_policy_page_site_changed;
  page_class->refresh = reeve_policy_page_refresh;
  page_class->show_filters = reeve_policy_page_show_filters;

  g_type_ensure (REEVE_TYPE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/policy-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyPage, read_only);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyPage, groups);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
reeve_policy_page_init (ReevePolicyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (group_types); i++)
    {
      self->shown[i] = g_object_new (group_types[i](), NULL);
      g_signal_connect_object (self->shown[i], "change", G_CALLBACK (on_change_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_page_add (self->groups, ADW_PREFERENCES_GROUP (self->shown[i]));
    }
  self->demands = g_object_new (REEVE_TYPE_POLICY_DEMANDS, NULL);
  adw_preferences_page_add (self->groups, ADW_PREFERENCES_GROUP (self->demands));
  self->detections = g_object_new (REEVE_TYPE_POLICY_DETECTIONS, NULL);
  adw_preferences_page_add (self->groups, ADW_PREFERENCES_GROUP (self->detections));
  self->notifications = g_object_new (REEVE_TYPE_POLICY_NOTIFICATIONS, NULL);
  adw_preferences_page_add (self->groups, ADW_PREFERENCES_GROUP (self->notifications));
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
  update (self);
}
