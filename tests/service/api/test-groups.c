/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Groups by their handlers, and group administrators: inside they act, outside there is nobody, and they get
 * no further by any way. */

#include "config.h"

#include <string.h>

#include "common/invitation.h"
#include "common/second-factor.h"
#include "common/workspace.h"
#include "service/api/invitations.h"
#include "service/api/second-factor-resets.h"
#include "service/api/workspaces.h"
#include "tests/service/api/fixture.h"

static char *
make_group (Device *device, const char *name, const char *parent)
{
  ReeveGroup *body = reeve_group_new ();
  g_autoptr (Answer) answer = NULL;

  body->name = g_strdup (name);
  body->parent = g_strdup (parent);
  answer = device_call (device, groups_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_GROUP (answer->reply)->id);
}

static ReeveGroup *
get_group (Device *device, const char *id)
{
  g_autoptr (Answer) answer = device_call (device, groups_get, .object = id);

  assert_done (answer);
  return REEVE_GROUP (g_object_ref (answer->reply));
}

static Answer *
save_user (Device *device, const char *id, const char *patch)
{
  g_autoptr (ReeveUser) before = device_get_user (device, id);

  return device_call (device, users_save, .object = id, .patch = patch, .if_match = before->version);
}

/* Into these groups (NULL: nowhere) and no others. */
static Answer *
put (Device *device, const char *id, const char *one, const char *two)
{
  g_autofree char *patch = one == NULL   ? g_strdup ("{\"groups\":[]}")
                           : two == NULL ? g_strdup_printf ("{\"groups\":[\"%s\"]}", one)
                                         : g_strdup_printf ("{\"groups\":[\"%s\",\"%s\"]}", one, two);

  return save_user (device, id, patch);
}

static Answer *
name_administrator (Device *device, const char *group, const char *user, const char *action)
{
  ReeveGroupAdministration *body = reeve_group_administration_new ();

  body->action = g_intern_string (action);
  body->user = g_strdup (user);
  return device_call (device, groups_set_administrator, .object = group, .body = body);
}

static char *
list_names (Device *device, ReeveHandler handler, const char *object, const char *query)
{
  g_autoptr (Answer) answer =
    device_call_full (device, handler, &(Given) { .object = object, .query = query });
  GString *names = g_string_new (NULL);

  assert_done (answer);
  g_assert_cmpint (answer->listing->total, ==, answer->listing->items->len);
  for (guint i = 0; i < answer->listing->items->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "," : "",
                            REEVE_USER (answer->listing->items->pdata[i])->display_name);
  return g_string_free_and_steal (names);
}

static void
assert_names (Device *device,
              ReeveHandler handler,
              const char *object,
              const char *query,
              const char *expected)
{
  g_autofree char *names = list_names (device, handler, object, query);

  g_assert_cmpstr (names, ==, expected);
}

/* Two companies; Gus administers the first, whose team has Mia in it. Tom is in the second, Pia in none. */
typedef struct
{
  Fixture *fixture;
  Device *admin;
  Device *gus;
  char *vallis;
  char *team;
  char *harrow;
  char *mia;
  char *tom;
  char *pia;
} Companies;

static void
companies_clear (Companies *self)
{
  g_clear_pointer (&self->admin, device_free);
  g_clear_pointer (&self->gus, device_free);
  g_clear_pointer (&self->fixture, fixture_free);
  g_free (self->vallis);
  g_free (self->team);
  g_free (self->harrow);
  g_free (self->mia);
  g_free (self->tom);
  g_free (self->pia);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Companies, companies_clear)

static void
expect_done (Answer *answer)
{
  g_autoptr (Answer) owned = answer;

  assert_done (owned);
}

static void
expect_refused (Answer *answer, ReeveErrorCode code, const char *reason)
{
  g_autoptr (Answer) owned = answer;

  assert_refused (owned, code, reason);
}

