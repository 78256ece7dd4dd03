/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* All duties are asked for at once: when the page is looked at, with news, when a deadline passes, and every
 * few minutes for what time alone brings. Not more often: every look is a line of the access log. Words
 * follow the clock by themselves. Rows keep their places as long as the pointer or the focus is among them
 * and somebody moves it: what is done meanwhile stands there as done. */

#include "config.h"

#include "console/pages/overview-page.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/duty.h"
#include "console/pages/overview-duties.h"
#include "console/widgets/duty-lists.h"
#include "console/widgets/duty-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/pane.h"
#include "console/widgets/wording.h"

#define FEW          12
#define NEWS_WAIT_MS 500
#define TICK_S       30
#define LASTS        (5 * REEVE_MINUTE)

struct _ReeveOverviewPage
{
  ReevePage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  AdwBanner *stale_banner;
  ReevePane *pane;
  ReeveDutyLists *lists;
  GtkButton *all_button;
  GtkButton *put_off_button;
  GtkLabel *next;
  /* owned */
  ReeveOverview *overview; /* (nullable): not loaded yet */
  ReevePutOff *put_off;
  GError *error;         /* (nullable): of the last load */
  char *path;            /* (nullable): of the workspace's overview */
  GCancellable *loading; /* (nullable) */
  guint news_wait;
  guint tick;

  gint64 loaded; /* when */
  gboolean narrow;
  gboolean all;   /* more than a few */
  gboolean stale; /* there was news while nobody looked */
};

G_DEFINE_FINAL_TYPE (ReeveOverviewPage, reeve_overview_page, REEVE_TYPE_PAGE)

enum
{
  PROP_0,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void load (ReeveOverviewPage *self);

/* --- What is to be shown --- */

static const char *
get_account (ReeveOverviewPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  return site != NULL ? reeve_site_get_account (site) : NULL;
}

static char *
describe_next (ReeveOverviewPage *self)
{
  ReeveDuty *duty = reeve_overview_find_next (self->overview);
  g_autofree char *what = duty != NULL ? reeve_duty_words_next (duty, reeve_clock_now ()) : NULL;

  /* Translators: %s is what comes next and when: "Access review, 12 March" */
  return what != NULL ? g_strdup_printf (_ ("Next: %s"), what) : NULL;
}

/* --- What is on screen --- */

static void
show_rest (ReeveOverviewPage *self, guint n_waiting, guint n_put_off)
{
  g_autofree char *next = describe_next (self);
  g_autofree char *all = NULL;
  g_autofree char *put_off = NULL;
  g_autofree char *count = reeve_format_count (n_waiting);
  g_autofree char *later = reeve_format_count (n_put_off);

  /* Translators: a button; %s is how many there are */
  all = g_strdup_printf (_ ("Show All %s"), count);
  /* Translators: a button; %s is how many were put off until tomorrow */
  put_off = g_strdup_printf (
    g_dngettext (NULL, "Show %s That Was Put Off", "Show %s That Were Put Off", (gulong) n_put_off), later);
  gtk_button_set_label (self->all_button, all);
  gtk_widget_set_visible (GTK_WIDGET (self->all_button), n_waiting > FEW && !self->all);
  gtk_button_set_label (self->put_off_button, put_off);
  gtk_widget_set_visible (GTK_WIDGET (self->put_off_button), n_put_off > 0);
  gtk_label_set_label (self->next, next != NULL ? next : "");
  gtk_widget_set_visible (GTK_WIDGET (self->next), next != NULL);
  g_object_set (self->pane, "empty-description", next != NULL ? next : _ ("Nothing waits for you here."),
                NULL);
}

static void
update_pane (ReeveOverviewPage *self, guint n)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean online = site != NULL && reeve_site_get_online (site);
  ReevePagedListState list = self->overview != NULL  ? REEVE_PAGED_LIST_COMPLETE
                             : self->loading != NULL ? REEVE_PAGED_LIST_LOADING
                             : self->error != NULL   ? REEVE_PAGED_LIST_FAILED
                                                     : REEVE_PAGED_LIST_IDLE;
  ReevePaneState state =
    reeve_pane_decide (site != NULL ? reeve_site_get_state (site) : REEVE_SITE_CLOSED, online, list, n, FALSE,
                       reeve_error_get_code (self->error) == REEVE_ERROR_UNREACHABLE);

  reeve_pane_set_state (self->pane, state, self->error);
  reeve_page_set_loading (REEVE_PAGE (self), state == REEVE_PANE_LOADING);
}

/* What is shown was so a while ago; that the line is down is said below every page. */
static void
update_banner (ReeveOverviewPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean stale =
    self->overview != NULL && self->error != NULL && site != NULL && reeve_site_get_online (site);
  g_autofree char *time = stale ? reeve_format_time (self->loaded) : NULL;
  g_autofree char *text = NULL;

  if (stale)
    {
      /* Translators: %s is an exact time */
      text = g_strdup_printf (_ ("This could not be renewed; it was so on %s"), time);
      adw_banner_set_title (self->stale_banner, text);
    }
  adw_banner_set_revealed (self->stale_banner, stale);
}

