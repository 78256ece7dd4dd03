/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An authenticator app, set up, replaced and with new recovery codes, in a browser. */

#include "config.h"

#include <string.h>

#include "common/mail.h"
#include "common/second-factor.h"
#include "service/api/second-factor-resets.h"
#include "tests/service/web/visitor.h"

static void
sign_in (BoWorld *world, const char *email)
{
  visitor_open (world->visitor, "/p/sign-in");
  visitor_submit (world->visitor, "email", email, "password", PASSWORD, NULL);
}

/* The key as the page shows it. */
static ReeveSecret *
read_key (Visitor *visitor)
{
  const char *at = strstr (visitor->html, "<code>");
  gsize length;

  g_assert_nonnull (at);
  g_autofree char *text = g_strndup (at + 6, strcspn (at + 6, "<"));
  g_assert_cmpuint (strlen (text), ==, 39);
  g_autofree guint8 *key = reeve_base32_decode (text, &length);
  return reeve_secret_new (key, length);
}

static char *
read_first_code (Visitor *visitor)
{
  const char *at = strstr (visitor->html, "<li><code>");

  g_assert_nonnull (at);
  return g_strndup (at + 10, strcspn (at + 10, "<"));
}

static ReeveSecret *
enrol (BoWorld *world)
{
  g_autoptr (ReeveSecret) key = NULL;
  g_autofree char *code = NULL;

  visitor_submit (world->visitor, "choice", "begin", NULL);
  visitor_assert (world->visitor, 200, "/p/second-factor", "<img class=\"qr\"");
  key = read_key (world->visitor);
  visitor_submit (world->visitor, "what", "confirm", "code", "000000", NULL);
  visitor_assert (world->visitor, 422, "/p/second-factor", "This code is not right");
  code = code_at (key, reeve_clock_now ());
  visitor_submit (world->visitor, "what", "confirm", "code", code, NULL);
  visitor_assert (world->visitor, 200, "/p/second-factor", "<h1>Your recovery codes</h1>");
  return g_steal_pointer (&key);
}

/* Whose role demands one signs in with the password, sets it up, and is signed in for everything then. */
static void
test_demanded (BoWorld *world, gconstpointer data)
{
  g_autofree char *cy = device_add_user (world->admin, "cy@vallis.example", "Cy", "workspace-administrator");

  sign_in (world, "cy@vallis.example");
  visitor_assert (world->visitor, 200, "/p/second-factor", "<h1>Set up your authenticator app</h1>");
  visitor_open (world->visitor, "/p/sessions");
  visitor_assert (world->visitor, 200, "/p/sign-in", "<h1>Sign in</h1>");
  visitor_open (world->visitor, "/p/second-factor");
  g_autoptr (ReeveSecret) key = enrol (world);
  visitor_open (world->visitor, "/p/sessions");
  visitor_assert (world->visitor, 200, "/p/sessions", "<h1>Your devices</h1>");
}

/* The picture is there while a key waits for its code, and to nobody but whose it is. */
static void
test_picture (BoWorld *world, gconstpointer data)
{
  sign_in (world, BO);
  visitor_open (world->visitor, "/p/second-factor?qr");
  visitor_assert_refused (world->visitor, REEVE_ERROR_NOT_FOUND, NULL);
  visitor_open (world->visitor, "/p/second-factor");
  visitor_submit (world->visitor, "choice", "begin", NULL);
  visitor_open (world->visitor, "/p/second-factor?qr");
  visitor_assert (world->visitor, 200, "/p/second-factor?qr", "<svg ");
  g_autoptr (Visitor) stranger = visitor_new (world->fixture, world->web);
  visitor_open (stranger, "/p/second-factor?qr");
  visitor_assert (stranger, 200, "/p/sign-in", "<h1>Sign in</h1>");
  reeve_clock_advance_for_tests (11 * REEVE_MINUTE);
  visitor_open (world->visitor, "/p/second-factor?qr");
  visitor_assert_refused (world->visitor, REEVE_ERROR_NOT_FOUND, NULL);
}

