/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/log-review-words.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/log-query-edit.h"
#include "console/widgets/formatting.h"
#include "console/widgets/log-action-words.h"
#include "console/widgets/log-words.h"

#define SOON (3 * REEVE_DAY)

/* A review's days are UTC's, wherever it is read. */
static char *
format_day (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / REEVE_SECOND);

  /* Translators: g_date_time_format() pattern of a date: "12 March 2026" */
  return utc != NULL ? g_date_time_format (utc, _ ("%-d %B %Y")) : g_strdup ("—");
}

char *
reeve_log_review_words_name (ReeveLogReview *review)
{
  g_autofree char *first = format_day (review->since);
  g_autofree char *last = format_day (review->until - REEVE_DAY);

  /* Translators: from one day to another, both included */
  return g_strdup_printf (_ ("%1$s – %2$s"), first, last);
}

/* --- Its state --- */

static char *
format_days (gint64 span)
{
  gint64 days = span / REEVE_DAY;

  return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), (int) days);
}

static char *
describe_due (ReeveLogReview *review, gint64 now)
{
  g_autofree char *left = NULL;

  if (now >= review->due + REEVE_DAY)
    {
      left = format_days (now - review->due);
      /* Translators: %s: "3 days" */
      return g_strdup_printf (
        now >= review->overdue ? _ ("Overdue: was to be signed %s ago") : _ ("Due since %s"), left);
    }
  if (now >= review->due)
    return g_strdup (_ ("Due today"));
  if (review->due - now < REEVE_DAY)
    return g_strdup (_ ("Due within a day"));
  left = format_days (review->due - now);
  /* Translators: %s: "3 days" */
  return g_strdup_printf (_ ("Due in %s"), left);
}

/* The address is for the record. */
static char *
format_name (const char *by)
{
  g_autofree char *name = by != NULL ? reeve_format_account_name (by) : NULL;

  return reeve_format_isolate (name != NULL ? name : "—");
}

char *
reeve_log_review_words_state (ReeveLogReview *review, gint64 now)
{
  g_autofree char *first = format_name (review->signed_by_name);
  g_autofree char *first_day = reeve_format_date (review->signed_at);
  g_autofree char *second = NULL;
  g_autofree char *second_day = NULL;

  if (g_strcmp0 (review->state, "open") == 0)
    return describe_due (review, now);
  if (g_strcmp0 (review->state, "waiting") == 0)
    /* Translators: a date, and who signed */
    return g_strdup_printf (_ ("Signed on %1$s by %2$s; a second signature is missing"), first_day, first);
  if (review->second_at == 0)
    /* Translators: a date, and who signed */
    return g_strdup_printf (_ ("Signed on %1$s by %2$s"), first_day, first);
  second = format_name (review->second_by_name);
  second_day = reeve_format_date (review->second_at);
  /* Translators: two dates, and who signed on each */
  return g_strdup_printf (_ ("Signed on %1$s by %2$s, and on %3$s by %4$s"), first_day, first, second_day,
                          second);
}

gboolean
reeve_log_review_words_is_urgent (ReeveLogReview *review, gint64 now)
{
  return review->leaves != 0 && review->leaves - now <= SOON;
}

char *
reeve_log_review_words_leaving (ReeveLogReview *review, gint64 now)
{
  g_autofree char *left = NULL;

  if (review->leaves == 0)
    return NULL;
  if (now >= review->leaves)
    return g_strdup (_ ("The oldest events have left without having been reviewed"));
  if (review->leaves - now < 2 * REEVE_DAY)
    left = reeve_format_duration ((review->leaves - now) / REEVE_HOUR * REEVE_HOUR);
  else
    left = format_days (review->leaves - now);
  /* Translators: %s: "9 days", "30 h" */
  return g_strdup_printf (_ ("The oldest events leave in %s"), left);
}

/* --- Numbers --- */

double
reeve_log_review_words_fraction (gint64 part, gint64 all)
{
  return all > 0 ? CLAMP ((double) part / (double) all, 0, 1) : 1;
}

/* Never rounded up to all, nor down to nothing. */
static int
get_percent (gint64 part, gint64 all)
{
  int percent = (int) (reeve_log_review_words_fraction (part, all) * 100 + 0.5);

  if (part < all)
    percent = MIN (percent, 99);
  return part > 0 ? MAX (percent, 1) : percent;
}

