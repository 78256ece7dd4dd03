/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The installation: what starts, what refuses to, what a crash leaves and the next start mends; and the
 * access log. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "common/clock.h"
#include "scratch.h"
#include "service/store/accounts.h"
#include "service/store/installation.h"
#include "service/store/intents.h"
#include "service/store/keys.h"
#include "service/store/users.h"

static ReeveInstallation *
open_installation (Scratch *scratch)
{
  g_autofree char *folder = scratch_path (scratch, "data");
  g_autoptr (GError) error = NULL;
  ReeveInstallation *installation = reeve_installation_open (folder, scratch->key, &error);

  g_assert_no_error (error);
  return installation;
}

static char *
make_workspace (ReeveInstallation *installation, gboolean committed)
{
  g_autoptr (ReeveWorkspace) workspace = reeve_workspace_new ();
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (reeve_installation_get_directory (installation), REEVE_TX_WRITE);

  workspace->name = g_strdup ("Example");
  g_assert_nonnull (reeve_installation_create_workspace (installation, tx, workspace, &error));
  g_assert_no_error (error);
  if (committed)
    commit (tx);
  else
    reeve_tx_end (tx);
  return g_strdup (workspace->id);
}

/* An empty folder becomes an installation; its workspaces are there again after a restart. */
static void
test_open (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveInstallation) installation = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  scratch_init (&scratch);
  folder = scratch_path (&scratch, "data");
  g_assert_false (reeve_installation_exists (folder));
  installation = open_installation (&scratch);
  g_assert_true (reeve_installation_exists (folder));
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  id = make_workspace (installation, TRUE);
  g_assert_nonnull (reeve_installation_get_workspace (installation, id));
  g_assert_null (reeve_installation_get_workspace (installation, "nonsense"));
  g_assert_true (reeve_installation_probe (installation, &error));
  g_assert_true (reeve_installation_probe (installation, &error));
  g_assert_no_error (error);
  g_clear_pointer (&installation, reeve_installation_free);
  installation = open_installation (&scratch);
  g_assert_nonnull (reeve_installation_get_workspace (installation, id));
}

/* One process at a time; another key, foreign modes and a lost directory are refused, each in its own words.
 */
static void
test_refusals (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveInstallation) installation = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *directory = NULL;
  g_autofree char *id = NULL;
  g_autoptr (ReeveSecret) other = test_key (9);
  g_autoptr (GError) error = NULL;

  scratch_init (&scratch);
  folder = scratch_path (&scratch, "data");
  directory = g_build_filename (folder, "directory.db", NULL);
  installation = open_installation (&scratch);
  id = make_workspace (installation, TRUE);
  g_assert_null (reeve_installation_open (folder, scratch.key, &error));
  assert_reeve_error (error, REEVE_ERROR_BUSY, "in_use");
  g_clear_error (&error);
  g_clear_pointer (&installation, reeve_installation_free);

  g_assert_null (reeve_installation_open (folder, other, &error));
  assert_reeve_error (error, REEVE_ERROR_INVALID, "wrong_key");
  g_clear_error (&error);

  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*mode 0700*");
  g_assert_null (reeve_installation_open (folder, scratch.key, &error));
  g_test_assert_expected_messages ();
  assert_reeve_error (error, REEVE_ERROR_INVALID, "data_folder");
  g_clear_error (&error);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);

  g_assert_cmpint (g_unlink (directory), ==, 0);
  g_assert_null (reeve_installation_open (folder, scratch.key, &error));
  assert_reeve_error (error, REEVE_ERROR_INVALID, "directory_missing");
  g_assert_false (g_file_test (directory, G_FILE_TEST_EXISTS));
}

static char *
get_database_path (Scratch *scratch, const char *id)
{
  g_autofree char *name = g_strdup_printf ("data/workspaces/%s.db", id);

  return scratch_path (scratch, name);
}

/* A workspace whose row is not committed, whatever failed, was never there, and takes up no room. */
static void
test_unfinished (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveInstallation) installation = NULL;
  g_autofree char *lost = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GDir) files = NULL;
  g_auto (GStrv) known = NULL;

  scratch_init (&scratch);
  folder = scratch_path (&scratch, "data/workspaces");
  installation = open_installation (&scratch);
  g_test_expect_message ("reeved", G_LOG_LEVEL_MESSAGE, "*never finished*");
  lost = make_workspace (installation, FALSE);
  g_test_assert_expected_messages ();
  g_assert_null (reeve_installation_get_workspace (installation, lost));
  known = reeve_installation_list_workspaces (installation);
  g_assert_cmpuint (g_strv_length (known), ==, 0);
  files = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (files), ==, NULL);
}

