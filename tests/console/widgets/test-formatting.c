/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Values in words, without a display. */

#include "config.h"

#include <string.h>

#include "common/access-export.h"
#include "common/access-review.h"
#include "common/approval-rule.h"
#include "common/approval.h"
#include "common/bulk-job.h"
#include "common/case.h"
#include "common/contact.h"
#include "common/detection-settings.h"
#include "common/finding.h"
#include "common/folder.h"
#include "common/grant.h"
#include "common/group.h"
#include "common/hold.h"
#include "common/identity-provider.h"
#include "common/invitation.h"
#include "common/log-intake.h"
#include "common/log-review.h"
#include "common/mute.h"
#include "common/notification-rule.h"
#include "common/policy.h"
#include "common/role.h"
#include "common/rotation.h"
#include "common/second-factor-demand.h"
#include "common/support-grant.h"
#include "common/user.h"
#include "common/workspace.h"
#include "console/widgets/field-words.h"
#include "console/widgets/formatting.h"

#include "common/capability.h"
#include "common/clock.h"
#include "console/client/person-names.h"
#include "console/widgets/history-words.h"

#define NOW (G_GINT64_CONSTANT (1773305467) * REEVE_SECOND) /* 12 March 2026, 08:51:07 UTC */

/* Short, never negative, never "0 d". */
static void
test_ago (void)
{
  static const struct
  {
    gint64 before_now;
    const char *words;
  } cases[] = {
    { -REEVE_HOUR, "now" },          { 0, "now" },
    { 59 * REEVE_SECOND, "now" },    { REEVE_MINUTE, "1 min" },
    { 59 * REEVE_MINUTE, "59 min" }, { REEVE_HOUR, "1 h" },
    { 23 * REEVE_HOUR, "23 h" },     { REEVE_DAY, "1 d" },
    { 364 * REEVE_DAY, "364 d" },    { 800 * REEVE_DAY, "2 y" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = reeve_format_ago (NOW - cases[i].before_now, NOW);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
  {
    g_autofree char *never = reeve_format_ago (0, NOW);

    g_assert_cmpstr (never, ==, "—");
  }
}

/* Seconds while they count, minutes and hours after. */
static void
test_duration (void)
{
  static const struct
  {
    gint64 span;
    const char *words;
  } cases[] = {
    { -1, "0 s" },
    { 38 * REEVE_SECOND, "38 s" },
    { 90 * REEVE_SECOND, "90 s" },
    { 12 * REEVE_MINUTE, "12 min" },
    { REEVE_HOUR, "1 h" },
    { 90 * REEVE_MINUTE, "1 h 30 min" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = reeve_format_duration (cases[i].span);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* Times that no calendar has do not crash. */
static void
test_time_out_of_range (void)
{
  g_autofree char *never = reeve_format_time (0);
  g_autofree char *late = reeve_format_time (G_MAXINT64);

  g_assert_cmpstr (never, ==, "—");
  g_assert_cmpstr (late, ==, "—");
}

/* Whole days, the last hours count as one, and then none. */
static void
test_days_left (void)
{
  g_assert_cmpint (reeve_format_days_left (NOW, NOW), ==, 30);
  g_assert_cmpint (reeve_format_days_left (NOW - 29 * REEVE_DAY - REEVE_HOUR, NOW), ==, 1);
  g_assert_cmpint (reeve_format_days_left (NOW - 31 * REEVE_DAY, NOW), ==, 0);
}

/* Every built-in role has a name and a sentence; an unknown one (a newer service) shows as it is. */
static void
test_roles (void)
{
  const char *const two[] = { "workspace-administrator", "reviewer", NULL };
  g_autofree char *text = reeve_format_roles (two);
  g_autofree char *none = reeve_format_roles (NULL);

  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    {
      g_assert_cmpstr (reeve_format_role (reeve_built_in_roles[i]), !=, reeve_built_in_roles[i]);
      g_assert_nonnull (reeve_format_role_description (reeve_built_in_roles[i]));
    }
  g_assert_cmpstr (reeve_format_role ("astronaut"), ==, "astronaut");
  g_assert_null (reeve_format_role_description ("astronaut"));
  g_assert_cmpstr (text, ==, "Workspace administrator, Reviewer");
  g_assert_cmpstr (none, ==, "Member");
}

static ReeveUser *
make_user (void)
{
  ReeveUser *user = reeve_user_new ();

  user->id = g_strdup ("u");
  user->state = "active";
  user->lock = "none";
  user->second_factor = "on";
  user->has_password = TRUE;
  return user;
}

static void
assert_status (ReeveUser *user, const char *words)
{
  g_autofree char *status = reeve_format_user_status (user);

  g_assert_cmpstr (status, ==, words);
}

/* One word for each state, the worst one first; numbers in the right plural; nobody has no state. */
static void
test_status (void)
{
  g_autoptr (ReeveUser) user = make_user ();

  reeve_clock_set_for_tests (NOW);
  assert_status (NULL, NULL);
  assert_status (user, "Active");
  user->second_factor = "off";
  assert_status (user, "No second factor");
  user->has_password = FALSE;
  assert_status (user, "No password yet");
  user->lock = "cooling-off";
  user->lock_ends = NOW + 38 * REEVE_SECOND;
  assert_status (user, "Cooling off 38 s");
  user->state = "suspended";
  assert_status (user, "Suspended");
  user->lock = "breach";
  assert_status (user, "Locked: breach report");
  user->deleted = NOW - REEVE_DAY;
  assert_status (user, "In the bin, 29 days left");
  user->deleted = NOW - 29 * REEVE_DAY;
  assert_status (user, "In the bin, 1 day left");
  reeve_clock_set_for_tests (0);
}

/* A name cannot turn the sentence around it, and what is missing is no crash. */
static void
test_isolates (void)
{
  g_autofree char *name = reeve_format_isolate ("دانا");
  g_autofree char *address = reeve_format_isolate_ltr (NULL);

  g_assert_cmpstr (name, ==, "\u2068دانا\u2069");
  g_assert_cmpstr (address, ==, "\u2066\u2069");
}

/* A history row says what changed in words, field by field, and bears rubbish. */
static void
test_history (void)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();
  g_autofree char *title = NULL;
  g_autofree char *changes = NULL;
  g_autofree char *nothing = reeve_format_history_changes (NULL);

  g_assert_null (nothing);
  entry->action = g_strdup ("user.save");
  entry->before = g_strdup ("{\"roles\":[\"member\"],\"state\":\"active\"}");
  entry->after = g_strdup ("{\"roles\":[\"reviewer\",\"auditor\"],\"state\":\"suspended\"}");
  title = reeve_format_history_title (entry);
  changes = reeve_format_history_changes (entry);
  g_assert_cmpstr (title, ==, "Suspended");
  g_assert_cmpstr (changes, ==, "Roles: Member → Reviewer, Auditor\nState: Active → Suspended");

  g_set_str (&entry->reason, "has another job");
  g_set_str (&entry->before, "{\"users\":[\"0190c5a4-0000-7000-8000-000000000000\"]}");
  g_set_str (&entry->after, "{\"users\":null,\"leavers\":[\"Bo\",\"Cy\"],\"moreLeavers\":false}");
  g_free (changes);
  changes = reeve_format_history_changes (entry);
  g_assert_nonnull (strstr (changes, "Known to: 1 person → —"));
  g_assert_nonnull (strstr (changes, "Who left: — → \u2068Bo\u2069, \u2068Cy\u2069"));
  g_assert_nonnull (strstr (changes, "Reason: has another job"));
  g_assert_null (strstr (changes, "0190c5a4"));

  g_clear_pointer (&entry->reason, g_free);
  g_set_str (&entry->before, "{\"due\":\"2026-03-12T08:00:00Z\"}");
  g_set_str (&entry->after, "{\"due\":\"soon\"}");
  g_free (changes);
  changes = reeve_format_history_changes (entry);
  g_assert_null (strstr (changes, "T08:00"));
  g_assert_nonnull (strstr (changes, "soon"));

  g_set_str (&entry->before, "{\"required\":false,\"approvers\":[\"a\",\"b\"]}");
  g_set_str (&entry->after, "{\"required\":true,\"approvers\":[\"a\"]}");
  g_free (changes);
  changes = reeve_format_history_changes (entry);
  g_assert_cmpstr (changes, ==, "No way in with a password: No → Yes\nApprovers: 2 people → 1 person");

  /* A rule's: who made it stands beside it, and where it holds above it. */
  g_clear_pointer (&entry->before, g_free);
  g_set_str (&entry->object_type, "approval-rule");
  g_set_str (&entry->after, "{\"approvers\":[\"a\"],\"createdBy\":\"0190c5a4\",\"createdByName\":\"Hana\","
                            "\"folder\":\"0190c5a5\",\"hours\":72,\"operation\":\"users.remove\"}");
  g_free (changes);
  changes = reeve_format_history_changes (entry);
  g_assert_cmpstr (changes, ==,
                   "Approvers: 1 person\nHours until a request expires: 72\nWhat is held: Remove users");
  g_clear_pointer (&entry->object_type, g_free);

  g_set_str (&entry->after, "{\"owner\":\"0190c5a4\",\"ownerName\":\"Hana\"}");
  g_free (changes);
  changes = reeve_format_history_changes (entry);
  g_assert_null (strstr (changes, "0190c5a4"));
  g_assert_true (g_str_has_prefix (changes, "Owner: "));

  g_set_str (&entry->before, "not json");
  g_set_str (&entry->after, "[1,2]");
  g_free (changes);
  changes = reeve_format_history_changes (entry);
  g_assert_null (changes);
  g_set_str (&entry->action, "user.teleport");
  g_free (title);
  title = reeve_format_history_title (entry);
  g_assert_cmpstr (title, ==, "user.teleport");
}

/* Access is told by whom it is for and what they may do, never by ids. */
static void
test_grants (void)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();
  g_autofree char *title = NULL;
  g_autofree char *given = NULL;
  g_autofree char *amended = NULL;
  g_autofree char *role = NULL;
  g_autofree char *left = NULL;

  entry->action = g_strdup ("grant.create");
  entry->object_type = g_strdup ("grant");
  entry->object_name = g_strdup ("Bo");
  entry->after =
    g_strdup ("{\"id\":\"0190c5a4-0000-7000-8000-000000000000\",\"folder\":\"root\","
              "\"principalKind\":\"user\",\"principal\":\"0190c5a4-0000-7000-8000-000000000001\","
              "\"verbs\":[\"edit\"],\"reason\":\"covers for Ada\",\"created\":\"2026-03-12T08:00:00Z\","
              "\"createdBy\":\"0190c5a4-0000-7000-8000-000000000002\",\"createdByName\":\"Hana\"}");
  title = reeve_format_history_title (entry);
  given = reeve_format_history_changes (entry);
  g_assert_cmpstr (title, ==, "Access given");
  g_assert_cmpstr (given, ==,
                   "For: \u2068Bo\u2069\nAccess: May view and edit\n"
                   "Given because: \u2068covers for Ada\u2069");

  g_set_str (&entry->action, "grant.amend");
  g_set_str (&entry->before, "{\"verbs\":[\"view\"]}");
  g_set_str (&entry->after, "{\"verbs\":[\"edit\",\"approve\"]}");
  amended = reeve_format_history_changes (entry);
  g_assert_cmpstr (amended, ==, "For: \u2068Bo\u2069\nAccess: May view → May view, edit and approve");

  g_set_str (&entry->object_name, "reviewer");
  g_set_str (&entry->before, "{\"principalKind\":\"role\",\"principal\":\"reviewer\",\"verbs\":[\"view\"]}");
  g_clear_pointer (&entry->after, g_free);
  role = reeve_format_history_changes (entry);
  g_assert_cmpstr (role, ==, "For: \u2068Reviewer\u2069\nAccess: May view");

  g_set_str (&entry->object_name, "Bo");
  g_clear_pointer (&entry->before, g_free);
  g_set_str (&entry->reason, "has another job");
  left = reeve_format_history_changes (entry);
  g_assert_cmpstr (left, ==, "For: \u2068Bo\u2069\nReason: has another job");
}

/* People are told by name where anything told of them, and are counted where nothing did. */
static void
test_people (void)
{
  static const char ids[] =
    "[\"0190c5a4-0000-7000-8000-000000000001\",\"0190c5a4-0000-7000-8000-000000000002\","
    "\"0190c5a4-0000-7000-8000-000000000003\"]";
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();
  g_autoptr (ReeveUser) ada = reeve_user_new ();
  g_autoptr (ReeveUser) bo = reeve_user_new ();
  g_autofree char *counted = NULL;
  g_autofree char *some = NULL;
  g_autofree char *named = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *unknown = NULL;
  g_auto (GStrv) people = NULL;

  entry->object_type = g_strdup ("approval-rule");
  entry->after = g_strdup_printf ("{\"approvers\":%s}", ids);
  people = reeve_history_list_people (entry);
  g_assert_cmpuint (g_strv_length (people), ==, 3);
  counted = reeve_format_history_changes (entry);
  g_assert_cmpstr (counted, ==, "Approvers: 3 people");
  ada->id = g_strdup (people[0]);
  ada->display_name = g_strdup ("Ada");
  reeve_person_names_keep (ada);
  some = reeve_format_history_changes (entry);
  g_assert_cmpstr (some, ==, "Approvers: \u2068Ada\u2069 and 2 more");
  bo->id = g_strdup (people[2]);
  bo->display_name = g_strdup ("Bo");
  reeve_person_names_keep (bo);
  reeve_person_names_note_gone (people[1]);
  reeve_person_names_note_gone (people[0]); /* keeps the name that she had */
  named = reeve_field_words_item ("approvers", people[0]);
  g_assert_cmpstr (named, ==, "\u2068Ada\u2069");
  gone = reeve_field_words_item ("users", people[1]);
  g_assert_cmpstr (gone, ==, "Somebody who is gone");
  unknown = reeve_field_words_item ("users", "0190c5a4-0000-7000-8000-000000000004");
  g_assert_cmpstr (unknown, ==, "\u20680190c5a4-0000-7000-8000-000000000004\u2069");
}

/* Whose a hold is, the row's name says, and why, its reason: neither twice. */
static void
test_holds (void)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();
  g_autofree char *made = NULL;

  entry->object_type = g_strdup ("hold");
  entry->after = g_strdup ("{\"account\":\"0190c5a4-0000-7000-8000-000000000000\",\"accountName\":\"Bo\","
                           "\"reason\":\"Case 12\",\"until\":\"2026-11-23T08:48:00Z\"}");
  entry->reason = g_strdup ("Case 12");
  made = reeve_format_history_changes (entry);
  g_assert_true (g_str_has_prefix (made, "Until: 23 November 2026"));
  g_assert_true (g_str_has_suffix (made, "\nReason: Case 12"));
  g_assert_null (strstr (made, "Bo"));
}

/* Reasons have words; an unknown one is shown, not swallowed. */
static void
test_refusals (void)
{
  g_autoptr (ReeveUserRefusal) refusal = reeve_user_refusal_new ();
  g_autofree char *known = NULL;
  g_autofree char *unknown = NULL;

  refusal->reason = g_strdup ("last_administrator");
  known = reeve_format_refusal (refusal);
  g_assert_cmpstr (known, ==, "The last workspace administrator");
  g_set_str (&refusal->reason, "moon_phase");
  unknown = reeve_format_refusal (refusal);
  g_assert_cmpstr (unknown, ==, "moon_phase");
}

/* The trail says the address too; a line that is read at a glance does not. */
static void
test_account_name (void)
{
  const char *const names[][2] = { { "Hana Sato <hana@example.org>", "Hana Sato" },
                                   { "A < B <a@example.org>", "A < B" },
                                   { "<hana@example.org>", "<hana@example.org>" },
                                   { "Hana", "Hana" },
                                   { NULL, "—" } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = reeve_format_account_name (names[i][0]);

      g_assert_cmpstr (name, ==, names[i][1]);
    }
}

/* No field that the trail tells of is shown by its wire name. */
static void
test_fields_have_words (void)
{
  GType (*const types[]) (void) = {
    reeve_user_get_type,
    reeve_role_get_type,
    reeve_group_get_type,
    reeve_folder_get_type,
    reeve_grant_get_type,
    reeve_policy_get_type,
    reeve_finding_get_type,
    reeve_mute_get_type,
    reeve_log_review_get_type,
    reeve_notification_rule_get_type,
    reeve_rotation_get_type,
    reeve_approval_rule_get_type,
    reeve_approval_get_type,
    reeve_contact_get_type,
    reeve_hold_get_type,
    reeve_support_grant_get_type,
    reeve_identity_provider_get_type,
    reeve_invitation_get_type,
    reeve_access_review_get_type,
    reeve_bulk_job_get_type,
    reeve_access_export_get_type,
    reeve_log_intake_get_type,
    reeve_workspace_get_type,
    reeve_second_factor_demands_get_type,
    reeve_detection_settings_get_type,
    reeve_case_get_type,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      ReeveRecordClass *klass = reeve_record_class_of (types[i]());

      for (guint j = 0; j < klass->n_fields; j++)
        {
          const char *wire = reeve_record_class_get_wire (klass, &klass->fields[j]);

          if ((klass->fields[j].flags & REEVE_NOT_AUDITED) == 0 &&
              g_str_equal (reeve_field_words_name (wire), wire))
            g_error ("%s of %s has no words", wire, klass->noun);
        }
    }
}

/* Lists by their items, times as times, what is not known as it is. */
static void
test_field_values (void)
{
  const char *const told[][3] = {
    { "roles", "[\"auditor\",\"reviewer\"]", "Auditor, Reviewer" },
    { "domains", "[\"a.example\",\"b.example\"]", "a.example, b.example" },
    { "approvers", "[\"one\",\"other\"]", "2 people" },
    { "domains", "[]", "—" },
    { "state", "\"suspended\"", "Suspended" },
    { "state", "null", "—" },
    { "inherits", "false", "No" },
    { "hours", "24", "24" },
    { "expires", "\"2026-11-23T05:00:00.000000Z\"", "23 November 2026, 05:00:00 UTC" },
    { "grants", "[{\"a\":1}]", "[{\"a\":1}]" },
    { "sites",
      "[{\"name\":\"Berlin\",\"networks\":[\"192.0.2.0/24\",\"10.0.0.0/8\"],\"place\":\"52.52,13.405\"},"
      "{\"name\":\"Plant\",\"networks\":[\"2001:db8::/48\"]}]",
      "\u2068Berlin\u2069 (52.52,13.405): 192.0.2.0/24, 10.0.0.0/8\n\u2068Plant\u2069: 2001:db8::/48" },
    { "sites", "[]", "—" },
    { "sites", "[{}]", "\u2068\u2069: " },
    { "sites", "[7]", "[7]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (told[i][1], NULL);
      g_autofree char *words = reeve_field_words_value (told[i][0], node);

      g_assert_cmpstr (words, ==, told[i][2]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formatting/account-name", test_account_name);
  g_test_add_func ("/formatting/ago", test_ago);
  g_test_add_func ("/formatting/duration", test_duration);
  g_test_add_func ("/formatting/time-out-of-range", test_time_out_of_range);
  g_test_add_func ("/formatting/days-left", test_days_left);
  g_test_add_func ("/formatting/roles", test_roles);
  g_test_add_func ("/formatting/status", test_status);
  g_test_add_func ("/formatting/isolates", test_isolates);
  g_test_add_func ("/formatting/history", test_history);
  g_test_add_func ("/formatting/history-of-grants", test_grants);
  g_test_add_func ("/formatting/history-of-holds", test_holds);
  g_test_add_func ("/formatting/history-of-people", test_people);
  g_test_add_func ("/formatting/refusals", test_refusals);
  g_test_add_func ("/formatting/fields-have-words", test_fields_have_words);
  g_test_add_func ("/formatting/field-values", test_field_values);
  return g_test_run ();
}
