/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Folders and permissions: what each sees of the tree, drafts tried and applied, why, and that a change is in
 * force at the next call, whichever way it was made. */

#include "config.h"

#include <string.h>

#include "service/api/folders.h"
#include "service/api/permissions.h"
#include "service/jobs/jobs.h"
#include "tests/service/api/permission-world.h"

static void
test_tree (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *pay = make_folder (hana, "Pay", hr);
  g_autofree char *recipes = make_folder (hana, "Recipes", "root");
  g_autoptr (Answer) taken = try_folder (hana, "pAY", hr);
  g_autoptr (Answer) nowhere = try_folder (hana, "X", "0190c5a4-0000-7000-8000-000000000000");
  g_autoptr (Answer) moved = NULL;
  g_autoptr (Answer) stale = NULL;
  g_autoptr (Answer) renamed = NULL;
  g_autoptr (Answer) root = NULL;
  g_autoptr (Answer) cursor = NULL;
  g_autofree char *level = g_strconcat ("parent=", hr, NULL);
  g_autoptr (ReeveFolder) shown = get_folder (hana, pay);
  g_autoptr (ReeveFolder) above = get_folder (hana, hr);
  g_autofree char *path = g_strjoinv ("/", shown->path);

  assert_refused (taken, REEVE_ERROR_CONFLICT, "name_taken");
  assert_member (nowhere, "/parent", "unknown_folder");
  g_assert_cmpstr (path, ==, "HR/Pay");
  g_assert_cmpint (above->folders, ==, 1);
  assert_names (hana, NULL, "HR Recipes");
  assert_names (hana, level, "Pay");
  assert_names (hana, "q=AY", "Pay");
  assert_names (hana, "q=%25", "");
  cursor = device_call (hana, folders_list, .query = "limit=1");
  assert_done (cursor);
  g_assert_cmpuint (cursor->listing->items->len, ==, 1);
  g_assert_nonnull (cursor->listing->next);
  moved = device_call (hana, folders_save, .object = pay, .patch = "{\"parent\":\"root\"}", .if_match = 1);
  assert_member (moved, "/parent", "by_plan");
  renamed =
    device_call (hana, folders_save, .object = pay, .patch = "{\"name\":\"Salaries\"}", .if_match = 1);
  assert_done (renamed);
  stale = device_call (hana, folders_save, .object = pay, .patch = "{\"name\":\"Wages\"}", .if_match = 1);
  assert_refused (stale, REEVE_ERROR_STALE, NULL);
  root = device_call (hana, folders_save, .object = "root", .patch = "{\"name\":\"All\"}", .if_match = 1);
  assert_member (root, "/name", "folder_root");
}

