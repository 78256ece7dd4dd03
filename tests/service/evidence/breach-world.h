/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A workspace in which Bo's password became known: what Bo did before, what a stranger did, what an
 * administrator did about it, what another system tells, and what others did all the while, which is nobody's
 * business. What should come of it is counted while it is made, and not by what is tested. */

#pragma once

#include "service/evidence/matter.h"
#include "tests/service/api/fixture.h"

G_BEGIN_DECLS

typedef struct
{
  Fixture *fixture;
  Device *admin;
  char *bo;
  gint64 since;
  gint64 reported;
  gint64 contained;
  gint64 now;
  gint64 n_events; /* that are Bo's, in the pack's time */
  gint64 uses;     /* after the report */
  gint64 failures; /* the same */
} BreachWorld;

/* @busy: further requests of Bo's, spread over the pack's time before the report; @others: of somebody else's
 */
BreachWorld *breach_world_new (gint64 busy, gint64 others);
void breach_world_free (BreachWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BreachWorld, breach_world_free)

ReeveEvidenceMatter *breach_world_make_matter (BreachWorld *self);

#define BREACH_SECRET "somebody-elses-business" /* in events that are none of Bo's */

G_END_DECLS
