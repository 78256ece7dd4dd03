/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Approvals over HTTP: the rules, what is asked, decided and used, and who may not; as everybody who would
 * like to. */

#include <config.h>

#include <string.h>

#include "approving.h"
#include "common/approval-rule.h"
#include "common/approval.h"
#include "service/http/routes.h"

/* --- The table --- */

/* Each operation has routes, and every route's operation is one. */
static void
test_operations (void)
{
  for (guint i = 0; reeve_approval_operations[i] != NULL; i++)
    {
      guint n = 0;

      for (guint j = 0; j < reeve_n_routes; j++)
        n += g_strcmp0 (reeve_routes[j].operation, reeve_approval_operations[i]) == 0;
      g_assert_cmpuint (n, >, 0);
    }
  for (guint j = 0; j < reeve_n_routes; j++)
    {
      const ReeveRoute *route = &reeve_routes[j];

      if (route->operation == NULL)
        continue;
      g_assert_true (strstr (route->path, "{workspace}") != NULL);
      g_assert_true (g_strv_contains (reeve_approval_operations, route->operation) ||
                     g_str_equal (route->operation, "folders") || g_str_equal (route->operation, "rules"));
      g_assert_cmpuint (route->flags & (REEVE_ROUTE_OPEN | REEVE_ROUTE_INLINE | REEVE_ROUTE_FILE), ==, 0);
    }
}

/* --- Rules --- */

static void
test_rules (World *world, gconstpointer data)
{
  g_autofree char *rule = NULL;
  g_autofree char *path = NULL;
  g_autofree char *both = g_strdup_printf ("{\"folder\":\"root\",\"operation\":\"policy.save\"}");
  g_autofree char *stranger = reeve_id_new ();
  g_autofree char *nobody =
    g_strdup_printf ("{\"operation\":\"policy.save\",\"approvers\":[\"%s\"]}", stranger);
  g_autofree char *no_factor_id = served_add_user (world->served, "fay@example.org");
  g_autofree char *unready = g_strdup_printf ("{\"operation\":\"policy.save\",\"approvers\":[\"%s\",\"%s\"]}",
                                              world->bo->id, no_factor_id);
  const char *bad[] = { both, nobody, "{\"operation\":\"policy.save\"}", "{\"operation\":\"no.such\"}",
                        "{}" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *key = new_key ();

      expect (person_send_with_code (world->ada, "POST", "/approval-rules", bad[i], key), 400, NULL);
      step_on (world);
    }
  g_autofree char *first = new_key ();
  expect (person_send (world->ada, "POST", "/approval-rules", unready, first), 403, "step_up");
  expect (person_send (world->eve, "POST", "/approval-rules", unready, first), 403, NULL);
  expect (person_send (world->eve, "GET", "/approval-rules", NULL, NULL), 403, NULL);
  g_autoptr (ApiReply) made = person_send_with_code (world->ada, "POST", "/approval-rules", unready, first);
  g_assert_cmpuint (made->status, ==, 201);
  JsonArray *who = json_object_get_array_member (made->json, "unready");
  g_assert_cmpuint (json_array_get_length (who), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (who, 0), ==, no_factor_id);
  step_on (world);
  g_autofree char *second = new_key ();
  expect (person_send_with_code (world->ada, "POST", "/approval-rules", unready, second), 409, "rule_taken");
  step_on (world);

  rule = g_strdup (api_reply_get_text (made, "id"));
  path = g_strdup_printf ("/approval-rules/%s", rule);
  expect (person_send (world->ada, "GET", path, NULL, NULL), 200, NULL);
  g_autofree char *history = g_strconcat (path, "/history", NULL);
  expect (person_send (world->ada, "GET", history, NULL, NULL), 200, NULL);
  /* Stricter takes a code, looser its approvers. */
  expect (person_send_with_code (world->ada, "PATCH", path, "{\"hours\":24}", "If-Match: \"1\"\r\n"), 200,
          NULL);
  step_on (world);
  expect (person_send (world->ada, "PATCH", path, "{\"hours\":25}", "If-Match: \"2\"\r\n"), 403,
          "approval_needed");
  expect (person_send (world->ada, "PATCH", path, "{\"hours\":0}", "If-Match: \"2\"\r\n"), 403,
          "approval_needed");
  g_autofree char *mine = g_strdup_printf ("{\"approvers\":[\"%s\"]}", world->di->id);
  expect (person_send (world->ada, "PATCH", path, mine, "If-Match: \"2\"\r\n"), 403, "approval_needed");
  expect (person_send (world->ada, "DELETE", path, NULL, "If-Match: \"2\"\r\n"), 403, "approval_needed");
  expect (person_send_with_code (world->ada, "PATCH", path, "{\"operation\":\"users.export\"}",
                                 "If-Match: \"2\"\r\n"),
          400, NULL);
  step_on (world);
  g_autofree char *id = ask (world->ada, "DELETE", path, NULL);
  expect (decide (world->bo, id, "approve", NULL), 200, NULL);
  g_autofree char *headers = g_strdup_printf ("If-Match: \"2\"\r\nReeve-Approval: %s\r\n", id);
  expect (person_send (world->ada, "DELETE", path, NULL, headers), 403, "step_up");
  expect_state (world->ada, id, "approved");
  expect (person_send_with_code (world->ada, "DELETE", path, NULL, headers), 204, NULL);
  expect_state (world->ada, id, "used");
  expect (save_policy_as (world->ada, POLICY, NULL), 200, NULL);
}

