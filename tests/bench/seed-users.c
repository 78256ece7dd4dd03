/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* seed-users FOLDER FROM TO: puts the people number FROM to TO - 1 into every workspace of a data folder that
 * no service has open. The root key comes on standard input, in base64, as the keyring gives it. */

#include "config.h"

#include <stdlib.h>

#include "seed.h"

int
main (int argc, char **argv)
{
  g_autoptr (ReeveInstallation) installation = NULL;
  guint64 from;
  guint64 to;

  if (argc != 4 || !g_ascii_string_to_unsigned (argv[2], 10, 0, 1000000, &from, NULL) ||
      !g_ascii_string_to_unsigned (argv[3], 10, 0, 1000000, &to, NULL))
    g_error ("say: seed-users FOLDER FROM TO <ROOT-KEY");
  installation = bench_seed_open (argv[1]);
  bench_seed (installation, NULL, (guint) from, (guint) to);
  return EXIT_SUCCESS;
}
