/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What approvals hold, over HTTP: operations by all of their routes, folders wherever a change comes from;
 * and who hears of them. */

#include <config.h>

#include <string.h>

#include "approving.h"

/* A call that reads uses it too, and only when it succeeds; its query is part of what was approved. */
static void
test_export (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "users.export", world->bo, NULL);
  g_autofree char *id = ask (world->ada, "GET", "/users/export?state=active", NULL);
  g_autofree char *headers = g_strdup_printf ("Reeve-Approval: %s\r\n", id);

  expect (person_send (world->ada, "GET", "/users/export?state=active", NULL, headers), 403,
          "approval_needed");
  expect (decide (world->bo, id, "approve", NULL), 200, NULL);
  expect (person_send (world->ada, "GET", "/users/export?state=active", NULL, headers), 403, "step_up");
  expect (person_send (world->ada, "GET", "/users/export", NULL, headers), 403, "approval_needed");
  expect_state (world->ada, id, "approved");
  step_on (world);
  expect (person_send_with_code (world->ada, "GET", "/users/export?state=active", NULL, headers), 200, NULL);
  expect_state (world->ada, id, "used");
  step_on (world);
  expect (person_send (world->ada, "GET", "/users/export?state=active", NULL, headers), 403,
          "approval_needed");
}

/* So does an export of the access log, whose answer is sent piece by piece; what was cut off and goes on is
 * another request. Its manifest says nothing of the lines, and is held by nothing. */
static void
test_export_log (World *world, gconstpointer data)
{
  const char *path = "/access-log/export?q=result:ok";
  const char *on = "/access-log/export?q=result:ok&after=1";
  g_autofree char *rule = make_rule (world, "operation", "log.export", world->bo, NULL);
  g_autofree char *id = ask (world->ada, "GET", path, NULL);
  g_autofree char *headers = g_strdup_printf ("Reeve-Approval: %s\r\n", id);

  expect (person_send_with_code (world->ada, "GET", path, NULL, headers), 403, "approval_needed");
  expect (person_send (world->ada, "GET", "/access-log/export/manifest?q=result:ok", NULL, NULL), 200, NULL);
  expect (decide (world->bo, id, "approve", NULL), 200, NULL);
  step_on (world);
  expect (person_send_with_code (world->ada, "GET", on, NULL, headers), 403, "approval_needed");
  reeve_access_log_flush (
    reeve_installation_get_access_log (reeve_service_get_installation (world->served->service)));
  g_autoptr (ApiReply) file = person_send_with_code (world->ada, "GET", path, NULL, headers);
  g_assert_cmpuint (file->status, ==, 200);
  g_assert_cmpuint (file->length, >, 100);
  expect_state (world->ada, id, "used");
  step_on (world);
  expect (person_send_with_code (world->ada, "GET", path, NULL, headers), 403, "approval_needed");
}

/* Removing people is held by each way there is; what removes nobody is not. */
static void
test_remove (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "users.remove", world->bo, NULL);
  g_autofree char *one = g_strdup_printf ("/users/%s", world->eve->id);
  g_autofree char *leave = g_strconcat (one, "/leave", NULL);
  g_autofree char *many = g_strdup_printf ("{\"ids\":[\"%s\"],\"reason\":\"new job\"}", world->eve->id);
  g_autofree char *bulk = g_strdup_printf ("{\"action\":\"delete\",\"ids\":[\"%s\"]}", world->eve->id);
  g_autofree char *dry =
    g_strdup_printf ("{\"action\":\"delete\",\"ids\":[\"%s\"],\"dryRun\":true}", world->eve->id);
  g_autofree char *unlock = g_strdup_printf ("{\"action\":\"unlock\",\"ids\":[\"%s\"]}", world->eve->id);

  expect (person_send (world->ada, "DELETE", one, NULL, "If-Match: \"1\"\r\n"), 403, "approval_needed");
  expect (person_send (world->ada, "POST", leave, "{\"reason\":\"new job\"}", NULL), 403, "approval_needed");
  expect (person_send (world->ada, "POST", "/leavings", many, NULL), 403, "approval_needed");
  expect (person_send (world->ada, "POST", "/users/bulk", bulk, NULL), 403, "approval_needed");
  expect (person_send (world->ada, "POST", "/users/bulk-job", bulk, NULL), 403, "approval_needed");
  expect (person_send (world->ada, "POST", "/users/bulk", dry, NULL), 200, NULL);
  expect (person_send (world->ada, "POST", "/users/bulk", unlock, NULL), 200, NULL);
  g_autofree char *id = ask (world->ada, "POST", "/users/bulk", bulk);
  expect (decide (world->bo, id, "approve", NULL), 200, NULL);
  g_autofree char *headers = g_strdup_printf ("Reeve-Approval: %s\r\n", id);
  expect (person_send (world->ada, "POST", "/users/bulk", bulk, headers), 200, NULL);
  expect_state (world->ada, id, "used");
}

