/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users of a workspace, one at a time: who may do what to whom, and what is written down about it. */

#include "config.h"

#include "service/rules/lockout.h"
#include "service/store/intents.h"
#include "tests/service/api/fixture.h"

static Answer *
create (Device *device, const char *email, const char *name, const char *role)
{
  const char *const roles[] = { role, NULL };
  ReeveUser *body = reeve_user_new ();

  body->email = g_strdup (email);
  body->display_name = g_strdup (name);
  reeve_set_texts (&body->roles, role != NULL ? roles : NULL);
  return device_call (device, users_create, .body = body);
}

static Answer *
save (Device *device, const char *id, const char *patch)
{
  g_autoptr (ReeveUser) user = device_get_user (device, id);

  return device_call (device, users_save, .object = id, .patch = patch, .if_match = user->version);
}

static Answer *
put_in_bin (Device *device, const char *id)
{
  g_autoptr (ReeveUser) user = device_get_user (device, id);

  return device_call (device, users_delete, .object = id, .if_match = user->version);
}

static ReeveAuditEntry *
get_last_entry (Device *device, const char *id)
{
  g_autoptr (GPtrArray) history = device_get_history (device, id);

  g_assert_cmpuint (history->len, >, 0);
  return g_object_ref (history->pdata[0]);
}

static void
assert_last_entry (Device *device, const char *id, const char *action, const char *before, const char *after)
{
  g_autoptr (ReeveAuditEntry) entry = get_last_entry (device, id);

  g_assert_cmpstr (entry->action, ==, action);
  g_assert_cmpstr (entry->before, ==, before);
  g_assert_cmpstr (entry->after, ==, after);
  g_assert_cmpstr (entry->actor, ==, device->account);
  g_assert_cmpstr (entry->session, ==, device->session);
  g_assert_cmpstr (entry->address, ==, device->address);
  g_assert_cmpstr (entry->object_id, ==, id);
}

static ReeveAccount *
get_account (Fixture *fixture, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (fixture->installation),
                                           REEVE_TX_READ, g_get_monotonic_time () + G_USEC_PER_SEC, &error);
  ReeveAccount *account = reeve_accounts_get (tx, id, &error);

  g_assert_no_error (error);
  return account;
}

/* A user is made with an account and the member's role; the address is then taken, in any spelling. */
static void
test_create (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Answer) made = create (hana, "ada@vallis.example", "Ada Lund", NULL);
  g_autoptr (Answer) taken = create (hana, "ADA@vallis.example", "Another", NULL);
  g_autoptr (Answer) binned = NULL;
  g_autoptr (Answer) in_bin = NULL;
  g_autoptr (ReeveAccount) account = NULL;
  g_autofree char *id = NULL;
  ReeveUser *user;

  assert_done (made);
  user = REEVE_USER (made->reply);
  id = g_strdup (user->id);
  g_assert_cmpstr (user->roles[0], ==, REEVE_ROLE_MEMBER);
  g_assert_cmpstr (user->state, ==, "active");
  g_assert_cmpint (user->version, ==, 1);
  g_assert_false (user->has_password);
  account = get_account (fixture, id);
  g_assert_cmpstr (account->email, ==, "ada@vallis.example");
  assert_refused (taken, REEVE_ERROR_CONFLICT, "email_taken");
  assert_member (taken, "/email", "email_taken");
  binned = put_in_bin (hana, id);
  in_bin = create (hana, "ada@vallis.example", "Ada", NULL);
  assert_refused (in_bin, REEVE_ERROR_CONFLICT, "email_in_bin");
}

typedef struct
{
  Device *device;
  const char *a;
  const char *b;
  GMutex *gate;
  gint done; /* atomic */
  gint refused;
} Race;

static gpointer
race_create (gpointer data)
{
  Race *race = data;
  g_autoptr (Answer) answer = create (race->device, "ada@vallis.example", "Ada", NULL);

  if (answer->error == NULL)
    g_atomic_int_inc (&race->done);
  else
    assert_refused (answer, REEVE_ERROR_CONFLICT, "email_taken");
  return NULL;
}

static gpointer
race_import (gpointer data)
{
  Race *race = data;
  ReeveUserImport *body = reeve_user_import_new ();
  g_autoptr (Answer) answer = NULL;

  body->content = g_strdup ("email,name\nada@vallis.example,Ada\n");
  answer = device_call (race->device, users_import, .body = body);
  assert_done (answer);
  if (REEVE_USER_IMPORT_REPORT (answer->reply)->applied)
    g_atomic_int_inc (&race->done);
  return NULL;
}

