/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rotations: due by age, and at once when somebody leaves who knew the secret; administrators are written to
 * once for each time. */

#include "config.h"

#include "common/leaving.h"
#include "common/rotation.h"
#include "service/api/leaving.h"
#include "service/api/rotations.h"
#include "service/jobs/jobs.h"
#include "tests/service/api/fixture.h"

typedef struct
{
  Fixture *fixture;
  Device *hana;
  Device *bo; /* knows the root key */
} World;

static void
set_up (World *world, gconstpointer unused)
{
  world->fixture = fixture_new ();
  world->hana = device_set_up (world->fixture);
  world->bo = device_add_colleague (world->hana, "bo@vallis.example", "Bo", "auditor");
  fixture_mirror (world->fixture);
}

static void
tear_down (World *world, gconstpointer unused)
{
  device_free (world->bo);
  device_free (world->hana);
  fixture_free (world->fixture);
}

/* @user, @role: (nullable) */
static char *
enter (Device *self, const char *name, const char *user, const char *role)
{
  const char *const users[] = { user, NULL };
  const char *const roles[] = { role, NULL };
  ReeveRotation *body = reeve_rotation_new ();
  g_autoptr (Answer) answer = NULL;

  body->name = g_strdup (name);
  reeve_set_texts (&body->users, user != NULL ? users : NULL);
  reeve_set_texts (&body->roles, role != NULL ? roles : NULL);
  answer = device_call (self, rotations_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_ROTATION (answer->reply)->id);
}

static ReeveRotation *
read_one (Device *self, const char *id)
{
  g_autoptr (Answer) answer = device_call (self, rotations_get, .object = id);

  assert_done (answer);
  return g_object_ref (REEVE_ROTATION (answer->reply));
}

static void
assert_leavers (ReeveRotation *rotation, const char *names)
{
  g_autofree char *joined = rotation->leavers != NULL ? g_strjoinv (", ", rotation->leavers) : NULL;

  g_assert_cmpstr (joined, ==, names);
  g_assert_false (rotation->more_leavers);
}