/* What a call that has transactions of its own did not do gives the approval back, and says so. */
static void
test_give_back (World *world, gconstpointer data)
{
  const char *body = "{\"action\":\"delete\",\"query\":\"q=nobody\",\"expectedTotal\":12345}";
  g_autofree char *rule = make_rule (world, "operation", "users.remove", world->bo, NULL);
  g_autofree char *id = ask (world->ada, "POST", "/users/bulk-job", body);
  g_autofree char *headers = g_strdup_printf ("Reeve-Approval: %s\r\n", id);
  g_autofree char *history = g_strdup_printf ("/approvals/%s/history", id);

  expect (decide (world->bo, id, "approve", NULL), 200, NULL);
  expect (person_send (world->ada, "POST", "/users/bulk-job", body, headers), 409, "matches_changed");
  expect_state (world->ada, id, "approved");
  g_autoptr (ApiReply) trail = person_send (world->ada, "GET", history, NULL, NULL);
  g_assert_nonnull (strstr (trail->body, "approval.give-back"));
}

/* Whose answer got lost asks again with the same key, and hears it; nothing is used or made twice. */
static void
test_repeated (World *world, gconstpointer data)
{
  const char *body = "{\"name\":\"Front desk\",\"capabilities\":[\"users.read\"]}";
  g_autofree char *rule = make_rule (world, "operation", "roles.save", world->bo, NULL);
  g_autofree char *id = ask (world->ada, "POST", "/roles", body);
  g_autofree char *headers = g_strdup_printf ("Reeve-Approval: %s\r\nIdempotency-Key: once\r\n", id);
  g_autofree char *other = g_strdup_printf ("Reeve-Approval: %s\r\nIdempotency-Key: twice\r\n", id);

  expect (decide (world->bo, id, "approve", NULL), 200, NULL);
  g_autofree char *made = take_text (person_send (world->ada, "POST", "/roles", body, headers), 201, "id");
  g_autofree char *again = take_text (person_send (world->ada, "POST", "/roles", body, headers), 201, "id");
  g_assert_cmpstr (made, ==, again);
  expect (person_send (world->ada, "POST", "/roles", body, other), 403, "approval_needed");
}

/* A secret is never kept for an approver to read; alone it needs none. */
static void
test_secret (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "provider.save", world->bo, NULL);
  const char *mixed = "{\"clientId\":\"x\",\"clientSecret\":\"very secret\"}";

  expect (try_ask (world->ada, "PATCH", "/identity-provider", mixed), 409, "approval_secret");
  expect (try_ask (world->ada, "PATCH", "/identity-provider", "{\"clientSecret\":\"very secret\"}"), 409,
          "approval_not_needed");
  expect (person_send_with_code (world->ada, "PATCH", "/identity-provider", mixed, "If-Match: \"0\"\r\n"),
          409, "approval_secret");
  expect (
    person_send (world->ada, "PATCH", "/identity-provider", "{\"clientId\":\"x\"}", "If-Match: \"0\"\r\n"),
    403, "approval_needed");
  g_autofree char *id = ask (world->ada, "PATCH", "/identity-provider", "{\"clientId\":\"x\"}");
}

/* --- Folders --- */

/* The body that applies @changes, as they are planned now. */
static char *
plan (World *world, const char *changes)
{
  g_autofree char *asked = g_strdup_printf ("{\"changes\":[%s]}", changes);
  g_autofree char *hash =
    take_text (person_send (world->ada, "POST", "/permissions/plan", asked, NULL), 200, "hash");

  return g_strdup_printf ("{\"changes\":[%s],\"hash\":\"%s\"}", changes, hash);
}