/* Mails about approvals to @whom with @subject. */
static guint
count_mails (World *world, const char *subject, Person *whom)
{
  g_autoptr (ApiReply) mails = person_send (world->ada, "GET", "/mails?kind=approval", NULL, NULL);
  JsonArray *items = json_object_get_array_member (mails->json, "items");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *mail = json_array_get_object_element (items, i);

      n += g_strcmp0 (json_object_get_string_member (mail, "subject"), subject) == 0 &&
           g_strcmp0 (json_object_get_string_member_with_default (mail, "account", NULL), whom->id) == 0;
    }
  return n;
}

/* Where none of its approvers could decide, a code is enough, and the trail says so. */
static void
test_unguarded (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, NULL);
  g_autofree char *path = g_strdup_printf ("/approval-rules/%s", rule);
  g_autofree char *history = g_strconcat (path, "/history", NULL);

  g_autofree char *waiting = ask (world->ada, "PATCH", "/policy", POLICY);
  g_autofree char *theirs = ask (world->di, "PATCH", "/policy", POLICY);
  expect (person_send (world->ada, "DELETE", path, NULL, "If-Match: \"1\"\r\n"), 403, "approval_needed");
  set_member (world->ada, world->bo, "{\"state\":\"suspended\"}");
  step_on (world);
  expect (person_send_with_code (world->ada, "DELETE", path, NULL, "If-Match: \"1\"\r\n"), 204, NULL);
  g_autoptr (ApiReply) trail = person_send (world->ada, "GET", history, NULL, NULL);
  g_assert_nonnull (strstr (trail->body, "approval-rule.unguarded"));
  expect_state (world->ada, waiting, "overtaken");
  /* Who did it knows; the other one who asked is told. */
  expect_state (world->ada, theirs, "overtaken");
  g_assert_cmpuint (count_mails (world, "Not needed any more: Change the policy", world->ada), ==, 0);
  g_assert_cmpuint (count_mails (world, "Not needed any more: Change the policy", world->di), ==, 1);
}

/* --- One request --- */

