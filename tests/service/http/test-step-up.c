/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Every row of THE table that demands a fresh code, over HTTP. A new row is tested by being there; one with a
 * body adds a body that is taken for right. */

#include <config.h>

#include <string.h>

#include "common/clock.h"
#include "person.h"
#include "service/http/routes.h"

static Served *served;

static const struct
{
  const char *path;
  const char *body;
} bodies[] = {
  { "/instruct", "{\"decision\":\"release\",\"reason\":\"all clear\"}" },
  { "/release", "{\"reason\":\"all clear\"}" },
  { "/second-factor/reset", "{\"reason\":\"lost phone\",\"proofing\":\"in-person\"}" },
  { "/leave", "{\"reason\":\"new job\"}" },
  { "/permissions/apply-sensitive", "{\"changes\":[{\"action\":\"break\",\"folder\":\"root\"}]}" },
  { "/approval-rules", "{\"folder\":\"0190c5a4-0000-7000-8000-000000000000\"}" },
  { "/notification-rules",
    "{\"name\":\"Alarm\",\"channel\":\"mail\",\"severity\":\"high\",\"roles\":[\"reviewer\"]}" },
  { "/contacts",
    "{\"email\":\"eve@out.example\",\"displayName\":\"Eve\",\"folder\":\"root\",\"verbs\":[\"view\"]}" },
  { "/leavings", "{\"ids\":[\"0190c5a4-0000-7000-8000-000000000000\"],\"reason\":\"new job\"}" },
  { "/approve", "{}" },
  { NULL, NULL },
};

static const char *
find_body (const ReeveRoute *route)
{
  if (route->body == NULL)
    return NULL;
  if ((route->flags & REEVE_ROUTE_PATCH) != 0)
    return "{}";
  for (guint i = 0; bodies[i].path != NULL; i++)
    if (g_str_has_suffix (route->path, bodies[i].path))
      return bodies[i].body;
  g_error ("%s %s demands a code and a body: add one to the table above", route->method, route->path);
}

/* @code: (nullable) */
static ApiReply *
knock (Person *self, const ReeveRoute *route, const char *target, const char *code)
{
  g_autofree char *nobody = reeve_id_new ();
  g_autofree char *path = served_fill (route->path, served->workspace, target, nobody);
  g_autofree char *header = code != NULL ? g_strdup_printf ("Reeve-Code: %s\r\n", code) : NULL;
  g_autofree char *headers =
    g_strdup_printf ("If-Match: \"999\"\r\nIdempotency-Key: %s\r\n%s", nobody, header != NULL ? header : "");
  ApiRequest request = {
    .method = route->method,
    .path = path,
    .body = find_body (route),
    .content_type = (route->flags & REEVE_ROUTE_PATCH) != 0 ? "application/merge-patch+json" : NULL,
    .headers = headers,
  };

  return api_client_send (self->client, &request);
}

static void
expect_refused (const ReeveRoute *route, ApiReply *reply, guint status, const char *reason)
{
  if (reply->status != status || g_strcmp0 (api_reply_get_text (reply, "reason"), reason) != 0)
    g_error ("%s %s: %u instead of %u %s: %s", route->method, route->path, reply->status, status, reason,
             reply->body);
}

static void
expect_reached (const ReeveRoute *route, ApiReply *reply)
{
  if (reply->status == 401 || reply->status == 403 || reply->status == 423 || reply->status >= 500)
    g_error ("%s %s: with a right code: %u %s", route->method, route->path, reply->status, reply->body);
}

typedef void (*RouteTest) (const ReeveRoute *route, guint index);

static void
for_each_route (gconstpointer test)
{
  guint n = 0;

  for (guint i = 0; i < reeve_n_routes; i++)
    if ((reeve_routes[i].flags & REEVE_ROUTE_STEP_UP) != 0)
      {
        ((RouteTest) test) (&reeve_routes[i], i);
        n++;
      }
  g_assert_cmpuint (n, >, 0);
}

static Person *
add_one_more (const char *what, guint index)
{
  g_autofree char *name = g_strdup_printf ("%s-%u", what, index);

  return person_new (served, name, "workspace-administrator", NULL);
}