static char *
grant (const char *folder, Person *whom, const char *verb)
{
  return g_strdup_printf (
    "{\"action\":\"grant\",\"folder\":\"%s\",\"principalKind\":\"user\",\"principal\":\"%s\","
    "\"verbs\":[\"%s\"]}",
    folder, whom->id, verb);
}

static ApiReply *
apply (World *world, const char *body, const char *id)
{
  g_autofree char *headers = id != NULL ? g_strdup_printf ("Reeve-Approval: %s\r\n", id) : NULL;

  return person_send (world->ada, "POST", "/permissions/apply", body, headers);
}

/* Takes @changes. */
static void
expect_applied_at (const char *where, World *world, char *changes, guint status, const char *reason)
{
  g_autofree char *owned = changes;
  g_autofree char *body = plan (world, changes);

  expect_at (where, apply (world, body, NULL), status, reason);
}
#define expect_applied(world, changes, status, reason) \
  expect_applied_at (G_STRLOC, (world), (changes), (status), (reason))
#define expect_free(world, changes) expect_applied ((world), (changes), 200, NULL)
#define expect_held(world, changes) expect_applied ((world), (changes), 403, "approval_needed")

static char *
change_folder (const char *action, const char *folder, const char *parent)
{
  return parent != NULL ? g_strdup_printf ("{\"action\":\"%s\",\"folder\":\"%s\",\"parent\":\"%s\"}", action,
                                           folder, parent)
                        : g_strdup_printf ("{\"action\":\"%s\",\"folder\":\"%s\"}", action, folder);
}

/* Where: on it, below, and whatever comes down to it from above; and nothing beside. */
static void
test_places (World *world, gconstpointer data)
{
  g_autofree char *above = make_folder (world, "People", "root");
  g_autofree char *held = make_folder (world, "Pay", above);
  g_autofree char *below = make_folder (world, "Bonus", held);
  g_autofree char *beside = make_folder (world, "Canteen", above);
  g_autofree char *away = make_folder (world, "Attic", "root");
  g_autofree char *rule = make_rule (world, "folder", held, world->bo, NULL);

  expect_free (world, grant (beside, world->eve, "view"));
  expect_held (world, grant (held, world->eve, "view"));
  expect_held (world, grant (below, world->eve, "view"));
  expect_held (world, grant (above, world->eve, "view"));
  expect_held (world, grant ("root", world->eve, "view"));
  expect_held (world, change_folder ("move", below, beside));
  expect_held (world, change_folder ("move", beside, below));
  expect_held (world, change_folder ("move", above, away));
  expect_held (world, change_folder ("bin", above, NULL));
  expect_held (world, change_folder ("bin", held, NULL));
  expect_held (world, change_folder ("break", below, NULL));
  expect_free (world, change_folder ("bin", beside, NULL));
  expect_free (world, change_folder ("restore", beside, NULL));
  g_autofree char *company = g_strdup_printf ("/folders/%s", below);
  expect (person_send (world->ada, "PATCH", company, "{\"company\":null}", "If-Match: \"1\"\r\n"), 403,
          "approval_needed");
  g_autofree char *stranger = reeve_id_new ();
  g_autofree char *nowhere = g_strdup_printf ("/folders/%s", stranger);
  g_autoptr (ApiReply) hidden =
    person_send (world->eve, "PATCH", company, "{\"company\":null}", "If-Match: \"1\"\r\n");
  g_autoptr (ApiReply) missing =
    person_send (world->eve, "PATCH", nowhere, "{\"company\":null}", "If-Match: \"1\"\r\n");
  g_assert_cmpuint (hidden->status, ==, 404);
  g_assert_cmpstr (hidden->body, ==, missing->body);
  expect (try_ask (world->eve, "PATCH", company, "{\"company\":null}"), 409, "approval_not_needed");
  expect (person_send (world->ada, "PATCH", company, "{\"name\":\"Boni\"}", "If-Match: \"1\"\r\n"), 200,
          NULL);
  g_autofree char *contact = g_strdup_printf (
    "{\"email\":\"x@out.example\",\"displayName\":\"X\",\"folder\":\"%s\",\"verbs\":[\"view\"]}", below);
  g_autofree char *key = new_key ();
  expect (person_send (world->ada, "POST", "/contacts", contact, key), 403, "approval_needed");
  /* What does not come down to it is not held. */
  expect_free (world, change_folder ("break", above, NULL));
  expect_free (world, grant ("root", world->eve, "view"));
  expect_held (world, change_folder ("inherit", above, NULL));
  expect_held (world, grant (above, world->cy, "view"));
}

