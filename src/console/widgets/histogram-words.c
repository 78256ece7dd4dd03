/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/histogram-words.h"

#include <glib/gi18n.h>

char *
reeve_histogram_words_moment (gint64 time)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local_usec (time);

  /* Translators: g_date_time_format() pattern of a day and an hour: "3 March 14:00" */
  return then != NULL ? g_date_time_format (then, _ ("%-d %B %H:%M")) : g_strdup ("—");
}

static char *
describe_length (const ReeveHistogramBar *bars, guint n_bars)
{
  gint64 length = bars[n_bars - 1].start + bars[n_bars - 1].width - bars[0].start;
  guint hours = (guint) (length / G_TIME_SPAN_HOUR);
  guint minutes = (guint) (length / G_TIME_SPAN_MINUTE);
  guint days = (guint) ((length + G_TIME_SPAN_HOUR) / G_TIME_SPAN_DAY); /* one may have 23 hours */

  if (bars[0].width > 22 * G_TIME_SPAN_HOUR)
    return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
  if (length >= 2 * G_TIME_SPAN_HOUR)
    return g_strdup_printf (ngettext ("%u hour", "%u hours", hours), hours);
  return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
}

/* "812 events, 9 failed"; refused ones and errors where there are any. */
static char *
describe_counts (const ReeveHistogramBar *bar)
{
  guint total = reeve_histogram_bar_get_total (bar);
  guint failed = bar->counts[REEVE_ACCESS_FAILED];
  guint refused = bar->counts[REEVE_ACCESS_REFUSED];
  guint errors = bar->counts[REEVE_ACCESS_ERROR];
  g_autofree char *events = g_strdup_printf (ngettext ("%u event", "%u events", total), total);
  /* Translators: so many events of the access log failed */
  g_autofree char *failures = g_strdup_printf (ngettext ("%u failed", "%u failed", failed), failed);
  g_autofree char *text = NULL;

  /* Translators: how many events, and how many of them failed: "812 events, 9 failed" */
  text = g_strdup_printf (C_ ("event counts", "%s, %s"), events, failures);
  if (refused > 0)
    {
      g_autofree char *before = g_steal_pointer (&text);
      /* Translators: so many events of the access log were refused */
      g_autofree char *words = g_strdup_printf (ngettext ("%u refused", "%u refused", refused), refused);

      text = g_strdup_printf (C_ ("event counts", "%s, %s"), before, words);
    }
  if (errors > 0)
    {
      g_autofree char *before = g_steal_pointer (&text);
      g_autofree char *words = g_strdup_printf (ngettext ("%u error", "%u errors", errors), errors);

      text = g_strdup_printf (C_ ("event counts", "%s, %s"), before, words);
    }
  return g_steal_pointer (&text);
}

char *
reeve_histogram_words_describe (const ReeveHistogramBar *bars, guint n_bars)
{
  const ReeveHistogramBar *peak = bars;
  g_autofree char *length = NULL;
  g_autofree char *moment = NULL;
  g_autofree char *counts = NULL;

  for (guint i = 0; i < n_bars; i++)
    if (reeve_histogram_bar_get_total (&bars[i]) > reeve_histogram_bar_get_total (peak))
      peak = &bars[i];
  if (n_bars == 0 || reeve_histogram_bar_get_total (peak) == 0)
    return g_strdup (_ ("No events"));
  length = describe_length (bars, n_bars);
  moment = reeve_histogram_words_moment (peak->start);
  counts = describe_counts (peak);
  /* Translators: of a histogram: how long it is ("720 hours"), when there is most in it ("3 March 14:00"),
   * and how much that is ("812 events, 9 failed") */
  return g_strdup_printf (_ ("%s, peak %s, %s"), length, moment, counts);
}

char *
reeve_histogram_words_describe_bar (const ReeveHistogramBar *bar)
{
  g_autofree char *from = reeve_histogram_words_moment (bar->start);
  g_autofree char *to = reeve_histogram_words_moment (bar->start + bar->width);
  g_autofree char *counts = describe_counts (bar);

  /* Translators: of a bar of a histogram: from when, until when, how many events: "812 events, 9 failed" */
  return g_strdup_printf (_ ("%s to %s: %s"), from, to, counts);
}

char *
reeve_histogram_words_describe_range (gint64 from, gint64 to)
{
  g_autofree char *first = reeve_histogram_words_moment (from);
  g_autofree char *last = reeve_histogram_words_moment (to);

  /* Translators: what is selected in a histogram: from when, until when */
  return g_strdup_printf (_ ("Selected: %s to %s"), first, last);
}

char *
reeve_histogram_words_describe_mark (gint64 mark)
{
  g_autofree char *moment = reeve_histogram_words_moment (mark);

  /* Translators: of the dotted line in a histogram of the access log; %s: a day and an hour */
  return g_strdup_printf (_ ("What is before %s leaves tomorrow"), moment);
}

char *
reeve_histogram_words_describe_unknown (gint64 counted_from)
{
  g_autofree char *moment = reeve_histogram_words_moment (counted_from);

  /* Translators: of the hatched part of a histogram, which is still being counted; %s: a day and an hour */
  return g_strdup_printf (_ ("What is before %s is not counted yet"), moment);
}
