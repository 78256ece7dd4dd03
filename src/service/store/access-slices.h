/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What happened in whole days of the access log, by action and result: from each day's own tables of hours,
 * so that it takes no longer where more happened. */

#pragma once

#include "common/log-review.h"
#include "service/store/access-files.h"

G_BEGIN_DECLS

/**
 * reeve_access_slices:
 * @from: the first day
 * @to: the day after the last one
 * @unread: (element-type gint64): days that are damaged are added; those that have left are not there
 *
 * Returns: (transfer full) (element-type ReeveLogSlice): most frequent first, those of one number by action
 * and result. Errors: BUSY, INTERNAL.
 */
GPtrArray *reeve_access_slices (ReeveAccessFiles *files,
                                const char *workspace,
                                gint64 from,
                                gint64 to,
                                gint64 deadline,
                                GArray *unread,
                                GError **error);

/* "sign-in.create failed": what a slice is called. (transfer full) */
char *reeve_access_slice_name (const char *action, const char *result);

G_END_DECLS
