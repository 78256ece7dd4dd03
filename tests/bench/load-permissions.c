/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How long the permission model takes to be read from an encrypted workspace that was just opened, and to
 * follow one change; and the first page of what a review of its grants finds, which is counted, too.
 * tests/bench/bench-permissions.py runs it with the number of people; prints "name value" a line. */

#include "config.h"

#include <malloc.h>
#include <stdio.h>

#include "common/clock.h"
#include "common/user.h"
#include "service/store/grant-reviews.h"
#include "service/store/groups.h"
#include "service/store/permission-axes.h"
#include "service/store/permissions.h"
#include "service/store/users.h"
#include "tests/service/store/scratch.h"

static GRand *chance;

static char *
pick (GPtrArray *ids)
{
  return ids->pdata[g_rand_int_range (chance, 0, (gint32) ids->len)];
}

static void
add (ReeveTx *tx, const char *sql, const char *a, const char *b, const char *c)
{
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, &error);

  g_assert_no_error (error);
  reeve_statement_bind_text (statement, 1, a);
  reeve_statement_bind_text (statement, 2, b);
  reeve_statement_bind_text (statement, 3, c);
  if (!reeve_statement_run (statement, NULL, &error))
    g_error ("%s", error->message);
}

static GPtrArray *
add_groups (ReeveTx *tx, guint n)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ReeveGroup) group = reeve_group_new ();
      g_autoptr (GError) error = NULL;

      group->id = reeve_id_new ();
      group->name = g_strdup_printf ("Group %u", i);
      group->parent = i % 4 != 0 ? g_strdup (ids->pdata[i - 1]) : NULL;
      if (!reeve_groups_insert (tx, group, &error))
        g_error ("%s", error->message);
      g_ptr_array_add (ids, g_strdup (group->id));
    }
  return ids;
}

static GPtrArray *
add_users (ReeveTx *tx, guint n, GPtrArray *groups)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %u", i);
      g_autofree char *email = g_strdup_printf ("person.%u@example.org", i);
      g_autoptr (ReeveUser) user = make_user (name, email);
      const char *const theirs[] = { pick (groups), NULL };
      g_autoptr (GError) error = NULL;

      reeve_set_texts (&user->groups, theirs);
      if (!reeve_users_insert (tx, user, &error))
        g_error ("%s", error->message);
      g_ptr_array_add (ids, g_strdup (user->id));
    }
  return ids;
}

static GPtrArray *
add_folders (ReeveTx *tx, guint n)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (ids, g_strdup ("root"));
  for (guint i = 1; i < n; i++)
    {
      char *id = reeve_id_new ();

      add (tx,
           "INSERT INTO folders (id, version, name, parent, inherits, created, deleted, folders, grants, "
           "name_key) "
           "SELECT $1, 1, $1, $2, $3 <> '0', 1, 0, 0, 0, $1",
           id, pick (ids), g_rand_int_range (chance, 0, 25) == 0 ? "0" : "1");
      g_ptr_array_add (ids, id);
    }
  return ids;
}

static void
add_grants (ReeveTx *tx, guint n, GPtrArray *folders, GPtrArray *users, GPtrArray *groups)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = reeve_id_new ();
      gboolean is_group = i % 10 < 6;

      add (tx,
           is_group
             ? "INSERT INTO grants (id, version, folder, principal_kind, principal, verbs, expires, created) "
               "VALUES ($1, 1, $2, 'group', $3, 'view', 0, 1)"
             : "INSERT INTO grants (id, version, folder, principal_kind, principal, verbs, expires, created) "
               "VALUES ($1, 1, $2, 'user', $3, 'edit', 0, 1)",
           id, pick (folders), is_group ? pick (groups) : pick (users));
    }
}

static char *
fill (ReeveDb *db, guint n)
{
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);
  g_autoptr (GPtrArray) groups = add_groups (tx, n / 20);
  g_autoptr (GPtrArray) users = add_users (tx, n, groups);
  g_autoptr (GPtrArray) folders = add_folders (tx, n);

  add_grants (tx, n * 5, folders, users, groups);
  commit (tx);
  return g_strdup (users->pdata[0]);
}

static gsize
get_heap (void)
{
  return mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
}

/* ms until the model is at hand. */
static double
enter (ReevePermissions *permissions, ReeveTx *tx)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  if (reeve_permissions_enter (permissions, tx, &error) == NULL)
    g_error ("%s", error->message);
  reeve_permissions_leave (permissions);
  return (double) (g_get_monotonic_time () - start) / 1e3;
}

/* ms until a window of the matrix's rows is read. */
static double
read_rows (ReevePermissions *permissions, ReeveTx *tx, gint64 first)
{
  g_autoptr (ReevePermissionAxis) axis = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  ReevePermissionModel *model = reeve_permissions_enter (permissions, tx, &error);

  g_assert_no_error (error);
  axis = reeve_permission_axis_read_folders (tx, model, reeve_permissions_get_sizes (permissions), first, 64,
                                             &error);
  reeve_permissions_leave (permissions);
  g_assert_no_error (error);
  return (double) (g_get_monotonic_time () - start) / 1e3;
}

