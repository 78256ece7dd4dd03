/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/access-log.h"

#include <string.h>

#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "service/store/access-read.h"
#include "service/store/policy.h"

#define BARS      720 /* about as many as a wide window has room for */
#define ENOUGH    48  /* bars, in which something is seen */
#define MOST_BARS 5000
#define PER_KEY   10

/* Counts may have to look at all that there is. They answer soon what they have, since whoever types on does
 * not want the rest, and longer only whoever goes on. */
#define SOON  (250 * G_TIME_SPAN_MILLISECOND)
#define LATER (500 * G_TIME_SPAN_MILLISECOND)

const char *const access_log_filters[] = { "zone", NULL };
const char *const access_log_histogram_filters[] = { "zone", "from", "to", "bucket", NULL };

static ReeveAccessFiles *
get_files (ReeveCall *call)
{
  return reeve_access_log_get_files (reeve_installation_get_access_log (call->installation));
}

/* --- The query --- */

static gboolean
read_clock (ReeveCall *call, gint64 now, ReeveLogClock *clock, GError **error)
{
  const char *zone = reeve_query_get_filter (call->query, "zone");

  *clock = (ReeveLogClock) { .now = now };
  if (zone == NULL)
    return TRUE;
  clock->zone = g_time_zone_new_identifier (zone);
  if (clock->zone == NULL)
    reeve_error_add_member (error, "?zone", "choice", "is no time zone that is known here");
  return clock->zone != NULL;
}

static gboolean
judge (const ReeveLogQuery *query, GError **error)
{
  for (guint i = 0; i < query->mistakes->len; i++)
    {
      const ReeveLogMistake *mistake = query->mistakes->pdata[i];

      reeve_error_add_member (
        error, "?q", "query", "at byte %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT " bytes: %s%s%s%s",
        mistake->offset, mistake->length, reeve_log_fault_describe (mistake->fault),
        mistake->suggestion != NULL ? " (did you mean “" : "",
        mistake->suggestion != NULL ? mistake->suggestion : "", mistake->suggestion != NULL ? "”?)" : "");
    }
  return query->mistakes->len == 0;
}

ReeveLogQuery *
access_log_read_query (ReeveCall *call, gint64 now, GError **error)
{
  g_autoptr (ReeveLogQuery) query = NULL;
  ReeveLogClock clock;

  if (!read_clock (call, now, &clock, error))
    return NULL;
  query = reeve_log_query_parse (call->query->text != NULL ? call->query->text : "", &clock);
  g_clear_pointer (&clock.zone, g_time_zone_unref);
  return judge (query, error) ? g_steal_pointer (&query) : NULL;
}

/* @unread: borrowed */
static ReeveAccessQuestion
make_question (ReeveCall *call, const ReeveLogQuery *query, GArray *unread)
{
  return (ReeveAccessQuestion) {
    .workspace = call->workspace,
    .query = query,
    .from = 0,
    .to = G_MAXINT64,
    .deadline = call->deadline,
    .patience = SOON,
    .unread = unread,
  };
}

/* --- Lines --- */

/* A cursor: the time before which the next page begins, and what tells whether it is of this query. */
static char *
make_cursor (ReeveCall *call, gint64 before)
{
  g_autofree char *text = reeve_query_to_string (call->query, FALSE);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return g_strdup_printf ("%.16s.%" G_GINT64_FORMAT, digest, before);
}

static gboolean
read_cursor (ReeveCall *call, gint64 *before, GError **error)
{
  const char *dot = call->query->cursor != NULL ? strchr (call->query->cursor, '.') : NULL;
  g_autofree char *made = NULL;

  if (call->query->cursor == NULL)
    return TRUE;
  if (dot == NULL || !g_ascii_string_to_signed (dot + 1, 10, 1, G_MAXINT64, before, NULL))
    {
      reeve_error_add_member (error, "?cursor", "cursor", "that is no cursor");
      return FALSE;
    }
  made = make_cursor (call, *before);
  if (!g_str_equal (made, call->query->cursor))
    reeve_error_add_member (error, "?cursor", "cursor", "the cursor was made for another query");
  return g_str_equal (made, call->query->cursor);
}

/* Each request is an event, but one look is one reading: what comes after its first page is the same look, as
 * are its counts (http/routes.c). */
#define READ_ON "log.read-on"

gboolean
access_log_list (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLogQuery) query = access_log_read_query (call, call->now, error);
  g_autoptr (ReeveListing) listing = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GArray) unread = g_array_new (FALSE, FALSE, sizeof (gint64));
  ReeveAccessQuestion question;
  gint64 reached;

  call->noted_action = call->query->cursor != NULL ? READ_ON : NULL;
  if (query == NULL)
    return FALSE;
  question = make_question (call, query, unread);
  if (!read_cursor (call, &question.to, error))
    return FALSE;
  lines = reeve_access_read (get_files (call), &question, FALSE, call->query->limit, &reached, error);
  if (lines == NULL)
    return FALSE;
  listing = reeve_listing_new ();
  g_ptr_array_extend_and_steal (listing->items, g_steal_pointer (&lines));
  listing->total = -1;
  listing->unread = reeve_access_name_days (unread);
  if (reached > question.from)
    listing->next = make_cursor (call, reached);
  call->listing = g_steal_pointer (&listing);
  return TRUE;
}

