/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sessions as a workspace sees them: its own people's, of what happens here; and ended for here. */

#include "config.h"

#include "service/store/intents.h"
#include "service/store/session-uses.h"
#include "tests/service/api/fixture.h"

static GPtrArray *
list (Device *device, const char *query)
{
  g_autoptr (Answer) answer = device_call (device, workspace_sessions_list, .query = query);

  assert_done (answer);
  g_assert_cmpint (answer->listing->total, ==, answer->listing->items->len);
  return g_ptr_array_ref (answer->listing->items);
}

static void
assert_listed (Device *device, const char *query, guint n)
{
  g_autoptr (GPtrArray) sessions = list (device, query);

  g_assert_cmpuint (sessions->len, ==, n);
}

static void
assert_in (Device *device)
{
  g_autoptr (Answer) answer = device_call (device, users_list);

  if (answer->error != NULL)
    assert_refused (answer, REEVE_ERROR_DENIED, NULL); /* a plain member */
}

static void
assert_out (Device *device)
{
  g_autoptr (Answer) answer = device_call (device, users_list);

  assert_refused (answer, REEVE_ERROR_SIGNED_OUT, "session_ended");
}

static Device *
sign_in_again (Device *of, const char *email, const char *thumbprint, const char *address)
{
  Device *device = device_new (of->fixture, thumbprint, address);

  device_enter (device, email, PASSWORD, of->key);
  g_set_str (&device->workspace, of->workspace);
  return device;
}

/* A second workspace that Hana is the administrator of, seen from a device of hers. */
static Device *
make_second (Device *hana)
{
  Device *device = sign_in_again (hana, ADMIN, "hana-2", "192.0.2.99");
  ReeveWorkspace *second = reeve_workspace_new ();
  g_autoptr (Answer) made = NULL;

  second->name = g_strdup ("Second");
  made = device_call (device, workspaces_create, .body = second);
  assert_done (made);
  g_set_str (&device->workspace, REEVE_WORKSPACE (made->reply)->id);
  return device;
}

static void
test_list (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) phone = sign_in_again (ada, "ada@vallis.example", "phone", "203.0.113.7");
  g_autoptr (GPtrArray) all = list (hana, "");
  g_autofree char *of_ada = g_strdup_printf ("account=%s", ada->account);
  g_autoptr (Answer) refused = device_call (ada, workspace_sessions_list);
  ReeveSession *latest;

  g_assert_cmpuint (all->len, ==, 3);
  latest = all->pdata[0];
  g_assert_cmpstr (latest->id, ==, phone->session);
  g_assert_cmpstr (latest->account, ==, ada->account);
  g_assert_cmpstr (latest->display_name, ==, "Ada");
  g_assert_cmpstr (latest->email, ==, "ada@vallis.example");
  g_assert_cmpstr (latest->address, ==, "203.0.113.7");
  g_assert_cmpstr (latest->device, ==, "a test");
  g_assert_false (latest->current);
  g_assert_true (REEVE_SESSION (all->pdata[1])->current || REEVE_SESSION (all->pdata[2])->current);
  assert_listed (hana, of_ada, 2);
  assert_listed (hana, "address=203.0.113.7", 1);
  assert_listed (hana, "q=ad", 2);
  assert_listed (hana, "q=nobody", 0);
  assert_refused (refused, REEVE_ERROR_DENIED, NULL);
}

/* Pages do not overlap, whatever the order in which sessions were seen. */
static void
test_pages (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *cursor = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("device-%u", i);
      g_autoptr (Device) device = sign_in_again (hana, ADMIN, name, "192.0.2.1");
    }
  do
    {
      g_autofree char *query =
        g_strdup_printf ("limit=2%s%s", cursor != NULL ? "&cursor=" : "", cursor != NULL ? cursor : "");
      g_autoptr (Answer) page = device_call (hana, workspace_sessions_list, .query = query);

      assert_done (page);
      g_assert_cmpint (page->listing->total, ==, 6);
      for (guint i = 0; i < page->listing->items->len; i++)
        g_assert_true (g_hash_table_add (
          seen, g_strdup (REEVE_SESSION (g_ptr_array_index (page->listing->items, i))->id)));
      g_set_str (&cursor, page->listing->next);
    }
  while (cursor != NULL);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 6);
}