/* One grant in fifty has run out; uses were noted for long, one in three was used since; every hundredth
 * person is suspended. */
static void
age (ReeveDb *db)
{
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, reeve_clock_now ());

  add (tx, "INSERT INTO grant_uses_began (at) SELECT 1 WHERE $1 IS NULL AND $2 IS NULL AND $3 IS NULL", NULL,
       NULL, NULL);
  add (tx,
       "INSERT INTO grant_uses (grant_id, used) SELECT id, CAST ($1 AS BIGINT) FROM grants "
       "WHERE unicode (substr (id, -1)) % 3 = 0 AND $2 IS NULL AND $3 IS NULL",
       now, NULL, NULL);
  add (
    tx,
    "UPDATE grants SET expires = 2 WHERE id IN (SELECT id FROM (SELECT id, row_number () OVER (ORDER BY id) "
    "AS n FROM grants) WHERE n % 50 = 0) AND $1 IS NULL AND $2 IS NULL AND $3 IS NULL",
    NULL, NULL, NULL);
  add (tx,
       "UPDATE users SET state = 'suspended' WHERE number % 100 = 0 AND $1 IS NULL AND $2 IS NULL AND $3 IS "
       "NULL",
       NULL, NULL, NULL);
  commit (tx);
}

/* As the API reads the list: whoever is nobody first, by the model at hand. ms for the page, and for how many
 * there are. */
static double
find (ReevePermissions *permissions, ReeveTx *tx, const char *finding, gint64 *n)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_auto (GStrv) nobodies = NULL;
  g_autoptr (ReeveListing) listing = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  query->limit = 100;
  reeve_query_set_filter (query, "finding", finding);
  if (g_str_equal (finding, "nobody"))
    {
      ReevePermissionModel *model = reeve_permissions_enter (permissions, tx, &error);

      g_assert_no_error (error);
      nobodies = reeve_grant_reviews_list_nobodies (tx, model, &error);
      reeve_permissions_leave (permissions);
      g_assert_no_error (error);
    }
  listing = reeve_grant_reviews_list (tx, query, (const char *const *) nobodies, reeve_clock_now (), &error);
  g_assert_no_error (error);
  *n = listing->total;
  return (double) (g_get_monotonic_time () - start) / 1e3;
}

static void
review (ReevePermissions *permissions, ReeveDb *db)
{
  static const char *const findings[] = { "unused", "expired", "nobody" };
  ReeveTx *tx;

  age (db);
  tx = begin (db, REEVE_TX_READ);
  enter (permissions, tx);
  for (guint i = 0; i < G_N_ELEMENTS (findings); i++)
    {
      gint64 n;
      double first = find (permissions, tx, findings[i], &n);
      double again = find (permissions, tx, findings[i], &n);

      printf ("%s_ms %.2f\n%s_n %" G_GINT64_FORMAT "\n", findings[i], MIN (first, again), findings[i], n);
    }
  reeve_tx_end (tx);
}

int
main (int argc, char **argv)
{
  g_auto (Scratch) scratch = { 0 };
  ReevePermissions *permissions = reeve_permissions_new ();
  g_autofree char *user = NULL;
  guint64 n = 10000;
  gsize before;
  ReeveDb *db;
  ReeveTx *tx;

  if (argc > 1)
    g_assert_true (g_ascii_string_to_unsigned (argv[1], 10, 100, 1000000, &n, NULL));
  chance = g_rand_new_with_seed (1);
  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  user = fill (db, (guint) n);
  reeve_db_close (db);
  reeve_db_unref (db);

  db = scratch_open (&scratch, "workspace");
  tx = begin (db, REEVE_TX_READ);
  malloc_trim (0);
  before = get_heap ();
  printf ("load_ms %.1f\n", enter (permissions, tx));
  printf ("load_mb %.1f\n", (double) (get_heap () - before) / 1e6);
  reeve_tx_end (tx);
  tx = begin (db, REEVE_TX_WRITE);
  add (tx, "UPDATE users SET roles = 'auditor' WHERE id = $1 AND $2 IS NULL AND $3 IS NULL", user, NULL,
       NULL);
  commit (tx);
  tx = begin (db, REEVE_TX_READ);
  printf ("follow_ms %.3f\n", enter (permissions, tx));
  printf ("asked_ms %.4f\n", enter (permissions, tx));
  printf ("rows_counted_ms %.3f\n", read_rows (permissions, tx, 0));
  printf ("rows_first_ms %.3f\n", read_rows (permissions, tx, 0));
  printf ("rows_last_ms %.3f\n", read_rows (permissions, tx, (gint64) n - 64));
  reeve_tx_end (tx);
  review (permissions, db);

  reeve_permissions_free (permissions);
  reeve_db_close (db);
  reeve_db_unref (db);
  scratch_clear (&scratch);
  g_rand_free (chance);
  return 0;
}
