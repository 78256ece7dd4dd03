/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody who was invited, in front of a browser. Who may be invited is tested in api/test-invitations.c. */

#include "config.h"

#include <string.h>

#include "common/invitation.h"
#include "service/api/invitations.h"
#include "tests/service/web/visitor.h"

#define GUEST "guest@vallis.example"
#define FIRST "nine brown kettles 57"

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
}

static void
tear_down (World *world, gconstpointer data)
{
  visitor_free (world->visitor);
  reeve_web_free (world->web);
  device_free (world->admin);
  fixture_free (world->fixture);
}

/* The path of the link in the mail. */
static char *
invite (World *world, const char *email)
{
  ReeveInvitation *body = reeve_invitation_new ();

  body->email = g_strdup (email);
  body->display_name = g_strdup ("Gus Guest");
  body->message = g_strdup ("Welcome <b>aboard</b>\nyours");
  g_autoptr (Answer) answer = device_call (world->admin, invitations_create, .body = body);
  g_assert_no_error (answer->error);
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, world->admin->workspace);
  g_assert_cmpuint (mails->len, ==, 1);
  return get_link_path (mails->pdata[0]);
}

static void
assert_gone (World *world)
{
  visitor_assert (world->visitor, 410, "/p/invitation", "<h1>This invitation does not work any more</h1>");
}

/* Who invites, where to, and what they wrote is shown as text; a name and a password later one can sign in.
 */
static void
test_first (World *world, gconstpointer data)
{
  g_autofree char *path = invite (world, GUEST);
  Visitor *visitor = world->visitor;
  g_autoptr (Device) device = device_new (world->fixture, "guest", "192.0.2.10");

  for (guint i = 0; i < 20; i++)
    visitor_open (visitor, path);
  visitor_assert (visitor, 200, "/p/invitation", "<h1>You are invited</h1>");
  g_assert_nonnull (strstr (visitor->html, "Welcome &lt;b&gt;aboard&lt;/b&gt;"));
  g_assert_nonnull (strstr (visitor->html, "value=\"Gus Guest\""));
  g_assert_nonnull (strstr (visitor->html, GUEST));
  g_assert_null (strstr (visitor->html, strrchr (path, '/') + 1));
  visitor_submit (visitor, "name", "Gustav <i>Guest", "password", FIRST, "again", FIRST, NULL);
  visitor_assert (visitor, 200, "/p/invitation-done", "<h1>Welcome</h1>");
  device_enter (device, GUEST, FIRST, NULL);
  g_autoptr (ReeveUser) user = device_get_user (world->admin, device->account);
  g_assert_cmpstr (user->display_name, ==, "Gustav <i>Guest");

  visitor_open (visitor, path);
  assert_gone (world);
  visitor_open (visitor, "/p/invitation");
  assert_gone (world);
}

static const struct
{
  const char *name;
  const char *password;
  const char *again;
  const char *field;
  const char *problem;
} bad[] = {
  { "", FIRST, FIRST, "name", "Enter your name" },
  { "   ", FIRST, FIRST, "name", "Enter your name" },
  { "Gus \u202eevil", FIRST, FIRST, "name", "Enter your name" },
  { "Gus", "", "", "password", "Enter" },
  { "Gus", "short", "short", "password", "at least 12" },
  { "Gus", FIRST, "other", "again", "not the same" },
  { "Gustavus Adolphus", "gustavus adolphus", "gustavus adolphus", "password", "must not contain your name" },
};

/* What is wrong is said at its field; what was right is not lost, but for passwords; nothing is used up. */
static void
test_bad (World *world, gconstpointer data)
{
  g_autofree char *path = invite (world, GUEST);

  visitor_open (world->visitor, path);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *described = g_strdup_printf ("id=\"%s-problem\"", bad[i].field);
      visitor_submit (world->visitor, "name", bad[i].name, "password", bad[i].password, "again", bad[i].again,
                      NULL);
      visitor_assert (world->visitor, 422, "/p/invitation", bad[i].problem);
      g_assert_nonnull (strstr (world->visitor->html, described));
      g_assert_null (strstr (world->visitor->html, FIRST));
    }
  g_assert_nonnull (strstr (world->visitor->html, "value=\"Gustavus Adolphus\""));
  visitor_submit (world->visitor, "name", "Gus", "password", FIRST, "again", FIRST, NULL);
  visitor_assert (world->visitor, 200, "/p/invitation-done", "Welcome");
}

