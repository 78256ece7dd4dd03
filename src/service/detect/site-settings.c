/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/site-settings.h"

#include <string.h>

#include "common/detection-site.h"
#include "service/detect/rules.h"
#include "service/detect/sites.h"

#define IPV4_PLACE 24 /* bits: what a sight takes for one network without any site */
#define IPV6_PLACE 48

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

/* --- Tidying --- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(ReeveDetectionSite *const *) a)->name, (*(ReeveDetectionSite *const *) b)->name);
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
    reeve_detection_site_tidy (get_site (settings, i));
  g_ptr_array_sort (settings->sites, compare_names);
}

/* --- Whether less is found --- */

static gboolean
holds_network (ReeveDetectionSite *site, const ReeveLogAddresses *range)
{
  ReeveLogAddresses own;

  for (guint i = 0; site->networks[i] != NULL; i++)
    if (reeve_detection_site_read_network (site->networks[i], &own) &&
        reeve_detection_site_is_within (range, &own))
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
