/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/site-settings.h"

#include <string.h>

#include "common/detection-site.h"
#include "common/error.h"
#include "service/detect/rules.h"
#include "service/detect/sites.h"

#define IPV4_PLACE 24 /* bits: what a sight takes for one network without any site */
#define IPV6_PLACE 48

typedef struct
{
  ReeveLogAddresses range;
  guint site;
  guint network;
} Network;

static ReeveDetectionSite *
get_site (ReeveDetectionSettings *settings, guint at)
{
  return settings->sites->pdata[at];
}

static guint
count_sites (ReeveDetectionSettings *settings)
{
  return settings->sites != NULL ? settings->sites->len : 0;
}

/* --- Checking --- */

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
check_names (ReeveDetectionSettings *settings, GError **refusal)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < count_sites (settings); i++)
    if (!g_hash_table_add (seen, g_utf8_casefold (get_site (settings, i)->name, -1)))
      refuse (refusal, i, "name", "duplicate", "is the name of another site");
}

static void
check_places (ReeveDetectionSettings *settings, GError **refusal)
{
  double latitude, longitude;

  for (guint i = 0; i < count_sites (settings); i++)
    if (get_site (settings, i)->place != NULL &&
        !reeve_detection_site_read_place (get_site (settings, i)->place, &latitude, &longitude))
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

static gboolean
is_within (const ReeveLogAddresses *inner, const ReeveLogAddresses *outer)
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
check_networks (ReeveDetectionSettings *settings, GError **refusal)
{
  g_autoptr (GArray) networks = g_array_new (FALSE, TRUE, sizeof (Network));
  const Network *wide = NULL;

  for (guint i = 0; i < count_sites (settings); i++)
    for (guint j = 0; get_site (settings, i)->networks[j] != NULL; j++)
      {
        Network network = { .site = i, .network = j };

        if (reeve_detection_site_read_network (get_site (settings, i)->networks[j], &network.range))
          g_array_append_val (networks, network);
        else
          refuse_network (refusal, &network, "network", "is no address and no network, as 192.0.2.0/24");
      }
  g_array_sort (networks, compare_networks);
  for (guint i = 0; i < networks->len; i++)
    {
      const Network *network = &g_array_index (networks, Network, i);

      if (wide != NULL && is_within (&network->range, &wide->range))
        refuse_network (refusal, pick_later (network, wide), "overlap", "overlaps another network of a site");
      else
        wide = network;
    }
}

void
reeve_site_settings_check (ReeveDetectionSettings *settings, GError **refusal)
{
  check_names (settings, refusal);
  check_networks (settings, refusal);
  check_places (settings, refusal);
}

/* --- Tidying --- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(ReeveDetectionSite *const *) a)->name, (*(ReeveDetectionSite *const *) b)->name);
}

static void
tidy_site (ReeveDetectionSite *site)
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

void
reeve_site_settings_tidy (ReeveDetectionSettings *settings)
{
  if (count_sites (settings) == 0)
    {
      g_clear_pointer (&settings->sites, g_ptr_array_unref);
      return;
    }
  for (guint i = 0; i < settings->sites->len; i++)
    tidy_site (get_site (settings, i));
  g_ptr_array_sort (settings->sites, compare_names);
}

/* --- Whether less is found --- */

static gboolean
holds_network (ReeveDetectionSite *site, const ReeveLogAddresses *range)
{
  ReeveLogAddresses own;

  for (guint i = 0; site->networks[i] != NULL; i++)
    if (reeve_detection_site_read_network (site->networks[i], &own) && is_within (range, &own))
      return TRUE;
  return FALSE;
}

static gboolean
holds_all (ReeveDetectionSite *site, ReeveDetectionSite *other)
{
  ReeveLogAddresses range;

  for (guint i = 0; other->networks[i] != NULL; i++)
    if (!reeve_detection_site_read_network (other->networks[i], &range) || !holds_network (site, &range))
      return FALSE;
  return TRUE;
}

/* One network that is one place whether anybody says so or not. */
static gboolean
is_one_place (ReeveDetectionSite *site)
{
  ReeveLogAddresses range;
  guint bytes;

  if (site->networks[1] != NULL || !reeve_detection_site_read_network (site->networks[0], &range))
    return FALSE;
  bytes = (range.length == 4 ? IPV4_PLACE : IPV6_PLACE) / 8;
  return memcmp (range.low, range.high, bytes) == 0;
}

static gboolean
joins (ReeveDetectionSettings *before, ReeveDetectionSite *site)
{
  for (guint i = 0; i < count_sites (before); i++)
    if (holds_all (get_site (before, i), site))
      return FALSE;
  return !is_one_place (site);
}

/* (nullable): the one of that name, if it has all networks that @site has. */
static ReeveDetectionSite *
find_again (ReeveDetectionSettings *settings, ReeveDetectionSite *site)
{
  for (guint i = 0; i < count_sites (settings); i++)
    if (g_str_equal (get_site (settings, i)->name, site->name))
      return holds_all (get_site (settings, i), site) ? get_site (settings, i) : NULL;
  return NULL;
}

/* For each site of @settings: (transfer full) (element-type ReeveDetectionSite) (nullable elements) */
static GPtrArray *
find_all_again (ReeveDetectionSettings *settings, ReeveDetectionSettings *in)
{
  GPtrArray *again = g_ptr_array_new ();

  for (guint i = 0; i < count_sites (settings); i++)
    g_ptr_array_add (again, find_again (in, get_site (settings, i)));
  return again;
}

/* FALSE: of one of them (nullable) it is not known where it is. */
static gboolean
measure (ReeveDetectionSite *a, ReeveDetectionSite *b, double *metres)
{
  double latitude, longitude, to_latitude, to_longitude;

  if (a == NULL || b == NULL || a->place == NULL || b->place == NULL ||
      !reeve_detection_site_read_place (a->place, &latitude, &longitude) ||
      !reeve_detection_site_read_place (b->place, &to_latitude, &to_longitude))
    return FALSE;
  *metres = reeve_sites_get_distance (latitude, longitude, to_latitude, to_longitude);
  return TRUE;
}

/* What two places were found by, they are not now. */
static gboolean
lose_any (ReeveDetectionSettings *before, ReeveDetectionSettings *after)
{
  g_autoptr (GPtrArray) again = find_all_again (before, after);
  double was, is;

  for (guint i = 0; i < count_sites (before); i++)
    for (guint j = 0; j < i; j++)
      if (measure (get_site (before, i), get_site (before, j), &was) && was >= REEVE_TRAVEL_METRES &&
          (!measure (again->pdata[i], again->pdata[j], &is) || is < was))
        return TRUE;
  return FALSE;
}

/* Two networks were enough before, and now they are too near to each other for that. */
static gboolean
are_any_near (ReeveDetectionSettings *before, ReeveDetectionSettings *after, gint64 speed, gint64 apart)
{
  g_autoptr (GPtrArray) again = find_all_again (after, before);
  double was, is;

  for (guint i = 0; i < count_sites (after); i++)
    for (guint j = 0; j < i; j++)
      if (measure (get_site (after, i), get_site (after, j), &is) &&
          (is < REEVE_TRAVEL_METRES || is * 60 < (double) (apart * speed) * 1000) &&
          !measure (again->pdata[i], again->pdata[j], &was))
        return TRUE;
  return FALSE;
}

gboolean
reeve_site_settings_find_less (ReeveDetectionSettings *before,
                               ReeveDetectionSettings *after,
                               gint64 speed,
                               gint64 apart)
{
  for (guint i = 0; i < count_sites (after); i++)
    if (joins (before, get_site (after, i)))
      return TRUE;
  return lose_any (before, after) || are_any_near (before, after, speed, apart);
}
