/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include <config.h>

#include "common/tile-place.h"

/* The specification's own example, and the ends of what there can be. */
static void
test_read (void)
{
  static const struct
  {
    const char *path;
    ReeveTilePlace place;
  } cases[] = {
    { "0/000", { 0, 0, 256 } },
    { "0/000.p/1", { 0, 0, 1 } },
    { "3/067.p/255", { 3, 67, 255 } },
    { "63/999", { 63, 999, 256 } },
    { "0/x001/000", { 0, 1000, 256 } },
    { "0/x001/x234/067", { 0, 1234067, 256 } },
    { "2/x001/x234/067.p/12", { 2, 1234067, 12 } },
    { "0/x018/x446/x744/x073/x709/x550/999", { 0, G_GUINT64_CONSTANT (18446744073709550999), 256 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ReeveTilePlace place;

      if (!reeve_tile_place_read (cases[i].path, &place))
        g_error ("%s is none", cases[i].path);
      g_assert_cmpuint (place.level, ==, cases[i].place.level);
      g_assert_cmpuint (place.number, ==, cases[i].place.number);
      g_assert_cmpuint (place.width, ==, cases[i].place.width);
    }
}

/* What names nothing, and what would be a second name. */
static void
test_refused (void)
{
  static const char *const paths[] = {
    "",
    "/",
    "0",
    "0/",
    "/000",
    "0/0",
    "0/00",
    "0/0000",
    "0/1000",
    "00/000",
    "01/000",
    "64/000",
    "-1/000",
    "+1/000",
    " 1/000",
    "0x1/000",
    "entries/000",
    "data/000",
    "0/x000/001",
    "0/x000/000",
    "0/x001",
    "0/x001/",
    "0/x001/x002",
    "0/001/002",
    "0/x01/002",
    "0/X001/002",
    "0/x0001/002",
    "0/x-01/002",
    "0/+01",
    "0/000/",
    "0//000",
    "0/000/12",
    "0/000.p",
    "0/000.p/",
    "0/000.p/0",
    "0/000.p/01",
    "0/000.p/256",
    "0/000.p/-1",
    "0/000.p/1/",
    "0/000.p/1/2",
    "0/.p/1",
    "0/x001.p/002",
    "0/000.p.p/1",
    "0/x018/x446/x744/x073/x709/x551/616",
    "0/x999/x999/x999/x999/x999/x999/x999/999",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      ReeveTilePlace place;

      if (reeve_tile_place_read (paths[i], &place))
        g_error ("\"%s\" is taken for one", paths[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-place/read", test_read);
  g_test_add_func ("/tile-place/refused", test_refused);
  return g_test_run ();
}