/* Somebody without permissions.read sees what they may view, as if there were nothing else. */
static void
test_view (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  Device *bo = world->bo;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *pay = make_folder (hana, "Pay", hr);
  g_autofree char *letters = make_folder (hana, "Letters", pay);
  g_autofree char *secret = make_folder (hana, "Secret", letters);
  g_autofree char *below_pay = g_strconcat ("parent=", pay, NULL);
  g_autofree char *below_hr = g_strconcat ("parent=", hr, NULL);
  g_autoptr (Answer) not_there = NULL;
  g_autoptr (Answer) created = NULL;
  g_autoptr (Answer) denied = NULL;
  g_autoptr (Answer) bin = NULL;
  g_autoptr (Answer) renamed = NULL;
  g_autoptr (Answer) listed = NULL;
  g_autoptr (ReeveFolder) shown = NULL;
  g_autofree char *path = NULL;

  assert_names (bo, NULL, "");
  assert_hidden (bo, hr);
  do_one (hana, new_grant (pay, "group", world->north, "view"));
  do_one (hana, reeve_permission_change_new_for_folder ("break", secret));
  assert_names (bo, NULL, "Pay");
  assert_names (bo, below_pay, "Letters");
  assert_names (bo, "q=e", "Letters"); /* not Secret */
  assert_hidden (bo, hr);
  assert_hidden (bo, secret);
  not_there = device_call (bo, folders_list, .query = below_hr);
  assert_refused (not_there, REEVE_ERROR_NOT_FOUND, NULL);
  shown = get_folder (bo, letters);
  path = g_strjoinv ("/", shown->path);
  g_assert_cmpstr (path, ==, "Pay/Letters");
  g_assert_cmpint (shown->folders, ==, 0);
  g_assert_cmpint (shown->grants, ==, 0);
  g_clear_object (&shown);
  shown = get_folder (bo, pay);
  g_assert_null (shown->parent);
  g_assert_cmpint (shown->folders, ==, 1);
  listed = device_call (bo, folders_list, .query = NULL);
  assert_done (listed);
  g_assert_cmpint (listed->listing->total, ==, 1);

  /* to view is not to edit, and what one cannot see is not there */
  denied = try_folder (bo, "Mine", pay);
  assert_refused (denied, REEVE_ERROR_DENIED, "folder_verb");
  g_clear_pointer (&not_there, answer_free);
  not_there = try_folder (bo, "Mine", secret);
  assert_refused (not_there, REEVE_ERROR_NOT_FOUND, NULL);
  do_one (hana, new_grant (pay, "user", bo->account, "edit"));
  created = try_folder (bo, "Mine", pay);
  assert_done (created);
  g_assert_null (REEVE_FOLDER (created->reply)->company);
  assert_names (bo, below_pay, "Letters Mine");
  /* nor does one learn by writing what one may not see */
  renamed = device_call (bo, folders_save, .object = pay, .patch = "{\"name\":\"Wages\"}", .if_match = 1);
  assert_done (renamed);
  g_assert_cmpstr (REEVE_FOLDER (renamed->reply)->name, ==, "Wages");
  g_assert_cmpint (REEVE_FOLDER (renamed->reply)->version, ==, 2);
  g_assert_null (REEVE_FOLDER (renamed->reply)->parent);
  g_assert_cmpint (REEVE_FOLDER (renamed->reply)->grants, ==, 0);
  g_assert_cmpint (REEVE_FOLDER (renamed->reply)->folders, ==, 2);
  g_assert_cmpstr (REEVE_FOLDER (renamed->reply)->path[0], ==, "Wages");
  bin = device_call (bo, folders_list, .query = "state=binned");
  assert_refused (bin, REEVE_ERROR_DENIED, NULL);
}

/* What was looked at is done, or nothing. */
static void
test_plan (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *pay = make_folder (hana, "Pay", hr);
  g_autoptr (GPtrArray) changes =
    list_changes (new_grant (hr, "group", world->north, "view"), new_move (pay, "root"));
  g_autoptr (ReevePermissionPreview) preview = NULL;
  g_autoptr (ReevePermissionPreview) again = NULL;
  g_autoptr (ReevePermissionPreview) done = NULL;
  g_autoptr (ReevePermissionPreview) back = NULL;
  g_autoptr (Answer) without = NULL;
  g_autoptr (Answer) moved = NULL;
  g_autoptr (Answer) wrong = NULL;
  g_autoptr (Answer) grants = NULL;
  g_autoptr (GPtrArray) cycle = list_changes (new_move (hr, hr), NULL);
  ReevePermissionEffect *effect;

  reeve_set_text (&REEVE_PERMISSION_CHANGE (changes->pdata[0])->reason, "Ticket 4711");
  preview = plan (hana, changes);
  g_assert_cmpint (preview->gained, ==, 1);
  g_assert_cmpint (preview->people_gained, ==, 1);
  g_assert_cmpint (preview->folders, ==, 1);
  g_assert_false (preview->sensitive);
  effect = preview->effects->pdata[0];
  g_assert_cmpstr (effect->name, ==, "Bo");
  g_assert_cmpstr (effect->folder, ==, hr);
  assert_access (hana, hr, "");
  without = device_call (hana, permissions_apply, .body = new_draft (changes, NULL));
  assert_member (without, "/hash", "required");

  /* the world moves: the same changes would reach somebody else too */
  put_into (hana, world->cy, world->north);
  moved = device_call (hana, permissions_apply, .body = new_draft (changes, preview->hash));
  assert_refused (moved, REEVE_ERROR_CONFLICT, "plan_changed");
  assert_access (hana, hr, "");
  g_assert_cmpint (moved->n_audited, ==, 0);
  put_into (hana, world->cy, world->harrow);

  /* and back: it is what was looked at */
  done = change_all (hana, changes);
  g_assert_cmpstr (done->hash, ==, preview->hash);
  assert_access (hana, hr, "Bo:view");
  assert_access (hana, pay, "");
  assert_names (hana, NULL, "HR Pay");

  /* undone by what was answered */
  back = change_all (hana, done->inverse);
  assert_access (hana, hr, "");
  assert_names (hana, NULL, "HR");
  again = change_all (hana, back->inverse);
  assert_access (hana, hr, "Bo:view");
  grants = device_call (hana, permissions_grants, .object = hr);
  assert_done (grants);
  g_assert_cmpuint (grants->listing->items->len, ==, 1);
  g_assert_cmpstr (REEVE_GRANT (grants->listing->items->pdata[0])->reason, ==, "Ticket 4711");

  wrong = device_call (hana, permissions_plan, .body = new_draft (cycle, NULL));
  assert_member (wrong, "/changes/0/parent", "folder_cycle");
}

