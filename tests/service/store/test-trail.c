/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Words in the audit trail of a workspace that has more entries than one page looks at. */

#include "config.h"

#include <string.h>

#include "scratch.h"
#include "service/store/audit-trail.h"
#include "service/store/audit.h"

#define ENTRIES 25000 /* two pages and a half */

static const char *const none[] = { NULL };

/* The oldest is of an owl, the one in the middle and the newest of a raven. */
static void
fill (ReeveDb *db)
{
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);

  for (guint i = 0; i < ENTRIES; i++)
    {
      g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();
      g_autoptr (GError) error = NULL;

      entry->action = g_strdup ("user.save");
      entry->object_type = g_strdup (i % 2 == 0 ? "user" : "group");
      entry->object_id = g_strdup ("0190c5a4-0000-7000-8000-000000000001");
      entry->object_name = g_strdup (i == 0                                 ? "Otto Owl"
                                     : i == ENTRIES / 2 || i == ENTRIES - 1 ? "Rita Raven"
                                                                            : "Somebody Else");
      g_assert_true (reeve_audit_append (tx, entry, &error));
      g_assert_no_error (error);
    }
  commit (tx);
}

/* All that pages of @limit find, one after the other. @type: (nullable): of any. @pages: (out): how many */
static GPtrArray *
find (ReeveDb *db, const char *text, const char *type, guint limit, guint *pages)
{
  g_autoptr (ReeveTx) tx = begin (db, REEVE_TX_READ);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  g_set_str (&query->text, text);
  if (type != NULL)
    reeve_query_set_filter (query, "objectType", type);
  query->limit = limit;
  for (*pages = 1;; ++*pages)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveListing) listing = reeve_audit_trail_list (tx, query, none, FALSE, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (listing->items->len, <=, limit);
      for (guint i = 0; i < listing->items->len; i++)
        g_ptr_array_add (found, g_object_ref (listing->items->pdata[i]));
      if (listing->next == NULL)
        return found;
      g_set_str (&query->cursor, listing->next);
    }
}

/* Each is found once, however many pages without it stand before it; and there is an end. */
static void
test_words (void)
{
  g_auto (Scratch) scratch = { 0 };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (GPtrArray) owl = NULL;
  g_autoptr (GPtrArray) owls = NULL;
  g_autoptr (GPtrArray) ravens = NULL;
  g_autoptr (GPtrArray) singly = NULL;
  g_autoptr (GPtrArray) nobody = NULL;
  g_autoptr (GPtrArray) all = NULL;
  guint pages;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  fill (db);
  owl = find (db, "owl", NULL, 100, &pages);
  g_assert_cmpuint (owl->len, ==, 1);
  g_assert_cmpuint (pages, ==, 3);
  owls = find (db, "OWL otto", "user", 100, &pages);
  g_assert_cmpuint (owls->len, ==, 1);
  g_assert_cmpuint (pages, ==, 2); /* of half as many */
  ravens = find (db, "raven", NULL, 100, &pages);
  g_assert_cmpuint (ravens->len, ==, 2);
  g_assert_cmpuint (pages, ==, 3);
  g_assert_cmpint (
    strcmp (REEVE_AUDIT_ENTRY (ravens->pdata[0])->id, REEVE_AUDIT_ENTRY (ravens->pdata[1])->id), >, 0);
  singly = find (db, "raven", NULL, 1, &pages);
  g_assert_cmpuint (singly->len, ==, 2);
  nobody = find (db, "nightingale", NULL, 100, &pages);
  g_assert_cmpuint (nobody->len, ==, 0);
  g_assert_cmpuint (pages, ==, 3);
  all = find (db, "somebody", NULL, 500, &pages);
  g_assert_cmpuint (all->len, ==, ENTRIES - 3);
}

/* A cursor is of its own question. */
static void
test_cursor (void)
{
  g_auto (Scratch) scratch = { 0 };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (ReeveListing) listing = NULL;
  g_autoptr (ReeveListing) other = NULL;
  g_autoptr (GError) error = NULL;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  fill (db);
  tx = begin (db, REEVE_TX_READ);
  query->limit = 10;
  g_set_str (&query->text, "owl");
  listing = reeve_audit_trail_list (tx, query, none, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (listing->items->len, ==, 0);
  g_set_str (&query->cursor, listing->next);
  g_set_str (&query->text, "raven");
  other = reeve_audit_trail_list (tx, query, none, FALSE, &error);
  g_assert_null (other);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/trail/words", test_words);
  g_test_add_func ("/store/trail/cursor", test_cursor);
  return g_test_run ();
}
