/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whoever has a password for somebody else's address gets into nothing that its owner is added to. */

#include "config.h"

#include <string.h>

#include "common/invitation.h"
#include "service/api/confirmation.h"
#include "service/api/invitations.h"
#include "service/web/pages.h"
#include "tests/service/web/visitor.h"

#define VICTIM "victim@vallis.example"
#define NEXT   "seventeen brass lanterns"

typedef struct
{
  Fixture *fixture;
  Device *hana;    /* the administrator of one workspace */
  Device *mallory; /* the administrator of another */
  ReeveWeb *web;
  Visitor *visitor;
} World;

static void
drop_mails (World *world, const char *workspace)
{
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, workspace);
}

static void
set_up (World *world, gconstpointer data)
{
  ReeveWorkspace *body = reeve_workspace_new ();
  g_autoptr (Answer) made = NULL;

  world->fixture = fixture_new ();
  world->hana = device_set_up (world->fixture);
  world->mallory = device_add_colleague (world->hana, "mallory@elsewhere.example", "Mallory", "auditor");
  body->name = g_strdup ("Elsewhere");
  made = device_call (world->mallory, workspaces_create, .body = body);
  assert_done (made);
  device_enrol (world->mallory);
  g_set_str (&world->mallory->workspace, REEVE_WORKSPACE (made->reply)->id);
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor = visitor_new (world->fixture, world->web);
  drop_mails (world, NULL);
}

static void
tear_down (World *world, gconstpointer data)
{
  visitor_free (world->visitor);
  reeve_web_free (world->web);
  device_free (world->mallory);
  device_free (world->hana);
  fixture_free (world->fixture);
}

static Answer *
add (Device *device, const char *email, const char *role)
{
  const char *const roles[] = { role, NULL };
  ReeveUser *body = reeve_user_new ();

  body->email = g_strdup (email);
  body->display_name = g_strdup ("Vic");
  reeve_set_texts (&body->roles, roles);
  return device_call (device, users_create, .body = body);
}

/* A device signed in as the victim, by who has the password, looking at Hana's workspace. */
static Device *
enter (World *world, const char *password)
{
  Device *device = device_new (world->fixture, "stranger", "192.0.2.66");

  device_enter (device, VICTIM, password, NULL);
  g_set_str (&device->workspace, world->hana->workspace);
  return device;
}

static char *
ask_for_link (World *world, Device *device)
{
  expect_done (device_call (device, me_ask_confirmation));
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  g_assert_cmpuint (mails->len, ==, 1);
  g_assert_cmpstr (((ReeveMail *) mails->pdata[0])->recipient, ==, VICTIM);
  return get_link_path (mails->pdata[0]);
}

static ReeveWorkspace *
find (Answer *identity, const char *id)
{
  GPtrArray *workspaces = REEVE_IDENTITY (identity->reply)->workspaces;

  for (guint i = 0; i < workspaces->len; i++)
    if (g_strcmp0 (((ReeveWorkspace *) workspaces->pdata[i])->id, id) == 0)
      return workspaces->pdata[i];
  g_assert_not_reached ();
}

/* A password from elsewhere opens nothing here, and does nothing for the whole installation, until link and
 * password come together. */
static void
test_added (World *world, gconstpointer data)
{
  g_autofree char *made = device_add_user (world->mallory, VICTIM, "Vic", NULL);
  g_autoptr (Answer) added = add (world->hana, VICTIM, "auditor");
  g_autoptr (Device) device = enter (world, PASSWORD);
  g_autoptr (Answer) me = device_call (device, me_get);
  g_autofree char *path = NULL;
  Visitor *visitor = world->visitor;

  assert_done (added);
  g_assert_true (find (me, world->hana->workspace)->unconfirmed);
  g_assert_false (find (me, world->mallory->workspace)->unconfirmed);
  g_assert_cmpstr (find (me, world->hana->workspace)->name, !=, NULL);
  g_assert_null (find (me, world->hana->workspace)->roles);
  g_assert_null (find (me, world->hana->workspace)->capabilities);
  g_assert_nonnull (find (me, world->mallory->workspace)->roles);
  g_assert_false (
    reeve_workspaces_give (REEVE_IDENTITY (me->reply)->workspaces, REEVE_CAPABILITY_USERS_READ));
  expect_refused (device_call (device, users_list), REEVE_ERROR_DENIED, "unconfirmed");
  path = ask_for_link (world, device);

  for (guint i = 0; i < 20; i++)
    visitor_open (visitor, path);
  visitor_assert (visitor, 200, "/p/confirm", VICTIM);
  visitor_submit (visitor, "password", NEXT, NULL);
  visitor_assert (visitor, 422, "/p/confirm", "This is not the password of your account.");
  visitor_submit (visitor, "password", "", NULL);
  visitor_assert (visitor, 422, "/p/confirm", "Enter your password.");
  expect_refused (device_call (device, users_list), REEVE_ERROR_DENIED, "unconfirmed");
  visitor_submit (visitor, "password", PASSWORD, NULL);
  visitor_assert (visitor, 200, "/p/confirm-done", "<h1>Your address is confirmed</h1>");
  expect_done (device_call (device, users_list));

  visitor_open (visitor, path);
  visitor_assert (visitor, 410, "/p/confirm", "<h1>This link does not work any more</h1>");
}

/* The link that is mailed for a new password. */
static char *
ask_for_password (World *world, const char *email)
{
  visitor_open (world->visitor, "/p/forgot");
  visitor_submit (world->visitor, "email", email, NULL);
  reeve_web_free (world->web); /* sends what it has on its list */
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor->web = world->web;
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);
  g_assert_cmpuint (mails->len, ==, 1);
  return get_link_path (mails->pdata[0]);
}