/* While it is being made nobody else finds it: a job that did would hold what may go. */
static void
test_unseen (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveInstallation) installation = NULL;
  g_autoptr (ReeveWorkspace) workspace = reeve_workspace_new ();
  g_auto (GStrv) known = NULL;
  ReeveTx *tx;

  scratch_init (&scratch);
  installation = open_installation (&scratch);
  tx = begin (reeve_installation_get_directory (installation), REEVE_TX_WRITE);
  workspace->name = g_strdup ("Example");
  g_assert_nonnull (reeve_installation_create_workspace (installation, tx, workspace, NULL));
  known = reeve_installation_list_workspaces (installation);
  g_assert_cmpuint (g_strv_length (known), ==, 0);
  g_assert_null (reeve_installation_get_workspace (installation, workspace->id));
  g_assert_true (reeve_tx_commit (tx, NULL));
  g_assert_nonnull (reeve_installation_get_workspace (installation, workspace->id));
  reeve_tx_end (tx);
  g_assert_nonnull (reeve_installation_get_workspace (installation, workspace->id));
}

/* What a crash left of one is gone after the next start; a committed one that lost its file is missed. */
static void
test_orphans (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveInstallation) installation = NULL;
  g_autofree char *lost = reeve_id_new ();
  g_autofree char *kept = NULL;
  g_autofree char *lost_path = NULL;
  g_autofree char *kept_path = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  scratch_init (&scratch);
  folder = scratch_path (&scratch, "data");
  installation = open_installation (&scratch);
  kept = make_workspace (installation, TRUE);
  lost_path = get_database_path (&scratch, lost);
  kept_path = get_database_path (&scratch, kept);
  g_clear_pointer (&installation, reeve_installation_free);
  g_assert_true (g_file_set_contents (lost_path, "half", -1, NULL));
  g_test_expect_message ("reeved", G_LOG_LEVEL_MESSAGE, "*never finished*");
  installation = open_installation (&scratch);
  g_test_assert_expected_messages ();
  g_assert_false (g_file_test (lost_path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept_path, G_FILE_TEST_EXISTS));
  g_clear_pointer (&installation, reeve_installation_free);

  g_assert_cmpint (g_unlink (kept_path), ==, 0);
  g_assert_null (reeve_installation_open (folder, scratch.key, &error));
  assert_reeve_error (error, REEVE_ERROR_INVALID, "workspace_missing");
}

static void
assert_member (ReeveInstallation *installation, const char *account, gboolean member)
{
  g_autoptr (GError) error = NULL;
  ReeveTx *tx = begin (reeve_installation_get_directory (installation), REEVE_TX_READ);
  g_auto (GStrv) memberships = reeve_accounts_get_memberships (tx, account, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (memberships), ==, member ? 1 : 0);
  reeve_tx_end (tx);
}

static void
assert_settled (ReeveDb *workspace)
{
  ReeveTx *tx = begin (workspace, REEVE_TX_READ);

  g_assert_cmpint (query_int (tx, "SELECT count(*) FROM intents"), ==, 0);
  reeve_tx_end (tx);
}

/* A crash after the workspace's commit and before the directory's: the next start does the rest, and doing it
 * again changes nothing. */
static void
test_intents (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveInstallation) installation = NULL;
  g_autofree char *id = NULL;
  g_autoptr (ReeveAccount) account = NULL;
  g_autoptr (ReeveAccount) renamed = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (GError) error = NULL;
  ReeveDb *workspace;
  ReeveTx *tx;

  scratch_init (&scratch);
  installation = open_installation (&scratch);
  id = make_workspace (installation, TRUE);
  tx = begin (reeve_installation_get_directory (installation), REEVE_TX_WRITE);
  account = reeve_accounts_ensure (tx, "ada@example.org", "Ada", &error);
  commit (tx);
  tx = begin (reeve_installation_get_workspace (installation, id), REEVE_TX_WRITE);
  user = make_user ("Ada King", "ada.king@example.org");
  user->id = g_strdup (account->id);
  g_assert_true (reeve_users_insert (tx, user, &error));
  g_assert_true (reeve_intents_put (tx, REEVE_INTENT_MEMBERSHIP, user->id, NULL, &error));
  g_assert_true (reeve_intents_put (tx, REEVE_INTENT_PROFILE, user->id, NULL, &error));
  g_assert_true (reeve_intents_put (tx, REEVE_INTENT_MEMBERSHIP, "nobody", NULL, &error));
  commit (tx);
  assert_member (installation, user->id, FALSE);
  g_clear_pointer (&installation, reeve_installation_free);

  installation = open_installation (&scratch);
  workspace = reeve_installation_get_workspace (installation, id);
  assert_member (installation, user->id, TRUE);
  assert_settled (workspace);
  tx = begin (reeve_installation_get_directory (installation), REEVE_TX_READ);
  renamed = reeve_accounts_get (tx, user->id, &error);
  g_assert_cmpstr (renamed->email, ==, "ada.king@example.org");
  g_assert_cmpstr (renamed->display_name, ==, "Ada King");
  reeve_tx_end (tx);

  tx = begin (workspace, REEVE_TX_WRITE);
  user->deleted = 1;
  g_assert_true (reeve_users_update (tx, user, 1, &error));
  g_assert_true (reeve_intents_put (tx, REEVE_INTENT_MEMBERSHIP, user->id, NULL, &error));
  commit (tx);
  g_assert_true (
    reeve_intents_settle (reeve_installation_get_directory (installation), workspace, id, soon (), &error));
  assert_member (installation, user->id, FALSE);
  assert_settled (workspace);
}

