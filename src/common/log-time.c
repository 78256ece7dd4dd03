/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Times of log lines. A line's day and its zone's offset are mostly those of the line before. */

#include "config.h"

#include "common/log-time.h"

#include <string.h>

#define UNIX_JULIAN  719163 /* GDate's number of 1 January 1970 */
#define DAY_SECONDS  86400
#define NONE         G_MININT64
#define LEAP_PERIODS 8 /* so many years at most lie between two 29ths of February */

void
reeve_log_clock_init (ReeveLogClock *self, gint64 now, GTimeZone *zone)
{
  *self = (ReeveLogClock) { .now = now,
                            .zone = zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_utc (),
                            .quarter = NONE };
}

void
reeve_log_clock_clear (ReeveLogClock *self)
{
  g_clear_pointer (&self->zone, g_time_zone_unref);
}

static gboolean
take_number (const char **at, guint digits, guint *number)
{
  *number = 0;
  for (guint i = 0; i < digits; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *number = *number * 10 + (guint) (**at - '0');
    }
  return TRUE;
}

static gboolean
take_char (const char **at, char c)
{
  if (**at != c)
    return FALSE;
  (*at)++;
  return TRUE;
}

static gboolean
take_month (const char **at, guint *month)
{
  static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

  for (guint i = 0; i < 12; i++)
    if (strncmp (*at, names + 3 * i, 3) == 0)
      {
        *at += 3;
        *month = i + 1;
        return TRUE;
      }
  return FALSE;
}

/* "21:04:05"; a leap second is the one before it. */
static gboolean
take_clock (const char **at, gint64 *seconds)
{
  guint hour, minute, second;

  if (!take_number (at, 2, &hour) || !take_char (at, ':') || !take_number (at, 2, &minute) ||
      !take_char (at, ':') || !take_number (at, 2, &second) || hour > 23 || minute > 59 || second > 60)
    return FALSE;
  *seconds = (gint64) hour * 3600 + minute * 60 + MIN (second, 59);
  return TRUE;
}

static gboolean
count_days (ReeveLogClock *self, guint year, guint month, guint day, gint64 *days)
{
  if (year != self->year || month != self->month || day != self->day)
    {
      GDate date;

      if (year < 1970 || year > 9998 ||
          !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
        return FALSE;
      g_date_clear (&date, 1);
      g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
      self->days = (gint64) g_date_get_julian (&date) - UNIX_JULIAN;
      self->year = year;
      self->month = month;
      self->day = day;
    }
  *days = self->days;
  return TRUE;
}

gboolean
reeve_log_clock_read_combined (ReeveLogClock *self, const char **at, gint64 *time)
{
  const char *place = *at;
  guint day, month, year, hours, minutes;
  gint64 seconds, days, offset;
  char sign;

  if (!take_number (&place, 2, &day) || !take_char (&place, '/') || !take_month (&place, &month) ||
      !take_char (&place, '/') || !take_number (&place, 4, &year) || !take_char (&place, ':') ||
      !take_clock (&place, &seconds) || !take_char (&place, ' '))
    return FALSE;
  sign = *place++;
  if ((sign != '+' && sign != '-') || !take_number (&place, 2, &hours) ||
      !take_number (&place, 2, &minutes) || hours > 23 || minutes > 59 ||
      !count_days (self, year, month, day, &days))
    return FALSE;
  offset = (gint64) (hours * 60 + minutes) * 60;
  *time = (days * DAY_SECONDS + seconds - (sign == '-' ? -offset : offset)) * G_USEC_PER_SEC;
  *at = place;
  return *time >= 0;
}

/* Of a local time. Where a clock was put back it is the second of the two: which of them it was, the line
 * does not say. */
static gint64
find_offset (ReeveLogClock *self, gint64 local)
{
  gint64 quarter = local / 900;

  if (quarter != self->quarter)
    {
      gint64 adjusted = local;
      int interval = g_time_zone_adjust_time (self->zone, G_TIME_TYPE_STANDARD, &adjusted);

      self->offset = g_time_zone_get_offset (self->zone, interval);
      self->quarter = quarter;
    }
  return self->offset;
}

static guint
get_this_year (ReeveLogClock *self)
{
  gint64 latest = self->now / G_USEC_PER_SEC / DAY_SECONDS + 1;

  if (self->last_year == 0 || latest != self->last_day)
    {
      GDate date;

      g_date_clear (&date, 1);
      g_date_set_julian (&date, (guint32) (CLAMP (latest, 0, 2932532) + UNIX_JULIAN));
      self->last_year = g_date_get_year (&date);
      self->last_day = latest;
    }
  return self->last_year;
}

gboolean
reeve_log_clock_read_rfc3164 (ReeveLogClock *self, const char **at, gint64 *time)
{
  const char *place = *at;
  guint month, day;
  gint64 seconds;

  if (!take_month (&place, &month) || !take_char (&place, ' '))
    return FALSE;
  if (!(take_char (&place, ' ') ? take_number (&place, 1, &day) : take_number (&place, 2, &day)) ||
      !take_char (&place, ' ') || !take_clock (&place, &seconds))
    return FALSE;
  /* the zone may be ahead of UTC: begin with the year of tomorrow */
  for (guint year = get_this_year (self), i = 0; i <= LEAP_PERIODS && year >= 1970; year--, i++)
    {
      gint64 days, local;

      if (!count_days (self, year, month, day, &days))
        continue;
      local = days * DAY_SECONDS + seconds;
      *time = (local - find_offset (self, local)) * G_USEC_PER_SEC;
      if (*time >= 0 && *time <= self->now + G_TIME_SPAN_DAY)
        {
          *at = place;
          return TRUE;
        }
    }
  return FALSE;
}