static void
companies_init (Companies *self)
{
  self->fixture = fixture_new ();
  self->admin = device_set_up (self->fixture);
  self->vallis = make_group (self->admin, "Vallis", NULL);
  self->team = make_group (self->admin, "Team", self->vallis);
  self->harrow = make_group (self->admin, "Harrow", NULL);
  self->mia = device_add_user (self->admin, "mia@vallis.example", "Mia", REEVE_ROLE_MEMBER);
  self->tom = device_add_user (self->admin, "tom@harrow.example", "Tom", REEVE_ROLE_MEMBER);
  self->pia = device_add_user (self->admin, "pia@nowhere.example", "Pia", REEVE_ROLE_MEMBER);
  expect_done (put (self->admin, self->mia, self->team, NULL));
  expect_done (put (self->admin, self->tom, self->harrow, NULL));
  self->gus = device_add_colleague (self->admin, "gus@vallis.example", "Gus", REEVE_ROLE_MEMBER);
  expect_done (name_administrator (self->admin, self->vallis, self->gus->account, "add"));
  device_enrol (self->gus);
}

static gboolean
holds (Companies *self, const char *user, const char *role)
{
  g_autoptr (ReeveUser) now = device_get_user (self->admin, user);

  return g_strv_contains ((const char *const *) now->roles, role);
}

/* Being named gives the role, losing the last group takes it; by hand it gives nobody. */
static void
test_role (void)
{
  g_auto (Companies) self = { NULL };

  companies_init (&self);
  g_assert_true (holds (&self, self.gus->account, REEVE_ROLE_GROUP_ADMINISTRATOR));
  assert_names (self.gus, users_list, NULL, NULL, "Mia");
  assert_names (self.admin, groups_administrators, self.vallis, NULL, "Gus");
  expect_done (name_administrator (self.admin, self.harrow, self.gus->account, "add"));
  assert_names (self.gus, users_list, NULL, NULL, "Mia,Tom");
  expect_done (name_administrator (self.admin, self.harrow, self.gus->account, "remove"));
  assert_names (self.gus, users_list, NULL, NULL, "Mia");
  expect_done (name_administrator (self.admin, self.vallis, self.gus->account, "remove"));
  g_assert_false (holds (&self, self.gus->account, REEVE_ROLE_GROUP_ADMINISTRATOR));
  expect_refused (device_call (self.gus, users_list), REEVE_ERROR_DENIED, NULL);

  expect_done (save_user (self.admin, self.gus->account, "{\"roles\":[\"group-administrator\"]}"));
  assert_names (self.gus, users_list, NULL, NULL, "");
  expect_done (name_administrator (self.admin, self.vallis, self.gus->account, "add"));
  expect_done (save_user (self.admin, self.gus->account, "{\"roles\":[\"member\"]}"));
  assert_names (self.admin, groups_administrators, self.vallis, NULL, "");
  expect_done (save_user (self.admin, self.gus->account, "{\"roles\":[\"group-administrator\"]}"));
  assert_names (self.gus, users_list, NULL, NULL, "");
}

/* The workspace tells what counts for some people only, so that a console offers nothing that is refused. */
static void
test_workspace (void)
{
  g_auto (Companies) self = { NULL };
  g_autoptr (Answer) bound = NULL;
  g_autoptr (Answer) free = NULL;
  g_autoptr (Answer) me = NULL;
  ReeveWorkspace *listed;

  companies_init (&self);
  bound = device_call (self.gus, workspaces_get);
  assert_done (bound);
  g_assert_true (
    g_strv_contains ((const char *const *) REEVE_WORKSPACE (bound->reply)->capabilities, "users.read"));
  g_assert_true (g_strv_contains ((const char *const *) REEVE_WORKSPACE (bound->reply)->bound, "users.read"));
  me = device_call (self.gus, me_get); /* what a console goes by */
  assert_done (me);
  listed = REEVE_WORKSPACE (g_ptr_array_index (REEVE_IDENTITY (me->reply)->workspaces, 0));
  g_assert_true (g_strv_contains ((const char *const *) listed->capabilities, "users.read"));
  g_assert_true (g_strv_contains ((const char *const *) listed->bound, "users.read"));
  free = device_call (self.admin, workspaces_get);
  assert_done (free);
  g_assert_true (REEVE_WORKSPACE (free->reply)->bound == NULL ||
                 *REEVE_WORKSPACE (free->reply)->bound == NULL);
}

