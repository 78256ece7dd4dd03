/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Resetting somebody's second factor: who may, who may not, and when it takes two. */

#include "config.h"

#include <string.h>

#include "common/identity-provider.h"
#include "common/mail.h"
#include "common/role.h"
#include "common/second-factor.h"
#include "service/api/roles.h"
#include "service/api/second-factor-resets.h"
#include "service/store/identity-providers.h"
#include "service/store/intents.h"
#include "service/store/links.h"
#include "service/store/outbox.h"
#include "tests/service/api/fixture.h"

#define BO   "bo@vallis.example"
#define CY   "cy@vallis.example"
#define DI   "di@vallis.example"
#define HOUR (60 * REEVE_MINUTE)

typedef struct
{
  Fixture *fixture;
  Device *hana; /* the administrator */
  Device *bo;   /* a member with a second factor of his own choice */
} World;

static void
set_up (World *world, gconstpointer unused)
{
  world->fixture = fixture_new ();
  world->hana = device_set_up (world->fixture);
  world->bo = device_add_colleague (world->hana, BO, "Bo", "member");
  device_enrol (world->bo);
}

static void
tear_down (World *world, gconstpointer unused)
{
  device_free (world->bo);
  device_free (world->hana);
  fixture_free (world->fixture);
}

static Answer *
reset (Device *self, const char *user)
{
  ReeveSecondFactorReset *body = reeve_second_factor_reset_new ();

  body->reason = g_strdup ("lost her phone");
  body->proofing = "video-call";
  return device_call (self, second_factor_reset, .object = user, .body = body);
}

static void
expect (Answer *answer, ReeveErrorCode code, const char *reason)
{
  g_autoptr (Answer) taken = answer;

  assert_refused (taken, code, reason);
}

/* The id of the request that waits now. */
static char *
ask (Device *self, const char *user)
{
  g_autoptr (Answer) answer = reset (self, user);

  assert_done (answer);
  g_assert_cmpstr (REEVE_SECOND_FACTOR_RESET (answer->reply)->state, ==, "waiting");
  return g_strdup (REEVE_SECOND_FACTOR_RESET (answer->reply)->id);
}

static ReeveTx *
begin_directory (World *world, ReeveTxMode mode)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), mode,
                                g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  return tx;
}

static ReeveSecondFactor *
get_factor (Device *self, const char *user)
{
  g_autoptr (Answer) answer = device_call (self, second_factor_get, .object = user);

  assert_done (answer);
  return g_object_ref (REEVE_SECOND_FACTOR (answer->reply));
}

static void
assert_factor (World *world, const char *user, const char *state)
{
  g_autoptr (ReeveSecondFactor) factor = get_factor (world->hana, user);

  g_assert_cmpstr (factor->state, ==, state);
  g_assert_cmpint (factor->recovery_codes_left, ==, g_str_equal (state, "on") ? 10 : 0);
  g_assert_cmpint (factor->since != 0, ==, g_str_equal (state, "on"));
}

static char *
read_directory (World *world, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = begin_directory (world, REEVE_TX_READ);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, &error);
  gboolean row;

  g_assert_no_error (error);
  g_assert_true (reeve_statement_step (statement, &row, &error));
  g_assert_true (row);
  return g_strdup (reeve_statement_get_text (statement, 0));
}

/* Everything is gone at once: sessions, codes, the app; the person is told, with a link; and it stands in
 * both trails why. */
static void
test_member (World *world, gconstpointer unused)
{
  g_autoptr (Answer) done = NULL;
  g_autoptr (GPtrArray) history = NULL;

  assert_factor (world, world->bo->account, "on");
  done = reset (world->hana, world->bo->account);
  assert_done (done);
  g_assert_cmpstr (REEVE_SECOND_FACTOR_RESET (done->reply)->state, ==, "done");
  g_assert_cmpuint (done->ended_sessions->len, ==, 1);
  assert_factor (world, world->bo->account, "off");
  expect (device_call (world->bo, me_get), REEVE_ERROR_SIGNED_OUT, "session_ended");

  history = device_get_history (world->hana, world->bo->account);
  ReeveAuditEntry *entry = history->pdata[0];
  g_assert_cmpstr (entry->action, ==, "second-factor.reset");
  g_assert_cmpstr (entry->reason, ==, "lost her phone");
  g_autofree char *audited =
    read_directory (world, "SELECT reason FROM audit WHERE action = 'second-factor.reset'");
  g_assert_cmpstr (audited, ==, "lost her phone");
  g_autofree char *recipient =
    read_directory (world, "SELECT recipient FROM outbox WHERE kind = 'second-factor-reset'");
  g_assert_cmpstr (recipient, ==, BO);
  /* a role that demands none: the password is enough again, until they set one up */
  device_enter (world->bo, BO, PASSWORD, NULL);
  g_assert_cmpstr (world->bo->stage, ==, "complete");
}

