/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Making a pack: whoever goes away in the middle leaves nothing behind, what comes meanwhile is not in it,
 * and what makes no sense is refused. evidence.py looks at what is in one. */

#include "config.h"

#include <glib/gstdio.h>

#include "breach-world.h"
#include "service/evidence/archive.h"
#include "service/evidence/pack.h"
#include "service/evidence/tally.h"

static ReeveEvidencePack *
make_pack (BreachWorld *world)
{
  g_autoptr (GError) error = NULL;
  ReeveEvidencePack *pack = reeve_evidence_pack_new (world->fixture->installation,
                                                     breach_world_make_matter (world), "reeve.test", &error);

  g_assert_no_error (error);
  return pack;
}

/* All of it; how many pieces. (transfer full) */
static GBytes *
make_all (ReeveEvidencePack *pack, guint *n)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean last = FALSE;

  for (*n = 0; !last; ++*n)
    {
      g_autoptr (GError) error = NULL;

      g_string_truncate (out, 0);
      g_assert_true (reeve_evidence_pack_make_piece (pack, out, &last, &error));
      g_assert_no_error (error);
      g_byte_array_append (all, (const guint8 *) out->str, (guint) out->len);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

/* Freed after any number of pieces, it leaves nothing (the sanitizers look), and its last piece is the last.
 */
static void
test_cancelled (void)
{
  g_autoptr (BreachWorld) world = breach_world_new (1500, 10);
  g_autoptr (ReeveEvidencePack) whole = make_pack (world);
  g_autofree char *name = reeve_evidence_pack_get_file_name (whole);
  g_autoptr (GBytes) all = NULL;
  guint n;

  g_assert_cmpstr (name, ==, "evidence-2026-17.zip");
  all = make_all (whole, &n);
  g_assert_cmpuint (n, >, 2);
  g_assert_cmpuint (g_bytes_get_size (all), >, 100000);
  for (guint stop = 0; stop < n; stop++)
    {
      g_autoptr (ReeveEvidencePack) pack = make_pack (world);
      g_autoptr (GString) out = g_string_new (NULL);
      gboolean last = FALSE;

      for (guint i = 0; i < stop && !last; i++)
        g_assert_true (reeve_evidence_pack_make_piece (pack, out, &last, NULL));
    }
}

/* The same moment makes the same bytes, whatever the log was told since. */
static void
test_snapshot (void)
{
  g_autoptr (BreachWorld) world = breach_world_new (0, 10);
  g_autoptr (ReeveEvidencePack) pack = make_pack (world);
  g_autoptr (ReeveEvidencePack) again = make_pack (world);
  ReeveAccessLog *log = reeve_installation_get_access_log (world->fixture->installation);
  const ReeveAccessEvent late = { .time = world->reported + 5 * REEVE_MINUTE,
                                  .status = 200,
                                  .action = "sign-in",
                                  .actor = world->bo,
                                  .actor_name = "Bo Lindqvist <bo@vallis.example>" };
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) other = NULL;
  guint n;

  one = make_all (pack, &n);
  reeve_access_log_append (log, world->admin->workspace, &late);
  reeve_access_log_flush (log);
  other = make_all (again, &n);
  g_assert_true (g_bytes_equal (one, other));
}

static void
test_refused (void)
{
  g_autoptr (BreachWorld) world = breach_world_new (0, 0);

  for (guint i = 0; i < 4; i++)
    {
      ReeveEvidenceMatter *matter = breach_world_make_matter (world);
      g_autoptr (GError) error = NULL;

      if (i == 0)
        g_ptr_array_set_size (matter->people, 0);
      else if (i == 1)
        matter->reported = 0;
      else if (i == 2)
        matter->until = matter->from;
      else
        g_set_str (&matter->workspace, "0190aaaa-0000-7000-8000-000000000001");
      g_assert_null (reeve_evidence_pack_new (world->fixture->installation, matter, NULL, &error));
      g_assert_error (error, REEVE_ERROR, (i < 3 ? (int) REEVE_ERROR_INVALID : (int) REEVE_ERROR_NOT_FOUND));
    }
}

