/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Every way to a new password asks for what all workspaces of the account demand, together, and says so
 * before. */

#include "config.h"

#include <string.h>

#include "common/invitation.h"
#include "common/policy.h"
#include "service/api/invitations.h"
#include "service/api/policy.h"
#include "tests/service/web/visitor.h"

/* Meets: the default; the seed's rule; both with twenty characters. */
#define PLAIN "seventeen brass lanterns"
#define SHORT "Gq7!vent"
#define BOTH  "Seventeen brass lanterns, 4 of them"

typedef struct
{
  Fixture *fixture;
  Device *admin;
  ReeveWeb *web;
  Visitor *visitor;
  char *second; /* a workspace of the same administrator */
} World;

static void
set_up (World *world, gconstpointer data)
{
  world->fixture = fixture_new ();
  world->admin = device_set_up (world->fixture);
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor = visitor_new (world->fixture, world->web);

  ReeveWorkspace *body = reeve_workspace_new ();
  body->name = g_strdup ("Second");
  g_autoptr (Answer) made = device_call (world->admin, workspaces_create, .body = body);
  assert_done (made);
  world->second = g_strdup (REEVE_WORKSPACE (made->reply)->id);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_free (world->second);
  visitor_free (world->visitor);
  reeve_web_free (world->web);
  device_free (world->admin);
  fixture_free (world->fixture);
}

/* By the administrator, in @workspace (NULL: the first). */
static void
demand (World *world, const char *workspace, const char *patch)
{
  g_autofree char *first = g_strdup (world->admin->workspace);

  if (workspace != NULL)
    g_set_str (&world->admin->workspace, workspace);
  g_autoptr (Answer) now = device_call (world->admin, policy_get);
  assert_done (now);
  expect_done (
    device_call (world->admin, policy_save, .patch = patch, .if_match = REEVE_POLICY (now->reply)->version));
  g_set_str (&world->admin->workspace, first);
}

static void
assert_terms (Device *device, const char *profile, gint64 min_length)
{
  g_autoptr (Answer) answer = device_call (device, me_get_password_policy);

  assert_done (answer);
  g_assert_cmpstr (REEVE_PASSWORD_TERMS (answer->reply)->password_profile, ==, profile);
  g_assert_cmpint (REEVE_PASSWORD_TERMS (answer->reply)->password_min_length, ==, min_length);
}

static Answer *
change (Device *device, const char *password)
{
  ReevePasswordChange *body = reeve_password_change_new ();

  body->current = reeve_secret_new_text (PASSWORD);
  body->password = reeve_secret_new_text (password);
  return device_call (device, me_set_password, .body = body);
}

/* A member of one workspace keeps to its policy, a member of both to both. */
static void
test_change (World *world, gconstpointer data)
{
  g_autoptr (Device) ada = device_add_colleague (world->admin, "ada@vallis.example", "Ada", NULL);

  assert_terms (ada, "default", 12);
  demand (world, NULL, "{\"passwordProfile\":\"seed\"}");
  demand (world, world->second, "{\"passwordMinLength\":20}");
  assert_terms (ada, "seed", 8);
  assert_terms (world->admin, "seed", 20);

  g_autoptr (Answer) plain = change (ada, PLAIN);
  assert_refused (plain, REEVE_ERROR_INVALID, NULL);
  assert_member (plain, "/password", "upper");
  assert_member (plain, "/password", "digit");
  expect_done (change (ada, SHORT));

  g_autoptr (Answer) brief = change (world->admin, SHORT);
  assert_refused (brief, REEVE_ERROR_INVALID, NULL);
  assert_member (brief, "/password", "length");
  g_autoptr (Answer) simple = change (world->admin, PLAIN);
  assert_refused (simple, REEVE_ERROR_INVALID, NULL);
  assert_member (simple, "/password", "upper");
  expect_done (change (world->admin, BOTH));
}

/* Nobody who is not signed in learns what a workspace demands. */
static void
test_open (World *world, gconstpointer data)
{
  g_autoptr (Device) stranger = device_new (world->fixture, "stranger", "192.0.2.77");
  demand (world, NULL, "{\"passwordMinLength\":30}");
  g_autoptr (Answer) answer = device_call (stranger, password_policy_get);

  assert_done (answer);
  g_assert_cmpstr (REEVE_PASSWORD_TERMS (answer->reply)->password_profile, ==, "default");
  g_assert_cmpint (REEVE_PASSWORD_TERMS (answer->reply)->password_min_length, ==, 12);
  g_assert_true (REEVE_PASSWORD_TERMS (answer->reply)->set_up);
}

