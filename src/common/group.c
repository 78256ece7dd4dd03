/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of a group's fields and of naming its administrators. */

#include "config.h"

#include "common/group.h"

#include "common/encoding.h"

const char *const reeve_group_sorts[] = { "path", "name", "members", NULL };
const char *const reeve_group_filters[] = { "parent", "administrators", NULL };

static const char *const actions[] = { "add", "remove", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveGroup, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveGroup, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change; sent as ETag." },
  { "name", REEVE_FIELD_TEXT, offsetof (ReeveGroup, name), REEVE_REQUIRED, .max = 80,
    .summary = "What people call it; once in a workspace." },
  { "description", REEVE_FIELD_TEXT, offsetof (ReeveGroup, description), REEVE_FIELD_PLAIN, .max = 500,
    .summary = "Who is in it." },
  { "parent", REEVE_FIELD_ID, offsetof (ReeveGroup, parent), REEVE_FIELD_PLAIN,
    .summary = "The group that it is in; absent at the top." },
  { "path", REEVE_FIELD_TEXTS, offsetof (ReeveGroup, path), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .max = REEVE_GROUP_MAX_DEPTH, .summary = "Names from the top down to its own." },
  { "members", REEVE_FIELD_INTEGER, offsetof (ReeveGroup, members), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .max = G_MAXINT32, .summary = "How many users are in it or below, not counting the bin." },
  { "administrators", REEVE_FIELD_INTEGER, offsetof (ReeveGroup, administrators),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .max = G_MAXINT32,
    .summary = "How many group administrators are named for it." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveGroup, created), REEVE_READ_ONLY,
    .summary = "When it was made." },
};
REEVE_DEFINE_RECORD (ReeveGroup, reeve_group, "group", "groups", fields)

static const ReeveField administration_fields[] = {
  { "action", REEVE_FIELD_CHOICE, offsetof (ReeveGroupAdministration, action), REEVE_REQUIRED,
    .choices = actions, .summary = "Name them, or take it away." },
  { "user", REEVE_FIELD_ID, offsetof (ReeveGroupAdministration, user), REEVE_REQUIRED,
    .summary = "Who administers the group and all below it." },
};
REEVE_DEFINE_RECORD (ReeveGroupAdministration,
                     reeve_group_administration,
                     "group-administration",
                     NULL,
                     administration_fields)

char *
reeve_group_name_key (const char *name)
{
  return reeve_fold (name);
}
