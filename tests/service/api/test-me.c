/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The caller's own account: second factor, password, sessions, workspaces. */

#include "config.h"

#include "common/totp.h"
#include "service/rules/passwords.h"
#include "tests/service/api/fixture.h"

char *__real_reeve_password_hash (const ReeveSecret *password, const ReeveSecret *pepper);
char *__wrap_reeve_password_hash (const ReeveSecret *password, const ReeveSecret *pepper);

static Device *ends_meanwhile; /* (nullable): whose session ends while a password is hashed */

char *
__wrap_reeve_password_hash (const ReeveSecret *password, const ReeveSecret *pepper)
{
  if (ends_meanwhile != NULL)
    {
      g_autoptr (Answer) out = device_call (ends_meanwhile, sign_out);

      assert_done (out);
    }
  return __real_reeve_password_hash (password, pepper);
}

static Answer *
change_password (Device *device, const char *current, const char *next)
{
  ReevePasswordChange *body = reeve_password_change_new ();

  body->current = reeve_secret_new_text (current);
  body->password = reeve_secret_new_text (next);
  return device_call (device, me_set_password, .body = body);
}

static Answer *
confirm (Device *device, const char *code)
{
  ReeveEnrolmentCode *body = reeve_enrolment_code_new ();

  body->code = reeve_secret_new_text (code);
  return device_call (device, second_factor_confirm, .body = body);
}

static ReeveSecret *
read_key (Answer *answer)
{
  g_autofree guint8 *key = NULL;
  gsize length;

  key = reeve_base32_decode (reeve_secret_get_text (REEVE_ENROLMENT (answer->reply)->key), &length);
  return reeve_secret_new (key, length);
}

static ReeveSecret *
begin_enrolment (Device *device)
{
  g_autoptr (Answer) answer = device_call (device, second_factor_begin);

  assert_done (answer);
  return read_key (answer);
}

/* A key is in force only after a code made with it; a clock that is off is told; once on, it is not replaced
 * here. */
static void
test_second_factor (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) early = confirm (ada, "123456");
  g_autoptr (ReeveSecret) stale = begin_enrolment (ada);
  g_autoptr (ReeveSecret) key = begin_enrolment (ada);
  g_autofree char *stale_code = code_at (stale, reeve_clock_now ());
  g_autofree char *skewed_code = code_at (key, reeve_clock_now () + 5 * REEVE_MINUTE);
  g_autofree char *code = code_at (key, reeve_clock_now ());
  g_autoptr (Answer) other = confirm (ada, stale_code);
  g_autoptr (Answer) skewed = confirm (ada, skewed_code);
  g_autoptr (Answer) right = confirm (ada, code);
  g_autoptr (Answer) again = confirm (ada, code);
  g_autoptr (Answer) begin = device_call (ada, second_factor_begin);
  g_autoptr (Answer) signing_in = device_sign_in (ada, "ada@vallis.example", PASSWORD);
  g_autoptr (Answer) replayed = NULL;

  assert_refused (early, REEVE_ERROR_CONFLICT, "enrolment_expired");
  assert_refused (other, REEVE_ERROR_SECOND_FACTOR, "code_wrong");
  assert_refused (skewed, REEVE_ERROR_SECOND_FACTOR, "clock_skew");
  assert_done (right);
  g_assert_null (REEVE_ENROLLED (right->reply)->tokens); /* the session was complete before */
  assert_refused (again, REEVE_ERROR_CONFLICT, "already_on");
  assert_refused (begin, REEVE_ERROR_CONFLICT, "already_on");
  /* The confirming code has served. */
  replayed = device_send_code (ada, REEVE_TOKENS (signing_in->reply)->challenge, code);
  assert_refused (replayed, REEVE_ERROR_SECOND_FACTOR, "code_replayed");
}

/* One that is on is replaced, and its recovery codes renewed: the person is told, what was before serves no
 * longer. */
