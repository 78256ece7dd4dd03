/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of its fields. */

#include "config.h"

#include "common/permission-holder.h"

#include "common/permission-model.h"
#include "common/verbs.h"

const char *const reeve_permission_holder_sorts[] = { "displayName", NULL };

static const ReeveField holder_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReevePermissionHolder, id), REEVE_READ_ONLY,
    .summary = "Of the user, or of the contact." },
  { "kind", REEVE_FIELD_CHOICE, offsetof (ReevePermissionHolder, kind), REEVE_READ_ONLY,
    .choices = reeve_principal_kinds, .summary = "Which of the two." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReevePermissionHolder, display_name), REEVE_READ_ONLY,
    .max = 200, .summary = "Their name." },
  { "email", REEVE_FIELD_EMAIL, offsetof (ReevePermissionHolder, email), REEVE_READ_ONLY,
    .summary = "Their address." },
  { "verbs", REEVE_FIELD_TEXTS, offsetof (ReevePermissionHolder, verbs), REEVE_READ_ONLY | REEVE_NOT_STORED,
    .choices = reeve_verb_wires, .summary = "What they may do there." },
};
REEVE_DEFINE_RECORD (ReevePermissionHolder, reeve_permission_holder, "permission-holder", NULL, holder_fields)
