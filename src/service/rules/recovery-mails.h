/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is mailed about recoveries: a day in which everybody hears of one is what keeps it honest. Put into
 * the outbox of the transaction that changes it. */

#pragma once

#include "common/recovery.h"
#include "service/store/db.h"

G_BEGIN_DECLS

#define REEVE_RECOVERY_MAILS 200 /* people who are told, at most */

/* To the person, to everybody who may see others here, and to whom notices go: that a second one confirmed
 * it, and what follows; or that it was carried out, or stopped. */
gboolean reeve_recovery_mail (ReeveTx *tx, ReeveRecovery *self, const char *workspace_name, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
