/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is signed at the end of a review: its days, what happened in them and who looked at it, every finding
 * with what was made of it, who signed, and the record's checkpoint of that moment. Canonical JSON (RFC
 * 8785), so that its hash can be compared with the one in the audit trail for as long as either is kept. */

#pragma once

#include "common/log-review.h"
#include "service/api/call.h"

G_BEGIN_DECLS

/**
 * reeve_log_certificate_make:
 * @review: as it is signed
 * @slices: (element-type ReeveLogSlice)
 * @unread: (element-type gint64): days that could not be read
 *
 * Returns: (transfer full): Errors: BUSY, INTERNAL.
 */
char *reeve_log_certificate_make (ReeveCall *call,
                                  ReeveLogReview *review,
                                  GPtrArray *slices,
                                  GArray *unread,
                                  GError **error);

G_END_DECLS
