/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where mail can be sent, an account gets a second factor only once whoever holds its password has followed a
 * link that its mailbox alone saw. So nobody squats on an address for good. */

#include "config.h"

#include <string.h>

#include "common/invitation.h"
#include "service/api/confirmation.h"
#include "service/api/invitations.h"
#include "service/web/pages.h"
#include "tests/service/web/visitor.h"

#define VICTIM "victim@vallis.example"
#define THEIRS "nine brown kettles 57" /* the squatter's */
#define OWN    "seventeen brass lanterns"
#define NEXT   "eleven green harbours 9"

typedef struct
{
  Fixture *fixture;
  Device *hana;    /* the administrator of one workspace */
  Device *mallory; /* the administrator of another, who is after the victim's address */
  ReeveWeb *web;
  Visitor *visitor;
} World;

static void
drop_mails (World *world, const char *workspace)
{
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, workspace);
}

/* @data: "later": without a mail server for now */
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
  if (data == NULL)
    fixture_add_mail_server (world->fixture);
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

/* --- What people do --- */

static void
add (Device *device, const char *email, const char *role)
{
  const char *const roles[] = { role, NULL };
  ReeveUser *body = reeve_user_new ();

  body->email = g_strdup (email);
  body->display_name = g_strdup ("Vic");
  reeve_set_texts (&body->roles, roles);
  expect_done (device_call (device, users_create, .body = body));
}

/* The link to hand over; *@mailed (nullable): the one in the mail. */
static char *
invite (World *world, Device *device, char **mailed)
{
  ReeveInvitation *body = reeve_invitation_new ();
  g_autoptr (Answer) answer = NULL;
  g_autoptr (GPtrArray) mails = NULL;

  body->email = g_strdup (VICTIM);
  body->display_name = g_strdup ("Vic");
  answer = device_call (device, invitations_create, .body = body);
  assert_done (answer);
  mails = take_mails (world->fixture, device->workspace);
  g_assert_cmpuint (mails->len, ==, 1);
  if (mailed != NULL)
    *mailed = get_link_path (mails->pdata[0]);
  return g_strdup (strstr (reeve_secret_get_text (REEVE_INVITATION (answer->reply)->link), "/p/"));
}

static void
accept (World *world, const char *path, const char *password)
{
  visitor_open (world->visitor, path);
  visitor_submit (world->visitor, "name", "Vic", "password", password, "again", password, NULL);
  visitor_assert (world->visitor, 200, "/p/invitation-done", "<h1>Welcome</h1>");
}

static Device *
enter (World *world, const char *password, const char *workspace)
{
  Device *device = device_new (world->fixture, password, "192.0.2.66");

  device_enter (device, VICTIM, password, NULL);
  g_set_str (&device->workspace, workspace);
  return device;
}

static ReeveMail *
take_one (World *world, const char *recipient)
{
  g_autoptr (GPtrArray) mails = take_mails (world->fixture, NULL);

  g_assert_cmpuint (mails->len, ==, 1);
  g_assert_cmpstr (((ReeveMail *) mails->pdata[0])->recipient, ==, recipient);
  return g_object_ref (mails->pdata[0]);
}

static char *
take_link (World *world)
{
  g_autoptr (ReeveMail) mail = take_one (world, VICTIM);

  return get_link_path (mail);
}

/* Whoever reads the mailbox sets a new password. */
static void
reset (World *world, const char *password)
{
  g_autofree char *path = NULL;

  visitor_open (world->visitor, "/p/forgot");
  visitor_submit (world->visitor, "email", VICTIM, NULL);
  reeve_web_free (world->web); /* sends what it has on its list */
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor->web = world->web;
  path = take_link (world);
  visitor_open (world->visitor, path);
  visitor_submit (world->visitor, "password", password, "again", password, NULL);
  visitor_assert (world->visitor, 200, "/p/reset-done", "<h1>Your password is set</h1>");
  drop_mails (world, NULL);
}

static void
expect_no_factor (Device *device)
{
  expect_refused (device_call (device, second_factor_begin), REEVE_ERROR_DENIED, "address_unproven");
}

static void
assert_factor (Device *device, const char *state)
{
  g_autoptr (Answer) me = device_call (device, me_get);

  assert_done (me);
  g_assert_cmpstr (REEVE_ACCOUNT (REEVE_IDENTITY (me->reply)->account)->second_factor, ==, state);
}

/* --- Squatting --- */

/* Who hands themselves the link of their own invitation to somebody else gets a password, and nothing that
 * outlasts the owner's first reset by mail. */
