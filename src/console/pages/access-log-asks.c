/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The list comes first, since it is what people read, and the service has it in milliseconds; the bars and
 * the counts, for which it may look at all that there is, once the list is here and nobody has typed on:
 * those of a letter too few would only keep it from the next list. What is on screen stays until there is
 * something else, or until it is known that there will not be: an answer to another question is none. */

#include "config.h"

#include <glib/gi18n.h>

#include "common/json.h"
#include "common/log-query-edit.h"
#include "console/pages/access-log-page-private.h"
#include "console/widgets/wording.h"

#define BARS_WAIT_MS   150
#define OLDER_WAIT_S   3 /* when they could not be had */
#define COUNTS_WAIT_MS 250

static ReeveQuery *
make_query (const char *text)
{
  ReeveQuery *query = reeve_query_new ();
  g_autofree char *zone = reeve_log_entry_get_zone ();
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  g_set_str (&query->text, *stripped != '\0' ? stripped : NULL);
  reeve_query_set_filter (query, "zone", zone);
  return query;
}

ReeveQuery *
reeve_access_log_page_make_query (ReeveAccessLogPage *self)
{
  return make_query (reeve_log_entry_get_query (self->entry)->text);
}

char *
reeve_access_log_page_get_question (ReeveAccessLogPage *self)
{
  g_autoptr (ReeveQuery) query = reeve_access_log_page_make_query (self);

  return reeve_query_to_string (query, FALSE);
}

/* (transfer full) (nullable): no workspace. @query: as a path has it */
static char *
make_path (ReeveAccessLogPage *self, const char *below, const char *query)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *all = g_strconcat (below, *query != '\0' ? "?" : "", query, NULL);

  return self->lines != NULL && site != NULL ? reeve_site_path (site, all) : NULL;
}

/* --- Bars --- */

/* What is missing must not look as if nothing had happened. */
static void
show_damage (ReeveAccessLogPage *self, const ReeveAccessHistogram *bars)
{
  const gboolean any = bars->unread != NULL && bars->unread[0] != NULL;
  g_autofree char *words = any ? reeve_log_words_unread ((const char *const *) bars->unread) : NULL;

  if (any)
    adw_banner_set_title (self->damage, words);
  adw_banner_set_revealed (self->damage, any);
}

/* Bars that answer this very question, only not today's, stay, as the rows do. */
static void
lose_bars (ReeveAccessLogPage *self, const GError *error, gboolean retry)
{
  if (self->bars_asked == NULL || g_strcmp0 (self->bars_asked, self->bars_shown) != 0)
    {
      g_clear_pointer (&self->bars_shown, g_free);
      reeve_log_times_show_unknown (self->times, error, retry);
    }
  g_clear_pointer (&self->bars_asked, g_free); /* the next question asks again */
}

static void
set_time (ReeveQuery *query, const char *name, gint64 time)
{
  g_autoptr (GString) json = g_string_new (NULL);

  reeve_json_append_time (json, time);
  g_string_truncate (json, json->len - 1); /* its quotes */
  reeve_query_set_filter (query, name, json->str + 1);
}

/* The query without what it says of time: that is the selection, and what is around it is to be seen, too.
 * (transfer full) */
static char *
make_timeless (ReeveAccessLogPage *self)
{
  return reeve_log_query_set_time (reeve_log_entry_get_query (self->entry), REEVE_LOG_BEGINNING,
                                   REEVE_LOG_END);
}

/* (transfer full) (nullable): no workspace */
static char *
make_bars_path (ReeveAccessLogPage *self, const char *timeless)
{
  g_autoptr (ReeveQuery) query = make_query (timeless);
  g_autofree char *question = NULL;
  gint64 from, to;

  reeve_log_query_get_time (reeve_log_entry_get_query (self->entry), &from, &to);
  reeve_log_times_select (self->times, from, to);
  if (reeve_log_times_get_window (self->times, &from, &to))
    {
      set_time (query, "from", from);
      set_time (query, "to", to);
    }
  question = reeve_query_to_string (query, FALSE);
  return make_path (self, "access-log/histogram", question);
}

static void
load_bars (ReeveAccessLogPage *self, const char *path, GAsyncReadyCallback then)
{
  g_clear_object (&self->bars_asking);
  self->bars_asking = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (reeve_page_get_site (REEVE_PAGE (self))),
                           reeve_access_histogram_get_type (), path, self->bars_asking, then,
                           g_object_ref (self));
}

