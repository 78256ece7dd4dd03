/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How long imports, previews, bulk changes and their undo take: measure-bulk [USERS]. Prints one line each.
 */

#include "config.h"

#include <time.h>

#include "tests/service/api/fixture.h"

static gint64 begun;
static clock_t spent;

static void
say (const char *what)
{
  g_print ("%-28s %6.2f s, %6.2f s of CPU\n", what, (double) (g_get_monotonic_time () - begun) / 1e6,
           (double) (clock () - spent) / CLOCKS_PER_SEC);
  begun = g_get_monotonic_time ();
  spent = clock ();
}

static void
import_chunk (Device *device, guint first, guint n)
{
  g_autoptr (GString) csv = g_string_new ("email,name\n");
  ReeveUserImport *body = reeve_user_import_new ();
  g_autoptr (Answer) answer = NULL;

  for (guint i = first; i < first + n; i++)
    g_string_append_printf (csv, "person%06u@vallis.example,Person %06u\n", i, i);
  body->content = g_strdup (csv->str);
  answer = device_call (device, users_import, .body = body);
  assert_done (answer);
}

static char *
change_all (Device *device, const char *action, const char *batch, gboolean dry_run)
{
  ReeveUserBulk *body = reeve_user_bulk_new ();
  g_autoptr (Answer) answer = NULL;

  body->action = g_intern_string (action);
  body->batch = g_strdup (batch);
  body->query = batch == NULL ? g_strdup ("") : NULL;
  body->dry_run = dry_run;
  answer = device_call (device, users_bulk, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_USER_BULK_RESULT (answer->reply)->batch);
}

int
main (int argc, char **argv)
{
  guint64 n = 10000;
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *preview = NULL;
  g_autofree char *batch = NULL;
  g_autofree char *undone = NULL;
  g_autoptr (Answer) export = NULL;

  if (argc > 1)
    g_assert_true (g_ascii_string_to_unsigned (argv[1], 10, 1, 1000000, &n, NULL));
  begun = g_get_monotonic_time ();
  spent = clock ();
  for (guint i = 0; i < n; i += 10000)
    {
      import_chunk (hana, i, (guint) MIN (10000, n - i));
      say ("import 10,000");
    }
  preview = change_all (hana, "suspend", NULL, TRUE);
  say ("preview of suspend, all");
  batch = change_all (hana, "suspend", NULL, FALSE);
  say ("suspend, all");
  undone = change_all (hana, "undo", batch, FALSE);
  say ("undo, all");
  export = device_call (hana, users_export);
  say ("export, all");
  return 0;
}
