/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A forgotten password, from the question to the next sign-in. */

#include "config.h"

#include <string.h>

#include "service/api/password-reset.h"
#include "service/store/outbox.h"
#include "service/web/pages.h"
#include "service/web/reset.h"
#include "tests/service/web/visitor.h"

#define NEXT "seventeen brass lanterns"

typedef struct
{
  Fixture *fixture;
  Device *admin;
  ReeveWeb *web;
  Visitor *visitor;
} World;

static void
set_up (World *world, gconstpointer data)
{
  world->fixture = fixture_new ();
  world->admin = device_set_up (world->fixture);
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor = visitor_new (world->fixture, world->web);
  g_autoptr (GPtrArray) of_setting_up = take_mails (world->fixture, NULL);
  g_assert_cmpuint (of_setting_up->len, ==, 1);
}

static void
tear_down (World *world, gconstpointer data)
{
  visitor_free (world->visitor);
  reeve_web_free (world->web);
  device_free (world->admin);
  fixture_free (world->fixture);
}

/* Every errand so far is done. */
static void
settle (World *world)
{
  reeve_web_free (world->web);
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor->web = world->web;
}

static GPtrArray *
ask (World *world, const char *email)
{
  visitor_open (world->visitor, "/p/forgot");
  visitor_submit (world->visitor, "email", email, NULL);
  visitor_assert (world->visitor, 200, "/p/forgot-sent", "<h1>Look into your mail</h1>");
  settle (world);
  return take_mails (world->fixture, NULL);
}

static char *
ask_for_link (World *world, const char *email)
{
  g_autoptr (GPtrArray) mails = ask (world, email);

  g_assert_cmpuint (mails->len, ==, 1);
  return get_link_path (mails->pdata[0]);
}

static void
assert_gone (World *world)
{
  visitor_assert (world->visitor, 410, "/p/reset", "<h1>This link does not work any more</h1>");
  g_assert_nonnull (strstr (world->visitor->html, "href=\"/p/forgot\""));
}

/* Asked for, opened as often as one likes, used once; sessions end, the second factor stays, the person is
 * told. */
static void
test_path (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, ADMIN);
  Visitor *visitor = world->visitor;
  g_autoptr (Device) device = device_new (world->fixture, "after", "192.0.2.10");

  for (guint i = 0; i < 20; i++)
    visitor_open (visitor, path);
  visitor_assert (visitor, 200, "/p/reset", ADMIN);
  g_assert_null (strstr (visitor->html, strrchr (path, '/') + 1));
  visitor_submit (visitor, "password", NEXT, "again", NEXT, NULL);
  visitor_assert (visitor, 200, "/p/reset-done", "<h1>Your password is set</h1>");

  expect_refused (device_call (world->admin, sign_out), REEVE_ERROR_SIGNED_OUT, "session_ended");
  expect_refused (device_sign_in (device, ADMIN, PASSWORD), REEVE_ERROR_SIGNED_OUT, "password_wrong");
  g_autoptr (Answer) answer = device_sign_in (device, ADMIN, NEXT);
  g_assert_no_error (answer->error);
  g_assert_cmpstr (REEVE_TOKENS (answer->reply)->stage, ==, "code");
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  g_assert_cmpuint (mails->len, ==, 1);
  g_assert_cmpstr (((ReeveMail *) mails->pdata[0])->kind, ==, "security-notice");

  visitor_open (visitor, path);
  assert_gone (world);
  visitor_open (visitor, "/p/reset");
  assert_gone (world);
}

/* An address that nobody has is answered alike, and no mail is written. */
static void
test_unknown (World *world, gconstpointer data)
{
  g_autofree char *known = NULL;
  g_autoptr (GPtrArray) none = ask (world, "nobody@vallis.example");

  g_assert_cmpuint (none->len, ==, 0);
  known = g_strdup (world->visitor->html);
  g_autoptr (GPtrArray) one = ask (world, " HANA@Vallis.example ");
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpstr (known, ==, world->visitor->html);
}

/* Half an hour, and not a moment longer. */
static void
test_expiry (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, ADMIN);

  reeve_clock_advance_for_tests (REEVE_RESET_LIFE - 1);
  visitor_open (world->visitor, path);
  visitor_assert (world->visitor, 200, "/p/reset", "New password");
  reeve_clock_advance_for_tests (1);
  visitor_submit (world->visitor, "password", NEXT, "again", NEXT, NULL);
  assert_gone (world);
}

