/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of what a workspace demands beyond passwords, and of what a change of it would do. */

#include "config.h"

#include "common/second-factor-demand.h"

#include "common/capability.h"

#define MAX_DEMANDS 100

static const char *const ids[] = { REEVE_SECOND_FACTOR_DEMANDS_ID, NULL };

static const ReeveField demand_fields[] = {
  { "role", REEVE_FIELD_ID, offsetof (ReeveSecondFactorDemand, role), REEVE_REQUIRED,
    .choices = reeve_built_in_roles,
    .summary = "A built-in role's name, or the id of a custom one; member means everybody." },
  { "since", REEVE_FIELD_TIME, offsetof (ReeveSecondFactorDemand, since), REEVE_REQUIRED,
    .summary = "From when on; a time that is over means at once." },
};
REEVE_DEFINE_RECORD (ReeveSecondFactorDemand,
                     reeve_second_factor_demand,
                     "second-factor-demand",
                     NULL,
                     demand_fields)

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveSecondFactorDemands, id), REEVE_READ_ONLY, .choices = ids,
    .summary = "Always second-factor-demands: a workspace has one." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveSecondFactorDemands, version),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "Grows with every change; sent as ETag." },
  { "demands", REEVE_FIELD_RECORDS, offsetof (ReeveSecondFactorDemands, demands), REEVE_NOT_STORED,
    .max = MAX_DEMANDS, .record_type = reeve_second_factor_demand_get_type,
    .summary = "Of which roles, from when on; administrators' and support's roles always demand it." },
  { "changed", REEVE_FIELD_TIME, offsetof (ReeveSecondFactorDemands, changed),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When it was changed last; absent where it is as the workspace was made." },
};
REEVE_DEFINE_RECORD (ReeveSecondFactorDemands,
                     reeve_second_factor_demands,
                     "second-factor-demands",
                     NULL,
                     fields)

static const ReeveField plan_fields[] = {
  { "demands", REEVE_FIELD_RECORDS, offsetof (ReeveSecondFactorPlan, demands), REEVE_FIELD_PLAIN,
    .max = MAX_DEMANDS, .record_type = reeve_second_factor_demand_get_type,
    .summary = "What would be demanded." },
  { "after", REEVE_FIELD_ID, offsetof (ReeveSecondFactorPlan, after), REEVE_FIELD_PLAIN,
    .summary = "The next of the page before." },
};
REEVE_DEFINE_RECORD (ReeveSecondFactorPlan, reeve_second_factor_plan, "second-factor-plan", NULL, plan_fields)

static const ReeveField count_fields[] = {
  { "role", REEVE_FIELD_ID, offsetof (ReeveSecondFactorCount, role), REEVE_READ_ONLY,
    .choices = reeve_built_in_roles, .summary = "Which one." },
  { "people", REEVE_FIELD_INTEGER, offsetof (ReeveSecondFactorCount, people), REEVE_READ_ONLY,
    .max = G_MAXINT32, .summary = "How many active users it is demanded of." },
  { "without", REEVE_FIELD_INTEGER, offsetof (ReeveSecondFactorCount, without), REEVE_READ_ONLY,
    .max = G_MAXINT32, .summary = "How many of them have no second factor." },
};
REEVE_DEFINE_RECORD (ReeveSecondFactorCount,
                     reeve_second_factor_count,
                     "second-factor-count",
                     NULL,
                     count_fields)

static const ReeveField lack_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveSecondFactorLack, id), REEVE_READ_ONLY, .summary = "The user." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveSecondFactorLack, display_name), REEVE_READ_ONLY,
    .max = 200, .summary = "Their name." },
  { "email", REEVE_FIELD_TEXT, offsetof (ReeveSecondFactorLack, email), REEVE_READ_ONLY, .max = 254,
    .summary = "Their address." },
  { "never-signed-in", REEVE_FIELD_BOOLEAN, offsetof (ReeveSecondFactorLack, never_signed_in),
    REEVE_READ_ONLY, .summary = "As far as this workspace knows." },
  { "only-administrator", REEVE_FIELD_BOOLEAN, offsetof (ReeveSecondFactorLack, only_administrator),
    REEVE_READ_ONLY, .summary = "Nobody else may do everything here." },
  { "several-workspaces", REEVE_FIELD_BOOLEAN, offsetof (ReeveSecondFactorLack, several_workspaces),
    REEVE_READ_ONLY, .summary = "They work here and in other workspaces: all of these would ask them too." },
};
REEVE_DEFINE_RECORD (ReeveSecondFactorLack, reeve_second_factor_lack, "second-factor-lack", NULL, lack_fields)

static const ReeveField preview_fields[] = {
  { "without", REEVE_FIELD_INTEGER, offsetof (ReeveSecondFactorPreview, without), REEVE_READ_ONLY,
    .max = G_MAXINT32, .summary = "How many would have to set one up first, each counted once." },
  { "never-signed-in", REEVE_FIELD_INTEGER, offsetof (ReeveSecondFactorPreview, never_signed_in),
    REEVE_READ_ONLY, .max = G_MAXINT32, .summary = "How many of them have never signed in." },
  { "roles", REEVE_FIELD_RECORDS, offsetof (ReeveSecondFactorPreview, roles), REEVE_READ_ONLY,
    .max = MAX_DEMANDS, .record_type = reeve_second_factor_count_get_type, .summary = "By role." },
  { "people", REEVE_FIELD_RECORDS, offsetof (ReeveSecondFactorPreview, people), REEVE_READ_ONLY,
    .max = REEVE_SECOND_FACTOR_PAGE, .record_type = reeve_second_factor_lack_get_type,
    .summary = "Fifty of those who would have to, by when they came." },
  { "next", REEVE_FIELD_ID, offsetof (ReeveSecondFactorPreview, next), REEVE_READ_ONLY,
    .summary = "Sent as after, for the next fifty; absent where there are no more." },
};
REEVE_DEFINE_RECORD (ReeveSecondFactorPreview,
                     reeve_second_factor_preview,
                     "second-factor-preview",
                     NULL,
                     preview_fields)
