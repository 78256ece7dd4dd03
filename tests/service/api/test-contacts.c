/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Contacts who get an account: whichever way it comes, there is one principal from then on; and why they
 * reach a folder. What the page of a link does is tests/service/web/test-contact. */

#include "config.h"

#include <string.h>

#include "common/contact.h"
#include "common/folder.h"
#include "common/grant.h"
#include "common/invitation.h"
#include "service/api/contacts.h"
#include "service/api/invitations.h"
#include "service/api/permissions.h"
#include "service/store/links.h"
#include "tests/service/api/permission-world.h"

#define EVE       "Eve.Outer@outside.example" /* as asked; whoever types it later has their own way */
#define EVE_AGAIN "eve.outer@OUTSIDE.example"

static char *
ask (Device *self, const char *email)
{
  const char *const verbs[] = { "approve", NULL };
  ReeveContact *body = reeve_contact_new ();
  g_autoptr (Answer) answer = NULL;

  body->email = g_strdup (email);
  body->display_name = g_strdup (strcmp (email, EVE) == 0 ? "Eve Outer" : "Olaf Other");
  body->folder = g_strdup (REEVE_FOLDER_ROOT);
  reeve_set_texts (&body->verbs, verbs);
  answer = device_call (self, contacts_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_CONTACT (answer->reply)->id);
}

static guint
count_live_links (Device *self, const char *contact)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (self->fixture->installation, self->workspace),
                    REEVE_TX_READ, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  ReeveStatement *statement;
  gint64 n;

  g_assert_no_error (error);
  statement = reeve_tx_prepare (tx,
                                "SELECT count(*) FROM links WHERE purpose = '" REEVE_LINK_CONTACT
                                "' AND subject = $1 AND used = 0 AND ended = 0",
                                &error);
  g_assert_no_error (error);
  reeve_statement_bind_text (statement, 1, contact);
  g_assert_true (reeve_statement_read_int (statement, &n, &error));
  return n;
}

static guint
count_grants (Device *self, const char *contact)
{
  g_autofree char *query = g_strdup_printf ("principalKind=contact&principal=%s", contact);
  g_autoptr (Answer) answer = device_call (self, permissions_list_grants, .query = query);

  assert_done (answer);
  return answer->listing->items->len;
}

static void
assert_live (Device *self, const char *id)
{
  g_autoptr (Answer) answer = device_call (self, contacts_get, .object = id);

  assert_done (answer);
  g_assert_cmpstr (REEVE_CONTACT (answer->reply)->state, ==, "waiting");
  g_assert_cmpuint (count_live_links (self, id), ==, 1);
  g_assert_cmpuint (count_grants (self, id), ==, 1);
}

/* All of it, and the trail says by whom. */
static void
assert_over (Device *self, const char *id, const char *actor)
{
  g_autoptr (Answer) answer = device_call (self, contacts_get, .object = id);
  g_autoptr (Answer) history = device_call (self, contacts_history, .object = id);
  ReeveAuditEntry *newest;

  assert_done (answer);
  assert_done (history);
  g_assert_cmpstr (REEVE_CONTACT (answer->reply)->state, ==, "revoked");
  g_assert_cmpstr (REEVE_CONTACT (answer->reply)->mail_state, ==, "withdrawn");
  g_assert_cmpuint (count_live_links (self, id), ==, 0);
  g_assert_cmpuint (count_grants (self, id), ==, 0);
  newest = history->listing->items->pdata[0];
  g_assert_cmpstr (newest->action, ==, "contact.join");
  g_assert_cmpstr (newest->actor, ==, actor);
}

