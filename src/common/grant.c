/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of a grant's fields. */

#include "config.h"

#include "common/grant.h"

#include "common/capability.h"
#include "common/folder.h"
#include "common/permission-model.h"

const char *const reeve_grant_states[] = { "own", "inherited", "stopped", NULL };
const char *const reeve_grant_sorts[] = { "created", NULL };
const char *const reeve_grant_filters[] = { "principalKind", "principal", "finding", NULL };
const char *const reeve_grant_findings[] = { "unused", "expired", "nobody", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveGrant, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveGrant, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change." },
  { "folder", REEVE_FIELD_ID, offsetof (ReeveGrant, folder), REEVE_REQUIRED, .choices = reeve_folder_ids,
    .summary = "The folder that it is on; it reaches what is below, too." },
  { "principal-kind", REEVE_FIELD_CHOICE, offsetof (ReeveGrant, principal_kind), REEVE_REQUIRED,
    .choices = reeve_principal_kinds, .summary = "What the principal is." },
  { "principal", REEVE_FIELD_ID, offsetof (ReeveGrant, principal), REEVE_REQUIRED,
    .choices = reeve_built_in_roles, .summary = "Who may: the id of a user, a contact, a group or a role." },
  { "verbs", REEVE_FIELD_TEXTS, offsetof (ReeveGrant, verbs), REEVE_REQUIRED, .min = 1, .max = 4,
    .choices = reeve_verb_wires,
    .summary = "What they may do; manage implies edit, edit and approve imply view." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReeveGrant, expires), REEVE_FIELD_PLAIN,
    .summary = "When it ends; never when absent." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveGrant, reason), REEVE_FIELD_PLAIN, .max = 500,
    .summary = "Why they need it." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveGrant, created), REEVE_READ_ONLY,
    .summary = "When it was given." },
  { "created-by", REEVE_FIELD_ID, offsetof (ReeveGrant, created_by), REEVE_READ_ONLY,
    .summary = "Who gave it." },
  { "created-by-name", REEVE_FIELD_TEXT, offsetof (ReeveGrant, created_by_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name then." },
  { "folder-path", REEVE_FIELD_TEXTS, offsetof (ReeveGrant, folder_path),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .summary = "Where its folder is." },
  { "principal-name", REEVE_FIELD_TEXT, offsetof (ReeveGrant, principal_name),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "The principal's name; absent where they left." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveGrant, state),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .choices = reeve_grant_states,
    .summary = "How it comes to the folder that was asked about." },
  { "last-used", REEVE_FIELD_TIME, offsetof (ReeveGrant, last_used),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "When somebody came in through it last, to the day or so." },
};
REEVE_DEFINE_RECORD (ReeveGrant, reeve_grant, "grant", "grants", fields)