static void
test_sensitive (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *patch = g_strdup_printf ("{\"company\":\"%s\"}", world->north);
  g_autoptr (GPtrArray) manage = list_changes (new_grant (hr, "group", world->north, "manage"), NULL);
  g_autoptr (GPtrArray) crossing = list_changes (new_grant (hr, "user", world->cy, "view"), NULL);
  g_autoptr (GPtrArray) empty = list_changes (new_grant (hr, "group", world->harrow, "view"), NULL);
  g_autoptr (GPtrArray) nobody = list_changes (new_grant (hr, "role", "auditor", "manage"), NULL);
  g_autoptr (GPtrArray) joining =
    list_changes (reeve_permission_change_new_for_user ("join", world->cy, world->north), NULL);
  g_autoptr (GPtrArray) outside = list_changes (new_grant (hr, "user", hana->account, "view"), NULL);
  g_autoptr (ReevePermissionPreview) preview = plan (hana, manage);
  g_autoptr (ReevePermissionPreview) done = NULL;
  g_autoptr (ReevePermissionPreview) lost = NULL;
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) crossed = NULL;
  g_autoptr (Answer) saved = NULL;
  g_autoptr (Answer) member = NULL;

  g_assert_true (preview->sensitive);
  g_assert_cmpint (preview->manage_gained, ==, 1);
  refused = device_call (hana, permissions_apply, .body = new_draft (manage, preview->hash));
  assert_refused (refused, REEVE_ERROR_CONFLICT, "plan_sensitive");
  done = change_all (hana, manage);
  assert_access (hana, hr, "Bo:view,edit,manage");
  lost = plan (hana, done->inverse);
  g_assert_cmpint (lost->unmanaged, ==, 1);
  g_assert_cmpstr (lost->unmanaged_paths[0], ==, "HR");
  g_assert_true (lost->sensitive);

  /* companies never see each other */
  saved = device_call (hana, folders_save, .object = hr, .patch = patch, .if_match = 1);
  assert_done (saved);
  g_clear_object (&preview);
  preview = plan (hana, crossing);
  g_assert_cmpint (preview->crossing, ==, 1);
  g_assert_cmpstr (REEVE_PERMISSION_EFFECT (preview->effects->pdata[0])->flag, ==, "crossing");
  crossed = device_call (hana, permissions_apply_sensitive, .body = new_draft (crossing, preview->hash));
  assert_refused (crossed, REEVE_ERROR_CONFLICT, "cross_company");
  assert_access (hana, hr, "Bo:view,edit,manage");
  g_clear_object (&preview);
  preview = plan (hana, outside); /* of no company at all */
  g_assert_cmpint (preview->outside_gained, ==, 1);
  g_assert_cmpint (preview->crossing, ==, 0);

  /* nor by way of a group that somebody may join tomorrow */
  put_into (hana, world->cy, NULL);
  g_clear_object (&preview);
  preview = plan (hana, empty);
  g_assert_cmpint (preview->gained, ==, 0);
  g_assert_cmpint (preview->crossing, ==, 1);
  g_clear_pointer (&crossed, answer_free);
  crossed = device_call (hana, permissions_apply_sensitive, .body = new_draft (empty, preview->hash));
  assert_refused (crossed, REEVE_ERROR_CONFLICT, "cross_company");
  g_clear_object (&preview);
  preview = plan (hana, nobody);
  g_assert_cmpint (preview->gained, ==, 0);
  g_assert_true (preview->sensitive);

  /* memberships are tried here, and done elsewhere */
  member = device_call (hana, permissions_apply, .body = new_draft (joining, "x"));
  assert_member (member, "/changes/0/action", "membership");
}

