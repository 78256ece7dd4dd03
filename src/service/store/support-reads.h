/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What was done under a support grant, as the access log has it: what its agent did in the workspace while it
 * was in force. An agent has one grant at a time, and without one is let do nothing. */

#pragma once

#include "common/support-grant.h"
#include "service/store/access-read.h"

G_BEGIN_DECLS

/* A page, newest first; as reeve_access_read(). @before: lines older than that; G_MAXINT64: the newest. Of a
 * grant that was never approved there are none. (transfer full) (element-type ReeveAccessLine) */
GPtrArray *reeve_support_reads_list (ReeveAccessFiles *files,
                                     const char *workspace,
                                     ReeveSupportGrant *grant,
                                     gint64 before,
                                     guint limit,
                                     gint64 deadline,
                                     gint64 *reached,
                                     GError **error);
/* How many there are. BUSY, INTERNAL */
gboolean reeve_support_reads_count (ReeveAccessFiles *files,
                                    const char *workspace,
                                    ReeveSupportGrant *grant,
                                    gint64 deadline,
                                    gint64 *n,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