/* Who owns the address takes it back with a link of their own: the password from elsewhere is over. */
static void
test_reset (World *world, gconstpointer data)
{
  g_autofree char *made = device_add_user (world->mallory, VICTIM, "Vic", NULL);
  g_autoptr (Answer) added = add (world->hana, VICTIM, "auditor");
  g_autoptr (Device) stranger = enter (world, PASSWORD);
  g_autoptr (Device) owner = NULL;

  g_autofree char *path = ask_for_password (world, VICTIM);
  visitor_open (world->visitor, path);
  visitor_submit (world->visitor, "password", NEXT, "again", NEXT, NULL);
  visitor_assert (world->visitor, 200, "/p/reset-done", "<h1>Your password is set</h1>");
  expect_refused (device_call (stranger, users_list), REEVE_ERROR_SIGNED_OUT, "session_ended");
  owner = enter (world, NEXT);
  expect_done (device_call (owner, users_list));
}

static char *
invite (World *world, Device *device, const char *email)
{
  ReeveInvitation *body = reeve_invitation_new ();
  g_autoptr (Answer) answer = NULL;

  body->email = g_strdup (email);
  body->display_name = g_strdup ("Vic");
  answer = device_call (device, invitations_create, .body = body);
  assert_done (answer);
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, device->workspace);
  g_assert_cmpuint (mails->len, ==, 1);
  return get_link_path (mails->pdata[0]);
}

static void
accept (World *world, const char *path, const char *password)
{
  visitor_open (world->visitor, path);
  visitor_submit (world->visitor, "name", "Vic", "password", password, "again", password, NULL);
  visitor_assert (world->visitor, 200, "/p/invitation-done", "<h1>Welcome</h1>");
}

/* Somebody who was added here without a password gets their first one through another workspace's link, which
 * its administrators can read: it opens that workspace and not this one. */
static void
test_first_password (World *world, gconstpointer data)
{
  g_autoptr (Answer) added = add (world->hana, VICTIM, "auditor");
  g_autofree char *path = invite (world, world->mallory, VICTIM);
  g_autoptr (Device) device = NULL;

  assert_done (added);
  accept (world, path, NEXT);
  device = enter (world, NEXT);
  expect_refused (device_call (device, users_list), REEVE_ERROR_DENIED, "unconfirmed");
}

/* An invitation that its person accepts asks for no more than that. */
static void
test_invited (World *world, gconstpointer data)
{
  g_autofree char *made = device_add_user (world->mallory, VICTIM, "Vic", NULL);
  g_autofree char *path = invite (world, world->hana, VICTIM);
  g_autoptr (Device) device = NULL;
  g_autoptr (Answer) me = NULL;

  accept (world, path, PASSWORD);
  device = enter (world, PASSWORD);
  me = device_call (device, me_get);
  g_assert_false (find (me, world->hana->workspace)->unconfirmed);
}

/* A link that went to an address of one's own must not follow the account to somebody else's. */
static void
test_renamed (World *world, gconstpointer data)
{
  g_autoptr (Answer) lured = add (world->mallory, "lure@elsewhere.example", "member");
  g_autoptr (ReeveUser) lure = NULL;
  g_autofree char *path = NULL;

  assert_done (lured);
  lure = g_object_ref (REEVE_USER (lured->reply));
  path = ask_for_password (world, lure->email);
  visitor_open (world->visitor, path);
  visitor_assert (world->visitor, 200, "/p/reset", "<h1>Set a new password</h1>");
  expect_done (device_call (world->mallory, users_save, .object = lure->id,
                            .patch = "{\"email\":\"" VICTIM "\"}", .if_match = lure->version));
  expect_done (add (world->hana, VICTIM, "auditor"));

  visitor_submit (world->visitor, "password", NEXT, "again", NEXT, NULL);
  visitor_assert (world->visitor, 410, "/p/reset", "<h1>This link does not work any more</h1>");
  g_free (path);
  path = ask_for_password (world, VICTIM);
  visitor_open (world->visitor, path);
  visitor_assert (world->visitor, 200, "/p/reset", "<h1>Set a new password</h1>");
}

/* The mail goes out once in five minutes, and to nobody who needs it not. */
static void
test_asked_often (World *world, gconstpointer data)
{
  g_autofree char *made = device_add_user (world->mallory, VICTIM, "Vic", NULL);
  g_autoptr (Answer) added = add (world->hana, VICTIM, "member");
  g_autoptr (Device) device = enter (world, PASSWORD);
  g_autofree char *first = ask_for_link (world, device);
  g_autofree char *second = NULL;

  expect_done (device_call (device, me_ask_confirmation));
  expect_done (device_call (world->hana, me_ask_confirmation));
  g_autoptr (GPtrArray) none = take_mails (world->fixture, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  reeve_clock_advance_for_tests (REEVE_CONFIRMATION_PAUSE + 1);
  second = ask_for_link (world, device);
  visitor_open (world->visitor, first);
  visitor_assert (world->visitor, 410, "/p/confirm", "<h1>This link does not work any more</h1>");
  visitor_open (world->visitor, second);
  visitor_assert (world->visitor, 200, "/p/confirm", VICTIM);
  reeve_clock_advance_for_tests (REEVE_CONFIRMATION_LIFE);
  visitor_open (world->visitor, second);
  visitor_assert (world->visitor, 410, "/p/confirm", "<h1>This link does not work any more</h1>");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, World, NULL, set_up, function, tear_down)
  ADD ("/confirm/added", test_added);
  ADD ("/confirm/reset", test_reset);
  ADD ("/confirm/first-password", test_first_password);
  ADD ("/confirm/invited", test_invited);
  ADD ("/confirm/renamed", test_renamed);
  ADD ("/confirm/asked-often", test_asked_often);
  return g_test_run ();
}