/* Whichever way it is changed, it is so at the next call. */
static void
test_at_once (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  Device *bo = world->bo;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *pay = make_folder (hana, "Pay", hr);
  g_autoptr (ReevePermissionPreview) given = change_one (hana, new_grant (hr, "group", world->north, "view"));
  ReevePermissionChange *until = NULL;

  assert_names (bo, NULL, "HR");
  put_into (hana, bo->account, NULL);
  assert_names (bo, NULL, "");
  put_into (hana, bo->account, world->north);
  assert_names (bo, NULL, "HR");
  do_one (hana, reeve_permission_change_new_for_folder ("bin", hr));
  assert_names (bo, NULL, "");
  assert_names (hana, NULL, "");
  assert_names (hana, "state=binned", "HR");
  assert_hidden (bo, pay);
  do_one (hana, reeve_permission_change_new_for_folder ("restore", hr));
  assert_names (bo, NULL, "HR");
  fixture_reopen (world->fixture);
  assert_names (bo, NULL, "HR");
  g_object_unref (change_all (hana, given->inverse));
  assert_names (bo, NULL, "");
  until = new_grant (pay, "user", bo->account, "view");
  until->expires = reeve_clock_now () + REEVE_MINUTE;
  do_one (hana, until);
  assert_names (bo, NULL, "Pay");
  reeve_clock_set_for_tests (reeve_clock_now () + REEVE_MINUTE);
  assert_names (bo, NULL, "");
}

/* Every built-in role: its holders see all with permissions.read, else what is granted to them, and by no
 * other route more. */
static void
test_kinds (World *world, gconstpointer unused)
{
  static const struct
  {
    ReeveHandler handler;
    gboolean list;
  } readers[] = { { folders_history, TRUE },     { permissions_grants, TRUE },
                  { permissions_access, TRUE },  { permissions_list_grants, FALSE },
                  { permissions_plan, FALSE },   { permissions_why, FALSE },
                  { permissions_matrix, FALSE }, { permissions_apply, FALSE } };
  Device *hana = world->hana;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *pay = make_folder (hana, "Pay", hr);
  guint n_read = 0;

  do_one (hana, new_grant (pay, "role", "reviewer", "view"));
  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    {
      const char *role = reeve_built_in_roles[i];
      const char *const held[] = { role, NULL };
      g_autofree char *email = g_strdup_printf ("%s@kinds.example", role);
      g_autoptr (Device) somebody = device_add_colleague (hana, email, role, role);
      gboolean reads =
        reeve_capabilities_have (reeve_roles_get_capabilities (held), REEVE_CAPABILITY_PERMISSIONS_READ);

      n_read += reads;
      if (g_str_equal (role, REEVE_ROLE_SUPPORT_AGENT))
        {
          g_autoptr (Answer) nothing = device_call (somebody, folders_list);

          assert_refused (nothing, REEVE_ERROR_NOT_FOUND, NULL);
          continue;
        }
      assert_names (somebody, NULL, reads ? "HR" : g_str_equal (role, "reviewer") ? "Pay" : "");
      for (guint k = 0; !reads && k < G_N_ELEMENTS (readers); k++)
        {
          g_autoptr (Answer) answer = readers[k].list
                                        ? device_call (somebody, readers[k].handler, .object = pay)
                                        : device_call (somebody, readers[k].handler, .query = NULL);

          assert_refused (answer, REEVE_ERROR_DENIED, NULL);
        }
      if (!reads)
        assert_hidden (somebody, hr);
    }
  g_assert_cmpuint (n_read, ==, 2); /* administrators and auditors */
}

static void
test_why (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *pay = make_folder (hana, "Pay", hr);
  ReevePermissionQuestion *question = reeve_permission_question_new ();
  ReevePermissionChange *grant = new_grant (hr, "group", world->north, "edit");
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) nobody = NULL;
  ReevePermissionAnswer *why;
  ReevePermissionReason *reason;

  reeve_set_text (&grant->reason, "Pays them");
  do_one (hana, grant);
  question->subject = g_strdup (world->bo->account);
  question->folder = g_strdup (pay);
  question->verb = "view";
  answer = device_call (hana, permissions_why, .body = question);
  assert_done (answer);
  why = REEVE_PERMISSION_ANSWER (answer->reply);
  g_assert_true (why->allowed);
  g_assert_cmpuint (why->reasons->len, ==, 1);
  reason = why->reasons->pdata[0];
  g_assert_cmpstr (reason->folder_path, ==, "HR");
  g_assert_cmpstr (reason->principal_name, ==, "North");
  g_assert_cmpstr (reason->chain_names[0], ==, "North");
  g_assert_cmpstr (reason->grant_reason, ==, "Pays them");
  g_assert_cmpuint (why->flips->len, ==, 1);
  question = reeve_permission_question_new ();
  question->subject = reeve_id_new ();
  question->folder = g_strdup (pay);
  question->verb = "view";
  nobody = device_call (hana, permissions_why, .body = question);
  assert_refused (nobody, REEVE_ERROR_NOT_FOUND, NULL);
}

