/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* seed-log FOLDER N DAYS: puts N events of the last DAYS days into the access log of every workspace of a
 * data folder that no service has open. The root key comes on standard input, in base64, as the keyring gives
 * it. */

#include "config.h"

#include <stdlib.h>

#include "common/clock.h"
#include "service/store/installation.h"
#include "tests/bench/life.h"
#include "tests/bench/seed.h"

#define BATCH 8000

static void
fill (ReeveAccessLog *log, const char *workspace, guint64 n, guint64 days)
{
  g_auto (Life) life = { 0 };
  gint64 end = reeve_clock_now ();
  double step = (double) days * (double) REEVE_DAY / (double) n;

  life_init (&life);
  for (guint64 i = 0; i < n; i++)
    {
      life_append (&life, log, workspace, end - (gint64) ((double) (n - i) * step));
      if (i % BATCH == BATCH - 1)
        reeve_access_log_flush (log);
    }
  reeve_access_log_flush (log);
}

int
main (int argc, char **argv)
{
  g_autoptr (ReeveInstallation) installation = NULL;
  g_auto (GStrv) all = NULL;
  guint64 n;
  guint64 days;

  if (argc != 4 || !g_ascii_string_to_unsigned (argv[2], 10, 1, 1000000000, &n, NULL) ||
      !g_ascii_string_to_unsigned (argv[3], 10, 1, 365, &days, NULL))
    g_error ("say: seed-log FOLDER N DAYS <ROOT-KEY");
  installation = bench_seed_open (argv[1]);
  all = reeve_installation_list_workspaces (installation);
  for (guint i = 0; all[i] != NULL; i++)
    fill (reeve_installation_get_access_log (installation), all[i], n, days);
  if (reeve_access_log_get_lost (reeve_installation_get_access_log (installation)) > 0)
    g_error ("some events could not be written");
  return EXIT_SUCCESS;
}