char *
reeve_log_review_words_share (gint64 part, gint64 all)
{
  g_autofree char *some = reeve_format_count (part);
  g_autofree char *total = reeve_format_count (all);

  if (all == 0)
    return g_strdup (_ ("None so far"));
  /* Translators: "412,000 of 1,000,000 (41 %)" */
  return g_strdup_printf (_ ("%1$s of %2$s (%3$d %%)"), some, total, get_percent (part, all));
}

char *
reeve_log_review_words_signing (ReeveLogReview *review)
{
  g_autofree char *name = reeve_log_review_words_name (review);
  g_autofree char *events = reeve_log_review_words_share (review->events_looked, review->events);
  g_autofree char *findings = reeve_log_review_words_share (review->findings_decided, review->findings);

  /* Translators: %1$s: "1 October 2026 – 28 October 2026"; the others: "412,000 of 1,000,000 (41 %)" */
  return g_strdup_printf (
    _ ("You sign for what was logged on %1$s.\n\nEvents looked at: %2$s\nFindings decided "
       "on: %3$s\n\nIt cannot be changed afterwards."),
    name, events, findings);
}

/* --- What happened --- */

char *
reeve_log_review_words_slice (ReeveLogSlice *slice)
{
  /* Translators: events of the access log for which it has no word */
  return slice->action != NULL ? reeve_log_action_words (slice->action, NULL)
                               : g_strdup (_ ("Other requests"));
}

static char *
describe_look (ReeveLogSlice *slice)
{
  g_autofree char *safe = format_name (slice->looked_by_name);
  g_autofree char *count = reeve_format_count (slice->events - slice->looked);

  if (slice->looked >= slice->events)
    /* Translators: %s looked at these events */
    return g_strdup_printf (_ ("looked at by %s"), safe);
  /* Translators: %1$s: how many events; %2$s: whoever looked at those before */
  return g_strdup_printf (_ ("%1$s more since %2$s looked"), count, safe);
}

char *
reeve_log_review_words_slice_line (ReeveLogSlice *slice)
{
  g_autofree char *count = reeve_format_count (slice->events);
  g_autofree char *times =
    /* Translators: %s: how often it happened */
    g_strdup_printf (ngettext ("%s event", "%s events", (gulong) slice->events), count);
  g_autofree char *look = slice->looked_at != 0 ? describe_look (slice) : NULL;

  if (look == NULL)
    return g_strdup_printf ("%s · %s", reeve_log_words_result (slice->result), times);
  return g_strdup_printf ("%s · %s · %s", reeve_log_words_result (slice->result), times, look);
}

char *
reeve_log_review_words_file (ReeveLogReview *review, const char *ending)
{
  g_autoptr (GDateTime) last = g_date_time_new_from_unix_utc ((review->until - REEVE_DAY) / REEVE_SECOND);
  g_autofree char *day = g_date_time_format (last, "%Y-%m-%d");

  return g_strdup_printf ("log-review-%s.%s", day, ending);
}

static char *
print_moment (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / REEVE_SECOND);

  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
}

gint64
reeve_log_review_words_reach (ReeveLogReview *review, gint64 now)
{
  if (g_strcmp0 (review->state, "open") != 0)
    return review->until;
  return MAX (review->since, MIN (review->until, now / REEVE_DAY * REEVE_DAY));
}

char *
reeve_log_review_words_query (ReeveLogReview *review, ReeveLogSlice *slice, gint64 now)
{
  g_autofree char *since = print_moment (review->since);
  g_autofree char *until = print_moment (reeve_log_review_words_reach (review, now));
  g_autofree char *begin = g_strdup_printf ("result:%s since:%s until:%s%s", slice->result, since, until,
                                            slice->action == NULL ? " -action:*" : "");
  const ReeveLogClock clock = { .now = now };
  g_autoptr (ReeveLogQuery) query = reeve_log_query_parse (begin, &clock);

  if (slice->action == NULL)
    return g_steal_pointer (&begin);
  return reeve_log_query_change (query, REEVE_LOG_ONLY, REEVE_LOG_ACTION, slice->action);
}
