/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-names.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define DATE       "2026-01-31"
#define ASIDE      ".damaged-"
#define MOST_TURNS 999999
#define EPOCH      719163 /* 1970-01-01 in days as GDate counts them */

/* --- Names --- */

/* @digits: at @text. -1: they are none. */
static int
parse_digits (const char *text, guint digits)
{
  int number = 0;

  for (guint i = 0; i < digits; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      number = number * 10 + g_ascii_digit_value (text[i]);
    }
  return number;
}

/* At the beginning of @name. By hand: it is done for each file of a folder. */
static gboolean
parse_date (const char *name, gint64 *day)
{
  int year;
  int month;
  int date;
  GDate parsed;

  if (strnlen (name, strlen (DATE)) < strlen (DATE) || name[4] != '-' || name[7] != '-')
    return FALSE;
  year = parse_digits (name, 4);
  month = parse_digits (name + 5, 2);
  date = parse_digits (name + 8, 2);
  if (year <= 0 || month <= 0 || date <= 0 ||
      !g_date_valid_dmy ((GDateDay) date, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_clear (&parsed, 1);
  g_date_set_dmy (&parsed, (GDateDay) date, (GDateMonth) month, (GDateYear) year);
  *day = (gint64) g_date_get_julian (&parsed) - EPOCH;
  return TRUE;
}

gboolean
reeve_access_name_parse (const char *name, gint64 *day, guint64 *turn)
{
  g_autofree char *number = NULL;
  const char *rest;

  if (!parse_date (name, day))
    return FALSE;
  *turn = 0;
  rest = name + strlen (DATE);
  if (strcmp (rest, ".db") == 0)
    return TRUE;
  if (rest[0] != '.' || !g_str_has_suffix (rest, ".db") || strlen (rest) < strlen (".1.db"))
    return FALSE;
  number = g_strndup (rest + 1, strlen (rest) - strlen (".") - strlen (".db"));
  return g_ascii_string_to_unsigned (number, 10, 1, MOST_TURNS, turn, NULL);
}

char *
reeve_access_name_new_date (gint64 day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (day + EPOCH));
  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (&date), (guint) g_date_get_month (&date),
                          g_date_get_day (&date));
}

char *
reeve_access_name_new (gint64 day, guint64 turn)
{
  g_autofree char *date = reeve_access_name_new_date (day);

  return turn == 0 ? g_strconcat (date, ".db", NULL)
                   : g_strdup_printf ("%s.%" G_GUINT64_FORMAT ".db", date, turn);
}

char *
reeve_access_name_new_place (gint64 day)
{
  g_autofree char *date = reeve_access_name_new_date (day);

  return g_strconcat (date, ".new", NULL);
}

char *
reeve_access_name_new_aside (gint64 day, guint64 number)
{
  g_autofree char *date = reeve_access_name_new_date (day);

  return g_strdup_printf ("%s" ASIDE "%" G_GUINT64_FORMAT ".db", date, number);
}

gboolean
reeve_access_name_parse_aside (const char *name, gint64 *day, guint64 *number)
{
  g_autofree char *digits = NULL;
  const char *rest;

  if (!parse_date (name, day) || !g_str_has_prefix (name + strlen (DATE), ASIDE) ||
      !g_str_has_suffix (name, ".db"))
    return FALSE;
  rest = name + strlen (DATE ASIDE);
  if (strlen (rest) < strlen ("1.db"))
    return FALSE;
  digits = g_strndup (rest, strlen (rest) - strlen (".db"));
  return g_ascii_string_to_unsigned (digits, 10, 1, MOST_TURNS, number, NULL);
}

/* --- The days of a folder --- */

