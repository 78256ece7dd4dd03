/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Notices of what happened to an account, and who may read which mail. */

#include "config.h"

#include <string.h>

#include "service/jobs/post.h"
#include "service/mail/letter.h"
#include "service/store/outbox.h"
#include "tests/service/api/fixture.h"

/* Subjects of all mails, newest first. */
static char *
list_subjects (Device *device)
{
  g_autoptr (Answer) answer = device_call (device, mails_list, .query = "limit=100");
  g_autoptr (GString) subjects = g_string_new (NULL);

  assert_done (answer);
  for (guint i = 0; i < answer->listing->items->len; i++)
    {
      ReeveMail *mail = REEVE_MAIL (answer->listing->items->pdata[i]);

      g_assert_null (mail->text);
      g_assert_null (mail->link);
      g_string_append_printf (subjects, "%s%s: %s", i > 0 ? "; " : "", mail->recipient, mail->subject);
    }
  return g_string_free_and_steal (g_steal_pointer (&subjects));
}

static void
assert_subjects (Device *device, const char *expected)
{
  g_autofree char *subjects = list_subjects (device);

  g_assert_cmpstr (subjects, ==, expected);
}

static void
set_password (Device *device, const char *current, const char *next, gboolean accepted)
{
  ReevePasswordChange *body = reeve_password_change_new ();
  g_autoptr (Answer) answer = NULL;

  body->current = reeve_secret_new (current, strlen (current));
  body->password = reeve_secret_new (next, strlen (next));
  answer = device_call (device, me_set_password, .body = body);
  g_assert_true ((answer->error == NULL) == accepted);
}

#define ENROLLED ADMIN ": Your second factor was set up"
#define CHANGED  ADMIN ": Your password was changed; "
#define DEVICE   ADMIN ": A new device signed in to your account; "

/* A notice for each thing that happened, none for what was refused, none for a device that is known. */
static void
test_notices (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) other = device_new (fixture, "other", "203.0.113.9");

  assert_subjects (hana, ENROLLED);
  set_password (hana, "not the password 12 x", "another good one 77 y", FALSE);
  assert_subjects (hana, ENROLLED);
  set_password (hana, PASSWORD, "another good one 77 y", TRUE);
  assert_subjects (hana, CHANGED ENROLLED);
  device_enter (hana, ADMIN, "another good one 77 y", hana->key);
  assert_subjects (hana, CHANGED ENROLLED);
  device_enter (other, ADMIN, "another good one 77 y", hana->key);
  assert_subjects (hana, DEVICE CHANGED ENROLLED);
  device_enter (other, ADMIN, "another good one 77 y", hana->key);
  assert_subjects (hana, DEVICE CHANGED ENROLLED);
}

/* Puts a mail, perhaps with a link, into the workspace's outbox or, of @account, into the directory's. */
static char *
put (Fixture *fixture, Device *device, const char *account, gboolean link)
{
  g_autoptr (GError) error = NULL;
  ReeveDb *db = account != NULL ? reeve_installation_get_directory (fixture->installation)
                                : reeve_installation_get_workspace (fixture->installation, device->workspace);
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + G_USEC_PER_SEC, &error);
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("password-reset", "ada@vallis.example", "Ada", account, NULL);
  g_autoptr (ReeveMail) mail = NULL;
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (ReeveListing) listing = NULL;

  reeve_letter_set_subject (letter, "Reset");
  if (link)
    reeve_letter_add_link (letter, "Reset", "https://reeve.test/p/reset/TOKEN");
  else
    reeve_letter_add (letter, "Something was changed.");
  mail = reeve_letter_write (letter);
  g_assert_true (reeve_outbox_put (tx, mail, &error));
  g_assert_no_error (error);
  query->limit = 1;
  listing = reeve_outbox_list (tx, query, NULL, &error);
  g_assert_true (reeve_tx_commit (tx, &error));
  return g_strdup (REEVE_MAIL (listing->items->pdata[0])->id);
}

