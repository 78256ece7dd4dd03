/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The permission model in memory follows its database: after any change, by whichever statement, it is as if
 * it were read anew; also when the journal has been cut off behind it, and when somebody reads while others
 * write. */

#include "config.h"

#include "scratch.h"
#include "service/store/groups.h"
#include "service/store/permission-axes.h"
#include "service/store/permissions.h"
#include "service/store/users.h"

#define N 8

typedef struct
{
  Scratch scratch;
  ReeveDb *db;
  ReevePermissions *permissions;
  char *users[N];
  char *groups[N];
  char *folders[N];
} World;

static void
execute (ReeveTx *tx, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list arguments;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  run (tx, sql);
}

static void
set_up (World *world, gconstpointer unused)
{
  ReeveTx *tx;

  scratch_init (&world->scratch);
  world->db = scratch_open (&world->scratch, "workspace");
  world->permissions = reeve_permissions_new ();
  tx = begin (world->db, REEVE_TX_WRITE);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %u", i);
      g_autofree char *email = g_strdup_printf ("person.%u@example.org", i);
      g_autoptr (ReeveUser) user = make_user (name, email);
      g_autoptr (ReeveGroup) group = reeve_group_new ();
      g_autoptr (GError) error = NULL;

      group->id = g_strdup_printf ("group-%u", i);
      group->name = g_strdup_printf ("Group %u", i);
      group->parent = i > 0 && i % 3 != 0 ? g_strdup (world->groups[i - 1]) : NULL;
      g_assert_true (reeve_groups_insert (tx, group, &error));
      g_assert_true (reeve_users_insert (tx, user, &error));
      world->users[i] = g_strdup (user->id);
      world->groups[i] = g_strdup (group->id);
      world->folders[i] = g_strdup_printf ("folder-%u", i);
      execute (tx,
               "INSERT INTO folders (id, version, name, parent, inherits, created, deleted, folders, grants, "
               "name_key) "
               "VALUES ('%s', 1, 'x', '%s', 1, 1, 0, 0, 0, '%u')",
               world->folders[i], i > 0 ? world->folders[i / 2] : "root", i);
    }
  commit (tx);
}

static void
tear_down (World *world, gconstpointer unused)
{
  for (guint i = 0; i < N; i++)
    {
      g_free (world->users[i]);
      g_free (world->groups[i]);
      g_free (world->folders[i]);
    }
  reeve_permissions_free (world->permissions);
  reeve_db_close (world->db);
  reeve_db_unref (world->db);
  scratch_clear (&world->scratch);
}

/* One change, as any part of the service might make it. */
static void
change (World *world, ReeveTx *tx)
{
  const char *user = world->users[g_test_rand_int_range (0, N)];
  const char *group = world->groups[g_test_rand_int_range (0, N)];
  const char *folder = world->folders[g_test_rand_int_range (1, N)];
  int grant = g_test_rand_int_range (0, 12);

  switch (g_test_rand_int_range (0, 10))
    {
    case 0:
      execute (tx, "UPDATE users SET groups = '%s' WHERE id = '%s'", group, user);
      break;
    case 1:
      execute (tx, "UPDATE users SET roles = '%s' WHERE id = '%s'", grant % 2 == 0 ? "auditor" : "member",
               user);
      break;
    case 2:
      execute (tx, "UPDATE users SET deleted = %d WHERE id = '%s'", grant % 3 == 0, user);
      break;
    case 3:
      execute (tx, "UPDATE folders SET inherits = %d WHERE id = '%s'", grant % 2, folder);
      break;
    case 4:
      execute (tx, "UPDATE folders SET deleted = %d WHERE id = '%s'", grant % 4 == 0, folder);
      break;
    case 5:
      execute (tx, "UPDATE folders SET parent = 'root' WHERE id = '%s'", folder);
      break;
    case 6:
      execute (tx, "DELETE FROM grants WHERE id = 'grant-%d'", grant);
      break;
    case 7:
      execute (tx, "UPDATE groups SET parent = NULL WHERE id = '%s'", group);
      break;
    default:
      execute (tx,
               "INSERT INTO grants (id, version, folder, principal_kind, principal, verbs, expires, created) "
               "VALUES ('grant-%d', 1, '%s', '%s', '%s', '%s', 0, 1) "
               "ON CONFLICT (id) DO UPDATE SET folder = '%s', verbs = 'edit', version = 2",
               grant, folder,
               grant % 3 == 0   ? "role"
               : grant % 3 == 1 ? "group"
                                : "user",
               grant % 3 == 0   ? "auditor"
               : grant % 3 == 1 ? group
                                : user,
               grant % 2 == 0 ? "view" : "manage", folder);
    }
}

/* All that can be asked is answered as by a model that was read anew. */
static void
assert_follows (World *world)
{
  ReeveTx *tx = begin (world->db, REEVE_TX_READ);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePermissionModel) anew = reeve_permissions_read (tx, &error);
  ReevePermissionModel *model = reeve_permissions_enter (world->permissions, tx, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N; i++)
    for (guint k = 0; k < N; k++)
      g_assert_cmpint (
        reeve_permission_check (model, reeve_permission_model_find_subject (model, world->users[i]),
                                reeve_permission_model_find_folder (model, world->folders[k]), 1),
        ==,
        reeve_permission_check (anew, reeve_permission_model_find_subject (anew, world->users[i]),
                                reeve_permission_model_find_folder (anew, world->folders[k]), 1));
  reeve_permissions_leave (world->permissions);
  reeve_tx_end (tx);
}

