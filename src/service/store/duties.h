/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What waits in one workspace, as far as its database knows: a function for each kind, which looks by an
 * index and adds what it finds. Who may be told is the caller's to judge. */

#pragma once

#include "common/duty.h"
#include "service/store/db.h"

G_BEGIN_DECLS

typedef struct
{
  ReeveTx *tx;
  const char *account; /* who asks */
  const char *scope;   /* (nullable): a group administrator's, who is told of their own people only */
  gint64 now;
} ReeveDutySearch;

/* @duties: (element-type ReeveDuty): gets what is found. Errors: BUSY, INTERNAL */
typedef gboolean ReeveDutyFind (const ReeveDutySearch *search, GPtrArray *duties, GError **error);

/* So many are told one by one; more of them as one duty. */
#define REEVE_DUTIES_NAMED 10

/* (transfer none): it is in @duties. @id: (nullable): the kind, where there is one of it; @urgency:
 * (nullable): by @due */
ReeveDuty *reeve_duties_add (GPtrArray *duties,
                             const char *kind,
                             const char *id,
                             const char *urgency,
                             gint64 count,
                             gint64 due,
                             gint64 now);

ReeveDutyFind reeve_duties_find_locked G_GNUC_WARN_UNUSED_RESULT;
ReeveDutyFind reeve_duties_find_second_factors G_GNUC_WARN_UNUSED_RESULT;
ReeveDutyFind reeve_duties_find_resets G_GNUC_WARN_UNUSED_RESULT;
ReeveDutyFind reeve_duties_find_invitations G_GNUC_WARN_UNUSED_RESULT;
ReeveDutyFind reeve_duties_find_access_reviews G_GNUC_WARN_UNUSED_RESULT;
ReeveDutyFind reeve_duties_find_rotations G_GNUC_WARN_UNUSED_RESULT;
ReeveDutyFind reeve_duties_find_companies G_GNUC_WARN_UNUSED_RESULT;
ReeveDutyFind reeve_duties_find_grants G_GNUC_WARN_UNUSED_RESULT;
ReeveDutyFind reeve_duties_find_holds G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
