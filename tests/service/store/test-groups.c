/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Groups: a forest without cycles, and who is in what, against an oracle that walks up from every user. */

#include "config.h"

#include <string.h>

#include "common/capability.h"
#include "scratch.h"
#include "service/store/groups.h"
#include "service/store/users.h"

#define N_GROUPS 24
#define N_USERS  60
#define STEPS    400

static ReeveGroup *
add (ReeveDb *db, const char *name, ReeveGroup *above)
{
  ReeveGroup *group = reeve_group_new ();
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);
  g_autoptr (GError) error = NULL;

  group->name = g_strdup (name);
  group->parent = g_strdup (above != NULL ? above->id : NULL);
  g_assert_true (reeve_groups_insert (tx, group, &error));
  g_assert_no_error (error);
  commit (tx);
  return group;
}

/* Into @above (nullable); TRUE if that was possible. Renews *@group. */
static gboolean
move (ReeveDb *db, ReeveGroup **group, ReeveGroup *above, GError **error)
{
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);
  g_autoptr (ReeveGroup) stored = reeve_groups_get (tx, (*group)->id, NULL, NULL);
  g_autoptr (ReeveGroup) moved = reeve_record_copy (stored);
  gboolean done;

  g_set_str (&moved->parent, above != NULL ? above->id : NULL);
  done = reeve_groups_update (tx, stored, moved, error);
  if (!done)
    {
      reeve_tx_end (tx);
      return FALSE;
    }
  commit (tx);
  g_set_object (group, moved);
  return TRUE;
}

static char *
get_path (ReeveDb *db, ReeveGroup *group, const char *scope)
{
  ReeveTx *tx = begin (db, REEVE_TX_READ);
  g_autoptr (ReeveGroup) now = reeve_groups_get (tx, group->id, scope, NULL);

  reeve_tx_end (tx);
  return now != NULL ? g_strjoinv ("/", now->path) : NULL;
}

static void
assert_path (ReeveDb *db, ReeveGroup *group, const char *expected)
{
  g_autofree char *path = get_path (db, group, NULL);

  g_assert_cmpstr (path, ==, expected);
}

static ReeveUser *
join (ReeveDb *db, const char *name, const char *email, ReeveGroup *group)
{
  ReeveUser *user = make_user (name, email);
  const char *ids[] = { group != NULL ? group->id : NULL, NULL };
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);

  reeve_set_texts (&user->groups, group != NULL ? ids : NULL);
  g_assert_true (reeve_users_insert (tx, user, NULL));
  commit (tx);
  return user;
}

/* Moving takes all that is below along; a cycle is refused with its chain, whatever the way. */
static void
test_forest (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveGroup) vallis = NULL;
  g_autoptr (ReeveGroup) research = NULL;
  g_autoptr (ReeveGroup) team = NULL;
  g_autoptr (ReeveGroup) harrow = NULL;
  g_autoptr (ReeveGroup) same = reeve_group_new ();
  g_autoptr (GError) cycle = NULL;
  g_autoptr (GError) itself = NULL;
  g_autoptr (GError) taken = NULL;
  g_autoptr (GError) unknown = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  vallis = add (db, "Vallis", NULL);
  research = add (db, "Research", vallis);
  team = add (db, "Team", research);
  harrow = add (db, "Harrow", NULL);
  assert_path (db, team, "Vallis/Research/Team");

  g_assert_false (move (db, &vallis, team, &cycle));
  assert_reeve_error (cycle, REEVE_ERROR_CONFLICT, "group_cycle");
  g_assert_nonnull (strstr (cycle->message, "Vallis \u203a Research \u203a Team \u203a Vallis"));
  g_assert_false (move (db, &research, research, &itself));
  assert_reeve_error (itself, REEVE_ERROR_CONFLICT, "group_cycle");

  g_assert_true (move (db, &research, harrow, NULL));
  assert_path (db, team, "Harrow/Research/Team");
  g_assert_true (move (db, &vallis, team, NULL));
  assert_path (db, vallis, "Harrow/Research/Team/Vallis");

  same->name = g_strdup ("TEAM");
  tx = begin (db, REEVE_TX_WRITE);
  g_assert_false (reeve_groups_insert (tx, same, &taken));
  assert_reeve_error (taken, REEVE_ERROR_CONFLICT, "name_taken");
  reeve_tx_end (tx);
  g_set_str (&same->name, "Other");
  g_set_str (&same->parent, "0197c2f0-0000-7000-8000-000000000000");
  tx = begin (db, REEVE_TX_WRITE);
  g_assert_false (reeve_groups_insert (tx, same, &unknown));
  g_assert_error (unknown, REEVE_ERROR, REEVE_ERROR_INVALID);
  reeve_tx_end (tx);
}