static void
test_handed_over (World *world, gconstpointer data)
{
  g_autofree char *mailed = NULL;
  g_autofree char *path = invite (world, world->mallory, &mailed);
  g_autoptr (Device) squatter = NULL;
  g_autoptr (Device) owner = NULL;

  g_assert_cmpstr (path, !=, mailed);
  accept (world, path, THEIRS);
  visitor_open (world->visitor, mailed);
  g_assert_cmpuint (world->visitor->status, ==, 410);
  squatter = enter (world, THEIRS, world->mallory->workspace);
  expect_no_factor (squatter);
  expect_refused (device_call (squatter, second_factor_confirm, .body = reeve_enrolment_code_new ()),
                  REEVE_ERROR_DENIED, "address_unproven");

  drop_mails (world, NULL);
  add (world->hana, VICTIM, "auditor");
  reset (world, OWN);
  expect_refused (device_call (squatter, me_get), REEVE_ERROR_SIGNED_OUT, "session_ended");
  owner = enter (world, OWN, world->hana->workspace);
  expect_done (device_call (owner, users_list));
  device_enrol (owner);
  assert_factor (owner, "on");
}

/* The pages in a browser say so too, and offer the mail; what they offered before leads nowhere. */
static void
test_page (World *world, gconstpointer data)
{
  g_autofree char *path = invite (world, world->mallory, NULL);
  g_autofree char *link = NULL;
  Visitor *visitor = world->visitor;

  accept (world, path, THEIRS);
  drop_mails (world, NULL);
  visitor_open (visitor, "/p/sign-in");
  visitor_submit (visitor, "email", VICTIM, "password", THEIRS, NULL);
  drop_mails (world, NULL);
  visitor_open (visitor, "/p/second-factor");
  visitor_assert (visitor, 200, "/p/second-factor", "<h1>Confirm your address</h1>");
  visitor_assert (visitor, 200, "/p/second-factor", VICTIM);
  visitor_submit (visitor, "choice", "begin", NULL);
  visitor_assert (visitor, 200, "/p/second-factor", "<h1>Confirm your address</h1>");
  visitor_submit (visitor, "choice", "mail", NULL);
  visitor_assert (visitor, 200, "/p/second-factor", "<h1>Look into your mail</h1>");
  link = take_link (world);
  visitor_open (visitor, "/p/second-factor");
  visitor_submit (visitor, "choice", "mail", NULL); /* and not twice */
  g_autoptr (GPtrArray) none = take_mails (world->fixture, NULL);
  g_assert_cmpuint (none->len, ==, 0);

  visitor_open (visitor, link);
  visitor_submit (visitor, "password", OWN, NULL);
  visitor_assert (visitor, 422, "/p/confirm", "This is not the password of your account.");
  visitor_open (visitor, "/p/second-factor");
  visitor_assert (visitor, 200, "/p/second-factor", "<h1>Confirm your address</h1>");
  visitor_open (visitor, link);
  visitor_submit (visitor, "password", THEIRS, NULL);
  visitor_assert (visitor, 200, "/p/confirm-done", "<h1>Your address is confirmed</h1>");
  visitor_open (visitor, "/p/second-factor");
  visitor_assert (visitor, 200, "/p/second-factor", "<h1>Set up your authenticator app</h1>");
}

/* Who accepts by the link in the mail has shown what there is to show. */
static void
test_mailed (World *world, gconstpointer data)
{
  g_autofree char *mailed = NULL;
  g_autofree char *path = invite (world, world->mallory, &mailed);
  g_autoptr (Device) owner = NULL;

  accept (world, mailed, OWN);
  visitor_open (world->visitor, path);
  g_assert_cmpuint (world->visitor->status, ==, 410);
  owner = enter (world, OWN, world->mallory->workspace);
  device_enrol (owner);
  assert_factor (owner, "on");
}

/* A mail's link that asks for a password that is there already is answered by who has both; another
 * workspace's that waited opens with it. */
static void
test_mailed_with_password (World *world, gconstpointer data)
{
  g_autofree char *first = invite (world, world->mallory, NULL);
  g_autofree char *mailed = NULL;
  g_autofree char *second = NULL;
  g_autoptr (Device) device = NULL;

  accept (world, first, THEIRS);
  second = invite (world, world->hana, &mailed);
  visitor_open (world->visitor, mailed);
  visitor_submit (world->visitor, "password", OWN, NULL);
  g_assert_cmpuint (world->visitor->status, ==, 422);
  device = enter (world, THEIRS, world->mallory->workspace);
  expect_no_factor (device);
  visitor_submit (world->visitor, "password", THEIRS, NULL);
  visitor_assert (world->visitor, 200, "/p/invitation-done", "<h1>Welcome</h1>");
  device_enrol (device);
}

