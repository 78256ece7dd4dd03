/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How long the overview takes in a workspace where everything waits: 100,000 people of whom none has a second
 * factor and 1,000 are locked, 2,000 companies, 10,000 folders with managers and 50,000 grants, 20,000
 * invitations, 50,000 mails, 2,000 approvals, a review of 20,000 rights; for an administrator, and for the
 * administrator of the largest group. Prints median and worst of 50 calls, after the first. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/duty.h"
#include "service/api/overview.h"
#include "tests/service/api/fixture.h"

#define CALLS    50
#define ID(kind) "printf('0190c5a4-" kind "-7000-8000-%012x', n)"
#define FROM(count)                                                                         \
  " FROM (WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < " count \
  ") SELECT n FROM c)"

static const char *const seeds[] = {
  "INSERT INTO users (id, version, email, display_name, roles, state, lock, lock_ends, second_factor, "
  "has_password, "
  "last_sign_in, created, deleted, name_key, email_key, search_key) SELECT " ID (
    "0001") ", 1, 'p' || n || '@x.example', "
            "'Person ' || n, 'member', CASE WHEN n % 50 = 0 THEN 'suspended' ELSE 'active' END, "
            "CASE WHEN n % 100 = 1 THEN 'breach' ELSE 'none' END, 0, 'off', 1, n, 1, 0, 'person ' || n, 'p' "
            "|| n || '@x.example', "
            "'p' || n" FROM ("100000"),
  "INSERT INTO roles (id, version, name, capabilities, created, name_key) VALUES "
  "('0190c5a4-0002-7000-8000-000000000001', 1, 'Everybody''s', 'users.read', 1, 'everybody''s')",
  "INSERT INTO user_roles (role, number) SELECT 'member', number FROM users WHERE email_key LIKE 'p%'",
  "INSERT INTO user_roles (role, number) SELECT '0190c5a4-0002-7000-8000-000000000001', number FROM users "
  "WHERE email_key LIKE 'p%' AND number % 2 = 0",
  "INSERT INTO groups (id, version, name, members, created, name_key, path_key, path) SELECT " ID (
    "0003") ", 1, 'Company ' || n, 0, 1, 'company ' || n, 'company ' || n, 'Company ' || n" FROM ("2000"),
  "INSERT INTO group_tree (above, below) SELECT number, number FROM groups",
  "INSERT INTO group_reach (grp, number) SELECT (SELECT min(number) FROM groups) + number % 2000, number "
  "FROM users "
  "WHERE email_key LIKE 'p%'",
  "INSERT OR IGNORE INTO group_reach (grp, number) SELECT (SELECT min(number) FROM groups), number FROM "
  "users "
  "WHERE email_key LIKE 'p%' AND number % 2 = 0",
  "INSERT INTO second_factor_demands (role, since) VALUES ('member', 4102444800000000), "
  "('0190c5a4-0002-7000-8000-000000000001', 1), ('auditor', 1)",
  "INSERT INTO invitations (id, version, email, state, expires, created, sent_count, last_sent, name_key, "
  "email_key, "
  "search_key) SELECT " ID (
    "0004") ", 1, 'i' || n || '@x.example', CASE WHEN n % 4 = 0 THEN 'opened' ELSE 'accepted' END, "
            "$1 + (n - 10000) * 60000000, 1, 1, 1, '', 'i' || n, 'i' || n" FROM ("20000"),
  "INSERT INTO outbox (id, version, kind, recipient, subject, state, attempts, next_try, created, sent) "
  "SELECT " ID ("0005") ", 1, 'security-notice', 'a@x.example', 'Notice', CASE n % 20 WHEN 0 THEN 'failed' "
                        "WHEN 1 THEN 'waiting' ELSE 'sent' END, 1, "
                        "0, $1 - n * 20000000, 0" FROM ("50000"),
  "INSERT INTO rotations (id, version, name, every_days, last_rotated, due, created, name_key) SELECT " ID (
    "0006") ", 1, 'Secret ' || n, 30, 1, $1 + (n - 100) * 86400000000, 1, 'secret ' || n" FROM ("200"),
  "INSERT INTO holds (id, version, since, until, reason, ends, created) SELECT " ID (
    "0007") ", 1, 1, 2, 'Case', $1 + (n - 100) * 86400000000, 1" FROM ("200"),
  "INSERT INTO folders (id, version, name, parent, inherits, created, deleted, folders, grants, name_key) "
  "SELECT " ID ("0008") ", 1, 'Folder ' || n, CASE WHEN n <= 10 THEN 'root' ELSE "
                        "printf('0190c5a4-0008-7000-8000-%012x', n / 10) END, 1, 1, 0, 0, 0, "
                        "'folder ' || n" FROM ("10000"),
  "INSERT INTO grants (id, version, folder, principal_kind, principal, verbs, expires, created) SELECT " ID (
    "0009") ", 1, printf('0190c5a4-0008-7000-8000-%012x', 1 + n % 10000), 'user', "
            "printf('0190c5a4-0001-7000-8000-%012x', 1 + n % 100000), "
            "CASE WHEN n % 3 = 0 THEN 'manage' ELSE 'view' END, CASE WHEN n % 7 = 0 THEN $1 - n ELSE 0 END, "
            "1" FROM ("50000"),
  "INSERT INTO access_reviews (id, version, state, opened, due, closed) VALUES "
  "('0190c5a4-000a-7000-8000-000000000001', 1, 'open', 1, 4102444800000000, 0)",
  "INSERT INTO reviewed_rights (id, review, account, display_name, email, role, decision, decided, name_key) "
  "SELECT " ID ("000b") ", '0190c5a4-000a-7000-8000-000000000001', 'a', 'A', 'a@x.example', 'auditor', "
                        "'undecided', 0, 'a'" FROM ("20000"),
  "INSERT INTO approval_rules (id, version, operation, approvers, hours, created, created_by) SELECT "
  "'0190c5a4-000c-7000-8000-000000000001', 1, 'users.export', id, 24, 1, id FROM users WHERE email_key = "
  "'hana@vallis.example'",
  "INSERT INTO approvals (id, version, rule, kind, operation, method, path, hash, requester, requester_name, "
  "reason, state, "
  "created, expires, decided, code_step, used) SELECT " ID (
    "000d") ", 1, '0190c5a4-000c-7000-8000-000000000001', 'route', "
            "'users.export', 'GET', '/v1', 'h' || n, 'somebody', 'Somebody <s@x.example>', 'because', "
            "'waiting', n, 4102444800000000, 0, 0, 0" FROM ("2000"),
};

