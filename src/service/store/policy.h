/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The policy of one workspace: a row that its first migration made. */

#pragma once

#include "common/policy.h"
#include "service/store/db.h"

G_BEGIN_DECLS

ReevePolicy *reeve_policy_get (ReeveTx *tx, GError **error); /* (transfer full) */
/* The days that the access log is kept. */
gboolean reeve_policy_read_log_days (ReeveTx *tx, gint64 *days, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Saves @policy, which becomes the next version, where the stored version is @version. STALE */
gboolean reeve_policy_update (ReeveTx *tx, ReevePolicy *policy, gint64 version, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
