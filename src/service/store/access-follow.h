/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Going through a workspace's access events in the order of the record, as who keeps up with it must: what
 * is written later has a later leaf, whatever its time. */

#pragma once

#include "common/access-line.h"
#include "service/store/access-files.h"

G_BEGIN_DECLS

/* Leaves that one call is to be about at most: each goes through every day that may have some. */
#define REEVE_ACCESS_FOLLOW_MOST 20000

/**
 * reeve_access_follow:
 * @from: the first leaf
 * @to: the first one after
 *
 * Some of the leaves are audit entries, and of some the events have left. A day that cannot be read has none,
 * which the journal tells.
 *
 * Returns: (transfer full) (element-type ReeveAccessLine): in the order of their leaves. Errors: BUSY,
 * INTERNAL.
 */
GPtrArray *reeve_access_follow (ReeveAccessFiles *files,
                                const char *workspace,
                                gint64 from,
                                gint64 to,
                                gint64 deadline,
                                GError **error);

G_END_DECLS
