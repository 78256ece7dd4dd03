/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Users from a CSV file: headings understood, every row's fate before anything is written. The parsing and
 * judging is pure (user-import.c); which addresses exist already is asked of the caller. */

#pragma once

#include "common/csv.h"
#include "common/user.h"

G_BEGIN_DECLS

/* POST …/users/import */
REEVE_DECLARE_RECORD (ReeveUserImport, reeve_user_import, USER_IMPORT)
struct _ReeveUserImport
{
  ReeveRecord parent_instance;
  char *content;     /* the file */
  GStrv roles;       /* for rows without a role of their own; member when empty */
  GStrv groups;      /* for everybody */
  GStrv staff_roles; /* for rows that a Django table calls staff or superuser; `roles` when empty */
  gboolean dry_run;
  gboolean skip_bad; /* FALSE: one bad row and nothing is written */
};

/* What becomes of one row. */
REEVE_DECLARE_RECORD (ReeveUserImportRow, reeve_user_import_row, USER_IMPORT_ROW)
struct _ReeveUserImportRow
{
  ReeveRecord parent_instance;
  gint64 line;
  const char *fate; /* "create", "exists" (left as it is), "bad" */
  char *email;
  char *display_name;
  GStrv roles;
  const char *state;    /* "active", "suspended" */
  const char *password; /* (nullable) of a table with hashes: "usable", "none", "unknown", "not_allowed" */
  gboolean staff;       /* called staff or superuser by the table; gives nothing by itself */
  char *column;         /* (nullable) heading of the cell that is bad */
  char *reason;  /* (nullable) stable word: "email", "required", "too_long", "duplicate", "unknown_role",
                    "too_many" (more cells than headings), or another of a bad member */
  char *message; /* (nullable) in English */
};

REEVE_DECLARE_RECORD (ReeveUserImportReport, reeve_user_import_report, USER_IMPORT_REPORT)
struct _ReeveUserImportReport
{
  ReeveRecord parent_instance;
  const char *format; /* "google-workspace", "microsoft-entra", "reeve", "django" */
  GStrv columns_used;
  GStrv columns_ignored;
  gint64 total;
  gint64 create;
  gint64 exists;
  gint64 bad;
  gboolean applied;
  char *batch;     /* (nullable) */
  GPtrArray *rows; /* of ReeveUserImportRow, in file order */
};

/* Before a Django database, an SQLite file in base64, that stands in place of a CSV file (RFC 2397). */
#define REEVE_USER_IMPORT_DATABASE "data:application/vnd.sqlite3;base64,"
#define REEVE_USER_IMPORT_MAX_FILE (12 << 20) /* bytes: a hundred thousand rows of 125 */

/* Parses and judges without looking at any store: headings, cells, duplicates within the file. Rows get fate
 * "create" or "bad". @roles: (nullable) (element-type ReeveRole): custom ones, which a file names as people
 * do. Errors: INVALID when the file itself cannot be read or has no e-mail column (reason "csv_…",
 * "no_columns"). */
ReeveUserImportReport *reeve_user_import_read (ReeveUserImport *self, GPtrArray *roles, GError **error);

/* What a Django user table has as the password of the row @index: a hash in Django's own form. (nullable):
 * nothing, or the file is no such table. It is no field of the row, so that no answer can have it. (transfer
 * none) */
const ReeveSecret *reeve_user_import_report_get_hash (ReeveUserImportReport *self, guint index);

/* Marks a row as existing and keeps the counts right. */
void reeve_user_import_report_set_exists (ReeveUserImportReport *self, guint index);

/* Leaves ten thousand rows for an answer, the bad ones first; the counts stay those of the file. */
void reeve_user_import_report_shorten (ReeveUserImportReport *self);

/* A ReeveUser from a row whose fate is "create". (transfer full) */
ReeveUser *reeve_user_import_row_to_user (ReeveUserImportRow *self);

G_END_DECLS