/* A new name shows in the paths of all below; letters of more than one byte are no trouble. */
static void
test_rename (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveGroup) top = NULL;
  g_autoptr (ReeveGroup) below = NULL;
  g_autoptr (ReeveGroup) stored = NULL;
  g_autoptr (ReeveGroup) renamed = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  top = add (db, "Ålesund Öl", NULL);
  below = add (db, "Ærø", top);
  tx = begin (db, REEVE_TX_WRITE);
  stored = reeve_groups_get (tx, top->id, NULL, NULL);
  renamed = reeve_record_copy (stored);
  g_set_str (&renamed->name, "日本");
  g_assert_true (reeve_groups_update (tx, stored, renamed, NULL));
  commit (tx);
  assert_path (db, below, "日本/Ærø");
}

/* Ten levels and no more, whether made or moved. */
static void
test_depth (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ReeveGroup) pair = NULL;
  g_autoptr (ReeveGroup) lower = NULL;
  g_autoptr (GError) deep = NULL;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  for (int i = 0; i < REEVE_GROUP_MAX_DEPTH - 1; i++)
    {
      g_autofree char *name = g_strdup_printf ("Level %d", i);

      g_ptr_array_add (chain, add (db, name, i > 0 ? chain->pdata[i - 1] : NULL));
    }
  pair = add (db, "Pair", NULL);
  lower = add (db, "Lower", pair);
  g_assert_false (move (db, &pair, chain->pdata[chain->len - 1], &deep));
  assert_reeve_error (deep, REEVE_ERROR_CONFLICT, "group_depth");
  g_assert_true (move (db, &lower, chain->pdata[chain->len - 1], NULL));
}

/* --- Two at once --- */

typedef struct
{
  ReeveDb *db;
  ReeveGroup *group;
  ReeveGroup *above;
  gint *ready;
  gboolean moved;
  GError *error;
} Mover;

static gpointer
run_mover (gpointer data)
{
  Mover *self = data;
  g_autoptr (ReeveGroup) group = g_object_ref (self->group);

  g_atomic_int_inc (self->ready);
  while (g_atomic_int_get (self->ready) < 2)
    g_thread_yield ();
  self->moved = move (self->db, &group, self->above, &self->error);
  return NULL;
}

/* Each move alone is fine; of both together one is refused. */
static void
test_cycle_of_two (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveGroup) a = NULL;
  g_autoptr (ReeveGroup) b = NULL;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  a = add (db, "A", NULL);
  b = add (db, "B", NULL);
  for (int i = 0; i < 50; i++)
    {
      gint ready = 0;
      Mover movers[2] = { { db, a, b, &ready, FALSE, NULL }, { db, b, a, &ready, FALSE, NULL } };
      GThread *threads[2];

      for (int j = 0; j < 2; j++)
        threads[j] = g_thread_new ("mover", run_mover, &movers[j]);
      for (int j = 0; j < 2; j++)
        g_thread_join (threads[j]);
      g_assert_cmpint (movers[0].moved + movers[1].moved, ==, 1);
      for (int j = 0; j < 2; j++)
        if (!movers[j].moved)
          assert_reeve_error (movers[j].error, REEVE_ERROR_CONFLICT, "group_cycle");
      for (int j = 0; j < 2; j++)
        g_clear_error (&movers[j].error);
      g_assert_true (move (db, &a, NULL, NULL));
      g_assert_true (move (db, &b, NULL, NULL));
    }
}

/* --- The oracle --- */

typedef struct
{
  ReeveDb *db;
  ReeveGroup *groups[N_GROUPS]; /* (nullable): deleted */
  int above[N_GROUPS];          /* -1: at the top */
  ReeveUser *users[N_USERS];
  gboolean in[N_USERS][N_GROUPS];
  gboolean binned[N_USERS];
  gboolean administers[N_USERS][N_GROUPS];
} World;

static gboolean
is_below (World *world, int group, int above)
{
  for (; group >= 0; group = world->above[group])
    if (group == above)
      return TRUE;
  return FALSE;
}

static gboolean
reaches (World *world, int user, int group)
{
  for (int i = 0; i < N_GROUPS; i++)
    if (world->groups[i] != NULL && world->in[user][i] && is_below (world, i, group))
      return TRUE;
  return FALSE;
}

