/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* From an exchange to its answer: everything that a row of the table demands, in one order, and on the right
 * thread. Any thread. */

#pragma once

#include "service/http/exchange.h"
#include "service/http/live-feed.h"

G_BEGIN_DECLS

/* A request older than this is not begun any more, and its statements are interrupted. */
#define REEVE_REQUEST_DEADLINE     (10 * G_TIME_SPAN_SECOND)
#define REEVE_PASSWORD_QUEUE_LIMIT 32
#define REEVE_WORKER_QUEUE_LIMIT   1024
#define REEVE_OUTSIDE_THREADS      8

typedef struct _ReeveDispatcher ReeveDispatcher;

/* @setup_token_hash: (nullable) (transfer none) */
ReeveDispatcher *
reeve_dispatcher_new (ReeveInstallation *installation, ReeveTokenSigner *signer, GBytes *setup_token_hash);
void reeve_dispatcher_free (ReeveDispatcher *self);
void reeve_dispatcher_stop (ReeveDispatcher *self); /* ends streams, finishes what was begun, takes no more */

/* (transfer none): before the first exchange */
void reeve_dispatcher_set_openid (ReeveDispatcher *self, ReeveOpenId *openid);

ReeveLiveFeed *reeve_dispatcher_get_feed (ReeveDispatcher *self);

/* Headers are here, the body is not: finds the route; FALSE when it answered already. */
gboolean reeve_dispatcher_begin (ReeveDispatcher *self, ReeveExchange *exchange);
gboolean reeve_dispatcher_is_inline (ReeveExchange *exchange);
/* Answers before it returns. */
void reeve_dispatcher_run (ReeveDispatcher *self, ReeveExchange *exchange);
/* Answers later, and then calls exchange->done; perhaps before this returns. */
void reeve_dispatcher_push (ReeveDispatcher *self, ReeveExchange *exchange);
/* Refuses for a reason of the engine's. */
void reeve_dispatcher_refuse (ReeveDispatcher *self,
                              ReeveExchange *exchange,
                              ReeveErrorCode code,
                              const char *reason,
                              const char *message);
/* The access event: once an exchange, when its answer is known or it has come to nothing. */
void reeve_dispatcher_note (ReeveDispatcher *self, ReeveExchange *exchange);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveDispatcher, reeve_dispatcher_free)

G_END_DECLS
