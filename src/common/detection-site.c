/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/detection-site.h"

#include <string.h>

#include "common/error.h"

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

void
reeve_detection_site_tidy (ReeveDetectionSite *site)
{
  double latitude, longitude;

  for (guint i = 0; site->networks[i] != NULL; i++)
    {
      ReeveLogAddresses range;

      if (!reeve_detection_site_read_network (site->networks[i], &range))
        continue;
      g_free (site->networks[i]);
      site->networks[i] = reeve_log_addresses_print (&range);
    }
  if (site->place == NULL || !reeve_detection_site_read_place (site->place, &latitude, &longitude))
    return;
  g_free (site->place);
  site->place = reeve_detection_site_print_place (latitude, longitude);
}

/* --- Checking --- */

typedef struct
{
  ReeveLogAddresses range;
  guint site;
  guint network;
} Network;

static ReeveDetectionSite *
get_site (GPtrArray *sites, guint at)
{
  return sites->pdata[at];
}

static guint
count (GPtrArray *sites)
{
  return sites != NULL ? sites->len : 0;
}

static void
refuse (GError **refusal, guint site, const char *member, const char *reason, const char *words)
{
  g_autofree char *pointer = g_strdup_printf ("/sites/%u/%s", site, member);

  reeve_error_add_member (refusal, pointer, reason, "%s", words);
}

static void
refuse_network (GError **refusal, const Network *network, const char *reason, const char *words)
{
  g_autofree char *member = g_strdup_printf ("networks/%u", network->network);

  refuse (refusal, network->site, member, reason, words);
}

static void
check_names (GPtrArray *sites, GError **refusal)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < count (sites); i++)
    if (!g_hash_table_add (seen, g_utf8_casefold (get_site (sites, i)->name, -1)))
      refuse (refusal, i, "name", "duplicate", "is the name of another site");
}

static void
check_places (GPtrArray *sites, GError **refusal)
{
  double latitude, longitude;

  for (guint i = 0; i < count (sites); i++)
    if (get_site (sites, i)->place != NULL &&
        !reeve_detection_site_read_place (get_site (sites, i)->place, &latitude, &longitude))
      refuse (refusal, i, "place", "place", "is no latitude and longitude, as 52.52,13.405");
}

/* IPv4 before IPv6, by where they begin; the wider one first. */
static int
compare_networks (gconstpointer a, gconstpointer b)
{
  const ReeveLogAddresses *one = &((const Network *) a)->range;
  const ReeveLogAddresses *other = &((const Network *) b)->range;
  int order = one->length - other->length;

  if (order == 0)
    order = memcmp (one->low, other->low, sizeof one->low);
  return order != 0 ? order : memcmp (other->high, one->high, sizeof one->high);
}

gboolean
reeve_detection_site_is_within (const ReeveLogAddresses *inner, const ReeveLogAddresses *outer)
{
  return inner->length == outer->length && memcmp (inner->low, outer->low, sizeof inner->low) >= 0 &&
         memcmp (inner->high, outer->high, sizeof inner->high) <= 0;
}

/* The one that was named later is the one too many. */
static const Network *
pick_later (const Network *a, const Network *b)
{
  gboolean later = a->site != b->site ? a->site > b->site : a->network > b->network;

  return later ? a : b;
}

/* Networks hold each other or have nothing in common: whatever overlaps is within the last wide one. */
static void
check_networks (GPtrArray *sites, GError **refusal)
{
  g_autoptr (GArray) networks = g_array_new (FALSE, TRUE, sizeof (Network));
  const Network *wide = NULL;

  for (guint i = 0; i < count (sites); i++)
    for (guint j = 0; get_site (sites, i)->networks[j] != NULL; j++)
      {
        Network network = { .site = i, .network = j };

        if (reeve_detection_site_read_network (get_site (sites, i)->networks[j], &network.range))
          g_array_append_val (networks, network);
        else
          refuse_network (refusal, &network, "network", "is no address and no network, as 192.0.2.0/24");
      }
  g_array_sort (networks, compare_networks);
  for (guint i = 0; i < networks->len; i++)
    {
      const Network *network = &g_array_index (networks, Network, i);

      if (wide != NULL && reeve_detection_site_is_within (&network->range, &wide->range))
        refuse_network (refusal, pick_later (network, wide), "overlap", "overlaps another network of a site");
      else
        wide = network;
    }
}

void
reeve_detection_sites_check (GPtrArray *sites, GError **refusal)
{
  check_names (sites, refusal);
  check_networks (sites, refusal);
  check_places (sites, refusal);
}
