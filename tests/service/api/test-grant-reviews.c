/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a review of grants finds: those that nobody used, that have expired, that nobody is left to have; and
 * folders that have lost their managers. */

#include "config.h"

#include "service/api/folders.h"
#include "service/api/permissions.h"
#include "service/jobs/jobs.h"
#include "tests/service/api/permission-world.h"

/* And a minute: sessions end meanwhile, and signing in again takes a code of its own each. */
static void
pass (World *world, gint64 time)
{
  reeve_clock_advance_for_tests (time);
  device_enter (world->hana, ADMIN, PASSWORD, world->hana->key);
  device_enter (world->bo, "bo@north.example", PASSWORD, NULL);
}

static void
run_jobs (World *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_jobs_run_all (world->fixture->installation, reeve_clock_now (), &error));
  g_assert_no_error (error);
}

/* "Folder:principal Folder:principal", the oldest first */
static void
assert_findings (World *world, const char *finding, const char *expected)
{
  g_autofree char *query = g_strdup_printf ("finding=%s", finding);
  g_autoptr (Answer) answer = device_call (world->hana, permissions_list_grants, .query = query);
  g_autoptr (GString) found = g_string_new (NULL);

  assert_done (answer);
  for (guint i = 0; i < answer->listing->items->len; i++)
    {
      ReeveGrant *grant = answer->listing->items->pdata[i];
      g_autofree char *path = g_strjoinv ("/", grant->folder_path);

      g_string_append_printf (found, "%s%s:%s", i > 0 ? " " : "", path,
                              grant->principal_name != NULL ? grant->principal_name : "-");
    }
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpint (answer->listing->total, ==, answer->listing->items->len);
}

static ReeveGrant *
get_grant (World *world, const char *folder)
{
  g_autoptr (Answer) answer = device_call (world->hana, permissions_grants, .object = folder);

  assert_done (answer);
  g_assert_cmpuint (answer->listing->items->len, ==, 1);
  return g_object_ref (answer->listing->items->pdata[0]);
}

static void
patch_user (World *world, const char *id, const char *patch)
{
  g_autoptr (ReeveUser) before = device_get_user (world->hana, id);
  g_autoptr (Answer) answer =
    device_call (world->hana, users_save, .object = id, .patch = patch, .if_match = before->version);

  assert_done (answer);
}

/* Whoever looks, edits or is below uses the grant that lets them, and no other; an administrator who sees
 * everything uses none. */
static void
test_unused (World *world, gconstpointer unused)
{
  g_autofree char *recipes = make_folder (world->hana, "Recipes", NULL);
  g_autofree char *soups = make_folder (world->hana, "Soups", recipes);
  g_autofree char *plans = make_folder (world->hana, "Plans", NULL);
  g_autoptr (ReeveGrant) used = NULL;
  g_autoptr (ReeveGrant) idle = NULL;
  gint64 looked;

  run_jobs (world); /* since then uses are noted */
  do_one (world->hana, new_grant (recipes, "group", world->north, "view"));
  do_one (world->hana, new_grant (plans, "user", world->bo->account, "edit"));
  assert_findings (world, "unused", "");
  pass (world, 89 * REEVE_DAY);
  run_jobs (world);
  assert_findings (world, "unused", "");
  pass (world, REEVE_DAY);
  assert_findings (world, "unused", "Recipes:North Plans:Bo");

  g_object_unref (get_folder (world->hana, plans));
  looked = reeve_clock_now ();
  g_object_unref (get_folder (world->bo, soups));
  run_jobs (world);
  used = get_grant (world, recipes);
  idle = get_grant (world, plans);
  g_assert_cmpint (used->last_used, ==, looked);
  g_assert_cmpint (idle->last_used, ==, 0);
  assert_findings (world, "unused", "Plans:Bo");

  /* once a day is enough */
  pass (world, REEVE_MINUTE);
  g_object_unref (get_folder (world->bo, soups));
  run_jobs (world);
  g_clear_object (&used);
  used = get_grant (world, recipes);
  g_assert_cmpint (used->last_used, ==, looked);
  pass (world, REEVE_DAY);
  assert_names (world->bo, NULL, "Plans Recipes"); /* what is theirs at all is no look into it */
  run_jobs (world);
  assert_findings (world, "unused", "Plans:Bo");
  g_free (make_folder (world->bo, "Mine", plans));
  run_jobs (world);
  assert_findings (world, "unused", "");
  pass (world, 89 * REEVE_DAY);
  assert_findings (world, "unused", "Recipes:North"); /* used a day before Plans */
}

