/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The calls of one client that a rule holds until somebody else approves them. They wait here, one after the
 * other, while it is found out whether they are approved already, or the person asks for it. The client puts
 * calls in; a window shows the question. Main thread only. */

#pragma once

#include "console/client/transport.h"

G_BEGIN_DECLS

#define REEVE_TYPE_APPROVAL_HOLD (reeve_approval_hold_get_type ())
G_DECLARE_FINAL_TYPE (ReeveApprovalHold, reeve_approval_hold, REEVE, APPROVAL_HOLD, GObject)

/* Signals: "asked", with a gboolean for an answer: TRUE from the first who sees to the call at the head ends
 * the asking; "dropped": nobody waits any more. */

/* Sends @task's request once more. @task: (transfer full) */
typedef void (*ReeveApprovalHoldSend) (GTask *task, ReeveWireRequest *request);

ReeveApprovalHold *reeve_approval_hold_new (ReeveApprovalHoldSend send);

/* What became of a call: TRUE if it is held now. Then @task is (transfer full); otherwise it ends with
 * @error. @error: (nullable): it went well */
gboolean reeve_approval_hold_take (ReeveApprovalHold *self,
                                   GTask *task,
                                   ReeveWireRequest *request,
                                   const GError *error);

/* The call at the head, (transfer none) (nullable): none. */
const ReeveWireRequest *reeve_approval_hold_get_request (ReeveApprovalHold *self);
const GError *reeve_approval_hold_get_refusal (ReeveApprovalHold *self); /* what the service said to it */
/* The head's path with its query, as it was sent. (transfer full) */
char *reeve_approval_hold_get_path (ReeveApprovalHold *self);

/* Each is about the head, and then asks about the next. */
/* It is approved: sends it again. @approvals: their ids, with commas between */
void reeve_approval_hold_release (ReeveApprovalHold *self, const char *approvals);
/* It ends with @error: (nullable): as the service refused it. Nothing has happened. */
void reeve_approval_hold_end (ReeveApprovalHold *self, const GError *error);

/* Every call that waits ends as the service refused it. */
void reeve_approval_hold_cancel (ReeveApprovalHold *self);

G_END_DECLS