/* Opens the page that a mail of @world leads to. */
static void
open_link (World *world, const char *workspace)
{
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, workspace);
  g_autofree char *path = NULL;

  g_assert_cmpuint (mails->len, >, 0);
  path = get_link_path (mails->pdata[mails->len - 1]);
  visitor_open (world->visitor, path);
}

/* The page of a reset names what both workspaces demand, and takes nothing less. */
static void
test_reset (World *world, gconstpointer data)
{
  Visitor *visitor = world->visitor;

  demand (world, NULL, "{\"passwordProfile\":\"seed\"}");
  demand (world, world->second, "{\"passwordMinLength\":20}");
  visitor_open (visitor, "/p/forgot");
  visitor_submit (visitor, "email", ADMIN, NULL);
  reeve_web_free (world->web); /* the mail is written */
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  visitor->web = world->web;
  open_link (world, NULL);
  visitor_assert (visitor, 200, "/p/reset", "<li>At least 20 characters.</li>");
  visitor_assert (visitor, 200, "/p/reset", "<li>An upper-case letter, a lower-case letter, a digit and");
  visitor_submit (visitor, "password", SHORT, "again", SHORT, NULL);
  visitor_assert (visitor, 422, "/p/reset", "The password needs at least 20 characters.");
  visitor_submit (visitor, "password", PLAIN, "again", PLAIN, NULL);
  visitor_assert (visitor, 422, "/p/reset", "The password needs an upper-case letter.");
  visitor_submit (visitor, "password", BOTH, "again", BOTH, NULL);
  visitor_assert (visitor, 200, "/p/reset-done", "<h1>Your password is set</h1>");
}

static void
invite (World *world, const char *workspace, const char *email)
{
  ReeveInvitation *body = reeve_invitation_new ();
  g_autofree char *first = g_strdup (world->admin->workspace);

  body->email = g_strdup (email);
  body->display_name = g_strdup ("Cy");
  g_set_str (&world->admin->workspace, workspace);
  expect_done (device_call (world->admin, invitations_create, .body = body));
  g_set_str (&world->admin->workspace, first);
}

/* An invitation asks for what the workspace demands that it leads into, and for what the others do of an
 * account that is there already and has no password. */
static void
test_invitation (World *world, gconstpointer data)
{
  Visitor *visitor = world->visitor;

  demand (world, world->second, "{\"passwordMinLength\":20}");
  invite (world, world->second, "cy@vallis.example");
  open_link (world, world->second);
  visitor_assert (visitor, 200, "/p/invitation", "<li>At least 20 characters.</li>");
  g_assert_null (strstr (visitor->html, "upper-case"));
  visitor_submit (visitor, "name", "Cy", "password", "three quiet moles", "again", "three quiet moles", NULL);
  visitor_assert (visitor, 422, "/p/invitation", "The password needs at least 20 characters.");

  /* Meanwhile somebody adds the same person to the first workspace. */
  demand (world, NULL, "{\"passwordProfile\":\"seed\"}");
  ReeveUser *user = reeve_user_new ();
  user->email = g_strdup ("cy@vallis.example");
  user->display_name = g_strdup ("Cy");
  expect_done (device_call (world->admin, users_create, .body = user));
  visitor_submit (visitor, "name", "Cy", "password", PLAIN, "again", PLAIN, NULL);
  visitor_assert (visitor, 422, "/p/invitation", "The password needs an upper-case letter.");
  visitor_submit (visitor, "name", "Cy", "password", BOTH, "again", BOTH, NULL);
  g_assert_cmpuint (visitor->status, ==, 200);
  g_autoptr (Device) cy = device_new (world->fixture, "cy", "192.0.2.50");
  expect_done (device_sign_in (cy, "cy@vallis.example", BOTH));
}

#define ADD(name, test) g_test_add ("/web/password-demand/" name, World, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("change", test_change);
  ADD ("open", test_open);
  ADD ("reset", test_reset);
  ADD ("invitation", test_invitation);
  return g_test_run ();
}