/* Whoever is outside is answered as nobody at all. */
static void
test_outside (void)
{
  static const ReeveHandler handlers[] = { users_get,    users_delete,  users_restore,
                                           users_unlock, users_history, users_save };
  g_auto (Companies) self = { NULL };
  g_autofree char *nobody = reeve_id_new ();
  const char *outside[3];

  companies_init (&self);
  outside[0] = self.tom;
  outside[1] = self.pia;
  outside[2] = self.admin->account;
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    for (guint j = 0; j < G_N_ELEMENTS (outside); j++)
      {
        Given given = { .object = outside[j],
                        .if_match = 1,
                        .patch = handlers[i] == users_save ? "{\"displayName\":\"Mine\"}" : NULL };
        Given unknown = { .object = nobody, .if_match = 1, .patch = given.patch };
        g_autoptr (Answer) answer = device_call_full (self.gus, handlers[i], &given);
        g_autoptr (Answer) missing = device_call_full (self.gus, handlers[i], &unknown);

        assert_refused (answer, REEVE_ERROR_NOT_FOUND, NULL);
        assert_refused (missing, REEVE_ERROR_NOT_FOUND, NULL);
      }
  expect_refused (device_call (self.gus, groups_get, .object = self.harrow), REEVE_ERROR_NOT_FOUND, NULL);
  expect_refused (device_call (self.gus, groups_members, .object = self.harrow), REEVE_ERROR_NOT_FOUND, NULL);
  assert_names (self.gus, groups_members, self.team, NULL, "Mia");
  assert_names (self.gus, users_list, NULL, "q=tom", "");
  assert_names (self.gus, users_list, NULL, "state=active&sort=-email", "Mia");
}

/* Groups outside are not shown, not asked after, and not lost by a change. */
static void
test_hidden_groups (void)
{
  g_auto (Companies) self = { NULL };
  g_autoptr (ReeveUser) seen = NULL;
  g_autoptr (ReeveUser) whole = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autofree char *filter = NULL;
  g_autoptr (Answer) groups = NULL;

  companies_init (&self);
  expect_done (put (self.admin, self.mia, self.team, self.harrow));
  seen = device_get_user (self.gus, self.mia);
  g_assert_cmpuint (g_strv_length (seen->groups), ==, 1);
  g_assert_cmpstr (seen->groups[0], ==, self.team);
  filter = g_strdup_printf ("group=%s", self.harrow);
  assert_names (self.gus, users_list, NULL, filter, "");
  history = device_get_history (self.gus, self.mia);
  for (guint i = 0; i < history->len; i++)
    {
      ReeveAuditEntry *entry = history->pdata[i];

      g_assert_null (entry->before != NULL ? strstr (entry->before, self.harrow) : NULL);
      g_assert_null (entry->after != NULL ? strstr (entry->after, self.harrow) : NULL);
    }

  expect_done (put (self.gus, self.mia, self.vallis, NULL));
  whole = device_get_user (self.admin, self.mia);
  g_assert_true (g_strv_contains ((const char *const *) whole->groups, self.harrow));
  g_assert_true (g_strv_contains ((const char *const *) whole->groups, self.vallis));
  g_assert_false (g_strv_contains ((const char *const *) whole->groups, self.team));

  groups = device_call (self.gus, groups_list);
  assert_done (groups);
  g_assert_cmpuint (groups->listing->items->len, ==, 2);
}

