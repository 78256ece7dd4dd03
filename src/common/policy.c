/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of what a workspace demands. */

#include "config.h"

#include "common/policy.h"

#include "common/log-review.h"

static const char *const ids[] = { REEVE_POLICY_ID, NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReevePolicy, id), REEVE_READ_ONLY, .choices = ids,
    .summary = "Always policy: a workspace has one." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReevePolicy, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change; sent as ETag." },
  { "password-profile", REEVE_FIELD_CHOICE, offsetof (ReevePolicy, password_profile), REEVE_REQUIRED,
    .choices = reeve_password_profiles,
    .summary = "Rules for new passwords: default (length, no common or personal one) or seed (8 characters "
               "with an upper-case and a lower-case letter, a digit and a symbol)." },
  { "password-min-length", REEVE_FIELD_INTEGER, offsetof (ReevePolicy, password_min_length), REEVE_REQUIRED,
    .min = REEVE_POLICY_SHORTEST, .max = REEVE_POLICY_LONGEST,
    .summary = "Fewest characters of a new password in the profile default." },
  { "access-review-days", REEVE_FIELD_INTEGER, offsetof (ReevePolicy, access_review_days), REEVE_REQUIRED,
    .min = 30, .max = 366, .summary = "Days from one access review to the next." },
  { "access-review-grace-days", REEVE_FIELD_INTEGER, offsetof (ReevePolicy, access_review_grace_days),
    REEVE_REQUIRED, .min = 3, .max = 28,
    .summary = "Days after which the rights are suspended that nobody decided on." },
  { "access-log-days", REEVE_FIELD_INTEGER, offsetof (ReevePolicy, access_log_days), REEVE_REQUIRED,
    .min = REEVE_POLICY_LOG_SHORTEST, .max = REEVE_POLICY_LOG_LONGEST,
    .summary = "Days that the access log is kept; what is older goes within the hour, but for what is held. "
               "Fewer than before takes a fresh code." },
  { "log-review-weeks", REEVE_FIELD_INTEGER, offsetof (ReevePolicy, log_review_weeks), REEVE_REQUIRED,
    .min = 1, .max = REEVE_LOG_REVIEW_WEEKS,
    .summary = "Weeks of the access log that one review is about. More than before takes a fresh code." },
  { "log-review-signatures", REEVE_FIELD_INTEGER, offsetof (ReevePolicy, log_review_signatures),
    REEVE_REQUIRED, .min = 1, .max = REEVE_LOG_REVIEW_SIGNATURES,
    .summary = "How many people sign a review. Fewer than before takes a fresh code." },
  { "changed", REEVE_FIELD_TIME, offsetof (ReevePolicy, changed), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When it was changed last; absent where it is as the workspace was made." },
};
REEVE_DEFINE_RECORD (ReevePolicy, reeve_policy, "policy", NULL, fields)

ReevePasswordPolicy
reeve_policy_get_passwords (ReevePolicy *self)
{
  if (g_strcmp0 (self->password_profile, REEVE_PASSWORD_PROFILE_SEED) == 0)
    return reeve_password_policy_seed;
  return reeve_password_policy_make (self->password_profile, self->password_min_length);
}
