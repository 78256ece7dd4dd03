/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody leaves: everything they had is told beforehand, and gone afterwards, also after a crash between
 * the two commits; and who may not do it, to whom. */

#include "config.h"

#include <string.h>

#include "common/folder.h"
#include "common/invitation.h"
#include "common/leaving.h"
#include "common/mute.h"
#include "common/second-factor.h"
#include "common/user-bulk.h"
#include "service/api/contacts.h"
#include "service/api/invitations.h"
#include "service/api/leaving.h"
#include "service/api/mutes.h"
#include "service/api/permissions.h"
#include "service/api/second-factor-resets.h"
#include "service/store/intents.h"
#include "service/store/links.h"
#include "tests/service/api/fixture.h"

#define BO    "bo@vallis.example"
#define CY    "cy@vallis.example"
#define GUEST "guest@vallis.example"

typedef struct
{
  Fixture *fixture;
  Device *hana; /* the administrator */
  Device *bo;   /* an administrator who leaves */
} World;

static void
set_up (World *world, gconstpointer unused)
{
  world->fixture = fixture_new ();
  world->hana = device_set_up (world->fixture);
  world->bo = device_add_colleague (world->hana, BO, "Bo", REEVE_ROLE_ADMINISTRATOR);
  fixture_mirror (world->fixture);
}

static void
tear_down (World *world, gconstpointer unused)
{
  device_free (world->bo);
  device_free (world->hana);
  fixture_free (world->fixture);
}

static Answer *
leave (Device *self, const char *user)
{
  ReeveLeave *body = reeve_leave_new ();

  body->reason = g_strdup ("has another job");
  return device_call (self, leaving_create, .object = user, .body = body);
}

static void
expect_refused (Answer *answer, ReeveErrorCode code, const char *reason)
{
  g_autoptr (Answer) taken = answer;

  assert_refused (taken, code, reason);
}

static gint64
get_count (Answer *answer, const char *kind)
{
  GPtrArray *items;

  assert_done (answer);
  items = REEVE_LEAVING (answer->reply)->items;
  for (guint i = 0; i < items->len; i++)
    if (strcmp (REEVE_LEAVING_ITEM (items->pdata[i])->kind, kind) == 0)
      return REEVE_LEAVING_ITEM (items->pdata[i])->count;
  return 0;
}

static ReeveTx *
begin_directory (World *world, ReeveTxMode mode)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = reeve_db_begin (reeve_installation_get_directory (world->fixture->installation), mode,
                                g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  return tx;
}

static gint64
count (ReeveTx *tx, const char *sql, const char *first)
{
  g_autoptr (GError) error = NULL;
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, &error);
  gint64 n;

  g_assert_no_error (error);
  if (first != NULL)
    reeve_statement_bind_text (statement, 1, first);
  g_assert_true (reeve_statement_read_int (statement, &n, &error));
  return n;
}

static ReeveDb *
get_workspace (World *world)
{
  return reeve_installation_get_workspace (world->fixture->installation, world->hana->workspace);
}

static gint64
count_here (World *world, const char *sql, const char *first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (get_workspace (world), REEVE_TX_READ,
                                           g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  return count (tx, sql, first);
}

static gint64
count_there (World *world, const char *sql, const char *first)
{
  g_autoptr (ReeveTx) tx = begin_directory (world, REEVE_TX_READ);

  return count (tx, sql, first);
}

static ReeveSecret *
invite (Device *self, const char *email)
{
  ReeveInvitation *body = reeve_invitation_new ();
  g_autoptr (Answer) answer = NULL;

  body->email = g_strdup (email);
  answer = device_call (self, invitations_create, .body = body);
  assert_done (answer);
  return reeve_secret_ref (REEVE_INVITATION (answer->reply)->link);
}

/* A group, what Bo has of it, an invitation of his, a reset he asked for, a link mailed to him. */
static ReeveSecret *
give_things (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) directory = NULL;
  g_autoptr (ReeveSecret) link = NULL;
  g_autofree char *patch = NULL;
  g_autoptr (ReeveUser) bo = NULL;
  ReeveGroup *group = reeve_group_new ();
  g_autoptr (Answer) made = NULL;
  g_autoptr (Answer) saved = NULL;

  group->name = g_strdup ("Vallis");
  made = device_call (world->hana, groups_create, .body = group);
  assert_done (made);
  patch = g_strdup_printf ("{\"groups\":[\"%s\"]}", REEVE_GROUP (made->reply)->id);
  bo = device_get_user (world->hana, world->bo->account);
  saved = device_call (world->hana, users_save, .object = bo->id, .patch = patch, .if_match = bo->version);
  assert_done (saved);
  directory = begin_directory (world, REEVE_TX_WRITE);
  link = reeve_links_make (directory, REEVE_LINK_PASSWORD_RESET, world->bo->account, reeve_clock_now (),
                           reeve_clock_now () + REEVE_HOUR, &error);
  g_assert_no_error (error);
  g_assert_true (reeve_tx_commit (directory, &error));
  return invite (world->bo, GUEST);
}