/* A later link ends the one before. */
static void
test_replaced (World *world, gconstpointer data)
{
  g_autofree char *first = ask_for_link (world, ADMIN);
  g_autofree char *second = ask_for_link (world, ADMIN);

  visitor_open (world->visitor, first);
  assert_gone (world);
  visitor_open (world->visitor, second);
  visitor_assert (world->visitor, 200, "/p/reset", "New password");
}

static void
assert_mail (World *world, GPtrArray *mails, const char *state)
{
  ReeveMail *mail = mails->pdata[0];
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_READ,
                    g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_autoptr (ReeveMail) now = tx != NULL ? reeve_outbox_get (tx, mail->id, &error) : NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (now->state, ==, state);
}

static void
change_password (Device *device, const char *current, const char *next)
{
  ReevePasswordChange *body = reeve_password_change_new ();
  g_autoptr (Answer) answer = NULL;

  body->current = reeve_secret_new_text (current);
  body->password = reeve_secret_new_text (next);
  answer = device_call (device, me_set_password, .body = body);
  assert_done (answer);
}

/* With a link that a later one, a use or another way to a new password ends, its mail ends too, where it
 * still waits. */
static void
test_withdrawn (World *world, gconstpointer data)
{
  Visitor *visitor = world->visitor;
  g_autoptr (GPtrArray) first = ask (world, ADMIN);
  g_autoptr (GPtrArray) second = ask (world, ADMIN);
  g_autofree char *second_path = get_link_path (second->pdata[0]);

  assert_mail (world, first, "withdrawn");
  assert_mail (world, second, "waiting");
  change_password (world->admin, PASSWORD, NEXT);
  assert_mail (world, second, "withdrawn");
  visitor_open (visitor, second_path);
  assert_gone (world);

  g_autoptr (GPtrArray) notice = take_mails (world->fixture, NULL);
  g_autoptr (GPtrArray) third = ask (world, ADMIN);
  g_autofree char *path = get_link_path (third->pdata[0]);
  visitor_open (visitor, path);
  visitor_submit (visitor, "password", PASSWORD, "again", PASSWORD, NULL);
  visitor_assert (visitor, 200, "/p/reset-done", "<h1>Your password is set</h1>");
  assert_mail (world, third, "withdrawn");
  assert_mail (world, notice, "waiting");
}

/* The notice of a reset does not speak of other devices: nobody is left to read it on this one. */
static void
test_notice (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, ADMIN);

  visitor_open (world->visitor, path);
  visitor_submit (world->visitor, "password", NEXT, "again", NEXT, NULL);
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  g_assert_cmpuint (mails->len, ==, 1);
  const ReeveMail *mail = mails->pdata[0];
  g_autofree char *text = g_strdelimit (g_strdup (mail->text), "\n", ' ');
  g_assert_nonnull (strstr (text, "All devices are signed out."));
  g_assert_null (strstr (text, "other devices"));
}

static const char *const foreign_links[] = {
  "/p/reset",
  "/p/reset/",
  "/p/reset/x",
  "/p/reset/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "/p/reset/01234567890123456789012345678901.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "/p/reset/....",
  "/p/reset/a;b=c",
  "/p/reset/%0d%0aSet-Cookie:x",
};

/* Whatever the link is that is none: one page, and nothing of it comes back. */
static void
test_foreign (World *world, gconstpointer data)
{
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (foreign_links); i++)
    {
      visitor_open (world->visitor, foreign_links[i]);
      assert_gone (world);
      if (first == NULL)
        first = g_strdup (world->visitor->html);
      g_assert_cmpstr (world->visitor->html, ==, first);
    }
  for (guint i = 0; i < world->visitor->set->len; i++)
    g_assert_null (strpbrk (world->visitor->set->pdata[i], "%\r\n"));
}

static const struct
{
  const char *password;
  const char *again;
  const char *problem;
} bad_passwords[] = {
  { "", "", "Enter a new password." },
  { "short", "short", "needs at least 12 characters" },
  { "password1234", "password1234", "known to everybody who guesses" },
  { NEXT, "seventeen brass lantern", "are not the same" },
  { ADMIN, ADMIN, "must not contain your name" },
  { PASSWORD, PASSWORD, "This is the password you had." },
};

