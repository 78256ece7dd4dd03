/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A folder's history has what was done to the grants on it, too: by whoever, whichever way, and of this
 * folder alone. */

#include "config.h"

#include <string.h>

#include "common/contact.h"
#include "common/grant.h"
#include "common/leaving.h"
#include "service/api/contacts.h"
#include "service/api/folders.h"
#include "service/api/leaving.h"
#include "service/api/permissions.h"
#include "tests/service/api/permission-world.h"

static Answer *
ask_history (Device *self, const char *folder, const char *query)
{
  return device_call (self, folders_history, .object = folder, .query = query);
}

/* "action name", newest first. */
static void
add_entries (GString *told, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      ReeveAuditEntry *entry = entries->pdata[i];

      g_string_append_printf (told, "%s%s %s", told->len > 0 ? "; " : "", entry->action, entry->object_name);
    }
}

static void
assert_history (Device *self, const char *folder, const char *expected)
{
  g_autoptr (Answer) answer = ask_history (self, folder, NULL);
  g_autoptr (GString) told = g_string_new (NULL);

  assert_done (answer);
  add_entries (told, answer->listing->items);
  g_assert_cmpstr (told->str, ==, expected);
  g_assert_cmpint (answer->listing->total, ==, answer->listing->items->len);
}

static char *
find_grant (Device *self, const char *kind, const char *principal)
{
  g_autofree char *query = g_strdup_printf ("principalKind=%s&principal=%s", kind, principal);
  g_autoptr (Answer) answer = device_call (self, permissions_list_grants, .query = query);

  assert_done (answer);
  g_assert_cmpuint (answer->listing->items->len, ==, 1);
  return g_strdup (REEVE_GRANT (answer->listing->items->pdata[0])->id);
}

static void
amend (Device *self, const char *grant, const char *verb)
{
  ReevePermissionChange *change = reeve_permission_change_new_for_grant ("amend", grant);
  const char *const verbs[] = { verb, NULL };

  reeve_set_texts (&change->verbs, verbs);
  do_one (self, change);
}

static void
give_and_take (World *world, const char *folder)
{
  g_autofree char *grant = NULL;

  do_one (world->hana, new_grant (folder, "user", world->bo->account, "view"));
  grant = find_grant (world->hana, "user", world->bo->account);
  amend (world->hana, grant, "edit");
  do_one (world->hana, reeve_permission_change_new_for_grant ("revoke", grant));
}

static void
test_told (World *world, gconstpointer unused)
{
  g_autofree char *legal = make_folder (world->hana, "Legal", NULL);
  g_autofree char *below = make_folder (world->hana, "Letters", legal);
  g_autofree char *other = make_folder (world->hana, "Other", NULL);

  give_and_take (world, legal);
  do_one (world->hana, new_grant (below, "group", world->north, "view"));
  assert_history (world->hana, legal,
                  "grant.revoke Bo; grant.amend Bo; grant.create Bo; folder.create Legal");
  assert_history (world->hana, below, "grant.create North; folder.create Letters");
  assert_history (world->hana, other, "folder.create Other");
}

/* Page by page it is the same, and a page's cursor is of that folder. */
static void
test_pages (World *world, gconstpointer unused)
{
  g_autofree char *legal = make_folder (world->hana, "Legal", NULL);
  g_autofree char *other = make_folder (world->hana, "Other", NULL);
  g_autoptr (GString) told = g_string_new (NULL);
  g_autofree char *query = g_strdup ("limit=1");
  g_autoptr (Answer) elsewhere = NULL;
  guint n_pages = 0;

  give_and_take (world, legal);
  while (query != NULL)
    {
      g_autoptr (Answer) page = ask_history (world->hana, legal, query);

      assert_done (page);
      g_assert_cmpuint (page->listing->items->len, ==, 1);
      add_entries (told, page->listing->items);
      g_free (query);
      query = page->listing->next != NULL ? g_strdup_printf ("limit=1&cursor=%s", page->listing->next) : NULL;
      if (n_pages++ == 0)
        elsewhere = ask_history (world->hana, other, query);
    }
  g_assert_cmpuint (n_pages, ==, 4);
  g_assert_cmpstr (told->str, ==, "grant.revoke Bo; grant.amend Bo; grant.create Bo; folder.create Legal");
  assert_member (elsewhere, "?cursor", "cursor");
}

