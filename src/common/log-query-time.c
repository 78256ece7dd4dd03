/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/log-query-time.h"

#include <string.h>

#include "common/log-query-calendar.h"

const char *const reeve_log_time_words[] = {
  "today",     "yesterday", "this-week", "last-week", "this-month", "last-month", "monday", "tuesday",
  "wednesday", "thursday",  "friday",    "saturday",  "sunday",     "now",        NULL,
};

static GDateTime *
get_now (const ReeveLogClock *clock)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (clock->now);

  return utc != NULL && clock->zone != NULL ? g_date_time_to_timezone (utc, clock->zone)
                                            : g_steal_pointer (&utc);
}

/* From @days and @months before the day of @day, for so many of both. */
static gboolean
set_days (ReeveLogMoment *moment, GDateTime *day, int days, int months)
{
  g_autoptr (GDateTime) next_month = g_date_time_add_months (day, months);
  g_autoptr (GDateTime) next = next_month != NULL ? g_date_time_add_days (next_month, days) : NULL;

  return reeve_log_calendar_begin (day, &moment->from) && next != NULL &&
         reeve_log_calendar_begin (next, &moment->to);
}

static gboolean
read_word (const char *word, GDateTime *now, ReeveLogMoment *moment)
{
  int weekday = g_date_time_get_day_of_week (now); /* 1: Monday */
  int back = 0, days = 1, months = 0, months_back = 0;
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) start = NULL;

  if (g_str_equal (word, "yesterday"))
    back = 1;
  else if (g_str_equal (word, "this-week") || g_str_equal (word, "last-week"))
    {
      days = 7;
      back = weekday - 1 + (word[0] == 'l' ? 7 : 0);
    }
  else if (g_str_equal (word, "this-month") || g_str_equal (word, "last-month"))
    {
      days = 0;
      months = 1;
      months_back = word[0] == 'l';
      back = g_date_time_get_day_of_month (now) - 1;
    }
  else if (!g_str_equal (word, "today"))
    {
      guint named = 0;

      while (named < 7 && !g_str_equal (word, reeve_log_time_words[6 + named]))
        named++;
      if (named == 7)
        return FALSE;
      back = (weekday - 1 - (int) named + 7) % 7;
    }
  day = g_date_time_add_days (now, -back);
  start = day != NULL ? g_date_time_add_months (day, -months_back) : NULL;
  return start != NULL && set_days (moment, start, days, months);
}

/* "mon" is Monday; also "tues", "thurs". */
static const char *
find_word (const char *text)
{
  gsize length = strlen (text);

  for (guint i = 0; reeve_log_time_words[i] != NULL; i++)
    if (g_ascii_strcasecmp (text, reeve_log_time_words[i]) == 0 ||
        (length >= 3 && i >= 6 && i < 13 && g_ascii_strncasecmp (text, reeve_log_time_words[i], length) == 0))
      return reeve_log_time_words[i];
  return NULL;
}

/* "2h": a point of time. Days and weeks are the calendar's: at this time of day. */
static gboolean
read_ago (const char *text, GDateTime *now, ReeveLogMoment *moment, char **normal)
{
  static const struct
  {
    const char *word;
    const char *normal;
    gint64 seconds;
    int days;
  } units[] = {
    { "s", "s", 1, 0 },    { "m", "m", 60, 0 }, { "min", "m", 60, 0 },
    { "h", "h", 3600, 0 }, { "d", "d", 0, 1 },  { "w", "w", 0, 7 },
  };
  char *unit;
  guint64 number = g_ascii_isdigit (*text) ? g_ascii_strtoull (text, &unit, 10) : G_MAXUINT64;

  if (number > 9999999)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (unit, units[i].word) == 0)
      {
        g_autoptr (GDateTime) days = NULL;
        g_autoptr (GDateTime) then = NULL;

        if (units[i].days != 0 && number > 36500)
          return FALSE;
        days = g_date_time_add_days (now, -(int) number * units[i].days);
        then = days != NULL ? g_date_time_add (days, -(gint64) number * units[i].seconds * G_TIME_SPAN_SECOND)
                            : NULL;
        if (then == NULL)
          return FALSE;
        moment->from = g_date_time_to_unix_usec (then);
        moment->to = moment->from + 1;
        moment->point = moment->ago = TRUE;
        *normal = g_strdup_printf ("%" G_GUINT64_FORMAT "%s", number, units[i].normal);
        return TRUE;
      }
  return FALSE;
}

