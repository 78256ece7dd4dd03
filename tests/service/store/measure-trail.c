/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Measures a page of the audit trail of 200,000 entries (or as many as the argument says), through SQLCipher.
 * Not a test: prints milliseconds, median and best of some tries, on a warm connection. */

#include "config.h"

#include <stdlib.h>

#include "common/clock.h"
#include "scratch.h"
#include "service/store/audit-trail.h"
#include "service/store/audit.h"

#define TRIES 15

static const char *const none[] = { NULL };

static void
fill (ReeveDb *db, guint n)
{
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();
      g_autoptr (GError) error = NULL;

      entry->actor = reeve_id_new ();
      entry->actor_name = g_strdup ("Hana Sato <hana.sato@vallis.example>");
      entry->session = reeve_id_new ();
      entry->address = g_strdup ("192.0.2.44");
      entry->action = g_strdup ("user.save");
      entry->object_type = g_strdup ("user");
      entry->object_id = reeve_id_new ();
      entry->object_name =
        i == 0 ? g_strdup ("Otto Owl") : g_strdup_printf ("Person %u <person.%u@mail.example.org>", i, i);
      entry->before = g_strdup ("{\"groups\":null,\"roles\":[\"member\"],\"state\":\"active\"}");
      entry->after = g_strdup ("{\"groups\":[\"0190c5a4-0000-7000-8000-000000000000\"],"
                               "\"roles\":[\"reviewer\"],\"state\":\"suspended\"}");
      entry->reason = g_strdup ("moved to another team, asked for by their lead");
      g_assert_true (reeve_audit_append (tx, entry, &error));
      if (i % 10000 == 9999)
        {
          commit (tx);
          tx = begin (db, REEVE_TX_WRITE);
        }
    }
  commit (tx);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* How long one page takes. @next: (out) (transfer full) (nullable) */
static gint64
load (ReeveDb *db, const ReeveQuery *query, char **next)
{
  g_autoptr (ReeveTx) tx = begin (db, REEVE_TX_READ);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (ReeveListing) listing = reeve_audit_trail_list (tx, query, none, FALSE, NULL);
  gint64 taken = g_get_monotonic_time () - start;

  g_assert_true (listing != NULL && (query->text != NULL || listing->items->len == query->limit));
  *next = g_strdup (listing->next);
  return taken;
}

static void
measure (ReeveDb *db, const char *name, const char *text)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  gint64 times[TRIES];
  gint64 all = 0;
  guint pages = 0;

  g_set_str (&query->text, text);
  query->limit = 50;
  for (guint i = 0; i < TRIES; i++)
    {
      g_autofree char *next = NULL;

      times[i] = load (db, query, &next);
    }
  qsort (times, TRIES, sizeof times[0], compare);
  do
    {
      char *next;

      all += load (db, query, &next);
      g_free (query->cursor);
      query->cursor = next;
      pages++;
    }
  while (query->cursor != NULL && pages < 20);
  g_print ("%s: a page %.1f ms (best %.1f), %u pages %.0f ms\n", name, (double) times[TRIES / 2] / 1000,
           (double) times[0] / 1000, pages, (double) all / 1000);
}

int
main (int argc, char **argv)
{
  g_auto (Scratch) scratch = { 0 };
  g_autoptr (ReeveDb) db = NULL;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  fill (db, argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 200000);
  measure (db, "no words", NULL);
  measure (db, "all", "person");
  measure (db, "the oldest alone", "owl");
  measure (db, "none", "nightingale");
  measure (db, "three words, in none", "night in gale");
  return 0;
}
