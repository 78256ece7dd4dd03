/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is kept of a person, for that person and nobody else. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "common/approval.h"
#include "common/personal-export.h"
#include "service/store/approvals.h"
#include "service/store/audit.h"
#include "service/store/findings.h"
#include "service/store/identity-providers.h"
#include "service/store/mutes.h"
#include "tests/service/web/visitor.h"

static JsonObject *
download (BoWorld *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  visitor_open (world->visitor, "/p/sign-in");
  visitor_submit (world->visitor, "email", BO, "password", PASSWORD, NULL);
  visitor_open (world->visitor, "/p/export");
  visitor_assert (world->visitor, 200, "/p/export", "<h1>What is kept of you</h1>");
  visitor_submit (world->visitor, NULL);
  g_assert_cmpuint (world->visitor->status, ==, 200);
  node = json_from_string (world->visitor->html, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

static void
save (BoWorld *world, const char *patch)
{
  g_autoptr (ReeveUser) user = device_get_user (world->admin, world->bo->account);

  expect_done (
    device_call (world->admin, users_save, .object = user->id, .patch = patch, .if_match = user->version));
}

/* Everything of theirs, and of the others only that somebody did it. */
static void
test_content (BoWorld *world, gconstpointer data)
{
  g_autoptr (JsonObject) file = NULL;
  JsonObject *membership;
  JsonObject *entry;

  save (world, "{\"displayName\":\"Bo Lindqvist\"}");
  file = download (world);
  g_assert_cmpint (json_object_get_int_member (file, "format"), ==, REEVE_PERSONAL_EXPORT_VERSION);
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (file, "account"), "email"),
                   ==, BO);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (file, "sessions")), ==, 2);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (file, "workspaces")), ==, 1);
  membership = json_array_get_object_element (json_object_get_array_member (file, "workspaces"), 0);
  g_assert_cmpstr (
    json_object_get_string_member (json_object_get_object_member (membership, "user"), "displayName"), ==,
    "Bo Lindqvist");
  entry = json_array_get_object_element (json_object_get_array_member (membership, "history"), 0);
  g_assert_cmpstr (json_object_get_string_member (entry, "action"), ==, "user.save");
  g_assert_cmpstr (json_object_get_string_member (entry, "by"), ==, "somebody-else");
  g_assert_nonnull (strstr (world->visitor->html, "\"by\":\"you\""));
  g_assert_null (strstr (world->visitor->html, "hana"));
  g_assert_null (strstr (world->visitor->html, "Hana"));
  g_assert_null (strstr (world->visitor->html, "argon2"));
}

