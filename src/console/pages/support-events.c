/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The lines come from the grant's own list, which whoever may approve can read; those that are written
 * meanwhile from the live tail of the access log, by the query that finds them there. Who may not read the
 * log asks for the list now and then instead: to ask is a line of the log, but none of the agent's. */

#include "config.h"

#include "console/pages/support-events.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/access-line.h"
#include "common/json.h"
#include "console/client/feed.h"
#include "console/widgets/log-words.h"
#include "console/widgets/support-words.h"
#include "console/widgets/wording.h"

#define MOST    50 /* rows; all of them are in the access log */
#define AGAIN_S 10 /* without a tail */

static const ReeveJsonLimits line_limits = { 64 * 1024, 4 };

struct _ReeveSupportEvents
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkListBox *rows;
  GtkLabel *nothing;
  GtkWidget *log_button;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  ReeveSupportGrant *grant;  /* (nullable) */
  GHashTable *shown;         /* ids of lines that have a row */
  GCancellable *cancellable; /* (nullable): of what was asked last */
  ReeveFeed *tail;           /* (nullable) */
  guint again;
};

G_DEFINE_FINAL_TYPE (ReeveSupportEvents, reeve_support_events, ADW_TYPE_PREFERENCES_GROUP)

/* --- Rows --- */

/* (transfer full) */
static char *
describe_line (const ReeveAccessLine *line)
{
  g_autofree char *clock = reeve_log_words_clock (line->time);
  g_autofree char *object = reeve_log_words_object (line);
  g_autofree char *outcome = reeve_log_words_outcome (line);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  g_ptr_array_add (parts, clock);
  if (object != NULL)
    g_ptr_array_add (parts, object);
  if (*outcome != '\0')
    g_ptr_array_add (parts, outcome);
  g_ptr_array_add (parts, NULL);
  /* Translators: stands between a time, what something was about, and how it ended */
  return g_strjoinv (C_ ("line", " · "), (char **) parts->pdata);
}

static GtkWidget *
make_row (const ReeveAccessLine *line)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (reeve_log_words_result_icon (line->result));
  g_autofree char *action = reeve_log_words_action (line);
  g_autofree char *more = describe_line (line);

  gtk_widget_add_css_class (icon, "duty");
  gtk_widget_add_css_class (icon, reeve_log_words_result_tone (line->result));
  gtk_widget_set_tooltip_text (icon, reeve_log_words_result (line->result));
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  reeve_log_words_result (line->result), -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), action);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), more);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
show_nothing (ReeveSupportEvents *self, const char *why)
{
  gtk_label_set_label (self->nothing, why);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), g_hash_table_size (self->shown) == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), g_hash_table_size (self->shown) > 0);
}

static void
put (ReeveSupportEvents *self, ReeveAccessLine *line, int position)
{
  GtkListBoxRow *last;

  if (line->id == NULL || !g_hash_table_add (self->shown, g_strdup (line->id)))
    return;
  gtk_list_box_insert (self->rows, make_row (line), position);
  last = gtk_list_box_get_row_at_index (self->rows, MOST);
  if (last != NULL)
    gtk_list_box_remove (self->rows, GTK_WIDGET (last));
  show_nothing (self, "");
}

static void
clear (ReeveSupportEvents *self)
{
  gtk_list_box_remove_all (self->rows);
  g_hash_table_remove_all (self->shown);
  show_nothing (self, "");
}

/* --- What was done --- */

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSupportEvents) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *why = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (listing == NULL)
    {
      why = reeve_wording_title (error);
      show_nothing (self, why);
      return;
    }
  /* Those that came by the tail meanwhile are there, and newer. */
  for (guint i = 0, at = 0; i < listing->items->len; i++)
    {
      ReeveAccessLine *line = listing->items->pdata[i];

      if (line->id == NULL || g_hash_table_contains (self->shown, line->id))
        at = i + 1;
      else
        put (self, line, (int) at++);
    }
  show_nothing (self, _ ("Nothing yet"));
}

static void
load (ReeveSupportEvents *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->grant == NULL || self->site == NULL)
    return;
  below = g_strdup_printf ("support-grants/%s/events", self->grant->id);
  path = reeve_site_path (self->site, below);
  query->limit = MOST;
  self->cancellable = g_cancellable_new ();
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_access_line_get_type (), path, query,
                           self->cancellable, on_loaded_cb, g_object_ref (self));
}