static void
show (ReeveOverviewPage *self, gboolean at_once)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  ReeveWorkspace *workspace = site != NULL ? reeve_site_get_workspace (site) : NULL;
  guint n_put_off;
  g_autoptr (GPtrArray) waiting =
    reeve_overview_list_waiting (self->overview, self->put_off, get_account (self), &n_put_off);
  guint n = waiting->len;

  if (!self->all)
    g_ptr_array_set_size (waiting, (int) MIN (n, FEW));
  reeve_duty_lists_show (self->lists, waiting, self->narrow, at_once);
  show_rest (self, n, n_put_off);
  adw_window_title_set_subtitle (self->title, workspace != NULL ? workspace->name : "");
  update_pane (self, reeve_duty_lists_get_n_rows (self->lists) + n_put_off);
  update_banner (self);
}

static void
update (ReeveOverviewPage *self)
{
  show (self, FALSE);
}

/* --- Asking --- */

/* Something has come that cannot wait: said once. */
static void
announce_new (ReeveOverviewPage *self, ReeveOverview *before)
{
  ReeveDuty *duty = before != NULL && gtk_widget_get_mapped (GTK_WIDGET (self))
                      ? reeve_overview_find_new (self->overview, before)
                      : NULL;
  g_autofree char *spoken = duty != NULL ? reeve_duty_words_spoken (duty, reeve_clock_now ()) : NULL;

  if (spoken != NULL)
    reeve_announce (GTK_WIDGET (self), spoken);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveOverviewPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveOverview) overview = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autoptr (ReeveOverview) before = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (overview != NULL)
    {
      before = g_steal_pointer (&self->overview);
      self->overview = g_steal_pointer (&overview);
      self->loaded = reeve_clock_now ();
      announce_new (self, before);
    }
  update (self);
}

static void
forget (ReeveOverviewPage *self)
{
  g_clear_object (&self->overview);
  g_clear_error (&self->error);
  self->all = FALSE;
  reeve_duty_lists_clear (self->lists);
}

static void
load (ReeveOverviewPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *path = NULL;

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->stale = FALSE;
  if (site != NULL && reeve_site_get_state (site) == REEVE_SITE_READY &&
      reeve_site_get_workspace (site) != NULL)
    path = reeve_site_path (site, "overview");
  if (g_strcmp0 (path, self->path) != 0)
    {
      g_set_str (&self->path, path);
      forget (self);
    }
  if (path != NULL)
    {
      self->loading = g_cancellable_new ();
      reeve_client_load_async (reeve_site_get_client (site), reeve_overview_get_type (), path, self->loading,
                               on_loaded_cb, g_object_ref (self));
    }
  update (self);
}

static void
load_if_seen (ReeveOverviewPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) || self->overview == NULL)
    load (self);
  else
    self->stale = TRUE;
}

static void
on_retry_cb (ReeveOverviewPage *self)
{
  load (self);
}

/* --- Time --- */

static gboolean
on_tick_cb (gpointer user_data)
{
  ReeveOverviewPage *self = user_data;
  gint64 now = reeve_clock_now ();

  if (self->overview != NULL && self->loading == NULL &&
      (now - self->loaded >= LASTS || reeve_overview_has_turned (self->overview, self->loaded, now)))
    load (self);
  else
    show (self, reeve_duty_lists_is_left (self->lists));
  return G_SOURCE_CONTINUE;
}

/* --- Putting off --- */

static void
on_put_off_undone_cb (AdwToast *toast, gpointer user_data)
{
  ReeveOverviewPage *self = user_data;

  reeve_put_off_clear (self->put_off, get_account (self), g_object_get_data (G_OBJECT (toast), "reeve-duty"));
  show (self, TRUE);
}

static void
put_off (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveOverviewPage *self = REEVE_OVERVIEW_PAGE (widget);
  g_autoptr (GPtrArray) waiting =
    reeve_overview_list_waiting (self->overview, self->put_off, get_account (self), NULL);
  ReeveDuty *duty = reeve_overview_find_duty (waiting, g_variant_get_string (parameter, NULL));
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (duty == NULL || get_account (self) == NULL)
    return;
  title = reeve_duty_words_title (duty);
  /* Translators: a toast; %s is what waits */
  text = g_strdup_printf (_ ("Put off until tomorrow: %s"), title);
  toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, "button-label", _ ("_Undo"),
                        "timeout", 10, NULL);
  g_object_set_data_full (G_OBJECT (toast), "reeve-duty", g_object_ref (duty), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_put_off_undone_cb), self, 0);
  reeve_put_off_add (self->put_off, get_account (self), duty);
  show (self, TRUE);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
bring_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveOverviewPage *self = REEVE_OVERVIEW_PAGE (widget);
  GPtrArray *duties = self->overview != NULL ? self->overview->duties : NULL;

  for (guint i = 0; duties != NULL && i < duties->len; i++)
    reeve_put_off_clear (self->put_off, get_account (self), duties->pdata[i]);
  show (self, TRUE);
  reeve_duty_lists_focus (self->lists, 0); /* the button that had it is gone */
}

