/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* JSON text out: strings, integers and times. Strings are escaped as RFC 8785 wants it, so that the same
 * writer serves replies and the canonical form that is hashed. */

#include "config.h"

#include "common/json.h"

#include "common/json-private.h"

#include <string.h>

#define MICROSECONDS_PER_DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define EARLIEST             G_GINT64_CONSTANT (-62167219200000000) /* 0000-01-01T00:00:00Z */
#define LATEST               G_GINT64_CONSTANT (253402300799999999) /* 9999-12-31T23:59:59.999999Z */

#define BYTES(b) (G_GUINT64_CONSTANT (0x0101010101010101) * (b))

/* Eight bytes at a time: whether one of them is below 0x20, a quote or a backslash (it may say yes for a byte
 * that follows one of these; then the slow path looks again). */
static inline gboolean
needs_escape (guint64 word)
{
  guint64 control = (word - BYTES (0x20)) & ~word;
  guint64 quote = word ^ BYTES ('"');
  guint64 backslash = word ^ BYTES ('\\');

  quote = (quote - BYTES (1)) & ~quote;
  backslash = (backslash - BYTES (1)) & ~backslash;
  return ((control | quote | backslash) & BYTES (0x80)) != 0;
}

static inline char *
put_byte (char *out, guchar c)
{
  static const char digits[] = "0123456789abcdef";
  static const char shorts[0x20] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r' };

  if (G_LIKELY (c >= 0x20 && c != '"' && c != '\\'))
    {
      *out++ = (char) c;
      return out;
    }
  *out++ = '\\';
  if (c >= 0x20)
    {
      *out++ = (char) c;
    }
  else if (shorts[c] != 0)
    {
      *out++ = shorts[c];
    }
  else
    {
      memcpy (out, "u00", 3);
      out[3] = digits[c >> 4];
      out[4] = digits[c & 15];
      out += 5;
    }
  return out;
}

static inline char *
put_digits (char *out, guint value, guint n)
{
  for (guint i = n; i-- > 0; value /= 10)
    out[i] = (char) ('0' + value % 10);
  return out + n;
}

/* Days since 1970 to year, month, day of the Gregorian calendar, without a table or a loop (Howard Hinnant's
 * civil_from_days). */
static void
split_days (gint64 days, guint *year, guint *month, guint *day)
{
  days += 719468;
  gint64 era = (days >= 0 ? days : days - 146096) / 146097;
  guint day_of_era = (guint) (days - era * 146097);
  guint year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  guint day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  guint shifted = (5 * day_of_year + 2) / 153;

  *day = day_of_year - (153 * shifted + 2) / 5 + 1;
  *month = shifted < 10 ? shifted + 3 : shifted - 9;
  *year = (guint) (era * 400 + year_of_era + (*month <= 2));
}

static gint64
join_days (gint64 year, guint month, guint day)
{
  year -= month <= 2;
  gint64 era = (year >= 0 ? year : year - 399) / 400;
  guint year_of_era = (guint) (year - era * 400);
  guint day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  guint day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + (gint64) day_of_era - 719468;
}

/* Reads exactly @n digits and moves on; FALSE if they are not there. */
static gboolean
take_digits (const char **text, guint n, guint *value)
{
  *value = 0;
  for (; n > 0; n--, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      *value = *value * 10 + (guint) (**text - '0');
    }
  return TRUE;
}

static gboolean
take_char (const char **text, char c)
{
  if (**text != c)
    return FALSE;
  (*text)++;
  return TRUE;
}

/* The fraction after the dot: one to six digits, in microseconds. */
static gboolean
take_fraction (const char **text, guint *microseconds)
{
  guint n = 0;

  *microseconds = 0;
  for (; g_ascii_isdigit (**text); (*text)++, n++)
    {
      if (n == 6)
        return FALSE;
      *microseconds = *microseconds * 10 + (guint) (**text - '0');
    }
  for (guint i = n; i < 6; i++)
    *microseconds *= 10;
  return n > 0;
}

static gboolean
take_offset (const char **text, int *minutes)
{
  guint hour, minute;
  char sign = **text;

  *minutes = 0;
  if (take_char (text, 'Z') || take_char (text, 'z'))
    return TRUE;
  if (sign != '+' && sign != '-')
    return FALSE;
  (*text)++;
  if (!take_digits (text, 2, &hour) || !take_char (text, ':') || !take_digits (text, 2, &minute) ||
      hour > 23 || minute > 59)
    return FALSE;
  *minutes = (int) (hour * 60 + minute) * (sign == '-' ? -1 : 1);
  return TRUE;
}