static void
run_post (Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "mail", NULL);
  ReevePostOptions options = { .folder = folder };
  g_autoptr (ReevePost) post = reeve_post_new (fixture->installation, &options, NULL);
  g_autoptr (GError) error = NULL;
  gint64 next;

  g_assert_true (reeve_post_run (post, reeve_clock_now (), &next, &error));
  g_assert_no_error (error);
}

static void
assert_shown (Device *device, const char *id, gboolean shown)
{
  g_autoptr (Answer) answer = device_call (device, mails_get, .object = id);
  ReeveMail *mail;

  assert_done (answer);
  mail = REEVE_MAIL (answer->reply);
  g_assert_null (mail->html);
  g_assert_null (mail->link);
  g_assert_true ((mail->text != NULL) == shown);
}

/* A text is for the eyes of who may reset credentials, only while there is no server to bring it, and of an
 * account only while no other workspace shares it. A link, and the text around it, is for nobody's. */
static void
test_links (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Device) auditor = device_add_colleague (hana, "aud@vallis.example", "Aud", "auditor");
  g_autofree char *own = put (fixture, hana, NULL, FALSE);
  g_autofree char *of_account = put (fixture, hana, ada->account, FALSE);
  g_autofree char *own_link = put (fixture, hana, NULL, TRUE);
  g_autofree char *link_of_account = put (fixture, hana, ada->account, TRUE);
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) made = NULL;
  g_autoptr (Answer) foreign = NULL;
  g_autofree char *first = g_strdup (hana->workspace);
  ReeveWorkspace *second = reeve_workspace_new ();
  ReeveUser *user = reeve_user_new ();

  assert_shown (hana, own, FALSE); /* waits */
  run_post (fixture);
  assert_shown (hana, own, TRUE);
  assert_shown (hana, of_account, TRUE);
  assert_shown (hana, own_link, FALSE);
  assert_shown (hana, link_of_account, FALSE);
  assert_shown (auditor, own, FALSE);
  assert_shown (auditor, of_account, FALSE);
  refused = device_call (ada, mails_get, .object = own);
  assert_refused (refused, REEVE_ERROR_DENIED, NULL);

  second->name = g_strdup ("Second");
  made = device_call (hana, workspaces_create, .body = second);
  assert_done (made);
  g_set_str (&hana->workspace, REEVE_WORKSPACE (made->reply)->id);
  foreign = device_call (hana, mails_get, .object = of_account);
  assert_refused (foreign, REEVE_ERROR_NOT_FOUND, NULL);
  g_clear_pointer (&foreign, answer_free);
  foreign = device_call (hana, mails_retry, .object = own);
  assert_refused (foreign, REEVE_ERROR_NOT_FOUND, NULL);
  user->email = g_strdup ("ada@vallis.example");
  user->display_name = g_strdup ("Ada");
  g_clear_pointer (&made, answer_free);
  made = device_call (hana, users_create, .body = user);
  assert_done (made);
  /* What a person is written is nothing to somebody who merely knows their address … */
  g_clear_pointer (&foreign, answer_free);
  foreign = device_call (hana, mails_get, .object = of_account);
  assert_refused (foreign, REEVE_ERROR_NOT_FOUND, NULL);
  /* … and its text to no single one of several workspaces. */
  g_set_str (&hana->workspace, first);
  assert_shown (hana, of_account, FALSE);
  assert_shown (hana, own, TRUE);
}

/* Back-off grows from a minute to an hour; after three days the mail has failed, and a person can have it
 * tried again, which is audited. */
