/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/ring.h"

void
reeve_ring_add (ReeveRing *self, gint64 time, guint64 what)
{
  guint at = (guint) (self->added++ % REEVE_RING_MOST);

  self->times[at] = time;
  self->whats[at] = what;
}

void
reeve_ring_add_many (ReeveRing *self, gint64 time, guint64 what, guint n)
{
  for (guint i = 0; i < MIN (n, REEVE_RING_MOST); i++)
    reeve_ring_add (self, time, what);
}

void
reeve_ring_clear (ReeveRing *self)
{
  self->added = 0;
}

static guint
get_length (const ReeveRing *self)
{
  return (guint) MIN (self->added, REEVE_RING_MOST);
}

static gboolean
is_within (const ReeveRing *self, guint at, gint64 now, gint64 window)
{
  return self->times[at] > now - window && self->times[at] <= now;
}

guint
reeve_ring_count (const ReeveRing *self, gint64 now, gint64 window)
{
  guint n = 0;

  for (guint i = 0; i < get_length (self); i++)
    n += is_within (self, i, now, window);
  return n;
}

guint
reeve_ring_count_distinct (const ReeveRing *self, gint64 now, gint64 window)
{
  guint n = 0;

  for (guint i = 0; i < get_length (self); i++)
    {
      gboolean seen = !is_within (self, i, now, window);

      for (guint j = 0; j < i && !seen; j++)
        seen = self->whats[j] == self->whats[i] && is_within (self, j, now, window);
      n += !seen;
    }
  return n;
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer unused G_GNUC_UNUSED)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

guint
reeve_ring_list (const ReeveRing *self, gint64 now, gint64 window, gint64 *times)
{
  guint n_times = 0;
  guint n = 0;

  for (guint i = 0; i < get_length (self); i++)
    if (is_within (self, i, now, window))
      times[n_times++] = self->times[i];
  g_sort_array (times, n_times, sizeof *times, compare_cb, NULL);
  for (guint i = 0; i < n_times; i++)
    if (n == 0 || times[i] != times[n - 1])
      times[n++] = times[i];
  return n;
}
