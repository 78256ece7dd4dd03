/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a request must bring beside its sender: If-Match, Idempotency-Key, query, body; read into the call as
 * its route says. No store. */

#pragma once

#include "service/http/exchange.h"

G_BEGIN_DECLS

#define REEVE_BODY_BYTES      (1024 * 1024)
#define REEVE_OPEN_BODY_BYTES (16 * 1024)
#define REEVE_FILE_BODY_BYTES (16 * 1024 * 1024)

gsize reeve_route_get_body_limit (const ReeveRoute *route);
gsize reeve_route_get_file_limit (const ReeveRoute *route);      /* of one that takes files */
const char *reeve_route_get_body_type (const ReeveRoute *route); /* of one that takes a body */
/* Fills @call's if_match, query and body or patch (to be released by the caller). Errors: PRECONDITION,
 * INVALID, TOO_LARGE. */
gboolean
reeve_preconditions_read (ReeveExchange *exchange, ReeveCall *call, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
