/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Resets of second factors in one workspace. */

#pragma once

#include "common/query.h"
#include "common/second-factor.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* Newest first, a page at a time. Filter "state". */
ReeveListing *
reeve_second_factor_resets_list (ReeveTx *tx, const ReeveQuery *query, gint64 now, GError **error);
/* As it is at @now: a request nobody decided in time has expired. NOT_FOUND */
ReeveSecondFactorReset *
reeve_second_factor_resets_get (ReeveTx *tx, const char *id, gint64 now, GError **error);
/* The request about @account that waits. @found: (out) (nullable) (transfer full) */
gboolean reeve_second_factor_resets_find_waiting (ReeveTx *tx,
                                                  const char *account,
                                                  gint64 now,
                                                  ReeveSecondFactorReset **found,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Notes as such what expired about @account, so that another can be asked for. */
gboolean reeve_second_factor_resets_expire (ReeveTx *tx, const char *account, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* CONFLICT when one about the same account waits */
gboolean reeve_second_factor_resets_insert (ReeveTx *tx,
                                            ReeveSecondFactorReset *reset,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_second_factor_resets_update (ReeveTx *tx,
                                            ReeveSecondFactorReset *reset,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