/* Asked, seen by those whom it concerns, approved with a code, used once, and all of it in the trail. */
static void
test_route (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, world->cy);
  g_autoptr (ApiReply) held = save_policy_as (world->ada, POLICY, NULL);

  g_assert_cmpuint (held->status, ==, 403);
  g_assert_cmpstr (api_reply_get_text (held, "reason"), ==, "approval_needed");
  g_assert_nonnull (strstr (held->body, rule));
  expect (try_ask (world->eve, "PATCH", "/policy", POLICY), 403, NULL);
  expect (try_ask (world->ada, "PATCH", "/policy", "{\"noSuch\":1}"), 400, NULL);
  expect (try_ask (world->ada, "PATCH", "/nowhere", POLICY), 400, NULL);
  expect (try_ask (world->ada, "GET", "/users/export", NULL), 409, "approval_not_needed");
  g_autofree char *id = ask (world->ada, "PATCH", "/policy", POLICY);
  expect (try_ask (world->ada, "PATCH", "/policy", "{ \"accessReviewDays\" : 99, \"passwordMinLength\":14 }"),
          409, "approval_waiting");
  g_assert_cmpuint (count_listed (world->bo, "?mine=to-decide"), ==, 1);
  g_assert_cmpuint (count_listed (world->bo, "?mine=asked"), ==, 0);
  g_assert_cmpuint (count_listed (world->ada, "?mine=asked"), ==, 1);
  g_assert_cmpuint (count_listed (world->ada, "?mine=to-decide"), ==, 0);
  g_assert_cmpuint (count_listed (world->eve, ""), ==, 0);
  g_assert_cmpuint (count_listed (world->di, ""), ==, 1);
  g_assert_cmpuint (count_listed (world->di, "?state=approved"), ==, 0);
  expect (person_send (world->di, "GET", "/approvals?state=nonsense", NULL, NULL), 400, NULL);
  expect (person_send (world->di, "GET", "/approvals?mine=nonsense", NULL, NULL), 400, NULL);

  /* As everybody but those who may. */
  g_autofree char *nowhere = reeve_id_new ();
  g_autoptr (ApiReply) foreign = get (world->eve, id);
  g_autoptr (ApiReply) missing = get (world->eve, nowhere);
  g_assert_cmpuint (foreign->status, ==, 404);
  g_assert_cmpstr (foreign->body, ==, missing->body);
  expect (decide (world->eve, id, "approve", "123456"), 404, NULL);
  expect (decide (world->di, id, "approve", NULL), 403, "not_approver");
  expect (decide (world->ada, id, "approve", NULL), 403, "four_eyes");
  expect (decide (world->ada, id, "refuse", NULL), 403, "four_eyes");
  g_autofree char *ended = g_strdup_printf ("/approvals/%s/withdraw", id);
  expect (person_send (world->bo, "POST", ended, NULL, NULL), 403, "not_requester");
  expect (save_policy_as (world->ada, POLICY, id), 403, "approval_needed");

  /* As one who may, with what is no code. */
  expect (decide (world->bo, id, "approve", "no code"), 403, "code_wrong");
  expect (decide (world->bo, id, "approve", world->bo->recovery[0]), 403, "code_wrong");
  g_autofree char *enrolled_with = person_take_code (world->bo, TRUE);
  step_on (world);
  g_autoptr (ApiReply) seen = get (world->bo, id);
  g_assert_true (json_object_get_boolean_member (seen->json, "mayDecide"));
  g_assert_cmpstr (api_reply_get_text (seen, "body"), ==,
                   "{\"accessReviewDays\":99,\"passwordMinLength\":14}");
  g_autoptr (ApiReply) approved = decide (world->bo, id, "approve", NULL);
  g_assert_cmpuint (approved->status, ==, 200);
  g_autofree char *code = person_take_code (world->bo, TRUE);
  expect (decide (world->cy, id, "refuse", NULL), 409, "approval_over");

  /* The code served once, for just this. */
  g_autofree char *other = ask (world->ada, "PATCH", "/policy", "{\"passwordMinLength\":15}");
  expect (decide (world->bo, other, "approve", code), 403, "code_replayed");
  expect (decide (world->bo, other, "refuse", code), 403, "code_replayed");
  expect (decide (world->bo, other, "refuse", code), 423, "cooling_off");

  g_autoptr (ReeveApproval) record = reeve_approval_new ();
  record->id = g_strdup (id);
  record->hash = reeve_approval_hash ("PATCH", api_reply_get_text (approved, "path"),
                                      "{\"accessReviewDays\":99,\"passwordMinLength\":14}");
  g_assert_cmpstr (record->hash, ==, api_reply_get_text (approved, "hash"));
  g_autofree char *evidence = reeve_approval_make_evidence (
    reeve_installation_get_pepper (reeve_service_get_installation (world->served->service)), record,
    "approved", world->bo->id, world->bo->step);
  g_assert_cmpstr (evidence, ==, api_reply_get_text (approved, "evidence"));

  /* Used by who asked, for just that, once. */
  expect (save_policy_as (world->di, POLICY, id), 403, "approval_needed");
  expect (save_policy_as (world->ada, "{\"passwordMinLength\":15,\"accessReviewDays\":99}", id), 403,
          "approval_needed");
  expect (save_policy_as (world->ada, "{\"passwordMinLength\":14,\"accessReviewDays\":98}", id), 403,
          "approval_needed");
  expect (save_policy_as (world->ada, "{\"passwordMinLength\":14}", id), 403, "approval_needed");
  g_autofree char *lie = g_strdup_printf ("If-Match: \"1\"\r\nReeve-Code: 1\r\nReeve-Approval: %s\r\n", id);
  expect (person_send (world->ada, "PATCH", "/second-factor-demands", "{\"demands\":[]}", lie), 403,
          "approval_needed");
  g_autofree char *stale = g_strdup_printf ("If-Match: \"99\"\r\nReeve-Approval: %s\r\n", id);
  expect (person_send (world->ada, "PATCH", "/policy", POLICY, stale), 412, NULL);
  expect_state (world->ada, id, "approved");
  expect (save_policy_as (world->ada, POLICY, "x"), 400, "approval");
  g_autofree char *several = g_strdup_printf ("%s, %s", other, id);
  expect (save_policy_as (world->ada, " { \"passwordMinLength\":14, \"accessReviewDays\":99}", several), 200,
          NULL);
  expect_state (world->ada, id, "used");
  expect (save_policy_as (world->ada, POLICY, id), 403, "approval_needed");

  g_autofree char *path = g_strdup_printf ("/approvals/%s/history", id);
  g_autoptr (ApiReply) trail = person_send (world->ada, "GET", path, NULL, NULL);
  g_assert_nonnull (strstr (trail->body, "approval.ask"));
  g_assert_nonnull (strstr (trail->body, "approval.approve"));
  g_assert_nonnull (strstr (trail->body, evidence));
  g_assert_nonnull (strstr (trail->body, "approval.use"));
  expect (person_send (world->eve, "GET", path, NULL, NULL), 404, NULL);
}