static void on_older_bars_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* The service answers soon and not always all; who still wants to know asks on. */
static void
ask_older_bars (ReeveAccessLogPage *self)
{
  g_autoptr (ReeveQuery) query = make_query (self->bars_of);
  g_autofree char *bucket = g_strdup_printf ("%" G_GINT64_FORMAT, self->bars->bucket);
  g_autofree char *question = NULL;
  g_autofree char *path = NULL;

  set_time (query, "from", self->bars->from);
  set_time (query, "to", self->bars->counted_from);
  reeve_query_set_filter (query, "bucket", bucket);
  question = reeve_query_to_string (query, FALSE);
  path = make_path (self, "access-log/histogram", question);
  if (path != NULL)
    load_bars (self, path, on_older_bars_cb);
}

static void
take_bars (ReeveAccessLogPage *self)
{
  show_damage (self, self->bars);
  if (self->bars->counted_from > self->bars->from)
    ask_older_bars (self);
}

static gboolean
on_older_bars_due_cb (gpointer user_data)
{
  ReeveAccessLogPage *self = user_data;

  self->bars_wait = 0;
  ask_older_bars (self);
  return G_SOURCE_REMOVE;
}

/* What was counted stays; what was not is hatched, and asked for again, as long as the question stands. */
static void
on_older_bars_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveAccessLogPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessHistogram) older = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->bars_asking);
  if (older == NULL || older->from != self->bars->from || older->bucket != self->bars->bucket ||
      older->counted_from >= self->bars->counted_from)
    {
      g_clear_handle_id (&self->bars_wait, g_source_remove);
      self->bars_wait = g_timeout_add_seconds (OLDER_WAIT_S, on_older_bars_due_cb, self);
      return;
    }
  reeve_access_histogram_add (self->bars, older);
  reeve_log_times_show_older (self->times, older);
  take_bars (self);
}

static void
on_bars_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveAccessLogPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessHistogram) bars = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->bars_asking);
  if (bars != NULL)
    {
      g_set_str (&self->bars_shown, self->bars_asked);
      reeve_log_times_show (self->times, bars);
      g_set_object (&self->bars, bars);
      take_bars (self);
    }
  else
    lose_bars (self, error, TRUE);
  reeve_access_log_page_update (self);
}

/* Nobody waits for those of the question before any more. */
static void
drop_bars (ReeveAccessLogPage *self)
{
  g_clear_handle_id (&self->bars_wait, g_source_remove);
  self->bars_due = FALSE;
  g_cancellable_cancel (self->bars_asking);
  g_clear_object (&self->bars_asking);
  g_clear_pointer (&self->bars_asked, g_free);
}

void
reeve_access_log_page_ask_bars (ReeveAccessLogPage *self, gboolean again)
{
  g_autofree char *timeless = make_timeless (self);
  g_autofree char *path = make_bars_path (self, timeless);

  if (path == NULL || (!again && g_strcmp0 (path, self->bars_asked) == 0))
    return;
  drop_bars (self);
  g_set_str (&self->bars_asked, path);
  g_set_str (&self->bars_of, timeless);
  load_bars (self, path, on_bars_cb);
}

static gboolean
on_bars_due_cb (gpointer user_data)
{
  ReeveAccessLogPage *self = user_data;

  self->bars_wait = 0;
  reeve_access_log_page_ask_bars (self, FALSE);
  return G_SOURCE_REMOVE;
}

/* Other times of the same question come from a brush over the bars: whoever holds it waits for these. */
static void
plan_bars (ReeveAccessLogPage *self)
{
  g_autofree char *timeless = make_timeless (self);
  g_autofree char *path = make_bars_path (self, timeless);

  if (g_strcmp0 (path, self->bars_asked) == 0)
    return;
  if (self->bars_of == NULL || g_str_equal (timeless, self->bars_of))
    {
      reeve_access_log_page_ask_bars (self, FALSE);
      return;
    }
  drop_bars (self);
  self->bars_due = TRUE;
}

/* --- Counts --- */

static void
drop_counts (ReeveAccessLogPage *self)
{
  g_clear_handle_id (&self->counts_wait, g_source_remove);
  if (self->counts_asking == NULL)
    return;
  g_cancellable_cancel (self->counts_asking);
  g_clear_object (&self->counts_asking);
  g_clear_pointer (&self->counts_asked, g_free);
}

