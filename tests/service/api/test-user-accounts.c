/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What changes of a user do to the account: sessions end, addresses and names follow, also after a crash. */

#include "config.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/user-accounts/put-out", test_put_out);
  g_test_add_func ("/user-accounts/rename", test_rename);
  g_test_add_func ("/user-accounts/rename-recovers", test_rename_recovers);
  return g_test_run ();
}
