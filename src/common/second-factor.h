/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How a person proves who they are beyond the password, as an administrator sees it; and what it takes to
 * reset it. */

#pragma once

#include "common/clock.h"
#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_SECOND_FACTOR_RESET_LIFE REEVE_DAY /* until another administrator has to have decided */
#define REEVE_SECOND_FACTOR_LINK_LIFE  REEVE_DAY

/* The second factor of one account. */
REEVE_DECLARE_RECORD (ReeveSecondFactor, reeve_second_factor, SECOND_FACTOR)
struct _ReeveSecondFactor
{
  ReeveRecord parent_instance;

  const char *state; /* of reeve_user_second_factors */
  gint64 since;      /* 0: off, or enrolled before this was noted */
  gint64 recovery_codes_left;
  gboolean demanded;  /* by what the person may do here */
  ReeveRecord *reset; /* (nullable) ReeveSecondFactorReset: one that waits for another administrator */
};

/* One reset: what was asked, by whom, and what became of it. */
REEVE_DECLARE_RECORD (ReeveSecondFactorReset, reeve_second_factor_reset, SECOND_FACTOR_RESET)
struct _ReeveSecondFactorReset
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *account;      /* whose */
  char *display_name; /* as it was then */
  char *email;        /* the same */
  char *reason;
  const char *proofing; /* of reeve_proofings */
  char *proofing_note;  /* (nullable) */
  const char *state;    /* of reeve_second_factor_reset_states */
  gint64 created;
  char *created_by;
  char *created_by_name;
  gint64 expires;        /* 0: it never waited */
  gint64 decided;        /* 0: not yet */
  char *decided_by;      /* (nullable) */
  char *decided_by_name; /* (nullable) */
};

extern const char *const reeve_second_factor_reset_states[];
extern const char *const reeve_proofings[];
extern const char *const reeve_second_factor_reset_filters[];

G_END_DECLS
