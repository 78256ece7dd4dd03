/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A review: whole UTC days of the access log that somebody looked at and signed for. One follows the other
 * without a gap: the next begins where what was signed ends. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_LOG_REVIEW_NOTE_MAX   4000
#define REEVE_LOG_REVIEW_WEEKS      4 /* at most, and unless a workspace says otherwise */
#define REEVE_LOG_REVIEW_SIGNATURES 2 /* at most */

REEVE_DECLARE_RECORD (ReeveLogReview, reeve_log_review, LOG_REVIEW)
struct _ReeveLogReview
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  gint64 since; /* midnight UTC: the first moment of it */
  gint64 until; /* midnight UTC: the first moment after; as planned, and as it was signed */
  gint64 due;
  gint64 overdue;
  gint64 leaves;  /* computed: when its oldest events do; 0: it is signed */
  char *assignee; /* (nullable): a user's id */
  char *assignee_name;
  const char *state; /* of reeve_log_review_states */
  char *note;        /* (nullable) */
  gint64 signatures; /* how many it takes */
  gint64 signed_at;  /* the first signature; 0: none yet */
  char *signed_by;
  char *signed_by_name;
  gint64 second_at;
  char *second_by;
  char *second_by_name;
  /* What there is, computed while it is open, and as it was signed. */
  gint64 events;
  gint64 events_looked;
  gint64 findings;
  gint64 findings_decided;
  char *certificate_hash; /* (nullable): SHA-256 of the certificate, hexadecimal */
};

extern const char *const reeve_log_review_states[];
extern const char *const reeve_log_review_sorts[];
extern const char *const reeve_log_review_filters[];

/* When a review that begins at @since, of so many weeks, ends, is due and is overdue: four weeks are due on
 * day 21 and overdue on day 26, so that what was logged on the first of 30 days is never gone before. */
gint64 reeve_log_review_end (gint64 since, gint64 weeks);
gint64 reeve_log_review_due (gint64 since, gint64 weeks);
gint64 reeve_log_review_overdue (gint64 since, gint64 weeks);

/* What happened in a review's days, one kind of it. */
REEVE_DECLARE_RECORD (ReeveLogSlice, reeve_log_slice, LOG_SLICE)
struct _ReeveLogSlice
{
  ReeveRecord parent_instance;

  char *id; /* action and result: "sign-in.create failed" */
  gint64 version;
  char *action;       /* (nullable): events that have none */
  const char *result; /* of reeve_access_results */
  gint64 events;
  gint64 looked; /* of them, by whom below */
  gint64 looked_at;
  char *looked_by;
  char *looked_by_name;
};

/* Somebody looked at a kind of what happened, or takes that back. */
REEVE_DECLARE_RECORD (ReeveLogLook, reeve_log_look, LOG_LOOK)
struct _ReeveLogLook
{
  ReeveRecord parent_instance;

  char *action; /* (nullable) */
  const char *result;
  gboolean looked;
};

G_END_DECLS
