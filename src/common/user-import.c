/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users from a CSV file: the tables of the import's records, and the judging of a file.
 *
 * Headings are understood by a table: Google Workspace's bulk upload, Microsoft Entra's bulk create and its
 * export, Reeve's own export, and the plain variants that people type. Whatever is not in the table is
 * ignored and listed, passwords above all: their cells are never read. The one exception is a table of
 * Django's users (auth_user), known by its columns, whose passwords are hashes. */

#include "config.h"

#include "common/user-import.h"

#include "common/capability.h"
#include "common/encoding.h"
#include "common/error.h"
#include "common/group.h"
#include "common/role.h"

#include <string.h>

#define MAX_ROWS  100000
#define MAX_TOLD  10000 /* rows in an answer */
#define MAX_SHOWN 254   /* characters of a bad cell that the report repeats */
#define HASHES    "hashes"

static const char *const fates[] = { "create", "exists", "bad", NULL };
static const char *const formats[] = { "google-workspace", "microsoft-entra", "reeve", "django", NULL };
static const char *const passwords[] = { "usable", "none", "unknown", "not_allowed", NULL };

static const ReeveField fields[] = {
  { "content", REEVE_FIELD_LINES, offsetof (ReeveUserImport, content), REEVE_REQUIRED | REEVE_AS_IS,
    .max = REEVE_USER_IMPORT_MAX_FILE,
    .summary = "The CSV file as text; or a Django database that is an SQLite file, as "
               "data:application/vnd.sqlite3;base64,… (RFC 2397)." },
  { "roles", REEVE_FIELD_TEXTS, offsetof (ReeveUserImport, roles), REEVE_FIELD_PLAIN, .max = 16,
    .summary = "Ids of roles, for rows without roles of their own; member when none is given." },
  { "groups", REEVE_FIELD_TEXTS, offsetof (ReeveUserImport, groups), REEVE_FIELD_PLAIN,
    .max = REEVE_GROUP_MAX_OF_USER, .summary = "Ids of the groups that the new ones are put into." },
  { "staff-roles", REEVE_FIELD_TEXTS, offsetof (ReeveUserImport, staff_roles), REEVE_FIELD_PLAIN, .max = 16,
    .summary = "Ids of roles for those whom a Django user table calls staff or superuser; as the others when "
               "none is given." },
  { "dry-run", REEVE_FIELD_BOOLEAN, offsetof (ReeveUserImport, dry_run), REEVE_FIELD_PLAIN,
    .summary = "Only answer what would happen." },
  { "skip-bad", REEVE_FIELD_BOOLEAN, offsetof (ReeveUserImport, skip_bad), REEVE_FIELD_PLAIN,
    .summary = "Add the good rows although there are bad ones; otherwise one bad row stops all." },
};
REEVE_DEFINE_RECORD (ReeveUserImport, reeve_user_import, "user-import", NULL, fields)

