/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A second factor that is demanded from a date on: said, previewed, and held to. */

#include "config.h"

#include <string.h>

#include "common/mail.h"
#include "common/second-factor-demand.h"
#include "service/api/second-factor-demands.h"
#include "service/jobs/jobs.h"
#include "tests/service/api/fixture.h"

#define BO  "bo@vallis.example"
#define CY  "cy@vallis.example"
#define DAY (24 * 60 * REEVE_MINUTE)

typedef struct
{
  Fixture *fixture;
  Device *hana; /* the administrator */
  Device *bo;   /* a member without a second factor */
} World;

static void
set_up (World *world, gconstpointer unused)
{
  world->fixture = fixture_new ();
  world->hana = device_set_up (world->fixture);
  world->bo = device_add_colleague (world->hana, BO, "Bo", "auditor");
}

static void
tear_down (World *world, gconstpointer unused)
{
  device_free (world->bo);
  device_free (world->hana);
  fixture_free (world->fixture);
}

static void
expect (Answer *answer, ReeveErrorCode code, const char *reason)
{
  g_autoptr (Answer) taken = answer;

  assert_refused (taken, code, reason);
}

static char *
write_demands (const char *role, gint64 since)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (since / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");

  return g_strdup_printf ("{\"demands\":[{\"role\":\"%s\",\"since\":\"%s\"}]}", role, time);
}

static Answer *
save (Device *self, const char *role, gint64 since)
{
  g_autofree char *patch = write_demands (role, since);
  g_autoptr (Answer) now = device_call (self, second_factor_demands_get);

  assert_done (now);
  return device_call (self, second_factor_demands_save, .patch = patch,
                      .if_match = REEVE_SECOND_FACTOR_DEMANDS (now->reply)->version);
}

static void
demand (World *world, const char *role, gint64 since)
{
  g_autoptr (Answer) answer = save (world->hana, role, since);

  assert_done (answer);
  g_assert_cmpuint (answer->n_audited, ==, 1);
}

static void
assert_goes_on (Device *self)
{
  g_autoptr (Answer) answer = device_call (self, users_list);

  assert_done (answer);
}

static void
add_demand (ReeveSecondFactorPlan *plan, const char *role)
{
  ReeveSecondFactorDemand *row = reeve_second_factor_demand_new ();

  row->role = g_strdup (role);
  row->since = reeve_clock_now ();
  if (plan->demands == NULL)
    plan->demands = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (plan->demands, row);
}

/* Until the date nothing, at the very next request after it everything: the session goes on once it has
 * enrolled. */
static void
test_date (World *world, gconstpointer unused)
{
  demand (world, "auditor", reeve_clock_now () + DAY);
  assert_goes_on (world->bo);
  reeve_clock_advance_for_tests (DAY + REEVE_MINUTE);
  expect (device_call (world->bo, users_list), REEVE_ERROR_SECOND_FACTOR, "enrol");
  g_autoptr (Answer) me = device_call (world->bo, me_get);
  assert_done (me);
  assert_goes_on (world->hana);
  device_enrol (world->bo);
  assert_goes_on (world->bo);
}

/* A refresh after the date makes it an enrolling session; a sign-in begins as one. */
static void
test_sign_in (World *world, gconstpointer unused)
{
  demand (world, "auditor", reeve_clock_now () + DAY);
  reeve_clock_advance_for_tests (DAY + REEVE_MINUTE);
  ReeveRefresh *body = reeve_refresh_new ();
  body->refresh_token = reeve_secret_ref (world->bo->refresh);
  g_autoptr (Answer) refreshed = device_call (world->bo, sign_in_refresh, .body = body);
  assert_done (refreshed);
  g_assert_cmpstr (REEVE_TOKENS (refreshed->reply)->stage, ==, "enrol");
  g_autoptr (Device) other = device_new (world->fixture, "other", "192.0.2.9");
  g_autoptr (Answer) entered = device_sign_in (other, BO, PASSWORD);
  assert_done (entered);
  g_assert_cmpstr (REEVE_TOKENS (entered->reply)->stage, ==, "enrol");
}

/* A session from before the account had a second factor proves none: it signs in again. */
static void
test_older_session (World *world, gconstpointer unused)
{
  g_autoptr (Device) other = device_new (world->fixture, "other", "192.0.2.9");

  device_enter (other, BO, PASSWORD, NULL);
  device_enrol (world->bo);
  assert_goes_on (other);
  demand (world, "member", reeve_clock_now ());
  assert_goes_on (world->bo);
  expect (device_call (other, users_list), REEVE_ERROR_SIGNED_OUT, "session_ended");
}

