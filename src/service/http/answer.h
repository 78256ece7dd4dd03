/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a handler left in its call, as an answer; and the same answer kept under an Idempotency-Key. */

#pragma once

#include "service/http/exchange.h"

G_BEGIN_DECLS

void reeve_answer_from_call (ReeveExchange *exchange, ReeveCall *call);

/* Replies with secrets (a key for an authenticator, recovery codes) are not kept. */
gboolean reeve_answer_may_be_kept (ReeveCall *call);
/* SHA-256 over everything that makes two requests the same. (transfer full) */
GBytes *reeve_answer_digest_request (ReeveExchange *exchange);
/* The answer as stored, and back. (transfer full) */
GBytes *reeve_answer_pack (ReeveExchange *exchange);
void reeve_answer_unpack (ReeveExchange *exchange, guint status, GBytes *packed);

G_END_DECLS