/* @kind: (nullable) */
static Answer *
ask_why (Device *self, const char *kind, const char *id, const char *folder)
{
  ReevePermissionQuestion *question = reeve_permission_question_new ();

  question->principal_kind = g_intern_string (kind);
  question->subject = g_strdup (id);
  question->folder = g_strdup (folder);
  question->verb = "edit";
  return device_call (self, permissions_why, .body = question);
}

/* Of a group, and of a role that nobody holds and nothing was given to; nobody leaves what they are. */
static void
test_why_principals (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *nowhere = reeve_id_new ();
  g_autoptr (Answer) north = NULL;
  g_autoptr (Answer) harrow = NULL;
  g_autoptr (Answer) auditor = NULL;
  g_autoptr (Answer) no_group = NULL;
  g_autoptr (Answer) no_role = NULL;
  g_autoptr (Answer) person = NULL;
  g_autoptr (Answer) member = ask_why (world->bo, "group", world->north, hr);
  ReevePermissionAnswer *why;
  ReevePermissionChange *change;

  do_one (hana, new_grant (hr, "group", world->north, "edit"));
  north = ask_why (hana, "group", world->north, hr);
  assert_done (north);
  why = REEVE_PERMISSION_ANSWER (north->reply);
  g_assert_true (why->allowed);
  g_assert_cmpstr (REEVE_PERMISSION_REASON (why->reasons->pdata[0])->principal_name, ==, "North");
  change = REEVE_PERMISSION_FLIP (why->flips->pdata[0])->changes->pdata[0];
  g_assert_cmpstr (change->action, ==, "revoke");

  harrow = ask_why (hana, "group", world->harrow, hr);
  assert_done (harrow);
  why = REEVE_PERMISSION_ANSWER (harrow->reply);
  g_assert_false (why->allowed);
  change = REEVE_PERMISSION_FLIP (why->flips->pdata[0])->changes->pdata[0];
  g_assert_cmpstr (change->action, ==, "grant");
  g_assert_cmpstr (change->principal_kind, ==, "group");
  g_assert_cmpstr (change->principal, ==, world->harrow);

  auditor = ask_why (hana, "role", "auditor", hr);
  assert_done (auditor);
  why = REEVE_PERMISSION_ANSWER (auditor->reply);
  g_assert_false (why->allowed);
  change = REEVE_PERMISSION_FLIP (why->flips->pdata[0])->changes->pdata[0];
  g_assert_cmpstr (change->principal_kind, ==, "role");
  g_assert_cmpstr (change->principal, ==, "auditor");

  no_group = ask_why (hana, "group", nowhere, hr);
  assert_refused (no_group, REEVE_ERROR_NOT_FOUND, NULL);
  no_role = ask_why (hana, "role", nowhere, hr);
  assert_refused (no_role, REEVE_ERROR_NOT_FOUND, NULL);
  person = ask_why (hana, "contact", world->cy, hr); /* who is none */
  assert_refused (person, REEVE_ERROR_NOT_FOUND, NULL);
  g_assert_error (member->error, REEVE_ERROR, REEVE_ERROR_DENIED);
}

static void
test_matrix (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *pay = make_folder (hana, "Pay", hr);
  g_autofree char *bo = g_strconcat ("user ", world->bo->account, NULL);
  g_autofree char *north = g_strconcat ("group ", world->north, NULL);
  const char *const folders[] = { hr, pay, NULL };
  const char *const principals[] = { bo, north, "role auditor", NULL };
  const char *const strange[] = { "folder x", NULL };
  ReevePermissionMatrix *body = reeve_permission_matrix_new ();
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) wrong = NULL;
  ReevePermissionMatrix *matrix;

  do_one (hana, new_grant (hr, "group", world->north, "edit"));
  do_one (hana, new_grant (pay, "user", world->bo->account, "approve"));
  reeve_set_texts (&body->folders, folders);
  reeve_set_texts (&body->principals, principals);
  answer = device_call (hana, permissions_matrix, .body = body);
  assert_done (answer);
  matrix = REEVE_PERMISSION_MATRIX (answer->reply);
  g_assert_cmpstr (matrix->verbs[0], ==, "330");
  g_assert_cmpstr (matrix->verbs[1], ==, "730");
  g_assert_cmpstr (matrix->own[0], ==, "030");
  g_assert_cmpstr (matrix->own[1], ==, "500");
  body = reeve_permission_matrix_new ();
  reeve_set_texts (&body->folders, folders);
  reeve_set_texts (&body->principals, strange);
  wrong = device_call (hana, permissions_matrix, .body = body);
  assert_member (wrong, "/principals/0", "choice");
}