static void
bin_with_approval (World *world, const char *folder)
{
  g_autofree char *change = change_folder ("bin", folder, NULL);
  g_autofree char *body = plan (world, change);
  g_autofree char *id = ask (world->ada, "POST", "/permissions/apply", body);

  expect (decide (world->bo, id, "approve", NULL), 200, NULL);
  expect (apply (world, body, id), 200, NULL);
}

static guint
count_holding (Person *person, const char *folder)
{
  g_autofree char *path = g_strdup_printf ("/approval-rules?holds=%s", folder);
  g_autoptr (ApiReply) reply = person_send (person, "GET", path, NULL, NULL);

  if (reply->status != 200)
    g_error ("%s: %u %s", path, reply->status, reply->body);
  return json_array_get_length (json_object_get_array_member (reply->json, "items"));
}

/* Which rules hold what is given in a folder can be asked, with no request to try: those of it and above it,
 * and those below it that it comes down to; by ids, so that a rule of a folder in the bin is not taken for
 * one of a folder that has its name now. */
static void
test_holding (World *world, gconstpointer data)
{
  g_autofree char *above = make_folder (world, "Above", "root");
  g_autofree char *held = make_folder (world, "Held", above);
  g_autofree char *below = make_folder (world, "Below", held);
  g_autofree char *beside = make_folder (world, "Beside", "root");
  g_autofree char *rule = make_rule (world, "folder", held, world->bo, NULL);
  g_autofree char *other = make_rule (world, "operation", "policy.save", world->bo, NULL);
  g_autofree char *stranger = reeve_id_new ();
  g_autofree char *path = g_strdup_printf ("/approval-rules?holds=%s", above);

  g_assert_cmpuint (count_holding (world->ada, held), ==, 1);
  g_assert_cmpuint (count_holding (world->ada, below), ==, 1);
  g_assert_cmpuint (count_holding (world->ada, above), ==, 1);
  g_assert_cmpuint (count_holding (world->ada, "root"), ==, 1);
  g_assert_cmpuint (count_holding (world->ada, beside), ==, 0);
  g_assert_cmpuint (count_holding (world->ada, stranger), ==, 0);
  expect (person_send (world->eve, "GET", path, NULL, NULL), 403, NULL);
  g_autoptr (ApiReply) listed = person_send (world->ada, "GET", path, NULL, NULL);
  g_assert_nonnull (strstr (listed->body, "\"folderPath\":[\"Above\",\"Held\"]"));

  expect_free (world, change_folder ("break", above, NULL));
  g_assert_cmpuint (count_holding (world->ada, "root"), ==, 0);
  g_assert_cmpuint (count_holding (world->ada, above), ==, 1);

  bin_with_approval (world, held);
  g_autofree char *again = make_folder (world, "Held", above);
  g_autofree char *inner = make_folder (world, "Below", again);
  g_assert_cmpuint (count_holding (world->ada, again), ==, 0);
  g_assert_cmpuint (count_holding (world->ada, inner), ==, 0);
}

/* A folder that is gone for good takes its rule along; what waits for that rule would wait for nobody. */
static void
test_folder_gone (World *world, gconstpointer data)
{
  g_autofree char *pay = make_folder (world, "Pay", "root");
  g_autofree char *rule = make_rule (world, "folder", pay, world->bo, NULL);
  bin_with_approval (world, pay);
  reeve_clock_advance_for_tests (29 * REEVE_DAY);
  step_on (world);
  run_jobs (world);
  g_autofree char *back = change_folder ("restore", pay, NULL);
  g_autofree char *body = plan (world, back);
  g_autofree char *id = ask (world->ada, "POST", "/permissions/apply", body);
  run_jobs (world);
  expect_state (world->ada, id, "waiting");

  reeve_clock_advance_for_tests (REEVE_DAY);
  step_on (world);
  run_jobs (world);
  run_jobs (world);
  g_autoptr (ApiReply) after = get (world->ada, id);
  g_assert_cmpstr (api_reply_get_text (after, "state"), ==, "overtaken");
  g_assert_cmpstr (api_reply_get_text (after, "because"), ==, "rule");
  g_autofree char *history = g_strdup_printf ("/approvals/%s/history", id);
  g_autoptr (ApiReply) trail = person_send (world->ada, "GET", history, NULL, NULL);
  g_assert_nonnull (strstr (trail->body, "approval.overtake"));
  g_autoptr (ApiReply) mails = person_send (world->ada, "GET", "/mails?kind=approval", NULL, NULL);
  g_assert_nonnull (strstr (mails->body, "Not needed any more: Change who may do what in folders"));
}

