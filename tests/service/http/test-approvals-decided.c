/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Decisions over HTTP: each stands for one rule and was made with one code; of several made at once, one
 * counts. */

#include <config.h>

#include <string.h>

#include "approving.h"

/* --- Several rules, one call --- */

static char *
write_contact (const char *folder)
{
  return g_strdup_printf (
    "{\"email\":\"x@out.example\",\"displayName\":\"X\",\"folder\":\"%s\",\"verbs\":[\"view\"]}", folder);
}

/* @ids: of approvals */
static ApiReply *
make_contact (World *world, const char *body, const char *ids)
{
  g_autofree char *key = new_key ();
  g_autofree char *headers = g_strdup_printf ("%sReeve-Approval: %s\r\n", key, ids);

  step_on (world);
  return person_send_with_code (world->ada, "POST", "/contacts", body, headers);
}

/* Takes @reply, which says that an approval of each of @rules is missing, and of no other. */
static void
expect_missing (ApiReply *reply, guint n, const char *const *rules)
{
  g_autoptr (ApiReply) owned = reply;
  JsonArray *errors;

  if (reply->status != 403 || g_strcmp0 (api_reply_get_text (reply, "reason"), "approval_needed") != 0)
    g_error ("%u: %s", reply->status, reply->body);
  errors = json_object_get_array_member (reply->json, "errors");
  g_assert_cmpuint (json_array_get_length (errors), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *pointer = g_strconcat ("\"/approvals/", rules[i], "\"", NULL);

      g_assert_nonnull (strstr (reply->body, pointer));
    }
}

/* @action: of entries about the approval @id. */
static guint
count_in_trail (World *world, const char *id, const char *action)
{
  g_autofree char *quoted = g_strconcat ("\"", action, "\"", NULL);
  g_autofree char *path = g_strdup_printf ("/approvals/%s/history", id);
  g_autoptr (ApiReply) trail = person_send (world->ada, "GET", path, NULL, NULL);
  guint n = 0;

  for (const char *at = trail->body; (at = strstr (at, quoted)) != NULL; at++)
    n++;
  return n;
}

/* What two folders and an operation hold is put before the approvers of each; an approval stands for its own
 * rule alone, though the same person gave it to the very same request, and one that is missing holds all. */
static void
test_layers (World *world, gconstpointer data)
{
  g_autofree char *outer = make_folder (world, "People", "root");
  g_autofree char *inner = make_folder (world, "Pay", outer);
  g_autofree char *beside = make_folder (world, "Canteen", "root");
  g_autofree char *by_outer = make_rule (world, "folder", outer, world->bo, NULL);
  g_autofree char *by_inner = make_rule (world, "folder", inner, world->bo, world->cy);
  g_autofree char *by_operation = make_rule (world, "operation", "contacts.create", world->cy, NULL);
  g_autofree char *foreign = make_rule (world, "folder", beside, world->bo, NULL);
  g_autofree char *body = write_contact (inner);
  const char *rules[] = { by_inner, by_outer, by_operation };
  char *ids[3];

  expect_missing (make_contact (world, body, by_outer), 3, rules);
  expect (try_ask (world->ada, "POST", "/contacts", body), 400, NULL);
  expect (try_ask_by (world->ada, "POST", "/contacts", body, foreign), 400, NULL);
  for (guint i = 0; i < 3; i++)
    ids[i] = take_text (try_ask_by (world->ada, "POST", "/contacts", body, rules[i]), 201, "id");
  expect (try_ask_by (world->ada, "POST", "/contacts", body, by_outer), 409, "approval_waiting");
  g_assert_cmpuint (count_listed (world->bo, "?mine=to-decide"), ==, 2);
  g_assert_cmpuint (count_listed (world->cy, "?mine=to-decide"), ==, 2);
  g_assert_cmpuint (count_listed (world->ada, "?mine=to-decide"), ==, 0);
  g_assert_cmpuint (count_listed (world->di, "?mine=to-decide"), ==, 0);
  expect (decide (world->bo, ids[2], "approve", NULL), 404, NULL);
  expect (decide (world->cy, ids[1], "approve", NULL), 404, NULL);

  /* One of them by Bo, given as if it were three. */
  g_autofree char *thrice = g_strdup_printf ("%s,%s, %s", ids[1], ids[1], ids[1]);
  const char *others[] = { by_inner, by_operation };
  expect (decide (world->bo, ids[1], "approve", NULL), 200, NULL);
  g_autofree char *spent = person_take_code (world->bo, TRUE);
  expect (decide (world->bo, ids[0], "approve", spent), 403, "code_replayed");
  expect_missing (make_contact (world, body, thrice), 2, others);
  expect_state (world->ada, ids[0], "waiting");
  expect_state (world->ada, ids[2], "waiting");

  /* Two by Bo, and Cy refuses the third: nothing is done or used up. */
  g_autofree char *all = g_strdup_printf ("%s,%s,%s", ids[0], ids[1], ids[2]);
  expect (decide (world->bo, ids[0], "approve", NULL), 200, NULL);
  expect (decide (world->cy, ids[2], "refuse", NULL), 200, NULL);
  expect_missing (make_contact (world, body, all), 1, &rules[2]);
  expect_state (world->ada, ids[0], "approved");
  expect_state (world->ada, ids[1], "approved");

  /* Asked anew, and approved; the folder above is another request. */
  g_autofree char *again =
    take_text (try_ask_by (world->ada, "POST", "/contacts", body, by_operation), 201, "id");
  g_autofree char *complete = g_strdup_printf ("%s,%s", all, again);
  g_autofree char *elsewhere = write_contact (outer);
  expect (decide (world->cy, again, "approve", NULL), 200, NULL);
  expect_missing (make_contact (world, elsewhere, complete), 3, rules); /* it comes down to the inner one */
  expect (make_contact (world, body, complete), 201, NULL);
  expect_state (world->ada, again, "used");
  expect_state (world->ada, ids[0], "used");
  expect_state (world->ada, ids[1], "used");
  expect_state (world->ada, ids[2], "refused");
  g_assert_cmpuint (count_in_trail (world, again, "approval.use"), ==, 1);
  g_assert_cmpuint (count_in_trail (world, ids[1], "approval.use"), ==, 1);
  g_assert_cmpuint (count_in_trail (world, ids[2], "approval.use"), ==, 0);
  expect_missing (make_contact (world, body, complete), 3, rules);
  for (guint i = 0; i < 3; i++)
    g_free (ids[i]);
}