static void
test_replace (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) early = device_call (ada, second_factor_replace);
  g_autoptr (Answer) early_codes = device_call (ada, second_factor_renew_codes);

  assert_refused (early, REEVE_ERROR_SECOND_FACTOR, "second_factor_missing");
  assert_refused (early_codes, REEVE_ERROR_SECOND_FACTOR, "second_factor_missing");
  device_enrol (ada);
  g_autoptr (Answer) codes = device_call (ada, second_factor_renew_codes);
  assert_done (codes);
  g_assert_nonnull (REEVE_ENROLLED (codes->reply)->recovery_codes);
  g_autoptr (Answer) begun = device_call (ada, second_factor_replace);
  assert_done (begun);
  g_autoptr (ReeveSecret) key = read_key (begun);
  reeve_clock_advance_for_tests (30 * G_USEC_PER_SEC);
  g_autofree char *former = code_at (ada->key, reeve_clock_now ());
  g_autofree char *code = code_at (key, reeve_clock_now ());
  g_autoptr (Answer) wrong = confirm (ada, former);
  assert_refused (wrong, REEVE_ERROR_SECOND_FACTOR, "code_wrong");
  g_autoptr (Answer) right = confirm (ada, code);
  assert_done (right);
  device_enter (ada, "ada@vallis.example", PASSWORD, key);
  g_assert_cmpstr (ada->stage, ==, "complete");
  g_autoptr (Answer) over = confirm (ada, code);
  assert_refused (over, REEVE_ERROR_CONFLICT, "already_on");
}

/* The key waits ten minutes for its code. */
static void
test_enrolment_expires (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (ReeveSecret) key = begin_enrolment (ada);
  g_autofree char *code = NULL;
  g_autoptr (Answer) late = NULL;

  reeve_clock_advance_for_tests (10 * REEVE_MINUTE);
  code = code_at (key, reeve_clock_now ());
  late = confirm (ada, code);
  assert_refused (late, REEVE_ERROR_CONFLICT, "enrolment_expired");
}

/* A role that demands the second factor gives a session that opens nothing but enrolment, and new tokens
 * after it. */
static void
test_enrol_stage (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = device_add_user (hana, "bea@vallis.example", "Bea", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Device) bea = device_new (fixture, "bea", "192.0.2.20");
  g_autoptr (Answer) first = device_sign_in (bea, "bea@vallis.example", PASSWORD);
  g_autoptr (Answer) denied = NULL;
  g_autoptr (Answer) refreshed = NULL;
  g_autoptr (ReeveSecret) old = NULL;
  ReeveRefresh *body = reeve_refresh_new ();

  g_assert_nonnull (id);
  device_take_tokens (bea, REEVE_TOKENS (first->reply));
  g_assert_cmpstr (bea->stage, ==, "enrol");
  denied = device_call (bea, workspaces_list);
  assert_refused (denied, REEVE_ERROR_SECOND_FACTOR, NULL);
  old = reeve_secret_ref (bea->refresh);
  device_enrol (bea);
  g_assert_cmpstr (bea->stage, ==, "complete");
  g_assert_false (reeve_secret_equal (old, bea->refresh));
  body->refresh_token = reeve_secret_ref (bea->refresh);
  refreshed = device_call (bea, sign_in_refresh, .body = body);
  assert_done (refreshed);
  g_assert_cmpstr (REEVE_TOKENS (refreshed->reply)->stage, ==, "complete");
}

/* A session that ends while the passwords are hashed changes nothing any more. */
static void
test_password_after_end (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) late = NULL;
  g_autoptr (Answer) old = NULL;

  ends_meanwhile = ada;
  late = change_password (ada, PASSWORD, "loud heron dancing 77");
  ends_meanwhile = NULL;
  assert_refused (late, REEVE_ERROR_SIGNED_OUT, "session_ended");
  old = device_sign_in (ada, "ada@vallis.example", PASSWORD);
  assert_done (old);
}