static void
test_expired (World *world, gconstpointer unused)
{
  g_autofree char *recipes = make_folder (world->hana, "Recipes", NULL);
  ReevePermissionChange *change = new_grant (recipes, "user", world->bo->account, "view");

  change->expires = reeve_clock_now () + REEVE_DAY;
  do_one (world->hana, change);
  assert_findings (world, "expired", "");
  pass (world, REEVE_DAY);
  assert_findings (world, "expired", "Recipes:Bo");
  pass (world, 200 * REEVE_DAY);
  assert_findings (world, "unused", ""); /* it gives nothing that could be used */
}

/* Suspended people, groups without anybody, roles without holders. */
static void
test_nobody (World *world, gconstpointer unused)
{
  g_autofree char *recipes = make_folder (world->hana, "Recipes", NULL);
  g_autofree char *plans = make_folder (world->hana, "Plans", NULL);

  do_one (world->hana, new_grant (recipes, "group", world->north, "view"));
  do_one (world->hana, new_grant (plans, "user", world->bo->account, "view"));
  do_one (world->hana, new_grant (plans, "role", "member", "view"));
  assert_findings (world, "nobody", "");
  patch_user (world, world->bo->account, "{\"state\":\"suspended\"}");
  assert_findings (world, "nobody", "Recipes:North Plans:Bo");
  put_into (world->hana, world->cy, world->north);
  assert_findings (world, "nobody", "Plans:Bo");
  patch_user (world, world->cy, "{\"state\":\"suspended\"}");
  assert_findings (world, "nobody", "Recipes:North Plans:Bo Plans:member");
  patch_user (world, world->bo->account, "{\"state\":\"active\"}");
  assert_findings (world, "nobody", "");
}

/* That nobody ever managed is no loss; that the last manager was taken away by a plan was looked at. */
static void
test_unmanaged (World *world, gconstpointer unused)
{
  g_autofree char *recipes = make_folder (world->hana, "Recipes", NULL);
  g_autofree char *soups = make_folder (world->hana, "Soups", recipes);
  g_autofree char *plans = make_folder (world->hana, "Plans", NULL);
  g_autoptr (ReeveGrant) grant = NULL;

  assert_names (world->hana, "state=unmanaged", "");
  do_one (world->hana, new_grant (soups, "user", world->bo->account, "manage"));
  do_one (world->hana, new_grant (plans, "user", world->bo->account, "manage"));
  assert_names (world->hana, "state=unmanaged", "");
  patch_user (world, world->bo->account, "{\"state\":\"suspended\"}");
  assert_names (world->hana, "state=unmanaged", "Plans Soups");
  do_one (world->hana, new_grant (recipes, "group", world->harrow, "manage")); /* Cy, from above */
  assert_names (world->hana, "state=unmanaged", "Plans");
  grant = get_grant (world, plans);
  do_one (world->hana, reeve_permission_change_new_for_grant ("revoke", grant->id));
  assert_names (world->hana, "state=unmanaged", "");
  patch_user (world, world->cy, "{\"groups\":null}");
  assert_names (world->hana, "state=unmanaged", "Recipes Soups");
  do_one (world->hana, reeve_permission_change_new_for_folder ("bin", recipes));
  assert_names (world->hana, "state=unmanaged", "");
}

static void
test_refused (World *world, gconstpointer unused)
{
  g_autoptr (Answer) unknown = device_call (world->hana, permissions_list_grants, .query = "finding=odd");
  g_autoptr (Answer) both =
    device_call (world->hana, permissions_list_grants, .query = "finding=unused&principalKind=user");
  g_autoptr (Answer) state = device_call (world->hana, folders_list, .query = "state=odd");
  g_autoptr (Answer) member = device_call (world->bo, folders_list, .query = "state=unmanaged");

  assert_member (unknown, "?finding", "choice");
  assert_member (both, "?finding", "choice");
  assert_member (state, "?state", "choice");
  assert_refused (member, REEVE_ERROR_DENIED, NULL);
}

#define ADD(path, function) g_test_add (path, World, NULL, world_set_up, function, world_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/grant-reviews/unused", test_unused);
  ADD ("/grant-reviews/expired", test_expired);
  ADD ("/grant-reviews/nobody", test_nobody);
  ADD ("/grant-reviews/unmanaged", test_unmanaged);
  ADD ("/grant-reviews/refused", test_refused);
  return g_test_run ();
}