static const ReeveField row_fields[] = {
  { "line", REEVE_FIELD_INTEGER, offsetof (ReeveUserImportRow, line), REEVE_READ_ONLY,
    .summary = "Where the row begins in the file, from 1." },
  { "fate", REEVE_FIELD_CHOICE, offsetof (ReeveUserImportRow, fate), REEVE_READ_ONLY, .choices = fates,
    .summary = "What becomes of it; one that exists stays as it is." },
  { "email", REEVE_FIELD_TEXT, offsetof (ReeveUserImportRow, email), REEVE_READ_ONLY, .max = 254,
    .summary = "The address." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveUserImportRow, display_name), REEVE_READ_ONLY,
    .max = 254, .summary = "The name." },
  { "roles", REEVE_FIELD_TEXTS, offsetof (ReeveUserImportRow, roles), REEVE_READ_ONLY, .max = 16,
    .summary = "The roles." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveUserImportRow, state), REEVE_READ_ONLY,
    .choices = reeve_user_states, .summary = "Suspended for who is not active in a Django user table." },
  { "password", REEVE_FIELD_CHOICE, offsetof (ReeveUserImportRow, password), REEVE_READ_ONLY,
    .choices = passwords,
    .summary = "Of a Django user table: whether the password there goes on working (an account that exists "
               "keeps its own), there is none, its form is not known, or the caller may not set it." },
  { "staff", REEVE_FIELD_BOOLEAN, offsetof (ReeveUserImportRow, staff), REEVE_READ_ONLY,
    .summary = "Whether a Django user table calls them staff or superuser, which gives nothing here." },
  { "column", REEVE_FIELD_TEXT, offsetof (ReeveUserImportRow, column), REEVE_READ_ONLY,
    .summary = "The heading of the cell that is bad." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveUserImportRow, reason), REEVE_READ_ONLY, .max = 64,
    .summary = "A stable word that says why it is bad." },
  { "message", REEVE_FIELD_TEXT, offsetof (ReeveUserImportRow, message), REEVE_READ_ONLY,
    .summary = "The same in English." },
};
REEVE_DEFINE_RECORD (ReeveUserImportRow, reeve_user_import_row, "user-import-row", NULL, row_fields)

static const ReeveField report_fields[] = {
  { "format", REEVE_FIELD_CHOICE, offsetof (ReeveUserImportReport, format), REEVE_READ_ONLY,
    .choices = formats, .summary = "Whose file it is, by its headings." },
  { "columns-used", REEVE_FIELD_TEXTS, offsetof (ReeveUserImportReport, columns_used), REEVE_READ_ONLY,
    .summary = "Headings that were understood." },
  { "columns-ignored", REEVE_FIELD_TEXTS, offsetof (ReeveUserImportReport, columns_ignored), REEVE_READ_ONLY,
    .summary = "Headings that were not, passwords among them." },
  { "total", REEVE_FIELD_INTEGER, offsetof (ReeveUserImportReport, total), REEVE_READ_ONLY,
    .summary = "How many rows the file has." },
  { "create", REEVE_FIELD_INTEGER, offsetof (ReeveUserImportReport, create), REEVE_READ_ONLY,
    .summary = "How many are new." },
  { "exists", REEVE_FIELD_INTEGER, offsetof (ReeveUserImportReport, exists), REEVE_READ_ONLY,
    .summary = "How many are users already." },
  { "bad", REEVE_FIELD_INTEGER, offsetof (ReeveUserImportReport, bad), REEVE_READ_ONLY,
    .summary = "How many cannot be read." },
  { "applied", REEVE_FIELD_BOOLEAN, offsetof (ReeveUserImportReport, applied), REEVE_READ_ONLY,
    .summary = "Whether the new ones were added." },
  { "batch", REEVE_FIELD_ID, offsetof (ReeveUserImportReport, batch), REEVE_READ_ONLY,
    .summary = "Give it to undo." },
  { "rows", REEVE_FIELD_RECORDS, offsetof (ReeveUserImportReport, rows), REEVE_READ_ONLY, .max = MAX_ROWS,
    .record_type = reeve_user_import_row_get_type,
    .summary = "Every row, in the order of the file; of a long one the bad first, and as many as fit." },
};
REEVE_DEFINE_RECORD (ReeveUserImportReport,
                     reeve_user_import_report,
                     "user-import-report",
                     NULL,
                     report_fields)

typedef enum
{
  COLUMN_EMAIL,
  COLUMN_NAME,
  COLUMN_FIRST_NAME,
  COLUMN_LAST_NAME,
  COLUMN_ROLES,
  COLUMN_HASH,
  COLUMN_ACTIVE,
  COLUMN_STAFF,
  COLUMN_SUPERUSER,
  COLUMN_USER_NAME,
  N_COLUMNS
} Column;