/* The service died when the workspace knew of a reset and the directory did not: it is done at the next
 * start. One that was set up since is another, and stays. */
static void
test_half_done (World *world, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = NULL;

  reeve_clock_advance_for_tests (G_USEC_PER_SEC);
  for (int i = 0; i < 2; i++)
    {
      tx = reeve_db_begin (
        reeve_installation_get_workspace (world->fixture->installation, world->hana->workspace),
        REEVE_TX_WRITE, g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
      g_assert_true (reeve_intents_put (tx, REEVE_INTENT_SECOND_FACTOR, world->bo->account, NULL, &error));
      g_assert_true (reeve_tx_commit (tx, &error));
      g_clear_pointer (&tx, reeve_tx_end);
      if (i == 1)
        {
          reeve_clock_advance_for_tests (G_USEC_PER_SEC);
          device_enrol (world->bo);
        }
      fixture_reopen (world->fixture);
      assert_factor (world, world->bo->account, i == 0 ? "off" : "on");
      if (i == 0)
        {
          expect (device_call (world->bo, me_get), REEVE_ERROR_SIGNED_OUT, "session_ended");
          device_enter (world->bo, BO, PASSWORD, NULL);
        }
    }
}

/* What is refused changes nothing. */
static void
test_refusals (World *world, gconstpointer unused)
{
  g_autoptr (Device) gil = device_add_colleague (world->hana, CY, "Gil", "group-administrator");
  g_autofree char *off = device_add_user (world->hana, DI, "Di", "member");
  g_autoptr (GError) error = NULL;

  fixture_mirror (world->fixture);
  expect (reset (world->hana, world->hana->account), REEVE_ERROR_CONFLICT, "self");
  expect (reset (world->hana, off), REEVE_ERROR_CONFLICT, "second_factor_off");
  expect (reset (world->bo, off), REEVE_ERROR_DENIED, NULL);
  expect (reset (gil, world->hana->account), REEVE_ERROR_NOT_FOUND, NULL); /* in none of his groups */
  g_autoptr (ReeveUser) bo = device_get_user (world->hana, world->bo->account);
  g_autoptr (ReeveTx) tx = begin_directory (world, REEVE_TX_WRITE);
  g_assert_true (reeve_accounts_set_breach_lock (tx, bo->id, reeve_clock_now (), &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  expect (reset (world->hana, bo->id), REEVE_ERROR_CONFLICT, "breach_locked");
  tx = begin_directory (world, REEVE_TX_WRITE);
  g_assert_true (reeve_accounts_set_breach_lock (tx, bo->id, 0, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  fixture_mirror (world->fixture);
  g_autoptr (ReeveUser) now = device_get_user (world->hana, bo->id);
  g_autoptr (Answer) binned =
    device_call (world->hana, users_delete, .object = bo->id, .if_match = now->version);
  assert_done (binned);
  expect (reset (world->hana, bo->id), REEVE_ERROR_CONFLICT, "in_bin");
  g_autoptr (Answer) nobody = reset (world->hana, "00000000-0000-7000-8000-000000000000");
  assert_refused (nobody, REEVE_ERROR_NOT_FOUND, NULL);
  assert_factor (world, bo->id, "on");
}

/* Of an administrator it takes two others: one who asks, one who approves, none of them the person. */
static void
test_administrator (World *world, gconstpointer unused)
{
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Device) di = NULL;

  fixture_mirror (world->fixture);
  expect (reset (world->hana, cy->account), REEVE_ERROR_CONFLICT, "no_second_administrator");
  di = device_add_colleague (world->hana, DI, "Di", REEVE_ROLE_ADMINISTRATOR);
  fixture_mirror (world->fixture);
  g_autofree char *id = ask (world->hana, cy->account);
  assert_factor (world, cy->account, "on");
  g_autoptr (ReeveSecondFactor) factor = get_factor (di, cy->account);
  g_assert_nonnull (factor->reset);
  g_assert_cmpstr (REEVE_SECOND_FACTOR_RESET (factor->reset)->id, ==, id);
  expect (reset (di, cy->account), REEVE_ERROR_CONFLICT, "reset_waiting");
  expect (device_call (world->hana, second_factor_resets_approve, .object = id), REEVE_ERROR_CONFLICT,
          "self");
  expect (device_call (cy, second_factor_resets_approve, .object = id), REEVE_ERROR_CONFLICT, "self");
  expect (device_call (world->bo, second_factor_resets_approve, .object = id), REEVE_ERROR_DENIED, NULL);
  g_autoptr (Answer) listed = device_call (di, second_factor_resets_list, .query = "state=waiting");
  assert_done (listed);
  g_assert_cmpuint (listed->listing->items->len, ==, 1);
  g_autoptr (Answer) done = device_call (di, second_factor_resets_approve, .object = id);
  assert_done (done);
  assert_factor (world, cy->account, "off");
  expect (device_call (cy, me_get), REEVE_ERROR_SIGNED_OUT, "session_ended");
  expect (device_call (di, second_factor_resets_approve, .object = id), REEVE_ERROR_CONFLICT, "reset_over");
  expect (device_call (di, second_factor_resets_decline, .object = id), REEVE_ERROR_CONFLICT, "reset_over");
  /* the next sign-in enrols before anything else */
  reeve_clock_advance_for_tests (30 * G_USEC_PER_SEC);
  g_autoptr (Answer) entered = device_sign_in (cy, CY, PASSWORD);
  assert_done (entered);
  g_assert_cmpstr (REEVE_TOKENS (entered->reply)->stage, ==, "enrol");
}

/* Declined, or left for a day, it is over; and may be asked for again. */
static void
test_over (World *world, gconstpointer unused)
{
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Device) di = device_add_colleague (world->hana, DI, "Di", REEVE_ROLE_ADMINISTRATOR);

  fixture_mirror (world->fixture);
  g_autofree char *first = ask (world->hana, cy->account);
  g_autoptr (Answer) declined = device_call (di, second_factor_resets_decline, .object = first);
  assert_done (declined);
  expect (device_call (di, second_factor_resets_approve, .object = first), REEVE_ERROR_CONFLICT,
          "reset_over");
  g_autofree char *second = ask (world->hana, cy->account);
  reeve_clock_advance_for_tests (25 * HOUR);
  expect (device_call (di, second_factor_resets_approve, .object = second), REEVE_ERROR_CONFLICT,
          "reset_over");
  g_autoptr (Answer) expired = device_call (di, second_factor_resets_list, .query = "state=expired");
  assert_done (expired);
  g_assert_cmpuint (expired->listing->items->len, ==, 1);
  g_autofree char *third = ask (world->hana, cy->account);
  g_assert_cmpstr (third, !=, second);
  assert_factor (world, cy->account, "on");
}

/* Who asked and was demoted since cannot have it done by somebody else. */
static void
test_requester_gone (World *world, gconstpointer unused)
{
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Device) di = device_add_colleague (world->hana, DI, "Di", REEVE_ROLE_ADMINISTRATOR);

  fixture_mirror (world->fixture);
  g_autofree char *id = ask (di, cy->account);
  g_autoptr (ReeveUser) user = device_get_user (world->hana, di->account);
  g_autoptr (Answer) demoted = device_call (world->hana, users_save, .object = di->account,
                                            .patch = "{\"roles\":[\"member\"]}", .if_match = user->version);
  assert_done (demoted);
  expect (device_call (world->hana, second_factor_resets_approve, .object = id), REEVE_ERROR_CONFLICT,
          "requester_gone");
  assert_factor (world, cy->account, "on");
}

/* From now on @workspace is entered through its provider alone. */
static void
require_provider (World *world, const char *workspace)
{
  const char *const domains[] = { "vallis.example", NULL };
  g_autoptr (ReeveIdentityProvider) provider = reeve_identity_provider_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = begin_directory (world, REEVE_TX_WRITE);

  provider->label = g_strdup ("Login");
  provider->issuer = g_strdup ("https://login.vallis.example");
  provider->client_id = g_strdup ("reeve");
  reeve_set_texts (&provider->domains, domains);
  provider->enabled = provider->required = TRUE;
  g_assert_true (reeve_identity_providers_save (tx, workspace, provider, 0, NULL, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

/* A role that helps people with their credentials, and nothing else. */
static char *
make_helper (Device *device)
{
  const char *const capabilities[] = { "users.read", "users.credentials", NULL };
  ReeveRole *role = reeve_role_new ();
  g_autoptr (Answer) answer = NULL;

  role->name = g_strdup ("Helper");
  reeve_set_texts (&role->capabilities, capabilities);
  answer = device_call (device, roles_create, .body = role);
  assert_done (answer);
  return g_strdup (REEVE_ROLE (answer->reply)->id);
}

/* An account of two workspaces: the administrator of one of them alone weakens nothing of the other. */
static void
test_shared (World *world, gconstpointer unused)
{
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", "member");
  ReeveWorkspace *body = reeve_workspace_new ();
  g_autofree char *home = g_strdup (cy->workspace);

  body->name = g_strdup ("Cy's own");
  g_autofree char *other = NULL;
  g_autoptr (ReeveUser) user = device_get_user (world->hana, cy->account);
  g_autoptr (Answer) promoted =
    device_call (world->hana, users_save, .object = cy->account,
                 .patch = "{\"roles\":[\"workspace-administrator\"]}", .if_match = user->version);
  assert_done (promoted);
  device_enrol (cy);
  g_autoptr (Answer) made = device_call (cy, workspaces_create, .body = body);
  assert_done (made);
  other = g_strdup (REEVE_WORKSPACE (made->reply)->id);
  /* Bo is a member of both; at home Hana administers, there Cy */
  g_set_str (&cy->workspace, other);
  g_autofree char *bo = device_add_user (cy, BO, "Bo", "member");
  g_assert_cmpstr (bo, ==, world->bo->account);
  /* Bo never went there: adding him keeps nobody from helping him. */
  g_autoptr (Answer) helped = reset (world->hana, bo);
  assert_done (helped);
  device_enter (world->bo, BO, PASSWORD, NULL);
  device_enrol (world->bo);
  device_confirm (world->bo);
  g_set_str (&world->bo->workspace, other);
  g_autoptr (Answer) visit = device_call (world->bo, workspaces_get);
  assert_done (visit);
  g_set_str (&world->bo->workspace, home);
  expect (reset (world->hana, bo), REEVE_ERROR_DENIED, "shared_account");
  /* What Hana may there do for groups of hers does not reach Bo, who is in none. */
  g_autofree char *hana = device_add_user (cy, ADMIN, "Hana", "group-administrator");
  g_assert_cmpstr (hana, ==, world->hana->account);
  device_confirm (world->hana);
  expect (reset (world->hana, bo), REEVE_ERROR_DENIED, "shared_account");
  /* Nor does what she may there, where her session may not go. */
  g_autofree char *helper = make_helper (cy);
  g_autoptr (ReeveUser) there = device_get_user (cy, hana);
  g_autofree char *patch = g_strdup_printf ("{\"roles\":[\"%s\"]}", helper);
  g_autoptr (Answer) named =
    device_call (cy, users_save, .object = hana, .patch = patch, .if_match = there->version);
  assert_done (named);
  require_provider (world, other);
  expect (reset (world->hana, bo), REEVE_ERROR_DENIED, "shared_account");
  g_set_str (&cy->workspace, home);
  g_autoptr (Answer) both = reset (cy, bo);
  assert_done (both);
  assert_factor (world, bo, "off");
}

typedef struct
{
  Device *device;
  const char *id;
} Approval;

static gpointer
approve (gpointer data)
{
  Approval *approval = data;

  return device_call (approval->device, second_factor_resets_approve, .object = approval->id);
}

/* Two approve at once: one does it, the other hears that it is done; one mail, one link. */
static void
test_race (World *world, gconstpointer unused)
{
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Device) di = device_add_colleague (world->hana, DI, "Di", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Device) ed =
    device_add_colleague (world->hana, "ed@vallis.example", "Ed", REEVE_ROLE_ADMINISTRATOR);

  fixture_mirror (world->fixture);
  for (guint round = 0; round < 5; round++)
    {
      g_autofree char *id = ask (world->hana, cy->account);
      Approval approvals[] = { { di, id }, { ed, id } };
      GThread *first = g_thread_new ("first", approve, &approvals[0]);
      GThread *second = g_thread_new ("second", approve, &approvals[1]);
      g_autoptr (Answer) one = g_thread_join (first);
      g_autoptr (Answer) two = g_thread_join (second);

      g_assert_cmpint ((one->error == NULL) + (two->error == NULL), ==, 1);
      assert_refused (one->error != NULL ? one : two, REEVE_ERROR_CONFLICT, "reset_over");
      g_autofree char *mails = read_directory (
        world, "SELECT CAST (count(*) AS TEXT) FROM outbox WHERE kind = 'second-factor-reset'");
      g_assert_cmpint (g_ascii_strtoll (mails, NULL, 10), ==, round + 1);
      device_enter (cy, CY, PASSWORD, NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/second-factor-resets/member", World, NULL, set_up, test_member, tear_down);
  g_test_add ("/second-factor-resets/half-done", World, NULL, set_up, test_half_done, tear_down);
  g_test_add ("/second-factor-resets/refusals", World, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/second-factor-resets/administrator", World, NULL, set_up, test_administrator, tear_down);
  g_test_add ("/second-factor-resets/over", World, NULL, set_up, test_over, tear_down);
  g_test_add ("/second-factor-resets/requester-gone", World, NULL, set_up, test_requester_gone, tear_down);
  g_test_add ("/second-factor-resets/shared", World, NULL, set_up, test_shared, tear_down);
  g_test_add ("/second-factor-resets/race", World, NULL, set_up, test_race, tear_down);
  return g_test_run ();
}