/* --- What is done --- */

static void
on_told_cb (ReeveSupportEvents *self, const char *name, const char *data)
{
  g_autoptr (JsonObject) object = reeve_json_parse_object (data, strlen (data), &line_limits, NULL);
  g_autoptr (ReeveAccessLine) line = reeve_access_line_new ();

  if (object == NULL)
    return;
  if (g_str_equal (name, "missed"))
    load (self);
  else if (g_str_equal (name, "line") && reeve_record_read_json (line, object, REEVE_READ_REPLY, "", NULL))
    put (self, line, 0);
}

static gboolean
on_again_cb (gpointer user_data)
{
  load (user_data);
  return G_SOURCE_CONTINUE;
}

static void
close_tail (ReeveSupportEvents *self)
{
  g_clear_handle_id (&self->again, g_source_remove);
  if (self->tail == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->tail, self);
  reeve_feed_stop (self->tail);
  g_clear_object (&self->tail);
}

/* Only while somebody can see it. */
static void
update_tail (ReeveSupportEvents *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *question = NULL;
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  close_tail (self);
  if (self->grant == NULL || g_strcmp0 (self->grant->state, "active") != 0 ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (!reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_LOG_READ))
    {
      self->again = g_timeout_add_seconds (AGAIN_S, on_again_cb, self);
      return;
    }
  query->text = reeve_support_grant_make_query (self->grant);
  question = reeve_query_to_string (query, FALSE);
  below = g_strconcat ("access-log/live?", question, NULL);
  path = reeve_site_path (self->site, below);
  self->tail = reeve_feed_new_at (reeve_site_get_client (self->site), path);
  g_signal_connect_object (self->tail, "told", G_CALLBACK (on_told_cb), self, G_CONNECT_SWAPPED);
  /* what was done before the stream began */
  g_signal_connect_object (self->tail, "connected", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  reeve_feed_start (self->tail);
}

static void
show_log_button (ReeveSupportEvents *self)
{
  g_autofree char *query = self->grant != NULL ? reeve_support_words_query (self->grant) : NULL;

  gtk_widget_set_visible (self->log_button,
                          query != NULL && reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_LOG_READ));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->log_button), "s", query != NULL ? query : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->log_button), "win.log");
}

/* --- The widget --- */

static void
reeve_support_events_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_support_events_parent_class)->map (widget);
  load (REEVE_SUPPORT_EVENTS (widget));
  update_tail (REEVE_SUPPORT_EVENTS (widget));
}

static void
reeve_support_events_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_support_events_parent_class)->unmap (widget);
  close_tail (REEVE_SUPPORT_EVENTS (widget));
}

static void
reeve_support_events_dispose (GObject *object)
{
  ReeveSupportEvents *self = REEVE_SUPPORT_EVENTS (object);

  close_tail (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->grant);
  g_clear_object (&self->site);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_SUPPORT_EVENTS);
  G_OBJECT_CLASS (reeve_support_events_parent_class)->dispose (object);
}

static void
reeve_support_events_finalize (GObject *object)
{
  g_hash_table_unref (REEVE_SUPPORT_EVENTS (object)->shown);
  G_OBJECT_CLASS (reeve_support_events_parent_class)->finalize (object);
}

static void
reeve_support_events_class_init (ReeveSupportEventsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_support_events_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_support_events_finalize;
  widget_class->map = reeve_support_events_map;
  widget_class->unmap = reeve_support_events_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/support-events.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportEvents, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportEvents, nothing);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportEvents, log_button);
}

static void
reeve_support_events_init (ReeveSupportEvents *self)
{
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_support_events_show (ReeveSupportEvents *self, ReeveSite *site, ReeveSupportGrant *grant)
{
  gboolean same = grant != NULL && self->grant != NULL && g_strcmp0 (grant->id, self->grant->id) == 0;
  gboolean unchanged = same && site == self->site && g_strcmp0 (grant->state, self->grant->state) == 0;

  g_return_if_fail (REEVE_IS_SUPPORT_EVENTS (self));

  g_set_object (&self->grant, grant);
  g_set_object (&self->site, site);
  show_log_button (self);
  if (unchanged)
    return;
  if (!same)
    clear (self);
  if (grant == NULL || gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
  update_tail (self);
}
