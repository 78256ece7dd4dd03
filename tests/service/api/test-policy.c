/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The policy of a workspace: there from the first, read by those who work in the console, changed by those
 * who may, one change after another, each of them in the trail. */

#include "config.h"

#include "common/policy.h"
#include "service/api/password-demand.h"
#include "service/api/policy.h"
#include "tests/service/api/fixture.h"

static ReevePolicy *
get_policy (Device *device)
{
  g_autoptr (Answer) answer = device_call (device, policy_get);

  assert_done (answer);
  return REEVE_POLICY (g_object_ref (answer->reply));
}

/* A new workspace has one, as the standard advises. */
static void
test_beginning (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (ReevePolicy) policy = get_policy (hana);

  g_assert_cmpint (policy->version, ==, 1);
  g_assert_cmpstr (policy->password_profile, ==, "default");
  g_assert_cmpint (policy->password_min_length, ==, 12);
  g_assert_cmpint (policy->access_log_days, ==, 30);
  g_assert_cmpint (policy->changed, ==, 0);
}

/* A change is stored, is in the trail with what differs, and is refused to who looked at an older one. */
static void
test_change (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Answer) saved =
    device_call (hana, policy_save, .patch = "{\"passwordMinLength\":16}", .if_match = 1);
  g_autoptr (Answer) stale =
    device_call (hana, policy_save, .patch = "{\"passwordProfile\":\"seed\"}", .if_match = 1);
  g_autoptr (Answer) same =
    device_call (hana, policy_save, .patch = "{\"passwordMinLength\":16}", .if_match = 2);
  g_autoptr (Answer) history = device_call (hana, policy_history, .query = "");
  g_autoptr (ReevePolicy) policy = get_policy (hana);
  ReeveAuditEntry *entry;

  assert_done (saved);
  assert_refused (stale, REEVE_ERROR_STALE, NULL);
  assert_done (same);
  g_assert_cmpuint (same->n_audited, ==, 0);
  g_assert_cmpint (policy->version, ==, 2);
  g_assert_cmpint (policy->password_min_length, ==, 16);
  g_assert_cmpint (policy->changed, ==, reeve_clock_now ());
  assert_done (history);
  g_assert_cmpuint (history->listing->items->len, ==, 1);
  entry = g_ptr_array_index (history->listing->items, 0);
  g_assert_cmpstr (entry->action, ==, "policy.save");
  g_assert_cmpstr (entry->before, ==, "{\"passwordMinLength\":12}");
  g_assert_cmpstr (entry->after, ==, "{\"passwordMinLength\":16}");
}

/* What is out of bounds, unknown or the service's own is refused by name and changes nothing. */
static void
test_refused (void)
{
  static const struct
  {
    const char *patch;
    const char *pointer;
    const char *reason;
  } cases[] = {
    { "{\"passwordMinLength\":11}", "/passwordMinLength", "range" },
    { "{\"passwordMinLength\":65}", "/passwordMinLength", "range" },
    { "{\"passwordMinLength\":null}", "/passwordMinLength", "required" },
    { "{\"passwordMinLength\":\"12\"}", "/passwordMinLength", "type" },
    { "{\"passwordProfile\":\"none\"}", "/passwordProfile", "choice" },
    { "{\"passwordProfile\":null}", "/passwordProfile", "required" },
    { "{\"accessLogDays\":29}", "/accessLogDays", "range" },
    { "{\"accessLogDays\":366}", "/accessLogDays", "range" },
    { "{\"version\":7}", "/version", "read_only" },
    { "{\"id\":\"policy\"}", "/id", "read_only" },
    { "{\"noSuchMember\":true}", "/noSuchMember", "unknown_member" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (ReevePolicy) policy = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer = device_call (hana, policy_save, .patch = cases[i].patch, .if_match = 1);

      assert_refused (answer, REEVE_ERROR_INVALID, NULL);
      assert_member (answer, cases[i].pointer, cases[i].reason);
    }
  policy = get_policy (hana);
  g_assert_cmpint (policy->version, ==, 1);
}

/* An auditor reads it; only an administrator changes it; to a member it is not shown. */
static void
test_who (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) auditor = device_add_colleague (hana, "aud@vallis.example", "Aud", "auditor");
  g_autoptr (Device) member = device_add_colleague (hana, "mem@vallis.example", "Mem", "member");
  g_autoptr (ReevePolicy) policy = get_policy (auditor);
  g_autoptr (Answer) changed =
    device_call (auditor, policy_save, .patch = "{\"passwordMinLength\":16}", .if_match = 1);
  g_autoptr (Answer) read = device_call (member, policy_get);

  g_assert_cmpint (policy->password_min_length, ==, 12);
  assert_refused (changed, REEVE_ERROR_DENIED, NULL);
  assert_refused (read, REEVE_ERROR_DENIED, NULL);
}

static void
assert_shortest (Device *device, guint length)
{
  g_autoptr (GError) error = NULL;
  ReevePasswordPolicy policy;

  g_assert_true (reeve_password_demand_find (device->fixture->installation, device->account, NULL,
                                             g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &policy,
                                             &error));
  g_assert_cmpuint (policy.min_length, ==, length);
}

/* A workspace demands something of a person's password once they have gone there, not as soon as somebody
 * there knows their address. */
static void
test_stranger (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) made = NULL;
  g_autoptr (Answer) strict = NULL;
  g_autoptr (Answer) added = NULL;
  g_autoptr (Answer) visit = NULL;
  ReeveWorkspace *second = reeve_workspace_new ();
  ReeveUser *user = reeve_user_new ();

  second->name = g_strdup ("Second");
  made = device_call (hana, workspaces_create, .body = second);
  assert_done (made);
  g_set_str (&hana->workspace, REEVE_WORKSPACE (made->reply)->id);
  strict = device_call (hana, policy_save, .patch = "{\"passwordMinLength\":40}", .if_match = 1);
  assert_done (strict);
  user->email = g_strdup ("ada@vallis.example");
  user->display_name = g_strdup ("Ada");
  added = device_call (hana, users_create, .body = user);
  assert_done (added);
  assert_shortest (ada, 12);

  device_confirm (ada);
  g_set_str (&ada->workspace, hana->workspace);
  visit = device_call (ada, workspaces_get);
  assert_done (visit);
  assert_shortest (ada, 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/policy/beginning", test_beginning);
  g_test_add_func ("/api/policy/change", test_change);
  g_test_add_func ("/api/policy/refused", test_refused);
  g_test_add_func ("/api/policy/who", test_who);
  g_test_add_func ("/api/policy/stranger", test_stranger);
  return g_test_run ();
}
