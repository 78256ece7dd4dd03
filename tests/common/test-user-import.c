/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users from the files that other systems write. */

#include "config.h"

#include "common/capability.h"
#include "common/error.h"
#include "common/user-import.h"

#include <string.h>

static ReeveUserImportReport *
read_text (const char *content, const char *const *roles, GError **error)
{
  g_autoptr (ReeveUserImport) import = reeve_user_import_new ();

  import->content = g_strdup (content);
  reeve_set_texts (&import->roles, roles);
  return reeve_user_import_read (import, NULL, error);
}

static ReeveUserImportReport *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "csv", name, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  ReeveUserImportReport *report = read_text (content, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report->total, ==, report->rows->len);
  g_assert_cmpint (report->total, ==, report->create + report->exists + report->bad);
  return report;
}

/* One line a row: line, fate, address, name, roles, and what is bad where. */
static char *
list_rows (ReeveUserImportReport *report)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < report->rows->len; i++)
    {
      ReeveUserImportRow *row = g_ptr_array_index (report->rows, i);
      g_autofree char *roles = g_strjoinv ("+", row->roles);
      g_string_append_printf (list, "%" G_GINT64_FORMAT " %s %s|%s|%s", row->line, row->fate, row->email,
                              row->display_name, roles);
      if (row->reason != NULL)
        g_string_append_printf (list, "|%s|%s", row->column != NULL ? row->column : "", row->reason);
      g_string_append_c (list, '\n');
    }
  return g_string_free_and_steal (list);
}

static void
assert_no_secret (ReeveUserImportReport *report)
{
  g_autoptr (GString) json = g_string_new (NULL);

  reeve_record_append_json (report, json);
  g_assert_null (strstr (json->str, "planted"));
  g_assert_null (strstr (json->str, "myPassword1234"));
}

/* Google Workspace's bulk upload: first and last name joined, passwords listed as ignored and read nowhere.
 */
static void
test_google_workspace (void)
{
  g_autoptr (ReeveUserImportReport) report = read_fixture ("google-workspace.csv");
  g_autofree char *rows = list_rows (report);
  g_autofree char *used = g_strjoinv ("|", report->columns_used);

  g_assert_cmpstr (report->format, ==, "google-workspace");
  g_assert_cmpstr (used, ==, "First Name [Required]|Last Name [Required]|Email Address [Required]");
  g_assert_true (g_strv_contains ((const char *const *) report->columns_ignored, "Password [Required]"));
  g_assert_cmpstr (rows, ==,
                   "2 create hana.novakova@kestrel.example|Hana Nováková|member\n"
                   "3 create juergen.mueller@kestrel.example|Jürgen Müller, Jr.|member\n"
                   "4 create li.xiaolong@kestrel.example|李 小龍|member\n");
  assert_no_secret (report);
}

/* Microsoft Entra's bulk create: its version line and its example row are no users. */
static void
test_microsoft_entra (void)
{
  g_autoptr (ReeveUserImportReport) report = read_fixture ("microsoft-entra.csv");
  g_autofree char *rows = list_rows (report);
  g_autofree char *used = g_strjoinv ("|", report->columns_used);

  g_assert_cmpstr (report->format, ==, "microsoft-entra");
  g_assert_cmpstr (used, ==, "Name [displayName] Required|User name [userPrincipalName] Required");
  g_assert_true (g_strv_contains ((const char *const *) report->columns_ignored,
                                  "Initial password [passwordProfile] Required"));
  g_assert_cmpstr (rows, ==,
                   "4 create ada@fabrikam.example|Ada Lovelace|member\n"
                   "5 create charles@fabrikam.example|Charles Babbage|member\n");
  assert_no_secret (report);
}