static void
put_approval (BoWorld *world, gint64 created, const char *requester, const char *decided_by)
{
  g_autoptr (ReeveApproval) approval = reeve_approval_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (world->fixture->installation, world->admin->workspace),
                    REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  approval->id = reeve_id_new ();
  approval->version = 1;
  approval->rule = reeve_id_new ();
  approval->kind = g_intern_string ("route");
  approval->operation = g_intern_string ("users.export");
  approval->method = g_intern_string ("GET");
  approval->path = g_strdup ("/v1/users?q=hana");
  approval->body = g_strdup ("{\"email\":\"hana@vallis.example\"}");
  approval->hash = reeve_approval_hash (approval->method, approval->path, approval->body);
  approval->requester = g_strdup (requester);
  approval->requester_name = g_strdup ("Hana <hana@vallis.example>");
  approval->reason = g_strdup_printf ("because %s", requester);
  approval->state = g_intern_string (decided_by != NULL ? "refused" : "waiting");
  approval->created = created;
  approval->expires = created + REEVE_DAY;
  if (decided_by != NULL)
    {
      approval->decided = created + 1;
      approval->decided_by = g_strdup (decided_by);
      approval->decided_by_name = g_strdup ("Hana <hana@vallis.example>");
      approval->note = g_strdup_printf ("no, says %s", decided_by);
      approval->evidence = g_strdup ("5ea1");
    }
  g_assert_true (reeve_approvals_insert (tx, approval, created, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

static JsonObject *
get_only (JsonObject *membership, const char *member)
{
  JsonArray *array = json_object_get_array_member (membership, member);

  g_assert_cmpuint (json_array_get_length (array), ==, 1);
  return json_array_get_object_element (array, 0);
}

/* What they asked to be approved, with what was answered; what they decided, without who asked and why; of
 * neither what exactly it was. Others' dealings with each other are none of theirs. */
static void
test_approvals (BoWorld *world, gconstpointer data)
{
  const char *bo = world->bo->account;
  const char *admin = world->admin->account;
  gint64 now = reeve_clock_now ();
  g_autoptr (JsonObject) file = NULL;
  g_autofree char *theirs = g_strdup_printf ("because %s", bo);
  g_autofree char *answer = g_strdup_printf ("no, says %s", admin);
  JsonObject *membership;
  JsonObject *asked;
  JsonObject *decided;

  put_approval (world, now - 2 * REEVE_DAY, bo, admin);
  put_approval (world, now - 3 * REEVE_DAY, admin, bo);
  put_approval (world, now - 4 * REEVE_DAY, admin, admin);
  file = download (world);
  membership = json_array_get_object_element (json_object_get_array_member (file, "workspaces"), 0);
  asked = get_only (membership, "asked");
  decided = get_only (membership, "decided");
  g_assert_cmpstr (json_object_get_string_member (asked, "operation"), ==, "users.export");
  g_assert_cmpstr (json_object_get_string_member (asked, "state"), ==, "refused");
  g_assert_cmpstr (json_object_get_string_member (asked, "reason"), ==, theirs);
  g_assert_cmpstr (json_object_get_string_member (asked, "note"), ==, answer);
  g_assert_cmpstr (json_object_get_string_member (asked, "by"), ==, "somebody-else");
  g_assert_cmpstr (json_object_get_string_member (decided, "by"), ==, "you");
  g_assert_false (json_object_has_member (decided, "reason"));
  g_assert_nonnull (strstr (json_object_get_string_member (decided, "note"), bo));
  g_assert_null (strstr (world->visitor->html, "hana"));
  g_assert_null (strstr (world->visitor->html, "Hana"));
  g_assert_null (strstr (world->visitor->html, "5ea1"));
}

static void
put_finding (ReeveTx *tx, const char *key, const char *person, const char *state, const char *by)
{
  static guint n = 0;
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();
  g_autoptr (GError) error = NULL;
  gboolean is_new;

  finding->rule = g_strdup_printf ("rule-of-%s", state);
  finding->technique = g_strdup ("T1110.001");
  finding->severity = "high";
  finding->raised = reeve_clock_now () - ++n * REEVE_HOUR;
  finding->key = g_strdup (key);
  finding->person = g_strdup (person);
  finding->person_name = g_strdup ("Hana <hana@vallis.example>");
  finding->address = g_strdup (g_strcmp0 (key, person) == 0 ? "192.0.2.44" : "198.51.100.66");
  finding->numbers = g_strdupv ((char *[]) { (char *) "failures=27", NULL });
  finding->state = state;
  finding->note = g_strdup ("hana knows");
  finding->decided = by != NULL ? finding->raised + 1 : 0;
  finding->decided_by = g_strdup (by);
  g_assert_true (reeve_findings_insert (tx, finding, &is_new, &error));
  g_assert_no_error (error);
}

static void
put_mute (ReeveTx *tx, const char *person, gint64 ends)
{
  g_autoptr (ReeveMute) mute = reeve_mute_new ();
  g_autoptr (GError) error = NULL;

  mute->id = reeve_id_new ();
  mute->version = 1;
  mute->rule = g_strdup (ends > reeve_clock_now () ? "in-force" : "over");
  mute->person = g_strdup (person);
  mute->reason = g_strdup ("hana knows");
  mute->owner = reeve_id_new ();
  mute->created = ends - REEVE_DAY;
  mute->created_by = reeve_id_new ();
  mute->ends = ends;
  g_assert_true (reeve_mutes_insert (tx, mute, &error));
  g_assert_no_error (error);
}

/* What is settled about them: not what would tell an intruder what was seen of them, or where nobody looks.
 */
static void
test_findings (BoWorld *world, gconstpointer data)
{
  const char *bo = world->bo->account;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) file = NULL;
  JsonObject *membership;
  JsonArray *findings;
  JsonObject *each;
  ReeveTx *tx =
    reeve_db_begin (reeve_installation_get_workspace (world->fixture->installation, world->admin->workspace),
                    REEVE_TX_WRITE, g_get_monotonic_time () + REEVE_MINUTE, &error);

  put_finding (tx, bo, bo, "expected", world->admin->account);
  put_finding (tx, BO, BO, "muted", NULL);
  put_finding (tx, bo, world->admin->account, "done", bo);
  put_finding (tx, bo, bo, "open", NULL);
  put_finding (tx, bo, bo, "acknowledged", world->admin->account);
  put_finding (tx, bo, bo, "follow_up", world->admin->account);
  put_finding (tx, bo, bo, "breach", world->admin->account);
  put_finding (tx, world->admin->account, world->admin->account, "expected", NULL);
  put_mute (tx, bo, reeve_clock_now () - REEVE_DAY);
  put_mute (tx, bo, reeve_clock_now () + REEVE_DAY);
  put_mute (tx, world->admin->account, reeve_clock_now () - REEVE_DAY);
  g_assert_true (reeve_tx_commit (tx, &error));
  reeve_tx_end (tx);

  file = download (world);
  membership = json_array_get_object_element (json_object_get_array_member (file, "workspaces"), 0);
  findings = json_object_get_array_member (membership, "findings");
  g_assert_cmpuint (json_array_get_length (findings), ==, 3);
  each = json_array_get_object_element (findings, 0);
  g_assert_cmpstr (json_object_get_string_member (each, "state"), ==, "expected");
  g_assert_cmpstr (json_object_get_string_member (each, "by"), ==, "somebody-else");
  g_assert_cmpstr (json_object_get_string_member (each, "address"), ==, "192.0.2.44");
  each = json_array_get_object_element (findings, 1);
  g_assert_cmpstr (json_object_get_string_member (each, "state"), ==, "muted");
  g_assert_false (json_object_has_member (each, "by"));
  g_assert_cmpstr (json_object_get_string_member (each, "address"), ==, "192.0.2.44");
  each = json_array_get_object_element (findings, 2);
  g_assert_cmpstr (json_object_get_string_member (each, "by"), ==, "you");
  g_assert_false (json_object_has_member (each, "address"));
  g_assert_cmpstr (json_object_get_string_member (get_only (membership, "mutes"), "rule"), ==, "over");
  g_assert_null (strstr (world->visitor->html, "hana"));
  g_assert_null (strstr (world->visitor->html, "Hana"));
  g_assert_null (strstr (world->visitor->html, "in-force"));
}

/* One that ran out is told as that, whether or not a job came by. */
static void
test_approval_expired (BoWorld *world, gconstpointer data)
{
  g_autoptr (JsonObject) file = NULL;
  JsonObject *membership;

  put_approval (world, reeve_clock_now () - 2 * REEVE_DAY, world->bo->account, NULL);
  file = download (world);
  membership = json_array_get_object_element (json_object_get_array_member (file, "workspaces"), 0);
  g_assert_cmpstr (json_object_get_string_member (get_only (membership, "asked"), "state"), ==, "expired");
}

/* It is written down that it was taken. */
static void
test_noted (BoWorld *world, gconstpointer data)
{
  g_autoptr (JsonObject) first = download (world);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (world->fixture->installation),
                                           REEVE_TX_READ, g_get_monotonic_time () + G_USEC_PER_SEC, &error);
  g_autoptr (GPtrArray) entries = reeve_audit_list_object (tx, "account", world->bo->account, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (entries->pdata[0])->action, ==, "account.export");
}

/* A workspace that added the address of an account may mean somebody else: it is not in the file. */
static void
test_unconfirmed (BoWorld *world, gconstpointer data)
{
  ReeveWorkspace *body = reeve_workspace_new ();
  g_autoptr (Answer) made = NULL;
  ReeveUser *added = reeve_user_new ();
  g_autoptr (JsonObject) file = NULL;

  body->name = g_strdup ("Aster Labs");
  made = device_call (world->admin, workspaces_create, .body = body);
  assert_done (made);
  g_set_str (&world->admin->workspace, REEVE_WORKSPACE (made->reply)->id);
  added->email = g_strdup (BO);
  added->display_name = g_strdup ("Somebody quite different");
  expect_done (device_call (world->admin, users_create, .body = added));
  file = download (world);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (file, "workspaces")), ==, 1);
  g_assert_null (strstr (world->visitor->html, "Aster Labs"));
  g_assert_null (strstr (world->visitor->html, "different"));
}