/* A code that served elsewhere approves nothing, and one that approved serves nowhere. */
static void
test_codes (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->di, NULL);
  g_autofree char *id = ask (world->ada, "PATCH", "/policy", POLICY);

  expect (person_send_with_code (world->di, "GET", "/users/export", NULL, NULL), 200, NULL);
  g_autofree char *code = person_take_code (world->di, TRUE);
  expect (decide (world->di, id, "approve", code), 403, "code_replayed");
  expect_state (world->ada, id, "waiting");
  step_on (world);
  expect (decide (world->di, id, "approve", NULL), 200, NULL);
  g_autofree char *again = person_take_code (world->di, TRUE);
  g_autofree char *header = g_strdup_printf ("Reeve-Code: %s\r\n", again);
  expect (person_send (world->di, "GET", "/users/export", NULL, header), 403, "code_replayed");
}

/* Time is up on the clock, before anybody writes it down. */
static void
test_expiry (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, NULL);
  g_autofree char *first = ask (world->ada, "PATCH", "/policy", POLICY);
  g_autofree char *second = ask (world->ada, "PATCH", "/policy", "{\"passwordMinLength\":15}");

  expect (decide (world->bo, first, "approve", NULL), 200, NULL);
  /* Not a moment past the end and back: the service's own jobs run meanwhile. */
  reeve_clock_advance_for_tests (REEVE_APPROVAL_HOURS * REEVE_HOUR - 61 * G_USEC_PER_SEC - 1);
  step_on (world);
  expect_state (world->ada, second, "waiting");
  reeve_clock_advance_for_tests (1);
  expect_state (world->ada, first, "expired");
  expect_state (world->ada, second, "expired");
  expect (decide (world->bo, second, "approve", NULL), 409, "approval_over");
  expect (save_policy_as (world->ada, POLICY, first), 403, "approval_needed");
  g_assert_cmpuint (count_listed (world->ada, "?state=expired"), ==, 2);
  g_assert_cmpuint (count_listed (world->ada, "?state=waiting"), ==, 0);
  g_autofree char *anew = ask (world->ada, "PATCH", "/policy", "{\"passwordMinLength\":15}");
  run_jobs (world);
  g_assert_cmpuint (count_listed (world->ada, "?state=expired"), ==, 2);
  expect_state (world->ada, anew, "waiting");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("/approvals/%s/history", i == 0 ? first : second);
      g_autoptr (ApiReply) trail = person_send (world->ada, "GET", path, NULL, NULL);

      g_assert_nonnull (strstr (trail->body, "approval.expire"));
    }
  g_autoptr (ApiReply) mails = person_send (world->ada, "GET", "/mails?kind=approval", NULL, NULL);
  g_assert_nonnull (strstr (mails->body, "\"Ada asks for your approval\""));
  g_assert_nonnull (strstr (mails->body, "Approved: Change the policy"));
  g_assert_nonnull (strstr (mails->body, "Expired: Change the policy"));
}

