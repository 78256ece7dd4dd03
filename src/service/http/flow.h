/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Answers that are made while they are sent (ReevePieces of a call): a piece is made on a thread of their own
 * when the one before it begins to go out, so that at most two are in memory and a client that reads slowly
 * waits for nobody but itself. Between pieces it is looked whether whoever asked may still be told. An answer
 * that cannot be finished ends the connection without the last chunk: nobody takes it for whole. Any thread.
 */

#pragma once

#include "service/http/exchange.h"

G_BEGIN_DECLS

/* One whose client is gone counts until the engine finds out. */
#define REEVE_FLOWS_PER_ACCOUNT 4
#define REEVE_FLOWS_AT_ONCE     32

typedef struct _ReeveFlows ReeveFlows;

ReeveFlows *reeve_flows_new (ReeveInstallation *installation);
void reeve_flows_stop (ReeveFlows *self); /* cuts all, makes no more, and takes no more */
void reeve_flows_free (ReeveFlows *self); /* after the last flow was released */
guint reeve_flows_get_n (ReeveFlows *self);

/* @pieces: taken, and freed with the flow, whatever becomes of it. (transfer full): handed back with
 * reeve_flow_release(). Errors: TOO_MANY, BUSY (both reason "streams", with retry-after). */
ReeveFlow *reeve_flow_start (ReeveFlows *flows,
                             const char *workspace,
                             const ReeveCaller *caller,
                             ReevePieces *pieces,
                             GError **error);

/* The connection's side. @suspend is called when there is nothing to send yet, @resume when there is; never
 * both at once. */
typedef void (*ReeveFlowSwitch) (gpointer connection);
void
reeve_flow_connect (ReeveFlow *self, ReeveFlowSwitch suspend, ReeveFlowSwitch resume, gpointer connection);

#define REEVE_FLOW_ENDED (-1)
#define REEVE_FLOW_CUT   (-2) /* what was sent is not all */
/* Bytes copied; 0 when it called @suspend. */
gssize reeve_flow_read (ReeveFlow *self, char *buffer, gsize size);
void reeve_flow_release (ReeveFlow *self);

G_END_DECLS
