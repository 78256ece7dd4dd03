/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users, many at a time: a preview promises what happens, undo takes back what nobody touched since, a file
 * is applied whole or not at all. */

#include "config.h"

#include "tests/service/api/fixture.h"

static Answer *
import (Device *device, const char *content, gboolean dry_run, gboolean skip_bad)
{
  ReeveUserImport *body = reeve_user_import_new ();

  body->content = g_strdup (content);
  body->dry_run = dry_run;
  body->skip_bad = skip_bad;
  return device_call (device, users_import, .body = body);
}

/* An import has a minute, and takes some nine times as long under the address sanitizer. */
#ifdef __SANITIZE_ADDRESS__
#define N_ROWS 2000
#else
#define N_ROWS 10000
#endif
#define N_GOOD (N_ROWS - 3)

static char *
make_file (guint n, gboolean with_bad_rows)
{
  GString *csv = g_string_new ("E-mail,Name\n");

  for (guint i = 0; i < n; i++)
    {
      gboolean bad = with_bad_rows && (i == 17 || i == n / 2 || i == n - 1);

      g_string_append_printf (csv, "person%05u%svallis.example,Person %05u\n", i, bad ? "#" : "@", i);
    }
  return g_string_free_and_steal (csv);
}

static gint64
count (Device *device, const char *query)
{
  g_autoptr (Answer) list = device_call (device, users_list, .query = query);

  assert_done (list);
  return list->listing->total;
}

static Answer *
bulk (Device *device, const char *action, const char *query, gboolean dry_run)
{
  ReeveUserBulk *body = reeve_user_bulk_new ();

  body->action = g_intern_string (action);
  body->query = g_strdup (query);
  body->dry_run = dry_run;
  return device_call (device, users_bulk, .body = body);
}

static Answer *
undo (Device *device, const char *batch, gboolean dry_run)
{
  ReeveUserBulk *body = reeve_user_bulk_new ();

  body->action = g_intern_string ("undo");
  body->batch = g_strdup (batch);
  body->dry_run = dry_run;
  return device_call (device, users_bulk, .body = body);
}

static void
assert_result (Answer *answer, gint64 total, gint64 changed, gint64 unchanged, gint64 n_refused)
{
  ReeveUserBulkResult *result;

  assert_done (answer);
  result = REEVE_USER_BULK_RESULT (answer->reply);
  g_assert_cmpint (result->total, ==, total);
  g_assert_cmpint (result->changed, ==, changed);
  g_assert_cmpint (result->unchanged, ==, unchanged);
  g_assert_cmpint (result->n_refused, ==, n_refused);
  g_assert_cmpint (result->refused->len, ==, MIN (n_refused, 100));
}

static void
assert_refusal (Answer *answer, const char *id, const char *reason)
{
  GPtrArray *refused = REEVE_USER_BULK_RESULT (answer->reply)->refused;

  for (guint i = 0; i < refused->len; i++)
    {
      ReeveUserRefusal *refusal = g_ptr_array_index (refused, i);

      if (g_str_equal (refusal->id, id))
        {
          g_assert_cmpstr (refusal->reason, ==, reason);
          return;
        }
    }
  g_error ("%s was not refused", id);
}

static const char *
get_batch (Answer *answer)
{
  return REEVE_USER_BULK_RESULT (answer->reply)->batch;
}