/* The current password is demanded, the next one judged; the other sessions end, this one stays. */
static void
test_password (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) tablet = device_new (fixture, "tablet", "192.0.2.10");
  g_autoptr (Answer) wrong = change_password (ada, "wrong", "loud heron dancing 77");
  g_autoptr (Answer) poor = change_password (ada, PASSWORD, "short");
  g_autoptr (Answer) same = change_password (ada, PASSWORD, PASSWORD);
  g_autoptr (Answer) personal = change_password (ada, PASSWORD, "ada@vallis.example");
  g_autoptr (Answer) right = NULL;
  g_autoptr (Answer) stays = NULL;
  g_autoptr (Answer) ended = NULL;
  g_autoptr (Answer) old = NULL;

  assert_refused (wrong, REEVE_ERROR_INVALID, NULL);
  assert_member (wrong, "/current", "password_wrong");
  assert_refused (poor, REEVE_ERROR_INVALID, NULL);
  assert_member (poor, "/password", "length");
  assert_member (same, "/password", "previous");
  assert_member (personal, "/password", "personal");

  device_enter (tablet, "ada@vallis.example", PASSWORD, NULL);
  right = change_password (ada, PASSWORD, "loud heron dancing 77");
  assert_done (right);
  g_assert_cmpuint (right->n_audited, ==, 1);
  g_assert_cmpuint (right->ended_sessions->len, ==, 1);
  g_assert_cmpstr (right->ended_sessions->pdata[0], ==, tablet->session);
  stays = device_call (ada, me_get);
  assert_done (stays);
  ended = device_call (tablet, me_get);
  assert_refused (ended, REEVE_ERROR_SIGNED_OUT, NULL);
  old = device_sign_in (tablet, "ada@vallis.example", PASSWORD);
  assert_refused (old, REEVE_ERROR_SIGNED_OUT, "password_wrong");
  device_enter (tablet, "ada@vallis.example", "loud heron dancing 77", NULL);
}

/* A stolen session cannot guess the password: tries are counted as at sign-in. */
static void
test_password_guessing (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (Answer) wrong = change_password (hana, "wrong", "loud heron dancing 77");

      assert_refused (wrong, REEVE_ERROR_INVALID, NULL);
    }
  g_autoptr (Answer) locked = change_password (hana, "wrong", "loud heron dancing 77");
  g_autoptr (Answer) still = change_password (hana, PASSWORD, "loud heron dancing 77");
  assert_refused (locked, REEVE_ERROR_LOCKED, "cooling_off");
  assert_refused (still, REEVE_ERROR_LOCKED, "cooling_off");
}

/* One's own sessions are listed and ended; somebody else's are not there. */
static void
test_sessions (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) tablet = device_new (fixture, "tablet", "192.0.2.10");
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) foreign = NULL;
  g_autoptr (Answer) ended = NULL;
  g_autoptr (Answer) me = NULL;
  guint n_current = 0;

  device_enter (tablet, "ada@vallis.example", PASSWORD, NULL);
  list = device_call (ada, sessions_list);
  assert_done (list);
  g_assert_cmpuint (list->listing->items->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      ReeveSession *session = g_ptr_array_index (list->listing->items, i);

      g_assert_cmpstr (session->device, ==, "a test");
      n_current += session->current ? 1 : 0;
    }
  g_assert_cmpuint (n_current, ==, 1);

  foreign = device_call (ada, sessions_end, .object = hana->session);
  assert_refused (foreign, REEVE_ERROR_NOT_FOUND, NULL);
  ended = device_call (ada, sessions_end, .object = tablet->session);
  assert_done (ended);
  g_assert_cmpstr (ended->ended_sessions->pdata[0], ==, tablet->session);
  me = device_call (tablet, me_get);
  assert_refused (me, REEVE_ERROR_SIGNED_OUT, NULL);
}