/* The code is used up in a transaction of its own: there must be no other on the directory around it. */
static void
check_place (const ReeveRoute *route, guint index)
{
  g_assert_true (strstr (route->path, "{workspace}") != NULL || (route->flags & REEVE_ROUTE_OWN_TX) != 0);
  g_assert_false ((route->flags & (REEVE_ROUTE_OPEN | REEVE_ROUTE_PUBLIC | REEVE_ROUTE_ENROL |
                                   REEVE_ROUTE_INLINE | REEVE_ROUTE_STREAM)) != 0);
}

/* An account that has no second factor has no way around it. */
static void
check_missing (const ReeveRoute *route, guint index)
{
  g_autoptr (Person) bo = add_one_more ("missing", index);
  g_autofree char *target = g_strdup (served->ada);
  g_autoptr (ApiReply) without = knock (bo, route, target, NULL);
  g_autoptr (ApiReply) with = knock (bo, route, target, "123456");

  expect_refused (route, without, 403, "second_factor_missing");
  expect_refused (route, with, 403, "second_factor_missing");
}

/* A call may have made new ones. */
static void
take_recovery_codes (Person *self, ApiReply *reply)
{
  if (reply->body == NULL || strstr (reply->body, "recoveryCodes") == NULL)
    return;
  g_strfreev (self->recovery);
  self->recovery = g_strsplit (api_reply_get_text (reply, "recoveryCodes"), "\n", -1);
}

/* No code, a code used before, somebody else's, a recovery code twice; and each right one once. */
static void
check_codes (const ReeveRoute *route, guint index)
{
  g_autoptr (Person) bo = add_one_more ("codes", index);
  g_autoptr (Person) cy = add_one_more ("others", index);
  g_autoptr (Person) target = add_one_more ("codes-target", index);

  person_enrol (bo);
  person_enrol (cy);
  g_autoptr (ApiReply) without = knock (bo, route, target->id, NULL);
  expect_refused (route, without, 403, "step_up");
  g_autofree char *enrolled_with = person_take_code (bo, TRUE);
  g_autoptr (ApiReply) replayed = knock (bo, route, target->id, enrolled_with);
  expect_refused (route, replayed, 403, "code_replayed");
  g_autofree char *next = person_take_code (bo, FALSE);
  g_autoptr (ApiReply) right = knock (bo, route, target->id, next);
  expect_reached (route, right);
  take_recovery_codes (bo, right);
  g_autoptr (ApiReply) again = knock (bo, route, target->id, next);
  expect_refused (route, again, 403, "code_replayed");
  g_autoptr (ApiReply) foreign = knock (bo, route, target->id, cy->recovery[0]);
  expect_refused (route, foreign, 403, "code_wrong");
  g_autoptr (ApiReply) recovery = knock (bo, route, target->id, bo->recovery[0]);
  expect_reached (route, recovery);
  g_autoptr (ApiReply) twice = knock (bo, route, target->id, bo->recovery[0]);
  expect_refused (route, twice, 403, "code_wrong");
  g_autoptr (ApiReply) kept = knock (cy, route, target->id, cy->recovery[0]);
  expect_reached (route, kept); /* Bo's trying it used nothing up */
}

/* Wrong codes are counted as at sign-in: the third ends trying for a while, with a right one too. */
static void
check_cooling (const ReeveRoute *route, guint index)
{
  g_autoptr (Person) bo = add_one_more ("cooling", index);

  person_enrol (bo);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ApiReply) wrong = knock (bo, route, served->ada, "no code at all");
      expect_refused (route, wrong, 403, "code_wrong");
    }
  g_autoptr (ApiReply) third = knock (bo, route, served->ada, "no code at all");
  expect_refused (route, third, 423, "cooling_off");
  g_assert_nonnull (api_reply_get_header (third, "retry-after"));
  g_autoptr (ApiReply) right = knock (bo, route, served->ada, bo->recovery[0]);
  expect_refused (route, right, 423, "cooling_off");
}

/* What is wrong with the call is said before a code is asked for, and costs none. */
static void
check_order (const ReeveRoute *route, guint index)
{
  g_autoptr (Person) bo = add_one_more ("order", index);
  g_autofree char *path = served_fill (route->path, served->workspace, served->ada, served->ada);

  if (route->body == NULL || (route->flags & REEVE_ROUTE_PATCH) != 0)
    return;
  person_enrol (bo);
  g_autofree char *headers =
    g_strdup_printf ("If-Match: \"1\"\r\nIdempotency-Key: %u\r\nReeve-Code: %s\r\n", index, bo->recovery[0]);
  ApiRequest request = {
    .method = route->method, .path = path, .body = "{\"noSuchMember\":1}", .headers = headers
  };
  g_autoptr (ApiReply) bad = api_client_send (bo->client, &request);
  g_assert_cmpuint (bad->status, ==, 400);
  g_autoptr (Person) target = add_one_more ("order-target", index);
  g_autoptr (ApiReply) right = knock (bo, route, target->id, bo->recovery[0]);
  expect_reached (route, right);
}