/* Nobody comes to more by being inside, nor gives it. */
static void
test_no_further (void)
{
  g_auto (Companies) self = { NULL };
  g_autoptr (Device) lea = NULL;
  g_autofree char *rev = NULL;

  companies_init (&self);
  /* roles */
  expect_refused (save_user (self.gus, self.mia, "{\"roles\":[\"auditor\"]}"), REEVE_ERROR_DENIED,
                  "escalation");
  expect_refused (save_user (self.gus, self.mia, "{\"roles\":[\"workspace-administrator\"]}"),
                  REEVE_ERROR_DENIED, "escalation");
  expect_refused (save_user (self.gus, self.mia, "{\"roles\":[\"group-administrator\"]}"), REEVE_ERROR_DENIED,
                  "escalation");
  /* who holds something is not theirs to touch, in their group or not: administrators, reviewers, colleagues
   */
  expect_done (put (self.admin, self.admin->account, self.team, NULL));
  expect_refused (save_user (self.gus, self.admin->account, "{\"displayName\":\"X\"}"), REEVE_ERROR_DENIED,
                  "escalation");
  expect_refused (device_call (self.gus, users_unlock, .object = self.admin->account), REEVE_ERROR_DENIED,
                  "escalation");
  rev = device_add_user (self.admin, "rev@vallis.example", "Rev", "reviewer");
  expect_done (put (self.admin, rev, self.team, NULL));
  expect_refused (save_user (self.gus, rev, "{\"state\":\"suspended\"}"), REEVE_ERROR_DENIED, "escalation");
  lea = device_add_colleague (self.admin, "lea@vallis.example", "Lea", REEVE_ROLE_MEMBER);
  expect_done (put (self.admin, lea->account, self.team, NULL));
  expect_done (name_administrator (self.admin, self.team, lea->account, "add"));
  expect_refused (save_user (self.gus, lea->account, "{\"email\":\"gus2@vallis.example\"}"),
                  REEVE_ERROR_DENIED, "escalation");
  /* groups */
  expect_refused (name_administrator (self.gus, self.harrow, self.gus->account, "add"), REEVE_ERROR_DENIED,
                  NULL);
  expect_refused (name_administrator (self.gus, self.vallis, self.mia, "add"), REEVE_ERROR_DENIED, NULL);
  {
    g_autoptr (Answer) answer = put (self.gus, self.mia, self.harrow, NULL);

    assert_refused (answer, REEVE_ERROR_INVALID, NULL);
    assert_member (answer, "/groups/0", "unknown_group");
  }
  expect_refused (put (self.gus, self.mia, NULL, NULL), REEVE_ERROR_CONFLICT, "group_scope");
  /* and inside they act */
  expect_done (save_user (self.gus, self.mia, "{\"state\":\"suspended\"}"));
  expect_done (save_user (self.gus, self.mia, "{\"state\":\"active\"}"));
}

static Answer *
import_users (Device *device, const char *content, const char *group)
{
  const char *const groups[] = { group, NULL };
  ReeveUserImport *body = reeve_user_import_new ();

  body->content = g_strdup (content);
  body->skip_bad = TRUE;
  if (group != NULL)
    reeve_set_texts (&body->groups, groups);
  return device_call (device, users_import, .body = body);
}

static Answer *
import_invitations (Device *device, const char *content, const char *group)
{
  const char *const groups[] = { group, NULL };
  ReeveInvitationImport *body = reeve_invitation_import_new ();

  body->content = g_strdup (content);
  body->skip_bad = TRUE;
  reeve_set_texts (&body->groups, groups);
  return device_call (device, invitations_import, .body = body);
}

static void
assert_import (Answer *answer, gint64 create, gint64 bad, const char *reason)
{
  g_autoptr (Answer) owned = answer;
  ReeveUserImportReport *report;

  assert_done (owned);
  report = REEVE_USER_IMPORT_REPORT (owned->reply);
  g_assert_cmpint (report->create, ==, create);
  g_assert_cmpint (report->bad, ==, bad);
  if (reason != NULL)
    g_assert_cmpstr (REEVE_USER_IMPORT_ROW (report->rows->pdata[0])->reason, ==, reason);
}

/* A file's people come into groups; of a group administrator into theirs, and into no others. */
static void
test_import (void)
{
  const char *two = "email,name\nann@vallis.example,Ann\nben@vallis.example,Ben\n";
  g_auto (Companies) self = { NULL };

  companies_init (&self);
  {
    g_autoptr (Answer) foreign = import_users (self.gus, two, self.harrow);

    assert_refused (foreign, REEVE_ERROR_INVALID, NULL);
    assert_member (foreign, "/groups/0", "unknown_group");
  }
  assert_import (import_users (self.gus, two, NULL), 0, 2, "group_scope");
  assert_import (import_users (self.gus, "email,role\nann@vallis.example,auditor\n", self.team), 0, 1,
                 "escalation");
  assert_import (import_users (self.gus, two, self.team), 2, 0, NULL);
  assert_names (self.gus, groups_members, self.team, NULL, "Ann,Ben,Mia");
  assert_import (import_users (self.admin, "email,name\ncid@harrow.example,Cid\n", self.harrow), 1, 0, NULL);
  assert_names (self.admin, groups_members, self.harrow, NULL, "Cid,Tom");
  {
    g_autoptr (Answer) foreign = import_invitations (self.gus, two, self.harrow);

    assert_refused (foreign, REEVE_ERROR_INVALID, NULL);
  }
  assert_import (import_invitations (self.gus, "email,name\ndot@vallis.example,Dot\n", self.team), 1, 0,
                 NULL);
  {
    g_autoptr (Answer) list = device_call (self.admin, invitations_list);
    ReeveInvitation *invitation;

    assert_done (list);
    g_assert_cmpuint (list->listing->items->len, ==, 1);
    invitation = list->listing->items->pdata[0];
    g_assert_cmpstr (invitation->groups[0], ==, self.team);
  }
}