static void
show_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveOverviewPage *self = REEVE_OVERVIEW_PAGE (widget);

  self->all = TRUE;
  show (self, TRUE);
  reeve_duty_lists_focus (self->lists, FEW);
}

/* Runs the row that has the focus, be it on a button of the row. */
static void
run (GtkWidget *widget, const char *action, GVariant *parameter)
{
  reeve_duty_lists_run (REEVE_OVERVIEW_PAGE (widget)->lists);
}

/* --- The site --- */

static gboolean
on_news_cb (gpointer user_data)
{
  ReeveOverviewPage *self = user_data;

  self->news_wait = 0;
  load_if_seen (self);
  return G_SOURCE_REMOVE;
}

static void
on_site_changed_cb (ReeveOverviewPage *self, const char *noun, const char *id, gint64 version)
{
  if (self->news_wait == 0 && g_strcmp0 (noun, "session") != 0)
    self->news_wait = g_timeout_add (NEWS_WAIT_MS, on_news_cb, self);
}

static void
on_site_set_cb (ReeveOverviewPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (site, self);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "reconnected", G_CALLBACK (load_if_seen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::identity", G_CALLBACK (load_if_seen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
reeve_overview_page_site_changed (ReevePage *page)
{
  load (REEVE_OVERVIEW_PAGE (page));
}

static void
reeve_overview_page_refresh (ReevePage *page)
{
  load (REEVE_OVERVIEW_PAGE (page));
}

/* --- The page --- */

static void
reeve_overview_page_map (GtkWidget *widget)
{
  ReeveOverviewPage *self = REEVE_OVERVIEW_PAGE (widget);

  GTK_WIDGET_CLASS (reeve_overview_page_parent_class)->map (widget);
  self->tick = g_timeout_add_seconds (TICK_S, on_tick_cb, self);
  if (self->stale ||
      (self->overview != NULL && self->loading == NULL && reeve_clock_now () - self->loaded > REEVE_SECOND))
    load (self);
}

static void
reeve_overview_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&REEVE_OVERVIEW_PAGE (widget)->tick, g_source_remove);
  GTK_WIDGET_CLASS (reeve_overview_page_parent_class)->unmap (widget);
}

static void
reeve_overview_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NARROW)
    g_value_set_boolean (value, REEVE_OVERVIEW_PAGE (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_overview_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ReeveOverviewPage *self = REEVE_OVERVIEW_PAGE (object);

  if (id != PROP_NARROW)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (self->narrow != g_value_get_boolean (value))
    {
      self->narrow = g_value_get_boolean (value);
      update (self);
      g_object_notify_by_pspec (object, pspec);
    }
}

static void
reeve_overview_page_dispose (GObject *object)
{
  ReeveOverviewPage *self = REEVE_OVERVIEW_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_handle_id (&self->news_wait, g_source_remove);
  g_clear_handle_id (&self->tick, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_OVERVIEW_PAGE);
  G_OBJECT_CLASS (reeve_overview_page_parent_class)->dispose (object);
}

static void
reeve_overview_page_finalize (GObject *object)
{
  ReeveOverviewPage *self = REEVE_OVERVIEW_PAGE (object);

  g_clear_object (&self->overview);
  g_clear_object (&self->loading);
  g_clear_object (&self->put_off);
  g_clear_error (&self->error);
  g_free (self->path);
  G_OBJECT_CLASS (reeve_overview_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/overview-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveOverviewPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveOverviewPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveOverviewPage, stale_banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveOverviewPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveOverviewPage, lists);
  gtk_widget_class_bind_template_child (widget_class, ReeveOverviewPage, all_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveOverviewPage, put_off_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveOverviewPage, next);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
reeve_overview_page_class_init (ReeveOverviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_overview_page_dispose;
  object_class->finalize = reeve_overview_page_finalize;
  object_class->get_property = reeve_overview_page_get_property;
  object_class->set_property = reeve_overview_page_set_property;
  widget_class->map = reeve_overview_page_map;
  widget_class->unmap = reeve_overview_page_unmap;
  REEVE_PAGE_CLASS (klass)->site_changed = reeve_overview_page_site_changed;
  REEVE_PAGE_CLASS (klass)->refresh = reeve_overview_page_refresh;

  properties[PROP_NARROW] = g_param_spec_boolean (
    "narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "overview.put-off", "s", put_off);
  gtk_widget_class_install_action (widget_class, "overview.bring-back", NULL, bring_back);
  gtk_widget_class_install_action (widget_class, "overview.show-all", NULL, show_all);
  gtk_widget_class_install_action (widget_class, "overview.run", NULL, run);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "overview.run", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "overview.run",
                                       NULL);
  g_type_ensure (REEVE_TYPE_DUTY_LISTS);
  g_type_ensure (REEVE_TYPE_PANE);
  bind_template (widget_class);
}

static void
reeve_overview_page_init (ReeveOverviewPage *self)
{
  self->put_off = reeve_put_off_new ();
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}