/* As lose_bars(). */
static void
lose_counts (ReeveAccessLogPage *self)
{
  g_autofree char *question = reeve_access_log_page_get_question (self);

  if (g_strcmp0 (question, self->counts_shown) != 0)
    {
      g_clear_pointer (&self->counts_shown, g_free);
      g_clear_object (&self->counts);
      reeve_log_facets_show (self->facets, NULL, reeve_log_entry_get_query (self->entry));
    }
  g_clear_pointer (&self->counts_asked, g_free);
}

static void
on_counts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveAccessLogPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessFacets) counts = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->counts_asking);
  if (counts == NULL)
    {
      lose_counts (self);
      reeve_access_log_page_update (self);
      return;
    }
  g_set_str (&self->counts_shown, self->counts_asked);
  g_set_object (&self->counts, counts);
  reeve_log_memory_learn_facets (self->memory, counts);
  reeve_log_facets_show (self->facets, counts, reeve_log_entry_get_query (self->entry));
  /* names may be known now */
  reeve_log_chips_show (self->chips, reeve_log_entry_get_query (self->entry)->text, reeve_log_memory_name,
                        self->memory);
  reeve_access_log_page_update (self);
  reeve_announce (GTK_WIDGET (self), adw_window_title_get_subtitle (self->title));
}

static gboolean
on_counts_due_cb (gpointer user_data)
{
  ReeveAccessLogPage *self = user_data;
  g_autofree char *question = reeve_access_log_page_get_question (self);
  g_autofree char *path = make_path (self, "access-log/facets", question);

  self->counts_wait = 0;
  if (path == NULL)
    return G_SOURCE_REMOVE;
  drop_counts (self);
  g_set_str (&self->counts_asked, question);
  self->fresh = 0;
  self->counts_asking = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (reeve_page_get_site (REEVE_PAGE (self))),
                           reeve_access_facets_get_type (), path, self->counts_asking, on_counts_cb,
                           g_object_ref (self));
  return G_SOURCE_REMOVE;
}

void
reeve_access_log_page_ask_counts (ReeveAccessLogPage *self, gboolean again)
{
  g_autofree char *question = reeve_access_log_page_get_question (self);

  if (!again && g_strcmp0 (question, self->counts_asked) == 0)
    return;
  g_clear_handle_id (&self->counts_wait, g_source_remove);
  self->counts_wait = g_timeout_add (COUNTS_WAIT_MS, on_counts_due_cb, self);
}

/* --- All --- */

void
reeve_access_log_page_ask (ReeveAccessLogPage *self)
{
  const ReeveLogQuery *asked = reeve_log_entry_get_query (self->entry);
  g_autoptr (ReeveQuery) query = make_query (asked->text);

  if (self->lines == NULL)
    return;
  reeve_log_saved_set (self->saved, reeve_site_get_workspace (reeve_page_get_site (REEVE_PAGE (self)))->id,
                       asked->text);
  self->asked = g_get_monotonic_time ();
  drop_counts (self);
  reeve_paged_list_set_query (self->lines, query);
  plan_bars (self);
  reeve_log_chips_show (self->chips, asked->text, reeve_log_memory_name, self->memory);
  if (self->counts != NULL) /* what is included is seen at once; how many, soon */
    reeve_log_facets_show (self->facets, self->counts, asked);
}

void
reeve_access_log_page_ask_more (ReeveAccessLogPage *self)
{
  if (self->bars_due)
    {
      self->bars_due = FALSE;
      self->bars_wait = g_timeout_add (BARS_WAIT_MS, on_bars_due_cb, self);
    }
  reeve_access_log_page_ask_counts (self, FALSE);
}

void
reeve_access_log_page_ask_no_more (ReeveAccessLogPage *self, const GError *error)
{
  if (self->bars_due) /* and stay so: a list that comes after all has them follow */
    lose_bars (self, error, FALSE);
  if (self->asked != 0)
    lose_counts (self);
}

void
reeve_access_log_page_stop_asking (ReeveAccessLogPage *self)
{
  drop_bars (self);
  g_clear_pointer (&self->bars_of, g_free);
  g_clear_object (&self->bars);
  g_clear_pointer (&self->bars_shown, g_free);
  drop_counts (self);
  g_clear_pointer (&self->counts_asked, g_free);
  g_clear_pointer (&self->counts_shown, g_free);
  g_clear_object (&self->counts);
}