char *
reeve_json_put_string (char *out, const char *text, gsize length)
{
  const char *end = text + length;

  *out++ = '"';
  while (end - text >= 8)
    {
      guint64 word;
      memcpy (&word, text, 8);
      if (G_UNLIKELY (needs_escape (word)))
        {
          for (guint i = 0; i < 8; i++)
            out = put_byte (out, (guchar) *text++);
          continue;
        }
      memcpy (out, &word, 8);
      out += 8;
      text += 8;
    }
  while (text < end)
    out = put_byte (out, (guchar) *text++);
  *out++ = '"';
  return out;
}

char *
reeve_json_put_time (char *out, gint64 microseconds)
{
  guint year, month, day;

  microseconds = CLAMP (microseconds, EARLIEST, LATEST);
  gint64 days = microseconds / MICROSECONDS_PER_DAY;
  gint64 rest = microseconds % MICROSECONDS_PER_DAY;
  if (rest < 0)
    {
      rest += MICROSECONDS_PER_DAY;
      days--;
    }
  split_days (days, &year, &month, &day);
  guint seconds = (guint) (rest / G_USEC_PER_SEC);

  *out++ = '"';
  out = put_digits (out, year, 4);
  *out++ = '-';
  out = put_digits (out, month, 2);
  *out++ = '-';
  out = put_digits (out, day, 2);
  *out++ = 'T';
  out = put_digits (out, seconds / 3600, 2);
  *out++ = ':';
  out = put_digits (out, seconds / 60 % 60, 2);
  *out++ = ':';
  out = put_digits (out, seconds % 60, 2);
  *out++ = '.';
  out = put_digits (out, (guint) (rest % G_USEC_PER_SEC), 6);
  *out++ = 'Z';
  *out++ = '"';
  return out;
}

char *
reeve_json_put_integer (char *out, gint64 value)
{
  char digits[REEVE_JSON_INTEGER_BOUND];
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;
  guint n = 0;

  do
    digits[n++] = (char) ('0' + rest % 10);
  while ((rest /= 10) != 0);
  if (value < 0)
    *out++ = '-';
  while (n > 0)
    *out++ = digits[--n];
  return out;
}

char *
reeve_json_reserve (GString *string, gsize length)
{
  gsize used = string->len;

  if (used + length + 1 > string->allocated_len)
    {
      g_string_set_size (string, used + length);
      string->len = used;
    }
  return string->str + used;
}

void
reeve_json_append_string (GString *json, const char *text)
{
  g_return_if_fail (text != NULL);
  gsize length = strlen (text);
  char *out = reeve_json_reserve (json, REEVE_JSON_STRING_BOUND (length));
  out = reeve_json_put_string (out, text, length);
  *out = '\0';
  json->len = (gsize) (out - json->str);
}

void
reeve_json_append_time (GString *json, gint64 microseconds)
{
  char *out = reeve_json_reserve (json, REEVE_JSON_TIME_BOUND);

  out = reeve_json_put_time (out, microseconds);
  *out = '\0';
  json->len = (gsize) (out - json->str);
}

gboolean
reeve_json_parse_time (const char *text, gint64 *microseconds)
{
  static const guint8 lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  guint year, month, day, hour, minute, second, fraction = 0;
  int offset;

  if (text == NULL || !take_digits (&text, 4, &year) || !take_char (&text, '-') ||
      !take_digits (&text, 2, &month) || !take_char (&text, '-') || !take_digits (&text, 2, &day) ||
      !(take_char (&text, 'T') || take_char (&text, 't')) || !take_digits (&text, 2, &hour) ||
      !take_char (&text, ':') || !take_digits (&text, 2, &minute) || !take_char (&text, ':') ||
      !take_digits (&text, 2, &second))
    return FALSE;
  if (take_char (&text, '.') && !take_fraction (&text, &fraction))
    return FALSE;
  if (!take_offset (&text, &offset) || *text != '\0')
    return FALSE;

  gboolean leap_year = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month < 1 || month > 12 || day < 1 || day > lengths[month - 1] + (guint) (month == 2 && leap_year) ||
      hour > 23 || minute > 59 || second > 59) /* a leap second is no instant of ours */
    return FALSE;
  gint64 time = join_days (year, month, day) * MICROSECONDS_PER_DAY +
                ((gint64) hour * 3600 + minute * 60 + second) * G_USEC_PER_SEC + fraction -
                (gint64) offset * 60 * G_USEC_PER_SEC;
  if (time < EARLIEST || time > LATEST)
    return FALSE;
  *microseconds = time;
  return TRUE;
}