static void
assert_everything_gone (World *world)
{
  const char *bo = world->bo->account;
  g_autoptr (ReeveUser) user = device_get_user (world->hana, bo);
  g_autoptr (Answer) asked = device_call (world->bo, users_list);

  g_assert_nonnull (asked->error);
  g_assert_cmpint (user->deleted, !=, 0);
  g_assert_cmpstr (user->roles[0], ==, "member");
  g_assert_null (user->roles[1]);
  g_assert_null (user->groups);
  g_assert_cmpint (count_here (world, "SELECT count(*) FROM invitations WHERE state <> 'revoked'", NULL), ==,
                   0);
  g_assert_cmpint (count_here (world, "SELECT count(*) FROM links WHERE used = 0 AND ended = 0", NULL), ==,
                   0);
  g_assert_cmpint (count_here (world,
                               "SELECT count(*) FROM outbox WHERE kind = 'invitation' "
                               "AND state <> 'withdrawn'",
                               NULL),
                   ==, 0);
  g_assert_cmpint (count_here (world,
                               "SELECT count(*) FROM user_roles AS r CROSS JOIN users AS u "
                               "WHERE u.id = $1 AND r.number = u.number AND r.role <> 'member'",
                               bo),
                   ==, 0);
  g_assert_cmpint (count_here (world, "SELECT count(*) FROM group_reach", NULL), ==, 0);
  g_assert_cmpint (count_there (world, "SELECT count(*) FROM sessions WHERE account = $1 AND ended = 0", bo),
                   ==, 0);
  g_assert_cmpint (
    count_there (world, "SELECT count(*) FROM links WHERE subject = $1 AND used = 0 AND ended = 0", bo), ==,
    0);
}

/* The preview tells of everything and changes nothing; then it goes, with an entry that says why. */
static void
test_leave (World *world, gconstpointer unused)
{
  g_autoptr (ReeveSecret) link = give_things (world);
  g_autoptr (Answer) used = device_call (world->bo, users_list);
  g_autoptr (Answer) preview = device_call (world->hana, leaving_get, .object = world->bo->account);
  g_autoptr (Answer) done = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (Answer) after = NULL;

  assert_done (used);
  g_assert_cmpint (get_count (preview, "role"), ==, 1);
  g_assert_cmpint (get_count (preview, "group"), ==, 1);
  g_assert_cmpint (get_count (preview, "invitation-sent"), ==, 1);
  g_assert_cmpint (get_count (preview, "invitation-waiting"), ==, 0);
  after = device_call (world->bo, users_list);
  assert_done (after);

  done = leave (world->hana, world->bo->account);
  g_assert_cmpint (get_count (done, "role"), ==, 1);
  g_assert_cmpint (get_count (done, "invitation-sent"), ==, 1);
  g_assert_cmpint (done->ended_sessions->len, ==, 1);
  assert_everything_gone (world);
  history = device_get_history (world->hana, world->bo->account);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->action, ==, "user.leave");
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->reason, ==, "has another job");
  expect_refused (leave (world->hana, world->bo->account), REEVE_ERROR_CONFLICT, "in_bin");
}

static char *
mute (Device *self, const char *person, const char *network, const char *owner)
{
  ReeveMute *body = reeve_mute_new ();
  g_autoptr (Answer) answer = NULL;

  body->rule = g_strdup ("brute-force");
  body->person = g_strdup (person);
  body->network = g_strdup (network);
  body->owner = g_strdup (owner);
  body->reason = g_strdup ("on call");
  body->ends = reeve_clock_now () + 10 * REEVE_DAY;
  answer = device_call (self, mutes_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_MUTE (answer->reply)->id);
}