/* What is wrong is said in words, at the field and at the top; the link is still good then. */
static void
test_bad_passwords (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, ADMIN);
  Visitor *visitor = world->visitor;

  visitor_open (visitor, path);
  for (guint i = 0; i < G_N_ELEMENTS (bad_passwords); i++)
    {
      visitor_submit (visitor, "password", bad_passwords[i].password, "again", bad_passwords[i].again, NULL);
      visitor_assert (visitor, 422, "/p/reset", bad_passwords[i].problem);
      g_assert_nonnull (strstr (visitor->html, "aria-invalid=\"true\""));
      g_assert_nonnull (strstr (visitor->html, "<title>Problem: "));
      g_assert_null (strstr (visitor->html, NEXT));
    }
  visitor_submit (visitor, "password", NEXT, "again", NEXT, NULL);
  visitor_assert (visitor, 200, "/p/reset-done", "Your password is set");
}

static const char *const bad_addresses[] = { "", "x", "@x", "x@", "a b@c", "<a@b>" };

/* What is no address is said so, whoever exists. */
static void
test_bad_addresses (World *world, gconstpointer data)
{
  visitor_open (world->visitor, "/p/forgot");
  for (guint i = 0; i < G_N_ELEMENTS (bad_addresses); i++)
    {
      visitor_submit (world->visitor, "email", bad_addresses[i], NULL);
      visitor_assert (world->visitor, 422, "/p/forgot", "Enter an e-mail address");
    }
}

/* No other site's form, and no form of another browser or page, is taken. */
static void
test_forgery (World *world, gconstpointer data)
{
  static const char *const sites[] = { "cross-site", "same-site", "rubbish" };
  g_autofree char *path = ask_for_link (world, ADMIN);
  Visitor *visitor = world->visitor;
  g_autoptr (Visitor) other = visitor_new (world->fixture, world->web);

  for (guint i = 0; i < G_N_ELEMENTS (sites); i++)
    {
      visitor_open (visitor, path);
      visitor->fetch_site = sites[i];
      visitor_submit (visitor, "password", NEXT, "again", NEXT, NULL);
      visitor_assert_refused (visitor, REEVE_ERROR_DENIED, "form_token");
    }
  visitor->fetch_site = NULL;
  visitor->asked_from = "https://elsewhere.test";
  visitor_open (visitor, path);
  visitor_submit (visitor, "password", NEXT, "again", NEXT, NULL);
  visitor_assert_refused (visitor, REEVE_ERROR_DENIED, "form_token");
  visitor->asked_from = "null";
  visitor->fetch_site = "same-origin";
  visitor_open (other, "/p/forgot");
  g_autofree char *forgot = g_strdup (strstr (other->html, "name=\"form\" value=\"") + 19);
  *strchr (forgot, '"') = '\0';
  visitor->form_token = forgot;
  visitor_submit (visitor, "password", NEXT, "again", NEXT, NULL);
  visitor_assert_refused (visitor, REEVE_ERROR_DENIED, "form_token");
  visitor->form_token = "";
  visitor_submit (visitor, "password", NEXT, "again", NEXT, NULL);
  visitor_assert_refused (visitor, REEVE_ERROR_DENIED, "form_token");
  visitor_open (visitor, "/p/forgot");
  g_autofree char *own = g_strdup (strstr (visitor->html, "name=\"form\" value=\"") + 19);
  *strchr (own, '"') = '\0';
  visitor_open (visitor, path);
  visitor->form_token = own;
  visitor_submit (visitor, "password", NEXT, "again", NEXT, NULL);
  visitor_assert_refused (visitor, REEVE_ERROR_DENIED, "form_token");
  visitor->form_token = NULL;
  visitor_open (visitor, path);
  visitor_submit (visitor, "password", NEXT, "again", NEXT, NULL);
  visitor_assert (visitor, 200, "/p/reset-done", "Your password is set");
}

/* Cookies are for the server alone, go with no form from elsewhere, and over TLS nowhere without it. */
static void
test_cookies (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, ADMIN);
  guint n_link = 0;

  g_ptr_array_set_size (world->visitor->set, 0);
  visitor_open (world->visitor, path);
  world->visitor->origin = "http://127.0.0.1:1";
  visitor_open (world->visitor, path);
  for (guint i = 0; i < world->visitor->set->len; i++)
    {
      const char *cookie = world->visitor->set->pdata[i];
      g_assert_nonnull (strstr (cookie, "; HttpOnly; SameSite=Lax"));
      if (!g_str_has_prefix (cookie, "reeve-link="))
        continue;
      g_assert_nonnull (strstr (cookie, "; Path=/p/reset;"));
      g_assert_nonnull (strstr (cookie, "; Max-Age=1800"));
      g_assert_true (g_str_has_suffix (cookie, "; Secure") == (n_link++ == 0));
    }
  g_assert_cmpuint (n_link, ==, 2);
}