/* Rows of which three are bad: nothing is written, in a dry run or not; told to skip them, the others are. */
static void
test_import (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *content = make_file (N_ROWS, TRUE);
  g_autoptr (Answer) dry = import (hana, content, TRUE, FALSE);
  g_autoptr (Answer) strict = import (hana, content, FALSE, FALSE);
  g_autoptr (Answer) lenient = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (Answer) found = NULL;
  ReeveUserImportReport *report;
  gint64 begun;

  assert_done (dry);
  report = REEVE_USER_IMPORT_REPORT (dry->reply);
  g_assert_cmpint (report->create, ==, N_GOOD);
  g_assert_cmpint (report->bad, ==, 3);
  g_assert_false (report->applied);
  g_assert_cmpint (REEVE_USER_IMPORT_ROW (report->rows->pdata[N_ROWS / 2])->line, ==, N_ROWS / 2 + 2);
  g_assert_cmpstr (REEVE_USER_IMPORT_ROW (report->rows->pdata[N_ROWS / 2])->fate, ==, "bad");
  assert_done (strict);
  g_assert_false (REEVE_USER_IMPORT_REPORT (strict->reply)->applied);
  g_assert_cmpint (count (hana, ""), ==, 1);

  begun = g_get_monotonic_time ();
  lenient = import (hana, content, FALSE, TRUE);
  g_test_message ("import of %d rows: %.2f s", N_ROWS, (double) (g_get_monotonic_time () - begun) / 1e6);
  assert_done (lenient);
  report = REEVE_USER_IMPORT_REPORT (lenient->reply);
  g_assert_true (report->applied);
  g_assert_cmpint (report->create, ==, N_GOOD);
  g_assert_cmpuint (lenient->n_audited, ==, 2 * N_GOOD); /* users and accounts */
  g_assert_cmpint (count (hana, ""), ==, 9998);

  found = device_call (hana, users_list, .query = "q=person04711");
  g_assert_cmpuint (found->listing->items->len, ==, 1);
  history = device_get_history (hana, REEVE_USER (found->listing->items->pdata[0])->id);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->batch, ==, report->batch);
  g_assert_null (REEVE_AUDIT_ENTRY (history->pdata[0])->before);

  again = import (hana, content, FALSE, TRUE);
  g_assert_cmpint (REEVE_USER_IMPORT_REPORT (again->reply)->exists, ==, N_GOOD);
  g_assert_cmpint (count (hana, ""), ==, 9998);
}

/* An import gives no role that its caller lacks, and cannot be read without addresses. */
static void
test_import_rules (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *desk = device_make_desk_role (hana);
  g_autoptr (Device) gil = device_add_colleague (hana, "gil@vallis.example", "Gil", desk);
  g_autoptr (Answer) raised =
    import (gil, "email,name,role\na@x.example,A,workspace-administrator\nb@x.example,B,\n", FALSE, FALSE);
  g_autoptr (Answer) no_column = import (hana, "name\nA\n", FALSE, FALSE);
  ReeveUserImportReport *report;

  assert_done (raised);
  report = REEVE_USER_IMPORT_REPORT (raised->reply);
  g_assert_false (report->applied);
  g_assert_cmpint (report->bad, ==, 1);
  g_assert_cmpstr (REEVE_USER_IMPORT_ROW (report->rows->pdata[0])->reason, ==, "escalation");
  assert_refused (no_column, REEVE_ERROR_INVALID, "no_columns");
}

/* What is exported can be imported elsewhere; formulas are defused on the way out and come back as they were.
 */
static void
test_export (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *first = device_add_user (hana, "ada@vallis.example", "=HYPERLINK(\"x\")", "auditor");
  g_autofree char *content = make_file (1200, FALSE);
  g_autoptr (Answer) many = import (hana, content, FALSE, FALSE);
  g_autoptr (Answer) all = device_call (hana, users_export);
  g_autoptr (Answer) some = device_call (hana, users_export, .query = "q=ada");
  g_autoptr (Answer) back = NULL;
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;
  ReeveUserImportReport *report;

  g_assert_nonnull (first);
  assert_done (all);
  csv = g_strndup (g_bytes_get_data (all->raw, NULL), g_bytes_get_size (all->raw));
  g_assert_nonnull (strstr (csv, "\"'=HYPERLINK(\"\"x\"\")\""));
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 1202 + 1);
  g_assert_cmpuint (g_bytes_get_size (some->raw), <, 400);
  back = import (hana, csv, TRUE, FALSE);
  report = REEVE_USER_IMPORT_REPORT (back->reply);
  g_assert_cmpint (report->exists, ==, 1202);
  g_assert_cmpint (report->bad, ==, 0);
  for (guint i = 0; i < report->rows->len; i++)
    if (g_str_equal (REEVE_USER_IMPORT_ROW (report->rows->pdata[i])->email, "ada@vallis.example"))
      {
        g_assert_cmpstr (REEVE_USER_IMPORT_ROW (report->rows->pdata[i])->display_name, ==,
                         "=HYPERLINK(\"x\")");
        g_assert_cmpstr (REEVE_USER_IMPORT_ROW (report->rows->pdata[i])->roles[0], ==, "auditor");
      }
}

