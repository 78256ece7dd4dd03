/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The breach desk: cases as they are reported, read and written about. Containing is in api/case-contain.h,
 * instructing in api/case-instruct.h. */

#pragma once

#include "common/case.h"
#include "common/finding.h"
#include "service/api/call.h"

G_BEGIN_DECLS

gboolean cases_list (ReeveCall *call, GError **error);
gboolean cases_get (ReeveCall *call, GError **error);
gboolean cases_people (ReeveCall *call, GError **error);
gboolean cases_entries (ReeveCall *call, GError **error);
gboolean cases_history (ReeveCall *call, GError **error);
gboolean cases_save (ReeveCall *call, GError **error);
gboolean cases_note (ReeveCall *call, GError **error);

/* The notice to the customer, by somebody: at once instead of when it is due, or again when more is known. */
gboolean cases_notify (ReeveCall *call, GError **error);
/* A vulnerability is closed: they need not be told. Errors: CONFLICT (reason "case_state"): it is none, or
 * they were told */
gboolean cases_resolve (ReeveCall *call, GError **error);

/* Of who is in an open case already only that it was reported again is noted there; where nobody else is
 * left, that case is the answer. */
gboolean cases_create (ReeveCall *call, GError **error);
gboolean containments_create (ReeveCall *call, GError **error);
/* By address alone: one answer for all that can be of it. Of an administrator a colleague's word locks
 * nothing: it is a case, of which those who may lock are told. Errors: TOO_MANY: a colleague's fourth in a
 * day. */
#define REEVE_CASE_TIPS_A_DAY 3
gboolean containments_by_address (ReeveCall *call, GError **error);
gboolean breach_reports_create (ReeveCall *call, GError **error);
/* The verdict on @finding is that it was one: a case of the person that it names, if there is one here, which
 * locks nothing by itself. Those who may lock are told. */
gboolean
reeve_case_open_of_finding (ReeveCall *call, ReeveFinding *finding, GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean cases_preview (ReeveCall *call, GError **error);

G_END_DECLS
