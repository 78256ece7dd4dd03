/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A workspace keeps an administrator: somebody who is active, not locked, has a password and holds every
 * capability, so that whatever else went wrong can be put right. Every change that could leave none asks
 * here, inside its write transaction: there is one at a time, so that two cannot each count on the other. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

/* May the workspace have @delta more administrators (fewer, when negative) than *@administrators, which is
 * how many there are as the changes so far leave it, or -1: not counted yet? If so, *@administrators follows.
 * Errors: CONFLICT (reason "last_administrator") */
gboolean reeve_rule_keeps_an_administrator (ReeveTx *tx,
                                            gint64 now,
                                            gint64 *administrators,
                                            gint64 delta,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