/* @text: LIKE what is in them; its lines are broken, so without those of a mail */
static gint64
count_reminders (World *world, const char *text)
{
  ReeveDb *db = reeve_installation_get_workspace (world->fixture->installation, world->hana->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
  ReeveStatement *statement;
  gint64 n;

  g_assert_no_error (error);
  statement = reeve_tx_prepare (tx,
                                "SELECT count(*) FROM outbox WHERE subject LIKE 'Secrets are due%' AND "
                                "replace(text, char(10), ' ') LIKE $1",
                                &error);
  reeve_statement_bind_text (statement, 1, text);
  g_assert_true (reeve_statement_read_int (statement, &n, &error));
  return n;
}

static void
run_jobs (World *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_jobs_run_all (world->fixture->installation, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

/* 90 days unless said otherwise; a save moves the date, and marking it as rotated begins anew. */
static void
test_dates (World *world, gconstpointer unused)
{
  g_autofree char *id = enter (world->hana, "Root key", world->bo->account, NULL);
  g_autoptr (ReeveRotation) entered = read_one (world->hana, id);
  g_autoptr (Answer) saved = NULL;
  g_autoptr (Answer) stale = NULL;
  g_autoptr (Answer) rotated = NULL;
  g_autoptr (Answer) strange = NULL;

  g_assert_cmpint (entered->due - reeve_clock_now (), ==, 90 * REEVE_DAY);
  saved =
    device_call (world->hana, rotations_save, .object = id, .patch = "{\"everyDays\":30}", .if_match = 1);
  assert_done (saved);
  g_assert_cmpint (REEVE_ROTATION (saved->reply)->due - entered->created, ==, 30 * REEVE_DAY);
  stale = device_call (world->hana, rotations_rotated, .object = id, .if_match = 1);
  assert_refused (stale, REEVE_ERROR_STALE, NULL);
  strange = device_call (world->hana, rotations_save, .object = id,
                         .patch = "{\"users\":[\"0190c5a4-0000-7000-8000-000000000000\"]}", .if_match = 2);
  assert_member (strange, "/users/0", "unknown_user");
  reeve_clock_advance_for_tests (10 * REEVE_DAY);
  rotated = device_call (world->hana, rotations_rotated, .object = id, .if_match = 2);
  assert_done (rotated);
  g_assert_cmpint (REEVE_ROTATION (rotated->reply)->due, ==, reeve_clock_now () + 30 * REEVE_DAY);
}

/* Due by age: one mail, however often the job runs, and another after the next time. */
static void
test_reminders (World *world, gconstpointer unused)
{
  g_autofree char *id = enter (world->hana, "Root key", NULL, "auditor");
  g_autoptr (Answer) rotated = NULL;

  run_jobs (world);
  g_assert_cmpint (count_reminders (world, "%"), ==, 0);
  reeve_clock_advance_for_tests (90 * REEVE_DAY);
  run_jobs (world);
  run_jobs (world);
  fixture_reopen (world->fixture);
  run_jobs (world);
  g_assert_cmpint (count_reminders (world, "%"), ==, 1);
}

/* Whoever knew it, in person or by a role, leaves: due now, and it says why until it was changed. */
static void
test_leaver (World *world, gconstpointer unused)
{
  g_autofree char *key = enter (world->hana, "Root key", world->bo->account, NULL);
  g_autofree char *mail = enter (world->hana, "Mail server", NULL, "auditor");
  g_autofree char *other = enter (world->hana, "Something else", world->hana->account, NULL);
  ReeveLeave *body = reeve_leave_new ();
  g_autoptr (Answer) preview = device_call (world->hana, leaving_get, .object = world->bo->account);
  g_autoptr (Answer) done = NULL;
  g_autoptr (ReeveRotation) raised = NULL;
  g_autoptr (ReeveRotation) by_role = NULL;
  g_autoptr (ReeveRotation) left = NULL;
  g_autoptr (Answer) saved = NULL;
  g_autoptr (Answer) rotated = NULL;
  ReeveLeavingItem *last;

  assert_done (preview);
  last = REEVE_LEAVING (preview->reply)->items->pdata[REEVE_LEAVING (preview->reply)->items->len - 1];
  g_assert_cmpstr (last->kind, ==, "rotation");
  g_assert_cmpint (last->count, ==, 2);
  body->reason = g_strdup ("has another job");
  done = device_call (world->hana, leaving_create, .object = world->bo->account, .body = body);
  assert_done (done);

  raised = read_one (world->hana, key);
  by_role = read_one (world->hana, mail);
  left = read_one (world->hana, other);
  g_assert_cmpint (raised->due, ==, reeve_clock_now ());
  assert_leavers (raised, "Bo");
  g_assert_null (raised->users);
  g_assert_cmpint (by_role->due, ==, reeve_clock_now ());
  g_assert_cmpstr (by_role->roles[0], ==, "auditor");
  g_assert_cmpint (left->due, >, reeve_clock_now ());
  run_jobs (world);
  run_jobs (world);
  g_assert_cmpint (count_reminders (world, "%"), ==, 1);

  saved =
    device_call (world->hana, rotations_save, .object = key, .patch = "{\"everyDays\":365}", .if_match = 2);
  assert_done (saved);
  assert_leavers (REEVE_ROTATION (saved->reply), "Bo");
  g_assert_cmpint (REEVE_ROTATION (saved->reply)->due, ==, raised->due);
  rotated = device_call (world->hana, rotations_rotated, .object = key, .if_match = 3);
  assert_done (rotated);
  g_assert_false (reeve_rotation_has_leavers (REEVE_ROTATION (rotated->reply)));
}

static guint
count_listed (Device *self, const char *query)
{
  g_autoptr (Answer) answer = device_call (self, rotations_list, .query = query);

  assert_done (answer);
  g_assert_cmpint (answer->listing->total, ==, answer->listing->items->len);
  return answer->listing->items->len;
}

/* What is to be done now, what not yet, and all. */
static void
test_states (World *world, gconstpointer unused)
{
  g_autofree char *key = enter (world->hana, "Root key", world->bo->account, NULL);
  g_autofree char *other = enter (world->hana, "Something else", NULL, NULL);
  ReeveLeave *body = reeve_leave_new ();
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) strange = NULL;

  g_assert_cmpuint (count_listed (world->hana, "state=due"), ==, 0);
  g_assert_cmpuint (count_listed (world->hana, "state=waiting"), ==, 2);
  body->reason = g_strdup ("has another job");
  done = device_call (world->hana, leaving_create, .object = world->bo->account, .body = body);
  assert_done (done);
  g_assert_cmpuint (count_listed (world->hana, "state=due"), ==, 1);
  g_assert_cmpuint (count_listed (world->hana, "state=waiting"), ==, 1);
  g_assert_cmpuint (count_listed (world->hana, NULL), ==, 2);
  strange = device_call (world->hana, rotations_list, .query = "state=nonsense");
  assert_member (strange, "?state", "choice");
}

/* Two who knew the same left: it is one secret to change, and says both. */
static void
test_two_leavers (World *world, gconstpointer unused)
{
  g_autoptr (Device) cy = device_add_colleague (world->hana, "cy@vallis.example", "Cy", "auditor");
  g_autofree char *key = enter (world->hana, "Root key", NULL, "auditor");
  const char *const ids[] = { world->bo->account, cy->account, NULL };
  ReeveLeaveMany *body = reeve_leave_many_new ();
  g_autoptr (Answer) done = NULL;
  g_autoptr (ReeveRotation) raised = NULL;
  ReeveLeavingItem *last;

  reeve_set_texts (&body->ids, ids);
  body->reason = g_strdup ("the desk closes");
  done = device_call (world->hana, leaving_create_many, .body = body);
  assert_done (done);
  last = REEVE_LEAVINGS (done->reply)->items->pdata[REEVE_LEAVINGS (done->reply)->items->len - 1];
  g_assert_cmpstr (last->kind, ==, "rotation");
  g_assert_cmpint (last->count, ==, 1);
  g_assert_cmpstr (last->names[0], ==, "Root key");
  raised = read_one (world->hana, key);
  assert_leavers (raised, "Bo, Cy");
  run_jobs (world);
  g_assert_cmpint (count_reminders (world, "%Root key (left since it was last changed: Bo, Cy)%"), ==, 1);
}

/* However many left, it says so within its bounds. */
static void
test_many_leavers (World *world, gconstpointer unused)
{
  g_autofree char *key = enter (world->hana, "Root key", NULL, "auditor");
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  ReeveLeaveMany *body = reeve_leave_many_new ();
  g_autoptr (Answer) done = NULL;
  g_autoptr (ReeveRotation) raised = NULL;
  g_autoptr (Answer) rotated = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *email = g_strdup_printf ("p%u@vallis.example", i);
      ReeveUser *user = reeve_user_new ();
      const char *const roles[] = { "auditor", NULL };
      g_autoptr (Answer) made = NULL;

      user->email = g_strdup (email);
      user->display_name = g_strdup_printf ("Person number %u", i);
      reeve_set_texts (&user->roles, roles);
      made = device_call (world->hana, users_create, .body = user);
      assert_done (made);
      g_strv_builder_add (ids, REEVE_USER (made->reply)->id);
    }
  body->ids = g_strv_builder_end (ids);
  body->reason = g_strdup ("the desk closes");
  done = device_call (world->hana, leaving_create_many, .body = body);
  assert_done (done);
  raised = read_one (world->hana, key);
  g_assert_cmpuint (g_strv_length (raised->leavers), ==, REEVE_ROTATION_LEAVERS);
  g_assert_cmpstr (raised->leavers[1], ==, "Person number 1");
  g_assert_true (raised->more_leavers);
  run_jobs (world);
  g_assert_cmpint (count_reminders (world, "%, Person number 9 and others)%"), ==, 1);
  rotated = device_call (world->hana, rotations_rotated, .object = key, .if_match = raised->version);
  assert_done (rotated);
  g_assert_false (reeve_rotation_has_leavers (REEVE_ROTATION (rotated->reply)));
  g_assert_false (REEVE_ROTATION (rotated->reply)->more_leavers);
}

/* The list says where secrets are: it is for those who keep them. */
static void
test_refusals (World *world, gconstpointer unused)
{
  g_autoptr (Answer) listed = device_call (world->bo, rotations_list);
  g_autofree char *id = enter (world->hana, "Root key", NULL, NULL);
  ReeveRotation *body = reeve_rotation_new ();
  g_autoptr (Answer) twice = NULL;

  assert_refused (listed, REEVE_ERROR_DENIED, NULL);
  body->name = g_strdup ("ROOT key");
  twice = device_call (world->hana, rotations_create, .body = body);
  assert_refused (twice, REEVE_ERROR_CONFLICT, "name_taken");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/rotations/dates", World, NULL, set_up, test_dates, tear_down);
  g_test_add ("/rotations/reminders", World, NULL, set_up, test_reminders, tear_down);
  g_test_add ("/rotations/leaver", World, NULL, set_up, test_leaver, tear_down);
  g_test_add ("/rotations/states", World, NULL, set_up, test_states, tear_down);
  g_test_add ("/rotations/many-leavers", World, NULL, set_up, test_many_leavers, tear_down);
  g_test_add ("/rotations/two-leavers", World, NULL, set_up, test_two_leavers, tear_down);
  g_test_add ("/rotations/refusals", World, NULL, set_up, test_refusals, tear_down);
  return g_test_run ();
}
