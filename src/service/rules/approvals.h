/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is mailed about approvals. Who asks and who decides is quoted under their name; what stands in the
 * request does not stand in a mail. */

#pragma once

#include "common/approval.h"
#include "common/user.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* To somebody who may decide. */
gboolean reeve_approval_mail_asked (ReeveTx *tx, ReeveApproval *approval, ReeveUser *approver, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* To who asked: that it was decided, or has ended undecided or unused, whatever ended it but themselves. To
 * nobody where they are gone. */
gboolean
reeve_approval_mail_ended (ReeveTx *tx, ReeveApproval *approval, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
