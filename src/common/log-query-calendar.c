/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/log-query-calendar.h"

#include <string.h>

typedef enum
{
  PART_YEAR,
  PART_MONTH,
  PART_DAY,
  PART_MINUTE,
  PART_SECOND,
  PART_FRACTION,
} Part;

typedef struct
{
  int year, month, day, hour, minute, second;
  int microsecond;
  Part last;        /* the smallest one written */
  gboolean zoned;   /* with its distance from UTC */
  gint64 offset;    /* microseconds before UTC */
  const char *tail; /* of the text, from the distance on */
} Written;

/* So many digits. */
static gboolean
read_digits (const char **at, guint n, int *number)
{
  *number = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*at)[i]))
        return FALSE;
      *number = *number * 10 + ((*at)[i] - '0');
    }
  *at += n;
  return TRUE;
}

static gboolean
skip (const char **at, char c)
{
  if (g_ascii_tolower (**at) != g_ascii_tolower (c))
    return FALSE;
  (*at)++;
  return TRUE;
}

static gboolean
read_date (const char **at, Written *written)
{
  written->month = written->day = 1;
  if (!read_digits (at, 4, &written->year))
    return FALSE;
  written->last = PART_YEAR;
  if (!skip (at, '-'))
    return TRUE;
  if (!read_digits (at, 2, &written->month))
    return FALSE;
  written->last = PART_MONTH;
  if (!skip (at, '-'))
    return TRUE;
  written->last = PART_DAY;
  return read_digits (at, 2, &written->day);
}

static gboolean
read_fraction (const char **at, Written *written)
{
  int scale = 100000;

  written->last = PART_FRACTION;
  if (!g_ascii_isdigit (**at))
    return FALSE;
  for (; g_ascii_isdigit (**at); (*at)++)
    {
      written->microsecond += (**at - '0') * scale;
      if (scale == 0)
        return FALSE;
      scale /= 10;
    }
  return TRUE;
}

static gboolean
read_clock (const char **at, Written *written)
{
  if (!read_digits (at, 2, &written->hour) || !skip (at, ':') || !read_digits (at, 2, &written->minute))
    return FALSE;
  written->last = PART_MINUTE;
  if (!skip (at, ':'))
    return TRUE;
  written->last = PART_SECOND;
  if (!read_digits (at, 2, &written->second))
    return FALSE;
  return !skip (at, '.') || read_fraction (at, written);
}

static gboolean
read_offset (const char **at, Written *written)
{
  int hours, minutes;
  int sign = **at == '-' ? -1 : 1;

  written->tail = *at;
  if (**at == '\0')
    return TRUE;
  written->zoned = TRUE;
  if (skip (at, 'Z'))
    return TRUE;
  if ((!skip (at, '+') && !skip (at, '-')) || !read_digits (at, 2, &hours) || !skip (at, ':') ||
      !read_digits (at, 2, &minutes) || hours > 23 || minutes > 59)
    return FALSE;
  written->offset = sign * (hours * 60 + minutes) * G_TIME_SPAN_MINUTE;
  return TRUE;
}

static gboolean
read_written (const char *text, GDateTime *now, Written *written)
{
  const char *at = text;

  if (strlen (text) == 5 || (strlen (text) > 5 && text[2] == ':'))
    {
      g_date_time_get_ymd (now, &written->year, &written->month, &written->day);
      if (!read_clock (&at, written))
        return FALSE;
    }
  else
    {
      if (!read_date (&at, written))
        return FALSE;
      if (written->last == PART_DAY && (skip (&at, 'T') || skip (&at, ' ')) &&
          (!read_clock (&at, written) || !read_offset (&at, written)))
        return FALSE;
    }
  return *at == '\0';
}

static GDateTime *
add_part (GDateTime *time, Part part)
{
  switch (part)
    {
    case PART_YEAR:
      return g_date_time_add_years (time, 1);
    case PART_MONTH:
      return g_date_time_add_months (time, 1);
    case PART_DAY:
      return g_date_time_add_days (time, 1);
    case PART_MINUTE:
      return g_date_time_add (time, G_TIME_SPAN_MINUTE);
    case PART_SECOND:
      return g_date_time_add (time, G_TIME_SPAN_SECOND);
    case PART_FRACTION:
    default:
      return g_date_time_add (time, 1);
    }
}

static char *
normalize (const char *text, const Written *written)
{
  g_autofree char *normal = g_ascii_strup (text, -1);

  g_strdelimit (normal, " ", 'T');
  if (written->zoned && written->offset == 0)
    {
      normal[written->tail - text] = '\0';
      return g_strconcat (normal, "Z", NULL);
    }
  return g_steal_pointer (&normal);
}

gboolean
reeve_log_calendar_read (const char *text,
                         GDateTime *now,
                         gint64 *from,
                         gint64 *to,
                         gboolean *point,
                         char **normal)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  Written written = { 0 };
  g_autoptr (GDateTime) begin = NULL;
  g_autoptr (GDateTime) end = NULL;

  if (!read_written (text, now, &written) || written.year < 1)
    return FALSE;
  begin = g_date_time_new (written.zoned ? utc : g_date_time_get_timezone (now), written.year, written.month,
                           written.day, written.hour, written.minute, written.second);
  end = begin != NULL ? add_part (begin, written.last) : NULL;
  if (end == NULL)
    return FALSE;
  *from = g_date_time_to_unix_usec (begin) - written.offset + written.microsecond;
  *to = g_date_time_to_unix_usec (end) - written.offset + written.microsecond;
  *point = written.last > PART_DAY;
  *normal = normalize (text, &written);
  return TRUE;
}

char *
reeve_log_calendar_print (GDateTime *time, gboolean offset)
{
  int microsecond = g_date_time_get_microsecond (time);
  gboolean seconds = microsecond != 0 || g_date_time_get_second (time) != 0;
  g_autofree char *text = g_date_time_format (time, seconds ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%dT%H:%M");
  g_autofree char *fraction = microsecond != 0 ? g_strdup_printf (".%06d", microsecond) : g_strdup ("");
  g_autofree char *zone = NULL;

  if (offset)
    zone = g_date_time_get_utc_offset (time) == 0 ? g_strdup ("Z") : g_date_time_format (time, "%:z");
  return g_strconcat (text, fraction, zone, NULL);
}

gboolean
reeve_log_calendar_begin (GDateTime *day, gint64 *time)
{
  g_autoptr (GDateTime) begin = NULL;
  int year, month, day_of_month;

  g_date_time_get_ymd (day, &year, &month, &day_of_month);
  begin = g_date_time_new (g_date_time_get_timezone (day), year, month, day_of_month, 0, 0, 0);
  if (begin == NULL)
    return FALSE;
  *time = g_date_time_to_unix_usec (begin);
  return TRUE;
}