/* Of creates and an import of the same address at the same time, one makes the user. */
static void
test_create_at_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  Race race = { .device = hana };
  GThread *threads[4];
  g_autoptr (Answer) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("create", i % 2 == 0 ? race_create : race_import, &race);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (race.done, ==, 1);
  list = device_call (hana, users_list, .query = "q=ada");
  g_assert_cmpuint (list->listing->items->len, ==, 1);
}

/* Every kind of change leaves one entry under its own name, with the fields that differ as they were and
 * became. */
static void
test_audit (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) renamed = save (hana, id, "{\"displayName\":\"Ada Lund\",\"roles\":[\"auditor\"]}");
  g_autoptr (Answer) same = NULL;
  g_autoptr (Answer) answer = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (GPtrArray) history = NULL;

  assert_done (renamed);
  assert_last_entry (hana, id, "user.save", "{\"displayName\":\"Ada\",\"roles\":[\"member\"]}",
                     "{\"displayName\":\"Ada Lund\",\"roles\":[\"auditor\"]}");
  same = save (hana, id, "{\"displayName\":\"Ada Lund\"}");
  assert_done (same);
  g_assert_cmpuint (same->n_audited, ==, 0);
  g_assert_cmpint (REEVE_USER (same->reply)->version, ==, REEVE_USER (renamed->reply)->version);

  answer = save (hana, id, "{\"state\":\"suspended\"}");
  assert_last_entry (hana, id, "user.suspend", "{\"state\":\"active\"}", "{\"state\":\"suspended\"}");
  g_clear_pointer (&answer, answer_free);
  answer = save (hana, id, "{\"state\":\"active\"}");
  assert_last_entry (hana, id, "user.reactivate", "{\"state\":\"suspended\"}", "{\"state\":\"active\"}");
  g_clear_pointer (&answer, answer_free);
  answer = put_in_bin (hana, id);
  assert_done (answer);
  {
    g_autoptr (ReeveAuditEntry) entry = get_last_entry (hana, id);

    g_assert_cmpstr (entry->action, ==, "user.delete");
    g_assert_cmpstr (entry->before, ==, "{\"deleted\":null}");
  }
  user = device_get_user (hana, id);
  g_assert_cmpint (user->deleted, !=, 0);
  g_clear_pointer (&answer, answer_free);
  answer = device_call (hana, users_save, .object = id, .patch = "{\"displayName\":\"X\"}",
                        .if_match = user->version);
  assert_refused (answer, REEVE_ERROR_CONFLICT, "in_bin");
  g_clear_pointer (&answer, answer_free);
  answer = device_call (hana, users_restore, .object = id, .if_match = user->version);
  assert_done (answer);
  g_assert_cmpint (REEVE_USER (answer->reply)->deleted, ==, 0);
  history = device_get_history (hana, id);
  g_assert_cmpuint (history->len, ==, 6);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->action, ==, "user.restore");
  g_assert_null (REEVE_AUDIT_ENTRY (history->pdata[5])->before);
}

/* A save of what was changed meanwhile is refused, and a bad member named; nothing is written by either. */
static void
test_stale_and_bad (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) first = save (hana, id, "{\"displayName\":\"Ada Lund\"}");
  g_autoptr (Answer) stale =
    device_call (hana, users_save, .object = id, .patch = "{\"displayName\":\"B\"}", .if_match = 1);
  g_autoptr (Answer) stale_delete = device_call (hana, users_delete, .object = id, .if_match = 1);
  g_autoptr (Answer) stale_restore = device_call (hana, users_restore, .object = id, .if_match = 1);
  g_autoptr (Answer) read_only = save (hana, id, "{\"lock\":\"none\"}");
  g_autoptr (Answer) unknown = save (hana, id, "{\"shoeSize\":44}");
  g_autoptr (Answer) role = save (hana, id, "{\"roles\":[\"emperor\"]}");
  g_autoptr (Answer) email = save (hana, id, "{\"email\":\"nonsense\"}");
  g_autoptr (Answer) cleared = save (hana, id, "{\"displayName\":null}");
  g_autoptr (Answer) missing =
    device_call (hana, users_get, .object = "01a200f3-ee60-7067-b92c-13f6b4231fda");
  g_autoptr (ReeveUser) user = device_get_user (hana, id);

  assert_done (first);
  assert_refused (stale, REEVE_ERROR_STALE, NULL);
  assert_refused (stale_delete, REEVE_ERROR_STALE, NULL);
  assert_refused (stale_restore, REEVE_ERROR_STALE, NULL);
  assert_refused (read_only, REEVE_ERROR_INVALID, NULL);
  assert_member (read_only, "/lock", "read_only");
  assert_refused (unknown, REEVE_ERROR_INVALID, NULL);
  assert_refused (role, REEVE_ERROR_INVALID, NULL);
  assert_refused (email, REEVE_ERROR_INVALID, NULL);
  assert_refused (cleared, REEVE_ERROR_INVALID, NULL);
  assert_refused (missing, REEVE_ERROR_NOT_FOUND, NULL);
  g_assert_cmpstr (user->display_name, ==, "Ada Lund");
  g_assert_cmpint (user->version, ==, 2);
}