/* Entra's own export: the user principal name is the address, `mail` beside it is not a second one. */
static void
test_microsoft_entra_export (void)
{
  g_autoptr (ReeveUserImportReport) report = read_fixture ("microsoft-entra-export.csv");
  g_autofree char *rows = list_rows (report);

  g_assert_cmpstr (report->format, ==, "microsoft-entra");
  g_assert_cmpstr (rows, ==, "2 create ada@fabrikam.example|Ada Lovelace|member\n");
}

/* Our own export, with what it put before a formula taken off again. */
static void
test_reeve (void)
{
  g_autoptr (ReeveUserImportReport) report = read_fixture ("reeve.csv");
  g_autofree char *rows = list_rows (report);

  g_assert_cmpstr (report->format, ==, "reeve");
  g_assert_cmpuint (g_strv_length (report->columns_ignored), ==, 0);
  g_assert_cmpstr (rows, ==,
                   "2 create ada@example.org|Ada Lovelace|workspace-administrator+auditor\n"
                   "3 create grace@example.org|=HYPERLINK|member\n"
                   "4 create alan@example.org|Turing, Alan|member\n");
}

/* A spreadsheet with semicolons, a BOM, a column of another language and roles as people write them. */
static void
test_semicolons (void)
{
  g_autoptr (ReeveUserImportReport) report = read_fixture ("semicolons.csv");
  g_autofree char *rows = list_rows (report);
  g_autofree char *ignored = g_strjoinv ("|", report->columns_ignored);

  g_assert_cmpstr (ignored, ==, "Vorname");
  g_assert_cmpstr (rows, ==,
                   "2 create ada@example.org|Ada Lovelace|reviewer\n"
                   "3 create grace@example.org|Grace Hopper|workspace-administrator+auditor\n");
}

/* Bad rows say where and why, keep their lines, and do not stop the good ones; what is shown of them is safe.
 */
static void
test_bad_rows (void)
{
  g_autoptr (ReeveUserImportReport) report = read_fixture ("bad-rows.tsv");
  g_autofree char *rows = list_rows (report);

  g_assert_cmpstr (rows, ==,
                   "2 create ada@example.org|Ada Lovelace|member\n"
                   "4 bad broken address|No One|member|Mail|email\n"
                   "5 bad ADA@example.org|Ada again|member|Mail|duplicate\n"
                   "6 bad grace@example.org||member|Full name|required\n"
                   "7 bad alan@example.org|Alan\ufffdgnirut|member|Full name|bidi_override\n"
                   "8 bad linus@example.org|Linus|member||too_many\n");
  g_assert_cmpint (report->create, ==, 1);
  g_assert_cmpint (report->bad, ==, 5);
  ReeveUserImportRow *twice = g_ptr_array_index (report->rows, 2);
  g_assert_cmpstr (twice->message, ==, "email is the same as in line 2");
}

