/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Approvals over HTTP: what is held, by whom it is let through, once; as who asks, who may decide, and
 * everybody else who would like to. */

#include <config.h>

#include <string.h>

#include "common/approval-rule.h"
#include "common/approval.h"
#include "common/clock.h"
#include "common/encoding.h"
#include "person.h"
#include "service/http/routes.h"
#include "service/jobs/jobs.h"

#define START (G_GINT64_CONSTANT (1795312316) * G_USEC_PER_SEC)

/* Ada administers and asks; Bo and Cy approve; Di administers; Eve is a member. */
typedef struct
{
  Served *served;
  Person *ada, *bo, *cy, *di, *eve;
} World;

static void
step_on (World *world)
{
  Person *all[] = { world->ada, world->bo, world->cy, world->di, world->eve };

  reeve_clock_advance_for_tests (61 * G_USEC_PER_SEC);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    person_sign_in (all[i]);
}

static void
set_up (World *world, gconstpointer data)
{
  reeve_clock_set_for_tests (START);
  world->served = served_new ();
  world->ada = person_new (world->served, "ada", NULL, world->served->ada);
  world->bo = person_new (world->served, "bo", NULL, NULL);
  world->cy = person_new (world->served, "cy", NULL, NULL);
  world->di = person_new (world->served, "di", "workspace-administrator", NULL);
  world->eve = person_new (world->served, "eve", NULL, NULL);
  person_enrol (world->ada);
  person_enrol (world->bo);
  person_enrol (world->cy);
  person_enrol (world->di);
  person_enrol (world->eve);
  step_on (world);
}

static void
tear_down (World *world, gconstpointer data)
{
  person_free (world->ada);
  person_free (world->bo);
  person_free (world->cy);
  person_free (world->di);
  person_free (world->eve);
  served_free (world->served);
  reeve_clock_set_for_tests (0);
}

/* --- Saying it shortly --- */

static void
expect_at (const char *where, ApiReply *reply, guint status, const char *reason)
{
  if (reply->status != status ||
      (reason != NULL && g_strcmp0 (api_reply_get_text (reply, "reason"), reason) != 0))
    g_error ("%s: %u instead of %u %s: %s", where, reply->status, status, reason != NULL ? reason : "",
             reply->body);
  api_reply_free (reply);
}
#define expect(reply, status, reason) expect_at (G_STRLOC, (reply), (status), (reason))

static char *
new_key (void)
{
  g_autofree char *id = reeve_id_new ();

  return g_strdup_printf ("Idempotency-Key: %s\r\n", id);
}

static char *
take_text (ApiReply *reply, guint status, const char *member)
{
  g_autoptr (ApiReply) owned = reply;

  if (reply->status != status)
    g_error ("%u instead of %u: %s", reply->status, status, reply->body);
  return g_strdup (api_reply_get_text (reply, member));
}

/* @approver2: (nullable). Its id. */
static char *
make_rule (World *world, const char *about, const char *name, Person *approver, Person *approver2)
{
  g_autofree char *key = new_key ();
  g_autofree char *names = approver == NULL ? g_strdup ("")
                           : approver2 == NULL
                             ? g_strdup_printf ("\"%s\"", approver->id)
                             : g_strdup_printf ("\"%s\",\"%s\"", approver->id, approver2->id);
  g_autofree char *body = g_strdup_printf ("{\"%s\":\"%s\",\"approvers\":[%s]}", about, name, names);
  char *id = take_text (person_send_with_code (world->ada, "POST", "/approval-rules", body, key), 201, "id");

  step_on (world);
  return id;
}

static ApiReply *
try_ask (Person *person, const char *method, const char *path, const char *asked)
{
  g_autofree char *key = new_key ();
  g_autoptr (GString) body = g_string_new ("{\"method\":");
  g_autofree char *escaped = asked != NULL ? g_strescape (asked, NULL) : NULL;

  g_string_append_printf (body, "\"%s\",\"path\":\"/v1/workspaces/%s%s\",\"reason\":\"It is time\"", method,
                          person->served->workspace, path);
  if (asked != NULL)
    g_string_append_printf (body, ",\"body\":\"%s\"", escaped);
  g_string_append_c (body, '}');
  return person_send (person, "POST", "/approvals", body->str, key);
}

static char *
ask (Person *person, const char *method, const char *path, const char *asked)
{
  return take_text (try_ask (person, method, path, asked), 201, "id");
}