static char *
ask_contact (Device *self, const char *folder)
{
  const char *const verbs[] = { "view", NULL };
  ReeveContact *body = reeve_contact_new ();
  g_autoptr (Answer) answer = NULL;

  body->email = g_strdup ("eve@outside.example");
  body->display_name = g_strdup ("Eve");
  body->folder = g_strdup (folder);
  reeve_set_texts (&body->verbs, verbs);
  answer = device_call (self, contacts_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_CONTACT (answer->reply)->id);
}

static void
leave (Device *self, const char *user)
{
  ReeveLeave *body = reeve_leave_new ();
  g_autoptr (Answer) answer = NULL;

  body->reason = g_strdup ("has another job");
  answer = device_call (self, leaving_create, .object = user, .body = body);
  assert_done (answer);
}

/* Contacts come and go with grants; so does who leaves, and whom they asked. */
static void
test_people (World *world, gconstpointer unused)
{
  g_autoptr (Device) ivy =
    device_add_colleague (world->hana, "ivy@vallis.example", "Ivy", "workspace-administrator");
  g_autofree char *legal = make_folder (world->hana, "Legal", NULL);
  g_autofree char *other = make_folder (world->hana, "Other", NULL);
  g_autofree char *contact = ask_contact (world->hana, legal);
  g_autofree char *theirs = ask_contact (ivy, other);
  g_autoptr (Answer) revoked = device_call (world->hana, contacts_revoke, .object = contact);

  assert_done (revoked);
  do_one (world->hana, new_grant (legal, "user", ivy->account, "view"));
  leave (world->hana, ivy->account);
  assert_history (
    world->hana, legal,
    "grant.revoke Ivy; grant.create Ivy; grant.revoke Eve; grant.create Eve; folder.create Legal");
  assert_history (world->hana, other, "grant.revoke Eve; grant.create Eve; folder.create Other");
}

/* What goes with its group or role goes in sight. */
static void
test_principals (World *world, gconstpointer unused)
{
  g_autofree char *legal = make_folder (world->hana, "Legal", NULL);
  g_autofree char *spare = make_group (world->hana, "Spare");
  g_autofree char *desk = device_make_desk_role (world->hana);
  g_autoptr (Answer) group = NULL;
  g_autoptr (Answer) role = NULL;
  g_autoptr (Answer) shown = NULL;
  g_autofree char *expected = NULL;

  do_one (world->hana, new_grant (legal, "group", spare, "view"));
  do_one (world->hana, new_grant (legal, "role", desk, "view"));
  shown = device_call (world->hana, roles_get, .object = desk);
  assert_done (shown);
  group = device_call (world->hana, groups_delete, .object = spare, .if_match = 1);
  assert_done (group);
  role = device_call (world->hana, roles_delete, .object = desk, .if_match = 1);
  assert_done (role);
  expected = g_strdup_printf ("grant.revoke %1$s; grant.revoke Spare; grant.create %1$s; grant.create Spare; "
                              "folder.create Legal",
                              REEVE_ROLE (shown->reply)->name);
  assert_history (world->hana, legal, expected);
}

/* Whoever may view the folder, but not the grants on it, is not told of them. */
static void
test_refused (World *world, gconstpointer unused)
{
  g_autofree char *legal = make_folder (world->hana, "Legal", NULL);
  g_autoptr (Answer) refused = NULL;

  do_one (world->hana, new_grant (legal, "user", world->bo->account, "manage"));
  g_object_unref (get_folder (world->bo, legal));
  refused = ask_history (world->bo, legal, NULL);
  g_assert_error (refused->error, REEVE_ERROR, REEVE_ERROR_DENIED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/folder-history/told", World, NULL, world_set_up, test_told, world_tear_down);
  g_test_add ("/folder-history/pages", World, NULL, world_set_up, test_pages, world_tear_down);
  g_test_add ("/folder-history/people", World, NULL, world_set_up, test_people, world_tear_down);
  g_test_add ("/folder-history/principals", World, NULL, world_set_up, test_principals, world_tear_down);
  g_test_add ("/folder-history/refused", World, NULL, world_set_up, test_refused, world_tear_down);
  return g_test_run ();
}
