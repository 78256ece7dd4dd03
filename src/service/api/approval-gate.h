/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a rule holds is let through with an approval, once. For the dispatcher, in three steps around the
 * handler: find the approvals, take them, settle. Where the route writes in the call's transaction they are
 * used up by its commit and stay as they were by its rolling back. Elsewhere they are used up before the
 * handler runs, and given back when it fails: never is anything done twice, and should the service die in
 * between, not at all. What the caller may do is asked for as without them. */

#pragma once

#include "common/approval.h"
#include "service/api/approval-demand.h"

G_BEGIN_DECLS

/* @ids: (nullable): of approvals, with commas between, as the header Reeve-Approval has them.
 * @approvals: (out) (nullable) (transfer full) (element-type ReeveApproval): what lets it through; none where
 * nothing holds it. Errors: DENIED (reason "approval_needed", with a bad member "/approvals/RULE" for each
 * rule that is not satisfied, whose message is the hash to be approved), CONFLICT (reason "approval_secret"),
 * INVALID (reason "approval"). */
gboolean reeve_approval_gate_find (ReeveCall *call,
                                   const ReeveApprovalSubject *subject,
                                   const char *ids,
                                   GPtrArray **approvals,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
reeve_approval_gate_take (ReeveCall *call, GPtrArray *approvals, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @done: the handler succeeded. */
gboolean reeve_approval_gate_settle (ReeveCall *call, GPtrArray *approvals, gboolean done, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
