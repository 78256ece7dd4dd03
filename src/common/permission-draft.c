/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of what is sent and answered about drafts. */

#include "config.h"

#include "common/permission-draft.h"

#include "common/folder.h"
#include "common/verbs.h"

const char *const reeve_permission_flags[] = { "crossing", "manage", "outside", NULL };

static const ReeveField draft_fields[] = {
  { "changes", REEVE_FIELD_RECORDS, offsetof (ReevePermissionDraft, changes), REEVE_REQUIRED, .min = 1,
    .max = REEVE_PERMISSION_CHANGES_MAX, .record_type = reeve_permission_change_get_type,
    .summary = "Done in this order, all or none." },
  { "hash", REEVE_FIELD_TEXT, offsetof (ReevePermissionDraft, hash), REEVE_FIELD_PLAIN, .max = 64,
    .summary = "Of the preview that was looked at; what is applied is that, or nothing." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReevePermissionDraft, reason), REEVE_FIELD_PLAIN, .max = 500,
    .summary = "Why, for the audit trail." },
};
REEVE_DEFINE_RECORD (ReevePermissionDraft, reeve_permission_draft, "permission-draft", NULL, draft_fields)

static const ReeveField effect_fields[] = {
  { "subject", REEVE_FIELD_ID, offsetof (ReevePermissionEffect, subject), REEVE_READ_ONLY,
    .summary = "Whose rights change." },
  { "name", REEVE_FIELD_TEXT, offsetof (ReevePermissionEffect, name), REEVE_READ_ONLY,
    .summary = "Their name." },
  { "folder", REEVE_FIELD_ID, offsetof (ReevePermissionEffect, folder), REEVE_READ_ONLY,
    .choices = reeve_folder_ids, .summary = "Where." },
  { "folder-path", REEVE_FIELD_TEXTS, offsetof (ReevePermissionEffect, folder_path), REEVE_READ_ONLY,
    .summary = "Where that is." },
  { "before", REEVE_FIELD_TEXTS, offsetof (ReevePermissionEffect, before), REEVE_READ_ONLY,
    .choices = reeve_verb_wires, .summary = "What they may do there now." },
  { "after", REEVE_FIELD_TEXTS, offsetof (ReevePermissionEffect, after), REEVE_READ_ONLY,
    .choices = reeve_verb_wires, .summary = "What they could do then." },
  { "flag", REEVE_FIELD_CHOICE, offsetof (ReevePermissionEffect, flag), REEVE_READ_ONLY,
    .choices = reeve_permission_flags,
    .summary =
      "crossing: somebody of another company gets in; manage: somebody gets to manage; outside: somebody "
      "gets in who is of no company, or a contact." },
};
REEVE_DEFINE_RECORD (ReevePermissionEffect, reeve_permission_effect, "permission-effect", NULL, effect_fields)

static const ReeveField preview_fields[] = {
  { "hash", REEVE_FIELD_TEXT, offsetof (ReevePermissionPreview, hash), REEVE_READ_ONLY, .max = 64,
    .summary = "Names just these effects." },
  { "sensitive", REEVE_FIELD_BOOLEAN, offsetof (ReevePermissionPreview, sensitive), REEVE_READ_ONLY,
    .summary = "Whether applying it needs a fresh code." },
  { "gained", REEVE_FIELD_INTEGER, offsetof (ReevePermissionPreview, gained), REEVE_READ_ONLY,
    .summary = "Pairs of somebody and a folder with verbs that they had not." },
  { "lost", REEVE_FIELD_INTEGER, offsetof (ReevePermissionPreview, lost), REEVE_READ_ONLY,
    .summary = "Pairs with verbs that they have no more." },
  { "people-gained", REEVE_FIELD_INTEGER, offsetof (ReevePermissionPreview, people_gained), REEVE_READ_ONLY,
    .summary = "How many gain anything." },
  { "people-lost", REEVE_FIELD_INTEGER, offsetof (ReevePermissionPreview, people_lost), REEVE_READ_ONLY,
    .summary = "How many lose anything." },
  { "folders", REEVE_FIELD_INTEGER, offsetof (ReevePermissionPreview, folders), REEVE_READ_ONLY,
    .summary = "In how many folders." },
  { "manage-gained", REEVE_FIELD_INTEGER, offsetof (ReevePermissionPreview, manage_gained), REEVE_READ_ONLY,
    .summary = "Pairs where somebody gets to manage." },
  { "outside-gained", REEVE_FIELD_INTEGER, offsetof (ReevePermissionPreview, outside_gained), REEVE_READ_ONLY,
    .summary = "Pairs where somebody gets in who is not of the folder's company." },
  { "crossing", REEVE_FIELD_INTEGER, offsetof (ReevePermissionPreview, crossing), REEVE_READ_ONLY,
    .summary =
      "Of these, people of another company; 1 at least where a group of another one is given anything, be it "
      "empty. With any, it cannot be applied." },
  { "unmanaged", REEVE_FIELD_INTEGER, offsetof (ReevePermissionPreview, unmanaged), REEVE_READ_ONLY,
    .summary = "Folders that nobody could manage any more." },
  { "unmanaged-paths", REEVE_FIELD_TEXTS, offsetof (ReevePermissionPreview, unmanaged_paths), REEVE_READ_ONLY,
    .summary = "The first of them." },
  { "effects", REEVE_FIELD_RECORDS, offsetof (ReevePermissionPreview, effects), REEVE_READ_ONLY,
    .record_type = reeve_permission_effect_get_type,
    .summary = "Pair by pair, sensitive ones first; at most 500." },
  { "inverse", REEVE_FIELD_RECORDS, offsetof (ReevePermissionPreview, inverse), REEVE_READ_ONLY,
    .record_type = reeve_permission_change_get_type, .summary = "Changes that take it back." },
};
REEVE_DEFINE_RECORD (ReevePermissionPreview,
                     reeve_permission_preview,
                     "permission-preview",
                     NULL,
                     preview_fields)

