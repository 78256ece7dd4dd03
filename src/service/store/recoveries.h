/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Recoveries: their rows, which stay as long as their case. */

#pragma once

#include "common/query.h"
#include "common/recovery.h"
#include "service/store/db.h"

G_BEGIN_DECLS

ReeveListing *reeve_recoveries_list (ReeveTx *tx, const ReeveQuery *query, GError **error); /* newest first */
ReeveRecovery *reeve_recoveries_get (ReeveTx *tx, const char *id, GError **error);          /* NOT_FOUND */
/* The one of @person that is not over. *@recovery: (out) (transfer full) (nullable): there is none */
gboolean reeve_recoveries_find_open (ReeveTx *tx,
                                     const char *person,
                                     ReeveRecovery **recovery,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_recoveries_insert (ReeveTx *tx, ReeveRecovery *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* With its clock. */
gboolean reeve_recoveries_update (ReeveTx *tx, ReeveRecovery *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
