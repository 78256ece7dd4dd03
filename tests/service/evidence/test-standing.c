/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How people stood: what was changed since is turned back by the trail, whatever of it is gone by now. */

#include "config.h"

#include <string.h>

#include "breach-world.h"
#include "common/grant.h"
#include "common/json.h"
#include "service/api/roles.h"
#include "service/evidence/standing.h"
#include "service/store/grants.h"
#include "service/store/session-past.h"
#include "service/store/session-uses.h"

typedef struct
{
  Fixture *fixture;
  Device *hana;
  char *bo;
  gint64 since;
  gint64 reported;
  gint64 made;
} World;

static void
world_init (World *world)
{
  world->fixture = fixture_new ();
  world->hana = device_set_up (world->fixture);
  world->bo = device_add_user (world->hana, "bo@vallis.example", "Bo Lindqvist", "member");
  world->since = reeve_clock_now () + REEVE_DAY;
  world->reported = world->since + REEVE_DAY;
  world->made = world->reported + REEVE_DAY;
}

static void
world_clear (World *world)
{
  device_free (world->hana);
  fixture_free (world->fixture);
  g_free (world->bo);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static char *
make_role (World *world, const char *name, const char *capability)
{
  const char *const capabilities[] = { capability, NULL };
  ReeveRole *body = reeve_role_new ();
  g_autoptr (Answer) answer = NULL;

  body->name = g_strdup (name);
  reeve_set_texts (&body->capabilities, capabilities);
  answer = device_call (world->hana, roles_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_ROLE (answer->reply)->id);
}

static char *
make_group (World *world, const char *name, const char *parent)
{
  ReeveGroup *body = reeve_group_new ();
  g_autoptr (Answer) answer = NULL;

  body->name = g_strdup (name);
  body->parent = g_strdup (parent);
  answer = device_call (world->hana, groups_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_GROUP (answer->reply)->id);
}

static void
save_bo (World *world, const char *role, const char *group)
{
  g_autoptr (ReeveUser) user = device_get_user (world->hana, world->bo);
  g_autofree char *patch = group != NULL
                             ? g_strdup_printf ("{\"roles\":[\"%s\"],\"groups\":[\"%s\"]}", role, group)
                             : g_strdup_printf ("{\"roles\":[\"%s\"],\"groups\":null}", role);
  g_autoptr (Answer) answer =
    device_call (world->hana, users_save, .object = world->bo, .patch = patch, .if_match = user->version);

  assert_done (answer);
}

/* As a plan does, with its entry. @before, @after: (nullable) */
static void
change_grant (World *world, ReeveGrant *before, ReeveGrant *after)
{
  ReeveDb *db = reeve_installation_get_workspace (world->fixture->installation, world->hana->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();
  ReeveGrant *grant = after != NULL ? after : before;

  g_assert_no_error (error);
  if (after != NULL)
    g_assert_true (reeve_grants_insert (tx, after, &error));
  entry->action = g_strdup (after != NULL ? "grant.give" : "grant.revoke");
  entry->object_type = g_strdup ("grant");
  entry->object_id = g_strdup (grant->id);
  reeve_record_difference (before, after, &entry->before, &entry->after);
  g_assert_true (reeve_audit_append (tx, entry, &error));
  if (after == NULL)
    g_assert_true (reeve_grants_delete (tx, before->id, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_assert_no_error (error);
}

static ReeveGrant *
make_grant (World *world, const char *kind, const char *principal, gint64 expires)
{
  static const char *const verbs[] = { "view", NULL };
  ReeveGrant *grant = reeve_grant_new ();

  grant->id = reeve_id_new ();
  grant->version = 1;
  grant->folder = g_strdup ("root");
  grant->principal_kind = g_intern_string (kind);
  grant->principal = g_strdup (principal);
  reeve_set_texts (&grant->verbs, verbs);
  grant->expires = expires;
  grant->created = reeve_clock_now ();
  change_grant (world, NULL, grant);
  return grant;
}

static ReeveEvidenceMatter *
make_matter (World *world)
{
  ReeveEvidenceMatter *matter = reeve_evidence_matter_new ();

  matter->workspace = g_strdup (world->hana->workspace);
  matter->since = world->since;
  matter->reported = world->reported;
  matter->made = world->made;
  reeve_evidence_matter_add_person (matter, world->bo, "Bo <bo@vallis.example>");
  reeve_evidence_matter_add_person (matter, world->hana->account, "Hana <hana@vallis.example>");
  return matter;
}

/* Lines by "MOMENT ACCOUNT". */
static GHashTable *
read_lines (World *world)
{
  g_autoptr (ReeveEvidenceMatter) matter = make_matter (world);
  g_autoptr (ReeveEvidenceStanding) standing =
    reeve_evidence_standing_new (world->fixture->installation, matter);
  GHashTable *lines =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) each = NULL;
  gboolean done = FALSE;

  while (!done)
    {
      g_assert_true (reeve_evidence_standing_write (
        standing, text, 1000, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &done, &error));
      g_assert_no_error (error);
    }
  each = g_strsplit (text->str, "\n", -1);
  for (guint i = 0; each[i] != NULL && *each[i] != '\0'; i++)
    {
      JsonObject *line = reeve_json_parse_object (each[i], strlen (each[i]), &reeve_json_body, &error);

      g_assert_no_error (error);
      g_hash_table_insert (lines,
                           g_strjoin (" ", json_object_get_string_member (line, "moment"),
                                      json_object_get_string_member (line, "account"), NULL),
                           line);
    }
  return lines;
}

/* The texts of @member, or of @field of its objects, in one: "a,b". (transfer full) */
static char *
list (GHashTable *lines, const char *moment, const char *account, const char *member, const char *field)
{
  g_autofree char *key = g_strjoin (" ", moment, account, NULL);
  JsonObject *line = g_hash_table_lookup (lines, key);
  JsonArray *array;
  GString *texts = g_string_new (NULL);

  g_assert_nonnull (line);
  array = json_object_get_array_member (line, member);
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_string_append_printf (
      texts, "%s%s", i > 0 ? "," : "",
      field != NULL ? json_object_get_string_member (json_array_get_object_element (array, i), field)
                    : json_array_get_string_element (array, i));
  return g_string_free_and_steal (texts);
}

#define assert_list(lines, moment, account, member, field, expected)                  \
  G_STMT_START                                                                        \
  {                                                                                   \
    g_autofree char *texts_ = list ((lines), (moment), (account), (member), (field)); \
    g_assert_cmpstr (texts_, ==, (expected));                                         \
  }                                                                                   \
  G_STMT_END

/* A role that allowed something else by then, groups that were left, and what they brought. */
static void
test_roles_and_groups (void)
{
  g_auto (World) world = { 0 };
  g_autofree char *desk = NULL;
  g_autofree char *company = NULL;
  g_autofree char *team = NULL;
  g_autofree char *grants = NULL;
  g_autoptr (ReeveGrant) of_bo = NULL;
  g_autoptr (ReeveGrant) of_company = NULL;
  g_autoptr (ReeveGrant) of_role = NULL;
  g_autoptr (ReeveGrant) late = NULL;
  g_autoptr (Answer) answer = NULL;
  g_autoptr (GHashTable) lines = NULL;

  world_init (&world);
  desk = make_role (&world, "Desk", "users.read");
  company = make_group (&world, "Company", NULL);
  team = make_group (&world, "Team", company);
  save_bo (&world, desk, team);
  of_bo = make_grant (&world, "user", world.bo, world.reported - 1);
  of_company = make_grant (&world, "group", company, 0);
  of_role = make_grant (&world, "role", desk, 0);
  reeve_clock_set_for_tests (world.since + REEVE_HOUR);
  answer = device_call (world.hana, roles_save, .object = desk, .patch = "{\"capabilities\":[\"log.read\"]}",
                        .if_match = 1);
  assert_done (answer);
  reeve_clock_set_for_tests (world.reported + REEVE_HOUR);
  change_grant (&world, of_company, NULL);
  save_bo (&world, "member", NULL);
  reeve_clock_set_for_tests (world.made + REEVE_HOUR);
  late = make_grant (&world, "user", world.bo, 0);
  lines = read_lines (&world);

  g_assert_cmpuint (g_hash_table_size (lines), ==, 6);
  assert_list (lines, "since", world.bo, "roles", "name", "Desk");
  assert_list (lines, "since", world.bo, "capabilities", NULL, "users.read");
  assert_list (lines, "since", world.bo, "groups", "name", "Team,Company");
  grants = g_strjoin (",", of_company->id, of_bo->id, of_role->id, NULL);
  assert_list (lines, "since", world.bo, "grants", "id", grants);
  assert_list (lines, "reported", world.bo, "capabilities", NULL, "log.read");
  g_free (grants);
  grants = g_strjoin (",", of_company->id, of_role->id, NULL);
  assert_list (lines, "reported", world.bo, "grants", "id", grants);
  assert_list (lines, "made", world.bo, "roles", "id", "member");
  assert_list (lines, "made", world.bo, "groups", "id", "");
  assert_list (lines, "made", world.bo, "grants", "id", "");
}

static const char *
get_factor (GHashTable *lines, const char *moment, const char *account, const char **known)
{
  g_autofree char *key = g_strjoin (" ", moment, account, NULL);
  JsonObject *factor = json_object_get_object_member (g_hash_table_lookup (lines, key), "secondFactor");

  *known = json_object_get_string_member (factor, "known");
  return json_object_get_string_member (factor, "state");
}

/* Hana has had one since before; Bo, who is somebody only from later on, was no member then. */
static void
test_second_factor (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (GHashTable) lines = NULL;
  g_autofree char *key = NULL;
  const char *known;

  world_init (&world);
  lines = read_lines (&world);
  g_assert_cmpstr (get_factor (lines, "since", world.hana->account, &known), ==, "on");
  g_assert_cmpstr (known, ==, "since");
  g_assert_cmpstr (get_factor (lines, "made", world.bo, &known), ==, "off");
  g_assert_cmpstr (known, ==, "asOfNow");
  g_clear_pointer (&lines, g_hash_table_unref);
  world.since -= 2 * REEVE_DAY;
  lines = read_lines (&world);
  g_assert_cmpstr (get_factor (lines, "since", world.hana->account, &known), ==, "off");
  g_assert_cmpstr (known, ==, "since");
  key = g_strjoin (" ", "since", world.bo, NULL);
  g_assert_false (json_object_get_boolean_member (g_hash_table_lookup (lines, key), "member"));
}

static char *
add_session (World *world, const char *device, gint64 first, gint64 last, const char *workspace)
{
  ReeveDb *db = reeve_installation_get_directory (world->fixture->installation);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_autoptr (ReeveSession) session = reeve_session_new ();
  g_autoptr (GBytes) hash = g_bytes_new (device, strlen (device));

  g_assert_no_error (error);
  session->id = reeve_id_new ();
  session->account = g_strdup (world->bo);
  session->device = g_strdup (device);
  session->created = session->last_seen = first;
  g_assert_true (reeve_sessions_insert (tx, session, world->bo, "a-thumbprint", "complete", hash,
                                        world->made + 30 * REEVE_DAY, 0, &error));
  if (workspace != NULL)
    g_assert_true (
      reeve_session_uses_note (tx, session->id, world->bo, workspace, "192.0.2.7", first, &error));
  if (last != 0)
    g_assert_true (reeve_sessions_end (tx, session->id, last, &error));
  g_assert_no_error (error);
  g_assert_true (reeve_tx_commit (tx, &error));
  return g_strdup (session->id);
}

/* Those that are over are told, those that were never used here are not. */
static void
test_sessions (void)
{
  g_auto (World) world = { 0 };
  g_autofree char *old = NULL;
  g_autofree char *now = NULL;
  g_autofree char *elsewhere = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (GError) error = NULL;
  const ReeveSessionPast *past;

  world_init (&world);
  old = add_session (&world, "laptop", world.since - REEVE_HOUR, world.reported - REEVE_HOUR,
                     world.hana->workspace);
  now = add_session (&world, "phone", world.reported - REEVE_MINUTE, 0, world.hana->workspace);
  elsewhere = add_session (&world, "elsewhere", world.since, 0, NULL);
  tx = reeve_db_begin (reeve_installation_get_directory (world.fixture->installation), REEVE_TX_READ,
                       g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  sessions = reeve_session_past_list (tx, world.hana->workspace, world.bo, 100, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 2);
  past = sessions->pdata[0];
  g_assert_cmpstr (past->id, ==, old);
  g_assert_cmpstr (past->device, ==, "laptop");
  g_assert_cmpstr (past->device_key, ==, "a-thumbprint");
  g_assert_true (reeve_session_past_is_live (past, world.since));
  g_assert_false (reeve_session_past_is_live (past, world.reported));
  past = sessions->pdata[1];
  g_assert_cmpstr (past->id, ==, now);
  g_assert_false (reeve_session_past_is_live (past, world.since));
  g_assert_true (reeve_session_past_is_live (past, world.reported));
  g_assert_cmpstr (past->address, ==, "192.0.2.7");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/standing/roles-and-groups", test_roles_and_groups);
  g_test_add_func ("/standing/second-factor", test_second_factor);
  g_test_add_func ("/standing/sessions", test_sessions);
  return g_test_run ();
}