/* @code: (nullable): a fresh one */
static ApiReply *
decide (Person *person, const char *id, const char *decision, const char *code)
{
  g_autofree char *path = g_strdup_printf ("/approvals/%s/%s", id, decision);
  g_autofree char *fresh = code == NULL ? person_take_code (person, FALSE) : g_strdup (code);
  g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\",\"note\":\"I looked\"}", fresh);

  return person_send (person, "POST", path, body, NULL);
}

static ApiReply *
get (Person *person, const char *id)
{
  g_autofree char *path = g_strdup_printf ("/approvals/%s", id);

  return person_send (person, "GET", path, NULL, NULL);
}

static void
expect_state_at (const char *where, Person *person, const char *id, const char *state)
{
  g_autofree char *found = take_text (get (person, id), 200, "state");

  if (g_strcmp0 (found, state) != 0)
    g_error ("%s: %s instead of %s", where, found, state);
}
#define expect_state(person, id, state) expect_state_at (G_STRLOC, (person), (id), (state))

static guint
count_listed (Person *person, const char *query)
{
  g_autofree char *path = g_strconcat ("/approvals", query, NULL);
  g_autoptr (ApiReply) reply = person_send (person, "GET", path, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  return json_array_get_length (json_object_get_array_member (reply->json, "items"));
}

/* @ids: (nullable) */
static ApiReply *
save_policy_as (Person *person, const char *body, const char *ids)
{
  g_autoptr (ApiReply) now = person_send (person, "GET", "/policy", NULL, NULL);
  g_autofree char *headers = g_strdup_printf (
    "If-Match: \"%" G_GINT64_FORMAT "\"\r\n%s%s%s", json_object_get_int_member (now->json, "version"),
    ids != NULL ? "Reeve-Approval: " : "", ids != NULL ? ids : "", ids != NULL ? "\r\n" : "");

  return person_send (person, "PATCH", "/policy", body, headers);
}

#define POLICY "{\"passwordMinLength\":14,\"accessReviewDays\":99}"

static void
set_member (Person *by, Person *whose, const char *body)
{
  g_autofree char *path = g_strdup_printf ("/users/%s", whose->id);
  g_autoptr (ApiReply) now = person_send (by, "GET", path, NULL, NULL);
  g_autofree char *headers = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n",
                                              json_object_get_int_member (now->json, "version"));

  expect (person_send (by, "PATCH", path, body, headers), 200, NULL);
}

static void
run_jobs (World *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
    reeve_jobs_run_all (reeve_service_get_installation (world->served->service), reeve_clock_now (), &error));
  g_assert_no_error (error);
}

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

/* Where none of its approvers could decide, a code is enough, and the trail says so. */
static void
test_unguarded (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, NULL);
  g_autofree char *path = g_strdup_printf ("/approval-rules/%s", rule);
  g_autofree char *history = g_strconcat (path, "/history", NULL);

  g_autofree char *waiting = ask (world->ada, "PATCH", "/policy", POLICY);
  expect (person_send (world->ada, "DELETE", path, NULL, "If-Match: \"1\"\r\n"), 403, "approval_needed");
  set_member (world->ada, world->bo, "{\"state\":\"suspended\"}");
  step_on (world);
  expect (person_send_with_code (world->ada, "DELETE", path, NULL, "If-Match: \"1\"\r\n"), 204, NULL);
  g_autoptr (ApiReply) trail = person_send (world->ada, "GET", history, NULL, NULL);
  g_assert_nonnull (strstr (trail->body, "approval-rule.unguarded"));
  expect_state (world->ada, waiting, "overtaken");
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
  reeve_clock_advance_for_tests (REEVE_APPROVAL_HOURS * REEVE_HOUR - 61 * G_USEC_PER_SEC);
  step_on (world); /* to the very end */
  reeve_clock_advance_for_tests (-1);
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
  g_assert_nonnull (strstr (mails->body, "asks for your approval"));
  g_assert_nonnull (strstr (mails->body, "Approved: Change the policy"));
  g_assert_nonnull (strstr (mails->body, "Expired: Change the policy"));
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

/* --- At the same time --- */

typedef struct
{
  ApiClient *client;
  char *path;
  const char *method;
  char *body;
  char *headers;
  guint status;
} Attempt;

static gpointer
attempt (gpointer data)
{
  Attempt *self = data;
  ApiRequest request = { .method = self->method,
                         .path = self->path,
                         .body = self->body,
                         .content_type =
                           g_str_equal (self->method, "PATCH") ? "application/merge-patch+json" : NULL,
                         .headers = self->headers };
  g_autoptr (ApiReply) reply = api_client_send (self->client, &request);

  self->status = reply->status;
  return NULL;
}

