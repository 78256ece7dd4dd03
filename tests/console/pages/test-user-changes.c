/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Changes of users and their steps back, against the real service in this process and without a widget. */

#include "config.h"

#include "live-site.h"

#include "console/pages/user-changes.h"

typedef struct
{
  LiveSite *live;
  ReevePagedList *list;
  ReeveUserChanges *changes;
  ReeveUndo *undo;
  char *id; /* of somebody active */
  guint n_done;
  guint n_refused;
  guint n_conflicts;
} Fixture;

static void
count (guint *n)
{
  (*n)++;
}

static gboolean
has_items (gpointer data)
{
  return g_list_model_get_n_items (data) > 0;
}

static ReeveUser *
get_user (Fixture *self)
{
  return REEVE_USER (reeve_paged_item_get_record (reeve_paged_list_find (self->list, self->id, NULL)));
}

static gboolean
is_at_rest (gpointer data)
{
  Fixture *self = data;

  return !reeve_user_changes_is_busy (self->changes, self->id);
}

static void
set_up (Fixture *self)
{
  ReeveSite *site;
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = NULL;

  self->live = live_site_new (40);
  site = live_site_get_site (self->live);
  path = reeve_site_path (site, "users");
  self->list = reeve_paged_list_new (reeve_site_get_client (site), reeve_user_get_type (), path);
  self->changes = reeve_user_changes_new (site, self->list);
  self->undo = reeve_undo_of (G_OBJECT (site));
  g_signal_connect_swapped (self->changes, "done", G_CALLBACK (count), &self->n_done);
  g_signal_connect_swapped (self->changes, "refused", G_CALLBACK (count), &self->n_refused);
  g_signal_connect_swapped (self->changes, "conflict", G_CALLBACK (count), &self->n_conflicts);
  g_set_str (&query->sort, "displayName");
  query->limit = 100;
  reeve_paged_list_set_query (self->list, query);
  live_site_wait (has_items, self->list);
  for (guint i = 0; self->id == NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);
      ReeveUser *user = REEVE_USER (reeve_paged_item_get_record (item));

      if (g_strcmp0 (user->state, "active") == 0 && !g_str_has_prefix (user->email, "hana."))
        self->id = g_strdup (user->id);
    }
  g_assert_nonnull (self->id);
}

static void
tear_down (Fixture *self)
{
  live_site_wait (is_at_rest, self);
  reeve_undo_forget (self->undo); /* its steps keep the changes */
  g_assert_finalize_object (self->changes);
  g_assert_finalize_object (self->list);
  live_site_free (self->live);
  g_free (self->id);
}

static void
set_state (Fixture *self, const char *state)
{
  reeve_user_changes_set_state (self->changes, get_user (self), state);
}

/* A person is faster than a network: each wish is honoured in its turn, and none is taken for somebody
 * else's change. */
static void
test_faster_than_answers (void)
{
  Fixture self = { 0 };

  set_up (&self);
  set_state (&self, "suspended");
  g_assert_false (is_at_rest (&self));
  g_assert_cmpstr (get_user (&self)->state, ==, "suspended");
  g_assert_true (reeve_undo_undo (self.undo));
  g_assert_true (reeve_undo_redo (self.undo));
  g_assert_true (reeve_undo_undo (self.undo));
  live_site_wait (is_at_rest, &self);
  live_site_wait_for_state (self.live, self.id, "active");
  g_assert_cmpstr (get_user (&self)->state, ==, "active");
  g_assert_cmpuint (self.n_done, ==, 4);

  set_state (&self, "suspended");
  set_state (&self, "active");
  g_assert_cmpstr (get_user (&self)->state, ==, "active");
  set_state (&self, "suspended");
  live_site_wait (is_at_rest, &self);
  live_site_wait_for_state (self.live, self.id, "suspended");
  g_assert_cmpstr (get_user (&self)->state, ==, "suspended");

  g_assert_cmpuint (self.n_conflicts + self.n_refused, ==, 0);
  tear_down (&self);
}

/* Deleting twice is deleting once; restoring at once comes after it. */
static void
test_delete_in_a_hurry (void)
{
  Fixture self = { 0 };

  set_up (&self);
  reeve_user_changes_delete (self.changes, get_user (&self));
  reeve_user_changes_delete (self.changes, get_user (&self));
  live_site_wait (is_at_rest, &self);
  g_assert_cmpint (get_user (&self)->deleted, !=, 0);
  g_assert_cmpuint (self.n_done, ==, 1);
  g_assert_true (reeve_undo_undo (self.undo));
  g_assert_false (reeve_undo_undo (self.undo)); /* one step */
  live_site_wait (is_at_rest, &self);
  g_assert_cmpint (get_user (&self)->deleted, ==, 0);
  g_assert_cmpuint (self.n_conflicts + self.n_refused, ==, 0);
  tear_down (&self);
}

/* What the service refused is no step to take back, and what waited behind it is done on what is. */
static void
test_refused_is_no_step (void)
{
  Fixture self = { 0 };
  g_autoptr (ReeveUser) wrong = NULL;

  set_up (&self);
  wrong = reeve_record_copy (get_user (&self));
  reeve_set_text (&wrong->email, "hana.sato@vallis.example"); /* taken */
  reeve_user_changes_save (self.changes, get_user (&self), wrong);
  g_assert_nonnull (reeve_undo_get_label (self.undo));
  live_site_wait (is_at_rest, &self);
  g_assert_cmpuint (self.n_refused, ==, 1);
  g_assert_null (reeve_undo_get_label (self.undo));
  g_assert_cmpstr (get_user (&self)->email, !=, "hana.sato@vallis.example");

  reeve_user_changes_save (self.changes, get_user (&self), wrong);
  set_state (&self, "suspended");
  live_site_wait (is_at_rest, &self);
  g_assert_cmpuint (self.n_refused, ==, 2);
  live_site_wait_for_state (self.live, self.id, "suspended");
  g_assert_cmpstr (get_user (&self)->email, !=, "hana.sato@vallis.example");
  g_assert_true (reeve_undo_undo (self.undo));
  g_assert_false (reeve_undo_undo (self.undo));
  live_site_wait_for_state (self.live, self.id, "active");
  tear_down (&self);
}

/* Another person at this desk takes nothing back. */
static void
test_gone_with_the_session (void)
{
  Fixture self = { 0 };

  set_up (&self);
  set_state (&self, "suspended");
  live_site_wait (is_at_rest, &self);
  g_assert_nonnull (reeve_undo_get_label (self.undo));
  reeve_site_close (live_site_get_site (self.live));
  g_assert_null (reeve_undo_get_label (self.undo));
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/user-changes/faster-than-answers", test_faster_than_answers);
  g_test_add_func ("/user-changes/delete-in-a-hurry", test_delete_in_a_hurry);
  g_test_add_func ("/user-changes/refused-is-no-step", test_refused_is_no_step);
  g_test_add_func ("/user-changes/gone-with-the-session", test_gone_with_the_session);
  return g_test_run ();
}
