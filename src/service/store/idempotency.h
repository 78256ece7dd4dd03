/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Replies to creates, kept a day under the caller's Idempotency-Key, in the transaction of the create. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

/* *@reply (nullable): what the same request was answered before. CONFLICT (reason "key_reused") for another
 * request. */
gboolean reeve_idempotency_find (ReeveTx *tx,
                                 const char *caller,
                                 const char *key,
                                 GBytes *request_digest,
                                 unsigned *status,
                                 GBytes **reply,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_idempotency_put (ReeveTx *tx,
                                const char *caller,
                                const char *key,
                                GBytes *request_digest,
                                unsigned status,
                                GBytes *reply,
                                gint64 now,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