static Answer *
reset_factor (Device *device, const char *user)
{
  ReeveSecondFactorReset *body = reeve_second_factor_reset_new ();

  body->reason = g_strdup ("lost the phone");
  body->proofing = "video-call";
  return device_call (device, second_factor_reset, .object = user, .body = body);
}

/* Who lost their phone is helped by whoever administers their group, and by no other group's administrator;
 * who administers something themselves is not. */
static void
test_second_factor (void)
{
  g_auto (Companies) self = { NULL };
  g_autoptr (Device) mia = NULL;
  g_autoptr (Device) lea = NULL;

  companies_init (&self);
  mia = device_new (self.fixture, "tablet", "192.0.2.7");
  device_enter (mia, "mia@vallis.example", PASSWORD, NULL);
  device_enrol (mia);
  lea = device_add_colleague (self.admin, "lea@vallis.example", "Lea", REEVE_ROLE_MEMBER);
  expect_done (put (self.admin, lea->account, self.team, NULL));
  expect_done (name_administrator (self.admin, self.team, lea->account, "add"));
  device_enrol (lea);

  expect_refused (device_call (self.gus, second_factor_get, .object = self.tom), REEVE_ERROR_NOT_FOUND, NULL);
  expect_refused (reset_factor (self.gus, self.tom), REEVE_ERROR_NOT_FOUND, NULL);
  expect_refused (reset_factor (self.gus, self.pia), REEVE_ERROR_NOT_FOUND, NULL);
  expect_refused (reset_factor (self.gus, lea->account), REEVE_ERROR_DENIED, "escalation");
  expect_refused (reset_factor (self.gus, self.gus->account), REEVE_ERROR_NOT_FOUND, NULL);
  expect_refused (device_call (self.gus, second_factor_resets_list), REEVE_ERROR_DENIED, NULL);
  expect_done (device_call (self.gus, second_factor_get, .object = self.mia));
  expect_done (reset_factor (self.gus, self.mia));
  expect_refused (device_call (mia, me_get), REEVE_ERROR_SIGNED_OUT, "session_ended");
  expect_refused (reset_factor (self.gus, self.mia), REEVE_ERROR_CONFLICT, "second_factor_off");
}

static guint
count_sessions (Device *device, const char *query)
{
  g_autoptr (Answer) answer = device_call (device, workspace_sessions_list, .query = query);

  assert_done (answer);
  g_assert_cmpint (answer->listing->total, ==, answer->listing->items->len);
  return answer->listing->items->len;
}

/* Sessions of the people inside, to see and to end; of nobody else, and of those who hold something to see
 * only. */
static void
test_sessions (void)
{
  g_auto (Companies) self = { NULL };
  g_autoptr (Device) in = NULL;
  g_autoptr (Device) out = NULL;
  g_autoptr (Device) rev = NULL;

  companies_init (&self);
  in = device_add_colleague (self.admin, "in@vallis.example", "In", REEVE_ROLE_MEMBER);
  out = device_add_colleague (self.admin, "out@vallis.example", "Out", REEVE_ROLE_MEMBER);
  rev = device_add_colleague (self.admin, "rev@vallis.example", "Rev", "reviewer");
  expect_done (put (self.admin, in->account, self.team, NULL));
  expect_done (put (self.admin, out->account, self.harrow, NULL));
  expect_done (put (self.admin, rev->account, self.team, NULL));

  g_assert_cmpuint (count_sessions (self.gus, "q=in"), ==, 1);
  g_assert_cmpuint (count_sessions (self.gus, "q=out"), ==, 0);
  expect_refused (device_call (self.gus, workspace_sessions_end, .object = out->session),
                  REEVE_ERROR_NOT_FOUND, NULL);
  expect_refused (device_call (self.gus, workspace_sessions_end_of_user, .object = out->account),
                  REEVE_ERROR_NOT_FOUND, NULL);
  expect_refused (device_call (self.gus, workspace_sessions_end_all), REEVE_ERROR_DENIED, NULL);
  expect_refused (device_call (self.gus, workspace_sessions_end, .object = rev->session), REEVE_ERROR_DENIED,
                  "escalation");
  expect_done (device_call (self.gus, workspace_sessions_end, .object = in->session));
  expect_refused (device_call (in, me_get), REEVE_ERROR_SIGNED_OUT, "session_ended");
}