/* Parts of a case's time, with and without their moments. */
static void
test_phases (void)
{
  g_autoptr (ReeveEvidenceMatter) matter = reeve_evidence_matter_new ();

  matter->reported = 100;
  g_assert_cmpint (reeve_evidence_matter_get_phase (matter, 99), ==, REEVE_EVIDENCE_BEFORE);
  g_assert_cmpint (reeve_evidence_matter_get_phase (matter, 100), ==, REEVE_EVIDENCE_REPORTED);
  g_assert_cmpint (reeve_evidence_matter_get_start (matter), ==, 100);
  matter->since = 50;
  matter->contained = 150;
  g_assert_cmpint (reeve_evidence_matter_get_phase (matter, 49), ==, REEVE_EVIDENCE_BEFORE);
  g_assert_cmpint (reeve_evidence_matter_get_phase (matter, 50), ==, REEVE_EVIDENCE_SINCE);
  g_assert_cmpint (reeve_evidence_matter_get_phase (matter, 149), ==, REEVE_EVIDENCE_REPORTED);
  g_assert_cmpint (reeve_evidence_matter_get_phase (matter, 150), ==, REEVE_EVIDENCE_CONTAINED);
  g_assert_cmpint (reeve_evidence_matter_get_start (matter), ==, 50);
  matter->contained = 70; /* before the report */
  g_assert_cmpint (reeve_evidence_matter_get_phase (matter, 80), ==, REEVE_EVIDENCE_SINCE);
  g_assert_cmpint (reeve_evidence_matter_get_phase (matter, 100), ==, REEVE_EVIDENCE_CONTAINED);
}

/* A guesser with any number of addresses does not fill the memory, and none of it goes uncounted. */
static void
test_bounded (void)
{
  g_autoptr (ReeveEvidenceMatter) matter = reeve_evidence_matter_new ();
  g_autoptr (ReeveEvidenceTally) tally = NULL;
  g_autoptr (GPtrArray) places = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  gint64 more, more_rows, told = 0;

  matter->reported = REEVE_DAY;
  matter->until = 2 * REEVE_DAY;
  tally = reeve_evidence_tally_new (matter);
  for (guint i = 0; i < 50000; i++)
    {
      g_autofree char *address = g_strdup_printf ("2001:db8::%x:%x", i >> 16, i & 0xffff);
      const ReeveAccessEvent event = { .time = REEVE_DAY + i * REEVE_SECOND,
                                       .action = "sign-in",
                                       .address = address,
                                       .result = REEVE_ACCESS_REFUSED };

      reeve_evidence_tally_add (tally, &event, 0, TRUE);
    }
  places = reeve_evidence_tally_list_places (tally, &more);
  g_assert_cmpint (places->len + more, ==, 50000);
  g_assert_cmpint (more, >, 0);
  g_assert_cmpint (
    reeve_evidence_tally_get_counts (tally)->n[REEVE_EVIDENCE_REPORTED][REEVE_EVIDENCE_FAILED_SIGN_IN], ==,
    50000);
  rows = reeve_evidence_tally_list_rows (tally, &more_rows);
  for (guint i = 0; i < rows->len; i++)
    told += ((const ReeveEvidenceRow *) rows->pdata[i])->n;
  g_assert_cmpint (told + more_rows, ==, 50000);
  g_assert_cmpint (rows->len, <, 2000);
}

/* What may be of any size is read by others as well. */
static void
test_large (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveEvidenceArchive) archive = reeve_evidence_archive_new (REEVE_DAY, TRUE, &error);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *folder = g_dir_make_tmp ("reeve-evidence-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "large.zip", NULL);
  const char *const reader[] = {
    "python3", "-c",
    "import sys, zipfile; pack = zipfile.ZipFile (sys.argv[1]); print (pack.testzip (), "
    "pack.infolist ()[0].extract_version, pack.read ('one.txt'), pack.read ('two.txt'))",
    path, NULL
  };
  g_autofree char *said = NULL;
  int status;

  g_assert_no_error (error);
  reeve_evidence_archive_set_out (archive, out);
  g_assert_true (reeve_evidence_archive_add (archive, "one.txt", "one", 3, &error));
  g_assert_true (reeve_evidence_archive_add (archive, "two.txt", "", 0, &error));
  g_assert_true (reeve_evidence_archive_close (archive, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, out->str, (gssize) out->len, &error));
  g_assert_true (g_spawn_sync (NULL, (char **) reader, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &said, NULL,
                               &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (said, ==, "None 45 b'one' b''\n");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/pack/cancelled", test_cancelled);
  g_test_add_func ("/pack/snapshot", test_snapshot);
  g_test_add_func ("/pack/refused", test_refused);
  g_test_add_func ("/pack/phases", test_phases);
  g_test_add_func ("/pack/bounded", test_bounded);
  g_test_add_func ("/pack/large", test_large);
  return g_test_run ();
}
