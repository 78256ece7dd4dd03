/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Approvals and their rules, in words. Pure. */

#pragma once

#include "common/approval-rule.h"
#include "common/approval.h"
#include "common/permission-draft.h"

G_BEGIN_DECLS

/* "Remove users". @operation: of reeve_approval_operations, (nullable) */
const char *reeve_approval_words_operation (const char *operation);
const char *reeve_approval_words_title (ReeveApproval *approval); /* what is asked for */
/* What a rule is about. @root: the root folder's name. (transfer full) */
char *reeve_approval_words_rule (ReeveApprovalRule *rule, const char *root);
/* "Hana Sato or Bartosz Wilk", "Whoever may approve there". (transfer full) */
char *reeve_approval_words_approvers (ReeveApprovalRule *rule);

const char *reeve_approval_words_state (ReeveApproval *approval);
const char *reeve_approval_words_state_icon (ReeveApproval *approval);
const char *reeve_approval_words_state_tone (ReeveApproval *approval); /* style class of a pill */
/* Until when, or what became of it: one sentence. (transfer full) */
char *reeve_approval_words_outcome (ReeveApproval *approval);

/* What it says of itself: the draft that is asked for. (transfer full) (nullable): it is none */
ReevePermissionDraft *reeve_approval_words_read_draft (ReeveApproval *approval);
/* "Name: A", a line for each member of its body. (transfer full) (nullable): none */
char *reeve_approval_words_body (ReeveApproval *approval);
/* "DELETE users/0190…": below the workspace. (transfer full) */
char *reeve_approval_words_request (ReeveApproval *approval);
/* Of a path that ends so, the id of the user whom it is about. (transfer full) (nullable) */
char *reeve_approval_words_user (ReeveApproval *approval);

G_END_DECLS
