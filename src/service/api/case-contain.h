/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Containing: from the next request on nobody gets in as one of a case's people. It is one step for any
 * number of them, and answered only once both databases have it. What it takes: sign-in, sessions and their
 * tokens, half-done sign-ins, links and the mails that bring them, approvals that they asked for, resets of
 * their second factor. Nothing of it comes back but by an instruction (api/case-instruct.h).
 *
 * Where nobody would be left who could administer the workspace it is done only if that is said. */

#pragma once

#include "common/case.h"
#include "service/api/call.h"

G_BEGIN_DECLS

/* Beyond so many people the hold is on everybody's events. */
#define REEVE_CASE_HOLDS 20

/* All of @self's people in state "reported"; in the call's transaction, with the directory. @last: also the
 * last administrators. @self is changed, and stored with its next version. Errors: CONFLICT (reason "self":
 * nobody contains themselves; "last_administrator"), BUSY */
gboolean reeve_case_contain (ReeveCall *call, ReeveCase *self, gboolean last, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

gboolean cases_contain (ReeveCall *call, GError **error);

G_END_DECLS
