/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which rules hold a request. Of operations: the one about it. Of folders: every rule whose folder the
 * request changes, which is
 * - a change of a folder in it or below it, and of a grant there; both ends of a move;
 * - moving it away, putting it into the bin or taking it out, by one of the folders above it;
 * - a grant above it, or made to inherit again, that comes down to it.
 * Taking something away above it is not held, nor is making a folder in it, which gives nobody anything.
 * Asking a contact about a folder is as a grant there, and naming another company as moving it.
 *
 * Rules themselves: what makes one demand less (it is taken away, has other approvers or more hours) is held
 * by that rule, as long as somebody else than the caller could decide. */

#pragma once

#include "common/approval-rule.h"
#include "service/api/call.h"

G_BEGIN_DECLS

/* What routes name as their operation beside those of reeve_approval_operations. */
#define REEVE_OPERATION_FOLDERS "folders"
#define REEVE_OPERATION_RULES   "rules"

/* A request, to be made or being made; borrowed. */
typedef struct
{
  const ReeveCallTarget *target;
  const char *method;
  const char *path; /* with the query */
  JsonObject *body; /* (nullable) */
} ReeveApprovalSubject;

/* Read in @tx. Errors: CONFLICT (reason "approval_secret": it needs an approval, which nobody gives for a
 * secret; alone, one needs none). (element-type ReeveApprovalRule) */
GPtrArray *reeve_approval_list_demanding (ReeveCall *call,
                                          ReeveTx *tx,
                                          const ReeveApprovalSubject *subject,
                                          GError **error);

/* Those that hold it when access is given in the folder with the id @folder: of it, of those above it, and of
 * those below it that what is given there comes down to. None of a folder that is not there. (element-type
 * ReeveApprovalRule) */
GPtrArray *reeve_approval_list_holding (ReeveTx *tx, const char *folder, GError **error);

/* The text of its body that is kept and hashed; NULL without one. Errors: INVALID */
gboolean reeve_approval_write_body (const ReeveApprovalSubject *subject,
                                    char **body,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