gboolean
reeve_log_time_read (const char *text, const ReeveLogClock *clock, ReeveLogMoment *moment, char **normal)
{
  g_autoptr (GDateTime) now = get_now (clock);
  const char *word = find_word (text);

  *moment = (ReeveLogMoment) { 0 };
  *normal = NULL;
  if (now == NULL)
    return FALSE;
  if (g_strcmp0 (word, "now") == 0)
    {
      moment->from = clock->now;
      moment->to = clock->now + 1;
      moment->point = TRUE;
      *normal = g_strdup (word);
      return TRUE;
    }
  if (word != NULL)
    {
      *normal = g_strdup (word);
      return read_word (word, now, moment);
    }
  return read_ago (text, now, moment, normal) ||
         reeve_log_calendar_read (text, now, &moment->from, &moment->to, &moment->point, normal);
}

static gboolean
read_end (const char *text, const ReeveLogClock *clock, gint64 *to, char **normal)
{
  ReeveLogMoment moment;

  if (!reeve_log_time_read (text, clock, &moment, normal))
    return FALSE;
  *to = moment.point ? moment.from : moment.to;
  return TRUE;
}

static ReeveLogTimeFault
read_both (const char *text,
           const char *dots,
           const ReeveLogClock *clock,
           gint64 *from,
           gint64 *to,
           char **normal)
{
  g_autofree char *begin = g_strndup (text, (gsize) (dots - text));
  const char *end = dots + 2;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  ReeveLogMoment moment = { .from = REEVE_LOG_BEGINNING };

  *to = REEVE_LOG_END;
  if ((*begin == '\0' && *end == '\0') ||
      (*begin != '\0' && !reeve_log_time_read (begin, clock, &moment, &first)) ||
      (*end != '\0' && !read_end (end, clock, to, &last)))
    return REEVE_LOG_TIME_WRONG;
  *from = moment.from;
  *normal = g_strconcat (first != NULL ? first : "", "..", last, NULL);
  return *from < *to ? REEVE_LOG_TIME_OK : REEVE_LOG_TIME_ORDER;
}

ReeveLogTimeFault
reeve_log_time_read_range (const char *text,
                           const ReeveLogClock *clock,
                           gint64 *from,
                           gint64 *to,
                           char **normal)
{
  const char *dots = strstr (text, "..");
  ReeveLogMoment moment;

  *normal = NULL;
  if (dots != NULL)
    return read_both (text, dots, clock, from, to, normal);
  if (!reeve_log_time_read (text, clock, &moment, normal))
    return REEVE_LOG_TIME_WRONG;
  *from = moment.from;
  *to = moment.ago ? MAX (clock->now, moment.to) : moment.to;
  return REEVE_LOG_TIME_OK;
}

/* What is printed is read again: where a clock shows the same twice (the hour after summer), it needs its
 * distance from UTC besides. */
static char *
check (char *text, gint64 time, gboolean end, const ReeveLogClock *clock)
{
  g_autofree char *printed = text;
  g_autofree char *normal = NULL;
  ReeveLogMoment moment;

  if (reeve_log_time_read (text, clock, &moment, &normal) &&
      time == (end && !moment.point ? moment.to : moment.from))
    return g_steal_pointer (&printed);
  return NULL;
}

char *
reeve_log_time_print (gint64 time, gboolean end, const ReeveLogClock *clock)
{
  const ReeveLogClock then = { .now = time, .zone = clock->zone };
  g_autoptr (GDateTime) local = get_now (&then);
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *date = NULL;
  char *text;

  if (local == NULL)
    return NULL;
  day = end ? g_date_time_add_days (local, -1) : g_date_time_ref (local);
  date = day != NULL ? check (g_date_time_format (day, "%Y-%m-%d"), time, end, clock) : NULL;
  if (date != NULL)
    return g_steal_pointer (&date);
  text = check (reeve_log_calendar_print (local, FALSE), time, end, clock);
  if (text == NULL)
    text = check (reeve_log_calendar_print (local, TRUE), time, end, clock);
  if (text == NULL) /* a distance with seconds in it */
    {
      g_autoptr (GDateTime) utc = g_date_time_to_utc (local);

      text = reeve_log_calendar_print (utc, TRUE);
    }
  return text;
}
