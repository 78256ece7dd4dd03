/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of a folder's fields. */

#include "config.h"

#include "common/folder.h"

#include "common/clock.h"
#include "common/verbs.h"

const char *const reeve_folder_ids[] = { REEVE_FOLDER_ROOT, NULL };
const char *const reeve_folder_sorts[] = { "name", NULL };
const char *const reeve_folder_states[] = { "binned", "unmanaged", NULL };
const char *const reeve_folder_filters[] = {
  "parent", "state", "principalKind", "principal", "reached", NULL
};

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveFolder, id), REEVE_READ_ONLY, .choices = reeve_folder_ids,
    .summary = "UUIDv7; root is the folder that all others are below." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveFolder, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change; sent as ETag." },
  { "name", REEVE_FIELD_TEXT, offsetof (ReeveFolder, name), REEVE_REQUIRED, .max = 100,
    .summary = "Its name; once in the folder that it is in." },
  { "parent", REEVE_FIELD_ID, offsetof (ReeveFolder, parent), REEVE_FIELD_PLAIN, .choices = reeve_folder_ids,
    .summary = "The folder that it is in; root when absent. It is moved by a plan." },
  { "inherits", REEVE_FIELD_BOOLEAN, offsetof (ReeveFolder, inherits), REEVE_READ_ONLY,
    .summary = "Whether grants on the folders above reach it. Changed by a plan." },
  { "company", REEVE_FIELD_ID, offsetof (ReeveFolder, company), REEVE_FIELD_PLAIN,
    .summary = "The group whose people it, and what is below it, is for." },
  { "folders", REEVE_FIELD_INTEGER, offsetof (ReeveFolder, folders), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "How many folders are right below it." },
  { "grants", REEVE_FIELD_INTEGER, offsetof (ReeveFolder, grants), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "How many grants are on it." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveFolder, created), REEVE_READ_ONLY,
    .summary = "When it was made." },
  { "deleted", REEVE_FIELD_TIME, offsetof (ReeveFolder, deleted), REEVE_READ_ONLY,
    .summary = "When it was put into the bin." },
  { "path", REEVE_FIELD_TEXTS, offsetof (ReeveFolder, path),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "Names of the folders that it is in, from the top down, and its own." },
  { "verbs", REEVE_FIELD_TEXTS, offsetof (ReeveFolder, verbs),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .choices = reeve_verb_wires,
    .summary = "What the caller may do there." },
};
REEVE_DEFINE_RECORD (ReeveFolder, reeve_folder, "folder", "folders", fields)

gboolean
reeve_folder_id_is_valid (const char *id)
{
  return reeve_id_is_valid (id) || g_str_equal (id, REEVE_FOLDER_ROOT);
}