/* Where @day is, or would be. */
static guint
find_place (GArray *turns, gint64 day)
{
  guint low = 0;
  guint high = turns->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (g_array_index (turns, ReeveAccessTurn, middle).day > day)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

ReeveAccessTurn *
reeve_access_turns_find (GArray *turns, gint64 day)
{
  const guint place = find_place (turns, day);

  if (place == turns->len || g_array_index (turns, ReeveAccessTurn, place).day != day)
    return NULL;
  return &g_array_index (turns, ReeveAccessTurn, place);
}

void
reeve_access_turns_set (GArray *turns, gint64 day, guint64 turn)
{
  const ReeveAccessTurn new = { .day = day, .turn = turn };
  ReeveAccessTurn *known = reeve_access_turns_find (turns, day);

  if (known != NULL)
    known->turn = turn;
  else
    g_array_insert_val (turns, find_place (turns, day), new);
}

void
reeve_access_turns_set_aside (GArray *turns, gint64 day, guint64 number)
{
  ReeveAccessTurn *known = reeve_access_turns_find (turns, day);

  g_return_if_fail (known != NULL);
  known->n_aside = MAX (known->n_aside, number);
}

void
reeve_access_turns_remove (GArray *turns, gint64 day)
{
  if (reeve_access_turns_find (turns, day) != NULL)
    g_array_remove_index (turns, find_place (turns, day));
}

/* (transfer full) (element-type filename) */
static GPtrArray *
list_names (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  return names;
}

/* A day has two files for a moment, or since a process ended in it. */
static void
add_file (GArray *turns, const char *name)
{
  const ReeveAccessTurn *known;
  guint64 turn;
  gint64 day;

  if (!reeve_access_name_parse (name, &day, &turn))
    return;
  known = reeve_access_turns_find (turns, day);
  if (known == NULL || known->turn < turn)
    reeve_access_turns_set (turns, day, turn);
}

/* @day has a file in the place of what stands aside, or is to have one: else nobody would know of it. */
static void
add_aside (GArray *turns, const char *name)
{
  guint64 number;
  gint64 day;

  if (!reeve_access_name_parse_aside (name, &day, &number))
    return;
  if (reeve_access_turns_find (turns, day) == NULL)
    reeve_access_turns_set (turns, day, 0);
  reeve_access_turns_set_aside (turns, day, number);
}

GArray *
reeve_access_turns_read (const char *folder)
{
  GArray *turns = g_array_new (FALSE, FALSE, sizeof (ReeveAccessTurn));
  g_autoptr (GPtrArray) names = list_names (folder);

  for (guint i = 0; i < names->len; i++)
    add_file (turns, names->pdata[i]);
  for (guint i = 0; i < names->len; i++)
    add_aside (turns, names->pdata[i]);
  return turns;
}

/* The name of the database that a file is or stands beside: up to ".db". (transfer full) (nullable) */
static char *
find_database (const char *name)
{
  const char *end = strstr (name, ".db");

  return end != NULL ? g_strndup (name, (gsize) (end - name) + strlen (".db")) : NULL;
}

/* Whether it is of a day, and neither the day's own, nor aside, nor beside one of these. */
static gboolean
is_left (GArray *turns, const char *name)
{
  g_autofree char *database = find_database (name);
  const ReeveAccessTurn *own;
  guint64 turn;
  gint64 day;

  if (!parse_date (name, &day))
    return FALSE;
  if (database == NULL)
    return g_str_has_prefix (name + strlen (DATE), ".new");
  if (reeve_access_name_parse_aside (database, &day, &turn))
    {
      own = reeve_access_turns_find (turns, day);
      return own == NULL || own->n_aside < turn;
    }
  if (!reeve_access_name_parse (database, &day, &turn))
    return FALSE;
  own = reeve_access_turns_find (turns, day);
  return own == NULL || own->turn != turn;
}

gboolean
reeve_access_turns_sweep (const char *folder, gboolean *any)
{
  g_autoptr (GArray) turns = reeve_access_turns_read (folder);
  g_autoptr (GPtrArray) names = list_names (folder);

  *any = FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      if (!is_left (turns, names->pdata[i]))
        continue;
      if (g_unlink (path) != 0 && errno != ENOENT)
        return FALSE;
      *any = TRUE;
    }
  return TRUE;
}
