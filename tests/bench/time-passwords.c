/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reads passwords, one a line; how long looking for each in the blocklist takes, and judging it. Prints lines
 * of bench-passwords.py. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "common/blocklist.h"
#include "common/password-policy.h"

#define JUDGED 2000

static void
figure (const char *what, const char *which, double value, const char *unit, double goal)
{
  printf ("%s, %s\t%.3f\t%s\t<= %.3f\t%s\n", what, which, value, unit, goal,
          value <= goal ? "reached" : "short");
}

int
main (int argc, char **argv)
{
  const char *which = argc > 1 ? argv[1] : "";
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_secret_unref);
  char line[1100];
  gint64 begun;
  gsize found = 0;

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      line[strcspn (line, "\n")] = '\0';
      g_ptr_array_add (words, reeve_secret_new_text (line));
    }
  begun = g_get_monotonic_time ();
  found += reeve_blocklist_has (words->pdata[0]);
  figure ("the first look", which, (double) (g_get_monotonic_time () - begun), "us", 1000);
  begun = g_get_monotonic_time ();
  for (guint i = 0; i < words->len; i++)
    found += reeve_blocklist_has (words->pdata[i]);
  figure ("a look", which, (double) (g_get_monotonic_time () - begun) / words->len, "us", 5);
  begun = g_get_monotonic_time ();
  for (guint i = 0; i < JUDGED; i++)
    {
      ReevePasswordVerdict verdict;

      reeve_password_policy_judge (&reeve_password_policy_default, words->pdata[i * (words->len / JUDGED)],
                                   "ada@example.org", "Ada Lovelace", &verdict);
      found += verdict.accepted;
    }
  figure ("judging by the whole policy", which, (double) (g_get_monotonic_time () - begun) / JUDGED, "us",
          500);
  return found > 2 * (gsize) words->len + JUDGED;
}
