/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace demands of its people: one record, which is always there. A group of the console's page
 * "Policy" is a group of fields here. */

#pragma once

#include "common/password-policy.h"
#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_POLICY_ID       "policy"
#define REEVE_POLICY_SHORTEST 12
#define REEVE_POLICY_LONGEST  64

/* Days of the access log: the fewest are what a new workspace has. */
#define REEVE_POLICY_LOG_SHORTEST 30
#define REEVE_POLICY_LOG_LONGEST  365

REEVE_DECLARE_RECORD (ReevePolicy, reeve_policy, POLICY)
struct _ReevePolicy
{
  ReeveRecord parent_instance;

  char *id; /* "policy" */
  gint64 version;
  const char *password_profile;    /* "default" or "seed": common/password-policy.h */
  gint64 password_min_length;      /* in force in the profile "default" */
  gint64 access_review_days;       /* from one access review to the next */
  gint64 access_review_grace_days; /* to decide in */
  gint64 access_log_days;          /* that the access log is kept */
  gint64 log_review_weeks;         /* that a review of the access log is about, at most */
  gint64 log_review_signatures;    /* that one takes */
  gint64 changed;                  /* 0: never */
};

/* What a new password has to be. */
ReevePasswordPolicy reeve_policy_get_passwords (ReevePolicy *self);

G_END_DECLS