/* By whoever may approve there, though they see nothing else; a plan that moved is not done, and the approval
 * stays; taking back what was done is held too. */
static void
test_draft (World *world, gconstpointer data)
{
  g_autofree char *pay = make_folder (world, "Pay", "root");
  g_autofree char *to_bo = grant (pay, world->bo, "approve");
  expect_free (world, g_strdup (to_bo));
  g_autofree char *rule = make_rule (world, "folder", pay, NULL, NULL);
  g_autofree char *change =
    g_strdup_printf ("{\"action\":\"grant\",\"folder\":\"%s\",\"principalKind\":\"role\","
                     "\"principal\":\"member\",\"verbs\":[\"view\"]}",
                     pay);
  g_autofree char *body = plan (world, change);

  expect (apply (world, body, NULL), 403, "approval_needed");
  g_autofree char *id = ask (world->ada, "POST", "/permissions/apply", body);
  expect (get (world->cy, id), 404, NULL);
  g_autoptr (ApiReply) seen = get (world->bo, id);
  g_assert_cmpuint (seen->status, ==, 200);
  g_assert_true (json_object_get_boolean_member (seen->json, "mayDecide"));
  g_assert_cmpint (
    json_object_get_int_member (json_object_get_object_member (seen->json, "preview"), "gained"), ==, 2);
  g_assert_cmpuint (count_listed (world->bo, "?mine=to-decide"), ==, 1);
  expect (decide (world->bo, id, "approve", NULL), 200, NULL);

  /* The world moves: somebody more would get in. */
  g_autofree char *more = served_add_user (world->served, "more@example.org");
  expect (apply (world, body, id), 409, "plan_changed");
  expect_state (world->ada, id, "approved");
  expect (try_ask (world->ada, "POST", "/permissions/apply", body), 409, "plan_changed");

  g_autofree char *other = grant (pay, world->cy, "view");
  g_autofree char *fresh = plan (world, other);
  g_autofree char *second = ask (world->ada, "POST", "/permissions/apply", fresh);
  step_on (world);
  expect (decide (world->bo, second, "approve", NULL), 200, NULL);
  g_autoptr (ApiReply) done = apply (world, fresh, second);
  g_assert_cmpuint (done->status, ==, 200);
  expect (apply (world, fresh, second), 403, "approval_needed");
  JsonObject *inverse =
    json_array_get_object_element (json_object_get_array_member (done->json, "inverse"), 0);
  expect_held (world, g_strdup_printf ("{\"action\":\"revoke\",\"grant\":\"%s\"}",
                                       json_object_get_string_member (inverse, "grant")));
}

/* The only one of @list, a list of records of an approval. */
static JsonObject *
get_only (ApiReply *approval, const char *list)
{
  JsonArray *all;

  if (!json_object_has_member (approval->json, list))
    g_error ("no %s: %s", list, approval->body);
  all = json_object_get_array_member (approval->json, list);
  g_assert_cmpuint (json_array_get_length (all), ==, 1);
  return json_array_get_object_element (all, 0);
}

static void
expect_place (JsonObject *record, const char *outer, const char *inner)
{
  JsonArray *path = json_object_get_array_member (record, "folderPath");

  g_assert_cmpuint (json_array_get_length (path), ==, 2);
  g_assert_cmpstr (json_array_get_string_element (path, 0), ==, outer);
  g_assert_cmpstr (json_array_get_string_element (path, 1), ==, inner);
}

/* @change: (transfer full) */
static char *
ask_for (World *world, Person *person, char *change)
{
  g_autofree char *owned = change;
  g_autofree char *body = plan (world, owned);

  return ask (person, "POST", "/permissions/apply", body);
}

/* What was decided is said for ever by the names that it had: the grant is gone, the folder is called
 * otherwise and the person too. */
