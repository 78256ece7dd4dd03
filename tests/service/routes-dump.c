/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Prints the table of routes, for tests that hold the API's description against it: method, path, the
 * capability (or -), who may call it and whether with a fresh code (or -), a row a line. With --actions:
 * method, path, and the action that its access events name (or -), of those that make any. */

#include <config.h>

#include <stdio.h>
#include <string.h>

#include "service/http/routes.h"

static void
print_row (const ReeveRoute *route)
{
  const char *callers = (route->flags & REEVE_ROUTE_PUBLIC) != 0 ? "anybody"
                        : (route->flags & REEVE_ROUTE_OPEN) != 0 ? "device"
                                                                 : "session";
  const char *capability =
    route->capability != REEVE_CAPABILITY_NONE ? reeve_capability_to_wire (route->capability) : "-";

  printf ("%s %s %s %s %s\n", route->method, route->path, capability, callers,
          (route->flags & REEVE_ROUTE_STEP_UP) != 0 ? "step-up"
          : route->wants_code != NULL               ? "sometimes"
                                                    : "-");
}

int
main (int argc, char **argv)
{
  gboolean actions = argc > 1 && strcmp (argv[1], "--actions") == 0;

  for (guint i = 0; i < reeve_n_routes; i++)
    {
      const ReeveRoute *route = &reeve_routes[i];

      if (!actions)
        print_row (route);
      else if ((route->flags & REEVE_ROUTE_QUIET) == 0)
        printf ("%s %s %s\n", route->method, route->path,
                route->audit_action != NULL ? route->audit_action : "-");
    }
  return 0;
}
