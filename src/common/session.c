/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of a session's fields. */

#include "config.h"

#include "common/session.h"

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveSession, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "device", REEVE_FIELD_TEXT, offsetof (ReeveSession, device), REEVE_READ_ONLY, .max = 100,
    .summary = "What the device called itself." },
  { "address", REEVE_FIELD_TEXT, offsetof (ReeveSession, address), REEVE_READ_ONLY, .max = 64,
    .summary = "Where it signed in from." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveSession, created), REEVE_READ_ONLY,
    .summary = "When it signed in." },
  { "last-seen", REEVE_FIELD_TIME, offsetof (ReeveSession, last_seen), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When it last renewed its tokens." },
  { "current", REEVE_FIELD_BOOLEAN, offsetof (ReeveSession, current),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .summary = "True for the session that asks." },
};

REEVE_DEFINE_RECORD (ReeveSession, reeve_session, "session", NULL, fields)
