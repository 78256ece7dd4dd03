/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who has to do with an approval: who may decide it, and who may know of it. Those that a rule names decide;
 * of a folder's rule that names nobody, whoever may approve there, which the permission model says. Looked at
 * anew each time: who is named later may decide, who is named no more may not. */

#pragma once

#include "common/approval-rule.h"
#include "common/approval.h"
#include "service/api/call.h"

G_BEGIN_DECLS

/* Where it is looked up; borrowed. Never in a transaction that changed what the permission model holds. */
typedef struct
{
  ReeveInstallation *installation;
  const char *workspace;
  ReeveTx *tx;
  gint64 now;
} ReeveApprovalPlace;

#define REEVE_APPROVAL_PLACE_INIT(call, its_tx) \
  { .installation = (call)->installation, .workspace = (call)->workspace, .tx = (its_tx), .now = (call)->now }

gboolean reeve_approval_may_decide (const ReeveApprovalPlace *place,
                                    ReeveApprovalRule *rule,
                                    const char *account,
                                    gboolean *may,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ids of the rules by which @account may decide. (transfer full) */
GStrv reeve_approval_list_decidable (const ReeveApprovalPlace *place, const char *account, GError **error);
/* Those who may decide, REEVE_APPROVAL_APPROVERS at most: users who are there and neither suspended nor
 * locked. (element-type ReeveUser) */
GPtrArray *
reeve_approval_list_approvers (const ReeveApprovalPlace *place, ReeveApprovalRule *rule, GError **error);
/* Which of the approvers could not decide now, by their ids; and whether anybody but @account (nullable)
 * could. @unready: (out) (optional) (nullable) (transfer full) */
gboolean reeve_approval_check_ready (const ReeveApprovalPlace *place,
                                     ReeveApprovalRule *rule,
                                     const char *account,
                                     GStrv *unready,
                                     gboolean *anybody,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Who may know of all approvals. */
gboolean reeve_approval_sees_all (ReeveCapabilities held);
/* Whether @account may know of @approval without that: they asked, decided, or may decide. */
gboolean reeve_approval_is_party (const ReeveApprovalPlace *place,
                                  ReeveApproval *approval,
                                  const char *account,
                                  gboolean *is,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