static Answer *
create_user (Device *device, const char *email, const char *group)
{
  const char *groups[] = { group, NULL };
  ReeveUser *body = reeve_user_new ();

  body->email = g_strdup (email);
  body->display_name = g_strdup ("New");
  if (group != NULL)
    reeve_set_texts (&body->groups, groups);
  return device_call (device, users_create, .body = body);
}

/* New people come into a group of whoever adds them; of an address that is taken it is not said by whom. */
static void
test_create (void)
{
  g_auto (Companies) self = { NULL };

  companies_init (&self);
  expect_refused (create_user (self.gus, "new@vallis.example", NULL), REEVE_ERROR_CONFLICT, "group_scope");
  expect_refused (create_user (self.gus, "new@vallis.example", self.harrow), REEVE_ERROR_INVALID, NULL);
  expect_done (create_user (self.gus, "new@vallis.example", self.team));
  assert_names (self.gus, users_list, NULL, NULL, "Mia,New");
  expect_done (device_call (self.admin, users_delete, .object = self.tom, .if_match = 2));
  expect_refused (create_user (self.gus, "tom@harrow.example", self.team), REEVE_ERROR_CONFLICT,
                  "email_taken");
  expect_refused (create_user (self.admin, "tom@harrow.example", NULL), REEVE_ERROR_CONFLICT, "email_in_bin");
}

static Answer *
bulk (Device *device,
      const char *action,
      const char *query,
      const char *id,
      const char *group,
      gboolean dry_run)
{
  const char *ids[] = { id, NULL };
  const char *groups[] = { group, NULL };
  ReeveUserBulk *body = reeve_user_bulk_new ();

  body->action = g_intern_string (action);
  body->query = g_strdup (query);
  if (id != NULL)
    reeve_set_texts (&body->ids, ids);
  if (group != NULL)
    reeve_set_texts (&body->groups, groups);
  body->dry_run = dry_run;
  return device_call (device, users_bulk, .body = body);
}

/* Everybody is everybody inside; who is named by id and is outside is not found. */
static void
test_bulk (void)
{
  g_auto (Companies) self = { NULL };
  g_autoptr (Answer) preview = NULL;
  g_autoptr (Answer) all = NULL;
  g_autoptr (Answer) by_id = NULL;
  g_autoptr (Answer) added = NULL;
  g_autoptr (Answer) undone = NULL;
  g_autoptr (Answer) foreign = NULL;
  ReeveUserBulk *undo = reeve_user_bulk_new ();
  ReeveUserBulk *steal = reeve_user_bulk_new ();

  companies_init (&self);
  preview = bulk (self.gus, "suspend", "", NULL, NULL, TRUE);
  assert_done (preview);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (preview->reply)->total, ==, 1);
  all = bulk (self.gus, "suspend", "", NULL, NULL, FALSE);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (all->reply)->changed, ==, 1);
  by_id = bulk (self.gus, "suspend", NULL, self.tom, NULL, FALSE);
  assert_done (by_id);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (by_id->reply)->n_refused, ==, 1);
  g_assert_cmpstr (REEVE_USER_REFUSAL (REEVE_USER_BULK_RESULT (by_id->reply)->refused->pdata[0])->reason, ==,
                   "not_found");

  added = bulk (self.admin, "add-to-groups", NULL, self.pia, self.team, FALSE);
  assert_done (added);
  assert_names (self.admin, groups_members, self.vallis, "sort=displayName", "Mia,Pia");
  undo->action = "undo";
  undo->batch = g_strdup (REEVE_USER_BULK_RESULT (added->reply)->batch);
  steal->action = "undo";
  steal->batch = g_strdup (undo->batch);
  undone = device_call (self.admin, users_bulk, .body = undo);
  assert_done (undone);
  assert_names (self.admin, groups_members, self.vallis, NULL, "Mia");
  foreign = device_call (self.gus, users_bulk, .body = steal);
  assert_done (foreign);
  g_assert_cmpint (REEVE_USER_BULK_RESULT (foreign->reply)->changed, ==, 0);
}