/* --- Over time --- */

static gboolean
read_time (ReeveCall *call, const char *name, gint64 *time, GError **error)
{
  const char *text = reeve_query_get_filter (call->query, name);
  const ReeveLogClock clock = { .now = call->now };
  g_autofree char *normal = NULL;
  ReeveLogMoment moment;

  if (text == NULL)
    return TRUE;
  if (!reeve_log_time_read (text, &clock, &moment, &normal))
    {
      g_autofree char *pointer = g_strconcat ("?", name, NULL);

      reeve_error_add_member (error, pointer, "time", "is no time");
      return FALSE;
    }
  *time = moment.from;
  return TRUE;
}

static gboolean
read_bucket (ReeveCall *call, gint64 *bucket, GError **error)
{
  const char *text = reeve_query_get_filter (call->query, "bucket");

  *bucket = 0;
  if (text == NULL || g_ascii_string_to_signed (text, 10, 0, REEVE_DAY, bucket, NULL))
    return TRUE;
  reeve_error_add_member (error, "?bucket", "range", "is not a number of microseconds up to a day");
  return FALSE;
}

/* The shortest that makes no more than BARS of it; but hours, which are counted already (access-count.c),
 * where they make enough. */
static gint64
choose_bucket (gint64 length)
{
  static const gint64 buckets[] = {
    G_TIME_SPAN_SECOND,     10 * G_TIME_SPAN_SECOND, G_TIME_SPAN_MINUTE,
    5 * G_TIME_SPAN_MINUTE, 15 * G_TIME_SPAN_MINUTE, REEVE_HOUR,
    6 * REEVE_HOUR,
  };

  if (length >= ENOUGH * REEVE_HOUR && length <= BARS * REEVE_HOUR)
    return REEVE_HOUR;
  for (guint i = 0; i < G_N_ELEMENTS (buckets); i++)
    if (length / buckets[i] <= BARS)
      return buckets[i];
  return REEVE_DAY;
}

/* What is kept, as far as the query may find it. */
static void
find_span (ReeveCall *call, const ReeveLogQuery *query, gint64 *from, gint64 *to)
{
  g_autoptr (GArray) days = reeve_access_files_list_days (get_files (call), call->workspace);
  gint64 oldest = days->len > 0 ? g_array_index (days, gint64, days->len - 1) * REEVE_DAY : call->now;

  reeve_log_query_get_time (query, from, to);
  *from = MAX (*from, oldest);
  *to = MIN (*to, call->now + G_TIME_SPAN_SECOND);
}

/* Who reads the log is to know it, who may not read the policy, too. */
static gboolean
read_kept_days (ReeveCall *call, gint64 *days, GError **error)
{
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (call->installation, call->workspace), REEVE_TX_READ,
                    call->deadline, error);

  return tx != NULL && reeve_policy_read_log_days (tx, days, error);
}

gboolean
access_log_histogram (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLogQuery) query = access_log_read_query (call, call->now, error);
  g_autoptr (ReeveAccessHistogram) histogram = NULL;
  g_autoptr (GArray) unread = g_array_new (FALSE, FALSE, sizeof (gint64));
  ReeveAccessQuestion question;
  gint64 bucket;

  if (query == NULL || !read_bucket (call, &bucket, error))
    return FALSE;
  question = make_question (call, query, unread);
  find_span (call, query, &question.from, &question.to);
  if (!read_time (call, "from", &question.from, error) || !read_time (call, "to", &question.to, error))
    return FALSE;
  if (bucket == 0)
    bucket = choose_bucket (MAX (question.to - question.from, 0));
  question.from = MAX (question.from, 0) / bucket * bucket;
  question.to = MAX (question.to, question.from + 1);
  if ((question.to - question.from) / bucket >= MOST_BARS)
    {
      reeve_error_add_member (error, "?bucket", "range", "makes more than %d bars of that time", MOST_BARS);
      return FALSE;
    }
  if (reeve_query_get_filter (call->query, "to") != NULL)
    question.patience = LATER;
  histogram = reeve_access_count (get_files (call), &question, bucket, error);
  if (histogram == NULL || !read_kept_days (call, &histogram->kept_days, error))
    return FALSE;
  histogram->unread = reeve_access_name_days (unread);
  call->reply = REEVE_RECORD (g_steal_pointer (&histogram));
  return TRUE;
}

/* --- Of what --- */

gboolean
access_log_facets (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLogQuery) query = access_log_read_query (call, call->now, error);
  g_autoptr (ReeveAccessFacets) facets = NULL;
  g_autoptr (GArray) unread = g_array_new (FALSE, FALSE, sizeof (gint64));
  ReeveAccessQuestion question;

  if (query == NULL)
    return FALSE;
  question = make_question (call, query, unread);
  facets = reeve_access_list_facets (get_files (call), &question, PER_KEY, error);
  if (facets == NULL)
    return FALSE;
  facets->unread = reeve_access_name_days (unread);
  call->reply = REEVE_RECORD (g_steal_pointer (&facets));
  return TRUE;
}
