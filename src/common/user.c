/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of a user's fields, and what follows from them alone. */

#include "config.h"

#include "common/user.h"

#include "common/group.h"

const char *const reeve_user_states[] = { "active", "suspended", NULL };
const char *const reeve_user_locks[] = { "none", "cooling-off", "breach", NULL };
const char *const reeve_user_second_factors[] = { "off", "on", NULL };
const char *const reeve_user_sorts[] = { "displayName", "email", "secondFactor", "state", "lastSignIn",
                                         "created",     NULL };
const char *const reeve_user_filters[] = {
  "state", "secondFactor", "signedIn", "lock", "role", "group", NULL
};

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveUser, id), REEVE_READ_ONLY, .summary = "The account's id." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveUser, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change; sent as ETag." },
  { "email", REEVE_FIELD_EMAIL, offsetof (ReeveUser, email), REEVE_REQUIRED, .max = 254,
    .summary = "What the person signs in with." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveUser, display_name), REEVE_REQUIRED, .max = 200,
    .summary = "The person's name as they write it." },
  { "roles", REEVE_FIELD_TEXTS, offsetof (ReeveUser, roles), REEVE_FIELD_PLAIN, .max = 16,
    .summary = "Ids of the roles held in this workspace: a built-in role's name or a custom one's id; member "
               "when none is given." },
  { "groups", REEVE_FIELD_TEXTS, offsetof (ReeveUser, groups), REEVE_FIELD_PLAIN,
    .max = REEVE_GROUP_MAX_OF_USER,
    .summary = "Ids of the groups that the user was put into; they are in all that are above these too." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveUser, state), REEVE_FIELD_PLAIN, .choices = reeve_user_states,
    .summary = "A suspended person is out at the next request and cannot sign in to this workspace." },
  { "lock", REEVE_FIELD_CHOICE, offsetof (ReeveUser, lock), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .choices = reeve_user_locks,
    .summary = "Cooling off ends by itself or by an unlock; a breach lock ends by a release only." },
  { "lock-ends", REEVE_FIELD_TIME, offsetof (ReeveUser, lock_ends), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When cooling off ends." },
  { "second-factor", REEVE_FIELD_CHOICE, offsetof (ReeveUser, second_factor),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .choices = reeve_user_second_factors,
    .summary = "Whether the person signs in with a code." },
  { "has-password", REEVE_FIELD_BOOLEAN, offsetof (ReeveUser, has_password),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "False until the person has set the first password." },
  { "last-sign-in", REEVE_FIELD_TIME, offsetof (ReeveUser, last_sign_in), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Absent for a person who never signed in." },
  { "last-sign-in-address", REEVE_FIELD_TEXT, offsetof (ReeveUser, last_sign_in_address),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 64, .summary = "Where from." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveUser, created), REEVE_READ_ONLY,
    .summary = "When the user was added to the workspace." },
  { "deleted", REEVE_FIELD_TIME, offsetof (ReeveUser, deleted), REEVE_READ_ONLY,
    .summary = "When the user was put into the bin, from which they can be restored for 30 days." },
};

REEVE_DEFINE_RECORD (ReeveUser, reeve_user, "user", "users", fields)

ReeveUserStatus
reeve_user_get_status (ReeveUser *self, gint64 now)
{
  if (self->deleted != 0)
    return REEVE_USER_STATUS_DELETED;
  if (g_strcmp0 (self->lock, "breach") == 0)
    return REEVE_USER_STATUS_BREACH_LOCKED;
  if (g_strcmp0 (self->state, "suspended") == 0)
    return REEVE_USER_STATUS_SUSPENDED;
  if (g_strcmp0 (self->lock, "cooling-off") == 0 && self->lock_ends > now)
    return REEVE_USER_STATUS_COOLING_OFF;
  if (!self->has_password)
    return REEVE_USER_STATUS_NO_PASSWORD;
  if (g_strcmp0 (self->second_factor, "on") != 0)
    return REEVE_USER_STATUS_NO_SECOND_FACTOR;
  return REEVE_USER_STATUS_ACTIVE;
}