static void
store_user (World *world, int user)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  ReeveTx *tx = begin (world->db, REEVE_TX_WRITE);
  g_autoptr (ReeveUser) now = reeve_users_get (tx, world->users[user]->id, NULL);

  for (int i = 0; i < N_GROUPS; i++)
    if (world->groups[i] != NULL && world->in[user][i])
      g_strv_builder_add (ids, world->groups[i]->id);
  g_strfreev (now->groups);
  now->groups = g_strv_builder_end (ids);
  now->deleted = world->binned[user] ? 5 : 0;
  /* Others each time: their order is kept. */
  g_free (now->email);
  now->email = g_strdup_printf ("user%d.%d@vallis.example", (int) (now->version * 5 % N_USERS), user);
  now->state = reeve_user_states[now->version % 2];
  now->second_factor = reeve_user_second_factors[now->version / 2 % 2];
  now->last_sign_in = now->version % 3 * 1000;
  g_free (now->display_name);
  now->display_name = g_strdup_printf ("User %d", (int) ((user * 7 + now->version * 3) % N_USERS));
  g_assert_true (reeve_users_update (tx, now, now->version, NULL));
  commit (tx);
}

static void
name_administrator (World *world, int user, int group)
{
  ReeveTx *tx = begin (world->db, REEVE_TX_WRITE);
  gboolean changed;

  world->administers[user][group] = !world->administers[user][group];
  g_assert_true (reeve_groups_set_administrator (tx, world->groups[group]->id, world->users[user]->id,
                                                 world->administers[user][group], &changed, NULL));
  g_assert_true (changed);
  commit (tx);
}

static void
drop_group (World *world, int group)
{
  ReeveTx *tx;

  for (int i = 0; i < N_GROUPS; i++)
    if (world->groups[i] != NULL && world->above[i] == group)
      return;
  for (int i = 0; i < N_USERS; i++)
    if (world->in[i][group])
      {
        world->in[i][group] = FALSE;
        store_user (world, i);
      }
  tx = begin (world->db, REEVE_TX_WRITE);
  g_assert_true (reeve_groups_delete (tx, world->groups[group]->id, NULL));
  commit (tx);
  g_clear_object (&world->groups[group]);
  for (int i = 0; i < N_USERS; i++)
    world->administers[i][group] = FALSE;
}

static void
take_step (World *world)
{
  int user = g_test_rand_int_range (0, N_USERS);
  int group = g_test_rand_int_range (0, N_GROUPS);
  int other = g_test_rand_int_range (-1, N_GROUPS);
  int what = g_test_rand_int_range (0, 100);

  if (world->groups[group] == NULL || (other >= 0 && world->groups[other] == NULL))
    return;
  if (what < 35)
    {
      gboolean moved =
        move (world->db, &world->groups[group], other >= 0 ? world->groups[other] : NULL, NULL);

      if (other >= 0 && is_below (world, other, group))
        g_assert_false (moved);
      if (moved)
        world->above[group] = other;
      return;
    }
  if (what >= 97)
    {
      drop_group (world, group);
      return;
    }
  if (what >= 90)
    {
      name_administrator (world, user, group);
      return;
    }
  if (what < 80)
    world->in[user][group] = !world->in[user][group];
  else
    world->binned[user] = !world->binned[user];
  store_user (world, user);
}

static void
check_counts (World *world)
{
  ReeveTx *tx = begin (world->db, REEVE_TX_READ);

  for (int i = 0; i < N_GROUPS; i++)
    {
      g_autoptr (ReeveGroup) group = NULL;
      gint64 n = 0;

      if (world->groups[i] == NULL)
        continue;
      for (int j = 0; j < N_USERS; j++)
        n += !world->binned[j] && reaches (world, j, i);
      group = reeve_groups_get (tx, world->groups[i]->id, NULL, NULL);
      g_assert_cmpint (group->members, ==, n);
    }
  reeve_tx_end (tx);
}

static gboolean
is_in_scope (World *world, int administrator, int user)
{
  for (int i = 0; i < N_GROUPS; i++)
    if (world->groups[i] != NULL && world->administers[administrator][i] && reaches (world, user, i))
      return TRUE;
  return FALSE;
}

/* A page after the other, as the group administrator @scope (nullable); ids. */
static GPtrArray *
walk (ReeveDb *db, const char *question, const char *scope)
{
  g_autoptr (ReeveQuery) query =
    reeve_query_from_string (question, reeve_user_sorts, reeve_user_filters, NULL);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  gint64 total;
  gboolean estimate;

  query->scope = g_strdup (scope);
  do
    {
      ReeveTx *tx = begin (db, REEVE_TX_READ);
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveListing) listing = reeve_users_list (tx, query, &error);

      g_assert_no_error (error);
      total = listing->total;
      estimate = listing->total_is_estimate;
      g_assert_false (estimate && scope != NULL);
      for (guint i = 0; i < listing->items->len; i++)
        g_ptr_array_add (ids, g_strdup (REEVE_USER (listing->items->pdata[i])->id));
      g_set_str (&query->cursor, listing->next);
      reeve_tx_end (tx);
    }
  while (query->cursor != NULL);
  if (!estimate) /* on a busy machine */
    g_assert_cmpint (ids->len, ==, total);
  return ids;
}