/* Nobody puts themselves out, by any door; one's own name is free. */
static void
test_self (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) bea = device_add_colleague (hana, "bea@vallis.example", "Bea", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Answer) suspended = save (bea, bea->account, "{\"state\":\"suspended\"}");
  g_autoptr (Answer) demoted = save (bea, bea->account, "{\"roles\":[\"member\"]}");
  g_autoptr (Answer) deleted = put_in_bin (bea, bea->account);
  g_autoptr (Answer) renamed = save (bea, bea->account, "{\"displayName\":\"Beatrix\"}");

  assert_refused (suspended, REEVE_ERROR_CONFLICT, "self");
  assert_refused (demoted, REEVE_ERROR_CONFLICT, "self");
  assert_refused (deleted, REEVE_ERROR_CONFLICT, "self");
  assert_done (renamed);
}

static gpointer
race_demote (gpointer data)
{
  Race *race = data;
  g_autoptr (Answer) answer = NULL;

  g_mutex_lock (race->gate);
  g_mutex_unlock (race->gate);
  answer = device_call (race->device, users_save, .object = race->b, .patch = "{\"roles\":[\"member\"]}",
                        .if_match = 2);
  if (answer->error == NULL)
    g_atomic_int_inc (&race->done);
  return NULL;
}

static gint64
count_administrators (Device *device)
{
  g_autoptr (Answer) list = device_call (device, users_list, .query = "role=workspace-administrator");

  assert_done (list);
  return list->listing->items->len;
}

static gint64
get_version (Device *device, const char *id)
{
  g_autoptr (ReeveUser) user = device_get_user (device, id);

  return user->version;
}

/* Two administrators who demote each other at the same moment: one of them stays. */
static void
test_last_administrator (void)
{
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (Fixture) fixture = fixture_new ();
      g_autoptr (Device) hana = device_set_up (fixture);
      g_autoptr (Device) bea =
        device_add_colleague (hana, "bea@vallis.example", "Bea", REEVE_ROLE_ADMINISTRATOR);
      g_autoptr (Answer) touch = NULL;
      g_autoptr (Answer) other = NULL;
      GMutex gate;
      Race first = { .device = hana, .b = bea->account, .gate = &gate };
      Race second = { .device = bea, .b = hana->account, .gate = &gate };
      GThread *threads[2];

      /* Both at version 2, which the race expects. */
      while (get_version (hana, bea->account) < 2)
        {
          g_clear_pointer (&touch, answer_free);
          touch = save (hana, bea->account, "{\"displayName\":\"Beatrix\"}");
        }
      other = save (hana, hana->account, "{\"displayName\":\"Hana S\"}");
      g_assert_cmpint (get_version (hana, hana->account), ==, 2);
      g_mutex_init (&gate);
      g_mutex_lock (&gate);
      threads[0] = g_thread_new ("demote", race_demote, &first);
      threads[1] = g_thread_new ("demote", race_demote, &second);
      g_mutex_unlock (&gate);
      g_thread_join (threads[0]);
      g_thread_join (threads[1]);
      g_mutex_clear (&gate);
      g_assert_cmpint (first.done + second.done, ==, 1);
      g_assert_cmpint (count_administrators (first.done ? hana : bea), ==, 1);
    }
}