/* Files that cannot be read at all are refused as a whole, with a reason. */
static void
test_refused (void)
{
  static const struct
  {
    const char *content;
    const char *reason;
  } cases[] = {
    { "", "csv_empty" },
    { "email\n\"x", "csv_quote" },
    { "Name,Phone\nAda,1\n", "no_columns" },
    { "version:v1.0\n", "no_columns" },
    { "version:v1.0\nName\nAda\n", "no_columns" },
    { "ada@example.org,Ada\n", "no_columns" },
    { "email password\nada@example.org x\n", "no_columns" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (read_text (cases[i].content, NULL, &error));
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
      g_assert_cmpstr (reeve_error_get_reason (error), ==, cases[i].reason);
    }
}

/* Rows without roles get those of the import; unknown roles are bad, and never less than what was meant. */
static void
test_roles (void)
{
  const char *defaults[] = { "auditor", "reviewer", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserImportReport) report =
    read_text ("email,role\na@x.org,\nb@x.org,Member\nc@x.org,admin\nd@x.org,"
               "\"REVIEWER; support_agent | reviewer\"\n",
               defaults, &error);
  g_assert_no_error (error);
  g_autofree char *rows = list_rows (report);

  g_assert_cmpstr (rows, ==,
                   "2 create a@x.org|a|auditor+reviewer\n"
                   "3 create b@x.org|b|member\n"
                   "4 bad c@x.org|c|auditor+reviewer|role|unknown_role\n"
                   "5 create d@x.org|d|reviewer+support-agent\n");
}

/* Who exists already is said by the caller, once; bad rows stay bad. */
static void
test_set_exists (void)
{
  g_autoptr (ReeveUserImportReport) report = read_text ("email\na@x.org\nnope\n", NULL, NULL);

  reeve_user_import_report_set_exists (report, 0);
  reeve_user_import_report_set_exists (report, 0);
  reeve_user_import_report_set_exists (report, 1);
  g_assert_cmpint (report->create, ==, 0);
  g_assert_cmpint (report->exists, ==, 1);
  g_assert_cmpint (report->bad, ==, 1);
}

/* A good row becomes a user that passes as one. */
static void
test_to_user (void)
{
  g_autoptr (ReeveUserImportReport) report = read_text ("mail,name\nada@Example.ORG,  Ada \n", NULL, NULL);
  g_autoptr (ReeveUser) user = reeve_user_import_row_to_user (g_ptr_array_index (report->rows, 0));
  g_autoptr (GError) error = NULL;

  g_assert_true (reeve_record_validate (user, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (user->email, ==, "ada@example.org");
  g_assert_cmpstr (user->display_name, ==, "Ada");
  g_assert_cmpstr (user->roles[0], ==, REEVE_ROLE_MEMBER);
  g_assert_cmpstr (user->state, ==, "active");
}

/* The body of an import keeps the file byte for byte on its way to the service. */
static void
test_body (void)
{
  g_autoptr (ReeveUserImport) import = reeve_user_import_new ();
  g_autoptr (ReeveUserImport) back = reeve_user_import_new ();
  g_autoptr (GError) error = NULL;

  import->content = g_strdup ("\xef\xbb\xbf\r\n email\t\x01\u202e\r\n");
  import->dry_run = TRUE;
  g_autoptr (ReeveSecret) wire = reeve_record_to_create (import);
  g_autoptr (JsonNode) node = json_from_string (reeve_secret_get_text (wire), &error);
  g_assert_no_error (error);
  g_assert_true (reeve_record_read_json (back, json_node_get_object (node), REEVE_READ_CREATE, "", &error));
  g_assert_no_error (error);
  g_assert_true (reeve_record_equal (import, back));
}

/* Ten thousand rows in one go. Said, not judged. */
static void
test_speed (void)
{
  g_autoptr (GString) content = g_string_new ("email,name,roles\n");

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (content, "person.%u@example.org,Person Number %u,reviewer;auditor\n", i, i);
  g_test_timer_start ();
  g_autoptr (ReeveUserImportReport) report = read_text (content->str, NULL, NULL);
  double elapsed = g_test_timer_elapsed ();
  g_assert_cmpint (report->create, ==, 10000);
  g_test_minimized_result (elapsed, "10000 rows in %.0f ms", elapsed * 1e3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/user-import/google-workspace", test_google_workspace);
  g_test_add_func ("/user-import/microsoft-entra", test_microsoft_entra);
  g_test_add_func ("/user-import/microsoft-entra-export", test_microsoft_entra_export);
  g_test_add_func ("/user-import/reeve", test_reeve);
  g_test_add_func ("/user-import/semicolons", test_semicolons);
  g_test_add_func ("/user-import/bad-rows", test_bad_rows);
  g_test_add_func ("/user-import/refused", test_refused);
  g_test_add_func ("/user-import/roles", test_roles);
  g_test_add_func ("/user-import/set-exists", test_set_exists);
  g_test_add_func ("/user-import/to-user", test_to_user);
  g_test_add_func ("/user-import/body", test_body);
  g_test_add_func ("/user-import/speed", test_speed);
  return g_test_run ();
}