/* Who asks and takes back all day long fills nobody's mailbox. */
static void
test_flood (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, NULL);

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *id = ask (world->ada, "PATCH", "/policy", POLICY);
      g_autofree char *path = g_strdup_printf ("/approvals/%s/withdraw", id);

      expect (person_send (world->ada, "POST", path, NULL, NULL), 200, NULL);
    }
  expect (try_ask (world->ada, "PATCH", "/policy", POLICY), 409, "too_many_approvals");
}

/* Refused with words, withdrawn by who asked; neither lives again. */
static void
test_ends (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, world->cy);
  g_autofree char *refused = ask (world->ada, "PATCH", "/policy", POLICY);
  g_autofree char *path = g_strdup_printf ("/approvals/%s/refuse", refused);
  g_autofree char *code = person_take_code (world->bo, FALSE);
  g_autofree char *wordless = g_strdup_printf ("{\"code\":\"%s\"}", code);

  expect (person_send (world->bo, "POST", path, wordless, NULL), 400, NULL);
  expect (decide (world->bo, refused, "refuse", code), 200, NULL);
  expect (decide (world->cy, refused, "approve", NULL), 409, "approval_over");
  expect (save_policy_as (world->ada, POLICY, refused), 403, "approval_needed");
  g_autofree char *taken = ask (world->ada, "PATCH", "/policy", POLICY);
  g_autofree char *back = g_strdup_printf ("/approvals/%s/withdraw", taken);
  step_on (world);
  expect (decide (world->cy, taken, "approve", NULL), 200, NULL);
  expect (person_send (world->ada, "POST", back, NULL, NULL), 200, NULL);
  expect (person_send (world->ada, "POST", back, NULL, NULL), 409, "approval_over");
  expect (save_policy_as (world->ada, POLICY, taken), 403, "approval_needed");
}

/* --- People come and go --- */