static const char *const matrix_kinds[] = { "user", "group", "role", NULL };

static const ReeveField matrix_fields[] = {
  { "folders", REEVE_FIELD_TEXTS, offsetof (ReevePermissionMatrix, folders), REEVE_FIELD_PLAIN, .min = 1,
    .max = REEVE_MATRIX_SIDE, .summary = "Ids of folders: the rows. Without them, the range." },
  { "principals", REEVE_FIELD_TEXTS, offsetof (ReevePermissionMatrix, principals), REEVE_FIELD_PLAIN,
    .min = 1, .max = REEVE_MATRIX_SIDE,
    .summary = "Kind and id, with a space between: the columns. Without them, the range." },
  { "row", REEVE_FIELD_INTEGER, offsetof (ReevePermissionMatrix, row), REEVE_FIELD_PLAIN, .max = G_MAXINT32,
    .summary = "The range's first folder: each is followed by what is in it, by name; 0 is the root." },
  { "rows", REEVE_FIELD_INTEGER, offsetof (ReevePermissionMatrix, rows), REEVE_FIELD_PLAIN,
    .max = REEVE_MATRIX_SIDE, .summary = "How many folders." },
  { "kind", REEVE_FIELD_CHOICE, offsetof (ReevePermissionMatrix, kind), REEVE_FIELD_PLAIN,
    .choices = matrix_kinds, .summary = "What the range's principals are." },
  { "column", REEVE_FIELD_INTEGER, offsetof (ReevePermissionMatrix, column), REEVE_FIELD_PLAIN,
    .max = G_MAXINT32, .summary = "The range's first principal, by name." },
  { "columns", REEVE_FIELD_INTEGER, offsetof (ReevePermissionMatrix, columns), REEVE_FIELD_PLAIN,
    .max = REEVE_MATRIX_SIDE, .summary = "How many principals." },
  { "folder-names", REEVE_FIELD_TEXTS, offsetof (ReevePermissionMatrix, folder_names), REEVE_READ_ONLY,
    .max = REEVE_MATRIX_SIDE, .summary = "Of the folders of a range." },
  { "folder-depths", REEVE_FIELD_TEXTS, offsetof (ReevePermissionMatrix, folder_depths), REEVE_READ_ONLY,
    .max = REEVE_MATRIX_SIDE, .summary = "How deep each of them is, in digits; 0 is the root." },
  { "principal-names", REEVE_FIELD_TEXTS, offsetof (ReevePermissionMatrix, principal_names), REEVE_READ_ONLY,
    .max = REEVE_MATRIX_SIDE, .summary = "Of the principals of a range." },
  { "all-rows", REEVE_FIELD_INTEGER, offsetof (ReevePermissionMatrix, all_rows), REEVE_READ_ONLY,
    .summary = "How many folders there are, where a range was asked for." },
  { "all-columns", REEVE_FIELD_INTEGER, offsetof (ReevePermissionMatrix, all_columns), REEVE_READ_ONLY,
    .summary = "How many principals of the kind there are, where a range was asked for." },
  { "verbs", REEVE_FIELD_TEXTS, offsetof (ReevePermissionMatrix, verbs), REEVE_READ_ONLY,
    .max = REEVE_MATRIX_SIDE,
    .summary =
      "A text for each row, with a hexadecimal digit for each column: 1 view, 2 edit, 4 approve, 8 manage." },
  { "own", REEVE_FIELD_TEXTS, offsetof (ReevePermissionMatrix, own), REEVE_READ_ONLY,
    .max = REEVE_MATRIX_SIDE, .summary = "The same of the grants on the very folder to the very principal." },
};
REEVE_DEFINE_RECORD (ReevePermissionMatrix, reeve_permission_matrix, "permission-matrix", NULL, matrix_fields)