static guint
count_resets (World *world, const char *state)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_READ,
                    g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_autoptr (ReeveListing) listing = NULL;

  g_assert_no_error (error);
  reeve_query_set_filter (query, "kind", "password-reset");
  reeve_query_set_filter (query, "state", state);
  listing = reeve_outbox_list (tx, query, NULL, &error);
  g_assert_no_error (error);
  return listing->items->len;
}

/* Who asks again and again gets three mails at most; here, where none is sent at once, it is the last one. */
static void
test_many (World *world, gconstpointer data)
{
  for (guint i = 0; i < 10; i++)
    {
      visitor_open (world->visitor, "/p/forgot");
      visitor_submit (world->visitor, "email", ADMIN, NULL);
      visitor_assert (world->visitor, 200, "/p/forgot-sent", "Look into your mail");
    }
  for (guint i = 10; i < 20; i++)
    {
      g_autofree char *email = g_strdup_printf ("nobody%u@vallis.example", i);
      visitor_open (world->visitor, "/p/forgot");
      visitor_submit (world->visitor, "email", email, NULL);
      g_assert_no_error (world->visitor->error);
    }
  visitor_open (world->visitor, "/p/forgot");
  visitor_submit (world->visitor, "email", ADMIN, NULL);
  visitor_assert_refused (world->visitor, REEVE_ERROR_TOO_MANY, NULL);
  settle (world);
  g_assert_cmpuint (count_resets (world, "waiting"), ==, 1);
  g_assert_cmpuint (count_resets (world, "withdrawn"), ==, 2);
}

