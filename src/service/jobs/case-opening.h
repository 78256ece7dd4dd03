/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The case of a person who reported a breach of their own account, which is locked with the report: without a
 * call, since the report may come by a link, or late, by jobs/mirror. */

#pragma once

#include "common/case.h"
#include "common/hold.h"
#include "common/user.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Days of the log, counted back from now and on from it, that are kept for a case, and for how long. */
#define REEVE_CASE_EVIDENCE_DAYS 30
#define REEVE_CASE_HOLD_DAYS     180

/* In the transaction in which @user's lock changes there. Of who is in a case already only that they reported
 * it is noted there, and that the account is locked as such. @text: (nullable). @desk: as of
 * reeve_case_asking_put() */
gboolean reeve_case_open_own (ReeveTx *workspace,
                              ReeveUser *user,
                              const char *text,
                              const char *desk,
                              gint64 now,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keeps what the log has of @person (nullable: of everybody) for a case. *@held: (out) (transfer full)
 * (nullable): there are too many holds already, which must not keep an account open. @by, @by_name:
 * (nullable) */
gboolean reeve_case_hold (ReeveTx *workspace,
                          ReeveCase *self,
                          ReeveCasePerson *person,
                          const char *by,
                          const char *by_name,
                          gint64 now,
                          ReeveHold **held,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
