/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Wrong passwords and codes, counted per account and source; what rules/lockout decides on. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 failures; /* since the last success from that source */
  gint64 last_failure;
  gint64 locked_until; /* 0: not */
} ReeveFailures;

/* @kind: "password" or "code"; @account: the id, or a keyed hash of an unknown address, so that both answer
 * alike;
 * @source: "device:THUMBPRINT" for a device that signed in to this account before, else "address:192.0.2.44",
 * or "account" for the global counter. */
gboolean reeve_failures_get (ReeveTx *tx,
                             const char *kind,
                             const char *account,
                             const char *source,
                             ReeveFailures *failures,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_failures_set (ReeveTx *tx,
                             const char *kind,
                             const char *account,
                             const char *source,
                             const ReeveFailures *failures,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_failures_clear (ReeveTx *tx, const char *account, const char *source, GError **error)
  G_GNUC_WARN_UNUSED_RESULT; /* NULL source: all of the account, an administrator's unlock */
/* The latest end of any lock of the account; 0: none. */
gboolean
reeve_failures_get_lock_end (ReeveTx *tx, const char *account, gint64 now, gint64 *end, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