/* A preview counts exactly what the change then does, the caller and the last administrator left out; undo
 * restores all but those changed since, and can itself be undone. */
static void
test_bulk_and_undo (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autofree char *bea = device_add_user (hana, "bea@vallis.example", "Bea", "auditor");
  g_autofree char *content = make_file (300, FALSE);
  g_autoptr (Answer) many = import (hana, content, FALSE, FALSE);
  g_autoptr (Answer) one = NULL;
  g_autoptr (Answer) preview = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) touched = NULL;
  g_autoptr (Answer) undo_preview = NULL;
  g_autoptr (Answer) undone = NULL;
  g_autoptr (Answer) redone = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (GPtrArray) history = NULL;

  one = device_call (hana, users_save, .object = bea, .patch = "{\"state\":\"suspended\"}", .if_match = 1);
  assert_done (one);
  preview = bulk (hana, "suspend", "", TRUE);
  assert_result (preview, 303, 301, 1, 1);
  assert_refusal (preview, hana->account, "self");
  g_assert_null (get_batch (preview));
  g_assert_cmpint (count (hana, "state=suspended"), ==, 1);

  done = bulk (hana, "suspend", "", FALSE);
  assert_result (done, 303, 301, 1, 1);
  g_assert_cmpint (count (hana, "state=suspended"), ==, 302);
  history = device_get_history (hana, ada);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->action, ==, "user.suspend");
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->pdata[0])->batch, ==, get_batch (done));

  user = device_get_user (hana, ada);
  touched = device_call (hana, users_save, .object = ada, .patch = "{\"displayName\":\"Ada L\"}",
                         .if_match = user->version);
  undo_preview = undo (hana, get_batch (done), TRUE);
  assert_result (undo_preview, 301, 300, 0, 1);
  assert_refusal (undo_preview, ada, "changed_since");
  undone = undo (hana, get_batch (done), FALSE);
  assert_result (undone, 301, 300, 0, 1);
  g_assert_cmpint (count (hana, "state=suspended"), ==, 2);
  redone = undo (hana, get_batch (undone), FALSE);
  assert_result (redone, 300, 300, 0, 0);
  g_assert_cmpint (count (hana, "state=suspended"), ==, 302);
}

/* The bin in bulk; undo of an import puts the new ones into the bin; undo of that takes them out. */
static void
test_bulk_bin (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *content = make_file (20, FALSE);
  g_autoptr (Answer) many = import (hana, content, FALSE, FALSE);
  g_autoptr (Answer) deleted = bulk (hana, "delete", "q=person0000", FALSE);
  g_autoptr (Answer) restored = NULL;
  g_autoptr (Answer) suspended = NULL;
  g_autoptr (Answer) taken_back = NULL;
  g_autoptr (Answer) undone = NULL;

  assert_result (deleted, 10, 10, 0, 0);
  g_assert_cmpint (count (hana, ""), ==, 11);
  suspended = bulk (hana, "suspend", "state=deleted", FALSE);
  assert_result (suspended, 10, 0, 0, 10);
  restored = bulk (hana, "restore", "state=deleted", FALSE);
  assert_result (restored, 10, 10, 0, 0);
  taken_back = undo (hana, REEVE_USER_IMPORT_REPORT (many->reply)->batch, FALSE);
  assert_result (taken_back, 20, 10, 0, 10); /* ten were changed since */
  g_assert_cmpint (count (hana, ""), ==, 11);
  undone = undo (hana, get_batch (taken_back), FALSE);
  assert_result (undone, 10, 10, 0, 0);
  g_assert_cmpint (count (hana, ""), ==, 21);
}

