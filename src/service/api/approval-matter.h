/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What an approval is about, as it was when it was asked for. A draft names folders, principals and grants by
 * their ids; once it is over they may be called otherwise, or be gone, and the record has to say for ever
 * what was decided. So it stands in the trail, with the entry that says that it was asked for. */

#pragma once

#include "common/approval.h"
#include "common/audit-entry.h"
#include "service/api/call.h"

G_BEGIN_DECLS

/* Fills `grants` and `names` from what is there now: before it is written to the trail. */
gboolean reeve_approval_note_matter (ReeveCall *call,
                                     ReeveApproval *approval,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Fills them from the trail. An approval that was asked for before they were noted stays without. */
gboolean reeve_approval_recall_matter (ReeveCall *call,
                                       ReeveApproval *approval,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the caller, whom it concerns, may know of them: who asked may have given ids alone. */
gboolean reeve_approval_tells_matter (ReeveCall *call, ReeveApproval *approval);
/* Takes them out of an entry of the trail. */
void reeve_approval_hide_matter (ReeveAuditEntry *entry);

G_END_DECLS