/* Nothing stays quiet because of somebody who is gone: neither what names them nor what they answered for. */
static void
test_mutes (World *world, gconstpointer unused)
{
  g_autofree char *about = mute (world->hana, world->bo->account, NULL, NULL);
  g_autofree char *called = mute (world->hana, BO, NULL, NULL);
  g_autofree char *owned = mute (world->hana, NULL, "192.0.2.0/24", world->bo->account);
  g_autofree char *other = mute (world->hana, NULL, "198.51.100.0/24", NULL);
  g_autoptr (Answer) preview = device_call (world->hana, leaving_get, .object = world->bo->account);
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) history = NULL;

  g_assert_cmpint (get_count (preview, "mute"), ==, 3);
  g_assert_cmpint (count_here (world, "SELECT count(*) FROM mutes", NULL), ==, 4);
  done = leave (world->hana, world->bo->account);
  g_assert_cmpint (get_count (done, "mute"), ==, 3);
  g_assert_cmpint (count_here (world, "SELECT count(*) FROM mutes", NULL), ==, 1);
  g_assert_cmpint (count_here (world, "SELECT count(*) FROM mutes WHERE id = $1", other), ==, 1);
  history = device_call (world->hana, mutes_history, .object = about);
  assert_done (history);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->listing->items->pdata[0])->action, ==, "mute.delete");
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->listing->items->pdata[0])->reason, ==, "has another job");
}

/* Restored, a person is a plain member, whose old devices and links are of no use. */
static void
test_restore (World *world, gconstpointer unused)
{
  g_autoptr (ReeveSecret) link = give_things (world);
  g_autoptr (Answer) done = leave (world->hana, world->bo->account);
  g_autoptr (ReeveUser) bo = NULL;
  g_autoptr (Answer) restored = NULL;
  g_autoptr (Answer) asked = NULL;

  assert_done (done);
  bo = device_get_user (world->hana, world->bo->account);
  restored = device_call (world->hana, users_restore, .object = bo->id, .if_match = bo->version);
  assert_done (restored);
  g_assert_cmpstr (REEVE_USER (restored->reply)->roles[0], ==, "member");
  g_assert_null (REEVE_USER (restored->reply)->groups);
  g_assert_cmpint (
    count_there (world, "SELECT count(*) FROM sessions WHERE account = $1 AND ended = 0", bo->id), ==, 0);
}

/* The service dies after the workspace's commit: the intents do the rest. */
static void
test_crash (World *world, gconstpointer unused)
{
  g_autoptr (ReeveSecret) link = give_things (world);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) undo = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (Answer) done = NULL;
  g_autofree char *refresh = NULL;

  done = leave (world->hana, world->bo->account);
  assert_done (done);
  /* As if the directory had never committed. */
  undo = begin_directory (world, REEVE_TX_WRITE);
  for (guint i = 0; i < 2; i++)
    {
      ReeveStatement *statement =
        reeve_tx_prepare (undo,
                          i == 0 ? "UPDATE sessions SET ended = 0 WHERE account = $1"
                                 : "UPDATE links SET ended = 0 WHERE subject = $1",
                          &error);

      g_assert_no_error (error);
      reeve_statement_bind_text (statement, 1, world->bo->account);
      g_assert_true (reeve_statement_run (statement, NULL, &error));
    }
  g_assert_true (reeve_tx_commit (undo, &error));
  g_assert_cmpint (count_here (world, "SELECT count(*) FROM intents", NULL), >=, 2);
  fixture_reopen (world->fixture);
  assert_everything_gone (world);
  g_assert_cmpint (count_here (world, "SELECT count(*) FROM intents", NULL), ==, 0);
}

/* What another workspace has of the account goes on, and nothing here tells of it. */
static void
test_shared (World *world, gconstpointer unused)
{
  g_autoptr (ReeveSecret) link = give_things (world);
  g_autoptr (GError) error = NULL;
  ReeveWorkspace *body = reeve_workspace_new ();
  g_autofree char *home = g_strdup (world->hana->workspace);
  g_autoptr (Answer) made = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) elsewhere = NULL;
  g_autoptr (Answer) here = NULL;
  ReeveUser *user = reeve_user_new ();
  g_autoptr (Answer) added = NULL;

  body->name = g_strdup ("Other");
  made = device_call (world->hana, workspaces_create, .body = body);
  assert_done (made);
  g_set_str (&world->hana->workspace, REEVE_WORKSPACE (made->reply)->id);
  user->email = g_strdup (BO);
  user->display_name = g_strdup ("Bo");
  added = device_call (world->hana, users_create, .body = user);
  assert_done (added);
  device_confirm (world->bo);
  g_set_str (&world->bo->workspace, world->hana->workspace);
  g_set_str (&world->hana->workspace, home);

  done = leave (world->hana, world->bo->account);
  g_assert_cmpint (get_count (done, "link"), ==, 0);
  g_assert_cmpint (
    count_there (world, "SELECT count(*) FROM sessions WHERE account = $1 AND ended = 0", world->bo->account),
    ==, 1);
  g_assert_cmpint (
    count_there (world, "SELECT count(*) FROM links WHERE subject = $1 AND ended = 0", world->bo->account),
    ==, 1);
  elsewhere = device_call (world->bo, workspaces_get);
  assert_done (elsewhere);
  g_set_str (&world->bo->workspace, home);
  here = device_call (world->bo, users_list);
  g_assert_nonnull (here->error);
}

