/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/user-sessions.h"

#include <glib/gi18n.h>

#include "common/session.h"
#include "console/dialogs/session-ends.h"
#include "console/lists/paged-list.h"
#include "console/widgets/session-row.h"

#define NEWS_WAIT_MS 300
#define FIRST_PAGE   20

struct _ReeveUserSessions
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkWidget *end_all;
  GtkListBox *rows;
  GtkButton *more;
  /* owned */
  GSimpleActionGroup *actions;
  ReeveSite *site;      /* (nullable) */
  char *account;        /* (nullable) */
  char *name;           /* (nullable) */
  ReevePagedList *list; /* (nullable) */
  guint news_wait;
};

G_DEFINE_FINAL_TYPE (ReeveUserSessions, reeve_user_sessions, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
may_end (ReeveUserSessions *self)
{
  return self->site != NULL && reeve_site_may (self->site, REEVE_CAPABILITY_SESSIONS_REVOKE);
}

static void
update (ReeveUserSessions *self)
{
  ReevePagedListState state =
    self->list != NULL ? reeve_paged_list_get_state (self->list) : REEVE_PAGED_LIST_COMPLETE;
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;

  gtk_widget_set_visible (GTK_WIDGET (self), self->list != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (self->end_all, n > 0 && may_end (self));
  gtk_widget_set_visible (GTK_WIDGET (self->more),
                          state == REEVE_PAGED_LIST_FAILED || (state == REEVE_PAGED_LIST_IDLE && n > 0));
  gtk_button_set_label (self->more, state == REEVE_PAGED_LIST_FAILED ? _ ("Try Again") : _ ("Show More"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self), state == REEVE_PAGED_LIST_FAILED ? _ ("The sessions could not be loaded.")
                                  : state == REEVE_PAGED_LIST_COMPLETE && n == 0
                                    ? _ ("Not signed in to this workspace.")
                                    : NULL);
}

/* --- Rows --- */

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  return reeve_session_row_new (REEVE_SESSION (reeve_paged_item_get_record (item)),
                                may_end (user_data) ? REEVE_SESSION_ROW_END : 0);
}

static void
on_more_clicked_cb (ReeveUserSessions *self)
{
  if (self->list != NULL)
    reeve_paged_list_load_more (self->list);
}

/* --- Actions --- */

static void
on_end_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUserSessions *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);
  ReevePagedItem *item = self->list != NULL ? reeve_paged_list_find (self->list, id, NULL) : NULL;

  if (item != NULL)
    reeve_session_ends_one (GTK_WIDGET (self), self->site,
                            REEVE_SESSION (reeve_paged_item_get_record (item)));
}

static void
on_end_all_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveUserSessions *self = user_data;

  if (self->list != NULL)
    reeve_session_ends_of_person (GTK_WIDGET (self), self->site, self->account, self->name);
}

static void
reload (ReeveUserSessions *self)
{
  if (self->list != NULL)
    reeve_paged_list_reload (self->list);
}

static void
on_reload_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reload (user_data);
}

/* --- News --- */

static gboolean
on_news_cb (gpointer user_data)
{
  ReeveUserSessions *self = user_data;

  self->news_wait = 0;
  reload (self);
  return G_SOURCE_REMOVE;
}

/* A sign-in is news of the person. */
static void
on_site_changed_cb (ReeveUserSessions *self, const char *noun, const char *id)
{
  if (self->list != NULL && self->news_wait == 0 &&
      (g_strcmp0 (noun, "session") == 0 ||
       (g_strcmp0 (noun, "user") == 0 && g_strcmp0 (id, self->account) == 0)))
    self->news_wait = g_timeout_add (NEWS_WAIT_MS, on_news_cb, self);
}

static void
set_site (ReeveUserSessions *self, ReeveSite *site)
{
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_set_object (&self->site, site);
  if (site != NULL)
    g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
drop_list (ReeveUserSessions *self)
{
  if (self->list == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->list, self);
  gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  g_clear_object (&self->list);
}

static void
reeve_user_sessions_dispose (GObject *object)
{
  ReeveUserSessions *self = REEVE_USER_SESSIONS (object);

  g_clear_handle_id (&self->news_wait, g_source_remove);
  if (self->list != NULL)
    drop_list (self);
  set_site (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_USER_SESSIONS);
  G_OBJECT_CLASS (reeve_user_sessions_parent_class)->dispose (object);
}

static void
reeve_user_sessions_finalize (GObject *object)
{
  ReeveUserSessions *self = REEVE_USER_SESSIONS (object);

  g_clear_object (&self->actions);
  g_free (self->account);
  g_free (self->name);
  G_OBJECT_CLASS (reeve_user_sessions_parent_class)->finalize (object);
}

static void
reeve_user_sessions_class_init (ReeveUserSessionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_user_sessions_dispose;
  object_class->finalize = reeve_user_sessions_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/user-sessions.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveUserSessions, end_all);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserSessions, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveUserSessions, more);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked_cb);
}

static void
reeve_user_sessions_init (ReeveUserSessions *self)
{
  static const GActionEntry entries[] = {
    { .name = "end", .activate = on_end_cb, .parameter_type = "s" },
    { .name = "end-all", .activate = on_end_all_cb },
    { .name = "reload", .activate = on_reload_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "sessions", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
reeve_user_sessions_show (ReeveUserSessions *self, ReeveSite *site, const char *account, const char *name)
{
  g_return_if_fail (REEVE_IS_USER_SESSIONS (self));

  drop_list (self);
  set_site (self, site);
  g_set_str (&self->account, account);
  g_set_str (&self->name, name);
  if (site != NULL && account != NULL && reeve_site_may (site, REEVE_CAPABILITY_SESSIONS_READ))
    {
      g_autofree char *path = reeve_site_path (site, "sessions");
      g_autoptr (ReeveQuery) query = reeve_query_new ();

      query->limit = FIRST_PAGE;
      reeve_query_set_filter (query, "account", account);
      self->list = reeve_paged_list_new (reeve_site_get_client (site), reeve_session_get_type (), path);
      gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), make_row, self, NULL);
      g_signal_connect_object (self->list, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      reeve_paged_list_set_query (self->list, query);
    }
  update (self);
}
