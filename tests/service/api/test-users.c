/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users of a workspace, one at a time: what is kept, what is refused, what is written down about it. */

#include "config.h"

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
  gint done; /* atomic */
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

  {
    g_autoptr (Answer) page = device_call (hana, users_history, .object = id, .query = "limit=4");
    g_autofree char *next = NULL;
    g_autoptr (Answer) rest = NULL;

    assert_done (page);
    g_assert_cmpuint (page->listing->items->len, ==, 4);
    g_assert_cmpint (page->listing->total, ==, -1);
    next = g_strconcat ("limit=4&cursor=", page->listing->next, NULL);
    rest = device_call (hana, users_history, .object = id, .query = next);
    assert_done (rest);
    g_assert_cmpuint (rest->listing->items->len, ==, 2);
    g_assert_null (rest->listing->next);
    g_assert_null (REEVE_AUDIT_ENTRY (rest->listing->items->pdata[1])->before);
  }
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
  g_test_add_func ("/users/no-secrets", test_no_secrets);
  return g_test_run ();
}
