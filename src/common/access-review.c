/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of an access review's fields. */

#include "config.h"

#include "common/access-review.h"

const char *const reeve_access_review_states[] = { "open", "closed", NULL };
const char *const reeve_reviewed_right_decisions[] = { "undecided", "kept", "dropped",
                                                       "suspended", "gone", NULL };
const char *const reeve_reviewed_right_sorts[] = { "displayName", NULL };
const char *const reeve_reviewed_right_filters[] = { "decision", "role", "account", NULL };
const char *const reeve_review_actions[] = { "keep", "drop", NULL };

#define COUNT(name, member, text)                                    \
  { name, REEVE_FIELD_INTEGER, offsetof (ReeveAccessReview, member), \
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .summary = text }

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveAccessReview, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveAccessReview, version),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "Grows with every change." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveAccessReview, state), REEVE_READ_ONLY,
    .choices = reeve_access_review_states, .summary = "Open until every right is decided on." },
  { "opened", REEVE_FIELD_TIME, offsetof (ReeveAccessReview, opened), REEVE_READ_ONLY,
    .summary = "When it was opened." },
  { "due", REEVE_FIELD_TIME, offsetof (ReeveAccessReview, due), REEVE_READ_ONLY,
    .summary = "When the rights are suspended that nobody decided on." },
  { "closed", REEVE_FIELD_TIME, offsetof (ReeveAccessReview, closed), REEVE_READ_ONLY,
    .summary = "When the last right was decided on." },
  COUNT ("total", total, "Rights in it."),
  COUNT ("undecided", undecided, "Of them, those that nobody decided on."),
  COUNT ("kept", kept, "Those that an administrator stands by."),
  COUNT ("dropped", dropped, "Those that an administrator took away."),
  COUNT ("suspended", suspended, "Those that were taken away because nobody decided on them in time."),
  COUNT ("gone", gone, "Those that their people lost in another way meanwhile."),
};

REEVE_DEFINE_RECORD (ReeveAccessReview, reeve_access_review, "access-review", "access-reviews", fields)

static const ReeveField right_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveReviewedRight, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "account", REEVE_FIELD_ID, offsetof (ReeveReviewedRight, account), REEVE_READ_ONLY,
    .summary = "The user who holds it." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveReviewedRight, display_name), REEVE_READ_ONLY,
    .max = 200, .summary = "The person's name as it was then." },
  { "email", REEVE_FIELD_TEXT, offsetof (ReeveReviewedRight, email), REEVE_READ_ONLY, .max = 254,
    .summary = "The person's address as it was then." },
  { "role", REEVE_FIELD_TEXT, offsetof (ReeveReviewedRight, role), REEVE_READ_ONLY, .max = 64,
    .summary = "The role's id." },
  { "role-name", REEVE_FIELD_TEXT, offsetof (ReeveReviewedRight, role_name), REEVE_READ_ONLY, .max = 100,
    .summary = "A custom role's name as it was then." },
  { "last-sign-in", REEVE_FIELD_TIME, offsetof (ReeveReviewedRight, last_sign_in),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "When the person last signed in." },
  { "decision", REEVE_FIELD_CHOICE, offsetof (ReeveReviewedRight, decision), REEVE_READ_ONLY,
    .choices = reeve_reviewed_right_decisions,
    .summary = "Suspended: nobody decided in time. Gone: lost in another way." },
  { "decided", REEVE_FIELD_TIME, offsetof (ReeveReviewedRight, decided), REEVE_READ_ONLY,
    .summary = "When that was." },
  { "decided-by", REEVE_FIELD_ID, offsetof (ReeveReviewedRight, decided_by), REEVE_READ_ONLY,
    .summary = "By whom; absent where it happened by itself." },
  { "decided-by-name", REEVE_FIELD_TEXT, offsetof (ReeveReviewedRight, decided_by_name), REEVE_READ_ONLY,
    .max = 460, .summary = "Their name and address as they were then." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveReviewedRight, reason), REEVE_READ_ONLY, .max = 500,
    .summary = "What they gave as the reason." },
};

REEVE_DEFINE_RECORD (ReeveReviewedRight,
                     reeve_reviewed_right,
                     "reviewed-right",
                     "reviewed-rights",
                     right_fields)

static const ReeveField decision_fields[] = {
  { "ids", REEVE_FIELD_TEXTS, offsetof (ReeveReviewDecision, ids), REEVE_REQUIRED,
    .max = REEVE_REVIEW_MAX_DECISIONS, .summary = "Which rights of the review." },
  { "action", REEVE_FIELD_CHOICE, offsetof (ReeveReviewDecision, action), REEVE_REQUIRED,
    .choices = reeve_review_actions,
    .summary = "Keep also gives back what was suspended or dropped; drop takes it away at once." },
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveReviewDecision, reason), REEVE_FIELD_PLAIN, .max = 500,
    .summary = "Why." },
};

REEVE_DEFINE_RECORD (ReeveReviewDecision, reeve_review_decision, "review-decision", NULL, decision_fields)