typedef enum
{
  FORMAT_GOOGLE,
  FORMAT_ENTRA,
  FORMAT_REEVE,
  FORMAT_DJANGO,
} Format;

/* Headings, folded and without spaces, dashes, underscores and asterisks. */
static const struct
{
  const char *heading;
  Column column;
  Format format;
} headings[] = {
  { "emailaddress[required]", COLUMN_EMAIL, FORMAT_GOOGLE },
  { "firstname[required]", COLUMN_FIRST_NAME, FORMAT_GOOGLE },
  { "lastname[required]", COLUMN_LAST_NAME, FORMAT_GOOGLE },
  { "username[userprincipalname]required", COLUMN_EMAIL, FORMAT_ENTRA },
  { "userprincipalname", COLUMN_EMAIL, FORMAT_ENTRA },
  { "name[displayname]required", COLUMN_NAME, FORMAT_ENTRA },
  { "firstname[givenname]", COLUMN_FIRST_NAME, FORMAT_ENTRA },
  { "lastname[surname]", COLUMN_LAST_NAME, FORMAT_ENTRA },
  { "email", COLUMN_EMAIL, FORMAT_REEVE },
  { "emailaddress", COLUMN_EMAIL, FORMAT_REEVE },
  { "mail", COLUMN_EMAIL, FORMAT_REEVE },
  { "name", COLUMN_NAME, FORMAT_REEVE },
  { "displayname", COLUMN_NAME, FORMAT_REEVE },
  { "fullname", COLUMN_NAME, FORMAT_REEVE },
  { "firstname", COLUMN_FIRST_NAME, FORMAT_REEVE },
  { "givenname", COLUMN_FIRST_NAME, FORMAT_REEVE },
  { "lastname", COLUMN_LAST_NAME, FORMAT_REEVE },
  { "surname", COLUMN_LAST_NAME, FORMAT_REEVE },
  { "familyname", COLUMN_LAST_NAME, FORMAT_REEVE },
  { "role", COLUMN_ROLES, FORMAT_REEVE },
  { "roles", COLUMN_ROLES, FORMAT_REEVE },
};

/* Of Django's table auth_user; understood where all of them are there. */
static const struct
{
  const char *heading;
  Column column;
} django_headings[] = {
  { "password", COLUMN_HASH },          { "is_active", COLUMN_ACTIVE },   { "is_staff", COLUMN_STAFF },
  { "is_superuser", COLUMN_SUPERUSER }, { "username", COLUMN_USER_NAME },
};

typedef struct
{
  const ReeveCsvRow *header;
  int columns[N_COLUMNS]; /* index of the cell, -1 where the file has none */
  const ReeveField *email;
  const ReeveField *display_name;
  const char *const *default_roles;
  const char *const *staff_roles;
  GPtrArray *hashes; /* (nullable) of ReeveSecret (nullable): of a Django table, one a row */
  GHashTable *seen;  /* folded address -> line */
  GPtrArray *roles;  /* (nullable): custom ones */
} Sheet;

static char *
fold_heading (const char *heading)
{
  g_autofree char *folded = reeve_fold (heading);
  GString *key = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++)
    if (strchr (" -_*\t\n", *p) == NULL)
      g_string_append_c (key, *p);
  return g_string_free_and_steal (key);
}

/* A cell as the report may show it: short, and without what would disturb the line it stands in. */
static char *
show_cell (const char *text)
{
  GString *shown = g_string_new (NULL);
  guint n = 0;

  for (const char *p = text; *p != '\0' && n < MAX_SHOWN; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);
      gboolean bad = g_unichar_iscntrl (c) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
      g_string_append_unichar (shown, bad ? 0xfffd : c);
    }
  return g_string_free_and_steal (shown);
}

