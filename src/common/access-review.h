/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An access review: at regular times everybody's roles are looked at, and each is kept or dropped by an
 * administrator. What nobody stands by in time is suspended: taken away, and easily given back. Members'
 * plain membership is no right here. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveAccessReview, reeve_access_review, ACCESS_REVIEW)
struct _ReeveAccessReview
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  const char *state; /* "open" or "closed" */
  gint64 opened;
  gint64 due;    /* what is undecided then is suspended */
  gint64 closed; /* 0: not yet */
  /* rights in it, by their decisions */
  gint64 total;
  gint64 undecided;
  gint64 kept;
  gint64 dropped;
  gint64 suspended;
  gint64 gone;
};

extern const char *const reeve_access_review_states[];

/* One role of one person. */
REEVE_DECLARE_RECORD (ReeveReviewedRight, reeve_reviewed_right, REVIEWED_RIGHT)
struct _ReeveReviewedRight
{
  ReeveRecord parent_instance;

  char *id;
  char *account;
  char *display_name; /* as it was then */
  char *email;
  char *role;
  char *role_name;      /* (nullable): a built-in one; else as it was then */
  gint64 last_sign_in;  /* now; 0: never, or no longer a user */
  const char *decision; /* of reeve_reviewed_right_decisions */
  gint64 decided;       /* 0: not yet */
  char *decided_by;
  char *decided_by_name; /* (nullable): by itself */
  char *reason;          /* (nullable) */
};

/* "undecided" "kept" "dropped" "suspended" "gone": the person lost it in another way */
extern const char *const reeve_reviewed_right_decisions[];
extern const char *const reeve_reviewed_right_sorts[];
extern const char *const reeve_reviewed_right_filters[];

/* POST …/access-reviews/{review}/decide; answers a ReeveUserBulkResult */
#define REEVE_REVIEW_MAX_DECISIONS 500
REEVE_DECLARE_RECORD (ReeveReviewDecision, reeve_review_decision, REVIEW_DECISION)
struct _ReeveReviewDecision
{
  ReeveRecord parent_instance;

  GStrv ids;          /* of reviewed rights */
  const char *action; /* "keep", which also gives back what was suspended or dropped, or "drop" */
  char *reason;       /* (nullable) */
};

extern const char *const reeve_review_actions[];

G_END_DECLS
