/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Problem documents, there and back. */

#include "config.h"

#include "common/error.h"
#include "common/problem.h"

#include <string.h>

static GError *
travel (const GError *error)
{
  GString *json = g_string_new (NULL);

  reeve_problem_append (error, json);
  g_autoptr (GBytes) body = g_string_free_to_bytes (json);
  return reeve_problem_read (reeve_error_code_to_status (reeve_error_get_code (error)), body);
}

/* Errors of other domains are documents too, and show nothing of themselves. */
static void
test_foreign (void)
{
  g_autoptr (GError) foreign = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "/var/lib/secret-path");
  g_autoptr (GString) json = g_string_new (NULL);

  reeve_problem_append (foreign, json);
  g_assert_null (strstr (json->str, "secret-path"));
  g_assert_nonnull (strstr (json->str, "\"code\":\"internal\""));
}

/* Everything that an error carries survives the wire, for every code. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < REEVE_N_ERRORS; i++)
    {
      g_autoptr (GError) error = reeve_error_new (i, "email_taken", "the \"message\" %d", 7);
      reeve_error_set_retry_after_ms (error, 1500);
      reeve_error_set_incident (error, "01890a5d-ac96-774b-bcce-b302099a8057");
      g_autoptr (GError) back = travel (error);
      g_assert_error (back, REEVE_ERROR, (int) i);
      g_assert_cmpstr (reeve_error_get_reason (back), ==, "email_taken");
      g_assert_cmpint (reeve_error_get_retry_after_ms (back), ==, 1500);
      g_assert_cmpstr (reeve_error_get_incident (back), ==, "01890a5d-ac96-774b-bcce-b302099a8057");
      if (i != REEVE_ERROR_INTERNAL)
        g_assert_cmpstr (back->message, ==, "the \"message\" 7");
    }
}

/* The message of an INTERNAL error stays at home: it may name tables and paths. */
static void
test_internal_is_silent (void)
{
  g_autoptr (GError) error = reeve_error_new (REEVE_ERROR_INTERNAL, NULL, "no such table: accounts");
  g_autoptr (GString) json = g_string_new (NULL);

  reeve_problem_append (error, json);
  g_assert_null (strstr (json->str, "accounts"));
  g_assert_nonnull (strstr (json->str, "\"code\":\"internal\""));
}

/* Bad members travel in their order, with place, reason and words. */
static void
test_members (void)
{
  g_autoptr (GError) error = NULL;

  reeve_error_add_member (&error, "/email", "email", "is not an e-mail address");
  reeve_error_add_member (&error, "/items/3/name", "too_long", "has more than %d characters", 200);
  g_autoptr (GError) back = travel (error);
  GPtrArray *members = reeve_error_get_members (back);
  g_assert_cmpuint (members->len, ==, 2);
  const ReeveBadMember *second = g_ptr_array_index (members, 1);
  g_assert_cmpstr (second->pointer, ==, "/items/3/name");
  g_assert_cmpstr (second->reason, ==, "too_long");
  g_assert_cmpstr (second->message, ==, "has more than 200 characters");
}

/* A service that answers rubbish gives an error by its status, and never a crash. */
static void
test_rubbish (void)
{
  static const char *const bodies[] = {
    "",
    "<html>502</html>",
    "[]",
    "{}",
    "{\"code\":7}",
    "{\"code\":\"teapot\",\"errors\":{}}",
    "{\"errors\":[1,{},{\"pointer\":1}],\"retryAfterMs\":\"x\",\"reason\":[],\"detail\":{},\"incident\":3}",
    "{\"retryAfterMs\":-5}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
      g_autoptr (GError) error = reeve_problem_read (409, body);
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_CONFLICT);
      g_assert_cmpint (reeve_error_get_retry_after_ms (error), ==, 0);
    }
  g_autoptr (GError) error = reeve_problem_read (0, NULL);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INTERNAL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/problem/foreign", test_foreign);
  g_test_add_func ("/problem/round-trip", test_round_trip);
  g_test_add_func ("/problem/internal-is-silent", test_internal_is_silent);
  g_test_add_func ("/problem/members", test_members);
  g_test_add_func ("/problem/rubbish", test_rubbish);
  return g_test_run ();
}
