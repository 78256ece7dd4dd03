/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of a review's fields. */

#include "config.h"

#include "common/log-review.h"

#include "common/access-event.h"
#include "common/clock.h"

/* "waiting": for the second signature */
const char *const reeve_log_review_states[] = { "open", "waiting", "signed", NULL };
const char *const reeve_log_review_sorts[] = { "since", NULL };
const char *const reeve_log_review_filters[] = { "state", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveLogReview, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveLogReview, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change; sent as ETag." },
  { "since", REEVE_FIELD_TIME, offsetof (ReeveLogReview, since), REEVE_READ_ONLY,
    .summary = "The first moment of its days, midnight UTC." },
  { "until", REEVE_FIELD_TIME, offsetof (ReeveLogReview, until), REEVE_READ_ONLY,
    .summary = "The first moment after its days: planned while it is open, then as it was signed." },
  { "due", REEVE_FIELD_TIME, offsetof (ReeveLogReview, due), REEVE_READ_ONLY,
    .summary = "When it is to be signed." },
  { "overdue", REEVE_FIELD_TIME, offsetof (ReeveLogReview, overdue), REEVE_READ_ONLY,
    .summary = "When everybody who may sign it is told that it is not." },
  { "leaves", REEVE_FIELD_TIME, offsetof (ReeveLogReview, leaves),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "When the oldest of its events leave the log; absent once it is signed." },
  { "assignee", REEVE_FIELD_ID, offsetof (ReeveLogReview, assignee), REEVE_FIELD_PLAIN,
    .summary = "The user who is to look." },
  { "assignee-name", REEVE_FIELD_TEXT, offsetof (ReeveLogReview, assignee_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveLogReview, state), REEVE_READ_ONLY,
    .choices = reeve_log_review_states, .summary = "Open, waiting for its second signature, or signed." },
  { "note", REEVE_FIELD_LINES, offsetof (ReeveLogReview, note), REEVE_FIELD_PLAIN,
    .max = REEVE_LOG_REVIEW_NOTE_MAX, .summary = "What whoever looked has to say." },
  { "signatures", REEVE_FIELD_INTEGER, offsetof (ReeveLogReview, signatures), REEVE_READ_ONLY, .min = 1,
    .max = REEVE_LOG_REVIEW_SIGNATURES, .summary = "How many it takes." },
  { "signed-at", REEVE_FIELD_TIME, offsetof (ReeveLogReview, signed_at), REEVE_READ_ONLY,
    .summary = "When it was signed first." },
  { "signed-by", REEVE_FIELD_ID, offsetof (ReeveLogReview, signed_by), REEVE_READ_ONLY,
    .summary = "The account that did." },
  { "signed-by-name", REEVE_FIELD_TEXT, offsetof (ReeveLogReview, signed_by_name), REEVE_READ_ONLY,
    .max = 500, .summary = "Their name as it was then." },
  { "second-at", REEVE_FIELD_TIME, offsetof (ReeveLogReview, second_at), REEVE_READ_ONLY,
    .summary = "When somebody else signed it." },
  { "second-by", REEVE_FIELD_ID, offsetof (ReeveLogReview, second_by), REEVE_READ_ONLY,
    .summary = "The account that did." },
  { "second-by-name", REEVE_FIELD_TEXT, offsetof (ReeveLogReview, second_by_name), REEVE_READ_ONLY,
    .max = 500, .summary = "Their name as it was then." },
  { "events", REEVE_FIELD_INTEGER, offsetof (ReeveLogReview, events), REEVE_READ_ONLY,
    .summary = "Events of its days: so far, then as it was signed." },
  { "events-looked", REEVE_FIELD_INTEGER, offsetof (ReeveLogReview, events_looked), REEVE_READ_ONLY,
    .summary = "Of them, those whose kind somebody looked at." },
  { "findings", REEVE_FIELD_INTEGER, offsetof (ReeveLogReview, findings), REEVE_READ_ONLY,
    .summary = "Findings that were raised in its days." },
  { "findings-decided", REEVE_FIELD_INTEGER, offsetof (ReeveLogReview, findings_decided), REEVE_READ_ONLY,
    .summary = "Of them, those that somebody decided on." },
  { "certificate-hash", REEVE_FIELD_TEXT, offsetof (ReeveLogReview, certificate_hash), REEVE_READ_ONLY,
    .max = 64, .summary = "SHA-256 of its certificate as JSON, in hexadecimal digits." },
};
REEVE_DEFINE_RECORD (ReeveLogReview, reeve_log_review, "log-review", "log-reviews", fields)

static const ReeveField slice_fields[] = {
  { "id", REEVE_FIELD_LINES, offsetof (ReeveLogSlice, id), REEVE_READ_ONLY | REEVE_NOT_AUDITED | REEVE_AS_IS,
    .max = 4200, .summary = "Action and result." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveLogSlice, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Always 1." },
  { "action", REEVE_FIELD_LINES, offsetof (ReeveLogSlice, action), REEVE_READ_ONLY | REEVE_AS_IS, .max = 4096,
    .summary = "What was done, as the log calls it; absent for what it has no word for." },
  { "result", REEVE_FIELD_CHOICE, offsetof (ReeveLogSlice, result), REEVE_READ_ONLY,
    .choices = reeve_access_results, .summary = "How it ended." },
  { "events", REEVE_FIELD_INTEGER, offsetof (ReeveLogSlice, events), REEVE_READ_ONLY,
    .summary = "How often." },
  { "looked", REEVE_FIELD_INTEGER, offsetof (ReeveLogSlice, looked), REEVE_READ_ONLY,
    .summary = "Of these, how many there were when somebody looked." },
  { "looked-at", REEVE_FIELD_TIME, offsetof (ReeveLogSlice, looked_at), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When somebody looked last." },
  { "looked-by", REEVE_FIELD_ID, offsetof (ReeveLogSlice, looked_by), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "The account that did." },
  { "looked-by-name", REEVE_FIELD_TEXT, offsetof (ReeveLogSlice, looked_by_name),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 500, .summary = "Their name." },
};
REEVE_DEFINE_RECORD (ReeveLogSlice, reeve_log_slice, "log-slice", NULL, slice_fields)

static const ReeveField look_fields[] = {
  { "action", REEVE_FIELD_LINES, offsetof (ReeveLogLook, action), REEVE_AS_IS, .max = 4096,
    .summary = "Of the slice." },
  { "result", REEVE_FIELD_CHOICE, offsetof (ReeveLogLook, result), REEVE_REQUIRED,
    .choices = reeve_access_results, .summary = "Of the slice." },
  { "looked", REEVE_FIELD_BOOLEAN, offsetof (ReeveLogLook, looked), REEVE_REQUIRED,
    .summary = "Whether it was looked at." },
};
REEVE_DEFINE_RECORD (ReeveLogLook, reeve_log_look, "log-look", NULL, look_fields)

gint64
reeve_log_review_end (gint64 since, gint64 weeks)
{
  return since + weeks * 7 * REEVE_DAY;
}

gint64
reeve_log_review_due (gint64 since, gint64 weeks)
{
  return since + weeks * 21 / 4 * REEVE_DAY;
}

gint64
reeve_log_review_overdue (gint64 since, gint64 weeks)
{
  return since + weeks * 26 / 4 * REEVE_DAY;
}