static Answer *
invite (Device *device, const char *email, const char *group)
{
  const char *groups[] = { group, NULL };
  ReeveInvitation *body = reeve_invitation_new ();

  body->email = g_strdup (email);
  if (group != NULL)
    reeve_set_texts (&body->groups, groups);
  return device_call (device, invitations_create, .body = body);
}

static Answer *
accept (Fixture *fixture, Answer *invited)
{
  g_autoptr (Device) guest = device_new (fixture, "guest", "192.0.2.77");
  ReeveInvitationAcceptance *body = reeve_invitation_acceptance_new ();
  const char *link = reeve_secret_get_text (REEVE_INVITATION (invited->reply)->link);

  body->token = reeve_secret_new_take (g_strdup (strrchr (link, '/') + 1));
  body->display_name = g_strdup ("Guest");
  body->password = reeve_secret_new_take (g_strdup (PASSWORD));
  return device_call (guest, invitations_accept, .body = body);
}

/* A group administrator invites into their groups only, and sees no other invitations; who accepts is in the
 * group, unless the inviter has lost it since. */
static void
test_invitations (void)
{
  g_auto (Companies) self = { NULL };
  g_autoptr (Answer) own = NULL;
  g_autoptr (Answer) foreign = NULL;
  g_autoptr (Answer) plain = NULL;
  g_autoptr (Answer) late = NULL;
  g_autoptr (Answer) listed = NULL;

  companies_init (&self);
  expect_refused (invite (self.gus, "new@vallis.example", NULL), REEVE_ERROR_CONFLICT, "group_scope");
  expect_refused (invite (self.gus, "new@vallis.example", self.harrow), REEVE_ERROR_INVALID, NULL);
  expect_refused (invite (self.gus, "tom@harrow.example", self.team), REEVE_ERROR_CONFLICT, "member");
  own = invite (self.gus, "new@vallis.example", self.team);
  assert_done (own);
  foreign = invite (self.admin, "other@harrow.example", self.harrow);
  assert_done (foreign);
  plain = invite (self.admin, "plain@nowhere.example", NULL);
  assert_done (plain);
  listed = device_call (self.gus, invitations_list);
  assert_done (listed);
  g_assert_cmpuint (listed->listing->items->len, ==, 1);
  g_assert_cmpint (listed->listing->total, ==, 1);
  for (guint i = 0; i < 2; i++)
    {
      const char *id = REEVE_INVITATION ((i == 0 ? foreign : plain)->reply)->id;

      expect_refused (device_call (self.gus, invitations_get, .object = id), REEVE_ERROR_NOT_FOUND, NULL);
      expect_refused (device_call (self.gus, invitations_resend, .object = id), REEVE_ERROR_NOT_FOUND, NULL);
      expect_refused (device_call (self.gus, invitations_link, .object = id), REEVE_ERROR_NOT_FOUND, NULL);
      expect_refused (device_call (self.gus, invitations_revoke, .object = id), REEVE_ERROR_NOT_FOUND, NULL);
    }
  expect_done (accept (self.fixture, own));
  assert_names (self.gus, users_list, NULL, "sort=displayName", "Guest,Mia");

  late = invite (self.gus, "late@vallis.example", self.team);
  assert_done (late);
  expect_done (name_administrator (self.admin, self.vallis, self.gus->account, "remove"));
  expect_refused (accept (self.fixture, late), REEVE_ERROR_NOT_FOUND, "link");
}