static void
test_end_one (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) phone = sign_in_again (ada, "ada@vallis.example", "phone", "203.0.113.7");
  g_autoptr (Answer) refused = device_call (ada, workspace_sessions_end, .object = hana->session);
  g_autoptr (Answer) done = device_call (hana, workspace_sessions_end, .object = phone->session);
  g_autoptr (Answer) again = device_call (hana, workspace_sessions_end, .object = phone->session);
  g_autoptr (GPtrArray) history = device_get_history (hana, ada->account);
  g_autoptr (Answer) me = device_call (phone, me_get);

  assert_refused (refused, REEVE_ERROR_DENIED, NULL);
  assert_done (done);
  g_assert_cmpuint (done->ended_sessions->len, ==, 1);
  assert_refused (again, REEVE_ERROR_NOT_FOUND, NULL);
  assert_out (phone);
  assert_refused (me, REEVE_ERROR_SIGNED_OUT, "session_ended"); /* her only workspace: all over */
  assert_in (ada);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->action, ==, "session.end");
}

static gint64
end_all (Device *device, ReeveHandler handler, const char *user)
{
  g_autoptr (Answer) answer = device_call (device, handler, .object = user);

  assert_done (answer);
  return REEVE_SESSIONS_ENDED (answer->reply)->ended;
}

static void
test_end_many (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) bea = device_add_colleague (hana, "bea@vallis.example", "Bea", NULL);
  g_autoptr (Device) phone = sign_in_again (ada, "ada@vallis.example", "phone", "203.0.113.7");

  g_assert_cmpint (end_all (hana, workspace_sessions_end_of_user, ada->account), ==, 2);
  assert_out (ada);
  assert_out (phone);
  assert_in (bea);
  g_assert_cmpint (end_all (hana, workspace_sessions_end_of_user, ada->account), ==, 0);
  g_assert_cmpint (end_all (hana, workspace_sessions_end_all, NULL), ==, 1);
  assert_out (bea);
  assert_in (hana);
  assert_listed (hana, "", 1);
}

/* Who makes a user of somebody else's address learns nothing of what they do elsewhere, and ends nothing
 * there.
 */
static void
test_other_workspace (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) spy = make_second (hana);
  g_autoptr (Answer) made = NULL;
  g_autoptr (Answer) unknown = NULL;
  g_autoptr (Answer) me = NULL;
  g_autoptr (ReeveUser) user = NULL;
  ReeveUser *added = reeve_user_new ();

  added->email = g_strdup ("ada@vallis.example");
  added->display_name = g_strdup ("Somebody");
  made = device_call (spy, users_create, .body = added);
  assert_done (made);
  fixture_mirror (fixture);
  user = device_get_user (spy, ada->account);
  g_assert_cmpint (user->last_sign_in, ==, 0);
  g_assert_null (user->last_sign_in_address);
  assert_listed (spy, "q=somebody", 0);
  unknown = device_call (spy, workspace_sessions_end, .object = ada->session);
  assert_refused (unknown, REEVE_ERROR_NOT_FOUND, NULL);
  g_assert_cmpint (end_all (spy, workspace_sessions_end_of_user, ada->account), ==, 0);
  assert_in (ada);
  g_clear_object (&user);
  user = device_get_user (hana, ada->account);
  g_assert_cmpint (user->last_sign_in, >, 0); /* hers from before */

  /* What was live then is barred there, and there only. */
  g_set_str (&ada->workspace, spy->workspace);
  assert_out (ada);
  me = device_call (ada, me_get);
  assert_done (me);

  /* A new session that goes there is known there. */
  g_clear_pointer (&ada, device_free);
  ada = device_new (fixture, "ada-3", "198.51.100.3");
  device_enter (ada, "ada@vallis.example", PASSWORD, NULL);
  g_set_str (&ada->workspace, spy->workspace);
  assert_in (ada);
  assert_listed (spy, "q=somebody", 0); /* it may do nothing there yet: a refused request is no use */
}

/* A crash between the two commits: the intent ends them, and those begun since stay. */
static void
test_intent (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) later = NULL;
  g_autoptr (GError) error = NULL;
  ReeveDb *db = reeve_installation_get_workspace (fixture->installation, hana->workspace);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  g_assert_true (reeve_intents_put (tx, REEVE_INTENT_END_SESSIONS_OF, ada->account, NULL, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_clear_pointer (&tx, reeve_tx_end);
  later = sign_in_again (ada, "ada@vallis.example", "phone", "203.0.113.7");
  assert_in (ada);
  g_assert_true (reeve_intents_settle (reeve_installation_get_directory (fixture->installation), db,
                                       hana->workspace, g_get_monotonic_time () + 60 * G_USEC_PER_SEC,
                                       &error));
  assert_out (ada);
  assert_in (later);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace-sessions/list", test_list);
  g_test_add_func ("/workspace-sessions/pages", test_pages);
  g_test_add_func ("/workspace-sessions/end-one", test_end_one);
  g_test_add_func ("/workspace-sessions/end-many", test_end_many);
  g_test_add_func ("/workspace-sessions/other-workspace", test_other_workspace);
  g_test_add_func ("/workspace-sessions/intent", test_intent);
  return g_test_run ();
}