static char *
create_workspace (Device *device, const char *name)
{
  ReeveWorkspace *body = reeve_workspace_new ();
  g_autoptr (Answer) answer = NULL;
  ReeveWorkspace *made;

  body->name = g_strdup (name);
  answer = device_call (device, workspaces_create, .body = body);
  assert_done (answer);
  made = REEVE_WORKSPACE (answer->reply);
  g_assert_true (g_strv_contains ((const char *const *) made->capabilities, "workspace.write"));
  return g_strdup (made->id);
}

/* A workspace of one's own has a database, its maker as administrator and nobody else; another one's is not
 * there. */
static void
test_workspaces (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autofree char *second = create_workspace (hana, "Aster Labs");
  g_autoptr (Answer) list = device_call (hana, workspaces_list);
  g_autoptr (Answer) foreign = NULL;
  g_autoptr (Answer) users = NULL;

  g_assert_cmpuint (list->listing->items->len, ==, 2);
  g_assert_cmpstr (REEVE_WORKSPACE (list->listing->items->pdata[0])->name, ==, "Aster Labs");
  g_set_str (&hana->workspace, second);
  users = device_call (hana, users_list);
  g_assert_cmpuint (users->listing->items->len, ==, 1);

  g_set_str (&ada->workspace, second);
  foreign = device_call (ada, workspaces_get);
  assert_refused (foreign, REEVE_ERROR_NOT_FOUND, NULL);
  fixture_reopen (fixture);
  g_clear_pointer (&users, answer_free);
  users = device_call (hana, users_list);
  g_assert_cmpuint (users->listing->items->len, ==, 1);
}

/* A new name is kept, audited on both sides, and refused to who looked at an older one. */
static void
test_rename (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Answer) renamed =
    device_call (hana, workspaces_save, .patch = "{\"name\":\"Vallis\"}", .if_match = 1);
  g_autoptr (Answer) stale =
    device_call (hana, workspaces_save, .patch = "{\"name\":\"Other\"}", .if_match = 1);
  g_autoptr (Answer) same =
    device_call (hana, workspaces_save, .patch = "{\"name\":\"Vallis\"}", .if_match = 2);
  g_autoptr (Answer) bad = device_call (hana, workspaces_save, .patch = "{\"name\":\"\"}", .if_match = 2);
  g_autoptr (Answer) get = device_call (hana, workspaces_get);

  assert_done (renamed);
  g_assert_cmpint (REEVE_WORKSPACE (renamed->reply)->version, ==, 2);
  g_assert_cmpuint (renamed->n_audited, ==, 2);
  assert_refused (stale, REEVE_ERROR_STALE, NULL);
  assert_done (same);
  g_assert_cmpint (REEVE_WORKSPACE (same->reply)->version, ==, 2);
  assert_refused (bad, REEVE_ERROR_INVALID, NULL);
  g_assert_cmpstr (REEVE_WORKSPACE (get->reply)->name, ==, "Vallis");
}

/* The probes. */
static void
test_health (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Answer) live = device_call (hana, live_get);
  g_autoptr (Answer) ready = device_call (hana, ready_get);

  assert_done (live);
  assert_done (ready);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/me/second-factor", test_second_factor);
  g_test_add_func ("/me/replace", test_replace);
  g_test_add_func ("/me/enrolment-expires", test_enrolment_expires);
  g_test_add_func ("/me/enrol-stage", test_enrol_stage);
  g_test_add_func ("/me/password", test_password);
  g_test_add_func ("/me/password-after-end", test_password_after_end);
  g_test_add_func ("/me/password-guessing", test_password_guessing);
  g_test_add_func ("/me/sessions", test_sessions);
  g_test_add_func ("/workspaces/create", test_workspaces);
  g_test_add_func ("/workspaces/rename", test_rename);
  g_test_add_func ("/health", test_health);
  return g_test_run ();
}
