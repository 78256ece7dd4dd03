/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/log-query-number.h"

#include <string.h>

#define MOST_DIGITS 15

typedef struct
{
  const char *word;
  gint64 size;
} Unit;

/* From small to large; of equal ones the first is printed. */
static const Unit durations[] = {
  { "us", 1 },
  { "µs", 1 }, /* U+00B5, and below U+03BC */
  { "μs", 1 },
  { "ms", 1000 },
  { "s", G_TIME_SPAN_SECOND },
  { "min", G_TIME_SPAN_MINUTE },
  { "m", G_TIME_SPAN_MINUTE },
  { "h", G_TIME_SPAN_HOUR },
};
static const Unit sizes[] = {
  { "", 1 },
  { "B", 1 },
  { "kB", 1000 },
  { "KiB", 1024 },
  { "MB", 1000 * 1000 },
  { "MiB", 1024 * 1024 },
  { "GB", 1000 * 1000 * 1000 },
  { "GiB", 1024 * 1024 * 1024 },
};
static const Unit none[] = { { "", 1 } };

static const Unit *
get_units (ReeveLogKind kind, guint *n_units)
{
  *n_units = kind == REEVE_LOG_DURATION ? G_N_ELEMENTS (durations)
             : kind == REEVE_LOG_SIZE   ? G_N_ELEMENTS (sizes)
                                        : G_N_ELEMENTS (none);
  return kind == REEVE_LOG_DURATION ? durations : kind == REEVE_LOG_SIZE ? sizes : none;
}

/* 0 of a status or a duration says that it is not known. */
static gint64
get_least (ReeveLogKind kind)
{
  return kind == REEVE_LOG_SIZE ? 0 : 1;
}

static const Unit *
find_unit (const char *word, ReeveLogKind kind)
{
  guint n_units;
  const Unit *units = get_units (kind, &n_units);

  for (guint i = 0; i < n_units; i++)
    if (g_ascii_strcasecmp (word, units[i].word) == 0)
      return &units[i];
  return NULL;
}

/* "1.5s": digits, perhaps a point and more of them, a unit. What is no whole number of the smallest unit is
 * wrong. */
static ReeveLogNumberFault
read_one (const char *text, ReeveLogKind kind, gint64 *number)
{
  const Unit *unit;
  gint64 digits = 0, divisor = 1;
  gboolean point = FALSE;
  guint n_digits = 0;

  for (; g_ascii_isdigit (*text) || (*text == '.' && !point && n_digits > 0); text++)
    {
      if (*text == '.')
        {
          point = TRUE;
          continue;
        }
      if (++n_digits > MOST_DIGITS)
        return REEVE_LOG_NUMBER_WRONG;
      digits = digits * 10 + (*text - '0');
      divisor *= point ? 10 : 1;
    }
  if (n_digits == 0 || (point && divisor == 1))
    return REEVE_LOG_NUMBER_WRONG;
  unit = find_unit (text, kind);
  if (unit == NULL)
    return *text == '\0' ? REEVE_LOG_NUMBER_UNIT : REEVE_LOG_NUMBER_WRONG;
  /* Both below 10^15 after the division; the product is looked at before it is made. */
  if (digits > G_MAXINT64 / 4 / unit->size || digits * unit->size % divisor != 0)
    return REEVE_LOG_NUMBER_WRONG;
  *number = digits * unit->size / divisor;
  return REEVE_LOG_NUMBER_OK;
}

static gboolean
read_class (const char *text, ReeveLogValue *value)
{
  if (text[0] < '1' || text[0] > '5' || g_ascii_strcasecmp (text + 1, "xx") != 0)
    return FALSE;
  value->from = (text[0] - '0') * 100;
  value->to = value->from + 99;
  value->comparison = REEVE_LOG_RANGE;
  return TRUE;
}

static ReeveLogNumberFault
read_compared (const char *text, ReeveLogKind kind, ReeveLogValue *value)
{
  gboolean more = *text == '>';
  gboolean with = text[1] == '=';
  gint64 number;
  ReeveLogNumberFault fault = read_one (text + 1 + with, kind, &number);

  if (fault != REEVE_LOG_NUMBER_OK)
    return fault;
  value->from = more ? number + !with : get_least (kind);
  value->to = more ? G_MAXINT64 : number - !with;
  value->comparison =
    more ? (with ? REEVE_LOG_AT_LEAST : REEVE_LOG_MORE) : (with ? REEVE_LOG_AT_MOST : REEVE_LOG_LESS);
  return REEVE_LOG_NUMBER_OK;
}

