/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The live tail: lines as they are written, on top. While somebody looks at a line, or has scrolled down,
 * they are only counted: nothing moves under a pointer or a focus. Nothing is asked again because of a line:
 * to ask is itself a line of the log, and would be told of, too. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/clock.h"
#include "common/json.h"
#include "console/client/feed.h"
#include "console/pages/access-log-page-private.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

#define STEP_MS    250
#define STEP_LINES 15                  /* sixty a second: more nobody sees */
#define MOST       600                 /* wait; of more, only the number is known */
#define LATE       (30 * REEVE_SECOND) /* a line that is older than what is on top by more is not put there */

static const ReeveJsonLimits line_limits = { 64 * 1024, 4 };

static gboolean
is_paused (ReeveAccessLogPage *self)
{
  return !reeve_log_list_get_at_top (self->list) || reeve_log_list_get_cursor (self->list) != NULL ||
         reeve_log_list_holds_focus (self->list);
}

/* --- What waits --- */

static void
show_news (ReeveAccessLogPage *self)
{
  guint n = self->waiting->len + self->missed;
  g_autofree char *count = reeve_format_count (n);
  /* Translators: a button above a list: so many new lines of the log are not in it yet */
  g_autofree char *label = g_strdup_printf (ngettext ("%s new", "%s new", n), count);
  gboolean shown = n > 0 && (is_paused (self) || self->missed > 0);

  adw_button_content_set_label (self->news_label, label);
  gtk_revealer_set_reveal_child (self->news, shown);
  reeve_access_log_page_update_title (self);
}

guint
reeve_access_log_page_get_news (ReeveAccessLogPage *self)
{
  return self->fresh + self->waiting->len + self->missed;
}

void
reeve_access_log_page_forget_news (ReeveAccessLogPage *self)
{
  g_ptr_array_set_size (self->waiting, 0);
  self->missed = 0;
  show_news (self);
}

static gint64
get_top_time (ReeveAccessLogPage *self)
{
  g_autoptr (ReevePagedItem) top = g_list_model_get_item (G_LIST_MODEL (self->lines), 0);

  return top != NULL ? REEVE_ACCESS_LINE (reeve_paged_item_get_record (top))->time : 0;
}

static gboolean
is_other_day (gint64 a, gint64 b)
{
  g_autoptr (GDateTime) one = g_date_time_new_from_unix_local (a / REEVE_SECOND);
  g_autoptr (GDateTime) other = g_date_time_new_from_unix_local (b / REEVE_SECOND);

  return one == NULL || other == NULL ||
         g_date_time_get_day_of_month (one) != g_date_time_get_day_of_month (other);
}

/* What another system tells of later belongs further down. */
static gboolean
belongs_on_top (ReeveAccessLogPage *self, const ReeveAccessLine *line)
{
  gint64 top = get_top_time (self);

  return top == 0 || line->time >= top || (line->time > top - LATE && !is_other_day (line->time, top));
}

static void
put (ReeveAccessLogPage *self, ReeveAccessLine *line)
{
  if (!belongs_on_top (self, line))
    {
      self->missed++;
      return;
    }
  reeve_paged_list_prepend (self->lines, line);
  self->fresh++;
  reeve_log_times_add (self->times, line->time, line->result);
}

static gboolean
on_step_cb (gpointer user_data)
{
  ReeveAccessLogPage *self = user_data;
  guint n = MIN (self->waiting->len, STEP_LINES);

  if (self->lines == NULL || n == 0 || is_paused (self) ||
      reeve_paged_list_get_state (self->lines) == REEVE_PAGED_LIST_LOADING)
    {
      show_news (self);
      return G_SOURCE_CONTINUE;
    }
  for (guint i = 0; i < n; i++)
    put (self, g_ptr_array_index (self->waiting, i));
  g_ptr_array_remove_range (self->waiting, 0, n);
  reeve_log_list_scroll_to_top (self->list);
  show_news (self);
  reeve_access_log_page_update (self);
  return G_SOURCE_CONTINUE;
}

/* --- The stream --- */

static void
on_told_cb (ReeveAccessLogPage *self, const char *name, const char *data)
{
  g_autoptr (JsonObject) object = reeve_json_parse_object (data, strlen (data), &line_limits, NULL);
  g_autoptr (ReeveAccessLine) line = NULL;

  if (object == NULL)
    return;
  if (g_str_equal (name, "missed"))
    {
      JsonNode *n = json_object_get_member (object, "n");

      self->missed +=
        n != NULL && JSON_NODE_HOLDS_VALUE (n) ? (guint) CLAMP (json_node_get_int (n), 0, 1000000000) : 1;
      return;
    }
  line = reeve_access_line_new ();
  if (!g_str_equal (name, "line") || !reeve_record_read_json (line, object, REEVE_READ_REPLY, "", NULL) ||
      line->id == NULL)
    return;
  g_ptr_array_add (self->waiting, g_steal_pointer (&line));
  if (self->waiting->len > MOST)
    {
      g_ptr_array_remove_index (self->waiting, 0);
      self->missed++;
    }
}

/* Whatever was written before the stream began is asked for once. */
static void
on_connected_cb (ReeveAccessLogPage *self)
{
  reeve_page_refresh (REEVE_PAGE (self));
}

static void
close_stream (ReeveAccessLogPage *self)
{
  if (self->tail != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->tail, self);
      reeve_feed_stop (self->tail);
    }
  g_clear_object (&self->tail);
  g_clear_handle_id (&self->step, g_source_remove);
  reeve_access_log_page_forget_news (self);
}

void
reeve_access_log_page_tail (ReeveAccessLogPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *question = NULL;
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  close_stream (self);
  if (!self->live || self->lines == NULL || site == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  question = reeve_access_log_page_get_question (self);
  below = g_strconcat ("access-log/live", *question != '\0' ? "?" : "", question, NULL);
  path = reeve_site_path (site, below);
  self->tail = reeve_feed_new_at (reeve_site_get_client (site), path);
  g_signal_connect_object (self->tail, "told", G_CALLBACK (on_told_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tail, "connected", G_CALLBACK (on_connected_cb), self, G_CONNECT_SWAPPED);
  reeve_feed_start (self->tail);
  self->step = g_timeout_add (STEP_MS, on_step_cb, self);
}

void
reeve_access_log_page_set_live (ReeveAccessLogPage *self, gboolean live)
{
  if (self->live == live)
    return;
  self->live = live;
  g_simple_action_set_state (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "live")),
    g_variant_new_boolean (live));
  gtk_button_set_icon_name (GTK_BUTTON (self->live_button),
                            live ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->live_button, live ? _ ("Stop Following") : _ ("Follow New Lines"));
  reeve_access_log_page_tail (self);
  reeve_announce (GTK_WIDGET (self),
                  live ? _ ("New lines appear as they are written") : _ ("No new lines appear"));
}

/* Those that are known are put there; where there are others, all is asked for again. */
void
reeve_access_log_page_show_news (ReeveAccessLogPage *self)
{
  gboolean all = self->missed > 0;

  gtk_widget_grab_focus (self->live_button);
  reeve_access_log_page_set_detail_open (self, FALSE);
  reeve_log_list_clear_cursor (self->list);
  for (guint i = 0; !all && self->lines != NULL && i < self->waiting->len; i++)
    put (self, g_ptr_array_index (self->waiting, i));
  all |= self->missed > 0;
  reeve_access_log_page_forget_news (self);
  reeve_log_list_scroll_to_top (self->list);
  if (all)
    reeve_page_refresh (REEVE_PAGE (self));
  gtk_widget_grab_focus (self->live_button);
}
