/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Is a proof fresh, and is it the first of its kind? Server nonces (RFC 9449 section 8) prove when a proof
 * was made, whatever the client's clock says; the cache of `jti` sees to it that each serves once. Any
 * thread. */

#pragma once

#include "common/error.h"

G_BEGIN_DECLS

#define REEVE_NONCE_LIFE (5 * G_TIME_SPAN_MINUTE)

typedef struct _ReeveFreshness ReeveFreshness;

/* @max_proofs: how many are remembered before the oldest nonces are declared stale early. */
ReeveFreshness *reeve_freshness_new (guint max_proofs);
void reeve_freshness_free (ReeveFreshness *self);

/* @now: monotonic microseconds, throughout. (transfer full) */
char *reeve_freshness_make_nonce (ReeveFreshness *self, gint64 now);
/* *@made: (out): for reeve_freshness_use_proof(). *@next (out) (nullable) (transfer full): a younger nonce,
 * once @nonce is past half its life; also on failure. Errors: SIGNED_OUT, reason "use_nonce". */
gboolean reeve_freshness_check_nonce (ReeveFreshness *self,
                                      const char *nonce,
                                      gint64 now,
                                      gint64 *made,
                                      char **next,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Remembers the proof. @made: of its nonce. Errors: SIGNED_OUT, reason "proof", the second time. */
gboolean reeve_freshness_use_proof (ReeveFreshness *self,
                                    const char *thumbprint,
                                    const char *jti,
                                    gint64 made,
                                    gint64 now,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
guint reeve_freshness_get_n_proofs (ReeveFreshness *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveFreshness, reeve_freshness_free)

G_END_DECLS