static void
lock_for_breach (World *world, gint64 time)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_WRITE,
                    g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  g_assert_true (reeve_accounts_set_breach_lock (tx, world->admin->account, time, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

/* Whose account is locked for a breach neither gets a link nor uses one: their mail may be read by others. */
static void
test_breach (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, ADMIN);

  lock_for_breach (world, reeve_clock_now ());
  visitor_open (world->visitor, path);
  assert_gone (world);
  g_autoptr (GPtrArray) mails = ask (world, ADMIN);
  g_assert_cmpuint (mails->len, ==, 0);
}

/* Who is a member nowhere has nothing to sign in to. */
static void
test_suspended (World *world, gconstpointer data)
{
  g_autofree char *bo = device_add_user (world->admin, "bo@vallis.example", "Bo", "member");
  g_autoptr (GPtrArray) before = ask (world, "bo@vallis.example");
  g_autoptr (ReeveUser) user = device_get_user (world->admin, bo);

  g_assert_cmpuint (before->len, ==, 1);
  expect_done (device_call (world->admin, users_save, .object = bo, .patch = "{\"state\":\"suspended\"}",
                            .if_match = user->version));
  g_autoptr (GPtrArray) after = ask (world, "bo@vallis.example");
  g_assert_cmpuint (after->len, ==, 0);
}

typedef struct
{
  World *world;
  const char *path;
  gint done;
  gint gone;
} Race;

static void
race (gpointer data, gpointer user_data)
{
  Race *race_state = user_data;
  g_autoptr (Visitor) visitor = visitor_new (race_state->world->fixture, race_state->world->web);
  g_autofree char *password = g_strdup_printf (NEXT " %d", GPOINTER_TO_INT (data));

  visitor_open (visitor, race_state->path);
  g_assert_no_error (visitor->error);
  if (visitor->status == 200)
    visitor_submit (visitor, "password", password, "again", password, NULL);
  g_assert_no_error (visitor->error);
  if (g_str_equal (visitor->path, "/p/reset-done"))
    g_atomic_int_inc (&race_state->done);
  else if (visitor->status == 410)
    g_atomic_int_inc (&race_state->gone);
}

/* Of a thousand who use one link at the same time, one does. */
static void
test_race (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, ADMIN);
  Race state = { .world = world, .path = path };
  GThreadPool *pool = g_thread_pool_new (race, &state, 50, TRUE, NULL);

  for (int i = 1; i <= 1000; i++)
    g_thread_pool_push (pool, GINT_TO_POINTER (i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  g_assert_cmpint (state.done, ==, 1);
  g_assert_cmpint (state.gone, ==, 999);
}

#define ADD(name, func) g_test_add ("/reset/" name, World, NULL, set_up, func, tear_down)

static Answer *
look (Device *device, const char *token)
{
  ReevePasswordResetToken *body = reeve_password_reset_token_new ();

  body->token = reeve_secret_new_text (token);
  return device_call (device, password_resets_look, .body = body);
}

static Answer *
use (Device *device, const char *token, const char *password)
{
  ReevePasswordReset *body = reeve_password_reset_new ();

  body->token = reeve_secret_new_text (token);
  body->password = reeve_secret_new_text (password);
  return device_call (device, password_resets_use, .body = body);
}

/* A console does with a link what the page does: looks as often as it likes, is held to the policy, sets a
 * password once; sessions end, the second factor stays. */
static void
test_console (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, ADMIN);
  const char *token = strrchr (path, '/') + 1;
  g_autoptr (Device) device = device_new (world->fixture, "after", "192.0.2.10");

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (Answer) seen = look (device, token);

      g_assert_no_error (seen->error);
      g_assert_cmpstr (REEVE_PASSWORD_RESET_VIEW (seen->reply)->email, ==, ADMIN);
      g_assert_cmpint (REEVE_PASSWORD_RESET_VIEW (seen->reply)->password_min_length, ==, 12);
    }
  g_autoptr (Answer) weak = use (device, token, "short");
  assert_member (weak, "/password", "length");
  g_autoptr (Answer) same = use (device, token, PASSWORD);
  assert_member (same, "/password", "previous");
  g_autoptr (Answer) done = use (device, token, NEXT);
  g_assert_no_error (done->error);
  g_assert_cmpuint (done->n_audited, ==, 1);
  g_assert_cmpuint (done->ended_sessions->len, ==, 1);

  expect_refused (device_call (world->admin, sign_out), REEVE_ERROR_SIGNED_OUT, "session_ended");
  expect_refused (use (device, token, "another one of these"), REEVE_ERROR_NOT_FOUND, "link");
  expect_refused (device_sign_in (device, ADMIN, PASSWORD), REEVE_ERROR_SIGNED_OUT, "password_wrong");
  g_autoptr (Answer) entered = device_sign_in (device, ADMIN, NEXT);
  g_assert_no_error (entered->error);
  g_assert_cmpstr (REEVE_TOKENS (entered->reply)->stage, ==, "code");
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  g_assert_cmpuint (mails->len, ==, 1);
  g_assert_cmpstr (((ReeveMail *) mails->pdata[0])->kind, ==, "security-notice");
}

/* What is no link of this kind, or of the directory, or too old, is answered alike. */
static void
test_console_foreign (World *world, gconstpointer data)
{
  g_autofree char *path = ask_for_link (world, ADMIN);
  g_autofree char *elsewhere =
    g_strconcat ("01234567890123456789012345678901.", strrchr (path, '/') + 1, NULL);
  g_autoptr (Device) device = device_new (world->fixture, "after", "192.0.2.10");
  const char *const tokens[] = { "x", "....", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", elsewhere };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      expect_refused (look (device, tokens[i]), REEVE_ERROR_NOT_FOUND, "link");
      expect_refused (use (device, tokens[i], NEXT), REEVE_ERROR_NOT_FOUND, "link");
    }
  reeve_clock_advance_for_tests (REEVE_RESET_LIFE);
  expect_refused (use (device, strrchr (path, '/') + 1, NEXT), REEVE_ERROR_NOT_FOUND, "link");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("path", test_path);
  ADD ("unknown", test_unknown);
  ADD ("expiry", test_expiry);
  ADD ("replaced", test_replaced);
  ADD ("withdrawn", test_withdrawn);
  ADD ("notice", test_notice);
  ADD ("foreign", test_foreign);
  ADD ("bad-passwords", test_bad_passwords);
  ADD ("bad-addresses", test_bad_addresses);
  ADD ("forgery", test_forgery);
  ADD ("cookies", test_cookies);
  ADD ("many", test_many);
  ADD ("breach", test_breach);
  ADD ("suspended", test_suspended);
  ADD ("race", test_race);
  ADD ("console", test_console);
  ADD ("console-foreign", test_console_foreign);
  return g_test_run ();
}