/* A cell of the row, without the ' that spreadsheets and our own export put before formulas. */
static const char *
get_cell (const Sheet *sheet, const ReeveCsvRow *row, Column column)
{
  int index = sheet->columns[column];
  const char *cell = index >= 0 && (guint) index < row->n_cells ? row->cells[index] : "";

  return cell[0] == '\'' && cell[1] != '\0' && strchr ("=+-@\t\r", cell[1]) != NULL ? cell + 1 : cell;
}

static void
mark_bad (const Sheet *sheet, ReeveUserImportRow *row, int index, const char *reason, const char *words)
{
  if (row->reason != NULL) /* the first thing that is wrong is enough for a row */
    return;
  row->fate = "bad";
  if (index >= 0 && (guint) index < sheet->header->n_cells)
    row->column = show_cell (sheet->header->cells[index]);
  row->reason = g_strdup (reason);
  row->message = g_strdup (words);
}

/* All or none of them. */
static gboolean
find_django (Sheet *sheet)
{
  int found[G_N_ELEMENTS (django_headings)];

  for (guint i = 0; i < G_N_ELEMENTS (django_headings); i++)
    {
      found[i] = -1;
      for (guint j = 0; j < sheet->header->n_cells; j++)
        if (strcmp (sheet->header->cells[j], django_headings[i].heading) == 0)
          found[i] = (int) j;
      if (found[i] < 0)
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (django_headings); i++)
    sheet->columns[django_headings[i].column] = found[i];
  return TRUE;
}

/* Finds the columns; what else the file has goes to the ignored. */
static Format
read_headings (Sheet *sheet, ReeveUserImportReport *report)
{
  g_autoptr (GStrvBuilder) used = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) ignored = g_strv_builder_new ();
  Format format = FORMAT_REEVE;
  const ReeveCsvRow *header = sheet->header;
  g_autofree gboolean *taken = g_new0 (gboolean, header->n_cells);

  for (guint i = 0; i < N_COLUMNS; i++)
    sheet->columns[i] = -1;
  for (guint i = 0; i < header->n_cells; i++)
    {
      g_autofree char *key = fold_heading (header->cells[i]);
      for (guint j = 0; j < G_N_ELEMENTS (headings); j++)
        if (strcmp (headings[j].heading, key) == 0 && sheet->columns[headings[j].column] < 0)
          {
            sheet->columns[headings[j].column] = (int) i;
            format = MIN (format, headings[j].format);
          }
    }
  if (find_django (sheet))
    format = FORMAT_DJANGO;
  if (sheet->columns[COLUMN_NAME] >= 0)
    sheet->columns[COLUMN_FIRST_NAME] = sheet->columns[COLUMN_LAST_NAME] = -1;
  for (guint i = 0; i < N_COLUMNS; i++)
    if (sheet->columns[i] >= 0)
      taken[sheet->columns[i]] = TRUE;
  for (guint i = 0; i < header->n_cells; i++)
    {
      g_autofree char *shown = show_cell (header->cells[i]);
      if (*shown != '\0')
        g_strv_builder_add (taken[i] ? used : ignored, shown);
    }
  report->columns_used = g_strv_builder_end (used);
  report->columns_ignored = g_strv_builder_end (ignored);
  return format;
}

static void
read_email (Sheet *sheet, const ReeveCsvRow *cells, ReeveUserImportRow *row)
{
  const char *cell = get_cell (sheet, cells, COLUMN_EMAIL);
  int index = sheet->columns[COLUMN_EMAIL];
  g_autofree char *words = NULL;
  const char *reason;
  g_autoptr (GError) failure = NULL;

  if (!reeve_field_check_text (sheet->email, cell, &row->email, &reason, &failure))
    {
      row->email = show_cell (cell);
      mark_bad (sheet, row, index, reason, failure->message);
      return;
    }
  g_autofree char *folded = g_utf8_casefold (row->email, -1);
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (sheet->seen, folded));
  if (first == 0)
    {
      g_hash_table_insert (sheet->seen, g_steal_pointer (&folded), GUINT_TO_POINTER (cells->line));
      return;
    }
  words = g_strdup_printf ("email is the same as in line %u", first);
  mark_bad (sheet, row, index, "duplicate", words);
}

