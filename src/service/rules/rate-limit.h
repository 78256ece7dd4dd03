/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Token buckets: how often somebody may do something. Any thread. */

#pragma once

#include "common/error.h"

G_BEGIN_DECLS

/* An office behind one address signs in on Monday morning: a burst, then two a second. */
#define REEVE_RATE_ADDRESS_BURST    60
#define REEVE_RATE_ADDRESS_INTERVAL (G_USEC_PER_SEC / 2)
/* A console that loads pages, scrolls and follows the live feed stays far below this; a program in a loop
 * does not. */
#define REEVE_RATE_ACCOUNT_BURST    3000
#define REEVE_RATE_ACCOUNT_INTERVAL (G_USEC_PER_SEC / 500)

typedef struct _ReeveRateLimit ReeveRateLimit;

/* @interval: microseconds until one more is possible, up to @burst at once. @max_keys bounds the memory: past
 * it, those that have not called lately are forgotten. */
ReeveRateLimit *reeve_rate_limit_new (guint burst, gint64 interval, guint max_keys);
void reeve_rate_limit_free (ReeveRateLimit *self);
/* @now: monotonic microseconds. Errors: TOO_MANY with retry-after. */
gboolean reeve_rate_limit_take (ReeveRateLimit *self, const char *key, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
guint reeve_rate_limit_get_n_keys (ReeveRateLimit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveRateLimit, reeve_rate_limit_free)

G_END_DECLS
