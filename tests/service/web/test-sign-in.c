/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signing in in a browser, and what it is for: the list of one's devices. */

#include "config.h"

#include <string.h>

#include "service/web/sign-in.h"
#include "tests/service/web/visitor.h"

static void
sign_in (BoWorld *world, const char *email, const char *password)
{
  visitor_open (world->visitor, "/p/sign-in");
  visitor_submit (world->visitor, "email", email, "password", password, NULL);
}

static void
sign_in_bo (BoWorld *world)
{
  sign_in (world, BO, PASSWORD);
  visitor_assert (world->visitor, 200, "/p/sessions", "<h1>Your devices</h1>");
}

static guint
count (const char *html, const char *text)
{
  guint n = 0;

  for (const char *at = strstr (html, text); at != NULL; at = strstr (at + 1, text))
    n++;
  return n;
}

/* Every device is listed; the one that is signed out is refused at its next request. */
static void
test_end_other (BoWorld *world, gconstpointer data)
{
  sign_in_bo (world);
  g_assert_cmpuint (count (world->visitor->html, "class=\"choice\""), ==, 3);
  g_assert_cmpuint (count (world->visitor->html, "(this browser)"), >=, 1);
  visitor_submit (world->visitor, "choice", world->bo->session, NULL);
  visitor_assert (world->visitor, 200, "/p/sessions", "<h1>Your devices</h1>");
  g_assert_cmpuint (count (world->visitor->html, "class=\"choice\""), ==, 2);
  expect_refused (device_call (world->bo, me_get), REEVE_ERROR_SIGNED_OUT, "session_ended");
}

/* Signing out everywhere means here too. */
static void
test_end_all (BoWorld *world, gconstpointer data)
{
  sign_in_bo (world);
  visitor_submit (world->visitor, "choice", "all", NULL);
  visitor_assert (world->visitor, 200, "/p/sign-in", "<h1>Sign in</h1>");
  expect_refused (device_call (world->bo, me_get), REEVE_ERROR_SIGNED_OUT, "session_ended");
  visitor_open (world->visitor, "/p/sessions");
  visitor_assert (world->visitor, 200, "/p/sign-in", "<h1>Sign in</h1>");
}

/* Somebody else's session, or none, is not ended. */
static void
test_foreign (BoWorld *world, gconstpointer data)
{
  static const char *const none[] = { "", "x", "00000000-0000-7000-8000-000000000000" };

  sign_in_bo (world);
  visitor_submit (world->visitor, "choice", world->admin->session, NULL);
  visitor_assert (world->visitor, 200, "/p/sessions", "<h1>Your devices</h1>");
  expect_done (device_call (world->admin, me_get));
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      visitor_submit (world->visitor, "choice", none[i], NULL);
      visitor_assert (world->visitor, 200, "/p/sessions", "<h1>Your devices</h1>");
      g_assert_cmpuint (count (world->visitor->html, "class=\"choice\""), ==, 3);
    }
}

/* Who has a second factor is asked for it; a code that was used, or is wrong, does not do. */
static void
test_code (BoWorld *world, gconstpointer data)
{
  Visitor *visitor = world->visitor;

  sign_in (world, ADMIN, PASSWORD);
  visitor_assert (visitor, 200, "/p/sign-in", "<h1>Enter a code</h1>");
  visitor_submit (visitor, "code", "000000", NULL);
  visitor_assert (visitor, 422, "/p/sign-in", "This code is not right");
  visitor_open (visitor, "/p/sessions");
  visitor_assert (visitor, 200, "/p/sign-in", "<h1>Enter a code</h1>");
  reeve_clock_advance_for_tests (60 * G_USEC_PER_SEC);
  g_autofree char *code = code_at (world->admin->key, reeve_clock_now ());
  visitor_submit (visitor, "code", code, NULL);
  visitor_assert (visitor, 200, "/p/sessions", "<h1>Your devices</h1>");
}

/* A wrong password and an unknown address get the same page; the fourth try has to wait, whoever it is. */
static void
test_wrong (BoWorld *world, gconstpointer data)
{
  static const char *const emails[] = { BO, "nobody@vallis.example" };

  for (guint i = 0; i < G_N_ELEMENTS (emails); i++)
    {
      for (guint n = 0; n < 2; n++)
        {
          sign_in (world, emails[i], "wrong");
          visitor_assert (world->visitor, 422, "/p/sign-in", "Address or password is wrong.");
          g_assert_null (strstr (world->visitor->html, "value=\"wrong\""));
        }
      sign_in (world, emails[i], "wrong");
      visitor_assert_refused (world->visitor, REEVE_ERROR_LOCKED, "cooling_off");
    }
  sign_in (world, "", "");
  visitor_assert (world->visitor, 422, "/p/sign-in", "Address or password is wrong.");
}

/* A session's cookie is nothing without the browser's own, and nothing after an hour. */
static void
test_bound (BoWorld *world, gconstpointer data)
{
  g_autoptr (Visitor) thief = visitor_new (world->fixture, world->web);

  sign_in_bo (world);
  g_hash_table_replace (thief->cookies, g_strdup ("/p/ reeve-session"),
                        g_strdup (g_hash_table_lookup (world->visitor->cookies, "/p/ reeve-session")));
  visitor_open (thief, "/p/sessions");
  visitor_assert (thief, 200, "/p/sign-in", "<h1>Sign in</h1>");
  g_hash_table_replace (thief->cookies, g_strdup ("/p/ reeve-device"),
                        g_strdup ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
  visitor_open (thief, "/p/sessions");
  visitor_assert (thief, 200, "/p/sign-in", "<h1>Sign in</h1>");
  reeve_clock_advance_for_tests (REEVE_WEB_SESSION_LIFE - 1);
  visitor_open (world->visitor, "/p/sessions");
  visitor_assert (world->visitor, 200, "/p/sessions", "<h1>Your devices</h1>");
  reeve_clock_advance_for_tests (1);
  visitor_open (world->visitor, "/p/sessions");
  visitor_assert (world->visitor, 200, "/p/sign-in", "<h1>Sign in</h1>");
}

/* Ended from elsewhere, this browser is out at its next request, in the middle of a form too. */
static void
test_ended (BoWorld *world, gconstpointer data)
{
  sign_in_bo (world);
  expect_done (device_call (world->bo, sign_out_everywhere));
  visitor_submit (world->visitor, "choice", "all", NULL);
  visitor_assert (world->visitor, 200, "/p/sign-in", "<h1>Sign in</h1>");
}

/* Whose role demands a second factor that they do not have yet sees nothing but where to set one
 * up. */
static void
test_enrol (BoWorld *world, gconstpointer data)
{
  g_autofree char *cy = device_add_user (world->admin, "cy@vallis.example", "Cy", "workspace-administrator");

  g_assert_nonnull (cy);
  sign_in (world, "cy@vallis.example", PASSWORD);
  visitor_assert (world->visitor, 200, "/p/second-factor", "<h1>Set up your authenticator app</h1>");
  visitor_open (world->visitor, "/p/sessions");
  visitor_assert (world->visitor, 200, "/p/sign-in", "<h1>Sign in</h1>");
}

#define ADD(name, func) g_test_add ("/sign-in-page/" name, BoWorld, NULL, set_up_bo, func, tear_down_bo)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("end-other", test_end_other);
  ADD ("end-all", test_end_all);
  ADD ("foreign", test_foreign);
  ADD ("code", test_code);
  ADD ("wrong", test_wrong);
  ADD ("bound", test_bound);
  ADD ("ended", test_ended);
  ADD ("enrol", test_enrol);
  return g_test_run ();
}