/* The name's cell or cells; a file without any gets the name from the address. */
static char *
join_name (Sheet *sheet, const ReeveCsvRow *cells, ReeveUserImportRow *row)
{
  if (sheet->columns[COLUMN_NAME] >= 0)
    return g_strdup (get_cell (sheet, cells, COLUMN_NAME));
  if (sheet->columns[COLUMN_FIRST_NAME] >= 0 || sheet->columns[COLUMN_LAST_NAME] >= 0)
    {
      g_autofree char *first = g_strstrip (g_strdup (get_cell (sheet, cells, COLUMN_FIRST_NAME)));
      g_autofree char *last = g_strstrip (g_strdup (get_cell (sheet, cells, COLUMN_LAST_NAME)));
      const char *user_name = get_cell (sheet, cells, COLUMN_USER_NAME);

      if (*first != '\0' || *last != '\0' || sheet->columns[COLUMN_USER_NAME] < 0)
        return g_strconcat (first, " ", last, NULL);
      if (*user_name != '\0') /* Django asks nobody for a name */
        return g_strdup (user_name);
    }
  const char *at = strrchr (row->email, '@');
  return at != NULL ? g_strndup (row->email, (gsize) (at - row->email)) : g_strdup (row->email);
}

static void
read_name (Sheet *sheet, const ReeveCsvRow *cells, ReeveUserImportRow *row)
{
  g_autofree char *name = join_name (sheet, cells, row);
  int index = sheet->columns[COLUMN_NAME] >= 0         ? sheet->columns[COLUMN_NAME]
              : sheet->columns[COLUMN_FIRST_NAME] >= 0 ? sheet->columns[COLUMN_FIRST_NAME]
                                                       : sheet->columns[COLUMN_LAST_NAME];
  const char *reason;
  g_autoptr (GError) failure = NULL;

  if (reeve_field_check_text (sheet->display_name, name, &row->display_name, &reason, &failure))
    return;
  row->display_name = show_cell (name);
  mark_bad (sheet, row, index, reason, failure->message);
}

/* By name, as people write it, or by id. (nullable) */
static const char *
find_role (Sheet *sheet, const char *text)
{
  g_autofree char *key = reeve_role_name_key (text);

  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    if (strcmp (reeve_built_in_roles[i], key) == 0)
      return reeve_built_in_roles[i];
  for (guint i = 0; sheet->roles != NULL && i < sheet->roles->len; i++)
    {
      ReeveRole *role = g_ptr_array_index (sheet->roles, i);
      g_autofree char *role_key = reeve_role_name_key (role->name);

      if (strcmp (role_key, key) == 0 || strcmp (role->id, text) == 0)
        return role->id;
    }
  return NULL;
}

static void
read_roles (Sheet *sheet, const ReeveCsvRow *cells, ReeveUserImportRow *row)
{
  g_auto (GStrv) parts = g_strsplit_set (get_cell (sheet, cells, COLUMN_ROLES), ";,|\n\x1f", -1);
  g_autoptr (GPtrArray) roles = g_ptr_array_new_null_terminated (4, NULL, TRUE);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *text = g_strstrip (parts[i]);
      const char *role = find_role (sheet, text);
      if (role != NULL && !g_ptr_array_find (roles, role, NULL))
        g_ptr_array_add (roles, (gpointer) role);
      if (role == NULL && *text != '\0')
        {
          g_autofree char *shown = show_cell (text);
          g_autofree char *words = g_strdup_printf ("roles has the unknown role “%s”", shown);
          mark_bad (sheet, row, sheet->columns[COLUMN_ROLES], "unknown_role", words);
        }
    }
  reeve_set_texts (&row->roles, roles->len > 0 ? (const char *const *) roles->pdata : sheet->default_roles);
}