static void
test_follow (World *world, gconstpointer unused)
{
  for (guint round = 0; round < 400; round++)
    {
      ReeveTx *tx = begin (world->db, REEVE_TX_WRITE);

      for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
        change (world, tx);
      if (round % 5 == 0)
        reeve_tx_end (tx); /* and nothing of it has been */
      else
        commit (tx);
      assert_follows (world);
    }
}

/* The journal is kept for a while only: whoever is behind it reads everything. */
static void
test_cut_off (World *world, gconstpointer unused)
{
  ReeveTx *tx;

  assert_follows (world);
  tx = begin (world->db, REEVE_TX_WRITE);
  for (guint i = 0; i < 40; i++)
    change (world, tx);
  run (tx, "DELETE FROM permission_journal WHERE number < (SELECT max (number) FROM permission_journal)");
  commit (tx);
  assert_follows (world);
  tx = begin (world->db, REEVE_TX_WRITE);
  for (guint i = 0; i < 18000; i++)
    run (tx, "INSERT INTO permission_journal (kind, id) VALUES ('folder', 'root')");
  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM permission_journal"), <=, 17408);
  commit (tx);
  assert_follows (world);
}

static gpointer
ask_often (gpointer data)
{
  World *world = data;

  for (guint i = 0; i < 300; i++)
    {
      ReeveTx *tx = begin (world->db, REEVE_TX_READ);
      g_autoptr (GError) error = NULL;
      ReevePermissionModel *model = reeve_permissions_enter (world->permissions, tx, &error);
      guint8 verbs[4 * N];

      g_assert_no_error (error);
      g_assert_cmpuint (reeve_permission_model_get_n_subjects (model), <=, G_N_ELEMENTS (verbs));
      reeve_permission_who (model, reeve_permission_model_find_folder (model, world->folders[i % N]), 1,
                            verbs);
      reeve_permissions_leave (world->permissions);
      reeve_tx_end (tx);
    }
  return NULL;
}

static void
test_side_by_side (World *world, gconstpointer unused)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("asks", ask_often, world);
  for (guint i = 0; i < 300; i++)
    {
      ReeveTx *tx = begin (world->db, REEVE_TX_WRITE);

      change (world, tx);
      commit (tx);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  assert_follows (world);
}

/* The order that a tree that stands open has, by walking all of it. (transfer full): of "DEPTH ID" */
static GPtrArray *
list_tree (ReeveTx *tx)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  gboolean row = TRUE;
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "WITH RECURSIVE tree (id, depth, name_key) AS (SELECT id, 0, name_key FROM folders WHERE id = 'root' "
    "UNION ALL SELECT f.id, tree.depth + 1, f.name_key FROM tree CROSS JOIN folders AS f "
    "ON f.parent = tree.id AND f.deleted = 0 ORDER BY 2 DESC, 3) SELECT id, depth FROM tree",
    &error);

  g_assert_no_error (error);
  while (reeve_statement_step (statement, &row, &error) && row)
    g_ptr_array_add (rows, g_strdup_printf ("%u %s", (guint) reeve_statement_get_int (statement, 1),
                                            reeve_statement_get_text (statement, 0)));
  g_assert_no_error (error);
  return rows;
}

static void
assert_rows (World *world, ReeveTx *tx, GPtrArray *rows, guint first, guint n)
{
  g_autoptr (GError) error = NULL;
  ReevePermissionModel *model = reeve_permissions_enter (world->permissions, tx, &error);
  g_autoptr (ReevePermissionAxis) axis = reeve_permission_axis_read_folders (
    tx, model, reeve_permissions_get_sizes (world->permissions), first, n, &error);

  reeve_permissions_leave (world->permissions);
  g_assert_no_error (error);
  g_assert_cmpint (axis->total, ==, rows->len);
  g_assert_cmpuint (axis->ids->len, ==, first < rows->len ? MIN (n, rows->len - first) : 0);
  for (guint i = 0; i < axis->ids->len; i++)
    {
      g_autofree char *row = g_strdup_printf ("%u %s", GPOINTER_TO_UINT (axis->depths->pdata[i]),
                                              (const char *) axis->ids->pdata[i]);

      g_assert_cmpstr (row, ==, rows->pdata[first + i]);
    }
}

/* Every window of the matrix's rows is what a walk over the whole tree gives there, whatever has changed:
 * names, which no journal tells of, as well. */
static void
test_rows (World *world, gconstpointer unused)
{
  for (guint round = 0; round < 100; round++)
    {
      g_autoptr (GPtrArray) rows = NULL;
      ReeveTx *tx = begin (world->db, REEVE_TX_WRITE);

      change (world, tx);
      execute (tx, "UPDATE folders SET name_key = '%d-%u' WHERE id = '%s'", g_test_rand_int_range (0, 9),
               round, world->folders[g_test_rand_int_range (0, N)]);
      commit (tx);
      tx = begin (world->db, REEVE_TX_READ);
      rows = list_tree (tx);
      for (guint first = 0; first <= rows->len; first++)
        for (guint n = 1; n <= 4; n++)
          assert_rows (world, tx, rows, first, n);
      reeve_tx_end (tx);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/permissions/follow", World, NULL, set_up, test_follow, tear_down);
  g_test_add ("/permissions/cut-off", World, NULL, set_up, test_cut_off, tear_down);
  g_test_add ("/permissions/rows", World, NULL, set_up, test_rows, tear_down);
  g_test_add ("/permissions/side-by-side", World, NULL, set_up, test_side_by_side, tear_down);
  return g_test_run ();
}