/* Whoever is added ends what they were asked from outside, in every folder; others go on. */
static void
test_added (World *world, gconstpointer unused)
{
  g_autofree char *first = ask (world->hana, EVE);
  g_autofree char *second = ask (world->hana, EVE);
  g_autofree char *other = ask (world->hana, "olaf@outside.example");
  g_autofree char *eve = NULL;

  assert_live (world->hana, first);
  eve = device_add_user (world->hana, EVE_AGAIN, "Eve", "member");
  assert_over (world->hana, first, world->hana->account);
  assert_over (world->hana, second, world->hana->account);
  assert_live (world->hana, other);
  assert_access (world->hana, REEVE_FOLDER_ROOT, "Olaf Other:view,approve");
}

/* A user who gets another address. */
static void
test_renamed (World *world, gconstpointer unused)
{
  g_autofree char *contact = ask (world->hana, EVE);
  g_autoptr (ReeveUser) before = device_get_user (world->hana, world->cy);
  g_autoptr (Answer) renamed =
    device_call (world->hana, users_save, .object = world->cy, .patch = "{\"displayName\":\"Cyrus\"}",
                 .if_match = before->version);
  g_autoptr (Answer) moved = NULL;

  assert_done (renamed);
  assert_live (world->hana, contact);
  moved = device_call (world->hana, users_save, .object = world->cy, .patch = "{\"email\":\"" EVE_AGAIN "\"}",
                       .if_match = before->version + 1);
  assert_done (moved);
  assert_over (world->hana, contact, world->hana->account);
}

/* A file of people; trying it first ends nothing. */
static void
test_imported (World *world, gconstpointer unused)
{
  g_autofree char *contact = ask (world->hana, EVE);

  for (guint i = 0; i < 2; i++)
    {
      ReeveUserImport *body = reeve_user_import_new ();
      g_autoptr (Answer) answer = NULL;

      body->content = g_strdup ("E-mail,Name\nada@outside.example,Ada\n" EVE_AGAIN ",Eve\n");
      body->dry_run = i == 0;
      answer = device_call (world->hana, users_import, .body = body);
      assert_done (answer);
      if (i == 0)
        assert_live (world->hana, contact);
    }
  assert_over (world->hana, contact, world->hana->account);
}

/* Who is invited may still answer as who they are until they come; from then on they are one of us. */
static void
test_invited (World *world, gconstpointer unused)
{
  g_autofree char *contact = ask (world->hana, EVE);
  ReeveInvitation *invitation = reeve_invitation_new ();
  ReeveInvitationAcceptance *acceptance = reeve_invitation_acceptance_new ();
  g_autoptr (Device) stranger = device_new (world->fixture, "eve", "192.0.2.7");
  g_autoptr (Answer) invited = NULL;
  g_autoptr (Answer) accepted = NULL;
  g_autoptr (Answer) shown = NULL;

  invitation->email = g_strdup (EVE_AGAIN);
  invited = device_call (world->hana, invitations_create, .body = invitation);
  assert_done (invited);
  assert_live (world->hana, contact);
  acceptance->token = reeve_secret_new_text (
    strrchr (reeve_secret_get_text (REEVE_INVITATION (invited->reply)->link), '/') + 1);
  acceptance->display_name = g_strdup ("Eve");
  acceptance->password = reeve_secret_new_text (PASSWORD);
  accepted = device_call (stranger, invitations_accept, .body = acceptance);
  assert_done (accepted);
  shown = device_call (world->hana, invitations_get, .object = REEVE_INVITATION (invited->reply)->id);
  assert_done (shown);
  assert_over (world->hana, contact, REEVE_INVITATION (shown->reply)->account);
}

/* What has run out stays what it is: it answers nobody. */
static void
test_expired (World *world, gconstpointer unused)
{
  g_autofree char *contact = ask (world->hana, EVE);
  g_autofree char *eve = NULL;
  g_autoptr (Answer) answer = NULL;

  reeve_clock_advance_for_tests (REEVE_CONTACT_LIFE + REEVE_MINUTE);
  eve = device_add_user (world->hana, EVE_AGAIN, "Eve", "member");
  answer = device_call (world->hana, contacts_get, .object = contact);
  assert_done (answer);
  g_assert_cmpstr (REEVE_CONTACT (answer->reply)->state, ==, "expired");
}