/* Asked for by position: a tree that stands open, principals by name, and how many there are of both. */
static void
test_matrix_range (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *attic = make_folder (hana, "Attic", NULL);
  g_autofree char *pay = make_folder (hana, "Pay", hr);
  g_autofree char *files = make_folder (hana, "Files", hr);
  ReevePermissionMatrix *body = reeve_permission_matrix_new ();
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) roles = NULL;
  g_autoptr (Answer) nothing = NULL;
  g_autofree char *names = NULL;
  g_autofree char *depths = NULL;
  ReevePermissionMatrix *matrix;

  do_one (hana, new_grant (hr, "group", world->north, "edit"));
  body->rows = REEVE_MATRIX_SIDE;
  body->kind = g_intern_static_string ("group");
  body->columns = REEVE_MATRIX_SIDE;
  answer = device_call (hana, permissions_matrix, .body = body);
  assert_done (answer);
  matrix = REEVE_PERMISSION_MATRIX (answer->reply);
  names = g_strjoinv (" ", matrix->folder_names);
  depths = g_strjoinv (" ", matrix->folder_depths);
  g_assert_cmpstr (names, ==, "/ Attic HR Files Pay");
  g_assert_cmpstr (depths, ==, "0 1 1 2 2");
  g_assert_cmpint (matrix->all_rows, ==, 5);
  g_assert_cmpint (matrix->all_columns, ==, g_strv_length (matrix->principal_names));
  g_assert_cmpstr (matrix->folders[4], ==, pay);
  for (guint i = 0; matrix->principals[i] != NULL; i++)
    if (g_str_has_suffix (matrix->principals[i], world->north))
      {
        g_assert_cmpint (matrix->verbs[1][i], ==, '0');
        g_assert_cmpint (matrix->verbs[2][i], ==, '3');
        g_assert_cmpint (matrix->own[2][i], ==, '3');
        g_assert_cmpint (matrix->verbs[4][i], ==, '3');
        g_assert_cmpint (matrix->own[4][i], ==, '0');
      }
  body = reeve_permission_matrix_new ();
  body->row = 3;
  body->rows = 1;
  body->kind = g_intern_static_string ("role");
  body->column = 1;
  body->columns = 2;
  roles = device_call (hana, permissions_matrix, .body = body);
  assert_done (roles);
  matrix = REEVE_PERMISSION_MATRIX (roles->reply);
  g_assert_cmpstr (matrix->folder_names[0], ==, "Files");
  g_assert_null (matrix->folder_names[1]);
  g_assert_cmpstr (matrix->principals[0], ==, "role group-administrator");
  g_assert_cmpuint (g_strv_length (matrix->principals), ==, 2);
  nothing = device_call (hana, permissions_matrix, .body = reeve_permission_matrix_new ());
  assert_member (nothing, "/folders", "required");
}

/* What somebody reaches, and the way there: nothing beside it, counts included. */
static void
test_reached (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *attic = make_folder (hana, "Attic", NULL);
  g_autofree char *pay = make_folder (hana, "Pay", hr);
  g_autofree char *files = make_folder (hana, "Files", hr);
  g_autofree char *query =
    g_strconcat ("principalKind=user&reached=yes&principal=", world->bo->account, NULL);
  g_autofree char *query_below = g_strconcat (query, "&parent=", hr, NULL);
  g_autoptr (Answer) top = NULL;
  g_autoptr (Answer) below = NULL;
  g_autoptr (Answer) refused = NULL;
  ReeveFolder *folder;

  do_one (hana, new_grant (pay, "group", world->north, "edit"));
  top = device_call (hana, folders_list, .query = query);
  assert_done (top);
  g_assert_cmpuint (top->listing->items->len, ==, 1);
  folder = top->listing->items->pdata[0];
  g_assert_cmpstr (folder->id, ==, hr);
  g_assert_null (folder->verbs);
  g_assert_cmpint (folder->folders, ==, 1);
  below = device_call (hana, folders_list, .query = query_below);
  assert_done (below);
  g_assert_cmpuint (below->listing->items->len, ==, 1);
  folder = below->listing->items->pdata[0];
  g_assert_cmpstr (folder->id, ==, pay);
  g_assert_cmpstr (folder->verbs[0], ==, "view");
  refused = device_call (world->bo, folders_list, .query = query);
  g_assert_error (refused->error, REEVE_ERROR, REEVE_ERROR_DENIED);
}