/* "member" is everybody; a role that somebody does not hold is nothing to them. */
static void
test_roles (World *world, gconstpointer unused)
{
  demand (world, "register-keeper", reeve_clock_now ());
  assert_goes_on (world->bo);
  demand (world, "member", reeve_clock_now ());
  expect (device_call (world->bo, users_list), REEVE_ERROR_SECOND_FACTOR, "enrol");
}

/* A role that always demands it does so at the next request of whoever is given it. */
static void
test_promoted (World *world, gconstpointer unused)
{
  g_autoptr (ReeveUser) bo = device_get_user (world->hana, world->bo->account);
  g_autoptr (Answer) promoted =
    device_call (world->hana, users_save, .object = bo->id,
                 .patch = "{\"roles\":[\"workspace-administrator\"]}", .if_match = bo->version);

  assert_done (promoted);
  expect (device_call (world->bo, users_list), REEVE_ERROR_SECOND_FACTOR, "enrol");
  device_enrol (world->bo);
  assert_goes_on (world->bo);
}

/* Who may not, what is no role, twice the same, a version that is over. */
static void
test_refusals (World *world, gconstpointer unused)
{
  expect (save (world->bo, "member", reeve_clock_now ()), REEVE_ERROR_DENIED, NULL);
  ReeveSecondFactorPlan *plan = reeve_second_factor_plan_new ();
  add_demand (plan, "member");
  expect (device_call (world->bo, second_factor_demands_preview, .body = plan), REEVE_ERROR_DENIED, NULL);
  g_autoptr (Answer) unknown = save (world->hana, "00000000-0000-7000-8000-000000000000", reeve_clock_now ());
  assert_member (unknown, "/demands/0/role", "unknown_role");
  g_autoptr (Answer) twice =
    device_call (world->hana, second_factor_demands_save,
                 .patch = "{\"demands\":[{\"role\":\"member\",\"since\":\"2026-01-01T00:00:00Z\"},"
                          "{\"role\":\"member\",\"since\":\"2027-01-01T00:00:00Z\"}]}",
                 .if_match = 1);
  assert_member (twice, "/demands/1/role", "duplicate");
  expect (device_call (world->hana, second_factor_demands_save, .patch = "{\"demands\":[]}", .if_match = 7),
          REEVE_ERROR_STALE, NULL);
}

/* Who has none, counted once whatever they hold, a page at a time; and what is to know of them. */
static void
test_preview (World *world, gconstpointer unused)
{
  for (int i = 0; i < 60; i++)
    {
      g_autofree char *email = g_strdup_printf ("p%d@vallis.example", i);
      g_autofree char *id = device_add_user (world->hana, email, "P", "auditor");
    }
  fixture_mirror (world->fixture);
  ReeveSecondFactorPlan *plan = reeve_second_factor_plan_new ();
  add_demand (plan, "auditor");
  add_demand (plan, "member");
  g_autoptr (Answer) first = device_call (world->hana, second_factor_demands_preview, .body = plan);
  assert_done (first);
  ReeveSecondFactorPreview *preview = REEVE_SECOND_FACTOR_PREVIEW (first->reply);
  g_assert_cmpint (preview->without, ==, 61);
  g_assert_cmpint (preview->never_signed_in, ==, 60);
  g_assert_cmpuint (preview->people->len, ==, 50);
  g_assert_nonnull (preview->next);
  ReeveSecondFactorCount *everybody = preview->roles->pdata[1];
  g_assert_cmpint (everybody->people, ==, 62);
  g_assert_cmpint (everybody->without, ==, 61);
  ReeveSecondFactorLack *bo = preview->people->pdata[0];
  g_assert_cmpstr (bo->email, ==, BO);
  g_assert_false (bo->never_signed_in);
  g_assert_false (bo->several_workspaces);
  g_assert_false (bo->only_administrator);

  plan = reeve_second_factor_plan_new ();
  add_demand (plan, "auditor");
  plan->after = g_strdup (preview->next);
  g_autoptr (Answer) second = device_call (world->hana, second_factor_demands_preview, .body = plan);
  assert_done (second);
  g_assert_cmpuint (REEVE_SECOND_FACTOR_PREVIEW (second->reply)->people->len, ==, 11);
  g_assert_null (REEVE_SECOND_FACTOR_PREVIEW (second->reply)->next);
}