/* Two codes in one request cannot be told apart. */
static void
test_two_headers (void)
{
  g_autoptr (Person) bo = person_new (served, "two", "workspace-administrator", NULL);
  g_autofree char *path = g_strdup_printf ("/v1/workspaces/%s/users/export", served->workspace);
  ApiRequest request = { .method = "GET",
                         .path = path,
                         .headers = "Reeve-Code: 123456\r\nReeve-Code: 234567\r\n" };
  g_autoptr (ApiReply) reply = api_client_send (bo->client, &request);

  g_assert_cmpuint (reply->status, ==, 400);
}

/* Where it depends on what is changed: only a shorter log, longer reviews and fewer signatures take a code.
 */
static void
test_sometimes (void)
{
  static const struct
  {
    const char *body;
    gboolean wants;
    const char *path; /* NULL: the policy */
  } cases[] = {
    { "{\"accessLogDays\":90}", FALSE },
    { "{\"passwordMinLength\":14}", FALSE },
    { "{\"accessLogDays\":90,\"passwordMinLength\":15}", FALSE },
    { "{\"accessLogDays\":89}", TRUE },
    { "{\"accessLogDays\":30,\"passwordMinLength\":16}", TRUE },
    { "{\"logReviewWeeks\":2}", FALSE },
    { "{\"logReviewSignatures\":2}", FALSE },
    { "{\"logReviewWeeks\":3}", TRUE },
    { "{\"logReviewSignatures\":1}", TRUE },
    { "{\"numbers\":[\"brute-force/failures=10\",\"factor-reset/hours=24\"]}", FALSE, "/detections" },
    { "{\"numbers\":[\"brute-force/failures=10\",\"factor-reset/hours=23\"]}", TRUE, "/detections" },
    { "{\"numbers\":[\"brute-force/failures=11\",\"factor-reset/hours=23\"]}", TRUE, "/detections" },
    { "{\"switchedOff\":[\"reset-burst\"]}", TRUE, "/detections" },
    { "{\"switchedOff\":[]}", FALSE, "/detections" },
  };
  g_autoptr (Person) bo = add_one_more ("sometimes", 0);
  g_autoptr (ApiReply) stale = NULL;
  guint n_used = 0;

  person_enrol (bo);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *path = cases[i].path != NULL ? cases[i].path : "/policy";
      g_autoptr (ApiReply) now = person_send (bo, "GET", path, NULL, NULL);
      g_autofree char *match = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n",
                                                json_object_get_int_member (now->json, "version"));
      g_autoptr (ApiReply) without = person_send (bo, "PATCH", path, cases[i].body, match);
      g_autoptr (ApiReply) with = NULL;

      g_assert_cmpuint (without->status, ==, cases[i].wants ? 403 : 200);
      if (!cases[i].wants)
        continue;
      g_assert_cmpstr (api_reply_get_text (without, "reason"), ==, "step_up");
      g_autofree char *headers = g_strdup_printf ("%sReeve-Code: %s\r\n", match, bo->recovery[n_used++]);
      with = person_send (bo, "PATCH", path, cases[i].body, headers);
      g_assert_cmpuint (with->status, ==, 200);
    }
  stale = person_send (bo, "PATCH", "/policy", "{\"accessLogDays\":30}", "If-Match: \"1\"\r\n");
  g_assert_cmpuint (stale->status, ==, 412); /* nobody is asked for a code for nothing */
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  served = served_new ();
  g_test_add_data_func ("/step-up/place", check_place, for_each_route);
  g_test_add_data_func ("/step-up/missing", check_missing, for_each_route);
  g_test_add_data_func ("/step-up/codes", check_codes, for_each_route);
  g_test_add_data_func ("/step-up/cooling-off", check_cooling, for_each_route);
  g_test_add_data_func ("/step-up/order", check_order, for_each_route);
  g_test_add_func ("/step-up/two-headers", test_two_headers);
  g_test_add_func ("/step-up/sometimes", test_sometimes);
  result = g_test_run ();
  served_free (served);
  return result;
}
