/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of a session's fields and of what ending many answers. */

#include "config.h"

#include "common/session.h"

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveSession, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "account", REEVE_FIELD_ID, offsetof (ReeveSession, account), REEVE_READ_ONLY,
    .summary = "Whose it is; also the id of the user." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveSession, display_name), REEVE_READ_ONLY, .max = 200,
    .summary = "The person's name." },
  { "email", REEVE_FIELD_TEXT, offsetof (ReeveSession, email), REEVE_READ_ONLY, .max = 254,
    .summary = "The person's address." },
  { "device", REEVE_FIELD_TEXT, offsetof (ReeveSession, device), REEVE_READ_ONLY, .max = 100,
    .summary = "What the device called itself." },
  { "address", REEVE_FIELD_TEXT, offsetof (ReeveSession, address), REEVE_READ_ONLY, .max = 64,
    .summary = "Where it was last seen." },
  { "issuer", REEVE_FIELD_TEXT, offsetof (ReeveSession, issuer), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .max = 500, .summary = "The identity provider it began through; absent where it began with a password." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveSession, created), REEVE_READ_ONLY,
    .summary = "When it signed in; in a workspace's list, when it was first used there." },
  { "last-seen", REEVE_FIELD_TIME, offsetof (ReeveSession, last_seen), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When it last renewed its tokens; in a workspace's list, when it was last used there, to some "
               "minutes." },
  { "current", REEVE_FIELD_BOOLEAN, offsetof (ReeveSession, current),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .summary = "True for the session that asks." },
};

REEVE_DEFINE_RECORD (ReeveSession, reeve_session, "session", "sessions", fields)

const char *const reeve_session_sorts[] = { "lastSeen", NULL };
const char *const reeve_session_filters[] = { "account", "address", "issuer", NULL };

static const ReeveField ended_fields[] = {
  { "ended", REEVE_FIELD_INTEGER, offsetof (ReeveSessionsEnded, ended), REEVE_READ_ONLY,
    .summary = "How many were." },
};

REEVE_DEFINE_RECORD (ReeveSessionsEnded, reeve_sessions_ended, "sessions-ended", NULL, ended_fields)
