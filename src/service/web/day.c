/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/web/day.h"

#include <string.h>

gboolean
reeve_web_read_day (const char *text, gint64 *time)
{
  g_autofree char *given = g_strstrip (g_strdup (text));
  g_autofree char *whole = g_strconcat (given, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) day =
    strlen (given) == strlen ("2026-12-31") ? g_date_time_new_from_iso8601 (whole, NULL) : NULL;

  *time = day != NULL ? g_date_time_to_unix (day) * G_USEC_PER_SEC : 0;
  return day != NULL || *given == '\0';
}
