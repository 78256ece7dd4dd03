/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/evidence/words.h"

#include "common/clock.h"
#include "common/csv.h"
#include "common/json.h"

char *
reeve_evidence_print_time (gint64 time)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (time == 0)
    return g_strdup ("");
  reeve_json_append_time (text, time);
  return g_strndup (text->str + 1, text->len - 2);
}

static char *
format (gint64 time, const char *as)
{
  g_autoptr (GDateTime) utc = time != 0 ? g_date_time_new_from_unix_utc (time / REEVE_SECOND) : NULL;

  return utc != NULL ? g_date_time_format (utc, as) : g_strdup ("");
}

char *
reeve_evidence_say_time (gint64 time)
{
  return format (time, "%Y-%m-%d %H:%M:%S UTC");
}

char *
reeve_evidence_print_day (gint64 time)
{
  return format (time, "%Y-%m-%d");
}

void
reeve_evidence_set_time (JsonObject *object, const char *member, gint64 time)
{
  g_autofree char *text = reeve_evidence_print_time (time);

  if (time != 0)
    json_object_set_string_member (object, member, text);
}

void
reeve_evidence_set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

void
reeve_evidence_append_number (GString *csv, gint64 number, gboolean last_in_row)
{
  g_string_append_printf (csv, "%" G_GINT64_FORMAT "%s", number, last_in_row ? "\r\n" : ",");
}

void
reeve_evidence_append_time (GString *csv, gint64 time, gboolean last_in_row)
{
  g_autofree char *text = reeve_evidence_print_time (time);

  reeve_csv_append_cell (csv, text, last_in_row);
}

void
reeve_evidence_append_text (GString *csv, const char *text, gboolean last_in_row)
{
  reeve_csv_append_cell (csv, text != NULL ? text : "", last_in_row);
}

char *
reeve_evidence_say_number (gint64 n, const char *one, const char *many)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", n, n == 1 ? one : many);
}