static void
test_record (World *world, gconstpointer data)
{
  g_autofree char *people = make_folder (world, "People", "root");
  g_autofree char *pay = make_folder (world, "Pay", people);
  g_autofree char *to_cy = grant (pay, world->cy, "edit");
  g_autofree char *given = plan (world, to_cy);
  g_autoptr (ApiReply) made = apply (world, given, NULL);
  JsonObject *inverse =
    json_array_get_object_element (json_object_get_array_member (made->json, "inverse"), 0);
  const char *id = json_object_get_string_member (inverse, "grant");
  g_autofree char *rule = make_rule (world, "folder", pay, world->bo, NULL);
  g_autofree char *revoke = g_strdup_printf ("{\"action\":\"revoke\",\"grant\":\"%s\"}", id);
  g_autofree char *revoked = plan (world, revoke);
  g_autofree char *first = ask (world->ada, "POST", "/permissions/apply", revoked);
  g_autofree char *second = ask_for (world, world->ada, grant (pay, world->eve, "view"));

  expect (decide (world->bo, second, "refuse", NULL), 200, NULL);
  step_on (world);
  expect (decide (world->bo, first, "approve", NULL), 200, NULL);
  expect (apply (world, revoked, first), 200, NULL);
  g_autofree char *path = g_strdup_printf ("/folders/%s", pay);
  expect (person_send (world->ada, "PATCH", path, "{\"name\":\"Boni\"}", "If-Match: \"1\"\r\n"), 200, NULL);
  set_member (world->ada, world->eve, "{\"displayName\":\"Somebody Else\"}");

  g_autoptr (ApiReply) used = get (world->di, first);
  g_assert_cmpstr (api_reply_get_text (used, "state"), ==, "used");
  JsonObject *was = get_only (used, "grants");
  g_assert_cmpstr (json_object_get_string_member (was, "id"), ==, id);
  g_assert_cmpstr (json_object_get_string_member (was, "principal"), ==, world->cy->id);
  g_assert_nonnull (json_object_get_string_member (was, "principalName"));
  expect_place (was, "People", "Pay");

  g_autoptr (ApiReply) refused = get (world->bo, second);
  g_assert_cmpstr (api_reply_get_text (refused, "state"), ==, "refused");
  JsonArray *names = json_object_get_array_member (refused->json, "names");
  g_assert_cmpuint (json_array_get_length (names), ==, 2);
  expect_place (json_array_get_object_element (names, 0), "People", "Pay");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (names, 1), "id"), ==,
                   world->eve->id);
  g_assert_null (strstr (refused->body, "Somebody Else"));
  expect (get (world->cy, first), 404, NULL);
}

/* Who may change grants and not look at them gives ids, and gets no name for them. */
static void
test_record_hidden (World *world, gconstpointer data)
{
  g_autofree char *key = new_key ();
  g_autofree char *role =
    take_text (person_send_with_code (world->ada, "POST", "/roles",
                                      "{\"name\":\"Blind\",\"capabilities\":[\"permissions.write\"]}", key),
               201, "id");
  g_autofree char *pay = make_folder (world, "Secret of the board", "root");
  g_autofree char *rule = make_rule (world, "folder", pay, world->bo, NULL);
  g_autofree char *roles = g_strdup_printf ("{\"roles\":[\"%s\"]}", role);

  set_member (world->ada, world->eve, roles);
  step_on (world);
  g_autofree char *id = ask_for (world, world->eve, grant (pay, world->cy, "view"));
  g_autofree char *history = g_strdup_printf ("/approvals/%s/history", id);
  g_autoptr (ApiReply) own = get (world->eve, id);
  g_autoptr (ApiReply) trail = person_send (world->eve, "GET", history, NULL, NULL);
  g_assert_cmpuint (own->status, ==, 200);
  g_assert_cmpuint (trail->status, ==, 200);
  g_assert_null (strstr (own->body, "Secret of the board"));
  g_assert_null (strstr (trail->body, "Secret of the board"));
  g_assert_nonnull (strstr (trail->body, "approval.ask"));
  g_autoptr (ApiReply) seen = person_send (world->bo, "GET", history, NULL, NULL);
  g_assert_nonnull (strstr (seen->body, "Secret of the board"));
}

