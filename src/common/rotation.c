/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of a rotation's fields. */

#include "config.h"

#include "common/rotation.h"

#include "common/clock.h"

const char *const reeve_rotation_sorts[] = { "due", "name", NULL };
const char *const reeve_rotation_filters[] = { "state", NULL };
const char *const reeve_rotation_states[] = { "due", "waiting", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveRotation, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveRotation, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change; sent as ETag." },
  { "name", REEVE_FIELD_TEXT, offsetof (ReeveRotation, name), REEVE_REQUIRED, .max = 100,
    .summary = "Which secret it is, in words; once in a workspace. Never the secret." },
  { "place", REEVE_FIELD_TEXT, offsetof (ReeveRotation, place), REEVE_FIELD_PLAIN, .max = 300,
    .summary = "Where it is kept or used, so that whoever rotates it finds it." },
  { "every-days", REEVE_FIELD_INTEGER, offsetof (ReeveRotation, every_days), REEVE_FIELD_PLAIN, .min = 0,
    .max = REEVE_ROTATION_DAYS_MAX, .summary = "How old it may get; 90 days when absent or 0." },
  { "users", REEVE_FIELD_TEXTS, offsetof (ReeveRotation, users), REEVE_FIELD_PLAIN,
    .max = REEVE_ROTATION_KNOWERS, .summary = "Ids of the users who know it." },
  { "roles", REEVE_FIELD_TEXTS, offsetof (ReeveRotation, roles), REEVE_FIELD_PLAIN, .max = 16,
    .summary = "Ids of the roles whose holders know it." },
  { "last-rotated", REEVE_FIELD_TIME, offsetof (ReeveRotation, last_rotated), REEVE_READ_ONLY,
    .summary = "When it was changed last; when it was entered, where that is not known." },
  { "due", REEVE_FIELD_TIME, offsetof (ReeveRotation, due), REEVE_READ_ONLY,
    .summary = "When it is to be changed next." },
  { "leavers", REEVE_FIELD_TEXTS, offsetof (ReeveRotation, leavers), REEVE_READ_ONLY,
    .max = REEVE_ROTATION_LEAVERS,
    .summary = "Why it is due before its time: names of those who knew it, and left since it was changed." },
  { "more-leavers", REEVE_FIELD_BOOLEAN, offsetof (ReeveRotation, more_leavers), REEVE_READ_ONLY,
    .summary = "More left than are named." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveRotation, created), REEVE_READ_ONLY,
    .summary = "When it was entered." },
};
REEVE_DEFINE_RECORD (ReeveRotation, reeve_rotation, "rotation", "rotations", fields)

gboolean
reeve_rotation_has_leavers (ReeveRotation *self)
{
  return self->leavers != NULL && self->leavers[0] != NULL;
}

gint64
reeve_rotation_get_due (ReeveRotation *self)
{
  return self->last_rotated + self->every_days * REEVE_DAY;
}