/* As Django's databases and dumps write it. */
static gboolean
read_flag (Sheet *sheet, const ReeveCsvRow *cells, Column column, ReeveUserImportRow *row)
{
  static const char *const yes[] = { "1", "t", "true", "yes", NULL };
  static const char *const no[] = { "0", "f", "false", "no", NULL };
  g_autofree char *text = g_ascii_strdown (get_cell (sheet, cells, column), -1);

  if (g_strv_contains (yes, text))
    return TRUE;
  if (!g_strv_contains (no, text))
    mark_bad (sheet, row, sheet->columns[column], "choice", "neither true nor false");
  return FALSE;
}

static void
read_django (Sheet *sheet, const ReeveCsvRow *cells, ReeveUserImportRow *row)
{
  const char *hash = get_cell (sheet, cells, COLUMN_HASH);
  gboolean super = read_flag (sheet, cells, COLUMN_SUPERUSER, row);

  row->state = reeve_user_states[read_flag (sheet, cells, COLUMN_ACTIVE, row) ? 0 : 1];
  row->staff = read_flag (sheet, cells, COLUMN_STAFF, row) || super;
  if (row->staff && sheet->staff_roles != NULL)
    reeve_set_texts (&row->roles, sheet->staff_roles);
  g_ptr_array_add (sheet->hashes, *hash != '\0' ? reeve_secret_new_text (hash) : NULL);
}

/* More cells than headings, with something in them: most likely a comma that should have been quoted. */
static void
check_width (Sheet *sheet, const ReeveCsvRow *cells, ReeveUserImportRow *row)
{
  for (guint i = sheet->header->n_cells; i < cells->n_cells; i++)
    if (*cells->cells[i] != '\0')
      mark_bad (sheet, row, -1, "too_many", "the row has more cells than there are headings");
}

static ReeveUserImportRow *
read_row (Sheet *sheet, const ReeveCsvRow *cells)
{
  ReeveUserImportRow *row = reeve_user_import_row_new ();

  row->line = cells->line;
  row->fate = "create";
  row->state = reeve_user_states[0];
  check_width (sheet, cells, row);
  read_email (sheet, cells, row);
  read_name (sheet, cells, row);
  read_roles (sheet, cells, row);
  if (sheet->columns[COLUMN_HASH] >= 0)
    read_django (sheet, cells, row);
  return row;
}

static gboolean
is_example (const ReeveCsvRow *row)
{
  return g_ascii_strncasecmp (row->cells[0], "Example:", 8) == 0;
}

static void
refuse_headings (const Sheet *sheet, GError **error)
{
  g_autofree char *all = g_strjoinv (", ", sheet->header->cells);
  g_autofree char *shown = show_cell (all);

  reeve_set_error (error, REEVE_ERROR_INVALID, "no_columns",
                   "line %u: no column of e-mail addresses among: %s", sheet->header->line, shown);
}

static void
free_hash (gpointer hash)
{
  if (hash != NULL)
    reeve_secret_unref (hash);
}

const ReeveSecret *
reeve_user_import_report_get_hash (ReeveUserImportReport *self, guint index)
{
  g_return_val_if_fail (REEVE_IS_USER_IMPORT_REPORT (self), NULL);
  GPtrArray *hashes = g_object_get_data (G_OBJECT (self), HASHES);

  return hashes != NULL && index < hashes->len ? g_ptr_array_index (hashes, index) : NULL;
}