/* A change that several rules hold takes an approval of each, and one person may give them. */
static void
test_several (World *world, gconstpointer data)
{
  g_autofree char *outer = make_folder (world, "People", "root");
  g_autofree char *inner = make_folder (world, "Pay", outer);
  g_autofree char *first = make_rule (world, "folder", outer, world->bo, NULL);
  g_autofree char *second = make_rule (world, "folder", inner, world->cy, NULL);
  g_autofree char *change = grant (inner, world->eve, "view");
  g_autofree char *body = plan (world, change);
  g_autoptr (ApiReply) held = apply (world, body, NULL);
  const char *rules[] = { first, second };
  Person *who[] = { world->bo, world->cy };
  char *ids[2];

  g_assert_nonnull (strstr (held->body, first));
  g_assert_nonnull (strstr (held->body, second));
  expect (try_ask (world->ada, "POST", "/permissions/apply", body), 400, NULL);
  for (guint i = 0; i < 2; i++)
    {
      ids[i] = take_text (try_ask_by (world->ada, "POST", "/permissions/apply", body, rules[i]), 201, "id");
      expect (decide (who[1 - i], ids[i], "approve", NULL), 404, NULL);
      expect (decide (who[i], ids[i], "approve", NULL), 200, NULL);
      step_on (world);
      expect (apply (world, body, ids[i]), 403, "approval_needed");
    }
  g_autofree char *both = g_strdup_printf ("%s,%s", ids[1], ids[0]);
  expect (apply (world, body, both), 200, NULL);
  expect_state (world->ada, ids[0], "used");
  expect_state (world->ada, ids[1], "used");
  g_free (ids[0]);
  g_free (ids[1]);
}

/* --- The live feed --- */

/* On a device of its own, which hears until it is freed. (transfer full) */
static ApiClient *
listen (Person *person, GInputStream **stream)
{
  ApiClient *client = served_sign_in (person->served, person->id, "complete");
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/live", person->served->workspace);
  ApiRequest request = { .method = "GET", .path = path };
  g_autoptr (ApiReply) opened = api_client_open (client, &request, stream);

  g_assert_cmpuint (opened->status, ==, 200);
  return client;
}

/* Reads until @word was heard; whether @other was heard before. */
static gboolean
hear (GInputStream *stream, const char *word, const char *other)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  char buffer[512];

  while (strstr (heard->str, word) == NULL)
    {
      gssize n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL);

      g_assert_cmpint (n, >, 0);
      g_string_append_len (heard, buffer, n);
    }
  return strstr (heard->str, other) != NULL;
}

/* Who may decide hears of a request, and who sees all; nobody else does, who hears what comes after it. */
static void
test_feed (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, NULL);
  Person *listening[] = { world->bo, world->di, world->cy };
  GInputStream *streams[3] = { NULL };
  ApiClient *clients[3];
  g_autofree char *id = NULL;

  for (guint i = 0; i < 3; i++)
    clients[i] = listen (listening[i], &streams[i]);
  id = ask (world->ada, "PATCH", "/policy", POLICY);
  g_autofree char *after = make_rule (world, "operation", "users.export", world->cy, NULL);
  g_autofree char *last = ask (world->ada, "GET", "/users/export", NULL);
  g_autofree char *rule_told = g_strdup_printf ("\"id\":\"%s\"", last);
  g_assert_true (hear (streams[0], id, "\"noun\":\"approval\""));
  g_assert_true (hear (streams[1], rule_told, id));
  g_assert_false (hear (streams[2], rule_told, id));
  for (guint i = 0; i < 3; i++)
    {
      g_object_unref (streams[i]);
      api_client_free (clients[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, World, NULL, approving_set_up, function, approving_tear_down)
  ADD ("/approvals-held/export", test_export);
  ADD ("/approvals-held/export-log", test_export_log);
  ADD ("/approvals-held/remove", test_remove);
  ADD ("/approvals-held/give-back", test_give_back);
  ADD ("/approvals-held/repeated", test_repeated);
  ADD ("/approvals-held/secret", test_secret);
  ADD ("/approvals-held/places", test_places);
  ADD ("/approvals-held/holding", test_holding);
  ADD ("/approvals-held/folder-gone", test_folder_gone);
  ADD ("/approvals-held/draft", test_draft);
  ADD ("/approvals-held/record", test_record);
  ADD ("/approvals-held/record-hidden", test_record_hidden);
  ADD ("/approvals-held/several", test_several);
  ADD ("/approvals-held/feed", test_feed);
  return g_test_run ();
}