/* Many who are invited at once have the same two kinds of links. */
static void
test_import (World *world, gconstpointer data)
{
  ReeveInvitationImport *body = reeve_invitation_import_new ();
  g_autoptr (Answer) page = NULL;
  g_autoptr (Answer) copied = NULL;
  g_autoptr (GPtrArray) mails = NULL;
  g_autoptr (Device) device = NULL;
  g_autofree char *mailed = NULL;

  body->content = g_strdup ("email,name,role\n" VICTIM ",Vic,member\n");
  expect_done (device_call (world->mallory, invitations_import, .body = body));
  mails = take_mails (world->fixture, world->mallory->workspace);
  g_assert_cmpuint (mails->len, ==, 1);
  mailed = get_link_path (mails->pdata[0]);
  page = device_call (world->mallory, invitations_list);
  assert_done (page);
  copied = device_call (world->mallory, invitations_link,
                        .object = ((ReeveInvitation *) page->listing->items->pdata[0])->id);
  assert_done (copied);
  accept (world, strstr (reeve_secret_get_text (REEVE_INVITATION (copied->reply)->link), "/p/"), THEIRS);
  visitor_open (world->visitor, mailed);
  g_assert_cmpuint (world->visitor->status, ==, 410);
  device = enter (world, THEIRS, world->mallory->workspace);
  expect_no_factor (device);
}

/* A password that came with a table shows nothing either. One whose role demands a second factor gets to the
 * mail, and then on, with the very session that may do nothing else. */
static void
test_demanded (World *world, gconstpointer data)
{
  g_autofree char *made = device_add_user (world->mallory, VICTIM, "Vic", "workspace-administrator");
  g_autoptr (Device) device = device_new (world->fixture, "vic", "192.0.2.66");
  g_autoptr (Answer) entered = device_sign_in (device, VICTIM, PASSWORD);
  g_autofree char *link = NULL;

  assert_done (entered);
  device_take_tokens (device, REEVE_TOKENS (entered->reply));
  g_assert_cmpstr (device->stage, ==, "enrol");
  drop_mails (world, NULL);
  expect_no_factor (device);
  expect_done (device_call (device, me_ask_confirmation));
  link = take_link (world);
  visitor_open (world->visitor, link);
  visitor_submit (world->visitor, "password", PASSWORD, NULL);
  visitor_assert (world->visitor, 200, "/p/confirm-done", "<h1>Your address is confirmed</h1>");
  device_enrol (device);
  g_assert_cmpstr (device->stage, ==, "complete");
}

