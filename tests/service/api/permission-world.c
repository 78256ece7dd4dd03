/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "tests/service/api/permission-world.h"

#include "service/api/folders.h"
#include "service/api/permissions.h"

char *
make_group (Device *self, const char *name)
{
  ReeveGroup *body = reeve_group_new ();
  g_autoptr (Answer) answer = NULL;

  body->name = g_strdup (name);
  answer = device_call (self, groups_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_GROUP (answer->reply)->id);
}

void
put_into (Device *self, const char *user, const char *group)
{
  g_autoptr (ReeveUser) before = device_get_user (self, user);
  g_autofree char *patch =
    group != NULL ? g_strdup_printf ("{\"groups\":[\"%s\"]}", group) : g_strdup ("{\"groups\":null}");
  g_autoptr (Answer) answer =
    device_call (self, users_save, .object = user, .patch = patch, .if_match = before->version);

  assert_done (answer);
}

void
world_set_up (World *world, gconstpointer unused)
{
  world->fixture = fixture_new ();
  world->hana = device_set_up (world->fixture);
  world->bo = device_add_colleague (world->hana, "bo@north.example", "Bo", "member");
  world->cy = device_add_user (world->hana, "cy@harrow.example", "Cy", "member");
  world->north = make_group (world->hana, "North");
  world->harrow = make_group (world->hana, "Harrow");
  put_into (world->hana, world->bo->account, world->north);
  put_into (world->hana, world->cy, world->harrow);
}

void
world_tear_down (World *world, gconstpointer unused)
{
  g_free (world->north);
  g_free (world->harrow);
  g_free (world->cy);
  device_free (world->bo);
  device_free (world->hana);
  fixture_free (world->fixture);
}

/* --- Doing --- */

Answer *
try_folder (Device *self, const char *name, const char *parent)
{
  ReeveFolder *body = reeve_folder_new ();

  body->name = g_strdup (name);
  body->parent = g_strdup (parent);
  return device_call (self, folders_create, .body = body);
}

char *
make_folder (Device *self, const char *name, const char *parent)
{
  g_autoptr (Answer) answer = try_folder (self, name, parent);

  assert_done (answer);
  return g_strdup (REEVE_FOLDER (answer->reply)->id);
}

ReevePermissionChange *
new_grant (const char *folder, const char *kind, const char *principal, const char *verb)
{
  ReevePermissionChange *change = reeve_permission_change_new_for_folder ("grant", folder);
  const char *const verbs[] = { verb, NULL };

  change->principal_kind = g_intern_string (kind);
  reeve_set_text (&change->principal, principal);
  reeve_set_texts (&change->verbs, verbs);
  return change;
}

ReevePermissionChange *
new_move (const char *folder, const char *parent)
{
  ReevePermissionChange *change = reeve_permission_change_new_for_folder ("move", folder);

  reeve_set_text (&change->parent, parent);
  return change;
}

ReevePermissionDraft *
new_draft (GPtrArray *changes, const char *hash)
{
  ReevePermissionDraft *draft = reeve_permission_draft_new ();

  draft->changes = g_ptr_array_ref (changes);
  draft->hash = g_strdup (hash);
  return draft;
}

GPtrArray *
list_changes (ReevePermissionChange *first, ReevePermissionChange *second)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (changes, first);
  if (second != NULL)
    g_ptr_array_add (changes, second);
  return changes;
}

ReevePermissionPreview *
plan (Device *self, GPtrArray *changes)
{
  g_autoptr (Answer) answer = device_call (self, permissions_plan, .body = new_draft (changes, NULL));

  assert_done (answer);
  return g_object_ref (REEVE_PERMISSION_PREVIEW (answer->reply));
}

ReevePermissionPreview *
change_all (Device *self, GPtrArray *changes)
{
  g_autoptr (ReevePermissionPreview) preview = plan (self, changes);
  g_autoptr (Answer) answer =
    device_call (self, preview->sensitive ? permissions_apply_sensitive : permissions_apply,
                 .body = new_draft (changes, preview->hash));

  assert_done (answer);
  return g_object_ref (REEVE_PERMISSION_PREVIEW (answer->reply));
}

ReevePermissionPreview *
change_one (Device *self, ReevePermissionChange *change)
{
  g_autoptr (GPtrArray) changes = list_changes (change, NULL);

  return change_all (self, changes);
}

void
do_one (Device *self, ReevePermissionChange *change)
{
  g_object_unref (change_one (self, change));
}

/* --- Looking --- */

char *
list_names (Device *self, const char *query)
{
  g_autoptr (Answer) answer = device_call (self, folders_list, .query = query);
  g_autoptr (GString) names = g_string_new (NULL);

  assert_done (answer);
  for (guint i = 0; i < answer->listing->items->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            REEVE_FOLDER (answer->listing->items->pdata[i])->name);
  return g_string_free_and_steal (g_steal_pointer (&names));
}

void
assert_names (Device *self, const char *query, const char *expected)
{
  g_autofree char *names = list_names (self, query);

  g_assert_cmpstr (names, ==, expected);
}

ReeveFolder *
get_folder (Device *self, const char *id)
{
  g_autoptr (Answer) answer = device_call (self, folders_get, .object = id);

  assert_done (answer);
  return g_object_ref (REEVE_FOLDER (answer->reply));
}

void
assert_hidden (Device *self, const char *id)
{
  g_autoptr (Answer) answer = device_call (self, folders_get, .object = id);

  assert_refused (answer, REEVE_ERROR_NOT_FOUND, NULL);
}

void
assert_access (Device *self, const char *folder, const char *expected)
{
  g_autoptr (Answer) answer = device_call (self, permissions_access, .object = folder);
  g_autoptr (GString) names = g_string_new (NULL);

  assert_done (answer);
  for (guint i = 0; i < answer->listing->items->len; i++)
    {
      ReevePermissionHolder *holder = answer->listing->items->pdata[i];
      g_autofree char *verbs = g_strjoinv (",", holder->verbs);

      g_string_append_printf (names, "%s%s:%s", i > 0 ? " " : "", holder->display_name, verbs);
    }
  g_assert_cmpstr (names->str, ==, expected);
  g_assert_cmpint (answer->listing->total, ==, answer->listing->items->len);
}