static void
test_back_off (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  ReevePostOptions options = {
    .smtp = { .server = "127.0.0.1", .port = 1, .security = REEVE_SMTP_PLAIN, .from = "reeve@vallis.example" }
  };
  g_autoptr (ReevePost) post = reeve_post_new (fixture->installation, &options, NULL);
  g_autoptr (ReeveMailStatus) status = NULL;
  g_autofree char *id = put (fixture, hana, NULL, TRUE);
  gint64 began = reeve_clock_now ();
  guint tries = 0;

  while (TRUE)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (Answer) answer = NULL;
      ReeveMail *mail;
      gint64 next;

      if (tries == 0)
        g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*mail-server-failing*");
      g_assert_true (reeve_post_run (post, reeve_clock_now (), &next, &error));
      if (tries == 0)
        g_test_assert_expected_messages ();
      answer = device_call (hana, mails_get, .object = id);
      assert_done (answer);
      mail = REEVE_MAIL (answer->reply);
      tries++;
      if (g_str_equal (mail->state, "failed"))
        break;
      /* the first finds the server down, and the others are not even tried for a while */
      if (mail->attempts > 0)
        {
          g_assert_nonnull (mail->error);
          g_assert_cmpint (mail->next_try - reeve_clock_now (), <=, REEVE_POST_MOST_DELAY);
        }
      g_assert_cmpint (reeve_clock_now () - began, <, REEVE_POST_GIVE_UP + 2 * REEVE_HOUR);
      g_assert_cmpint (next, >, reeve_clock_now ());
      reeve_clock_advance_for_tests (next - reeve_clock_now ());
    }
  g_assert_cmpint (reeve_clock_now () - began, >=, REEVE_POST_GIVE_UP);
  status = reeve_post_get_status (fixture->installation);
  g_assert_cmpstr (status->state, ==, "failing");
  g_assert_nonnull (status->error);
  {
    g_autoptr (Answer) again = device_call (hana, mails_retry, .object = id);

    assert_done (again);
    g_assert_cmpuint (again->n_audited, ==, 1);
    g_assert_cmpstr (REEVE_MAIL (again->reply)->state, ==, "waiting");
  }
}

static void
count_mails (Device *device, const char *query, guint n)
{
  g_autoptr (Answer) answer = device_call (device, mails_list, .query = query);

  assert_done (answer);
  g_assert_cmpuint (answer->listing->items->len, ==, n);
}

static void
assert_waiting (Device *device, gint64 n)
{
  g_autoptr (Answer) answer = device_call (device, mail_status_get);

  assert_done (answer);
  g_assert_cmpint (REEVE_MAIL_STATUS (answer->reply)->waiting, ==, n);
}

/* An address is found by a part of it, whatever the case, and nothing in it is a pattern. */
static void
test_search (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *own = put (fixture, hana, NULL, FALSE);
  g_autofree char *of_account = put (fixture, hana, hana->account, FALSE);

  count_mails (hana, "q=ADA@va", 2);
  count_mails (hana, "q=ada%20vallis", 2);
  count_mails (hana, "q=ada%20nobody", 0);
  count_mails (hana, "q=a%25a", 0);
  count_mails (hana, "q=ada&kind=password-reset&state=waiting", 2);
  count_mails (hana, "q=ada&state=sent", 0);
}