/* How many of @attempts succeed that begin at once. */
static guint
race (Attempt *attempts, guint n)
{
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  guint done = 0;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (threads, g_thread_new ("attempt", attempt, &attempts[i]));
  for (guint i = 0; i < n; i++)
    g_thread_join (threads->pdata[i]);
  for (guint i = 0; i < n; i++)
    {
      done += attempts[i].status == 200;
      api_client_free (attempts[i].client);
      g_free (attempts[i].path);
      g_free (attempts[i].body);
      g_free (attempts[i].headers);
    }
  return done;
}

static char *
take_headers (Person *person, const char *id)
{
  static guint n = 0;

  return g_strdup_printf ("Reeve-Approval: %s\r\nReeve-Code: %s\r\n", id, person->recovery[n++ % 8]);
}

/* Two who decide: one decision. Two who use it: one use, be it of a call that writes or of one that reads. */
static void
test_races (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "users.export", world->bo, world->cy);
  g_autofree char *id = ask (world->ada, "GET", "/users/export", NULL);
  Person *approvers[] = { world->bo, world->cy };
  Attempt attempts[4];

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *code = person_take_code (approvers[i], FALSE);

      attempts[i] = (Attempt) {
        .client = served_sign_in (world->served, approvers[i]->id, "complete"),
        .method = "POST",
        .path =
          g_strdup_printf ("/v1/workspaces/%s/approvals/%s/%s", world->served->workspace, id, "approve"),
        .body = g_strdup_printf ("{\"code\":\"%s\"}", code),
      };
    }
  g_assert_cmpuint (race (attempts, 2), ==, 1);
  for (guint i = 0; i < 4; i++)
    attempts[i] =
      (Attempt) { .client = served_sign_in (world->served, world->ada->id, "complete"),
                  .method = "GET",
                  .path = g_strdup_printf ("/v1/workspaces/%s/users/export", world->served->workspace),
                  .headers = take_headers (world->ada, id) };
  g_assert_cmpuint (race (attempts, 4), ==, 1);
  expect_state (world->ada, id, "used");
}

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

static char *
make_folder (World *world, const char *name, const char *parent)
{
  g_autofree char *key = new_key ();
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\",\"parent\":\"%s\"}", name, parent);

  return take_text (person_send (world->ada, "POST", "/folders", body, key), 201, "id");
}

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
  g_autofree char *ids[2] = { NULL };

  g_assert_nonnull (strstr (held->body, first));
  g_assert_nonnull (strstr (held->body, second));
  expect (try_ask (world->ada, "POST", "/permissions/apply", body), 400, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *key = new_key ();
      g_autofree char *escaped = g_strescape (body, NULL);
      g_autofree char *asked = g_strdup_printf (
        "{\"method\":\"POST\",\"path\":\"/v1/workspaces/%s/permissions/apply\",\"body\":\"%s\","
        "\"reason\":\"It is time\",\"rule\":\"%s\"}",
        world->served->workspace, escaped, rules[i]);

      ids[i] = take_text (person_send (world->ada, "POST", "/approvals", asked, key), 201, "id");
      expect (decide (who[1 - i], ids[i], "approve", NULL), 404, NULL);
      expect (decide (who[i], ids[i], "approve", NULL), 200, NULL);
      step_on (world);
      expect (apply (world, body, ids[i]), 403, "approval_needed");
    }
  g_autofree char *both = g_strdup_printf ("%s,%s", ids[1], ids[0]);
  expect (apply (world, body, both), 200, NULL);
  expect_state (world->ada, ids[0], "used");
  expect_state (world->ada, ids[1], "used");
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
#define ADD(name, function) g_test_add ("/approvals/" name, World, NULL, set_up, function, tear_down)
  ADD ("rules", test_rules);
  ADD ("unguarded", test_unguarded);
  ADD ("route", test_route);
  ADD ("codes", test_codes);
  ADD ("expiry", test_expiry);
  ADD ("ends", test_ends);
  ADD ("people", test_people);
  ADD ("leaving", test_leaving);
  ADD ("other-workspace", test_other_workspace);
  ADD ("races", test_races);
  ADD ("export", test_export);
  ADD ("remove", test_remove);
  ADD ("secret", test_secret);
  ADD ("places", test_places);
  ADD ("draft", test_draft);
  ADD ("several", test_several);
  ADD ("rights", test_rights);
  return g_test_run ();
}