/* New recovery codes, and another app, for a code of the one that is on; each code once. */
static void
test_renew_and_replace (BoWorld *world, gconstpointer data)
{
  Visitor *visitor = world->visitor;

  sign_in (world, BO);
  visitor_open (visitor, "/p/second-factor");
  g_autoptr (ReeveSecret) key = enrol (world);
  g_autofree char *former = read_first_code (visitor);
  visitor_open (visitor, "/p/second-factor");
  visitor_assert (visitor, 200, "/p/second-factor", "Make new recovery codes");
  visitor_submit (visitor, "what", "renew", "code", "000000", NULL);
  visitor_assert (visitor, 422, "/p/second-factor", "This code is not right");
  visitor_submit (visitor, "what", "renew", "code", former, NULL);
  visitor_assert (visitor, 200, "/p/second-factor", "<h1>Your recovery codes</h1>");
  g_autofree char *latter = read_first_code (visitor);
  visitor_open (visitor, "/p/second-factor?replace");
  visitor_assert (visitor, 200, "/p/second-factor?replace", "Replace the app");
  visitor_submit (visitor, "what", "replace", "code", former, NULL);
  visitor_assert (visitor, 422, "/p/second-factor", "This code is not right");
  visitor_submit (visitor, "choice", "begin", NULL); /* not without a code */
  visitor_assert (visitor, 200, "/p/second-factor", "<h1>Your second factor</h1>");
  visitor_open (visitor, "/p/second-factor?replace");
  visitor_submit (visitor, "what", "replace", "code", latter, NULL);
  visitor_assert (visitor, 200, "/p/second-factor", "<img class=\"qr\"");
  g_autoptr (ReeveSecret) next = read_key (visitor);
  g_assert_false (reeve_secret_equal (key, next));
  g_autofree char *code = code_at (next, reeve_clock_now ());
  visitor_submit (visitor, "what", "confirm", "code", code, NULL);
  visitor_assert (visitor, 200, "/p/second-factor", "<h1>Your recovery codes</h1>");
  device_enter (world->bo, BO, PASSWORD, next);
  g_assert_cmpstr (world->bo->stage, ==, "complete");
}

static char *
reset_bo (BoWorld *world)
{
  ReeveSecondFactorReset *body = reeve_second_factor_reset_new ();

  body->reason = g_strdup ("lost");
  body->proofing = "in-person";
  expect_done (device_call (world->admin, second_factor_reset, .object = world->bo->account, .body = body));
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  for (guint i = 0; i < mails->len; i++)
    if (g_str_equal (REEVE_MAIL (mails->pdata[i])->kind, "second-factor-reset"))
      return get_link_path (mails->pdata[i]);
  g_error ("no mail");
}

/* The link of a reset sets up the next app without a session, once; it is no way around one that is on. */
static void
test_link (BoWorld *world, gconstpointer data)
{
  Visitor *visitor = world->visitor;

  device_enrol (world->bo);
  g_autofree char *link = reset_bo (world);
  visitor_open (visitor, link);
  visitor_assert (visitor, 200, "/p/second-factor", "<h1>Set up your authenticator app</h1>");
  g_assert_null (strstr (visitor->html, strrchr (link, '/') + 1));
  g_autoptr (ReeveSecret) key = enrol (world);
  visitor_open (visitor, link);
  visitor_assert (visitor, 410, "/p/second-factor", "This link does not work any more");
  visitor_open (visitor, "/p/sessions"); /* it signs nobody in */
  visitor_assert (visitor, 200, "/p/sign-in", "<h1>Sign in</h1>");
  device_enter (world->bo, BO, PASSWORD, key);
  g_assert_cmpstr (world->bo->stage, ==, "complete");
}

/* Who set up an app after signing in needs the link no more: it is dead. A breach lock and a day end it too.
 */
static void
test_link_over (BoWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  device_enrol (world->bo);
  g_autofree char *first = reset_bo (world);
  reeve_clock_advance_for_tests (25 * 60 * REEVE_MINUTE);
  visitor_open (world->visitor, first);
  visitor_assert (world->visitor, 410, "/p/second-factor", "This link does not work any more");
  device_enter (world->bo, BO, PASSWORD, NULL);
  device_enrol (world->bo);
  g_autofree char *second = reset_bo (world);
  device_enter (world->bo, BO, PASSWORD, NULL);
  device_enrol (world->bo);
  visitor_open (world->visitor, second);
  visitor_assert (world->visitor, 410, "/p/second-factor", "This link does not work any more");
  g_autofree char *third = reset_bo (world);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_WRITE,
                    g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);
  g_assert_true (reeve_accounts_set_breach_lock (tx, world->bo->account, reeve_clock_now (), &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  visitor_open (world->visitor, third);
  visitor_assert (world->visitor, 410, "/p/second-factor", "This link does not work any more");
}

#define ADD(name, func) g_test_add ("/second-factor-page/" name, BoWorld, NULL, set_up_bo, func, tear_down_bo)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("demanded", test_demanded);
  ADD ("picture", test_picture);
  ADD ("renew-and-replace", test_renew_and_replace);
  ADD ("link", test_link);
  ADD ("link-over", test_link_over);
  return g_test_run ();
}
