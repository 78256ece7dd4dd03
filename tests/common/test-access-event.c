/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access events: out, in, and what is refused. */

#include "config.h"

#include "common/access-event.h"

#include <string.h>

#include "common/error.h"
#include "common/json-canonical.h"
#include "common/json.h"

static const ReeveAccessEvent full = {
  .time = 1700000000123456,
  .duration_us = 812,
  .status = 401,
  .bytes_out = 77,
  .result = REEVE_ACCESS_REFUSED,
  .action = "sign-in",
  .actor = "0189",
  .actor_name = "Zo\xc3\xab \"Z\" \\ </x>",
  .address = "2001:db8::1",
  .agent = "curl",
  .object = "018a",
  .object_name = "\xf0\x9f\x98\x80",
  .outcome = "password_wrong",
  .route = "POST /v1/sign-in",
  .session = "018b",
  .source = "sshd web1",
  .source_id = "77",
  .text = "line",
};

static ReeveAccessEvent *
read_json (const char *json, GError **error)
{
  g_autoptr (JsonObject) object = reeve_json_parse_object (json, strlen (json), &reeve_json_body, NULL);

  g_assert_nonnull (object);
  return reeve_access_event_read (object, error);
}

/* The text is canonical: the same as what canonicalisation makes of it. And nothing is lost on the way. */
static void
test_round_trip (void)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) again = g_string_new (NULL);
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (ReeveAccessEvent) event = NULL;
  g_autofree char *canonical = NULL;
  g_autoptr (GError) error = NULL;

  reeve_access_event_print (&full, json);
  object = reeve_json_parse_object (json->str, json->len, &reeve_json_body, &error);
  g_assert_no_error (error);
  canonical = reeve_json_canonical (object, &error);
  g_assert_cmpstr (json->str, ==, canonical);
  g_assert_cmpuint (json_object_get_size (object), ==, 18);
  event = reeve_access_event_read (object, &error);
  g_assert_no_error (error);
  reeve_access_event_print (event, again);
  g_assert_cmpstr (again->str, ==, json->str);
}

static void
test_little (void)
{
  const ReeveAccessEvent little = { .time = 5 };
  g_autoptr (GString) json = g_string_new ("x");

  reeve_access_event_print (&little, json);
  g_assert_cmpstr (json->str, ==, "x{\"result\":\"ok\",\"time\":5}");
}

/* One line of valid text, whatever came. */
static void
test_copy (void)
{
  g_autofree char *lots = g_strnfill (5000, 'x');
  g_autoptr (GString) many = g_string_new ("a");
  g_autoptr (ReeveAccessEvent) copy = NULL;
  ReeveAccessEvent event = { .agent = lots, .actor_name = "a\nb\x7f\xff" };

  for (guint i = 0; i < 1000; i++)
    g_string_append (many, "\xc3\x9f");
  event.text = many->str;
  copy = reeve_access_event_copy (&event);
  g_assert_cmpuint (strlen (copy->agent), ==, REEVE_ACCESS_AGENT_BYTES);
  g_assert_cmpstr (copy->actor_name, ==, "a b \xef\xbf\xbd");
  g_assert_cmpuint (strlen (copy->text), ==, REEVE_ACCESS_TEXT_BYTES - 1);
  g_assert_true (g_utf8_validate (copy->text, -1, NULL));
  g_assert_null (copy->object);
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessEvent) event =
    read_json ("{\"time\": \"2023-11-14T22:13:20Z\", \"status\": 403, \"actor\": null}", &error);

  g_assert_no_error (error);
  g_assert_cmpint (event->time, ==, G_GINT64_CONSTANT (1700000000000000));
  g_assert_cmpint (event->result, ==, REEVE_ACCESS_REFUSED);
  g_assert_null (event->actor);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *json;
    const char *pointer;
  } wrong[] = {
    { "{}", "/time" },
    { "{\"time\": \"yesterday\"}", "/time" },
    { "{\"time\": -1}", "/time" },
    { "{\"time\": 1.5}", "/time" },
    { "{\"time\": 1, \"result\": \"good\"}", "/result" },
    { "{\"time\": 1, \"status\": \"200\"}", "/status" },
    { "{\"time\": 1, \"actor\": 7}", "/actor" },
    { "{\"time\": 1, \"actor\": {}}", "/actor" },
    { "{\"time\": 1, \"password\": \"x\"}", "/password" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      GPtrArray *members;

      g_assert_null (read_json (wrong[i].json, &error));
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
      members = reeve_error_get_members (error);
      g_assert_cmpuint (members->len, ==, 1);
      g_assert_cmpstr (((ReeveBadMember *) members->pdata[0])->pointer, ==, wrong[i].pointer);
    }
}

static void
test_results (void)
{
  static const struct
  {
    gint64 status;
    const char *result;
  } cases[] = {
    { 0, "ok" },        { 200, "ok" },     { 304, "ok" },      { 400, "failed" },  { 401, "refused" },
    { 403, "refused" }, { 404, "failed" }, { 423, "refused" }, { 429, "refused" }, { 500, "error" },
  };
  ReeveAccessResult result;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (reeve_access_result_to_wire (reeve_access_result_from_status (cases[i].status)), ==,
                     cases[i].result);
  g_assert_false (reeve_access_result_from_wire ("good", &result));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/access-event/round-trip", test_round_trip);
  g_test_add_func ("/access-event/little", test_little);
  g_test_add_func ("/access-event/copy", test_copy);
  g_test_add_func ("/access-event/read", test_read);
  g_test_add_func ("/access-event/refused", test_refused);
  g_test_add_func ("/access-event/results", test_results);
  return g_test_run ();
}