/* --- Codes --- */

/* Ada's, with her password; @code is the second factor. On a new device. */
static ApiReply *
sign_in (World *world, const char *code)
{
  g_autoptr (ApiClient) client = api_client_new (world->served->origin);
  ApiRequest password = { .method = "POST",
                          .path = "/v1/sign-in",
                          .body = "{\"email\":\"ada@example.org\",\"password\":\"" SERVED_PASSWORD "\"}",
                          .no_token = TRUE };
  g_autofree char *challenge = take_text (api_client_send (client, &password), 200, "challenge");
  g_autofree char *body = g_strdup_printf ("{\"challenge\":\"%s\",\"code\":\"%s\"}", challenge, code);
  ApiRequest second = { .method = "POST", .path = "/v1/sign-in/code", .body = body, .no_token = TRUE };

  return api_client_send (client, &second);
}

/* A code that decided signs nobody in and lets no step-up through, and one that signed in decides nothing. */
static void
test_sign_in (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->ada, NULL);
  const char *decisions[] = { "approve", "refuse" };

  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    {
      g_autofree char *policy = g_strdup_printf ("{\"passwordMinLength\":%u}", 14 + i);
      g_autofree char *id = ask (world->di, "PATCH", "/policy", policy);
      g_autofree char *entered = person_take_code (world->ada, FALSE);
      g_autofree char *decided = NULL;
      g_autofree char *header = NULL;

      expect (sign_in (world, entered), 200, NULL);
      expect (decide (world->ada, id, decisions[i], entered), 403, "code_replayed");
      expect_state (world->di, id, "waiting");
      step_on (world);
      decided = person_take_code (world->ada, FALSE);
      header = g_strdup_printf ("Reeve-Code: %s\r\n", decided);
      expect (decide (world->ada, id, decisions[i], decided), 200, NULL);
      expect (sign_in (world, decided), 403, "code_replayed");
      expect (person_send (world->ada, "GET", "/users/export", NULL, header), 403, "code_replayed");
      step_on (world);
      g_autofree char *fresh = person_take_code (world->ada, FALSE);
      expect (sign_in (world, fresh), 200, NULL);
      step_on (world);
    }
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
  char *reason; /* (nullable): why not */
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
  self->reason = g_strdup (api_reply_get_text (reply, "reason"));
  return NULL;
}

static void
attempt_clear (Attempt *self)
{
  api_client_free (self->client);
  g_free (self->path);
  g_free (self->body);
  g_free (self->headers);
  g_free (self->reason);
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
    done += attempts[i].status == 200;
  return done;
}