static int
find_user (World *world, const char *id)
{
  for (int i = 0; i < N_USERS; i++)
    if (g_str_equal (world->users[i]->id, id))
      return i;
  g_assert_not_reached ();
}

/* What a group administrator is shown is what everybody is shown, without those outside: in its order, and
 * counted. */
static void
check_scope (World *world, int administrator)
{
  static const char *const questions[] = { "limit=7",
                                           "limit=7&sort=-email",
                                           "limit=5&sort=lastSignIn",
                                           "limit=9&sort=secondFactor",
                                           "limit=9&sort=-state",
                                           "limit=4&sort=created&q=user+1",
                                           "limit=6&q=2",
                                           "limit=6&state=active",
                                           "limit=6&state=deleted",
                                           "limit=3&signedIn=never&sort=-displayName",
                                           "limit=3&sort=created",
                                           "limit=3&sort=-lastSignIn",
                                           "limit=3&sort=state",
                                           "limit=3&sort=email&secondFactor=on",
                                           "limit=3&sort=-secondFactor&state=suspended",
                                           "limit=3&sort=state&state=active&secondFactor=off&signedIn=never",
                                           "limit=6&role=member" };
  const char *question = questions[g_test_rand_int_range (0, G_N_ELEMENTS (questions))];
  const char *scope = world->users[administrator]->id;
  g_autoptr (GPtrArray) all = walk (world->db, question, NULL);
  g_autoptr (GPtrArray) seen = walk (world->db, question, scope);
  guint n = 0;

  for (guint i = 0; i < all->len; i++)
    if (is_in_scope (world, administrator, find_user (world, all->pdata[i])))
      {
        g_assert_cmpuint (n, <, seen->len);
        g_assert_cmpstr (seen->pdata[n++], ==, all->pdata[i]);
      }
  g_assert_cmpuint (n, ==, seen->len);
}

static void
check_questions (World *world, int administrator, int user, int group)
{
  ReeveTx *tx = begin (world->db, REEVE_TX_READ);
  const char *scope = world->users[administrator]->id;
  gboolean has;

  g_assert_true (reeve_scope_has_user (tx, scope, world->users[user]->id, &has, NULL));
  g_assert_cmpint (has, ==, is_in_scope (world, administrator, user));
  if (world->groups[group] != NULL)
    {
      gboolean expected = FALSE;

      for (int i = 0; i < N_GROUPS; i++)
        expected |=
          world->groups[i] != NULL && world->administers[administrator][i] && is_below (world, group, i);
      g_assert_true (reeve_scope_has_group (tx, scope, world->groups[group]->id, &has, NULL));
      g_assert_cmpint (has, ==, expected);
    }
  reeve_tx_end (tx);
}

/* By a group: of one outside nothing is told. */
static void
check_filter (World *world, int administrator, int group)
{
  g_autofree char *question = NULL;
  g_autoptr (GPtrArray) seen = NULL;
  g_autofree char *path = NULL;
  guint n = 0;

  if (world->groups[group] == NULL)
    return;
  question = g_strdup_printf ("limit=8&group=%s", world->groups[group]->id);
  seen = walk (world->db, question, world->users[administrator]->id);
  path = get_path (world->db, world->groups[group], world->users[administrator]->id);
  for (int i = 0; i < N_USERS; i++)
    n += path != NULL && !world->binned[i] && reaches (world, i, group);
  g_assert_cmpuint (seen->len, ==, n);
}

static void
test_oracle (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autofree World *world = g_new0 (World, 1);

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  world->db = db;
  for (int i = 0; i < N_GROUPS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Group %d", i);

      world->above[i] = -1;
      world->groups[i] = add (db, name, NULL);
    }
  for (int i = 0; i < N_USERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("User %d", (i * 7) % N_USERS);
      g_autofree char *email = g_strdup_printf ("user%d@vallis.example", i);

      world->users[i] = join (db, name, email, NULL);
    }
  for (int i = 0; i < STEPS; i++)
    {
      int administrator = g_test_rand_int_range (0, N_USERS);

      take_step (world);
      if (i % 5 == 0)
        check_counts (world);
      for (int j = 0; j < N_USERS; j++) /* one who administers something, if there is one */
        for (int k = 0; k < N_GROUPS; k++)
          if (world->administers[j][k] && g_test_rand_int_range (0, 3) == 0)
            administrator = j;
      check_scope (world, administrator);
      check_questions (world, administrator, g_test_rand_int_range (0, N_USERS),
                       g_test_rand_int_range (0, N_GROUPS));
      check_filter (world, administrator, g_test_rand_int_range (0, N_GROUPS));
    }
  for (int i = 0; i < N_GROUPS; i++)
    g_clear_object (&world->groups[i]);
  for (int i = 0; i < N_USERS; i++)
    g_clear_object (&world->users[i]);
}