/* What waits is counted, and tried at once, for the workspace of who asks and its people only. */
static void
test_retry_all (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) ada = device_add_colleague (hana, "ada@vallis.example", "Ada", NULL);
  ReevePostOptions options = {
    .smtp = { .server = "127.0.0.1", .port = 1, .security = REEVE_SMTP_PLAIN, .from = "reeve@vallis.example" }
  };
  g_autoptr (ReevePost) post = reeve_post_new (fixture->installation, &options, NULL);
  g_autofree char *own = put (fixture, hana, NULL, FALSE);
  g_autofree char *of_account = put (fixture, hana, ada->account, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) made = NULL;
  g_autofree char *first = g_strdup (hana->workspace);
  ReeveWorkspace *second = reeve_workspace_new ();
  gint64 next;

  /* one notice, of setting up */
  assert_waiting (hana, 3);
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*mail-server-failing*");
  g_assert_true (reeve_post_run (post, reeve_clock_now (), &next, &error));
  g_test_assert_expected_messages ();
  g_assert_cmpint (next, >, reeve_clock_now ());
  second->name = g_strdup ("Second");

  /* another workspace of hers knows of its own people's mails only, and hurries no others */
  made = device_call (hana, workspaces_create, .body = second);
  assert_done (made);
  g_set_str (&hana->workspace, REEVE_WORKSPACE (made->reply)->id);
  assert_waiting (hana, 1);
  g_set_str (&hana->workspace, first);
  {
    g_autoptr (Answer) answer = device_call (hana, mails_retry_all);
    g_autoptr (Answer) one = NULL;

    assert_done (answer);
    g_assert_cmpuint (answer->n_audited, ==, 1);
    for (guint i = 0; i < 2; i++)
      {
        g_clear_pointer (&one, answer_free);
        one = device_call (hana, mails_get, .object = i == 0 ? own : of_account);
        assert_done (one);
        g_assert_cmpint (REEVE_MAIL (one->reply)->next_try, <=, reeve_clock_now ());
      }
  }
  assert_waiting (hana, 3);
}

static void
run_statement (Fixture *fixture, const char *workspace, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (fixture->installation, workspace), REEVE_TX_WRITE,
                    g_get_monotonic_time () + G_USEC_PER_SEC, &error);

  g_assert_true (reeve_statement_run (reeve_tx_prepare (tx, sql, &error), NULL, &error));
  g_assert_true (reeve_tx_commit (tx, &error));
}

static void
make_workspace (Device *device, const char *name)
{
  ReeveWorkspace *workspace = reeve_workspace_new ();
  g_autoptr (Answer) made = NULL;

  workspace->name = g_strdup (name);
  made = device_call (device, workspaces_create, .body = workspace);
  assert_done (made);
}

/* A workspace whose database is damaged keeps no mail of another from going out. */
static void
test_damaged (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *folder = g_build_filename (fixture->folder, "mail", NULL);
  const ReevePostOptions options = { .folder = folder };
  g_autoptr (ReevePost) post = reeve_post_new (fixture->installation, &options, NULL);
  g_auto (GStrv) workspaces = NULL;
  g_autofree char *own = g_strdup (hana->workspace);
  g_autoptr (GError) error = NULL;
  gint64 next;

  make_workspace (hana, "Second");
  make_workspace (hana, "Third");
  workspaces = reeve_installation_list_workspaces (fixture->installation);
  g_assert_cmpuint (g_strv_length (workspaces), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *mail = NULL;

      g_set_str (&hana->workspace, workspaces[i]);
      mail = put (fixture, hana, NULL, FALSE);
    }
  run_statement (fixture, workspaces[0], "ALTER TABLE outbox RENAME TO lost");
  for (guint i = 0; i < 2; i++) /* as the mails are looked for, and as old ones are cleared away */
    g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*no such table: outbox*");
  g_assert_false (reeve_post_run (post, reeve_clock_now (), &next, &error));
  g_test_assert_expected_messages ();
  g_assert_nonnull (strstr (error->message, workspaces[0]));
  run_statement (fixture, workspaces[0], "ALTER TABLE lost RENAME TO outbox");
  for (guint i = 0; i < 3; i++)
    {
      g_set_str (&hana->workspace, workspaces[i]);
      assert_waiting (hana, i == 0 ? 1 : 0);
    }
  g_set_str (&hana->workspace, own);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mails/notices", test_notices);
  g_test_add_func ("/mails/links", test_links);
  g_test_add_func ("/mails/back-off", test_back_off);
  g_test_add_func ("/mails/search", test_search);
  g_test_add_func ("/mails/retry-all", test_retry_all);
  g_test_add_func ("/mails/damaged", test_damaged);
  return g_test_run ();
}