static ReeveLogNumberFault
read_range (const char *text, const char *dots, ReeveLogKind kind, ReeveLogValue *value)
{
  g_autofree char *first = g_strndup (text, (gsize) (dots - text));
  const char *last = dots + 2;
  ReeveLogNumberFault fault = REEVE_LOG_NUMBER_OK;

  value->from = get_least (kind);
  value->to = G_MAXINT64;
  value->comparison = *first == '\0'  ? REEVE_LOG_AT_MOST
                      : *last == '\0' ? REEVE_LOG_AT_LEAST
                                      : REEVE_LOG_RANGE;
  if (*first == '\0' && *last == '\0')
    return REEVE_LOG_NUMBER_WRONG;
  if (*first != '\0')
    fault = read_one (first, kind, &value->from);
  if (fault == REEVE_LOG_NUMBER_OK && *last != '\0')
    fault = read_one (last, kind, &value->to);
  return fault;
}

static ReeveLogNumberFault
read_any (const char *text, ReeveLogKind kind, ReeveLogValue *value)
{
  const char *dots = strstr (text, "..");
  ReeveLogNumberFault fault;

  if (kind == REEVE_LOG_STATUS && read_class (text, value))
    return REEVE_LOG_NUMBER_OK;
  if (*text == '>' || *text == '<')
    return read_compared (text, kind, value);
  if (dots != NULL)
    return read_range (text, dots, kind, value);
  fault = read_one (text, kind, &value->from);
  value->to = value->from;
  value->comparison = REEVE_LOG_EQUAL;
  return fault;
}

ReeveLogNumberFault
reeve_log_number_read (const char *text, ReeveLogKind kind, ReeveLogValue *value)
{
  ReeveLogNumberFault fault = read_any (text, kind, value);

  if (fault != REEVE_LOG_NUMBER_OK)
    return fault;
  value->from = MAX (value->from, get_least (kind));
  if (value->from <= value->to)
    return REEVE_LOG_NUMBER_OK;
  return value->comparison == REEVE_LOG_RANGE ? REEVE_LOG_NUMBER_ORDER : REEVE_LOG_NUMBER_WRONG;
}

/* In the largest unit that it is a whole number of. */
static char *
print_one (gint64 number, ReeveLogKind kind)
{
  guint n_units;
  const Unit *units = get_units (kind, &n_units);
  const Unit *unit = units;

  for (guint i = 1; i < n_units; i++)
    if (number != 0 && number % units[i].size == 0 && units[i].size > unit->size)
      unit = &units[i];
  return g_strdup_printf ("%" G_GINT64_FORMAT "%s", number / unit->size, unit->word);
}

char *
reeve_log_number_print (const ReeveLogValue *value, ReeveLogKind kind)
{
  static const char *const signs[] = {
    [REEVE_LOG_EQUAL] = "",      [REEVE_LOG_RANGE] = "", [REEVE_LOG_MORE] = ">",
    [REEVE_LOG_AT_LEAST] = ">=", [REEVE_LOG_LESS] = "<", [REEVE_LOG_AT_MOST] = "<=",
  };
  gboolean upper = value->comparison == REEVE_LOG_LESS || value->comparison == REEVE_LOG_AT_MOST;
  gint64 number = upper ? value->to + (value->comparison == REEVE_LOG_LESS)
                        : value->from - (value->comparison == REEVE_LOG_MORE);
  g_autofree char *first = print_one (number, kind);
  g_autofree char *last = NULL;

  if (value->comparison != REEVE_LOG_RANGE)
    return g_strconcat (signs[value->comparison], first, NULL);
  if (kind == REEVE_LOG_STATUS && value->from % 100 == 0 && value->to == value->from + 99 &&
      value->from <= 500)
    return g_strdup_printf ("%" G_GINT64_FORMAT "xx", value->from / 100);
  last = print_one (value->to, kind);
  return g_strconcat (first, "..", last, NULL);
}