/* Who has no password to give, but comes by a provider, is mailed a link to set one: that shows as much. */
static void
test_without_password (World *world, gconstpointer data)
{
  g_autofree char *made = device_add_user (world->mallory, VICTIM, "Vic", NULL);
  g_autoptr (Device) device = enter (world, PASSWORD, world->mallory->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), REEVE_TX_WRITE,
                    g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_autofree char *link = NULL;
  g_autoptr (Device) owner = NULL;

  g_assert_true (reeve_accounts_set_password_hash (tx, device->account, NULL, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  drop_mails (world, NULL);
  expect_no_factor (device);
  expect_done (device_call (device, me_ask_confirmation));
  link = take_link (world);
  expect_done (device_call (device, me_ask_confirmation));
  g_autoptr (GPtrArray) none = take_mails (world->fixture, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  visitor_open (world->visitor, link);
  visitor_submit (world->visitor, "password", OWN, "again", OWN, NULL);
  visitor_assert (world->visitor, 200, "/p/reset-done", "<h1>Your password is set</h1>");
  expect_refused (device_call (device, me_get), REEVE_ERROR_SIGNED_OUT, "session_ended");
  owner = enter (world, OWN, world->mallory->workspace);
  device_enrol (owner);
}

/* Who squatted with a second factor before there was a mail server loses it to the owner's first reset; who
 * has shown the address to be theirs keeps it. */
static void
test_before_mail (World *world, gconstpointer data)
{
  g_autofree char *path = invite (world, world->mallory, NULL);
  g_autoptr (Device) squatter = NULL;
  g_autoptr (Device) owner = NULL;

  accept (world, path, THEIRS);
  squatter = enter (world, THEIRS, world->mallory->workspace);
  device_enrol (squatter);
  fixture_add_mail_server (world->fixture);
  drop_mails (world, NULL);
  add (world->hana, VICTIM, "auditor");

  reset (world, OWN);
  owner = enter (world, OWN, world->hana->workspace);
  assert_factor (owner, "off");
  device_enrol (owner);
  drop_mails (world, NULL);
  reset (world, NEXT);
  g_autoptr (Answer) asked = device_sign_in (owner, VICTIM, NEXT);
  assert_done (asked);
  g_assert_cmpstr (REEVE_TOKENS (asked->reply)->stage, ==, "code");
}

/* Without a mail server nothing can be shown, and nothing is asked; nor does a reset turn anything off. */
static void
test_without_mail (World *world, gconstpointer data)
{
  g_autofree char *path = invite (world, world->mallory, NULL);
  g_autoptr (Device) device = NULL;

  accept (world, path, THEIRS);
  device = enter (world, THEIRS, world->mallory->workspace);
  device_enrol (device);
  drop_mails (world, NULL);
  reset (world, OWN);
  g_autoptr (Answer) asked = device_sign_in (device, VICTIM, OWN);
  assert_done (asked);
  g_assert_cmpstr (REEVE_TOKENS (asked->reply)->stage, ==, "code");
}

/* What was shown of one address says nothing of the next, a key that was begun there is none here, and a
 * second factor does not go along: it would keep out whoever reads the new mailbox. */
static void
test_renamed (World *world, gconstpointer data)
{
  const char *lure = "lure@elsewhere.example";
  g_autofree char *id = device_add_user (world->mallory, lure, "Lure", NULL);
  g_autoptr (Device) device = device_new (world->fixture, "lure", "192.0.2.66");
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (ReeveMail) mail = NULL;
  g_autoptr (Answer) begun = NULL;
  g_autoptr (Answer) moved = NULL;
  g_autofree char *link = NULL;

  device_enter (device, lure, PASSWORD, NULL);
  drop_mails (world, NULL);
  expect_done (device_call (device, me_ask_confirmation));
  mail = take_one (world, lure);
  link = get_link_path (mail);
  visitor_open (world->visitor, link);
  visitor_submit (world->visitor, "password", PASSWORD, NULL);
  visitor_assert (world->visitor, 200, "/p/confirm-done", "<h1>Your address is confirmed</h1>");
  begun = device_call (device, second_factor_begin);
  assert_done (begun);

  user = device_get_user (world->mallory, id);
  expect_done (device_call (world->mallory, users_save, .object = id, .patch = "{\"email\":\"" VICTIM "\"}",
                            .if_match = user->version));
  expect_no_factor (device);
  g_clear_object (&user);
  user = device_get_user (world->mallory, id);
  expect_done (device_call (world->mallory, users_save, .object = id,
                            .patch = "{\"email\":\"lure@elsewhere.example\"}", .if_match = user->version));
  expect_no_factor (device);

  drop_mails (world, NULL);
  reeve_clock_advance_for_tests (REEVE_CONFIRMATION_PAUSE + 1);
  expect_done (device_call (device, me_ask_confirmation));
  g_clear_object (&mail);
  mail = take_one (world, lure);
  g_free (link);
  link = get_link_path (mail);
  visitor_open (world->visitor, link);
  visitor_submit (world->visitor, "password", PASSWORD, NULL);
  device_enrol (device);
  g_clear_object (&user);
  user = device_get_user (world->mallory, id);
  moved = device_call (world->mallory, users_save, .object = id, .patch = "{\"email\":\"" VICTIM "\"}",
                       .if_match = user->version);
  assert_refused (moved, REEVE_ERROR_CONFLICT, "second_factor_on");
  assert_member (moved, "/email", "second_factor_on");
  expect_done (device_call (world->mallory, users_save, .object = id,
                            .patch = "{\"email\":\"Lure@Elsewhere.example\"}", .if_match = user->version));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, World, NULL, set_up, function, tear_down)
  ADD ("/proof/handed-over", test_handed_over);
  ADD ("/proof/page", test_page);
  ADD ("/proof/mailed", test_mailed);
  ADD ("/proof/mailed-with-password", test_mailed_with_password);
  ADD ("/proof/import", test_import);
  ADD ("/proof/demanded", test_demanded);
  ADD ("/proof/without-password", test_without_password);
  ADD ("/proof/renamed", test_renamed);
#define ADD_LATER(path, function) g_test_add (path, World, "later", set_up, function, tear_down)
  ADD_LATER ("/proof/before-mail", test_before_mail);
  ADD_LATER ("/proof/without-mail", test_without_mail);
  return g_test_run ();
}
