/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* write-evidence FILE [BUSY [OTHERS [HOW [PEOPLE]]]]: writes the pack of a breach (breach-world.h), and says
 * as JSON what should be in it, how long it took and how much memory. HOW: "whole"; "damaged": a day of the
 * log is spoilt before; "unused": it was reported when all was over, not contained, and nobody knows since
 * when. PEOPLE: of the case, beside Bo. */

#include "config.h"

#include <glib/gstdio.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "breach-world.h"
#include "service/evidence/pack.h"

#define CACHES (16 * 1024 * 1024) /* of databases: what grows beyond is the pack's */

/* Of now; the most that there ever was says nothing once the world was made. */
static gint64
read_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmRSS:");
  return line != NULL ? g_ascii_strtoll (line + strlen ("VmRSS:"), NULL, 10) : 0;
}

/* Milliseconds of the processor: other work on the machine does not count. */
static gint64
read_processor (void)
{
  struct timespec time;

  g_assert_cmpint (clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time), ==, 0);
  return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* The file of the day of @time is no database any more. */
static void
spoil_day (BreachWorld *world, gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / REEVE_SECOND);
  g_autofree char *name = g_date_time_format (date, "%Y-%m-%d.db");
  g_autofree char *path =
    g_build_filename (world->fixture->folder, "access-log", world->admin->workspace, name, NULL);
  FILE *file;

  g_clear_pointer (&world->fixture->installation, reeve_installation_free);
  file = g_fopen (path, "r+");
  g_assert_nonnull (file);
  for (guint i = 0; i < 8192; i++)
    g_assert_cmpint (fputc ('x', file), ==, 'x');
  g_assert_cmpint (fclose (file), ==, 0);
  fixture_reopen (world->fixture);
}

static void
write_pack (ReeveEvidencePack *pack, FILE *file, gint64 *bytes, gint64 *most, gint64 *longest)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean last = FALSE;

  while (!last)
    {
      gint64 begun = g_get_monotonic_time ();

      g_string_truncate (out, 0);
      g_assert_true (reeve_evidence_pack_make_piece (pack, out, &last, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (fwrite (out->str, 1, out->len, file), ==, out->len);
      *bytes += (gint64) out->len;
      *most = MAX (*most, read_memory ());
      *longest = MAX (*longest, g_get_monotonic_time () - begun);
    }
}

static void
add_person (BreachWorld *world, ReeveEvidenceMatter *matter, gint64 i)
{
  g_autofree char *email = g_strdup_printf ("person-%" G_GINT64_FORMAT "@vallis.example", i);
  g_autofree char *name = g_strdup_printf ("Person %" G_GINT64_FORMAT " <%s>", i, email);
  g_autofree char *account = device_add_user (world->admin, email, "Somebody", "auditor");

  reeve_evidence_matter_add_person (matter, account, name);
}

int
main (int argc, char **argv)
{
  gint64 busy = argc > 2 ? g_ascii_strtoll (argv[2], NULL, 10) : 0;
  gint64 others = argc > 3 ? g_ascii_strtoll (argv[3], NULL, 10) : 20;
  g_autoptr (BreachWorld) world = breach_world_new (busy, others);
  g_autoptr (ReeveEvidencePack) pack = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begun, processor, before, bytes = 0, most = 0, longest = 0;
  gint64 people = argc > 5 ? g_ascii_strtoll (argv[5], NULL, 10) : 0;
  ReeveEvidenceMatter *matter;
  FILE *file;

  g_assert_cmpint (argc, >, 1);
  if (argc > 4 && g_str_equal (argv[4], "damaged"))
    spoil_day (world, world->since - REEVE_DAY);
  file = g_fopen (argv[1], "w");
  g_assert_nonnull (file);
  matter = breach_world_make_matter (world);
  if (argc > 4 && g_str_equal (argv[4], "unused"))
    {
      matter->since = matter->contained = 0;
      matter->reported = world->now - REEVE_HOUR;
    }
  for (gint64 i = 0; i < people; i++)
    add_person (world, matter, i);
  reeve_db_limit_caches_for_tests (CACHES);
  malloc_trim (0);
  before = read_memory ();
  begun = g_get_monotonic_time ();
  processor = read_processor ();
  pack = reeve_evidence_pack_new (world->fixture->installation, matter, "reeve.test", &error);
  g_assert_no_error (error);
  write_pack (pack, file, &bytes, &most, &longest);
  g_print ("{\"events\": %" G_GINT64_FORMAT ", \"uses\": %" G_GINT64_FORMAT
           ", \"failures\": %" G_GINT64_FORMAT ", \"bo\": \"%s\", \"processorMs\": %" G_GINT64_FORMAT
           ", \"ms\": %" G_GINT64_FORMAT ", \"longestMs\": %" G_GINT64_FORMAT ", \"bytes\": %" G_GINT64_FORMAT
           ", \"grownKb\": %" G_GINT64_FORMAT "}\n",
           world->n_events, world->uses, world->failures, world->bo, read_processor () - processor,
           (g_get_monotonic_time () - begun) / 1000, longest / 1000, bytes, most - before);
  g_assert_cmpint (fclose (file), ==, 0);
  return 0;
}