/* On a device of its own. */
static Attempt
prepare_decision (Person *person, const char *id, const char *decision, const char *code)
{
  return (Attempt) {
    .client = served_sign_in (person->served, person->id, "complete"),
    .method = "POST",
    .path = g_strdup_printf ("/v1/workspaces/%s/approvals/%s/%s", person->served->workspace, id, decision),
    .body = g_strdup_printf ("{\"code\":\"%s\",\"note\":\"I looked\"}", code),
  };
}

static char *
take_headers (Person *person, const char *id)
{
  static guint n = 0;

  return g_strdup_printf ("Reeve-Approval: %s\r\nReeve-Code: %s\r\n", id, person->recovery[n++ % 8]);
}

/* Two who use it: one use, of a call that reads. */
static void
test_use_races (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "users.export", world->bo, NULL);
  g_autofree char *id = ask (world->ada, "GET", "/users/export", NULL);
  Attempt attempts[4];

  expect (decide (world->bo, id, "approve", NULL), 200, NULL);
  for (guint i = 0; i < 4; i++)
    attempts[i] =
      (Attempt) { .client = served_sign_in (world->served, world->ada->id, "complete"),
                  .method = "GET",
                  .path = g_strdup_printf ("/v1/workspaces/%s/users/export", world->served->workspace),
                  .headers = take_headers (world->ada, id) };
  g_assert_cmpuint (race (attempts, 4), ==, 1);
  expect_state (world->ada, id, "used");
  g_assert_cmpuint (count_in_trail (world, id, "approval.use"), ==, 1);
  for (guint i = 0; i < 4; i++)
    attempt_clear (&attempts[i]);
}

/* @decisions are made at once by @deciders, each with a code of theirs: one is made. Whose was too late hears
 * so, the trail tells of the one alone, and it can be used only if it was an approval. */
static void
expect_one_decision (World *world, Person *const *deciders, const char *const *decisions, guint n)
{
  g_autofree char *id = ask (world->ada, "PATCH", "/policy", POLICY);
  g_autofree char *withdraw = g_strdup_printf ("/approvals/%s/withdraw", id);
  g_autofree Attempt *attempts = g_new0 (Attempt, n);
  const char *made = NULL;
  guint approvals;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *code = person_take_code (deciders[i], i > 0 && deciders[i] == deciders[i - 1]);

      attempts[i] = prepare_decision (deciders[i], id, decisions[i], code);
    }
  g_assert_cmpuint (race (attempts, n), ==, 1);
  for (guint i = 0; i < n; i++)
    {
      if (attempts[i].status == 200)
        made = decisions[i];
      else
        {
          g_assert_cmpuint (attempts[i].status, ==, 409);
          g_assert_cmpstr (attempts[i].reason, ==, "approval_over");
        }
      attempt_clear (&attempts[i]);
    }
  approvals = g_str_equal (made, "approve") ? 1 : 0;
  expect_state (world->ada, id, approvals == 1 ? "approved" : "refused");
  g_assert_cmpuint (count_in_trail (world, id, "approval.approve"), ==, approvals);
  g_assert_cmpuint (count_in_trail (world, id, "approval.refuse"), ==, 1 - approvals);
  if (approvals == 1)
    expect (person_send (world->ada, "POST", withdraw, NULL, NULL), 200, NULL);
  else
    expect (save_policy_as (world->ada, POLICY, id), 403, "approval_needed");
  step_on (world);
}

/* Two who would approve; one for and one against; one person on two devices, with one code. */
static void
test_races (World *world, gconstpointer data)
{
  g_autofree char *rule = make_rule (world, "operation", "policy.save", world->bo, world->cy);
  Person *both[] = { world->bo, world->cy }, *one[] = { world->bo, world->bo };
  const char *alike[] = { "approve", "approve" }, *torn[] = { "approve", "refuse" };

  for (guint i = 0; i < 4; i++)
    {
      expect_one_decision (world, both, alike, 2);
      expect_one_decision (world, both, torn, 2);
      expect_one_decision (world, one, torn, 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, World, NULL, approving_set_up, function, approving_tear_down)
  ADD ("/approvals-decided/layers", test_layers);
  ADD ("/approvals-decided/sign-in", test_sign_in);
  ADD ("/approvals-decided/races", test_races);
  ADD ("/approvals-decided/use-races", test_use_races);
  return g_test_run ();
}