static void
test_people (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, world->cy);
  g_autofree char *path = g_strdup_printf ("/approval-rules/%s", rule);
  g_autofree char *change =
    g_strdup_printf ("{\"approvers\":[\"%s\",\"%s\"]}", world->cy->id, world->eve->id);
  g_autofree char *id = ask (world->di, "PATCH", "/policy", POLICY);

  /* Eve is named instead of Bo, which Cy approves. */
  g_autofree char *other = ask (world->ada, "PATCH", path, change);
  expect (decide (world->cy, other, "approve", NULL), 200, NULL);
  g_autofree char *headers = g_strdup_printf ("If-Match: \"1\"\r\nReeve-Approval: %s\r\n", other);
  expect (person_send_with_code (world->ada, "PATCH", path, change, headers), 200, NULL);
  step_on (world);
  expect (decide (world->bo, id, "approve", NULL), 404, NULL);
  /* Who is suspended decides nothing. */
  set_member (world->ada, world->eve, "{\"state\":\"suspended\"}");
  person_sign_in (world->eve);
  expect (decide (world->eve, id, "approve", NULL), 404, NULL);
  set_member (world->ada, world->eve, "{\"state\":\"active\"}");
  person_sign_in (world->eve);
  expect (decide (world->eve, id, "approve", NULL), 200, NULL);

  /* Who asked is suspended: what they asked for has ended for good. */
  g_autofree char *later = ask (world->di, "PATCH", "/policy", "{\"passwordMinLength\":15}");
  set_member (world->ada, world->di, "{\"state\":\"suspended\"}");
  expect_state (world->cy, later, "withdrawn");
  expect_state (world->ada, id, "withdrawn");
  step_on (world);
  expect (decide (world->cy, later, "approve", NULL), 409, "approval_over");
  set_member (world->ada, world->di, "{\"state\":\"active\"}");
  person_sign_in (world->di);
  expect (save_policy_as (world->di, POLICY, id), 403, "approval_needed");
  run_jobs (world);
  g_autofree char *history = g_strdup_printf ("/approvals/%s/history", id);
  g_autoptr (ApiReply) trail = person_send (world->ada, "GET", history, NULL, NULL);
  g_assert_nonnull (strstr (trail->body, "approval.end"));
  g_assert_cmpuint (count_mails (world, "Ended: Change the policy", world->di), ==, 2);
  run_jobs (world);
  g_assert_cmpuint (count_mails (world, "Ended: Change the policy", world->di), ==, 2);
}

static void
test_leaving (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, NULL);
  g_autofree char *id = ask (world->di, "PATCH", "/policy", POLICY);
  g_autofree char *path = g_strdup_printf ("/users/%s/leave", world->di->id);
  g_autoptr (ApiReply) preview = person_send (world->ada, "GET", path, NULL, NULL);

  g_assert_nonnull (strstr (preview->body, "\"kind\":\"approval\",\"count\":1"));
  expect (person_send_with_code (world->ada, "POST", path, "{\"reason\":\"new job\"}", NULL), 200, NULL);
  g_autoptr (ApiReply) after = get (world->bo, id);
  g_assert_cmpstr (api_reply_get_text (after, "state"), ==, "withdrawn");
  g_assert_cmpstr (api_reply_get_text (after, "because"), ==, "left");
  run_jobs (world);
  g_autofree char *history = g_strdup_printf ("/approvals/%s/history", id);
  g_autoptr (ApiReply) trail = person_send (world->bo, "GET", history, NULL, NULL);
  const char *once = strstr (trail->body, "approval.end");
  g_assert_nonnull (once);
  g_assert_null (strstr (once + 1, "approval.end"));
  g_assert_cmpuint (count_mails (world, "Ended: Change the policy", world->di), ==, 0);
}

/* Who leaves is named no more, and decides nothing when they are back; but nobody steps in for the last one.
 */
