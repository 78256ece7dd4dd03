/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where an address is, how far two places are from each other, and what of a place can be read. */

#include "config.h"

#include <string.h>

#include "common/detection-site.h"
#include "service/detect/sites.h"

#define ROUND 20015114.8 /* metres, half around the earth */

static void
add (GPtrArray *sites, const char *name, const char *networks, const char *place)
{
  ReeveDetectionSite *site = reeve_detection_site_new ();

  site->name = g_strdup (name);
  site->networks = g_strsplit (networks, " ", -1);
  site->place = g_strdup (place);
  g_ptr_array_add (sites, site);
}

static guint64
find (const ReeveSites *sites, const char *address)
{
  guint8 bytes[16];
  guint8 length = reeve_log_address_parse (address, strlen (address), bytes);

  return reeve_sites_find (sites, bytes, length);
}

/* The first and the last address of each is in it, their neighbours are not. */
static void
test_find (void)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ReeveSites) sites = NULL;
  guint64 office = reeve_sites_hash ("Office");
  guint64 plant = reeve_sites_hash ("Plant");

  add (list, "Office", "198.51.100.0/24 10.0.0.0/8 2001:db8:1::/48 192.0.2.7", "52.52,13.405");
  add (list, "Plant", "198.51.101.128/25 2001:db8:2::/64", NULL);
  sites = reeve_sites_new (list);
  g_assert_cmpuint (office, !=, plant);
  g_assert_cmpuint (find (sites, "198.51.100.0"), ==, office);
  g_assert_cmpuint (find (sites, "198.51.100.255"), ==, office);
  g_assert_cmpuint (find (sites, "::ffff:198.51.100.9"), ==, office);
  g_assert_cmpuint (find (sites, "198.51.99.255"), ==, 0);
  g_assert_cmpuint (find (sites, "198.51.101.0"), ==, 0);
  g_assert_cmpuint (find (sites, "198.51.101.128"), ==, plant);
  g_assert_cmpuint (find (sites, "198.51.101.255"), ==, plant);
  g_assert_cmpuint (find (sites, "10.255.255.255"), ==, office);
  g_assert_cmpuint (find (sites, "9.255.255.255"), ==, 0);
  g_assert_cmpuint (find (sites, "11.0.0.0"), ==, 0);
  g_assert_cmpuint (find (sites, "192.0.2.7"), ==, office);
  g_assert_cmpuint (find (sites, "192.0.2.8"), ==, 0);
  g_assert_cmpuint (find (sites, "255.255.255.255"), ==, 0);
  g_assert_cmpuint (find (sites, "2001:db8:1:ffff:ffff:ffff:ffff:ffff"), ==, office);
  g_assert_cmpuint (find (sites, "2001:db8:2::1"), ==, plant);
  g_assert_cmpuint (find (sites, "2001:db8:2:1::1"), ==, 0);
  g_assert_cmpuint (find (sites, "a00::"), ==, 0); /* begins like 10.0.0.0 */
  g_assert_cmpuint (find (sites, "local"), ==, 0);
  g_assert_true (reeve_sites_has_place (sites, office));
  g_assert_false (reeve_sites_has_place (sites, plant));
  g_assert_false (reeve_sites_has_place (sites, 0));
}

static void
assert_distance (double latitude,
                 double longitude,
                 double to_latitude,
                 double to_longitude,
                 double metres,
                 double within)
{
  double there = reeve_sites_get_distance (latitude, longitude, to_latitude, to_longitude);
  double back = reeve_sites_get_distance (to_latitude, to_longitude, latitude, longitude);

  g_assert_cmpfloat_with_epsilon (there, metres, within);
  g_assert_cmpfloat_with_epsilon (there, back, 1e-3);
}

/* Over the date line the short way; at a pole every longitude is the same place. */
static void
test_distance (void)
{
  assert_distance (52.52, 13.405, -33.8688, 151.2093, 16094.2e3, 500); /* Berlin, Sydney */
  assert_distance (52.52, 13.405, 52.4, 13.0667, 26.5e3, 500);         /* Potsdam */
  assert_distance (0, 179.5, 0, -179.5, ROUND / 180, 1);
  assert_distance (0, 180, 0, -180, 0, 0.01);
  assert_distance (90, 0, 90, 135, 0, 0.01);
  assert_distance (-90, 12, -90, -12, 0, 0.01);
  assert_distance (90, 77, 0, -40, ROUND / 2, 1);
  assert_distance (90, 0, -90, 0, ROUND, 1);
  assert_distance (0, 0, 0, 180, ROUND, 1);
  assert_distance (52.52, 13.405, -52.52, -166.595, ROUND, 1); /* the other end of the earth */
  assert_distance (48.137, 11.575, 48.137, 11.575, 0, 1e-6);
}

static void
test_measure (void)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ReeveSites) sites = NULL;
  gint64 metres = 0;

  add (list, "Berlin", "192.0.2.0/25", "52.52,13.405");
  add (list, "Sydney", "192.0.2.128/25", "-33.8688,151.2093");
  add (list, "Nowhere", "203.0.113.0/24", NULL);
  sites = reeve_sites_new (list);
  g_assert_true (
    reeve_sites_measure (sites, reeve_sites_hash ("Berlin"), reeve_sites_hash ("Sydney"), &metres));
  g_assert_cmpint (metres, >, 16000000);
  g_assert_false (
    reeve_sites_measure (sites, reeve_sites_hash ("Berlin"), reeve_sites_hash ("Nowhere"), &metres));
  g_assert_false (
    reeve_sites_measure (sites, reeve_sites_hash ("Berlin"), reeve_sites_hash ("Atlantis"), &metres));
}

static void
test_places (void)
{
  static const struct
  {
    const char *text;
    const char *printed; /* (nullable): it is none */
  } cases[] = {
    { "52.520,13.405", "52.52,13.405" },
    { "52.520, 13.405", "52.52,13.405" },
    { "-33.8688,151.2093", "-33.8688,151.2093" },
    { "0,0", "0,0" },
    { "-0.0,-0", "0,0" },
    { "90,-180", "90,-180" },
    { "-90,180.000", "-90,180" },
    { "10,20", "10,20" },
    { "1.23456789,2", "1.234568,2" },
    { "90.1,0", NULL },
    { "0,180.5", NULL },
    { "0,-181", NULL },
    { "52.52", NULL },
    { "52.52,", NULL },
    { ",13", NULL },
    { "52,13,100", NULL }, /* how high it is says nothing here */
    { "52,520 13,405", NULL },
    { "geo:52.52,13.405", NULL },
    { "+52,13", NULL },
    { "52.,13", NULL },
    { ".5,13", NULL },
    { "1e1,13", NULL },
    { "0x10,13", NULL },
    { "nan,inf", NULL },
    { "--5,13", NULL },
    { "52.52,  13.405", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double latitude = 7, longitude = 8;
      gboolean good = reeve_detection_site_read_place (cases[i].text, &latitude, &longitude);
      g_autofree char *printed = good ? reeve_detection_site_print_place (latitude, longitude) : NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (printed, ==, cases[i].printed);
      g_assert_true (good || (latitude == 7 && longitude == 8));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sites/find", test_find);
  g_test_add_func ("/sites/distance", test_distance);
  g_test_add_func ("/sites/measure", test_measure);
  g_test_add_func ("/sites/places", test_places);
  return g_test_run ();
}