/* A person who has an account here already proves it with its password, and keeps it. */
static void
test_account (World *world, gconstpointer data)
{
  ReeveWorkspace *body = reeve_workspace_new ();
  g_autofree char *first = g_strdup (world->admin->workspace);
  g_autoptr (Device) device = device_add_colleague (world->admin, GUEST, "Gus Guest", "member");

  body->name = g_strdup ("Second");
  g_autoptr (Answer) made = device_call (world->admin, workspaces_create, .body = body);
  g_assert_no_error (made->error);
  g_set_str (&world->admin->workspace, REEVE_WORKSPACE (made->reply)->id);
  g_autofree char *path = invite (world, GUEST);
  visitor_open (world->visitor, path);
  visitor_assert (world->visitor, 200, "/p/invitation", "You have an account with this address already");
  g_assert_null (strstr (world->visitor->html, "name=\"again\""));
  visitor_submit (world->visitor, "password", FIRST, NULL);
  visitor_assert (world->visitor, 422, "/p/invitation", "This is not the password of your account");
  visitor_submit (world->visitor, "password", "", NULL);
  visitor_assert (world->visitor, 422, "/p/invitation", "Enter your password");
  visitor_submit (world->visitor, "password", PASSWORD, NULL);
  visitor_assert (world->visitor, 200, "/p/invitation-done", "Welcome");
}

/* Guessing the password here is guessing it at sign-in. */
static void
test_guessing (World *world, gconstpointer data)
{
  ReeveWorkspace *body = reeve_workspace_new ();
  g_autoptr (Device) device = device_add_colleague (world->admin, GUEST, "Gus Guest", "member");

  body->name = g_strdup ("Second");
  g_autoptr (Answer) made = device_call (world->admin, workspaces_create, .body = body);
  g_set_str (&world->admin->workspace, REEVE_WORKSPACE (made->reply)->id);
  g_autofree char *path = invite (world, GUEST);
  for (guint i = 0; i < 2; i++)
    {
      visitor_open (world->visitor, path);
      visitor_submit (world->visitor, "password", "wrong", NULL);
      visitor_assert (world->visitor, 422, "/p/invitation", "not the password");
    }
  visitor_open (world->visitor, path);
  visitor_submit (world->visitor, "password", "wrong", NULL);
  visitor_assert_refused (world->visitor, REEVE_ERROR_LOCKED, "cooling_off");
  visitor_open (world->visitor, path);
  visitor_submit (world->visitor, "password", PASSWORD, NULL);
  visitor_assert_refused (world->visitor, REEVE_ERROR_LOCKED, "cooling_off");
}

static const char *const foreign_links[] = {
  "/p/invitation",
  "/p/invitation/",
  "/p/invitation/x",
  "/p/invitation/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "/p/invitation/01234567890123456789012345678901.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "/p/invitation/%2e%2e",
};

/* A link that is none, revoked or too old: one page. */
static void
test_foreign (World *world, gconstpointer data)
{
  g_autofree char *path = invite (world, GUEST);
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (foreign_links); i++)
    {
      visitor_open (world->visitor, foreign_links[i]);
      assert_gone (world);
      if (first == NULL)
        first = g_strdup (world->visitor->html);
      g_assert_cmpstr (world->visitor->html, ==, first);
    }
  visitor_open (world->visitor, path);
  reeve_clock_advance_for_tests (REEVE_INVITATION_LIFE);
  visitor_submit (world->visitor, "name", "Gus", "password", FIRST, "again", FIRST, NULL);
  assert_gone (world);
  g_assert_cmpstr (world->visitor->html, ==, first);
}

#define ADD(name, func) g_test_add ("/invitation-page/" name, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("first", test_first);
  ADD ("bad", test_bad);
  ADD ("account", test_account);
  ADD ("guessing", test_guessing);
  ADD ("foreign", test_foreign);
  return g_test_run ();
}