/* @contact: whether it is said that they are one. Each change that is offered can be looked at. */
static ReevePermissionAnswer *
ask_why (Device *self, const char *id, gboolean contact, const char *folder, const char *verb)
{
  ReevePermissionQuestion *question = reeve_permission_question_new ();
  g_autoptr (Answer) answer = NULL;
  ReevePermissionAnswer *why;

  question->principal_kind = contact ? "contact" : NULL;
  question->subject = g_strdup (id);
  question->folder = g_strdup (folder);
  question->verb = verb;
  answer = device_call (self, permissions_why, .body = question);
  assert_done (answer);
  why = REEVE_PERMISSION_ANSWER (answer->reply);
  for (guint i = 0; i < why->flips->len; i++)
    {
      g_autoptr (ReevePermissionPreview) preview =
        plan (self, REEVE_PERMISSION_FLIP (why->flips->pdata[i])->changes);

      g_assert_cmpuint (preview->effects->len, >, 0);
    }
  return g_object_ref (why);
}

/* Why a contact may, and what would give them more than they were asked for, which nothing does. */
static void
test_why (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *contact = ask (hana, EVE);
  g_autofree char *below = make_folder (hana, "Below", NULL);
  const char *never[] = { "edit", "manage" };

  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < G_N_ELEMENTS (never); k++)
      {
        g_autoptr (ReevePermissionAnswer) why =
          ask_why (hana, contact, i == 1, k == 0 ? REEVE_FOLDER_ROOT : below, never[k]);

        g_assert_false (why->allowed);
        g_assert_cmpuint (why->flips->len, ==, 0);
      }
  g_autoptr (ReevePermissionAnswer) here = ask_why (hana, contact, TRUE, REEVE_FOLDER_ROOT, "approve");
  g_assert_true (here->allowed);
  g_assert_cmpuint (here->flips->len, ==, 1);

  /* Taken away: it can be given again, until the same end, and not below. */
  do_one (hana, g_object_ref (REEVE_PERMISSION_FLIP (here->flips->pdata[0])->changes->pdata[0]));
  g_autoptr (ReevePermissionAnswer) gone = ask_why (hana, contact, TRUE, REEVE_FOLDER_ROOT, "approve");
  g_assert_false (gone->allowed);
  g_assert_cmpuint (gone->flips->len, ==, 1);
  g_autoptr (ReevePermissionAnswer) elsewhere = ask_why (hana, contact, TRUE, below, "view");
  g_assert_cmpuint (elsewhere->flips->len, ==, 0);
  do_one (hana, g_object_ref (REEVE_PERMISSION_FLIP (gone->flips->pdata[0])->changes->pdata[0]));
  assert_access (hana, REEVE_FOLDER_ROOT, "Eve Outer:view,approve");

  /* Nothing outlives them. */
  reeve_clock_advance_for_tests (REEVE_CONTACT_LIFE + REEVE_MINUTE);
  g_autoptr (ReevePermissionAnswer) late = ask_why (hana, contact, TRUE, REEVE_FOLDER_ROOT, "view");
  g_assert_false (late->allowed);
  g_assert_cmpuint (late->flips->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/contacts/added", World, NULL, world_set_up, test_added, world_tear_down);
  g_test_add ("/contacts/renamed", World, NULL, world_set_up, test_renamed, world_tear_down);
  g_test_add ("/contacts/imported", World, NULL, world_set_up, test_imported, world_tear_down);
  g_test_add ("/contacts/invited", World, NULL, world_set_up, test_invited, world_tear_down);
  g_test_add ("/contacts/expired", World, NULL, world_set_up, test_expired, world_tear_down);
  g_test_add ("/contacts/why", World, NULL, world_set_up, test_why, world_tear_down);
  return g_test_run ();
}
