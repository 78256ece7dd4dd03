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

/**
 * reeve_log_certificate_print:
 * @certificate: as it was signed
 * @hash: of it, hexadecimal
 * @deadline: monotonic microseconds
 *
 * The same for people: a document (PDF) that says nothing which does not stand in the certificate, and how to
 * check that. The same certificate gives the same document. Returns: (transfer full): Errors: INTERNAL, BUSY.
 */
GBytes *
reeve_log_certificate_print (const char *certificate, const char *hash, gint64 deadline, GError **error);

G_END_DECLS