/* Who holds less can neither give more nor touch those who hold more; and learns no more than that. */
static void
test_escalation (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) gil = device_add_colleague (hana, "gil@vallis.example", "Gil", "group-administrator");
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) made = create (gil, "eve@vallis.example", "Eve", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Answer) raised = save (gil, ada, "{\"roles\":[\"workspace-administrator\"]}");
  g_autoptr (Answer) raised_self =
    save (gil, gil->account, "{\"roles\":[\"group-administrator\",\"workspace-administrator\"]}");
  g_autoptr (Answer) address = save (gil, hana->account, "{\"email\":\"gil+admin@vallis.example\"}");
  g_autoptr (Answer) suspended = save (gil, hana->account, "{\"state\":\"suspended\"}");
  g_autoptr (Answer) deleted = put_in_bin (gil, hana->account);
  g_autoptr (Answer) unlocked = device_call (gil, users_unlock, .object = hana->account);
  g_autoptr (Answer) own_kind = save (gil, ada, "{\"roles\":[\"group-administrator\"]}");
  g_autoptr (Answer) export = device_call (gil, users_export);
  g_autoptr (Device) max = device_add_colleague (hana, "max@vallis.example", "Max", NULL);
  g_autoptr (Answer) list = device_call (max, users_list);

  assert_refused (made, REEVE_ERROR_DENIED, "escalation");
  assert_refused (raised, REEVE_ERROR_DENIED, "escalation");
  assert_refused (raised_self, REEVE_ERROR_DENIED, "escalation");
  assert_refused (address, REEVE_ERROR_DENIED, "escalation");
  assert_refused (suspended, REEVE_ERROR_DENIED, "escalation");
  assert_refused (deleted, REEVE_ERROR_DENIED, "escalation");
  assert_refused (unlocked, REEVE_ERROR_DENIED, "escalation");
  assert_done (own_kind);
  assert_refused (export, REEVE_ERROR_DENIED, NULL);
  assert_refused (list, REEVE_ERROR_DENIED, NULL);
}

/* Out at the next request: suspended, deleted, demoted; sessions end where nothing else is left to the
 * person. */
static void
test_put_out (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", "auditor");
  g_autoptr (Device) bea = device_add_colleague (hana, "bea@vallis.example", "Bea", "auditor");
  g_autoptr (Answer) before = device_call (ada, users_list);
  g_autoptr (Answer) suspended = NULL;
  g_autoptr (Answer) after = NULL;
  g_autoptr (Answer) own = NULL;
  g_autoptr (Answer) binned = NULL;
  g_autoptr (Answer) elsewhere = NULL;
  g_autoptr (Answer) here = NULL;
  ReeveWorkspace *body = reeve_workspace_new ();

  assert_done (before);
  suspended = save (hana, ada->account, "{\"state\":\"suspended\"}");
  assert_done (suspended);
  g_assert_cmpuint (suspended->ended_sessions->len, ==, 1);
  after = device_call (ada, me_get);
  assert_refused (after, REEVE_ERROR_SIGNED_OUT, NULL);

  /* Bea has a workspace of her own: she stays signed in, but not here. */
  body->name = g_strdup ("Bea's");
  own = device_call (bea, workspaces_create, .body = body);
  assert_done (own);
  binned = put_in_bin (hana, bea->account);
  assert_done (binned);
  g_assert_cmpuint (binned->ended_sessions->len, ==, 1); /* its live feed is cut all the same */
  here = device_call (bea, users_list);
  assert_refused (here, REEVE_ERROR_NOT_FOUND, NULL);
  elsewhere = device_call (bea, me_get);
  assert_done (elsewhere);
  g_assert_cmpuint (REEVE_IDENTITY (elsewhere->reply)->workspaces->len, ==, 1);
}

/* A new address and name are the account's, too: sign-in follows. Not where the account is another
 * workspace's as well. */
