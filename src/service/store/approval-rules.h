/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rules that demand an approval: their rows. There are few (REEVE_APPROVAL_RULES), so that those who ask read
 * all of a kind. */

#pragma once

#include "common/approval-rule.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Newest first. Filters "folder", "operation". With folder paths. INVALID, BUSY */
ReeveListing *reeve_approval_rules_list (ReeveTx *tx, const ReeveQuery *query, GError **error);
ReeveApprovalRule *reeve_approval_rules_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
/* All of them, or those about folders. (element-type ReeveApprovalRule) */
GPtrArray *reeve_approval_rules_read (ReeveTx *tx, gboolean of_folders, GError **error);
/* The one about @operation. @rule: (out) (nullable) (transfer full) */
gboolean reeve_approval_rules_find (ReeveTx *tx,
                                    const char *operation,
                                    ReeveApprovalRule **rule,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Fills the folder's path. */
gboolean
reeve_approval_rules_show (ReeveTx *tx, ReeveApprovalRule *rule, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* CONFLICT (reason "rule_taken": there is one about the same; "too_many_rules") */
gboolean
reeve_approval_rules_insert (ReeveTx *tx, ReeveApprovalRule *rule, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* STALE, NOT_FOUND */
gboolean reeve_approval_rules_update (ReeveTx *tx,
                                      ReeveApprovalRule *stored,
                                      ReeveApprovalRule *rule,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_approval_rules_delete (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
