/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include <config.h>

#include "approving.h"

#include "service/jobs/jobs.h"

#define START (G_GINT64_CONSTANT (1795312316) * G_USEC_PER_SEC)

void
step_on (World *world)
{
  Person *all[] = { world->ada, world->bo, world->cy, world->di, world->eve };

  reeve_clock_advance_for_tests (61 * G_USEC_PER_SEC);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    person_sign_in (all[i]);
}

void
approving_set_up (World *world, gconstpointer data)
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

void
approving_tear_down (World *world, gconstpointer data)
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

void
expect_at (const char *where, ApiReply *reply, guint status, const char *reason)
{
  if (reply->status != status ||
      (reason != NULL && g_strcmp0 (api_reply_get_text (reply, "reason"), reason) != 0))
    g_error ("%s: %u instead of %u %s: %s", where, reply->status, status, reason != NULL ? reason : "",
             reply->body);
  api_reply_free (reply);
}

char *
new_key (void)
{
  g_autofree char *id = reeve_id_new ();

  return g_strdup_printf ("Idempotency-Key: %s\r\n", id);
}

char *
take_text (ApiReply *reply, guint status, const char *member)
{
  g_autoptr (ApiReply) owned = reply;

  if (reply->status != status)
    g_error ("%u instead of %u: %s", reply->status, status, reply->body);
  return g_strdup (api_reply_get_text (reply, member));
}

char *
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

ApiReply *
try_ask_by (Person *person, const char *method, const char *path, const char *asked, const char *rule)
{
  g_autofree char *key = new_key ();
  g_autoptr (GString) body = g_string_new ("{\"method\":");
  g_autofree char *escaped = asked != NULL ? g_strescape (asked, NULL) : NULL;

  g_string_append_printf (body, "\"%s\",\"path\":\"/v1/workspaces/%s%s\",\"reason\":\"It is time\"", method,
                          person->served->workspace, path);
  if (asked != NULL)
    g_string_append_printf (body, ",\"body\":\"%s\"", escaped);
  if (rule != NULL)
    g_string_append_printf (body, ",\"rule\":\"%s\"", rule);
  g_string_append_c (body, '}');
  return person_send (person, "POST", "/approvals", body->str, key);
}

ApiReply *
try_ask (Person *person, const char *method, const char *path, const char *asked)
{
  return try_ask_by (person, method, path, asked, NULL);
}

char *
ask (Person *person, const char *method, const char *path, const char *asked)
{
  return take_text (try_ask (person, method, path, asked), 201, "id");
}

ApiReply *
decide (Person *person, const char *id, const char *decision, const char *code)
{
  g_autofree char *path = g_strdup_printf ("/approvals/%s/%s", id, decision);
  g_autofree char *fresh = code == NULL ? person_take_code (person, FALSE) : g_strdup (code);
  g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\",\"note\":\"I looked\"}", fresh);

  return person_send (person, "POST", path, body, NULL);
}

ApiReply *
get (Person *person, const char *id)
{
  g_autofree char *path = g_strdup_printf ("/approvals/%s", id);

  return person_send (person, "GET", path, NULL, NULL);
}

void
expect_state_at (const char *where, Person *person, const char *id, const char *state)
{
  g_autofree char *found = take_text (get (person, id), 200, "state");

  if (g_strcmp0 (found, state) != 0)
    g_error ("%s: %s instead of %s", where, found, state);
}

guint
count_listed (Person *person, const char *query)
{
  g_autofree char *path = g_strconcat ("/approvals", query, NULL);
  g_autoptr (ApiReply) reply = person_send (person, "GET", path, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  return json_array_get_length (json_object_get_array_member (reply->json, "items"));
}

ApiReply *
save_policy_as (Person *person, const char *body, const char *ids)
{
  g_autoptr (ApiReply) now = person_send (person, "GET", "/policy", NULL, NULL);
  g_autofree char *headers = g_strdup_printf (
    "If-Match: \"%" G_GINT64_FORMAT "\"\r\n%s%s%s", json_object_get_int_member (now->json, "version"),
    ids != NULL ? "Reeve-Approval: " : "", ids != NULL ? ids : "", ids != NULL ? "\r\n" : "");

  return person_send (person, "PATCH", "/policy", body, headers);
}

char *
make_folder (World *world, const char *name, const char *parent)
{
  g_autofree char *key = new_key ();
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\",\"parent\":\"%s\"}", name, parent);

  return take_text (person_send (world->ada, "POST", "/folders", body, key), 201, "id");
}

void
set_member (Person *by, Person *whose, const char *body)
{
  g_autofree char *path = g_strdup_printf ("/users/%s", whose->id);
  g_autoptr (ApiReply) now = person_send (by, "GET", path, NULL, NULL);
  g_autofree char *headers = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n",
                                              json_object_get_int_member (now->json, "version"));

  expect (person_send (by, "PATCH", path, body, headers), 200, NULL);
}

void
run_jobs (World *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
    reeve_jobs_run_all (reeve_service_get_installation (world->served->service), reeve_clock_now (), &error));
  g_assert_no_error (error);
}