static void
test_rename (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) taken = save (hana, ada, "{\"email\":\"" ADMIN "\"}");
  g_autoptr (Answer) renamed =
    save (hana, ada, "{\"email\":\"ada.lund@vallis.example\",\"displayName\":\"Ada Lund\"}");
  g_autoptr (Device) device = device_new (fixture, "tablet", "192.0.2.5");
  g_autoptr (Answer) old = device_sign_in (device, "ada@vallis.example", PASSWORD);
  g_autoptr (ReeveAccount) account = get_account (fixture, ada);
  g_autofree char *home = g_strdup (hana->workspace);
  g_autofree char *away = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) foreign_address = NULL;
  g_autoptr (Answer) shared = NULL;
  g_autoptr (Answer) name = NULL;
  g_autoptr (Answer) joined = NULL;
  g_autoptr (Answer) elsewhere = NULL;
  g_autoptr (ReeveAccount) same = NULL;
  ReeveWorkspace *body = reeve_workspace_new ();

  assert_refused (taken, REEVE_ERROR_CONFLICT, "email_taken");
  assert_member (taken, "/email", "email_taken");
  assert_done (renamed);
  g_assert_cmpuint (renamed->n_audited, ==, 2); /* the user's and the account's */
  g_assert_cmpstr (account->email, ==, "ada.lund@vallis.example");
  g_assert_cmpstr (account->display_name, ==, "Ada Lund");
  assert_refused (old, REEVE_ERROR_SIGNED_OUT, "password_wrong");
  device_enter (device, "ada.lund@vallis.example", PASSWORD, NULL);

  /* In a second workspace; an address that only the directory knows is taken as well. */
  body->name = g_strdup ("Aster Labs");
  second = device_call (hana, workspaces_create, .body = body);
  away = g_strdup (REEVE_WORKSPACE (second->reply)->id);
  g_set_str (&hana->workspace, away);
  elsewhere = create (hana, "only-there@vallis.example", "Only There", NULL);
  assert_done (elsewhere);
  joined = create (hana, "ada.lund@vallis.example", "A. Lund", NULL);
  assert_done (joined);
  g_assert_true (REEVE_USER (joined->reply)->has_password);
  g_set_str (&hana->workspace, home);
  shared = save (hana, ada, "{\"email\":\"ada@elsewhere.example\"}");
  assert_refused (shared, REEVE_ERROR_DENIED, "shared_account");
  name = save (hana, ada, "{\"displayName\":\"Ada L.\"}");
  assert_done (name);
  same = get_account (fixture, ada);
  g_assert_cmpstr (same->display_name, ==, "Ada Lund");
  {
    g_autofree char *cyd = device_add_user (hana, "cyd@vallis.example", "Cyd", NULL);

    foreign_address = save (hana, cyd, "{\"email\":\"only-there@vallis.example\"}");
    assert_refused (foreign_address, REEVE_ERROR_CONFLICT, "email_taken");
  }
}

/* A change that died between the two commits: the directory follows at the next start. */
static void
test_rename_recovers (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (ReeveAccount) account = NULL;

  tx = reeve_db_begin (reeve_installation_get_workspace (fixture->installation, hana->workspace),
                       REEVE_TX_WRITE, g_get_monotonic_time () + G_USEC_PER_SEC, &error);
  user = reeve_users_get (tx, ada, &error);
  g_set_str (&user->email, "ada.lund@vallis.example");
  g_assert_true (reeve_users_update (tx, user, user->version, &error));
  g_assert_true (reeve_intents_put (tx, REEVE_INTENT_PROFILE, ada, NULL, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  fixture_reopen (fixture);
  account = get_account (fixture, ada);
  g_assert_cmpstr (account->email, ==, "ada.lund@vallis.example");
}

/* Nothing secret is ever written into an audit trail. */
static void
test_no_secrets (void)
{
  static const char *const markers[] = { PASSWORD, "pbkdf2", "reeve1$", NULL };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", REEVE_ROLE_ADMINISTRATOR);
  ReeveDb *databases[] = { reeve_installation_get_directory (fixture->installation),
                           reeve_installation_get_workspace (fixture->installation, hana->workspace) };
  guint n = 0;

  g_assert_nonnull (ada->refresh);
  for (guint i = 0; i < G_N_ELEMENTS (databases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveTx) tx =
        reeve_db_begin (databases[i], REEVE_TX_READ, g_get_monotonic_time () + G_USEC_PER_SEC, &error);
      ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT * FROM audit", &error);
      gboolean row;

      while (reeve_statement_step (statement, &row, &error) && row)
        for (guint column = 0; column < reeve_statement_get_n_columns (statement); column++)
          {
            const char *text = reeve_statement_get_text (statement, column);

            n++;
            for (guint j = 0; text != NULL && markers[j] != NULL; j++)
              g_assert_null (strstr (text, markers[j]));
            g_assert_true (text == NULL || strstr (text, reeve_secret_get_text (ada->refresh)) == NULL);
          }
      g_assert_no_error (error);
    }
  g_assert_cmpuint (n, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/users/create", test_create);
  g_test_add_func ("/users/create-at-once", test_create_at_once);
  g_test_add_func ("/users/audit", test_audit);
  g_test_add_func ("/users/stale-and-bad", test_stale_and_bad);
  g_test_add_func ("/users/self", test_self);
  g_test_add_func ("/users/last-administrator", test_last_administrator);
  g_test_add_func ("/users/escalation", test_escalation);
  g_test_add_func ("/users/put-out", test_put_out);
  g_test_add_func ("/users/rename", test_rename);
  g_test_add_func ("/users/rename-recovers", test_rename_recovers);
  g_test_add_func ("/users/no-secrets", test_no_secrets);
  return g_test_run ();
}