/* Roles in bulk cannot leave the workspace without an administrator, nor give more than the caller holds. */
static void
test_bulk_roles (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *desk = device_make_desk_role (hana);
  g_autoptr (Device) gil = device_add_colleague (hana, "gil@vallis.example", "Gil", desk);
  g_autofree char *bea = device_add_user (hana, "bea@vallis.example", "Bea", REEVE_ROLE_ADMINISTRATOR);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  const char *const administrator[] = { REEVE_ROLE_ADMINISTRATOR, NULL };
  const char *const auditor[] = { "auditor", NULL };
  const char *const ids[] = { ada, bea, ada, "01a200f3-ee60-7067-b92c-13f6b4231fda", NULL };
  ReeveUserBulk *raise = reeve_user_bulk_new ();
  ReeveUserBulk *demote = reeve_user_bulk_new ();
  ReeveUserBulk *none = reeve_user_bulk_new ();
  g_autoptr (Answer) raised = NULL;
  g_autoptr (Answer) demoted = NULL;
  g_autoptr (Answer) missing = NULL;
  g_autoptr (Answer) unlock = NULL;
  g_autoptr (Answer) both = NULL;

  raise->action = g_intern_string ("set-roles");
  reeve_set_texts (&raise->ids, ids);
  reeve_set_texts (&raise->roles, administrator);
  raised = device_call (gil, users_bulk, .body = raise);
  assert_result (raised, 3, 0, 1, 2); /* bea is one already */
  assert_refusal (raised, ada, "escalation");
  assert_refusal (raised, ids[3], "not_found");

  demote->action = g_intern_string ("set-roles");
  demote->query = g_strdup ("");
  reeve_set_texts (&demote->roles, auditor);
  demoted = device_call (hana, users_bulk, .body = demote);
  assert_result (demoted, 4, 3, 0, 1);
  assert_refusal (demoted, hana->account, "self");

  none->action = g_intern_string ("set-roles");
  none->query = g_strdup ("");
  missing = device_call (hana, users_bulk, .body = none);
  assert_member (missing, "/roles", "required");
  unlock = bulk (gil, "unlock", "", FALSE);
  assert_refused (unlock, REEVE_ERROR_DENIED, NULL); /* gil is an auditor now */
  {
    ReeveUserBulk *body = reeve_user_bulk_new ();

    body->action = g_intern_string ("suspend");
    body->query = g_strdup ("");
    reeve_set_texts (&body->ids, ids);
    both = device_call (hana, users_bulk, .body = body);
    assert_refused (both, REEVE_ERROR_INVALID, NULL);
  }
}

/* A query whose matches are others than the preview counted is refused whole. */
static void
test_matches_changed (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  ReeveUserBulk *body = reeve_user_bulk_new ();
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) no_batch = undo (hana, "01a200f3-ee60-7067-b92c-13f6b4231fda", FALSE);

  g_assert_nonnull (ada);
  body->action = g_intern_string ("suspend");
  body->query = g_strdup ("");
  body->expected_total = 3;
  answer = device_call (hana, users_bulk, .body = body);
  assert_refused (answer, REEVE_ERROR_CONFLICT, "matches_changed");
  assert_refused (no_batch, REEVE_ERROR_NOT_FOUND, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/users-many/import", test_import);
  g_test_add_func ("/users-many/import-rules", test_import_rules);
  g_test_add_func ("/users-many/export", test_export);
  g_test_add_func ("/users-many/bulk-and-undo", test_bulk_and_undo);
  g_test_add_func ("/users-many/bulk-bin", test_bulk_bin);
  g_test_add_func ("/users-many/bulk-roles", test_bulk_roles);
  g_test_add_func ("/users-many/matches-changed", test_matches_changed);
  return g_test_run ();
}