/* Not oneself, not who may more, not the last administrator; and a group administrator nobody. */
static void
test_refusals (World *world, gconstpointer unused)
{
  g_autofree char *desk = device_make_desk_role (world->hana);
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", desk);
  g_autoptr (Device) gus =
    device_add_colleague (world->hana, "gus@vallis.example", "Gus", REEVE_ROLE_GROUP_ADMINISTRATOR);
  g_autoptr (Answer) done = NULL;

  expect_refused (leave (world->hana, world->hana->account), REEVE_ERROR_CONFLICT, "self");
  expect_refused (leave (cy, world->bo->account), REEVE_ERROR_DENIED, "escalation");
  expect_refused (device_call (cy, leaving_get, .object = world->bo->account), REEVE_ERROR_DENIED,
                  "escalation");
  expect_refused (leave (gus, cy->account), REEVE_ERROR_DENIED, NULL);
  expect_refused (device_call (gus, leaving_get, .object = cy->account), REEVE_ERROR_DENIED, NULL);
  done = leave (world->hana, cy->account);
  assert_done (done);
}

/* Nobody comes back by an invitation that was on its way to them. */
static void
test_invited (World *world, gconstpointer unused)
{
  ReeveUser *body = reeve_user_new ();
  g_autoptr (Answer) made = NULL;
  g_autoptr (ReeveSecret) link = NULL;
  g_autoptr (Answer) preview = NULL;
  g_autoptr (Answer) done = NULL;

  body->email = g_strdup (CY);
  body->display_name = g_strdup ("Cy");
  made = device_call (world->hana, users_create, .body = body);
  assert_done (made);
  link = invite (world->hana, CY); /* to set the first password */
  preview = device_call (world->hana, leaving_get, .object = REEVE_USER (made->reply)->id);
  g_assert_cmpint (get_count (preview, "invitation-waiting"), ==, 1);
  done = leave (world->hana, REEVE_USER (made->reply)->id);
  assert_done (done);
  g_assert_cmpint (count_here (world, "SELECT count(*) FROM links WHERE used = 0 AND ended = 0", NULL), ==,
                   0);
}

/* (transfer full) */
static Answer *
ask_many (Device *self, gboolean preview, const char *const *ids)
{
  ReeveLeavers *leavers = reeve_leavers_new ();
  ReeveLeaveMany *body = reeve_leave_many_new ();

  reeve_set_texts (&leavers->ids, ids);
  reeve_set_texts (&body->ids, ids);
  body->reason = g_strdup ("the desk closes");
  if (preview)
    {
      g_object_unref (body);
      return device_call (self, leaving_preview_many, .body = leavers);
    }
  g_object_unref (leavers);
  return device_call (self, leaving_create_many, .body = body);
}

static const char *
get_refused (ReeveLeavings *leavings, const char *id)
{
  for (guint i = 0; i < leavings->refused->len; i++)
    if (g_strcmp0 (REEVE_USER_REFUSAL (leavings->refused->pdata[i])->id, id) == 0)
      return REEVE_USER_REFUSAL (leavings->refused->pdata[i])->reason;
  return NULL;
}

static gint64
get_sum (ReeveLeavings *leavings, const char *kind)
{
  for (guint i = 0; i < leavings->items->len; i++)
    if (strcmp (REEVE_LEAVING_ITEM (leavings->items->pdata[i])->kind, kind) == 0)
      return REEVE_LEAVING_ITEM (leavings->items->pdata[i])->count;
  return 0;
}

