/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/sites.h"

#include <math.h>
#include <string.h>

#include "common/detection-site.h"
#include "service/detect/siphash.h"

#define EARTH_METRES 6371008.8

/* An address of either kind, as one number that sorts: 4 bytes are followed by zeros. */
typedef struct
{
  guint64 high;
  guint64 low;
} Address;

typedef struct
{
  Address first;
  Address last;
  guint64 site;
} Network;

typedef struct
{
  guint64 site;
  double latitude;
  double longitude;
} Place;

struct _ReeveSites
{
  GArray *networks[2]; /* (owned) of Network, sorted; none overlaps another: IPv4, IPv6 */
  GArray *places;      /* (owned) of Place: those that have one */
};

guint64
reeve_sites_hash (const char *name)
{
  /* Nobody but who sets the detections chooses these names: no secret is needed. */
  static const guint8 key[REEVE_SIPHASH_KEY_BYTES] = "sites";
  guint64 hash = reeve_siphash (key, name, strlen (name));

  return hash != 0 ? hash : 1;
}

static Address
read_address (const guint8 bytes[16])
{
  guint64 parts[2];

  memcpy (parts, bytes, sizeof parts);
  return (Address) { GUINT64_FROM_BE (parts[0]), GUINT64_FROM_BE (parts[1]) };
}

static gboolean
is_before (Address a, Address b)
{
  return a.high != b.high ? a.high < b.high : a.low < b.low;
}

static int
compare_networks (gconstpointer a, gconstpointer b)
{
  const Network *one = a;
  const Network *other = b;

  return is_before (other->first, one->first) - is_before (one->first, other->first);
}

static void
add_site (ReeveSites *self, ReeveDetectionSite *site)
{
  Place place = { .site = reeve_sites_hash (site->name) };
  ReeveLogAddresses range;

  for (guint i = 0; site->networks != NULL && site->networks[i] != NULL; i++)
    if (reeve_detection_site_read_network (site->networks[i], &range))
      {
        const Network network = { read_address (range.low), read_address (range.high), place.site };

        g_array_append_val (self->networks[range.length == 16], network);
      }
  if (site->place != NULL && reeve_detection_site_read_place (site->place, &place.latitude, &place.longitude))
    g_array_append_val (self->places, place);
}

ReeveSites *
reeve_sites_new (GPtrArray *sites)
{
  ReeveSites *self = g_new0 (ReeveSites, 1);

  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  for (guint i = 0; i < G_N_ELEMENTS (self->networks); i++)
    self->networks[i] = g_array_new (FALSE, FALSE, sizeof (Network));
  for (guint i = 0; sites != NULL && i < sites->len; i++)
    add_site (self, sites->pdata[i]);
  for (guint i = 0; i < G_N_ELEMENTS (self->networks); i++)
    g_array_sort (self->networks[i], compare_networks);
  return self;
}

void
reeve_sites_free (ReeveSites *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->networks); i++)
    g_array_unref (self->networks[i]);
  g_array_unref (self->places);
  g_free (self);
}

guint64
reeve_sites_find (const ReeveSites *self, const guint8 bytes[16], guint8 length)
{
  const GArray *networks = self->networks[length == 16];
  const Network *all = (const Network *) (gpointer) networks->data;
  guint from = 0;
  guint to = networks->len;
  Address address;

  if (length == 0 || to == 0)
    return 0;
  address = read_address (bytes);
  while (from < to) /* the first that begins behind it */
    {
      guint middle = from + (to - from) / 2;

      if (is_before (address, all[middle].first))
        to = middle;
      else
        from = middle + 1;
    }
  return from > 0 && !is_before (all[from - 1].last, address) ? all[from - 1].site : 0;
}

static const Place *
find_place (const ReeveSites *self, guint64 site)
{
  for (guint i = 0; i < self->places->len; i++)
    if (g_array_index (self->places, Place, i).site == site)
      return &g_array_index (self->places, Place, i);
  return NULL;
}

gboolean
reeve_sites_has_place (const ReeveSites *self, guint64 site)
{
  return find_place (self, site) != NULL;
}

gboolean
reeve_sites_measure (const ReeveSites *self, guint64 site, guint64 other, gint64 *metres)
{
  const Place *from = find_place (self, site);
  const Place *to = find_place (self, other);

  if (from == NULL || to == NULL)
    return FALSE;
  *metres = (gint64) reeve_sites_get_distance (from->latitude, from->longitude, to->latitude, to->longitude);
  return TRUE;
}

double
reeve_sites_get_distance (double latitude, double longitude, double to_latitude, double to_longitude)
{
  const double radians = G_PI / 180;
  double north = sin ((to_latitude - latitude) * radians / 2);
  double east = sin ((to_longitude - longitude) * radians / 2);
  double haversine = north * north + cos (latitude * radians) * cos (to_latitude * radians) * east * east;

  return 2 * EARTH_METRES * asin (MIN (1, sqrt (haversine))); /* at the other end of the earth it rounds up */
}