/* To take the company away, let others in and give it back is no way around. */
static void
test_company (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *shared = make_folder (hana, "Shared", NULL);
  g_autofree char *below = make_folder (hana, "Below", shared);
  g_autofree char *north = g_strdup_printf ("{\"company\":\"%s\"}", world->north);
  g_autofree char *harrow = g_strdup_printf ("{\"company\":\"%s\"}", world->harrow);
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (ReeveFolder) folder = NULL;

  do_one (hana, new_grant (below, "user", world->cy, "view"));
  folder = get_folder (hana, shared);
  refused = device_call (hana, folders_save, .object = shared, .patch = north, .if_match = folder->version);
  assert_refused (refused, REEVE_ERROR_CONFLICT, "cross_company");
  done = device_call (hana, folders_save, .object = shared, .patch = harrow, .if_match = folder->version);
  assert_done (done);
}

/* After its days in the bin a folder goes, with what is in it, and with its grants; what was put there
 * later stays. */
static void
test_bin_emptied (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *hr = make_folder (hana, "HR", NULL);
  g_autofree char *pay = make_folder (hana, "Pay", hr);
  g_autofree char *slips = make_folder (hana, "Slips", pay);
  g_autofree char *plans = make_folder (hana, "Plans", NULL);
  g_autofree char *mine = g_strdup_printf ("principalKind=user&principal=%s", world->bo->account);
  g_autoptr (Answer) gone = NULL;
  g_autoptr (Answer) grants = NULL;
  g_autoptr (GError) error = NULL;

  do_one (hana, new_grant (slips, "user", world->bo->account, "view"));
  do_one (hana, reeve_permission_change_new_for_folder ("bin", pay));
  do_one (hana, reeve_permission_change_new_for_folder ("bin", hr));
  reeve_clock_advance_for_tests (29 * REEVE_DAY);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  do_one (hana, reeve_permission_change_new_for_folder ("bin", plans));
  g_assert_true (reeve_jobs_run_all (world->fixture->installation, reeve_clock_now (), &error));
  g_assert_no_error (error);
  assert_names (hana, "state=binned", "HR Pay Plans");

  reeve_clock_advance_for_tests (REEVE_DAY);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  g_assert_true (reeve_jobs_run_all (world->fixture->installation, reeve_clock_now (), &error));
  g_assert_no_error (error);
  assert_names (hana, "state=binned", "Plans");
  gone = device_call (hana, folders_get, .object = slips);
  assert_refused (gone, REEVE_ERROR_NOT_FOUND, NULL);
  grants = device_call (hana, permissions_list_grants, .query = mine);
  assert_done (grants);
  g_assert_cmpuint (grants->listing->items->len, ==, 0);
  do_one (hana, reeve_permission_change_new_for_folder ("restore", plans));
  assert_names (hana, NULL, "Plans");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, World, NULL, world_set_up, function, world_tear_down)
  ADD ("/permissions/tree", test_tree);
  ADD ("/permissions/view", test_view);
  ADD ("/permissions/plan", test_plan);
  ADD ("/permissions/sensitive", test_sensitive);
  ADD ("/permissions/at-once", test_at_once);
  ADD ("/permissions/kinds", test_kinds);
  ADD ("/permissions/why", test_why);
  ADD ("/permissions/why-principals", test_why_principals);
  ADD ("/permissions/matrix", test_matrix);
  ADD ("/permissions/matrix-range", test_matrix_range);
  ADD ("/permissions/reached", test_reached);
  ADD ("/permissions/bin-emptied", test_bin_emptied);
  ADD ("/permissions/company", test_company);
#undef ADD
  return g_test_run ();
}