/* Changing who is in a group needs groups.write, whatever else one may do. */
static void
test_groups_write (void)
{
  static const char *const capabilities[] = { "users.read", "users.write", NULL };
  g_auto (Companies) self = { NULL };
  g_autoptr (Device) clerk = NULL;
  g_autoptr (Answer) made = NULL;
  ReeveRole *role = reeve_role_new ();

  companies_init (&self);
  role->name = g_strdup ("Clerk");
  reeve_set_texts (&role->capabilities, capabilities);
  made = device_call (self.admin, roles_create, .body = role);
  assert_done (made);
  clerk = device_add_colleague (self.admin, "clerk@vallis.example", "Clerk", REEVE_ROLE (made->reply)->id);
  expect_refused (put (clerk, self.pia, self.team, NULL), REEVE_ERROR_DENIED, NULL);
  expect_refused (put (clerk, self.mia, NULL, NULL), REEVE_ERROR_DENIED, NULL);
  expect_done (save_user (clerk, self.pia, "{\"displayName\":\"Pia P.\"}"));
}

/* Deleting leaves nobody behind in it, and no administrator of nothing. */
static void
test_delete (void)
{
  g_auto (Companies) self = { NULL };
  g_autoptr (ReeveUser) mia = NULL;
  g_autoptr (ReeveGroup) vallis = NULL;

  companies_init (&self);
  vallis = get_group (self.admin, self.vallis);
  g_assert_cmpint (vallis->members, ==, 1);
  g_assert_cmpint (vallis->administrators, ==, 1);
  expect_refused (device_call (self.admin, groups_delete, .object = self.vallis, .if_match = vallis->version),
                  REEVE_ERROR_CONFLICT, "groups_below");
  expect_done (device_call (self.admin, groups_delete, .object = self.team, .if_match = 1));
  mia = device_get_user (self.admin, self.mia);
  g_assert_null (mia->groups);
  assert_names (self.gus, users_list, NULL, NULL, "");
  expect_done (device_call (self.admin, groups_delete, .object = self.vallis, .if_match = vallis->version));
  g_assert_false (holds (&self, self.gus->account, REEVE_ROLE_GROUP_ADMINISTRATOR));
}

/* A cycle is refused with its chain; a stale version is; what is saved is audited. */
static void
test_save (void)
{
  g_auto (Companies) self = { NULL };
  g_autofree char *below = NULL;
  g_autoptr (Answer) cycle = NULL;
  g_autoptr (Answer) history = NULL;

  companies_init (&self);
  below = g_strdup_printf ("{\"parent\":\"%s\"}", self.team);
  cycle = device_call (self.admin, groups_save, .object = self.vallis, .patch = below, .if_match = 1);
  assert_refused (cycle, REEVE_ERROR_CONFLICT, "group_cycle");
  assert_member (cycle, "/parent", "group_cycle");
  expect_done (device_call (self.admin, groups_save, .object = self.harrow, .patch = below, .if_match = 1));
  expect_refused (
    device_call (self.admin, groups_save, .object = self.harrow, .patch = "{\"name\":\"H\"}", .if_match = 1),
    REEVE_ERROR_STALE, NULL);
  assert_names (self.gus, users_list, NULL, NULL, "Mia,Tom");
  expect_done (device_call (self.admin, groups_save, .object = self.harrow, .patch = "{\"parent\":null}",
                            .if_match = 2));
  assert_names (self.gus, users_list, NULL, NULL, "Mia");
  history = device_call (self.admin, groups_history, .object = self.harrow);
  assert_done (history);
  g_assert_cmpuint (history->listing->items->len, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/groups/role", test_role);
  g_test_add_func ("/api/groups/workspace", test_workspace);
  g_test_add_func ("/api/groups/outside", test_outside);
  g_test_add_func ("/api/groups/hidden-groups", test_hidden_groups);
  g_test_add_func ("/api/groups/no-further", test_no_further);
  g_test_add_func ("/api/groups/sessions", test_sessions);
  g_test_add_func ("/api/groups/create", test_create);
  g_test_add_func ("/api/groups/bulk", test_bulk);
  g_test_add_func ("/api/groups/invitations", test_invitations);
  g_test_add_func ("/api/groups/import", test_import);
  g_test_add_func ("/api/groups/second-factor", test_second_factor);
  g_test_add_func ("/api/groups/groups-write", test_groups_write);
  g_test_add_func ("/api/groups/delete", test_delete);
  g_test_add_func ("/api/groups/save", test_save);
  return g_test_run ();
}