/* From then on @workspace is entered through its provider alone by whoever has an address of @domain. */
static void
require_provider (BoWorld *world, const char *domain)
{
  const char *const domains[] = { domain, NULL };
  g_autoptr (ReeveIdentityProvider) provider = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (world->fixture->installation),
                                           REEVE_TX_WRITE, g_get_monotonic_time () + G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  provider = reeve_identity_providers_get (tx, world->admin->workspace, NULL, &error);
  g_assert_no_error (error);
  g_set_str (&provider->label, "Login");
  g_set_str (&provider->issuer, "https://login.vallis.example");
  g_set_str (&provider->client_id, "reeve");
  reeve_set_texts (&provider->domains, domains);
  provider->enabled = provider->required = TRUE;
  g_assert_true (
    reeve_identity_providers_save (tx, world->admin->workspace, provider, provider->version, NULL, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

/* What a workspace keeps behind its provider, a password does not take out. */
static void
test_required (BoWorld *world, gconstpointer data)
{
  g_autoptr (JsonObject) before = NULL;

  save (world, "{\"displayName\":\"Bo of the workspace\"}");
  require_provider (world, "elsewhere.example");
  before = download (world);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (before, "workspaces")), ==, 1);
  require_provider (world, "vallis.example");
  visitor_open (world->visitor, "/p/export");
  visitor_submit (world->visitor, NULL);
  g_assert_cmpuint (world->visitor->status, ==, 200);
  g_assert_null (strstr (world->visitor->html, "\"workspaces\":[{"));
  g_assert_nonnull (strstr (world->visitor->html, "\"account\":{"));
}

/* Nobody who is not signed in is given anything. */
static void
test_stranger (BoWorld *world, gconstpointer data)
{
  visitor_open (world->visitor, "/p/export");
  visitor_assert (world->visitor, 200, "/p/sign-in", "<h1>Sign in</h1>");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, BoWorld, NULL, set_up_bo, function, tear_down_bo)
  ADD ("/export/content", test_content);
  ADD ("/export/approvals", test_approvals);
  ADD ("/export/approval-expired", test_approval_expired);
  ADD ("/export/findings", test_findings);
  ADD ("/export/noted", test_noted);
  ADD ("/export/unconfirmed", test_unconfirmed);
  ADD ("/export/required", test_required);
  ADD ("/export/stranger", test_stranger);
  return g_test_run ();
}
