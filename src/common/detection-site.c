/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/detection-site.h"

#include <string.h>

#define NAME_CHARACTERS  80
#define PLACE_CHARACTERS 40

static const ReeveField fields[] = {
  { "name", REEVE_FIELD_TEXT, offsetof (ReeveDetectionSite, name), REEVE_REQUIRED, .min = 1,
    .max = NAME_CHARACTERS, .summary = "What it is called; no two of a workspace are called the same." },
  { "networks", REEVE_FIELD_TEXTS, offsetof (ReeveDetectionSite, networks), REEVE_REQUIRED, .min = 1,
    .max = REEVE_DETECTION_SITE_NETWORKS,
    .summary = "The networks that people come from there, 192.0.2.0/24 or 2001:db8::/48; none overlaps "
               "another." },
  { "place", REEVE_FIELD_TEXT, offsetof (ReeveDetectionSite, place), REEVE_FIELD_PLAIN,
    .max = PLACE_CHARACTERS,
    .summary = "Where it is: latitude and longitude in decimal degrees, WGS 84, as a geo URI has them (RFC "
               "5870), 52.52,13.405." },
};
REEVE_DEFINE_RECORD (ReeveDetectionSite, reeve_detection_site, "detection-site", NULL, fields)

gboolean
reeve_detection_site_read_network (const char *text, ReeveLogAddresses *network)
{
  /* No address has these, but ranges, and addresses that belong to one link of a machine. */
  if (strpbrk (text, "-%") != NULL || strstr (text, "..") != NULL)
    return FALSE;
  return reeve_log_addresses_read (text, network) == REEVE_LOG_ADDRESS_OK;
}

/* coord-a of RFC 5870: digits, maybe a sign before them, a point and more digits behind them. (nullable): it
 * is none; else what follows */
static const char *
read_degrees (const char *text, double *degrees)
{
  const char *at = text + (*text == '-');
  char *end;

  if (!g_ascii_isdigit (*at))
    return NULL;
  while (g_ascii_isdigit (*at))
    at++;
  if (*at == '.')
    {
      if (!g_ascii_isdigit (at[1]))
        return NULL;
      for (at++; g_ascii_isdigit (*at);)
        at++;
    }
  *degrees = g_ascii_strtod (text, &end);
  return end == at ? at : NULL; /* 1e3 is a number, and no coordinate */
}

gboolean
reeve_detection_site_read_place (const char *text, double *latitude, double *longitude)
{
  double north, east;
  const char *at = read_degrees (text, &north);

  if (at == NULL || *at != ',')
    return FALSE;
  at = read_degrees (at + 1 + (at[1] == ' '), &east);
  if (at == NULL || *at != '\0' || north < -90 || north > 90 || east < -180 || east > 180)
    return FALSE;
  *latitude = north;
  *longitude = east;
  return TRUE;
}

/* Without what is 0 at its end. */
static void
append_degrees (GString *text, double degrees)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  gsize n;

  g_ascii_formatd (digits, sizeof digits, "%.6f", degrees);
  for (n = strlen (digits); digits[n - 1] == '0';)
    n--;
  n -= digits[n - 1] == '.';
  digits[n] = '\0';
  g_string_append (text, g_str_equal (digits, "-0") ? "0" : digits);
}

char *
reeve_detection_site_print_place (double latitude, double longitude)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_degrees (text, latitude);
  g_string_append_c (text, ',');
  append_degrees (text, longitude);
  return g_string_free_and_steal (g_steal_pointer (&text));
}
