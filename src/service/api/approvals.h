/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Approvals: the rules that demand them, asking, and deciding. That a request is held, and let through with
 * one, is api/approval-gate. Who may know of a request is who asked, who may decide, and who sees all; to
 * others it is not there. Who decides sees it whole, with folders in it that they may not view. */

#pragma once

#include "common/approval-rule.h"
#include "common/approval.h"
#include "common/user.h"
#include "service/api/call.h"

G_BEGIN_DECLS

gboolean approval_rules_list (ReeveCall *call, GError **error);
gboolean approval_rules_get (ReeveCall *call, GError **error);
gboolean approval_rules_create (ReeveCall *call, GError **error);
gboolean approval_rules_save (ReeveCall *call, GError **error);
gboolean approval_rules_delete (ReeveCall *call, GError **error);
gboolean approval_rules_history (ReeveCall *call, GError **error);

gboolean approvals_list (ReeveCall *call, GError **error);
gboolean approvals_create (ReeveCall *call, GError **error);
gboolean approvals_get (ReeveCall *call, GError **error);
gboolean approvals_approve (ReeveCall *call, GError **error);
gboolean approvals_refuse (ReeveCall *call, GError **error);
gboolean approvals_withdraw (ReeveCall *call, GError **error);
gboolean approvals_history (ReeveCall *call, GError **error);

/* Who has left is named by no rule any more, and so does not decide again when they come back; but the last
 * one named stays, or others would step in whom nobody chose. */
gboolean reeve_approval_rules_forget (ReeveCall *call, ReeveUser *user, const char *reason, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* What an open draft of permissions would do now: fills `preview` and `moved`; nothing of what is none. */
gboolean reeve_approval_look_ahead (ReeveCall *call,
                                    ReeveApproval *approval,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