/* Each wholly, or left out with the reason; the preview says the same and writes nothing. */
static void
test_many (World *world, gconstpointer unused)
{
  g_autoptr (ReeveSecret) link = give_things (world);
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", "auditor");
  const char *const nobody = "0190c5a4-0000-7000-8000-000000000000";
  const char *const ids[] = { world->bo->account,   cy->account, world->bo->account,
                              world->hana->account, nobody,      NULL };
  g_autoptr (Answer) preview = ask_many (world->hana, TRUE, ids);
  g_autoptr (Answer) still = device_call (world->bo, users_list);
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (GPtrArray) history = NULL;

  assert_done (preview);
  assert_done (still);
  done = ask_many (world->hana, FALSE, ids);
  assert_done (done);
  for (guint i = 0; i < 2; i++)
    {
      ReeveLeavings *leavings = REEVE_LEAVINGS (i == 0 ? preview->reply : done->reply);

      g_assert_cmpint (leavings->total, ==, 4);
      g_assert_cmpint (leavings->changed, ==, 2);
      g_assert_cmpint (get_sum (leavings, "role"), ==, 2);
      g_assert_cmpint (get_sum (leavings, "invitation-sent"), ==, 1);
      g_assert_cmpstr (get_refused (leavings, world->hana->account), ==, "self");
      g_assert_cmpstr (get_refused (leavings, nobody), ==, "not_found");
    }
  assert_everything_gone (world);
  g_assert_cmpint (
    count_there (world, "SELECT count(*) FROM sessions WHERE account = $1 AND ended = 0", cy->account), ==,
    0);
  history = device_get_history (world->hana, cy->account);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->action, ==, "user.leave");
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->reason, ==, "the desk closes");
  again = ask_many (world->hana, FALSE, ids);
  assert_done (again);
  g_assert_cmpint (REEVE_LEAVINGS (again->reply)->changed, ==, 0);
  g_assert_cmpstr (get_refused (REEVE_LEAVINGS (again->reply), cy->account), ==, "in_bin");
}

/* What one could not do to each is not done to several either. */
static void
test_many_refused (World *world, gconstpointer unused)
{
  g_autofree char *desk = device_make_desk_role (world->hana);
  g_autoptr (Device) cy = device_add_colleague (world->hana, CY, "Cy", desk);
  g_autoptr (Device) gus =
    device_add_colleague (world->hana, "gus@vallis.example", "Gus", REEVE_ROLE_GROUP_ADMINISTRATOR);
  g_autoptr (Device) mia = device_add_colleague (world->hana, "mia@vallis.example", "Mia", "member");
  const char *const admins[] = { world->hana->account, world->bo->account, NULL };
  const char *const member[] = { mia->account, NULL };
  g_autoptr (Answer) tried = ask_many (cy, FALSE, admins);

  assert_done (tried);
  g_assert_cmpint (REEVE_LEAVINGS (tried->reply)->changed, ==, 0);
  g_assert_cmpstr (get_refused (REEVE_LEAVINGS (tried->reply), world->bo->account), ==, "escalation");
  for (guint i = 0; i < 2; i++)
    {
      expect_refused (ask_many (gus, i == 0, member), REEVE_ERROR_DENIED, NULL);
      expect_refused (ask_many (mia, i == 0, member), REEVE_ERROR_DENIED, NULL);
    }
}

/* What is no id is told by its place, and nobody leaves. */
static void
test_many_bad (World *world, gconstpointer unused)
{
  const char *const ids[] = { world->bo->account, "bo", NULL };
  const char *const none[] = { NULL };
  g_autoptr (Answer) bad = ask_many (world->hana, FALSE, ids);
  g_autoptr (Answer) empty = ask_many (world->hana, TRUE, none);
  g_autoptr (Answer) still = device_call (world->bo, users_list);

  assert_member (bad, "/ids/1", "id");
  assert_member (empty, "/ids", "required");
  assert_done (still);
}