static void
append (ReeveAccessLog *log, const char *workspace, gint64 time, unsigned status)
{
  ReeveAccessEvent event = {
    .time = time,
    .duration_us = 120,
    .actor = "a",
    .actor_name = "Ada <ada@example.org>",
    .address = "2001:db8::1",
    .agent = "Reeve/0.1 \xff not UTF-8",
    .route = "GET /v1/me",
    .status = status,
    .result = reeve_access_result_from_status (status),
    .bytes_out = 10,
  };

  reeve_access_log_append (log, workspace, &event);
}

static gint64
count_events (Scratch *scratch, const char *name, const ReeveSecret *key, const char *sql)
{
  g_autofree char *path = scratch_path (scratch, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveDb) db = reeve_db_open (path, key, "access-log", &error);
  ReeveTx *tx;
  gint64 n;

  g_assert_no_error (error);
  tx = begin (db, REEVE_TX_READ);
  n = query_int (tx, sql);
  reeve_tx_end (tx);
  return n;
}

/* Events of the last microsecond of a day and the first of the next go to two files; of the same microsecond,
 * both are kept; what repeats is written once; unknown workspaces lose theirs. */
static void
test_access_log (void)
{
  const gint64 midnight = G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC; /* 2026-01-01 */
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveInstallation) installation = NULL;
  g_autoptr (ReeveSecret) key = NULL;
  g_autofree char *id = NULL;
  ReeveAccessLog *log;

  scratch_init (&scratch);
  reeve_clock_set_for_tests (midnight);
  key = reeve_keys_derive (scratch.key, "reeve/1/directory access log");
  installation = open_installation (&scratch);
  id = make_workspace (installation, TRUE);
  log = reeve_installation_get_access_log (installation);
  append (log, NULL, midnight - 1, 200);
  append (log, NULL, midnight, 200);
  append (log, NULL, midnight, 404);
  append (log, id, midnight, 200);
  reeve_access_log_flush (log);
  for (guint i = 0; i < 1000; i++)
    append (log, NULL, midnight + i, 200);
  reeve_access_log_flush (log);
  g_assert_cmpint (reeve_access_log_get_lost (log), ==, 0);
  g_test_expect_message ("reeved", G_LOG_LEVEL_WARNING, "*events were lost*");
  append (log, "018f0000-0000-7000-8000-000000000000", midnight, 200);
  reeve_access_log_flush (log);
  g_test_assert_expected_messages ();
  g_assert_cmpint (reeve_access_log_get_lost (log), ==, 1);
  g_clear_pointer (&installation, reeve_installation_free);

  g_assert_cmpint (
    count_events (&scratch, "data/access-log/directory/2025-12-31.db", key, "SELECT count(*) FROM events"),
    ==, 1);
  g_assert_cmpint (
    count_events (&scratch, "data/access-log/directory/2026-01-01.db", key, "SELECT count(*) FROM events"),
    ==, 1002);
  g_assert_cmpint (
    count_events (&scratch, "data/access-log/directory/2026-01-01.db", key, "SELECT count(*) FROM words"), ==,
    4); /* route, agent, actor, address */
  g_assert_cmpint (
    count_events (&scratch, "data/access-log/directory/2026-01-01.db", key,
                  "SELECT count(*) FROM events JOIN words ON number = address WHERE status >= 400 "
                  "AND length (word) = 16"),
    ==, 1);

  reeve_clock_set_for_tests (0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/installation/open", test_open);
  g_test_add_func ("/store/installation/refusals", test_refusals);
  g_test_add_func ("/store/installation/unfinished", test_unfinished);
  g_test_add_func ("/store/installation/unseen", test_unseen);
  g_test_add_func ("/store/installation/orphans", test_orphans);
  g_test_add_func ("/store/installation/intents", test_intents);
  g_test_add_func ("/store/installation/access-log", test_access_log);
  return g_test_run ();
}