static void
seed (Device *device)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (device->fixture->installation, device->workspace),
                    REEVE_TX_WRITE, g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      ReeveStatement *statement = reeve_tx_prepare (tx, seeds[i], &error);

      if (statement != NULL && strstr (seeds[i], "$1") != NULL)
        reeve_statement_bind_int (statement, 1, reeve_clock_now ());
      if (statement == NULL || !reeve_statement_run (statement, NULL, &error))
        g_error ("%s: %s", seeds[i], error->message);
    }
  if (!reeve_tx_commit (tx, &error))
    g_error ("%s", error->message);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a;
  const gint64 *y = b;

  return (*x > *y) - (*x < *y);
}

static void
measure (Device *device, const char *who)
{
  gint64 times[CALLS + 1];
  guint n = 0;

  for (guint i = 0; i <= CALLS; i++)
    {
      gint64 begun = g_get_monotonic_time ();
      g_autoptr (Answer) answer = device_call (device, overview_get);

      assert_done (answer);
      times[i] = g_get_monotonic_time () - begun;
      n = REEVE_OVERVIEW (answer->reply)->duties->len;
    }
  g_print ("%s: %u duties; first %.1f ms", who, n, (double) times[0] / 1e3);
  qsort (times + 1, CALLS, sizeof (gint64), compare);
  g_print (", then median %.1f ms, worst %.1f ms\n", (double) times[1 + CALLS / 2] / 1e3,
           (double) times[CALLS] / 1e3);
}

int
main (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) gus = device_add_colleague (hana, "gus@north.example", "Gus", "group-administrator");
  g_autoptr (Device) bo = device_add_colleague (hana, "bo@north.example", "Bo", "member");

  fixture_mirror (fixture);
  seed (hana);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (ReeveTx) tx =
      reeve_db_begin (reeve_installation_get_workspace (fixture->installation, hana->workspace),
                      REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
    ReeveStatement *statement =
      reeve_tx_prepare (tx,
                        "INSERT INTO group_administrators (number, grp) SELECT number, (SELECT min(number) "
                        "FROM groups) FROM users WHERE id = $1",
                        &error);

    reeve_statement_bind_text (statement, 1, gus->account);
    g_assert_true (reeve_statement_run (statement, NULL, &error) && reeve_tx_commit (tx, &error));
  }
  measure (hana, "an administrator");
  measure (gus, "of a group of 50,000");
  measure (bo, "a member");
  return EXIT_SUCCESS;
}