/* The only administrator who lost the second factor, and of whom everything is demanded, gets in and sets one
 * up. */
static void
test_last_administrator (World *world, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  demand (world, "member", reeve_clock_now ());
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_WRITE,
                    g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
  g_assert_true (reeve_accounts_set_totp (tx, world->hana->account, NULL, 0, &error));
  g_assert_true (reeve_accounts_set_recovery_codes (tx, world->hana->account, none, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  fixture_mirror (world->fixture);
  ReeveSecondFactorPlan *plan = reeve_second_factor_plan_new ();
  add_demand (plan, "member");
  g_autoptr (Answer) preview = device_call (world->hana, second_factor_demands_preview, .body = plan);
  assert_done (preview); /* her session proved it */
  ReeveSecondFactorLack *hana = REEVE_SECOND_FACTOR_PREVIEW (preview->reply)->people->pdata[0];
  g_assert_cmpstr (hana->email, ==, ADMIN);
  g_assert_true (hana->only_administrator);

  g_autoptr (Device) again = device_new (world->fixture, "again", "192.0.2.9");
  g_autoptr (Answer) entered = device_sign_in (again, ADMIN, PASSWORD);
  assert_done (entered);
  g_assert_cmpstr (REEVE_TOKENS (entered->reply)->stage, ==, "enrol");
  device_take_tokens (again, REEVE_TOKENS (entered->reply));
  device_enrol (again);
  g_set_str (&again->workspace, world->hana->workspace);
  assert_goes_on (again);
}

static gint64
count_mails (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (world->fixture->installation, world->hana->workspace),
                    REEVE_TX_READ, g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT count(*) FROM outbox WHERE recipient = $1 AND subject LIKE 'A second factor is due%'",
    &error);
  gint64 n;

  g_assert_no_error (error);
  reeve_statement_bind_text (statement, 1, BO);
  g_assert_true (reeve_statement_read_int (statement, &n, &error));
  return n;
}

static void
run_jobs (World *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_jobs_run_all (world->fixture->installation, reeve_clock_now (), &error));
  g_assert_true (reeve_jobs_run_all (world->fixture->installation, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

/* Seven, three and one day before, once each, however often the service starts; not to who has one, nor for a
 * time that was missed. */
static void
test_reminders (World *world, gconstpointer unused)
{
  run_jobs (world);
  demand (world, "auditor", reeve_clock_now () + 8 * DAY);
  run_jobs (world);
  g_assert_cmpint (count_mails (world), ==, 0);
  reeve_clock_advance_for_tests (DAY + REEVE_MINUTE);
  run_jobs (world);
  g_assert_cmpint (count_mails (world), ==, 1);
  fixture_reopen (world->fixture);
  run_jobs (world);
  g_assert_cmpint (count_mails (world), ==, 1);
  reeve_clock_advance_for_tests (6 * DAY); /* the service was off */
  run_jobs (world);
  g_assert_cmpint (count_mails (world), ==, 2);
  reeve_clock_advance_for_tests (DAY);
  run_jobs (world);
  g_assert_cmpint (count_mails (world), ==, 2);
}

/* Another date is another matter; who has one by then hears nothing more. */
static void
test_moved_date (World *world, gconstpointer unused)
{
  demand (world, "member", reeve_clock_now () + 2 * DAY);
  run_jobs (world);
  g_assert_cmpint (count_mails (world), ==, 1);
  demand (world, "member", reeve_clock_now () + 5 * DAY);
  run_jobs (world);
  g_assert_cmpint (count_mails (world), ==, 2);
  device_enrol (world->bo);
  run_jobs (world);
  reeve_clock_advance_for_tests (4 * DAY + REEVE_MINUTE);
  run_jobs (world);
  g_assert_cmpint (count_mails (world), ==, 2);
}

#define ADD(name, test) \
  g_test_add ("/service/api/second-factor-demands/" name, World, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("date", test_date);
  ADD ("sign-in", test_sign_in);
  ADD ("older-session", test_older_session);
  ADD ("roles", test_roles);
  ADD ("promoted", test_promoted);
  ADD ("refusals", test_refusals);
  ADD ("preview", test_preview);
  ADD ("last-administrator", test_last_administrator);
  ADD ("reminders", test_reminders);
  ADD ("moved-date", test_moved_date);
  return g_test_run ();
}