ReeveUserImportReport *
reeve_user_import_read (ReeveUserImport *self, GPtrArray *roles, GError **error)
{
  g_return_val_if_fail (REEVE_IS_USER_IMPORT (self), NULL);
  const char *content = self->content != NULL ? self->content : "";
  g_autoptr (ReeveCsv) csv = reeve_csv_parse (content, strlen (content), error);
  if (csv == NULL)
    return NULL;

  static const char *const member[] = { REEVE_ROLE_MEMBER, NULL };
  ReeveRecordClass *user_class = reeve_record_class_of (reeve_user_get_type ());
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Sheet sheet = {
    .header = reeve_csv_get_header (csv),
    .email = reeve_record_class_find_field (user_class, "email"),
    .display_name = reeve_record_class_find_field (user_class, "display-name"),
    .default_roles =
      self->roles != NULL && self->roles[0] != NULL ? (const char *const *) self->roles : member,
    .staff_roles = self->staff_roles != NULL && self->staff_roles[0] != NULL
                     ? (const char *const *) self->staff_roles
                     : NULL,
    .hashes = g_ptr_array_new_with_free_func (free_hash),
    .seen = seen,
    .roles = roles,
  };
  g_autoptr (ReeveUserImportReport) report = reeve_user_import_report_new ();
  guint first = 0;
  gboolean entra = g_ascii_strncasecmp (sheet.header->cells[0], "version:", 8) == 0;
  if (entra && reeve_csv_get_n_rows (csv) > 0)
    sheet.header = reeve_csv_get_row (csv, first++);
  Format format = read_headings (&sheet, report);
  entra |= format == FORMAT_ENTRA;
  report->format = formats[entra ? FORMAT_ENTRA : format];
  g_object_set_data_full (G_OBJECT (report), HASHES, sheet.hashes, (GDestroyNotify) g_ptr_array_unref);
  if (sheet.columns[COLUMN_EMAIL] < 0)
    {
      refuse_headings (&sheet, error);
      return NULL;
    }

  report->rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = first; i < reeve_csv_get_n_rows (csv); i++)
    {
      const ReeveCsvRow *cells = reeve_csv_get_row (csv, i);
      if (entra && is_example (cells)) /* the template's own second line */
        continue;
      ReeveUserImportRow *row = read_row (&sheet, cells);
      g_ptr_array_add (report->rows, row);
      report->total++;
      if (g_str_equal (row->fate, "bad"))
        report->bad++;
      else
        report->create++;
    }
  return g_steal_pointer (&report);
}

void
reeve_user_import_report_set_exists (ReeveUserImportReport *self, guint index)
{
  g_return_if_fail (REEVE_IS_USER_IMPORT_REPORT (self) && self->rows != NULL && index < self->rows->len);
  ReeveUserImportRow *row = g_ptr_array_index (self->rows, index);

  if (!g_str_equal (row->fate, "create"))
    return;
  row->fate = "exists";
  self->create--;
  self->exists++;
}

static gboolean
is_bad (ReeveUserImportRow *row)
{
  return g_str_equal (row->fate, "bad");
}

void
reeve_user_import_report_shorten (ReeveUserImportReport *self)
{
  g_return_if_fail (REEVE_IS_USER_IMPORT_REPORT (self));
  g_autoptr (GPtrArray) told = NULL;

  if (self->rows == NULL || self->rows->len <= MAX_TOLD)
    return;
  told = g_ptr_array_new_full (MAX_TOLD, g_object_unref);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->rows->len && told->len < MAX_TOLD; i++)
      if (is_bad (self->rows->pdata[i]) == (pass == 0))
        g_ptr_array_add (told, g_object_ref (self->rows->pdata[i]));
  g_ptr_array_unref (self->rows);
  self->rows = g_steal_pointer (&told);
}

ReeveUser *
reeve_user_import_row_to_user (ReeveUserImportRow *self)
{
  g_return_val_if_fail (REEVE_IS_USER_IMPORT_ROW (self) && g_str_equal (self->fate, "create"), NULL);
  ReeveUser *user = reeve_user_new ();

  user->email = g_strdup (self->email);
  user->display_name = g_strdup (self->display_name);
  user->roles = g_strdupv (self->roles);
  user->state = self->state != NULL ? self->state : reeve_user_states[0];
  return user;
}