static void
test_approver_leaves (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, world->cy);
  g_autofree char *sole = make_rule (world, "folder", "root", world->bo, NULL);
  g_autofree char *leave = g_strdup_printf ("/users/%s/leave", world->bo->id);
  g_autofree char *restore = g_strdup_printf ("/users/%s/restore", world->bo->id);
  g_autofree char *user = g_strdup_printf ("/users/%s", world->bo->id);
  g_autofree char *path = g_strdup_printf ("/approval-rules/%s", rule);
  g_autofree char *other = g_strdup_printf ("/approval-rules/%s", sole);

  expect (person_send_with_code (world->ada, "POST", leave, "{\"reason\":\"new job\"}", NULL), 200, NULL);
  g_autoptr (ApiReply) shared = person_send (world->ada, "GET", path, NULL, NULL);
  g_assert_null (strstr (shared->body, world->bo->id));
  g_assert_nonnull (strstr (shared->body, world->cy->id));
  g_autoptr (ApiReply) single = person_send (world->ada, "GET", other, NULL, NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (single->json, "unready")), ==, 1);

  g_autofree char *id = ask (world->ada, "PATCH", "/policy", POLICY);
  g_autoptr (ApiReply) now = person_send (world->ada, "GET", user, NULL, NULL);
  g_autofree char *version = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n",
                                              json_object_get_int_member (now->json, "version"));
  expect (person_send (world->ada, "POST", restore, NULL, version), 200, NULL);
  person_sign_in (world->bo);
  expect (decide (world->bo, id, "approve", NULL), 404, NULL);
}

/* An id is good in its workspace alone. */
static void
test_other_workspace (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, NULL);
  g_autofree char *id = ask (world->ada, "PATCH", "/policy", POLICY);
  ApiRequest request = { .method = "POST",
                         .path = "/v1/workspaces",
                         .body = "{\"name\":\"Other\"}",
                         .headers = "Idempotency-Key: other\r\n" };
  g_autofree char *other = take_text (api_client_send (world->ada->client, &request), 201, "id");
  g_autofree char *there = g_strdup_printf ("/v1/workspaces/%s/approvals/%s", other, id);
  g_autofree char *policy = g_strdup_printf ("/v1/workspaces/%s/policy", other);
  g_autofree char *body = g_strdup_printf (
    "{\"method\":\"PATCH\",\"path\":\"%s\",\"body\":\"{}\",\"reason\":\"It is time\"}", policy);
  g_autoptr (ApiReply) looked = api_client_call (world->ada->client, "GET", there, NULL);
  g_autofree char *key = new_key ();

  g_assert_cmpuint (looked->status, ==, 404);
  expect (person_send (world->ada, "POST", "/approvals", body, key), 400, NULL);
}

/* An approval gives no right: it is judged again when it is used. */
static void
test_rights (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, NULL);
  g_autofree char *id = ask (world->di, "PATCH", "/policy", POLICY);
  g_autofree char *path = g_strdup_printf ("/users/%s", world->di->id);
  g_autoptr (ApiReply) policy = person_send (world->di, "GET", "/policy", NULL, NULL);
  g_autofree char *headers = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\nReeve-Approval: %s\r\n",
                                              json_object_get_int_member (policy->json, "version"), id);

  expect (decide (world->bo, id, "approve", NULL), 200, NULL);
  expect (person_send (world->ada, "PATCH", path, "{\"roles\":[\"auditor\"]}", "If-Match: \"2\"\r\n"), 200,
          NULL);
  expect (person_send (world->di, "PATCH", "/policy", POLICY, headers), 403, NULL);
  expect_state (world->ada, id, "approved");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/approvals/operations", test_operations);
#define ADD(name, function) g_test_add (name, World, NULL, approving_set_up, function, approving_tear_down)
  ADD ("/approvals/rules", test_rules);
  ADD ("/approvals/unguarded", test_unguarded);
  ADD ("/approvals/route", test_route);
  ADD ("/approvals/codes", test_codes);
  ADD ("/approvals/expiry", test_expiry);
  ADD ("/approvals/ends", test_ends);
  ADD ("/approvals/flood", test_flood);
  ADD ("/approvals/people", test_people);
  ADD ("/approvals/leaving", test_leaving);
  ADD ("/approvals/approver-leaves", test_approver_leaves);
  ADD ("/approvals/other-workspace", test_other_workspace);
  ADD ("/approvals/rights", test_rights);
  return g_test_run ();
}