/* --- Administrators --- */

/* A group administrator's totals are counted, in the bin too and however many users there are: an estimate is
 * a multiple of what all of them together give. */
static void
test_no_estimate (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveGroup) group = NULL;
  g_autoptr (ReeveUser) administrator = NULL;
  g_autoptr (ReeveListing) listing = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveQuery) query =
    reeve_query_from_string ("limit=1&state=deleted", reeve_user_sorts, reeve_user_filters, NULL);
  gboolean changed;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  group = add (db, "Group", NULL);
  administrator = join (db, "Ada", "ada@vallis.example", NULL);
  for (int i = 0; i < 6; i++)
    {
      g_autofree char *email = g_strdup_printf ("user%d@vallis.example", i);
      g_autoptr (ReeveUser) user = join (db, "User", email, i < 2 ? group : NULL);

      tx = begin (db, REEVE_TX_WRITE);
      user->deleted = 5;
      g_assert_true (reeve_users_update (tx, user, user->version, NULL));
      commit (tx);
    }
  tx = begin (db, REEVE_TX_WRITE);
  g_assert_true (reeve_groups_set_administrator (tx, group->id, administrator->id, TRUE, &changed, NULL));
  /* As if there were a million. */
  g_assert_true (reeve_statement_run (
    reeve_tx_prepare (tx, "UPDATE user_counts SET n = 1000000 WHERE name = ''", NULL), NULL, NULL));
  commit (tx);

  query->scope = g_strdup (administrator->id);
  tx = begin (db, REEVE_TX_READ);
  listing = reeve_users_list (tx, query, &error);
  reeve_tx_end (tx);
  g_assert_no_error (error);
  g_assert_nonnull (listing->next);
  g_assert_false (listing->total_is_estimate);
  g_assert_cmpint (listing->total, ==, 2);
}

/* Whoever loses the role administers nothing, also when it comes back; the path above is not told. */
static void
test_administrators (void)
{
  static const char *const with[] = { "member", REEVE_ROLE_GROUP_ADMINISTRATOR, NULL };
  static const char *const without[] = { "member", NULL };
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;
  g_autoptr (ReeveGroup) top = NULL;
  g_autoptr (ReeveGroup) below = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autofree char *path = NULL;
  gboolean changed;
  gint64 n;
  ReeveTx *tx;

  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  top = add (db, "Top", NULL);
  below = add (db, "Below", top);
  user = join (db, "Ada", "ada@vallis.example", NULL);
  tx = begin (db, REEVE_TX_WRITE);
  reeve_set_texts (&user->roles, with);
  g_assert_true (reeve_users_update (tx, user, user->version, NULL));
  g_assert_true (reeve_groups_set_administrator (tx, below->id, user->id, TRUE, &changed, NULL));
  g_assert_true (changed);
  g_assert_true (reeve_groups_set_administrator (tx, below->id, user->id, TRUE, &changed, NULL));
  g_assert_false (changed);
  commit (tx);
  path = get_path (db, below, user->id);
  g_assert_cmpstr (path, ==, "Below");
  g_assert_null (get_path (db, top, user->id));

  tx = begin (db, REEVE_TX_WRITE);
  reeve_set_texts (&user->roles, without);
  g_assert_true (reeve_users_update (tx, user, user->version, NULL));
  reeve_set_texts (&user->roles, with);
  g_assert_true (reeve_users_update (tx, user, user->version, NULL));
  g_assert_true (reeve_groups_count_administered (tx, user->id, &n, NULL));
  g_assert_cmpint (n, ==, 0);
  commit (tx);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/groups/forest", test_forest);
  g_test_add_func ("/store/groups/rename", test_rename);
  g_test_add_func ("/store/groups/depth", test_depth);
  g_test_add_func ("/store/groups/cycle-of-two", test_cycle_of_two);
  g_test_add_func ("/store/groups/oracle", test_oracle);
  g_test_add_func ("/store/groups/no-estimate", test_no_estimate);
  g_test_add_func ("/store/groups/administrators", test_administrators);
  return g_test_run ();
}