/* What was given to them in person goes for good: it must not come back with who is restored. */
static void
test_grants (World *world, gconstpointer unused)
{
  const char *const verbs[] = { "view", NULL };
  ReevePermissionChange *change = reeve_permission_change_new_for_folder ("grant", REEVE_FOLDER_ROOT);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
  ReevePermissionDraft *draft = reeve_permission_draft_new ();
  ReevePermissionDraft *applied = reeve_permission_draft_new ();
  g_autoptr (Answer) planned = NULL;
  g_autoptr (Answer) given = NULL;
  g_autoptr (Answer) preview = NULL;
  g_autoptr (Answer) left = NULL;
  g_autoptr (Answer) grants = NULL;

  change->principal_kind = "user";
  reeve_set_text (&change->principal, world->bo->account);
  reeve_set_texts (&change->verbs, verbs);
  g_ptr_array_add (changes, change);
  draft->changes = g_ptr_array_ref (changes);
  applied->changes = g_ptr_array_ref (changes);
  planned = device_call (world->hana, permissions_plan, .body = draft);
  assert_done (planned);
  applied->hash = g_strdup (REEVE_PERMISSION_PREVIEW (planned->reply)->hash);
  given = device_call (world->hana, permissions_apply, .body = applied);
  assert_done (given);

  preview = device_call (world->hana, leaving_get, .object = world->bo->account);
  g_assert_cmpint (get_count (preview, "grant"), ==, 1);
  left = leave (world->hana, world->bo->account);
  g_assert_cmpint (get_count (left, "grant"), ==, 1);
  grants = device_call (world->hana, permissions_list_grants, .query = NULL);
  assert_done (grants);
  g_assert_cmpuint (grants->listing->items->len, ==, 0);
}

static char *
ask_contact (Device *self, const char *email)
{
  const char *const verbs[] = { "view", NULL };
  ReeveContact *body = reeve_contact_new ();
  g_autoptr (Answer) answer = NULL;

  body->email = g_strdup (email);
  body->display_name = g_strdup ("Eve Out");
  body->folder = g_strdup (REEVE_FOLDER_ROOT);
  reeve_set_texts (&body->verbs, verbs);
  answer = device_call (self, contacts_create, .body = body);
  assert_done (answer);
  return g_strdup (REEVE_CONTACT (answer->reply)->id);
}

static void
assert_contact (Device *self, const char *id, const char *state)
{
  g_autoptr (Answer) answer = device_call (self, contacts_get, .object = id);

  assert_done (answer);
  g_assert_cmpstr (REEVE_CONTACT (answer->reply)->state, ==, state);
}

/* Whom they asked looks for nobody any more; whom others asked goes on. */
static void
test_contacts (World *world, gconstpointer unused)
{
  g_autoptr (Device) ivy =
    device_add_colleague (world->hana, "ivy@vallis.example", "Ivy", "workspace-administrator");
  g_autofree char *theirs = NULL;
  g_autofree char *other = ask_contact (world->hana, "olaf@outside.example");
  g_autoptr (Answer) preview = NULL;
  g_autoptr (Answer) left = NULL;
  g_autoptr (Answer) grants = NULL;

  theirs = ask_contact (ivy, "eve@outside.example");
  preview = device_call (world->hana, leaving_get, .object = ivy->account);
  g_assert_cmpint (get_count (preview, "contact"), ==, 1);
  left = leave (world->hana, ivy->account);
  g_assert_cmpint (get_count (left, "contact"), ==, 1);
  assert_contact (world->hana, theirs, "revoked");
  assert_contact (world->hana, other, "waiting");
  grants = device_call (world->hana, permissions_list_grants, .query = "principalKind=contact");
  assert_done (grants);
  g_assert_cmpuint (grants->listing->items->len, ==, 1);
  g_assert_cmpstr (REEVE_GRANT (grants->listing->items->pdata[0])->principal, ==, other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/leaving/leave", World, NULL, set_up, test_leave, tear_down);
  g_test_add ("/leaving/grants", World, NULL, set_up, test_grants, tear_down);
  g_test_add ("/leaving/contacts", World, NULL, set_up, test_contacts, tear_down);
  g_test_add ("/leaving/restore", World, NULL, set_up, test_restore, tear_down);
  g_test_add ("/leaving/mutes", World, NULL, set_up, test_mutes, tear_down);
  g_test_add ("/leaving/crash", World, NULL, set_up, test_crash, tear_down);
  g_test_add ("/leaving/shared", World, NULL, set_up, test_shared, tear_down);
  g_test_add ("/leaving/refusals", World, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/leaving/invited", World, NULL, set_up, test_invited, tear_down);
  g_test_add ("/leaving/many", World, NULL, set_up, test_many, tear_down);
  g_test_add ("/leaving/many-refused", World, NULL, set_up, test_many_refused, tear_down);
  g_test_add ("/leaving/many-bad", World, NULL, set_up, test_many_bad, tear_down);
  return g_test_run ();
}
