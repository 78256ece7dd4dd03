/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Strict: what could be written shorter, or in another way, names nothing. */

#include "config.h"

#include "common/tile-place.h"

#include <string.h>

#include "common/merkle-edge.h"

#define GROUP        1000
#define GROUP_DIGITS 3

/* A decimal number as it is printed. */
static gboolean
read_number (const char *text, guint least, guint most, guint *number)
{
  guint64 value;

  if (!g_ascii_isdigit (text[0]) || (text[0] == '0' && text[1] != '\0') ||
      !g_ascii_string_to_unsigned (text, 10, least, most, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

/* One group more of the index. @length: of @text as far as it counts */
static gboolean
add_group (const char *text, gsize length, guint64 *number)
{
  guint64 value = 0;

  if (length != GROUP_DIGITS || *number > (G_MAXUINT64 - (GROUP - 1)) / GROUP)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      value = 10 * value + (guint64) g_ascii_digit_value (text[i]);
    }
  *number = GROUP * *number + value;
  return TRUE;
}

/* All groups but the last. @segments: from the first on. How many; -1: they are none. */
static int
read_upper_groups (char **segments, guint64 *number)
{
  int n = 0;

  for (; segments[n] != NULL && segments[n][0] == 'x'; n++)
    if (!add_group (segments[n] + 1, strlen (segments[n] + 1), number) || *number == 0)
      return -1;
  return n;
}

/* "067", or "067.p" with the width in @next (nullable). How many of the two are used up; 0: they are none. */
static int
read_last_group (const char *text, const char *next, ReeveTilePlace *place)
{
  gboolean partial = g_str_has_suffix (text, ".p");

  if (!add_group (text, strlen (text) - (partial ? strlen (".p") : 0), &place->number))
    return 0;
  place->width = REEVE_MERKLE_TILE_WIDTH;
  if (!partial)
    return 1;
  return next != NULL && read_number (next, 1, REEVE_MERKLE_TILE_WIDTH - 1, &place->width) ? 2 : 0;
}

gboolean
reeve_tile_place_read (const char *path, ReeveTilePlace *place)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  char **at = segments + 1;
  int n;

  *place = (ReeveTilePlace) { 0 };
  if (segments[0] == NULL || !read_number (segments[0], 0, REEVE_TILE_MAX_LEVEL, &place->level))
    return FALSE;
  n = read_upper_groups (at, &place->number);
  if (n < 0 || at[n] == NULL)
    return FALSE;
  at += n;
  n = read_last_group (at[0], at[1], place);
  return n > 0 && at[n] == NULL;
}
